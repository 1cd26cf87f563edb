"""A change of the master, as LibreOffice draws it: footers move and titles shrink on every slide that does not say otherwise."""

from pathlib import Path

import font_source_sans_pro
import pytest
from drawn import DrawnPage, Mode, draw
from pptx import Presentation

from edited_master import FOOTER_SHIFT, move_footer, resize_title, with_edited_master

MODE = Mode(fonts=(Path(font_source_sans_pro.__file__).parent / "files",))
OWN_TITLES = ("Cover", "Divider")
EMU_PER_POINT = 12_700


@pytest.mark.rendering
def test_edits_of_the_master_are_drawn_on_every_slide(built_deck: Path, tmp_path: Path) -> None:
    edited = tmp_path / "edited.pptx"
    edited.write_bytes(with_edited_master(built_deck.read_bytes(), move_footer, resize_title))
    slides = [slide for slide in Presentation(str(built_deck)).slides if slide._element.get("show") != "0"]
    old, new = draw(built_deck, MODE), draw(edited, MODE)
    assert len(slides) == len(old) == len(new)
    for slide, before, after in zip(slides, old, new, strict=True):
        if slide.slide_layout.name in OWN_TITLES:
            assert before == after
        else:
            assert _footer(before) - _footer(after) == pytest.approx(FOOTER_SHIFT / EMU_PER_POINT, abs=0.3)
            assert (_largest_in_title(before), _largest_in_title(after)) == pytest.approx((28, 24), abs=0.1)


def _footer(page: DrawnPage) -> float:
    """Return the baseline of the footer: that of the lowest word at the left edge."""
    return max(word.baseline for word in page.words if word.ink.x0 < 0.1 * page.width)


def _largest_in_title(page: DrawnPage) -> float:
    """Return the size of the largest word in the upper fifth of a slide."""
    return max(word.size for word in page.words if word.ink.y1 < page.height / 5)
