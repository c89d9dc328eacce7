"""Labels in the form that python-novaclient gives them: headings of fields, lists of choices.

``novaclient.utils`` offers them to programs too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any


def pretty_choice_list(values: Iterable[Any]) -> str:
    """Values in quotes, separated by commas.

    :param values: what to name.
    """
    return ", ".join(f"'{value}'" for value in values)


def pretty_choice_dict(values: Mapping[str, Any]) -> str:
    """``key=value`` for each key, sorted, in quotes, separated by commas.

    :param values: what to name, by key.
    """
    return pretty_choice_list(f"{key}={values[key]}" for key in sorted(values))


def make_field_formatter(
    attr: str, filters: Mapping[str, Callable[[Any], Any]] | None = None
) -> tuple[str, Callable[[Any], Any]]:
    """A heading for an attribute, and a formatter for ``utils.print_list``.

    :param attr: ``some_field`` gets the heading ``Some Field``.
    :param filters: by attribute, what its value goes through before it is shown.
    """
    change = (filters or {}).get(attr)

    def show(obj: Any) -> Any:
        value = getattr(obj, attr, "")
        return change(value) if value and change else value

    prefix, colon, name = attr.rpartition(":")
    name = name.replace("_", " ")
    if name.isupper() or name.islower():
        name = name.title()
    return f"{prefix}{': ' if colon else ''}{name}", show
