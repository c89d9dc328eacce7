"""The commands about servers' ports and security groups: what they send and print."""

from __future__ import annotations

from typing import Any

import pytest
from recording import Answer
from routed import LOOK_UPS, NETWORK, OnRoutes, server_id

from novaclient import exceptions

ONE, TWO = server_id(1), server_id(2)
ACT, ACT_TWO = f"POST /servers/{ONE}/action", f"POST /servers/{TWO}/action"
PORTS = f"GET /servers/{ONE}/os-interface"
ATTACH = f"POST /servers/{ONE}/os-interface"
PORT = {
    "port_state": "ACTIVE",
    "port_id": "p-1",
    "net_id": "n-1",
    "mac_addr": "fa:16:3e:00:00:01",
    "fixed_ips": [
        {"ip_address": "10.0.0.1", "subnet_id": "s"},
        {"ip_address": "10.0.0.2", "subnet_id": "s"},
    ],
    "tag": "front",
}
GROUPS = {"security_groups": [{"id": "g-1", "name": "web", "description": "Web", "rules": []}]}
ROUTES: dict[str, Any] = {
    **LOOK_UPS,
    ACT: Answer(status=202),
    ACT_TWO: Answer(status=202),
    PORTS: {"interfaceAttachments": [PORT]},
    ATTACH: {"interfaceAttachment": PORT},
    f"DELETE /servers/{ONE}/os-interface/p-1": Answer(status=202),
    f"GET /servers/{ONE}/os-security-groups": GROUPS,
    "POST /os-server-external-events": {
        "events": [{"name": "network-changed", "server_uuid": ONE, "code": 200}]
    },
}


@pytest.mark.parametrize(
    ("words", "request_", "body"),
    [
        ("add-secgroup web1 web", ACT, {"addSecurityGroup": {"name": "web"}}),
        ("remove-secgroup web1 web", ACT, {"removeSecurityGroup": {"name": "web"}}),
        ("reset-network web1", ACT, {"resetNetwork": None}),
        (
            "refresh-network web1",
            "POST /os-server-external-events",
            {"events": [{"server_uuid": ONE, "name": "network-changed"}]},
        ),
        ("interface-detach web1 p-1", f"DELETE /servers/{ONE}/os-interface/p-1", None),
        ("interface-attach web1", ATTACH, {"interfaceAttachment": {}}),
        (
            "interface-attach web1 --port-id p-1 --tag front",
            ATTACH,
            {"interfaceAttachment": {"port_id": "p-1", "tag": "front"}},
        ),
        (
            "interface-attach web1 --net-id private --fixed-ip 10.0.0.7",
            ATTACH,
            {
                "interfaceAttachment": {
                    "net_id": NETWORK,
                    "fixed_ips": [{"ip_address": "10.0.0.7"}],
                }
            },
        ),
    ],
)
def test_command_sends(
    on_routes: OnRoutes, words: str, request_: str, body: dict[str, Any] | None
) -> None:
    ran = on_routes(*words.split(), routes=ROUTES)
    assert (ran.status, ran.err) == (0, "")
    assert (str(ran.sent[-1]), ran.sent[-1].body) == (request_, body)


def test_secgroup_goes_to_several_servers(on_routes: OnRoutes) -> None:
    ran = on_routes("add-secgroup", "web1", "web2", "web", routes=ROUTES)
    assert sorted(ran.urls[1:]) == sorted([ACT, ACT_TWO])


def test_secgroups_are_listed_as_always(on_routes: OnRoutes) -> None:
    assert on_routes("list-secgroup", ONE, routes=ROUTES).out == (
        "+-----+------+-------------+\n"
        "| Id  | Name | Description |\n"
        "+-----+------+-------------+\n"
        "| g-1 | web  | Web         |\n"
        "+-----+------+-------------+\n"
    )


@pytest.mark.parametrize(("at", "tagged"), [("2.69", False), ("2.70", True), ("2.latest", True)])
def test_ports_have_a_tag_where_the_cloud_shows_it(
    on_routes: OnRoutes, at: str, tagged: bool
) -> None:
    heading = on_routes("interface-list", ONE, routes=ROUTES, at=at).out.splitlines()[1]
    titles = [title.strip() for title in heading.strip("|").split("|")]
    tag = ["Tag"] if tagged else []
    assert titles == ["Port State", "Port ID", "Net ID", "IP addresses", "MAC Addr", *tag]


def test_port_shows_its_addresses_in_one_cell(on_routes: OnRoutes) -> None:
    assert "| 10.0.0.1,10.0.0.2 |" in on_routes("interface-list", ONE, routes=ROUTES).out


def test_attached_port_is_shown_with_its_addresses(on_routes: OnRoutes) -> None:
    out = on_routes("interface-attach", ONE, routes=ROUTES).out
    assert "| ip_address | 10.0.0.1,10.0.0.2 |" in out
    assert "fixed_ips" not in out


def test_attached_port_keeps_its_fields_for_programs(on_routes: OnRoutes) -> None:
    assert on_routes("interface-attach", ONE, "-f", "json", routes=ROUTES).json == PORT


def test_reset_network_says_what_to_do_where_it_was_removed(on_routes: OnRoutes) -> None:
    gone = exceptions.ClientException(410, "Gone", request_id="req-1")
    ran = on_routes("reset-network", ONE, routes={ACT: gone})
    assert ran.status == 1
    assert "HTTP 410" in ran.err
    assert "'nova refresh-network'" in ran.err


def test_reset_network_shows_other_errors_as_they_are(on_routes: OnRoutes) -> None:
    ran = on_routes("reset-network", ONE, routes={ACT: exceptions.Conflict(409, "Busy")})
    assert ran.err == "ERROR (Conflict): Busy (HTTP 409)\n"


def test_detached_port_is_waited_for(on_routes: OnRoutes) -> None:
    record = f"GET /servers/{ONE}/os-instance-actions/req-1"
    begun: dict[str, Any] = {"action": "detach_interface", "events": []}
    step = {"event": "compute_detach_interface", "result": "Success", "finish_time": "2030-01-01"}
    answers = [{"instanceAction": one} for one in (begun, {**begun, "events": [step]})]
    ran = on_routes("interface-detach", ONE, "p-1", "--wait", routes={**ROUTES, record: answers})
    assert (ran.status, ran.urls[1:]) == (0, [record, record])
