"""Processes that write runs until they are stopped: each line on standard input starts one.

python -m tests.runs.writers RUNS COUNT prints the process id of each; COUNT runs, 0 for no end.
Forking is what makes a hundred of them cheap: the libraries are loaded once.
"""

import os
import sys
from itertools import count
from pathlib import Path

from analysis.runs.store import write_run
from tests.support.builders import run_parts


def main(runs: Path, wanted: int) -> None:
    # Made once: the children spend their time in writing, where they are to be killed.
    tables, vectors, manifest = run_parts(papers=60, topics=3)
    print("ready", flush=True)
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            for _ in range(wanted) if wanted else count():
                write_run(tables, vectors, manifest=manifest, runs=runs)
            os._exit(0)
        print(child, flush=True)
        if wanted == 0:
            os.waitpid(child, 0)
            print("gone", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
