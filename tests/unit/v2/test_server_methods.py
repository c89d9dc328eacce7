"""A server as programs hold it: its methods are its manager's."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Cloud, recorded

from novaclient.v2.server_actions import ServerActions
from novaclient.v2.servers import Server, ServerManager

ID = "11111111-2222-3333-4444-555555555555"
IMAGE = "22222222-2222-3333-4444-555555555555"
NET = "33333333-2222-3333-4444-555555555555"
SERVER = {"id": ID, "name": "s", "status": "ACTIVE"}
LATEST = "2.latest"


def server(cloud: Cloud, **fields: Any) -> Server:
    return Server(cloud.servers, {"id": ID, "name": "s", **fields}, loaded=True)


def test_networks_are_in_alphabetical_order() -> None:
    addresses = {"b": [{"addr": "2"}], "a": [{"addr": "1"}, {"addr": "3"}]}
    networks = server(recorded(), addresses=addresses).networks
    assert list(networks.items()) == [("a", ["1", "3"]), ("b", ["2"])]


def test_server_without_addresses_has_no_networks() -> None:
    assert server(recorded()).networks == {}


#: Each method of a server with its arguments, and the request that the manager's makes of it.
OWN: list[tuple[str, tuple[Any, ...], dict[str, Any], Any]] = [
    ("update", ("n",), {}, {"server": {"name": "n"}}),
    (
        "rebuild",
        (IMAGE, "pw", True),
        {"disk_config": "AUTO"},
        {
            "rebuild": {
                "imageRef": IMAGE,
                "adminPass": "pw",
                "preserve_ephemeral": True,
                "OS-DCF:diskConfig": "AUTO",
            }
        },
    ),
    (
        "rebuild",
        (IMAGE,),
        {"description": None},
        {"rebuild": {"imageRef": IMAGE, "description": None}},
    ),
    ("start", (), {}, {"os-start": None}),
    ("stop", (), {}, {"os-stop": None}),
    ("reboot", ("HARD",), {}, {"reboot": {"type": "HARD"}}),
    ("pause", (), {}, {"pause": None}),
    ("unpause", (), {}, {"unpause": None}),
    ("suspend", (), {}, {"suspend": None}),
    ("resume", (), {}, {"resume": None}),
    ("lock", ("why",), {}, {"lock": {"locked_reason": "why"}}),
    ("unlock", (), {}, {"unlock": None}),
    ("rescue", ("pw", IMAGE), {}, {"rescue": {"adminPass": "pw", "rescue_image_ref": IMAGE}}),
    ("unrescue", (), {}, {"unrescue": None}),
    ("shelve", (), {}, {"shelve": None}),
    ("shelve_offload", (), {}, {"shelveOffload": None}),
    ("unshelve", (), {}, {"unshelve": None}),
    ("unshelve", (None, "h"), {}, {"unshelve": {"availability_zone": None, "host": "h"}}),
    ("force_delete", (), {}, {"forceDelete": None}),
    ("restore", (), {}, {"restore": None}),
    ("reset_state", ("active",), {}, {"os-resetState": {"state": "active"}}),
    ("reset_network", (), {}, {"resetNetwork": None}),
    ("trigger_crash_dump", (), {}, {"trigger_crash_dump": None}),
    (
        "resize",
        ("2",),
        {"disk_config": "AUTO"},
        {"resize": {"flavorRef": "2", "OS-DCF:diskConfig": "AUTO"}},
    ),
    ("confirm_resize", (), {}, {"confirmResize": None}),
    ("revert_resize", (), {}, {"revertResize": None}),
    ("migrate", ("h",), {}, {"migrate": {"host": "h"}}),
    ("live_migrate", ("h", True), {}, {"os-migrateLive": {"host": "h", "block_migration": True}}),
    ("evacuate", ("h", "pw"), {}, {"evacuate": {"host": "h", "adminPass": "pw"}}),
    ("create_image", ("n",), {}, {"createImage": {"name": "n", "metadata": {}}}),
    (
        "backup",
        ("n", "daily", 1),
        {},
        {"createBackup": {"name": "n", "backup_type": "daily", "rotation": 1}},
    ),
    ("get_console_output", (5,), {}, {"os-getConsoleOutput": {"length": 5}}),
    ("get_console_url", ("novnc",), {}, {"remote_console": {"protocol": "vnc", "type": "novnc"}}),
    ("get_vnc_console", ("novnc",), {}, {"remote_console": {"protocol": "vnc", "type": "novnc"}}),
    (
        "get_spice_console",
        ("spice-html5",),
        {},
        {"remote_console": {"protocol": "spice", "type": "spice-html5"}},
    ),
    (
        "get_rdp_console",
        ("rdp-html5",),
        {},
        {"remote_console": {"protocol": "rdp", "type": "rdp-html5"}},
    ),
    (
        "get_serial_console",
        ("serial",),
        {},
        {"remote_console": {"protocol": "serial", "type": "serial"}},
    ),
    ("get_mks_console", (), {}, {"remote_console": {"protocol": "mks", "type": "webmks"}}),
    ("change_password", ("pw",), {}, {"changePassword": {"adminPass": "pw"}}),
    ("add_security_group", ("g",), {}, {"addSecurityGroup": {"name": "g"}}),
    ("remove_security_group", ("g",), {}, {"removeSecurityGroup": {"name": "g"}}),
    (
        "interface_attach",
        ("p", None, None, "t"),
        {},
        {"interfaceAttachment": {"port_id": "p", "tag": "t"}},
    ),
    ("set_tags", (["a"],), {}, {"tags": ["a"]}),
]
#: One answer with every key that one of these calls looks for.
EVERYTHING = {
    "server": SERVER,
    "image_id": IMAGE,
    "output": "",
    "remote_console": {},
    "console": {},
    "interfaceAttachment": {"port_id": "p"},
    "tags": [],
    "interfaceAttachments": [],
    "security_groups": [],
    "password": "",
    "nodes": [],
}


@pytest.mark.parametrize(("method", "arguments", "keywords", "body"), OWN)
def test_server_does_what_its_manager_does(
    method: str, arguments: tuple[Any, ...], keywords: dict[str, Any], body: Any
) -> None:
    cloud = recorded(EVERYTHING)
    getattr(server(cloud), method)(*arguments, **keywords)
    assert [sent.body for sent in cloud.sent] == [body]


@pytest.mark.parametrize(
    ("method", "arguments", "request_line"),
    [
        ("delete", (), f"DELETE /servers/{ID}"),
        ("diagnostics", (), f"GET /servers/{ID}/diagnostics"),
        ("topology", (), f"GET /servers/{ID}/topology"),
        ("get_password", (), f"GET /servers/{ID}/os-server-password"),
        ("clear_password", (), f"DELETE /servers/{ID}/os-server-password"),
        ("list_security_group", (), f"GET /servers/{ID}/os-security-groups"),
        ("interface_list", (), f"GET /servers/{ID}/os-interface"),
        ("interface_detach", ("p",), f"DELETE /servers/{ID}/os-interface/p"),
        ("tag_list", (), f"GET /servers/{ID}/tags"),
        ("add_tag", ("t",), f"PUT /servers/{ID}/tags/t"),
        ("delete_tag", ("t",), f"DELETE /servers/{ID}/tags/t"),
        ("delete_all_tags", (), f"DELETE /servers/{ID}/tags"),
    ],
)
def test_server_asks_what_its_manager_asks(
    method: str, arguments: tuple[Any, ...], request_line: str
) -> None:
    cloud = recorded(EVERYTHING)
    getattr(server(cloud), method)(*arguments)
    assert cloud.urls == [request_line]


@pytest.mark.parametrize(
    ("method", "arguments", "body"),
    [
        (
            "live_migrate",
            ("h", True, False),
            {"os-migrateLive": {"host": "h", "block_migration": True, "disk_over_commit": False}},
        ),
        (
            "evacuate",
            ("h", False, "pw"),
            {"evacuate": {"host": "h", "onSharedStorage": False, "adminPass": "pw"}},
        ),
    ],
)
def test_server_of_an_old_version_takes_arguments_in_that_order(
    method: str, arguments: tuple[Any, ...], body: Any
) -> None:
    cloud = recorded(version="2.1")
    getattr(server(cloud), method)(*arguments)
    assert cloud.sent[0].body == body


def test_server_has_every_action_of_its_manager() -> None:
    actions = {name for name in vars(ServerActions) if not name.startswith("_")}
    without_method = {"inject_network_info"}  # for administrators; the manager alone has it
    assert actions - set(dir(Server)) == without_method


def test_manager_that_a_program_has_changed_keeps_its_own_methods() -> None:
    class Manager(ServerManager):
        def create(self, *args: Any, **kwargs: Any) -> Any:
            return super().create(*args, **kwargs, description="mine")

    cloud = recorded({"server": SERVER})
    Manager(cloud).create("n", IMAGE, "1")
    assert cloud.sent[0].body["server"]["description"] == "mine"
