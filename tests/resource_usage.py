"""Measure the time and the memory of a function in a process of its own."""

import subprocess
import sys
import time
from math import inf
from pathlib import Path

# On Linux, getrusage would return the peak of the parent process if that is larger; so the peak is read from /proc. On other
# systems it is that of getrusage (macOS: in bytes), or 0 where there is none (Windows): nothing is measured there.
_PROGRAM = """
import os, re, sys, time
from pathlib import Path
from {module} import {name}

def reference_seconds():
    started = time.process_time()
    lengths = {{}}
    for number in range(50_000):
        lengths[number % 997] = lengths.get(number % 997, 0) + len(str(number))
    return time.process_time() - started

reference = reference_seconds()
started = sum(os.times()[:4])
try:
    print({name}(Path(sys.argv[1])))
except Exception as fault:
    if not type(fault).__module__.startswith("deckgen."):
        raise
    print(fault)
seconds = sum(os.times()[:4]) - started
reference = (reference + reference_seconds()) / 2
peak = 0
if sys.platform == "linux":
    peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) * 1024
elif sys.platform != "win32":
    import resource
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(seconds / reference, peak / (1 << 20))
"""


_MAX_RUNS = 3
_REFERENCE_SECONDS = 0.008
"""The time of the reference work in `_PROGRAM` on the machine for which bounds are given."""


def slowness() -> float:
    """How many times as long a reference work takes as on the machine for which bounds are given; at least 1."""
    started = time.process_time()
    lengths: dict[int, int] = {}
    for number in range(50_000):
        lengths[number % 997] = lengths.get(number % 997, 0) + len(str(number))
    return max(1.0, (time.process_time() - started) / _REFERENCE_SECONDS)


def run(function: str, file: Path, seconds: float = inf) -> tuple[str, float, float]:
    """Call `deckgen.….function` with a file.

    Returns its result or error as text, the seconds of processor time (of its children, too), and the peak memory in megabytes.
    The seconds are those of a machine on which a reference work takes `_REFERENCE_SECONDS`: on a slower one, which may be busy
    with other programs, both take longer. A call that takes `seconds` or more is made again, twice at most, and the result of the
    shortest is returned.
    """
    shortest = _run_once(function, file)
    for _ in range(_MAX_RUNS - 1):
        if shortest[1] >= seconds:
            shortest = min(shortest, _run_once(function, file), key=lambda result: result[1])
    return shortest


def _run_once(function: str, file: Path) -> tuple[str, float, float]:
    module, _, name = function.rpartition(".")
    command = [sys.executable, "-c", _PROGRAM.format(module=module, name=name), str(file)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    *lines, last = done.stdout.splitlines()
    times, megabytes = map(float, last.split())
    return "\n".join(lines), times * _REFERENCE_SECONDS, megabytes
