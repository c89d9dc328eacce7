"""Commands on several servers: how servers are selected, and the output for each."""

from __future__ import annotations

import io
import json
import re
import sys
from typing import Any

import pytest
from routed import LOOK_UPS, OnRoutes, brief, not_found, server, server_id, servers

from novaclient.api_versions import APIVersion
from novaclient.cli import command_table
from novaclient.cli.commands._server_filters import FILTERS
from novaclient.cli.parsing.declare import HIDDEN, Argument
from novaclient.cli.registry import load

ONE, TWO, THREE = server_id(1), server_id(2), server_id(3)
BOTH = "GET /servers?name=%5E%28web1%7Cweb2%29%24"
ERRORS = "GET /servers/detail?status=ERROR"
FOUND = {ERRORS: servers(server(1), server(2))}
DELETED = {f"DELETE /servers/{ONE}": None, f"DELETE /servers/{TWO}": None}
SHOWN = {f"GET /servers/{ONE}": {"server": server(1)}, f"GET /servers/{TWO}": {"server": server(2)}}
METADATA = {
    f"POST /servers/{one}/metadata": {"metadata": {"a": "b", "c": "d"}} for one in (ONE, TWO)
}


class Typed(io.StringIO):
    """What somebody types on a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO())


def written(urls: list[str]) -> list[str]:
    """The requests that change something, in any order."""
    return sorted(url for url in urls if not url.startswith("GET "))


# ---------------------------------------------------------------------------------------- words
@pytest.mark.parametrize("text", ["web1 web2", "web1\nweb2\n", "  web1\n\n\tweb2"])
def test_dash_stands_for_the_words_of_standard_input(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO(text))
    ran = on_routes("delete", "-", routes={**LOOK_UPS, **DELETED})
    assert (ran.status, written(ran.urls)) == (0, sorted(DELETED))


def test_dash_stands_among_other_words(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("web2"))
    routes = {**DELETED, BOTH.replace("web1%7C", ""): brief(2)}
    ran = on_routes("delete", ONE, "-", "--jobs", "1", routes=routes)
    assert written(ran.urls) == sorted(DELETED)


def test_empty_standard_input_changes_nothing(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "-")
    assert (ran.status, ran.sent) == (0, [])
    assert ran.err == "Nothing to do: there are no names or IDs on standard input.\n"


def test_dash_serves_commands_on_other_resources(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("k1 k2"))
    routes = {"DELETE /os-keypairs/k1": None, "DELETE /os-keypairs/k2": None}
    assert written(on_routes("keypair-delete", "-", routes=routes).urls) == sorted(routes)


def test_a_word_that_follows_is_not_a_server(on_routes: OnRoutes) -> None:
    flavor = "33333333-3333-4333-8333-333333333333"
    actions = {f"POST /servers/{ONE}/action": None, f"POST /servers/{TWO}/action": None}
    ran = on_routes("resize", "web1", "web2", flavor, routes={**LOOK_UPS, **actions})
    assert (ran.status, written(ran.urls)) == (0, sorted(actions))


@pytest.mark.parametrize(
    ("name", "words", "servers"),
    [
        ("resize", ["a", "--poll", "m1"], ["a"]),
        ("resize", ["--poll", "a", "b", "m1"], ["a", "b"]),
        ("resize", ["a", "b", "m1", "--poll"], ["a", "b"]),
        ("image-create", ["a", "--poll", "name"], ["a"]),
    ],
)
def test_a_flag_between_the_words_changes_nothing(
    name: str, words: list[str], servers: list[str]
) -> None:
    command = load(name)
    assert command is not None
    args, _ = command.parse(words, {})
    assert (args.server, args.poll) == (servers, True)


def test_also_names_more_where_any_number_of_words_follows(on_routes: OnRoutes) -> None:
    ran = on_routes(
        "meta", "web1", "set", "a=b", "c=d", "--also", "web2", routes={**LOOK_UPS, **METADATA}
    )
    assert (ran.status, written(ran.urls)) == (0, sorted(METADATA))
    assert {str(sent.body) for sent in ran.sent if sent.body} == {
        str({"metadata": {"a": "b", "c": "d"}})
    }


def test_every_command_with_a_server_takes_several() -> None:
    lacking = []
    for name in command_table.names():
        command = load(name)
        assert command is not None
        arguments = list(command.arguments())
        names_one = [a for a in arguments if a.dest == "server" and not a.is_flag]
        flags = {flag for argument in arguments for flag in argument.flags}
        if names_one and not flags >= {"--all-matching", "--yes", "--jobs"}:
            lacking.append(name)
    # One shell takes the place of this program, and its server may be user@server.
    assert lacking == ["ssh"]


def test_one_server_costs_no_more_than_it_did(on_routes: OnRoutes) -> None:
    ran = on_routes("meta", ONE, "set", "a=b", routes=METADATA)
    assert ran.urls == [f"POST /servers/{ONE}/metadata"]


# ------------------------------------------------------------------------------------ all matching
def test_what_a_filter_finds_is_listed_and_asked_about(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed("y\n"))
    ran = on_routes("delete", "--all-matching", "status=ERROR", routes={**FOUND, **DELETED})
    assert (ran.status, written(ran.urls)) == (0, sorted(DELETED))
    assert f"| {ONE} | web1 | ACTIVE |" in ran.err
    assert ran.err.endswith("\nDelete these 2 servers? [y/N] ")
    assert "Request to delete server web1 has been accepted.\n" in ran.out


@pytest.mark.parametrize("answer", ["\n", "n\n", "", "yess\n"])
def test_anything_but_yes_changes_nothing(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    monkeypatch.setattr(sys, "stdin", Typed(answer))
    ran = on_routes("delete", "--all-matching", "status=ERROR", routes=FOUND)
    assert (ran.status, ran.urls) == (1, [ERRORS])
    assert ran.err.endswith("nothing was done\n")


def test_without_a_terminal_it_is_refused_before_any_request(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "--all-matching", "status=ERROR")
    assert (ran.status, ran.sent) == (2, [])
    assert "--yes" in ran.err


@pytest.mark.parametrize("spelling", ["--all-matching", "--all-match", "--all_matching"])
def test_yes_skips_the_confirmation(on_routes: OnRoutes, spelling: str) -> None:
    ran = on_routes("delete", spelling, "status=ERROR", "--yes", routes={**FOUND, **DELETED})
    assert (ran.status, written(ran.urls)) == (0, sorted(DELETED))


def test_filter_may_follow_an_equals_sign(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "--all-matching=status=ERROR", "--yes", routes={**FOUND, **DELETED})
    assert written(ran.urls) == sorted(DELETED)


def test_what_only_reads_is_not_asked_about(on_routes: OnRoutes) -> None:
    ran = on_routes("show", "--all-matching", "status=ERROR", routes={**LOOK_UPS, **FOUND, **SHOWN})
    assert (ran.status, written(ran.urls)) == (0, [])
    assert "[y/N]" not in ran.err


def test_typed_names_are_not_asked_about(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "web1", "web2", routes={**LOOK_UPS, **DELETED})
    assert (ran.status, ran.err) == (0, "")


def test_nothing_found_is_reported_and_is_no_failure(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "--all-matching", "status=ERROR", "--yes", routes={ERRORS: servers()})
    assert (ran.status, ran.out) == (0, "")
    assert ran.err == "No servers match status=ERROR.\n"


def test_servers_of_one_name_are_distinguished(on_routes: OnRoutes) -> None:
    rows = servers(server(1, name="web"), server(2, name="web"))
    ran = on_routes(
        "delete", "--all-matching", "status=ERROR", "--yes", routes={ERRORS: rows, **DELETED}
    )
    assert f"Request to delete server {ONE} has been accepted.\n" in ran.out


def test_words_that_follow_keep_their_places(on_routes: OnRoutes) -> None:
    words = ("meta", "--all-matching", "status=ERROR", "set", "a=b", "--yes")
    ran = on_routes(*words, routes={**FOUND, **METADATA})
    assert (ran.status, written(ran.urls)) == (0, sorted(METADATA))


def test_all_pages_of_what_matches_are_changed(on_routes: OnRoutes) -> None:
    link = {"rel": "next", "href": f"http://nova.example/v2.1/servers/detail?marker={ONE}"}
    first = {**servers(server(1)), "servers_links": [link]}
    routes = {ERRORS: first, f"{ERRORS}&marker={ONE}": servers(server(2)), **DELETED}
    ran = on_routes("delete", "--all-matching", "status=ERROR", "--yes", routes=routes)
    assert written(ran.urls) == sorted(DELETED)


@pytest.mark.parametrize(
    ("filters", "query"),
    [
        (["name=^web"], "name=%5Eweb"),
        (["ip=10.0.0", "status=ERROR"], "ip=10.0.0&status=ERROR"),
        (["all-tenants=1", "status=ERROR"], "all_tenants=1&status=ERROR"),
        (["all_tenants=1", "status=ERROR"], "all_tenants=1&status=ERROR"),
        (["config-drive=no"], "config_drive=False"),
        (["tags=a,b", "locked=true"], "locked=true&tags=a%2Cb"),
        (["flavor=m1.nano"], "flavor=33333333-3333-4333-8333-333333333333"),
        (["image=cirros"], "image=22222222-2222-4222-8222-222222222222"),
        (["changes-since=2030-01-01"], "changes-since=2030-01-01"),
    ],
)
def test_filters_are_those_of_the_list(on_routes: OnRoutes, filters: list[str], query: str) -> None:
    words = [word for one in filters for word in ("--all-matching", one)]
    routes = {**LOOK_UPS, f"GET /servers/detail?{query}": servers()}
    ran = on_routes("delete", *words, "--yes", routes=routes)
    assert ran.urls[-1] == f"GET /servers/detail?{query}"


def test_command_that_looks_in_every_project_filters_there(on_routes: OnRoutes) -> None:
    routes = {f"{ERRORS.replace('status', 'all_tenants=1&status')}": servers()}
    words = ("delete", "--all-tenants", "--all-matching", "status=ERROR", "--yes")
    assert on_routes(*words, routes=routes).urls == list(routes)


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nme=x"], "unknown filter 'nme': did you mean 'name'? (available: all-tenants, "),
        (["limit=1"], "unknown filter 'limit'"),
        (["status="], "'status=' is not in the format of '<filter>=<value>'"),
        (["status"], "'status' is not in the format of '<filter>=<value>'"),
        (["deleted=maybe"], "deleted=maybe: must be yes or no"),
        (["all-tenants=1"], "needs a filter that narrows the list"),
        (["tenant=p1"], "needs a filter that narrows the list"),
        (["deleted=no"], "needs a filter that narrows the list"),
        (["status=ERROR", "web1"], "unrecognized arguments: web1"),
    ],
)
def test_filter_that_does_not_choose_is_refused(
    on_routes: OnRoutes, words: list[str], why: str
) -> None:
    ran = on_routes("delete", "--yes", "--all-matching", *words)
    assert (ran.status, ran.sent) == (2, [])
    assert why in ran.err


def test_filter_beyond_a_pinned_microversion_is_refused(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", "--yes", "--all-matching", "tags=a", at="2.25")
    assert (ran.status, ran.sent) == (2, [])
    assert "--tags needs 2.26 or newer; you asked for 2.25" in ran.err


def test_a_flag_is_none_after_two_dashes(on_routes: OnRoutes) -> None:
    routes = {"GET /servers?name=%5E%28--all-matching%29%24": brief(), "GET /servers": brief()}
    ran = on_routes("delete", "--", "--all-matching", routes=routes)
    assert "No server with a name or ID of '--all-matching' exists." in ran.err


def test_more_servers_cannot_be_named_with_a_filter(on_routes: OnRoutes) -> None:
    words = ("meta", "--all-matching", "status=ERROR", "set", "a=b", "--also", "web1", "--yes")
    assert on_routes(*words).status == 2


@pytest.mark.parametrize(
    ("asked", "field", "value"),
    [
        ("host=h2", "OS-EXT-SRV-ATTR:host", "h1"),
        ("availability-zone=z", "OS-EXT-AZ:availability_zone", "nova"),
        ("key-name=k", "key_name", None),
        ("vm-state=error", "OS-EXT-STS:vm_state", "active"),
        ("user=u", "user_id", "u1"),
        ("config-drive=True", "config_drive", ""),
        ("ip6=zz", "addresses", {"net": [{"addr": "fd00::1", "version": 6}]}),
    ],
)
def test_filter_that_the_cloud_did_not_apply_changes_nothing(
    on_routes: OnRoutes, asked: str, field: str, value: Any
) -> None:
    name, _, wanted = asked.partition("=")
    query = "user_id" if name == "user" else name.replace("-", "_")
    url = f"GET /servers/detail?{query}={wanted}"
    rows = servers(server(1, **{field: value}))
    ran = on_routes("delete", "--yes", "--all-matching", asked, routes={url: rows})
    assert (ran.status, ran.urls) == (1, [url])
    assert "did not apply the filter" in ran.err


def test_deleted_servers_that_are_not_deleted_are_left_alone(on_routes: OnRoutes) -> None:
    url = "GET /servers/detail?deleted=True"
    ran = on_routes(
        "delete", "--yes", "--all-matching", "deleted=1", routes={url: servers(server())}
    )
    assert (ran.status, ran.urls) == (1, [url])


# ------------------------------------------------------------------------------------ common to all
def test_what_several_servers_get_is_looked_up_once(on_routes: OnRoutes) -> None:
    rebuilt = {"server": server(status="REBUILD")}
    routes = {f"POST /servers/{one}/action": rebuilt for one in (ONE, TWO)}
    ran = on_routes("rebuild", ONE, TWO, "cirros", "--minimal", routes={**LOOK_UPS, **routes})
    assert sorted(ran.urls) == sorted(["GET /v2/images?name=cirros", *routes])


def test_what_is_not_found_for_several_servers_is_looked_for_once(on_routes: OnRoutes) -> None:
    routes = {"GET /v2/images?name=nix": {"images": []}, "GET /v2/images": IMAGES}
    alone = on_routes("rebuild", ONE, "nix", routes=routes)
    both = on_routes("rebuild", ONE, TWO, "nix", routes=routes)
    assert both.urls == alone.urls
    assert both.err.count("No image with a name or ID of 'nix' exists.") == 2


IMAGES = {"images": [{"id": server_id(9), "name": "cirros"}]}


# ------------------------------------------------------------------------------------------ output
def test_tables_of_several_have_headings_in_the_order_given(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, **SHOWN, BOTH.replace("web1%7Cweb2", "web2%7Cweb1"): brief(1, 2)}
    ran = on_routes("show", "web2", "web1", "-c", "id", routes=routes)
    lines = ran.out.splitlines()
    assert [line for line in lines if line.startswith("==>")] == ["==> web2 <==", "==> web1 <=="]
    assert lines[0] == "==> web2 <=="
    assert TWO in lines[4]
    assert ran.out.count("| id ") == 2


def test_table_of_each_of_several_lists_is_printed(on_routes: OnRoutes) -> None:
    port = {"port_state": "ACTIVE", "net_id": "n", "fixed_ips": [], "mac_addr": "m"}
    routes = {
        f"GET /servers/{one}/os-interface": {"interfaceAttachments": [{**port, "port_id": name}]}
        for one, name in ((ONE, "port-1"), (TWO, "port-2"))
    }
    out = on_routes("interface-list", ONE, TWO, routes=routes).out
    marks = [f"==> {ONE} <==", "port-1", f"==> {TWO} <==", "port-2"]
    assert re.findall("|".join(marks), out) == marks


def test_json_of_several_is_one_list_that_names_them(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, TWO, "-f", "json", routes={**LOOK_UPS, **SHOWN})
    assert [(row["Server"], row["name"]) for row in ran.json] == [(ONE, "web1"), (TWO, "web2")]


def test_json_of_one_that_a_filter_found_is_a_list_too(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, **SHOWN, ERRORS: servers(server(1))}
    ran = on_routes("show", "--all-matching", "status=ERROR", "-f", "json", routes=routes)
    assert [row["Server"] for row in ran.json] == ["web1"]


def test_json_of_one_is_an_object_as_it_was(on_routes: OnRoutes) -> None:
    assert on_routes("show", ONE, "-f", "json", routes={**LOOK_UPS, **SHOWN}).json["id"] == ONE


def test_lists_of_several_become_one_with_their_servers(on_routes: OnRoutes) -> None:
    port = {"port_state": "ACTIVE", "port_id": "p", "net_id": "n", "fixed_ips": [], "mac_addr": "m"}
    routes = {
        f"GET /servers/{ONE}/os-interface": {"interfaceAttachments": [port]},
        f"GET /servers/{TWO}/os-interface": {"interfaceAttachments": [port, port]},
    }
    ran = on_routes("interface-list", ONE, TWO, "-f", "jsonl", routes=routes)
    assert [json.loads(line)["Server"] for line in ran.out.splitlines()] == [ONE, TWO, TWO]


def test_one_that_fails_does_not_hide_what_others_show(on_routes: OnRoutes) -> None:
    routes = {**LOOK_UPS, **SHOWN, f"GET /servers/{THREE}": not_found(), "GET /servers": brief()}
    routes |= {f"GET /servers?name=%5E%28{THREE}%29%24": brief()}
    ran = on_routes("show", ONE, THREE, TWO, "-f", "json", routes=routes)
    assert (ran.status, [row["id"] for row in ran.json]) == (1, [ONE, TWO])
    assert ran.err.endswith("ERROR (CommandError): 1 of 3 failed\n")


def test_logs_of_several_do_not_run_together(on_routes: OnRoutes) -> None:
    routes = {
        f"POST /servers/{ONE}/action": {"output": "first"},
        f"POST /servers/{TWO}/action": {"output": "second\n"},
    }
    ran = on_routes("console-log", ONE, TWO, routes=routes)
    assert ran.out == f"==> {ONE} <==\nfirst\n==> {TWO} <==\nsecond\n"


def test_log_of_one_is_exact(on_routes: OnRoutes) -> None:
    routes = {f"POST /servers/{ONE}/action": {"output": "first"}}
    assert on_routes("console-log", ONE, routes=routes).out == "first"


def test_progress_of_several_is_shown_on_a_terminal_only(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "done" not in on_routes("delete", ONE, TWO, routes=DELETED).err
    terminal = Typed()
    monkeypatch.setattr(sys, "stderr", terminal)
    on_routes("delete", ONE, TWO, "--jobs", "1", routes=DELETED)
    assert terminal.getvalue() == "\r0 of 2 done\r\x1b[K\r1 of 2 done\r\x1b[K"


# ------------------------------------------------------------------------------------ declarations
def test_every_filter_can_be_checked_on_the_list() -> None:
    listing = load("list")
    assert listing is not None
    shown = [one for one in listing.arguments() if one.options["help"] != HIDDEN]
    filters = [one for entry in FILTERS for one in entry.arguments]
    other = {one.dest for one in shown if one not in filters}
    assert other == {
        "fields", "minimal", "sort", "marker", "limit",
        "format", "column", "query", "no_header", "watch",
    }  # fmt: skip


def test_new_flags_need_no_microversion() -> None:
    command = load("delete")
    assert command is not None
    new: list[Argument] = [one for one in command.arguments() if one.flags[0] == "--all-matching"]
    command.check(new, APIVersion("2.1"))
    assert len(new) == 1


def test_several_servers_cannot_be_watched(on_routes: OnRoutes) -> None:
    ran = on_routes("interface-list", "web1", "web2", "--watch")
    assert (ran.status, ran.sent) == (2, [])
    assert "error: argument --watch: works for one server only" in ran.err
