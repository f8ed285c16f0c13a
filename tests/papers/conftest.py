"""Files of papers, written where a test may write."""

import csv
import io
import json

import pytest

ABSTRACT = "We study how large models learn from few examples and report what helps."


def paper(number=1, **fields):
    """A paper as a file gives it: complete, and different for every number."""
    return {
        "title": f"Paper number {number}",
        "abstract": f"{ABSTRACT} This is study {number}.",
        "published": f"2024-03-{number % 28 + 1:02d}",
    } | fields


def as_csv(papers, *, delimiter=","):
    text = io.StringIO()
    writer = csv.DictWriter(text, list(papers[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(papers)
    return text.getvalue()


def as_json_lines(papers):
    return "".join(json.dumps(row) + "\n" for row in papers)


@pytest.fixture
def write(tmp_path):
    """Write text or bytes to a file in the test's own folder and return its path."""

    def write_file(name, content, *, encoding="utf-8"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return write_file
