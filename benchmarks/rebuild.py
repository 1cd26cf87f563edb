"""A rebuild inside a running process after one edited file: `python benchmarks/rebuild.py [EDITS]` prints milliseconds.

A word of one slide changes from edit to edit; the deck is a copy of the example.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

from deckgen.build import pipeline
from deckgen.cache.build_cache import BuildCache
from processes import project_and_cache

PROJECT = Path(__file__).parents[1]
FILES = ("ip-masking", "grantmaking", "leadership", "knowledge-gaps")


def rebuild_after_edits(project: Path, count: int) -> list[tuple[float, float]]:
    """Edit one word `count` times; returns the elapsed seconds and those of processor time of each rebuild."""
    deck, caches = project / "content" / "thriving-movement", BuildCache()
    pipeline.build_bytes(deck, cache=caches)
    durations = []
    for n in range(count):
        file = deck / f"{FILES[n % len(FILES)]}.yaml"
        text = file.read_text(encoding="utf-8")
        word = text.index(" the ")
        file.write_text(f"{text[:word]} the {n}-fold {text[word + 5 :]}", encoding="utf-8")
        started, processor_started = time.perf_counter(), time.process_time()
        built = pipeline.build_bytes(deck, cache=caches)
        durations.append((time.perf_counter() - started, time.process_time() - processor_started))
        if built.data is None:
            sys.exit("the edited deck does not build")
        file.write_text(text, encoding="utf-8")
        pipeline.build_bytes(deck, cache=caches)
    return durations


def main(count: str = "20") -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_and_cache(Path(temporary))
        for name in ("content", "layouts"):
            if (PROJECT / name).is_dir():
                shutil.copytree(PROJECT / name, folder / name)
        durations = rebuild_after_edits(folder, int(count))
    for name, values in zip(("elapsed", "of processor time"), zip(*durations, strict=True), strict=True):
        ms = sorted(1000 * value for value in values)
        print(
            f"rebuild after one edit, ms {name}: min {ms[0]:.0f}, median {statistics.median(ms):.0f}, max {ms[-1]:.0f}"
        )


if __name__ == "__main__":
    main(*sys.argv[1:])
