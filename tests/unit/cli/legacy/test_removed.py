"""Legacy commands for removed APIs: requests, output and the explanation of a refusal."""

from __future__ import annotations

import re
import stat
from pathlib import Path
from typing import Any

import pytest
from commanding import Commanding
from recording import Answer

from novaclient import exceptions
from novaclient.cli import command_table, legacy
from novaclient.cli.legacy import networks

DNS = "/os-floating-ip-dns"
BULK = "/os-floating-ips-bulk"
RULES = "/os-security-group-default-rules"
CAPACITIES = {
    "ram_free": {"total_mb": 100, "units_by_mb": {"64": 1}},
    "disk_free": {"total_mb": 900, "units_by_mb": {"1024": 2}},
}
RULE = {
    "id": "7", "ip_protocol": "tcp", "from_port": 1, "to_port": 2, "ip_range": {"cidr": "::/0"}
}  # fmt: skip
SERVER = "11111111-1111-4111-8111-111111111111"

#: A command line, its last request, and the body of that request.
SENT: list[tuple[str, str, Any]] = [
    ("agent-list", "GET /os-agents", None),
    (
        "agent-create linux x86_64 7.0 url md5 xen",
        "POST /os-agents",
        {
            "agent": {
                "os": "linux", "architecture": "x86_64", "version": "7.0", "url": "url",
                "md5hash": "md5", "hypervisor": "xen",
            }
        },
    ),
    (
        "agent-modify 1 7.0 url md5",
        "PUT /os-agents/1",
        {"para": {"version": "7.0", "url": "url", "md5hash": "md5"}},
    ),
    ("agent-delete 1", "DELETE /os-agents/1", None),
    ("cloudpipe-list", "GET /os-cloudpipe", None),
    ("cloudpipe-create p", "POST /os-cloudpipe", {"cloudpipe": {"project_id": "p"}}),
    (
        "cloudpipe-configure 10.0.0.1 22",
        "PUT /os-cloudpipe/configure-project",
        {"configure_project": {"vpn_ip": "10.0.0.1", "vpn_port": "22"}},
    ),
    ("dns-domains", f"GET {DNS}", None),
    (
        "dns-create-private-domain d --availability_zone az",
        f"PUT {DNS}/d",
        {"domain_entry": {"scope": "private", "availability_zone": "az"}},
    ),
    (
        "dns-create-public-domain d --project p",
        f"PUT {DNS}/d",
        {"domain_entry": {"scope": "public", "project": "p"}},
    ),
    ("dns-delete-domain d", f"DELETE {DNS}/d", None),
    (
        "dns-create 10.0.0.4 www d",
        f"PUT {DNS}/d/entries/www",
        {"dns_entry": {"ip": "10.0.0.4", "dns_type": "A"}},
    ),
    (
        "dns-create 10.0.0.4 www d --type B",
        f"PUT {DNS}/d/entries/www",
        {"dns_entry": {"ip": "10.0.0.4", "dns_type": "B"}},
    ),
    ("dns-list d --name www", f"GET {DNS}/d/entries/www", None),
    ("dns-list d --ip 10.0.0.4", f"GET {DNS}/d/entries/10.0.0.4", None),
    ("dns-delete d www", f"DELETE {DNS}/d/entries/www", None),
    ("fixed-ip-get 10.0.0.4", "GET /os-fixed-ips/10.0.0.4", None),
    ("fixed-ip-reserve 10.0.0.4", "POST /os-fixed-ips/10.0.0.4/action", {"reserve": None}),
    ("fixed-ip-unreserve 10.0.0.4", "POST /os-fixed-ips/10.0.0.4/action", {"unreserve": None}),
    ("floating-ip-bulk-list", f"GET {BULK}", None),
    ("floating-ip-bulk-list --host h", f"GET {BULK}/h", None),
    (
        "floating-ip-bulk-create 10.0.0.0/24 --pool p --interface eth0",
        f"POST {BULK}",
        {
            "floating_ips_bulk_create": {
                "ip_range": "10.0.0.0/24", "pool": "p", "interface": "eth0"
            }
        },
    ),
    ("floating-ip-bulk-delete 10.0.0.0/24", f"PUT {BULK}/delete", {"ip_range": "10.0.0.0/24"}),
    ("secgroup-list-default-rules", f"GET {RULES}", None),
    (
        "secgroup-add-default-rule icmp -1 -1 ::/0",
        f"POST {RULES}",
        {
            "security_group_default_rule": {
                "ip_protocol": "icmp", "from_port": -1, "to_port": -1, "cidr": "::/0"
            }
        },
    ),
    ("secgroup-delete-default-rule tcp 1 2 ::/0", f"GET {RULES}", None),
    ("cell-show c", "GET /os-cells/c", None),
    ("cell-capacities", "GET /os-cells/capacities", None),
    ("cell-capacities --cell c", "GET /os-cells/c/capacities", None),
    ("x509-create-cert", "POST /os-certificates", {}),
    ("x509-get-root-cert", "GET /os-certificates/root", None),
    (f"virtual-interface-list {SERVER}", f"GET /servers/{SERVER}/os-virtual-interfaces", None),
    (f"network-delete {SERVER}", f"DELETE /os-networks/{SERVER}", None),
    ("network-associate-host n h", "POST /os-networks/n/action", {"associate_host": "h"}),
    ("network-associate-project n", "POST /os-networks/add", {"id": "n"}),
    ("network-disassociate n", "POST /os-networks/n/action", {"disassociate": None}),
    (
        "network-disassociate n --host-only",
        "POST /os-networks/n/action",
        {"disassociate_host": None},
    ),
    (
        "network-disassociate --project-only 1 n",
        "POST /os-networks/n/action",
        {"disassociate_project": None},
    ),
    (
        "network-disassociate --host-only 1 --project-only 1 n",
        "POST /os-networks/n/action",
        {"disassociate_host": None},
    ),
    (
        "network-create x --fixed-range-v4 10.0.0.0/8 --vlan 3 --multi-host T --enable-dhcp never",
        "POST /os-networks",
        {
            "network": {
                "label": "x", "cidr": "10.0.0.0/8", "vlan": 3, "multi_host": True,
                "enable_dhcp": False,
            }
        },
    ),
    (
        "net-create x 10.0.0.0/8",
        "POST /os-tenant-networks",
        {"network": {"label": "x", "cidr": "10.0.0.0/8"}},
    ),
    (
        "tenant-network-create x 10.0.0.0/8",
        "POST /os-tenant-networks",
        {"network": {"label": "x", "cidr": "10.0.0.0/8"}},
    ),
    ("net-delete n", "DELETE /os-tenant-networks/n", None),
    ("tenant-network-delete n", "DELETE /os-tenant-networks/n", None),
]  # fmt: skip
LINES = [line for line, *_ in SENT]


def gone() -> exceptions.ClientException:
    """Nova's response for a removed API."""
    body = {"gone": {"code": 410, "message": "This resource is no longer available."}}
    return exceptions.from_response(Answer(body, 410), body, "/os-cells", "GET")


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(("line", "request_line", "body"), SENT, ids=LINES)
def test_documented_request_is_sent(
    on_cloud: Commanding, line: str, request_line: str, body: Any
) -> None:
    ran = on_cloud(*line.split(), answers=[gone()])
    assert [(str(sent), sent.body) for sent in ran.sent] == [(request_line, body)]


@pytest.mark.parametrize("line", LINES)
def test_refusal_names_the_release_and_the_replacement(on_cloud: Commanding, line: str) -> None:
    ran = on_cloud(*line.split(), answers=[gone()])
    assert ran.status == 1
    assert ran.out == ""
    assert ran.err.startswith("ERROR (")
    assert "This cloud no longer has it: Nova removed os-" in ran.err
    assert len(ran.err.splitlines()) == 1


def test_all_removed_commands_are_tested() -> None:
    removed = {
        row.name
        for row in command_table.rows()
        if row.subject == legacy.REMOVED and row.module.startswith(legacy.__name__)
    }
    assert removed == {line.split()[0] for line in LINES}


@pytest.mark.parametrize("name", sorted({line.split()[0] for line in LINES}))
def test_help_names_the_release_and_the_replacement(on_cloud: Commanding, name: str) -> None:
    text = " ".join(on_cloud("help", name).out.split())
    assert re.search(
        r"Nova removed it in \d\d\.0\.0 \(\w+\): only older clouds support it\. Use .+ instead\.",
        text,
    )


# ------------------------------------------------------------------------ responses of an old cloud
@pytest.mark.parametrize(
    ("line", "answer", "expected"),
    [
        (
            "cloudpipe-list",
            {"cloudpipes": [{"project_id": "p", "public_ip": "1.1.1.1", "public_port": 22}]},
            [["Project Id", "Public IP", "Public Port", "Internal IP"], ["p", "1.1.1.1", "22", ""]],
        ),
        (
            "dns-domains",
            {"domain_entries": [{"domain": "d", "scope": "public", "project": "p"}]},
            [["domain", "scope", "project", "availability_zone"], ["d", "public", "p", ""]],
        ),
        (
            "dns-list d --ip 10.0.0.4",
            {"dns_entries": [{"ip": "10.0.0.4", "name": "www", "domain": "d"}]},
            [["ip", "name", "domain"], ["10.0.0.4", "www", "d"]],
        ),
        (
            "floating-ip-bulk-list",
            {"floating_ip_info": [{"project_id": None, "address": "1.1.1.1", "pool": "p"}]},
            [
                ["project_id", "address", "instance_uuid", "pool", "interface"],
                ["-", "1.1.1.1", "", "p", ""],
            ],
        ),
        (
            "secgroup-list-default-rules",
            {"security_group_default_rules": [RULE]},
            [["IP Protocol", "From Port", "To Port", "IP Range"], ["tcp", "1", "2", "::/0"]],
        ),
        (
            "fixed-ip-get 10.0.0.4",
            {"fixed_ip": {"address": "10.0.0.4", "cidr": "10.0.0.0/8", "hostname": "h"}},
            [["address", "cidr", "hostname", "host"], ["10.0.0.4", "10.0.0.0/8", "h", ""]],
        ),
        (
            "fixed-ip-get 10.0.0.4",
            {"fixed_ip": {"address": "10.0.0.4", "reserved": True}},
            [
                ["address", "cidr", "hostname", "host", "reserved"],
                ["10.0.0.4", "", "", "", "True"],
            ],
        ),
        (
            f"virtual-interface-list {SERVER}",
            {"virtual_interfaces": [{"id": "i", "mac_address": "m"}]},
            [["Id", "Mac address"], ["i", "m"]],
        ),
        (
            f"virtual-interface-list {SERVER}",
            {"virtual_interfaces": [{"id": "i", "mac_address": "m", "net_id": "n"}]},
            [["Id", "Mac address", "Network ID"], ["i", "m", "n"]],
        ),
        (
            "cell-show c",
            {"cell": {"name": "c", "rpc_port": 5672}},
            [["Property", "Value"], ["name", "c"], ["rpc_port", "5672"]],
        ),
        (
            "net-create x 10.0.0.0/8",
            {"network": {"id": "n", "label": "x"}},
            [["Property", "Value"], ["id", "n"], ["label", "x"]],
        ),
    ],
)
def test_response_of_an_old_cloud_is_printed(
    on_cloud: Commanding, line: str, answer: Any, expected: list[list[str]]
) -> None:
    assert on_cloud(*line.split(), answers=[answer]).table == expected


def test_deleted_default_rule_is_shown(on_cloud: Commanding) -> None:
    words = ["secgroup-delete-default-rule", "TCP", "1", "2", "::/0"]
    ran = on_cloud(*words, answers=[{"security_group_default_rules": [{**RULE, "id": "7"}]}])
    assert ran.urls == [f"GET {RULES}", f"DELETE {RULES}/7"]
    assert ran.table[1] == ["tcp", "1", "2", "::/0"]


def test_unknown_default_rule_is_an_error(on_cloud: Commanding) -> None:
    words = ["secgroup-delete-default-rule", "tcp", "1", "3", "::/0"]
    ran = on_cloud(*words, answers=[{"security_group_default_rules": [RULE]}])
    assert (ran.status, ran.err) == (1, "ERROR (CommandError): Rule not found\n")


def test_capacities_of_cells_are_two_tables(on_cloud: Commanding) -> None:
    ran = on_cloud("cell-capacities", answers=[{"cell": {"capacities": CAPACITIES}}])
    assert ran.table == [["Ram(MB)", "Units"], ["64", "1"], ["Disk(MB)", "Units"], ["1024", "2"]]
    assert "Ram Available: 100 MB" in ran.out
    assert "\nDisk Available: 900 MB" in ran.out


def test_capacities_of_cells_as_json_are_the_response(on_cloud: Commanding) -> None:
    answer = {"cell": {"capacities": CAPACITIES}}
    assert on_cloud("cell-capacities", "-f", "json", answers=[answer]).json == CAPACITIES


@pytest.mark.parametrize(
    ("line", "missing"),
    [
        ("dns-list d", "one of the arguments --ip --name is required"),
        ("network-create x", "one of the arguments --fixed-range-v4 --fixed-range-v6 is required"),
    ],
)
def test_one_of_two_flags_is_required(on_cloud: Commanding, line: str, missing: str) -> None:
    ran = on_cloud(*line.split())
    assert (ran.status, ran.urls) == (2, [])
    assert missing in ran.err


def test_every_field_of_a_new_network_is_sent(on_cloud: Commanding) -> None:
    words = [word for flag in networks.FIELDS for word in (flag, "1")]
    ran = on_cloud("network-create", "x", *words, answers=[gone()])
    fields = {field for field, *_ in networks.FIELDS.values()}
    assert set(ran.sent[0].body["network"]) == {"label", *fields}


# ------------------------------------------------------------------------------------- certificates
CERTIFICATE = {"certificate": {"data": "CERT\n", "private_key": "KEY\n"}}


def test_certificate_and_key_are_written(on_cloud: Commanding) -> None:
    ran = on_cloud("x509-create-cert", answers=[CERTIFICATE])
    assert ran.out == "Wrote private key to pk.pem\nWrote x509 certificate to cert.pem\n"
    assert (Path("pk.pem").read_text(), Path("cert.pem").read_text()) == ("KEY\n", "CERT\n")


def test_private_key_is_readable_by_its_owner_only(on_cloud: Commanding) -> None:
    on_cloud("x509-create-cert", "key", "certificate", answers=[CERTIFICATE])
    assert stat.S_IMODE(Path("key").stat().st_mode) == 0o400


def test_root_certificate_is_written(on_cloud: Commanding) -> None:
    on_cloud("x509-get-root-cert", answers=[CERTIFICATE])
    assert Path("cacert.pem").read_text() == "CERT\n"


@pytest.mark.parametrize(
    ("line", "path"),
    [
        ("x509-create-cert", "pk.pem"),
        ("x509-create-cert", "cert.pem"),
        ("x509-create-cert a b", "b"),
        ("x509-get-root-cert", "cacert.pem"),
    ],
)
def test_existing_file_is_not_overwritten_and_nothing_is_sent(
    on_cloud: Commanding, line: str, path: str
) -> None:
    Path(path).write_text("mine")
    ran = on_cloud(*line.split(), answers=[CERTIFICATE])
    assert (ran.status, ran.urls, Path(path).read_text()) == (1, [], "mine")


def test_unwritable_file_is_an_error(on_cloud: Commanding) -> None:
    ran = on_cloud("x509-get-root-cert", "no/such/folder", answers=[CERTIFICATE])
    assert "Cannot write 'no/such/folder'" in ran.err


def test_words_for_true_and_false_are_accepted() -> None:
    assert [networks._true(word) for word in ("T", "true", "1", "F", "0", "x")] == [
        True, True, True, False, False, False
    ]  # fmt: skip
