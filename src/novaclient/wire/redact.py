"""Requests and responses as log lines, their secrets replaced."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit

_SECRET_HEADERS = frozenset(
    ("authorization", "cookie", "set-cookie", "x-auth-token", "x-service-token", "x-subject-token")
)
_SECRET_KEYS = frozenset(
    (
        "adminpass",
        "admin_pass",
        "auth_password",
        "connection_info",
        "password",
        "personality",
        "private_key",
        "secret",
        "token",
        "user_data",
        "auth_token",
        "access_url",
        "url",
    )
)
#: Keys with a secret value only if it contains a token, as the URL of a console does.
_URL_WITH_TOKEN = frozenset(("access_url", "url"))


def request(method: str, url: str, items: Mapping[str, str], content: bytes | str | None) -> str:
    """A request as a curl command, without its secrets.

    :param method: the HTTP method.
    :param url: the URL; credentials in it are left out.
    :param items: the headers.
    :param content: the body as JSON.
    """
    address = without_userinfo(url)
    shown = " ".join(f'-H "{name}: {value}"' for name, value in headers(items.items()))
    data = f" -d '{body(content)}'" if content else ""
    return f"REQ: curl -g -i -X {method} {address} {shown}{data}"


def response(status: int, items: Mapping[str, str], content: bytes) -> str:
    """A response in two lines, without its secrets.

    :param status: the HTTP status.
    :param items: the headers.
    :param content: the body.
    """
    shown = " ".join(f"{name}: {value}" for name, value in headers(items.items()))
    return f"RESP: [{status}] {shown}\nRESP BODY: {body(content)}"


def without_userinfo(url: str) -> str:
    """A URL without the user name and password in it.

    :param url: the URL.
    """
    parts = urlsplit(url)
    return parts._replace(netloc=parts.netloc.rpartition("@")[2]).geturl()


def headers(items: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Headers with each secret replaced by its hash, so that two lines can be compared."""
    return [
        (name, f"{{SHA256}}{_digest(value)}" if name.lower() in _SECRET_HEADERS else value)
        for name, value in items
    ]


def body(content: bytes | str | None) -> str:
    """A JSON body with the values of secret fields replaced; the length of any other body."""
    if not content:
        return ""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return f"<{len(content)} bytes, not JSON>"
    return json.dumps(_masked(value))


def _masked(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {
            key: "***" if _is_secret(str(key).lower(), item) else _masked(item)
            for key, item in value.items()
        }
    if isinstance(value, list):
        return [_masked(item) for item in value]
    return value


def _is_secret(key: str, value: Any) -> bool:
    if value is None or key not in _SECRET_KEYS:
        return False
    return key not in _URL_WITH_TOKEN or (isinstance(value, str) and "token" in value)


def _digest(value: str) -> str:
    return hashlib.sha256(value.encode("utf-8", errors="surrogatepass")).hexdigest()
