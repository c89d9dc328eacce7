"""Creates nova's three databases and maps its cells.

Argument: configuration file. Standard input: the URL of cell0's database, which may have a
password in it.
"""

import sys

from . import runtime


def main(configuration: str) -> None:
    runtime.end_with_parent()
    cell0 = sys.stdin.read()
    sys.argv = ["nova-manage", "--config-file", configuration]
    from nova import config, objects
    from nova.cmd import manage
    from oslo_log import log

    config.parse_args(sys.argv)
    log.setup(manage.CONF, "nova")
    objects.register_all()
    manage.ApiDbCommands().sync()
    cells = manage.CellV2Commands()
    for status in (
        cells.map_cell0(database_connection=cell0),
        cells.create_cell(name="cell1"),
        manage.DbCommands().sync(),
    ):
        if status:
            sys.exit(status)


if __name__ == "__main__":
    main(*sys.argv[1:])
