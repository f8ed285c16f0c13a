"""Column matching: what people chose, else exact aliases, else partial names."""

import re
from collections.abc import Collection, Mapping, Sequence
from difflib import get_close_matches

from analysis.errors import ColumnsError, InputError

# In the order of preference; a name earlier in the list beats one later.
ALIASES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "title": "title paper_title article_title document_title display_name ti 题名 篇名 标题 "
        "文献标题 論文名 タイトル 文献タイトル 제목 논문명 título titulo titel titre "
        "название заглавие",
        "abstract": "abstract summary abstract_text abstracts abstract_note description ab "
        "摘要 抄録 要旨 "
        "초록 resumen resumo zusammenfassung résumé аннотация реферат",
        "authors": "author_full_names authors author author_s author_names creators creator af au "
        "作者 著者 著者名 저자 autores autor autoren auteurs auteur авторы автор",
        "published": "published date publication_date published_date published_at pub_date pubdate "
        "date_published submitted submitted_date submission_date issued created "
        "created_at year publication_year pub_year pubyear py pd month versions 发表时间 年 年份 "
        "出版年 发行年 발행년 fecha año data ano datum jahr année date_de_publication дата год",
        "date_precision": "date_precision",
        "venue": "venue journal journal_ref journal_title journal_name container_title booktitle "
        "source_title publication_title conference conference_name proceedings so jt "
        "文献来源 来源出版物名称 刊名 雑誌名 出版物名 학술지명 revista zeitschrift "
        "título_de_la_fuente título_da_fonte revue журнал",
        "categories": "categories category primary_category subjects subject subject_area "
        "fields_of_study topics tags fields_of_research "
        "fields_of_research_anzsrc_2020",
        "keywords": "keywords keyword author_keywords index_keywords keywords_plus manual_tags "
        "automatic_tags mesh_terms key_words de 关键词 作者关键字 索引关键字 キーワード "
        "著者キーワード 索引キーワード 키워드 palabras_clave palabras_clave_de_autor "
        "palabras_clave_de_índice "
        "palavras_chave schlagwörter mots_clés ключевые_слова",
        "lang": "lang language language_code language_of_original_document la",
        "url": "url link paper_url url_abs abs_url landing_page_url page_url pdf_url url_pdf "
        "external_url dimensions_url enlace 链接 リンク",
        "code_url": "code_url code code_link github github_url github_repo repository repo_url "
        "repo",
        "arxiv_id": "arxiv_id arxiv arxivid paper_arxiv_id eprint",
        "doi": "doi digital_object_identifier doi_url doi_link di",
        "id": "id paper_id identifier entry_id uid key",
        "upvotes": "upvotes upvote votes likes num_upvotes",
        "citations": "citations cited_by cited_by_count times_cited times_cited_all_databases "
        "times_cited_wos_core citation_count citationcount num_citations "
        "citations_count is_referenced_by_count number_of_citations cites cited_count "
        "citation tc z9 citing_works_count citado_por zitiert_von cité_par "
        "引文次数 被引用数 被引频次",
        "citations_on": "citations_on citations_date date_of_export export_date",
        "citations_by_year": "citations_by_year counts_by_year",
        "references": "references referenced_works cited_references reference_list cr",
        "source": "source data_source provider",
    }.items()
}

# Words that say a column holds something else than the title, abstract, authors or date.
_OTHER_THINGS = (
    "url link id ids count num n number lang language precision source journal venue book "
    "booktitle series conference has is hash length len words embedding vector short alternative "
    "updated update modified accessed retrieved crawled indexed affiliation affiliations country "
    "email orcid position keywords added export"
)
_PARTS: dict[str, tuple[str, ...]] = {
    "title": ("title",),
    "abstract": ("abstract", "summary"),
    "authors": ("authors", "author"),
    "published": ("published", "date", "year"),
}
# Tags of Web of Science as names: among them ID are the keywords that it adds.
_OF_WEB_OF_SCIENCE = frozenset(("ti", "ab", "ut", "id"))
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def match_columns(
    names: Sequence[str], chosen: Mapping[str, str] | None = None
) -> dict[str, list[str]]:
    """The columns of a file that hold each field of a paper, best first.

    A field of `chosen` (field: column name) is held by that column alone, where the file has it,
    and the column by that field alone.
    A later column fills the rows that an earlier one leaves empty. Partial names count only where
    no name is exact. A field that no column holds is left out.
    """
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(plain_name(name), name)
    held = {field: plain_name(column) for field, column in (chosen or {}).items()}
    settled = {field: [by_name[name]] for field, name in held.items() if name in by_name}
    by_name = {name: column for name, column in by_name.items() if name not in held.values()}
    if by_name.keys() >= _OF_WEB_OF_SCIENCE:
        by_name["keywords_plus"] = by_name.pop("id")
    matched: dict[str, list[str]] = {}
    for field, aliases in ALIASES.items():
        if field in settled:
            matched[field] = settled[field]
            continue
        found = [by_name[alias] for alias in aliases if alias in by_name]
        if not found and field in _PARTS:
            found = [by_name[name] for name in _partial_matches(list(by_name), _PARTS[field])]
        if found:
            matched[field] = found
    return matched


def holds_papers(names: Sequence[str], chosen: Mapping[str, str] | None = None) -> bool:
    """Whether these column names include a title and, in another column, an abstract."""
    matched = match_columns(names, chosen)
    return {"title", "abstract"} <= matched.keys() and matched["title"] != matched["abstract"]


def named_columns(given: Sequence[str]) -> dict[str, str]:
    """The columns that hold fields, {field: column}, of texts `FIELD=NAME`.

    Raises InputError for a text of another form and for a field that is named twice.
    """
    named: dict[str, str] = {}
    for text in given:
        field, _, column = (part.strip() for part in text.partition("="))
        if not field or not column:
            raise InputError(
                f"--columns {text}: expected FIELD=NAME, a field of a paper and the name of a "
                "column, such as --columns abstract=Text."
            )
        if field in named:
            raise InputError(f"--columns names {field} twice: expected one column a field.")
        named[field] = column
    return named


def refuse_unknown_fields(chosen: Mapping[str, str]) -> None:
    """Raise InputError where a field of `chosen` is none of a paper."""
    for field in chosen:
        if field not in ALIASES:
            raise InputError(
                f"There is no field {field}. The nearest is {_nearest(field, ALIASES)}; expected "
                f"one of {', '.join(ALIASES)}."
            )


def refuse_unknown_columns(chosen: Mapping[str, str], names: Collection[str]) -> None:
    """Raise ColumnsError where a column of `chosen` is none of `names`, those of all files."""
    known = {plain_name(name) for name in names}
    for field, column in chosen.items():
        if plain_name(column) not in known:
            nearest = f" The nearest is {_nearest(column, names)}." if names else ""
            raise ColumnsError(
                f"No file has a column {column} for the field {field}.{nearest} "
                f"Found {', '.join(map(str, names))[:300] or 'none'}.",
                names=list(names),
            )


def plain_name(name: object) -> str:
    """A column name in snake case: `Publication Date` becomes `publication_date`."""
    return re.sub(r"[\W_]+", "_", _CAMEL.sub("_", str(name)).casefold()).strip("_")


def _partial_matches(names: list[str], parts: tuple[str, ...]) -> list[str]:
    words = {name: name.split("_") for name in names}
    others = frozenset(_OTHER_THINGS.split())
    candidates = [name for name in names if not others & set(words[name])]
    return [name for part in parts for name in candidates if part in words[name]][:1]


def _nearest(word: str, names: Collection[str]) -> str:
    return get_close_matches(word, [str(name) for name in names], n=1, cutoff=0.0)[0]
