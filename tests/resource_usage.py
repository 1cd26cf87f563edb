"""Measure the time and the memory of a function in a process of its own."""

import subprocess
import sys
from pathlib import Path

# getrusage would return the peak of the parent process if that is larger; so the peak is read from /proc.
_PROGRAM = """
import os, re, sys
from pathlib import Path
from {module} import {name}
started = sum(os.times()[:4])
try:
    print({name}(Path(sys.argv[1])))
except Exception as fault:
    if not type(fault).__module__.startswith("deckgen."):
        raise
    print(fault)
seconds = sum(os.times()[:4]) - started
peak = re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())
print(seconds, int(peak[1]) / 1024)
"""


def run(function: str, file: Path) -> tuple[str, float, float]:
    """Call `deckgen.….function` with a file.

    Returns its result or error as text, the seconds of processor time (of its children, too), and the peak memory in megabytes.
    """
    module, _, name = function.rpartition(".")
    command = [sys.executable, "-c", _PROGRAM.format(module=module, name=name), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    seconds, megabytes = map(float, last.split())
    return "\n".join(lines), seconds, megabytes
