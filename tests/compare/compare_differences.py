"""Intended differences between requests and python-novaclient's."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from novaclient.microversions import Window


class Difference(NamedTuple):
    """Calls that send other requests than in python-novaclient.

    :ivar calls: a regular expression on the names of the calls.
    :ivar window: the microversions at which they do.
    :ivar row: the first cell of the row of docs/differences.md that says why.
    """

    calls: str
    window: Window
    row: str

    def covers(self, name: str, version: str) -> bool:
        """Whether it explains a call at a version."""
        return bool(re.fullmatch(self.calls, name)) and self.window.holds(
            Window.parse(version).since
        )


def _at(versions: str, calls: str, row: str) -> Difference:
    return Difference(calls, Window.parse(versions), row)


EXPECTED: Final = (
    _at("2.1", r"servers\.list with every filter, .*", "the filter `config_drive` of servers"),
    _at("2.1", r"servers\.list of all pages", "`limit=-1`"),
    _at("2.1", r"servers\.(find|findall)", "names with spaces and the like in look-ups"),
    _at("2.1", r"versions\..*", "requests for the versions, and to other services"),
    _at("2.1", r"(glance|neutron)\..*", "requests for the versions, and to other services"),
    _at("2.1", r"glance\.find_images", "`glance.find_images`"),
    _at("2.1", r"neutron\.find_network.*", "`neutron.find_network`"),
    _at(
        "2.75",
        r"limits\.get with what is reserved",
        "`limits.get(reserved=True)` at 2.75 and newer",
    ),
    _at("2.1", "servers.create with unknown keys", "unknown keys in `nics`"),
    _at(
        "-2.56",
        r"(quotas|QuotaSet)\.update without force",
        "`quotas.update(force=False)` up to 2.56",
    ),
    _at(
        "-2.50",
        "server_external_events.create of all times",
        "an external event that the version does not know",
    ),
    _at(
        "2.1",
        "usage.get of a zone",
        "`usage.list` and `usage.get` with a time that has a zone",
    ),
    _at(
        "2.36-2.56",
        r"(quotas|QuotaSet)\.update (fixed_ips|floating_ips|security_.*)",
        "quotas that a version does not know",
    ),
)
