"""A record of every service as it documents them, and the fields that a reader of it expects."""

AUTHORS = ["Ann Lee", "Bo van Dam"]
EXPECTED = {
    "title": "Sea ice retreats early",
    "abstract": "We measure sea ice. It melts early.",
    "authors": AUTHORS,
}
OPENALEX = {
    "id": "https://openalex.org/W123",
    "doi": "https://doi.org/10.1000/ice",
    "display_name": EXPECTED["title"],
    "publication_year": 2021,
    "publication_date": "2021-03-05",
    "language": "en",
    "primary_location": {"source": {"display_name": "Journal of Ice"}, "landing_page_url": None},
    "locations": [{"landing_page_url": "https://arxiv.org/abs/2103.00001"}, None],
    "authorships": [
        {"author": {"id": "https://openalex.org/A1", "display_name": name}, "institutions": []}
        for name in AUTHORS
    ],
    "cited_by_count": 7,
    "topics": [{"id": "https://openalex.org/T1", "display_name": "Sea Ice", "score": 0.9}],
    "keywords": [{"id": "k", "display_name": "albedo", "score": 0.5}],
    "referenced_works": ["https://openalex.org/W1", "https://openalex.org/W2"],
    "abstract_inverted_index": {
        "It": [4], "We": [0], "early.": [6], "ice.": [3], "measure": [1], "melts": [5], "sea": [2],
    },
}  # fmt: skip
SEMANTIC_SCHOLAR = {
    "paperId": "0796f6cd7f0403a854d67d525e9b32af3b277331",
    "externalIds": {"ArXiv": "2103.00001", "DOI": "10.1000/ICE", "CorpusId": 1},
    "title": EXPECTED["title"],
    "abstract": EXPECTED["abstract"],
    "tldr": {"model": "tldr@v2.0.0", "text": "Ice melts."},
    "venue": "Journal of Ice",
    "year": 2021,
    "publicationDate": None,
    "authors": [{"authorId": "1", "name": name} for name in AUTHORS],
    "s2FieldsOfStudy": [{"category": "Environmental Science", "source": "s2-fos-model"}],
    "citationCount": 7,
}
CROSSREF = {
    "DOI": "10.1000/ice",
    "type": "journal-article",
    "title": [EXPECTED["title"]],
    "abstract": "<jats:title>Abstract</jats:title><jats:p>We measure sea <jats:italic>ice"
    "</jats:italic>.</jats:p><jats:p>It melts early.</jats:p>",
    "author": [
        {"given": "Ann", "family": "Lee", "sequence": "first", "affiliation": []},
        {"given": "Bo", "family": "van Dam", "sequence": "additional"},
    ],
    "issued": {"date-parts": [[2021, 3]]},
    "container-title": ["Journal of Ice"],
    "is-referenced-by-count": 7,
    "reference": [{"key": "1", "DOI": "10.1000/a"}, {"key": "2", "unstructured": "B."}],
    "URL": "https://doi.org/10.1000/ice",
}  # fmt: skip
CSL = {
    "id": "lee2021",
    "type": "article-journal",
    "title": EXPECTED["title"],
    "abstract": EXPECTED["abstract"],
    "author": [
        {"given": "Ann", "family": "Lee"},
        {"given": "Bo", "non-dropping-particle": "van", "family": "Dam"},
    ],
    "issued": {"date-parts": [["2021", "3", "5"]]},
    "container-title": "Journal of Ice",
    "DOI": "10.1000/ice",
}
OPENREVIEW = {
    "id": "aB1",
    "forum": "aB1",
    "cdate": 1_600_000_000_000,
    "pdate": 1_614_902_400_000,
    "content": {
        "title": {"value": EXPECTED["title"]},
        "abstract": {"value": EXPECTED["abstract"]},
        "authors": {"value": AUTHORS},
        "keywords": {"value": ["albedo"]},
        "venue": {"value": "ICE 2021 Poster"},
        "venueid": {"value": "ice.example/2021/Conference"},
    },
}
OPENREVIEW_1 = {
    "id": "aB1",
    "forum": "aB1",
    "invitation": "ice.example/2021/Conference/-/Blind_Submission",
    "cdate": 1_614_902_400_000,
    "content": {
        "title": EXPECTED["title"],
        "abstract": EXPECTED["abstract"],
        "authors": AUTHORS,
        "keywords": ["albedo"],
        "venue": "ICE 2021 Poster",
    },
}
HUGGING_FACE = {
    "paper": {
        "id": "2103.00001",
        "authors": [{"_id": "6", "name": name, "hidden": False} for name in AUTHORS],
        "publishedAt": "2021-03-05T00:00:00.000Z",
        "submittedOnDailyAt": "2021-03-09T00:00:00.000Z",
        "title": EXPECTED["title"],
        "summary": EXPECTED["abstract"],
        "upvotes": 12,
        "discussionId": "d",
        "ai_keywords": ["albedo"],
        "githubRepo": "https://github.com/a/ice",
    },
    "publishedAt": "2021-03-08T22:00:00.000Z",
    "title": EXPECTED["title"],
    "summary": EXPECTED["abstract"],
    "numComments": 3,
    "submittedBy": {"name": "someone"},
}
BIORXIV = {
    "doi": "10.1101/2021.03.05.434000",
    "title": EXPECTED["title"],
    "authors": "Lee, Ann; van Dam, Bo",
    "date": "2021-03-05",
    "version": "1",
    "type": "new results",
    "category": "ecology",
    "jatsxml": "https://www.biorxiv.org/content/a.source.xml",
    "abstract": EXPECTED["abstract"],
    "published": "10.1038/s41467-021-22368-w",
    "server": "bioRxiv",
}
ARXIV = {
    "id": "2103.00001",
    "submitter": "Ann Lee",
    "authors": "Ann Lee (1 and 2), Bo van Dam (2) ((1) An Institute, (2) Another)",
    "title": "Sea ice\n  retreats early",
    "comments": "12 pages; replaces a withdrawn paper",
    "journal-ref": "Journal of Ice",
    "doi": None,
    "categories": "physics.ao-ph cs.LG",
    "abstract": EXPECTED["abstract"],
    "versions": [
        {"version": "v1", "created": "Fri, 5 Mar 2021 18:00:01 GMT"},
        {"version": "v2", "created": "Sat, 5 Mar 2022 18:00:01 GMT"},
    ],
    "update_date": "2022-03-08",
    "authors_parsed": [["Lee", "Ann", ""], ["van Dam", "Bo", "", "Another"]],
}
ZOTERO = {
    "key": "ABCD2345",
    "version": 9,
    "meta": {"creatorSummary": "Lee and van Dam", "parsedDate": "2021-03-05"},
    "data": {
        "key": "ABCD2345",
        "itemType": "journalArticle",
        "title": EXPECTED["title"],
        "abstractNote": EXPECTED["abstract"],
        "date": "March 5th, 2021",
        "publicationTitle": "Journal of Ice",
        "DOI": "10.1000/ice",
        "extra": "arXiv:2103.00001 [physics]",
        "creators": [
            {"creatorType": "editor", "firstName": "E.", "lastName": "Ditor"},
            {"creatorType": "author", "firstName": "Ann", "lastName": "Lee"},
            {"creatorType": "author", "name": "Bo van Dam"},
        ],
        "tags": [{"tag": "albedo", "type": 1}],
    },
}
BETTER_BIBTEX = ZOTERO["data"] | {"itemID": 3, "citationKey": "lee2021"}
DBLP = {
    "@score": "1",
    "info": {
        "authors": {"author": [{"@pid": "1", "text": name} for name in AUTHORS]},
        "title": EXPECTED["title"],
        "venue": "J. Ice",
        "year": "2021",
        "key": "journals/ice/LeeD21",
        "doi": "10.1000/ICE",
        "ee": "https://doi.org/10.1000/ice",
    },
}
LENS = {
    "lens_id": "100-004-910-081-14X",
    "title": EXPECTED["title"],
    "abstract": EXPECTED["abstract"],
    "date_published": "2021-03-05T00:00:00+00:00",
    "year_published": 2021,
    "external_ids": [{"type": "magid", "value": "3"}, {"type": "doi", "value": "10.1000/ice"}],
    "authors": [
        {"first_name": "Ann", "last_name": "Lee", "initials": "A"},
        {"first_name": "Bo", "last_name": "van Dam", "initials": "B"},
    ],
    "source": {"title": "Journal of Ice", "type": "Journal"},
    "fields_of_study": ["Sea ice"],
    "scholarly_citations_count": 7,
}
DIMENSIONS = {
    "id": "pub.1136000000",
    "title": EXPECTED["title"],
    "abstract": EXPECTED["abstract"],
    "authors": [
        {"first_name": "Ann", "last_name": "Lee", "affiliations": []},
        {"first_name": "Bo", "last_name": "van Dam", "affiliations": []},
    ],
    "date": "2021-03-05",
    "year": 2021,
    "doi": "10.1000/ice",
    "journal": {"id": "jour.1", "title": "Journal of Ice"},
    "category_for": [{"id": "1", "name": "37 Earth Sciences"}],
    "concepts": ["albedo"],
    "times_cited": 7,
}
IEEE_XPLORE = {
    "article_number": "9370000",
    "title": EXPECTED["title"],
    "abstract": EXPECTED["abstract"],
    "authors": {"authors": [{"full_name": name, "author_order": 1} for name in AUTHORS]},
    "publication_date": "5 March 2021",
    "publication_year": 2021,
    "publication_title": "Journal of Ice",
    "doi": "10.1000/ICE",
    "index_terms": {"author_terms": {"terms": ["albedo"]}, "ieee_terms": {"terms": ["Ice"]}},
    "citing_paper_count": 7,
}
EUROPE_PMC = {
    "id": "33660000",
    "source": "MED",
    "pmid": "33660000",
    "doi": "10.1000/ice",
    "title": EXPECTED["title"],
    "authorString": "Lee A, van Dam B.",
    "authorList": {
        "author": [
            {"fullName": "Lee A", "firstName": "Ann", "lastName": "Lee"},
            {"fullName": "van Dam B", "firstName": "Bo", "lastName": "van Dam"},
        ]
    },
    "abstractText": EXPECTED["abstract"],
    "firstPublicationDate": "2021-03-05",
    "journalInfo": {"journal": {"title": "Journal of Ice"}},
    "keywordList": {"keyword": ["albedo"]},
    "citedByCount": 7,
}
INSPIRE = {
    "id": "1850000",
    "created": "2021-03-09T00:00:00+00:00",
    "metadata": {
        "control_number": 1850000,
        "titles": [{"source": "arXiv", "title": EXPECTED["title"]}],
        "abstracts": [{"source": "arXiv", "value": EXPECTED["abstract"]}],
        "authors": [{"full_name": "Lee, Ann"}, {"full_name": "van Dam, Bo"}],
        "preprint_date": "2021-03-05",
        "arxiv_eprints": [{"value": "2103.00001", "categories": ["physics.ao-ph"]}],
        "dois": [{"value": "10.1000/ice"}],
        "publication_info": [{"journal_title": "J.Ice", "year": 2022}],
        "inspire_categories": [{"term": "Other"}],
        "citation_count": 7,
    },
}
PUBMED = {
    "MedlineCitation": {
        "PMID": {"@Version": "1", "#text": "33660000"},
        "Article": {
            "Journal": {
                "Title": "Journal of Ice",
                "JournalIssue": {"PubDate": {"Year": "2021", "Month": "Mar", "Day": "05"}},
            },
            "ArticleTitle": EXPECTED["title"],
            "Abstract": {
                "AbstractText": [
                    {"#text": "We measure sea ice."},
                    {"@NlmCategory": "RESULTS", "#text": "It melts early."},
                ]
            },
            "AuthorList": {
                "Author": [
                    {"LastName": "Lee", "ForeName": "Ann", "Initials": "A"},
                    {"LastName": "van Dam", "ForeName": "Bo"},
                ]
            },
        },
        "KeywordList": {"Keyword": [{"@MajorTopicYN": "N", "#text": "albedo"}]},
    },
    "PubmedData": {
        "ArticleIdList": {
            "ArticleId": [
                {"@IdType": "pubmed", "#text": "33660000"},
                {"@IdType": "doi", "#text": "10.1000/ice"},
            ]
        }
    },
}
DATACITE = {
    "id": "10.1000/ice",
    "type": "dois",
    "attributes": {
        "doi": "10.1000/ice",
        "titles": [{"title": EXPECTED["title"]}],
        "creators": [{"name": "Lee, Ann"}, {"name": "van Dam, Bo"}],
        "descriptions": [
            {"description": "12 pages", "descriptionType": "Other"},
            {"description": EXPECTED["abstract"], "descriptionType": "Abstract"},
        ],
        "published": "2021-03",
        "publicationYear": 2021,
        "subjects": [{"subject": "Earth sciences"}],
    },
}

ARXIV_ID, DOI = {"arxiv_id": "2103.00001"}, {"doi": "10.1000/ice"}
DAY, VENUE = {"published": "2021-03-05"}, {"venue": "Journal of Ice"}
ALBEDO = {"keywords": ["albedo"]}
# Each record, and what is expected of it beside its title, abstract and authors.
RECORDS = {
    "OpenAlex": (OPENALEX, ARXIV_ID | DOI | DAY | VENUE | ALBEDO | {"categories": ["Sea Ice"]}),
    "Semantic Scholar": (SEMANTIC_SCHOLAR, ARXIV_ID | DOI | VENUE | {"published": "2021"}),
    "Crossref": (CROSSREF, DOI | VENUE | {"published": "2021-03"}),
    "CSL-JSON": (CSL, DOI | VENUE | DAY),
    "OpenReview": (OPENREVIEW, DAY | ALBEDO | {"venue": "ICE 2021 Poster"}),
    "OpenReview before": (OPENREVIEW_1, DAY | ALBEDO | {"venue": "ICE 2021 Poster"}),
    "Hugging Face": (
        HUGGING_FACE,
        ARXIV_ID | DAY | ALBEDO | {"upvotes": 12, "code_url": "https://github.com/a/ice"},
    ),
    "Hugging Face search": (HUGGING_FACE["paper"], ARXIV_ID | DAY | {"upvotes": 12}),
    "bioRxiv": (BIORXIV, DAY | {"doi": "10.1101/2021.03.05.434000", "categories": ["ecology"]}),
    "arXiv": (ARXIV, ARXIV_ID | DAY | VENUE | {"categories": ["physics.ao-ph", "cs.LG"]}),
    "Zotero": (ZOTERO, ARXIV_ID | DOI | DAY | VENUE | ALBEDO),
    "Better BibTeX": (BETTER_BIBTEX, ARXIV_ID | DOI | DAY | VENUE | ALBEDO),
    "The Lens": (LENS, DOI | DAY | VENUE | {"categories": ["Sea ice"]}),
    "Dimensions": (DIMENSIONS, DOI | DAY | VENUE | ALBEDO),
    "IEEE Xplore": (IEEE_XPLORE, DOI | DAY | VENUE | ALBEDO),
    "Europe PMC": (EUROPE_PMC, DOI | DAY | VENUE | ALBEDO),
    "PubMed": (PUBMED, DOI | DAY | VENUE | ALBEDO),
    "INSPIRE": (INSPIRE, ARXIV_ID | DOI | DAY | {"venue": "J.Ice"}),
    "DataCite": (DATACITE, DOI | {"published": "2021-03", "categories": ["Earth sciences"]}),
}
