"""Names and DOIs in single cells, as reference managers and publishers write them."""

import pytest

from analysis.papers.fields import as_names, doi_of


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("Garcia Marquez, Gabriel", ["Gabriel Garcia Marquez"]),
        ("van der Berg, Jan", ["Jan van der Berg"]),
        ("van der Berg, Jan Peter", ["Jan Peter van der Berg"]),
        ("de la Cruz, Maria Luisa", ["Maria Luisa de la Cruz"]),
        ("Garcia Marquez, Gabriel J.", ["Gabriel J. Garcia Marquez"]),
        ("Garcia Marquez, G. J.", ["G. J. Garcia Marquez"]),
        ("Lee, Ann", ["Ann Lee"]),
        ("Lee, Ann Mary", ["Ann Mary Lee"]),
        (
            "van der Berg, Jan and Garcia Marquez, Gabriel",
            ["Jan van der Berg", "Gabriel Garcia Marquez"],
        ),
        ("Ann Lee, Bo Chen", ["Ann Lee", "Bo Chen"]),
        ("Jan van der Berg, Bo Chen", ["Jan van der Berg", "Bo Chen"]),
        ("C. Balázs, E. L. Berger", ["C. Balázs", "E. L. Berger"]),
        ("Ann Lee, Bo Chen, Cy Day", ["Ann Lee", "Bo Chen", "Cy Day"]),
        ("Kim G.; van der Berg J.-P.", ["G. Kim", "J.-P. van der Berg"]),
        ("Lee, Anna; Garcia Marquez, Gabriel", ["Anna Lee", "Gabriel Garcia Marquez"]),
        ("LEE A; CHEN BC", ["A LEE", "BC CHEN"]),
        ("King, Martin L., Jr.; Ford, Henry, III", ["Martin L. King Jr.", "Henry Ford III"]),
        ("Kim, Gus (57000000000); Okafor, Emre (57000000001)", ["Gus Kim", "Emre Okafor"]),
        ("Ann Lee (University of X); Bo Chen et al.", ["Ann Lee", "Bo Chen"]),
        ("Ann Lee 0000-0002-1825-0097; Bo Chen*", ["Ann Lee", "Bo Chen"]),
        ("['Ann Lee' 'Bo Chen']", ["Ann Lee", "Bo Chen"]),
        ("王伟; 李娜", ["王伟", "李娜"]),
        (["Lee, Ann", "The ATLAS Collaboration"], ["Ann Lee", "The ATLAS Collaboration"]),
    ],
)
def test_names_of_one_cell(cell, names):
    assert as_names(cell) == names


# DOIs of real papers, and 10.1000/xyz.
LANCET = "10.1016/S0140-6736(20)30183-5"
WILEY = "10.1002/(SICI)1097-4636(199823)43:4<338::AID-JBM1>3.0.CO;2-B"
WEATHER = "10.1175/1520-0477(1998)079<0061:APGTWA>2.0.CO;2"
ECOLOGY = "10.1890/0012-9658(2006)87[1465:ATOFMO]2.0.CO;2"
ENDS_IN_A_BRACKET = "10.1061/(ASCE)1084-0699(2004)9:2(135)"


@pytest.mark.parametrize("doi", [LANCET, WILEY, WEATHER, ECOLOGY, ENDS_IN_A_BRACKET, "10.1000/xyz"])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "https://doi.org/{}",
        "doi: {}.",
        "(doi:{})",
        "see [{}],",
        "({}).",
        "{{{}}}",
        "<doi>{}</doi>",
    ],
)
def test_a_doi_is_found_whole_and_without_what_is_around_it(doi, around):
    assert doi_of(around.format(doi)) == doi.lower()


@pytest.mark.parametrize("cell", ["", None, "10.1/xyz", "doi", "10.1000/"])
def test_what_is_no_doi_is_none(cell):
    assert doi_of(cell) is None
