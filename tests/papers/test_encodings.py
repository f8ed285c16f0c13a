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
}
# Encodings of Latin letters, each with a language; what comes first is mistaken for none.
LATIN = {
    ("cp1252", "German"): (
        "Größere Modelle für ältere Sprachen",
        "Wir zeigen, daß größere Modelle „überraschend“ nützlich sind – auch für Übersetzungen.",
    ),
    ("cp1252", "French"): (
        "Apprentissage profond à l’œuvre",
        "Où l’été fût très élevé, la forêt brûla dès le mois d’août : modèles, règles et maïs.",
    ),
    ("cp1252", "Spanish"): (
        "¿Qué señal mide el pingüino?",
        "El análisis de imágenes médicas en español: 5 m³/s ± 2 °C, año Nº 3, 1ª edición.",
    ),
    ("cp1252", "Portuguese"): (
        "Segmentação de imagens à mão",
        "Nós apresentamos três métodos; as ações do avô e os órgãos não são fáceis de anotar.",
    ),
    ("cp1252", "Icelandic"): (
        "Aðferð fyrir íslensku",
        "Við sýnum að aðferðin er góð; Þórður Guðmundsson mælir ána á hverju ári.",
    ),
    ("cp1252", "English with names of everywhere"): (
        "We’re measuring “deep” lakes",
        "As Søren Ångström, José Muñoz, François Lefèvre and Jürgen Größe show², 3 µm cost £5.",
    ),
    ("cp1250", "Polish"): (
        "Analiza zdjęć medycznych",
        "Przedstawiono nową metodę, która wymaga mniejszej liczby przykładów niż znane.",
    ),
    ("iso8859_2", "Polish"): (
        "Analiza zdjęć medycznych w świetle źródeł",
        "Łukasz Żak przedstawił nową metodę, która wymaga mniejszej liczby przykładów niż inne.",
    ),
    ("cp1250", "Czech"): (
        "Hluboké učení pro řeč",
        "Představujeme novou metodu, která je přesnější než dosud známé přístupy.",
    ),
    ("cp1250", "Hungarian"): (
        "Mélytanulás orvosi képek elemzésére",
        "Új módszer, amely kevesebb példából is jól működik, különösen időben rögzített képeknél.",
    ),
    ("cp1250", "Romanian"): (
        "Învăţare profundă",
        "Prezentăm o metodă nouă şi arătăm că aceasta este mai precisă decât cele cunoscute.",
    ),
    ("cp1250", "Croatian"): (
        "Nova metoda za šume",
        "Đurđa Čović prikazuje metodu koja je točnija od poznatih rješenja.",
    ),
    ("cp1250", "English with a Polish name"): (
        "Deep learning of images",
        "We follow Łukasz Kowalski – but not his “deep” models.",
    ),
    ("cp1254", "Turkish"): (
        "Tıbbi görüntülerin bölütlenmesi",
        "Bu çalışmada yeni bir yöntem önerilmiş ve başarımı İstanbul’da incelenmiştir.",
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
    "cp1250": "Windows-1250",
    "iso8859_2": "ISO 8859-2",
    "cp1254": "Windows-1254",
}
ALL = [(encoding, *texts) for encoding, texts in TEXTS.items()]
ALL += [(encoding, *texts) for (encoding, _), texts in LATIN.items()]


@pytest.mark.parametrize(("encoding", "title", "abstract"), ALL)
def test_a_table_in_the_encoding_of_its_country_is_read_whole_and_said(
    write, encoding, title, abstract
):
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


@pytest.mark.parametrize(("title", "abstract"), [texts for _, *texts in ALL])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_is_read_as_it_is(write, encoding, title, abstract):
    text = f"TY  - JOUR\nTI  - {title}\nAB  - {abstract} And in English.\nER  - \n"
    papers = read_papers(write("export.ris", text, encoding=encoding))
    assert papers["title"].tolist() == [title]
    assert papers["abstract"].tolist() == [f"{abstract} And in English."]


def test_a_library_of_western_authors_stays_in_latin_1(write):
    """Each name alone could be in another encoding: Lefčvre, Muňoz, Conceiçăo."""
    names = "Lefèvre; Muñoz; Conceição; Größe; Øystein; Þóra; Nicolò; Håkan; Zoë; Núñez; Gonçalves"
    rows = f'title,abstract,authors\nLakes,Lakes are deep.,"{names}"\n'
    papers = read_papers(write("library.csv", rows, encoding="cp1252"))
    assert papers["authors"][0] == names.split("; ")
