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


def told_of_encoding(papers):
    problems = papers.attrs["reading"]["problems"]
    return [problem for problem in problems if "was read as" in problem["found"]]


def test_malformed_characters_cost_no_paper(write):
    papers = read_papers(write("a.xml", PUBMED.encode().replace(b"Snow is", b"Sn\xffw is")))
    assert papers["abstract"][1] == "Sn\ufffdw is described."
    assert len(papers) == 3
    (said,) = told_of_encoding(papers)
    assert said["found"] == "text that was read as UTF-8 with damaged bytes, shown as \ufffd"


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [(form, True) for form in ("windows-1250", "windows-1254", "iso-8859-2", "gb18030")]
    + [(f"utf-{form}", said) for form in ("8", "16", "16-le", "16-be") for said in (True, False)],
)
def test_xml_is_read_in_the_encoding_that_it_is_in(write, encoding, declared):
    snow = {"windows-1254": "Kışın", "gb18030": "海冰"}.get(encoding, "Śnieg")
    body = PUBMED.partition("?>")[2].replace("Snow is", f"{snow} is")
    named = encoding.removesuffix("-le").removesuffix("-be")
    text = f'<?xml version="1.0" encoding="{named}"?>{body}' if declared else body
    mark = {"utf-16-le": "\ufeff", "utf-16-be": "\ufeff"}.get(encoding, "")
    papers = read_papers(write("pubmed.xml", (mark + text).encode(encoding)))
    assert papers.attrs["reading"]["files"][0]["format"] == "XML"
    assert papers["abstract"][1] == f"{snow} is described."
    assert len(papers) == 3
    assert not told_of_encoding(papers)


@pytest.mark.parametrize(
    ("declared", "encoding", "said"),
    [
        ("windows-1250", "utf-8", ["text that was read as UTF-8"]),
        # Programs that hold text in UTF-16 declare that, too, where they write UTF-8.
        ("utf-16", "utf-8", []),
        (None, "windows-1250", ["text that was read as Windows-1250 (Central European)"]),
    ],
)
def test_xml_that_declares_another_encoding_is_read_and_that_is_said(
    write, declared, encoding, said
):
    body = PUBMED.partition("?>")[2].replace(
        "Snow is", "Śnieg, książka, część, następnie, więc, głębokość is"
    )
    body = body.replace("Émile", "Emile") if encoding != "utf-8" else body
    text = f'<?xml version="1.0" encoding="{declared}"?>{body}' if declared else body
    papers = read_papers(write("pubmed.xml", text.encode(encoding)))
    assert (
        papers["abstract"][1] == "Śnieg, książka, część, następnie, więc, głębokość is described."
    )
    assert [problem["found"] for problem in told_of_encoding(papers)] == said


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_xml_with_entities_of_its_own_is_refused(write, encoding):
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE PubmedArticleSet [<!ENTITY e0 "lol">{entities}]>'
    body = "<PubmedArticleSet><PubmedArticle>&e11;</PubmedArticle></PubmedArticleSet>"
    text = f'<?xml version="1.0" encoding="{encoding}"?>{bomb}{body}'
    with pytest.raises(InputError, match=r"bomb\.xml defines entities of its own"):
        read_papers(write("bomb.xml", text, encoding=encoding))


@pytest.mark.parametrize("encoding", ["utf-7", "rot13", "base64", "idna", "undefined", "x-none"])
def test_xml_in_what_is_no_encoding_of_text_is_refused(write, encoding):
    text = f'<?xml version="1.0" encoding="{encoding}"?>{PUBMED.partition("?>")[2]}'
    with pytest.raises(InputError, match=r"odd\.xml"):
        read_papers(write("odd.xml", text))


ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">
<entry><id>http://arxiv.org/abs/2401.00007v2</id><title>Ice in a title
 of two lines</title><summary>  We count
ice. </summary><published>2024-01-03T10:00:00Z</published><updated>2024-05-03T10:00:00Z</updated>
<author><name>Gus Kim</name><arxiv:affiliation>Ice House</arxiv:affiliation></author>
<category term="cs.CL"/><category term="cs.LG"/><arxiv:doi>10.1234/ice</arxiv:doi></entry>
<entry><id>http://arxiv.org/abs/2401.00008v2</id><title>Gone</title>
<summary>We counted snow.</summary><arxiv:comment>withdrawn</arxiv:comment></entry></feed>
"""
RSS = """<?xml version="1.0"?><rss xmlns:arxiv="http://arxiv.org/schemas/atom"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>x</title><item><title>Ice in a title of
two lines</title><link>https://arxiv.org/abs/2401.00007</link><description>arXiv:2401.00007v1
Announce Type: new
Abstract: We count ice.</description><category>cs.CL</category><category>cs.LG</category>
<pubDate>Wed, 03 Jan 2024 00:00:00 -0500</pubDate><dc:creator>Gus Kim</dc:creator></item>
</channel></rss>
"""
OAI = """<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><ListRecords><record><header>
<identifier>oai:arXiv.org:2401.00007</identifier></header><metadata>
<arXiv xmlns="http://arxiv.org/OAI/arXiv/"><id>2401.00007</id><created>2024-01-03</created><authors>
<author><keyname>Kim</keyname><forenames>Gus</forenames></author></authors><title>Ice in a title of
two lines</title><categories>cs.CL cs.LG</categories><abstract>We count ice.</abstract></arXiv>
</metadata></record><record><header status="deleted"><identifier>oai:arXiv.org:2401.00008
</identifier></header></record></ListRecords></OAI-PMH>
"""
ANTHOLOGY = """<?xml version='1.0' encoding='UTF-8'?>
<collection id="2021.ice"><volume id="1"><meta><booktitle>Proceedings of
<fixed-case>I</fixed-case>ce</booktitle><month>July 5-10</month><year>2021</year>
<editor><first>An</first><last>Editor</last>
</editor></meta><frontmatter><url>2021.ice-1.0</url></frontmatter><paper id="1">
<title><fixed-case>BERT</fixed-case> for ice</title><author><first>Gus</first><last>Kim</last>
</author><abstract>We read about <tex-math>n^2</tex-math> floes.</abstract><url>2021.ice-1.1</url>
<doi>10.1234/ice</doi></paper><paper id="2"><title>Second</title><author><first/><last>Silva</last>
</author><abstract>We read on.</abstract></paper></volume></collection>
"""


@pytest.mark.parametrize("xml", [ATOM, RSS, OAI], ids=["atom", "rss", "oai"])
def test_arxivs_kinds_of_xml_mean_the_same(write, xml):
    papers = read_papers(write("arxiv.xml", xml))
    (paper,) = papers.to_dict("records")
    assert paper["title"] == "Ice in a title of two lines"
    assert paper["abstract"] == "We count ice."
    assert (paper["authors"], paper["published"]) == (["Gus Kim"], "2024-01-03")
    assert (paper["arxiv_id"], paper["categories"]) == ("2401.00007", ["cs.CL", "cs.LG"])


def test_a_withdrawn_paper_of_arxiv_is_named(write):
    (problem,) = read_papers(write("arxiv.xml", ATOM)).attrs["reading"]["problems"]
    assert (problem["row"], problem["found"]) == (2, "a withdrawn paper")


def test_the_acl_anthology_is_read_with_the_date_and_venue_of_each_volume(write):
    papers = read_papers(write("2021.ice.xml", ANTHOLOGY))
    assert papers["title"].tolist() == ["BERT for ice", "Second"]
    assert papers["abstract"][0] == "We read about n^2 floes."
    assert papers["authors"].tolist() == [["Gus Kim"], ["Silva"]]
    assert papers["venue"].tolist() == ["Proceedings of Ice"] * 2
    assert papers["published"].tolist() == ["2021-07"] * 2
    assert papers["url"][0] == "https://aclanthology.org/2021.ice-1.1/"
