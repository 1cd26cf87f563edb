"""Check font files and make instances of variable fonts, by running `worker.py` in a process with resource limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.io.limited_process import run_module

if TYPE_CHECKING:
    import subprocess

SECONDS, MEGABYTES = 10, 1000
"""Limits for one font file: processor time, and memory including the libraries that read it."""
_TIMEOUT_FACTOR = 3
"""Elapsed time allowed, as a multiple of `SECONDS`: for systems that cannot limit processor time, and for busy machines."""
_TOO_COSTLY = "takes too much time or memory to read"


class FontError(Exception):
    """A font file cannot be used; the message is the end of a sentence about it."""


def find_refused(files: Sequence[Path]) -> tuple[int, str] | None:
    """Check font files; return the index (from 0) of the first unusable one and the reason, as the end of a sentence."""
    done = _run("check", map(str, files), SECONDS * _TIMEOUT_FACTOR * len(files))
    if done.returncode == 0:
        return None
    lines = done.stdout.decode(errors="replace").splitlines()
    started = [int(line) for line in lines if line.isdecimal()]
    return started[-1] if started else 0, _reason(lines)


def make_instance(path: Path, weight: float | None, index: int = 0, *, with_names: bool = False) -> bytes:
    """Return the instance of a variable font at one weight (None: its default), or a face of a collection. Raises FontError.

    `index` is the position of the face in a collection. `with_names`: change the style in the names of the font to that of the
    instance.
    """
    arguments = (str(path), str(index), "" if weight is None else repr(float(weight)), str(int(with_names)))
    done = _run("instantiate", arguments, SECONDS * _TIMEOUT_FACTOR)
    if done.returncode != 0:
        raise FontError(_reason(done.stderr.decode(errors="replace").splitlines()))
    return done.stdout


def _reason(lines: Sequence[str]) -> str:
    """Return the reason that the worker printed; it prints none if it exceeded a limit or crashed."""
    last = lines[-1] if lines else ""
    return last.removeprefix("reason: ") if last.startswith("reason: ") else _TOO_COSTLY


def _run(command: str, arguments: Iterable[str], timeout: float) -> subprocess.CompletedProcess[bytes]:
    """Run the worker in an empty temporary folder, in which matplotlib finds no settings."""
    import subprocess  # noqa: PLC0415 -- 3 ms that most builds do without
    import tempfile  # noqa: PLC0415 -- the same

    arguments = [str(SECONDS), str(MEGABYTES), command, *arguments]
    with tempfile.TemporaryDirectory(prefix="deckgen-fonts-", ignore_cleanup_errors=True) as folder:
        variables = {"MPLCONFIGDIR": folder, "MATPLOTLIBRC": folder, "OPENBLAS_NUM_THREADS": "1"}
        try:
            return run_module("deckgen.fonts.worker", arguments, timeout, folder=Path(folder), variables=variables)
        except subprocess.TimeoutExpired as expired:
            return subprocess.CompletedProcess(arguments, 1, expired.stdout or b"", expired.stderr or b"")
