"""Legacy commands: replaced by other commands, or removed from Nova's API."""

#: Their modules, in the order of ``nova help``; commands come in the order of definition.
MODULES = (
    "servers",
    "addresses",
    "security_groups",
    "images",
    "networks",
    "volumes",
    "hosts",
    "account",
    "agents",
    "removed",
)
#: The heading in ``nova help`` of commands that another one replaces.
REPLACED = "Legacy commands (kept for scripts)"
#: The heading of commands that only work on a cloud from before their removal.
REMOVED = "Removed from Nova (for older clouds)"
