"""Actions on servers: what each call sends at each microversion, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import recorded

from novaclient import exceptions
from novaclient.v2.servers import REBOOT_HARD, ServerManager

ID = "11111111-2222-3333-4444-555555555555"
IMAGE = "22222222-2222-3333-4444-555555555555"
NET = "33333333-2222-3333-4444-555555555555"
SERVER = {"id": ID, "name": "s", "status": "ACTIVE"}
LATEST = "2.latest"

Call = Callable[[ServerManager], Any]

#: Call, version asked for, body of the action, version sent.
ACTIONS: list[tuple[Call, str, Any, str]] = [
    (lambda s: s.start(ID), LATEST, {"os-start": None}, NEWEST),
    (lambda s: s.start(ID), "2.1", {"os-start": None}, "2.1"),
    (lambda s: s.stop(ID), LATEST, {"os-stop": None}, NEWEST),
    (lambda s: s.pause(ID), LATEST, {"pause": None}, NEWEST),
    (lambda s: s.unpause(ID), LATEST, {"unpause": None}, NEWEST),
    (lambda s: s.suspend(ID), LATEST, {"suspend": None}, NEWEST),
    (lambda s: s.resume(ID), LATEST, {"resume": None}, NEWEST),
    (lambda s: s.unlock(ID), LATEST, {"unlock": None}, NEWEST),
    (lambda s: s.unrescue(ID), LATEST, {"unrescue": None}, NEWEST),
    (lambda s: s.shelve(ID), LATEST, {"shelve": None}, NEWEST),
    (lambda s: s.shelve_offload(ID), LATEST, {"shelveOffload": None}, NEWEST),
    (lambda s: s.force_delete(ID), LATEST, {"forceDelete": None}, NEWEST),
    (lambda s: s.restore(ID), LATEST, {"restore": None}, NEWEST),
    (lambda s: s.reset_network(ID), LATEST, {"resetNetwork": None}, NEWEST),
    (lambda s: s.inject_network_info(ID), LATEST, {"injectNetworkInfo": None}, NEWEST),
    (lambda s: s.confirm_resize(ID), LATEST, {"confirmResize": None}, NEWEST),
    (lambda s: s.revert_resize(ID), LATEST, {"revertResize": None}, NEWEST),
    (lambda s: s.trigger_crash_dump(ID), "2.17", {"trigger_crash_dump": None}, "2.17"),
    (lambda s: s.reboot(ID), LATEST, {"reboot": {"type": "SOFT"}}, NEWEST),
    (lambda s: s.reboot(ID, REBOOT_HARD), LATEST, {"reboot": {"type": "HARD"}}, NEWEST),
    (lambda s: s.reset_state(ID), LATEST, {"os-resetState": {"state": "error"}}, NEWEST),
    (
        lambda s: s.reset_state(ID, "active"),
        LATEST,
        {"os-resetState": {"state": "active"}},
        NEWEST,
    ),
    (lambda s: s.lock(ID), "2.72", {"lock": None}, "2.72"),
    (lambda s: s.lock(ID), LATEST, {"lock": None}, NEWEST),
    (lambda s: s.lock(ID, "why"), "2.73", {"lock": {"locked_reason": "why"}}, "2.73"),
    (lambda s: s.rescue(ID), LATEST, {"rescue": None}, NEWEST),
    (
        lambda s: s.rescue(ID, "pw", IMAGE),
        LATEST,
        {"rescue": {"adminPass": "pw", "rescue_image_ref": IMAGE}},
        NEWEST,
    ),
    (lambda s: s.unshelve(ID), "2.76", {"unshelve": None}, "2.76"),
    (lambda s: s.unshelve(ID), LATEST, {"unshelve": None}, NEWEST),
    (lambda s: s.unshelve(ID, "az"), "2.77", {"unshelve": {"availability_zone": "az"}}, "2.77"),
    (lambda s: s.unshelve(ID, None), "2.90", {"unshelve": None}, "2.90"),
    (lambda s: s.unshelve(ID, None), "2.91", {"unshelve": {"availability_zone": None}}, "2.91"),
    (lambda s: s.unshelve(ID, host="h"), "2.91", {"unshelve": {"host": "h"}}, "2.91"),
    (
        lambda s: s.unshelve(ID, "az", "h"),
        LATEST,
        {"unshelve": {"availability_zone": "az", "host": "h"}},
        NEWEST,
    ),
    (lambda s: s.resize(ID, "2"), LATEST, {"resize": {"flavorRef": "2"}}, NEWEST),
    (
        lambda s: s.resize(ID, "2", "AUTO"),
        LATEST,
        {"resize": {"flavorRef": "2", "OS-DCF:diskConfig": "AUTO"}},
        NEWEST,
    ),
    (lambda s: s.migrate(ID), "2.55", {"migrate": None}, "2.55"),
    (lambda s: s.migrate(ID), "2.56", {"migrate": {}}, "2.56"),
    (lambda s: s.migrate(ID, "h"), LATEST, {"migrate": {"host": "h"}}, NEWEST),
    (
        lambda s: s.change_password(ID, "pw"),
        LATEST,
        {"changePassword": {"adminPass": "pw"}},
        NEWEST,
    ),
    (lambda s: s.add_security_group(ID, "g"), LATEST, {"addSecurityGroup": {"name": "g"}}, NEWEST),
    (
        lambda s: s.remove_security_group(ID, "g"),
        LATEST,
        {"removeSecurityGroup": {"name": "g"}},
        NEWEST,
    ),
    (
        lambda s: s.backup(ID, "n", "daily", 3),
        LATEST,
        {"createBackup": {"name": "n", "backup_type": "daily", "rotation": 3}},
        NEWEST,
    ),
    (
        lambda s: s.backup(ID, "n", "daily", 3, metadata={"k": "v"}),
        LATEST,
        {
            "createBackup": {
                "name": "n",
                "backup_type": "daily",
                "rotation": 3,
                "metadata": {"k": "v"},
            }
        },
        NEWEST,
    ),
]

LIVE: list[tuple[Call, str, Any, str]] = [
    (
        lambda s: s.live_migrate(ID, "h", True, False),
        "2.24",
        {"host": "h", "block_migration": True, "disk_over_commit": False},
        "2.24",
    ),
    (
        lambda s: s.live_migrate(ID, None, False, True),
        "2.1",
        {"host": None, "block_migration": False, "disk_over_commit": True},
        "2.1",
    ),
    (
        lambda s: s.live_migrate(ID),
        "2.24",
        {"host": None, "block_migration": False, "disk_over_commit": False},
        "2.24",
    ),
    (
        lambda s: s.live_migrate(ID, "h", True, disk_over_commit=True),
        LATEST,
        {"host": "h", "block_migration": True, "disk_over_commit": True},
        "2.24",
    ),
    (lambda s: s.live_migrate(ID), "2.25", {"host": None, "block_migration": "auto"}, "2.25"),
    (
        lambda s: s.live_migrate(ID, "h", False),
        LATEST,
        {"host": "h", "block_migration": False},
        NEWEST,
    ),
    (
        lambda s: s.live_migrate(ID, "h", "auto", True),
        "2.30",
        {"host": "h", "block_migration": "auto", "force": True},
        "2.30",
    ),
    (
        lambda s: s.live_migrate(ID, "h", force=True),
        LATEST,
        {"host": "h", "block_migration": "auto", "force": True},
        "2.67",
    ),
    (
        lambda s: s.live_migrate(ID, "h", force=False),
        LATEST,
        {"host": "h", "block_migration": "auto"},
        NEWEST,
    ),
]

EVACUATE: list[tuple[Call, str, Any, str]] = [
    (lambda s: s.evacuate(ID), "2.13", {"onSharedStorage": True}, "2.13"),
    (
        lambda s: s.evacuate(ID, "h", False, "pw"),
        "2.13",
        {"host": "h", "onSharedStorage": False, "adminPass": "pw"},
        "2.13",
    ),
    (
        lambda s: s.evacuate(ID, host="h", on_shared_storage=False),
        "2.1",
        {"host": "h", "onSharedStorage": False},
        "2.1",
    ),
    (
        lambda s: s.evacuate(ID, on_shared_storage=False),
        LATEST,
        {"onSharedStorage": False},
        "2.13",
    ),
    (lambda s: s.evacuate(ID, "h", "pw"), "2.14", {"host": "h", "adminPass": "pw"}, "2.14"),
    (
        lambda s: s.evacuate(ID, "h", "pw", True),
        "2.29",
        {"host": "h", "adminPass": "pw", "force": True},
        "2.29",
    ),
    (lambda s: s.evacuate(ID, "h", force=True), LATEST, {"host": "h", "force": True}, "2.67"),
    (lambda s: s.evacuate(ID, "h", "pw"), LATEST, {"host": "h", "adminPass": "pw"}, NEWEST),
]


def under(action: str, rows: list[tuple[Call, str, Any, str]]) -> list[tuple[Call, str, Any, str]]:
    return [(call, version, {action: info}, sent) for call, version, info, sent in rows]


@pytest.mark.parametrize(
    ("call", "version", "body", "sent"),
    ACTIONS + under("os-migrateLive", LIVE) + under("evacuate", EVACUATE),
)
def test_action_sends(call: Call, version: str, body: Any, sent: str) -> None:
    cloud = recorded(version=version)
    call(cloud.servers)
    assert cloud.sent == [("POST", f"/servers/{ID}/action", sent, body, "compute")]


#: Call, version, error, part of its message.
REFUSED: list[tuple[Call, str, type[Exception], str]] = [
    (
        lambda s: s.lock(ID, "why"),
        "2.72",
        exceptions.UnsupportedAttribute,
        "since microversion 2.73",
    ),
    (lambda s: s.unshelve(ID, "az"), "2.76", exceptions.UnsupportedAttribute, "2.77"),
    (lambda s: s.unshelve(ID, host="h"), "2.90", exceptions.UnsupportedAttribute, "2.91"),
    (lambda s: s.migrate(ID, "h"), "2.55", exceptions.UnsupportedAttribute, "2.56"),
    (lambda s: s.live_migrate(ID, force=True), "2.29", exceptions.UnsupportedAttribute, "2.30"),
    (lambda s: s.live_migrate(ID, force=True), "2.68", exceptions.UnsupportedAttribute, "2.67"),
    (lambda s: s.live_migrate(ID, None, "auto"), "2.24", exceptions.UnsupportedAttribute, "2.25"),
    (lambda s: s.live_migrate(ID, None, True, True, 1), "2.24", TypeError, "4 positional"),
    (
        lambda s: s.live_migrate(ID, force=True, disk_over_commit=True),
        LATEST,
        exceptions.UnsupportedAttribute,
        "pass one or the other",
    ),
    (lambda s: s.evacuate(ID, "h", "pw", True), "2.28", exceptions.UnsupportedAttribute, "2.29"),
    (lambda s: s.evacuate(ID, "h", "pw", True), "2.68", exceptions.UnsupportedAttribute, "2.67"),
    (
        lambda s: s.evacuate(ID, on_shared_storage=True),
        "2.14",
        exceptions.UnsupportedAttribute,
        "2.13",
    ),
    (lambda s: s.trigger_crash_dump(ID), "2.16", exceptions.VersionNotFoundForAPIMethod, "2.17"),
    (lambda s: s.topology(ID), "2.77", exceptions.VersionNotFoundForAPIMethod, "2.78"),
    (lambda s: s.tag_list(ID), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.set_tags(ID, []), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.check_tag(ID, "t"), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.add_tag(ID, "t"), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.delete_tag(ID, "t"), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.delete_all_tags(ID), "2.25", exceptions.VersionNotFoundForAPIMethod, "2.26"),
    (lambda s: s.get_mks_console(ID), "2.7", exceptions.VersionNotFoundForAPIMethod, "2.8"),
    (lambda s: s.get_console_url(ID, "webmks"), "2.7", exceptions.UnsupportedConsoleType, "webmks"),
    (lambda s: s.get_console_url(ID, "x"), LATEST, exceptions.UnsupportedConsoleType, "x"),
    (
        lambda s: s.get_console_url(ID, "spice-direct"),
        "2.98",
        exceptions.UnsupportedConsoleType,
        "spice-direct",
    ),
    (
        lambda s: s.interface_attach(ID, "p", None, None, "t"),
        "2.48",
        exceptions.UnsupportedAttribute,
        "2.49",
    ),
    (lambda s: s.update(ID, description="d"), "2.18", exceptions.UnsupportedAttribute, "2.19"),
    (lambda s: s.update(ID, description=""), "2.18", exceptions.UnsupportedAttribute, "2.19"),
    (lambda s: s.update(ID, hostname="h"), "2.89", exceptions.UnsupportedAttribute, "2.90"),
    (
        lambda s: s.update(ID, pinned_availability_zone=None),
        "2.103",
        exceptions.UnsupportedAttribute,
        "2.104",
    ),
    (
        lambda s: s.rebuild(ID, IMAGE, description=None),
        "2.18",
        exceptions.UnsupportedAttribute,
        "2.19",
    ),
    (
        lambda s: s.rebuild(ID, IMAGE, key_name=None),
        "2.53",
        exceptions.UnsupportedAttribute,
        "2.54",
    ),
    (lambda s: s.rebuild(ID, IMAGE, userdata="u"), "2.56", exceptions.UnsupportedAttribute, "2.57"),
    (
        lambda s: s.rebuild(ID, IMAGE, trusted_image_certificates=None),
        "2.62",
        exceptions.UnsupportedAttribute,
        "2.63",
    ),
    (lambda s: s.rebuild(ID, IMAGE, hostname="h"), "2.89", exceptions.UnsupportedAttribute, "2.90"),
    (
        lambda s: s.rebuild(ID, IMAGE, files={"a": "b"}),
        "2.57",
        exceptions.UnsupportedAttribute,
        "2.56",
    ),
    (lambda s: s.list(search_opts={"tags": "a"}), "2.25", exceptions.UnsupportedAttribute, "2.26"),
    (
        lambda s: s.list(search_opts={"changes-before": "x"}),
        "2.65",
        exceptions.UnsupportedAttribute,
        "2.66",
    ),
    (
        lambda s: s.list(search_opts={"locked": False}),
        "2.72",
        exceptions.UnsupportedAttribute,
        "2.73",
    ),
    (
        lambda s: s.iterate(search_opts={"locked": True}),
        "2.72",
        exceptions.UnsupportedAttribute,
        "2.73",
    ),
]


@pytest.mark.parametrize(("call", "version", "error", "message"), REFUSED)
def test_call_outside_its_microversions_is_refused_before_any_request(
    call: Call, version: str, error: type[Exception], message: str
) -> None:
    cloud = recorded(version=version)
    with pytest.raises(error, match=message):
        call(cloud.servers)
    assert cloud.sent == []


def test_unpinning_a_zone_on_a_cloud_that_cannot_is_refused() -> None:
    cloud = recorded(spoken=("2.1", "2.90"))
    with pytest.raises(exceptions.UnsupportedAttribute, match="unpin"):
        cloud.servers.unshelve(ID, None)
