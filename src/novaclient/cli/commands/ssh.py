"""The command that connects to a server by SSH."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from ipaddress import ip_address
from typing import Any

from novaclient import exceptions
from novaclient.cli.bulk.name_lookup import resource_of
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import HIDDEN, argument
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.v2.servers import ServerManager


def _words(text: str) -> list[str]:
    """Split a text into words like a shell, without expansions."""
    from shlex import split

    try:
        return split(text)
    except ValueError as error:
        raise BadValue(f"'{text}': {error}") from None


@command("ssh", api=ServerManager.get)
@argument("server", metavar="<server>", help="Name or ID of the server, or <login>@<server>.")
@argument(
    "--port",
    type=int,
    default=22,
    metavar="<port>",
    help="SSH port of the server (default: 22).",
)
@argument("--private", action="store_true", help=HIDDEN, deprecated="use --address-type fixed")
@argument(
    "--address-type",
    default="floating",
    metavar="<address-type>",
    help="'floating' (the default) or 'fixed'.",
)
@argument(
    "--network",
    metavar="<network>",
    help="Network of the address; required if the server has several networks.",
)
@argument("--ipv6", action="store_true", help="Use an IPv6 address.")
@argument("--login", default="root", metavar="<login>", help="Login name (default: root).")
@argument("-i", "--identity", default="", metavar="<file>", help="File with the private key.")
@argument(
    "--extra-opts",
    dest="extra",
    type=_words,
    metavar="<options>",
    help="Extra arguments for ssh, as one word: '-o ConnectTimeout=5', or a command to run.",
)
def ssh(context: Context, args: Namespace) -> None:
    """Log in to a server with ssh."""
    login, at, name = args.server.partition("@")
    if not at:
        login, name = args.login, args.server
    server = resource_of(context.client.servers, name)
    kind = "fixed" if args.private else args.address_type
    address = _address(name, server.addresses, kind, 6 if args.ipv6 else 4, args.network)
    words = ["ssh", "-6" if args.ipv6 else "-4", "-p", str(args.port)]
    words += ["-i", args.identity] if args.identity else []
    words += ["-l", login, address, *(args.extra or ())]
    if context.plan is not None:
        from shlex import join

        context.plan.note(f"then: {join(words)}")
        return
    sys.stdout.flush()
    try:
        os.execvp("ssh", words)  # noqa: S606, S607 - the user's own ssh, without a shell
    except OSError as error:
        raise exceptions.CommandError(f"ssh cannot be run: {error.strerror}") from None


def _address(
    server: str, addresses: Mapping[str, Any], kind: str, version: int, network: str | None
) -> str:
    """The only matching address of a server.

    :param server: the server as the user typed it.
    :param addresses: its addresses by network, as in the API.
    :param kind: ``floating`` or ``fixed``.
    :param version: 4 or 6.
    :param network: the network's name; None for the only network.
    :raises ResourceNotFound: if no address matches; CommandError: if several do.
    """
    listed = ", ".join(sorted(addresses))
    if network is None:
        if not addresses:
            raise exceptions.CommandError(f"Server '{server}' is not attached to any network.")
        if len(addresses) > 1:
            raise exceptions.CommandError(
                f"Server '{server}' is attached to more than one network. "
                f"Please pick the network to use: --network, one of {listed}."
            )
        network = next(iter(addresses))
    elif not addresses.get(network):
        raise exceptions.ResourceNotFound(
            f"Server '{server}' is not attached to network '{network}' "
            f"(it is attached to: {listed or 'none'})"
        )
    return _only(server, addresses[network], kind, version, network)


def _only(
    server: str, addresses: Sequence[Mapping[str, Any]], kind: str, version: int, network: str
) -> str:
    # An address without a type is taken for a floating one.
    found = [
        str(address.get("addr"))
        for address in addresses
        if address.get("version") == version and address.get("OS-EXT-IPS:type", "floating") == kind
    ]
    if not found:
        there = ", ".join(
            f"{a.get('addr')} ({a.get('OS-EXT-IPS:type', 'floating')})" for a in addresses
        )
        raise exceptions.ResourceNotFound(
            f"No address that would match network '{network}' and type '{kind}' of version "
            f"IPv{version} has been found for server '{server}' (available: {there or 'none'})."
        )
    if len(found) > 1:
        raise exceptions.CommandError(
            f"More than one IPv{version} {kind} address found: {', '.join(found)}."
        )
    try:
        # A value from the cloud must be an address, never an option for ssh.
        return str(ip_address(found[0]))
    except ValueError:
        raise exceptions.CommandError(f"'{found[0]}' is not an IP address.") from None
