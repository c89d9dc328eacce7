"""Creates cinder's tables. Argument: configuration file."""

import os
import sys

from . import runtime


def main(configuration: str) -> None:
    runtime.end_with_parent()
    os.environ["OS_CINDER_DISABLE_EVENTLET_PATCHING"] = "true"
    sys.argv = ["cinder-manage"]
    from cinder import monkey_patch

    monkey_patch.patch()
    from cinder import objects
    from cinder.cmd import manage
    from cinder.db import migration
    from oslo_log import log

    objects.register_all()
    manage.CONF(["--config-file", configuration], project="cinder")
    log.setup(manage.CONF, "cinder")
    migration.db_sync(None)


if __name__ == "__main__":
    main(*sys.argv[1:])
