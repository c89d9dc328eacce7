"""Completion: what is offered, how shells write it, and what Tab costs the cloud."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from recording_cloud import recording_cloud

from novaclient.auth.identity import Identity
from novaclient.cli import name_cache
from novaclient.cli.completion import completer
from novaclient.cli.completion.completer import Candidates
from novaclient.cli.completion.quoting import PartialLine

BREAKS = " \t\n\"'><=;|&(:"
#: Names that a shell or a terminal would act on.
HOSTILE = (
    "my server", "a'b", 'a"b', "a$HOME", "a`id`", "a;id", "a&b", "a|b", "a\\b", "a!b", "a*",
    "a(b)", "a#b", "a~b", "~root", "#a", "a:b:c", "a=b", "ä ö", "日本", "{a,b}", "[ab]", "a>b",
    "$(id)",
)  # fmt: skip


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """The environment of a user with recent cached names."""
    (tmp_path / "bin").mkdir()
    nova = tmp_path / "bin" / "nova"
    script = "import sys; from novaclient.shell import main; main()"
    nova.write_text(f'#!/bin/sh\nexec {sys.executable} -c "{script}" "$@"\n')
    nova.chmod(0o755)
    made = {
        "HOME": str(tmp_path),
        "PATH": f"{nova.parent}:/usr/bin:/bin",
        "LC_ALL": "C.UTF-8",
        "TERM": "dumb",
        "NOVACLIENT_CACHE_DIR": str(tmp_path / "cache"),
        "OS_AUTH_URL": "http://127.0.0.1:9/v3",
        "OS_USERNAME": "carol",
    }
    know(made, "server", "web-1", "web-2", "db")
    know(made, "flavor", "m1.tiny", "m1.small")
    know(made, "image", "cirros")
    know(made, "keypair", "laptop")
    return made


def know(environ: dict[str, str], kind: str, *known: str) -> None:
    found = [(f"{number:032x}", name) for number, name in enumerate(known)]
    name_cache.store(Identity.from_options({}, environ).key, kind, found, environ)


def offered(environ: dict[str, str], *words: str) -> list[str]:
    """The candidates for the last word."""
    found = Candidates(words[:-1], words[-1], environ).words
    return [word for word in found if word.startswith(words[-1])]


# ---------------------------------------------------------------------------------- candidates
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["flavor-l"], ["flavor-list"]),
        (["help", "flavor-l"], ["flavor-list"]),
        (["--os-clou"], ["--os-cloud"]),
        (["--tls-min-version", ""], ["1.2", "1.3"]),
        (["--tls-min-version="], ["--tls-min-version=1.2", "--tls-min-version=1.3"]),
        (["show", ""], ["db", "web-1", "web-2"]),
        (["show", "web"], ["web-1", "web-2"]),
        (["--debug", "--os-region-name", "West", "list", "--flavor", "m1.t"], []),
        (["--debug", "list", "--flavor", "m1.t"], ["m1.tiny"]),
        (["list", "--flavor=m1.t"], ["--flavor=m1.tiny"]),
        (["list", "--image", ""], ["cirros"]),
        (["boot", "--key-name", ""], ["laptop"]),
        (["keypair-delete", ""], ["laptop"]),
        (["list", "-f", "json"], ["json", "jsonl"]),
        (["list", "--minim"], ["--minimal"]),
        (["list", "--lim"], ["--limit"]),
        (["list", "--name", ""], []),
        (["meta", "db", ""], ["set", "delete"]),
        (["delete", "db", "web-2", ""], ["web-1"]),
        (["delete", "--", "--"], []),
        (["boot", "-"], None),
        (["no-such-command", ""], []),
        (["--no-such-option", "list", "--lim"], ["--limit"]),
    ],
    ids=str,
)
def test_candidates(environ: dict[str, str], words: list[str], expected: list[str] | None) -> None:
    found = offered(environ, *words)
    if expected is None:
        assert all(word.startswith("--") for word in found)
    else:
        assert found == expected


def test_target_after_a_list_of_targets_may_be_either(environ: dict[str, str]) -> None:
    found = offered(environ, "resize", "web-1", "")
    assert {"m1.tiny", "m1.small"} <= set(found)


def test_id_is_offered_where_no_name_begins_so(environ: dict[str, str]) -> None:
    assert offered(environ, "show", "0000")[0] == f"{0:032x}"


def test_clouds_are_offered_by_name(environ: dict[str, str], tmp_path: Path) -> None:
    path = tmp_path / "clouds.yaml"
    path.write_text("clouds: {prod: {}, 'spare one': {}}")
    named = environ | {"OS_CLIENT_CONFIG_FILE": str(path)}
    assert {"prod", "spare one"} <= set(offered(named, "--os-cloud", ""))


@pytest.mark.parametrize(
    "words", [["--os-cacert", ""], ["boot", "--user-data", ""], ["boot", "--user-data=x"]], ids=str
)
def test_paths_are_left_to_the_shell(environ: dict[str, str], words: list[str]) -> None:
    assert Candidates(words[:-1], words[-1], environ).wants_files


@pytest.mark.parametrize(
    "name", ["a\nb", "a\x1b[2Jb", "a\tb", "a\u202eb", "-rf", " ", "", "a\x00b"]
)
def test_name_that_cannot_be_typed_is_left_out(environ: dict[str, str], name: str) -> None:
    know(environ, "server", "fine", name)
    assert offered(environ, "show", "") == ["fine"]


def test_nothing_is_offered_where_the_cache_is_off(environ: dict[str, str]) -> None:
    assert offered(environ | {"NOVACLIENT_NO_CACHE": "1"}, "show", "") == []


# ------------------------------------------------------------------------------------- quoting
@pytest.mark.parametrize(
    ("text", "words", "current"),
    [
        ("nova show ", ["nova", "show"], ""),
        ("nova  show\tw", ["nova", "show"], "w"),
        (r"nova show my\ se", ["nova", "show"], "my se"),
        ('nova show "my se', ["nova", "show"], "my se"),
        ("nova show 'a\"b' \"c$d", ["nova", "show", 'a"b'], "c$d"),
        ('nova show "a\\"b\\c', ["nova", "show"], 'a"b\\c'),
        ("nova show '' ", ["nova", "show", ""], ""),
        ("nova show a\\", ["nova", "show"], "a"),
    ],
)
def test_line_is_split_as_bash_does(text: str, words: list[str], current: str) -> None:
    line = PartialLine(text, BREAKS)
    assert (line.words, line.current) == (words, current)


def test_word_after_a_closing_quote_is_not_completed(environ: dict[str, str]) -> None:
    assert completer.answer("bash", f"{BREAKS}\0nova show 'we'", environ) == []


def test_malformed_request_gets_no_answer(environ: dict[str, str]) -> None:
    done = subprocess.run(
        ["nova", "_complete", "bash"], env=environ, input=b"", capture_output=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, b"", b"")


# -------------------------------------------------------------------------------- real shells
class Terminal:
    """An interactive shell on a pseudo-terminal, with a command that shows its arguments.

    :param command: the shell.
    :param environ: its environment.
    :param setup: the lines that make ready.
    """

    def __init__(self, command: list[str], environ: dict[str, str], setup: list[str]) -> None:
        self._pid, self._terminal = pty.fork()
        if not self._pid:
            os.execvpe(command[0], command, environ)
        for line in [*setup, "echo rea''dy"]:
            self.type(f"{line}\n")
        self.read("ready\r?\n")

    def type(self, text: str) -> None:
        os.write(self._terminal, text.encode())

    def read(self, pattern: str) -> str:
        """What the shell prints up to a pattern."""
        seen = ""
        while not re.search(pattern, seen):
            assert select.select([self._terminal], [], [], 20)[0], seen
            seen += os.read(self._terminal, 65536).decode(errors="replace")
        return seen

    def complete(self, line: str) -> str:
        """The last argument of a command line that Tab ended."""
        self.type(f"{line}\t\n")
        found = re.findall(r"<<(.*?)>>", self.read("<<end>>"), re.DOTALL)
        return str(found[-2])

    def close(self) -> None:
        os.close(self._terminal)
        os.waitpid(self._pid, 0)


BASH = ["source <(nova completion bash)", "complete -F _nova args"]
ARGS = """args() { printf '<<%s>>' "$@" 'end'; echo; }"""


@pytest.fixture
def bash(environ: dict[str, str]) -> Iterator[Terminal]:
    command = ["bash", "--norc", "--noprofile", "-i"]
    terminal = Terminal(command, environ, [ARGS, *BASH])
    yield terminal
    terminal.close()


@pytest.mark.parametrize("start", ["", "web", '"web', "'web", "web-"])
def test_bash_completes_a_name(bash: Terminal, environ: dict[str, str], start: str) -> None:
    know(environ, "server", "web-1")
    closing = ""
    assert bash.complete(f"args show {start}{closing}") == "web-1"


def test_bash_completes_what_needs_quotes(bash: Terminal, environ: dict[str, str]) -> None:
    know(environ, "server", "my $(id) server!")
    assert bash.complete("args show my") == "my $(id) server!"


@pytest.mark.parametrize("quote", ["", "'", '"'])
def test_bash_reads_each_name_unchanged(environ: dict[str, str], quote: str) -> None:
    know(environ, "server", *HOSTILE)
    insertions = completer.answer("bash", f"{BREAKS}\0nova show {quote}", environ) or []
    words = " ".join(f"{quote}{insertion}{quote}" for insertion in insertions)
    script = f"printf '%s\\n' {words}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, env=environ, check=True)
    assert sorted(done.stdout.decode().splitlines()) == sorted(HOSTILE)


def test_bash_gets_each_name_whole(environ: dict[str, str]) -> None:
    know(environ, "server", *HOSTILE)
    script = f"""
        {BASH[0]}
        COMP_LINE='nova show ' COMP_POINT=10 COMP_WORDBREAKS=$BREAKS
        _nova
        for word in "${{COMPREPLY[@]}}"; do eval "printf '%s\\n' $word"; done
    """
    named = environ | {"BREAKS": BREAKS}
    done = subprocess.run(["bash", "-c", script], capture_output=True, env=named, check=True)
    assert sorted(done.stdout.decode().splitlines()) == sorted(HOSTILE)


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize("name", ["web-1", "my $(id) server!", "a'b"])
def test_zsh_completes_a_name(environ: dict[str, str], name: str) -> None:
    know(environ, "server", name)
    setup = ["autoload -Uz compinit && compinit -u", "source <(nova completion zsh)"]
    terminal = Terminal(["zsh", "-f", "-i"], environ, [ARGS, *setup, "compdef _nova args"])
    try:
        assert terminal.complete(f"args show {name[0]}") == name
    finally:
        terminal.close()


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize("name", ["web-1", "my $(id) server!", "a'b"])
def test_fish_completes_a_name(environ: dict[str, str], name: str) -> None:
    know(environ, "server", name)
    script = "nova completion fish | source; complete --do-complete 'nova show '"
    done = subprocess.run(["fish", "-c", script], capture_output=True, env=environ, check=True)
    assert done.stdout.decode().splitlines() == [name]


# --------------------------------------------------------------------------------------- requests
@pytest.fixture(scope="module")
def cloud() -> Iterator[Any]:
    with recording_cloud() as running:
        yield running


class Tab:
    """A user of the recording cloud, signed in, who presses Tab."""

    def __init__(self, cloud: Any, environ: dict[str, str], folder: Path) -> None:
        self.cloud = cloud
        kept = {name: environ[name] for name in ("PATH", "HOME", "LC_ALL")}
        self.environ = {**kept, **cloud.environ(), "NOVACLIENT_CACHE_DIR": str(folder)}
        cloud.set_up(servers=3)

    def sign_in(self) -> None:
        subprocess.run(["nova", "flavor-list"], env=self.environ, capture_output=True, check=True)
        self.cloud.set_up(servers=3)

    def __call__(self, line: str) -> list[str]:
        done = subprocess.run(
            ["nova", "_complete", "bash"],
            env=self.environ,
            input=f"{BREAKS}\0{line}".encode(),
            capture_output=True,
            timeout=15,
            check=True,
        )
        assert done.stderr == b""
        return done.stdout.decode().splitlines()


@pytest.fixture
def tab(cloud: Any, environ: dict[str, str], tmp_path: Path) -> Tab:
    return Tab(cloud, environ, tmp_path / "names")


def test_tab_without_a_token_sends_no_request(tab: Tab) -> None:
    assert tab("nova show ") == []
    assert tab.cloud.requests() == []


def test_first_tab_lists_names_with_one_request(tab: Tab) -> None:
    tab.sign_in()
    assert tab("nova show ") == ["bench-1", "bench-2", "bench-3"]
    assert [line.partition("?")[0] for line in tab.cloud.requests()] == [
        "GET /compute/v2.1/servers"
    ]


def test_second_tab_sends_no_request(tab: Tab) -> None:
    tab.sign_in()
    tab("nova show ")
    tab.cloud.set_up(servers=3)
    assert tab("nova show bench-2") == ["bench-2"]
    assert tab.cloud.requests() == []


def test_names_that_a_command_listed_are_offered_without_a_request(tab: Tab) -> None:
    tab.sign_in()
    assert "bench.1" in tab("nova flavor-show ")
    assert tab.cloud.requests() == []


def test_old_names_are_offered_while_new_ones_are_fetched(tab: Tab) -> None:
    tab.sign_in()
    tab("nova show ")
    identity = Identity.from_options({}, tab.environ)
    path = Path(tab.environ["NOVACLIENT_CACHE_DIR"], "identities", f"{identity.key}.servers.json")
    path.write_text(re.sub(r'"listed": [\d.]+', f'"listed": {time.time() - 600}', path.read_text()))
    os.utime(path, (time.time() + 600, time.time() + 600))
    tab.cloud.set_up(servers=5)
    assert tab("nova show bench-") == ["bench-1", "bench-2", "bench-3"]
    end = time.monotonic() + 10
    while len(name_cache.load(identity.key, "server", tab.environ).all) < 5:
        assert time.monotonic() < end
        time.sleep(0.05)


def test_tab_does_not_wait_for_a_cloud_that_does_not_answer(tab: Tab) -> None:
    tab.sign_in()
    tab.cloud.set_up(servers=3, delay=18)
    assert tab("nova show ") == []


def test_tab_imports_no_command(environ: dict[str, str]) -> None:
    script = (
        "import sys\nfrom novaclient.shell import main\nmain(['_complete', 'bash'])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=environ,
        input=f"{BREAKS}\0nova show ",
        capture_output=True,
        text=True,
        check=True,
    )
    modules = set(done.stderr.split())
    heavy = {"argparse", "keystoneauth1", "logging", "socket", "subprocess", "yaml", "platformdirs"}
    assert (
        modules & (heavy | {"novaclient.cli.framework.command", "novaclient.v2", "novaclient.base"})
        == set()
    )
