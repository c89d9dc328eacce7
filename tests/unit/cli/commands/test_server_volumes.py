"""The commands about servers' volumes: what they send, print and wait for."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, OnRoutes, not_found, server_id

ONE = server_id(1)
VOLUME, OTHER = "66666666-6666-4666-8666-666666666666", "77777777-7777-4777-8777-777777777777"
ALL = f"/servers/{ONE}/os-volume_attachments"
ATTACHED = {
    "volumeId": VOLUME,
    "serverId": ONE,
    "device": "/dev/vdb",
    "tag": None,
    "delete_on_termination": False,
    "attachment_id": "a-1",
    "bdm_uuid": "b-1",
}
RECORD = f"GET /servers/{ONE}/os-instance-actions/req-1"


def record(last: str, result: str | None, **fields: Any) -> dict[str, Any]:
    """The instance action of a request; its last event has finished if it has a result."""
    step = {"event": last, "result": result, "finish_time": result and "2030-01-01T00:00:00"}
    return {
        "instanceAction": {"action": "attach_volume", "request_id": "req-1", "events": []}
        | {"events": [{**step, **fields}]}
    }


ATTACHING = record("compute_attach_volume", None)
DONE = record("compute_attach_volume", "Success")
ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    "GET /v3/volumes?name=data": {"volumes": [{"id": VOLUME, "name": "data"}]},
    f"POST {ALL}": Answer(None, 202),
    f"GET {ALL}/{VOLUME}": {"volumeAttachment": ATTACHED},
    f"DELETE {ALL}/{VOLUME}": Answer(None, 202),
    f"PUT {ALL}/{VOLUME}": Answer(None, 202),
    f"GET {ALL}": {"volumeAttachments": [ATTACHED]},
    RECORD: DONE,
}
#: Where the answer comes when the device is known.
AT_ONCE = {**ROUTES, f"POST {ALL}": {"volumeAttachment": {"id": VOLUME, **ATTACHED}}}


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("", {}),
        ("auto", {}),
        ("/dev/vdc", {"device": "/dev/vdc"}),
        ("--tag disk", {"tag": "disk"}),
        ("--delete-on-termination", {"delete_on_termination": True}),
    ],
)
def test_attach_sends(on_routes: OnRoutes, words: str, fields: dict[str, Any]) -> None:
    ran = on_routes("volume-attach", "web1", "data", *words.split(), routes=AT_ONCE, at="2.96")
    assert (ran.status, ran.err) == (0, "")
    posted = next(sent for sent in ran.sent if sent.method == "POST")
    assert posted.body == {"volumeAttachment": {"volumeId": VOLUME, **fields}}


def test_attach_prints_what_the_cloud_answers(on_routes: OnRoutes) -> None:
    ran = on_routes("volume-attach", ONE, VOLUME, routes=AT_ONCE, at="2.96")
    assert ran.urls == [f"POST {ALL}"]
    assert "| device                | /dev/vdb " in ran.out


def test_attach_shows_the_device_also_where_the_cloud_answers_before_it_is_known(
    on_routes: OnRoutes,
) -> None:
    routes = {**ROUTES, RECORD: [not_found("Action req-1 not found"), ATTACHING, DONE]}
    ran = on_routes("volume-attach", ONE, VOLUME, "-f", "json", routes=routes)
    assert (ran.status, ran.json) == (0, {"id": VOLUME, **ATTACHED})


def test_attach_that_fails_on_the_host_says_why_and_what_was_asked(on_routes: OnRoutes) -> None:
    failed = record("compute_attach_volume", "Error", details="DeviceIsBusy")
    ran = on_routes("volume-attach", ONE, VOLUME, routes={**ROUTES, RECORD: failed})
    assert ran.status == 1
    assert f"| volumeId | {VOLUME} |" in ran.out
    assert ran.err == "ERROR (CommandError): attach_volume failed: DeviceIsBusy\n"


def test_attach_gives_up_on_a_record_that_never_comes(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    routes = {**ROUTES, RECORD: not_found("Action req-1 not found")}
    ran = on_routes("volume-attach", ONE, VOLUME, routes=routes)
    assert (ran.status, "Action req-1 not found" in ran.err) == (1, True)


def test_attach_waits_if_asked_to(on_routes: OnRoutes) -> None:
    routes = {**AT_ONCE, RECORD: [ATTACHING, DONE]}
    ran = on_routes("volume-attach", ONE, VOLUME, "--wait", routes=routes, at="2.96")
    assert ran.urls[1:] == [RECORD, RECORD, f"GET {ALL}/{VOLUME}"]
    assert "Volume attaching... 100% complete\nFinished\n" in ran.out


def test_wait_is_refused_where_the_cloud_shows_no_steps(on_routes: OnRoutes) -> None:
    silent = {"instanceAction": {"action": "attach_volume", "request_id": "req-1"}}
    routes = {**AT_ONCE, RECORD: silent}
    ran = on_routes("volume-attach", ONE, VOLUME, "--wait", routes=routes, at="2.50")
    assert (ran.status, "cannot be waited for" in ran.err) == (1, True)


def test_detach_sends(on_routes: OnRoutes) -> None:
    ran = on_routes("volume-detach", "web1", "data", routes=ROUTES)
    assert (ran.status, ran.out, ran.urls[-1]) == (0, "", f"DELETE {ALL}/{VOLUME}")


def test_detach_waits_until_it_is_over(on_routes: OnRoutes) -> None:
    over = record("compute_detach_volume", "Success")
    routes = {**ROUTES, RECORD: [record("compute_detach_volume", None), over]}
    ran = on_routes("volume-detach", ONE, VOLUME, "--wait", routes=routes)
    assert (ran.status, ran.urls[1:]) == (0, [RECORD, RECORD])


@pytest.mark.parametrize(
    ("flag", "fields"),
    [
        ((), {}),
        (("--delete-on-termination",), {"delete_on_termination": True}),
        (("--no-delete-on-termination",), {"delete_on_termination": False}),
    ],
)
def test_update_sends(on_routes: OnRoutes, flag: tuple[str, ...], fields: dict[str, Any]) -> None:
    ran = on_routes("volume-update", "web1", "data", OTHER, *flag, routes=ROUTES)
    assert (ran.status, str(ran.sent[-1])) == (0, f"PUT {ALL}/{VOLUME}")
    assert ran.sent[-1].body == {"volumeAttachment": {"volumeId": OTHER, **fields}}


@pytest.mark.parametrize(
    ("at", "titles"),
    [
        ("2.69", "ID,DEVICE,SERVER ID,VOLUME ID"),
        ("2.70", "ID,DEVICE,SERVER ID,VOLUME ID,TAG"),
        ("2.79", "ID,DEVICE,SERVER ID,VOLUME ID,TAG,DELETE ON TERMINATION"),
        (
            "2.89",
            "DEVICE,SERVER ID,VOLUME ID,ATTACHMENT ID,BDM UUID,TAG,DELETE ON TERMINATION",
        ),
    ],
)
def test_attachments_have_the_columns_of_the_microversion(
    on_routes: OnRoutes, at: str, titles: str
) -> None:
    ran = on_routes("volume-attachments", ONE, "-f", "csv", routes=ROUTES, at=at)
    assert ran.out.splitlines()[0] == titles
