"""A small corpus whose themes are known, because it was made of them."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import numpy as np

THEMES = {
    "speech": (
        "speech recognition", "acoustic model", "spoken language", "phoneme", "voice conversion",
        "speaker verification", "microphone array", "prosody", "spectrogram", "vocoder",
        "dialect", "audio codec",
    ),
    "proteins": (
        "protein folding", "amino acid", "enzyme", "binding site", "molecular dynamics", "ligand",
        "peptide", "antibody", "drug discovery", "protein structure", "mutation", "crystallography",
    ),
    "climate": (
        "sea ice", "ocean temperature", "rainfall", "weather forecast", "carbon dioxide",
        "glacier", "drought", "atmospheric pressure", "monsoon", "climate projection", "hurricane",
        "coastline",
    ),
    "robots": (
        "robot arm", "grasping", "legged locomotion", "motion planning", "gripper", "joint torque",
        "tactile sensor", "quadruped", "manipulation skill", "visual servoing", "actuator",
        "obstacle avoidance",
    ),
    "law": (
        "court decision", "legal contract", "statute", "judge", "copyright", "case law",
        "legal reasoning", "plaintiff", "patent claim", "jurisdiction", "legal document", "verdict",
    ),
}  # fmt: skip
_SENTENCES = (
    "The {} of earlier studies rarely covers {}.",
    "Our study relates {} to {}.",
    "Measurements of {} explain much of {}.",
    "We compare {} with {} on two collections.",
    "A close look at {} shows where {} fails.",
)
_FIRST_DAY = date(2022, 1, 1)
_DAYS = 3 * 365


@dataclass(frozen=True)
class PlantedCorpus:
    """A JSON Lines file of papers, and what each was made of: `themes` and dates by title."""

    path: Path
    themes: dict[str, str]
    published: dict[str, str]


def plant(path: Path, *, papers_a_theme: int = 24, seed: int = 0) -> PlantedCorpus:
    """Write papers of every theme, in mixed order, dated over the years 2022 to 2024."""
    rng = np.random.default_rng(seed)
    themes = rng.permutation([name for name in THEMES for _ in range(papers_a_theme)]).tolist()
    papers = [_paper(number, theme, rng=rng) for number, theme in enumerate(themes)]
    path.write_text("".join(json.dumps(paper) + "\n" for paper in papers), encoding="utf-8")
    titles = [paper["title"] for paper in papers]
    published = {paper["title"]: paper["published"] for paper in papers}
    return PlantedCorpus(path, dict(zip(titles, themes, strict=True)), published)


def _paper(number: int, theme: str, *, rng: np.random.Generator) -> dict[str, str]:
    phrases = rng.permutation(THEMES[theme]).tolist()
    pairs = zip(phrases[2::2], phrases[3::2], strict=True)
    sentences = [sentence.format(*pair) for sentence, pair in zip(_SENTENCES, pairs, strict=True)]
    return {
        "title": f"{phrases[0]} and {phrases[1]}, study {number}".capitalize(),
        "abstract": " ".join(rng.permutation(sentences).tolist()),
        "published": (_FIRST_DAY + timedelta(days=int(rng.integers(_DAYS)))).isoformat(),
    }
