"""Legacy commands as a whole: their place in the overview, and their replacements."""

from __future__ import annotations

import pytest
from commanding import Commanding

from novaclient.cli import command_table
from novaclient.cli.registry import load


@pytest.mark.parametrize(
    ("name", "instead"),
    [
        ("absolute-limits", "'nova limits'"),
        ("rate-limits", "'nova limits'"),
        ("add-fixed-ip", "'nova interface-attach --net-id'"),
        ("aggregate-details", "'nova aggregate-show'"),
        ("host-describe", "'nova hypervisor-show'"),
        ("host-list", "'nova service-list'"),
        ("host-update", "'nova service-enable' or 'nova service-disable'"),
        ("rename", "'nova update --name'"),
        ("root-password", "'nova set-password'"),
        ("image-list", "'openstack image list'"),
        ("volume-create", "'openstack volume create'"),
    ],
)
def test_help_names_the_replacement(on_cloud: Commanding, name: str, instead: str) -> None:
    assert f"Deprecated: use {instead}." in on_cloud("help", name).out


def test_legacy_commands_are_the_last_in_the_overview() -> None:
    marks = [row.legacy for row in command_table.rows()]
    assert marks == sorted(marks)


def test_replacement_commands_exist() -> None:
    named = {
        words.split()[1]
        for name in command_table.names()
        if (command := load(name)) is not None
        for words in command.instead.split("'")
        if words.startswith("nova ")
    }
    assert {name for name in named if command_table.find(name) is None} == set()
    assert "interface-attach" in named
