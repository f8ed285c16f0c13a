"""Text summaries of a run, for a terminal."""

import textwrap
from typing import Any

import pandas as pd

from analysis.runs.schema import OUTLIER, Manifest
from analysis.runs.store import Run, RunSummary

_WIDTH = 100
# A theme that recurs in a smaller share of other fits is unstable.
UNSTABLE = 0.5
_NAMES = {
    "npmi": "coherence (NPMI)",
    "outlier_share": "unassigned",
    "reassigned_share": "assigned to the nearest theme",
    "stability": "stability",
}


def summary_line(summary: RunSummary) -> str:
    """A line of `runs`."""
    if summary.damaged:
        return f"{summary.run_id}  cannot be opened"
    return (
        f"{summary.run_id}  {summary.documents:>9,} papers  {summary.topics:>5,} themes  "
        f"{summary.outliers:>8,} unassigned"
    )


def describe(run: Run) -> str:
    """The output of `show`: inputs, counts, quality, and every theme with its top keywords."""
    manifest = run.manifest
    lines = [_entry(name, text) for name, text in _facts(run, manifest).items()]
    terms = run.terms[run.terms["rank"] <= 5].groupby("topic")["term"]
    best = {topic: ", ".join(names) for topic, names in terms}
    themes = run.topics[run.topics["topic"] != OUTLIER]
    lines += ["", f"{'theme':>5}  {'papers':>7}  {'stability':>10}  name (top keywords)"]
    for heading, inside in _by_area(run, themes):
        lines += [heading] if heading else []
        columns = inside[["topic", "documents", "stability", "label"]]
        lines += [
            f"{topic:>5}  {documents:>7,}  {out_of_ten(stability):>10}  {label} "
            f"({best.get(topic, 'no keywords')})"
            for topic, documents, stability, label in columns.itertuples(index=False)
        ]
    return "\n".join(lines)


def recurrence(stability: float) -> str:
    """The stability of a theme in words."""
    return f"recurs in {out_of_ten(stability)} fits"


def out_of_ten(stability: float) -> str:
    """In how many of ten fits a theme recurs; empty if unknown."""
    return "" if pd.isna(stability) else f"{round(10 * stability)} of 10"


def _by_area(run: Run, themes: pd.DataFrame) -> list[tuple[str, pd.DataFrame]]:
    """The themes by area, the largest area first; in one unnamed group if there are no areas."""
    if len(run.areas) < 2:
        return [("", themes)]
    named = run.areas[["area", "label", "documents"]].itertuples(index=False)
    return [
        (f"\n{label}, {documents:,} papers", themes[themes["area"] == area])
        for area, label, documents in named
    ]


def _facts(run: Run, manifest: Manifest) -> dict[str, str]:
    counts, papers, encoder = manifest.counts, manifest.papers, manifest.encoder
    return {
        "run": f"{run.run_id}, created {manifest.created}",
        "papers": f"{counts.documents:,} of {papers['read']:,} read from {papers['name']} "
        f"({papers['rejected']:,} rejected, {papers['duplicates']:,} duplicates)",
        "dates": _dates(run, manifest.period),
        "themes": f"{counts.topics:,}{_areas(run)}; {counts.outliers:,} papers are unassigned",
        "quality": ", ".join(_quality(name, value) for name, value in manifest.quality.items()),
        "encoder": f"{encoder['name']} ({encoder['dimensions']:,} dimensions)",
        "parameters": ", ".join(f"{key}={value}" for key, value in manifest.params.items()),
        "seconds": ", ".join(
            [f"{sum(manifest.seconds.values()):.1f} in total"]
            + [f"{step.lower()} {spent:.1f}" for step, spent in manifest.seconds.items()]
        ),
    }


def _areas(run: Run) -> str:
    return f" in {len(run.areas)} areas" if len(run.areas) > 1 else ""


def _entry(name: str, text: str) -> str:
    return textwrap.fill(
        text, _WIDTH, initial_indent=f"{name:<12}", subsequent_indent=" " * 12,
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip


def _dates(run: Run, period: str) -> str:
    published = run.documents["published"].dropna()
    undated = run.manifest.counts.documents - len(published)
    if published.empty:
        return "none, so there are no trends"
    span = f"{published.min()} to {published.max()}, counted by {period}"
    return f"{span}; {undated:,} papers are undated" if undated else span


def _quality(name: str, value: float | None) -> str:
    shown = "none" if value is None else f"{value:.1%}" if "share" in name else f"{value:.2f}"
    return f"{_NAMES.get(name, name)} {shown}"


def describe_rules(rules: list[dict[str, Any]]) -> str:
    """The track record of a run's verdicts as a table, one row per rule."""
    rows = [("rule", "verdicts", "correct", "share", "95% CI", "base rate")]
    for rule in rules:
        share, interval = "-", "-"
        if rule["precision"] is not None:
            share = f"{rule['precision']:.0%}"
            interval = f"{rule['low']:.0%} to {rule['high']:.0%}"
        counts = (f"{rule['n']:,}", f"{rule['hits']:,}")
        rows.append((rule["name"], *counts, share, interval, f"{rule['base_rate']:.0%}"))
    wide = max(len(row[0]) for row in rows)
    return "\n".join(
        f"{row[0]:<{wide}} {row[1]:>8} {row[2]:>7} {row[3]:>6} {row[4]:>12} {row[5]:>9}"
        for row in rows
    )


def update_lines(run: Run) -> list[str]:
    """What an update did, for a terminal: papers, new themes, and how well the run still fits."""
    facts = run.manifest.update
    labels, sizes = run.labels, run.topics.set_index("topic")["documents"]
    lines = [f"{facts['papers']:,} new papers in the themes of {run.manifest.parent}."]
    lines += [
        f"New theme {topic}: {labels[topic]} ({sizes[topic]:,} papers)."
        for topic in facts["opened"]
    ]
    if facts["moved"]:
        lines.append(f"{facts['moved']:,} papers of earlier updates moved into new themes.")
    if facts["gone"]:
        lines.append(f"Themes that lost all papers: {', '.join(map(str, facts['gone']))}.")
    if facts["papers"]:
        lines.append(
            f"Unassigned: {facts['unassigned_share']:.0%} of the new papers, "
            f"{facts['unassigned_share_before']:.0%} of those before."
        )
    return lines
