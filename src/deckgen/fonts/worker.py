"""Check untrusted font files, or make one instance of a variable font.

A program: `fonts.process` runs it in a process with resource limits, because a maliciously crafted font can keep
both libraries with which deckgen reads fonts busy forever, or crash them.

`check PATH…` uses each font as later stages do: FreeType loads the outlines of all glyphs, as charts do; fontTools reads the
character map and the tables that embedding and rendering need. An ASCII character that is too large to be drawn as text is an
error, too. The program prints the index of each file (from 0) before it
checks the file; a line `reason: …` after the index and the exit code 1 mean that the file is refused.

`instantiate PATH INDEX WEIGHT NAMES` writes the instance at this weight to the standard output, with all other axes at their
defaults; a font that is not variable is written unchanged. INDEX is the position of the face in a collection. NAMES is `1` if
the names of the font shall state the weight, too. If it fails, a line `reason: …` on the standard error states why, and the exit
code is 1.

The first two arguments are the limits: seconds of processor time for each file, and megabytes of memory.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from deckgen.io.limited_process import limit_resources

_SIZE = 12
"""The size in points, at 72 dots per inch, at which outlines are measured."""
_LARGEST_CHARACTER = 5.0
"""Width and height, in em, that no printable ASCII character may exceed; FreeType draws no outline larger than 10 em."""


def main(arguments: Sequence[str]) -> int:
    """Run one of the two commands."""
    seconds, megabytes, command, *rest = arguments
    if command == "instantiate":
        limit_resources(int(seconds), int(megabytes))
        logging.disable()  # a damaged table may cause thousands of warnings
        return _write_instance(rest[0], int(rest[1]), rest[2], with_names=rest[3] == "1")
    for number, path in enumerate(rest):
        limit_resources(int(seconds), int(megabytes))
        logging.disable()
        print(number, flush=True)  # noqa: T201 -- the output of this program
        if reason := _refusal_reason(path):
            print(f"reason: {reason}", flush=True)  # noqa: T201 -- the same
            return 1
    return 0


def _refusal_reason(path: str) -> str | None:
    try:
        for index in range(_face_count(path)):
            if too_large := _load_outlines(path, index):
                return too_large
            _load_tables(path, index)
    except MemoryError:
        return "takes too much memory"
    except Exception as error:
        return f"cannot be read ({type(error).__name__})"
    return None


def _face_count(path: str) -> int:
    """Return the number of faces in a file: several in a collection."""
    with Path(path).open("rb") as file:
        head = file.read(12)
    return int.from_bytes(head[8:12], "big") if head[:4] == b"ttcf" else 1


def _load_outlines(path: str, index: int) -> str | None:
    """Load all outlines; returns a sentence's end about an ASCII character that is too large, if there is one."""
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415 -- after the limits are set

    font = FT2Font(path, face_index=index)
    font.set_size(_SIZE, 72)
    characters = {glyph: chr(code) for code, glyph in font.get_charmap().items() if 0x20 < code < 0x7F}
    glyphs: Iterable[Any] = range(font.num_glyphs)
    for glyph in glyphs:
        left, bottom, right, top = font.load_glyph(glyph, flags=LoadFlags.NO_HINTING).bbox
        extent = max(right - left, top - bottom) / (64 * _SIZE)
        if glyph in characters and extent > _LARGEST_CHARACTER:
            return f"cannot be used for text: “{characters[glyph]}” is {extent:.3g} times as large as the font's size"
    return None


def _load_tables(path: str, index: int) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- after the limits are set

    with TTFont(path, lazy=True, fontNumber=index) as font:
        font.getBestCmap()
        for name in ("head", "hhea", "maxp", "OS/2", "name", "post", "fvar"):
            if name in font:
                _ = font[name]


def _write_instance(path: str, index: int, weight: str, *, with_names: bool) -> int:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- after the limits are set
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 -- the same

    target = io.BytesIO()
    try:
        font = TTFont(path, recalcTimestamp=False, fontNumber=index)
        if "fvar" not in font:
            if _face_count(path) > 1:
                font.save(target)
            sys.stdout.buffer.write(target.getvalue() or Path(path).read_bytes())
            return 0
        axes: dict[str, Any] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if weight:
            axes["wght"] = float(weight)
        instantiateVariableFont(font, axes, updateFontNames=with_names and "STAT" in font).save(target)
    except Exception as error:
        # fontTools raises any exception of Python for a damaged table: struct.error, IndexError, AssertionError.
        print("reason:", " ".join(f"{type(error).__name__}: {error}".split())[:200], file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(target.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
