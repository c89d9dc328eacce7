"""Limits of every exchange, in seconds and bytes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: The longest silence that is accepted from a service, how long connecting may take, and how long
#: an exchange may take as a whole unless the longest silence is longer; in seconds.
TIMEOUT: Final = 600.0
CONNECT: Final = 30.0
TOTAL: Final = 600.0
#: The largest answer that is taken into memory, in bytes.
MAX_ANSWER: Final = 256 * 1024 * 1024
