"""Commands about key pairs."""

from __future__ import annotations

import os
import sys
from typing import Any

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk.command import act
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, limited, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.keypairs import KeypairManager

NAME = Column("Name", "name")
TYPE = Column("Type", "type")
FINGERPRINT = Column("Fingerprint", "fingerprint")

#: The longest public key that Nova accepts, in characters.
LONGEST_KEY = 65535


# ------------------------------------------------------------------------------- list and show
@list_command("keypair-list", api=KeypairManager.iterate, columns=(NAME, TYPE, FINGERPRINT))
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="ID of the user to list key pairs of; for administrators.",
)
@argument("--marker", metavar="<marker>", help="Name of the last key pair of the previous page.")
@argument(
    "--limit",
    type=int,
    metavar="<limit>",
    parameter="page_size",
    help="Maximum number of key pairs to list.",
)
def keypair_list(context: Context, args: Namespace) -> Rows:
    """List key pairs."""
    filters = given(user_id=args.user, marker=args.marker, page_size=args.limit)
    manager = context.client.keypairs
    keypairs = limited(manager.iterate(**filters), args.limit)
    if not filters:
        keypairs = context.remember_names("keypair", keypairs)
    has_type = context.supports(KeypairManager.create, "key_type")
    return Rows(keypairs, (NAME, TYPE, FINGERPRINT) if has_type else (NAME, FINGERPRINT))


@command("keypair-show", api=KeypairManager.get)
@argument("keypair", metavar="<keypair>", help="Name of the key pair.")
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="ID of the user who owns it; for administrators.",
)
@arguments(*OUTPUT)
def keypair_show(context: Context, args: Namespace) -> None:
    """Show a key pair and its public key."""
    out = context.out
    out.configure(args)
    properties = context.client.keypairs.get(args.keypair, **given(user_id=args.user)).to_dict()
    properties.pop("links", None)
    if not out.for_people or out.columns:
        out.properties(properties)
        return
    # The public key is too wide for a table.
    public_key = properties.pop("public_key", "")
    out.properties(properties)
    out.line(f"Public key: {public_key}")


# ---------------------------------------------------------------------------- create and delete
@command("keypair-add", api=KeypairManager.create)
@argument("name", metavar="<name>", help="Name of the new key pair.")
@argument(
    "--pub-key",
    metavar="<pub-key>",
    completes="file",
    parameter="public_key",
    help="File with the public key; '-' for standard input.",
)
@argument("--key-type", metavar="<key-type>", help="Type of the key: ssh (default) or x509.")
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="ID of the user to create it for; for administrators.",
)
def keypair_add(context: Context, args: Namespace) -> None:
    """Create a key pair, or import a public key.

    Without --pub-key Nova generates the key pair, up to microversion 2.91. The private key is
    printed once and not stored anywhere: generating it yourself, with ssh-keygen for example, is
    safer.
    """
    public_key = _public_key(args.pub_key) if args.pub_key is not None else None
    keypair: Any = context.client.keypairs.create(
        args.name,
        **given(public_key=public_key, key_type=args.key_type, user_id=args.user),
    )
    if public_key is None:
        context.out.text(f"{keypair.private_key}\n")


def _public_key(path: str) -> str:
    """The public key in a file or on standard input.

    :raises CommandError: if it cannot be read or is not a public key; nothing is sent then.
    """
    where = "standard input" if path == "-" else f"'{path}'"
    try:
        if path == "-":
            raw = sys.stdin.buffer.read(LONGEST_KEY + 1)
        else:
            with open(os.path.expanduser(path), "rb") as file:
                raw = file.read(LONGEST_KEY + 1)
    except OSError as error:
        raise exceptions.CommandError(f"Cannot read {where}: {error.strerror}") from error
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        raise exceptions.CommandError(
            f"{where} does not contain a public key: it is not text"
        ) from None
    if len(text) > LONGEST_KEY:
        raise exceptions.CommandError(f"{where} does not contain a public key: it is too long")
    if not text.strip():
        raise exceptions.CommandError(f"{where} does not contain a public key: it is empty")
    if "PRIVATE KEY-----" in text:
        raise exceptions.CommandError(
            f"{where} contains a private key, which must not leave this machine: "
            "use the public key, usually in a file that ends in .pub"
        )
    return text


act(
    "keypair-delete",
    KeypairManager.delete,
    argument(
        "name",
        nargs="+",
        metavar="<name>",
        completes="keypair",
        help="Names of one or more key pairs.",
    ),
    argument(
        "--user",
        metavar="<user-id>",
        parameter="user_id",
        help="ID of the user who owns them; for administrators.",
    ),
    help="""Delete key pairs.

    Existing servers keep the public keys that they were created with.""",
    by=lambda client: client.keypairs,
)
