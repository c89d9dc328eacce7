"""The declaration of commands: data on a function.

Most commands have one of the shapes in :mod:`novaclient.cli.framework.printing` and
:mod:`novaclient.cli.bulk.command`; :func:`command` declares any other::

    from novaclient.cli.framework.command import command
    from novaclient.cli.framework.context import Context
    from novaclient.cli.parsing.declare import argument
    from novaclient.cli.parsing.values import Namespace
    from novaclient.v2.keypairs import KeypairManager

    @command("keypair-add", api=KeypairManager.create)
    @argument("name", metavar="<name>", help="Name of the key pair.")
    @argument("--pub-key", metavar="<file>", parameter="public_key", help="Public key file.")
    def keypair_add(context: Context, args: Namespace) -> None:
        \"\"\"Create a key pair, or import a public key.\"\"\"
        ...

- The docstring is the command's help, and its first line the summary in ``nova help``. A command
  is found by its row in the command table, which ``make table`` writes.
- ``api`` names the library's methods that the command calls. They define which microversions
  support the command and each flag; a flag belongs to the parameter with the name of its ``dest``
  unless ``parameter`` names another. ``cli`` contains no version numbers.
- A flag that the pinned microversion does not support is refused before any request. With
  ``2.latest`` the library decides; its error is printed with the flag's name.
- The function gets a :class:`Context` and the parsed arguments, and returns None or an exit
  status. It raises :class:`novaclient.exceptions.CommandError` if it cannot do its work, and
  :class:`UsageError` for arguments that contradict each other. It prints with ``context.out``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from novaclient.cli.errors import UsageError, warn
from novaclient.cli.framework.context import Context
from novaclient.cli.parsing import quick
from novaclient.cli.parsing.declare import Argument, Declared, Exclusive, F
from novaclient.cli.parsing.values import Namespace
from novaclient.microversions import needs, window_of, window_text

if TYPE_CHECKING:
    from novaclient.api_versions import APIVersion
    from novaclient.cli.parsing.full import CommandParser
    from novaclient.microversions import Window


Run = Callable[[Context, Namespace], int | None]
Api = Callable[..., Any] | tuple[Callable[..., Any], ...]


#: The end of a command's help.
_PLANS: Final = (
    "--dry-run prints the requests instead of sending them; --curl prints curl commands."
)


class Signature:
    """The arguments of a command, their microversions, and their parser.

    :param name: the command, as typed.
    :param declared: its arguments, in the order of its help.
    :param api: the library's methods that it calls.
    """

    #: The help before the arguments.
    description = ""
    #: The commands that replace it, if it is deprecated; a warning names them.
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
        """All arguments, including those of groups."""
        for entry in self.declared:
            yield from entry.arguments

    # --------------------------------------------------------------------- microversions
    def window(self) -> Window | None:
        """The microversions that support this command; None for all."""
        return window_of(self.api[0]) if self.api else None

    def window_of(self, argument: Argument) -> Window | None:
        """The microversions that support an argument; None for all that support the command."""
        for method in self.api:
            window = window_of(method)
            if window is not None and argument.parameter in window.parameters:
                return window.parameters[argument.parameter]
        return None

    def flags_by_parameter(self) -> dict[str, str]:
        """The flag for each parameter of the library with microversions of its own."""
        found: dict[str, str] = {}
        for one in self.arguments():
            if self.window_of(one) is not None:
                found.setdefault(one.parameter, one.label)
        return found

    def check(self, given: Iterable[Argument], pinned: APIVersion) -> None:
        """Refuse arguments that a pinned microversion does not support.

        :param given: the arguments that were given.
        :param pinned: the requested microversion.
        :raises UsageError: for the first that it does not support.
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

        :param declared: those to read; all if None.
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
        """Parse the words after the command.

        :param words: those words.
        :param environ: the environment, for flags with environment variables.
        :returns: the values of all arguments, and the arguments that were given.
        :raises UsageError: if they are invalid.
        """
        declared = self._declared_for(words)
        args = quick.read(declared, words) or self.parser(declared).read(words)
        given = [
            a for a in self.arguments() if a.dest in args and (a.is_flag or _has_value(args, a))
        ]
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
        """The arguments of a command line: with ``--all-matching`` no words name servers."""
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
    :param declared: its arguments, in the order of its help.
    :param api: the library's methods that it calls.
    :param description: its help; the first line is its summary.
    :param module: the module that declares it.
    :param instead: what replaces it, if it is deprecated: ``'nova a' or 'nova b'``.
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
        """Its line in ``nova help``: the first line of its help."""
        return self.description.partition("\n")[0]


def _removal_text(api: str) -> str:
    """The notice in the help of a command with a removed API."""
    from novaclient.v2.legacy.removals import REMOVED

    removal = REMOVED[api]
    return (
        f"Nova removed it in {removal.release}: only older clouds support it. "
        f"Use {removal.instead} instead."
    )


def _is_all_matching(word: str) -> bool:
    """Whether a word is ``--all-matching``, also abbreviated or with its value."""
    name = word.partition("=")[0].replace("_", "-")
    return name.startswith("--all-m") and "--all-matching".startswith(name)


def _has_value(args: Namespace, argument: Argument) -> bool:
    """Whether a positional argument got a value other than its default."""
    return getattr(args, argument.dest) not in (None, [], argument.default)


# ----------------------------------------------------------------------------------- registry
#: The commands that have been imported.
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
    """A docstring without its indentation. Importing ``inspect``, which can do that, is slow."""
    lines = text.strip().splitlines()
    indents = (len(line) - len(line.lstrip()) for line in lines[1:] if line.strip())
    margin = min(indents, default=0)
    return "\n".join([*lines[:1], *(line[margin:] for line in lines[1:])])


def command(
    name: str, *, api: Api = (), reading: bool = False, local: bool = False
) -> Callable[[Run], Run]:
    """Declare a command that has none of the shapes.

    :param name: as typed.
    :param api: the library's methods that it calls, the most important first.
    :param reading: whether it changes nothing.
    :param local: whether it runs without a cloud.
    """

    def decorate(function: Run) -> Run:
        register(name, function, function, api, reading=reading, local=local)
        return function

    return decorate


def superseded(*instead: str) -> Callable[[F], F]:
    """Declare that a command is deprecated; a decorator, below that of the shape.

    :param instead: the commands that replace it: ``nova limits``, ``openstack image list``.
    """

    def decorate(function: F) -> F:
        function.__dict__["__instead__"] = quoted(instead)
        return function

    return decorate


def quoted(commands: Sequence[str]) -> str:
    """Commands as text: ``'nova limits' or 'nova quota-show'``."""
    return " or ".join(f"'{command}'" for command in commands)


def removed_from_nova(api: str) -> Callable[[F], F]:
    """Declare that Nova has removed the API of a command; a decorator, below that of the shape.

    ``nova help`` lists such commands separately.

    :param api: a key of :data:`novaclient.v2.legacy.removals.REMOVED`.
    """

    def decorate(function: F) -> F:
        function.__dict__["__removed__"] = api
        return function

    return decorate
