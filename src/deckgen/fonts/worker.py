"""Check untrusted font files, or make one instance of a variable font.

A program: `fonts.process` runs it in a process with resource limits, because a maliciously crafted font can keep
both libraries with which deckgen reads fonts busy forever, or crash them.

`check PATH…` uses each font as later stages do: FreeType loads the outlines of all glyphs, as charts do; fontTools reads the
character map and the tables that embedding and rendering need. The program prints the index of each file (from 0) before it
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
            _load_outlines(path, index)
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


def _load_outlines(path: str, index: int) -> None:
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415 -- after the limits are set

    font = FT2Font(path, face_index=index)
    font.get_charmap()
    glyphs: Iterable[Any] = range(font.num_glyphs)
    for glyph in glyphs:
        font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)


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
