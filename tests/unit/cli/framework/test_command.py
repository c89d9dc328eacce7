"""Commands: their help."""

from __future__ import annotations

from novaclient.cli.framework.command import Command


def test_help_of_a_deprecated_command_says_what_it_does_and_what_replaces_it() -> None:
    old = Command("box-pack", lambda *_: None, [], (), "Pack a box.", "", instead="'nova box-fold'")
    text = " ".join(old.parser().format_help().split())
    assert "Pack a box. Deprecated: use 'nova box-fold'." in text
