"""Text and lines that commands print, into a pipe and onto a terminal."""

from __future__ import annotations

import io

import pytest
from printed_output import Terminal, output_arguments

from novaclient.cli.output.output import Output


def test_text_from_the_cloud_is_exact_in_a_pipe() -> None:
    out = Output(io.StringIO())
    out.text("\x1b[1m\r\n")
    assert out.stream.getvalue() == "\x1b[1m\r\n"  # type: ignore[attr-defined]


def test_text_from_the_cloud_is_harmless_on_a_terminal() -> None:
    out = Output(Terminal())
    out.text("\x1b[1m\n")
    assert out.stream.getvalue() == "\\x1b[1m\n"  # type: ignore[attr-defined]


def test_line_for_people_keeps_out_of_a_programs_format(capsys: pytest.CaptureFixture[str]) -> None:
    out = Output()
    out.configure(output_arguments(format="json"))
    out.line("by the way")
    assert capsys.readouterr() == ("", "by the way\n")
