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
    "removed",
)
#: The heading in ``nova help`` of those that still do their work, and of those that only work
#: on a cloud older than the release of Nova that removed them.
REPLACED = "Legacy commands"
REMOVED = "Removed from Nova"
