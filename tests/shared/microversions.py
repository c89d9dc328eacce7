"""The newest microversion, for tests of calls that go out at the newest there is."""

from __future__ import annotations

from novaclient.version import MAX_MICROVERSION

#: The newest microversion of this client, and of the recorded cloud unless a test says otherwise.
NEWEST = MAX_MICROVERSION
#: One that this client does not support yet.
BEYOND = f"2.{int(NEWEST.removeprefix('2.')) + 1}"
