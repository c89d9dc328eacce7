"""The commands about servers' shares: what they send, print and wait for."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, OnRoutes, not_found, server_id

ONE = server_id(1)
SHARE = "88888888-8888-4888-8888-888888888888"
ALL = f"/servers/{ONE}/shares"


def share(status: str = "inactive") -> dict[str, Any]:
    """A share that a server has, as the server's owner sees it."""
    return {"share_id": SHARE, "status": status, "tag": "data"}


ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    f"GET {ALL}": {"shares": [share()]},
    f"GET {ALL}/{SHARE}": {"share": share()},
    f"POST {ALL}": Answer({"share": share("attaching")}, 201),
    f"DELETE {ALL}/{SHARE}": Answer(status=200),
}


def test_shares_are_listed(on_routes: OnRoutes) -> None:
    assert on_routes("share-list", "web1", routes=ROUTES).out == (
        "+--------------------------------------+----------+------+\n"
        "| Share ID                             | Status   | Tag  |\n"
        "+--------------------------------------+----------+------+\n"
        f"| {SHARE} | inactive | data |\n"
        "+--------------------------------------+----------+------+\n"
    )


def test_administrator_can_ask_where_shares_come_from(on_routes: OnRoutes) -> None:
    shares = {"shares": [{**share(), "uuid": "u-1", "export_location": "10.0.0.1:/x"}]}
    columns = ("-c", "attachment id", "-c", "export location", "-f", "value")
    ran = on_routes("share-list", ONE, *columns, routes={f"GET {ALL}": shares})
    assert ran.out == "u-1 10.0.0.1:/x\n"


def test_share_is_shown(on_routes: OnRoutes) -> None:
    assert on_routes("share-show", "web1", SHARE, "-f", "json", routes=ROUTES).json == share()


@pytest.mark.parametrize(("flags", "tag"), [((), {}), (("--tag", "data"), {"tag": "data"})])
def test_attach_sends(on_routes: OnRoutes, flags: tuple[str, ...], tag: dict[str, str]) -> None:
    ran = on_routes("share-attach", "web1", SHARE, *flags, "-f", "json", routes=ROUTES)
    assert (ran.status, ran.json) == (0, share("attaching"))
    assert ran.sent[-1].body == {"share": {"share_id": SHARE, **tag}}


def test_attach_waits_and_shows_what_it_has_become(on_routes: OnRoutes) -> None:
    show = f"GET {ALL}/{SHARE}"
    routes = {**ROUTES, show: [{"share": share("attaching")}, {"share": share()}]}
    ran = on_routes("share-attach", ONE, SHARE, "--wait", "-f", "json", routes=routes)
    assert (ran.urls[1:], ran.json) == ([show, show], share())


def test_attach_that_fails_shows_the_share_all_the_same(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, f"GET {ALL}/{SHARE}": {"share": share("error")}}
    ran = on_routes("share-attach", ONE, SHARE, "--wait", routes=routes)
    assert (ran.status, "| share_id |" in ran.out) == (1, True)


def test_detach_waits_until_it_is_gone(on_routes: OnRoutes) -> None:
    show = f"GET {ALL}/{SHARE}"
    routes = {**ROUTES, show: [{"share": share("detaching")}, not_found("Share not found")]}
    ran = on_routes("share-detach", ONE, SHARE, "--wait", routes=routes)
    assert (ran.status, ran.urls) == (0, [f"DELETE {ALL}/{SHARE}", show, show])


def test_old_microversion_is_refused_before_any_request(on_routes: OnRoutes) -> None:
    ran = on_routes("share-list", "web1", at="2.96")
    assert (ran.status, ran.sent) == (2, [])
    assert "needs 2.97 or newer; you asked for 2.96" in ran.err
