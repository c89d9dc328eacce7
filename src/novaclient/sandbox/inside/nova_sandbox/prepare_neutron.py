"""Creates neutron's tables. Arguments: configuration files."""

import sys
from typing import Any

from . import runtime


def create_from_models(configuration: list[str]) -> None:
    """Create the tables as neutron's own tests do: its migrations do not run on SQLite."""
    from neutron.common import config
    from neutron.db.migration.models import head
    from neutron_lib.db import api

    config.register_common_config_options()
    config.init([], default_config_files=configuration)
    engine = api.get_context_manager().writer.get_engine()
    head.get_metadata().create_all(engine)


def alembic_configuration(configuration: list[str]) -> Any:
    from neutron.common import config
    from neutron.db.migration import cli

    config.register_common_config_options()
    cli.CONF(["current"], project="neutron", default_config_files=configuration)
    return cli.get_neutron_config()


def main(*configuration: str) -> None:
    runtime.end_with_parent()
    files = list(configuration)
    sys.argv = ["neutron-db-manage"]
    from alembic import command

    migrations = alembic_configuration(files)
    if migrations.neutron_config.database.connection.startswith("sqlite"):
        create_from_models(files)
        command.stamp(migrations, "heads")
    else:
        command.upgrade(migrations, "heads")


if __name__ == "__main__":
    main(*sys.argv[1:])
