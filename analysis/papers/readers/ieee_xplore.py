"""Articles of IEEE Xplore."""

from analysis.papers.readers.shapes import (
    Record,
    Shape,
    Taken,
    authors,
    date,
    number,
    text,
    texts,
)


def _is_article(record: Record) -> bool:
    return "title" in record and (
        "article_number" in record or isinstance(record.get("index_terms"), dict)
    )


_TAKEN = {
    "title": Taken("title", read=text),
    "abstract": Taken("abstract", read=text),
    "authors": Taken("authors.authors", "authors", read=authors),
    "published": Taken("publication_date", "publication_year", "insert_date", read=date),
    "venue": Taken("publication_title", read=text),
    "categories": Taken("index_terms.ieee_terms.terms", read=texts),
    "keywords": Taken("index_terms.author_terms.terms", read=texts),
    "url": Taken("html_url", "abstract_url", "pdf_url", read=text),
    "doi": Taken("doi", read=text),
    "id": Taken("article_number"),
    "citations": Taken("citing_paper_count", read=number),
}
IEEE_XPLORE = Shape("IEEE Xplore", _is_article, _TAKEN)
