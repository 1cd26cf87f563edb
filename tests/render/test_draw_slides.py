"""The embedded renderer draws the requested slides, at the requested width, in the font of the brand."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from deckgen.render import Embedded, Face, RenderError, SourceDeck, contact_sheet, embedded, selected_slides


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(png: bytes) -> int:
    """Return the number of pixels that differ from the colour in the top left corner."""
    image = picture(png)
    background = Image.new("RGB", image.size, image.getpixel((0, 0)))
    return sum(ImageChops.difference(image, background).convert("L").histogram()[32:])


def test_requested_slides_are_drawn_at_the_requested_width(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 3], 640))
    assert sorted(drawn) == [1, 3]
    assert {picture(png).size for png in drawn.values()} == {(640, 360)}
    assert all(ink(png) > 500 for png in drawn.values())


def test_picture_on_a_slide_is_drawn(deck: bytes, embedded: Embedded) -> None:
    [(_, png)] = embedded.draw(SourceDeck(deck), [3], 640)
    colours = {colour: n for n, colour in picture(png).getcolors(1 << 24)}
    assert colours[(0x33, 0x66, 0xCC)] > 5000


def test_same_slide_gives_the_same_bytes(deck: bytes, embedded: Embedded) -> None:
    assert dict(embedded.draw(SourceDeck(deck), [2], 480)) == dict(embedded.draw(SourceDeck(deck), [2], 480))


def test_bold_text_is_drawn_with_the_bold_face(deck: bytes, fonts: Sequence[Face]) -> None:
    """The title is bold: without the bold face it is lighter."""
    light = Embedded([face for face in fonts if not face.bold])
    [(_, without_bold)], [(_, with_bold)] = (
        light.draw(SourceDeck(deck), [1], 960),
        Embedded(fonts).draw(SourceDeck(deck), [1], 960),
    )
    title = (0, 0, 960, 120)
    assert ink(_cut(without_bold, title)) < 0.93 * ink(_cut(with_bold, title))


def _cut(png: bytes, box: tuple[int, int, int, int]) -> bytes:
    file = io.BytesIO()
    picture(png).crop(box).save(file, "PNG")
    return file.getvalue()


def test_variable_font_is_drawn_at_its_weight() -> None:
    import fontpkg_arimo  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    [path] = Path(fontpkg_arimo.__file__).parent.rglob("Arimo?wght?.ttf")
    bold = TTFont(io.BytesIO(embedded.font_bytes(Face("Arial", path, bold=True, weight=700.0))))
    assert "fvar" not in bold
    assert bold["hmtx"]["a"] != TTFont(path)["hmtx"]["a"]


def test_broken_variable_font_is_reported(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(RenderError, match=r"a\.ttf has no usable weight 700"):
        embedded.font_bytes(Face("Test", tmp_path / "a.ttf", weight=700.0))


def test_font_that_is_not_variable_is_used_unchanged() -> None:
    import font_source_sans_pro  # noqa: PLC0415

    path = Path(font_source_sans_pro.__file__).parent / "files" / "SourceSansPro-It.ttf"
    assert embedded.font_bytes(Face("Source Sans Pro", path, weight=700.0)) == path.read_bytes()


def test_file_that_is_no_deck_is_reported(embedded: Embedded) -> None:
    with pytest.raises(RenderError, match="not a presentation"):
        list(embedded.draw(SourceDeck(b"nothing"), [1], 640))


def test_unreadable_slide_is_reported_and_the_next_is_drawn(deck: bytes, embedded: Embedded) -> None:
    broken = SourceDeck(deck)
    name = broken.slides[0]
    broken.parts[name] = broken.parts[name].replace(b"</p:sld>", b"")
    with pytest.raises(RenderError, match="the embedded renderer failed"):
        list(embedded.draw(broken, [1], 320))
    assert dict(embedded.draw(SourceDeck(deck), [2], 320))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3", [3]),
        ("3,7-9", [3, 7, 8, 9]),
        ("9,1-2,2", [1, 2, 9]),
        ("8-", [8, 9, 10]),
        ("-2", [1, 2]),
        (" 4 – 5 ", [4, 5]),
    ],
)
def test_selection_is_parsed(text: str, expected: list[int]) -> None:
    assert selected_slides(text, 10) == expected


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "names no slide"), ("a", "'a' names no slide"), ("1,,2", "names no slide"), ("-", "names no slide"),
     ("0", "before slide 1"), ("5-3", "backwards"), ("11", "no slide 11: the deck has 10"), ("9-12", "no slide 12")],
)  # fmt: skip
def test_invalid_selection_is_reported(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        selected_slides(text, 10)


def test_difference_is_zero_for_equal_pictures_only(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 3], 640))
    assert contact_sheet.difference(drawn[1], drawn[1]) == 0
    assert contact_sheet.difference(drawn[1], drawn[3]) > 0.05


def test_contact_sheet_shows_every_picture(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 2, 3], 640))
    sheet = picture(contact_sheet.contact_sheet([(str(n), drawn[n]) for n in sorted(drawn)], columns=2, width=320))
    assert sheet.size == (2 * 332 + 12, 2 * (180 + 34) + 12)
    assert contact_sheet.difference(_cut_png(sheet, (12, 12 + 214, 332, 12 + 214 + 180)), drawn[3]) < 0.01


def _cut_png(image: Image.Image, box: tuple[int, int, int, int]) -> bytes:
    file = io.BytesIO()
    image.crop(box).save(file, "PNG")
    return file.getvalue()
