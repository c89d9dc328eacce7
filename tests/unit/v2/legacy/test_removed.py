"""APIs that Nova removed: the documented request is sent, and a refusal is explained."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from recording import Answer, Cloud, recorded

from novaclient import exceptions
from novaclient.v2.legacy.removals import REMOVED
from novaclient.v2.legacy.removed import (
    FloatingIPDNSDomain,
    FloatingIPDNSEntry,
    SecurityGroupDefaultRule,
)

Call = Callable[[Cloud], Any]
DOMAIN = {"domain": "example.com", "scope": "public", "project": "p"}
ENTRY = {"domain": "example.com", "name": "www", "ip": "10.0.0.4", "type": "A"}
DNS = "/os-floating-ip-dns/example.com"
RULES = "/os-security-group-default-rules"


def refusal(status: int, message: str) -> exceptions.ClientException:
    body = {"gone": {"code": status, "message": message}}
    return exceptions.from_response(Answer(body, status), body, "/os-fping", "GET")


@pytest.mark.parametrize(
    ("call", "answer", "request_line", "body"),
    [
        (lambda c: c.certs.create(), {"certificate": {}}, "POST /os-certificates", {}),
        (lambda c: c.certs.get(), {"certificate": {}}, "GET /os-certificates/root", None),
        (lambda c: c.cloudpipe.list(), {"cloudpipes": []}, "GET /os-cloudpipe", None),
        (
            lambda c: c.cloudpipe.create("p"),
            {"instance_id": "s"},
            "POST /os-cloudpipe",
            {"cloudpipe": {"project_id": "p"}},
        ),
        (
            lambda c: c.cloudpipe.update("10.0.0.4", 1194),
            None,
            "PUT /os-cloudpipe/configure-project",
            {"configure_project": {"vpn_ip": "10.0.0.4", "vpn_port": 1194}},
        ),
        (lambda c: c.cells.get("c"), {"cell": {"name": "c"}}, "GET /os-cells/c", None),
        (lambda c: c.cells.capacities(), {"cell": {}}, "GET /os-cells/capacities", None),
        (lambda c: c.cells.capacities("c"), {"cell": {}}, "GET /os-cells/c/capacities", None),
        (
            lambda c: c.fping.list(True, ["a", "b"], ["c"]),
            {"servers": []},
            "GET /os-fping?all_tenants=1&include=a%2Cb&exclude=c",
            None,
        ),
        (lambda c: c.fping.get("s"), {"server": {"id": "s"}}, "GET /os-fping/s", None),
        (
            lambda c: c.fixed_ips.get("10.0.0.4"),
            {"fixed_ip": {"address": "10.0.0.4"}},
            "GET /os-fixed-ips/10.0.0.4",
            None,
        ),
        (
            lambda c: c.fixed_ips.reserve("10.0.0.4"),
            None,
            "POST /os-fixed-ips/10.0.0.4/action",
            {"reserve": None},
        ),
        (
            lambda c: c.fixed_ips.unreserve("10.0.0.4"),
            None,
            "POST /os-fixed-ips/10.0.0.4/action",
            {"unreserve": None},
        ),
        (
            lambda c: c.floating_ips_bulk.list("h"),
            {"floating_ip_info": []},
            "GET /os-floating-ips-bulk/h",
            None,
        ),
        (
            lambda c: c.floating_ips_bulk.create("10.0.0.0/24", pool="p"),
            {"floating_ips_bulk_create": {"ip_range": "10.0.0.0/24"}},
            "POST /os-floating-ips-bulk",
            {"floating_ips_bulk_create": {"ip_range": "10.0.0.0/24", "pool": "p"}},
        ),
        (
            lambda c: c.floating_ips_bulk.delete("10.0.0.0/24"),
            {"floating_ips_bulk_delete": "10.0.0.0/24"},
            "PUT /os-floating-ips-bulk/delete",
            {"ip_range": "10.0.0.0/24"},
        ),
        (
            lambda c: c.virtual_interfaces.list("s"),
            {"virtual_interfaces": []},
            "GET /servers/s/os-virtual-interfaces",
            None,
        ),
        (lambda c: c.dns_domains.domains(), {"domain_entries": []}, f"GET {DNS[:19]}", None),
        (
            lambda c: c.dns_domains.create_private("example.com", "nova"),
            {"domain_entry": DOMAIN},
            f"PUT {DNS}",
            {"domain_entry": {"scope": "private", "availability_zone": "nova"}},
        ),
        (
            lambda c: FloatingIPDNSDomain(c.dns_domains, DOMAIN).create(),
            {"domain_entry": DOMAIN},
            f"PUT {DNS}",
            {"domain_entry": {"scope": "public", "project": "p"}},
        ),
        (
            lambda c: FloatingIPDNSDomain(c.dns_domains, DOMAIN).delete(),
            None,
            f"DELETE {DNS}",
            None,
        ),
        (
            lambda c: c.dns_entries.get("example.com", "www"),
            {"dns_entry": ENTRY},
            f"GET {DNS}/entries/www",
            None,
        ),
        (
            lambda c: c.dns_entries.get_for_ip("example.com", "10.0.0.4"),
            {"dns_entries": [ENTRY]},
            f"GET {DNS}/entries/10.0.0.4",
            None,
        ),
        (
            lambda c: FloatingIPDNSEntry(c.dns_entries, ENTRY).create(),
            {"dns_entry": ENTRY},
            f"PUT {DNS}/entries/www",
            {"dns_entry": {"ip": "10.0.0.4", "dns_type": "A"}},
        ),
        (
            lambda c: c.dns_entries.modify_ip("example.com", "www", "10.0.0.5"),
            {"dns_entry": ENTRY},
            f"PUT {DNS}/entries/www",
            {"dns_entry": {"ip": "10.0.0.5", "dns_type": "A"}},
        ),
        (
            lambda c: FloatingIPDNSEntry(c.dns_entries, ENTRY).delete(),
            None,
            f"DELETE {DNS}/entries/www",
            None,
        ),
        (
            lambda c: c.security_group_default_rules.list(),
            {"security_group_default_rules": []},
            f"GET {RULES}",
            None,
        ),
        (
            lambda c: c.security_group_default_rules.get(1),
            {"security_group_default_rule": {"id": 1}},
            f"GET {RULES}/1",
            None,
        ),
        (
            lambda c: c.security_group_default_rules.create("tcp", 22, 22, "10.0.0.0/8"),
            {"security_group_default_rule": {"id": 1}},
            f"POST {RULES}",
            {
                "security_group_default_rule": {
                    "ip_protocol": "tcp",
                    "from_port": 22,
                    "to_port": 22,
                    "cidr": "10.0.0.0/8",
                }
            },
        ),
        (
            lambda c: SecurityGroupDefaultRule(c.security_group_default_rules, {"id": 1}).delete(),
            None,
            f"DELETE {RULES}/1",
            None,
        ),
        (
            lambda c: c.networks.create(label="n", cidr="10.0.0.0/8"),
            {"network": {"id": "n"}},
            "POST /os-networks",
            {"network": {"label": "n", "cidr": "10.0.0.0/8"}},
        ),
        (
            lambda c: c.networks.disassociate("n"),
            None,
            "POST /os-networks/n/action",
            {"disassociate": None},
        ),
        (
            lambda c: c.networks.disassociate("n", disassociate_project=False),
            None,
            "POST /os-networks/n/action",
            {"disassociate_host": None},
        ),
        (
            lambda c: c.networks.disassociate("n", disassociate_host=False),
            None,
            "POST /os-networks/n/action",
            {"disassociate_project": None},
        ),
        (
            lambda c: c.networks.associate_host("n", "h"),
            None,
            "POST /os-networks/n/action",
            {"associate_host": "h"},
        ),
        (
            lambda c: c.networks.associate_project("n"),
            None,
            "POST /os-networks/add",
            {"id": "n"},
        ),
        (lambda c: c.networks.add(), None, "POST /os-networks/add", {"id": None}),
        (lambda c: c.networks.delete("n"), None, "DELETE /os-networks/n", None),
        (
            lambda c: c.tenant_networks.create("n", "10.0.0.0/8"),
            {"network": {"id": "n"}},
            "POST /os-tenant-networks",
            {"network": {"label": "n", "cidr": "10.0.0.0/8"}},
        ),
        (lambda c: c.tenant_networks.delete("n"), None, "DELETE /os-tenant-networks/n", None),
    ],
)
def test_old_cloud_is_sent_the_documented_request(
    call: Call, answer: Any, request_line: str, body: Any
) -> None:
    cloud = recorded(answer)
    call(cloud)
    (sent,) = cloud.sent
    assert (str(sent), sent.body) == (request_line, body)


@pytest.mark.parametrize(
    ("call", "api"),
    [
        (lambda c: c.agents.list(), "os-agents"),
        (lambda c: c.agents.delete(1), "os-agents"),
        (lambda c: c.servers.reset_network("s"), "resetNetwork"),
        (lambda c: c.servers.get_rdp_console("s", "rdp-html5"), "os-getRDPConsole"),
        (lambda c: c.certs.get(), "os-certificates"),
        (lambda c: c.cloudpipe.list(), "os-cloudpipe"),
        (lambda c: c.cells.get("c"), "os-cells"),
        (lambda c: c.fping.list(), "os-fping"),
        (lambda c: c.fixed_ips.reserve("10.0.0.4"), "os-fixed-ips"),
        (lambda c: c.floating_ips_bulk.list(), "os-floating-ips-bulk"),
        (lambda c: c.virtual_interfaces.list("s"), "os-virtual-interfaces"),
        (lambda c: c.dns_domains.domains(), "os-floating-ip-dns"),
        (lambda c: c.dns_entries.get("d", "n"), "os-floating-ip-dns"),
        (lambda c: c.security_group_default_rules.list(), "os-security-group-default-rules"),
        (lambda c: c.networks.delete("n"), "os-networks"),
        (lambda c: c.networks.associate_host("n", "h"), "os-networks #associate_host"),
        (lambda c: c.tenant_networks.delete("n"), "os-tenant-networks"),
    ],
)
def test_refusal_names_the_release_and_what_to_use_instead(call: Call, api: str) -> None:
    status = REMOVED[api].status
    with pytest.raises(exceptions.ClientException) as caught:
        call(recorded(refusal(status, "This resource is no longer available.")))
    assert REMOVED[api].release in caught.value.message
    assert REMOVED[api].instead in caught.value.message
    assert (caught.value.code, caught.value.request_id) == (status, "req-1")


def test_cloud_that_does_not_know_the_path_is_explained_too() -> None:
    with pytest.raises(exceptions.NotFound, match=r"does not have it.*18\.0\.0 \(Rocky\)"):
        recorded(refusal(404, "The resource could not be found.")).fping.list()


def test_address_that_an_old_cloud_does_not_have_is_not_found_in_its_own_words() -> None:
    reported = "Fixed IP 10.0.0.4 has been deleted"
    with pytest.raises(exceptions.NotFound, match=reported):
        recorded(refusal(404, reported)).fixed_ips.get("10.0.0.4")


def test_other_errors_stay_as_they_are() -> None:
    error = refusal(403, "Policy does not allow it")
    with pytest.raises(exceptions.Forbidden) as caught:
        recorded(error).fping.list()
    assert caught.value is error


def test_network_is_freed_of_something() -> None:
    cloud = recorded()
    with pytest.raises(exceptions.CommandError, match="host or project"):
        cloud.networks.disassociate("n", False, False)
    assert cloud.sent == []


def test_cell_can_be_given_as_it_was_fetched() -> None:
    cloud = recorded({"cell": {"name": "c"}}, {"cell": {}})
    cloud.cells.capacities(cloud.cells.get("c"))
    assert cloud.urls[-1] == "GET /os-cells/c/capacities"
