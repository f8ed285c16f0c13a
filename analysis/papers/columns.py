"""Column matching: exact aliases first, then partial names."""

import re
from collections.abc import Sequence

# In the order of preference; a name earlier in the list beats one later.
ALIASES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "title": "title paper_title article_title document_title display_name ti 题名 篇名 标题 "
        "論文名 "
        "タイトル 제목 논문명 título titulo titel titre название заглавие",
        "abstract": "abstract summary abstract_text abstracts abstract_note description ab "
        "摘要 抄録 要旨 "
        "초록 resumen resumo zusammenfassung résumé аннотация реферат",
        "authors": "authors author author_s author_full_names author_names creators creator af au "
        "作者 著者 저자 autores autor autoren auteurs auteur авторы автор",
        "published": "published date publication_date published_date published_at pub_date pubdate "
        "date_published submitted submitted_date submission_date issued created "
        "created_at year publication_year pub_year pubyear py pd month versions 发表时间 年 "
        "出版年 发行年 발행년 fecha año data ano datum jahr année date_de_publication дата год",
        "date_precision": "date_precision",
        "venue": "venue journal journal_ref journal_title journal_name container_title booktitle "
        "source_title publication_title conference conference_name proceedings so jt "
        "文献来源 刊名 雑誌名 학술지명 revista zeitschrift revue журнал",
        "categories": "categories category primary_category subjects subject subject_area "
        "fields_of_study topics tags",
        "keywords": "keywords keyword author_keywords index_keywords keywords_plus manual_tags "
        "automatic_tags mesh_terms key_words de 关键词 キーワード 키워드 palabras_clave "
        "palavras_chave schlagwörter mots_clés ключевые_слова",
        "lang": "lang language language_code language_of_original_document la",
        "url": "url link paper_url url_abs abs_url landing_page_url page_url pdf_url url_pdf",
        "code_url": "code_url code code_link github github_url github_repo repository repo_url "
        "repo",
        "arxiv_id": "arxiv_id arxiv arxivid paper_arxiv_id eprint",
        "doi": "doi digital_object_identifier doi_url doi_link di",
        "id": "id paper_id identifier entry_id uid key",
        "upvotes": "upvotes upvote votes likes num_upvotes",
        "citations": "citations cited_by cited_by_count times_cited times_cited_all_databases "
        "times_cited_wos_core citation_count citationcount num_citations "
        "citations_count is_referenced_by_count number_of_citations cites cited_count "
        "citation tc z9",
        "citations_on": "citations_on citations_date date_of_export export_date",
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
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def match_columns(names: Sequence[str]) -> dict[str, list[str]]:
    """The columns of a file that hold each field of a paper, best first.

    A later column fills the rows that an earlier one leaves empty. Partial names count only where
    no name is exact. A field that no column holds is left out.
    """
    by_name: dict[str, str] = {}
    for name in names:
        by_name.setdefault(plain_name(name), name)
    matched: dict[str, list[str]] = {}
    for field, aliases in ALIASES.items():
        found = [by_name[alias] for alias in aliases if alias in by_name]
        if not found and field in _PARTS:
            found = [by_name[name] for name in _partial_matches(list(by_name), _PARTS[field])]
        if found:
            matched[field] = found
    return matched


def holds_papers(names: Sequence[str]) -> bool:
    """Whether these column names include a title and, in another column, an abstract."""
    matched = match_columns(names)
    return {"title", "abstract"} <= matched.keys() and matched["title"] != matched["abstract"]


def plain_name(name: object) -> str:
    """A column name in snake case: `Publication Date` becomes `publication_date`."""
    return re.sub(r"[\W_]+", "_", _CAMEL.sub("_", str(name)).casefold()).strip("_")


def _partial_matches(names: list[str], parts: tuple[str, ...]) -> list[str]:
    words = {name: name.split("_") for name in names}
    others = frozenset(_OTHER_THINGS.split())
    candidates = [name for name in names if not others & set(words[name])]
    return [name for part in parts for name in candidates if part in words[name]][:1]
