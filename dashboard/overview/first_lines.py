"""The first lines of the Overview."""

from analysis.runs.store import Run
from dashboard.data.cache import cached
from dashboard.data.tables import load_corpus_name, load_times, load_topic_signals
from dashboard.overview.headline import facts_line, headline, luck_line
from dashboard.text.run_facts import in_one_breath
from dashboard.text.wording import plain


@cached()
def load_lines(run: Run) -> tuple[str, str]:
    """The headline of a run, and the sentences below it, both Markdown."""
    signals = load_topic_signals(run)
    tested = len(signals) > 0 and len(load_times(run)) > 0
    luck = luck_line(run, signals) if tested else ""
    return (
        headline(signals) if tested else in_one_breath(run),
        f"{plain(load_corpus_name(run))}: {facts_line(run)} {luck}",
    )
