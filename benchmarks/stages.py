"""What each stage of a build costs: `python benchmarks/stages.py DECK [RUNS]` prints milliseconds of processor time.

Charts come from the user's cache, as in every build but the first. The first run warms imports and is not counted. All is
done on one core, so that the time of every stage is that of the work in it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deckgen import layout, writer
from deckgen.brand import brand_cache as brand_memory
from deckgen.build import pipeline
from deckgen.layout import parallel
from deckgen.model import loading
from deckgen.reader import parse, read
from deckgen.writer import package

STAGES = ("read", "validate", "brand", "resolve and compose", "lay out", "draw charts", "write", "zip", "the rest")


@contextmanager
def watched(spent: dict[str, float]) -> Iterator[None]:
    """Count the time that each stage takes, less that of the stages inside it, into `spent`."""
    inside = [0.0]

    def timed(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def watching(*args: Any, **named: Any) -> Any:
            inside.append(0.0)
            started = time.process_time()
            try:
                return call(*args, **named)
            finally:
                took = time.process_time() - started
                spent[name] += took - inside.pop()
                inside[-1] += took

        return watching

    with (
        patch.object(parallel, "cores", lambda: 1),
        patch.object(loading, "read", timed("read", read)),
        patch.object(loading, "_parsed", timed("read", parse)),
        patch.object(pipeline, "load_deck", timed("validate", pipeline.load_deck)),
        patch.object(brand_memory, "load", timed("brand", brand_memory.load)),
        patch.object(pipeline, "_compose", timed("resolve and compose", pipeline._compose)),
        patch.object(layout, "lay_out", timed("lay out", layout.lay_out)),
        patch.object(pipeline, "_drawn", timed("draw charts", pipeline._drawn)),
        patch.object(writer, "write", timed("write", writer.write)),
        patch.object(package.PackageWriter, "zipped", timed("zip", package.PackageWriter.zipped)),
        patch.object(pipeline, "make", timed("the rest", pipeline.build_bytes)),
    ):
        yield


def measure(deck: Path, runs: int) -> tuple[dict[str, list[float]], int]:
    """Seconds of every stage in each run, and how many slides the deck has."""
    found: dict[str, list[float]] = {stage: [] for stage in STAGES}
    slides = 0
    for run in range(runs + 1):
        spent: dict[str, float] = defaultdict(float)
        with watched(spent):
            made = pipeline.build_bytes(deck)
        if made.layout.deck is None:
            sys.exit(f"{deck} does not build: run deckgen check")
        slides = len(made.layout.deck.pages)
        if run:
            for stage, took in found.items():
                took.append(spent[stage])
    return found, slides


def main(deck: str, runs: str = "3") -> None:
    """Print the table."""
    found, slides = measure(Path(deck), int(runs))
    print(f"{deck}: {slides} slides, {runs} runs, processor time")
    print("| stage | min | median | max | a slide |\n|---|---|---|---|---|")
    found["all"] = [sum(took) for took in zip(*found.values(), strict=True)]
    for stage, took in found.items():
        middle = statistics.median(took)
        figures = " | ".join(f"{1000 * value:.0f} ms" for value in (min(took), middle, max(took)))
        print(f"| {stage} | {figures} | {1000 * middle / slides:.2f} ms |")


if __name__ == "__main__":
    main(*sys.argv[1:])
