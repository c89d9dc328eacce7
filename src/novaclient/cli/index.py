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
            "update": "Change a server's name, description, hostname or pinned zone.",
            "meta": "Set or remove a server's metadata.",
            "delete": "Delete servers.",
            "console-log": "Print what a server wrote to its console.",
        },
        "wait": {
            "wait": "Wait until servers are in a state.",
        },
    },
    "Power, size, place and repair of servers": {
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
            "evacuate": "Rebuild servers of a failed host on another one.",
        },
        "server_recovery": {
            "force-delete": "Delete servers at once.",
            "restore": "Bring back servers that are only marked as deleted.",
            "reset-state": "Set the state that Nova has recorded of servers.",
            "trigger-crash-dump": "Have servers' kernels write a crash dump.",
        },
    },
    "History and details of servers": {
        "server_history": {
            "instance-action-list": "List what was done with a server.",
            "instance-action": "Show one thing that was done with a server.",
            "diagnostics": "Show what the hypervisor tells of a server.",
            "server-topology": "Show a server's NUMA nodes and processors.",
        },
    },
    "Images, networks, volumes, shares and tags of servers": {
        "server_images": {
            "image-create": "Make an image of a server.",
            "backup": "Make an image of a server as one of a series.",
        },
        "server_networking": {
            "interface-list": "List the ports that a server has.",
            "interface-attach": "Give a server a port.",
            "interface-detach": "Take a port from a server.",
            "list-secgroup": "List the security groups of a server's ports.",
            "add-secgroup": "Put servers' ports into a security group.",
            "remove-secgroup": "Take servers' ports out of a security group.",
            "refresh-network": "Have Nova look up servers' ports anew.",
            "reset-network": "Have servers set up their network anew; up to Nova 22.",
        },
        "server_volumes": {
            "volume-attachments": "List the volumes that a server has.",
            "volume-attach": "Give a server a volume.",
            "volume-detach": "Take a volume from a server.",
            "volume-update": "Put another volume in the place of a server's.",
        },
        "server_shares": {
            "share-list": "List the shares that a server has.",
            "share-show": "Show a share that a server has.",
            "share-attach": "Give a stopped server a share.",
            "share-detach": "Take a share from a stopped server.",
        },
        "server_tags": {
            "server-tag-list": "List a server's tags.",
            "server-tag-add": "Add tags to a server.",
            "server-tag-delete": "Remove tags from a server.",
            "server-tag-set": "Replace a server's tags.",
            "server-tag-delete-all": "Remove all tags from servers.",
        },
    },
    "Passwords, consoles and ssh": {
        "server_passwords": {
            "set-password": "Set the password of servers' administrators.",
            "get-password": "Print the password that a server has left.",
            "clear-password": "Have Nova forget the passwords that servers have left.",
        },
        "server_consoles": {
            "get-vnc-console": "Print the address of a server's VNC console.",
            "get-spice-console": "Print the address of a server's SPICE console.",
            "get-serial-console": "Print the address of a server's serial console.",
            "get-mks-console": "Print the address of a server's MKS console.",
            "get-rdp-console": "Print the address of a server's RDP console; up to Nova 28.",
            "console-token-show": "Show what a console's token opens.",
        },
        "ssh": {
            "ssh": "Open a secure shell on a server.",
        },
    },
    "Migrations of servers": {
        "migrations": {
            "migration-list": "List migrations, past and under way.",
            "server-migration-list": "List a server's live migrations under way.",
            "server-migration-show": "Show a live migration under way.",
            "live-migration-abort": "Stop a live migration.",
            "live-migration-force-complete": "Have a live migration end with a pause.",
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
            "hypervisor-show": "Show one hypervisor in full.",
            "hypervisor-servers": "List the servers that run on hypervisors.",
            "hypervisor-uptime": "Show for how long a hypervisor's host has been up.",
            "hypervisor-stats": "Show the sums over all hypervisors.",
        },
        "hosts": {
            "host-evacuate": "Rebuild the servers of a failed host on other hosts.",
            "host-evacuate-live": "Move a host's running servers away, without a restart.",
            "host-servers-migrate": "Move a host's servers away, with a restart.",
            "host-meta": "Set or remove metadata of all servers of a host.",
        },
        "services": {
            "service-list": "List Nova's own services and their state.",
            "service-enable": "Let the scheduler use services again.",
            "service-disable": "Keep the scheduler from using services.",
            "service-force-down": "Record that services are down, before evacuating.",
            "service-delete": "Delete services that run no more.",
        },
        "aggregates": {
            "aggregate-list": "List aggregates.",
            "aggregate-show": "Show one aggregate in full.",
            "aggregate-create": "Create an aggregate, a group of hosts.",
            "aggregate-update": "Change an aggregate's name or availability zone.",
            "aggregate-set-metadata": "Set or remove metadata of an aggregate.",
            "aggregate-add-host": "Put hosts into an aggregate.",
            "aggregate-remove-host": "Take hosts out of an aggregate.",
            "aggregate-delete": "Delete aggregates that have no hosts.",
            "aggregate-cache-images": "Have an aggregate's hosts fetch images beforehand.",
        },
        "availability_zones": {
            "availability-zone-list": "List availability zones.",
        },
        "agents": {
            "agent-list": "List agent builds; up to Nova 21.",
            "agent-create": "Register an agent build; up to Nova 21.",
            "agent-modify": "Replace an agent build by another version; up to Nova 21.",
            "agent-delete": "Remove agent builds; up to Nova 21.",
        },
    },
    "Quotas and usage": {
        "quotas": {
            "quota-show": "Show the quotas of a project, or of a user in it.",
            "quota-defaults": "Show the quotas that projects have from the start.",
            "quota-update": "Change quotas of projects, or of a user in them.",
            "quota-delete": "Give a project its default quotas again.",
            "quota-class-show": "Show the quotas of a class.",
            "quota-class-update": "Change quotas of a class.",
        },
        "limits": {
            "limits": "Show how much a project may have, and how much is in use.",
        },
        "usage": {
            "usage": "Show for how long a project had how much.",
            "usage-list": "List how long all projects had how much.",
            "instance-usage-audit-log": "Show whether every host has reported its usage.",
        },
    },
    "Cloud and program": {
        "versions": {
            "version-list": "List the API versions of the cloud and of this client.",
        },
        "microversions": {
            "microversions": "Show what this cloud can do, and what each flag needs.",
        },
        "api": {
            "api": "Send a request as it is typed, and print the answer.",
        },
        "sandbox": {
            "sandbox": "Run a real OpenStack cloud on this machine to try things on.",
        },
        "program": {
            "help": "Show this overview, or one command in full.",
            "completion": "Print a script that completes nova's command line in a shell.",
            "bash-completion": "Print every command and flag, for a shell's completion.",
        },
    },
    "Commands of old": {
        "legacy.servers": {
            "rename": "Give a server another name: now update --name.",
            "root-password": "Set servers' passwords: now set-password.",
            "add-fixed-ip": "Give servers an address of a network: now interface-attach.",
            "remove-fixed-ip": "Take an address from a server: now interface-detach.",
        },
        "legacy.addresses": {
            "floating-ip-list": "List the project's floating addresses.",
            "floating-ip-create": "Take a floating address for the project.",
            "floating-ip-delete": "Give floating addresses back.",
            "floating-ip-pool-list": "List the networks that floating addresses come from.",
            "floating-ip-associate": "Give a server a floating address.",
            "floating-ip-disassociate": "Take a floating address from a server.",
            "add-floating-ip": "The same as floating-ip-associate.",
            "remove-floating-ip": "The same as floating-ip-disassociate.",
        },
        "legacy.security_groups": {
            "secgroup-list": "List security groups.",
            "secgroup-create": "Create a security group.",
            "secgroup-update": "Change a security group's name and description.",
            "secgroup-delete": "Delete a security group.",
            "secgroup-list-rules": "List the rules of a security group.",
            "secgroup-add-rule": "Let packets from a range of addresses in.",
            "secgroup-delete-rule": "Remove a rule about a range of addresses.",
            "secgroup-add-group-rule": "Let packets from the servers of a group in.",
            "secgroup-delete-group-rule": "Remove a rule about the servers of a group.",
        },
        "legacy.images": {
            "image-list": "List images.",
            "image-show": "Show one image in full.",
            "image-meta": "Set or remove an image's metadata.",
            "image-delete": "Delete images.",
        },
        "legacy.networks": {
            "network-list": "List networks.",
            "network-show": "Show one network in full.",
            "tenant-network-list": "List the project's networks.",
            "tenant-network-show": "Show one of the project's networks.",
            "net-list": "The same as tenant-network-list.",
            "net": "The same as tenant-network-show.",
            "scrub": "Free a project's networks and delete its security groups.",
        },
        "legacy.volumes": {
            "volume-list": "List volumes.",
            "volume-show": "Show one volume in full.",
            "volume-create": "Create a volume.",
            "volume-delete": "Delete volumes.",
            "volume-snapshot-list": "List the snapshots of volumes.",
            "volume-snapshot-show": "Show one snapshot of a volume in full.",
            "volume-snapshot-create": "Take a snapshot of a volume.",
            "volume-snapshot-delete": "Delete snapshots of volumes.",
            "volume-type-list": "List the kinds of volumes that the cloud offers.",
            "volume-type-create": "Create a kind of volumes.",
            "volume-type-delete": "Delete kinds of volumes.",
        },
        "legacy.hosts": {
            "host-list": "List hosts and Nova's services on them: now service-list.",
            "host-describe": "Show what a host has: now hypervisor-show.",
            "host-update": "Let a host take new servers or not: now service-enable.",
            "aggregate-details": "Show one aggregate in full: now aggregate-show.",
            "host-action": "Switch a host on or off, or restart it.",
            "baremetal-node-list": "List bare metal nodes.",
            "baremetal-node-show": "Show one bare metal node in full.",
            "baremetal-node-create": "Register a bare metal node.",
            "baremetal-node-delete": "Forget a bare metal node.",
            "baremetal-interface-list": "List the network interfaces of a bare metal node.",
            "baremetal-interface-add": "Add a network interface to a bare metal node.",
            "baremetal-interface-remove": "Remove a network interface of a bare metal node.",
        },
        "legacy.account": {
            "absolute-limits": "Show how much a project may have: now limits.",
            "rate-limits": "Show the limits on requests: now limits.",
            "list-extensions": "List what was once an extension of the API.",
            "credentials": "Show who you are to the cloud, and the token.",
            "endpoints": "Show the endpoints of the cloud's services.",
        },
    },
    "Commands of old that only old clouds serve": {
        "legacy.networks": {
            "network-create": "Create a network of Nova's own.",
            "network-delete": "Delete a network of Nova's own.",
            "network-associate-host": "Tie a network of Nova's own to a host.",
            "network-associate-project": "Tie a network of Nova's own to your project.",
            "network-disassociate": "Free a network of Nova's own of host and project.",
            "tenant-network-create": "Create a network of Nova's own for the project.",
            "tenant-network-delete": "Delete one of the project's networks of Nova's own.",
            "net-create": "The same as tenant-network-create.",
            "net-delete": "The same as tenant-network-delete.",
        },
        "legacy.removed": {
            "virtual-interface-list": "List a server's interfaces: now interface-list.",
            "fixed-ip-get": "Show which server has an address.",
            "fixed-ip-reserve": "Keep an address from being given to a server.",
            "fixed-ip-unreserve": "Let an address be given to a server again.",
            "floating-ip-bulk-list": "List the floating addresses that the cloud has.",
            "floating-ip-bulk-create": "Add a range of floating addresses.",
            "floating-ip-bulk-delete": "Remove a range of floating addresses.",
            "dns-domains": "List the DNS domains for floating addresses.",
            "dns-create-private-domain": "Make a DNS domain for an availability zone.",
            "dns-create-public-domain": "Make a DNS domain for a project.",
            "dns-delete-domain": "Delete a DNS domain for floating addresses.",
            "dns-list": "List the names of a floating address.",
            "dns-create": "Give a floating address a name.",
            "dns-delete": "Delete a name of a floating address.",
            "secgroup-list-default-rules": "List the rules that new projects' groups get.",
            "secgroup-add-default-rule": "Add a rule that new projects' groups get.",
            "secgroup-delete-default-rule": "Remove a rule that new projects' groups get.",
            "cell-show": "Show one cell of the first kind.",
            "cell-capacities": "Show how much room cells have.",
            "cloudpipe-list": "List the VPN servers of all projects.",
            "cloudpipe-create": "Start the VPN server of a project.",
            "cloudpipe-configure": "Tell your project's servers where its VPN is.",
            "x509-create-cert": "Make a certificate and its private key.",
            "x509-get-root-cert": "Fetch the certificate of the project's authority.",
        },
    },
}

#: The subjects of commands that others have replaced, or that today's clouds do not serve.
OLD = ("Commands of old", "Commands of old that only old clouds serve")

#: The modules whose commands talk to no cloud.
LOCAL = ("novaclient.cli.commands.program", "novaclient.cli.commands.sandbox")


def module_of(command: str) -> str | None:
    """The module that defines a command; None if none does."""
    for modules in INDEX.values():
        for module, commands in modules.items():
            if command in commands:
                room = "novaclient.cli" if "." in module else "novaclient.cli.commands"
                return f"{room}.{module}"
    return None


def all_commands() -> Iterator[str]:
    """The names of all commands, in the order of the overview."""
    for modules in INDEX.values():
        for commands in modules.values():
            yield from commands
