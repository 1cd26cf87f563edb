"""Text that grows is never smaller than text that does not, and costs no page, in random decks."""

import os
import sys
from pathlib import Path

import pytest

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1] / "rendering")]

from rendered_decks import project  # noqa: E402 -- it is in tests/stress

import frame_checks  # noqa: E402
from deckgen.build import pipeline  # noqa: E402
from deckgen.build.selection import Selection  # noqa: E402
from deckgen.ir.frames import Page, TableFrame, TextFrame  # noqa: E402

pytestmark = pytest.mark.slow

DECKS = int(os.environ.get("DECKGEN_STRESS", "200"))
"""The number of random decks ; some are laid out as one."""
TOGETHER = 20


def by_slide(pages: tuple[Page, ...]) -> dict[str, list[Page]]:
    found: dict[str, list[Page]] = {}
    for page in pages:
        found.setdefault(page.id.partition("~")[0], []).append(page)
    return found


def smallest_sizes(pages: list[Page]) -> dict[str, int]:
    """The size of the smallest text of each slot of a slide."""
    sizes: dict[str, list[int]] = {}
    for page in pages:
        texts = [(frame.slot, frame.paragraphs) for frame in page.frames_of(TextFrame)]
        for table in page.frames_of(TableFrame):
            texts += [(table.slot, cell.paragraphs) for row in table.rows for cell in row if cell is not None]
        for slot, paragraphs in texts:
            sizes.setdefault(slot, []).extend(run.size for paragraph in paragraphs for run in paragraph.runs)
    return {slot: min(found) for slot, found in sizes.items() if found}


@pytest.mark.parametrize("first", range(0, DECKS, TOGETHER))
def test_no_text_is_smaller_at_the_same_number_of_pages(first: int, tmp_path: Path) -> None:
    folder = project(tmp_path, range(first, first + TOGETHER))
    before, after = (
        pipeline.lay_out(folder, Selection(density=density), draft=True) for density in ("read", "present")
    )
    assert before.deck is not None
    assert after.deck is not None
    assert frame_checks.problems(after.deck) == []
    assert frame_checks.lost_words(after.slides, after.deck) == []
    grown = by_slide(after.deck.pages)
    smaller = []
    for slide, pages in by_slide(before.deck.pages).items():
        assert len(grown[slide]) <= len(pages), slide
        if len(grown[slide]) < len(pages):
            continue
        now = smallest_sizes(grown[slide])
        smaller += [
            (slide, slot, size, now[slot])
            for slot, size in smallest_sizes(pages).items()
            if slot in now and now[slot] < size
        ]
    assert smaller == []
