"""Requests for servers other than actions, and the parsed responses."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from microversions import NEWEST
from recording import Answer, recorded

from novaclient import crypto, exceptions
from novaclient.base import DictWithMeta, ListWithMeta, StrWithMeta, TupleWithMeta
from novaclient.v2.servers import NetworkInterface, Server, ServerManager

ID = "11111111-2222-3333-4444-555555555555"
IMAGE = "22222222-2222-3333-4444-555555555555"
NET = "33333333-2222-3333-4444-555555555555"
SERVER = {"id": ID, "name": "s", "status": "ACTIVE"}
LATEST = "2.latest"

Call = Callable[[ServerManager], Any]

#: Call, answer, request, body, what comes of it.
OTHERS: list[tuple[Call, Any, str, Any, type[Any]]] = [
    (lambda s: s.get(ID), {"server": SERVER}, f"GET /servers/{ID}", None, Server),
    (lambda s: s.delete(ID), None, f"DELETE /servers/{ID}", None, TupleWithMeta),
    (
        lambda s: s.update(ID, "n", "", "h"),
        {"server": SERVER},
        f"PUT /servers/{ID}",
        {"server": {"name": "n", "description": None, "hostname": "h"}},
        Server,
    ),
    (
        lambda s: s.update(ID, access_ip_v4="10.0.0.4", access_ip_v6="fd00::4", disk_config="AUTO"),
        {"server": SERVER},
        f"PUT /servers/{ID}",
        {
            "server": {
                "accessIPv4": "10.0.0.4",
                "accessIPv6": "fd00::4",
                "OS-DCF:diskConfig": "AUTO",
            }
        },
        Server,
    ),
    (
        lambda s: s.update(ID, pinned_availability_zone=None),
        {"server": SERVER},
        f"PUT /servers/{ID}",
        {"server": {"pinned_availability_zone": None}},
        Server,
    ),
    (lambda s: s.ips(ID), {"addresses": {}}, f"GET /servers/{ID}/ips", None, DictWithMeta),
    (
        lambda s: s.diagnostics(ID),
        {"cpu": 1},
        f"GET /servers/{ID}/diagnostics",
        None,
        TupleWithMeta,
    ),
    (lambda s: s.topology(ID), {"nodes": []}, f"GET /servers/{ID}/topology", None, DictWithMeta),
    (
        lambda s: s.clear_password(ID),
        None,
        f"DELETE /servers/{ID}/os-server-password",
        None,
        TupleWithMeta,
    ),
    (
        lambda s: s.list_meta(ID),
        {"metadata": {}},
        f"GET /servers/{ID}/metadata",
        None,
        DictWithMeta,
    ),
    (
        lambda s: s.get_meta(ID, "a:b"),
        {"meta": {}},
        f"GET /servers/{ID}/metadata/a%3Ab",
        None,
        DictWithMeta,
    ),
    (
        lambda s: s.set_meta(ID, {"k": "v"}),
        {"metadata": {"k": "v"}},
        f"POST /servers/{ID}/metadata",
        {"metadata": {"k": "v"}},
        Server,
    ),
    (
        lambda s: s.set_meta_item(ID, "k", "v"),
        {"meta": {"k": "v"}},
        f"PUT /servers/{ID}/metadata/k",
        {"meta": {"k": "v"}},
        Server,
    ),
    (
        lambda s: s.replace_meta(ID, {"k": "v"}),
        {"metadata": {"k": "v"}},
        f"PUT /servers/{ID}/metadata",
        {"metadata": {"k": "v"}},
        DictWithMeta,
    ),
    (
        lambda s: s.ips(ID, network="my net"),
        {"my net": []},
        f"GET /servers/{ID}/ips/my%20net",
        None,
        DictWithMeta,
    ),
    (
        lambda s: s.interface_get(ID, "p"),
        {"interfaceAttachment": {"port_id": "p"}},
        f"GET /servers/{ID}/os-interface/p",
        None,
        NetworkInterface,
    ),
    (lambda s: s.check_tag(ID, "a b"), None, f"GET /servers/{ID}/tags/a%20b", None, TupleWithMeta),
    (lambda s: s.tag_list(ID), {"tags": ["a"]}, f"GET /servers/{ID}/tags", None, ListWithMeta),
    (
        lambda s: s.set_tags(ID, ("a", "b")),
        {"tags": ["a", "b"]},
        f"PUT /servers/{ID}/tags",
        {"tags": ["a", "b"]},
        Server,
    ),
    (lambda s: s.add_tag(ID, "a b"), None, f"PUT /servers/{ID}/tags/a%20b", None, StrWithMeta),
    (lambda s: s.delete_tag(ID, "a"), None, f"DELETE /servers/{ID}/tags/a", None, TupleWithMeta),
    (lambda s: s.delete_all_tags(ID), None, f"DELETE /servers/{ID}/tags", None, TupleWithMeta),
    (
        lambda s: s.interface_list(ID),
        {"interfaceAttachments": [{"port_id": "p"}]},
        f"GET /servers/{ID}/os-interface",
        None,
        ListWithMeta,
    ),
    (
        lambda s: s.interface_detach(ID, "p"),
        None,
        f"DELETE /servers/{ID}/os-interface/p",
        None,
        TupleWithMeta,
    ),
    (
        lambda s: s.list_security_group(ID),
        {"security_groups": [{"id": "1"}]},
        f"GET /servers/{ID}/os-security-groups",
        None,
        ListWithMeta,
    ),
    (
        lambda s: s.get_console_output(ID, 5),
        {"output": "log"},
        f"POST /servers/{ID}/action",
        {"os-getConsoleOutput": {"length": 5}},
        StrWithMeta,
    ),
    (
        lambda s: s.get_console_url(ID, "spice-direct"),
        {"remote_console": {}},
        f"POST /servers/{ID}/remote-consoles",
        {"remote_console": {"protocol": "spice", "type": "spice-direct"}},
        DictWithMeta,
    ),
]


@pytest.mark.parametrize(("call", "answer", "request_line", "body", "result"), OTHERS)
def test_call_sends_and_returns(
    call: Call, answer: Any, request_line: str, body: Any, result: type[Any]
) -> None:
    cloud = recorded(answer)
    returned = call(cloud.servers)
    assert type(returned) is result
    assert returned.request_ids == ["req-1"]
    assert [(str(sent), sent.version, sent.body) for sent in cloud.sent] == [
        (request_line, NEWEST, body)
    ]


@pytest.mark.parametrize(
    ("call", "key"),
    [
        (lambda s: s.get(ID), "server"),
        (lambda s: s.list(), "servers"),
        (lambda s: list(s.iterate()), "servers"),
        (lambda s: s.create("n", IMAGE, "1", nics="auto"), "server"),
        (lambda s: s.create("n", IMAGE, "1", nics="auto", reservation_id=True), "reservation_id"),
        (lambda s: s.rebuild(ID, IMAGE), "server"),
        (lambda s: s.ips(ID), "addresses"),
        (lambda s: s.tag_list(ID), "tags"),
        (lambda s: s.set_meta(ID, {}), "metadata"),
        (lambda s: s.replace_meta(ID, {}), "metadata"),
        (lambda s: s.interface_get(ID, "p"), "interfaceAttachment"),
        (lambda s: s.create_image(ID, "n"), "image_id"),
        (lambda s: s.get_console_output(ID), "output"),
        (lambda s: s.get_console_url(ID, "novnc"), "remote_console"),
        (lambda s: s.get_password(ID), "password"),
        (lambda s: s.interface_list(ID), "interfaceAttachments"),
        (lambda s: s.interface_attach(ID, "p", None, None), "interfaceAttachment"),
        (lambda s: s.list_security_group(ID), "security_groups"),
    ],
)
@pytest.mark.parametrize("answer", [{"other": 1}, [], "<html>", None, 5])
def test_answer_without_its_key_is_invalid(call: Call, key: str, answer: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse, match=f"no '{key}'"):
        call(recorded(answer).servers)


@pytest.mark.parametrize(
    ("call", "answer"),
    [
        (lambda s: s.get(ID), {"server": []}),
        (lambda s: s.list(), {"servers": {}}),
        (lambda s: s.list(), {"servers": ["x"]}),
        (lambda s: s.list_meta(ID), ["x"]),
        (lambda s: s.topology(ID), "x"),
    ],
)
def test_answer_of_another_shape_is_invalid(call: Call, answer: Any) -> None:
    with pytest.raises(exceptions.InvalidResponse):
        call(recorded(answer).servers)


def test_update_with_nothing_sends_nothing() -> None:
    cloud = recorded()
    assert cloud.servers.update(ID) is None
    assert cloud.sent == []


@pytest.mark.parametrize("call", [lambda s: s.stop(ID), lambda s: s.rescue(ID)])
def test_some_actions_return_the_response_and_its_body(call: Call) -> None:
    answer = Answer({"adminPass": "x"})
    assert call(recorded(answer).servers) == (answer, {"adminPass": "x"})


def test_delete_meta_sends_a_request_for_each_key() -> None:
    cloud = recorded()
    assert cloud.servers.delete_meta(ID, ["a", "b"]).request_ids == ["req-1", "req-1"]
    assert cloud.urls == [f"DELETE /servers/{ID}/metadata/{key}" for key in "ab"]


@pytest.mark.parametrize(
    ("version", "answer"),
    [
        ("2.44", Answer(None, location=f"http://glance.example/images/{IMAGE}")),
        ("2.45", Answer({"image_id": IMAGE})),
    ],
)
def test_create_image_returns_the_images_id(version: str, answer: Answer) -> None:
    cloud = recorded(answer, version=version)
    assert cloud.servers.create_image(ID, "n", {"a": "b"}) == IMAGE
    assert cloud.sent[0].body == {"createImage": {"name": "n", "metadata": {"a": "b"}}}


def test_create_image_without_a_location_is_invalid() -> None:
    with pytest.raises(exceptions.InvalidResponse, match="Location"):
        recorded(version="2.44").servers.create_image(ID, "n")


@pytest.mark.parametrize(
    ("version", "answer", "result"),
    [("2.44", None, ()), ("2.45", {"image_id": IMAGE}, {"image_id": IMAGE})],
)
def test_backup_returns_what_the_version_answers(version: str, answer: Any, result: Any) -> None:
    assert recorded(answer, version=version).servers.backup(ID, "n", "daily", 1) == result


@pytest.mark.parametrize(
    ("kind", "action"),
    [
        ("novnc", "os-getVNCConsole"),
        ("xvpvnc", "os-getVNCConsole"),
        ("spice-html5", "os-getSPICEConsole"),
        ("rdp-html5", "os-getRDPConsole"),
        ("serial", "os-getSerialConsole"),
    ],
)
def test_console_is_an_action_up_to_2_5(kind: str, action: str) -> None:
    cloud = recorded({"console": {"url": "u"}}, version="2.5")
    assert cloud.servers.get_console_url(ID, kind) == {"console": {"url": "u"}}
    assert cloud.sent[0].body == {action: {"type": kind}}


@pytest.mark.parametrize(
    ("call", "protocol", "kind"),
    [
        (lambda s: s.get_vnc_console(ID, "novnc"), "vnc", "novnc"),
        (lambda s: s.get_spice_console(ID, "spice-html5"), "spice", "spice-html5"),
        (lambda s: s.get_rdp_console(ID, "rdp-html5"), "rdp", "rdp-html5"),
        (lambda s: s.get_serial_console(ID, "serial"), "serial", "serial"),
        (lambda s: s.get_mks_console(ID), "mks", "webmks"),
    ],
)
def test_each_console_has_its_protocol(call: Call, protocol: str, kind: str) -> None:
    cloud = recorded({"remote_console": {"url": "u"}})
    call(cloud.servers)
    assert cloud.sent[0].body == {"remote_console": {"protocol": protocol, "type": kind}}


@pytest.mark.parametrize(
    ("arguments", "body"),
    [
        (("p", None, None), {"port_id": "p"}),
        ((None, NET, None), {"net_id": NET}),
        (
            (None, NET, "10.0.0.9", "t"),
            {"net_id": NET, "fixed_ips": [{"ip_address": "10.0.0.9"}], "tag": "t"},
        ),
        ((None, None, None), {}),
    ],
)
def test_interface_attach_sends_what_is_given(arguments: Any, body: Any) -> None:
    cloud = recorded({"interfaceAttachment": {"port_id": "p"}})
    assert cloud.servers.interface_attach(ID, *arguments).id == "p"
    assert cloud.sent[0].body == {"interfaceAttachment": body}


def test_port_that_was_attached_is_never_fetched_as_a_server() -> None:
    cloud = recorded({"interfaceAttachment": {"port_id": "p"}})
    port = cloud.servers.interface_attach(ID, "p", None, None)
    assert not hasattr(port, "tag")
    assert len(cloud.sent) == 1


def test_get_password_decrypts_with_a_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crypto, "decrypt_password", lambda key, text: f"{key}+{text}")
    assert recorded({"password": "abc"}).servers.get_password(ID, "key.pem") == "key.pem+abc"


def test_get_password_returns_an_empty_one_as_it_is() -> None:
    assert recorded({"password": ""}).servers.get_password(ID, "key.pem") == ""
