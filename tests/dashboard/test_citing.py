"""Citations that other programs read back: BibTeX, RIS, JSON, and APA by its manual."""

import json
import re

import pytest
import rispy
from bibtexparser.entrypoint import parse_string
from bibtexparser.middlewares import LatexDecodingMiddleware
from hypothesis import given
from hypothesis import strategies as st

from analysis.papers.readers import read_papers
from dashboard.citations.apa import apa
from dashboard.citations.bibtex import bibtex
from dashboard.citations.json_list import json_list
from dashboard.citations.references import name_of
from dashboard.citations.ris import ris
from tests.support.builders import run_parts

FULL = {
    "title": "Attention & memory: a study of BERT_base, 100% naïve",
    "abstract": "First line.\nSecond {line} #2 costs $5 ~ 10^3 \\ more.",
    "authors": ["Ludwig van Beethoven", "OpenAI", "The ATLAS Collaboration", "Émile Müller Jr."],
    "published": "2022-03-05",
    "arxiv_id": "2203.00001",
    "categories": ["cs.LG", "cs.CL"],
    "keywords": ["deep learning", "R&D"],
    "url": "https://example.org/a_b%20c?x=1&y=2",
    "upvotes": 7,
}
TITLES = [
    "Why $5 and $10 & 100% of {x} # a_b ~ ^ \\",
    "Closed } and { opened",
    "<script>alert(1)</script> “quotes” — and ‘more’",
    "الشبكات العصبية والترجمة الآلية",
    "深度学习综述 🎉",
    '"Quoted" @article{x, title={y}}',
    "Ünïcödé ŁØßñçşő",
    "x" * 500,
    "$\\input{secrets}$ and \\write18{rm}",
]
# LaTeX knows these two, the decoder does not: they are kept from it.
BRACES = {"\\textbraceleft{}": ("{", "\ue000"), "\\textbraceright{}": ("}", "\ue001")}


def read_bibtex(text):
    """The entries as an independent parser reads them, the LaTeX not yet decoded."""
    library = parse_string(text)
    assert library.failed_blocks == []
    return library.entries


def decoded(text):
    """What the LaTeX of a value shows."""
    for written, (_, mark) in BRACES.items():
        text = text.replace(written, mark)
    library = parse_string(
        f"@misc{{a, title = {{{text}}}}}", append_middleware=[LatexDecodingMiddleware()]
    )
    shown = library.entries[0]["title"].replace("ˆ", "^")  # a modifier letter stands for the sign
    for brace, mark in BRACES.values():
        shown = shown.replace(mark, brace)
    return shown


def test_a_full_paper_is_read_back_by_another_parser():
    (entry,) = read_bibtex(bibtex([FULL]))

    assert entry.entry_type == "misc"
    assert entry.key == "vanbeethoven2022attention"
    fields = {name: field.value for name, field in entry.fields_dict.items()}
    assert decoded(fields["title"]) == FULL["title"]
    assert "{BERT}" in fields["title"]
    assert fields["year"] == "2022"
    assert fields["month"] == "mar"
    assert fields["eprint"] == "2203.00001"
    assert fields["archiveprefix"] == "arXiv"
    assert fields["primaryclass"] == "cs.LG"
    assert fields["url"] == FULL["url"]
    assert decoded(fields["abstract"]) == FULL["abstract"].replace("\n", " ")
    assert decoded(fields["author"].replace("{OpenAI}", "OpenAI")) == (
        "van Beethoven, Ludwig and OpenAI and The ATLAS Collaboration and Müller, Jr., Émile"
    )
    assert "and {The ATLAS Collaboration} and" in fields["author"]


def test_what_is_not_known_is_left_out():
    bare = {"title": "Only a title", "abstract": None, "authors": [], "published": None}

    (entry,) = read_bibtex(bibtex([bare]))
    assert set(entry.fields_dict) == {"title"}
    (record,) = rispy.loads(ris([bare]))
    assert {name for name, value in record.items() if value} == {"type_of_reference", "id", "title"}
    assert apa([bare]) == "Only a title. (n.d.).\n"
    assert json.loads(json_list([bare])) == [{"title": "Only a title"}]
    assert bibtex([]) == ris([]) == apa([]) == ""


@pytest.mark.parametrize("title", TITLES)
def test_every_title_survives_and_harms_nothing(title):
    entries = read_bibtex(bibtex([{"title": title}, {"title": title}]))

    assert [decoded(entry["title"]) for entry in entries] == [title] * 2
    assert entries[0].key != entries[1].key
    assert "\\input" not in entries[0]["title"]
    records = rispy.loads(ris([{"title": title}, {"title": title}]))
    assert [record["title"] for record in records] == [title] * 2


def test_a_formula_stays_a_formula_and_a_price_a_price():
    (entry,) = read_bibtex(bibtex([{"title": "$\\alpha$-divergence for $5, $\\mathbb{R}^n$"}]))

    assert entry["title"] == "$\\alpha$-divergence for \\$5, $\\mathbb{R}^n$"


def test_accents_in_latex_become_letters_once():
    (entry,) = read_bibtex(bibtex([{"title": 'Schr\\"{o}dinger and G\\"odel at 100\\%'}]))

    assert entry["title"] == 'Schr{\\"o}dinger and G{\\"o}del at 100\\%'
    assert decoded(entry["title"]) == "Schrödinger and Gödel at 100%"


text = st.text(
    st.characters(codec="utf-8", categories=["L", "Nd", "P", "Sm", "Sc", "Zs"]), max_size=60
)


@given(st.lists(text, min_size=1, max_size=6))
def test_any_titles_give_balanced_entries_with_keys_of_their_own(titles):
    papers = [{"title": title, "authors": ["A B"], "published": "2024"} for title in titles]

    entries = read_bibtex(bibtex(papers))
    assert len(entries) == len(titles)
    assert len({entry.key.casefold() for entry in entries}) == len(titles)
    assert all(re.fullmatch(r"[a-z0-9-]+", entry.key) for entry in entries)
    records = rispy.loads(ris(papers))
    assert len(records) == len(titles)
    assert [one.get("title", "") for one in records] == [" ".join(one.split()) for one in titles]


def test_ris_says_what_kind_of_paper_it_is():
    papers = [
        {**FULL, "venue": "Journal of R&D"},
        {**FULL, "venue": "Proceedings of the 5th Conference on Things", "doi": "10.1/a_b"},
        FULL,
        {"title": "Web page"},
    ]
    records = rispy.loads(ris(papers))

    assert [one["type_of_reference"] for one in records] == ["JOUR", "CPAPER", "UNPB", "GEN"]
    assert records[0]["secondary_title"] == "Journal of R&D"
    assert records[1]["doi"] == "10.1/a_b"
    assert records[2]["authors"][0] == "van Beethoven, Ludwig"
    assert records[2]["date"] == "2022/03/05"
    assert records[2]["keywords"] == ["deep learning", "R&D"]
    assert records[2]["abstract"] == FULL["abstract"].replace("\n", " ")
    assert len({one["id"] for one in records}) == 4
    assert ris(papers).count("\r\n") == ris(papers).count("\n")


# The forms of the manual's chapters 9 and 10, on papers of our own.
@pytest.mark.parametrize(
    ("paper", "expected"),
    [
        (
            {
                "title": "T",
                "authors": ["Jean-Paul A. Sartre", "Ada Li"],
                "published": "2021-05",
                "arxiv_id": "1.2",
            },
            "Sartre, J.-P. A., & Li, A. (2021). T (arXiv:1.2). arXiv. https://doi.org/10.48550/arXiv.1.2",
        ),
        (
            {
                "title": "Is it so?",
                "authors": ["J.R. Smith III"],
                "published": "2020",
                "venue": "Journal of Things",
                "doi": "10.1/x",
            },
            "Smith, J. R., III. (2020). Is it so? Journal of Things. https://doi.org/10.1/x",
        ),
        (
            {"title": "Late", "authors": ["OpenAI"], "venue": "Proc. of Y", "url": "https://a.b"},
            "OpenAI. (n.d.). Late. In Proc. of Y. https://a.b",
        ),
    ],
)
def test_apa_follows_its_manual(paper, expected):
    assert apa([paper]) == f"{expected}\n"


def test_apa_names_nineteen_and_the_last_of_many():
    many = [f"A{letter} Name{letter}" for letter in "abcdefghijklmnopqrstuv"]
    line = apa([{"title": "T", "authors": many}])
    assert line.startswith("Namea, A., Nameb, A., ")
    assert ", Names, A., … Namev, A. (n.d.)" in line
    assert "Namet" not in line


@pytest.mark.parametrize(
    ("author", "family", "given"),
    [
        ("Vincent van Gogh", "van Gogh", "Vincent"),
        ("Nguyen, Van A", "Nguyen", "Van A"),
        ("李明", "李明", ""),
        ("Google DeepMind Team", "Google DeepMind Team", ""),
        ("Johnson and Johnson", "Johnson and Johnson", ""),
        ("Wei Wang", "Wang", "Wei"),
    ],
)
def test_names_are_taken_apart(author, family, given):
    name = name_of(author)
    assert (name.family, name.given) == (family, given)


def test_json_is_read_again_as_the_same_papers(tmp_path):
    documents = run_parts(papers=12, topics=2)[0].documents
    rows = json.loads(documents.to_json(orient="records"))
    (tmp_path / "papers.json").write_text(json_list(rows), encoding="utf-8")

    again = read_papers([tmp_path / "papers.json"])
    assert again["paper_id"].tolist() == documents["paper_id"].tolist()
    assert again["title"].tolist() == documents["title"].tolist()
    assert again["published"].tolist() == documents["published"].tolist()


@pytest.mark.parametrize("venue", ["HF Daily Papers", "arXiv.org", "Trending papers of a week"])
def test_a_preprint_that_was_on_a_list_is_cited_as_what_it_is(venue):
    """As arXiv's own citation has it: the year of the first version, and no journal."""
    listed = {**FULL, "arxiv_id": "2502.16886", "venue": venue, "published": "2026-01-05"}
    (entry,) = read_bibtex(bibtex([listed]))
    assert entry.entry_type == "misc"
    assert (entry["year"], entry["eprint"]) == ("2025", "2502.16886")
    assert not {"journal", "booktitle", "howpublished"} & set(entry.fields_dict)
    assert "(2025)." in apa([listed])
    published = {**listed, "venue": "Journal of Tides"}
    (entry,) = read_bibtex(bibtex([published]))
    assert (entry.entry_type, entry["journal"], entry["year"]) == (
        "article",
        "Journal of Tides",
        "2026",
    )
