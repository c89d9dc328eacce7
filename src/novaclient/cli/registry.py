"""The commands by name: those of this project, and those of extensions."""

from __future__ import annotations

import os

from novaclient.cli.framework.command import COMMANDS, Command


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
    import_module(module)
    return COMMANDS[spelled]
