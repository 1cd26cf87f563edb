"""Rasterise a cleaned SVG to a PNG, with resvg in a separate process.

resvg runs no scripts and fetches nothing. The only font is Arimo (metrics of Arial), which is installed with deckgen, so that a
drawing gives the same picture on every machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deckgen.fonts.packages import package_folder

CPU_SECONDS, MEGABYTES = 1, 300
"""Limits for one drawing: processor time and memory."""
_TIMEOUT = 20
"""Elapsed seconds allowed, for systems that cannot limit processor time and for busy machines."""
_PROGRAM = """
import sys
try:
    import resource
    resource.setrlimit(resource.RLIMIT_CPU, ({seconds}, {seconds} + 1))
    resource.setrlimit(resource.RLIMIT_AS, ({megabytes} << 20, {megabytes} << 20))
except (ImportError, ValueError, OSError):
    pass
import resvg_py
families = dict.fromkeys(
    ("font_family", "serif_family", "sans_serif_family", "cursive_family", "fantasy_family", "monospace_family"), "Arimo"
)
width, height, *fonts = sys.argv[1:]
drawn = resvg_py.svg_to_bytes(
    svg_string=sys.stdin.buffer.read().decode(), width=int(width), height=int(height), skip_system_fonts=True,
    font_files=fonts, dpi=96, **families
)
sys.stdout.buffer.write(bytes(drawn))
"""


class TooCostlyError(Exception):
    """The drawing takes too much time or memory, or cannot be drawn; the message states which, as the end of a sentence."""


def render_png(svg: bytes, width: int, height: int) -> bytes:
    """Return an SVG as a PNG of this size in pixels. Raises TooCostlyError above the limits, or if it cannot be drawn."""
    program = _PROGRAM.format(seconds=CPU_SECONDS, megabytes=MEGABYTES)
    command = [sys.executable, "-P", "-c", program, str(width), str(height), *map(str, _bundled_fonts())]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_TIMEOUT, check=False)
    except subprocess.TimeoutExpired as error:
        raise TooCostlyError("takes too long to draw") from error
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        last_line = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        if "ValueError" in last_line:
            raise TooCostlyError(f"cannot be drawn: {last_line.partition(': ')[2]}")
        raise TooCostlyError(f"takes more than {CPU_SECONDS} s or {MEGABYTES} MB to draw")
    return done.stdout


def _bundled_fonts() -> list[Path]:
    folder = package_folder("fontpkg_arimo")
    return sorted((folder / "files").glob("*.ttf")) if folder else []
