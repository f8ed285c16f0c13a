"""Tagged texts of reference managers and of CNKI: one corpus in every form is one corpus."""

import pytest

from analysis.papers.readers import read_papers

TITLES = ["中国主要粮食作物肥料利用率现状", "Sea ice in two seas"]
ABSTRACTS = [
    "总结了近年来在全国粮食主产区进行的1333个田间试验结果,分析了水稻、小麦和玉米的肥料利用率。",
    "We measure the ice of two seas from ships. AI is of no use here.",
]
AUTHORS = [["张福锁", "王激清"], ["Gus Kim", "Jun Silva"]]
KEYWORDS = [["氮肥利用率", "影响因素"], ["sea ice", "ships"]]
VENUES = ["土壤学报", "Journal of Ice"]

CNKI = f"""SrcDatabase-来源库: 期刊
Title-题名: {TITLES[0]}
Author-作者: 张福锁;王激清;
Organ-单位: 中国农业大学资源与环境学院;
Source-文献来源: 土壤学报
Keyword-关键词: 氮肥利用率;;影响因素
Summary-摘要: <正>{ABSTRACTS[0]}
PubTime-发表时间: 2008-09-15 11:12
Year-年: 2008
DOI-DOI: 10.1234/soil

SrcDatabase-来源库: 外文期刊
Title-题名: {TITLES[1]}
Author-作者: Kim, Gus;Silva, Jun
Source-文献来源: Journal of Ice
Keyword-关键词: sea ice;;ships
Summary-摘要: We measure the ice of two seas from ships.
AI is of no use here.
PubTime-发表时间: 2021-03-05
"""
E_STUDY = f"""DataType: 1
Title-题名: {TITLES[0]}
Author-作者: 张福锁;王激清;
Source-刊名: 土壤学报
Year-年: 2008
PubTime-出版时间: 2008-09-15
Keyword-关键词: 氮肥利用率;影响因素
Summary-摘要: {ABSTRACTS[0]}
SrcDatabase-来源库: 期刊
Organ-机构: 中国农业大学资源与环境学院;
DOI-DOI: 10.1234/soil

DataType: 1
Title-题名: {TITLES[1]}
Author-作者: Kim, Gus;Silva, Jun;
Source-刊名: Journal of Ice
Year-年: 2021
PubTime-出版时间: 2021-03-05
Keyword-关键词: sea ice;ships
Summary-摘要: {ABSTRACTS[1]}
SrcDatabase-来源库: 期刊
"""
ENDNOTE = f"""%0 Journal Article
%A 张福锁%A 王激清
%+ 中国农业大学资源与环境学院;
%T {TITLES[0]}
%J 土壤学报
%D 2008
%8 Sep 15
%K 氮肥利用率;影响因素
%X ＜正＞{ABSTRACTS[0]}
%R 10.1234/soil
%W CNKI

%0 Conference Proceedings
%A Kim, Gus
%A Silva, Jun
%T Sea ice
in two seas
%B Journal of Ice
%8 2021-03-05
%D 2021
%K sea ice
%K ships
%X We measure the ice of two seas from ships.
AI is of no use here.
"""
REFWORKS = f"""RT Journal Article
SR 1
A1 张福锁;王激清;
AD 中国农业大学资源与环境学院;
T1 {TITLES[0]}
JF 土壤学报
YR 2008
FD 2008-09-15
K1 氮肥利用率;影响因素
AB {ABSTRACTS[0]}
LA 中文;
DO 10.1234/soil
DS CNKI

RT Conference Proceedings
A1 Kim,Gus
A1 Silva,Jun
T1 Sea ice in two seas
T2 Journal of Ice
FD Mar 5
YR 2021
K1 sea ice
K1 ships
AB We measure the ice of two seas from ships.
AI is of no use here.
"""
NOTEEXPRESS = f"""{{Reference Type}}: Journal Article
{{Title}}: {TITLES[0]}
{{Author}}: 张福锁;王激清;
{{Author Address}}: 中国农业大学资源与环境学院;
{{Journal}}: 土壤学报
{{Year}}: 2008
{{Date}}: 2008-09-15
{{Keywords}}: 氮肥利用率;影响因素
{{Abstract}}: {ABSTRACTS[0]}
{{DOI}}: 10.1234/soil
{{Database Provider}}: CNKI

{{Reference Type}}: Journal Article
{{Title}}: Sea ice in two seas
{{Author}}: Kim, Gus
{{Author}}: Silva, Jun
{{Journal}}: Journal of Ice
{{Year}}: 2021
{{Date}}: 2021-03-05
{{Keywords}}: sea ice
{{Keywords}}: ships
{{Abstract}}: {ABSTRACTS[1]}
"""
FORMS = {
    "CNKI": CNKI,
    "CNKI E-Study": E_STUDY,
    "EndNote": ENDNOTE,
    "RefWorks": REFWORKS,
    "NoteExpress": NOTEEXPRESS,
}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("form", FORMS)
def test_an_export_is_read_whole(write, form, end):
    papers = read_papers(write("export.txt", FORMS[form].replace("\n", end)))
    reading = papers.attrs["reading"]
    assert reading["files"][0]["format"] == form.removesuffix(" E-Study")
    assert reading["rejected"] == 0
    assert papers["title"].tolist() == TITLES
    assert papers["abstract"].tolist() == ABSTRACTS
    assert papers["authors"].tolist() == AUTHORS
    assert papers["keywords"].tolist() == KEYWORDS
    assert papers["venue"].tolist() == VENUES
    assert papers["published"].tolist() == ["2008-09-15", "2021-03-05"]
    assert papers["doi"].tolist()[0] == "10.1234/soil"


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_an_export_is_read_in_the_encodings_of_windows(write, form, encoding):
    papers = read_papers(write("export.txt", FORMS[form], encoding=encoding))
    assert papers["title"].tolist() == TITLES
    assert papers["abstract"].tolist() == ABSTRACTS


@pytest.mark.parametrize("form", FORMS)
def test_a_record_without_a_title_is_rejected_by_its_line(write, form):
    text = FORMS[form]
    line = next(line for line in text.splitlines() if TITLES[0] in line)
    papers = read_papers(write("export.txt", text.replace(line + "\n", "")))
    (problem,) = papers.attrs["reading"]["problems"]
    assert papers["title"].tolist() == TITLES[1:]
    assert (problem["row"], problem["column"]) == (1, "title")
