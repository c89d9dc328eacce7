"""Writes the PID file and executes another program (the MariaDB server).

Arguments: PID file, the program, its arguments.
"""

import os
import sys

from . import runtime


def main(pid_file: str, program: str, *arguments: str) -> None:
    runtime.announce(pid_file)
    os.execv(program, [program, *arguments])  # noqa: S606


if __name__ == "__main__":
    main(*sys.argv[1:])
