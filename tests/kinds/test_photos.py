"""Photos: captions stand under their pictures; one picture alone, and two over a short quote, are wide."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.ir.frames import EMU_PER_INCH, Page, PictureFrame, TextFrame
from sample_projects import make_project

QUOTE = "quote: {text: The training changed what I think., source: a participant}\n"


def page_of(tmp_path: Path, count: int, more: str = "") -> Page:
    images = "".join(f"  - {{file: media/{n}.png, alt: A class, caption: Class {n}}}\n" for n in range(count))
    folder = make_project(tmp_path, f"kind: photos\nimages:\n{images}{more}")
    (folder / "media").mkdir()
    for n in range(count):
        Image.new("RGB", (400, 100 + 40 * n), "#3366CC").save(folder / f"media/{n}.png")
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None, laid_out.issues
    return laid_out.deck.pages[-1]


@pytest.mark.parametrize(("count", "more"), [(1, ""), (1, QUOTE), (2, ""), (2, QUOTE), (3, QUOTE)])
def test_captions_stand_right_under_their_pictures(count: int, more: str, tmp_path: Path) -> None:
    page = page_of(tmp_path, count, more)
    pictures = {f.slot[-1]: f.box for f in page.frames_of(PictureFrame)}
    captions = {f.slot[-1]: f.box for f in page.frames_of(TextFrame) if f.slot.startswith("caption")}
    assert len(captions) == count
    for name, caption in captions.items():
        assert caption.x == pictures[name].x
        assert 0 <= caption.y - pictures[name].bottom <= EMU_PER_INCH // 5


@pytest.mark.parametrize(
    ("count", "more", "layout"),
    [
        (1, "", "photos--wide"),
        (1, QUOTE, "photos"),
        (2, QUOTE, "photos-2--wide"),
        (2, QUOTE.replace("think", "word " * 60), "photos-2"),
        (2, "", "photos-2"),
        (3, QUOTE, "photos-4"),
    ],
)
def test_one_picture_and_two_over_a_short_quote_are_wide(count: int, more: str, layout: str, tmp_path: Path) -> None:
    assert page_of(tmp_path, count, more).layout == layout
