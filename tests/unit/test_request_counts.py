"""What commands cost: their requests, and what a command that is signed in already imports.

They run as programs against the recording server of the benchmarks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recording_cloud import recording_cloud

ROOT = Path(__file__).resolve().parents[2]
#: What a command that is signed in already does without.
HEAVY = {
    "argparse", "asyncio", "base64", "concurrent.futures", "copy", "cryptography", "dataclasses",
    "email", "gettext", "hashlib", "http", "http.client", "importlib.metadata", "inspect",
    "keystoneauth1", "logging",
    "openstack", "pathlib", "platformdirs", "prettytable", "random", "requests", "rich", "ssl",
    "stringprep", "subprocess", "tempfile", "textwrap", "urllib.request", "urllib3", "uuid",
    "wcwidth", "yaml",
}  # fmt: skip
#: What ``nova list`` imports of this project in addition to the framework.
WARM = {
    "api_versions", "auth.cache", "auth.identity", "auth.places", "auth.renewal", "base",
    "cli.command_table", "cli.commands", "cli.commands._server_columns",
    "cli.commands._server_filters", "cli.commands.server_list", "cli.extensions",
    "cli.extensions.search", "cli.framework", "cli.framework.command", "cli.framework.context",
    "cli.framework.printing", "cli.name_cache", "cli.output", "cli.output.columns",
    "cli.output.destination", "cli.output.formats", "cli.output.output", "cli.output.table",
    "cli.output.times", "cli.parsing.declare", "cli.parsing.quick", "cli.parsing.values",
    "cli.registry", "cli.sign_in", "connection", "exceptions", "microversions", "resources",
    "transport", "transport.messages", "transport.protocol", "transport.retry",
    "transport.service_client", "transport.token_transport", "v2", "v2.client",
    "v2.server_actions", "v2.server_subresources", "v2.servers", "wire.connections",
    "wire.exchange",
}  # fmt: skip
FRAME = {
    "novaclient",
    "novaclient.auth",
    "novaclient.auth.options",
    "novaclient.cli",
    "novaclient.cli.errors",
    "novaclient.cli.main",
    "novaclient.cli.parsing",
    "novaclient.cli.parsing.global_options",
    "novaclient.cli.text",
    "novaclient.shell",
    "novaclient.version",
    "novaclient.wire",
    "novaclient.wire.limits",
}  # fmt: skip
SCRIPT = """
import sys
before = set(sys.modules)
from novaclient.shell import main
try:
    main()
finally:
    print("MODULES", *set(sys.modules) - before, file=sys.stderr)
"""


class Nova:
    """Runs ``nova`` as a program, signed in already unless said otherwise.

    :param cloud: the recording server.
    :param cache: where the token is kept.
    """

    def __init__(self, cloud: Any, cache: Path) -> None:
        self._cloud = cloud
        #: Nobody writes there: a folder on ``sys.path`` that changes is searched for extensions.
        self._folder = cache / "empty"
        self._folder.mkdir()
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        self._environ = {**kept, **cloud.environ(), "NOVACLIENT_CACHE_DIR": str(cache)}
        self("list")

    def __call__(
        self, *words: str, cold: bool = False, delay: float = 0.0, servers: int = 10
    ) -> list[str]:
        """The requests of a command; its imports are in :attr:`modules`."""
        self._cloud.set_up(servers=servers, delay=delay)
        environ = {**self._environ, **({"NOVACLIENT_NO_CACHE": "1"} if cold else {})}
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT, *words],
            env=environ,
            cwd=self._folder,
            capture_output=True,
            text=True,
            check=False,
        )
        reported, _, modules = done.stderr.rpartition("MODULES")
        assert (done.returncode, reported) == (0, "")
        self.modules = set(modules.split())
        asked: list[str] = self._cloud.requests()
        return asked

    @property
    def together(self) -> int:
        """How many requests at most waited for an answer at one time."""
        return int(self._cloud.together())


@pytest.fixture(scope="module")
def cloud() -> Iterator[Any]:
    with recording_cloud() as running:
        yield running


@pytest.fixture(scope="module")
def nova(cloud: Any, tmp_path_factory: pytest.TempPathFactory) -> Nova:
    return Nova(cloud, tmp_path_factory.mktemp("cache"))


# ------------------------------------------------------------------------------------- imports
def test_list_imports_nothing_heavy(nova: Nova) -> None:
    nova("list")
    assert nova.modules & HEAVY == set()


def test_list_imports_only_what_it_needs_of_this_project(nova: Nova) -> None:
    nova("list")
    ours = {name for name in nova.modules if name.partition(".")[0] == "novaclient"}
    assert ours - FRAME == {f"novaclient.{name}" for name in WARM}


# ------------------------------------------------------------------------------------ requests
def test_list_is_one_request(nova: Nova) -> None:
    assert nova("list") == ["GET /compute/v2.1/servers/detail"]


def test_list_with_nothing_cached_is_three_requests(nova: Nova) -> None:
    assert nova("list", cold=True) == [
        "POST /identity/v3/auth/tokens",
        "GET /compute/v2.1/",
        "GET /compute/v2.1/servers/detail",
    ]


def test_list_at_a_version_with_nothing_cached_is_two_requests(nova: Nova) -> None:
    asked = nova("--os-compute-api-version", "2.90", "list", cold=True)
    assert asked == ["POST /identity/v3/auth/tokens", "GET /compute/v2.1/servers/detail"]


def test_show_of_a_name_is_its_lookup_and_the_server(nova: Nova) -> None:
    nova("show", "bench-1")
    assert [line.partition("?")[0].rpartition("/")[0] for line in nova("show", "bench-1")] == [
        "GET /compute/v2.1",
        "GET /compute/v2.1/servers",
    ]


def test_first_show_asks_for_the_images_name_too(cloud: Any, tmp_path: Path) -> None:
    asked = Nova(cloud, tmp_path)("show", "bench-1")
    assert [line.rpartition("/")[0] for line in asked[2:]] == ["GET /image/v2/images"]


def test_show_without_names_is_two_requests(nova: Nova) -> None:
    assert len(nova("show", "--minimal", "bench-1")) == 2


def test_delete_of_several_is_one_lookup_and_one_request_each(nova: Nova) -> None:
    asked = nova("delete", "bench-1", "bench-2", "bench-3")
    assert [line.partition(" ")[0] for line in asked] == ["GET", "DELETE", "DELETE", "DELETE"]


def test_delete_of_a_hundred_is_one_lookup_and_one_request_each(nova: Nova) -> None:
    asked = nova("delete", *(f"bench-{number}" for number in range(1, 101)), servers=100)
    assert [line.partition(" ")[0] for line in asked] == ["GET", *["DELETE"] * 100]


def test_delete_of_several_is_done_side_by_side(nova: Nova) -> None:
    nova("delete", "bench-1", "bench-2", "bench-3", delay=0.2)
    assert nova.together == 3


BOOT = ("boot", "--image", "cirros", "--flavor", "bench.3", "--nic", "net-name=private", "bench-1")


def test_boot_by_names_is_three_lookups_the_server_and_a_look_at_it(nova: Nova) -> None:
    asked = nova(*BOOT)
    assert len(asked) == 5
    assert asked[3].startswith("POST ")


def test_boot_looks_names_up_side_by_side(nova: Nova) -> None:
    nova(*BOOT, delay=0.2)
    assert nova.together == 3


def test_extra_specs_are_in_the_list_of_flavors_where_the_version_has_them(nova: Nova) -> None:
    assert len(nova("flavor-list", "--extra-specs")) == 1


def test_extra_specs_are_asked_for_side_by_side_where_it_has_not(nova: Nova) -> None:
    asked = nova("--os-compute-api-version", "2.1", "flavor-list", "--extra-specs", delay=0.05)
    assert len(asked) == 34
    assert nova.together == 8


@pytest.mark.parametrize(
    "words",
    [("--version",), ("help",), ("help", "boot"), ("help", "list"), ("bash-completion",)],
)
def test_help_asks_nothing(nova: Nova, words: tuple[str, ...]) -> None:
    assert nova(*words) == []
