"""Text in the encodings of its country is read whole, and said; Latin-1 is mistaken for none."""

import pytest

from analysis.papers.readers import read_papers

TEXTS = {
    "gb18030": (
        "面向医学图像分割的深度学习方法",
        "针对标注数据不足的问题，本文提出了一种半监督学习方法，结果表明该方法优于现有模型。",
    ),
    "gbk": (
        "珊瑚礁与海水温度",
        "本文研究了南海珊瑚礁的覆盖率变化（1998—2020年），发现温度升高是白化的主要原因。",
    ),
    "big5": (
        "基於深度學習的影像分割",
        "本研究提出一種新的影像分割方法，實驗結果顯示此方法在三個資料集上皆優於現有方法。",
    ),
    "shift_jis": (
        "深層学習による画像セグメンテーション",
        "本論文では、少量のデータを用いたセグメンテーションの新しい手法を提案する。",
    ),
    "euc_kr": (
        "딥러닝 기반 의료 영상 분할",
        "본 논문에서는 적은 양의 데이터로 학습할 수 있는 새로운 분할 방법을 제안한다.",
    ),
    "cp1251": (
        "Глубокое обучение для сегментации",
        "В статье предложен новый метод; показано, что он точнее известных методов.",
    ),
    "cp1252": (
        "Größere Modelle für ältere Sprachen",
        "Wir zeigen, daß größere Modelle nützlich sind: l’été dernier fut très élevé.",
    ),
}
NAMES = {
    "gb18030": "GB18030",
    "gbk": "GB18030",
    "big5": "Big5",
    "shift_jis": "Shift-JIS",
    "euc_kr": "EUC-KR",
    "cp1251": "Windows-1251",
    "cp1252": "Windows-1252",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_a_table_in_the_encoding_of_its_country_is_read_whole_and_said(write, encoding):
    title, abstract = TEXTS[encoding]
    content = f'title,abstract,year\n"{title}","{abstract}",2020\n'
    papers = read_papers(write("export.csv", content, encoding=encoding))
    assert papers["title"].tolist() == [title]
    assert papers["abstract"].tolist() == [abstract]
    remark = papers.attrs["reading"]["problems"][0]
    assert remark["severity"] == "warning"
    assert NAMES[encoding] in remark["found"]


def test_headings_in_chinese_and_a_few_english_papers_are_no_hindrance(write):
    title, abstract = TEXTS["gbk"]
    rows = f"题名,作者,摘要,年\n{title},张三;李四,{abstract},2020\nReefs,A. Li,Corals grow.,2021\n"
    papers = read_papers(write("cnki.csv", rows, encoding="gbk"))
    assert papers["title"].tolist() == [title, "Reefs"]
    assert papers["authors"][0] == ["张三", "李四"]
