"""Bulk commands, --dry-run, --curl, --watch and interrupts on a real cloud."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from cloud_servers import NANO, Servers, eventually
from counting_proxy import CountingProxy
from independent_client import IndependentClient
from nova_process import Nova
from terminals import Terminal


class Crowd(Servers):
    """Servers of the administrator, with the same beginning of their names.

    :ivar stem: how they begin.
    """

    def __init__(self, nova: Nova, look: IndependentClient, stem: str) -> None:
        super().__init__(nova, look)
        self.stem = stem
        words = ("boot", *NANO, "--min-count", "6", "--poll", "-f", "json", stem)
        self.ids = [one["id"] for one in json.loads(nova(*words, admin=True).stdout)]

    def statuses(self, servers: list[str]) -> list[str]:
        """Their statuses."""
        return [self.status(server) for server in servers]


@pytest.fixture(scope="module")
def crowd(nova: Nova, look: IndependentClient) -> Iterator[Crowd]:
    """Six servers. Two are shared by tests that leave them running, the others are each one's."""
    made = Crowd(nova, look, "crowd")
    yield made
    made.clear()


@pytest.fixture
def pair(crowd: Crowd) -> list[str]:
    """The ids of the two that are shared."""
    return crowd.ids[:2]


# -------------------------------------------------------------------------- selection of servers
def test_servers_that_match_a_filter_are_stopped_and_started(
    nova: Nova, crowd: Crowd, pair: list[str]
) -> None:
    named = ("--all-matching", f"name=^{crowd.stem}-[12]$", "--yes", "--wait")
    done = nova("stop", "--all-matching", "status=ACTIVE", *named, admin=True, check=False)
    assert (done.returncode, crowd.statuses(crowd.ids)) == (0, ["SHUTOFF"] * 2 + ["ACTIVE"] * 4)
    assert all(server in done.stderr for server in pair)
    nova("start", "--all-matching", "status=SHUTOFF", *named, admin=True, check=False)
    assert crowd.statuses(pair) == ["ACTIVE"] * 2


def test_servers_that_match_a_filter_are_not_changed_without_a_terminal(
    nova: Nova, crowd: Crowd
) -> None:
    done = nova("delete", "--all-matching", f"name=^{crowd.stem}", admin=True, check=False)
    assert (done.returncode, "--yes" in done.stderr) == (2, True)
    assert crowd.statuses(crowd.ids) == ["ACTIVE"] * 6


def test_servers_that_match_a_filter_need_confirmation(nova: Nova, crowd: Crowd) -> None:
    words = ("delete", "--all-matching", f"name=^{crowd.stem}")
    with Terminal(nova.command(*words), nova.environment(admin=True)) as terminal:
        terminal.shows("Delete these 6 servers? [y/N] ")
        terminal.types("n\n")
        assert terminal.status() == 1
    assert crowd.statuses(crowd.ids) == ["ACTIVE"] * 6


def test_servers_are_read_from_standard_input(nova: Nova, crowd: Crowd, pair: list[str]) -> None:
    nova("lock", "-", stdin="\n".join(pair), admin=True)
    locked = [crowd.now(server)["locked"] for server in pair]
    nova("unlock", "-", stdin=" ".join(pair), admin=True)
    assert locked == [True, True]
    assert [crowd.now(server)["locked"] for server in pair] == [False, False]


def test_failure_of_one_does_not_stop_the_others(nova: Nova, crowd: Crowd, pair: list[str]) -> None:
    done = nova("pause", pair[0], "no-such-server", pair[1], "--wait", admin=True, check=False)
    paused = crowd.statuses(pair)
    nova("unpause", *pair, "--wait", admin=True)
    assert (done.returncode, paused) == (1, ["PAUSED", "PAUSED"])
    assert "No server with a name or ID of 'no-such-server' exists." in done.stderr


# ---------------------------------------------------------------------------------------- dry run
@pytest.mark.parametrize(
    ("words", "request_line"),
    [
        (("boot", *NANO, "planned"), "POST "),
        (("delete", "{server}"), "DELETE "),
        (("resize", "{server}", "m1.tiny"), "POST "),
    ],
)
def test_plan_changes_nothing(
    nova: Nova, look: IndependentClient, pair: list[str], words: tuple[str, ...], request_line: str
) -> None:
    def seen() -> list[tuple[str, str, str]]:
        found = look("/servers/detail?all_tenants=1")["servers"]
        return [(one["id"], one["status"], one["updated"]) for one in found]

    before = seen()
    line = [word.format(server=pair[0]) for word in words]
    planned = nova(*line, "--dry-run", admin=True).stdout
    assert planned.startswith(request_line)
    assert seen() == before


def in_a_shell(nova: Nova, look: IndependentClient, line: str) -> Any:
    """What a curl command prints, run in a shell with a token of the administrator's."""
    done = subprocess.run(
        ["/bin/sh", "-c", line],
        env=nova.environment(OS_TOKEN=look.admin.get_token()),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout) if done.stdout else None


needs_curl = pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")


@needs_curl
def test_list_as_a_curl_command_lists(nova: Nova, look: IndependentClient) -> None:
    line = nova("list", "--all-tenants", "--curl", admin=True).stdout
    shown = in_a_shell(nova, look, line)["servers"]
    assert [one["id"] for one in shown] == [
        one["id"] for one in look("/servers?all_tenants=1")["servers"]
    ]


@needs_curl
def test_delete_as_a_curl_command_deletes(
    nova: Nova, look: IndependentClient, crowd: Crowd
) -> None:
    server = crowd.ids[2]
    line = nova("delete", f"{crowd.stem}-3", "--curl", admin=True).stdout
    assert crowd.status(server) == "ACTIVE"
    in_a_shell(nova, look, line)
    assert eventually(lambda: look(f"/servers/{server}") is None)


# -------------------------------------------------------------------------------- on a terminal
def test_list_is_watched_in_place_until_ctrl_c(nova: Nova, crowd: Crowd, pair: list[str]) -> None:
    words = ("list", "--name", crowd.stem, "--watch", "0.5", "--fields", "name,locked")
    with Terminal(nova.command(*words), nova.environment(admin=True)) as terminal:
        terminal.shows("Every 0.5 s: ")
        assert "True" not in terminal.printed
        nova("lock", pair[0], admin=True)
        terminal.shows("True")
        terminal.types("\x03")
        assert terminal.status() == 130
    nova("unlock", pair[0], admin=True)
    last_table = terminal.printed.rpartition("\x1b[?1049l")[2]
    assert f"{crowd.stem}-1" in last_table


@pytest.fixture
def proxy(
    nova: Nova, look: IndependentClient, tmp_path: Path
) -> Iterator[tuple[CountingProxy, dict[str, str]]]:
    """A proxy to the sandbox, and the administrator's environment that uses it."""
    clouds = yaml.safe_load(nova.clouds_yaml.read_text())
    auth = clouds["clouds"]["sandbox-admin"]["auth"]
    proxy = CountingProxy(auth["auth_url"], look.admin.get_endpoint())
    auth["auth_url"] = proxy.auth_url
    path = tmp_path / "clouds.yaml"
    path.write_text(yaml.safe_dump(clouds))
    variables = {"OS_CLIENT_CONFIG_FILE": str(path), "NOVACLIENT_CACHE_DIR": str(tmp_path)}
    yield proxy, nova.environment(admin=True, **variables)
    proxy.close()


def test_ctrl_c_ends_a_bulk_delete_and_reports_each_server(
    nova: Nova, look: IndependentClient, crowd: Crowd, proxy: tuple[CountingProxy, dict[str, str]]
) -> None:
    arrived, going_on = threading.Semaphore(0), threading.Event()

    def hold(method: str) -> None:
        if method == "DELETE":
            arrived.release()
            going_on.wait(60)

    proxy[0].before = hold
    *sent, other = crowd.ids[3:]
    words = nova.command("delete", *sent, other, "--jobs", "2")
    with Terminal(words, proxy[1]) as terminal:
        assert all(arrived.acquire(timeout=60) for _ in sent)
        terminal.types("\x03")
        terminal.shows("interrupted: waiting for 1 under way")
        going_on.set()
        assert terminal.status() == 130
    assert "interrupted while it was under way; it may have been done\n" in terminal.printed
    assert f"{other}: interrupted before it was sent\n" in terminal.printed
    assert "1 done, 0 failed, 1 unknown, 1 not sent\n" in terminal.printed
    assert eventually(lambda: [look(f"/servers/{server}") for server in sent] == [None, None])
    assert crowd.status(other) == "ACTIVE"


# -------------------------------------------------------------------------------------- refusals
def test_exceeded_quota_is_reported_with_its_usage(nova: Nova) -> None:
    words = ("boot", *NANO, "--min-count", "11", "too-many")
    done = nova(*words, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    reported = done.stderr.splitlines()
    assert reported[0].startswith("ERROR (Forbidden): Quota exceeded for instances")
    assert "of 10 instances" in reported[0]
    assert reported[1].startswith("'nova quota-show' shows all quotas")


def test_refusal_by_policy_names_the_required_role(nova: Nova) -> None:
    done = nova("service-list", check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert "By default only administrators may do this." in done.stderr
    assert "nova --os-cloud sandbox-admin" in done.stderr
