"""The conventions of HTTP and of the Compute API, as functions without I/O."""

from __future__ import annotations

import gc
import json
import re
import threading
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode, urlsplit

from novaclient import exceptions
from novaclient.exceptions import HTTPResponse
from novaclient.transport.messages import SAFE_METHODS

#: The number of characters of an invalid response that an error quotes.
EXCERPT = 80

_FORBIDDEN_IN_ID = re.compile(r"[/\\\x00-\x1f\x7f]")


def path(template: str, *parts: object) -> str:
    """A path with identifiers in it, each confined to its own segment.

    :param template: ``"/servers/%s/action"`` for example.
    :param parts: an id, a name or an integer for each ``%s``; they are percent-encoded.
    :raises UnusableName: for an empty one, ``.``, ``..``, a slash, or control characters: none of
        these identifies a resource, and each could turn the request into another one.
    :raises TypeError: for None and other types.
    """
    return template % tuple(_segment(part) for part in parts)


def _segment(part: object) -> str:
    if isinstance(part, bool) or not isinstance(part, str | int):
        raise TypeError(f"an id or a name is a text or an integer, not {type(part).__name__}")
    text = str(part)
    if not text or text in (".", "..") or _FORBIDDEN_IN_ID.search(text):
        raise exceptions.UnusableName(f"{text!r} cannot be an id or a name in a request's path")
    try:
        return quote(text, safe="")
    except UnicodeEncodeError:
        raise exceptions.UnusableName(
            f"{text!r} cannot be an id or a name in a request's path"
        ) from None


#: The names of types in errors about arguments.
_ARGUMENTS: Final[Mapping[type, str]] = {Mapping: "a dict", Iterable: "a list", str: "a text"}


def check(kind: type, **arguments: Any) -> None:
    """Check the types of arguments; None and empty values pass.

    :param kind: ``Mapping``, ``Iterable`` (other than texts) or ``str``.
    :raises TypeError: naming the argument.
    """
    for name, value in arguments.items():
        is_text = isinstance(value, (str, bytes)) and kind is not str
        if value and (is_text or not isinstance(value, kind)):
            raise TypeError(f"'{name}' is {_ARGUMENTS[kind]}, not {type(value).__name__}")


def query(url: str, parameters: Iterable[tuple[str, object]] | Mapping[str, object]) -> str:
    """A URL with query parameters added, encoded, in the given order; those of None are left out.

    True and False are written as in Python, which Nova's filters accept.

    :raises ValueError: for a text that is not valid Unicode, naming the parameter.
    """
    pairs = parameters.items() if isinstance(parameters, Mapping) else parameters
    given = [(key, value) for key, value in pairs if value is not None]
    try:
        text = urlencode(given, doseq=True)
    except UnicodeEncodeError as error:
        wrong = next(key for key, value in given if error.object in str(value))
        raise ValueError(
            f"'{wrong}' cannot be sent: {error.object!r} is not valid Unicode"
        ) from None
    if not text:
        return url
    return f"{url}{'&' if '?' in url else '?'}{text}"


#: The size in bytes from which on it pays to pause the garbage collector for a response.
_LARGE: Final = 100_000
#: How an object begins, and the smallest size in bytes of one that stays encoded.
_BRACE: Final = ord("{")
_LEAST: Final = 64


class _CollectorHeld:
    """Pauses Python's garbage collector while a large response is decoded.

    It would traverse the new objects again and again, all of them in use: for a page of a
    thousand servers that takes longer than making them.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._holders = 0
        self._was_enabled = False

    def __enter__(self) -> None:
        with self._lock:
            if not self._holders:
                self._was_enabled = gc.isenabled()
                gc.disable()
            self._holders += 1

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._holders -= 1
            if not self._holders and self._was_enabled:
                gc.enable()


COLLECTOR_HELD: Final = _CollectorHeld()


class EncodedRows(list[Any]):
    """The resources of a long list, each still encoded: well-formed JSON objects."""


def decode(content: bytes, rows: str | None = None) -> Any:
    """The JSON value of a response's body; its text if it is not JSON, None if it is empty.

    :param content: the body.
    :param rows: the key of a list of resources, which may stay :class:`EncodedRows` if it is long.
    """
    if not content:
        return None
    try:
        if len(content) < _LARGE:
            return json.loads(content)
        split = _split(content, rows) if rows else None
        if split is not None:
            return split
        with COLLECTOR_HELD:
            return json.loads(content)
    except (ValueError, RecursionError):
        return content.decode("utf-8", errors="replace")


def _split(content: bytes, key: str) -> dict[str, Any] | None:
    """A response with its resources still encoded; None if it has to be decoded as a whole.

    Most programs hold many resources and look at few. An invalid response is decoded as a whole,
    too, so that only one place reports what is wrong with it.
    """
    import msgspec

    try:
        content.decode()  # msgspec does not check the encoding of strings that it skips.
        parts = msgspec.json.decode(content, type=dict[str, msgspec.Raw])
        rows = msgspec.json.decode(parts.pop(key), type=list[msgspec.Raw])
    except (KeyError, ValueError, RecursionError, msgspec.DecodeError):
        return None
    for row in rows:
        text = memoryview(row)
        if text[0] != _BRACE or len(text) < _LEAST:
            return None
    others = {name: json.loads(bytes(part)) for name, part in parts.items()}
    # These are views: without a copy, each resource would keep the whole page in memory.
    return {**others, key: EncodedRows(row.copy() for row in rows)}


def field(row: Any, name: str) -> Any:
    """The value of one field of a row of :class:`EncodedRows`; Ellipsis if it is missing."""
    import msgspec

    try:
        return msgspec.json.decode(row, type=_only(name)).value
    except msgspec.DecodeError:
        return ...


@lru_cache(64)
def _only(name: str) -> Any:
    """A type with one field, so that msgspec decodes only that field."""
    import msgspec

    return msgspec.defstruct("Only", [("value", Any, ...)], rename={"value": name})


def decode_row(row: Any) -> Any:
    """The fields of a row of :class:`EncodedRows`.

    :raises InvalidResponse: if it cannot be decoded: nested too deeply, or a number too long.
    """
    import msgspec

    try:
        try:
            return msgspec.json.decode(row)
        except msgspec.DecodeError:  # A number that msgspec does not accept.
            return json.loads(bytes(row))
    except (RecursionError, ValueError) as error:
        raise exceptions.InvalidResponse(
            200, f"Invalid response: a resource cannot be decoded: {error}"
        ) from None


#: The names of JSON types in errors.
_KINDS: Final[Mapping[type, str]] = {dict: "an object", list: "a list", str: "a text"}


def absolute(url: str, endpoint: str | None) -> str:
    """The absolute URL of a request; the same string if it is absolute already.

    :param url: a path below the endpoint, or an absolute URL.
    :param endpoint: the endpoint.
    """
    if url.startswith(("http://", "https://")):
        return url
    return f"{(endpoint or '').rstrip('/')}/{url.lstrip('/')}"


def outcome_unknown(method: str, sent: bool) -> str:
    """What to add to the error of a request without a response, if it may have had an effect.

    :param method: the HTTP method.
    :param sent: whether the request may have reached the cloud.
    """
    if not sent or method in SAFE_METHODS:
        return ""
    return "; whether the request took effect is unknown"


def status_problem(response: HTTPResponse) -> str | None:
    """What is wrong with the status of a response below 400; None for a success."""
    status = response.status_code
    if 200 <= status < 300:
        return None
    if status < 200:
        return "it is not a final response"
    location = response.headers.get("Location")
    if status == 300 and not location:
        return None
    # Following a redirect would send the token to any address that a response names.
    return f"it redirects to {location}, which is not followed; check the endpoint"


def expect(
    body: Any,
    key: str,
    response: HTTPResponse,
    url: str = "",
    method: str = "GET",
    kind: type = object,
) -> Any:
    """The value of a key in the body of a response.

    :param body: the decoded body.
    :param key: the key, at its top level.
    :param response: the response; an error has its status and request ID.
    :param kind: the type that the value must have: ``dict``, ``list`` or ``str``.
    :raises InvalidResponse: if the body is not an object, lacks the key, or has a value of
        another type there.
    """
    if not isinstance(body, dict) or key not in body:
        raise invalid(f"the response has no '{key}'", body, response, url, method)
    if not isinstance(body[key], kind):
        raise invalid(f"its '{key}' is not {_KINDS[kind]}", body, response, url, method)
    return body[key]


def invalid(
    problem: str, body: Any, response: HTTPResponse, url: str = "", method: str = "GET"
) -> exceptions.InvalidResponse:
    """The error for a successful response with an unexpected body; it quotes the beginning."""
    text = body if isinstance(body, str) else json.dumps(body, default=repr)
    excerpt = text[:EXCERPT].encode("unicode_escape").decode("ascii")
    more = "…" if len(text) > EXCERPT else ""
    return exceptions.InvalidResponse(
        response.status_code,
        f"Invalid response from {method} {url}: {problem}: {excerpt}{more}",
        request_id=exceptions.request_id_of(response.headers),
        url=url,
        method=method,
    )


def next_link(body: Any, key: str) -> str | None:
    """The URL of the next page; None on the last.

    Nova has it in ``<key>_links``, for instance actions in ``links``; Glance has it in ``next``.
    """
    if not isinstance(body, dict):
        return None
    links = body.get(f"{key}_links", body.get("links"))
    hrefs = [
        link.get("href")
        for link in (links if isinstance(links, list) else ())
        if isinstance(link, dict) and link.get("rel") == "next"
    ]
    href = hrefs[0] if hrefs else body.get("next")
    return href if isinstance(href, str) else None


def next_marker(href: str) -> str | None:
    """The marker in a next link."""
    from urllib.parse import parse_qs

    return next(iter(parse_qs(urlsplit(href).query).get("marker", [])), None)


def without_marker(url: str) -> str:
    """A list's URL without its marker, so that another can be added."""
    base, _, text = url.partition("?")
    parts = [part for part in text.split("&") if part and not part.startswith("marker=")]
    return f"{base}?{'&'.join(parts)}" if parts else base


_VERSION_SEGMENT = re.compile(r"(.*?/v\d+(?:\.\d+)?)(?:/.*)?\Z", re.DOTALL)


def version_root(endpoint: str) -> str:
    """The URL that describes the API's version: the endpoint without a project id."""
    match = _VERSION_SEGMENT.match(endpoint)
    return f"{match[1]}/" if match else f"{endpoint.rstrip('/')}/"


def service_root(endpoint: str) -> str:
    """An endpoint without its version, which only some clouds have in their catalogs."""
    return re.sub(r"/v\d+(?:\.\d+)?(?:/.*)?\Z", "", endpoint.rstrip("/"))
