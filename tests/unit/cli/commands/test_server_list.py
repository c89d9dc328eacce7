"""The command that lists servers: what it sends, prints and refuses."""

from __future__ import annotations

import pytest
from microversions import NEWEST
from routed import (
    FLAVOR,
    IMAGE,
    LOOK_UPS,
    OnRoutes,
    brief,
    server,
    server_id,
    servers,
)

from novaclient import exceptions

ONE = server_id(1)
BY_NAME = "GET /servers?name=%5E%28web1%29%24"
DETAIL = "GET /servers/detail"


def cells(out: str) -> list[list[str]]:
    """The cells of a table's rows, its heading first."""
    lines = [line for line in out.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_list_is_one_request(on_routes: OnRoutes) -> None:
    ran = on_routes("list", routes={DETAIL: servers()})
    assert (ran.status, ran.urls, ran.sent[0].version) == (0, [DETAIL], NEWEST)


def test_list_prints_the_familiar_table_by_name(on_routes: OnRoutes) -> None:
    rows = servers(server(2, status="ERROR", **{"OS-EXT-STS:power_state": 0}), server(1, task="x"))
    ran = on_routes("list", routes={DETAIL: rows})
    assert cells(ran.out) == [
        ["ID", "Name", "Status", "Task State", "Power State", "Networks"],
        [server_id(1), "web1", "ACTIVE", "x", "Running", "private=10.0.0.1"],
        [server_id(2), "web2", "ERROR", "-", "NOSTATE", "private=10.0.0.2"],
    ]


def test_list_as_json_holds_typed_values(on_routes: OnRoutes) -> None:
    ran = on_routes("list", "-f", "json", routes={DETAIL: servers(server())})
    assert ran.json == [
        {
            "ID": ONE,
            "Name": "web1",
            "Status": "ACTIVE",
            "Task State": None,
            "Power State": 1,
            "Networks": {"private": ["10.0.0.1"]},
        }
    ]


def test_list_joins_several_networks_and_addresses(on_routes: OnRoutes) -> None:
    addresses = {"b": [{"addr": "1.1.1.1"}, {"addr": "::1"}], "a": [{"addr": "2.2.2.2"}], "c": []}
    ran = on_routes("list", routes={DETAIL: servers(server(addresses=addresses))})
    assert cells(ran.out)[1][-1] == "a=2.2.2.2; b=1.1.1.1, ::1"


def test_list_shows_what_is_known_of_servers_in_a_cell_that_is_down(on_routes: OnRoutes) -> None:
    rows = servers({"id": ONE, "status": "UNKNOWN", "tenant_id": "p1", "links": []})
    ran = on_routes("list", routes={DETAIL: rows})
    assert cells(ran.out)[1] == [ONE, "", "UNKNOWN", "N/A", "N/A", ""]


def test_list_follows_all_pages(on_routes: OnRoutes) -> None:
    link = {"rel": "next", "href": f"http://nova.example/v2.1/servers/detail?marker={ONE}"}
    first = {**servers(server(1)), "servers_links": [link]}
    routes = {DETAIL: first, f"{DETAIL}?marker={ONE}": servers(server(2))}
    ran = on_routes("list", "-f", "value", "-c", "Name", routes=routes)
    assert ran.out == "web1\nweb2\n"


def test_list_with_limit_asks_for_no_more(on_routes: OnRoutes) -> None:
    link = {"rel": "next", "href": f"http://nova.example/v2.1/servers/detail?marker={ONE}"}
    page = {**servers(server(1), server(2)), "servers_links": [link]}
    ran = on_routes("list", "--limit", "2", routes={f"{DETAIL}?limit=2": page})
    assert (ran.status, len(ran.sent)) == (0, 1)


@pytest.mark.parametrize("limit", ["0", "-1"])
def test_list_with_no_real_limit_is_of_all(on_routes: OnRoutes, limit: str) -> None:
    assert on_routes("list", "--limit", limit, routes={DETAIL: servers()}).urls == [DETAIL]


def test_list_as_json_lines_prints_pages_before_one_that_fails(on_routes: OnRoutes) -> None:
    link = {"rel": "next", "href": f"/servers/detail?marker={ONE}"}
    first = {**servers(server(1)), "servers_links": [link]}
    routes = {
        DETAIL: first,
        f"{DETAIL}?marker={ONE}": exceptions.ConnectionFailed("the cloud went away"),
    }
    ran = on_routes("list", "-f", "jsonl", "-c", "Name", routes=routes)
    assert (ran.status, ran.out) == (1, '{"Name": "web1"}\n')
    assert "the cloud went away" in ran.err


def test_list_minimal_asks_for_names_only(on_routes: OnRoutes) -> None:
    ran = on_routes(
        "list", "--minimal", "--all-tenants", routes={"GET /servers?all_tenants=1": brief(1)}
    )
    assert cells(ran.out) == [["ID", "Name"], [ONE, "web1"]]


@pytest.mark.parametrize(
    ("words", "query"),
    [
        ("--all-tenants", "all_tenants=1"),
        ("--all-tenants 0", ""),
        ("--tenant p2", "all_tenants=1&tenant_id=p2"),
        ("--user u", "user_id=u"),
        ("--deleted", "deleted=True"),
        ("--config-drive", "config_drive=True"),
        ("--no-config-drive", "config_drive=False"),
        ("--tags a,b --not-tags-any c", "not-tags-any=c&tags=a%2Cb"),
        ("--tags-any a --not-tags b", "not-tags=b&tags-any=a"),
        ("--locked true", "locked=true"),
        (
            "--sort name:asc,created",
            "sort_dir=asc&sort_dir=desc&sort_key=display_name&sort_key=created_at",
        ),
        ("--changes-since 2030-01-01T00:00:00Z", "changes-since=2030-01-01T00%3A00%3A00Z"),
        ("--changes-before 2030-01-01", "changes-before=2030-01-01"),
        ("--flavor m1.nano --image cirros", f"flavor={FLAVOR}&image={IMAGE}"),
        (
            "--name x --ip 1 --ip6 2 --status s --host h --availability-zone z --key-name k "
            "--progress 1 --vm-state v --task-state t --power-state 1 --reservation-id r "
            "--marker m",
            "availability_zone=z&host=h&ip=1&ip6=2&key_name=k&marker=m&name=x&power_state=1"
            "&progress=1&reservation_id=r&status=s&task_state=t&vm_state=v",
        ),
    ],
)
def test_list_sends_its_filters(on_routes: OnRoutes, words: str, query: str) -> None:
    url = f"{DETAIL}?{query}" if query else DETAIL
    ran = on_routes("list", *words.split(), routes={**LOOK_UPS, url: servers()})
    assert (ran.status, ran.urls[-1]) == (0, url)


def test_list_of_every_project_has_a_column_for_it(on_routes: OnRoutes) -> None:
    on_routes.environ["ALL_TENANTS"] = "1"
    ran = on_routes("list", routes={f"{DETAIL}?all_tenants=1": servers(server())})
    assert cells(ran.out)[0][:4] == ["ID", "Name", "Tenant ID", "Status"]


def test_list_of_changes_has_a_column_for_their_time(on_routes: OnRoutes) -> None:
    url = f"{DETAIL}?changes-since=2030-01-01"
    ran = on_routes("list", "--changes-since", "2030-01-01", routes={url: servers(server())})
    assert cells(ran.out)[1][-1] == "2030-01-01T00:00:00Z"


def test_list_keeps_the_order_that_was_asked_for(on_routes: OnRoutes) -> None:
    url = f"{DETAIL}?sort_dir=desc&sort_key=display_name"
    ran = on_routes("list", "--sort", "name", routes={url: servers(server(2), server(1))})
    assert [row[1] for row in cells(ran.out)[1:]] == ["web2", "web1"]


def test_list_with_fields_shows_these(on_routes: OnRoutes) -> None:
    fields = "name,hostId,OS-EXT-STS:vm_state,task_state,flavor,image,security_groups,metadata"
    ran = on_routes("list", "--fields", fields, routes={DETAIL: servers(server())})
    titles = "ID|Name|hostId|OS-EXT-STS: Vm State|Task State|Flavor|Image|Security Groups|Metadata"
    assert cells(ran.out) == [
        titles.split("|"),
        [ONE, "web1", "h1", "active", "None", "m1.nano", IMAGE, "default, web", "{'a': 'b'}"],
    ]


def test_list_refuses_fields_that_servers_do_not_have(on_routes: OnRoutes) -> None:
    ran = on_routes("list", "--fields", "name,bogus,manager", routes={DETAIL: servers(server())})
    assert ran.status == 1
    assert "Non-existent fields are specified: ['bogus', 'manager']" in ran.err


def test_list_can_show_what_the_newest_microversions_add(on_routes: OnRoutes) -> None:
    reported = {
        "pinned_availability_zone": "az",
        "scheduler_hints": {"group": "g"},
        "image": {"id": IMAGE, "properties": {"os_distro": "debian"}},
    }
    titles = ("Pinned Availability Zone", "Scheduler Hints", "Image Properties")
    columns = [word for title in titles for word in ("-c", title)]
    routes = {"GET /servers/detail": servers(server(**reported))}
    ran = on_routes("list", "-f", "json", *columns, routes=routes)
    assert list(ran.json[0].values()) == ["az", {"group": "g"}, {"os_distro": "debian"}]


def test_list_can_show_more_columns(on_routes: OnRoutes) -> None:
    words = ("list", "-f", "json", "-c", "flavor", "-c", "Image", "-c", "tenant_id", "-c", "tags")
    ran = on_routes(*words, routes={DETAIL: servers(server(tags=["t"]))})
    assert ran.json == [{"Flavor": "m1.nano", "Image": IMAGE, "Tenant ID": "p1", "Tags": ["t"]}]


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        ("--sort name:sideways", 1, "Unknown sort direction: sideways"),
        ("--changes-since garbage", 1, "Invalid changes-since value: garbage"),
        ("--changes-before 31.1.2030", 1, "Invalid changes-before value: 31.1.2030"),
        ("--limit -2", 2, "must be -1 (all) or more"),
        ("--all-tenants maybe", 2, "must be true or false, not 'maybe'"),
        ("--config-drive --no-config-drive", 2, "not allowed with argument"),
    ],
)
def test_list_refuses_before_any_request(
    on_routes: OnRoutes, words: str, status: int, message: str
) -> None:
    ran = on_routes("list", *words.split())
    assert (ran.status, ran.sent) == (status, [])
    assert message in ran.err


@pytest.mark.parametrize(
    ("flag", "at", "since"),
    [
        ("--tags", "2.25", "2.26"),
        ("--not-tags-any", "2.25", "2.26"),
        ("--changes-before", "2.65", "2.66"),
        ("--locked", "2.72", "2.73"),
    ],
)
def test_list_refuses_filters_newer_than_the_pinned_version(
    on_routes: OnRoutes, flag: str, at: str, since: str
) -> None:
    ran = on_routes("list", flag, "x", at=at)
    assert (ran.status, ran.sent) == (2, [])
    assert f"{flag} needs {since} or newer; you asked for {at}" in ran.err


def test_list_names_the_flag_that_the_cloud_is_too_old_for(on_routes: OnRoutes) -> None:
    ran = on_routes("list", "--not-tags", "x", spoken=("2.1", "2.20"))
    assert (ran.status, ran.sent) == (1, [])
    assert "--not-tags" in ran.err


def test_list_looks_up_flavor_and_image_without_listing_when_one_is_unknown(
    on_routes: OnRoutes,
) -> None:
    ran = on_routes("list", "--flavor", "m1.nan", "--image", "cirros", routes=LOOK_UPS)
    assert (ran.status, len(ran.sent)) == (1, 2)
    assert "No flavor with a name or ID of 'm1.nan' exists. Did you mean 'm1.nano'" in ran.err
