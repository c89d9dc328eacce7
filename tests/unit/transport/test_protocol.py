"""What is known of HTTP and the Compute API's manners."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer

from novaclient import exceptions
from novaclient.transport import protocol


@pytest.mark.parametrize(
    ("part", "path"),
    [
        ("abc", "/x/abc/y"),
        (7, "/x/7/y"),
        ("a b", "/x/a%20b/y"),
        ("50%", "/x/50%25/y"),
        ("%2e%2e", "/x/%252e%252e/y"),
        ("a?b#c&d", "/x/a%3Fb%23c%26d/y"),
        ("ü", "/x/%C3%BC/y"),
        ("...", "/x/.../y"),
        ("a:b", "/x/a%3Ab/y"),
    ],
)
def test_id_stays_within_its_segment(part: Any, path: str) -> None:
    assert protocol.path("/x/%s/y", part) == path


@pytest.mark.parametrize(
    "part", ["", ".", "..", "a/b", "../x", "a\\b", "a\nb", "a\r", "\x00", "\x7f", "\ud800"]
)
def test_what_would_make_another_request_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="cannot be an id or a name"):
        protocol.path("/x/%s", part)


@pytest.mark.parametrize("part", [None, True, 1.5, b"a", ["a"], {}])
def test_what_is_no_text_is_refused(part: Any) -> None:
    with pytest.raises(TypeError):
        protocol.path("/x/%s", part)


@pytest.mark.parametrize(
    ("url", "parameters", "result"),
    [
        ("/x", {}, "/x"),
        ("/x", {"a": None}, "/x"),
        ("/x", {"a": "b c", "d": 5}, "/x?a=b+c&d=5"),
        ("/x?y=1", {"a": True}, "/x?y=1&a=True"),
        ("/x", [("a", "1"), ("a", "2")], "/x?a=1&a=2"),
        ("/x", {"a": ["1", "2"]}, "/x?a=1&a=2"),
        ("/x", {"a&b": "c=d"}, "/x?a%26b=c%3Dd"),
    ],
)
def test_query_is_encoded_in_the_order_given(url: str, parameters: Any, result: str) -> None:
    assert protocol.query(url, parameters) == result


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"", None),
        (b"{}", {}),
        (b"<html>", "<html>"),
        (b"\xff", "\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
    ],
)
def test_body_is_json_or_a_text(content: bytes, value: Any) -> None:
    assert protocol.decode(content) == value


def test_invalid_response_is_quoted_briefly_and_escaped() -> None:
    body = "\x1b[31m" + "x" * 1000
    with pytest.raises(exceptions.InvalidResponse) as caught:
        protocol.expect(body, "server", Answer(), "/servers/1")
    message = str(caught.value)
    assert message.startswith(
        "Invalid response from GET /servers/1: the response has no 'server': \\x1b[31mxxx"
    )
    assert len(message) < 300
    assert caught.value.request_id == "req-1"


@pytest.mark.parametrize(
    ("body", "link"),
    [
        ({"xs_links": [{"rel": "next", "href": "u"}]}, "u"),
        ({"xs_links": [{"rel": "self", "href": "u"}]}, None),
        ({"xs_links": [None, {"rel": "next", "href": 5}]}, None),
        ({"xs_links": "u"}, None),
        ({"next": "/v2/images?marker=1"}, "/v2/images?marker=1"),
        ({"next": 5}, None),
        ({}, None),
        ([], None),
        (None, None),
    ],
)
def test_next_link_is_found(body: Any, link: str | None) -> None:
    assert protocol.next_link(body, "xs") == link


@pytest.mark.parametrize(
    ("href", "marker"),
    [("http://x/y?limit=1&marker=a%20b", "a b"), ("/y?marker=", None), ("/y", None), ("", None)],
)
def test_next_marker_is_read_from_a_link(href: str, marker: str | None) -> None:
    assert protocol.next_marker(href) == marker


@pytest.mark.parametrize(
    ("endpoint", "version", "service"),
    [
        ("http://h:8774/v2.1", "http://h:8774/v2.1/", "http://h:8774"),
        ("http://h:8774/v2.1/", "http://h:8774/v2.1/", "http://h:8774"),
        ("http://h:8774/v2.1/abc", "http://h:8774/v2.1/", "http://h:8774"),
        ("http://h/compute/v2/abc", "http://h/compute/v2/", "http://h/compute"),
        ("http://h/image", "http://h/image/", "http://h/image"),
        ("http://h:9292/", "http://h:9292/", "http://h:9292"),
    ],
)
def test_roots_are_cut_from_an_endpoint(endpoint: str, version: str, service: str) -> None:
    assert protocol.version_root(endpoint) == version
    assert protocol.service_root(endpoint) == service


# -------------------------------------------------------------------------------------- errors
@pytest.mark.parametrize(
    ("status", "cls"),
    [
        (400, exceptions.BadRequest),
        (401, exceptions.Unauthorized),
        (403, exceptions.Forbidden),
        (404, exceptions.NotFound),
        (405, exceptions.MethodNotAllowed),
        (406, exceptions.NotAcceptable),
        (409, exceptions.Conflict),
        (413, exceptions.OverLimit),
        (429, exceptions.RateLimit),
        (501, exceptions.HTTPNotImplemented),
        (418, exceptions.ClientException),
        (500, exceptions.ClientException),
        (503, exceptions.ClientException),
    ],
)
def test_status_has_its_error(status: int, cls: type[Exception]) -> None:
    error = exceptions.from_response(Answer(None, status), None, "/x", "GET")
    assert type(error) is cls
    assert (error.code, error.url, error.method) == (status, "/x", "GET")


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"conflictingRequest": {"code": 409, "message": "busy"}}, "busy"),
        ({"errors": [{"title": "T", "detail": "D"}]}, "D"),
        ({"errors": [{"title": "T"}]}, "T"),
        ({"message": "m"}, "m"),
        ({"faultstring": "f"}, "f"),
        ("  plain text \n", "plain text"),
        ("x" * 1000, "x" * 500),
        ({"x": {"message": {"no": "text"}}}, "Conflict"),
        ({}, "Conflict"),
        ([], "Conflict"),
        (None, "Conflict"),
        ("", "Conflict"),
    ],
)
def test_message_is_what_the_cloud_says(body: Any, message: str) -> None:
    error = exceptions.from_response(Answer(None, 409), body, "/x")
    assert str(error) == f"{message} (HTTP 409) (Request-ID: req-1)"


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("5", 5),
        ("0", 0),
        ("-5", 0),
        ("1e9", 0),
        ("99999999", exceptions.MAX_RETRY_AFTER),
        ("9" * 5000, exceptions.MAX_RETRY_AFTER),
        ("Wed, 21 Oct 2037 07:28:00 GMT", exceptions.MAX_RETRY_AFTER),
        ("Wed, 21 Oct 2015 07:28:00 GMT", 0),
        ("Wed, 99 Oct 2037 07:28:00 GMT", 0),
        ("Wed, 21 Oct 99999 07:28:00 GMT", 0),
        ("soon GMT", 0),
        ("\u0665", 0),
        ("", 0),
    ],
)
def test_retry_after_is_whole_seconds_within_reason(value: str, seconds: int) -> None:
    answer = Answer(None, 429)
    answer.headers["Retry-After"] = value
    error = exceptions.from_response(answer, None, "/x")
    assert isinstance(error, exceptions.RateLimit)
    assert error.retry_after == seconds


def test_older_header_of_the_request_id_is_read_too() -> None:
    answer = Answer(None, 404)
    answer.headers = {"x-compute-request-id": "req-old"}
    assert exceptions.from_response(answer, None, "/x").request_id == "req-old"
