"""Font files that a stranger may have made → the reason why one of them cannot be used, or one weight of a variable font.

A program, never imported: `fonts.process` runs it in a process with limits, because a font made for that can keep both of the
libraries that deckgen opens fonts with busy without end, or crash them.

`try PATH…` does what later stages do with fonts: FreeType loads the outlines of all glyphs, as charts do; fontTools reads the
characters and the tables that embedding and drawing slides ask for. The number of a file (from 0) is a line of the standard
output when its trial begins; a line `reason: …` behind it and the exit code 1 tell that it is refused.

`cut PATH WEIGHT NAMES` writes the instance of this weight to the standard output, all other axes at their defaults; a font that
does not vary is written as it is. NAMES is `1` where the names of the font are to tell the weight, too. A line `reason: …` on the
standard error and the exit code 1 tell why it cannot be cut.

The first two arguments are the limits: seconds of processor time for each file, and megabytes.
"""

from __future__ import annotations

import io
import logging
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


def main(arguments: Sequence[str]) -> int:
    """Run one of the two commands."""
    seconds, megabytes, command, *rest = arguments
    if command == "cut":
        _limit(int(seconds), int(megabytes), 1)
        logging.disable()  # a damaged table may be worth thousands of warnings
        return _cut(rest[0], rest[1], with_names=rest[2] == "1")
    for number, path in enumerate(rest):
        _limit(int(seconds), int(megabytes), len(rest))
        logging.disable()
        print(number, flush=True)  # noqa: T201 -- the way in which a program answers
        if reason := _refused(path):
            print(f"reason: {reason}", flush=True)  # noqa: T201 -- the same
            return 1
    return 0


def _limit(seconds: int, megabytes: int, files: int) -> None:
    """Let the next of so many `files` take some seconds more than the process has taken, and memory up to the limit."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows, where only the clock of `fonts.process` limits

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, (seconds + 1) * (files + 1)))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def _refused(path: str) -> str | None:
    try:
        _outlines(path)
        _tables(path)
    except MemoryError:
        return "takes too much memory"
    except Exception as fault:
        return f"cannot be read ({type(fault).__name__})"
    return None


def _outlines(path: str) -> None:
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415 -- after the limits are set

    font = FT2Font(path)
    font.get_charmap()
    glyphs: Iterable[Any] = range(font.num_glyphs)
    for glyph in glyphs:
        font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)


def _tables(path: str) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- after the limits are set

    with TTFont(path, lazy=True) as font:
        font.getBestCmap()
        for name in ("head", "hhea", "maxp", "OS/2", "name", "post", "fvar"):
            if name in font:
                _ = font[name]


def _cut(path: str, weight: str, *, with_names: bool) -> int:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- after the limits are set
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 -- the same

    target = io.BytesIO()
    try:
        font = TTFont(path, recalcTimestamp=False)
        if "fvar" not in font:
            sys.stdout.buffer.write(Path(path).read_bytes())
            return 0
        axes: dict[str, Any] = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if weight:
            axes["wght"] = float(weight)
        instantiateVariableFont(font, axes, updateFontNames=with_names and "STAT" in font).save(target)
    except Exception as fault:
        # fontTools raises whatever Python does where a table is damaged: struct.error, IndexError, AssertionError.
        print("reason:", " ".join(f"{type(fault).__name__}: {fault}".split())[:200], file=sys.stderr)  # noqa: T201
        return 1
    sys.stdout.buffer.write(target.getvalue())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
