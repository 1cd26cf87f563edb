"""The ratios that a change must not make worse, in one run: `python benchmarks/ratios.py V1 [RUNS] [NODE_MODULES]`.

V1 is a checkout of the commit in `v1.txt`, with which the example deck is compared: after one word was changed, with nothing
changed, and built again (`--again`). A deck of 1,000 slides with a table is compared with PptxGenJS (in NODE_MODULES, by default
`.ci-tools/node_modules`) and with V1; without PptxGenJS, with V1 alone. All commands run in turn, and the medians are compared.
"""

from __future__ import annotations

import os
import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Sequence
from itertools import count
from pathlib import Path

from inputs import write_json, write_project
from processes import run

ROOT = Path(__file__).parents[1]
DECK, EDITED, WORD = "content/thriving-movement", "ip-masking.yaml", " the "
SLIDES = 1000
BUILD = [sys.executable, "-m", "deckgen", "build"]
LIMITS = {"one word changed": 1.3, "--again": 1.5, f"{SLIDES} slides": 1.6}
"""The maximum ratios: the example deck to V1, the slides with tables to PptxGenJS."""


class Version:
    """A checkout of deckgen, with projects and a cache of its own in `folder`."""

    def __init__(self, source: Path, folder: Path) -> None:
        self._environment = {"PYTHONPATH": str(source / "src"), "DECKGEN_CACHE": str(folder / "cache")}
        self._example, self._tables = folder / "example", folder / "tables"
        for name in ("content", "layouts"):
            shutil.copytree(source / name, self._example / name)
        self._tables.mkdir()
        write_project(SLIDES, self._tables)
        self._numbers = count()
        self._text = (self._example / DECK / EDITED).read_text(encoding="utf-8")

    def example(self, *options: str) -> float:
        """Build the example deck; returns the elapsed seconds."""
        return self._seconds([*BUILD, *options], self._example)

    def edited_example(self) -> float:
        """Build the example deck after changing one word, which is in a title: with a word more each time, it would not fit."""
        text = self._text.replace(WORD, f"{WORD}{next(self._numbers)}-fold ", 1)
        (self._example / DECK / EDITED).write_text(text, encoding="utf-8")
        return self.example()

    def tables(self) -> float:
        """Build the slides with tables, all of them again."""
        return self._seconds([*BUILD, "--again"], self._tables)

    def _seconds(self, command: Sequence[str], folder: Path) -> float:
        os.environ.update(self._environment)
        return run(command, folder).seconds


def measure(
    versions: dict[str, Version], pptxgenjs: Callable[[], float] | None, runs: int
) -> dict[str, dict[str, float]]:
    """Return the median seconds of each task by each program; the first run warms everything up and is not counted."""
    seconds: dict[str, dict[str, list[float]]] = {}

    def record(task: str, program: str, duration: float) -> None:
        seconds.setdefault(task, {}).setdefault(program, []).append(duration)

    for _ in range(runs + 1):
        for name, version in versions.items():
            record("one word changed", name, version.edited_example())
            record("nothing changed", name, version.example())
            record("--again", name, version.example("--again"))
            record(f"{SLIDES} slides", name, version.tables())
        if pptxgenjs is not None:
            record(f"{SLIDES} slides", "PptxGenJS", pptxgenjs())
    return {
        task: {program: statistics.median(durations[1:]) for program, durations in programs.items()}
        for task, programs in seconds.items()
    }


def pptxgenjs_runner(node_modules: Path, folder: Path) -> Callable[[], float] | None:
    """Return a function that writes the slides with PptxGenJS; None where it is not installed."""
    if not (node_modules / "pptxgenjs").is_dir() or shutil.which("node") is None:
        return None
    write_json(SLIDES, folder / "slides.json")
    script = str(Path(__file__).with_name("pptxgenjs_slides.cjs"))

    def seconds() -> float:
        os.environ["NODE_PATH"] = str(node_modules.resolve())
        return run(["node", script, "slides.json", "slides.pptx"], folder).seconds

    return seconds


def main(v1: str, runs: str = "7", node_modules: str = str(ROOT / ".ci-tools" / "node_modules")) -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        versions = {"v1": Version(Path(v1), folder / "v1"), "deckgen": Version(ROOT, folder / "deckgen")}
        medians = measure(versions, pptxgenjs_runner(Path(node_modules), folder), int(runs))
    print("| | deckgen, s | compared with, s | ratio | limit |\n|---|---|---|---|---|")
    for task, programs in medians.items():
        for program in programs.keys() - {"deckgen"}:
            ratio = programs["deckgen"] / programs[program]
            is_limited = (program == "PptxGenJS") == (task == f"{SLIDES} slides")
            limit = LIMITS.get(task, "") if is_limited else ""
            print(f"| {task} | {programs['deckgen']:.2f} | {program} {programs[program]:.2f} | {ratio:.2f} | {limit} |")


if __name__ == "__main__":
    main(*sys.argv[1:])
