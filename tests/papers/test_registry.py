"""Every way that a file can be refused, and the upload, name every format that can be read."""

import pytest

from analysis.errors import InputError
from analysis.papers.readers import formats_sentence, read_papers
from analysis.papers.readers.registry import READERS


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("picture.png", b"\x89PNG\r\n"),
        ("binary", bytes(range(8)) * 100),
        ("library.bib", b"@article{one, title = {A}}"),
        ("prose.txt", b"Nothing but a line."),
    ],
)
def test_a_refusal_names_every_format(write, name, content):
    with pytest.raises(InputError) as refusal:
        read_papers(write(name, content))
    assert formats_sentence() in str(refusal.value)


def test_a_missing_file_and_an_empty_folder_name_every_format(tmp_path):
    for path in (tmp_path / "nowhere", tmp_path):
        with pytest.raises(InputError) as refusal:
            read_papers(path)
        assert formats_sentence() in str(refusal.value)


def test_the_sentence_has_the_name_of_every_reader_once():
    names = [reader.name for reader in READERS]
    assert all(formats_sentence().count(name) >= 1 for name in names)
    assert len(set(names)) == len(names)
