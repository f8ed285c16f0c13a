"""Column matching: exact aliases first, then partial names."""

import re
from collections.abc import Sequence

# In the order of preference; a name earlier in the list beats one later.
ALIASES: dict[str, tuple[str, ...]] = {
    field: tuple(names.split())
    for field, names in {
        "title": "title paper_title article_title document_title ti",
        "abstract": "abstract summary abstract_text abstracts description ab",
        "authors": "authors author author_s author_names author_full_names creators creator au",
        "published": "published date publication_date published_date published_at pub_date "
        "pubdate date_published submitted submitted_date submission_date issued created "
        "created_at year publication_year pub_year py month versions",
        "date_precision": "date_precision",
        "venue": "venue journal journal_ref journal_title journal_name container_title booktitle "
        "conference conference_name source_title publication_title proceedings",
        "categories": "categories category primary_category subjects subject subject_area "
        "fields_of_study topics tags",
        "keywords": "keywords keyword author_keywords index_keywords key_words de",
        "lang": "lang language language_code",
        "url": "url link paper_url url_abs abs_url landing_page_url page_url pdf_url url_pdf",
        "code_url": "code_url code code_link github github_url github_repo repository repo_url "
        "repo",
        "arxiv_id": "arxiv_id arxiv arxivid paper_arxiv_id eprint",
        "doi": "doi digital_object_identifier doi_url",
        "id": "id paper_id identifier entry_id uid key",
        "upvotes": "upvotes upvote votes likes num_upvotes",
        "citations": "citations cited_by cited_by_count times_cited times_cited_all_databases "
        "times_cited_wos_core citation_count citationcount num_citations citations_count "
        "is_referenced_by_count number_of_citations cites cited_count citation tc z9",
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
    "email orcid position keywords"
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

    An exact name beats a partial one. Only `published` can have several columns: a later one fills
    the rows that an earlier one leaves empty. A field that no column holds is left out.
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
            matched[field] = found if field == "published" else found[:1]
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
