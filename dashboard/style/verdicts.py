"""Look of verdicts: words, icons and colours, dots, and the rows of a list of changes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from analysis.periods import readable_period
from analysis.trends.verdict_codes import FEW_PAPERS, FEW_PERIODS
from analysis.trends.verdicts.strength import GOOD, STRONG, strength
from dashboard.style.appearance import Mode


@dataclass(frozen=True)
class Look:
    """Look of a verdict: a word, an icon and a symbol, never the colour alone.

    `badge` is Streamlit's name of the colour, whose values for pages `.streamlit/config.toml` has;
    `symbol` is Plotly's name of `mark`. `does` is what a theme with it does, and what several do.
    """

    word: str
    icon: str
    badge: str
    symbol: str
    mark: str
    light: str
    dark: str
    meaning: str
    does: tuple[str, str] = ("", "")

    def colour(self, mode: Mode) -> str:
        """Colour in a chart."""
        return self.light if mode == "light" else self.dark


VERDICTS = {
    "emerging": Look(
        word="Emerging",
        icon=":material/auto_awesome:",
        badge="violet",
        symbol="star",
        mark="★",
        light="#7a3fb5",
        dark="#c79bf2",
        does=("is new", "are new"),
        meaning=(
            "nearly all of its papers are recent (of the last year, or of the last quarter of "
            "fewer than four years), more than expected by chance, and from several groups of "
            "authors."
        ),
    ),
    "rising": Look(
        word="Rising",
        icon=":material/trending_up:",
        badge="green",
        symbol="triangle-up",
        mark="▲",
        light="#0b7a5b",
        dark="#5fd6ae",
        does=("rises", "rise"),
        meaning=(
            "its share of the papers grew, beyond chance and beyond what changes in the other "
            "shares explain."
        ),
    ),
    "peaked": Look(
        word="Peaked",
        icon=":material/area_chart:",
        badge="yellow",
        symbol="diamond",
        mark="◆",
        light="#7d6200",
        dark="#e3c75a",
        does=("has passed its peak", "have passed their peaks"),
        meaning=(
            "its share rose and then fell, beyond chance, to at most two thirds of its highest."
        ),
    ),
    "stable": Look(
        word="Stable",
        icon=":material/trending_flat:",
        badge="blue",
        symbol="circle",
        mark="●",
        light="#3b6ea5",
        dark="#8db8e8",
        meaning=(
            "its share hardly changes: the 90% interval of its growth stays within a factor of "
            "1.5 a year, up or down. The intervals shown are of 95%, which are wider."
        ),
    ),
    "fading": Look(
        word="Fading",
        icon=":material/trending_down:",
        badge="orange",
        symbol="triangle-down",
        mark="▼",
        light="#b9520a",
        dark="#f0a267",
        does=("fades", "fade"),
        meaning=(
            "its share fell, beyond chance and beyond what changes in the other shares explain."
        ),
    ),
    "dormant": Look(
        word="Dormant",
        icon=":material/bedtime:",
        badge="gray",
        symbol="square",
        mark="■",
        light="#5b6570",
        dark="#98a3ae",
        does=("has gone quiet", "have gone quiet"),
        meaning="it had papers earlier, and next to none recently.",
    ),
    "unknown": Look(
        word="No clear direction",
        icon=":material/remove:",
        badge="gray",
        symbol="circle-open",
        mark="○",
        light="#5b6570",
        dark="#98a3ae",
        meaning=(
            "the direction of its share is uncertain. “Perhaps rising” or “perhaps fading” where "
            "its own growth points one way and the test of all together does not bear it out; with "
            "too few papers, “too little data”."
        ),
    ),
}
# Unknown, because there is not enough to say anything.
TOO_LITTLE = "Too little data"
# The verdicts that report a change, in the order of a list.
MOVING = tuple(code for code, look in VERDICTS.items() if look.does[0])
# The topicality from which a keyword is specific: half as telling as a theme.
_SPECIFIC = 0.5
# How many of each are shown before all the rest.
LEADING = 4


def legend() -> str:
    """Meaning of every verdict, one line each, in Markdown."""
    return "\n".join(f"- **{look.word}**: {look.meaning}" for look in VERDICTS.values())


def marks() -> str:
    """Symbols and words of the verdicts that report a change, for a subtitle."""
    return " ".join(f"{VERDICTS[code].mark} {VERDICTS[code].word.lower()}" for code in MOVING)


def badge_css() -> str:
    """CSS colours of badges on a light page."""
    return "\n".join(f".{code} {{ color: {look.light}; }}" for code, look in VERDICTS.items())


def word_of(verdict: str, reason: str, *, leaning: str = "", tested: bool = True) -> str:
    """Display name of a verdict."""
    if verdict != "unknown":
        return VERDICTS[verdict].word
    if leaning:
        return f"Perhaps {VERDICTS[leaning].word.lower()}"
    unsaid = reason in (FEW_PAPERS, FEW_PERIODS) or not (reason or tested)
    return TOO_LITTLE if unsaid else VERDICTS[verdict].word


def badge(verdict: str, reason: str, *, leaning: str = "", tested: bool = True) -> str:
    """Coloured badge of a verdict with its icon, in Markdown."""
    look = VERDICTS[verdict]
    icon = VERDICTS[leaning].icon if leaning else look.icon
    word = word_of(verdict, reason, leaning=leaning, tested=tested)
    return f":{look.badge}-badge[{icon} {word}]"


def look_of(row: Mapping[Any, Any]) -> dict[str, Any]:
    """The arguments of `word_of` and `badge` for a row of a table of signals."""
    return {name: row[name] for name in ("verdict", "reason", "leaning", "tested")}


def dots(q: float) -> str:
    """The strength of a finding by its q as dots; empty where it has none."""
    return "●" * strength(q)


def dots_note(rate: float) -> str:
    """What the dots say, in a sentence; `rate` is the false discovery rate of the verdicts."""
    return (
        "Findings at least as strong that are expected to be false: "
        f"●●● under {STRONG:.1%}, ●● under {GOOD:.0%}, ● under {rate:.0%}."
    )


def about_window(*families: pd.DataFrame) -> str:
    """Sentence on the window of time of the verdicts."""
    known = pd.concat([family[["window_start", "window_end"]] for family in families]).dropna()
    if known.empty:
        return ""
    first, last = (readable_period(str(known[name].iloc[0])) for name in known)
    return f"Every theme and keyword is analysed from {first} to {last}, in whole periods."


def leading(signals: pd.DataFrame) -> pd.DataFrame:
    """The first four rows of `movers` for every verdict."""
    return movers(signals).groupby("verdict", sort=False).head(LEADING)


def in_turn(signals: pd.DataFrame, *, most: int | None = None) -> pd.DataFrame:
    """The rows of `movers`, the first of every verdict before the second of any."""
    found = movers(signals)
    turn = found.groupby("verdict", sort=False).cumcount()
    return found.loc[turn.sort_values(kind="stable").index[:most]]


def movers(signals: pd.DataFrame, *, most: int | None = None) -> pd.DataFrame:
    """Rows of `signals` with a reported change: emerging first, then by shrunk growth.

    What emerges has hardly any growth to measure: there it is by papers, specific keywords first.
    """
    found = signals[signals["verdict"].isin(MOVING)]
    order = found["verdict"].map({name: place for place, name in enumerate(MOVING)})
    growth = found["growth_shrunk"].fillna(0)
    falls, new = found["verdict"].isin(["fading", "dormant"]), found["verdict"] == "emerging"
    size = growth.where(falls, -growth).where(~new, -found["documents"])
    found = found.assign(_order=order, _general=new & ~specific(found), _size=size)
    found = found.sort_values(["_order", "_general", "_size"], kind="stable")
    found = found.drop(columns=["_order", "_general", "_size"])
    return found if most is None else found.head(most)


def specific(signals: pd.DataFrame) -> pd.Series:
    """Whether the papers of each row are at least half as alike as those of a theme.

    By the column `topicality` of keywords; True where it is not known.
    """
    if "topicality" not in signals:
        return pd.Series(data=True, index=signals.index)
    return ~(signals["topicality"] < _SPECIFIC)
