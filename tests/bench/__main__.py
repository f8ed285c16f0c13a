"""python -m tests.bench SUITE [CORPORA]: prints one Markdown table."""

import sys
from pathlib import Path

from tests.bench.dashboard import dashboard_rows
from tests.bench.model import model_rows
from tests.bench.sources import source_rows
from tests.bench.stability import stability_rows
from tests.bench.trends import trend_rows

SUITES = {
    "model": model_rows,
    "stability": stability_rows,
    "trends": trend_rows,
    "sources": source_rows,
    "dashboard": dashboard_rows,
}


def main(suite: str = "model", corpora: str = "") -> None:
    """Print the rows of `suite` as they are measured."""
    if suite not in SUITES:
        raise SystemExit(f"There is no suite {suite}; there are {', '.join(SUITES)}.")
    print("| measure | limit | measured | holds |\n|---|---|---|---|", flush=True)
    for row in SUITES[suite](Path(corpora).resolve() if corpora else None):
        print(row.markdown(), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
