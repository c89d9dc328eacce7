"""Extensions: modules of other projects that add a manager to the client."""

from __future__ import annotations

from types import ModuleType
from typing import Any, ClassVar

from novaclient import base, utils


class Extension(base.HookableMixin):
    """An extension; ``Client(…, extensions=[…])`` makes its manager the attribute of its name.

    :param name: what the client's attribute shall be called.
    :param module: the module that has the manager's class, and functions with the names of hooks.
    """

    SUPPORTED_HOOKS: ClassVar[tuple[str, ...]] = ("__pre_parse_args__", "__post_parse_args__")

    def __init__(self, name: str, module: ModuleType) -> None:
        self.name = name
        self.module = module
        self.manager_class: type[base.Manager[Any]] | None = None
        for attribute, value in vars(module).items():
            if attribute in self.SUPPORTED_HOOKS:
                self.add_hook(attribute, value)
            elif utils.safe_issubclass(value, base.Manager):
                self.manager_class = value

    def __repr__(self) -> str:
        return f"<Extension '{self.name}'>"
