"""Commands for the consoles of servers.

The URL of a console contains a token: whoever has it can use the console until the token expires.
``console-log`` is in ``servers``.
"""

from __future__ import annotations

import re
from typing import Any

from novaclient import exceptions
from novaclient.cli.bulk.name_lookup import id_of
from novaclient.cli.commands._server_arguments import ONE
from novaclient.cli.framework.command import removed_from_nova, superseded
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import list_command, show_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.console_auth_tokens import ConsoleAuthTokenManager
from novaclient.v2.servers import ServerManager

COLUMNS = (
    Column("Type", lambda console: console["type"]),
    Column("Url", lambda console: console["url"]),
)


def _console(context: Context, args: Namespace, console_type: str) -> Rows:
    """The URL of a console, as a list of one row."""
    servers = context.client.servers
    answer = servers.get_console_url(id_of(servers, args.server), console_type)
    # The key of the answer depends on the API that was called.
    return Rows(list(answer.values()), COLUMNS, single=True)


@list_command("get-vnc-console", api=ServerManager.get_vnc_console, columns=COLUMNS)
@ONE
@argument(
    "console_type",
    parameter="",
    metavar="<console-type>",
    help="novnc, or xvpvnc on older clouds.",
)
def get_vnc_console(context: Context, args: Namespace) -> Any:
    """Print the URL of a server's VNC console."""
    return _console(context, args, args.console_type)


@list_command("get-spice-console", api=ServerManager.get_spice_console, columns=COLUMNS)
@ONE
@argument(
    "console_type",
    parameter="",
    metavar="<console-type>",
    help="spice-html5 for a browser, spice-direct for a SPICE client.",
)
def get_spice_console(context: Context, args: Namespace) -> Any:
    """Print the URL of a server's SPICE console."""
    return _console(context, args, args.console_type)


@list_command("get-serial-console", api=ServerManager.get_serial_console, columns=COLUMNS)
@ONE
@argument(
    "--console-type",
    parameter="",
    choices=("serial",),
    default="serial",
    metavar="<console-type>",
    help="serial (the default).",
)
def get_serial_console(context: Context, args: Namespace) -> Any:
    """Print the URL of a server's serial console.

    The URL is for a WebSocket client.
    """
    return _console(context, args, args.console_type)


@list_command("get-mks-console", api=ServerManager.get_mks_console, columns=COLUMNS)
@ONE
def get_mks_console(context: Context, args: Namespace) -> Any:
    """Print the URL of a server's MKS console (VMware)."""
    return _console(context, args, "webmks")


@list_command("get-rdp-console", api=ServerManager.get_rdp_console, columns=COLUMNS)
@removed_from_nova("os-getRDPConsole")
@superseded("nova get-vnc-console", "nova get-spice-console")
@ONE
@argument("console_type", parameter="", metavar="<console-type>", help="rdp-html5.")
def get_rdp_console(context: Context, args: Namespace) -> Any:
    """Print the URL of a server's RDP console (Hyper-V, up to Nova 28)."""
    try:
        return _console(context, args, args.console_type)
    except exceptions.BadRequest as error:
        raise exceptions.CommandError(
            f"{error}. Nova 29.0 (2024.1) removed RDP consoles along with Hyper-V: "
            "use nova get-vnc-console or nova get-spice-console."
        ) from error


# ---------------------------------------------------------------------------------------- tokens
def _token(word: str) -> str:
    """A console token, given as itself or in a console's URL."""
    from urllib.parse import unquote

    found = re.search(r"[?&]token=([^&#]+)", unquote(word)) if "://" in word else None
    return found[1] if found else word


@show_command("console-token-show", api=ConsoleAuthTokenManager.get)
@argument(
    "token",
    type=_token,
    metavar="<token>",
    help="The token, or the URL of a console with the token.",
)
def console_token_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show connection details of a console token; for administrators.

    For a spice-direct console, a SPICE client connects to host and tls_port.
    """
    shown: dict[str, object] = context.client.console_auth_tokens.get(args.token).to_dict()
    return shown
