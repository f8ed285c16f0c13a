"""What is shown stays as it was; what is modelled is words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.papers.checks import short_abstracts
from analysis.papers.cleaning import code_link, modelled_text, normalised_title
from analysis.papers.languages import detect_language, languages_of_corpus
from analysis.papers.readers import read_papers
from analysis.papers.table import to_documents
from tests.papers.conftest import ABSTRACT, as_json_lines, paper


@pytest.mark.parametrize(
    ("original", "modelled"),
    [
        ("<p>H<sub>2</sub>O &amp; <b>more</b></p>", "H2O & more"),
        ("the <think> token, a < b and CNN<ViT", "the <think> token, a < b and CNN<ViT"),
        ("before<script>alert('x')</script> after", "before after"),
        ("<jats:p>One</jats:p><jats:p>two</jats:p>", "One two"),
        (r"$\alpha$-divergence in $O(n^2)$, 5\% of it", "α-divergence in O(n^2), 5% of it"),
        (r"Schr\"odinger, Fran\c{c}ois and \'Etale", "Schrödinger, François and Étale"),
        (r"\emph{very} \textbf{bold {nested}}~\cite{a,b}.", "very bold nested."),
        ("from $5 to $10, up 30% in 2020", "from $5 to $10, up 30% in 2020"),
        ("code (https://github.com/a/b).", "code."),
        ("see https://x.org/y, then stop", "see, then stop"),
        ("Abstract: we begin", "we begin"),
        ("two\n  lines\tand tabs", "two lines and tabs"),
        ("ﬁne ﬂow", "fine flow"),
        ("plain text, 100% {braces}", "plain text, 100% {braces}"),
    ],
)
def test_markup_goes_and_words_stay(original, modelled):
    assert modelled_text(original) == modelled


@given(st.text(max_size=200))
def test_any_text_can_be_cleaned(text):
    cleaned = modelled_text(text)
    assert "\n" not in cleaned
    assert cleaned == cleaned.strip()
    assert normalised_title(text) == normalised_title(f" {text.strip()} ")


@given(st.text("\\${}[]()<>&;abc01%_^ \"'", max_size=60))
def test_broken_latex_and_html_can_be_cleaned(text):
    modelled_text(text)


@pytest.mark.parametrize(
    ("abstract", "link"),
    [
        ("at https://github.com/a/b-c_d.", "https://github.com/a/b-c_d"),
        ("(github.com/a/b)", "https://github.com/a/b"),
        ("http://www.gitlab.com/x/y/", "https://gitlab.com/x/y"),
        ("https://gitlab.inria.fr/x/y", "https://gitlab.inria.fr/x/y"),
        ("https://codeberg.org/x/y and https://bitbucket.org/a/b", "https://codeberg.org/x/y"),
        ("https://huggingface.co/a/model, https://github.com/a/b", "https://github.com/a/b"),
        ("https://huggingface.co/a/model", "https://huggingface.co/a/model"),
        ("https://huggingface.co/papers/2401.00001", None),
        ("our project page https://a.github.io/b", None),
        ("we like github and gitlab.", None),
    ],
)
def test_links_to_code_are_recognised(abstract, link):
    assert code_link(abstract) == link


@pytest.mark.parametrize(
    "unit",
    ["{", "\\a{b", "$a", "\\[", "\\(", "<!--", "<a ", "\\cite[", "gitlab.", "github.com/", "[ "],
)
def test_a_hostile_text_takes_no_longer_than_a_long_one(unit):
    started = time.perf_counter()
    modelled_text(unit * 10_000)
    code_link(unit * 10_000)
    # Backtracking over such a text took from 4 to 54 seconds.
    assert time.perf_counter() - started < 2


def read_one(write, **fields):
    return read_papers(write("p.jsonl", as_json_lines([paper(**fields)]))).iloc[0]


@pytest.mark.parametrize(
    "title",
    [
        "<script>alert(1)</script> in titles",
        "<b>Bold</b> &amp; $E=mc^2$",
        '=HYPERLINK("https://x.org")',
        "שלום עולם: a study",
        "مرحبا بالعالم",
        "می‌خواهم",  # with a zero-width non-joiner, which Persian needs
    ],
)  # fmt: skip
def test_titles_are_shown_as_they_are(write, title):
    assert read_one(write, title=title)["title"] == title


def test_invisible_and_direction_forcing_characters_go(write):
    row = read_one(
        write, title="A\u0000b\u0007c \u202egnp.exe\u202c \ud800!", authors=["Eve\u202e Evil\u0000"]
    )
    assert row["title"] == "Abc gnp.exe \ufffd!"
    assert row["authors"] == ["Eve Evil"]


@pytest.mark.parametrize(
    "link",
    ["javascript:alert(1)", " JavaScript:alert(1)", "data:text/html,x", "file:///etc/passwd",
     "https://", "https://x.org/<script>", "vbscript:x", "//x.org", "ftp://x.org"],
)  # fmt: skip
def test_only_web_links_are_kept(write, link):
    row = read_papers(write("p.jsonl", as_json_lines([paper(url=link, code_url=link)])))
    assert row["url"].isna().all()
    assert row["code_url"].isna().all()


@pytest.mark.parametrize("words", [1, 100_000])
@pytest.mark.parametrize("form", ["csv", "json"])
def test_abstracts_of_any_length_are_read(write, words, form):
    abstract = " ".join(["word"] * words)
    content = f"title,abstract\nT,{abstract}\n" if form == "csv" else as_json_lines(
        [{"title": "T", "abstract": abstract}]
    )  # fmt: skip
    documents = to_documents(read_papers(write("p", content)))
    assert documents["abstract"][0] == abstract
    assert documents["text"][0] == f"T. {abstract}"


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我们提出了一种新的图像分类方法, 称为 BERT", "zh"),
        ("Мы предлагаем новый метод обучения", "ru"),
        ("نقترح طريقة جديدة للتعلم", "ar"),
        ("日本語の新しい手法を提案する", "ja"),
        ("우리는 새로운 방법을 제안한다", "ko"),
        (ABSTRACT, "en"),
        ("Wir zeigen, dass das Modell mit der neuen Methode besser ist und die Daten nutzt", "de"),
        ("α-divergence and β-VAE are studied in the limit of the large models with noise", "en"),
        ("BERT GPT LoRA", None),
        ("Coral annual.", None),  # too short to tell from Latin, Italian or Spanish
        ("基於深度學習的影像分割方法", "zh"),
        ("Bu çalışmada derin öğrenme ile görüntü bölütleme yöntemi önerilmektedir", "tr"),
        ("Segmentacja obrazów medycznych z użyciem sieci neuronowych jest ważna", "pl"),
        ("In dit artikel stellen we een nieuwe methode voor beeldsegmentatie voor", "nl"),
        ("I denna artikel föreslår vi en ny metod för bildsegmentering", "sv"),
        ("Bài báo này đề xuất phương pháp phân đoạn ảnh y tế bằng học sâu", "vi"),
        ("En este artículo proponemos un método nuevo para la segmentación de imágenes", "es"),
        ("Neste artigo propomos um método novo para a segmentação de imagens médicas", "pt"),
        ("In questo articolo proponiamo un nuovo metodo per la segmentazione di immagini", "it"),
        ("Dans cet article nous proposons une méthode de segmentation d’images", "fr"),
        ("У статті запропоновано новий метод сегментації зображень на основі мереж", "uk"),
        ("در این مقاله روشی جدید برای بخش‌بندی تصاویر پزشکی با یادگیری عمیق پیشنهاد می‌شود", "fa"),
        ("இந்தக் கட்டுரை தமிழ் மொழி செயலாக்கம் பற்றியது", "ta"),
        ("इस शोधपत्र में हम छवि विभाजन के लिए एक नई विधि प्रस्तुत करते हैं", "hi"),
        ("งานวิจัยนี้นำเสนอการแบ่งส่วนภาพ", "th"),
        ("ការរៀនម៉ាស៊ីនសម្រាប់រូបភាព", "km"),
    ],
)
def test_languages_are_told_by_script_and_common_words(text, language):
    assert detect_language(text) == language


def test_papers_in_other_languages_are_counted_and_said(write):
    rows = [paper(1), paper(2, abstract="我们提出了一种新的方法"), paper(3, lang="fr")]
    papers = read_papers(write("p.jsonl", as_json_lines(rows)), strict=True)
    assert papers["lang"].tolist() == ["en", "zh", "fr"]
    assert papers["abstract"][1] == "我们提出了一种新的方法"
    (problem,) = papers.attrs["reading"]["problems"]
    assert "2 of 3 papers" in problem["found"]
    assert "stop words" in problem["fix"]


def test_unknown_languages_and_those_without_stop_words_are_said(write):
    rows = [paper(1), paper(2, abstract="BERT GPT"), paper(3, lang="ger"), paper(4, lang="ta")]
    (problem,) = read_papers(write("p.jsonl", as_json_lines(rows))).attrs["reading"]["problems"]
    assert problem["found"] == "2 of 4 papers in other languages (de 1, ta 1), unknown 1"
    assert "there is no list for ta." in problem["fix"]


def test_abstracts_too_short_for_themes_are_said():
    problem = short_abstracts(["Coral annual."] * 19 + [ABSTRACT])
    assert problem
    assert problem.found == "2 words or fewer in half of the 20 papers"
    assert short_abstracts([ABSTRACT] * 20) is None
    assert short_abstracts(["珊瑚礁与海水温度之间存在显著关系"] * 20) is None
    assert short_abstracts(["Coral annual."] * 9) is None  # of so few it is chance


@pytest.mark.parametrize(
    ("languages", "read_as"),
    [
        (["en"] * 97 + ["de"] * 3, ["en"] * 97 + ["de"] * 3),
        (["en"] * 99 + ["de"], ["en"] * 100),  # so few are as likely a mistake
        (["zh"] * 97 + [None] * 3, ["zh"] * 100),
        (["de", "fr", None, "ta"], ["de", "fr", "en", "ta"]),
        ([None, float("nan")], ["en", "en"]),
        ([], []),
    ],
)
def test_papers_are_read_by_the_grammar_of_their_language(languages, read_as):
    assert languages_of_corpus(languages) == read_as


def test_what_comes_later_does_not_say_how_earlier_papers_are_read():
    assert languages_of_corpus(["en", "de", "zh", "zh", "zh"], past=2)[:2] == ["en", "de"]
