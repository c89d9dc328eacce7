"""Run a command and measure it: ``launch.py COMMAND …`` prints seconds of CPU time and wall time,
peak memory in KB and the exit status. The command's own output is discarded.

The memory of the parent process counts towards the peak of its child, so this one is small: not
even ``signal`` is imported. It is run with ``python -S -E``.
"""

import _signal
import os
import sys
import time

#: Seconds after which a command is killed.
LONGEST = 300

nowhere = os.open(os.devnull, os.O_RDWR)
start = time.monotonic()
child = os.posix_spawn(
    sys.argv[1],
    sys.argv[1:],
    os.environ,
    file_actions=[(os.POSIX_SPAWN_DUP2, nowhere, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)],
)
_signal.signal(_signal.SIGALRM, lambda *_: os.kill(child, _signal.SIGKILL))
_signal.alarm(LONGEST)
_, ended, usage = os.wait4(child, 0)
wall = time.monotonic() - start
cpu = usage.ru_utime + usage.ru_stime
print(cpu, wall, usage.ru_maxrss, os.waitstatus_to_exitcode(ended))
