"""The command lines to compare with python-novaclient, and their microversions.

``{web}`` and others are resources of ``comparison_cloud``; ``latest`` is a line without a version.
"""

from __future__ import annotations

from typing import Final, NamedTuple

#: An id, a time, and the number of a new resource.
ID: Final = r"\b[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}\b"
TIME: Final = r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+|Z)?"
NUMBER: Final = r"(?<=\| )\d+(?= +\|)"
#: The properties of a server that change while it is being built.
PROPERTY: Final = r"(?<=\| )({}) +\| .*"
BUILDING: Final = PROPERTY.format(
    r"OS-EXT-(STS|SRV-ATTR):\w+|OS-SRV-USG:launched_at|adminPass|hostId|host_status|progress|status"
    r"|OS-EXT-AZ:\w+|.* network"
)
#: The address and the hardware address of a new port.
PORT: Final = r"(?:\d+\.\d+\.\d+\.\d+|(?:[0-9a-f]{2}:){5}[0-9a-f]{2})"
HOURS: Final = r"\d+\.\d\d\b"
#: The tokens of consoles.
TOKEN: Final = r"(?:=|%3D)" + ID.removeprefix(r"\b")


class Line(NamedTuple):
    """A command line.

    :ivar words: as typed.
    :ivar versions: the microversions to run it at.
    :ivar who: the user: see ``comparison_cloud``.
    :ivar moving: a regular expression of output that always differs.
    """

    words: str
    versions: str
    who: str = "admin"
    moving: str = ""

    @property
    def command(self) -> str:
        """The command's name."""
        return self.words.split()[0] if self.words else ""


class Script(NamedTuple):
    """Command lines that change something, one after the other; first all of them with one program.

    They delete what they create, so that the second program finds the same cloud.

    :ivar busy: whether a server is still busy after a line, so that the test must wait for it.
    """

    versions: str
    lines: tuple[str, ...]
    moving: str = f"{ID}|{TIME}"
    busy: bool = False


#: Commands that print nothing of the cloud's, or that ask, or that run another program.
NOT_COMPARED: Final = {
    "bash-completion": "the words are those of each program's own commands",
    "help": "wording is each program's own",
    "set-password": "asks on a terminal",
    "ssh": "runs ssh",
    "agent-create": "Nova has no agents any more: what it refuses is shown by agent-list",
    "agent-delete": "as agent-create",
    "agent-modify": "as agent-create",
    **dict.fromkeys(
        (
            *("aggregate-cache-images", "clear-password", "restore", "shelve", "shelve-offload"),
            *("trigger-crash-dump", "unshelve", "volume-update", "evacuate", "live-migration"),
            *("migrate", "host-meta"),
        ),
        "prints nothing",
    ),
    **dict.fromkeys(
        ("host-evacuate", "host-evacuate-live", "host-servers-migrate"),
        "moves all servers of a host, also those of other tests",
    ),
}

TABLES: Final = (
    # ----------------------------------------------------------------------- servers
    Line("list", "2.1 2.10 2.26 2.69 2.73 2.96 latest"),
    Line("list --all-tenants", "2.1 2.96 latest"),
    Line("list --all-tenants 1 --fields name,host", "2.1 2.96"),
    Line("list --minimal", "2.1 2.96 latest"),
    Line("list --fields name,status,metadata,networks", "2.1 2.96 latest"),
    Line("list --fields name,flavor,image", "2.46 2.47 latest"),
    Line("list --fields name,OS-EXT-SRV-ATTR:host,addresses,power_state,tags", "2.26 2.96"),
    Line("list --sort display_name:desc,created_at", "2.1 2.96"),
    Line("list --limit 2", "2.1 2.96 latest"),
    Line("list --limit 2 --marker {web_id}", "2.1 2.96"),
    Line("list --name {web}", "2.1 2.96"),
    Line("list --name {twin}", "latest"),
    Line("list --status ERROR", "2.1 latest"),
    Line("list --status NOSUCH", "2.1"),
    Line("list --minimal --fields name", "2.96"),
    Line("list --flavor {special_flavor}", "2.1 2.96"),
    Line("list --image cirros-0.6.3", "2.1 2.96"),
    Line("list --ip 10.", "2.1 2.96"),
    Line("list --host compute1", "2.1 2.96"),
    Line("list --tags blue", "2.26 2.96"),
    Line("list --tags-any blue,none --not-tags nothing", "2.26 latest"),
    Line("list --locked true", "2.73 2.96"),
    Line("list --deleted --limit 3", "2.1 2.96"),
    Line("list --key-name {key}", "2.1 2.96"),
    Line("list --vm-state error", "2.1 2.96"),
    Line("list --config-drive", "2.82 2.96"),
    Line("list --tenant {own}", "2.1 2.96"),
    Line("list --tenant nosuch", "2.96"),
    Line("list --changes-since 2020-01-01T00:00:00 --name {web}", "2.1 2.96"),
    Line("list --changes-before 2020-01-01T00:00:00", "2.66 2.96"),
    Line(
        "show {web}",
        "2.1 2.3 2.9 2.16 2.19 2.26 2.46 2.47 2.63 2.69 2.71 2.73 2.75 2.90 2.96 latest",
    ),
    Line("show {web_id}", "2.1 2.96"),
    Line("show --minimal {web}", "2.1 2.47 2.96 latest"),
    Line("show --wrap 40 {web}", "2.1 2.96"),
    Line("show --wrap 10 {web}", "2.47"),
    Line("show {locked}", "2.1 2.73 2.96 latest"),
    Line("show {shelved}", "2.1 2.96 latest"),
    Line("show {broken}", "2.1 2.47 2.96 latest"),
    Line("show {on_volume}", "2.1 2.71 2.96 latest"),
    Line("show {resized}", "2.1 2.96 latest"),
    Line("show {wide}", "2.1 2.96 latest"),
    Line("list-secgroup {web}", "2.1 2.35 2.96 latest"),
    Line("interface-list {web}", "2.1 2.69 2.70 2.96 latest"),
    Line("interface-list {bare}", "2.1 2.96"),
    Line("server-tag-list {web}", "2.26 2.96 latest"),
    Line("server-tag-list {bare}", "2.26"),
    Line("server-topology {web}", "2.78 2.96 latest"),
    Line("volume-attachments {web}", "2.1 2.69 2.70 2.78 2.79 2.88 2.89 2.96 latest"),
    Line("volume-attachments {on_volume}", "2.1 2.79 2.89 2.96"),
    Line("volume-attachments {bare}", "2.1 2.96"),
    Line("diagnostics {web}", "2.1 2.47 2.48 2.96 latest"),
    Line("console-log {web}", "2.1 2.96 latest"),
    Line("console-log --length 2 {web}", "2.1 2.96"),
    Line("instance-action-list {web}", "2.1 2.21 2.57 2.58 2.66 2.96 latest"),
    Line("instance-action-list {web} --limit 2", "2.58 2.96"),
    Line("instance-action {web} {request}", "2.1 2.50 2.51 2.58 2.62 2.84 2.96 latest"),
    Line("server-migration-list {web}", "2.23 2.58 2.59 2.80 2.96 latest"),
    Line("get-vnc-console {web} novnc", "2.1 2.5 2.6 2.96 latest", moving=TOKEN),
    Line("get-serial-console {web}", "2.1 2.5 2.6 2.96 latest", moving=TOKEN),
    Line("get-spice-console {web} spice-html5", "2.1 2.6 2.96 latest", moving=TOKEN),
    Line("get-mks-console {web}", "2.8 2.96 latest", moving=TOKEN),
    Line("get-password {web}", "2.1 2.96"),
    # ----------------------------------------------------------------------- flavors, keys, groups
    Line("flavor-list", "2.1 2.54 2.55 2.60 2.61 2.96 latest"),
    Line("flavor-list --extra-specs", "2.1 2.55 2.60 2.61 2.96 latest"),
    Line("flavor-list --all", "2.1 2.96"),
    Line("flavor-list --min-disk 20 --min-ram 4000", "2.1 2.96"),
    Line("flavor-list --limit 2 --sort-key memory_mb --sort-dir desc", "2.1 2.96"),
    Line("flavor-list --marker {special_flavor_id} --sort-key flavorid", "2.1 2.96"),
    Line("flavor-show {special_flavor}", "2.1 2.54 2.55 2.60 2.61 2.75 2.96 latest"),
    Line("flavor-show {own_flavor_id}", "2.1 2.96"),
    Line("flavor-access-list --flavor {own_flavor}", "2.1 2.96 latest"),
    Line("keypair-list", "2.1 2.2 2.10 2.35 2.96 latest"),
    Line("keypair-list --user {user}", "2.10 2.35 2.96"),
    Line("keypair-list --limit 1", "2.35 2.96"),
    Line("keypair-show {key}", "2.1 2.2 2.10 2.96 latest"),
    Line("server-group-list", "2.1 2.13 2.63 2.64 2.96 latest"),
    Line("server-group-list --limit 1 --offset 1", "2.1 2.96"),
    Line("server-group-list --all-projects", "2.1 2.96"),
    Line("server-group-get {apart_id}", "2.1 2.13 2.63 2.64 2.96 latest"),
    # ----------------------------------------------------------------------- the cloud
    Line("aggregate-list", "2.1 2.40 2.41 2.96 latest"),
    Line("aggregate-show {hosts}", "2.1 2.40 2.41 2.96 latest"),
    Line("aggregate-show {hosts_id}", "2.1 2.96"),
    Line("aggregate-show {plain}", "2.1 2.96"),
    Line("hypervisor-list", "2.1 2.32 2.33 2.53 2.88 2.96 latest"),
    Line("hypervisor-list --matching compute1", "2.1 2.52 2.53 2.96 latest"),
    Line("hypervisor-list --limit 1", "2.33 2.53 2.96"),
    Line("hypervisor-show compute1", "2.1 2.27 2.28 2.52 2.53 latest"),
    Line("hypervisor-show {hypervisor_id}", "2.53 2.87 2.88 2.96 latest"),
    Line("hypervisor-show --wrap 30 compute1", "2.1 2.28"),
    Line("hypervisor-servers compute1", "2.1 2.52 2.53 2.96 latest"),
    Line("hypervisor-servers compute", "2.1 2.53 2.96"),
    Line("hypervisor-stats", "2.1 2.87 2.88 latest"),
    Line("hypervisor-uptime compute1", "2.1 2.52 2.53 latest"),
    Line("hypervisor-uptime {hypervisor_id}", "2.53 2.87 2.88 2.96"),
    Line("availability-zone-list", "2.1 2.96 latest", moving=TIME),
    Line("service-list", "2.1 2.10 2.11 2.52 2.53 2.69 2.96 latest", moving=TIME),
    Line("service-list --host compute1", "2.1 2.96", moving=TIME),
    Line("service-list --binary nova-compute", "2.1 2.53 2.96", moving=TIME),
    Line("migration-list", "2.1 2.22 2.23 2.58 2.59 2.66 2.79 2.80 2.96 latest"),
    Line("migration-list --instance-uuid {web_id}", "2.1 2.59 2.96"),
    Line("migration-list --host compute1 --status finished", "2.1 2.96"),
    Line("migration-list --migration-type resize --source-compute compute1", "2.1 2.96"),
    Line("migration-list --limit 1", "2.59 2.96"),
    Line("migration-list --project-id {own}", "2.80 2.96"),
    Line("instance-usage-audit-log", "2.1 2.96 latest"),
    Line("instance-usage-audit-log --before '2020-01-01 00:00:00'", "2.1 2.96"),
    Line("limits", "2.1 2.35 2.36 2.56 2.57 2.96 latest"),
    Line("limits --tenant {own}", "2.1 2.96"),
    Line("limits --reserved", "2.1 2.74 2.75 latest"),
    Line("quota-show", "2.1 2.35 2.36 2.50 2.56 2.57 2.96 latest"),
    Line("quota-show --detail", "2.1 2.50 2.57 2.96"),
    Line("quota-show --tenant {project} --user {user}", "2.1 2.57 2.96"),
    Line("quota-show --tenant {project} --user {user} --detail", "2.57 2.96"),
    Line("quota-defaults", "2.1 2.36 2.50 2.57 2.96 latest"),
    Line("quota-defaults --tenant {own}", "2.1 2.96"),
    Line("quota-class-show default", "2.1 2.49 2.50 2.57 2.96 latest"),
    Line("quota-class-show other", "2.1 2.96"),
    Line("usage", "2.1 2.39 2.40 2.96 latest", moving=HOURS),
    Line("usage --start 2020-01-01 --end 2120-01-01 --tenant {own}", "2.1 2.40", moving=HOURS),
    Line("usage-list", "2.1 2.39 2.40 2.96 latest", moving=HOURS),
    Line("usage-list --start 2020-01-01 --end 2120-01-01", "2.1 2.40", moving=HOURS),
    Line("version-list", "2.1 2.96 latest"),
    # ----------------------------------------------------------------------- an ordinary user
    Line("list", "2.1 2.96 latest", "user"),
    Line("show {of_user}", "2.1 2.47 2.96 latest", "user"),
    Line("flavor-list", "2.96 latest", "user"),
    Line("flavor-show m1.nano", "2.1 2.61 2.96", "user"),
    Line("keypair-list", "2.96", "user"),
    Line("server-group-list", "2.1 2.96", "user"),
    Line("availability-zone-list", "2.1 2.96", "user"),
    Line("limits", "2.1 2.96", "user"),
    Line("quota-show", "2.1 2.96", "user"),
    Line("quota-defaults", "2.96", "user"),
    Line("usage", "2.40", "user", moving=HOURS),
    Line("instance-action-list {of_user}", "2.1 2.96", "user"),
)

#: Every one of them fails; both have to end with the same status.
MISTAKES: Final = (
    # ----------------------------------------------------------------------- what is not there
    Line("show nosuch", "2.1 2.96 latest"),
    Line("show {web_id}0", "2.96"),
    Line("delete nosuch", "2.1 2.96 latest"),
    Line("delete nosuch nothing", "2.96"),
    Line("stop nosuch", "2.96"),
    Line("reboot nosuch", "2.96"),
    Line("resize {web} nosuch", "2.96"),
    Line("boot --flavor nosuch --image cirros-0.6.3 x", "2.96"),
    Line("boot --flavor m1.nano --image nosuch x", "2.96"),
    Line("flavor-show nosuch", "2.96"),
    Line("flavor-delete nosuch", "2.96"),
    Line("keypair-show nosuch", "2.96"),
    Line("keypair-delete nosuch", "2.96"),
    Line("aggregate-show nosuch", "2.1 2.96"),
    Line("aggregate-delete nosuch", "2.1"),
    Line("aggregate-add-host {plain} nosuch", "2.96"),
    Line("server-group-get nosuch", "2.96"),
    Line("server-group-delete nosuch", "2.96"),
    Line("hypervisor-show nosuch", "2.1 2.96"),
    Line("hypervisor-list --matching nosuch", "2.1 2.53"),
    Line("hypervisor-servers nosuch", "2.1 2.53 2.96"),
    Line("instance-action {web} nosuch", "2.1 2.96"),
    Line("instance-action-list nosuch", "2.1 2.96"),
    Line("server-migration-show {web} 1000000", "2.23 2.96"),
    Line("live-migration-abort {web} 1000000", "2.24"),
    Line("live-migration-force-complete {web} 1000000", "2.22"),
    Line("volume-detach {web} 11111111-2222-3333-4444-555555555555", "2.96"),
    Line("server-tag-delete {bare} nosuch", "2.26"),
    Line("service-delete 11111111-2222-3333-4444-555555555555", "2.96"),
    Line("migration-list --marker 11111111-2222-3333-4444-555555555555", "2.59"),
    Line("list --flavor nosuch", "2.96"),
    Line("list --image nosuch", "2.96"),
    Line("list --marker nosuch", "2.96"),
    # ----------------------------------------------------------------------- more than one
    Line("show {twin}", "2.1 2.96 latest"),
    Line("reboot {twin}", "2.96"),
    Line("stop {twin}", "2.96"),
    # ----------------------------------------------------------------------- misused
    Line("nosuch", "2.96 latest"),
    Line("show", "2.96"),
    Line("show {web} {bare}", "2.96"),
    Line("delete", "2.96"),
    Line("boot", "2.96"),
    Line("boot --flavor m1.nano x", "2.96"),
    Line("boot --image cirros-0.6.3 x", "2.96"),
    Line("list --nosuch", "2.96"),
    Line("list --limit many", "2.96"),
    Line("list --locked", "2.96"),
    Line("list --fields nothing", "2.1 2.96"),
    Line("list --fields name,tags", "2.1"),
    Line("list --fields name,security_groups", "2.96"),
    Line("list --sort name", "2.96"),
    Line("list --sort nothing", "2.96"),
    Line("list --sort display_name:up", "2.96"),
    Line("list --status NOSUCH", "2.96"),
    Line("list --changes-since yesterday", "2.1 2.96"),
    Line("meta {web} set nosuch", "2.96"),
    Line("meta {web} change a=b", "2.96"),
    Line("server-tag-add {bare} a/b", "2.96"),
    Line("flavor-access-list", "2.1"),
    Line("flavor-access-list --flavor m1.nano", "2.96"),
    Line("server-group-get {apart}", "2.1 2.96"),
    Line("flavor-create x auto none 1 1", "2.96"),
    Line("quota-show --nosuch", "2.96"),
    Line("usage --start yesterday", "2.96"),
    Line("get-vnc-console {web} nosuch", "2.96"),
    Line("volume-attach {bare} nosuch", "2.96"),
    Line("keypair-add --pub-key /nosuch/file x", "2.96"),
    # ----------------------------------------------------------------------- out of their versions
    Line("server-tag-list {web}", "2.25"),
    Line("server-topology {web}", "2.77"),
    Line("get-mks-console {web}", "2.7"),
    Line("keypair-list --user {user}", "2.9"),
    Line("lock --reason x {bare}", "2.72"),
    Line("boot --flavor m1.nano --image cirros-0.6.3 --hostname x x", "2.89"),
    Line("list", "2.999"),
    Line("list", "1.1"),
    Line("list", "2.x"),
    # ----------------------------------------------------------------------- not now, not he
    Line("start {bare}", "2.96"),
    Line("unlock nosuch", "2.96"),
    Line("unpause {bare}", "2.96"),
    Line("diagnostics {shelved}", "2.1 2.96"),
    Line("resize-confirm {bare}", "2.96"),
    Line("get-rdp-console {web} rdp-html5", "2.1"),
    Line("agent-list", "2.1 2.96"),
    Line("reset-network {bare}", "2.96"),
    Line("hypervisor-list", "2.96", "user"),
    Line("service-list", "2.96", "user"),
    Line("aggregate-list", "2.96", "user"),
    Line("list --all-tenants", "2.96", "user"),
    Line("show {web_id}", "2.96", "user"),
    Line("usage-list", "2.96", "user"),
    Line("flavor-create x auto 1 1 1", "2.96", "user"),
    Line("list", "2.96 latest", "nobody"),
    Line("list", "2.96", "stranger"),
    Line("list", "2.96", "without a password"),
    Line("list", "2.96", "nowhere"),
    Line("list", "2.96", "elsewhere"),
)

SCRIPTS: Final = (
    Script(
        "2.1 2.41 2.96",
        (
            "aggregate-create new-{mark} zone-{mark}",
            "aggregate-add-host {plain} compute3",
            "aggregate-set-metadata new-{mark} ssd=true rack=7",
            "aggregate-update --name newer-{mark} new-{mark}",
            "aggregate-list",
            "aggregate-remove-host {plain} compute3",
            "aggregate-delete newer-{mark}",
        ),
        f"{ID}|{TIME}|{NUMBER}",
    ),
    Script(
        "2.1 2.55 2.61 latest",
        (
            "flavor-create --ephemeral 1 --swap 2 --is-public false new-{mark} auto 64 1 1",
            "flavor-access-add new-{mark} {project}",
            "flavor-access-list --flavor new-{mark}",
            "flavor-access-remove new-{mark} {project}",
            "flavor-key new-{mark} set hw:cpu_policy=shared",
            "flavor-show new-{mark}",
            "flavor-key new-{mark} unset hw:cpu_policy",
            "flavor-delete new-{mark}",
        ),
    ),
    Script(
        "2.55 2.96",
        (
            "flavor-create --description of-old new-{mark} auto 64 1 1",
            "flavor-update new-{mark} of-late",
            "flavor-delete new-{mark}",
        ),
    ),
    Script(
        "2.1 2.2 2.10 2.96",
        (
            "keypair-add --pub-key {public_key} new-{mark}",
            "keypair-show new-{mark}",
            "keypair-delete new-{mark}",
        ),
    ),
    Script(
        "2.1 2.64 2.96",
        (
            "server-group-create new-{mark} affinity",
            "server-group-list",
        ),
    ),
    Script("2.64", ("server-group-create --rule max_server_per_host=3 new-{mark} anti-affinity",)),
    Script("2.1 2.57 2.96", ("quota-update --cores 11 {project}", "quota-show --tenant {project}")),
    Script(
        "2.96",
        (
            "quota-update --cores 5 --user {user} {project}",
            "quota-delete --tenant {project} --user {user}",
        ),
    ),
    Script("2.1 2.50 2.57", ("quota-class-update --cores 20 other", "quota-class-show other")),
    Script(
        "2.1 2.52",
        (
            "service-disable compute3",
            "service-disable --reason 'for a test' compute3",
            "service-list",
            "service-enable compute3",
        ),
    ),
    Script(
        "2.53 2.96",
        (
            "service-disable {service_id}",
            "service-disable --reason 'for a test' {service_id}",
            "service-enable {service_id}",
            "service-force-down {service_id}",
            "service-force-down --unset {service_id}",
        ),
        TIME,
    ),
    Script(
        "2.1 2.96",
        (
            "update --name newer-{mark} {bare}",
            "update --name {bare} newer-{mark}",
            "meta {bare} set role=web note='two words'",
            "meta {bare} delete role note",
            "lock {bare}",
            "unlock {bare}",
            "remove-secgroup {bare} default",
            "add-secgroup {bare} default",
            "reset-state {bare}",
            "reset-state --active {bare}",
            "refresh-network {bare}",
        ),
    ),
    Script(
        "2.26 latest",
        (
            "server-tag-add {bare} one two",
            "server-tag-list {bare}",
            "server-tag-set {bare} three four",
            "server-tag-delete {bare} three",
            "server-tag-delete-all {bare}",
        ),
    ),
    Script(
        "2.1 2.96",
        (
            "stop {bare}",
            "start {bare}",
            "pause {bare}",
            "unpause {bare}",
            "suspend {bare}",
            "resume {bare}",
            "reboot --poll {bare}",
            "reboot --hard {bare}",
            "rescue --password secret {bare}",
            "unrescue {bare}",
            "resize --poll {bare} m1.tiny",
            "resize-revert {bare}",
        ),
        f"{ID}|{TIME}|{BUILDING}",
        busy=True,
    ),
    Script(
        "2.1 2.54 2.63 2.73 2.96 latest",
        ("rebuild {bare} cirros-0.6.3", "rebuild --minimal {bare} cirros-0.6.3"),
        f"{ID}|{TIME}|{BUILDING}",
        busy=True,
    ),
    Script(
        "2.1 2.47 2.96 latest",
        (
            "boot --flavor m1.nano --image cirros-0.6.3 --nic net-id={network} --meta a=b "
            "--key-name {key} new-{mark}",
            "delete new-{mark}",
        )
        ,
        f"{ID}|{TIME}|{BUILDING}",
        busy=True,
    ),
    Script(
        "2.37 2.96",
        (
            "boot --flavor m1.nano --image cirros-0.6.3 --nic none --return-reservation-id "
            "new-{mark}",
            "force-delete new-{mark}",
        ),
        r"r-\w{8}",
        busy=True,
    ),
    # Nova looks for the port when it has answered.
    Script("2.96", ("interface-detach {bare} 11111111-2222-3333-4444-555555555555",)),
    Script(
        "2.1 2.69 2.70 2.96",
        ("interface-attach {bare}",),
        rf"{ID}|(?<=\| ){PORT}(?= +\|)",
    ),
    Script(
        "2.1 2.96",
        (
            "image-create {bare} new-{mark}",
            "backup {bare} new-{mark} daily 1",
        ),
        busy=True,
    ),
)  # fmt: skip
