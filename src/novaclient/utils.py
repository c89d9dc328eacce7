"""Functions that programs and extensions import from python-novaclient's module of this name.

Nothing of this library uses them.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final, TypeVar

from novaclient import exceptions
from novaclient.cli.output.labels import make_field_formatter as make_field_formatter
from novaclient.cli.output.labels import pretty_choice_dict as pretty_choice_dict
from novaclient.cli.output.labels import pretty_choice_list as pretty_choice_list
from novaclient.lookup import find_resource as find_resource

F = TypeVar("F", bound=Callable[..., Any])

#: What a flavor's extra specs may be called.
VALID_KEY_REGEX: Final = re.compile(r"[\w\.\- :]+$", re.UNICODE)


def env(*args: str, **kwargs: str) -> str:
    """The first of several environment variables that is set and not empty.

    :param args: names of variables.
    :param kwargs: ``default``: what to return when none is.
    """
    for name in args:
        value = os.environ.get(name)
        if value:
            return value
    return kwargs.get("default", "")


def do_action_on_many(
    action: Callable[[Any], object],
    resources: Iterable[Any],
    success_msg: str,
    error_msg: str,
) -> None:
    """Do something with one resource after the other, and print of each how it went.

    :class:`novaclient.bulk` does it side by side, and returns the outcomes.

    :param action: what to do; it is given the resource.
    :param resources: what to do it with.
    :param success_msg: what to print for one that is done; ``%s`` stands for the resource.
    :param error_msg: what to say at the end if one failed.
    :raises CommandError: with that message.
    """
    from novaclient.cli.output.output import Output

    failed = False
    for resource in resources:
        try:
            action(resource)
        except Exception as error:  # noqa: BLE001 (it is told, and the others are to be done)
            failed = True
            Output().line(str(error))
        else:
            Output().line(success_msg % _described(resource))
    if failed:
        raise exceptions.CommandError(error_msg)


def _described(resource: Any) -> str:
    """A resource as ``server web (1234)``; an id as it is."""
    if not hasattr(resource, "id"):
        return str(resource)
    kind = type(resource).__name__.lower()
    name = getattr(resource, "name", None)
    return f"{kind} {name} ({resource.id})" if name else f"{kind} {resource.id}"


@contextmanager
def record_time(times: list[tuple[str, float, float]], enabled: bool, *args: str) -> Iterator[None]:
    """Note when what happens inside begins and ends.

    :param times: where to: the words in one, and both times in seconds since the epoch.
    :param enabled: whether to.
    :param args: words that say what happens.
    """
    import time

    start = time.time()
    yield
    if enabled:
        times.append((" ".join(args), start, time.time()))


# ------------------------------------------------------------- what is sent and what is answered
def prepare_query_string(params: Mapping[str, Any] | None) -> str:
    """Parameters of a URL in alphabetical order, with their question mark; empty without any.

    :param params: by name.
    """
    from urllib.parse import urlencode

    return f"?{urlencode(sorted(params.items()))}" if params else ""


def get_url_with_filter(url: str, filters: Mapping[str, Any] | None) -> str:
    """A URL with parameters.

    :param url: one that has none so far.
    :param filters: the parameters by name.
    """
    return f"{url}{prepare_query_string(filters)}"


def validate_flavor_metadata_keys(keys: Iterable[str]) -> None:
    """Check the names of a flavor's extra specs.

    :param keys: the names.
    :raises CommandError: for the first that Nova would refuse.
    """
    for key in keys:
        if not VALID_KEY_REGEX.match(key):
            raise exceptions.CommandError(
                f'Invalid key: "{key}": extra specs are named with letters, digits, spaces, '
                "'_', '.', ':' and '-'."
            )


def flatten_dict(data: Mapping[str, Any]) -> dict[str, Any]:
    """A dict without dicts in it: the keys of an inner one follow its own, after ``_``.

    :param data: what to flatten; a text in it that is JSON is read first.
    """
    return dict(_flattened({key: _decoded(value) for key, value in data.items()}))


def _flattened(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            yield from ((f"{key}_{name}", part) for name, part in _flattened(value))
        else:
            yield key, value


def _decoded(value: Any) -> Any:
    """What a text stands for if it is JSON; anything else as it is."""
    if not isinstance(value, str):
        return value
    import json

    try:
        return json.loads(value)
    except ValueError:
        return value


def format_security_groups(groups: Iterable[Mapping[str, Any]]) -> str:
    """The names of security groups, separated by commas.

    :param groups: as a server has them.
    """
    return ", ".join(group["name"] for group in groups)


def format_servers_list_networks(server: Any) -> str:
    """A server's addresses as ``private=10.0.0.4, fd00::4; public=…``.

    :param server: a resource with ``networks``.
    """
    networks = server.networks.items()
    return "; ".join(f"{name}={', '.join(known)}" for name, known in networks if known)


# ------------------------------------------------------- marks that extensions put on functions
def arg(*args: Any, **kwargs: Any) -> Callable[[F], F]:
    """Note an argument of a command on the function that carries it out.

    :param args: as for :meth:`argparse.ArgumentParser.add_argument`, and so are ``kwargs``.
    """

    def mark(func: F) -> F:
        add_arg(func, *args, **kwargs)
        return func

    return mark


def add_arg(func: Any, *args: Any, **kwargs: Any) -> None:
    """Note an argument of a command in the function's ``arguments``, before those noted so far.

    :param func: the function that carries the command out.
    :param args: as for :meth:`argparse.ArgumentParser.add_argument`, and so are ``kwargs``.
    """
    if not hasattr(func, "arguments"):
        func.arguments = []
    if (args, kwargs) not in func.arguments:
        # Decorators run from the last one written to the first.
        func.arguments.insert(0, (args, kwargs))


def service_type(stype: str) -> Callable[[F], F]:
    """Note on a function which service of the catalog it talks to.

    :param stype: the service's type, ``compute`` for example.
    """

    def mark(func: F) -> F:
        func.service_type = stype  # type: ignore[attr-defined]
        return func

    return mark


def get_service_type(f: Any) -> str | None:
    """What :func:`service_type` noted on a function.

    :param f: the function.
    """
    return getattr(f, "service_type", None)


def unauthenticated(func: F) -> F:
    """Note on a function that it needs no token.

    :param func: the function.
    """
    func.unauthenticated = True  # type: ignore[attr-defined]
    return func


def isunauthenticated(func: Any) -> bool:
    """Whether :func:`unauthenticated` was put on a function.

    :param func: the function.
    """
    return bool(getattr(func, "unauthenticated", False))


def safe_issubclass(*args: Any) -> bool:
    """Whether the first argument is a class, and one below the second.

    :param args: both of them.
    """
    return isinstance(args[0], type) and issubclass(*args)


# ----------------------------------------------------------------- what programs show to people
def print_list(
    objs: Iterable[Any],
    fields: Sequence[str],
    formatters: Mapping[str, Callable[[Any], Any]] | None = None,
    sortby_index: int | None = None,
) -> None:
    """Print resources as a table.

    :param objs: the resources.
    :param fields: the headings. Where no formatter is, ``Some Field`` shows ``some_field``.
    :param formatters: by heading, a function of the resource that gives what to show.
    :param sortby_index: which of the fields sorts the table; None for the order given.
    """
    # A table is the command's business: programs get here by calling, never by importing.
    from novaclient.cli.output.columns import Column
    from novaclient.cli.output.output import Output

    given = formatters or {}
    columns = [Column(title, given.get(title) or _field_name(title)) for title in fields]
    order = None if sortby_index is None else fields[sortby_index]
    Output().rows(objs, columns, order=order)


def _field_name(title: str) -> str:
    name = title.replace(" ", "_")
    return name if name == "serverId" else name.lower()


def print_dict(
    d: Mapping[str, Any],
    dict_property: str = "Property",
    dict_value: str = "Value",
    wrap: int = 0,
) -> None:
    """Print keys and values as a table of two columns.

    :param d: what to print, sorted by key.
    :param dict_property: the heading of the keys.
    :param dict_value: the heading of the values.
    :param wrap: how many characters a line of a value has at most; 0 for any number.
    """
    from novaclient.cli.output.output import Output

    Output().properties(d, titles=(dict_property, dict_value), wrap=wrap)


def is_integer_like(val: Any) -> bool:
    """Whether a value is an integer or can be read as one.

    :param val: the value.
    """
    try:
        int(val)
    except (TypeError, ValueError, OverflowError):
        return False
    return True
