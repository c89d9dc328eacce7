"""Commands for the administrator passwords of servers."""

from __future__ import annotations

import sys

from novaclient import exceptions
from novaclient.cli.bulk.command import act
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.bulk.targets import raise_failures, run_on_targets, targets_in
from novaclient.cli.commands._server_arguments import MANY, ONE
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.servers import ServerManager


@command("set-password", api=ServerManager.change_password)
@MANY
def set_password(context: Context, args: Namespace) -> None:
    """Set the administrator password of servers.

    The password is read from the terminal; without a terminal, from two lines of standard input.
    """
    # A dry run shows no secrets, so it needs none.
    password = "" if context.plan is not None else _prompt_for_password()
    servers = context.client.servers
    targets = targets_in(context.client.servers, args.server)
    several = len(targets) > 1
    run_on_targets(
        context,
        targets,
        lambda server: servers.change_password(server, password),
        report_failures=several,
    )
    raise_failures(targets)


def _prompt_for_password() -> str:
    try:
        password, again = _read_secret("New password: "), _read_secret("Again: ")
    except EOFError:
        raise exceptions.CommandError("No password was typed.") from None
    if password != again:
        raise exceptions.CommandError("Passwords do not match.")
    return password


def _read_secret(prompt: str) -> str:
    """Read a secret from the terminal, or a line of standard input without one.

    :raises EOFError: at the end of the input.
    """
    import getpass
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("error", getpass.GetPassWarning)
        try:
            return getpass.getpass(prompt)
        except getpass.GetPassWarning:
            line = sys.stdin.readline()
    if not line:
        raise EOFError
    return line.rstrip("\n")


@command("get-password", api=ServerManager.get_password, reading=True)
@ONE
@argument(
    "private_key",
    nargs="?",
    metavar="<private-key>",
    help="File with the private key of the server's key pair, to decrypt the password.",
)
def get_password(context: Context, args: Namespace) -> None:
    """Print the stored administrator password of a server.

    Without a private key the password is printed encrypted. If no password is stored,
    an empty line is printed.
    """
    servers = context.client.servers
    password = servers.get_password(id_of(servers, args.server), args.private_key)
    context.out.text(f"{password}\n")


act(
    "clear-password",
    ServerManager.clear_password,
    MANY,
    help="""Clear the stored administrator passwords of servers.

    Nova deletes its copies; the passwords in the servers stay the same.""",
)
