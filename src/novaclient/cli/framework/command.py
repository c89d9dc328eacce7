"""How a command is declared: as data on a function. The shapes most commands have are in
``novaclient.cli.framework.printing``; a command that has none of them uses :func:`command`.

A module of ``novaclient.cli.commands`` reads like this::

    from novaclient.cli.framework.command import Context, Namespace, argument, command
    from novaclient.cli.bulk.lookup import id_of
    from novaclient.v2.servers import ServerManager

    @command("unshelve", api=ServerManager.unshelve)
    @argument("server", metavar="<server>", help="Name or id of the server.")
    @argument("--availability-zone", metavar="<availability-zone>", help="Zone to bring it to.")
    def unshelve(context: Context, args: Namespace) -> None:
        \"\"\"Bring a shelved server back, in a zone or on a host of your choice.\"\"\"
        servers = context.client.servers
        zone = {} if args.availability_zone is None else {...}
        servers.unshelve(id_of(servers, args.server), **zone)

- The docstring is the command's help; its line in the overview stands in ``cli/index.py``, and a
  command that is not there is not found.
- ``api`` names the library's methods that the command calls. Which microversions know the
  command and each flag is read from them; a flag belongs to the argument of its own ``dest``
  unless ``parameter`` names another. No version number is ever written in ``cli``.
- A flag that was given and that the pinned microversion does not know is refused before any
  request. Under ``2.latest`` the library decides; its refusal is told with the flag's name.
- The function gets a :class:`Context` and the parsed arguments; it returns nothing, or an exit
  status. It raises :class:`novaclient.exceptions.CommandError` for what cannot be done, and
  :class:`UsageError` for arguments that contradict each other. It prints with ``context.out``.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeVar

from novaclient.cli.errors import UsageError, warn
from novaclient.cli.output.output import Output
from novaclient.cli.parsing import quick
from novaclient.cli.parsing.quick import BadValue, Namespace

if TYPE_CHECKING:
    import argparse
    import threading

    from novaclient.api_versions import APIVersion, Window
    from novaclient.cli.bulk.servers import Common
    from novaclient.cli.framework.dry_run import Plan
    from novaclient.cli.parsing.full import CommandParser
    from novaclient.v2.client import Client

__all__ = [
    "HIDDEN",
    "Argument",
    "BadValue",
    "Command",
    "Context",
    "Namespace",
    "UsageError",
    "argument",
    "arguments",
    "command",
    "exclusive",
    "superseded",
]

F = TypeVar("F", bound=Callable[..., Any])
R = TypeVar("R", bound=Any)

#: How many names of a list are noted.
NOTED: Final = 5000
#: The help of an argument that no help shows.
HIDDEN: Final = "(hidden)"


class Context:
    """What a command works with.

    :param options: the global options that were typed.
    :param environ: the environment.
    :param connect: makes the client; called when a command first asks for it.
    :ivar args: the command's arguments.
    :ivar out: where results go.
    :ivar noted: what whole lists showed: kind to id and name of each resource.
    :ivar plan: where requests go that are to be shown, not sent; None if they are to be sent.
    :ivar stopping: set when the user has interrupted what is done to several targets.
    :ivar is_beside: whether the command is carried out on several, on this one among others.
    :ivar common: what these have in common, found once for all of them; None if it is only one.
    """

    def __init__(
        self,
        options: Mapping[str, object],
        environ: Mapping[str, str],
        connect: Callable[[Mapping[str, object], Mapping[str, str]], Client],
    ) -> None:
        self.options = options
        self.environ = environ
        self.args = Namespace()
        self.out = Output()
        self.plan: Plan | None = None
        self.stopping: threading.Event | None = None
        self.is_beside = False
        self.common: Common | None = None
        self._jobs = 8
        self.noted: dict[str, list[tuple[Any, Any]]] = {}
        self._connect = connect
        self._client: Client | None = None

    @property
    def client(self) -> Client:
        """The client; nothing is sent before it is first used."""
        if self._client is None:
            self._client = self._connect(self.options, self.environ)
            if self.plan is not None:
                self.plan.watch(self._client)
        return self._client

    @property
    def jobs(self) -> int:
        """How many requests may be under way at once; a plan is made one after the other."""
        return 1 if self.plan is not None else self._jobs

    @jobs.setter
    def jobs(self, number: int) -> None:
        self._jobs = number

    def beside(self, args: Namespace, out: Output) -> Context:
        """The same with other arguments and another place for the results."""
        other = object.__new__(Context)
        other.__dict__.update(self.__dict__, args=args, out=out, is_beside=True)
        return other

    @property
    def is_connected(self) -> bool:
        """Whether the command has asked for the client."""
        return self._client is not None

    def noting(self, kind: str, rows: Iterable[R]) -> Iterator[R]:
        """Pass on a list of all resources of a kind, and note their names for completion.

        :param kind: ``server``, ``flavor``, ``image`` or ``keypair``.
        :param rows: the resources.
        """
        seen: list[tuple[Any, Any]] = []
        for row in rows:
            if len(seen) < NOTED:
                seen.append((row.id, getattr(row, "name", None)))
            yield row
        self.noted[kind] = seen

    @property
    def microversion(self) -> APIVersion:
        """The microversion that the user asked for; ``2.latest`` unless said otherwise.

        :raises UnsupportedVersion: if it is none.
        """
        from novaclient.api_versions import get_api_version

        typed = self.options.get("os_compute_api_version")
        return get_api_version(
            str(typed or self.environ.get("OS_COMPUTE_API_VERSION") or "2.latest")
        )

    def knows(self, method: Callable[..., Any], parameter: str = "") -> bool:
        """Whether the microversion in use has an operation, or one of its arguments.

        :param method: the library's method.
        :param parameter: the argument; empty for the operation itself.
        """
        import novaclient
        from novaclient.api_versions import BASE_VERSION

        window = _window(method)
        if window is None:
            return True
        version = self.client.api_version
        if version.is_latest():
            version = min(self.client.version_range()[1], novaclient.API_MAX_VERSION)
        return window.parameters.get(parameter, window).holds(max(version, BASE_VERSION))


class Argument:
    """A positional argument or a flag of a command; use as a decorator. See :func:`argument`."""

    __slots__ = (
        "default",
        "deprecated",
        "dest",
        "env",
        "flags",
        "is_new",
        "options",
        "parameter",
        "servers",
    )

    def __init__(
        self,
        flags: tuple[str, ...],
        *,
        parameter: str | None,
        new: bool,
        env: tuple[str, ...],
        default: Any,
        deprecated: str,
        servers: bool,
        options: dict[str, Any],
    ) -> None:
        self.flags = flags
        self.dest: str = options.get("dest") or _dest(flags)
        self.parameter = self.dest if parameter is None else parameter
        self.is_new = new
        self.env = env
        self.default = default
        self.deprecated = deprecated
        self.servers = servers
        self.options = options

    def __call__(self, function: Any) -> Any:
        """Attach this argument to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function

    @property
    def arguments(self) -> tuple[Argument, ...]:
        """Itself; as of a group of arguments."""
        return (self,)

    @property
    def required(self) -> bool:
        """Whether this flag must be given."""
        return bool(self.options.get("required"))

    @property
    def is_flag(self) -> bool:
        """Whether it begins with a dash."""
        return self.flags[0].startswith("-")

    @property
    def label(self) -> str:
        """Its name in messages: the longest flag, or what a positional shows in the usage."""
        if self.is_flag:
            return max(self.flags, key=len)
        return str(self.options.get("metavar") or self.dest)

    def add_to(self, parser: argparse._ActionsContainer, window: str) -> None:
        """Add it to a parser.

        :param window: the microversions that know it, for its help; empty for all.
        """
        from argparse import SUPPRESS

        options = dict(self.options)
        help_text = options.get("help")
        if help_text == HIDDEN:
            options["help"] = SUPPRESS
        elif window and help_text:
            options["help"] = f"{help_text} Needs {window}."
        if self.is_flag:
            options["default"] = SUPPRESS
        elif self.default is not None:
            options["default"] = self.default
        action = parser.add_argument(*self.flags, **options)
        action.is_new = self.is_new  # type: ignore[attr-defined]

    def fallback(self, environ: Mapping[str, str]) -> Any:
        """Its value when it was not given: from the environment, else the default."""
        for name in self.env:
            if text := environ.get(name):
                return self._converted(name, text)
        if self.default is not None:
            return list(self.default) if isinstance(self.default, list) else self.default
        action = self.options.get("action")
        if action == "append":
            return []
        return {"store_true": False, "store_false": True}.get(str(action))

    def _converted(self, name: str, text: str) -> Any:
        convert: Callable[[str], Any] = self.options.get("type", str)
        try:
            return convert(text)
        except (ValueError, BadValue) as error:
            raise UsageError(f"{name}={text}: {error}") from None


def _dest(flags: Sequence[str]) -> str:
    name = next((f for f in flags if f.startswith("--")), flags[0])
    return name.lstrip("-").replace("-", "_")


def argument(
    *flags: str,
    parameter: str | None = None,
    new: bool = False,
    env: tuple[str, ...] = (),
    default: Any = None,
    deprecated: str = "",
    servers: bool = False,
    **options: Any,
) -> Argument:
    """Declare an argument of a command; a decorator, in the order of the help.

    :param flags: ``"server"`` for a positional, ``"--host"`` or ``"-i", "--identity"`` for a flag.
    :param parameter: the library's argument whose microversions are this one's; that of the same
        name when None, none when empty.
    :param new: whether python-novaclient lacks it; the abbreviations of its flags come first.
    :param env: environment variables that stand in for the flag.
    :param default: the value when neither is given; ``[]`` for ``append``, False for
        ``store_true`` and True for ``store_false`` go without saying.
    :param deprecated: what to use instead; whoever gives the flag is told on stderr.
    :param servers: whether its words are the servers that the command is about: it then takes
        several, see :mod:`novaclient.cli.bulk.command`.
    :param options: ``metavar``, ``help``, ``nargs``, ``type``, ``action``, ``choices``, ``dest``,
        ``const``, ``required`` as for :meth:`argparse.ArgumentParser.add_argument`. A ``type``
        raises :class:`BadValue` for a word that is none; ``help=HIDDEN`` hides the argument.
    """
    return Argument(
        flags,
        parameter=parameter,
        new=new,
        env=env,
        default=default,
        deprecated=deprecated,
        servers=servers,
        options=options,
    )


def arguments(*declared: Argument) -> Callable[[F], F]:
    """Declare several arguments at once; a decorator, in the order of the help."""

    def decorate(function: F) -> F:
        for one in reversed(declared):
            one(function)
        return function

    return decorate


class Exclusive:
    """Arguments of which one may be given; use as a decorator. See :func:`exclusive`."""

    __slots__ = ("arguments", "required")

    def __init__(self, arguments: tuple[Argument, ...], required: bool) -> None:
        self.arguments = arguments
        self.required = required

    def __call__(self, function: Any) -> Any:
        """Attach these arguments to a command's function."""
        function.__dict__.setdefault("__arguments__", []).insert(0, self)
        return function


def exclusive(*arguments: Argument, required: bool = False) -> Exclusive:
    """Declare arguments of which at most one, or exactly one, may be given; a decorator.

    :param arguments: made with :func:`argument`.
    :param required: whether one must be given.
    """
    return Exclusive(arguments, required)


Declared = Argument | Exclusive
Run = Callable[[Context, Namespace], int | None]
Api = Callable[..., Any] | tuple[Callable[..., Any], ...]


#: Said at the end of a command's help.
_PLANS: Final = "--dry-run shows the requests instead of sending them, --curl as curl commands."


class Command:
    """A command of ``nova``.

    :param name: as typed.
    :param run: carries it out; returns an exit status, None for success.
    :param declared: its arguments, in order.
    :param api: the library's methods that it calls.
    :param description: its help.
    :param module: where it is defined.
    :param instead: what does its work now; whoever gives the command is told on stderr.
    """

    def __init__(
        self,
        name: str,
        run: Run,
        declared: Sequence[Declared],
        api: Api,
        description: str,
        module: str,
        instead: str = "",
    ) -> None:
        self.name = name
        self.run = run
        self.declared = declared
        self.api = api if isinstance(api, tuple) else (api,)
        self.description = description
        self.module = module
        self.instead = instead

    def arguments(self) -> Iterable[Argument]:
        """All arguments, those of groups too."""
        for entry in self.declared:
            yield from entry.arguments

    # --------------------------------------------------------------------- microversions
    def window(self) -> Window | None:
        """The microversions that know this command; None if it is not bound to any."""
        return _window(self.api[0]) if self.api else None

    def window_of(self, argument: Argument) -> Window | None:
        """The microversions that know an argument; None if all that know the command do."""
        for method in self.api:
            window = _window(method)
            if window is not None and argument.parameter in window.parameters:
                return window.parameters[argument.parameter]
        return None

    def flags_by_parameter(self) -> dict[str, str]:
        """The flag for each argument of the library that has microversions of its own."""
        found: dict[str, str] = {}
        for one in self.arguments():
            if self.window_of(one) is not None:
                found.setdefault(one.parameter, one.label)
        return found

    def check(self, given: Iterable[Argument], pinned: APIVersion) -> None:
        """Refuse what a pinned microversion does not know; nothing has been sent yet.

        :param given: the arguments that stood on the command line.
        :param pinned: the microversion that the user asked for.
        :raises UsageError: for the first that it does not know.
        """
        if pinned.is_latest():
            return
        from novaclient.api_versions import BASE_VERSION

        version = max(pinned, BASE_VERSION)
        asked = f"you asked for {pinned.get_string()}"
        own = self.window()
        if own is not None and not own.holds(version):
            raise UsageError(f"{self.name} {needs(own, version)}; {asked}")
        for one in given:
            window = self.window_of(one)
            if window is not None and not window.holds(version):
                message = f"{one.label} {needs(window, version)}; {asked}"
                raise UsageError(message)

    # --------------------------------------------------------------------------- parsing
    def parser(self, declared: Iterable[Declared] | None = None) -> CommandParser:
        """The parser of this command's arguments.

        :param declared: those to read, all when None.
        """
        from novaclient.cli.parsing.full import CommandParser

        parser = CommandParser(
            self.name, description=self._described(), epilog="" if self.is_local else _PLANS
        )
        for entry in self.declared if declared is None else declared:
            if isinstance(entry, Exclusive):
                group = parser.add_mutually_exclusive_group(required=entry.required)
                for one in entry.arguments:
                    one.add_to(group, self._window_text(one))
            else:
                entry.add_to(parser, self._window_text(entry))
        return parser

    def parse(
        self, words: Sequence[str], environ: Mapping[str, str]
    ) -> tuple[Namespace, list[Argument]]:
        """Read the words after the command.

        :param words: those words.
        :param environ: the environment, for flags that variables stand in for.
        :returns: the values of all arguments, and the arguments that were given.
        :raises UsageError: if they are not what the command takes.
        """
        declared = self._declared_for(words)
        args = quick.read(declared, words) or self.parser(declared).read(words)
        given = [a for a in self.arguments() if a.dest in args and (a.is_flag or args_has(args, a))]
        if self.instead:
            warn(f"nova {self.name} is deprecated: use {self.instead}")
        for one in given:
            if one.deprecated and one.is_flag:
                warn(f"{one.label} is deprecated: {one.deprecated}")
        for one in self.arguments():
            if one.dest not in args:
                setattr(args, one.dest, one.fallback(environ))
        return args, given

    @property
    def is_local(self) -> bool:
        """Whether it talks to no cloud."""
        from novaclient.cli.index import LOCAL

        return self.module.rpartition(".")[2] in LOCAL

    def _declared_for(self, words: Sequence[str]) -> Sequence[Declared]:
        """What a command line may hold: where a filter chooses the servers, no words do."""
        before = words[: words.index("--")] if "--" in words else words
        if not any(map(_is_all_matching, before)):
            return self.declared
        return [one for one in self.declared if not (isinstance(one, Argument) and one.servers)]

    def _window_text(self, argument: Argument) -> str:
        window = self.window_of(argument)
        return window_text(window) if window is not None else ""

    def _described(self) -> str:
        text = self.description
        if self.instead:
            text += f"\n\nDeprecated: use {self.instead}."
        window = self.window()
        if window is None or (window.until is None and window.since.get_string() == "2.1"):
            return text
        return f"{text}\n\nNeeds microversion {window_text(window)}."


def _is_all_matching(word: str) -> bool:
    """Whether a word is ``--all-matching``, shortened or with its value too."""
    name = word.partition("=")[0].replace("_", "-")
    return name.startswith("--all-m") and "--all-matching".startswith(name)


def args_has(args: Namespace, argument: Argument) -> bool:
    """Whether a positional argument got a value other than its default."""
    return getattr(args, argument.dest) not in (None, [], argument.default)


def _window(method: Callable[..., Any]) -> Window | None:
    window: Window | None = getattr(method, "__microversions__", None)
    return window


def window_text(window: Window) -> str:
    """A window for people: ``2.91 or newer``, ``2.14 to 2.67``, ``2.56 or older``."""
    since = window.since.get_string()
    if window.until is None:
        return f"{since} or newer"
    if since == "2.1":
        return f"{window.until.get_string()} or older"
    return f"{since} to {window.until.get_string()}"


def needs(window: Window, version: APIVersion) -> str:
    """Why a window does not hold a version: ``needs 2.91 or newer``, ``was withdrawn after …``."""
    if window.until is not None and version > window.until:
        return f"was withdrawn after {window.until.get_string()}"
    return f"needs {window_text(window)}"


# ----------------------------------------------------------------------------------- registry
#: The commands whose modules have been imported.
COMMANDS: dict[str, Command] = {}


def register(
    name: str,
    run: Run,
    function: Callable[..., Any],
    api: Api,
    added: Sequence[Declared] = (),
    *,
    together: bool = False,
    reading: bool = False,
) -> None:
    """Make a command known; for shapes.

    :param name: as typed.
    :param run: carries it out.
    :param function: the decorated function: its arguments and docstring are the command's.
    :param api: the library's methods that it calls.
    :param added: further arguments, those of the shape.
    :param together: whether ``run`` takes several servers at once, else it is called for each.
    :param reading: whether it only shows what there is.
    """
    declared = [*getattr(function, "__arguments__", ()), *added]
    servers = next((one for one in declared if isinstance(one, Argument) and one.servers), None)
    if servers is not None:
        from novaclient.cli.bulk.command import OnServers, for_several

        together = together or "nargs" in servers.options
        declared = for_several(declared, servers)
        run = OnServers(name, servers.dest, run, together=together, reading=reading)
    description = dedented(function.__doc__ or "")
    instead = function.__dict__.get("__instead__", "")
    COMMANDS[name] = Command(name, run, declared, api, description, function.__module__, instead)


def dedented(text: str) -> str:
    """A docstring without the margin of its source; ``inspect``, which can, is costly to import."""
    lines = text.strip().splitlines()
    indents = (len(line) - len(line.lstrip()) for line in lines[1:] if line.strip())
    margin = min(indents, default=0)
    return "\n".join([*lines[:1], *(line[margin:] for line in lines[1:])])


def command(name: str, *, api: Api = (), reading: bool = False) -> Callable[[Run], Run]:
    """Declare a command that has none of the usual shapes.

    :param name: as typed.
    :param api: the library's methods that it calls, the most telling first.
    :param reading: whether it only shows what there is.
    """

    def decorate(function: Run) -> Run:
        register(name, function, function, api, reading=reading)
        return function

    return decorate


def superseded(*instead: str) -> Callable[[F], F]:
    """Declare that other commands do a command's work now; a decorator, below the shape.

    :param instead: which: ``nova limits``, ``openstack image list``.
    """

    def decorate(function: F) -> F:
        function.__dict__["__instead__"] = " or ".join(f"'{command}'" for command in instead)
        return function

    return decorate


def load(name: str) -> Command | None:
    """The command of a name, importing its module and no other; None if there is none.

    :param name: as typed; an extension's if it is none of nova's own.
    """
    from importlib import import_module

    from novaclient.cli.index import module_of

    spelled = name if module_of(name) else name.replace("_", "-")
    module = module_of(spelled)
    if module is None:
        from novaclient.cli.extensions import search

        return search.command(name, os.environ)
    package = "novaclient.cli" if "." in module else "novaclient.cli.commands"
    import_module(f"{package}.{module}")
    return COMMANDS[spelled]
