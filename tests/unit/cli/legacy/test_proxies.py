"""Legacy commands that clouds still support: requests, microversions and output."""

from __future__ import annotations

from typing import Any

import pytest
from commanding import Commanding, Ran
from microversions import NEWEST
from recording import Answer
from routed import IMAGE, OnRoutes, not_found, server_id

from novaclient import exceptions
from novaclient.cli import command_table
from novaclient.cli.registry import load

GROUP = "55555555-5555-4555-8555-555555555555"
OTHER = "66666666-6666-4666-8666-666666666666"
NETWORK = "44444444-4444-4444-8444-444444444444"
VOLUME = "77777777-7777-4777-8777-777777777777"
RULE = {
    "id": "r1", "ip_protocol": "tcp", "from_port": 1, "to_port": 2,
    "ip_range": {"cidr": "::/0"}, "group": {},
}  # fmt: skip
GROUP_RULE = {**RULE, "id": "r2", "ip_range": {}, "group": {"name": "default", "tenant_id": "p"}}
GROUPS = {
    "security_groups": [
        {"id": GROUP, "name": "web", "description": "", "rules": [RULE, GROUP_RULE]},
        {"id": OTHER, "name": "default", "description": None, "rules": []},
    ]
}
FLOATING = {
    "id": "f1",
    "ip": "203.0.113.5",
    "instance_id": None,
    "fixed_ip": None,
    "pool": "public",
}
IMAGES = {"images": [{"id": IMAGE, "name": "cirros"}]}
DETAIL = {
    "id": VOLUME, "name": "data", "description": "d", "status": "in-use", "size": 1,
    "volume_type": None, "attachments": [{"server_id": "s1"}, {"server_id": "s2"}], "links": [],
}  # fmt: skip
NETWORKS = {"networks": [{"id": NETWORK, "label": "private", "cidr": None, "vlan": "7"}]}
WEB1 = server_id(1)


def rows(ran: Ran) -> list[list[str]]:
    """The cells of a table, headings first."""
    lines = [line for line in ran.out.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


# --------------------------------------------------------------------------------- what is sent
#: The command line, what the cloud answers, and the requests with their versions.
SENT: list[tuple[str, list[Any], list[str]]] = [
    ("floating-ip-list", [{"floating_ips": []}], ["GET /os-floating-ips 2.35"]),
    ("floating-ip-pool-list", [{"floating_ip_pools": []}], ["GET /os-floating-ip-pools 2.35"]),
    ("floating-ip-create", [{"floating_ip": FLOATING}], ["POST /os-floating-ips 2.35"]),
    (
        "floating-ip-delete 203.0.113.5",
        [{"floating_ips": [FLOATING]}],
        ["GET /os-floating-ips 2.35", "DELETE /os-floating-ips/f1 2.35"],
    ),
    (f"floating-ip-associate {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"add-floating-ip {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"floating-ip-disassociate {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"remove-floating-ip {WEB1} 203.0.113.5", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"add-fixed-ip {WEB1} n", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"remove-fixed-ip {WEB1} 10.0.0.3", [], [f"POST /servers/{WEB1}/action 2.43"]),
    (f"rename {WEB1} web9", [{"server": {"id": WEB1}}], [f"PUT /servers/{WEB1} {NEWEST}"]),
    ("secgroup-list", [GROUPS], ["GET /os-security-groups 2.35"]),
    ("secgroup-list --all-tenants", [GROUPS], ["GET /os-security-groups?all_tenants=1 2.35"]),
    ("secgroup-list --all_tenants 0", [GROUPS], ["GET /os-security-groups 2.35"]),
    (
        "secgroup-create web text",
        [{"security_group": GROUPS["security_groups"][0]}],
        ["POST /os-security-groups 2.35"],
    ),
    (
        f"secgroup-update {GROUP} web text",
        [{"security_group": GROUPS["security_groups"][0]}],
        [f"PUT /os-security-groups/{GROUP} 2.35"],
    ),
    (
        "secgroup-delete web",
        [GROUPS],
        ["GET /os-security-groups 2.35", f"DELETE /os-security-groups/{GROUP} 2.35"],
    ),
    (
        f"secgroup-list-rules {GROUP}",
        [{"security_group": GROUPS["security_groups"][0]}],
        [f"GET /os-security-groups/{GROUP} 2.35"],
    ),
    (
        f"secgroup-add-rule {GROUP} tcp 1 2 ::/0",
        [{"security_group_rule": RULE}],
        ["POST /os-security-group-rules 2.35"],
    ),
    (
        "secgroup-add-group-rule web default tcp 1 2",
        [GROUPS, {"security_group_rule": GROUP_RULE}],
        ["GET /os-security-groups 2.35", "POST /os-security-group-rules 2.35"],
    ),
    (
        "secgroup-delete-rule web TCP 1 2 ::/0",
        [GROUPS],
        ["GET /os-security-groups 2.35", "DELETE /os-security-group-rules/r1 2.35"],
    ),
    (
        "secgroup-delete-group-rule web default tcp 1 2",
        [GROUPS],
        ["GET /os-security-groups 2.35", "DELETE /os-security-group-rules/r2 2.35"],
    ),
    ("image-list", [{"images": []}], ["GET /images/detail 2.35"]),
    ("image-list --limit 2", [{"images": []}], ["GET /images/detail?limit=2 2.35"]),
    (f"image-delete {IMAGE}", [], [f"DELETE /images/{IMAGE} 2.35"]),
    (
        "image-delete cirros",
        [IMAGES],
        ["GET /images?name=cirros 2.35", f"DELETE /images/{IMAGE} 2.35"],
    ),
    (
        f"image-meta {IMAGE} set a=b",
        [{"metadata": {"a": "b"}}],
        [f"POST /images/{IMAGE}/metadata 2.38"],
    ),
    (
        f"image-meta {IMAGE} delete a b=c",
        [],
        [f"DELETE /images/{IMAGE}/metadata/a 2.38", f"DELETE /images/{IMAGE}/metadata/b 2.38"],
    ),
    ("network-list", [NETWORKS], ["GET /os-networks 2.35"]),
    ("network-show private", [NETWORKS], ["GET /os-networks 2.35"]),
    (
        f"network-show {NETWORK}",
        [{"network": NETWORKS["networks"][0]}],
        [f"GET /os-networks/{NETWORK} 2.35"],
    ),
    ("net-list", [NETWORKS], ["GET /os-tenant-networks 2.35"]),
    ("tenant-network-list", [NETWORKS], ["GET /os-tenant-networks 2.35"]),
    ("net n", [{"network": {"id": "n"}}], ["GET /os-tenant-networks/n 2.35"]),
    ("tenant-network-show n", [{"network": {"id": "n"}}], ["GET /os-tenant-networks/n 2.35"]),
    ("host-list", [{"hosts": []}], ["GET /os-hosts 2.42"]),
    ("host-list --zone z", [{"hosts": []}], ["GET /os-hosts?zone=z 2.42"]),
    ("host-describe h", [{"host": []}], ["GET /os-hosts/h 2.42"]),
    ("host-update h --status Disable", [{"host": "h"}], ["PUT /os-hosts/h 2.42"]),
    ("host-action h --action reboot", [{"host": "h"}], ["GET /os-hosts/h/reboot 2.42"]),
    ("baremetal-node-list", [{"nodes": []}], ["GET /os-baremetal-nodes 2.35"]),
    ("baremetal-node-show n", [{"node": {"id": "n"}}], ["GET /os-baremetal-nodes/n 2.35"]),
    (
        "baremetal-node-create h 1 2 3 m --pm_address a --terminal_port 4",
        [{"node": {"id": "n"}}],
        ["POST /os-baremetal-nodes 2.35"],
    ),
    ("baremetal-node-delete n", [], ["DELETE /os-baremetal-nodes/n 2.35"]),
    (
        "baremetal-interface-list n",
        [{"node": {"id": "n", "interfaces": []}}],
        ["GET /os-baremetal-nodes/n 2.35"],
    ),
    (
        "baremetal-interface-add n m --datapath_id d --port_no 1",
        [{"interface": {"id": 1}}],
        ["POST /os-baremetal-nodes/n/action 2.35"],
    ),
    ("baremetal-interface-remove n m", [], ["POST /os-baremetal-nodes/n/action 2.35"]),
    ("list-extensions", [{"extensions": []}], [f"GET /extensions {NEWEST}"]),
    ("volume-list", [{"volumes": []}], ["GET /v3/volumes/detail None"]),
    (
        "volume-list --all-tenants",
        [{"volumes": []}],
        ["GET /v3/volumes/detail?all_tenants=1 None"],
    ),
    (f"volume-show {VOLUME}", [{"volume": DETAIL}], [f"GET /v3/volumes/{VOLUME} None"]),
    (
        "volume-show data",
        [{"volumes": [{"id": VOLUME, "name": "data"}]}, {"volume": DETAIL}],
        ["GET /v3/volumes?name=data None", f"GET /v3/volumes/{VOLUME} None"],
    ),
    ("volume-create 1", [{"volume": DETAIL}], ["POST /v3/volumes None"]),
    (f"volume-delete {VOLUME}", [], [f"DELETE /v3/volumes/{VOLUME} None"]),
    ("volume-snapshot-list", [{"snapshots": []}], ["GET /v3/snapshots/detail None"]),
    (
        f"volume-snapshot-show {VOLUME}",
        [{"snapshot": {"id": VOLUME}}],
        [f"GET /v3/snapshots/{VOLUME} None"],
    ),
    (
        f"volume-snapshot-create {VOLUME} --force True",
        [{"snapshot": {"id": "s"}}],
        ["POST /v3/snapshots None"],
    ),
    (f"volume-snapshot-delete {VOLUME}", [], [f"DELETE /v3/snapshots/{VOLUME} None"]),
    ("volume-type-list", [{"volume_types": []}], ["GET /v3/types None"]),
    ("volume-type-create t", [{"volume_type": {"id": "1", "name": "t"}}], ["POST /v3/types None"]),
    (f"volume-type-delete {VOLUME}", [], [f"DELETE /v3/types/{VOLUME} None"]),
]
LINES = [line for line, *_ in SENT]


@pytest.mark.parametrize(("line", "answers", "requests"), SENT, ids=LINES)
def test_request_is_sent_at_a_version_that_has_it(
    on_cloud: Commanding, line: str, answers: list[Any], requests: list[str]
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, [f"{sent} {sent.version}" for sent in ran.sent]) == (0, requests)


@pytest.mark.parametrize("line", LINES)
def test_one_line_names_the_replacement(on_cloud: Commanding, line: str) -> None:
    name = line.split()[0]
    command = load(name)
    assert command is not None
    ran = on_cloud(*line.split(), answers=list(dict(zip(LINES, SENT, strict=True))[line][1]))
    if name == "host-action":
        assert (command.instead, ran.err) == ("", "")
    else:
        assert ran.err == f"WARNING: nova {name} is deprecated: use {command.instead}\n"


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("absolute-limits", "'nova limits'"),
        ("rate-limits", "'nova limits'"),
        ("add-fixed-ip", "'nova interface-attach --net-id'"),
        ("aggregate-details", "'nova aggregate-show'"),
        ("host-describe", "'nova hypervisor-show'"),
        ("host-list", "'nova service-list'"),
        ("host-update", "'nova service-enable' or 'nova service-disable'"),
        ("rename", "'nova update --name'"),
        ("root-password", "'nova set-password'"),
        ("image-list", "'openstack image list'"),
        ("volume-create", "'openstack volume create'"),
    ],
)
def test_help_names_the_replacement(on_cloud: Commanding, name: str, instead: str) -> None:
    assert f"Deprecated: use {instead}." in on_cloud("help", name).out


@pytest.mark.parametrize(
    ("line", "body"),
    [
        ("floating-ip-create public", {"pool": "public"}),
        ("floating-ip-create", {"pool": None}),
        (
            f"add-floating-ip {WEB1} 203.0.113.5 --fixed-address 10.0.0.3",
            {"addFloatingIp": {"address": "203.0.113.5", "fixed_address": "10.0.0.3"}},
        ),
        (f"add-fixed-ip {WEB1} n", {"addFixedIp": {"networkId": "n"}}),
        (f"remove-fixed-ip {WEB1} 10.0.0.3", {"removeFixedIp": {"address": "10.0.0.3"}}),
        (f"rename {WEB1} web9", {"server": {"name": "web9"}}),
        ("secgroup-create a b", {"security_group": {"name": "a", "description": "b"}}),
        (
            f"secgroup-add-rule {GROUP} icmp -1 -1 ::/0",
            {
                "security_group_rule": {
                    "ip_protocol": "icmp",
                    "from_port": -1,
                    "to_port": -1,
                    "cidr": "::/0",
                    "group_id": None,
                    "parent_group_id": GROUP,
                }
            },
        ),
        (
            f"secgroup-add-group-rule {GROUP} {OTHER} tcp 1 2",
            {
                "security_group_rule": {
                    "ip_protocol": "TCP",
                    "from_port": 1,
                    "to_port": 2,
                    "cidr": None,
                    "group_id": OTHER,
                    "parent_group_id": GROUP,
                }
            },
        ),
        (f"image-meta {IMAGE} set a=b c=", {"metadata": {"a": "b", "c": ""}}),
        ("host-update h --status ENABLE", {"status": "enable"}),
        ("host-update h --maintenance disable", {"maintenance_mode": "disable"}),
        (
            "volume-create 3 --snapshot_id s --image-id i --display-name n "
            "--display_description d --volume-type t --availability-zone z",
            {
                "volume": {
                    "size": 3,
                    "snapshot_id": "s",
                    "imageRef": "i",
                    "name": "n",
                    "description": "d",
                    "volume_type": "t",
                    "availability_zone": "z",
                }
            },
        ),
        (
            "volume-snapshot-create v --force yes --display-name n --display-description d",
            {"snapshot": {"volume_id": "v", "force": True, "name": "n", "description": "d"}},
        ),
        ("volume-snapshot-create v", {"snapshot": {"volume_id": "v", "force": False}}),
        ("volume-type-create t", {"volume_type": {"name": "t"}}),
        (
            "baremetal-interface-add n m",
            {"add_interface": {"address": "m", "datapath_id": 0, "port_no": 0}},
        ),
    ],
)
def test_arguments_reach_the_cloud(on_cloud: Commanding, line: str, body: Any) -> None:
    ran = on_cloud(*line.split(), answers=[Answer(status=400)])
    assert [sent.body for sent in ran.sent] == [body]


# ------------------------------------------------------------------------------- what is printed
@pytest.mark.parametrize(
    ("line", "answers", "expected"),
    [
        (
            "floating-ip-list",
            [{"floating_ips": [FLOATING]}],
            [
                ["Id", "IP", "Server Id", "Fixed IP", "Pool"],
                ["f1", "203.0.113.5", "-", "-", "public"],
            ],
        ),
        ("floating-ip-pool-list", [{"floating_ip_pools": [{"name": "p"}]}], [["name"], ["p"]]),
        (
            "secgroup-list",
            [GROUPS],
            [["Id", "Name", "Description"], [GROUP, "web", ""], [OTHER, "default", "-"]],
        ),
        (
            "secgroup-list --all-tenants",
            [{"security_groups": [{"id": "1", "name": "a", "description": "", "tenant_id": "p"}]}],
            [["Id", "Name", "Description", "Tenant_ID"], ["1", "a", "", "p"]],
        ),
        (
            "secgroup-list-rules web",
            [GROUPS],
            [
                ["IP Protocol", "From Port", "To Port", "IP Range", "Source Group"],
                ["tcp", "1", "2", "::/0", ""],
                ["tcp", "1", "2", "", "default"],
            ],
        ),
        ("secgroup-delete web", [GROUPS], [["Id", "Name", "Description"], [GROUP, "web", ""]]),
        (
            "image-list",
            [
                {
                    "images": [
                        {"id": "2", "name": "b", "status": "ACTIVE", "server": {"id": "s"}},
                        {"id": "1", "name": "a", "status": "SAVING"},
                    ]
                }
            ],
            [
                ["ID", "Name", "Status", "Server"],
                ["1", "a", "SAVING", ""],
                ["2", "b", "ACTIVE", "s"],
            ],
        ),
        (
            f"image-show {IMAGE}",
            [
                {
                    "image": {
                        "id": IMAGE, "links": [], "server": {"id": "s"}, "metadata": {"k": "v"}
                    }
                }
            ],
            [["Property", "Value"], ["id", IMAGE], ["metadata k", "v"], ["server", "s"]],
        ),
        (
            "network-list --fields vlan",
            [NETWORKS],
            [["ID", "Label", "Cidr", "Vlan"], [NETWORK, "private", "-", "7"]],
        ),
        (
            "network-show private",
            [NETWORKS],
            [
                ["Property", "Value"],
                ["cidr", "-"],
                ["id", NETWORK],
                ["label", "private"],
                ["vlan", "7"],
            ],
        ),
        ("net-list", [NETWORKS], [["ID", "Label", "CIDR"], [NETWORK, "private", "-"]]),
        (
            "host-list",
            [{"hosts": [{"host_name": "h", "service": "compute", "zone": "z"}]}],
            [["host_name", "service", "zone"], ["h", "compute", "z"]],
        ),
        (
            "host-describe h",
            [
                {
                    "host": [
                        {
                            "resource": {
                                "host": "h",
                                "project": "(total)",
                                "cpu": 1,
                                "memory_mb": 2,
                                "disk_gb": 3,
                            }
                        }
                    ]
                }
            ],
            [
                ["HOST", "PROJECT", "cpu", "memory_mb", "disk_gb"],
                ["h", "(total)", "1", "2", "3"],
            ],
        ),
        (
            "host-update h --status enable --maintenance disable",
            [{"host": "h", "status": "enabled", "maintenance_mode": "off_maintenance"}],
            [["HOST", "status", "maintenance_mode"], ["h", "enabled", "off_maintenance"]],
        ),
        (
            "host-action h --action startup",
            [{"host": "h", "power_action": "startup"}],
            [["HOST", "power_action"], ["h", "startup"]],
        ),
        (
            "baremetal-interface-list n",
            [{"node": {"id": "n", "interfaces": [{"address": "m", "port_no": None}]}}],
            [["ID", "Datapath_ID", "Port_No", "Address"], ["", "", "-", "m"]],
        ),
        (
            "list-extensions",
            [{"extensions": [{"name": "N", "alias": "os-n", "description": "One.\nTwo."}]}],
            [["Name", "Summary", "Alias", "Updated"], ["N", "One....", "os-n", ""]],
        ),
        (
            "volume-list",
            [{"volumes": [DETAIL]}],
            [
                ["ID", "Status", "Display Name", "Size", "Volume Type", "Attached to"],
                [VOLUME, "in-use", "data", "1", "-", "s1,s2"],
            ],
        ),
        (
            "volume-snapshot-list",
            [{"snapshots": [{"id": "1", "volume_id": "2", "status": "s", "name": "n", "size": 3}]}],
            [["ID", "Volume ID", "Status", "Display Name", "Size"], ["1", "2", "s", "n", "3"]],
        ),
        (
            "volume-type-list",
            [{"volume_types": [{"id": "1", "name": "a"}]}],
            [["ID", "Name"], ["1", "a"]],
        ),
    ],
)  # fmt: skip
def test_table_is_the_same_as_in_3_3(
    on_cloud: Commanding, line: str, answers: list[Any], expected: list[list[str]]
) -> None:
    assert rows(on_cloud(*line.split(), answers=list(answers))) == expected


def test_bare_metal_nodes_are_listed_with_mac_addresses(on_cloud: Commanding) -> None:
    node = {"id": "n", "cpus": "1", "interfaces": [{"address": "a"}, {"address": "b"}]}
    ran = on_cloud(
        "baremetal-node-list", "-c", "ID", "-c", "MAC Address", answers=[{"nodes": [node]}]
    )
    assert rows(ran) == [["ID", "MAC Address"], ["n", "a, b"]]


def test_volume_is_shown_without_links(on_cloud: Commanding) -> None:
    shown = on_cloud("volume-show", VOLUME, "-f", "json", answers=[{"volume": DETAIL}]).json
    assert shown == {name: value for name, value in DETAIL.items() if name != "links"}


def test_image_as_json_has_metadata_as_an_object(on_cloud: Commanding) -> None:
    image = {"id": IMAGE, "links": [], "metadata": {"k": "v"}}
    ran = on_cloud("image-show", IMAGE, "-f", "json", answers=[{"image": image}])
    assert ran.json == {"id": IMAGE, "metadata": {"k": "v"}}


# -------------------------------------------------------------------------------- what is refused
@pytest.mark.parametrize(
    ("line", "answers", "told"),
    [
        ("network-list --fields nonsense", [NETWORKS], "Non-existent fields are specified"),
        ("secgroup-delete wep", [GROUPS], "Did you mean 'web'?"),
        ("secgroup-delete-rule web tcp 1 3 ::/0", [GROUPS], "Rule not found"),
        ("secgroup-delete-group-rule web web tcp 1 2", [GROUPS], "Rule not found"),
        (
            "secgroup-delete web",
            [{"security_groups": [{"id": "1", "name": "web"}, {"id": "2", "name": "web"}]}],
            "1, 2",
        ),
    ],
)
def test_error_is_reported_before_anything_is_changed(
    on_cloud: Commanding, line: str, answers: list[Any], told: str
) -> None:
    ran = on_cloud(*line.split(), answers=list(answers))
    assert (ran.status, {sent.method for sent in ran.sent}) == (1, {"GET"})
    assert told in ran.err


@pytest.mark.parametrize(
    "line",
    [
        "host-update h",
        "host-update h --status maybe",
        "host-action h",
        f"image-meta {IMAGE} set a",
        f"secgroup-add-rule {GROUP} tcp http 2 ::/0",
        "volume-snapshot-create v --force maybe",
        "volume-create big",
    ],
)
def test_usage_error_is_reported_before_any_request(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])


def test_pinned_version_is_used_exactly(on_cloud: Commanding) -> None:
    ran = on_cloud("floating-ip-list", at="2.36")
    assert (ran.status, ran.urls) == (2, [])
    assert "floating-ip-list was withdrawn after 2.35; you asked for 2.36" in ran.err


def test_name_of_a_group_can_look_like_an_id(on_cloud: Commanding) -> None:
    groups = {"security_groups": [{"id": "1", "name": GROUP, "rules": []}]}
    ran = on_cloud("secgroup-list-rules", GROUP, answers=[not_found(), groups])
    assert (ran.status, ran.urls[-1]) == (0, "GET /os-security-groups")


def test_names_of_volumes_are_resolved_in_one_request(on_routes: OnRoutes) -> None:
    listed = {"volumes": [{"id": "1", "name": "a"}, {"id": "2", "name": "b"}]}
    routes = {
        "GET /v3/volumes": listed, "DELETE /v3/volumes/1": None, "DELETE /v3/volumes/2": None
    }  # fmt: skip
    ran = on_routes("volume-delete", "a", "b", routes=routes)
    assert (ran.status, len(ran.sent)) == (0, 3)


def test_similar_image_name_is_suggested(on_routes: OnRoutes) -> None:
    routes = {"GET /images?name=cirrus": {"images": []}, "GET /images": IMAGES}
    ran = on_routes("image-delete", "cirrus", routes=routes)
    assert "Did you mean 'cirros'?" in ran.err


def test_root_password_is_prompted_for_twice_and_set(
    on_cloud: Commanding, monkeypatch: pytest.MonkeyPatch
) -> None:
    prompts: list[str] = []

    def getpass(prompt: str) -> str:
        prompts.append(prompt)
        return "new"

    monkeypatch.setattr("getpass.getpass", getpass)
    ran = on_cloud("root-password", WEB1, answers=[Answer(status=202)])
    assert prompts == ["New password: ", "Again: "]
    assert [sent.body for sent in ran.sent] == [{"changePassword": {"adminPass": "new"}}]


def test_failure_of_one_target_is_reported_and_the_others_succeed(on_routes: OnRoutes) -> None:
    routes = {
        f"DELETE /images/{IMAGE}": exceptions.Conflict(409, "It is in use"),
        f"DELETE /images/{GROUP}": None,
    }
    ran = on_routes("image-delete", IMAGE, GROUP, routes=routes)
    assert ran.status == 1
    assert f"{IMAGE}: It is in use" in ran.err
    assert len(ran.sent) == 2


# ------------------------------------------------------------------------------------------- scrub
SCRUBBED = {
    "GET /os-networks": {
        "networks": [
            {"id": "n1", "label": "theirs", "project_id": "p1"},
            {"id": "n2", "label": "free", "project_id": None},
        ]
    },
    "GET /os-security-groups?all_tenants=1": {
        "security_groups": [
            {"id": "g1", "name": "web", "tenant_id": "p1"},
            {"id": "g2", "name": "web", "tenant_id": "p2"},
        ]
    },
    "POST /os-networks/n1/action": None,
    "DELETE /os-security-groups/g1": None,
}


def test_scrub_changes_only_resources_of_the_project(on_routes: OnRoutes) -> None:
    ran = on_routes("scrub", "p1", routes=SCRUBBED)
    assert sorted(ran.urls) == sorted(SCRUBBED)


def test_scrub_reports_each_failure(on_routes: OnRoutes) -> None:
    busy = exceptions.Conflict(409, "Security Group is in use")
    ran = on_routes("scrub", "p1", routes={**SCRUBBED, "DELETE /os-security-groups/g1": busy})
    assert ran.status == 1
    assert "web: Security Group is in use" in ran.err
    assert "1 of 2 failed" in ran.err


# ------------------------------------------------------------------------------------ all of them
def test_legacy_commands_are_the_last_in_the_overview() -> None:
    marks = [row.legacy for row in command_table.rows()]
    assert marks == sorted(marks)


def test_replacement_commands_exist() -> None:
    named = {
        words.split()[1]
        for name in command_table.names()
        if (command := load(name)) is not None
        for words in command.instead.split("'")
        if words.startswith("nova ")
    }
    assert {name for name in named if command_table.find(name) is None} == set()
    assert "interface-attach" in named
