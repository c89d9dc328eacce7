"""Interrupted commands, as processes: they send no more requests and report what was done."""

from __future__ import annotations

import json
import os
import pty
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from microversions import NEWEST

#: How long anything here may take, in seconds; nothing takes nearly that long unless it hangs.
LONGEST = 30.0


def server_id(number: int) -> str:
    return f"00000000-0000-4000-8000-{number:012d}"


class HoldingCloud(ThreadingHTTPServer):
    """A Compute API that holds some responses until the test releases them."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked: list[str] = []
        #: The numbers of the servers whose requests are held.
        self.held: set[int] = set()
        self.release = threading.Event()
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that goes away is what these tests are about."""

    def has_been_asked(self, count: int) -> None:
        """Wait until it has got so many requests about servers."""
        until = time.monotonic() + LONGEST
        while len(self.asked) < count:
            assert time.monotonic() < until, self.asked
            time.sleep(0.01)


class _Handler(BaseHTTPRequestHandler):
    server: HoldingCloud
    protocol_version = "HTTP/1.1"

    def do_DELETE(self) -> None:
        self._answer(204, None)

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(202, None)

    def do_GET(self) -> None:
        if "/servers/" in self.path:
            row = {"id": server_id(1), "name": "web", "status": "ACTIVE", "hostId": "h"}
            self._answer(200, {"server": {**row, "OS-EXT-STS:task_state": "powering-off"}})
            return
        if "/flavors" in self.path:
            self.server.asked.append("GET flavors")
            self.server.release.wait(LONGEST)
            self._send(200, {"flavors": []})
            return
        version = {"id": "v2.1", "version": NEWEST, "min_version": "2.1", "links": []}
        self._send(200, {"version": version})

    def _answer(self, status: int, body: object) -> None:
        number = int(re.findall(r"-(\d{12})", self.path)[0])
        self.server.asked.append(f"{self.command} {number}")
        if number in self.server.held:
            self.server.release.wait(LONGEST)
        self._send(status, body)

    def _send(self, status: int, body: object) -> None:
        content = b"" if body is None else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("OpenStack-API-Version", f"compute {NEWEST}")
        if status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:
        """Nothing is logged."""


@pytest.fixture
def cloud() -> Iterator[HoldingCloud]:
    running = HoldingCloud()
    yield running
    running.release.set()
    running.shutdown()
    running.server_close()


class Running:
    """A ``nova`` under way, its stderr a terminal."""

    def __init__(self, process: subprocess.Popen[str], terminal: int) -> None:
        self._process = process
        self._terminal = terminal
        self.err = ""

    def has_printed(self, text: str) -> None:
        """Wait until it has said something on stderr."""
        while text not in self.err:
            self.err += os.read(self._terminal, 4096).decode()

    def signal(self, number: signal.Signals) -> None:
        """Send a signal while its main thread is inside a wait.

        Python does not notice one that arrives just before until that wait has ended.
        """
        until = time.monotonic() + LONGEST
        while not self._stays_asleep():
            assert time.monotonic() < until
        self._process.send_signal(number)

    def _stays_asleep(self) -> bool:
        """Whether its main thread sleeps for a moment without being run."""
        before = self._scheduling()
        time.sleep(0.05)
        return before[0].startswith("S") and self._scheduling() == before

    def _scheduling(self) -> list[str]:
        """The state of its main thread, and how often it has been run."""
        status = Path(f"/proc/{self._process.pid}/status").read_text()
        return re.findall(r"^(?:State|\w+_ctxt_switches):\t(.*)$", status, re.MULTILINE)

    def ended(self) -> tuple[int, str]:
        """Its exit status and what it printed, once it has ended."""
        out = self._process.communicate(timeout=LONGEST)[0]
        try:
            while text := os.read(self._terminal, 4096).decode():
                self.err += text
        except OSError:
            # Linux reports a closed terminal this way.
            os.close(self._terminal)
        return self._process.returncode, out


@pytest.fixture
def nova(cloud: HoldingCloud, tmp_path: Path) -> Iterator[Callable[..., Running]]:
    """Starts ``nova`` on that cloud."""
    environ = {
        "PATH": os.environ["PATH"],
        "OS_AUTH_TYPE": "none",
        "OS_ENDPOINT": f"http://127.0.0.1:{cloud.server_port}/v2.1",
        "NOVACLIENT_CACHE_DIR": str(tmp_path),
    }
    begun: list[subprocess.Popen[str]] = []

    def start(*words: str) -> Running:
        script = "from novaclient.shell import main; main()"
        terminal, other_side = pty.openpty()
        process = subprocess.Popen(
            [sys.executable, "-c", script, *words],
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=other_side,
            text=True,
        )
        os.close(other_side)
        begun.append(process)
        return Running(process, terminal)

    yield start
    for process in begun:
        if process.poll() is None:
            process.kill()
            process.wait()


def lines_of(text: str) -> list[str]:
    """The printed lines, without the count of targets that is overwritten."""
    shown = re.sub(r"\r\d+ of \d+ done|\r\x1b\[K", "", text.replace("\r\n", "\n"))
    return [line for line in shown.split("\n") if line]


SIX = [server_id(number) for number in range(1, 7)]
SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143)]


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_interrupted_command_sends_no_more_and_reports_what_was_done(
    cloud: HoldingCloud, nova: Callable[..., Running], number: signal.Signals, status: int
) -> None:
    cloud.held = {3, 4}
    running = nova("delete", *SIX, "--jobs", "2")
    cloud.has_been_asked(4)
    running.signal(number)
    running.has_printed("interrupted: waiting for 1 under way")
    cloud.release.set()
    ended, out = running.ended()
    assert ended == status
    assert sorted(cloud.asked) == [f"DELETE {n}" for n in (1, 2, 3, 4)]
    reported = lines_of(running.err)
    assert reported[-1] == "... terminating nova client"
    assert reported[-2] == "3 done, 0 failed, 1 unknown, 2 not sent"
    assert reported[-4:-2] == [f"{SIX[n]}: interrupted before it was sent" for n in (4, 5)]
    (unknown,) = (line for line in reported if "interrupted while it was under way" in line)
    done = {line.split()[4] for line in out.splitlines()}
    assert done == set(SIX[:4]) - {unknown.partition(":")[0]}


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_each_of_two_hundred_is_reported_once_and_correctly(
    cloud: HoldingCloud, nova: Callable[..., Running], number: signal.Signals, status: int
) -> None:
    many = [server_id(n) for n in range(1, 201)]
    cloud.held = set(range(90, 98))
    running = nova("delete", *many)
    cloud.has_been_asked(97)
    running.signal(number)
    running.has_printed("interrupted: waiting for 7 under way")
    cloud.release.set()
    ended, out = running.ended()
    assert ended == status
    reported = lines_of(running.err)
    unknown = [line[:36] for line in reported if "interrupted while it was under way" in line]
    not_sent = [line[:36] for line in reported if "interrupted before it was sent" in line]
    done = [line.split()[4] for line in out.splitlines()]
    assert sorted(done + unknown + not_sent) == many
    assert sorted(done + unknown) == sorted(server_id(int(a.split()[1])) for a in cloud.asked)
    assert (
        f"{len(done)} done, 0 failed, {len(unknown)} unknown, {len(not_sent)} not sent" in reported
    )


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_interrupted_again_it_ends_at_once(
    cloud: HoldingCloud, nova: Callable[..., Running], number: signal.Signals, status: int
) -> None:
    cloud.held = {3, 4}
    running = nova("delete", *SIX, "--jobs", "2")
    cloud.has_been_asked(4)
    running.signal(number)
    running.has_printed("interrupted: waiting for 1 under way")
    running.signal(number)
    ended, out = running.ended()
    assert not cloud.release.is_set()
    assert (ended, len(out.splitlines())) == (status, 2)
    assert "2 done, 0 failed, 2 unknown, 2 not sent" in running.err


def test_one_request_under_way_is_not_waited_for(
    cloud: HoldingCloud, nova: Callable[..., Running]
) -> None:
    cloud.held = {1}
    running = nova("delete", SIX[0])
    cloud.has_been_asked(1)
    running.signal(signal.SIGINT)
    assert running.ended() == (130, "")
    assert lines_of(running.err)[0] == (
        f"{SIX[0]}: interrupted while it was under way; it may have been done"
    )


def test_look_ups_are_not_waited_for(cloud: HoldingCloud, nova: Callable[..., Running]) -> None:
    running = nova("resize", *SIX[:2], "m1.small")
    cloud.has_been_asked(1)
    running.signal(signal.SIGINT)
    assert running.ended() == (130, "")
    assert not cloud.release.is_set()
    assert lines_of(running.err) == ["... terminating nova client"]


def test_what_has_no_line_when_done_is_reported_when_interrupted(
    cloud: HoldingCloud, nova: Callable[..., Running]
) -> None:
    cloud.held = {2}
    running = nova("pause", *SIX[:3], "--jobs", "1")
    cloud.has_been_asked(2)
    running.signal(signal.SIGINT)
    assert running.ended() == (130, "")
    assert lines_of(running.err)[0] == f"{SIX[0]}: done"


@pytest.mark.parametrize(("number", "status"), SIGNALS)
def test_interrupted_wait_reports_what_is_still_in_progress(
    cloud: HoldingCloud, nova: Callable[..., Running], number: signal.Signals, status: int
) -> None:
    running = nova("stop", *SIX[:3], "--wait")
    cloud.has_been_asked(6)
    running.signal(number)
    ended, out = running.ended()
    assert ended == status
    assert out.count("has been accepted") == 3
    reported = [line for line in lines_of(running.err) if not line.startswith("interrupted")]
    assert reported == [
        *(f"{one}: still stopping when the wait was interrupted" for one in SIX[:3]),
        "3 of 3 have not finished; the cloud continues with them",
        "... terminating nova client",
    ]


def test_waits_of_several_that_are_shown_end_at_once(
    cloud: HoldingCloud, nova: Callable[..., Running]
) -> None:
    running = nova("live-migration", *_also(SIX[:3]), "--wait")
    cloud.has_been_asked(12)
    running.signal(signal.SIGTERM)
    assert running.ended()[0] == 143
    reported = lines_of(running.err)
    assert reported[-2:] == [
        "0 done, 0 failed, 3 unknown, 0 not sent",
        "... terminating nova client",
    ]
    assert len(reported) == 5 + ("interrupted: waiting" in running.err)


def _also(servers: list[str]) -> list[str]:
    return [servers[0], *(word for one in servers[1:] for word in ("--also", one))]


def test_each_of_several_that_is_shown_is_accounted_for(
    cloud: HoldingCloud, nova: Callable[..., Running]
) -> None:
    cloud.held = {2}
    running = nova("console-log", *SIX[:3], "--jobs", "1")
    cloud.has_been_asked(2)
    running.signal(signal.SIGINT)
    assert running.ended()[0] == 130
    assert "1 unknown, 1 not sent" in running.err
