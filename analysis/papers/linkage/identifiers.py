"""Kinds of DOIs: a paper has one of a kind, and may have one of a preprint server beside."""

import re

# DOIs of preprint servers and repositories name a version of what the DOI of a journal names.
_SERVERS = re.compile(
    r"10\.48550/|10\.(?:1101|64898)/(?=\d)|10\.2139/ssrn|10\.21203/|10\.31219/|10\.31234/|"
    r"10\.31235/|10\.31222/|10\.26434/|10\.20944/preprints|10\.36227/|10\.22541/|10\.5281/zenodo|"
    r"10\.6084/m9\.figshare|10\.17605/|10\.32388/|10\.35542/"
)


def doi_kind(doi: object) -> str | None:
    """`journal`, or the preprint server or repository of a DOI; None without one."""
    if not isinstance(doi, str):
        return None
    match = _SERVERS.match(doi)
    return match[0] if match else "journal"
