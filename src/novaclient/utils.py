"""Functions that programs import from python-novaclient's module of this name."""

from __future__ import annotations

import os
from typing import Any

from novaclient import exceptions, lookup


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


#: What comes of asking for an id that is none: the cloud knows no such resource, calls it no id of
#: this kind, or it could not even be sent.
_NO_SUCH_ID = (exceptions.NotFound, exceptions.BadRequest, ValueError)


def find_resource(
    manager: Any, name_or_id: Any, wrap_exception: bool = True, **find_args: Any
) -> Any:
    """The resource that an id, a UUID, a name or a human id stands for, in that order.

    :param manager: where it is looked for: its ``get`` and ``find`` are used.
    :param name_or_id: what the user typed.
    :param wrap_exception: raise :class:`~novaclient.exceptions.CommandError`; otherwise
        :class:`~novaclient.exceptions.NotFound` and
        :class:`~novaclient.exceptions.NoUniqueMatch`.
    :param find_args: passed on to ``manager.find``, ``all_tenants`` for example.
    :returns: the resource, with all its fields.
    """
    cls = getattr(manager, "resource_class", None)
    kind = cls.__name__.lower() if cls else "resource"
    text = str(name_or_id)
    alphanumeric = getattr(manager, "is_alphanum_id_allowed", False)
    if alphanumeric or lookup.is_uuid(text):
        try:
            return manager.get(text)
        except _NO_SUCH_ID:
            pass  # it may still be somebody's name
    for field in (cls.NAME_ATTR if cls else "name", "human_id"):
        try:
            return manager.find(**{field: name_or_id}, **find_args)
        except exceptions.NotFound:
            continue
        except exceptions.NoUniqueMatch as error:
            ids = getattr(error, "candidates", [])
            ambiguous = exceptions.AmbiguousName(kind, text, ids)
            raise ambiguous from None
    try:
        return manager.get(int(text))
    except _NO_SUCH_ID:
        message = f"No {kind} with a name or ID of '{text}' exists."
        if wrap_exception:
            raise exceptions.CommandError(message) from None
        raise exceptions.NotFound(404, message) from None
