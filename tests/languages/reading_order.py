"""`pdftotext -bbox FILE OUTPUT`, with words from right to left in the order in which they are read.

pdftotext lists the letters of a word from left to right: of `في` it writes `يف`, which is a part of other words. An audit that
looks for a word in the texts of a slide finds those. A folder with this file as its `pdftotext` stands before others in PATH.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from xml.sax.saxutils import escape, unescape

PROGRAM = "DECKGEN_PDFTOTEXT"
"""The environment variable that has the path of the real program."""
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe]")
_WORD = re.compile(r"(<word [^>]*>)(.*?)(</word>)")
_FIGURE = re.compile(r"[0-9A-Za-z+−%$.,:/#&'-]*[0-9A-Za-z][0-9A-Za-z+−%$.,:/#&'-]*")


def as_read(word: str) -> str:
    """Return a word, whose letters are listed from left to right, in reading order; figures keep theirs."""
    if not _RIGHT_TO_LEFT.search(word):
        return word
    return _FIGURE.sub(lambda figure: figure[0][::-1], word[::-1])


def reordered(page: str) -> str:
    """Return the output of `pdftotext -bbox` with its words in reading order."""
    return _WORD.sub(lambda word: word[1] + escape(as_read(unescape(word[2]))) + word[3], page)


def put_before(folder: Path, program: str) -> dict[str, str]:
    """Write a `pdftotext` into a folder, and return the environment in which it stands before `program`."""
    shim = folder / "pdftotext"
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{Path(__file__).resolve()}" "$@"\n', encoding="utf-8")
    shim.chmod(shim.stat().st_mode | stat.S_IXUSR)
    return {**os.environ, PROGRAM: program, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"}


if __name__ == "__main__":
    subprocess.run([os.environ[PROGRAM], *sys.argv[1:]], check=True)
    written = Path(sys.argv[-1])
    if "-bbox" in sys.argv and written.is_file():
        written.write_text(reordered(written.read_text(encoding="utf-8")), encoding="utf-8")
