"""A process that fetches without waiting, for tests that kill it.

`python -m tests.support.services.fetcher SERVICE PATH [WORDS]`; the services are at
PAPERTIDES_SERVICES.
"""

import sys
from datetime import date
from pathlib import Path

from analysis.papers.sources.fetching import Fetch
from analysis.papers.sources.registry import SERVICES
from analysis.papers.sources.service import Query
from tests.support.services.clocks import FastClock

if __name__ == "__main__":
    service, path, *words = sys.argv[1:]
    query = Query(words[0] if words else None, (), date(2026, 9, 1), date(2026, 9, 30))
    Fetch(SERVICES[service], query, Path(path), clock=FastClock()).run()
