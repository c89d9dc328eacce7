"""``--dry-run`` and ``--curl``: requests are shown, and what changes something is never sent."""

from __future__ import annotations

import json
import shlex
from collections.abc import Callable
from typing import Any, Self

import pytest
from cli_nova import Nova
from commanding import Commanding
from microversions import NEWEST
from recording import Answer, Recorder, cloud_of
from routed import FLAVOR, IMAGE, LOOK_UPS, OnRoutes, brief, not_found, server, server_id, servers

from novaclient.cli import command_table
from novaclient.cli.bulk.command import BulkRun
from novaclient.cli.bulk.selection import OnTargets
from novaclient.cli.framework.command import Command
from novaclient.cli.parsing.declare import Argument
from novaclient.cli.registry import load
from novaclient.transport.messages import Request

ONE, TWO = server_id(1), server_id(2)
ROOT = "http://nova.example/v2.1/p"
STOP = {"os-stop": None}


def plan_of(out: str) -> list[tuple[str, Any]]:
    """The requests of a plan, with their bodies; a note is a request without one."""
    found = []
    for part in out.rstrip("\n").split("\n\n"):
        line, _, rest = part.partition("\n")
        start = rest.find("{")
        found.append((line, json.loads(rest[start:]) if start >= 0 else None))
    return found


# ---------------------------------------------------------------------------------------- dry run
def test_each_request_is_shown_in_the_order_of_the_targets(on_routes: OnRoutes) -> None:
    ran = on_routes("stop", "web2", "web1", "--dry-run", routes=SEARCH)
    assert (ran.status, ran.err) == (0, "")
    assert plan_of(ran.out) == [
        (f"POST {ROOT}/servers/{TWO}/action", STOP),
        (f"POST {ROOT}/servers/{ONE}/action", STOP),
    ]
    assert ran.urls == list(SEARCH)


SEARCH = {"GET /servers?name=%5E%28web2%7Cweb1%29%24": brief(1, 2)}


def test_it_may_stand_before_the_command(on_routes: OnRoutes) -> None:
    assert on_routes("--dry-run", "stop", ONE).sent == []


def test_it_is_no_option_after_two_dashes(on_routes: OnRoutes) -> None:
    routes = {"GET /servers?name=%5E%28--dry-run%29%24": brief(), "GET /servers": brief()}
    ran = on_routes("stop", "--", "--dry-run", routes=routes)
    assert "No server with a name or ID of '--dry-run' exists." in ran.err


def test_a_request_says_its_microversion(on_routes: OnRoutes) -> None:
    ran = on_routes("stop", ONE, "--dry-run", at="2.90")
    assert "\nOpenStack-API-Version: compute 2.90\n" in ran.out


def test_results_are_not_printed(on_routes: OnRoutes) -> None:
    ran = on_routes("delete", ONE, "--dry-run")
    assert ran.out == f"DELETE {ROOT}/servers/{ONE}\nOpenStack-API-Version: compute {NEWEST}\n"


def test_it_looks_once_where_it_would_watch(on_routes: OnRoutes) -> None:
    ran = on_routes("list", "--watch", "--curl", routes={"GET /servers/detail": servers()})
    assert ran.out.count("curl ") == 1


@pytest.mark.parametrize("form", ["table", "json"])
def test_what_only_reads_changes_nothing(on_routes: OnRoutes, form: str) -> None:
    ran = on_routes("list", "-f", form, "--dry-run", routes={"GET /servers/detail": servers()})
    assert (ran.out, ran.err) == ("Nothing would be changed.\n", "")


def test_a_plan_ends_where_the_answer_would_be_needed(on_routes: OnRoutes) -> None:
    words = ("boot", "--image", IMAGE, "--flavor", FLAVOR, "--nic", "none", "web1", "--poll")
    ran = on_routes(*words, "--dry-run", routes=LOOK_UPS)
    shown = plan_of(ran.out)
    assert [line for line, _ in shown] == [
        f"POST {ROOT}/servers",
        "(the following requests depend on the response)",
    ]
    assert ran.status == 0


def test_it_does_not_wait(on_routes: OnRoutes) -> None:
    assert on_routes("stop", ONE, "--wait", "--dry-run").urls == []


def test_a_target_that_is_not_found_does_not_hide_the_others_plan(on_routes: OnRoutes) -> None:
    routes = {"GET /servers?name=%5E%28nosuch%29%24": brief(), "GET /servers": brief()}
    ran = on_routes("stop", "nosuch", ONE, "--dry-run", routes=routes)
    assert ran.status == 1
    assert plan_of(ran.out) == [(f"POST {ROOT}/servers/{ONE}/action", STOP)]
    assert "No server with a name or ID of 'nosuch' exists." in ran.err


def test_an_error_without_a_plan_is_reported_alone(on_routes: OnRoutes) -> None:
    ran = on_routes("show", ONE, "--dry-run", routes={f"GET /servers/{ONE}": not_found()})
    assert (ran.status, ran.out) == (1, "")


def test_what_a_filter_finds_is_planned_without_a_question(on_routes: OnRoutes) -> None:
    routes = {"GET /servers/detail?status=ERROR": servers(server(1), server(2))}
    ran = on_routes("stop", "--all-matching", "status=ERROR", "--dry-run", routes=routes)
    assert len(plan_of(ran.out)) == 2
    assert "[y/N]" not in ran.err


def test_secrets_are_masked(on_routes: OnRoutes, tmp_path: Any) -> None:
    file = tmp_path / "secret"
    file.write_text("hunter2")
    words = ["rebuild", ONE, IMAGE, "--rebuild-password", "hunter2", "--user-data", str(file)]
    ran = on_routes(*words, "--dry-run")
    _, body = plan_of(ran.out)[0]
    assert body["rebuild"]["adminPass"] == body["rebuild"]["user_data"] == "***"
    assert "hunter2" not in ran.out + ran.err
    assert "*** stands for a secret" in ran.err


def test_a_get_that_switches_a_host_off_is_not_sent(on_routes: OnRoutes) -> None:
    ran = on_routes("host-action", "h", "--action", "shutdown", "--dry-run")
    assert ran.out.startswith(f"GET {ROOT}/os-hosts/h/shutdown\n")
    assert ran.sent == []


def test_ssh_is_not_run(on_routes: OnRoutes) -> None:
    row = server(addresses={"net": [{"addr": "10.0.0.1", "version": 4}]})
    ran = on_routes("ssh", ONE, "--dry-run", routes={f"GET /servers/{ONE}": {"server": row}})
    assert ran.out == "(then: ssh -4 -p 22 -l root 10.0.0.1)\n"


def test_what_talks_to_no_cloud_is_refused(on_routes: OnRoutes) -> None:
    ran = on_routes("--dry-run", "sandbox", "down")
    assert ran.status == 2
    assert "sends no requests" in ran.err


def test_help_of_a_command_names_it_once(on_routes: OnRoutes) -> None:
    assert on_routes("help", "stop").out.count("--dry-run") == 1
    assert "--dry-run" not in on_routes("help", "sandbox").out


# ------------------------------------------------------------------------------------------- curl
def test_a_change_is_a_curl_command(on_routes: OnRoutes) -> None:
    ran = on_routes("stop", ONE, "--curl")
    assert shlex.split(ran.out) == [
        "curl", "-g", "-X", "POST",
        "-H", "X-Auth-Token: $OS_TOKEN",
        "-H", "Accept: application/json",
        "-H", f"OpenStack-API-Version: compute {NEWEST}",
        "-H", "Content-Type: application/json",
        "-d", '{"os-stop": null}',
        f"{ROOT}/servers/{ONE}/action",
    ]  # fmt: skip
    assert ran.sent == []


def test_the_shell_puts_the_token_in(on_routes: OnRoutes) -> None:
    assert '-H "X-Auth-Token: $OS_TOKEN"' in on_routes("stop", ONE, "--curl").out


def test_reads_before_a_change_are_not_shown(on_routes: OnRoutes) -> None:
    ran = on_routes("stop", "web2", "web1", "--curl", routes=SEARCH)
    assert ran.out.count("curl ") == ran.out.count(" POST ") == 2


def test_what_only_reads_is_shown_instead_of_its_result(on_routes: OnRoutes) -> None:
    routes = {"GET /servers/detail?name=a%26b%27": servers(server())}
    ran = on_routes("list", "--name", "a&b'", "--curl", routes=routes)
    words = shlex.split(ran.out)
    assert words[-1] == f"{ROOT}/servers/detail?name=a%26b%27"
    assert "-X" not in words
    assert "web1" not in ran.out


@pytest.mark.parametrize(
    ("flags", "words"),
    [
        ("", ""),
        ("--insecure", "-k"),
        (f"--os-cacert {__file__}", f"--cacert {__file__}"),
        (f"--os-cert {__file__}", f"--cert {__file__}"),
        (f"--os-cert {__file__} --os-key {__file__}", f"--cert {__file__} --key {__file__}"),
    ],
)
def test_curl_checks_certificates_as_the_command_does(
    on_routes: OnRoutes, monkeypatch: pytest.MonkeyPatch, flags: str, words: str
) -> None:
    monkeypatch.setattr(Recorder, "get_endpoint", lambda _: "https://nova.example/v2.1")
    on_routes.environ["OS_AUTH_URL"] = "https://keystone.example/v3"
    ran = on_routes(*flags.split(), "stop", ONE, "--curl")
    assert ran.out.startswith(f"curl -g {words} -X POST".replace("  ", " "))


@pytest.mark.parametrize("name", ["a'; rm -rf ~; '", '$(id) `id` "', "a\nb\x1b[2J", "\u202e", "@x"])
def test_hostile_names_reach_curl_as_they_are(on_routes: OnRoutes, name: str) -> None:
    ran = on_routes("update", ONE, "--name", name, "--curl")
    words = shlex.split(ran.out)
    assert json.loads(words[words.index("-d") + 1]) == {"server": {"name": name}}
    assert len(ran.out.splitlines()) == 1
    assert ran.out.rstrip("\n").isprintable()


def test_requests_to_other_services_are_planned_too(on_cloud: Commanding) -> None:
    ran = on_cloud("volume-delete", ONE, "--curl")
    assert "-X DELETE -H" in ran.out
    assert ran.sent == []


# ------------------------------------------------------------------------------- every command
class Everything(dict[str, Any]):
    """An answer that holds whatever is looked for in it: a list where the key is a plural."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> Any:
        one = {
            "id": ONE,
            "name": ONE,
            "status": "ACTIVE",
            "availability_zone": None,
            "metadata": {},
        }
        one |= {
            "rules": [],
            "servers": [{"uuid": ONE, "name": "web1"}],
            "hosts": [],
            "is_public": 1,
        }
        return [one] if key.endswith("s") else one

    def get(self, key: str, default: Any = None) -> Any:
        return default


class ReadingCloud(Recorder):
    """A cloud that answers whatever is read; anything else is kept as a change."""

    def __init__(self) -> None:
        super().__init__()
        self.changes: list[str] = []

    def send(self, request: Request) -> Answer:
        if request.method not in ("GET", "HEAD"):
            self.changes.append(f"{request.method} {request.url}")
        return Answer()

    def for_service(self, service_type: str) -> Self:
        return self


#: What commands need in addition to a value for each required argument.
MORE = {
    "boot": ["--flavor", FLAVOR, "--image", IMAGE, "--nic", "none"],
    "update": ["--name", "x"],
    "aggregate-update": ["--name", "x"],
    "quota-update": ["--instances", "1"],
    "quota-class-update": ["--instances", "1"],
    "network-create": ["--fixed-range-v4", "10.0.0.0/24"],
    "host-update": ["--status", "enable"],
    "dns-list": ["--ip", "10.0.0.1"],
}
#: Words by the name of the argument, where an id does not do.
BY_NAME = {"metadata": "a=b", "ip_proto": "tcp", "cidr": "10.0.0.0/24", "console_type": "novnc"}


def value_of(one: Argument) -> str:
    """A word that an argument takes."""
    if one.options.get("choices"):
        return str(one.options["choices"][0])
    if one.dest in BY_NAME:
        return BY_NAME[one.dest]
    for word in (ONE, "5", "a=b", "active"):
        try:
            one.options.get("type", str)(word)
        except Exception:  # noqa: BLE001  the next may do
            continue
        return word
    raise AssertionError(f"no word for {one.label}")


def words_for(command: Command) -> list[str]:
    """What has to be given with a command, and a little more."""
    words = list(MORE.get(command.name, ()))
    for one in command.arguments():
        if one.is_flag and one.required:
            words += [one.flags[0], value_of(one)]
    return words + [value_of(one) for one in command.arguments() if not one.is_flag]


COMMANDS = {
    row.name: command
    for row in command_table.rows()
    if not row.local and (command := load(row.name)) is not None
}


def acts(command: Command) -> bool:
    """Whether a command is declared as one that changes something."""
    run = getattr(command.run, "run", command.run)
    return isinstance(run, BulkRun) or run.__qualname__.startswith("create_command.")


@pytest.fixture
def plan(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[[str], tuple[str, ReadingCloud]]:
    """Makes a command's plan on a cloud that has everything; returns the plan, and the cloud."""
    monkeypatch.setattr("getpass.getpass", lambda prompt: pytest.fail("asked"))
    monkeypatch.setattr("novaclient.transport.protocol.decode", lambda *_: Everything())
    nova = Nova(monkeypatch, capsys)

    def run(name: str) -> tuple[str, ReadingCloud]:
        cloud = ReadingCloud()
        nova.client = cloud_of(cloud)  # type: ignore[assignment]
        return nova(name, "--dry-run", *words_for(COMMANDS[name])).out, cloud

    return run


@pytest.mark.parametrize("name", COMMANDS)
def test_no_command_changes_anything(
    plan: Callable[[str], tuple[str, ReadingCloud]], name: str
) -> None:
    assert plan(name)[1].changes == []


def test_what_changes_servers_asks_first(
    plan: Callable[[str], tuple[str, ReadingCloud]],
) -> None:
    reading = [
        name
        for name, command in COMMANDS.items()
        if isinstance(command.run, OnTargets) and command.run.reading
    ]
    posting = [name for name in reading if plan(name)[0].startswith(("POST ", "PUT ", "DELETE "))]
    # These ask by a POST for something to look at.
    assert set(posting) == {
        "console-log", "get-vnc-console", "get-spice-console", "get-serial-console",
        "get-mks-console", "get-rdp-console",
    }  # fmt: skip


@pytest.mark.parametrize("name", [name for name, command in COMMANDS.items() if acts(command)])
def test_every_command_that_acts_shows_what_it_would_change(
    plan: Callable[[str], tuple[str, ReadingCloud]], name: str
) -> None:
    shown = plan(name)[0]
    assert shown.startswith(("POST ", "PUT ", "PATCH ", "DELETE "))
