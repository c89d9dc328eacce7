"""Arguments that commands on servers share, and their values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from novaclient import exceptions
from novaclient.cli.bulk.server_argument import SEVERAL, ServerArgument
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace

if TYPE_CHECKING:
    from collections.abc import Sequence

    from novaclient.v2.servers import Server


def _find_matching(context: Context, args: Namespace) -> Sequence[Server]:
    """The servers of ``--all-matching``; the filters are imported only if it was given."""
    from novaclient.cli.commands._server_matching import find_matching

    return find_matching(context, args)


SERVERS = ServerArgument(_find_matching)
#: ONE is for a command that runs on each server by itself, MANY for one that runs on all of them;
#: see ``novaclient.cli.bulk.command``.
ONE = argument(
    "server",
    metavar="<server>",
    help="Name or ID of the server; - reads names and IDs from standard input.",
    expander=SERVERS,
)


MANY = argument(
    "server",
    nargs="+",
    metavar="<server>",
    help=SEVERAL,
    expander=SERVERS,
)


ALL_TENANTS = argument(
    "--all-tenants",
    action="store_true",
    parameter="",
    help="Look up names in all projects; for administrators.",
)


def key_value(text: str) -> tuple[str, str]:
    """Split ``key=value``.

    :raises BadValue: if the text has another form.
    """
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadValue(f"'{text}' is not in the format of 'key=value'")
    return key, value


def comma_separated(text: str | None) -> list[str] | None:
    """The items of a comma-separated list; None for no text."""
    return [item for item in text.split(",") if item] if text else None


def read_file(path: str) -> bytes:
    """The content of a file to send.

    :raises CommandError: if it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise exceptions.CommandError(f"Cannot read '{path}': {error.strerror}") from None


def trusted_certificates(context: Context, args: Namespace) -> list[str]:
    """The certificates from ``--trusted-image-certificate-id``, or else from the environment."""
    from_environ = context.environ.get("OS_TRUSTED_IMAGE_CERTIFICATE_IDS")
    return args.trusted_image_certificates or comma_separated(from_environ) or []


#: The arguments of a command that sets or deletes metadata.
SET_OR_DELETE = arguments(
    argument("action", choices=("set", "delete"), metavar="<action>", help="'set' or 'delete'."),
    argument(
        "metadata",
        nargs="+",
        metavar="<key=value>",
        help="Metadata to set, or keys to delete.",
    ),
)


def metadata_of(args: Namespace) -> tuple[dict[str, str], list[str]]:
    """The items to set and the keys to delete, from :data:`SET_OR_DELETE`.

    :raises UsageError: if an item to set has no value.
    """
    if args.action == "delete":
        return {}, [word.partition("=")[0] for word in args.metadata]
    try:
        return dict(map(key_value, args.metadata)), []
    except BadValue as error:
        raise UsageError(f"argument <key=value>: {error}") from None


META = argument(
    "--meta",
    type=key_value,
    action="append",
    metavar="<key=value>",
    help="Metadata of the server; repeat the flag for more.",
)


FILE = argument(
    "--file",
    dest="files",
    type=key_value,
    action="append",
    metavar="<dst-path=src-path>",
    help="Inject the local file <src-path> as <dst-path>; up to five files.",
)
