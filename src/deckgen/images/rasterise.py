"""An SVG that only draws → its PNG, made by resvg in a process of its own.

resvg runs no script and fetches nothing. It knows no fonts but Arimo (metrics of Arial), which comes with deckgen, so that
the same drawing gives the same picture on every machine.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from deckgen.fonts.packages import package_folder

SECONDS, MEGABYTES = 1, 300
"""What drawing may take: of the processor's time and of memory."""
_PATIENCE = 20
"""Seconds by the clock, for systems that limit no processor time and for machines that are busy."""
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
    """The drawing takes too much time or memory, or cannot be drawn; the message says which, as the end of a sentence."""


def png(svg: bytes, width: int, height: int) -> bytes:
    """Draw an SVG at this size in pixels; TooCostlyError where it takes more than `SECONDS` or `MEGABYTES`."""
    program = _PROGRAM.format(seconds=SECONDS, megabytes=MEGABYTES)
    command = [sys.executable, "-P", "-c", program, str(width), str(height), *map(str, _fonts())]
    try:
        done = subprocess.run(command, input=svg, capture_output=True, timeout=_PATIENCE, check=False)
    except subprocess.TimeoutExpired as fault:
        raise TooCostlyError("takes too long to draw") from fault
    if done.returncode != 0 or not done.stdout.startswith(b"\x89PNG"):
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        if "ValueError" in last:
            raise TooCostlyError(f"cannot be drawn: {last.partition(': ')[2]}")
        raise TooCostlyError(f"takes more than {SECONDS} s or {MEGABYTES} MB to draw")
    return done.stdout


def _fonts() -> list[Path]:
    folder = package_folder("fontpkg_arimo")
    return sorted((folder / "files").glob("*.ttf")) if folder else []
