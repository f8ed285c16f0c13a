"""Names of themes in many languages: the planted subjects, and no word of grammar."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

from analysis.modelling.clustering.topics import area_weights, documents_by_topic
from analysis.modelling.keywords.ranking import TermScores, rank_terms
from analysis.modelling.keywords.vocabulary import Vocabulary, fit_vocabulary
from analysis.modelling.naming.labels import Members, label_topics
from analysis.modelling.params import read_params


@dataclass(frozen=True)
class Language:
    """Sentences with places for two terms, two subjects of four terms, and words of grammar."""

    sentences: tuple[str, ...]
    subjects: tuple[tuple[str, ...], ...]
    grammar: str


LANGUAGES = {
    "en": Language(
        (
            "We study the {a} and the {b} of it.",
            "This is about {a} with {b} in the paper.",
            "For the {b}, we use {a} as well.",
        ),
        (
            ("coral reefs", "ocean warming", "larval settlement", "plankton"),
            ("speech synthesis", "voice conversion", "prosody", "text normalisation"),
        ),
        "the and of it this is about with in for we use as well to",
    ),
    "zh": Language(
        (
            "本文研究了{a}对{b}的影响。",
            "结果表明{a}与{b}之间存在显著关系。",
            "在此基础上，提出了一种{b}的方法，并讨论了{a}的机理。",
        ),
        (
            ("珊瑚礁", "海水温度", "白化", "海洋酸化"),
            ("图像分割", "语音识别", "神经网络", "知识图谱"),
        ),
        "的 了 与 对 和 在 之间 一种 并 此 研究 结果 表明 本文 方法",
    ),
    "ja": Language(
        (
            "本研究では{a}を用いた{b}の手法を提案する。",
            "その結果、{a}による{b}は有効であることが示された。",
            "また、{b}と{a}について検討した。",
        ),
        (
            ("画像認識", "音声認識", "機械翻訳", "ディープラーニング"),
            ("糖尿病", "血圧", "心不全", "乳がん"),
        ),
        "の を は が に と で た する また その による こと ある 本研究 結果 手法",
    ),
    "ko": Language(
        (
            "본 연구에서는 {a}을 이용한 {b}의 방법을 제안한다.",
            "그리고 {a}에서 {b}에 대한 분석을 수행하였다.",
            "결과적으로 {b} {a} 등이 중요하다.",
        ),
        (
            ("영상 분할", "음성 인식", "심층 학습", "얼굴 검출"),
            ("고혈압", "심장 질환", "당뇨병", "혈관 손상"),
        ),
        "본 을 를 의 은 는 에서 에서는 그리고 대한 이용한 등이 방법을 결과적으로 한다 제안한다",
    ),
    "es": Language(
        (
            "En este artículo se presenta el uso de la {a} y de las {b} para los casos.",
            "Los resultados de la {a} muestran que las {b} son importantes.",
            "También se estudia la {a} con las {b} en el trabajo.",
        ),
        (
            ("acidificación", "contaminación marina", "redes tróficas", "algas"),
            ("voz sintética", "traducción automática", "redes neuronales", "gramáticas"),
        ),
        "en este se el la los las de del y para que con son también uso resultados",
    ),
    "pt": Language(
        (
            "Neste artigo apresenta-se o uso da {a} e das {b} para os casos.",
            "Os resultados da {a} mostram que as {b} são importantes.",
            "Também se estuda a {a} com as {b} no trabalho.",
        ),
        (
            ("acidificação", "poluição marinha", "redes tróficas", "algas"),
            ("fala sintética", "tradução automática", "redes neurais", "gramáticas"),
        ),
        "neste se o a os as da das do e para que com no são também uso resultados",
    ),
    "fr": Language(
        (
            "Dans cet article nous présentons l'usage de la {a} et des {b} pour les cas.",
            "Les résultats de la {a} montrent que les {b} sont importants.",
            "On étudie aussi la {a} avec les {b} dans ce travail.",
        ),
        (
            ("salinité", "pollution marine", "récifs coralliens", "algues"),
            ("prosodie", "traduction automatique", "réseaux neuronaux", "grammaires"),
        ),
        "dans cet nous la les des et pour que sont on avec ce de l résultats aussi",
    ),
    "de": Language(
        (
            "In diesem Beitrag wird die {a} mit der {b} und dem Rest untersucht.",
            "Die Ergebnisse der {a} zeigen, dass die {b} auch wichtig ist.",
            "Wir haben die {a} sowie die {b} für das Ziel verwendet.",
        ),
        (
            ("Bildsegmentierung", "Spracherkennung", "Übersetzung", "Mine"),
            ("Versauerung", "Korallenbleiche", "See", "Wassertemperatur"),
        ),
        "in diesem wird die mit der und dem dass auch wichtig ist wir haben sowie für das",
    ),
    "ru": Language(
        (
            "В статье рассматривается {a} и {b} для этого случая.",
            "Результаты показывают, что {a} не только {b}, но и другое.",
            "Также был изучен метод: {a} с помощью {b}.",
        ),
        (
            ("сегментация", "распознавание речи", "машинный перевод", "нейронная сеть"),
            ("коралловый риф", "температура воды", "планктон", "солёность"),
        ),
        "в и для этого что не только но также был с помощью статье результаты",
    ),
    "tr": Language(
        (
            "Bu çalışmada {a} ve {b} için yeni bir yöntem önerilmektedir.",
            "Sonuçlar {a} ile {b} arasında anlamlı olduğunu göstermektedir.",
            "Ayrıca {a} {b} gibi daha çok şey vardır.",
        ),
        (
            ("ısı adası", "Iğdır ovası", "iklim", "ırmak"),
            ("işaret dili", "insan yüzü", "konuşma tanıma", "imge"),
        ),
        "bu ve için bir ile ayrıca gibi daha çok çalışmada",
    ),
    "ar": Language(
        (
            "تتناول هذه الدراسة {a} و{b} في هذا المجال.",
            "تظهر النتائج أن {a} من أهم ما في {b} على وجه العموم.",
            "كما تم استخدام {a} مع {b} في ذلك.",
        ),
        (
            ("الشبكات العصبية", "معالجة الصور", "الترجمة الآلية", "تعلم عميق"),
            ("الشعاب المرجانية", "درجة الحرارة", "تلوث البحار", "طحالب"),
        ),
        "هذه هذا في من أن على ما مع كما تم ذلك و الدراسة النتائج",
    ),
    "th": Language(
        (
            "งานวิจัยนี้ศึกษา{a}และ{b}เพื่อการใช้งาน",
            "ผลการศึกษาพบว่า{a}เป็น{b}ที่สำคัญ",
            "โดยใช้{b}กับ{a}ในการทดลอง",
        ),
        (
            ("ปะการัง", "อุณหภูมิ", "สาหร่าย", "ทะเล"),
            ("โรงเรียน", "นักเรียน", "ครู", "หลักสูตร"),
        ),
        "และ ที่ ใน การ เป็น กับ โดย เพื่อ ใช้ นี้",
    ),
}


def corpus(language: Language) -> tuple[list[str], np.ndarray]:
    """Every sentence with every two terms of a subject, and the subject of each text."""
    texts, groups = [], []
    for group, terms in enumerate(language.subjects):
        for (a, b), sentence in product(
            [(a, b) for a in terms for b in terms if a != b], language.sentences
        ):
            texts.append(sentence.format(a=a, b=b))
            groups.append(group)
    return texts, np.array(groups)


def fitted(texts: list[str], language: str) -> Vocabulary:
    params = read_params(settings=["min_term_documents=2"]).for_size(len(texts))
    return fit_vocabulary(texts, params=params, languages=[language] * len(texts))


def names(texts: list[str], groups: np.ndarray, *, language: str) -> list[str]:
    """The names of planted themes by c-TF-IDF."""
    found = fitted(texts, language)
    present = found.counts.astype(bool).astype(np.int32)
    count = int(groups.max()) + 1
    held = documents_by_topic(present, groups, count=count)
    scores = TermScores(
        weight=area_weights(found.counts, groups, count=count),
        affinity=np.ones(held.shape),
        coverage=held / np.bincount(groups)[:, None],
        exclusivity=held / present.sum(axis=0),
        standalone=found.standalone,
    )
    ranked = rank_terms(scores.rank, present, names=found.terms, limit=10)
    members = Members(groups, present, found.languages)
    return [
        label.text for label in label_topics(ranked, scores, members=members, names=found.terms)
    ]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_name_is_of_its_subject_without_words_of_grammar(code: str) -> None:
    language = LANGUAGES[code]
    texts, groups = corpus(language)
    for name, subject in zip(names(texts, groups, language=code), language.subjects, strict=True):
        terms = {term.casefold() for term in subject}
        parts = re.split("、| & | and ", name)
        folded = [part.replace("İ", "i").casefold() for part in parts]
        assert set(folded) <= terms, name
        grammar = set(language.grammar.split())
        assert not grammar & {word for part in folded for word in part.split()}, name


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_keyword_is_a_word_of_grammar(code: str) -> None:
    language = LANGUAGES[code]
    texts, _ = corpus(language)
    terms = {term.casefold() for term in fitted(texts, code).terms}
    assert not terms & set(language.grammar.split())
    planted = {term.casefold() for subject in language.subjects for term in subject}
    if code != "tr":  # its capitals are looked at below
        assert planted <= terms, planted - terms


def test_words_of_scripts_without_blanks_are_written_without() -> None:
    texts, groups = corpus(LANGUAGES["zh"])
    assert all(" " not in name for name in names(texts, groups, language="zh"))
    assert "图像分割" in fitted(texts, "zh").terms


def test_german_nouns_keep_their_capitals() -> None:
    texts, groups = corpus(LANGUAGES["de"])
    for name in names(texts, groups, language="de"):
        assert all(word[0].isupper() for word in name.split(" & ")), name


def test_turkish_has_two_letters_i() -> None:
    texts, _ = corpus(LANGUAGES["tr"])
    texts += [text.replace("işaret dili", "İşaret Dili") for text in texts if "işaret" in text]
    terms = fitted(texts, "tr").terms
    assert "işaret dili" in terms
    assert "ısı adası" in terms
    assert not {"isi adasi", "i̇şaret dili"} & {term.lower() for term in terms}
    few = ["Bu çalışmada işaret dili için.", "Ayrıca işaret dili gibi."] * 3
    assert names(few, np.zeros(6, int), language="tr") == ["İşaret dili"]


def test_acronyms_stay_in_every_language() -> None:
    sentences = (
        "本文研究了CNN的图像分割。",
        "基于CNN的图像分割方法。",
        "我们讨论了CNN与图像分割。",
    )
    assert {"CNN", "图像分割"} <= set(fitted(list(sentences), "zh").terms)


def test_a_stop_word_of_one_language_is_a_subject_in_another() -> None:
    """ "die" and "war" are German grammar, "See" is a German lake and an English stop word."""
    english = ["A die of the wafer, and war.", "Each die was in the war, and war is a die."] * 3
    german = ["Der See war tief, und die Tiefe war neu.", "Die Tiefe im See war nicht hoch."] * 3
    params = read_params(settings=["min_term_documents=2"]).for_size(12)
    found = fit_vocabulary(english + german, params=params, languages=["en"] * 6 + ["de"] * 6)
    counts = {
        term: found.counts[:, [place]].toarray().ravel().astype(bool)
        for place, term in enumerate(found.terms)
    }
    assert counts["die"].tolist() == counts["war"].tolist() == [True] * 6 + [False] * 6
    assert counts["See"].tolist() == [False] * 6 + [True] * 6


def test_korean_particles_go_only_where_they_are_particles() -> None:
    texts = ["만족도를 조사하고 전문가가 평가한다.", "만족도는 높고 전문가는 많다."] * 2
    terms = fitted(texts, "ko").terms
    assert {"만족도", "전문가"} <= set(terms)


def test_thai_is_read_in_either_form_of_a_vowel_and_sentence_by_sentence() -> None:
    apart = unicodedata.normalize("NFKC", "น้ำทะเล ปะการัง")
    terms = fitted([apart, "น้ำทะเล", "ปะการัง", "น้ำทะเล"] * 2, "th").terms
    assert "น้ำทะเล" in terms
    assert "น้ำทะเลปะการัง" not in terms


def test_arabic_clitics_and_articles_do_not_make_new_words() -> None:
    texts = ["في الشبكات والشبكات", "عن شبكات", "بالشبكات", "للشبكات", "والشَّبَكَات", "وشبكات"]
    vocabulary = fitted(texts, "ar")
    assert vocabulary.terms == ["الشبكات"]
    assert vocabulary.counts.toarray().ravel().tolist() == [2, 1, 1, 1, 1, 1]


@pytest.mark.parametrize(
    ("text", "language", "term"),
    [
        ("தமிழ் மொழி, மொழி தமிழ்", "ta", "தமிழ்"),
        ("ಕನ್ನಡ ಭಾಷೆ, ಭಾಷೆ ಕನ್ನಡ", "kn", "ಕನ್ನಡ"),
        ("हिन्दी भाषा, भाषा हिन्दी", "hi", "हिन्दी"),
        ("বাংলা ভাষা, ভাষা বাংলা", "bn", "বাংলা"),
        ("ការរៀន រូបភាព", "km", "រូបភាព"),
        ("học máy, học sâu", "vi", "học"),
    ],
)
def test_combining_marks_stay_in_their_word(text: str, language: str, term: str) -> None:
    assert any(term in found for found in fitted([text] * 3, language).terms)
