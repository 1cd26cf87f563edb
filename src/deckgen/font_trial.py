"""Font files that a stranger may have made → nothing, or the reason why one of them cannot be used.

A program of its own, never imported: `brand.fonts` runs it, in a process with limits. It does what deckgen's later stages do with
fonts (FreeType loads the outlines of all glyphs, for charts; fontTools reads the characters and the names, and cuts one weight
out of a variable font, where fonts are embedded and slides are drawn), so that a font which would crash these, or keep them busy
without end, does so here.

Arguments: the limits for each file in seconds of processor time and in megabytes, then the path and the weight (empty for none)
of each file. On the standard output, the number of a file (from 0) is a line when its trial begins; a line `reason: …` behind
it and the exit code 1 tell that it is refused.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Sequence
from typing import Any


class _RefusedError(Exception):
    """A font cannot be used, for the reason that the message gives as the end of a sentence."""


def main(arguments: Sequence[str]) -> int:
    """Try all files, one after the other."""
    seconds, megabytes, *rest = arguments
    files = list(zip(rest[::2], rest[1::2], strict=True))
    for number, (path, weight) in enumerate(files):
        _limit(int(seconds), int(megabytes), len(files))
        print(number, flush=True)  # noqa: T201 -- the way in which a program answers
        try:
            _try(path, weight)
        except _RefusedError as refused:
            print(f"reason: {refused}", flush=True)  # noqa: T201 -- the same
            return 1
    return 0


def _limit(seconds: int, megabytes: int, files: int) -> None:
    """Let the next of so many `files` take some seconds more than the process has taken, and memory up to the limit."""
    try:
        import resource  # noqa: PLC0415 -- not on Windows, where only the clock of `brand.fonts` limits

        used = resource.getrusage(resource.RUSAGE_SELF)
        soft = int(used.ru_utime + used.ru_stime) + seconds
        resource.setrlimit(resource.RLIMIT_CPU, (soft, (seconds + 1) * (files + 1)))
        resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        pass


def _try(path: str, weight: str) -> None:
    try:
        _outlines(path)
        _tables(path)
    except MemoryError:
        raise _RefusedError("takes too much memory") from None
    except Exception as fault:
        raise _RefusedError(f"cannot be read ({type(fault).__name__})") from None
    try:
        _instance(path, weight)
    except MemoryError:
        raise _RefusedError("takes too much memory") from None
    except Exception:
        # A font that cannot be cut is refused where it is to be embedded or drawn; a deck can be made with it.
        return


def _outlines(path: str) -> None:
    from matplotlib.ft2font import FT2Font, LoadFlags  # noqa: PLC0415 -- after the limits are set

    font = FT2Font(path)
    font.get_charmap()
    glyphs: Iterable[Any] = range(font.num_glyphs)
    for glyph in glyphs:
        font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)


def _tables(path: str) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- the same

    with TTFont(path, lazy=True) as font:
        font.getBestCmap()
        for name in ("head", "hhea", "maxp", "OS/2", "name", "post"):
            if name in font:
                _ = font[name]


def _instance(path: str, weight: str) -> None:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- the same
    from fontTools.varLib.instancer import instantiateVariableFont  # noqa: PLC0415 -- the same

    with TTFont(path) as font:
        if "fvar" not in font:
            return
        axes = {axis.axisTag: axis.defaultValue for axis in font["fvar"].axes}
        if weight:
            axes["wght"] = float(weight)
        instantiateVariableFont(font, axes, updateFontNames="STAT" in font).save(io.BytesIO())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
