"""Lists that are looked at again and again."""

from __future__ import annotations

import io
import os
from collections.abc import Callable

import pytest
from cli_nova import Nova
from printed_output import Terminal

from novaclient import exceptions
from novaclient.cli.framework import watch
from novaclient.cli.output.output import Output


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], list[float]]:
    """Has Ctrl-C come after so many looks; gives the times waited."""

    def interrupt_after(number: int) -> list[float]:
        waited: list[float] = []

        def sleep(seconds: float) -> None:
            waited.append(seconds)
            if len(waited) == number:
                raise KeyboardInterrupt

        monkeypatch.setattr(watch.time, "sleep", sleep)
        return waited

    return interrupt_after


Looks = Callable[[int], list[float]]


def drawn(monkeypatch: pytest.MonkeyPatch, *tables: str, lines: int = 24) -> str:
    """What a terminal gets when a list gives these tables, one after the other."""
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(watch.os, "get_terminal_size", lambda: os.terminal_size((80, lines)))
    monkeypatch.setattr(watch.time, "strftime", lambda form: "12:00:00")
    out = Output(Terminal())
    following = iter(tables)

    def look() -> None:
        table = next(following)
        if table.startswith("!"):
            raise exceptions.ConnectionFailed(table[1:])
        out.stream.write(table)

    assert watch.watch(out, look, 2, "nova box-list") == 130
    return out.stream.getvalue()  # type: ignore[attr-defined,no-any-return]


def test_each_look_is_printed_where_nobody_sees_a_screen(nova: Nova, looks: Looks) -> None:
    looks(3)
    once = nova("box-list").out
    done = nova("box-list", "--watch")
    assert (done.status, done.out, done.err) == (130, once * 3, "")


def test_each_look_is_one_request(nova: Nova, looks: Looks) -> None:
    looks(3)
    nova("box-list", "--watch")
    assert [call for call, _ in nova.client.boxes.calls] == ["list"] * 3


@pytest.mark.parametrize(("words", "seconds"), [(["--watch"], 2.0), (["--watch", "0.5"], 0.5)])
def test_interval_can_be_given(nova: Nova, looks: Looks, words: list[str], seconds: float) -> None:
    waited = looks(2)
    nova("box-list", *words)
    assert waited == [seconds, seconds]


@pytest.mark.parametrize("text", ["0", "-1", "nan", "soon"])
def test_time_that_is_invalid_is_refused(nova: Nova, text: str) -> None:
    done = nova("box-list", f"--watch={text}")
    assert done.status == 2
    assert "argument --watch" in done.err


def test_first_look_that_fails_is_an_error(nova: Nova, looks: Looks) -> None:
    looks(2)
    assert nova("box-stream-list", "--watch", "-f", "json").status == 1


def test_screen_is_given_back_and_the_last_table_stays(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    looks(2)
    text = drawn(monkeypatch, "| a |\n", "| b |\n")
    assert text.startswith("\x1b[?1049h\x1b[?7l\x1b[?25l")
    assert text.endswith("\x1b[?25h\x1b[?7h\x1b[?1049l| b |\n")


def test_screen_says_what_is_watched_and_when(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    looks(1)
    assert "\x1b[HEvery 2 s: nova box-list   12:00:00\x1b[K\n" in drawn(monkeypatch, "| a |\n")


def test_list_is_printed_in_turn_on_a_terminal_that_cannot_draw(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    looks(2)
    monkeypatch.setenv("TERM", "dumb")
    out = Output(Terminal())
    watch.watch(out, lambda: out.line("| a |"), 2, "nova box-list")
    assert "\x1b" not in out.stream.getvalue()  # type: ignore[attr-defined]


def test_screen_is_restored_on_sigterm(monkeypatch: pytest.MonkeyPatch) -> None:
    import signal

    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(watch.os, "get_terminal_size", lambda: os.terminal_size((80, 24)))
    monkeypatch.setattr(watch.time, "sleep", lambda seconds: signal.raise_signal(signal.SIGTERM))
    out = Output(Terminal())
    assert watch.watch(out, lambda: None, 2, "nova box-list") == 143
    assert out.stream.getvalue().endswith("\x1b[?1049l")  # type: ignore[attr-defined]


def test_line_that_has_changed_is_marked(monkeypatch: pytest.MonkeyPatch, looks: Looks) -> None:
    looks(2)
    text = drawn(monkeypatch, "+--+\n| a |\n| b |\n", "+---+\n| a  |\n| bb |\n")
    assert "\x1b[H" in text
    assert "\n| a  |\x1b[K\n\x1b[7m| bb |\x1b[27m\x1b[K" in text


def test_table_that_is_too_long_is_cut_and_says_so(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    looks(1)
    screen = drawn(monkeypatch, "".join(f"| {n} |\n" for n in range(9)), lines=7)
    assert "| 3 |\x1b[K\n... 5 more lines\x1b[K\x1b[J" in screen


def test_cloud_that_is_away_for_a_look_is_reported_above_the_last_table(
    monkeypatch: pytest.MonkeyPatch, looks: Looks
) -> None:
    looks(2)
    text = drawn(monkeypatch, "| a |\n", "!gone\x1b[2J")
    assert r"12:00:00   gone\x1b[2J" in text
    assert text.endswith("\x1b[?1049l| a |\n")


def test_cloud_that_is_away_for_a_look_is_reported_with_a_programs_format(
    capsys: pytest.CaptureFixture[str], looks: Looks
) -> None:
    looks(2)
    out = Output(io.StringIO())
    answers = iter([None, exceptions.ClientException(503, "restarting")])

    def look() -> None:
        if error := next(answers):
            raise error

    assert watch.watch(out, look, 1, "") == 130
    assert capsys.readouterr().err == "WARNING: restarting (HTTP 503)\n"


def test_refusal_ends_it(looks: Looks) -> None:
    looks(3)
    answers = iter([None, exceptions.Forbidden(403, "no")])

    def look() -> None:
        if error := next(answers):
            raise error

    with pytest.raises(exceptions.Forbidden):
        watch.watch(Output(io.StringIO()), look, 1, "")


def test_command_that_changes_something_is_not_watched(nova: Nova) -> None:
    done = nova("box-add", "a", "--watch")
    assert done.status == 2
    assert "unknown option '--watch'" in done.err
