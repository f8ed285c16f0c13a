"""Theme labels from a language model behind an OpenAI-compatible endpoint, where one is set.

Themes without a usable answer keep their keyword label, and standard error reports them.
"""

import json
import logging
import os
from collections import defaultdict
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import httpx
import numpy as np
from pydantic import BaseModel, Field, ValidationError
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_result,
    stop_after_attempt,
    wait_exponential,
    wait_random,
)

from analysis.errors import InputError
from analysis.modelling.naming.labels import Label
from analysis.modelling.naming.name_themes import Themes
from analysis.modelling.params import FitParams
from analysis.papers.fields import visible

SECONDS_TO_CONNECT = 10
SECONDS_TO_ANSWER = 60
ATTEMPTS = 4
# The time before asking again doubles from the first to the longest. An endpoint that asks for more
# than the longest is not asked again.
SECONDS_BEFORE_AGAIN, SECONDS_AT_MOST = 0.5, 60.0
AT_ONCE = 4
LONGEST_NAME = 60
_TERMS, _TITLES = 12, 6
_BUSY = frozenset({408, 425, 429})
_HINTS = {
    401: " (check the key in OPENAI_API_KEY)",
    403: " (check the key in OPENAI_API_KEY)",
    404: " (check label_endpoint and label_model)",
}
_INSTRUCTIONS = (
    "You name groups of research papers. From the keywords and titles of one group, give the name "
    "a researcher of the field would use for it: a noun phrase of two to five words, in sentence "
    "case, acronyms as usual, specific enough to tell the group from its neighbours. Answer with "
    'nothing but JSON: {"name": "..."}'
)
# A message without a handler goes to standard error, where missing labels are reported.
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Answer:
    """A `name`, or why there is none.

    `reached` is False where nobody answered, or was too busy to; `again` says whether another
    attempt may end otherwise, and `wait` the seconds that the endpoint asks for before it.
    """

    name: str = ""
    fault: str = ""
    reached: bool = True
    again: bool = False
    wait: float = 0.0


class _Message(BaseModel):
    content: str


class _Choice(BaseModel):
    message: _Message


class _Completion(BaseModel):
    choices: list[_Choice] = Field(min_length=1)


class _Named(BaseModel):
    name: str


def ask_for_labels(
    themes: Themes,
    titles: Sequence[str],
    *,
    params: FitParams,
    kept: Collection[int] = (),
) -> Themes:
    """Label the themes by `params.label_endpoint`; return them unchanged where none is set.

    `titles` has one per document; the themes `kept` have a name that stays. A theme keeps its name,
    and standard error reports why, where the answer fails, is no name, or is another theme's name.
    """
    if not params.label_endpoint:
        return themes
    asked = [number for number in range(len(themes.labels)) if number not in kept]
    briefs = _briefs(themes, titles)
    answers = _ask_all([briefs[number] for number in asked], params=params)
    taken = {label.text.casefold() for label in themes.labels}
    labels = list(themes.labels)
    unnamed: dict[str, list[str]] = defaultdict(list)
    for number, answer in zip(asked, answers, strict=True):
        label = labels[number]
        name = answer.name.casefold()
        repeated = "same name as another theme" if name in taken else ""
        fault = answer.fault or (repeated if name != label.text.casefold() else "")
        if fault:
            unnamed[fault].append(label.text)
        else:
            labels[number] = Label(answer.name, "endpoint")
        taken.add(name)
    if unnamed:
        _LOG.warning(_account(unnamed, asked=len(asked)))
    return replace(themes, labels=labels)


def _account(unnamed: dict[str, list[str]], *, asked: int) -> str:
    """The warning about the themes that keep their keyword labels, by fault."""
    named = asked - sum(map(len, unnamed.values()))
    lines = [
        f"The label endpoint named {named} of {asked} themes; the rest keep keyword labels:",
        *(f"  {fault}: {', '.join(names)}" for fault, names in unnamed.items()),
        "To try again, repeat the fit with --force.",
    ]
    return "\n".join(lines)


def _briefs(themes: Themes, titles: Sequence[str]) -> list[str]:
    """The prompt for every theme, JSON: keyword label, top terms, most probable papers."""
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
    """Request an answer to each brief in batches; stop after a batch that nobody answers.

    The next batch starts when the last one is complete, so that an endpoint that asks one thread to
    wait receives only the others of the same batch meanwhile.
    """
    timeout = httpx.Timeout(SECONDS_TO_ANSWER, connect=SECONDS_TO_CONNECT)
    answers: list[_Answer] = []
    with (
        httpx.Client(
            headers=authorization(params.label_endpoint),
            timeout=timeout,
            # a proxy would see the key on its way to this machine
            trust_env=not _is_loopback(params.label_endpoint),
        ) as client,
        ThreadPoolExecutor(AT_ONCE) as pool,
    ):
        for start in range(0, len(briefs), AT_ONCE):
            some = briefs[start : start + AT_ONCE]
            answers += pool.map(lambda brief: _ask(client, brief, params=params), some)
            if not any(answer.reached for answer in answers[start:]):
                return answers + answers[-1:] * (len(briefs) - len(answers))
    return answers


def authorization(endpoint: str) -> dict[bytes, bytes]:
    """The Authorization header with the key in OPENAI_API_KEY, where an endpoint and a key are set.

    Raises InputError where the key would cross a network in the clear. A key holds no blanks, but
    one that was pasted may: httpx would refuse it, and print it.
    """
    key = "".join(os.environ.get("OPENAI_API_KEY", "").split())
    if not endpoint or not key:
        return {}
    if not (endpoint.startswith("https://") or _is_loopback(endpoint)):
        raise InputError(
            f"The label_endpoint {endpoint} is plain http on another machine: the key in "
            "OPENAI_API_KEY could be intercepted. Use an https:// URL, or unset OPENAI_API_KEY if "
            "the endpoint needs no key."
        )
    return {b"Authorization": f"Bearer {key}".encode()}


def _is_loopback(endpoint: str) -> bool:
    host = urlsplit(endpoint).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _ask(client: httpx.Client, brief: str, *, params: FitParams) -> _Answer:
    """The first usable answer, or that of the last attempt."""
    retrying = Retrying(
        retry=retry_if_result(lambda answer: answer.again),
        stop=stop_after_attempt(ATTEMPTS),
        wait=_seconds_before_again,
        retry_error_callback=_last_answer,
    )
    return retrying(_attempt, client, brief, params=params)


def _seconds_before_again(state: RetryCallState) -> float:
    """Exponential backoff with jitter, on top of the Retry-After of the endpoint."""
    doubling = wait_exponential(multiplier=SECONDS_BEFORE_AGAIN, max=SECONDS_AT_MOST)
    apart = wait_random(0, SECONDS_BEFORE_AGAIN)
    return _last_answer(state).wait + doubling(state) + apart(state)


def _last_answer(state: RetryCallState) -> _Answer:
    assert state.outcome is not None
    return state.outcome.result()


def _attempt(client: httpx.Client, brief: str, *, params: FitParams) -> _Answer:
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
        return _Answer(_name(completion.choices[0].message.content))
    except httpx.HTTPStatusError as error:
        return _refusal(error.response)
    except httpx.TimeoutException:
        return _Answer(fault="no response (timed out)", reached=False, again=True)
    except httpx.HTTPError as error:
        fault = f"no response ({error or type(error).__name__})"
        return _Answer(fault=fault, reached=False, again=True)
    except ValidationError:
        return _Answer(fault="response is not the requested JSON", again=True)
    except ValueError as error:
        return _Answer(fault=str(error), again=True)


def _refusal(response: httpx.Response) -> _Answer:
    """The answer for an HTTP error: temporary or permanent."""
    code = response.status_code
    fault = f"HTTP status {code}{_HINTS.get(code, '')}"
    if code < 500 and code not in _BUSY:
        return _Answer(fault=fault, reached=code not in _HINTS)
    wait = _retry_after(response.headers.get("Retry-After", ""))
    if wait > SECONDS_AT_MOST:
        return _Answer(fault=f"{fault} (Retry-After: {wait:,.0f} seconds)", reached=False)
    return _Answer(fault=fault, reached=False, again=True, wait=wait)


def _retry_after(header: str) -> float:
    """The seconds in a Retry-After header, a number or a date; 0 where it is neither."""
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return 0.0
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return max((until - datetime.now(UTC)).total_seconds(), 0.0)


def _address(endpoint: str) -> str:
    """The chat completions URL of an endpoint given as that URL or its base."""
    path = "/chat/completions"
    return endpoint.rstrip("/").removesuffix(path) + path


def _name(content: str) -> str:
    """The name in an answer, whose JSON may be in a code fence or after other text."""
    start, end = content.find("{"), content.rfind("}")
    text = _Named.model_validate_json(content[start : end + 1]).name
    name = " ".join(visible(text).split()).strip("\"'“”‘’.")
    if not any(character.isalpha() for character in name):
        raise ValueError("an empty name")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"a name longer than {LONGEST_NAME} characters")
    return name
