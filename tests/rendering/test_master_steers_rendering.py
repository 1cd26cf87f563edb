"""A change of the master, as LibreOffice draws it: footers move and titles shrink on every slide that does not say otherwise."""

from pathlib import Path

import font_source_sans_pro
import pytest
from drawn import DrawnPage, Mode, draw
from pptx import Presentation
from pptx.slide import Slide

from edited_master import (
    FOOTER_SHIFT,
    OWN_FOOTERS,
    OWN_TITLES,
    SHRINKING_TITLES,
    move_footer,
    resize_title,
    with_edited_master,
)

MODE = Mode(fonts=(Path(font_source_sans_pro.__file__).parent / "files",))
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
            continue
        shift = 0 if slide.slide_layout.name in OWN_FOOTERS else FOOTER_SHIFT / EMU_PER_POINT
        assert _footer(before) - _footer(after) == pytest.approx(shift, abs=0.3), slide.slide_layout.name
        sizes = _title_size(slide, before), _title_size(slide, after)
        is_shrunk = slide.slide_layout.name in SHRINKING_TITLES and sizes[0] == sizes[1] < 28
        assert is_shrunk or sizes == pytest.approx((28, 24), abs=0.1), slide.slide_layout.name


def _footer(page: DrawnPage) -> float:
    """Return the baseline of the footer: that of the lowest word left of the slide number."""
    return max(word.baseline for word in page.words if word.ink.x0 < 0.6 * page.width)


def _title_size(slide: Slide, page: DrawnPage) -> float:
    """Return the size of the largest word in the title of a slide."""
    title = slide.shapes.title
    assert title is not None
    left, top, bottom = (each / EMU_PER_POINT for each in (title.left, title.top, title.top + title.height))
    return max(word.size for word in page.words if word.ink.x0 >= left - 1 and top - 1 <= word.ink.y0 <= bottom)
