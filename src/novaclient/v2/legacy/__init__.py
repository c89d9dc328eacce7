"""What Nova only proxies to other services, block storage, and what Nova has removed.

The modules are imported when they are first used as attributes of this package.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from novaclient.v2.legacy import addresses as addresses
    from novaclient.v2.legacy import baremetal as baremetal
    from novaclient.v2.legacy import block_storage as block_storage
    from novaclient.v2.legacy import hosts as hosts
    from novaclient.v2.legacy import images as images
    from novaclient.v2.legacy import list_extensions as list_extensions
    from novaclient.v2.legacy import networks as networks
    from novaclient.v2.legacy import removed as removed
    from novaclient.v2.legacy import security_groups as security_groups

if not TYPE_CHECKING:
    # Hidden from type checkers: a misspelt module is an error.
    def __getattr__(name):
        from novaclient.lazy import submodule

        return submodule(__name__, name)
