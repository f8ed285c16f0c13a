"""Names of themes from a language model behind an OpenAI-compatible endpoint, where one is given.

The names made here stay wherever the endpoint has no usable answer, and that is said.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import httpx
import numpy as np
from pydantic import BaseModel, Field, ValidationError

from analysis.modelling.naming.labels import Label
from analysis.modelling.naming.name_themes import Themes
from analysis.modelling.params import FitParams
from analysis.papers.fields import visible

SECONDS_TO_CONNECT = 10
SECONDS_TO_ANSWER = 60
AT_ONCE = 4
LONGEST_NAME = 60
_TERMS, _TITLES = 12, 6
_BUSY = frozenset({408, 425, 429})
_HINTS = {
    401: " (is the key in OPENAI_API_KEY right?)",
    403: " (is the key in OPENAI_API_KEY right?)",
    404: " (are label_endpoint and label_model right?)",
}
_INSTRUCTIONS = (
    "You name groups of research papers. From the keywords and titles of one group, give the name "
    "a researcher of the field would use for it: a noun phrase of two to five words, in sentence "
    "case, acronyms as usual, specific enough to tell the group from its neighbours. Answer with "
    'nothing but JSON: {"name": "..."}'
)
# A message without a handler goes to standard error, which is where names not given are told.
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Answer:
    """A `name`, or why there is none; `reached` is False where nobody answered at all."""

    name: str = ""
    fault: str = ""
    reached: bool = True


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class _Named(BaseModel):
    name: str


def ask_for_labels(themes: Themes, titles: Sequence[str], *, params: FitParams) -> Themes:
    """The themes with the names that `params.label_endpoint` gives; as they are without one.

    `titles` has one a document. A theme keeps its name, and standard error is told why, where the
    answer fails, is no name, or is another theme's name.
    """
    if not params.label_endpoint:
        return themes
    answers = _ask_all(_briefs(themes, titles), params=params)
    taken = {label.text.casefold() for label in themes.labels}
    labels = []
    kept: dict[str, list[str]] = defaultdict(list)
    for label, answer in zip(themes.labels, answers, strict=True):
        name = answer.name.casefold()
        repeated = "the name of another theme" if name in taken else ""
        fault = answer.fault or (repeated if name != label.text.casefold() else "")
        if fault:
            kept[fault].append(label.text)
        taken.add(name)
        labels.append(label if fault else Label(answer.name, "endpoint"))
    if kept:
        _LOG.warning(_account(kept, asked=len(labels)))
    return replace(themes, labels=labels)


def _account(kept: dict[str, list[str]], *, asked: int) -> str:
    """What is said of the themes that keep their names, listed by what was wrong."""
    named = asked - sum(map(len, kept.values()))
    lines = [
        f"The label endpoint named {named} of {asked} themes; the others keep the name made here:",
        *(f"  {fault}: {', '.join(names)}" for fault, names in kept.items()),
        "To ask again, fit again with --force.",
    ]
    return "\n".join(lines)


def _briefs(themes: Themes, titles: Sequence[str]) -> list[str]:
    """What is told of every theme: its present name, its best terms, its surest papers."""
    topics, names = themes.topics, themes.vocabulary.terms
    briefs = []
    for number, label in enumerate(themes.labels):
        members = np.flatnonzero(topics.topic == number)
        surest = members[np.argsort(-topics.probability[members], kind="stable")[:_TITLES]]
        brief = {
            "keywords": [names[term] for term in themes.ranked[number][:_TERMS]],
            "titles": [titles[document] for document in surest],
            "name made from keywords": label.text,
        }
        briefs.append(json.dumps(brief, ensure_ascii=False))
    return briefs


def _ask_all(briefs: list[str], *, params: FitParams) -> list[_Answer]:
    """An answer to each brief, a few at a time; when nobody answers some, no more are asked."""
    timeout = httpx.Timeout(SECONDS_TO_ANSWER, connect=SECONDS_TO_CONNECT)
    answers: list[_Answer] = []
    with (
        httpx.Client(headers=_authorization(), timeout=timeout) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        for start in range(0, len(briefs), AT_ONCE):
            some = briefs[start : start + AT_ONCE]
            answers += pool.map(lambda brief: _ask(client, brief, params=params), some)
            if not any(answer.reached for answer in answers[start:]):
                return answers + answers[-1:] * (len(briefs) - len(answers))
    return answers


def _authorization() -> dict[bytes, bytes]:
    """The header with the key of OPENAI_API_KEY, where there is one.

    A key holds no blanks, but one that was pasted may: httpx would refuse it, and print it.
    """
    key = "".join(os.environ.get("OPENAI_API_KEY", "").split())
    return {b"Authorization": f"Bearer {key}".encode()} if key else {}


def _ask(client: httpx.Client, brief: str, *, params: FitParams) -> _Answer:
    """One answer; a second attempt where the first may have failed by chance."""
    answer = _Answer(fault="not asked")
    for _ in range(2):
        answer, final = _attempt(client, brief, params=params)
        if final:
            break
    return answer


def _attempt(client: httpx.Client, brief: str, *, params: FitParams) -> tuple[_Answer, bool]:
    """An answer, and whether asking again would give no other."""
    system, user = (
        {"role": "system", "content": _INSTRUCTIONS},
        {"role": "user", "content": brief},
    )
    try:
        response = client.post(
            _address(params.label_endpoint),
            json={"model": params.label_model, "messages": [system, user]},
        )
        response.raise_for_status()
        completion = _Completion.model_validate_json(response.content)
        return _Answer(_name(completion.choices[0].message.content)), True
    except httpx.HTTPStatusError as error:
        code = error.response.status_code
        refused = code in _HINTS
        final = code < 500 and code not in _BUSY
        return _Answer(
            fault=f"HTTP status {code}{_HINTS.get(code, '')}", reached=not refused
        ), final
    except httpx.TimeoutException:
        return _Answer(fault="no answer in time", reached=False), False
    except httpx.HTTPError as error:
        return _Answer(fault=f"no answer ({error or type(error).__name__})", reached=False), False
    except ValidationError:
        return _Answer(fault="an answer that is not the JSON of a name"), False
    except ValueError as error:
        return _Answer(fault=str(error)), False


def _address(endpoint: str) -> str:
    """Where to send a chat; people give the base address or the whole."""
    path = "/chat/completions"
    return endpoint.rstrip("/").removesuffix(path) + path


def _name(content: str) -> str:
    """The name in an answer, which may stand in a fence or after a sentence."""
    start, end = content.find("{"), content.rfind("}")
    text = _Named.model_validate_json(content[start : end + 1]).name
    name = " ".join(visible(text).split()).strip("\"'“”‘’.")
    if not any(character.isalpha() for character in name):
        raise ValueError("an empty name")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name of more than {LONGEST_NAME} characters")
    return name
