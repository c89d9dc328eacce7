"""Intended differences between ``nova`` and python-novaclient in output and exit status."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

from comparison import Compared


class Difference(NamedTuple):
    """Lines with different output or another exit status than in python-novaclient.

    :ivar lines: a regular expression on the lines.
    :ivar row: the first cell of the row of docs/differences.md that says why.
    :ivar what: a regular expression of what differs in the output.
    :ivar status: the exit statuses there and here, where they differ.
    :ivar versions: a regular expression on the microversions.
    """

    lines: str
    row: str
    what: str = ""
    status: tuple[int, int] = (0, 0)
    versions: str = ".*"

    def explains(self, one: Compared) -> bool:
        """Whether nothing else is different."""
        statuses = (one.there.status, one.here.status)
        return bool(
            re.fullmatch(self.lines, one.line.words)
            and re.fullmatch(self.versions, one.version)
            and (statuses[0] == statuses[1] or statuses == self.status)
            and one.alike(self.what, whatever_status=True)
        )


ALL: Final = r"(?s).+"
_FAILURES: Final = r"(?m)^(b['\"]|Delete for server group ).*\n"
_HERE_ONLY: Final = r"(?m)^\| (image:properties|scheduler_hints|pinned_availability_zone) .*\n"
_FLAVOR: Final = r"(?m)(?<=\| )1\.0\b|^\| (OS-FLV-DISABLED:disabled|rxtx_factor) .*\n"

EXPECTED: Final = (
    Difference(r"(show|boot|rebuild) .*", "microversion", _HERE_ONLY, versions="latest"),
    Difference("version-list", "microversion", r"2\.(96|\d{3})"),
    Difference(r"flavor-.*", "`RXTX_Factor` at 2.102 and newer", _FLAVOR, versions="latest"),
    Difference(
        r"(show --wrap|server-topology) .*",
        "values that are missing in `server-topology`, `diagnostics`, `show --wrap`",
        r"(?<=\| )(None|-)(?= +\|)",
    ),
    Difference(
        r"list --fields name,flavor,image",
        "flavor and image in `list --fields`",
        r"(?m)(?<=-\w{4}-\w{12} \| ).*$|(?<=\| ID).*$|-",
    ),
    Difference(
        r"list --fields name,(tags|security_groups)",
        "`list --fields` of what the first server does not have",
        ALL,
        (1, 0),
    ),
    Difference("list --sort name", "`list --sort name`", ALL, (1, 0)),
    Difference(r"console-log .*", "`console-log`", r"\n\Z"),
    Difference(r"server-group-get \{apart\}", "`server-group-get`", ALL, (1, 0)),
    Difference(
        r"hypervisor-(show|uptime) compute1",
        "`hypervisor-show`, `hypervisor-uptime` by name at 2.53 and newer",
        ALL,
        (1, 0),
        r"2\.53|latest",
    ),
    Difference(
        "hypervisor-stats",
        "`hypervisor-stats` with `2.latest` on a cloud of 2.88 and newer",
        ALL,
        (1, 0),
        "latest",
    ),
    Difference("limits --reserved", "`limits --reserved` with `2.latest`", ALL, (1, 0), "latest"),
    Difference(
        "hypervisor-stats|limits --reserved",
        "a flag outside a pinned microversion",
        "",
        (1, 2),
        r"2\.88|2\.75",
    ),
    Difference(
        r"(delete|stop|start|server-tag-delete|server-tag-add|server-group-delete) .*",
        "failures among several targets",
        _FAILURES,
    ),
    Difference(r"show \{web\} \{bare\}", "several targets", ALL, (2, 0)),
    Difference(
        "flavor-access-list",
        "`flavor-key set` without `=`, `flavor-access-list` without `--flavor`",
        "",
        (1, 2),
    ),
    Difference(
        r"boot --(flavor|image) [\w.-]+ x|meta .* set nosuch|flavor-create x auto none .*"
        r"|usage --start yesterday",
        "`boot` without a flavor or anything to boot from, `meta set` without `=`, invalid numbers "
        "and dates",
        "",
        (1, 2),
    ),
    Difference(
        r"rebuild .*",
        "`rebuild` before 2.75",
        r"(?m)^\| security_groups .*\n",
        versions=r"2\.(1|54|63|73)",
    ),
    Difference(
        r"reboot --poll .*",
        "`reboot --poll`",
        r" \d+% complete|(?<=\n)Wait for server .*\n",
    ),
)
