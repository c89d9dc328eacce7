"""How times are shown: the one place that decides it.

Tables show times by :func:`time_text`; machine-readable formats have them as the cloud wrote them.
Times that users type are checked in :mod:`novaclient.cli.commands._times`.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

#: The properties of resources that are times.
TIME_PROPERTIES: Final = frozenset(
    {
        "created",
        "createdAt",
        "created_at",
        "deleted_at",
        "expires",
        "finish_time",
        "launched_at",
        "OS-SRV-USG:launched_at",
        "OS-SRV-USG:terminated_at",
        "start_time",
        "terminated_at",
        "updated",
        "updated_at",
    }
)


def time_text(value: object, none: str = "-") -> str:
    """A time as a table shows it: as the cloud wrote it.

    :param value: the cloud's text; None for a time that has not come.
    :param none: what stands for None.
    """
    return none if value is None else str(value)


def machine_text(moment: datetime) -> str:
    """A time of this client's own, as programs get it: in ISO 8601 form."""
    return moment.isoformat()


def day_text(moment: datetime) -> str:
    """The day of a time: ``2030-01-31``."""
    return f"{moment:%Y-%m-%d}"


def clock_text() -> str:
    """The present time of day on this machine's clock: ``23:59:00``."""
    return time.strftime("%H:%M:%S")
