"""The commands about servers' consoles: what they send and print."""

from __future__ import annotations

from typing import Any

import pytest
from routed import LOOK_UPS, OnRoutes, server_id

from novaclient import exceptions

ONE = server_id(1)
ACT, CONSOLES = f"POST /servers/{ONE}/action", f"POST /servers/{ONE}/remote-consoles"
URL = "http://proxy.example/?token=t-1"


def console(kind: str) -> dict[str, Any]:
    """A console as in a response of Nova."""
    return {"remote_console": {"protocol": "x", "type": kind, "url": URL}}


@pytest.mark.parametrize(
    ("words", "protocol", "kind"),
    [
        ("get-vnc-console web1 novnc", "vnc", "novnc"),
        ("get-vnc-console web1 xvpvnc", "vnc", "xvpvnc"),
        ("get-spice-console web1 spice-html5", "spice", "spice-html5"),
        ("get-spice-console web1 spice-direct", "spice", "spice-direct"),
        ("get-serial-console web1", "serial", "serial"),
        ("get-serial-console web1 --console-type serial", "serial", "serial"),
        ("get-mks-console web1", "mks", "webmks"),
        ("get-rdp-console web1 rdp-html5", "rdp", "rdp-html5"),
    ],
)
def test_command_asks_for_the_console(
    on_routes: OnRoutes, words: str, protocol: str, kind: str
) -> None:
    ran = on_routes(*words.split(), routes={**LOOK_UPS, CONSOLES: console(kind)})
    assert ran.status == 0
    assert ran.sent[-1].body == {"remote_console": {"protocol": protocol, "type": kind}}


def test_console_is_printed_as_always(on_routes: OnRoutes) -> None:
    ran = on_routes("get-vnc-console", ONE, "novnc", routes={CONSOLES: console("novnc")})
    assert ran.out == (
        "+-------+---------------------------------+\n"
        "| Type  | Url                             |\n"
        "+-------+---------------------------------+\n"
        f"| novnc | {URL} |\n"
        "+-------+---------------------------------+\n"
    )


def test_console_of_an_old_microversion_is_printed_too(on_routes: OnRoutes) -> None:
    routes = {ACT: {"console": {"type": "novnc", "url": URL}}}
    ran = on_routes("get-vnc-console", ONE, "novnc", "-f", "json", routes=routes, at="2.1")
    assert ran.json == {"Type": "novnc", "Url": URL}


def test_unknown_kind_of_console_is_refused_before_any_request(on_routes: OnRoutes) -> None:
    ran = on_routes("get-vnc-console", ONE, "nosuch")
    assert (ran.status, ran.sent) == (1, [])
    assert "nosuch" in ran.err


def test_console_that_is_newer_than_the_microversion_names_both(on_routes: OnRoutes) -> None:
    ran = on_routes("get-spice-console", ONE, "spice-direct", at="2.98")
    assert (ran.status, ran.sent) == (1, [])
    assert "it needs 2.99; this request uses 2.98" in ran.err


def test_rdp_names_what_does_its_work_now(on_routes: OnRoutes) -> None:
    refused = exceptions.BadRequest(400, "malformed", request_id="req-1")
    ran = on_routes("get-rdp-console", ONE, "rdp-html5", routes={CONSOLES: refused})
    assert ran.status == 1
    assert "(HTTP 400) (Request-ID: req-1)" in ran.err
    assert "nova get-vnc-console or nova get-spice-console" in ran.err


@pytest.mark.parametrize(
    "word",
    ["t-1", URL, "http://proxy.example/vnc_auto.html?path=%3Ftoken%3Dt-1", f"{URL}&title=web"],
)
def test_token_is_shown_by_itself_or_by_the_address_that_holds_it(
    on_routes: OnRoutes, word: str
) -> None:
    opens = {"instance_uuid": ONE, "host": "h", "port": 5900, "internal_access_path": None}
    routes = {"GET /os-console-auth-tokens/t-1": {"console": opens}}
    ran = on_routes("console-token-show", word, "-f", "json", routes=routes)
    assert (ran.status, ran.json) == (0, opens)
