"""The table of contents: which commands there are, what for, and the module of each.

``nova help``, unknown commands and completion are answered from here without importing any of
the modules; what a command does and takes stands in ``novaclient.cli.commands``.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

#: Subject → module of ``novaclient.cli.commands`` → command → what it does, in one line.
INDEX: dict[str, dict[str, dict[str, str]]] = {
    "Servers": {
        "boot": {
            "boot": "Create one or more servers.",
        },
        "servers": {
            "list": "List servers.",
            "show": "Show one server in full.",
            "update": "Change a server's name, description or hostname.",
            "meta": "Set or remove a server's metadata.",
            "delete": "Delete servers.",
            "console-log": "Print what a server wrote to its console.",
        },
        "server_actions": {
            "start": "Start stopped servers.",
            "stop": "Stop running servers.",
            "reboot": "Reboot servers, softly or hard.",
            "pause": "Freeze servers in memory.",
            "unpause": "Let paused servers run on.",
            "suspend": "Save servers' memory to disk and stop them.",
            "resume": "Let suspended servers run on.",
            "lock": "Protect servers from being changed.",
            "unlock": "Allow locked servers to be changed again.",
            "rescue": "Boot servers from a rescue image, their own disks beside it.",
            "unrescue": "Boot rescued servers from their own disks again.",
            "shelve": "Put servers away: their disks are kept as images.",
            "shelve-offload": "Take shelved servers off their hosts now.",
            "unshelve": "Bring shelved servers back.",
            "rebuild": "Boot a server afresh from an image, under the same id.",
            "resize": "Move a server to another flavor.",
            "resize-confirm": "Accept a resize or migration.",
            "resize-revert": "Undo a resize or migration.",
            "migrate": "Move servers to other hosts, with a restart.",
            "live-migration": "Move a running server to another host.",
        },
    },
    "Flavors": {
        "flavors": {
            "flavor-list": "List flavors.",
            "flavor-show": "Show one flavor in full.",
            "flavor-create": "Create a flavor.",
            "flavor-update": "Change a flavor's description.",
            "flavor-delete": "Delete a flavor.",
            "flavor-key": "Set or remove a flavor's extra specs.",
            "flavor-access-list": "List the projects that may use a private flavor.",
            "flavor-access-add": "Let a project use a private flavor.",
            "flavor-access-remove": "Stop a project from using a private flavor.",
        },
    },
    "Key pairs": {
        "keypairs": {
            "keypair-list": "List key pairs.",
            "keypair-show": "Show one key pair in full.",
            "keypair-add": "Register a public key, or make a new key pair.",
            "keypair-delete": "Delete a key pair.",
        },
    },
    "Server groups": {
        "server_groups": {
            "server-group-list": "List server groups.",
            "server-group-get": "Show one server group in full.",
            "server-group-create": "Create a group whose servers share hosts, or avoid it.",
            "server-group-delete": "Delete server groups.",
        },
    },
    "Hosts and services": {
        "hypervisors": {
            "hypervisor-list": "List hypervisors.",
        },
        "services": {
            "service-list": "List Nova's own services and their state.",
        },
    },
    "Cloud and program": {
        "versions": {
            "version-list": "List the API versions of the cloud and of this client.",
        },
        "sandbox": {
            "sandbox": "Run a real OpenStack cloud on this machine to try things on.",
        },
        "program": {
            "help": "Show this overview, or one command in full.",
            "bash-completion": "Print every command and flag, for a shell's completion.",
        },
    },
}


def module_of(command: str) -> str | None:
    """The module of ``novaclient.cli.commands`` that defines a command; None if none does."""
    for modules in INDEX.values():
        for module, commands in modules.items():
            if command in commands:
                return module
    return None


def all_commands() -> Iterator[str]:
    """The names of all commands, in the order of the overview."""
    for modules in INDEX.values():
        for commands in modules.values():
            yield from commands
