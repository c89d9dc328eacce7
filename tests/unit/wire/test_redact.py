"""Requests and responses for a log, without their secrets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from novaclient.wire import redact


@pytest.mark.parametrize(
    "name", ["X-Auth-Token", "x-subject-token", "Authorization", "Set-Cookie", "X-Service-Token"]
)
def test_secret_header_is_shown_by_its_hash(name: str) -> None:
    ((shown, value),) = redact.headers([(name, "gAAAA")])
    assert shown == name
    assert value.startswith("{SHA256}")
    assert "gAAAA" not in value


def test_other_headers_are_shown_as_they_are() -> None:
    assert redact.headers([("Accept", "a/b")]) == [("Accept", "a/b")]


@pytest.mark.parametrize(
    "body",
    [
        {"server": {"adminPass": "s3cret"}},
        {"server": {"user_data": "s3cret", "personality": [{"contents": "s3cret"}]}},
        {"auth": {"identity": {"password": {"user": {"password": "s3cret"}}}}},
        {"keypair": {"private_key": "s3cret"}},
        {"changePassword": {"adminPass": "s3cret"}},
        {"remote_console": {"url": "http://h/?token=s3cret"}},
        {"connection": [{"connection_info": {"auth_password": "s3cret"}}]},
    ],
)
def test_secret_of_a_body_is_not_shown(body: Any) -> None:
    assert "s3cret" not in redact.body(json.dumps(body))


def test_the_rest_of_a_body_is_shown() -> None:
    body = {"server": {"name": "n", "links": [{"url": "http://h/x"}], "adminPass": None}}
    assert json.loads(redact.body(json.dumps(body))) == body


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (b"", ""),
        (None, ""),
        (b"password=x", "<10 bytes, not JSON>"),
        (b"\xff", "<1 bytes, not JSON>"),
    ],
)
def test_body_that_is_no_json_is_shown_by_its_length(content: Any, shown: str) -> None:
    assert redact.body(content) == shown
