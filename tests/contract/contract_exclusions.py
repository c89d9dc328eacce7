"""Exclusions with reasons: operations without a method, and fields that are never sent.

A reason for what is reached after all fails the tests as well, so that this list stays true.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

#: Addresses at which Nova has the operations of another address once more.
SAME: Final[Mapping[str, str]] = {"/v2.1/os-volumes_boot": "/v2.1/servers"}
#: Operations, as regular expressions on ``METHOD /path #action``, and why nothing reaches them.
WITHOUT_METHOD: Final[Mapping[str, str]] = {
    r"GET /\{anything else\}": "an address that is none: answers with those that are",
    r"GET /v2\.1/\{project_id\}/": "says the same as GET /v2.1/",
    r"GET /v2\.1/versions/\{id\}": "says the same as GET /v2.1/",
    r"\w+ /v2\.1/os-(snapshots|volumes)(/.*)?": "Cinder's, and asked of Cinder",
}
#: The same for operations that Nova always refuses: what they did has been gone for years.
REFUSED_WITHOUT_METHOD: Final[Mapping[str, str]] = {
    r"\w+ /v2\.1/os-cells(/detail|/info|/sync_instances|/\{id\})?": "python-novaclient has had "
    "but one cell and the capacities",
    r"\w+ /v2\.1/servers/\{server_id\}/consoles(/\{id\})?": "consoles of XenServer, which "
    "python-novaclient has never had",
}
#: Fields and parameters, as regular expressions on ``operation: field``, and why nothing sends
#: them.
NEVER_SENT: Final[Mapping[str, str]] = {
    r".*: OS-SCH-HNT:scheduler_hints.*": "another name of os:scheduler_hints",
    r".*: server\.block_device_mapping\[\]\.(connection_info|no_device|virtual_name)": "the short "
    "form of these disks has no place for it; block_device_mapping_v2 has",
    r"PUT .*/os-volume_attachments/.*: volumeAttachment\.(device|id|serverId|tag)": "Nova takes "
    "nothing there but what the attachment already has",
    r"GET /v2\.1/os-migrations: \?hidden": "no migration is ever hidden",
}


def reason(patterns: Mapping[str, str], text: str) -> str | None:
    """Why something is left; None if nothing says so."""
    return next((why for pattern, why in patterns.items() if re.fullmatch(pattern, text)), None)


def idle(patterns: Mapping[str, str], left: Iterable[str]) -> Iterator[str]:
    """The reasons that nothing is left for."""
    texts = list(left)
    for pattern in patterns:
        if not any(re.fullmatch(pattern, text) for text in texts):
            yield pattern
