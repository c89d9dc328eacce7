"""Creates glance's tables. Argument: configuration file."""

import sys

from . import runtime


def main(configuration: str) -> None:
    runtime.end_with_parent()
    sys.argv = ["glance-manage", "--config-file", configuration]
    from glance.cmd import manage
    from glance.common import config
    from oslo_log import log

    log.register_options(manage.CONF)
    config.parse_args(sys.argv[1:])
    config.set_config_defaults()
    log.setup(manage.CONF, "glance")
    manage.DbCommands().sync()


if __name__ == "__main__":
    main(*sys.argv[1:])
