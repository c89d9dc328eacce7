"""Names that nothing of this library uses, and programs and extensions may."""

from __future__ import annotations

import argparse
import sys
import threading
from types import ModuleType, SimpleNamespace
from unittest import mock

import pytest
from microversions import BEYOND, NEWEST
from recording import recorded

from novaclient import api_versions, base, client, exceptions, shell, utils

THING = SimpleNamespace(id="1", name="web")


# ------------------------------------------------------------------------------------------ utils
def test_action_on_many_does_the_others_when_one_fails(capsys: pytest.CaptureFixture[str]) -> None:
    action = mock.Mock(side_effect=[ValueError("no"), None])
    with pytest.raises(exceptions.CommandError, match="not all"):
        utils.do_action_on_many(action, ["1", THING], "Done: %s", "not all")
    assert capsys.readouterr().out == "no\nDone: simplenamespace web (1)\n"


def test_action_on_many_ends_well_when_all_do(capsys: pytest.CaptureFixture[str]) -> None:
    utils.do_action_on_many(mock.Mock(), ["1"], "Done: %s", "not all")
    assert capsys.readouterr().out == "Done: 1\n"


def test_dict_is_flattened_with_the_keys_on_the_way() -> None:
    nested = {"service": {"host": "h", "more": {"id": 1}}, "cpu": '{"arch": "x"}', "text": "{"}
    assert utils.flatten_dict(nested) == {
        "service_host": "h",
        "service_more_id": 1,
        "cpu_arch": "x",
        "text": "{",
    }


def test_security_groups_are_shown_by_name() -> None:
    assert utils.format_security_groups([{"name": "a"}, {"name": "b"}]) == "a, b"


def test_addresses_are_shown_by_network() -> None:
    server = SimpleNamespace(networks={"private": ["10.0.0.4", "fd00::4"], "empty": [], "z": ["1"]})
    assert utils.format_servers_list_networks(server) == "private=10.0.0.4, fd00::4; z=1"


@pytest.mark.parametrize(
    ("filters", "url"),
    [(None, "/servers"), ({}, "/servers"), ({"b": "x y", "a": 1}, "/servers?a=1&b=x+y")],
)
def test_filters_become_a_query(filters: dict[str, object] | None, url: str) -> None:
    assert utils.get_url_with_filter("/servers", filters) == url


@pytest.mark.parametrize("enabled", [True, False])
def test_time_is_recorded_where_it_is_wanted(enabled: bool) -> None:
    times: list[tuple[str, float, float]] = []
    with utils.record_time(times, enabled, "GET", "/servers"):
        before = list(times)
    assert before == []
    assert [name for name, begin, end in times if begin <= end] == ["GET /servers"] * enabled


def test_names_of_extra_specs_are_checked() -> None:
    utils.validate_flavor_metadata_keys(["hw:cpu policy", "a.b-c_d"])
    with pytest.raises(exceptions.CommandError, match="a/b"):
        utils.validate_flavor_metadata_keys(["a/b"])


# ----------------------------------------------------------------------------------- api_versions
@pytest.mark.parametrize("version", ["2.0", "2.1", NEWEST, None])
def test_version_that_is_spoken_passes(version: str | None) -> None:
    api_versions.check_version(api_versions.APIVersion(version))


@pytest.mark.parametrize("version", ["1.9", BEYOND, "2.latest"])
def test_version_that_is_not_spoken_is_refused(version: str) -> None:
    with pytest.raises(exceptions.UnsupportedVersion, match=version):
        api_versions.check_version(api_versions.APIVersion(version))


def test_modules_have_loggers_of_their_names() -> None:
    assert (api_versions.LOG.name, shell.logger.name) == (
        "novaclient.api_versions",
        "novaclient.shell",
    )


# ----------------------------------------------------------------------------------------- managers
class ThingManager(base.Manager[base.Resource]):
    resource_class = base.Resource


def test_manager_talks_to_another_service_for_a_while() -> None:
    cloud = recorded({"images": []}, {"servers": []}, version="2.1")
    manager = ThingManager(cloud)
    with manager.alternate_service_type("image", allowed_types=("image",)):
        manager._list("/v2/images", "images")
    manager._list("/servers", "servers")
    assert [(sent.service, sent.url) for sent in cloud.sent] == [
        ("image", "/v2/images"),
        ("compute", "/servers"),
    ]


def test_manager_talks_on_where_the_client_is_of_that_service() -> None:
    cloud = recorded(version="2.1")
    cloud.client.service_type = "compute"  # type: ignore[attr-defined]
    with ThingManager(cloud).alternate_service_type("image", allowed_types=("compute",)):
        assert ThingManager(cloud).client is cloud.client


def test_other_threads_and_clients_talk_on_to_their_service() -> None:
    cloud, other = recorded(version="2.1"), recorded(version="2.1")
    seen: list[object] = []
    with ThingManager(cloud).alternate_service_type("image"):
        thread = threading.Thread(target=lambda: seen.append(ThingManager(cloud).client))
        thread.start()
        thread.join()
        seen.append(ThingManager(other).client)
    assert seen == [cloud.client, other.client]


def test_names_for_completion_are_taken_and_not_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setenv("NOVACLIENT_UUID_CACHE_DIR", str(tmp_path))
    manager = ThingManager(recorded(version="2.1"))
    with manager.completion_cache("uuid", base.Resource, "w"):
        manager.write_to_completion_cache("uuid", "1")
    assert list(tmp_path.iterdir()) == []  # type: ignore[attr-defined]


# ----------------------------------------------------------------------------------------- client
def test_profile_starts_the_profiler(monkeypatch: pytest.MonkeyPatch) -> None:
    package, profiler = ModuleType("osprofiler"), mock.Mock()
    package.profiler = profiler  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "osprofiler", package)
    client.Client("2.1", session=mock.Mock(), profile="key")
    profiler.init.assert_called_once_with("key")


def test_profile_without_a_profiler_is_warned_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "osprofiler", None)
    with pytest.warns(UserWarning, match="OSprofiler is not installed"):
        client.Client("2.1", session=mock.Mock(), profile="key")


# ------------------------------------------------------------------------------------------ shell
def parser() -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = shell.NovaClientArgumentParser(
        prog="thing run", formatter_class=shell.OpenStackHelpFormatter, add_help=False
    )
    return made


def test_deprecated_flag_works_and_warns_once(capsys: pytest.CaptureFixture[str]) -> None:
    made = parser()
    made.add_argument("--old", action=shell.DeprecatedAction, use="take --new", type=int)
    assert made.parse_args(["--old", "1", "--old", "2"]).old == 2
    assert capsys.readouterr().err == 'WARNING: Option "--old" is deprecated; take --new\n'


@pytest.mark.parametrize(
    ("action", "words", "value"),
    [("append", ["--old", "1"], ["1"]), ("nothing", ["--old", "1"], None)],
)
def test_deprecated_flag_does_what_its_action_does(
    action: str, words: list[str], value: object
) -> None:
    made = parser()
    made.add_argument("--old", action=shell.DeprecatedAction, real_action=action)
    assert made.parse_args(words).old == value


@pytest.mark.parametrize(
    ("text", "shown"),
    [(None, "Deprecated; take --new"), ("What it does.", "What it does. (Deprecated; take --new)")],
)
def test_help_says_that_a_flag_is_deprecated(text: str | None, shown: str) -> None:
    made = parser()
    made.add_argument("--old", action=shell.DeprecatedAction, use="take --new", help=text)
    assert shown in made.format_help()


def test_errors_of_a_parser_leave_out_the_choices(capsys: pytest.CaptureFixture[str]) -> None:
    made = parser()
    made.add_argument("what", choices=["a", "b"])
    with pytest.raises(SystemExit, match="2"):
        made.parse_args(["c"])
    reported = capsys.readouterr().err.splitlines()[1:]
    assert reported == [
        "error: argument what: invalid choice: 'c'",
        "Try 'thing help run' for more information.",
    ]


def test_flags_that_differ_in_dashes_only_are_one() -> None:
    made = parser()
    made.add_argument("--key-name", "--key_name")
    assert made.parse_args(["--key", "k"]).key_name == "k"


def test_headings_of_help_begin_with_a_capital() -> None:
    made = parser()
    made.add_argument_group("things").add_argument("--thing")
    assert "Things:" in made.format_help()
