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
from typing import TYPE_CHECKING, Any

from deckgen.io.limited_process import limit_resources

if TYPE_CHECKING:
    from fontTools.ttLib import TTFont

_SIZE = 12
"""The size in points, at 72 dots per inch, at which outlines are measured."""
_LARGEST_CHARACTER = 5.0
"""Width and height, in em, that no printable ASCII character may exceed; FreeType draws no outline larger than 10 em."""
_INSTANTIATED = ("avar", "CFF2", "glyf", "gvar", "HVAR", "MVAR")
"""The tables from which an instance is made: HarfBuzz ignores one that it cannot read, so fontTools reads them first."""


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

    target = io.BytesIO()
    try:
        font = TTFont(path, recalcTimestamp=False, fontNumber=index)
        if "fvar" not in font:
            if _face_count(path) > 1:
                font.save(target)
            sys.stdout.buffer.write(target.getvalue() or Path(path).read_bytes())
            return 0
        location: dict[str, float] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if weight:
            location["wght"] = float(weight)
        for name in _INSTANTIATED:
            if name in font:
                _ = font[name]
        if with_names and "STAT" in font:
            _change_names(font, location)
            font.save(target)
            index = 0
        instance = _instance(target.getvalue() or Path(path).read_bytes(), index, location)
    except Exception as error:
        # fontTools raises any exception of Python for a damaged table: struct.error, IndexError, AssertionError.
        print("reason:", " ".join(f"{type(error).__name__}: {error}".split())[:200], file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(instance)
    return 0


def _change_names(font: TTFont, location: dict[str, float]) -> None:
    """Change names and style bits of a variable font to those of its instance at a location."""
    from fontTools.varLib.instancer import names, setRibbiBits  # noqa: PLC0415 -- after the limits are set

    names.updateNameTable(font, location)
    setRibbiBits(font)


def _instance(data: bytes, index: int, location: dict[str, float]) -> bytes:
    """Return the instance of a variable font at a location; HarfBuzz takes a thirtieth of the time of fontTools."""
    import uharfbuzz as hb  # noqa: PLC0415 -- after the limits are set

    face = hb.Face(data, index)
    everything = hb.SubsetInput()
    everything.keep_everything()
    everything.flags |= hb.SubsetFlags.SET_OVERLAPS_FLAG
    for axis, value in location.items():
        if not everything.pin_axis_location(face, axis, value):
            raise ValueError(f"no axis {axis}")
    result: bytes = everything.subset(face).blob.data
    return result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
