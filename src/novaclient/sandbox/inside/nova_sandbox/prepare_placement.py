"""Creates placement's tables. Argument: configuration file."""

import sys

from . import runtime


def main(configuration: str) -> None:
    runtime.end_with_parent()
    from oslo_config import cfg
    from placement import conf, db_api
    from placement.db.sqlalchemy import migration

    config = cfg.ConfigOpts()
    conf.register_opts(config)
    config([], project="placement", default_config_files=[configuration])
    db_api.configure(config)
    migration.upgrade("head")


if __name__ == "__main__":
    main(*sys.argv[1:])
