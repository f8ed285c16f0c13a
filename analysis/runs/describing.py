"""A run in words, for a terminal."""

from analysis.runs.schema import OUTLIER
from analysis.runs.store import Run, RunSummary


def summary_line(summary: RunSummary) -> str:
    """One line of `runs`."""
    if summary.damaged:
        return f"{summary.run_id}  damaged"
    return (
        f"{summary.run_id}  {summary.documents:>9,} papers  {summary.topics:>5,} themes  "
        f"{summary.outliers:>8,} unassigned"
    )


def describe(run: Run) -> str:
    """What `show` prints: inputs, counts, quality, and every theme with its best keywords."""
    manifest = run.manifest
    counts = manifest.counts
    lines = [
        f"run       {run.run_id}, made {manifest.created}",
        f"papers    {counts.documents:,} of {manifest.papers['name']} "
        f"({manifest.papers['rejected']:,} rejected, {manifest.papers['duplicates']:,} duplicates)",
        f"themes    {counts.topics:,}, {counts.outliers:,} papers unassigned",
        f"encoder   {manifest.encoder['name']} ({manifest.encoder['dimensions']} dimensions)",
        f"quality   {_figures(manifest.quality)}",
        f"seconds   {sum(manifest.seconds.values()):.1f}: {_figures(manifest.seconds)}",
        "",
    ]
    best = run.terms[run.terms["rank"] <= 5].groupby("topic")["term"].agg(", ".join)
    themes = run.topics[run.topics["topic"] != OUTLIER]
    lines += [
        f"{row.topic:>5}  {row.documents:>7,}  {row.label}  ({best.get(row.topic, 'no keywords')})"
        for row in themes.itertuples()
    ]
    return "\n".join(lines)


def _figures(values: dict[str, float] | dict[str, float | None]) -> str:
    return ", ".join(
        f"{name.replace('_', ' ')} {'none' if value is None else f'{value:.3g}'}"
        for name, value in values.items()
    )
