"""The commands about key pairs, whose public keys Nova puts into servers."""

from __future__ import annotations

import os
import sys
from typing import Any

from novaclient import exceptions
from novaclient.base import given
from novaclient.cli.bulk import lookup
from novaclient.cli.bulk.command import bulk_command
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import OUTPUT, list_command
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import Namespace
from novaclient.v2.keypairs import KeypairManager

NAME = Column("Name", "name")
TYPE = Column("Type", "type")
FINGERPRINT = Column("Fingerprint", "fingerprint")

#: Nova takes no longer public key, in characters.
LONGEST_KEY = 65535


# ------------------------------------------------------------------------------- list and show
@list_command("keypair-list", api=KeypairManager.iterate, columns=(NAME, TYPE, FINGERPRINT))
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="Those of this user, by id; for administrators.",
)
@argument("--marker", metavar="<marker>", help="Only the key pairs after the one of this name.")
@argument(
    "--limit", type=int, metavar="<limit>", parameter="page_size", help="At most so many key pairs."
)
def keypair_list(context: Context, args: Namespace) -> Rows:
    """List key pairs."""
    wanted = given(user_id=args.user, marker=args.marker, page_size=args.limit)
    manager = context.client.keypairs
    keypairs = lookup.first(manager.iterate(**wanted), args.limit)
    if not wanted:
        keypairs = context.remember_names("keypair", keypairs)
    typed = context.supports(KeypairManager.create, "key_type")
    return Rows(keypairs, (NAME, TYPE, FINGERPRINT) if typed else (NAME, FINGERPRINT))


@command("keypair-show", api=KeypairManager.get)
@argument("keypair", metavar="<keypair>", help="Name of the key pair.")
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="Whose it is, by id; for administrators.",
)
@arguments(*OUTPUT)
def keypair_show(context: Context, args: Namespace) -> None:
    """Show one key pair in full, its public key too."""
    out = context.out
    out.configure(args)
    shown = context.client.keypairs.get(args.keypair, **given(user_id=args.user)).to_dict()
    shown.pop("links", None)
    if not out.for_people or out.columns:
        out.properties(shown)
        return
    # A key is too wide for a table.
    public_key = shown.pop("public_key", "")
    out.properties(shown)
    out.line(f"Public key: {public_key}")


# ---------------------------------------------------------------------------- create and delete
@command("keypair-add", api=KeypairManager.create)
@argument("name", metavar="<name>", help="Name of the new key pair.")
@argument(
    "--pub-key",
    metavar="<pub-key>",
    completes="file",
    parameter="public_key",
    help="File that holds the public key; '-' for standard input.",
)
@argument("--key-type", metavar="<key-type>", help="ssh (unless said otherwise) or x509.")
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="Whose it shall be, by id; for administrators.",
)
def keypair_add(context: Context, args: Namespace) -> None:
    """Register a public key, or have Nova make a new key pair.

    Without --pub-key Nova makes the key pair, up to microversion 2.91, and its private key is
    printed: it is kept nowhere else. Better make it yourself, with ssh-keygen for example.
    """
    public_key = _public_key(args.pub_key) if args.pub_key is not None else None
    keypair: Any = context.client.keypairs.create(
        args.name,
        **given(public_key=public_key, key_type=args.key_type, user_id=args.user),
    )
    if public_key is None:
        context.out.text(f"{keypair.private_key}\n")


def _public_key(path: str) -> str:
    """The public key that a file or standard input holds.

    :raises CommandError: if it cannot be read, or is no public key; it is not sent then.
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
        raise exceptions.CommandError(f"{where} holds no public key: it is no text") from None
    if len(text) > LONGEST_KEY:
        raise exceptions.CommandError(f"{where} holds no public key: it is too long")
    if not text.strip():
        raise exceptions.CommandError(f"{where} holds no public key: it is empty")
    if "PRIVATE KEY-----" in text:
        raise exceptions.CommandError(
            f"{where} holds a private key, which is nobody else's business: "
            "give the public one, usually in a file that ends with .pub"
        )
    return text


@bulk_command("keypair-delete", api=KeypairManager.delete, on=None, dest="name")
@argument(
    "name",
    nargs="+",
    metavar="<name>",
    parameter="",
    completes="keypair",
    help="Names of the key pairs.",
)
@argument(
    "--user",
    metavar="<user-id>",
    parameter="user_id",
    help="Whose they are, by id; for administrators.",
)
def keypair_delete(context: Context, args: Namespace, name: str) -> None:
    """Delete key pairs; servers that have them keep their public keys."""
    context.client.keypairs.delete(name, **given(user_id=args.user))
