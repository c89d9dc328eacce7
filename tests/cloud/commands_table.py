"""The commands that the sandbox cannot run: why, and which test runs them on a recorded answer."""

from __future__ import annotations

from typing import NamedTuple

_NO_MANILA = "there is no Manila in the sandbox"
_AT_ONCE = "the fake hypervisor's live migrations are over before they can be asked about"
_REMOVED = "removed: Nova responds with 410"
_NO_IRONIC = "there is no Ironic in the sandbox"


class Recorded(NamedTuple):
    """Commands that are shown by a unit test, on the answers that a cloud would give."""

    commands: str
    reason: str
    #: The test, below ``tests/unit``.
    test: str


RECORDED = (
    Recorded(
        "share-show",
        _NO_MANILA,
        "cli/commands/test_server_shares.py::test_share_is_shown",
    ),
    Recorded(
        "share-attach",
        _NO_MANILA,
        "cli/commands/test_server_shares.py::test_attach_waits_and_shows_what_it_has_become",
    ),
    Recorded(
        "share-detach",
        _NO_MANILA,
        "cli/commands/test_server_shares.py::test_detach_waits_until_it_is_gone",
    ),
    Recorded(
        "server-migration-show",
        _AT_ONCE,
        "cli/commands/test_migrations.py::test_live_migration_is_shown",
    ),
    Recorded(
        "live-migration-abort live-migration-force-complete",
        _AT_ONCE,
        "cli/commands/test_migrations.py::test_live_migration_is_ended",
    ),
    Recorded(
        "restore",
        "deleted servers are not kept: reclaim_instance_interval is 0",
        "cli/commands/test_server_recovery.py::test_restore_waits_until_it_runs",
    ),
    Recorded(
        "shelve-offload",
        "shelved servers are offloaded at once: shelved_offload_time is 0",
        "cli/commands/test_server_actions.py::test_action_waits_until_its_task_is_over",
    ),
    Recorded(
        "reset-network",
        _REMOVED,
        "cli/commands/test_server_networking.py::test_command_sends",
    ),
    Recorded(
        "get-rdp-console",
        "removed: Nova answers 400",
        "cli/commands/test_server_consoles.py::test_command_asks_for_the_console",
    ),
    Recorded(
        "agent-list",
        _REMOVED,
        "cli/legacy/test_agents.py::test_agents_are_listed_by_hypervisor_type",
    ),
    Recorded(
        "agent-create agent-modify",
        _REMOVED,
        "cli/legacy/test_agents.py::test_agent_is_created_or_updated_and_shown",
    ),
    Recorded(
        "agent-delete",
        _REMOVED,
        "cli/legacy/test_agents.py::test_agents_are_deleted_by_id",
    ),
    Recorded(
        "baremetal-node-list baremetal-node-show baremetal-interface-list",
        _NO_IRONIC,
        "cli/legacy/test_hosts.py::test_table_is_the_same_as_in_3_3",
    ),
    Recorded(
        "baremetal-node-create baremetal-node-delete baremetal-interface-add "
        "baremetal-interface-remove",
        "removed: Nova answers 400 and names Ironic's",
        "cli/legacy/test_hosts.py::test_request_is_sent_at_a_version_that_has_it",
    ),
    Recorded(
        "network-create network-delete network-associate-host network-associate-project "
        "network-disassociate tenant-network-create tenant-network-delete net-create net-delete "
        "virtual-interface-list fixed-ip-get fixed-ip-reserve fixed-ip-unreserve "
        "floating-ip-bulk-list floating-ip-bulk-create floating-ip-bulk-delete dns-domains "
        "dns-create-private-domain dns-create-public-domain dns-delete-domain dns-list dns-create "
        "dns-delete secgroup-list-default-rules secgroup-add-default-rule "
        "secgroup-delete-default-rule cell-show cell-capacities cloudpipe-list cloudpipe-create "
        "cloudpipe-configure x509-create-cert x509-get-root-cert",
        _REMOVED,
        "cli/legacy/test_removed.py::test_documented_request_is_sent",
    ),
)
