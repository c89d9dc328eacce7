"""Functions that extensions print with; programs use them by ``utils``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from novaclient import exceptions
from novaclient.cli.output.columns import Column
from novaclient.cli.output.output import Output


def print_list(
    objs: Iterable[Any],
    fields: Sequence[str],
    formatters: Mapping[str, Callable[[Any], Any]] | None = None,
    sortby_index: int | None = None,
) -> None:
    """Print resources as a table.

    :param objs: the resources.
    :param fields: the headings. Without a formatter, ``Some Field`` shows ``some_field``.
    :param formatters: by heading, a function that returns what to show for a resource.
    :param sortby_index: the index of the field to sort by; None to keep the order.
    """
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
    """Print a dict as a table of two columns, sorted by key.

    :param d: the dict.
    :param dict_property: the heading of the keys.
    :param dict_value: the heading of the values.
    :param wrap: the most characters in a line of a value; 0 for no limit.
    """
    Output().properties(d, titles=(dict_property, dict_value), wrap=wrap)


def do_action_on_many(
    action: Callable[[Any], object],
    resources: Iterable[Any],
    success_msg: str,
    error_msg: str,
) -> None:
    """Call a function for each resource in turn, and print the result of each.

    :func:`novaclient.bulk.run` does it concurrently and returns the results.

    :param action: the function; it is called with the resource.
    :param resources: the resources.
    :param success_msg: printed for each success; ``%s`` is replaced with the resource.
    :param error_msg: the message of the error at the end if a call failed.
    :raises CommandError: if a call failed.
    """
    failed = False
    for resource in resources:
        try:
            action(resource)
        except Exception as error:  # noqa: BLE001 (it is printed, and the others are done)
            failed = True
            Output().line(str(error))
        else:
            Output().line(success_msg % _described(resource))
    if failed:
        raise exceptions.CommandError(error_msg)


def _described(resource: Any) -> str:
    """A resource as ``server web (1234)``; an id unchanged."""
    if not hasattr(resource, "id"):
        return str(resource)
    kind = type(resource).__name__.lower()
    name = getattr(resource, "name", None)
    return f"{kind} {name} ({resource.id})" if name else f"{kind} {resource.id}"


def flatten_dict(data: Mapping[str, Any]) -> dict[str, Any]:
    """Flatten nested dicts: the key of an inner value is joined to the outer key with ``_``.

    :param data: the dict; strings in it that are JSON are decoded first.
    """
    return dict(_flattened({key: _decoded(value) for key, value in data.items()}))


def _flattened(data: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for key, value in data.items():
        if isinstance(value, Mapping) and value:
            yield from ((f"{key}_{name}", part) for name, part in _flattened(value))
        else:
            yield key, value


def _decoded(value: Any) -> Any:
    """The value of a string that is JSON; anything else unchanged."""
    if not isinstance(value, str):
        return value
    import json

    try:
        return json.loads(value)
    except ValueError:
        return value


def format_security_groups(groups: Iterable[Mapping[str, Any]]) -> str:
    """Return the names of security groups, separated by commas.

    :param groups: the security groups of a server.
    """
    return ", ".join(group["name"] for group in groups)


def format_servers_list_networks(server: Any) -> str:
    """Return the addresses of a server as ``private=10.0.0.4, fd00::4; public=…``.

    :param server: a resource with ``networks``.
    """
    networks = server.networks.items()
    return "; ".join(f"{name}={', '.join(known)}" for name, known in networks if known)
