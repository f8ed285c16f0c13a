"""A corrected run: the tables of a run with its overlay applied."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from analysis.runs.corrections.apply_edits import Regrouped, regroup
from analysis.runs.corrections.corrected_hierarchy import corrected_tree
from analysis.runs.corrections.overlay import Edit, Overlay, parse_overlay, usable_overlay
from analysis.runs.corrections.split_theme import keywords_of
from analysis.runs.hues import with_missing_hues
from analysis.runs.schema import OUTLIER, SCHEMAS, Counts
from analysis.runs.store import Run, arrow_table, open_run
from analysis.trends.counts import period_tables
from analysis.trends.mapping.knn import runner_up
from analysis.trends.postings import Postings

# The tables that corrections change.
CORRECTED = {
    *("documents", "topics", "areas", "terms", "topic_periods", "term_periods", "hierarchy"),
    "topic_signals",
}


@dataclass(frozen=True)
class CorrectedRun(Run):
    """The run `model`, as fitted, with the corrections of `overlay` applied."""

    model: Run
    overlay: Overlay
    regrouped: Regrouped

    @property
    def edition(self) -> str:
        """The corrections as text."""
        return self.overlay.edition

    @cached_property
    def documents(self) -> pd.DataFrame:
        """As in `Run`; `assigned` is person or hidden for corrected papers."""
        there = self.regrouped
        return self.model.documents.assign(
            topic=there.topic,
            probability=there.probability,
            assigned=pd.Series(there.assigned, dtype="str"),
        )

    @cached_property
    def topics(self) -> pd.DataFrame:
        """As in `Run`; the source of a manual label is person."""
        return _typed(self._topics.assign(parent=self._parents, area=self._areas), "topics")

    @cached_property
    def areas(self) -> pd.DataFrame:
        """As in `Run`, recounted; areas without themes are removed."""
        papers = self._topics["documents"].groupby(self._areas).sum()
        kept = self.model.areas[self.model.areas["area"].isin(papers.index)]
        counted = kept.assign(documents=kept["area"].map(papers))
        return _typed(counted.sort_values("documents", ascending=False, kind="stable"), "areas")

    @cached_property
    def terms(self) -> pd.DataFrame:
        """As in `Run`; for merged or split themes from `keywords_of`."""
        model = self.model.terms
        reshaped = sorted(self.regrouped.reshaped)
        groups = [np.flatnonzero(self.regrouped.topic == topic) for topic in reshaped]
        most = int(model["rank"].max()) if len(model) else 0
        found = keywords_of(self.model, groups, most=most)
        new = [terms.assign(topic=topic) for topic, terms in zip(reshaped, found, strict=True)]
        kept = model[model["topic"].isin(self._topics["topic"]) & ~model["topic"].isin(reshaped)]
        joined = pd.concat([kept, *new]).sort_values(["topic", "rank"], kind="stable")
        return _typed(joined, "terms")

    @cached_property
    def vocabulary(self) -> pd.DataFrame:
        """The model's."""
        return self.model.vocabulary

    @cached_property
    def postings(self) -> Postings:
        """The model's."""
        return self.model.postings

    @cached_property
    def embeddings(self) -> np.ndarray:
        """The model's."""
        return self.model.embeddings

    @cached_property
    def neighbours(self) -> tuple[np.ndarray, np.ndarray]:
        """The model's."""
        return self.model.neighbours

    @cached_property
    def search_path(self) -> Path:
        """The model's."""
        return self.model.search_path

    @cached_property
    def term_signals(self) -> pd.DataFrame:
        """The model's."""
        return self.model.term_signals

    @cached_property
    def topic_periods(self) -> pd.DataFrame:
        """As in `Run`, counted anew."""
        return self._periods[0]

    @cached_property
    def term_periods(self) -> pd.DataFrame:
        """As in `Run`, counted anew."""
        return self._periods[1]

    @cached_property
    def hierarchy(self) -> pd.DataFrame:
        """As in `Run`; a part split off a theme is its sibling."""
        return _typed(self._tree[0], "hierarchy")

    @cached_property
    def topic_signals(self) -> pd.DataFrame:
        """As in `Run`, tested again if papers changed their theme."""
        there, model = self.regrouped, self.model.topic_signals
        if model.empty or not len(self._changed):
            return model
        # Loads scipy.stats, which no page waits for that shows a run as it was fitted.
        from analysis.trends.verdicts.signals import Corpus, topic_signals

        second = runner_up(*self.neighbours, topics=there.topic)
        corpus = Corpus(
            self.documents,
            self.embeddings,
            second,
            self.manifest.period,
            as_of=self.as_of,
            nearest=self._nearest,
        )
        return _typed(topic_signals(corpus, params=self.trend_params), "topic_signals")

    @cached_property
    def shuffled_signals(self) -> pd.DataFrame:
        """As in `Run`; without themes if papers changed theirs."""
        copies = self.model.shuffled_signals
        return copies[copies["kind"] != "topic"] if len(self._changed) else copies

    @cached_property
    def _nearest(self) -> np.ndarray | None:
        """The nearest topic of every paper, after the corrections; None where a fit placed all.

        Papers near a topic that was merged, split or hidden are near the one that has most of its
        papers now.
        """
        nearest = self.model.documents["nearest"]
        if nearest.isna().all():
            return None
        before = self.model.documents["topic"].to_numpy()
        now = pd.Series(self.regrouped.topic).groupby(before)
        most = now.agg(lambda topics: topics.value_counts().index[0])
        moved = nearest.astype(int).map(most).fillna(OUTLIER).to_numpy(int)
        return np.where(nearest.to_numpy() == before, self.regrouped.topic, moved)

    @cached_property
    def _topics(self) -> pd.DataFrame:
        """The table without the broad themes, which need the tree."""
        model, labels = self.model.topics.set_index("topic"), self.regrouped.labels
        groups = self.documents.groupby("topic")
        there = np.union1d(self.regrouped.topic, [OUTLIER])
        # Themes of one size stand as the model has them, new ones behind.
        ordered = model.index[model.index.isin(there)].append(pd.Index(there)).drop_duplicates()
        numbers = pd.Index(ordered, name="topic")
        table = model.reindex(numbers)
        table["documents"] = groups.size().reindex(numbers, fill_value=0)
        table.loc[[*labels], "label"] = pd.Series(labels, dtype="str")
        table.loc[[*labels], "label_source"] = "person"
        reshaped = table.index.isin(self.regrouped.reshaped)
        table.loc[reshaped, ["coherence", "stability"]] = np.nan
        places = groups[["x", "y"]].median().reindex(numbers)
        moved = table.index.isin(self._changed)
        table.loc[moved, ["x", "y"]] = places[moved]
        hues = {topic: model["hue"].get(of, np.nan) for topic, of in self.regrouped.hues.items()}
        table["hue"] = table["hue"].where(~table.index.isin(hues), table.index.map(hues))
        table = with_missing_hues(table.reset_index()).set_index("topic")
        named = table.drop(index=OUTLIER).sort_values("documents", ascending=False, kind="stable")
        return pd.concat([table.loc[[OUTLIER]], named]).reset_index()

    @cached_property
    def _changed(self) -> np.ndarray:
        """The topics that papers left or joined."""
        before, now = self.model.documents["topic"].to_numpy(), self.regrouped.topic
        return np.unique(np.r_[before[before != now], now[before != now]])

    @cached_property
    def _tree(self) -> tuple[pd.DataFrame, dict[int, int]]:
        return corrected_tree(self.model.hierarchy, self.regrouped.steps, topics=self._topics)

    @cached_property
    def _parents(self) -> list[int]:
        """The broad theme of every topic; a part inherits that of the original."""
        number, topics = self._tree[1], self._topics["topic"].tolist()
        broad = self._inherited("parent")
        return [number.get(int(broad[topic]), int(topic)) for topic in topics]

    @cached_property
    def _areas(self) -> np.ndarray:
        """The area of every topic; a part inherits that of the original."""
        area = self._inherited("area")
        return np.array([area[topic] for topic in self._topics["topic"]])

    def _inherited(self, column: str) -> dict[int, Any]:
        """A column of the model's topics; a part inherits the value of the original."""
        known = dict(zip(self.model.topics["topic"], self.model.topics[column], strict=True))
        for topic, new in self.regrouped.steps:
            known |= {new: known[topic]} if new != OUTLIER else {}
        return known

    @cached_property
    def _periods(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        return period_tables(
            self.documents,
            self.terms,
            vocabulary=self.vocabulary,
            postings=self.postings,
            period=self.manifest.period,
        )


def correct(run: Run, overlay: Overlay) -> Run:
    """`run` with the active corrections of `overlay`; itself if there are none."""
    if not overlay.standing:
        return run
    there = regroup(run, overlay.standing)
    outliers = int((there.topic == OUTLIER).sum())
    counts = Counts(
        documents=len(there.topic),
        topics=len(set(there.topic.tolist()) - {OUTLIER}),
        outliers=outliers,
    )
    manifest = run.manifest.model_copy(update={"counts": counts})
    return CorrectedRun(run.path, manifest, run, overlay, there)


def open_edition(run: Run, edition: str) -> Run:
    """`run`, as fitted, with the corrections in the text `edition`."""
    return correct(run, parse_overlay(edition, run))


def open_corrected(path: str | Path) -> tuple[Run, list[str]]:
    """The run in the folder `path` with its corrections, and the conflicts as messages.

    Where they cannot be read it is the run as it was fitted. Raises as `open_run`.
    """
    overlay, problem = usable_overlay(run := open_run(path))
    opened = correct(run, overlay)
    return opened, [problem] if problem else conflicts_of(opened)


def corrections_of(run: Run) -> tuple[Edit, ...]:
    """The corrections that are applied to a run."""
    return run.overlay.standing if isinstance(run, CorrectedRun) else ()


def conflicts_of(run: Run) -> list[str]:
    """The corrections of a run that were not applied, and why: one message each."""
    return list(run.regrouped.conflicts) if isinstance(run, CorrectedRun) else []


def original_themes(run: Run, topic: int) -> dict[str, int]:
    """The model's themes of the papers of `topic`: label to number of papers, most first.

    Empty where the theme is as the model made and named it.
    """
    if not isinstance(run, CorrectedRun):
        return {}
    before = run.model.documents["topic"][run.regrouped.topic == topic]
    labels = run.model.topics.set_index("topic")["label"]
    named = run.topics.set_index("topic")["label"][topic]
    if labels.get(topic) == named and _has_its_papers(run, topic):
        return {}
    return before.map(labels).value_counts().to_dict()


def renamed_from(run: Run, topic: int) -> str:
    """The model's name of a theme that only has another name now; empty for any other."""
    if not isinstance(run, CorrectedRun) or not _has_its_papers(run, topic):
        return ""
    label = run.model.labels[topic]
    return "" if label == run.labels[topic] else label


def _has_its_papers(run: CorrectedRun, topic: int) -> bool:
    """Whether a theme has the papers that the model gave it, and no other."""
    return bool(np.array_equal(run.model.documents["topic"] == topic, run.regrouped.topic == topic))


def parquet_bytes(table: pd.DataFrame, name: str) -> bytes:
    """A table of a corrected run in the format of its Parquet file."""
    sink = pa.BufferOutputStream()
    pq.write_table(arrow_table(table, SCHEMAS[name]), sink, compression="zstd")
    return sink.getvalue().to_pybytes()


def _typed(table: pd.DataFrame, name: str) -> pd.DataFrame:
    """`table` with the columns and types of the file `name`."""
    return arrow_table(table, SCHEMAS[name]).to_pandas()
