"""The HTTP layer: one request, asked again where that helps, until its answer can be read."""

import ipaddress
import os
import random
import socket
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TypeVar

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type

from analysis.errors import InputError
from analysis.papers.sources.budget import Budget
from analysis.papers.sources.service import (
    Request,
    RequestRefusedError,
    Service,
    ServiceError,
    UnreachableError,
    UnreadableAnswerError,
)
from analysis.version import version_of

TRIES = 6
_TRIES_OF_A_NAME = 3  # a name that does not resolve is wrong, or this machine is offline
_LARGEST_ANSWER = 100_000_000  # bytes, unpacked
_LONGEST_ANSWER = 300.0  # seconds
_REDIRECTS = 3
_LONGEST_BACK_OFF = 60.0  # seconds
_TIMEOUT = httpx.Timeout(90.0, connect=15.0)
_REFUSED = (400, 404, 410, 414, 422)  # answers to a request that is itself at fault
_SHOWN = 200  # characters of a service's own message

Read = TypeVar("Read")


class _AskAgainError(Exception):
    """The request failed in a way that may pass, after `pause` seconds if the service said so."""

    def __init__(self, message: str, *, pause: float | None = None) -> None:
        super().__init__(message)
        self.pause = pause
        self.tries = TRIES


class _NoConnectionError(_AskAgainError):
    """No connection to a server was made; `message` names it and says why."""

    def __init__(self, host: str, error: httpx.TransportError) -> None:
        root = _root_of(error)
        why = root.strerror if isinstance(root, OSError) and root.strerror else str(error)
        super().__init__(f"Cannot reach {host} ({why or 'no answer in time'})")
        if isinstance(root, socket.gaierror):
            self.tries = _TRIES_OF_A_NAME


def http_client() -> httpx.Client:
    """The connections of a fetch, to be closed by whoever asks for it."""
    headers = {"User-Agent": f"papertides/{version_of('papertides')}"}
    return httpx.Client(timeout=_TIMEOUT, follow_redirects=False, headers=headers)


@dataclass(frozen=True)
class Http:
    """Requests to one service, with its key and at its pace."""

    service: Service
    budget: Budget
    client: httpx.Client
    key: str | None = field(default=None, repr=False)

    def ask(self, request: Request, *, read: Callable[[bytes], Read]) -> tuple[bytes, Read]:
        """The answer to a request, as bytes and as `read` reads them.

        Asked again, later and later, where the service is busy, the connection breaks or the
        answer cannot be read; a name that does not resolve, a few times only. Raises ServiceError
        when that has failed TRIES times, UnreachableError where there was no connection,
        RequestRefusedError at once where it would be of no use; InputError for a wrong key.
        """
        retrying = Retrying(
            stop=lambda state: state.attempt_number >= _failure(state).tries,
            retry=retry_if_exception_type(_AskAgainError),
            wait=_back_off,
            sleep=self.budget.clock.sleep,
            before_sleep=self._say_unreachable,
            reraise=True,
        )
        try:
            return retrying(self._ask_once, request, read)
        except _NoConnectionError as error:
            raise UnreachableError(f"{error}.") from error
        except _AskAgainError as error:
            raise ServiceError(
                f"{self.service.title} failed {TRIES} times, the last time: {error}. What was "
                "fetched is kept; run the command again later."
            ) from error

    def _ask_once(self, request: Request, read: Callable[[bytes], Read]) -> tuple[bytes, Read]:
        with self.budget.turn(cost=request.cost):
            try:
                status, headers, content = self._send(request)
            except (httpx.ConnectError, httpx.ConnectTimeout, httpx.ProxyError) as error:
                raise _NoConnectionError(error.request.url.host, error) from error
            except httpx.TimeoutException as error:
                raise _AskAgainError("no answer in time") from error
            except httpx.TransportError as error:
                raise _AskAgainError(f"the connection broke ({type(error).__name__})") from error
            except httpx.DecodingError as error:
                raise _AskAgainError("an answer that cannot be unpacked") from error
            self._note(headers)
            if status != 200:
                self._refuse(status, content, headers=headers)
        try:
            return content, read(content)
        except UnreadableAnswerError as error:
            raise _AskAgainError(str(error)) from error

    def _say_unreachable(self, state: RetryCallState) -> None:
        error = _failure(state)
        if isinstance(error, _NoConnectionError):
            self.budget.say(f"{error}: retrying ({state.attempt_number + 1} of {error.tries})")

    def _send(self, request: Request) -> tuple[int, httpx.Headers, bytes]:
        url = httpx.URL(_located(request.url)).copy_merge_params(dict(request.params))
        headers: dict[str, str] = {}
        form = None if request.form is None else dict(request.form)
        if self.key and self.service.key_header:
            headers[self.service.key_header] = self.service.key_prefix + self.key
        if self.key and self.service.key_field and form is not None:
            form[self.service.key_field] = self.key
        method = "GET" if form is None else "POST"
        for _ in range(_REDIRECTS + 1):
            with self.client.stream(method, url, headers=headers, data=form) as answer:
                if not answer.has_redirect_location:
                    return answer.status_code, answer.headers, self._content(answer)
                url = self._redirected(url, answer.headers["location"])
        raise ServiceError(f"{self.service.title} redirects in a circle.")

    def _content(self, answer: httpx.Response) -> bytes:
        clock = self.budget.clock
        begun, size, parts = clock.monotonic(), 0, []
        for part in answer.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > _LARGEST_ANSWER:
                raise ServiceError(
                    f"{self.service.title} sent more than {_LARGEST_ANSWER // 1_000_000} MB in one "
                    "answer, which was cut off. Ask for a shorter range of days."
                )
            if clock.monotonic() - begun > _LONGEST_ANSWER:
                raise _AskAgainError("an answer that did not end")
        return b"".join(parts)

    def _redirected(self, url: httpx.URL, location: str) -> httpx.URL:
        """Where a redirect leads, if that is the same server, as safely."""
        try:
            there = url.join(location)
        except httpx.InvalidURL as error:
            raise ServiceError(f"{self.service.title} redirects to no address.") from error
        if (there.scheme, there.host, there.port) != (url.scheme, url.host, url.port):
            raise ServiceError(
                f"{self.service.title} redirects to another server, {there.host[:_SHOWN]}, which "
                "is not followed."
            )
        return there

    def _note(self, headers: Mapping[str, str]) -> None:
        left, pause = self.service.left(headers), self.service.exhausted(headers)
        if left is not None:
            self.budget.note_left(left)
        if pause is not None:
            self.budget.pause(pause)

    def _refuse(self, status: int, content: bytes, *, headers: Mapping[str, str]) -> None:
        """Raise what an answer other than 200 means."""
        text = content.decode("utf-8", "replace")
        asked = _retry_after(headers)
        refusal = self.service.refusal(status, text)
        title = self.service.title
        if refusal is not None:
            if refusal.used_up:
                self.budget.note_left(0)
            if refusal.pause is None:
                kind = RequestRefusedError if status in _REFUSED else ServiceError
                raise kind(f"{title}: {refusal.message}")
            pause = max(refusal.pause, asked or 0.0)
            self.budget.pause(pause)
            raise _AskAgainError(refusal.message, pause=pause)
        if status in (401, 403):
            raise InputError(
                f"{title} refused the request ({status}). "
                + (f"Check the key in {self.service.key}." if self.key else "It may need a key.")
            )
        if status not in _REFUSED:
            if asked is not None:
                self.budget.pause(asked)
            raise _AskAgainError(f"answer {status}", pause=asked)
        said = " ".join(text.split())[:_SHOWN]
        raise RequestRefusedError(f"{title} refuses the request ({status}): {said}")


def _back_off(state: RetryCallState) -> float:
    """Seconds to wait: none beside a pause that the service asked for, which the turn waits."""
    if _failure(state).pause is not None:
        return 0.0
    longest = min(_LONGEST_BACK_OFF, 2.0**state.attempt_number)
    return random.uniform(longest / 2, longest)  # noqa: S311  (no secret)


def _failure(state: RetryCallState) -> _AskAgainError:
    """Why the request failed that may be asked again."""
    error = state.outcome.exception() if state.outcome else None
    assert isinstance(error, _AskAgainError), "nothing else is asked again"
    return error


def _root_of(error: BaseException) -> BaseException:
    """The error that began a chain of them."""
    while before := error.__cause__ or error.__context__:
        error = before
    return error


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds of a Retry-After, which may be a number or a date."""
    value = headers.get("retry-after", "").strip()
    if value.isdecimal():
        return float(value)
    with suppress(ValueError):
        moment = parsedate_to_datetime(value)
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (aware - datetime.now(UTC)).total_seconds())
    return None


def _located(url: str) -> str:
    """The URL of a service, or of the same path at the server that stands for all services."""
    other = os.environ.get("PAPERTIDES_SERVICES")
    if not other:
        return url
    base = httpx.URL(other)
    if base.scheme != "https" and not (base.scheme == "http" and _is_loopback(base.host)):
        raise InputError(
            "PAPERTIDES_SERVICES: expected https://…, or http://… at an address of this machine."
        )
    return f"{other.rstrip('/')}/{url.removeprefix('https://')}"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
