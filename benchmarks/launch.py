"""Run a command and say what it needed: ``launch.py COMMAND …`` prints seconds of CPU and of wall
clock, KB at its peak, and the exit status on standard output; the command's own output is dropped.

The operating system counts the memory of the process that starts another towards its peak, so
this one is small. It is run with ``python -S -E``.
"""

import os
import sys
import time

nowhere = os.open(os.devnull, os.O_RDWR)
start = time.monotonic()
child = os.posix_spawn(
    sys.argv[1],
    sys.argv[1:],
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)],
)
_, ended, usage = os.wait4(child, 0)
wall = time.monotonic() - start
cpu = usage.ru_utime + usage.ru_stime
print(cpu, wall, usage.ru_maxrss, os.waitstatus_to_exitcode(ended))
