"""What stands where text is missing, and what is not text of the paper."""

import pytest

from analysis.papers.cleaning import modelled_text
from analysis.papers.placeholders import no_abstract
from analysis.papers.readers import read_papers
from tests.papers.conftest import ABSTRACT, as_csv, paper


@pytest.mark.parametrize(
    "text",
    [
        "[No abstract available]", "No abstract.", "(no abstract)", "Abstract not available.",
        "N/A.", "#N/A", "Not available", "Null", "None", "-", "...", "Sin resumen",
        "Kein Abstract verfügbar", "Résumé non disponible", "暂无摘要",
        "This paper has been withdrawn by the author due to an error in Lemma 2.", "Retracted",
        "[Withdrawn.]", "The authors have retracted this article.",
    ],
)  # fmt: skip
def test_what_stands_in_for_an_abstract_is_rejected_and_counted(write, text):
    papers = read_papers(write("p.csv", as_csv([paper(1, abstract=text), paper(2)])))
    assert papers["title"].tolist() == ["Paper number 2"]
    assert papers.attrs["reading"]["rejected"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "Words", "No abstract domain is precise enough.", "We withdrew the drug in all patients.",
        "This paper has been withdrawn from the market is a phrase that we study. " + ABSTRACT * 9,
        "We study why papers are retracted.",
    ],
)  # fmt: skip
def test_abstracts_about_such_things_are_abstracts(text):
    assert no_abstract(text) is None


def test_a_placeholder_is_filled_from_the_next_column(write):
    rows = [paper(1, abstract="N/A") | {"summary": "We measure sea ice.", "year": "2020"}]
    assert read_papers(write("p.csv", as_csv(rows)))["abstract"][0] == "We measure sea ice."


@pytest.mark.parametrize(
    "notice",
    [
        "© 2021 Elsevier Ltd. All rights reserved.",
        "(C) 2021 Elsevier B.V. All rights reserved.",
        "Copyright © 2019, Springer Nature Switzerland AG.",
        "© 2020 The Author(s). Published by Informa UK Limited, trading as Taylor & Francis Group.",
        "All rights reserved.",
        "© 2021 by the authors. Licensee MDPI, Basel, Switzerland. This article is an open access.",
    ],
)
def test_notices_of_publishers_are_not_modelled(notice):
    assert modelled_text(f"{ABSTRACT} {notice}") == ABSTRACT


def test_a_notice_at_the_beginning_is_not_modelled():
    assert modelled_text(f"© 2021 Elsevier Ltd. {ABSTRACT}") == ABSTRACT


@pytest.mark.parametrize(
    "text",
    [
        "We study copyright law. Copyright protects authors of many works for decades.",
        "All rights are limited. We ask how courts weigh them.",
        "Methods of moments are compared. The results matter.",
    ],
)
def test_sentences_about_rights_and_methods_stay(text):
    assert modelled_text(text) == text


def test_labels_of_sections_are_not_modelled():
    text = "BACKGROUND: Ice melts. Methods: We measure. Results. It melts. Purpose \u2014 To know."
    assert modelled_text(text) == "Ice melts. We measure. It melts. To know."
