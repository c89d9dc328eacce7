"""The commands that do something to servers: what they send, wait for, print and refuse."""

from __future__ import annotations

import base64
from pathlib import Path
from typing import Any

import pytest
from recording import Answer
from routed import (
    FLAVOR,
    IMAGE,
    LOOK_UPS,
    OnRoutes,
    brief,
    not_found,
    server,
    server_id,
)

from novaclient import exceptions

ONE, TWO = server_id(1), server_id(2)
ACT = f"POST /servers/{ONE}/action"
ACT_TWO = f"POST /servers/{TWO}/action"
SHOW = f"GET /servers/{ONE}"
ACCEPTED = Answer(status=202)
ROUTES = {**LOOK_UPS, ACT: ACCEPTED, ACT_TWO: ACCEPTED}
CONFLICT = exceptions.Conflict(409, "Cannot do that now", request_id="req-1")


@pytest.mark.parametrize(
    ("words", "body"),
    [
        ("start web1", {"os-start": None}),
        ("stop web1", {"os-stop": None}),
        ("reboot web1", {"reboot": {"type": "SOFT"}}),
        ("reboot web1 --hard", {"reboot": {"type": "HARD"}}),
        ("pause web1", {"pause": None}),
        ("unpause web1", {"unpause": None}),
        ("suspend web1", {"suspend": None}),
        ("resume web1", {"resume": None}),
        ("lock web1", {"lock": None}),
        ("lock web1 --reason why", {"lock": {"locked_reason": "why"}}),
        ("unlock web1", {"unlock": None}),
        ("unrescue web1", {"unrescue": None}),
        ("shelve web1", {"shelve": None}),
        ("shelve-offload web1", {"shelveOffload": None}),
        ("unshelve web1", {"unshelve": None}),
        ("unshelve web1 --availability-zone z", {"unshelve": {"availability_zone": "z"}}),
        (
            "unshelve web1 --availability-zone z --host h",
            {"unshelve": {"availability_zone": "z", "host": "h"}},
        ),
        ("unshelve web1 --no-availability-zone", {"unshelve": {"availability_zone": None}}),
        ("resize web1 m1.small", {"resize": {"flavorRef": "2"}}),
        ("resize-confirm web1", {"confirmResize": None}),
        ("resize-revert web1", {"revertResize": None}),
        ("migrate web1", {"migrate": {}}),
        ("migrate web1 --host h", {"migrate": {"host": "h"}}),
        ("live-migration web1", {"os-migrateLive": {"host": None, "block_migration": "auto"}}),
        (
            "live-migration web1 h --block-migrate",
            {"os-migrateLive": {"host": "h", "block_migration": True}},
        ),
        (
            "live-migration web1 h --force",
            {"os-migrateLive": {"host": "h", "block_migration": "auto", "force": True}},
        ),
        (
            "live-migration web1 --disk-over-commit",
            {"os-migrateLive": {"host": None, "block_migration": False, "disk_over_commit": True}},
        ),
    ],
)
def test_action_sends(on_routes: OnRoutes, words: str, body: dict[str, Any]) -> None:
    ran = on_routes(*words.split(), routes=ROUTES)
    assert (ran.status, str(ran.sent[-1]), ran.sent[-1].body) == (0, ACT, body)


@pytest.mark.parametrize(
    ("words", "out"),
    [
        ("start web1", "Request to start server web1 has been accepted.\n"),
        ("stop web1", "Request to stop server web1 has been accepted.\n"),
        ("reboot web1", f"Request to reboot server web1 ({ONE}) has been accepted.\n"),
        ("pause web1", ""),
        ("lock web1", ""),
        ("unshelve web1", ""),
        ("resize web1 m1.small", ""),
        ("resize-confirm web1", ""),
        ("migrate web1", ""),
        ("live-migration web1", ""),
    ],
)
def test_action_prints_what_it_always_did(on_routes: OnRoutes, words: str, out: str) -> None:
    assert on_routes(*words.split(), routes=ROUTES).out == out


@pytest.mark.parametrize(
    "command",
    [
        "start",
        "stop",
        "reboot",
        "pause",
        "unpause",
        "suspend",
        "resume",
        "lock",
        "unlock",
        "unrescue",
        "shelve",
        "shelve-offload",
        "unshelve",
        "resize-confirm",
        "resize-revert",
        "migrate",
    ],
)
def test_action_on_several_looks_them_up_at_once(on_routes: OnRoutes, command: str) -> None:
    ran = on_routes(command, "web1", "web2", routes=ROUTES)
    assert ran.status == 0
    assert sorted(ran.urls) == sorted(["GET /servers?name=%5E%28web1%7Cweb2%29%24", ACT, ACT_TWO])


@pytest.mark.parametrize("command", ["pause", "lock", "resize-confirm", "migrate"])
def test_action_that_fails_on_one_of_several_does_the_others(
    on_routes: OnRoutes, command: str
) -> None:
    ran = on_routes(command, "web1", "web2", routes={**ROUTES, ACT: CONFLICT})
    assert (ran.status, ACT_TWO in ran.urls) == (1, True)
    assert ran.err == (
        "web1: Cannot do that now (HTTP 409) (Request-ID: req-1)\n"
        "ERROR (CommandError): 1 of 2 failed\n"
    )


@pytest.mark.parametrize(
    "words", ["pause web1", "resize web1 m1.small", "migrate web1", "rescue web1"]
)
def test_action_that_fails_on_a_lone_server_is_the_commands_error(
    on_routes: OnRoutes, words: str
) -> None:
    ran = on_routes(*words.split(), routes={**ROUTES, ACT: CONFLICT})
    assert ran.status == 1
    assert ran.err == "ERROR (Conflict): Cannot do that now (HTTP 409) (Request-ID: req-1)\n"


def test_stop_of_a_single_server_reports_it_like_several(on_routes: OnRoutes) -> None:
    ran = on_routes("stop", "web1", routes={**ROUTES, ACT: CONFLICT})
    assert ran.err.endswith("ERROR (CommandError): Unable to stop the specified server(s).\n")


def test_stop_in_every_project_looks_names_up_there(on_routes: OnRoutes) -> None:
    url = "GET /servers?name=%5E%28web1%29%24&all_tenants=1"
    ran = on_routes("stop", "web1", "--all-tenants", routes={url: brief(1), ACT: ACCEPTED})
    assert ran.urls == [url, ACT]


@pytest.mark.parametrize(
    ("words", "at", "message"),
    [
        ("lock web1 --reason r", "2.72", "--reason needs 2.73 or newer"),
        ("unshelve web1 --availability-zone z", "2.76", "--availability-zone needs 2.77 or newer"),
        ("unshelve web1 --no-availability-zone", "2.90", "--no-availability-zone needs 2.91"),
        ("unshelve web1 --host h", "2.77", "--host needs 2.91 or newer"),
        ("migrate web1 --host h", "2.55", "--host needs 2.56 or newer"),
        ("live-migration web1 --force", "2.68", "--force was removed after 2.67"),
        ("live-migration web1 --force", "2.29", "--force needs 2.30 to 2.67"),
        ("live-migration web1 --disk-over-commit", "2.25", "was removed after 2.24"),
        ("rebuild web1 cirros --key-unset", "2.53", "--key-unset needs 2.54 or newer"),
        ("rebuild web1 cirros --user-data-unset", "2.56", "--user-data-unset needs 2.57"),
        ("rebuild web1 cirros --hostname h", "2.89", "--hostname needs 2.90 or newer"),
        (
            "rebuild web1 cirros --trusted-image-certificates-unset",
            "2.62",
            "--trusted-image-certificates-unset needs 2.63 or newer",
        ),
    ],
)
def test_action_refuses_what_the_pinned_version_does_not_know(
    on_routes: OnRoutes, words: str, at: str, message: str
) -> None:
    ran = on_routes(*words.split(), at=at)
    assert (ran.status, ran.sent) == (2, [])
    assert message in ran.err
    assert f"you asked for {at}" in ran.err


# --------------------------------------------------------------------------------------- waiting
@pytest.mark.parametrize(
    ("words", "state"),
    [
        ("start", "ACTIVE"),
        ("stop", "SHUTOFF"),
        ("reboot", "ACTIVE"),
        ("pause", "PAUSED"),
        ("unpause", "ACTIVE"),
        ("suspend", "SUSPENDED"),
        ("resume", "ACTIVE"),
        ("unrescue", "ACTIVE"),
        ("shelve", "SHELVED_OFFLOADED"),
        ("shelve-offload", "SHELVED_OFFLOADED"),
        ("unshelve", "ACTIVE"),
        ("resize-confirm", "SHUTOFF"),
        ("resize-revert", "ACTIVE"),
    ],
)
def test_action_waits_until_its_task_is_over(on_routes: OnRoutes, words: str, state: str) -> None:
    # The state may be the one meant while the task goes on: a reboot begins and ends ACTIVE.
    looks = [{"server": server(status=state, task="doing")}, {"server": server(status=state)}]
    ran = on_routes(words, "web1", "--wait", routes={**ROUTES, SHOW: looks})
    assert (ran.status, ran.urls.count(SHOW)) == (0, 2)
    assert ran.out.endswith("\nFinished\n")


def test_action_waits_for_several(on_routes: OnRoutes) -> None:
    paused = {"server": server(status="PAUSED")}
    routes = {**ROUTES, SHOW: paused, f"GET /servers/{TWO}": paused}
    ran = on_routes("pause", "web1", "web2", "--wait", routes=routes)
    assert ran.status == 0
    assert ran.out.endswith("Servers pausing... 100% complete\nFinished\n")


def test_action_that_did_not_happen_ends_the_wait(on_routes: OnRoutes) -> None:
    looks = [{"server": server(task="suspending")}, {"server": server()}]
    ran = on_routes("suspend", "web1", "--wait", routes={**ROUTES, SHOW: looks})
    assert ran.status == 1
    assert (
        "ERROR (CommandError): Server web1 is ACTIVE and no task is running: "
        "it did not become SUSPENDED."
    ) in ran.err


def test_confirmation_waits_though_no_task_is_under_way(on_routes: OnRoutes) -> None:
    looks = [{"server": server(status="VERIFY_RESIZE")}, {"server": server()}]
    ran = on_routes("resize-confirm", "web1", "--wait", routes={**ROUTES, SHOW: looks})
    assert (ran.status, ran.urls.count(SHOW)) == (0, 2)


def test_action_waits_only_for_those_that_were_accepted(on_routes: OnRoutes) -> None:
    routes = {
        **ROUTES,
        ACT: CONFLICT,
        f"GET /servers/{TWO}": {"server": server(2, status="PAUSED")},
    }
    ran = on_routes("pause", "web1", "web2", "--wait", routes=routes)
    assert (ran.status, SHOW in ran.urls) == (1, False)


# ---------------------------------------------------------------------------------- size and place
SMALL = {"vcpus": 1, "ram": 2048, "original_name": "m1.small"}


def test_resize_waits_until_it_can_be_verified(on_routes: OnRoutes) -> None:
    looks = [
        {"server": server()},
        {"server": server(status="RESIZE", task="resize_prep")},
        {"server": server(status="VERIFY_RESIZE", flavor=SMALL)},
    ]
    ran = on_routes("resize", "web1", "m1.small", "--poll", routes={**ROUTES, SHOW: looks})
    assert (ran.status, ran.urls.count(SHOW)) == (0, 3)


def test_resize_that_the_cloud_confirmed_by_itself_is_done(on_routes: OnRoutes) -> None:
    looks = [{"server": server()}, {"server": server(flavor=SMALL)}]
    ran = on_routes("resize", "web1", "m1.small", "--poll", routes={**ROUTES, SHOW: looks})
    assert ran.status == 0


@pytest.mark.parametrize("words", [("resize", "web1", "m1.small"), ("migrate", "web1")])
def test_move_that_did_not_happen_fails(on_routes: OnRoutes, words: tuple[str, ...]) -> None:
    looks = [{"server": server()}, {"server": server(task="resize_prep")}, {"server": server()}]
    ran = on_routes(*words, "--poll", routes={**ROUTES, SHOW: looks})
    assert ran.status == 1
    assert "ERROR (CommandError): Server web1 was not " in ran.err


def test_live_migration_waits_until_the_host_has_changed(on_routes: OnRoutes) -> None:
    looks = [
        {"server": server()},
        {"server": server(status="MIGRATING", task="migrating")},
        {"server": server(hostId="h2")},
    ]
    ran = on_routes("live-migration", "web1", "--wait", routes={**ROUTES, SHOW: looks})
    assert (ran.status, ran.urls.count(SHOW)) == (0, 3)


@pytest.mark.parametrize("state", ["ACTIVE", "PAUSED"])
def test_live_migration_that_stays_on_its_host_fails(on_routes: OnRoutes, state: str) -> None:
    routes = {**ROUTES, SHOW: {"server": server(status=state)}}
    ran = on_routes("live-migration", "web1", "--wait", routes=routes)
    assert ran.status == 1
    assert f"Server web1 was not migrated: it is {state} as before." in ran.err


def test_migration_of_several_shows_which_stayed(on_routes: OnRoutes) -> None:
    moved = {"server": server(2, hostId="h2", status="VERIFY_RESIZE")}
    routes = {
        **ROUTES,
        SHOW: {"server": server()},
        f"GET /servers/{TWO}": [{"server": server(2)}, moved],
    }
    ran = on_routes("migrate", "web1", "web2", "--poll", routes=routes)
    assert ran.status == 1
    assert "web1 was not migrated" in ran.err
    assert "web2" not in ran.err


def test_resize_looks_server_and_flavor_up_before_it_acts(on_routes: OnRoutes) -> None:
    ran = on_routes("resize", "web1", "m1.smal", routes=ROUTES)
    assert (ran.status, ACT in ran.urls) == (1, False)
    assert "No flavor with a name or ID of 'm1.smal' exists. Did you mean 'm1.small'" in ran.err


# ---------------------------------------------------------------------------------------- rescue
def test_rescue_sends_password_and_image(on_routes: OnRoutes) -> None:
    words = ("rescue", "web1", "--password", "p", "--image", "cirros")
    ran = on_routes(*words, routes={**ROUTES, ACT: {"adminPass": "p"}})
    assert ran.sent[-1].body == {"rescue": {"adminPass": "p", "rescue_image_ref": IMAGE}}


def test_rescue_prints_the_password(on_routes: OnRoutes) -> None:
    ran = on_routes("rescue", "web1", routes={**ROUTES, ACT: {"adminPass": "secret"}})
    assert ran.sent[-1].body == {"rescue": None}
    assert ran.out == (
        "+-----------+--------+\n"
        "| Property  | Value  |\n"
        "+-----------+--------+\n"
        "| adminPass | secret |\n"
        "+-----------+--------+\n"
    )


def test_rescue_of_several_lists_their_passwords(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, ACT: {"adminPass": "a"}, ACT_TWO: {"adminPass": "b"}}
    ran = on_routes("rescue", "web1", "web2", "-f", "json", routes=routes)
    assert ran.json == [
        {"Server": "web1", "adminPass": "a"},
        {"Server": "web2", "adminPass": "b"},
    ]


def test_rescue_of_several_lists_those_that_were_rescued(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, ACT: {"adminPass": "a"}, ACT_TWO: CONFLICT}
    ran = on_routes("rescue", "web1", "web2", "-f", "csv", routes=routes)
    assert (ran.status, ran.out) == (1, "Server,adminPass\r\nweb1,a\r\n")
    assert "web2: Cannot do that now" in ran.err


def test_rescue_waits(on_routes: OnRoutes) -> None:
    looks = [{"server": server(task="rescuing")}, {"server": server(status="RESCUE")}]
    routes = {**ROUTES, ACT: {"adminPass": "a"}, SHOW: looks}
    ran = on_routes("rescue", "web1", "--wait", routes=routes)
    assert (ran.status, ran.urls.count(SHOW)) == (0, 2)


# --------------------------------------------------------------------------------------- rebuild
REBUILT = {"server": server(status="REBUILD", task="rebuilding", adminPass="secret")}


@pytest.mark.parametrize(
    ("words", "fields"),
    [
        ("", {}),
        (
            "--name n --description d --hostname h",
            {"name": "n", "description": "d", "hostname": "h"},
        ),
        (
            "--rebuild-password p --preserve-ephemeral",
            {"adminPass": "p", "preserve_ephemeral": True},
        ),
        ("--meta a=b", {"metadata": {"a": "b"}}),
        ("--key-name k", {"key_name": "k"}),
        ("--key-unset", {"key_name": None}),
        ("--user-data-unset", {"user_data": None}),
        ("--trusted-image-certificate-id c", {"trusted_image_certificates": ["c"]}),
        ("--trusted-image-certificates-unset", {"trusted_image_certificates": None}),
    ],
)
def test_rebuild_sends_what_changes(
    on_routes: OnRoutes, words: str, fields: dict[str, Any]
) -> None:
    ran = on_routes("rebuild", "web1", "cirros", *words.split(), routes={**ROUTES, ACT: REBUILT})
    sent = next(sent.body for sent in ran.sent if str(sent) == ACT)
    assert (ran.status, sent) == (0, {"rebuild": {"imageRef": IMAGE, **fields}})


def test_rebuild_sends_user_data(on_routes: OnRoutes, tmp_path: Path) -> None:
    (tmp_path / "data").write_bytes(b"#!")
    words = ("rebuild", ONE, IMAGE, "--minimal", "--user-data", str(tmp_path / "data"))
    ran = on_routes(*words, routes={ACT: REBUILT})
    assert ran.sent[0].body["rebuild"]["user_data"] == base64.b64encode(b"#!").decode()


def test_rebuild_takes_certificates_from_the_environment(on_routes: OnRoutes) -> None:
    on_routes.environ["OS_TRUSTED_IMAGE_CERTIFICATE_IDS"] = "a,b"
    ran = on_routes("rebuild", ONE, IMAGE, "--minimal", routes={ACT: REBUILT})
    assert ran.sent[0].body["rebuild"]["trusted_image_certificates"] == ["a", "b"]


@pytest.mark.parametrize(
    "words",
    [
        ("--key-name", "k", "--key-unset"),
        ("--user-data", "f", "--user-data-unset"),
        ("--trusted-image-certificate-id", "c", "--trusted-image-certificates-unset"),
    ],
)
def test_rebuild_refuses_a_value_and_its_removal(
    on_routes: OnRoutes, words: tuple[str, ...]
) -> None:
    ran = on_routes("rebuild", "web1", "cirros", *words)
    assert (ran.status, ran.sent) == (2, [])
    assert "not allowed with argument" in ran.err


def test_rebuild_prints_the_server_and_waits(on_routes: OnRoutes) -> None:
    routes = {**ROUTES, ACT: REBUILT, SHOW: [REBUILT, {"server": server(status="SHUTOFF")}]}
    ran = on_routes("rebuild", "web1", "cirros", "--poll", routes=routes)
    assert ran.status == 0
    assert "adminPass" in ran.out
    assert ran.out.endswith("Server rebuilding... 100% complete\nFinished\n")


def test_rebuild_minimal_asks_for_no_names(on_routes: OnRoutes) -> None:
    ran = on_routes("rebuild", ONE, IMAGE, "--minimal", routes={ACT: REBUILT})
    assert ran.urls == [ACT]


def test_action_on_what_looks_like_an_id_may_mean_a_name(on_routes: OnRoutes) -> None:
    routes = {
        **ROUTES,
        f"POST /servers/{FLAVOR}/action": not_found(f"Instance {FLAVOR} could not be found."),
        f"GET /servers/{FLAVOR}": not_found(),
        f"GET /servers?name=%5E{FLAVOR}%24": {"servers": [{"id": ONE, "name": FLAVOR}]},
        SHOW: {"server": server(name=FLAVOR)},
    }
    ran = on_routes("pause", FLAVOR, routes=routes)
    assert (ran.status, ran.urls[-1]) == (0, ACT)


# -------------------------------------------------------------------------------------- evacuate
EVACUATION = f"GET /servers/{ONE}/os-instance-actions/req-1"


def evacuation(*events: tuple[str, str | None]) -> dict[str, Any]:
    """What Nova keeps of an evacuation: its steps and their results."""
    steps = [{"event": e, "result": r, "finish_time": r and "2030-01-01"} for e, r in events]
    return {"instanceAction": {"action": "evacuate", "request_id": "req-1", "events": steps}}


@pytest.mark.parametrize(
    ("words", "at", "fields"),
    [
        ("", "2.latest", {}),
        ("h", "2.latest", {"host": "h"}),
        ("--password secret", "2.latest", {"adminPass": "secret"}),
        ("h --force", "2.latest", {"host": "h", "force": True}),
        ("--on-shared-storage", "2.latest", {"onSharedStorage": True}),
        ("", "2.13", {"onSharedStorage": False}),
    ],
)
def test_evacuate_sends(on_routes: OnRoutes, words: str, at: str, fields: dict[str, Any]) -> None:
    ran = on_routes("evacuate", "web1", *words.split(), routes=ROUTES, at=at)
    assert (ran.status, ran.err, ran.sent[-1].body) == (0, "", {"evacuate": fields})


def test_evacuate_prints_the_password_where_the_cloud_shows_it(on_routes: OnRoutes) -> None:
    routes = {ACT: {"adminPass": "secret"}}
    ran = on_routes("evacuate", ONE, "-f", "json", routes=routes, at="2.13")
    assert ran.json == {"adminPass": "secret"}


def test_evacuate_waits_until_the_server_is_rebuilt(on_routes: OnRoutes) -> None:
    scheduled = evacuation(("rebuild_server", "Success"))
    rebuilt = evacuation(("compute_rebuild_instance", "Success"), ("rebuild_server", "Success"))
    routes = {ACT: ACCEPTED, EVACUATION: [scheduled, rebuilt]}
    ran = on_routes("evacuate", ONE, "--wait", routes=routes)
    assert (ran.status, ran.urls) == (0, [ACT, EVACUATION, EVACUATION])


def test_evacuate_that_finds_no_host_says_so(on_routes: OnRoutes) -> None:
    failed = evacuation(("rebuild_server", "Error"))
    ran = on_routes("evacuate", ONE, "--wait", routes={ACT: ACCEPTED, EVACUATION: failed})
    assert (ran.status, "evacuate failed" in ran.err) == (1, True)
