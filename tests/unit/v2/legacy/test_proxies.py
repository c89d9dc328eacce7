"""What Nova passes on to other services: what is sent, at which version, and what comes back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.v2.legacy.hosts import Host
from novaclient.v2.legacy.list_extensions import ListExtResource
from novaclient.v2.legacy.security_groups import SecurityGroup

Call = Callable[[Cloud], Any]
RULE = {"id": "r", "ip_protocol": "tcp", "from_port": 22, "to_port": 22}
NODE = ("h", 1, 1024, 10, "fa:16:3e:00:00:01")


def row(*case: Any, name: str) -> Any:
    return pytest.param(*case, id=name)


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "version", "body"),
    [
        row(
            lambda c: c.floating_ips.list(),
            {"floating_ips": []},
            "GET /os-floating-ips",
            "2.35",
            None,
            name="floating_ips.list",
        ),
        row(
            lambda c: c.floating_ips.get("f"),
            {"floating_ip": {"id": "f"}},
            "GET /os-floating-ips/f",
            "2.35",
            None,
            name="floating_ips.get",
        ),
        row(
            lambda c: c.floating_ips.create("public"),
            {"floating_ip": {"id": "f"}},
            "POST /os-floating-ips",
            "2.35",
            {"pool": "public"},
            name="floating_ips.create",
        ),
        row(
            lambda c: c.floating_ips.delete("f"),
            None,
            "DELETE /os-floating-ips/f",
            "2.35",
            None,
            name="floating_ips.delete",
        ),
        row(
            lambda c: c.floating_ip_pools.list(),
            {"floating_ip_pools": [{"name": "public"}]},
            "GET /os-floating-ip-pools",
            "2.35",
            None,
            name="floating_ip_pools.list",
        ),
        row(
            lambda c: c.security_groups.list({"all_tenants": 1, "limit": None}),
            {"security_groups": []},
            "GET /os-security-groups?all_tenants=1",
            "2.35",
            None,
            name="security_groups.list",
        ),
        row(
            lambda c: c.security_groups.get("g"),
            {"security_group": {"id": "g"}},
            "GET /os-security-groups/g",
            "2.35",
            None,
            name="security_groups.get",
        ),
        row(
            lambda c: c.security_groups.create("n", "d"),
            {"security_group": {"id": "g"}},
            "POST /os-security-groups",
            "2.35",
            {"security_group": {"name": "n", "description": "d"}},
            name="security_groups.create",
        ),
        row(
            lambda c: SecurityGroup(c.security_groups, {"id": "g"}).update("n", "d"),
            {"security_group": {"id": "g"}},
            "PUT /os-security-groups/g",
            "2.35",
            {"security_group": {"name": "n", "description": "d"}},
            name="security_groups.update",
        ),
        row(
            lambda c: SecurityGroup(c.security_groups, {"id": "g"}).delete(),
            None,
            "DELETE /os-security-groups/g",
            "2.35",
            None,
            name="security_groups.delete",
        ),
        row(
            lambda c: c.security_group_rules.create("g", "tcp", "22", 22, "10.0.0.0/8"),
            {"security_group_rule": RULE},
            "POST /os-security-group-rules",
            "2.35",
            {
                "security_group_rule": {
                    "ip_protocol": "tcp",
                    "from_port": 22,
                    "to_port": 22,
                    "cidr": "10.0.0.0/8",
                    "group_id": None,
                    "parent_group_id": "g",
                }
            },
            name="security_group_rules.create",
        ),
        row(
            lambda c: c.security_group_rules.delete("r"),
            None,
            "DELETE /os-security-group-rules/r",
            "2.35",
            None,
            name="security_group_rules.delete",
        ),
        row(
            lambda c: c.networks.list(),
            {"networks": []},
            "GET /os-networks",
            "2.35",
            None,
            name="networks.list",
        ),
        row(
            lambda c: c.networks.get("n"),
            {"network": {"id": "n"}},
            "GET /os-networks/n",
            "2.35",
            None,
            name="networks.get",
        ),
        row(
            lambda c: c.tenant_networks.list(),
            {"networks": []},
            "GET /os-tenant-networks",
            "2.35",
            None,
            name="tenant_networks.list",
        ),
        row(
            lambda c: c.tenant_networks.get("n"),
            {"network": {"id": "n"}},
            "GET /os-tenant-networks/n",
            "2.35",
            None,
            name="tenant_networks.get",
        ),
        row(
            lambda c: c.images.list(limit=3, marker="a", search_opts={"name": "x"}),
            {"images": []},
            "GET /images/detail?name=x&limit=3&marker=a",
            "2.35",
            None,
            name="images.list",
        ),
        row(
            lambda c: c.images.list(detailed=False),
            {"images": []},
            "GET /images",
            "2.35",
            None,
            name="images.list in brief",
        ),
        row(
            lambda c: c.images.get("i"),
            {"image": {"id": "i"}},
            "GET /images/i",
            "2.35",
            None,
            name="images.get",
        ),
        row(
            lambda c: c.images.delete("i"),
            None,
            "DELETE /images/i",
            "2.35",
            None,
            name="images.delete",
        ),
        row(
            lambda c: c.images.list_meta("i"),
            {"metadata": {"k": "v"}},
            "GET /images/i/metadata",
            "2.38",
            None,
            name="images.list_meta",
        ),
        row(
            lambda c: c.images.get_meta("i", "k"),
            {"meta": {"k": "v"}},
            "GET /images/i/metadata/k",
            "2.38",
            None,
            name="images.get_meta",
        ),
        row(
            lambda c: c.images.set_meta("i", {"k": "v"}),
            {"metadata": {"k": "v"}},
            "POST /images/i/metadata",
            "2.38",
            {"metadata": {"k": "v"}},
            name="images.set_meta",
        ),
        row(
            lambda c: c.images.set_meta_item("i", "k", "v"),
            {"meta": {"k": "v"}},
            "PUT /images/i/metadata/k",
            "2.38",
            {"meta": {"k": "v"}},
            name="images.set_meta_item",
        ),
        row(
            lambda c: c.images.replace_meta("i", {}),
            {"metadata": {}},
            "PUT /images/i/metadata",
            "2.38",
            {"metadata": {}},
            name="images.replace_meta",
        ),
        row(
            lambda c: c.baremetal.list(),
            {"nodes": []},
            "GET /os-baremetal-nodes",
            "2.35",
            None,
            name="baremetal.list",
        ),
        row(
            lambda c: c.baremetal.create(*NODE, pm_user="admin"),
            {"node": {"id": "b"}},
            "POST /os-baremetal-nodes",
            "2.35",
            {
                "node": {
                    "service_host": "h",
                    "cpus": 1,
                    "memory_mb": 1024,
                    "local_gb": 10,
                    "prov_mac_address": "fa:16:3e:00:00:01",
                    "pm_user": "admin",
                }
            },
            name="baremetal.create",
        ),
        row(
            lambda c: c.baremetal.add_interface("b", "fa:16:3e:00:00:01"),
            {"interface": {"address": "fa:16:3e:00:00:01"}},
            "POST /os-baremetal-nodes/b/action",
            "2.35",
            {"add_interface": {"address": "fa:16:3e:00:00:01", "datapath_id": 0, "port_no": 0}},
            name="baremetal.add_interface",
        ),
        row(
            lambda c: c.baremetal.remove_interface("b", "fa:16:3e:00:00:01"),
            None,
            "POST /os-baremetal-nodes/b/action",
            "2.35",
            {"remove_interface": {"address": "fa:16:3e:00:00:01"}},
            name="baremetal.remove_interface",
        ),
        row(
            lambda c: c.baremetal.delete("b"),
            None,
            "DELETE /os-baremetal-nodes/b",
            "2.35",
            None,
            name="baremetal.delete",
        ),
        row(
            lambda c: c.hosts.list("nova"),
            {"hosts": []},
            "GET /os-hosts?zone=nova",
            "2.42",
            None,
            name="hosts.list",
        ),
        row(
            lambda c: c.hosts.list_all(),
            {"hosts": []},
            "GET /os-hosts",
            "2.42",
            None,
            name="hosts.list_all",
        ),
        row(
            lambda c: Host(c.hosts, {"host_name": "h"}).update({"status": "enable"}),
            {"host": "h", "status": "enabled"},
            "PUT /os-hosts/h",
            "2.42",
            {"status": "enable"},
            name="hosts.update",
        ),
        row(
            lambda c: Host(c.hosts, {"resource": {"host": "h"}}).reboot(),
            {"host": "h", "power_action": "reboot"},
            "GET /os-hosts/h/reboot",
            "2.42",
            None,
            name="hosts.reboot",
        ),
        row(
            lambda c: c.list_extensions.show_all(),
            {"extensions": []},
            "GET /extensions",
            "2.104",
            None,
            name="list_extensions.show_all",
        ),
        row(
            lambda c: c.list_extensions.get("os-keypairs"),
            {"extension": {"alias": "os-keypairs"}},
            "GET /extensions/os-keypairs",
            "2.104",
            None,
            name="list_extensions.get",
        ),
        row(
            lambda c: c.servers.add_fixed_ip("s", "n"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"addFixedIp": {"networkId": "n"}},
            name="servers.add_fixed_ip",
        ),
        row(
            lambda c: c.servers.remove_fixed_ip("s", "10.0.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"removeFixedIp": {"address": "10.0.0.4"}},
            name="servers.remove_fixed_ip",
        ),
        row(
            lambda c: c.servers.add_floating_ip("s", "10.0.0.4", "10.1.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"addFloatingIp": {"address": "10.0.0.4", "fixed_address": "10.1.0.4"}},
            name="servers.add_floating_ip",
        ),
        row(
            lambda c: c.servers.remove_floating_ip("s", "10.0.0.4"),
            None,
            "POST /servers/s/action",
            "2.43",
            {"removeFloatingIp": {"address": "10.0.0.4"}},
            name="servers.remove_floating_ip",
        ),
    ],
)
def test_goes_out_at_the_newest_version_that_has_it(
    call: Call, answer: Any, request_line: str, version: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.version, sent.body) == (request_line, version, body)


def test_pinned_version_that_is_too_new_is_refused_before_any_request() -> None:
    cloud = recorded(version="2.60")
    with pytest.raises(exceptions.VersionNotFoundForAPIMethod, match=r"2\.1 to 2\.35"):
        cloud.floating_ips.list()
    assert cloud.sent == []


def test_server_is_given_a_floating_address_that_was_listed() -> None:
    cloud = recorded({"floating_ips": [{"id": "f", "ip": "10.0.0.4"}]})
    (address,) = cloud.floating_ips.list()
    cloud.servers.add_floating_ip("s", address)
    assert cloud.sent[-1].body == {"addFloatingIp": {"address": "10.0.0.4"}}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("sctp", 1, 1), "ip_protocol is tcp, udp or icmp, not 'sctp'"),
        (("tcp", "ssh", 22), "from_port is a number, not 'ssh'"),
        (("tcp", 22, "ssh"), "to_port is a number, not 'ssh'"),
    ],
)
def test_rule_that_is_none_is_refused_before_any_request(
    arguments: tuple[Any, ...], words: str
) -> None:
    cloud = recorded()
    with pytest.raises(exceptions.CommandError, match=words):
        cloud.security_group_rules.create("g", *arguments)
    assert cloud.sent == []


def test_images_of_all_pages_are_iterated() -> None:
    link = {"rel": "next", "href": "http://nova.example/v2.1/images/detail?marker=a"}
    cloud = recorded(
        {"images": [{"id": "a"}], "images_links": [link]},
        {"images": [{"id": "b"}]},
    )
    assert [image.id for image in cloud.images.iterate()] == ["a", "b"]
    assert [sent.url for sent in cloud.sent] == ["/images/detail", "/images/detail?marker=a"]


def test_each_key_of_an_image_is_deleted_and_told() -> None:
    cloud = recorded(Answer(None, 204), Answer(None, 204))
    removed = cloud.images.delete_meta("i", ["a b", "c"])
    assert cloud.urls == ["DELETE /images/i/metadata/a%20b", "DELETE /images/i/metadata/c"]
    assert removed.request_ids == ["req-1", "req-1"]


def test_metadata_that_is_no_object_is_an_invalid_answer() -> None:
    with pytest.raises(exceptions.InvalidResponse):
        recorded({"metadata": ["k"]}).images.list_meta("i")


def test_interfaces_of_a_node_are_listed() -> None:
    cloud = recorded({"node": {"id": "b", "interfaces": [{"address": "fa:16:3e:00:00:01"}]}})
    assert [i.address for i in cloud.baremetal.list_interfaces("b")] == ["fa:16:3e:00:00:01"]


def test_host_tells_what_each_project_uses() -> None:
    cloud = recorded({"host": [{"resource": {"host": "h", "project": "(total)", "cpu": 8}}]})
    (host,) = cloud.hosts.get("h")
    assert (host.host_name, host.project, host.cpu) == ("h", "(total)", 8)


def test_host_action_returns_what_was_answered() -> None:
    response, body = recorded({"host": "h", "power_action": "startup"}).hosts.host_action(
        "h", "startup"
    )
    assert (response.status_code, body["power_action"]) == (200, "startup")


@pytest.mark.parametrize(
    ("text", "summary"), [("One.\nTwo.", "One...."), ("One.\n", "One."), (" \n", "??")]
)
def test_summary_of_an_extension_is_the_first_line(text: str, summary: str) -> None:
    assert ListExtResource(object(), {"description": text}, loaded=True).summary == summary


@pytest.mark.parametrize(
    ("attribute", "method", "rest"),
    [
        ("floating_ips", "get", ()),
        ("floating_ips", "delete", ()),
        ("security_groups", "delete", ()),
        ("security_group_rules", "delete", ()),
        ("networks", "delete", ()),
        ("images", "delete_meta", (["k"],)),
        ("baremetal", "remove_interface", ("m",)),
        ("hosts", "host_action", ("reboot",)),
        ("list_extensions", "get", ()),
        ("volume_types", "delete", ()),
        ("fixed_ips", "reserve", ()),
        ("dns_entries", "delete", ("www",)),
    ],
)
@pytest.mark.parametrize("hostile", ["", "..", "a/b", "a\nb", None, True])
def test_hostile_id_is_refused_before_any_request(
    attribute: str, method: str, rest: tuple[Any, ...], hostile: object
) -> None:
    cloud = recorded()
    with pytest.raises((ValueError, TypeError)):
        getattr(getattr(cloud, attribute), method)(hostile, *rest)
    assert cloud.sent == []
