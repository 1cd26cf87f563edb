"""A fuzzer for the reader and the models: mutated content files must not cause a traceback, a long wait or high memory use.

    .venv/bin/python tests/reader/fuzz_reader.py 10000

Each input is a content file of the example deck (or one difficult line), changed at random: bytes, lines, indentation, quotes
and brackets, pieces of other files, aliases, depth, length. It is decoded, parsed and checked against the models, and each issue
is rendered. The exit code is 1 at the first input that raises, takes more than two seconds, or has an issue outside its text;
that input is saved in the folder of temporary files. The last line shows the time of the slowest input and the memory used.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from deckgen.diagnostics import Issue, render
from deckgen.kinds import find_kinds
from deckgen.model.files import DeckFile
from deckgen.model.metrics import Metric
from deckgen.model.sections import load_section
from deckgen.model.validation import validate
from deckgen.reader import parse
from deckgen.reader.source import decode

CONTENT = Path(__file__).parents[2] / "content" / "thriving-movement"
MAX_SECONDS = 2.0
"""CPU seconds that one input may take (not wall-clock time, so that other load on the machine does not count)."""
MAX_MEMORY = 200
"""Megabytes that the process may use."""
DIFFICULT = [
    "\t", "  ", "- ", "-", ": ", ":", "#", " #", "'", '"', "[", "]", "{", "}", ",", "|", ">", "|-", "&a ", "*a", "!!map ",
    "%", "@", "`", "?", "? ", "<<: *a", "---\n", "...\n", "\r", "\r\n", "\x00", "\x07", "\x85", "\u2028", "\ufeff",
    "\U0001f600", "\\", "\\x", "null", "~", "[^", "](#", "**", "^", "0x1F", "1:30", "- - - ", "[[", "}}", "é", "ا", "\u0301",
    "\u00a0", "\n\u00a0\u00a0", "\u200b", "– ", "• ", "：", " = ", "\n<<<<<<< HEAD\n",
]  # fmt: skip
Mutation = Callable[[random.Random, str], str]


def insert(rng: random.Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + rng.choice(DIFFICULT) + text[at:]


def delete(rng: random.Random, text: str) -> str:
    at = rng.randint(0, len(text))
    return text[:at] + text[at + rng.randint(1, 20) :]


def swap_characters(rng: random.Random, text: str) -> str:
    if len(text) < 2:
        return text
    at = rng.randrange(len(text) - 1)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def change_line(rng: random.Random, text: str) -> str:
    """Indent a line differently, delete it, duplicate it, or move it."""
    lines = text.split("\n")
    at = rng.randrange(len(lines))
    change = rng.randrange(4)
    if change == 0:
        lines[at] = " " * rng.randint(0, 9) + lines[at].lstrip()
    elif change == 1:
        del lines[at]
    elif change == 2:
        lines.insert(at, lines[at])
    else:
        lines.insert(rng.randrange(len(lines)), lines.pop(at))
    return "\n".join(lines)


def splice(rng: random.Random, text: str) -> str:
    other = rng.choice(SEEDS)
    start = rng.randint(0, len(other))
    at = rng.randint(0, len(text))
    return text[:at] + other[start : start + rng.randint(1, 400)] + text[at:]


def add_alias_bomb(rng: random.Random, text: str) -> str:
    """Add aliases of aliases."""
    names = [f"a{i}" for i in range(rng.randint(2, 12))]
    lines = [f"{names[0]}: &{names[0]} [x, x, x, x]"]
    lines += [f"{b}: &{b} [{', '.join([f'*{a}'] * 8)}]" for a, b in pairwise(names)]
    return "\n".join(lines) + "\n" + text


def nest(rng: random.Random, text: str) -> str:
    """Insert deeply nested lists and keys."""
    depth = rng.choice([10, 61, 500, 20_000])
    opened = rng.choice(["[", "{a: ", "- ", "[{a: ", "? "])
    at = rng.randint(0, len(text))
    return text[:at] + opened * depth + text[at:]


def repeat(rng: random.Random, text: str) -> str:
    """Repeat a piece many times."""
    start = rng.randint(0, len(text))
    piece = text[start : start + rng.randint(1, 60)] or "x"
    return text[:start] + piece * rng.choice([10, 200, 4_000]) + text[start:]


MUTATIONS: list[Mutation] = (
    [insert] * 6
    + [delete] * 3
    + [swap_characters] * 2
    + [change_line] * 5
    + [splice] * 3
    + [add_alias_bomb, nest, repeat]
)
SEEDS = [path.read_text(encoding="utf-8") for path in sorted(CONTENT.rglob("*.yaml"))] + [
    "",
    "a: b\n",
    "- [a, {b: c}]\n",
]
REGISTRY = {name: kind.Content for name, kind in find_kinds().items()}


def mutated_input(rng: random.Random) -> bytes:
    """One input: a content file with random changes."""
    text = rng.choice(SEEDS)
    for _ in range(rng.choice([1, 1, 1, 2, 2, 3, 5, 12])):
        text = rng.choice(MUTATIONS)(rng, text)
    data = bytearray(text.encode("utf-8", "surrogatepass"))
    if data and rng.random() < 0.1:
        for _ in range(rng.randint(1, 4)):
            data[rng.randrange(len(data))] = rng.randrange(256)
    return bytes(data)


def read(data: bytes) -> list[Issue]:
    """Read an input as each sort of content file and render all issues; returns the issues of the reader."""
    text, reader_issues = decode(data, "x.yaml")
    issues = reader_issues
    if not issues:
        document, reader_issues = parse(text, "x.yaml")
        issues = reader_issues
        if document is not None:
            issues = issues + load_section("x", document, REGISTRY)[2] + validate(DeckFile, document.data, document)[1]
            for name, entry in document.data.items() if isinstance(document.data, dict) else ():
                issues = issues + validate(Metric, entry, document, (name,))[1]
    for issue in issues:
        assert issue.span is not None
        assert 0 <= issue.span.start <= issue.span.end <= max(len(text), 1), issue
        assert "\n" not in issue.message, issue
        render(issue, {"x.yaml": text})
    return reader_issues


@dataclass
class Tally:
    """The result of a run."""

    inputs: int = 0
    invalid: int = 0
    slowest: float = 0.0
    failures: list[str] = field(default_factory=list)


def run(count: int, seed: int = 1) -> Tally:
    """Read `count` inputs, up to the first failure."""
    tally = Tally()
    for number in range(count):
        data = mutated_input(random.Random(f"{seed}/{number}"))
        started = time.process_time()
        try:
            tally.invalid += bool(read(data))
        except BaseException as error:  # any exception is a failure
            tally.failures.append(f"input {seed}/{number}: {type(error).__name__}: {error}")
        taken = time.process_time() - started
        tally.inputs, tally.slowest = number + 1, max(tally.slowest, taken)
        if taken > MAX_SECONDS:
            tally.failures.append(f"input {seed}/{number}: {taken:.1f} s")
        if tally.failures:
            saved = Path(tempfile.gettempdir()) / f"fuzz-{seed}-{number}.yaml"
            saved.write_bytes(data)
            tally.failures.append(f"saved as {saved}")
            break
    return tally


def megabytes() -> int:
    """The peak memory of this process, without that of its parent (which Linux includes in `ru_maxrss`)."""
    status = Path("/proc/self/status")
    if status.is_file():
        return int(status.read_text().split("VmHWM:")[1].split()[0]) // 1024
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used // (1024 * 1024 if sys.platform == "darwin" else 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("count", type=int, help="how many inputs")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    tally = run(arguments.count, arguments.seed)
    for failure in tally.failures:
        sys.stdout.write(f"{failure}\n")
    memory = megabytes()
    sys.stdout.write(
        f"{tally.inputs} inputs, {tally.invalid} of them invalid, slowest {tally.slowest:.2f} s, {memory} MB\n"
    )
    return 1 if tally.failures or memory > MAX_MEMORY else 0


if __name__ == "__main__":
    sys.exit(main())
