"""The ``api`` command: send any request with the user's token and microversion."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from novaclient import exceptions
from novaclient.cli.errors import UsageError
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing.declare import argument
from novaclient.cli.parsing.values import BadValue, Namespace
from novaclient.v2.raw import RawManager

METHODS: Final = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: Headers that every request has, and the option that sets them, if there is one.
_OWN_HEADERS: Final = {
    "accept": "",
    "connection": "",
    "content-length": "",
    "content-type": "",
    "host": "",
    "openstack-api-version": "--os-compute-api-version",
    "transfer-encoding": "",
    "user-agent": "",
    "x-auth-token": "--os-token",
    "x-openstack-nova-api-version": "--os-compute-api-version",
}


def _header(text: str) -> tuple[str, str]:
    name, colon, value = text.partition(":")
    if not colon or not name.isascii() or not name.replace("-", "").isalnum():
        raise BadValue(f"'{text}' is not in the format of '<name>: <value>'")
    if not (value.isascii() and value.isprintable()):
        raise BadValue(f"the value of '{name}' has characters that are not allowed in a header")
    return name, value.strip()


@command("api")
@argument("method", type=str.upper, choices=METHODS, metavar="<method>", help=", ".join(METHODS))
@argument(
    "path",
    metavar="<path>",
    help="Path below Nova's endpoint, with its query: '/servers/detail?limit=5'; or a full URL "
    "below that endpoint.",
)
@argument(
    "--data",
    metavar="<json>",
    help="JSON body of the request; @<file> reads it from a file, - from standard input.",
)
@argument(
    "--header",
    type=_header,
    action="append",
    metavar="<name: value>",
    help="Header to add; repeat for more.",
)
@argument(
    "--service-type",
    default="compute",
    metavar="<service-type>",
    help="Service type in the catalog, for example network or image; the path then starts with "
    "the API version.",
)
@argument(
    "--paginate",
    action="store_true",
    help="Follow links to further pages and print all pages as one.",
)
def api(context: Context, args: Namespace) -> None:
    """Send a request to the API and print the response.

    The request has the token and the microversion of any other command. The response is printed
    as received, or indented on a terminal. Examples:

        nova api GET /servers/detail --paginate
        nova api POST /servers/ID/action --data '{"pause": null}'
        nova api GET /v2.0/networks --service-type network
    """
    headers = _headers(args)
    if args.paginate and args.method != "GET":
        raise UsageError("--paginate can be used with GET only")
    body = None if args.data is None else _body(args.data)
    raw = RawManager(context.client, args.service_type)
    if args.paginate:
        _print(context, raw.every_page(args.path, headers))
        return
    response, answer = raw.send(args.method, args.path, body, headers)
    if context.plan is not None:
        return
    if context.out.is_terminal:
        _print(context, answer)
    else:
        context.out.stream.flush()
        context.out.stream.buffer.write(response.content)


def _headers(args: Namespace) -> dict[str, str]:
    """The headers of ``--header``.

    :raises UsageError: for a header that every request has.
    """
    for name, _ in args.header:
        option = _OWN_HEADERS.get(name.lower())
        is_version = option == "--os-compute-api-version"
        if option is None or (is_version and args.service_type != "compute"):
            continue
        hint = f"; use {option}, before the command" if option else ""
        raise UsageError(f"argument --header: nova sets '{name}' itself{hint}")
    return dict(args.header)


def _body(text: str) -> Any:
    """The value of ``--data``.

    :raises CommandError: if it cannot be read.
    :raises UsageError: if it is not JSON.
    """
    try:
        if text == "-":
            text = sys.stdin.read()
        elif text.startswith("@"):
            with open(text[1:], encoding="utf-8") as file:
                text = file.read()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise exceptions.CommandError(f"Cannot read {text}: {reason}") from None
    try:
        return json.loads(text)
    except ValueError as error:
        raise UsageError(f"argument --data: this is not JSON: {error}") from None


def _print(context: Context, answer: Any) -> None:
    """Print a value as JSON, indented on a terminal, else on one line; a string as it is."""
    if answer is None:
        return
    if not isinstance(answer, str):
        indent = 2 if context.out.is_terminal else None
        answer = json.dumps(answer, indent=indent, ensure_ascii=False)
    context.out.text(answer if answer.endswith("\n") else f"{answer}\n")
