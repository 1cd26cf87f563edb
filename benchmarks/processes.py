"""Runs a command and measures its cost: elapsed time, processor time and peak memory."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Elapsed seconds, seconds of processor time, and the largest resident memory in MB of one run."""

    seconds: float
    processor: float
    megabytes: float


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder. If it fails, show the end of its output and exit."""
    with (folder / "output.log").open("wb") as log:
        started = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=subprocess.STDOUT, env=environment())
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{(folder / 'output.log').read_text(errors='replace')[-2000:]}")
    return Cost(seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def environment() -> dict[str, str]:
    """Return the environment variables of this process without the one that forbids Python to write byte code.

    Every installed program has its byte code; without it, deckgen takes 0.12 s longer to start.
    """
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def project_and_cache(folder: Path) -> Path:
    """Create a folder for a project, and an empty cache for deckgen next to it; returns the project's folder."""
    os.environ["DECKGEN_CACHE"] = str(folder / "cache")
    project = folder / "project"
    project.mkdir()
    return project


def spread(values: Sequence[float], digits: int = 2) -> str:
    """Return minimum, median and maximum, as the tables show them."""
    return " / ".join(f"{value:.{digits}f}" for value in (min(values), statistics.median(values), max(values)))
