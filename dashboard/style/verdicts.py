"""Verdicts on the screen: their words, icons and colours, and which rows make a list of movers."""

from dataclasses import dataclass

import pandas as pd

from analysis.periods import readable_period
from analysis.trends.verdicts.verdict_codes import FEW_PAPERS, FEW_PERIODS
from dashboard.style.appearance import Mode


@dataclass(frozen=True)
class Look:
    """How a verdict is said and shown: never by its colour alone."""

    word: str
    icon: str
    badge: str
    symbol: str
    light: str
    dark: str
    meaning: str

    def colour(self, mode: Mode) -> str:
        """Its colour in a chart."""
        return self.light if mode == "light" else self.dark


VERDICTS = {
    "emerging": Look("Emerging", ":material/auto_awesome:", "violet", "star", "#7a3fb5", "#c79bf2",
        "nearly all of its papers are recent (of the last year, or of the last quarter of fewer "
        "than four), more of them than chance would make so, and from several groups of authors."),
    "rising": Look("Rising", ":material/trending_up:", "green", "triangle-up", "#0b7a5b", "#5fd6ae",
        "its share of the papers grew, beyond chance and beyond what the other shares made of it."),
    "stable": Look("Stable", ":material/trending_flat:", "blue", "circle", "#3b6ea5", "#8db8e8",
        "its share surely changes by less than half a year, or what moved it was not its own."),
    "fading": Look("Fading", ":material/trending_down:", "orange", "triangle-down", "#b9520a",
        "#f0a267", "its share fell, beyond chance and beyond what the other shares made of it."),
    "dormant": Look("Dormant", ":material/bedtime:", "gray", "square", "#5b6570", "#98a3ae",
        "it once had papers, and lately has next to none."),
    "unknown": Look("No clear direction", ":material/remove:", "gray", "circle-open", "#5b6570",
        "#98a3ae", "the papers do not say where it goes; with too few of them, “too little data”."),
}  # fmt: skip
# Unknown, because there is not enough to say anything.
TOO_LITTLE = "Too little data"
# The verdicts that say that something moves, in the order of a list.
MOVING = ("emerging", "rising", "fading", "dormant")
# How many of each are told before all the rest.
LEADING = 4


def word_of(verdict: str, reason: str) -> str:
    """A verdict as the screen says it."""
    unsaid = verdict == "unknown" and reason in (FEW_PAPERS, FEW_PERIODS)
    return TOO_LITTLE if unsaid else VERDICTS[verdict].word


def badge(verdict: str, reason: str) -> str:
    """A verdict as a coloured word with its icon, in Markdown."""
    look = VERDICTS[verdict]
    return f":{look.badge}-badge[{look.icon} {word_of(verdict, reason)}]"


def about_window(*families: pd.DataFrame) -> str:
    """Which stretch of time the verdicts are about, in a sentence."""
    known = pd.concat([family[["window_start", "window_end"]] for family in families]).dropna()
    if known.empty:
        return ""
    first, last = (readable_period(str(known[name].iloc[0])) for name in known)
    return (
        f"Every theme and keyword is measured from {first} to {last}, unfinished periods left out."
    )


def leading(signals: pd.DataFrame) -> pd.DataFrame:
    """The first four of `movers` of every verdict: what is told before all the rest."""
    return movers(signals).groupby("verdict", sort=False).head(LEADING)


def movers(signals: pd.DataFrame, *, most: int | None = None) -> pd.DataFrame:
    """The rows of `signals` that move: emerging ones, then by shrunk growth, the fastest first."""
    found = signals[signals["verdict"].isin(MOVING)]
    order = found["verdict"].map({name: place for place, name in enumerate(MOVING)})
    growth = found["growth_shrunk"].fillna(0)
    falls = found["verdict"].isin(["fading", "dormant"])
    found = found.assign(_order=order, _growth=growth.where(falls, -growth))
    found = found.sort_values(["_order", "_growth"], kind="stable")
    found = found.drop(columns=["_order", "_growth"])
    return found if most is None else found.head(most)
