"""Run a module of deckgen as a program in a process with limits, for files from strangers that could keep a library busy.

What limits the process differs between systems:

- Linux: processor time and memory, by the system; elapsed time, by the process that started it.
- macOS: processor time and elapsed time. Its kernel accepts a limit of memory, and ignores it.
- Windows: elapsed time only, since Python has no module `resource` there.

So each caller also limits the size of what the program reads and creates.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

_PACKAGES = Path(__file__).resolve().parents[2]


def run_module(
    module: str,
    arguments: Sequence[str],
    timeout: float,
    *,
    data: bytes = b"",
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[bytes]:
    """Run a module of deckgen as a program, and return its outputs and its exit code.

    `timeout` is in seconds; the process is killed after it. `data` is its standard input, `folder` its current folder, from
    which it imports nothing, and `variables` are added to its environment. Raises subprocess.TimeoutExpired, and OSError if the
    process cannot be started.
    """
    import subprocess  # noqa: PLC0415 -- 3 ms that most builds do without

    path = os.pathsep.join(filter(None, (str(_PACKAGES), os.environ.get("PYTHONPATH", ""))))
    environment = {**os.environ, "PYTHONPATH": path, **(variables or {})}
    command = [sys.executable, "-P", "-m", module, *arguments]
    return subprocess.run(
        command, input=data, capture_output=True, timeout=timeout, check=False, cwd=folder, env=environment
    )


def limit_resources(seconds: int, megabytes: int) -> None:
    """Allow this process so many more seconds of processor time, so many megabytes of memory, and no core dump.

    Each limit that the system does not have is left out (see the description of this module). Raises nothing.
    """
    try:
        import resource  # noqa: PLC0415 -- missing on Windows
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    time_limit = int(used.ru_utime + used.ru_stime) + seconds, resource.getrlimit(resource.RLIMIT_CPU)[1]
    limits = (
        (resource.RLIMIT_CPU, time_limit),
        (resource.RLIMIT_AS, (megabytes << 20,) * 2),
        (resource.RLIMIT_CORE, (0, 0)),
    )
    for limit, values in limits:
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, values)
