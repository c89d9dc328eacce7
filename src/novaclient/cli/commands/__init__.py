"""The commands, one module for each resource."""

#: Heading in ``nova help`` → the modules of its commands, which come in the order of definition.
SUBJECTS = {
    "Servers": ("boot", "server_list", "servers", "wait"),
    "Server actions": ("server_actions", "server_moves", "server_recovery"),
    "Server history and diagnostics": ("server_history",),
    "Server images, ports, volumes, shares and tags": (
        "server_images",
        "server_networking",
        "server_volumes",
        "server_shares",
        "server_tags",
    ),
    "Server passwords, consoles and SSH": ("server_passwords", "server_consoles", "ssh"),
    "Server migrations": ("migrations",),
    "Server groups": ("server_groups",),
    "Flavors": ("flavors",),
    "Key pairs": ("keypairs",),
    "Hypervisors, hosts, services and aggregates": (
        "hypervisors",
        "hosts",
        "services",
        "aggregates",
        "availability_zones",
    ),
    "Quotas, limits and usage": ("quotas", "limits", "usage"),
    "API versions and requests": ("versions", "microversions", "api"),
    "Help, completion and sandbox": ("program", "sandbox"),
}
