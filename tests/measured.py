"""How long a piece of code takes and how much memory, in a process of its own."""

import subprocess
import sys
from pathlib import Path

# The peak that getrusage tells is that of the process that started this one, where that was larger.
_FRAME = """
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
    """Call `deckgen.….function` with a file: what it gave or told, seconds of work (its children's, too), peak in megabytes."""
    module, _, name = function.rpartition(".")
    command = [sys.executable, "-c", _FRAME.format(module=module, name=name), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    *told, last = done.stdout.splitlines()
    seconds, megabytes = map(float, last.split())
    return "\n".join(told), seconds, megabytes
