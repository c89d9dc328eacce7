"""Commands without a cloud, and a client that sends nothing, for tests of the framework."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

from microversions import NEWEST

from novaclient import exceptions
from novaclient.api_versions import APIVersion
from novaclient.base import ManagerWithFind, Resource
from novaclient.cli.bulk.command import act, bulk_command
from novaclient.cli.command_table import CommandRow
from novaclient.cli.framework.command import command
from novaclient.cli.framework.context import Context
from novaclient.cli.framework.printing import create_command, list_command, show_command
from novaclient.cli.framework.waiting import Wait
from novaclient.cli.output.columns import Column, Rows
from novaclient.cli.parsing.declare import argument, exclusive
from novaclient.cli.parsing.values import Namespace
from novaclient.microversions import microversion
from novaclient.waiters import SERVER

UUID = "11111111-2222-4333-8444-555555555555"


class Box(Resource):
    """A resource with a name and a size."""


class BoxManager(ManagerWithFind[Box]):
    """Boxes kept in memory; every call is recorded."""

    resource_class = Box

    def __init__(self, api: Any) -> None:
        super().__init__(api)
        self.calls: list[tuple[str, str]] = []
        self.lock = threading.Lock()
        self.boxes = {
            str(n): {"id": str(n), "name": name, "size": size, "status": "ACTIVE", "progress": 100}
            for n, (name, size) in enumerate((("b", 10), ("a", None), ("c", 9)))
        }

    def record(self, call: str, target: str) -> None:
        with self.lock:
            self.calls.append((call, target))

    def list(self) -> list[Box]:
        self.record("list", "")
        return [Box(self, box, loaded=True) for box in self.boxes.values()]

    def get(self, box: str) -> Box:
        self.record("get", box)
        if box not in self.boxes:
            raise exceptions.NotFound(404, f"Box {box} could not be found.")
        return Box(self, self.boxes[box], loaded=True)

    @microversion("2.1", lid="2.91", label="-2.56", colour="2.14-2.67")
    def create(self, name: str, lid: Any = None, label: Any = None, colour: Any = None) -> Box:
        return Box(self, {"id": "9", "name": name, "password": "once"})

    @microversion("2.30")
    def fold(self, box: str) -> None:
        self.record("fold", box)
        if box == "1":
            raise exceptions.Conflict(409, "It is full", request_id="req-1")
        if box == UUID:
            raise exceptions.NotFound(404, f"Box {box} could not be found.")


class Client(SimpleNamespace):
    """What commands see of a client."""

    def __init__(self, version: str = "2.latest") -> None:
        super().__init__()
        self.api_version = APIVersion(version)
        self.boxes = BoxManager(self)

    def version_range(self) -> tuple[APIVersion, APIVersion]:
        return APIVersion("2.1"), APIVersion(NEWEST)

    def get_timings(self) -> list[tuple[str, float, float]]:
        return [("GET /boxes", 1.0, 1.5), ("GET /boxes/1", 2.0, 2.25)]


COLUMNS = (
    Column("ID", "id"),
    Column("Name", "name"),
    Column("Size GB", "size"),
    Column("Owner", lambda box: {"id": box.id}, lambda owner: f"owner {owner['id']}", shown=False),
)


@list_command("box-list", api=BoxManager.create, columns=COLUMNS, order="Name")
@argument("--sorted", action="store_true", help="Hides no --sort.")
@argument("--colour", metavar="<colour>", help="Only this colour.")
@argument("--file_name", metavar="<file>", help="A flag that really has an underscore.")
@argument("--columns-wide", action="store_true", help="Shares a beginning with a new flag.")
def box_list(context: Context, args: Namespace) -> Any:
    """List boxes."""
    if args.sorted:
        return Rows(context.client.boxes.list(), COLUMNS[:1])  # type: ignore[attr-defined]
    return context.client.boxes.list()  # type: ignore[attr-defined]


@list_command("box-stream-list", api=(), columns=COLUMNS)
def box_stream_list(context: Context, args: Namespace) -> Iterator[Any]:
    """List boxes one by one; the third does not come."""
    yield from context.client.boxes.list()[:2]  # type: ignore[attr-defined]
    raise exceptions.ConnectionFailed("the cloud went away")


@show_command("box-show", api=())
@argument("box", metavar="<box>", help="The box.")
@argument("--wrap", type=int, metavar="<columns>", help="Break long values.")
def box_show(context: Context, args: Namespace) -> dict[str, object]:
    """Show one box."""
    return {"name": args.box, "extra": {"a": [1, None]}, "size": 3, "owner": None, "on": True}


@create_command(
    "box-create",
    api=BoxManager.create,
    properties=lambda context, box: box.to_dict(),
    wait=Wait(
        "building", SERVER["active"], lambda client, box: client.boxes.get("0"), what="Crate"
    ),
)
@argument("name", metavar="<name>", help="Its name.")
@argument("--lid", metavar="<lid>", help="Its lid.")
@argument("--label-file", metavar="<label>", parameter="label", help="Its label.")
@exclusive(
    argument("--open", action="store_true", help="Open it."),
    argument("--shut", action="store_true", help="Shut it."),
)
@argument("--old", action="store_true", deprecated="use --lid.", help="An old flag.")
@argument("--tag", action="append", metavar="<tag>", help="A tag.")
@argument("--owner", env=("BOX_OWNER",), default="nobody", metavar="<owner>", help="Its owner.")
@argument("--count", type=int, metavar="<count>", help="How many.")
def box_create(context: Context, args: Namespace) -> Any:
    """Create a box.

    It is empty.
    """
    given = {} if args.lid is None else {"lid": args.lid}
    return context.client.boxes.create(args.name, **given)  # type: ignore[attr-defined]


act(
    "box-fold",
    BoxManager.fold,
    argument("box", nargs="+", metavar="<box>", help="Names or ids."),
    help="Fold boxes.",
    on=lambda client: client.boxes,
    done="Request to fold box %s has been accepted.",
    failed="Unable to fold the specified box(es).",
    wait=Wait("folding", SERVER["active"], lambda client, box: client.boxes.get(box), what="Crate"),
)


act(
    "box-lift",
    BoxManager.fold,
    argument("box", metavar="<box>", help="Name or id."),
    help="Lift one box.",
    on=lambda client: client.boxes,
)


@bulk_command("box-drop", api=BoxManager.fold, on=lambda client: client.boxes)
@argument("box", nargs="+", metavar="<box>", help="Names or ids.")
def box_drop(context: Context, args: Namespace, box: str) -> None:
    """Drop boxes."""
    context.client.boxes.fold(box)  # type: ignore[attr-defined]


@list_command("box-add", api=BoxManager.create)
@argument("name", metavar="<name>", help="Its name.")
def box_add(context: Context, args: Namespace) -> Rows:
    """Add a box, and list it."""
    knows = context.supports(BoxManager.create, "lid")
    columns = (*COLUMNS[:2], Column("Lid", lambda _: None)) if knows else COLUMNS[:2]
    boxes = context.client.boxes  # type: ignore[attr-defined]
    return Rows([boxes.create(args.name)], columns, single=True)


@command("box-break")
@argument("how", metavar="<how>", help="What to raise.")
def box_break(context: Context, args: Namespace) -> int | None:
    """Fail in some way."""
    errors: dict[str, BaseException] = {
        "notfound": exceptions.NotFound(404, "No box.", request_id="req-7"),
        "attribute": exceptions.UnsupportedAttribute("lid", "2.91", reason="'lid' is new."),
        "name": exceptions.NameNotFound("No box with a name or ID of 'x' exists."),
        "bug": ZeroDivisionError("division by zero"),
        "escape": exceptions.CommandError("a\x1b[2Jb\u202ec"),
        "file": FileNotFoundError(2, "No such file or directory", "/nowhere"),
        "interrupt": KeyboardInterrupt(),
        "pipe": BrokenPipeError(32, "Broken pipe"),
    }
    if args.how == "status":
        return 3
    if args.how == "print":
        context.out.line("a line")
        context.out.text("text \x1b[1m")
        return None
    raise errors[args.how]


NAMES = (
    "box-list",
    "box-stream-list",
    "box-show",
    "box-create",
    "box-fold",
    "box-lift",
    "box-drop",
    "box-add",
    "box-break",
)
ROWS = tuple(
    CommandRow(name, "novaclient.cli.commands.boxes", "Boxes", "Something with boxes.", ["--lid="])
    for name in NAMES
)
