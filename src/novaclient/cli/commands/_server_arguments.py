"""Arguments that commands on servers share, and how they are read."""

from __future__ import annotations

from novaclient import exceptions
from novaclient.cli.bulk.servers import SEVERAL, ServerArgument
from novaclient.cli.commands._server_matching import find_matching
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument, arguments
from novaclient.cli.parsing.values import BadValue, Namespace

SERVERS = ServerArgument(find_matching)
#: The server of a command that is carried out on each of several, and the servers of one that
#: is carried out on all; see ``novaclient.cli.bulk.command``.
ONE = argument(
    "server",
    metavar="<server>",
    help="Name or id of the server; - reads names and ids from standard input.",
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
    """``key=value`` taken apart.

    :raises BadValue: if it is none.
    """
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise BadValue(f"'{text}' is not in the format of 'key=value'")
    return key, value


def comma_separated(text: str | None) -> list[str] | None:
    """The items of a list separated by commas; None if there is no text."""
    return [item for item in text.split(",") if item] if text else None


def read_file(path: str) -> bytes:
    """The content of a file that goes into a request.

    :raises CommandError: if it cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError as error:
        raise exceptions.CommandError(f"Cannot read '{path}': {error.strerror}") from None


def trusted_certificates(context: Context, args: Namespace) -> list[str]:
    """The certificates of ``--trusted-image-certificate-id``, else those of the environment."""
    from_environ = context.environ.get("OS_TRUSTED_IMAGE_CERTIFICATE_IDS")
    return args.trusted_image_certificates or comma_separated(from_environ) or []


#: Metadata to set or to delete: what a command takes that does either.
SET_OR_DELETE = arguments(
    argument("action", choices=("set", "delete"), metavar="<action>", help="'set' or 'delete'."),
    argument(
        "metadata",
        nargs="+",
        metavar="<key=value>",
        help="Metadata to set; to delete, the key is enough.",
    ),
)


def metadata_of(args: Namespace) -> tuple[dict[str, str], list[str]]:
    """What a command with :data:`SET_OR_DELETE` is to set, and which keys it is to delete.

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
    help="Metadata for the server; give it again for more.",
)


FILE = argument(
    "--file",
    dest="files",
    type=key_value,
    action="append",
    metavar="<dst-path=src-path>",
    help="Put the local file <src-path> into the server as <dst-path>; up to five.",
)
