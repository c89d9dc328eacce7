"""Extensions: modules of other projects that add managers to clients and commands to ``nova``."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any, ClassVar, Final

from novaclient import base

#: A folder; every module in it is an extension.
CONTRIB: Final = os.path.join(os.path.dirname(__file__), "v2", "contrib")


class Extension(base.HookableMixin):
    """An extension; with ``Client(…, extensions=[…])`` its manager becomes an attribute.

    :param name: the name of the client's attribute.
    :param module: the module with the manager class and hook functions.
    """

    SUPPORTED_HOOKS: ClassVar[tuple[str, ...]] = ("__pre_parse_args__", "__post_parse_args__")

    def __init__(self, name: str, module: ModuleType) -> None:
        self.name = name
        self.module = module
        self.manager_class: type[base.Manager[Any]] | None = None
        for attribute, value in vars(module).items():
            if attribute in self.SUPPORTED_HOOKS:
                self.add_hook(attribute, value)
            elif isinstance(value, type) and issubclass(value, base.Manager):
                self.manager_class = value

    def __repr__(self) -> str:
        return f"<Extension '{self.name}'>"


def candidates() -> Iterator[tuple[str, Callable[[], Extension]]]:
    """Find extensions: for each, its source and a function that loads it."""
    from functools import partial
    from importlib.metadata import entry_points
    from pkgutil import iter_modules

    named = (found.name for found in iter_modules())
    inside = (f"novaclient.v2.contrib.{found.name}" for found in iter_modules([CONTRIB]))
    for name in (*(n for n in named if n.endswith("_python_novaclient_ext")), *inside):
        yield name, partial(_imported, name)
    for entry in entry_points(group="novaclient.extension"):
        yield f"{entry.name} ({entry.value})", partial(_loaded, entry)


def _imported(name: str) -> Extension:
    from importlib import import_module

    module = import_module(name)
    return Extension(getattr(module, "extension_name", name.rpartition(".")[2]), module)


def _loaded(entry: Any) -> Extension:
    return Extension(entry.name, entry.load())
