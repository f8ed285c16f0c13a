"""Every way that a file can be refused, and the upload, say which formats can be read."""

import pytest

from analysis.errors import InputError
from analysis.papers.readers import formats_sentence, read_papers
from analysis.papers.readers.registry import READERS
from tests.support.sources import ROOT


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.png", b"\x89PNG\r\n"),
        ("binary", bytes(range(8)) * 100),
        ("prose.txt", b"Nothing but a line."),
    ],
)
def test_a_refusal_says_what_is_read(write, name, content):
    with pytest.raises(InputError) as refusal:
        read_papers(write(name, content))
    assert formats_sentence() in str(refusal.value)


def test_a_missing_file_and_an_empty_folder_say_what_is_read(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InputError) as refusal:
            read_papers(path)
        assert formats_sentence() in str(refusal.value)


def test_every_reader_is_in_the_reference_that_the_sentence_names():
    reference = (ROOT / "docs" / "reference.md").read_text("utf-8")
    assert "docs/reference.md, Files of papers" in formats_sentence()
    section = reference.split("## Files of papers")[1].split("### Input columns")[0]
    assert [reader.name for reader in READERS if reader.name.split(" or ")[0] not in section] == []
