"""The ``api`` command."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

from novaclient.transport.messages import Request

ENDPOINT = "http://nova.example/v2.1/p"
FLAVORS = {"flavors": [{"id": "1", "name": "größe"}]}


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standard output is a terminal."""
    monkeypatch.setattr("novaclient.cli.output.destination.Destination.is_terminal", True)


def link(query: str, origin: str = "http://other.example") -> list[dict[str, str]]:
    """A link to the next page."""
    return [{"rel": "next", "href": f"{origin}/v2.1/flavors?{query}"}]


# ------------------------------------------------------------------------------- the request
@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("/flavors?limit=5&name=a%20b", "/flavors?limit=5&name=a%20b"),
        ("flavors", "/flavors"),
        ("//evil.example/x", "/evil.example/x"),
        ("/flavors/a b\r\nX: y#z", "/flavors/a%20b%0D%0AX:%20y%23z"),
        (f"{ENDPOINT}/flavors", f"{ENDPOINT}/flavors"),
        ("/servers?next=http://x/", "/servers?next=http://x/"),
    ],
)
def test_path_is_below_the_endpoint_and_encoded(on_cloud: Commanding, path: str, url: str) -> None:
    ran = on_cloud("api", "GET", path, answers=[FLAVORS])
    assert (ran.status, ran.urls) == (0, [f"GET {url}"])


@pytest.mark.parametrize(
    "address",
    [
        "http://other.example/v2.1/p/flavors",
        "https://nova.example/v2.1/p/flavors",
        "http://nova.example:81/flavors",
        "http://nova.example@other.example/flavors",
        "ftp://nova.example/",
    ],
)
def test_token_is_not_sent_to_another_origin(on_cloud: Commanding, address: str) -> None:
    ran = on_cloud("api", "GET", address)
    assert (ran.status, ran.urls) == (1, [])
    assert "the token is not sent there" in ran.err


@pytest.mark.parametrize(("at", "version"), [("2.latest", "2.95"), ("2.40", "2.40")])
def test_request_carries_the_microversion(on_cloud: Commanding, at: str, version: str) -> None:
    ran = on_cloud("api", "GET", "/flavors", answers=[FLAVORS], at=at, spoken=("2.1", "2.95"))
    assert ran.sent[0].version == version


def test_other_services_get_no_microversion(on_cloud: Commanding) -> None:
    words = ("api", "GET", "/v2.0/networks", "--service-type", "network")
    ran = on_cloud(*words, answers=[{"networks": []}])
    assert (ran.sent[0].service, ran.sent[0].version) == ("network", None)


@pytest.mark.parametrize("method", ["post", "PUT", "PATCH", "DELETE"])
def test_every_method_can_have_a_body(on_cloud: Commanding, method: str) -> None:
    ran = on_cloud("api", method, "/x", "--data", '{"pause": null}')
    assert ran.sent[0][:2] == (method.upper(), "/x")
    assert ran.sent[0].body == {"pause": None}


def test_body_is_read_from_a_file(on_cloud: Commanding, tmp_path: Path) -> None:
    file = tmp_path / "body"
    file.write_text('["ä"]', encoding="utf-8")
    assert on_cloud("api", "POST", "/x", "--data", f"@{file}").sent[0].body == ["ä"]


def test_body_is_read_from_standard_input(
    on_cloud: Commanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO('{"a": 1}'))
    assert on_cloud("api", "POST", "/x", "--data", "-").sent[0].body == {"a": 1}


def test_unreadable_file_is_named(on_cloud: Commanding, tmp_path: Path) -> None:
    ran = on_cloud("api", "POST", "/x", "--data", f"@{tmp_path}/none")
    assert (ran.status, ran.urls) == (1, [])
    assert f"Cannot read @{tmp_path}/none: No such file" in ran.err


def test_headers_are_sent(on_cloud: Commanding, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: dict[str, Any] = {}

    def send(self: Any, request: Request) -> Answer:
        seen.update(request.headers)
        return Answer({})

    monkeypatch.setattr("recording.Recorder.send", send)
    on_cloud("api", "GET", "/x", "--header", "X-A: b: c", "--header", "X-B:")
    assert (seen["X-A"], seen["X-B"]) == ("b: c", "")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("FETCH /x", "invalid choice: 'FETCH'"),
        ("GET /x --header nothing", "'nothing' is not in the format of '<name>: <value>'"),
        ("GET /x --header X-A:b\nX-B:c", "has characters that are not allowed in a header"),
        ("GET /x --header x-auth-token:t", "nova sets 'x-auth-token' itself; use --os-token"),
        ("GET /x --header Host:a", "nova sets 'Host' itself\n"),
        ("GET /x --header OpenStack-API-Version:a", "use --os-compute-api-version"),
        ("POST /x --data {", "argument --data: this is not JSON"),
        ("DELETE /x --paginate", "--paginate can be used with GET only"),
    ],
)
def test_what_cannot_be_is_refused_before_any_request(
    on_cloud: Commanding, words: str, reason: str
) -> None:
    ran = on_cloud("api", *words.split(" "))
    assert (ran.status, ran.urls) == (2, [])
    assert reason in ran.err


def test_other_services_have_microversions_of_their_own(on_cloud: Commanding) -> None:
    version = "OpenStack-API-Version: placement 1.39"
    ran = on_cloud("api", "GET", "/x", "--service-type", "placement", "--header", version)
    assert ran.status == 0


# -------------------------------------------------------------------------------- the answer
@pytest.mark.parametrize("text", ['{"a" : 1}', "plain \x1b[2J", "no line feed", ""])
def test_response_is_exact_in_a_file_or_pipe(on_cloud: Commanding, text: str) -> None:
    assert on_cloud("api", "GET", "/x", answers=[Answer(text)]).out == text


@pytest.mark.usefixtures("on_terminal")
def test_response_is_indented_on_a_terminal(on_cloud: Commanding) -> None:
    ran = on_cloud("api", "GET", "/x", answers=[FLAVORS])
    assert ran.out == json.dumps(FLAVORS, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.usefixtures("on_terminal")
@pytest.mark.parametrize("answer", [{"name": "a\x9b2J\u202eb"}, "a\x9b2J\u202eb"])
def test_response_cannot_control_a_terminal(on_cloud: Commanding, answer: Any) -> None:
    out = on_cloud("api", "GET", "/x", answers=[answer]).out
    assert "a\\x9b2J\\u202eb" in out


@pytest.mark.usefixtures("on_terminal")
def test_empty_response_prints_nothing(on_cloud: Commanding) -> None:
    assert on_cloud("api", "DELETE", "/x").out == ""


def test_error_is_reported_with_status_1(on_cloud: Commanding) -> None:
    refused = Answer({"conflictingRequest": {"message": "It is\x1b locked", "code": 409}}, 409)
    ran = on_cloud("api", "DELETE", "/x", answers=[refused])
    assert (ran.status, ran.out) == (1, "")
    assert ran.err.startswith("ERROR (Conflict): It is\\x1b locked (HTTP 409)")


def test_dry_run_shows_the_request(on_cloud: Commanding) -> None:
    ran = on_cloud("--dry-run", "api", "POST", "/x", "--data", '{"a": 1}')
    assert (ran.status, ran.urls) == (0, [])
    assert ran.out.startswith(f"POST {ENDPOINT}/x\n")


# ------------------------------------------------------------------------------------- pages
@pytest.mark.parametrize(
    ("first", "merged"),
    [
        ({"flavors": [1], "flavors_links": link("marker=1&limit=1")}, {"flavors": [1, 2]}),
        ({"actions": [1], "links": link("marker=1&limit=1")}, {"actions": [1, 2]}),
        (
            {"images": [1], "next": "/v2/images?marker=1&limit=1", "first": "/v2/images"},
            {"images": [1, 2], "first": "/v2/images"},
        ),
    ],
)
def test_pages_are_joined(on_cloud: Commanding, first: Any, merged: Any) -> None:
    key = next(iter(first))
    ran = on_cloud("api", "GET", "/x?limit=1", "--paginate", answers=[first, {key: [2]}])
    assert ran.urls == ["GET /x?limit=1", "GET /x?marker=1&limit=1"]
    assert ran.json == merged


@pytest.mark.parametrize("answer", [{"server": {"id": "1"}}, {"a": [1], "b": [2]}, ["x"]])
def test_response_without_pages_is_printed_unchanged(on_cloud: Commanding, answer: Any) -> None:
    assert on_cloud("api", "GET", "/x", "--paginate", answers=[answer]).json == answer


@pytest.mark.parametrize("second", [{"other": []}, "text", {"flavors": {}}])
def test_page_of_another_shape_is_an_error(on_cloud: Commanding, second: Any) -> None:
    first = {"flavors": [1], "flavors_links": link("marker=1")}
    ran = on_cloud("api", "GET", "/x", "--paginate", answers=[first, second])
    assert (ran.status, ran.out) == (1, "")
    assert "a page has no list 'flavors'" in ran.err


def test_pages_end_at_a_broken_link(on_cloud: Commanding) -> None:
    page = {"flavors": [1], "flavors_links": link("marker=1")}
    ran = on_cloud("api", "GET", "/x", "--paginate", answers=[page, page, page, page])
    assert (ran.status, len(ran.sent)) == (1, 2)
    assert "the next link repeats a page" in ran.err
