"""The first lines of the Overview."""

from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.tables import load_corpus_name, load_topic_signals
from dashboard.overview.headline import facts_line, first_sentences
from dashboard.text.wording import plain


@cached()
def load_lines(run: Run) -> tuple[str, str]:
    """The headline of a run, and the sentences below it, both Markdown."""
    said, luck = first_sentences(run, load_topic_signals(run))
    return said, f"{plain(load_corpus_name(run))}: {facts_line(run)} {luck}"
