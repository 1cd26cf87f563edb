"""What each stage of a build costs: `python benchmarks/stages.py DECK [RUNS]` prints milliseconds of processor time.

Charts come from the user's cache, as in every build but the first. The first run imports modules and is not counted.
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
from deckgen.brand import stored_brand
from deckgen.build import layout_stages, pipeline
from deckgen.model import loading
from deckgen.reader import parse, parsed_texts, read
from deckgen.writer import package

STAGES = ("read", "validate", "brand", "resolve and compose", "lay out", "draw charts", "write", "zip", "the rest")


@contextmanager
def stages_timed(seconds: dict[str, float]) -> Iterator[None]:
    """Add the time that each stage takes, without that of the stages inside it, to `seconds`."""
    inner_seconds = [0.0]

    def timed(stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call_and_measure(*args: Any, **named: Any) -> Any:
            inner_seconds.append(0.0)
            started = time.process_time()
            try:
                return function(*args, **named)
            finally:
                duration = time.process_time() - started
                seconds[stage] += duration - inner_seconds.pop()
                inner_seconds[-1] += duration

        return call_and_measure

    with (
        patch.object(loading, "read", timed("read", read)),
        patch.object(parsed_texts, "parse_cached", timed("read", parse)),
        patch.object(layout_stages, "load_deck", timed("validate", layout_stages.load_deck)),
        patch.object(stored_brand, "load", timed("brand", stored_brand.load)),
        patch.object(layout_stages, "compose_slides", timed("resolve and compose", layout_stages.compose_slides)),
        patch.object(layout, "lay_out", timed("lay out", layout.lay_out)),
        patch.object(pipeline, "_draw_charts", timed("draw charts", pipeline._draw_charts)),
        patch.object(writer, "write", timed("write", writer.write)),
        patch.object(package.PackageWriter, "zip_bytes", timed("zip", package.PackageWriter.zip_bytes)),
        patch.object(pipeline, "build_bytes", timed("the rest", pipeline.build_bytes)),
    ):
        yield


def measure(deck: Path, runs: int) -> tuple[dict[str, list[float]], int]:
    """Return the seconds of every stage in each run, and how many slides the deck has."""
    durations: dict[str, list[float]] = {stage: [] for stage in STAGES}
    slides = 0
    for run in range(runs + 1):
        seconds: dict[str, float] = defaultdict(float)
        with stages_timed(seconds):
            built = pipeline.build_bytes(deck)
        if built.layout.deck is None:
            sys.exit(f"{deck} does not build: run deckgen check")
        slides = len(built.layout.deck.pages)
        if run:
            for stage, values in durations.items():
                values.append(seconds[stage])
    return durations, slides


def main(deck: str, runs: str = "3") -> None:
    """Print the table."""
    durations, slides = measure(Path(deck), int(runs))
    print(f"{deck}: {slides} slides, {runs} runs, processor time")
    print("| stage | min | median | max | a slide |\n|---|---|---|---|---|")
    durations["all"] = [sum(values) for values in zip(*durations.values(), strict=True)]
    for stage, values in durations.items():
        median = statistics.median(values)
        figures = " | ".join(f"{1000 * value:.0f} ms" for value in (min(values), median, max(values)))
        print(f"| {stage} | {figures} | {1000 * median / slides:.2f} ms |")


if __name__ == "__main__":
    main(*sys.argv[1:])
