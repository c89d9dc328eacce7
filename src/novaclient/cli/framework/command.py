"""How a command is declared: as data on a function. The shapes most commands have are in
``novaclient.cli.framework.printing``; a command that has none of them uses :func:`command`.

A module of ``novaclient.cli.commands`` reads like this::

    from novaclient.cli.framework.command import Context, Namespace, argument, command
    from novaclient.cli.bulk.name_lookup import id_of
    from novaclient.v2.servers import ServerManager

    @command("unshelve", api=ServerManager.unshelve)
    @argument("server", metavar="<server>", help="Name or ID of the server.")
    @argument("--availability-zone", metavar="<availability-zone>", help="Zone to bring it to.")
    def unshelve(context: Context, args: Namespace) -> None:
        \"\"\"Bring a shelved server back, in a zone or on a host of your choice.\"\"\"
        servers = context.client.servers
        zone = {} if args.availability_zone is None else {...}
        servers.unshelve(id_of(servers, args.server), **zone)

- The docstring is the command's help, and its first line the summary in ``nova help``. A command
  is found by its row in the command table, which ``make table`` writes.
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

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from novaclient.api_versions import needs, window_of, window_text
from novaclient.cli.errors import UsageError, warn
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing import quick
from novaclient.cli.parsing.declare import Argument, Declared, Exclusive, F
from novaclient.cli.parsing.values import Namespace

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion, Window
    from novaclient.cli.parsing.full import CommandParser


Run = Callable[[Context, Namespace], int | None]
Api = Callable[..., Any] | tuple[Callable[..., Any], ...]


#: Said at the end of a command's help.
_PLANS: Final = "--dry-run shows the requests instead of sending them, --curl as curl commands."


class Signature:
    """What a command takes: its arguments, the microversions they need, and how they are read.

    :param name: the command, as typed.
    :param declared: its arguments, in order.
    :param api: the library's methods that it calls.
    """

    #: Shown by the parser's help before the arguments.
    description = ""
    #: What does the command's work now; whoever gives the command is told on stderr.
    instead = ""
    #: The API that it calls, if Nova has removed it.
    removed = ""
    #: Whether it runs without a cloud.
    is_local = False

    def __init__(self, name: str, declared: Sequence[Declared], api: Api) -> None:
        self.name = name
        self.declared = declared
        self.api = api if isinstance(api, tuple) else (api,)

    def arguments(self) -> Iterable[Argument]:
        """All arguments, those of groups too."""
        for entry in self.declared:
            yield from entry.arguments

    # --------------------------------------------------------------------- microversions
    def window(self) -> Window | None:
        """The microversions that know this command; None if it is not bound to any."""
        return window_of(self.api[0]) if self.api else None

    def window_of(self, argument: Argument) -> Window | None:
        """The microversions that know an argument; None if all that know the command do."""
        for method in self.api:
            window = window_of(method)
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

    def _declared_for(self, words: Sequence[str]) -> Sequence[Declared]:
        """What a command line may hold: where a filter chooses the servers, no words do."""
        before = words[: words.index("--")] if "--" in words else words
        if not any(map(_is_all_matching, before)):
            return self.declared
        return [one for one in self.declared if not (isinstance(one, Argument) and one.expander)]

    def _window_text(self, argument: Argument) -> str:
        window = self.window_of(argument)
        return window_text(window) if window is not None else ""

    def _described(self) -> str:
        text = self.description
        if self.removed:
            text += f"\n\n{_removal_text(self.removed)}"
        if self.instead:
            text += f"\n\nDeprecated: use {self.instead}."
        window = self.window()
        if window is None or (window.until is None and window.since.get_string() == "2.1"):
            return text
        return f"{text}\n\nNeeds microversion {window_text(window)}."


class Command(Signature):
    """A command of ``nova``.

    :param name: as typed.
    :param run: runs it; returns an exit status, None for success.
    :param declared: its arguments, in order.
    :param api: the library's methods that it calls.
    :param description: its help.
    :param module: where it is defined.
    :param instead: what does its work now; whoever gives the command is told on stderr.
    :param local: whether it runs without a cloud.
    :param removed: the API that it calls, if Nova has removed it: a key of
        :data:`novaclient.v2.legacy.removals.REMOVED`.
    """

    def __init__(
        self,
        name: str,
        run: Run,
        declared: Sequence[Declared],
        api: Api,
        description: str,
        module: str,
        *,
        instead: str = "",
        local: bool = False,
        removed: str = "",
    ) -> None:
        super().__init__(name, declared, api)
        self.run = run
        self.description = description
        self.module = module
        self.instead = instead
        self.is_local = local
        self.removed = removed

    @property
    def summary(self) -> str:
        """Its line in the overview: the first line of its help."""
        return self.description.partition("\n")[0]


def _removal_text(api: str) -> str:
    """What the help of a command says about the removal of its API."""
    from novaclient.v2.legacy.removals import REMOVED

    removal = REMOVED[api]
    return (
        f"Nova removed it in {removal.release}: only older clouds support it. "
        f"Use {removal.instead} instead."
    )


def _is_all_matching(word: str) -> bool:
    """Whether a word is ``--all-matching``, shortened or with its value too."""
    name = word.partition("=")[0].replace("_", "-")
    return name.startswith("--all-m") and "--all-matching".startswith(name)


def args_has(args: Namespace, argument: Argument) -> bool:
    """Whether a positional argument got a value other than its default."""
    return getattr(args, argument.dest) not in (None, [], argument.default)


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
    local: bool = False,
) -> None:
    """Register a command that is declared as a function; for the decorators of command shapes.

    :param name: as typed.
    :param run: runs it.
    :param function: the decorated function: its arguments and docstring are the command's.
    :param api: the library's methods that it calls.
    :param added: further arguments, those of the shape.
    :param together: whether ``run`` takes several targets at once, else it is called for each.
    :param reading: whether it changes nothing.
    :param local: whether it runs without a cloud.
    """
    add_command(
        name,
        run,
        [*getattr(function, "__arguments__", ()), *added],
        api,
        description=dedented(function.__doc__ or ""),
        module=function.__module__,
        instead=function.__dict__.get("__instead__", ""),
        removed=function.__dict__.get("__removed__", ""),
        together=together,
        reading=reading,
        local=local,
    )


def add_command(
    name: str,
    run: Run,
    declared: Sequence[Declared],
    api: Api,
    *,
    description: str,
    module: str,
    instead: str = "",
    removed: str = "",
    together: bool = False,
    reading: bool = False,
    local: bool = False,
) -> None:
    """Register a command.

    :param name: as typed.
    :param run: runs it.
    :param declared: its arguments, in the order of its help.
    :param api: the library's methods that it calls.
    :param description: its help; the first line is its summary.
    :param module: the module that declares it.
    :param instead: what replaces it, if it is deprecated: ``'nova a' or 'nova b'``.
    :param removed: the API that it calls, if Nova has removed it: a key of
        :data:`novaclient.v2.legacy.removals.REMOVED`.
    :param together: whether ``run`` takes several targets at once, else it is called for each.
    :param reading: whether it changes nothing.
    :param local: whether it runs without a cloud.
    """
    for one in declared:
        if isinstance(one, Argument) and one.expander is not None:
            declared, run = one.expander.expand(
                name, one, declared, run, together=together, reading=reading
            )
            break
    COMMANDS[name] = Command(
        name, run, declared, api, description, module, instead=instead, local=local, removed=removed
    )


def dedented(text: str) -> str:
    """A docstring without the margin of its source; ``inspect``, which can, is costly to import."""
    lines = text.strip().splitlines()
    indents = (len(line) - len(line.lstrip()) for line in lines[1:] if line.strip())
    margin = min(indents, default=0)
    return "\n".join([*lines[:1], *(line[margin:] for line in lines[1:])])


def command(
    name: str, *, api: Api = (), reading: bool = False, local: bool = False
) -> Callable[[Run], Run]:
    """Declare a command that has none of the usual shapes.

    :param name: as typed.
    :param api: the library's methods that it calls, the most telling first.
    :param reading: whether it only shows what there is.
    :param local: whether it runs without a cloud.
    """

    def decorate(function: Run) -> Run:
        register(name, function, function, api, reading=reading, local=local)
        return function

    return decorate


def superseded(*instead: str) -> Callable[[F], F]:
    """Declare that other commands do a command's work now; a decorator, below the shape.

    :param instead: which: ``nova limits``, ``openstack image list``.
    """

    def decorate(function: F) -> F:
        function.__dict__["__instead__"] = quoted(instead)
        return function

    return decorate


def quoted(commands: Sequence[str]) -> str:
    """Command lines as a sentence names them: ``'nova limits' or 'nova quota-show'``."""
    return " or ".join(f"'{command}'" for command in commands)


def removed_from_nova(api: str) -> Callable[[F], F]:
    """Declare that Nova has removed what a command calls; a decorator, below the shape.

    ``nova help`` lists such commands apart from the others.

    :param api: a key of :data:`novaclient.v2.legacy.removals.REMOVED`.
    """

    def decorate(function: F) -> F:
        function.__dict__["__removed__"] = api
        return function

    return decorate
