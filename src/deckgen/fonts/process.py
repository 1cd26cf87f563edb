"""Font files → whether they may be opened, and instances of variable ones, by `font_program` in a process with limits."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import subprocess

SECONDS, MEGABYTES = 10, 1000
"""What one font file may take: of the processor's time, and of memory with the libraries that read it."""
_PATIENCE = 3
"""Times `SECONDS` that are waited by the clock, for systems that limit no processor time and for machines that are busy."""
_PROGRAM = Path(__file__).with_name("worker.py")
_COSTLY = "takes too much time or memory to read"


class FontError(Exception):
    """A font file cannot be used; the message is the end of a sentence about it."""


def refused(files: Sequence[Path]) -> tuple[int, str] | None:
    """Try font files; give the number (from 0) of the first that is refused and the reason, as the end of a sentence."""
    done = _run("try", map(str, files), SECONDS * _PATIENCE * len(files))
    if done.returncode == 0:
        return None
    lines = done.stdout.decode(errors="replace").splitlines()
    begun = [int(line) for line in lines if line.isdecimal()]
    return begun[-1] if begun else 0, _reason(lines)


def instance(path: Path, weight: float | None, *, with_names: bool = False) -> bytes:
    """Cut one weight out of a variable font (None: its default); FontError where that cannot be done.

    `with_names`: names of the font that tell its style tell that of the instance.
    """
    arguments = (str(path), "" if weight is None else repr(float(weight)), str(int(with_names)))
    done = _run("cut", arguments, SECONDS * _PATIENCE)
    if done.returncode != 0:
        raise FontError(_reason(done.stderr.decode(errors="replace").splitlines()))
    return done.stdout


def _reason(lines: Sequence[str]) -> str:
    """Give the reason that the program told; it tells none where a limit ended it, or a crash."""
    last = lines[-1] if lines else ""
    return last.removeprefix("reason: ") if last.startswith("reason: ") else _COSTLY


def _run(command: str, arguments: Iterable[str], patience: float) -> subprocess.CompletedProcess[bytes]:
    """Run the program in an empty folder of its own, in which matplotlib finds no settings."""
    import subprocess  # noqa: PLC0415 -- 3 ms that most builds do without
    import tempfile  # noqa: PLC0415 -- the same

    whole = [sys.executable, "-P", str(_PROGRAM), str(SECONDS), str(MEGABYTES), command, *arguments]
    with tempfile.TemporaryDirectory(prefix="deckgen-fonts-") as folder:
        environment = {**os.environ, "MPLCONFIGDIR": folder, "MATPLOTLIBRC": folder, "OPENBLAS_NUM_THREADS": "1"}
        try:
            return subprocess.run(
                whole, capture_output=True, timeout=patience, check=False, cwd=folder, env=environment,
                stdin=subprocess.DEVNULL,
            )  # fmt: skip
        except subprocess.TimeoutExpired as late:
            return subprocess.CompletedProcess(whole, 1, late.stdout or b"", late.stderr or b"")
