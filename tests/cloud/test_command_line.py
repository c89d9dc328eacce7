"""The command line on a real cloud: requests, formats, tokens, and bad input."""

from __future__ import annotations

import csv
import io
import json
import resource
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from counting_proxy import CountingProxy
from independent_client import IndependentClient
from microversions import NEWEST
from nova_process import Nova


@pytest.fixture
def proxy(nova: Nova, look: IndependentClient) -> Iterator[CountingProxy]:
    """A proxy to the sandbox that counts requests."""
    cloud = yaml.safe_load(nova.clouds_yaml.read_text())["clouds"]["sandbox"]
    proxy = CountingProxy(cloud["auth"]["auth_url"], look.user.get_endpoint())
    yield proxy
    proxy.close()


def described(nova: Nova, path: Path, **auth: str) -> str:
    """A clouds.yaml of the sandbox with other credentials.

    :param path: where it is written.
    :param auth: what is different.
    """
    clouds = yaml.safe_load(nova.clouds_yaml.read_text())
    clouds["clouds"]["sandbox"]["auth"] |= auth
    path.write_text(yaml.safe_dump(clouds))
    return str(path)


@pytest.fixture
def counted(nova: Nova, proxy: CountingProxy, tmp_path: Path) -> dict[str, str]:
    """The variables of a command that uses the counting proxy, with an empty cache."""
    return {
        "OS_CLIENT_CONFIG_FILE": described(nova, tmp_path / "clouds.yaml", auth_url=proxy.auth_url),
        "NOVACLIENT_CACHE_DIR": str(tmp_path / "cache"),
    }


def record_of(variables: dict[str, str]) -> Path:
    """The only record of a token in the cache, in which names are kept too."""
    kept = Path(variables["NOVACLIENT_CACHE_DIR"]).rglob("*.json")
    (path,) = (path for path in kept if path.name.count(".") == 1)
    return path


def reported(done: subprocess.CompletedProcess[str], status: int = 1) -> str:
    """The one line on stderr of a command that failed and printed nothing else."""
    assert (done.returncode, done.stdout) == (status, ""), done
    assert done.stderr.count("\n") == 1, done.stderr
    assert done.stderr.startswith("ERROR ("), done.stderr
    return done.stderr


# ------------------------------------------------------------------------------------ requests
def test_list_with_a_cold_cache_is_three_requests(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("list", **counted)
    assert proxy.taken() == [
        "POST /v3/auth/tokens 201",
        "GET /v2.1/ 200",
        "GET /v2.1/servers/detail 200",
    ]


def test_list_with_a_warm_cache_is_one_request(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("list", **counted)
    proxy.taken()
    nova("list", **counted)
    assert proxy.taken() == ["GET /v2.1/servers/detail 200"]


def test_pinned_microversion_saves_the_request_for_the_cloud_s(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("--os-compute-api-version", "2.90", "list", **counted)
    assert proxy.taken() == ["POST /v3/auth/tokens 201", "GET /v2.1/servers/detail 200"]


def test_help_and_misuse_need_no_request(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("help", "flavor-list", **counted)
    nova("flavor-lst", check=False, **counted)
    nova("flavor-list", "--no-such-flag", check=False, **counted)
    assert proxy.taken() == []


# --------------------------------------------------------------------------------------- token
RENEWED = [
    "GET /v2.1/servers/detail 401",
    "POST /v3/auth/tokens 201",
    "GET /v2.1/servers/detail 200",
]


def test_token_that_the_cloud_does_not_know_is_renewed_once_and_silently(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("list", **counted)
    path = record_of(counted)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"token": "gAAAAAbogus"}))
    proxy.taken()
    nova("list", **counted)
    assert proxy.taken() == RENEWED
    nova("list", **counted)
    assert proxy.taken() == ["GET /v2.1/servers/detail 200"]


def test_revoked_token_is_renewed_once_and_silently(
    nova: Nova, proxy: CountingProxy, look: IndependentClient, counted: dict[str, str]
) -> None:
    nova("list", **counted)
    path = record_of(counted)
    # One that Nova has not seen: it remembers for a while that a token was good.
    fresh = look.user.session.auth.get_auth_ref(look.user.session).auth_token
    path.write_text(json.dumps(json.loads(path.read_text()) | {"token": fresh}))
    auth_url = look.user.session.auth.auth_url
    headers = {"X-Subject-Token": fresh, "X-Auth-Token": fresh}
    look.user.session.delete(f"{auth_url}/auth/tokens", headers=headers, authenticated=False)
    proxy.taken()
    nova("list", **counted)
    assert proxy.taken() == RENEWED


def test_token_that_has_expired_is_not_sent(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    nova("list", **counted)
    path = record_of(counted)
    path.write_text(json.dumps(json.loads(path.read_text()) | {"expires_at": 1.0}))
    proxy.taken()
    nova("list", **counted)
    assert proxy.taken()[0] == "POST /v3/auth/tokens 201"


@pytest.mark.parametrize("content", ["", "{", "[]", '{"format": 1}', "\x00" * 100])
def test_broken_cache_is_ignored(nova: Nova, counted: dict[str, str], content: str) -> None:
    nova("list", **counted)
    record_of(counted).write_text(content)
    assert nova("list", **counted).stdout.startswith("+----")
    assert json.loads(record_of(counted).read_text())["token"]


# --------------------------------------------------------------------------------- credentials
def test_full_disk_costs_only_the_cache(nova: Nova, tmp_path: Path) -> None:
    done = subprocess.run(
        nova.command("list", "--no-header"),
        env=nova.environment(NOVACLIENT_CACHE_DIR=str(tmp_path)),
        # As on a full disk, no file takes a byte.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


def test_wrong_password_names_the_user(nova: Nova, tmp_path: Path) -> None:
    clouds = described(nova, tmp_path / "clouds.yaml", password="hunter2hunter2")
    line = reported(nova("list", check=False, OS_CLIENT_CONFIG_FILE=clouds))
    assert line.startswith("ERROR (Unauthorized): ")
    assert "password" in line
    assert "(HTTP 401)" in line
    assert "hunter2hunter2" not in line


def test_wrong_password_does_not_use_a_cached_token(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str], tmp_path: Path
) -> None:
    nova("list", **counted)
    other = tmp_path / "other.yaml"
    described(nova, other, auth_url=proxy.auth_url, password="wrong")
    refused = nova("list", check=False, **counted | {"OS_CLIENT_CONFIG_FILE": str(other)})
    assert reported(refused).startswith("ERROR (Unauthorized): ")


def test_unknown_cloud_lists_the_files_and_the_clouds(nova: Nova) -> None:
    line = reported(nova("--os-cloud", "sandbx", "list", check=False))
    assert "'sandbx'" in line
    assert str(nova.clouds_yaml) in line
    assert "sandbox-admin" in line


def test_missing_credentials_explain_how_to_provide_them(nova: Nova, tmp_path: Path) -> None:
    variables = {"OS_CLOUD": None, "OS_CLIENT_CONFIG_FILE": None, "HOME": str(tmp_path)}
    line = reported(nova("list", check=False, **variables))
    assert "--os-cloud" in line
    assert "OS_AUTH_URL" in line


@pytest.mark.parametrize("content", ["clouds: [", "clouds: 3", "a\tb: {\n", "\x00\x01"])
def test_clouds_yaml_that_cannot_be_read_is_named(nova: Nova, tmp_path: Path, content: str) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text(content)
    line = reported(nova("list", check=False, OS_CLIENT_CONFIG_FILE=str(path)))
    assert str(path) in line


# --------------------------------------------------------------------------------- unreachable
@pytest.fixture
def closed_port() -> Iterator[int]:
    """A port of the loopback interface on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken.getsockname()[1]


def test_identity_service_that_cannot_be_reached_is_named(
    nova: Nova, tmp_path: Path, closed_port: int
) -> None:
    url = f"http://127.0.0.1:{closed_port}/v3"
    clouds = described(nova, tmp_path / "clouds.yaml", auth_url=url)
    line = reported(nova("list", check=False, OS_CLIENT_CONFIG_FILE=clouds))
    assert f"127.0.0.1:{closed_port}" in line


def test_compute_endpoint_that_cannot_be_reached_is_named(nova: Nova, closed_port: int) -> None:
    url = f"http://127.0.0.1:{closed_port}/v2.1"
    line = reported(nova("--os-endpoint-override", url, "list", check=False))
    assert f"127.0.0.1:{closed_port}" in line


def test_endpoint_that_is_not_a_compute_api_is_reported(
    nova: Nova, look: IndependentClient
) -> None:
    keystone = look.user.session.auth.auth_url
    line = reported(nova("--os-endpoint-override", keystone, "list", check=False))
    assert keystone.removesuffix("/v3") in line


# ------------------------------------------------------------------------------- microversions
def test_microversion_that_this_client_does_not_know_says_which_it_knows(nova: Nova) -> None:
    line = reported(nova("--os-compute-api-version", "2.200", "list", check=False))
    assert "2.200" in line
    assert NEWEST in line
    assert "--os-compute-api-version" in line


def test_invalid_microversion_is_refused(nova: Nova) -> None:
    line = reported(nova("--os-compute-api-version", "newest", "list", check=False))
    assert "newest" in line


def test_flag_that_the_pinned_microversion_lacks_is_refused_before_any_request(
    nova: Nova, proxy: CountingProxy, counted: dict[str, str]
) -> None:
    words = ("--os-compute-api-version", "2.9", "keypair-list", "--user", "x")
    done = nova(*words, check=False, **counted)
    assert (done.returncode, done.stdout) == (2, "")
    assert "error: --user needs 2.10 or newer; you asked for 2.9" in done.stderr
    assert proxy.taken() == []


# ------------------------------------------------------------------------------------- refusals
def test_exceeded_quota_is_named(nova: Nova, look: IndependentClient) -> None:
    images = look.user.session.get("/v2/images", endpoint_filter={"service_type": "image"}).json()[
        "images"
    ]
    words = ("boot", "--flavor", "m1.nano", "--image", images[0]["id"], "--min-count", "100", "x")
    done = nova(*words, check=False)
    line, advice = done.stderr.splitlines()
    assert (done.returncode, done.stdout) == (1, "")
    assert line.startswith("ERROR (Forbidden): Quota exceeded for ")
    assert "Requested 100" in line
    assert "Request-ID: req-" in line
    assert advice.startswith("'nova quota-show' shows all quotas; ")


def test_debug_shows_where_an_error_came_from_and_no_secret(nova: Nova, tmp_path: Path) -> None:
    clouds = described(nova, tmp_path / "clouds.yaml", password="hunter2hunter2")
    done = nova("--debug", "list", check=False, OS_CLIENT_CONFIG_FILE=clouds)
    assert done.returncode == 1
    assert "Traceback (most recent call last)" in done.stderr
    assert done.stderr.splitlines()[-1].startswith("ERROR (Unauthorized): ")
    assert "hunter2hunter2" not in done.stderr


# -------------------------------------------------------------------------------------- output
ROWS = [("m1.small", 2048), ("m1.medium", 4096), ("m1.large", 8192), ("m1.xlarge", 16384)]
LIST = [
    "flavor-list",
    "--min-ram",
    "2048",
    "--sort-key",
    "memory_mb",
    "-c",
    "Name",
    "-c",
    "Memory_MiB",
]


def test_list_in_every_format(nova: Nova) -> None:
    out = {f: nova(*LIST, "-f", f).stdout for f in ("json", "jsonl", "yaml", "csv", "value")}
    records = [{"Name": name, "Memory_MiB": memory} for name, memory in ROWS]
    assert json.loads(out["json"]) == records
    assert [json.loads(line) for line in out["jsonl"].splitlines()] == records
    assert yaml.safe_load(out["yaml"]) == records
    assert list(csv.reader(io.StringIO(out["csv"])))[1:] == [[n, str(m)] for n, m in ROWS]
    assert out["value"].splitlines() == [f"{name} {memory}" for name, memory in ROWS]


def test_list_as_a_table_is_what_is_printed_without_a_format(nova: Nova) -> None:
    printed = nova(*LIST).stdout
    assert printed == nova(*LIST, "-f", "table").stdout
    assert printed.splitlines()[1:4:2] == [
        "| Name      | Memory_MiB |",
        "| m1.small  | 2048       |",
    ]


def test_show_in_every_format(nova: Nova) -> None:
    words = ("flavor-show", "m1.tiny", "-c", "name", "-c", "ram", "-c", "description")
    out = {f: nova(*words, "-f", f).stdout for f in ("json", "jsonl", "yaml", "csv", "value")}
    shown: dict[str, Any] = {"name": "m1.tiny", "ram": 512, "description": None}
    assert json.loads(out["json"]) == json.loads(out["jsonl"]) == shown
    assert yaml.safe_load(out["yaml"]) == shown
    assert list(csv.reader(io.StringIO(out["csv"])))[1] == ["m1.tiny", "512", ""]
    assert out["value"] == "m1.tiny\n512\n\n"
    assert "| ram         | 512     |" in nova(*words).stdout


def test_reader_that_closes_early_is_not_an_error(nova: Nova) -> None:
    started = subprocess.Popen(
        nova.command("flavor-list"),
        env=nova.environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stderr is not None
    started.stdout.close()
    assert started.stderr.read() == ""
    assert started.wait(60) == 141
