"""Draw a cleaned SVG with resvg: a program, which `rasterise` runs in a process with resource limits.

The arguments are the limits (seconds of processor time, megabytes of memory), width and height in pixels, and the font files;
the standard input is the SVG, the standard output the PNG. The font files must be those of Arimo.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from deckgen.io.limited_process import limit_resources

_FONT: Mapping[str, Any] = dict.fromkeys(
    ("font_family", "serif_family", "sans_serif_family", "cursive_family", "fantasy_family", "monospace_family"),
    "Arimo",
)


def main(arguments: Sequence[str]) -> None:
    """Draw the SVG. An error of resvg ends the program with a traceback."""
    seconds, megabytes, width, height, *fonts = arguments
    limit_resources(int(seconds), int(megabytes))
    import resvg_py  # noqa: PLC0415 -- after the limits are set

    drawn = resvg_py.svg_to_bytes(
        svg_string=sys.stdin.buffer.read().decode(), width=int(width), height=int(height), skip_system_fonts=True,
        font_files=fonts, dpi=96, **_FONT,
    )  # fmt: skip
    sys.stdout.buffer.write(bytes(drawn))


if __name__ == "__main__":
    main(sys.argv[1:])
