"""The memory of a process that builds a deck again and again, as the preview does: it does not grow with the number of builds."""

import gc
import sys
from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.cache.build_cache import BuildCache
from sample_projects import make_project

pytestmark = pytest.mark.slow

TABLE = "kind: table\ntitle: Table WORD\ncolumns: [A, B WORD]\nrows: [[one WORD, two], [three, WORD and WORD-a]]"
BULLETS = "kind: bullets\ntitle: Two\nbullets: [a text that takes more WORD words than one line has room for, WORD]"
REBUILDS, WARM_UP = 1000, 200
MAX_GROWTH = 60_000
"""Blocks of memory. It is 27,000, mostly parsed texts, whose number is limited, and was 145,000 without limits in layout."""


def test_memory_is_flat_over_a_thousand_rebuilds(tmp_path: Path) -> None:
    folder, cache = make_project(tmp_path, TABLE, BULLETS, front=["cover", "agenda"]), BuildCache()
    file = folder / "part.yaml"
    text = file.read_text(encoding="utf-8")

    def rebuild(n: int) -> None:
        file.write_text(text.replace("WORD", f"w{n}x"), encoding="utf-8")
        built = pipeline.build_bytes(folder, cache=cache)
        assert built.data
        pipeline.with_remarks(built.layout)

    blocks = []
    for numbers in (range(WARM_UP), range(WARM_UP, REBUILDS)):
        for n in numbers:
            rebuild(n)
        gc.collect()
        blocks.append(sys.getallocatedblocks())
    before, after = blocks
    assert after - before < MAX_GROWTH, after - before
