"""Large files, which are read a part at a time, give what they would give as a whole."""

import io

import pandas as pd
import pytest

from analysis.errors import InputError
from analysis.papers.readers import read_papers
from tests.papers.conftest import paper

ROWS = 10_500  # more than are read at once
BLANK = 10_250


def as_parquet(table, **options):
    file = io.BytesIO()
    table.to_parquet(file, **options)
    return file.getvalue()


@pytest.fixture(scope="module")
def table():
    """Papers, one without an abstract, the last with the only date that is clearly day first."""
    rows = [paper(n, published="03/04/2024", authors=[f"Name {n}"]) for n in range(1, ROWS + 1)]
    rows[BLANK - 1]["abstract"] = None
    rows[-1]["published"] = "25/04/2024"
    return pd.DataFrame(rows)


@pytest.mark.parametrize("group", [ROWS, 3_001])
def test_rows_keep_their_place_and_dates_are_read_as_a_whole_column(write, table, group):
    papers = read_papers(write("p.parquet", as_parquet(table, row_group_size=group)))
    (refused,) = papers.attrs["reading"]["problems"]
    assert (refused["row"], refused["reason"]) == (BLANK, "no abstract")
    usable = table.drop(index=BLANK - 1)
    for column in ("title", "abstract", "authors"):
        assert papers[column].tolist() == usable[column].tolist()
    assert papers["published"].value_counts().to_dict() == {
        "2024-04-03": ROWS - 2,
        "2024-04-25": 1,
    }


def test_damage_within_a_file_is_an_error_that_names_it(write, table):
    data = bytearray(as_parquet(table, compression="gzip"))
    data[1_000:20_000] = bytes(19_000)
    with pytest.raises(InputError, match=r"p\.parquet is a truncated or damaged Parquet file"):
        read_papers(write("p.parquet", bytes(data)))
