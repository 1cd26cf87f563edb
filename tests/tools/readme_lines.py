"""README.md → one of its two commands: the line that builds the deck, or the line that runs the tests.

`.ci/run` runs what this prints, so the README cannot contain a command that does not work:
`python3 tests/tools/readme_lines.py build README.md`.
"""

import re
import sys
from pathlib import Path

NAMES = {"build": "deckgen build", "test": "pytest"}
FENCE = re.compile(r"^ {0,3}(`{3,}|~{3,})(.*)$")


class ReadmeError(ValueError):
    """A command is missing in the README, or is not where a new user (or a machine) would look for it."""


def fenced_blocks(text: str) -> list[tuple[int, list[str]]]:
    """Return the fenced fenced_blocks: the number of each one's opening line (from 1), and its lines."""
    result: list[tuple[int, list[str]]] = []
    closing = ""
    for number, line in enumerate(text.splitlines(), 1):
        fence = FENCE.match(line)
        if closing and fence and fence[1].startswith(closing) and not fence[2].strip():
            closing = ""
        elif closing:
            result[-1][1].append(line)
        elif fence:
            closing = fence[1]
            result.append((number, []))
    if closing:
        raise ReadmeError(f"the fenced block at line {result[-1][0]} is never closed")
    return result


def command(text: str, what: str) -> str:
    """Return the command `what` (`build` or `test`): alone in the first fenced block that names it, before any other mention.

    Raises `ReadmeError` where there is none, it shares its block, comes after a mention, or does not use `.venv`.
    """
    name = NAMES[what]
    candidates = [(number, lines) for number, lines in fenced_blocks(text) if any(name in line for line in lines)]
    if not candidates:
        raise ReadmeError(f"no fenced block names `{name}`")
    number, lines = candidates[0]
    commands = [line.strip() for line in lines if line.strip()]
    if len(commands) != 1:
        raise ReadmeError(
            f"the first fenced block that names `{name}` (line {number}) holds {len(commands)} lines, not one"
        )
    mentions = [n for n, line in enumerate(text.splitlines()[: number - 1], 1) if name in line]
    if mentions:
        raise ReadmeError(f"line {mentions[0]} names `{name}` before the fenced block at line {number}")
    if ".venv" not in commands[0]:
        raise ReadmeError(f"the line that names `{name}` does not use .venv: {commands[0]}")
    if commands[0].startswith(("$", ">", "#")):
        raise ReadmeError(f"the line that names `{name}` cannot be pasted, it begins with {commands[0][0]}")
    if any(other in commands[0] for key, other in NAMES.items() if key != what):
        raise ReadmeError(f"one line both builds and tests: {commands[0]}")
    return commands[0]


if __name__ == "__main__":
    try:
        sys.stdout.write(command(Path(sys.argv[2]).read_text(encoding="utf-8"), sys.argv[1]) + "\n")
    except ReadmeError as error:
        sys.exit(f"{sys.argv[2]}: {error}")
