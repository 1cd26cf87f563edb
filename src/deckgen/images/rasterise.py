"""Rasterise a cleaned SVG to a PNG, with resvg in a separate process.

resvg runs no scripts and fetches nothing. The only font is Arimo (metrics of Arial), which is installed with deckgen, so that a
drawing gives the same picture on every machine.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

from deckgen.fonts.packages import package_folder
from deckgen.io.limited_process import run_module

CPU_SECONDS, MEGABYTES = 1, 300
"""Limits for one drawing: processor time and memory."""
_TIMEOUT = 20
"""Elapsed seconds allowed, for systems that cannot limit processor time and for busy machines."""


class TooCostlyError(Exception):
    """The drawing takes too much time or memory, or cannot be drawn; the message states which, as the end of a sentence."""


def render_png(svg: bytes, width: int, height: int) -> bytes:
    """Return an SVG as a PNG of this size in pixels. Raises TooCostlyError above the limits, or if it cannot be drawn."""
    arguments = [*map(str, (CPU_SECONDS, MEGABYTES, width, height)), *map(str, bundled_fonts())]
    try:
        done = run_module("deckgen.images.rasterise_worker", arguments, _TIMEOUT, data=svg)
    except subprocess.TimeoutExpired as error:
        raise TooCostlyError("takes too long to draw") from error
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        last_line = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        if "ValueError" in last_line:
            raise TooCostlyError(f"cannot be drawn: {last_line.partition(': ')[2]}")
        raise TooCostlyError(f"takes more than {CPU_SECONDS} s or {MEGABYTES} MB to draw")
    return done.stdout


def bundled_fonts() -> list[Path]:
    """Return the files of the font for the texts of drawings, which comes with deckgen."""
    folder = package_folder("fontpkg_arimo")
    return sorted((folder / "files").glob("*.ttf")) if folder else []
