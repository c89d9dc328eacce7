"""Calls of every method of every manager, as one table; Nova must accept each of them.

What Nova answers to them, and at which microversions they are made, is not known here.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any, Final

from contract_case import Case

ID: Final = "11111111-2222-3333-4444-555555555555"
IMAGE: Final = "22222222-2222-3333-4444-555555555555"
NET: Final = "33333333-2222-3333-4444-555555555555"
PORT: Final = "44444444-2222-3333-4444-555555555555"
VOLUME: Final = "55555555-2222-3333-4444-555555555555"
OTHER: Final = "66666666-2222-3333-4444-555555555555"
PROJECT: Final = "0123456789abcdef0123456789abcdef"
USER: Final = "fedcba9876543210fedcba9876543210"
REQUEST: Final = f"req-{ID}"
KEY: Final = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIPI somebody"
DAY: Final = datetime.datetime(2026, 1, 2, 3, 4, 5)
NEXT_DAY: Final = datetime.datetime(2026, 1, 3, 3, 4, 5)
TIME: Final = "2026-01-02T03:04:05"
NEXT_TIME: Final = "2026-01-03T03:04:05"

#: Managers and methods that speak to other services than Nova, ``"volumes.list"`` for example.
OTHER_SERVICES: Final = frozenset(("glance", "neutron", "volume_snapshots", "volume_types"))
#: Methods that put their arguments into another form and send nothing; those that ask Cinder.
SEND_NOTHING: Final = frozenset(
    (
        "servers.transform_userdata",
        "volumes.list",
        "volumes.iterate",
        "volumes.get",
        "volumes.create",
        "volumes.delete",
    )
)
#: Methods whose results have what the caller has named as fields.
FIELDS_OF_THE_CALLERS: Final = frozenset(
    ("servers.set_meta", "servers.set_meta_item", "images.set_meta")
)
#: Arguments that no case gives, and why.
NOT_GIVEN: Final[Mapping[str, Mapping[str, str]]] = {
    "agents.list": {"hypervisor": "Nova answers 500 to parameters of what it has removed"},
    "fping.list": dict.fromkeys(
        ("all_tenants", "include", "exclude"), "Nova answers 500, as for agents.list"
    ),
    "servers.get_password": {"private_key": "what is sent is the same; the rest is not Nova's"},
    "volumes.delete_server_volume": {"attachment_id": "another name of volume_id, with a warning"},
    "volumes.get_server_volume": {"attachment_id": "another name of volume_id, with a warning"},
}


def _server(name: str, **kwargs: Any) -> Case:
    """A case of an action that takes nothing but the server."""
    return Case(f"servers.{name}", ID, **kwargs)


def _boot(what: str, /, **kwargs: Any) -> Case:
    """A case of a server's creation, with the networks that newer versions require."""
    if "nics" not in kwargs and "only" not in kwargs:
        kwargs["nics"] = [{"net-id": NET}]
    arguments: dict[str, Any] = {"image": IMAGE, "flavor": "1", "expects": "server"} | kwargs
    return Case(f"servers.create {what}", "vm", **arguments)


_HINTS: Final[Mapping[str, Any]] = {
    "group": ID,
    "different_host": [ID],
    "same_host": [ID],
    "query": '[">=","$free_ram_mb",1024]',
    "target_cell": "cell",
    "different_cell": ["cell"],
    "build_near_host_ip": "10.0.0.1",
    "cidr": "/24",
}
_DISK: Final[Mapping[str, Any]] = {
    "uuid": VOLUME,
    "source_type": "volume",
    "destination_type": "volume",
    "boot_index": 1,
    "volume_size": 1,
    "device_name": "vdb",
    "device_type": "disk",
    "disk_bus": "virtio",
    "guest_format": "ext4",
    "delete_on_termination": False,
}
#: What else callers may say of a disk; the library passes it on as it is.
_DISK_AT_LENGTH: Final[Mapping[str, Any]] = {
    "connection_info": "{}",
    "image_id": IMAGE,
    "no_device": True,
    "snapshot_id": OTHER,
    "virtual_name": "root",
    "volume_id": VOLUME,
}

#: Filters that Nova reads at every version; ``description`` and others of its names are the same.
_FILTERS: Final[Mapping[str, Any]] = dict.fromkeys(
    [
        "access_ip_v4",
        "access_ip_v6",
        "auto_disk_config",
        "availability_zone",
        "config_drive",
        "created_at",
        "description",
        "display_description",
        "display_name",
        "flavor",
        "host",
        "hostname",
        "image",
        "image_ref",
        "info_cache",
        "ip",
        "ip6",
        "kernel_id",
        "key_name",
        "launch_index",
        "launched_at",
        "locked_by",
        "metadata",
        "name",
        "node",
        "pci_devices",
        "power_state",
        "progress",
        "project_id",
        "ramdisk_id",
        "reservation_id",
        "root_device_name",
        "security_groups",
        "services",
        "soft_deleted",
        "status",
        "system_metadata",
        "task_state",
        "tenant_id",
        "terminated_at",
        "user_id",
        "uuid",
        "vm_state",
        "block_device_mapping",
    ],
    "1",
) | {"all_tenants": 1, "deleted": True, "changes-since": TIME, "project_id": PROJECT}

SERVERS: Final = (
    *(Case(f"servers.{name}") for name in ("list", "iterate")),
    *(Case(f"servers.{name} in brief", detailed=False) for name in ("list", "iterate")),
    *(
        Case(
            f"servers.list with every filter, detailed={detailed}",
            detailed=detailed,
            search_opts=_FILTERS,
            marker=ID,
            limit=7,
            sort_keys=["uuid", "created_at"],
            sort_dirs=["asc", "desc"],
        )
        for detailed in (True, False)
    ),
    *(
        Case(
            f"servers.{name} by {key}, detailed={detailed}",
            search_opts={key: value},
            only=since,
            detailed=detailed,
        )
        for detailed in (True, False)
        for name in ("list", "iterate")
        for key, value, since in (
            ("tags", "a,b", "2.26"),
            ("tags-any", "a,b", "2.26"),
            ("not-tags", "a,b", "2.26"),
            ("not-tags-any", "a,b", "2.26"),
            ("changes-before", NEXT_TIME, "2.66"),
            ("locked", True, "2.73"),
        )
        if detailed or name == "list"
    ),
    Case("servers.iterate by pages", page_size=7, marker=ID, sort_keys=["uuid"], sort_dirs=["asc"]),
    Case("servers.iterate ahead", ahead=True),
    Case("servers.list of all pages", limit=-1),
    Case("servers.get", ID),
    _boot("in brief"),
    _boot("without networks", only="2.1-2.36"),
    _boot("with automatic networks", nics="auto", only="2.37"),
    _boot("with no network", nics="none", only="2.37"),
    _boot(
        "with everything",
        meta={"key": "value"},
        min_count=1,
        max_count=2,
        security_groups=["default"],
        userdata="#!/bin/sh",
        key_name="key",
        availability_zone="nova",
        nics=[{"port-id": PORT}, {"net-id": NET, "v4-fixed-ip": "10.0.0.4"}],
        scheduler_hints=_HINTS,
        config_drive=True,
        disk_config="MANUAL",
        admin_pass="secret",
        access_ip_v4="10.0.0.4",
        access_ip_v6="fd00::4",
    ),
    _boot("as a reservation", reservation_id=True, expects="reservation_id"),
    _boot("with files", files={"/etc/motd": "hello"}),
    _boot("with a description", description="said"),
    _boot("with tags", tags=["a", "b"]),
    _boot("with certificates", trusted_image_certificates=["certificate"]),
    _boot("on a host", host="host"),
    _boot("on a hypervisor", hypervisor_hostname="host.example"),
    _boot("with a host name", hostname="vm"),
    _boot(
        "with an IPv6 address and the old disks",
        image=None,
        nics=[{"net-id": NET, "v6-fixed-ip": "fd00::4"}],
        block_device_mapping={"vda": f"{VOLUME}::1:0", "vdb": f"{OTHER}:snap::1"},
    ),
    _boot("with disks", block_device_mapping_v2=[_DISK]),
    _boot("with all that can be said of disks", block_device_mapping_v2=[_DISK_AT_LENGTH]),
    _boot(
        "with a new disk and no image",
        image=None,
        block_device_mapping_v2=[
            {
                "source_type": "blank",
                "destination_type": "volume",
                "volume_size": 1,
                "boot_index": 0,
            }
        ],
    ),
    _boot(
        "with a volume type",
        block_device_mapping_v2=[{**_DISK, "volume_type": "ssd"}],
        only="2.67",
        nics="none",
    ),
    *(
        _boot(
            f"with a tagged disk, {only}",
            block_device_mapping_v2=[{**_DISK, "tag": "t"}],
            only=only,
            nics=[{"net-id": NET}],
        )
        for only in ("2.32-2.32", "2.42")
    ),
    *(
        _boot(f"with a tagged interface, {only}", nics=[{"net-id": NET, "tag": "t"}], only=only)
        for only in ("2.32-2.36", "2.42")
    ),
    Case("servers.update", ID, name="new"),
    Case("servers.update description", ID, description="said"),
    Case("servers.update no description", ID, description="", only="2.19"),
    Case("servers.update hostname", ID, hostname="vm"),
    Case("servers.update addresses", ID, access_ip_v4="10.0.0.4", access_ip_v6="fd00::4"),
    Case("servers.update partitions", ID, disk_config="AUTO"),
    Case("servers.update zone", ID, pinned_availability_zone="nova"),
    Case("servers.update no zone", ID, pinned_availability_zone=None),
    Case("servers.delete", ID),
    Case("servers.rebuild", ID, IMAGE),
    Case(
        "servers.rebuild with everything",
        ID,
        IMAGE,
        password="secret",
        disk_config="AUTO",
        preserve_ephemeral=True,
        name="new",
        meta={"key": "value"},
        access_ip_v4="10.0.0.4",
        access_ip_v6="fd00::4",
    ),
    Case("servers.rebuild with files", ID, IMAGE, files={"/etc/motd": "hello"}),
    *(
        Case(f"servers.rebuild {name}={value!r}", ID, IMAGE, **{name: value})
        for name, value in (
            ("description", "said"),
            ("description", None),
            ("key_name", "key"),
            ("key_name", None),
            ("userdata", "#!/bin/sh"),
            ("userdata", None),
            ("trusted_image_certificates", ["certificate"]),
            ("trusted_image_certificates", None),
            ("hostname", "vm"),
        )
    ),
)

ACTIONS: Final = (
    *(
        _server(name)
        for name in [
            "start",
            "stop",
            "reboot",
            "pause",
            "unpause",
            "suspend",
            "resume",
            "lock",
            "unlock",
            "rescue",
            "unrescue",
            "shelve",
            "shelve_offload",
            "unshelve",
            "force_delete",
            "restore",
            "reset_state",
            "reset_network",
            "trigger_crash_dump",
            "confirm_resize",
            "revert_resize",
            "migrate",
            "live_migrate",
            "evacuate",
            "get_console_output",
            "get_mks_console",
            "diagnostics",
            "topology",
            "get_password",
            "clear_password",
            "list_meta",
            "tag_list",
            "delete_all_tags",
            "ips",
            "interface_list",
            "list_security_group",
        ]
    ),
    Case("servers.inject_network_info", ID),
    Case("servers.check_tag", ID, "a"),
    Case("servers.interface_get", ID, PORT),
    Case("servers.replace_meta", ID, {"key": "value"}),
    Case("servers.ips of a network", ID, network="private"),
    Case("servers.reboot hard", ID, "HARD"),
    Case("servers.lock with a reason", ID, reason="because"),
    Case("servers.rescue with everything", ID, password="secret", image=IMAGE),
    Case("servers.unshelve to a zone", ID, availability_zone="nova"),
    Case("servers.unshelve unpinned", ID, availability_zone=None, only="2.91"),
    Case("servers.unshelve to a host", ID, host="host"),
    Case("servers.unshelve to a host of a zone", ID, availability_zone="nova", host="host"),
    Case("servers.reset_state active", ID, "active"),
    Case("servers.resize", ID, "2"),
    Case("servers.resize with partitions", ID, "2", disk_config="AUTO"),
    Case("servers.migrate to a host", ID, host="host"),
    Case("servers.live_migrate to a host", ID, host="host", block_migration=True),
    Case("servers.live_migrate with disks", ID, host="host", disk_over_commit=True),
    Case("servers.live_migrate automatically", ID, block_migration="auto", only="2.25"),
    Case("servers.live_migrate by force", ID, host="host", force=True),
    Case("servers.evacuate to a host", ID, host="host", password="secret"),
    Case("servers.evacuate by force", ID, host="host", force=True),
    Case("servers.evacuate from local disks", ID, host="host", on_shared_storage=False),
    Case("servers.create_image", ID, "image"),
    Case("servers.create_image with metadata", ID, "image", {"key": "value"}),
    Case("servers.backup", ID, "image", "daily", 3),
    Case("servers.backup with metadata", ID, "image", "daily", 3, metadata={"key": "value"}),
    Case("servers.get_console_output of some lines", ID, 10),
    Case("servers.get_vnc_console", ID, "novnc"),
    Case("servers.get_vnc_console of Xen", ID, "xvpvnc"),
    Case("servers.get_spice_console", ID, "spice-html5", expects="console", only="2.1-2.5"),
    Case("servers.get_spice_console remotely", ID, "spice-html5", only="2.6"),
    Case("servers.get_rdp_console", ID, "rdp-html5"),
    Case("servers.get_serial_console", ID, "serial"),
    Case("servers.get_console_url", ID, "novnc"),
    Case("servers.get_console_url direct", ID, "spice-direct", only="2.99"),
    Case("servers.change_password", ID, "secret"),
    Case("servers.get_meta", ID, "key"),
    Case("servers.set_meta", ID, {"key": "value"}),
    Case("servers.set_meta_item", ID, "key", "value"),
    Case("servers.delete_meta", ID, ["key", "other"]),
    Case("servers.set_tags", ID, ["a", "b"]),
    Case("servers.add_tag", ID, "a"),
    Case("servers.delete_tag", ID, "a"),
    Case("servers.interface_attach", ID, None, NET, "10.0.0.4"),
    Case("servers.interface_attach a port", ID, PORT, None, None),
    Case("servers.interface_attach with a tag", ID, None, NET, None, tag="t"),
    Case("servers.interface_detach", ID, PORT),
    Case("servers.add_security_group", ID, "default"),
    Case("servers.remove_security_group", ID, "default"),
)

OF_SERVERS: Final = (
    Case("instance_action.list", ID),
    Case("instance_action.list since", ID, changes_since=TIME, marker=REQUEST, limit=7),
    Case("instance_action.list before", ID, changes_before=NEXT_TIME),
    Case("instance_action.iterate", ID),
    Case("instance_action.iterate since", ID, changes_since=TIME, marker=REQUEST, page_size=7),
    Case("instance_action.iterate before", ID, changes_before=NEXT_TIME),
    Case("instance_action.get", ID, REQUEST),
    Case("server_migrations.list", ID),
    Case("server_migrations.get", ID, 1),
    Case("server_migrations.live_migrate_force_complete", ID, 1),
    Case("server_migrations.live_migration_abort", ID, 1),
    Case("volumes.get_server_volumes", ID),
    Case("volumes.get_server_volumes by pages", ID, limit=7, offset=1),
    Case("volumes.get_server_volume", ID, VOLUME),
    Case("volumes.create_server_volume", ID, VOLUME),
    Case("volumes.create_server_volume at a device", ID, VOLUME, "/dev/vdb"),
    Case("volumes.create_server_volume with a tag", ID, VOLUME, tag="t"),
    Case("volumes.create_server_volume for its life", ID, VOLUME, delete_on_termination=True),
    Case("volumes.update_server_volume", ID, VOLUME, OTHER),
    Case(
        "volumes.update_server_volume for its life", ID, VOLUME, VOLUME, delete_on_termination=True
    ),
    Case("volumes.delete_server_volume", ID, VOLUME),
    Case("shares.list", ID),
    Case("shares.get", ID, OTHER),
    Case("shares.attach", ID, OTHER),
    Case("shares.attach with a tag", ID, OTHER, tag="t"),
    Case("shares.detach", ID, OTHER),
    Case("console_auth_tokens.get", OTHER),
    Case(
        "assisted_volume_snapshots.create",
        VOLUME,
        {"snapshot_id": OTHER, "type": "qcow2", "new_file": "new", "id": OTHER},
    ),
    Case("assisted_volume_snapshots.delete", OTHER, {"volume_id": VOLUME}),
    Case(
        "server_external_events.create",
        [{"name": "network-changed", "server_uuid": ID, "status": "completed", "tag": PORT}],
    ),
    *(
        Case(
            f"server_external_events.create {name}", [{"name": name, "server_uuid": ID}], only=only
        )
        for name, only in (
            ("volume-extended", "2.51"),
            ("power-update", "2.76"),
            ("accelerator-request-bound", "2.82"),
            ("volume-reimaged", "2.93"),
        )
    ),
)

OTHERS: Final = (
    Case("flavors.list"),
    Case("flavors.list in brief", detailed=False),
    *(
        Case(
            f"flavors.list sorted, detailed={detailed}",
            detailed=detailed,
            is_public=None,
            marker="1",
            min_disk=1,
            min_ram=1,
            limit=7,
            sort_key="name",
            sort_dir="asc",
        )
        for detailed in (True, False)
    ),
    Case("flavors.list by name", name="^m1"),
    Case("flavors.list in brief by name", name="^m1", detailed=False),
    Case("flavors.iterate by name", name="^m1"),
    Case("flavors.iterate"),
    Case(
        "flavors.iterate sorted",
        detailed=False,
        min_disk=1,
        min_ram=1,
        sort_key="name",
        sort_dir="desc",
    ),
    Case("flavors.iterate by pages", page_size=7, marker="1", is_public=False),
    Case("flavors.get", "1"),
    Case("flavors.create", "flavor", 512, 1, 1),
    Case("flavors.create with everything", "flavor", 512, 1, 1, "7", 1, 1, 1.0, False),
    Case("flavors.create with a factor", "flavor", 512, 1, 1, rxtx_factor=2.0),
    Case("flavors.create with a description", "flavor", 512, 1, 1, description="said"),
    Case("flavors.update", "1", "said"),
    Case("flavors.update no description", "1"),
    Case("flavors.delete", "1"),
    Case("flavors.get_keys", "1"),
    Case("flavors.get_key", "1", "hw:cpu_policy", expects="hw:cpu_policy"),
    Case("flavors.set_key", "1", "hw:cpu_policy", "dedicated", expects="hw:cpu_policy"),
    Case("flavors.set_keys", "1", {"hw:cpu_policy": "dedicated"}),
    Case("flavors.unset_keys", "1", ["hw:cpu_policy", "other"]),
    Case("flavor_access.list", flavor="1"),
    Case("flavor_access.add_tenant_access", "1", PROJECT),
    Case("flavor_access.remove_tenant_access", "1", PROJECT),
    Case("keypairs.list"),
    Case("keypairs.list of a user", user_id=USER),
    Case("keypairs.list by pages", marker="key", limit=7),
    Case("keypairs.iterate"),
    Case("keypairs.iterate by pages", user_id=USER, marker="key", page_size=7),
    Case("keypairs.get", "key"),
    Case("keypairs.get of a user", "key", user_id=USER),
    Case("keypairs.create", "key", KEY),
    Case("keypairs.create by Nova", "key", only="2.1-2.91"),
    Case("keypairs.create of a type", "key", KEY, key_type="x509"),
    Case("keypairs.create for a user", "key", KEY, user_id=USER),
    Case("keypairs.delete", "key"),
    Case("keypairs.delete of a user", "key", user_id=USER),
    Case("server_groups.list"),
    Case("server_groups.list by pages", all_projects=True, limit=7, offset=1),
    Case("server_groups.iterate"),
    Case("server_groups.iterate by pages", all_projects=True, page_size=7, offset=1),
    Case("server_groups.get", ID),
    Case("server_groups.create", "group", "affinity"),
    Case("server_groups.create in the old form", "group", policies=["anti-affinity"]),
    Case("server_groups.create soft", "group", "soft-affinity", only="2.15"),
    Case("server_groups.create with rules", "group", "anti-affinity", {"max_server_per_host": 2}),
    Case("server_groups.delete", ID),
    Case("hypervisors.list"),
    Case("hypervisors.list in brief", detailed=False),
    Case("hypervisors.list by pages", marker=ID, limit=7),
    Case("hypervisors.list in brief by pages", detailed=False, marker=ID, limit=7),
    Case("hypervisors.iterate"),
    Case("hypervisors.iterate in brief", detailed=False),
    Case("hypervisors.iterate by pages", marker=ID, page_size=7),
    Case("hypervisors.search", "host"),
    Case("hypervisors.search with servers", "host", servers=True),
    Case("hypervisors.search in detail", "host", servers=True, detailed=True),
    Case("hypervisors.get", ID),
    Case("hypervisors.get with servers", ID, servers=True),
    Case("hypervisors.uptime", ID),
    Case("hypervisors.statistics", only="2.1-2.87"),
    Case("hypervisor_stats.statistics"),
    Case("services.list"),
    Case("services.list of a host", host="host", binary="nova-compute"),
    *(
        case
        for name, value in (
            ("enable", {}),
            ("disable", {}),
            ("disable_log_reason", {"reason": "because"}),
            ("force_down", {"force_down": True}),
        )
        for case in (
            Case(f"services.{name}", service_uuid=ID, **value),
            Case(f"services.{name} by host", host="host", binary="nova-compute", **value),
        )
    ),
    Case("services.delete", 1, only="2.1-2.52"),
    Case("services.delete by UUID", ID, only="2.53"),
    Case("versions.list"),
    Case("versions.get_current"),
    Case("agents.list"),
    Case("agents.create", "linux", "x86_64", "1", "http://example.com", "add6bb", "xen"),
    Case("agents.update", 1, "1", "http://example.com", "add6bb"),
    Case("agents.delete", 1),
    Case("aggregates.list"),
    Case("aggregates.get", 1),
    Case("aggregates.get_details", 1),
    Case("aggregates.create", "aggregate", "nova"),
    Case("aggregates.create without a zone", "aggregate", None),
    Case("aggregates.update", 1, {"name": "new", "availability_zone": "nova"}),
    Case("aggregates.delete", 1),
    Case("aggregates.add_host", 1, "host"),
    Case("aggregates.remove_host", 1, "host"),
    Case("aggregates.set_metadata", 1, {"key": "value", "other": None}),
    Case("aggregates.cache_images", 1, [IMAGE]),
    Case("availability_zones.list"),
    Case("availability_zones.list in brief", detailed=False),
    Case("instance_usage_audit_log.get"),
    Case("instance_usage_audit_log.get before", before="2026-01-02 03:04:05"),
    Case("limits.get"),
    Case("limits.get of a project", tenant_id=PROJECT),
    Case("limits.get with what is reserved", reserved=True, ignored="reserved"),
    Case("migrations.list"),
    Case(
        "migrations.list with filters",
        host="host",
        status="done",
        instance_uuid=ID,
        migration_type="resize",
        source_compute="host",
    ),
    Case("migrations.list by pages", marker=ID, limit=7, changes_since=TIME),
    Case("migrations.list before", changes_before=NEXT_TIME),
    Case("migrations.list of a user", user_id=USER, project_id=PROJECT),
    Case("migrations.iterate"),
    Case(
        "migrations.iterate with filters",
        host="host",
        status="done",
        instance_uuid=ID,
        migration_type="resize",
        source_compute="host",
    ),
    Case("migrations.iterate by pages", marker=ID, page_size=7, changes_since=TIME),
    Case("migrations.iterate before", changes_before=NEXT_TIME),
    Case("migrations.iterate of a user", user_id=USER, project_id=PROJECT),
    Case("quotas.get", PROJECT),
    Case("quotas.get of a user", PROJECT, user_id=USER),
    Case("quotas.get in detail", PROJECT, detail=True),
    Case("quotas.get in detail of a user", PROJECT, user_id=USER, detail=True),
    Case("quotas.defaults", PROJECT),
    *(
        Case(f"{manager}.update {name}", PROJECT, **{name: 7})
        for manager in ("quotas", "quota_classes")
        for name in [
            "instances",
            "cores",
            "ram",
            "metadata_items",
            "key_pairs",
            "server_groups",
            "server_group_members",
            "injected_files",
            "injected_file_content_bytes",
            "injected_file_path_bytes",
            "fixed_ips",
            "floating_ips",
            "security_groups",
            "security_group_rules",
        ]
    ),
    Case("quotas.update by force", PROJECT, user_id=USER, force=True, cores=-1),
    Case("quotas.delete", PROJECT),
    Case("quotas.delete of a user", PROJECT, user_id=USER),
    Case("quota_classes.get", "default"),
    Case("usage.list", DAY, NEXT_DAY),
    Case("usage.list in detail", DAY, NEXT_DAY, detailed=True),
    Case("usage.list by pages", DAY, NEXT_DAY, marker=ID, limit=7),
    Case("usage.iterate", DAY, NEXT_DAY),
    Case("usage.iterate by pages", DAY, NEXT_DAY, detailed=True, marker=ID, page_size=7),
    Case("usage.get", PROJECT, DAY, NEXT_DAY),
    Case("usage.get by pages", PROJECT, DAY, NEXT_DAY, marker=ID, limit=7),
    Case("usage.get_all", PROJECT, DAY, NEXT_DAY),
    Case("usage.get_all by pages", PROJECT, DAY, NEXT_DAY, page_size=7),
)

_IMAGE_FILTERS: Final[Mapping[str, Any]] = {
    "changes-since": TIME,
    "minDisk": 1,
    "minRam": 1,
    "name": "image",
    "offset": 1,
    "page_size": 7,
    "server": ID,
    "status": "ACTIVE",
    "type": "snapshot",
}

_NODE: Final = ("host", 1, 1024, 10, "fa:16:3e:00:00:04")

PASSED_ON: Final = (
    Case("floating_ips.list"),
    Case("floating_ips.get", ID),
    Case("floating_ips.create"),
    Case("floating_ips.create of a pool", "public"),
    Case("floating_ips.delete", ID),
    Case("floating_ip_pools.list"),
    Case("security_groups.list"),
    Case(
        "security_groups.list of all projects",
        search_opts={"all_tenants": 1, "limit": 7, "offset": 1},
    ),
    Case("security_groups.get", ID),
    Case("security_groups.create", "group", "said"),
    Case("security_groups.update", ID, "group", "said"),
    Case("security_groups.delete", ID),
    Case("security_group_rules.create", ID, "tcp", 22, 22, "10.0.0.0/24"),
    Case("security_group_rules.create for a group", ID, "udp", "1", "9", group_id=OTHER),
    Case("security_group_rules.delete", ID),
    Case("networks.list"),
    Case("networks.get", NET),
    Case("tenant_networks.list"),
    Case("tenant_networks.get", NET),
    *(
        Case(f"images.{method}{what}", **arguments)
        for method in ("list", "iterate")
        for what, arguments in (
            ("", {}),
            (" in brief", {"detailed": False}),
            (" with filters", {"search_opts": _IMAGE_FILTERS}),
            (" in brief with filters", {"detailed": False, "search_opts": _IMAGE_FILTERS}),
        )
    ),
    Case("images.list by pages", limit=7, marker=IMAGE),
    Case("images.list in brief by pages", False, 7, IMAGE),
    Case("images.iterate by pages", page_size=7, marker=IMAGE),
    Case("images.get", IMAGE),
    Case("images.delete", IMAGE),
    Case("images.list_meta", IMAGE),
    Case("images.get_meta", IMAGE, "key"),
    Case("images.set_meta", IMAGE, {"key": "value"}),
    Case("images.set_meta_item", IMAGE, "key", "value"),
    Case("images.replace_meta", IMAGE, {"key": "value"}),
    Case("images.delete_meta", IMAGE, ["key", "other"]),
    Case("baremetal.list"),
    Case("baremetal.get", ID),
    Case("baremetal.list_interfaces", ID),
    Case("baremetal.create", *_NODE),
    Case("baremetal.delete", ID),
    Case("baremetal.create with power and console", *_NODE, "10.0.0.4", "admin", "secret", 5900),
    Case("baremetal.add_interface", ID, "fa:16:3e:00:00:04"),
    Case("baremetal.add_interface at a port", ID, "fa:16:3e:00:00:04", "0x1", 1),
    Case("baremetal.remove_interface", ID, "fa:16:3e:00:00:04"),
    Case("hosts.list"),
    Case("hosts.list of a zone", "nova"),
    Case("hosts.list_all"),
    Case("hosts.list_all of a zone", "nova"),
    Case("hosts.get", "host"),
    Case("hosts.update", "host", {"status": "enable", "maintenance_mode": "disable"}),
    *(
        Case(f"hosts.host_action {action}", "host", action)
        for action in ("startup", "shutdown", "reboot")
    ),
    Case("list_extensions.show_all"),
    Case("list_extensions.get", "os-keypairs"),
    Case("servers.add_fixed_ip", ID, NET),
    Case("servers.remove_fixed_ip", ID, "10.0.0.4"),
    Case("servers.add_floating_ip", ID, "10.0.0.4"),
    Case("servers.add_floating_ip for an address", ID, "10.0.0.4", "10.1.0.4"),
    Case("servers.remove_floating_ip", ID, "10.0.0.4"),
)

RETIRED: Final = (
    Case("networks.create", label="private", cidr="10.0.0.0/24"),
    Case("networks.delete", NET),
    Case("networks.disassociate", NET),
    Case("networks.disassociate from its host", NET, disassociate_project=False),
    Case("networks.disassociate from its project", NET, disassociate_host=False),
    Case("networks.associate_host", NET, "host"),
    Case("networks.associate_project", NET),
    Case("networks.add"),
    Case("networks.add one", NET),
    Case("tenant_networks.create", "private", "10.0.0.0/24"),
    Case("tenant_networks.delete", NET),
    Case("certs.create"),
    Case("certs.get"),
    Case("cloudpipe.list"),
    Case("cloudpipe.create", PROJECT),
    Case("cloudpipe.update", "10.0.0.4", 1194),
    Case("cells.get", "cell"),
    Case("cells.capacities"),
    Case("cells.capacities of a cell", "cell"),
    Case("fping.list"),
    Case("fping.get", ID),
    Case("fixed_ips.get", "10.0.0.4"),
    Case("fixed_ips.reserve", "10.0.0.4"),
    Case("fixed_ips.unreserve", "10.0.0.4"),
    Case("floating_ips_bulk.list"),
    Case("floating_ips_bulk.list of a host", "host"),
    Case("floating_ips_bulk.create", "10.0.0.0/24"),
    Case("floating_ips_bulk.create in a pool", "10.0.0.0/24", "public", "eth0"),
    Case("floating_ips_bulk.delete", "10.0.0.0/24"),
    Case("virtual_interfaces.list", ID),
    Case("dns_domains.domains"),
    Case("dns_domains.create_private", "example.com", "nova"),
    Case("dns_domains.create_public", "example.com", PROJECT),
    Case("dns_domains.delete", "example.com"),
    Case("dns_entries.get", "example.com", "www"),
    Case("dns_entries.get_for_ip", "example.com", "10.0.0.4"),
    Case("dns_entries.create", "example.com", "www", "10.0.0.4", "A"),
    Case("dns_entries.modify_ip", "example.com", "www", "10.0.0.4"),
    Case("dns_entries.delete", "example.com", "www"),
    Case("security_group_default_rules.list"),
    Case("security_group_default_rules.get", 1),
    Case("security_group_default_rules.create", "tcp", 22, 22, "10.0.0.0/24"),
    Case("security_group_default_rules.delete", 1),
)

CASES: Final = (*SERVERS, *ACTIONS, *OF_SERVERS, *OTHERS, *PASSED_ON, *RETIRED)
