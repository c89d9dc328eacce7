"""How errors are printed, and their exit statuses."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from cli_nova import Nova

from novaclient import exceptions
from novaclient.cli import errors


@pytest.mark.parametrize(
    ("how", "line"),
    [
        ("notfound", "ERROR (NotFound): No box. (HTTP 404) (Request-ID: req-7)"),
        ("name", "ERROR (CommandError): No box with a name or ID of 'x' exists."),
        ("file", "ERROR (FileNotFoundError): No such file or directory: /nowhere"),
        ("escape", r"ERROR (CommandError): a\x1b[2Jb\u202ec"),
        (
            "bug",
            "ERROR (ZeroDivisionError): division by zero "
            "(this looks like a bug in nova; --debug shows where)",
        ),
    ],
)
def test_error_is_one_line_and_status_1(nova: Nova, how: str, line: str) -> None:
    done = nova("box-break", how)
    assert (done.status, done.out, done.err) == (1, "", line + "\n")


def test_debug_shows_where_an_error_came_from(nova: Nova) -> None:
    done = nova("--debug", "box-break", "bug")
    assert done.err.startswith("Traceback (most recent call last):")
    assert "ZeroDivisionError: division by zero" in done.err


def test_interrupt_has_its_own_status(nova: Nova) -> None:
    done = nova("box-break", "interrupt")
    assert (done.status, done.err) == (130, "... terminating nova client\n")


def test_pipe_other_than_the_output_that_closes_is_an_error(nova: Nova) -> None:
    done = nova("box-break", "pipe")
    assert (done.status, done.err) == (1, "ERROR (BrokenPipeError): Broken pipe\n")


def test_status_of_a_command_is_the_programs(nova: Nova) -> None:
    assert nova("box-break", "status").status == 3


def test_argument_the_cloud_lacks_is_reported_as_its_flag() -> None:
    error = exceptions.UnsupportedAttribute("lid", "2.91", reason="'lid' needs others.")
    assert errors.line_for(error, {"lid": "--lid"}) == (
        "ERROR (UnsupportedAttribute): --lid is only allowed since microversion 2.91. "
        "--lid needs others."
    )


def test_flag_the_cloud_lacks_is_named(nova: Nova, monkeypatch: pytest.MonkeyPatch) -> None:
    from novaclient.api_versions import APIVersion

    old = APIVersion("2.1"), APIVersion("2.87")
    monkeypatch.setattr(nova.client, "version_range", lambda: old)
    done = nova("box-create", "n", "--lid", "x")
    assert done.status == 1
    assert (
        "--lid is only allowed since microversion 2.91. This cloud supports 2.1 to 2.87" in done.err
    )


def test_usage_error_shows_the_commands_usage(nova: Nova) -> None:
    assert nova("box-show").err.startswith("usage: nova box-show [-h] ")


def test_timings_follow_the_result(nova: Nova) -> None:
    assert nova("--timings", "box-list").out.endswith(
        "+--------------+---------+\n"
        "| url          | seconds |\n"
        "+--------------+---------+\n"
        "| GET /boxes   | 0.5     |\n"
        "| GET /boxes/1 | 0.25    |\n"
        "| Total        | 0.75    |\n"
        "+--------------+---------+\n"
    )


def test_timings_keep_out_of_a_programs_format(nova: Nova) -> None:
    done = nova("--timings", "box-list", "-f", "jsonl")
    assert "Total" not in done.out
    assert "| Total        | 0.75    |" in done.err


def test_timings_of_nothing_sent_are_not_shown(nova: Nova) -> None:
    assert "Total" not in nova("--timings", "help").out


def run(*words: str, **kwargs: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "novaclient.shell", *words]
    return subprocess.run(command, text=True, check=False, **kwargs)  # type: ignore[call-overload,no-any-return]


def test_reader_that_goes_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    done = run("help", stdout=writer, stderr=subprocess.PIPE)
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, "")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_full_disk_is_reported() -> None:
    with open("/dev/full", "w") as full:
        done = run("help", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr == "ERROR (OSError): No space left on device\n"


def test_closed_output_is_reported() -> None:
    script = f"exec '{sys.executable}' -m novaclient.shell help >&-"
    done = subprocess.run(["sh", "-c", script], text=True, check=False, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.startswith("ERROR (")


def test_letters_that_the_terminal_lacks_are_escaped() -> None:
    environ = {**os.environ, "PYTHONIOENCODING": "ascii"}
    done = run("é", env=environ, stderr=subprocess.PIPE)
    assert r"unknown command '\xe9'" in done.stderr


def test_shell_main_exits_with_the_status() -> None:
    from novaclient import shell

    with pytest.raises(SystemExit) as left:
        shell.main(["nosuchcommand"])
    assert left.value.code == 2


def test_shell_inside_a_program_raises_errors(nova: Nova) -> None:
    from novaclient.shell import OpenStackComputeShell

    with pytest.raises(exceptions.NotFound):
        OpenStackComputeShell().main(["box-break", "notfound"])


def test_shell_inside_a_program_exits_when_misused() -> None:
    from novaclient.shell import OpenStackComputeShell

    with pytest.raises(SystemExit, match="2"):
        OpenStackComputeShell().main(["nosuchcommand"])


def test_error_that_the_cloud_words_stays_on_its_line() -> None:
    error = exceptions.NotFound(404, "gone\nERROR (Fake): all is well")
    assert "\n" not in errors.line_for(error)


def test_debug_log_is_harmless(nova: Nova, capsys: pytest.CaptureFixture[str]) -> None:
    import logging

    nova("--debug", "box-list")
    logging.getLogger("novaclient.x").debug("a\x1b[2J")
    assert r"DEBUG (test_errors:" in (err := capsys.readouterr().err)
    assert r"a\x1b[2J" in err
