"""Limits of every HTTP exchange, in seconds and bytes."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Final

#: The longest silence that is accepted from a service, in seconds.
TIMEOUT: Final = 600.0
#: The longest time that connecting may take, in seconds.
CONNECT: Final = 30.0
#: The longest time that an exchange may take as a whole, in seconds, unless the accepted silence
#: is longer.
TOTAL: Final = 600.0
#: The largest response body that is read into memory, in bytes.
MAX_ANSWER: Final = 256 * 1024 * 1024
#: The largest status line and headers together, in bytes, and the number of headers.
MAX_HEAD: Final = 64 * 1024
MAX_HEADERS: Final = 128
#: The number of interim responses ("100 Continue") before the final one.
MAX_INTERIM: Final = 8
#: The longest line that gives the size of a chunk, in bytes, extensions included.
MAX_CHUNK_LINE: Final = 1024
#: The most bytes to receive at once.
READ_SIZE: Final = 64 * 1024
#: The number of idle connections to keep for each origin.
MAX_IDLE: Final = 16
