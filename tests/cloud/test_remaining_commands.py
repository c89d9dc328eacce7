"""Commands that no other test here runs: services, passwords, and commands without a cloud."""

from __future__ import annotations

import json
import shlex
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from cloud_servers import IMAGE, Servers, eventually
from independent_client import IndependentClient
from nova_process import Nova
from terminals import Terminal

from novaclient.cli import command_table
from novaclient.sandbox import Sandbox

Names = Callable[[str], str]
SHARE = "11111111-1111-4111-8111-111111111111"


@pytest.fixture(scope="module")
def web(nova: Nova, look: IndependentClient) -> Iterator[str]:
    """The id of a running server with a port, gone when the tests of this module are over."""
    servers = Servers(nova, look)
    words = ("--flavor", "m1.nano", "--image", IMAGE, "--nic", "net-name=private")
    yield str(servers.boot(*words)["id"])
    servers.clear()


def in_database(sandbox: Sandbox, statement: str, *values: str) -> None:
    """Put something into Nova's database that no request can."""
    with closing(sqlite3.connect(sandbox.directory / "db" / "nova.db", timeout=30)) as database:
        database.execute(statement, values)
        database.commit()


@pytest.fixture(scope="module")
def stopped(nova: Nova, web: str) -> None:
    """That server is stopped from now on."""
    nova("stop", web, "--wait")


# ------------------------------------------------------------------------------------- passwords
@pytest.mark.parametrize("command", ["set-password", "root-password"])
def test_password_that_is_typed_is_set(
    nova: Nova, look: IndependentClient, web: str, command: str
) -> None:
    def changes() -> list[str]:
        done = look(f"/servers/{web}/os-instance-actions")["instanceActions"]
        return [one["request_id"] for one in done if one["action"] == "changePassword"]

    before = changes()
    with Terminal(nova.command(command, web), nova.environment()) as terminal:
        for question in ("New password: ", "Again: "):
            terminal.shows(question)
            terminal.types("secret\n")
        nova.note([command], terminal.status())
        assert "secret" not in terminal.printed
    (made,) = set(changes()) - set(before)
    done = look(f"/servers/{web}/os-instance-actions/{made}")["instanceAction"]
    assert [event["result"] for event in done["events"]] == ["Success"]


def test_shell_is_opened_at_the_address_of_a_server(
    nova: Nova, look: IndependentClient, web: str, tmp_path: Path
) -> None:
    ssh = tmp_path / "ssh"
    ssh.write_text('#!/bin/sh\necho "$*"\n')
    ssh.chmod(0o755)
    path = f"{tmp_path}:{nova.environment()['PATH']}"
    words = ("ssh", f"cirros@{web}", "--address-type", "fixed", "--port", "2222")
    opened = nova(*words, PATH=path).stdout.split()
    ((address,),) = look(f"/servers/{web}")["server"]["addresses"].values()
    assert opened == ["-4", "-p", "2222", "-l", "cirros", address["addr"]]


# ----------------------------------------------------------------------------------- stored data
def test_stored_password_is_printed_and_cleared(
    nova: Nova, look: IndependentClient, sandbox: Sandbox, web: str
) -> None:
    in_database(
        sandbox,
        "INSERT INTO instance_system_metadata (instance_uuid, key, value, deleted)"
        " VALUES (?, 'password_0', 'encrypted==', 0)",
        web,
    )
    assert nova("get-password", web).stdout == "encrypted==\n"
    nova("clear-password", web)
    assert look(f"/servers/{web}/os-server-password", admin=False) == {"password": ""}


def test_network_information_is_refreshed(
    nova: Nova, look: IndependentClient, sandbox: Sandbox, web: str
) -> None:
    def networks() -> list[str]:
        return list(look(f"/servers/{web}")["server"]["addresses"])

    in_database(
        sandbox,
        "UPDATE instance_info_caches SET network_info = replace(network_info,"
        """ '"label": "private"', '"label": "stale"') WHERE instance_uuid = ?""",
        web,
    )
    assert networks() == ["stale"]
    nova("refresh-network", web, admin=True)
    assert eventually(lambda: networks() == ["private"])


def test_image_is_cached_on_the_hosts_of_an_aggregate(
    nova: Nova, look: IndependentClient, sandbox: Sandbox, fresh: Names
) -> None:
    def asked() -> int:
        log = (sandbox.directory / "logs" / "nova.log").read_text()
        return log.count("Caching 1 image(s) by request")

    body = {"aggregate": {"name": fresh("rack")}}
    number = look.admin.post("/os-aggregates", json=body).json()["aggregate"]["id"]
    path, host = f"/os-aggregates/{number}/action", {"host": "compute1"}
    look.admin.post(path, json={"add_host": host})
    try:
        before = asked()
        nova("aggregate-cache-images", str(number), IMAGE, admin=True)
        assert eventually(lambda: asked() == before + 1)
    finally:
        look.admin.post(path, json={"remove_host": host})
        look.admin.delete(f"/os-aggregates/{number}")


# ------------------------------------------------------------------------------------- deleting
def test_flavor_is_deleted(nova: Nova, look: IndependentClient, fresh: Names) -> None:
    name = fresh("flavor")
    nova("flavor-create", name, name, "1", "1", "1", admin=True)
    nova("flavor-delete", name, admin=True)
    assert look(f"/flavors/{name}") is None


def test_server_group_is_deleted(nova: Nova, look: IndependentClient, fresh: Names) -> None:
    words = ("server-group-create", fresh("group"), "affinity", "-f", "json")
    group = json.loads(nova(*words).stdout)["Id"]
    nova("server-group-delete", group)
    assert look(f"/os-server-groups/{group}", admin=False) is None


@pytest.fixture
def left_over(sandbox: Sandbox) -> str:
    """The id of a service that an older Nova has left: there is no way to have one of today's."""
    service = str(uuid4())
    in_database(
        sandbox,
        "INSERT INTO services (created_at, last_seen_up, host, binary, topic, report_count,"
        " disabled, deleted, forced_down, version, uuid) VALUES ('2018-01-01 00:00:00.000000',"
        " '2018-01-01 00:00:00.000000', 'old', 'nova-consoleauth', 'consoleauth', 1,"
        " 0, 0, 0, 30, ?)",
        service,
    )
    return service


def test_stopped_service_is_deleted(nova: Nova, look: IndependentClient, left_over: str) -> None:
    rows = json.loads(nova("service-list", "--host", "old", "-f", "json", admin=True).stdout)
    assert [(row["Id"], row["State"]) for row in rows] == [(left_over, "down")]
    nova("service-delete", left_over, admin=True)
    assert look("/os-services?host=old")["services"] == []


# --------------------------------------------------------------------------------- this program
def test_status_of_the_sandbox_is_printed(nova: Nova, sandbox: Sandbox) -> None:
    words = ("sandbox", "status", "-f", "json")
    done = nova(*words, NOVA_SANDBOX_DIR=str(sandbox.directory), check=False)
    reported = {row["Service"]: row["PID"] for row in json.loads(done.stdout)}
    assert done.returncode == 0
    assert reported == {service.name: service.pid for service in sandbox.status().services}


def test_script_completes_a_command_line_in_bash(nova: Nova) -> None:
    script = nova("completion", "bash").stdout
    line = "nova flavor-sh"
    asked = f"COMP_LINE={shlex.quote(line)} COMP_POINT={len(line)}; _nova"
    bin_folder = Path(nova.command()[0]).parent
    environ = nova.environment(PATH=f"{bin_folder}:{nova.environment()['PATH']}")
    done = subprocess.run(
        ["bash", "-c", f'{script}\n{asked}; printf "%s." "${{COMPREPLY[@]}}"'],
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "flavor-show."


def test_words_for_completion_are_all_commands(nova: Nova) -> None:
    words = nova("bash-completion").stdout.split()
    assert set(command_table.names()) - set(words) == {"bash-completion"}


# --------------------------------------------------------------------- what this cloud cannot do
@pytest.mark.parametrize(
    "line",
    [
        f"share-attach {{web}} {SHARE}",
        "baremetal-node-list",
        "baremetal-node-show n",
        "baremetal-interface-list n",
    ],
)
def test_missing_service_is_reported(
    nova: Nova, look: IndependentClient, web: str, stopped: None, line: str
) -> None:
    done = nova(*line.format(web=web).split(), admin=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    *_, error, advice = done.stderr.splitlines()
    assert error.startswith("ERROR (ClientException): ")
    assert advice.startswith("Nova could not reach another service that it needs for this: ")
    assert look(f"/servers/{web}/shares", at="2.97") == {"shares": []}


@pytest.mark.parametrize("command", ["share-show", "share-detach"])
def test_unknown_share_is_an_error(nova: Nova, web: str, stopped: None, command: str) -> None:
    done = nova(command, web, SHARE, check=False)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert done.stderr.startswith(f"ERROR (NotFound): Share {SHARE} could not be found.")
