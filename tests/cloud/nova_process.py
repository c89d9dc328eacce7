"""Runs the ``nova`` command in a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from subprocess import CompletedProcess
from typing import ClassVar

from novaclient.cli import command_table

#: With these flags a command changes nothing.
PLAN_FLAGS = {"--dry-run", "--curl"}


class Nova:
    """Runs ``nova`` on a cloud.

    :param clouds_yaml: the file with the clouds ``sandbox`` and ``sandbox-admin``.
    :param home: a folder of the tests' own for the user's files.
    """

    #: The commands that have been run, with whether they succeeded: some do both.
    ended: ClassVar[dict[str, set[bool]]] = {}

    def __init__(self, clouds_yaml: Path, home: Path) -> None:
        self.clouds_yaml = clouds_yaml
        self.home = home

    def environment(self, *, admin: bool = False, **variables: str | None) -> dict[str, str]:
        """The environment of a command, without that of the tests.

        :param admin: whether to run as the administrator.
        :param variables: further variables; None removes one.
        """
        environ: dict[str, str | None] = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "HOME": str(self.home),
            "OS_CLIENT_CONFIG_FILE": str(self.clouds_yaml),
            "OS_CLOUD": "sandbox-admin" if admin else "sandbox",
            **variables,
        }
        return {name: value for name, value in environ.items() if value is not None}

    def command(self, *words: str) -> list[str]:
        """The words that start a command."""
        return [str(Path(sys.executable).with_name("nova")), *words]

    def __call__(
        self,
        *words: str,
        admin: bool = False,
        check: bool = True,
        stdin: str = "",
        **variables: str | None,
    ) -> CompletedProcess[str]:
        """Run a command.

        :param words: its name and arguments, or global options before them.
        :param admin: whether as the administrator.
        :param check: whether it must succeed, with nothing on stderr.
        :param stdin: its standard input.
        :param variables: further environment variables; None removes one.
        """
        done = subprocess.run(
            self.command(*words),
            env=self.environment(admin=admin, **variables),
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        self.note(words, done.returncode)
        if check:
            assert (done.returncode, done.stderr) == (0, ""), f"nova {' '.join(words)}: {done}"
        return done

    def note(self, words: Sequence[str], status: int) -> None:
        """Remember the exit status of a command, for the table of all commands.

        :param words: of its command line.
        :param status: its exit status.
        """
        name = next(filter(command_table.find, words), "")
        if not PLAN_FLAGS.intersection(words):
            self.ended.setdefault(name, set()).add(status == 0)
