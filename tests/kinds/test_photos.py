"""Photos: captions stand under their pictures; one picture alone, and two over a short quote, are wide."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest
from PIL import Image
from pptx import Presentation
from pptx.enum.dml import MSO_LINE

from deckgen import package
from deckgen.build import pipeline
from deckgen.ir.frames import EMU_PER_INCH, Box, Page, PictureFrame, TextFrame
from deckgen.package import accessibility
from frame_checks import texts
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
    ("size", "caption", "layout"),
    [
        ((1500, 1000), ", caption: A class", "photos-alone--wide"),
        ((1500, 700), ", caption: A class", "photos--wide"),
        ((1500, 1000), "", "photos-plain--wide"),
    ],
)
def test_picture_alone_takes_the_room_that_suits_it(
    size: tuple[int, int], caption: str, layout: str, tmp_path: Path
) -> None:
    folder = make_project(tmp_path, f"kind: photos\nimages:\n  - {{file: media/0.png, alt: A class{caption}}}\n")
    (folder / "media").mkdir()
    Image.new("RGB", size, "#3366CC").save(folder / "media/0.png")
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None, laid_out.issues
    assert laid_out.deck.pages[-1].layout == layout


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


def missing(tmp_path: Path, more: str = "", *, draft: bool) -> Page:
    """The page of a slide with two pictures, the second of which does not exist."""
    images = "".join(f"  - {{file: media/{n}.png, alt: A class of {n}, caption: Class {n}}}\n" for n in range(2))
    folder = make_project(tmp_path, f"kind: photos\nimages:\n{images}{more}")
    (folder / "media").mkdir()
    Image.new("RGB", (400, 300), "#3366CC").save(folder / "media/0.png")
    laid_out = pipeline.lay_out(folder, draft=draft)
    assert laid_out.deck is not None, laid_out.issues
    assert ["media/1.png" in issue.message for issue in laid_out.issues] == [True]
    return laid_out.deck.pages[-1]


def test_missing_picture_takes_its_caption_with_it(tmp_path: Path) -> None:
    page = missing(tmp_path, draft=False)
    assert [frame.slot for frame in page.frames_of(PictureFrame)] == ["picture-1"]
    assert not any("Class 1" in text for text in texts(page))


def test_draft_shows_the_place_of_a_missing_picture(tmp_path: Path) -> None:
    page = missing(tmp_path, draft=True)
    [place] = [frame for frame in page.frames_of(TextFrame) if frame.outline]
    assert place.slot == "picture-2"
    assert [p.runs[0].text for p in place.paragraphs] == ["Picture to come: media/1.png", "A class of 1"]
    assert [origin.path[-1] for origins in place.origins for origin in origins] == ["file", "alt"]
    caption = next(frame for frame in page.frames_of(TextFrame) if frame.slot == "caption-2")
    assert caption.box.y >= place.box.bottom
    assert "Class 1" in caption.paragraphs[0].runs[0].text


def test_place_of_a_missing_picture_is_dashed_in_the_deck(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: photos\nimages:\n  - {file: media/no.png, alt: A class in Rabat}\n")
    built = pipeline.build_bytes(folder, draft=True)
    assert built.data is not None
    assert package.problems(built.data) == []
    assert [finding.message for finding in accessibility.findings(built.data)] == []
    slide = Presentation(BytesIO(built.data)).slides[-1]
    [shape] = [shape for shape in slide.shapes if shape.has_text_frame and "A class in Rabat" in shape.text_frame.text]
    assert shape.line.dash_style == MSO_LINE.DASH
    assert "no.png" not in str([s.name for s in slide.shapes])


@pytest.mark.parametrize("quote", ["{text: ''}", "{text: ' '}", "{source: Somebody}"])
def test_quote_without_text_is_an_error_at_its_line(quote: str, tmp_path: Path) -> None:
    result = pipeline.lay_out(make_project(tmp_path, f"kind: photos\nquote: {quote}\n"))
    assert result.deck is None
    [issue] = result.issues
    assert issue.span is not None
    assert "text" in issue.message


def picture_of(tmp_path: Path, size: tuple[int, int]) -> tuple[PictureFrame, Box]:
    """The frame of a picture of a size that stands beside a quote, and the box of its slot."""
    folder = make_project(tmp_path, f"kind: photos\nimages:\n  - {{file: media/0.png, alt: A class}}\n{QUOTE}")
    (folder / "media").mkdir()
    Image.new("RGB", size, "#3366CC").save(folder / "media/0.png")
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None, laid_out.issues
    page = laid_out.deck.pages[-1]
    layout = laid_out.brand.layouts[page.layout] if laid_out.brand else None
    assert layout is not None
    assert layout.raised is not None
    [frame] = page.frames_of(PictureFrame)
    return frame, (layout.raised if page.is_raised else layout).slots["picture-1"].box


@pytest.mark.parametrize("size", [(500, 300), (300, 320)])
def test_picture_fills_its_slot_and_keeps_its_proportions(size: tuple[int, int], tmp_path: Path) -> None:
    frame, box = picture_of(tmp_path, size)
    assert frame.box == box
    left, top, right, bottom = (share / 100_000 for share in frame.crop)
    assert (left, top) == (right, bottom)
    assert max(left, top) > 0
    assert min(left, top) == 0
    shown = size[0] * (1 - left - right) / (size[1] * (1 - top - bottom))
    assert shown == pytest.approx(box.width / box.height, rel=0.001)


@pytest.mark.parametrize("size", [(900, 300), (300, 900)])
def test_picture_that_would_lose_much_is_shown_whole(size: tuple[int, int], tmp_path: Path) -> None:
    frame, box = picture_of(tmp_path, size)
    assert frame.crop == (0, 0, 0, 0)
    assert frame.box.width / frame.box.height == pytest.approx(size[0] / size[1], rel=0.001)
    assert (frame.box.x, frame.box.y) == (box.x, box.y)


def test_crop_is_written_to_the_file(tmp_path: Path) -> None:
    frame, _ = picture_of(tmp_path, (500, 300))
    data = pipeline.build_bytes(tmp_path / "content/sample").data
    assert data is not None
    with ZipFile(BytesIO(data)) as archive:
        slides = [archive.read(name).decode() for name in archive.namelist() if name.startswith("ppt/slides/slide")]
    edges = " ".join(f'{side}="{share}"' for side, share in zip("ltrb", frame.crop, strict=True) if share)
    assert any(f"<a:srcRect {edges}/>" in slide for slide in slides)


@pytest.mark.parametrize(
    ("count", "more", "layout"),
    [(3, "", "photos-4--mosaic"), (4, "", "photos-4--grid"), (3, QUOTE, "photos-4"), (4, QUOTE, "photos-4")],
)
def test_several_pictures_have_the_page_unless_there_is_a_quote(
    count: int, more: str, layout: str, tmp_path: Path
) -> None:
    assert page_of(tmp_path, count, more).layout == layout
