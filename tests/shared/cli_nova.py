"""Runs command lines in this process; each returns its status and output."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from cli_frame import Client

from novaclient.cli import main
from novaclient.cli.framework import command
from novaclient.cli.parsing.values import Namespace

#: Where commands keep what they keep; set when the tests begin.
CACHE = ""


class Done(NamedTuple):
    """What came of a command line."""

    status: int
    out: str
    err: str
    args: Namespace
    connections: int


class Nova:
    """Runs ``nova`` with a client that sends nothing.

    :ivar environ: the environment of the command.
    :ivar client: the client of the last command.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
        self.environ = {"NOVACLIENT_CACHE_DIR": CACHE}
        self.client = Client()
        self._capsys = capsys
        self._connections = 0
        self._args = Namespace()
        monkeypatch.setattr(main, "_connect", self._connect)
        monkeypatch.setattr(main.os, "environ", self.environ)
        parse = command.Command.parse

        def keep(*args: object) -> object:
            read = parse(*args)  # type: ignore[arg-type]
            self._args = read[0]
            return read

        monkeypatch.setattr(command.Command, "parse", keep)

    def __call__(self, *words: str) -> Done:
        self._connections = 0
        status = main.run(words)
        out, err = self._capsys.readouterr()
        return Done(status, out, err, self._args, self._connections)

    def _connect(self, options: object, environ: object) -> Client:
        self._connections += 1
        return self.client
