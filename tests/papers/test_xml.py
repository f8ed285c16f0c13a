"""Papers in the XML of services and libraries."""

import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers

PUBMED = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE PubmedArticleSet PUBLIC "-//NLM//DTD PubMedArticle//EN" "https://nowhere.invalid/a.dtd">
<PubmedArticleSet>
<PubmedArticle><MedlineCitation><PMID>7</PMID><Article><Journal><JournalIssue><PubDate>
<MedlineDate>2023 Jul-Aug</MedlineDate></PubDate></JournalIssue><Title>Ice Letters</Title></Journal>
<ArticleTitle>Growth of <i>Fragilaria</i> &amp; H<sub>2</sub>O</ArticleTitle>
<Abstract><AbstractText Label="AIM">We count algae.</AbstractText><AbstractText Label="RESULTS">
There are <b>many</b>.</AbstractText></Abstract>
<AuthorList><Author><LastName>Kim</LastName><ForeName>Gus</ForeName></Author>
<Author><CollectiveName>Ice Group</CollectiveName></Author></AuthorList><Language>eng</Language>
</Article><MeshHeadingList><MeshHeading><DescriptorName>Ice Cover</DescriptorName></MeshHeading>
</MeshHeadingList><KeywordList><Keyword>algae</Keyword></KeywordList></MedlineCitation>
<PubmedData><ArticleIdList><ArticleId IdType="doi">10.1234/own</ArticleId></ArticleIdList>
<ReferenceList><Reference><ArticleIdList><ArticleId IdType="doi">10.1234/cited</ArticleId>
</ArticleIdList></Reference></ReferenceList></PubmedData></PubmedArticle>
<PubmedBookArticle><BookDocument><PMID>8</PMID><Book><BookTitle>Handbook of Ice</BookTitle>
<PubDate><Year>2021</Year></PubDate><AuthorList Type="editors"><Author><LastName>Editor</LastName>
</Author></AuthorList></Book><ArticleTitle>Snow</ArticleTitle><AuthorList Type="authors"><Author>
<LastName>Silva</LastName><ForeName>Jun</ForeName></Author></AuthorList><Abstract><AbstractText>
Snow is described.</AbstractText></Abstract></BookDocument></PubmedBookArticle>
<PubmedArticle><MedlineCitation><Article><ArticleTitle>Without a number</ArticleTitle><Abstract>
<AbstractText>It has none.</AbstractText></Abstract></Article><CommentsCorrectionsList>
<CommentsCorrections><PMID>9</PMID></CommentsCorrections></CommentsCorrectionsList>
</MedlineCitation><PubmedData><ArticleIdList><ArticleId IdType="pmc">PMC77</ArticleId>
</ArticleIdList></PubmedData></PubmedArticle>
</PubmedArticleSet>
"""


def test_pubmed_xml_is_read_with_its_dates_labels_groups_books_and_ids(write):
    papers = read_papers(write("pubmed.xml", PUBMED))
    first, chapter, unnumbered = (papers.iloc[n] for n in range(3))
    assert first["title"] == "Growth of Fragilaria & H2O"
    assert first["abstract"] == "Aim: We count algae. Results: There are many."
    assert first["authors"] == ["Gus Kim", "Ice Group"]
    assert (first["published"], first["venue"]) == ("2023-07", "Ice Letters")
    assert (first["categories"], first["keywords"]) == (["Ice Cover"], ["algae"])
    assert first["doi"] == "10.1234/own"  # not the one that it cites
    assert (chapter["authors"], chapter["venue"]) == (["Jun Silva"], "Handbook of Ice")
    assert chapter["published"] == "2021"
    assert unnumbered["url"] == "https://pmc.ncbi.nlm.nih.gov/articles/PMC77/"


def test_xml_that_is_cut_off_is_read_up_to_there(write):
    papers = read_papers(write("pubmed.xml", PUBMED[: PUBMED.index("Snow is")]))
    (problem,) = papers.attrs["reading"]["problems"]
    assert papers["title"].tolist() == ["Growth of Fragilaria & H2O"]
    assert (problem["row"], problem["severity"]) == (2, "rejected")


def test_malformed_characters_cost_no_paper(write):
    papers = read_papers(write("a.xml", PUBMED.encode().replace(b"Snow is", b"Sn\xffw is")))
    assert papers["abstract"][1] == "Sn\ufffdw is described."
    assert len(papers) == 3


def test_xml_with_entities_of_its_own_is_refused(write):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE PubmedArticleSet [<!ENTITY e0 "lol">{entities}]>'
    body = "<PubmedArticleSet><PubmedArticle>&e11;</PubmedArticle></PubmedArticleSet>"
    with pytest.raises(InputError, match=r"bomb\.xml defines entities of its own"):
        read_papers(write("bomb.xml", bomb + body))
