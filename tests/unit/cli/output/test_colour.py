"""Colours of states, on a terminal only."""

from __future__ import annotations

import io
from types import SimpleNamespace

import pytest
from printed_output import Terminal, printed

from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output


def coloured(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, **environ: str) -> str:
    for name in ("NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {"TERM": "xterm", **environ}.items():
        monkeypatch.setenv(name, value)
    rows = [SimpleNamespace(name="ERROR", status="ERROR"), SimpleNamespace(name="n", status="UP")]
    return printed(rows, [Column("Name", "name"), Column("Status", "status")], stream=stream)


def test_states_are_coloured_on_a_terminal_and_nothing_else(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = coloured(monkeypatch, Terminal())
    assert "| ERROR | \x1b[31mERROR \x1b[39m |\n| n     | \x1b[32mUP    \x1b[39m |" in text


def test_no_colour_reaches_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "\x1b" not in coloured(monkeypatch, io.StringIO())


@pytest.mark.parametrize("environ", [{"NO_COLOR": "1"}, {"TERM": "dumb"}, {"TERM": ""}])
def test_terminal_without_colours_gets_none(
    monkeypatch: pytest.MonkeyPatch, environ: dict[str, str]
) -> None:
    assert "\x1b" not in coloured(monkeypatch, Terminal(), **environ)


def test_property_that_is_a_state_is_coloured(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    out = Output(Terminal())
    out.properties({"name": "active", "status": "ACTIVE"})
    assert [line.count("\x1b") for line in out.stream.getvalue().splitlines()] == [  # type: ignore[attr-defined]
        0, 0, 0, 0, 2, 0,
    ]  # fmt: skip
