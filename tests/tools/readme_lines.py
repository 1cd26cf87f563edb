"""README.md → its two promises: the line that builds the deck, the line that passes the tests.

`.ci/run` runs what this prints, so the README cannot promise what does not work:
`python3 tests/tools/readme_lines.py build README.md`.
"""

import re
import sys
from pathlib import Path

NAMES = {"build": "deckgen build", "test": "pytest"}
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


class ReadmeError(ValueError):
    """The README lacks a line, or it does not stand as a stranger (or a machine) would look for it."""


def blocks(text: str) -> list[tuple[int, list[str]]]:
    """The fenced blocks: the number of each one's opening line (from 1), and its lines."""
    found: list[tuple[int, list[str]]] = []
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if closing and fence and fence[1].startswith(closing) and not fence[2].strip():
            closing = ""
        elif closing:
            found[-1][1].append(line)
        elif fence:
            closing = fence[1]
            found.append((number, []))
    if closing:
        raise ReadmeError(f"the fenced block at line {found[-1][0]} is never closed")
    return found


def command(text: str, what: str) -> str:
    """The line `what` (`build` or `test`): alone in the first fenced block that names it, before any other mention.

    Raises `ReadmeError` where there is none, it shares its block, stands after a mention, or does not use `.venv`.
    """
    name = NAMES[what]
    holding = [(number, lines) for number, lines in blocks(text) if any(name in line for line in lines)]
    if not holding:
        raise ReadmeError(f"no fenced block names `{name}`")
    number, lines = holding[0]
    written = [line.strip() for line in lines if line.strip()]
    if len(written) != 1:
        raise ReadmeError(
            f"the first fenced block that names `{name}` (line {number}) holds {len(written)} lines, not one"
        )
    before = [n for n, line in enumerate(text.splitlines()[: number - 1], 1) if name in line]
    if before:
        raise ReadmeError(f"line {before[0]} names `{name}` before the fenced block at line {number}")
    if ".venv" not in written[0]:
        raise ReadmeError(f"the line that names `{name}` does not use .venv: {written[0]}")
    if written[0].startswith(("$", ">", "#")):
        raise ReadmeError(f"the line that names `{name}` cannot be pasted, it begins with {written[0][0]}")
    if any(other in written[0] for key, other in NAMES.items() if key != what):
        raise ReadmeError(f"one line both builds and tests: {written[0]}")
    return written[0]


if __name__ == "__main__":
    try:
        sys.stdout.write(command(Path(sys.argv[2]).read_text(encoding="utf-8"), sys.argv[1]) + "\n")
    except ReadmeError as fault:
        sys.exit(f"{sys.argv[2]}: {fault}")
