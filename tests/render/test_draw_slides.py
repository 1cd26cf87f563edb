"""Pictures of slides, by the embedded renderer: the right ones, at the right size, in the brand's font."""

import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from deckgen.render import Embedded, Face, RenderError, SourceDeck, embedded, numbers, sheets


def picture(png: bytes) -> Image.Image:
    return Image.open(io.BytesIO(png)).convert("RGB")


def ink(png: bytes) -> int:
    """How many pixels are not of the ground in the top left corner."""
    image = picture(png)
    ground = Image.new("RGB", image.size, image.getpixel((0, 0)))
    return sum(ImageChops.difference(image, ground).convert("L").histogram()[32:])


def test_the_slides_asked_for_are_drawn_at_the_width_asked_for(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 3], 640))
    assert sorted(drawn) == [1, 3]
    assert {picture(png).size for png in drawn.values()} == {(640, 360)}
    assert all(ink(png) > 500 for png in drawn.values())


def test_a_picture_on_a_slide_is_drawn(deck: bytes, embedded: Embedded) -> None:
    [(_, png)] = embedded.draw(SourceDeck(deck), [3], 640)
    colours = {colour: n for n, colour in picture(png).getcolors(1 << 24)}
    assert colours[(0x33, 0x66, 0xCC)] > 5000


def test_the_same_slide_gives_the_same_bytes(deck: bytes, embedded: Embedded) -> None:
    assert dict(embedded.draw(SourceDeck(deck), [2], 480)) == dict(embedded.draw(SourceDeck(deck), [2], 480))


def test_bold_is_drawn_with_the_bold_face(deck: bytes, fonts: Sequence[Face]) -> None:
    """The title is bold: without that face it comes out lighter."""
    light = Embedded([face for face in fonts if not face.bold])
    [(_, without)], [(_, whole)] = (
        light.draw(SourceDeck(deck), [1], 960),
        Embedded(fonts).draw(SourceDeck(deck), [1], 960),
    )
    title = (0, 0, 960, 120)
    assert ink(_cut(without, title)) < 0.93 * ink(_cut(whole, title))


def _cut(png: bytes, box: tuple[int, int, int, int]) -> bytes:
    file = io.BytesIO()
    picture(png).crop(box).save(file, "PNG")
    return file.getvalue()


def test_a_variable_font_is_drawn_at_its_weight() -> None:
    import fontpkg_arimo  # noqa: PLC0415
    from fontTools.ttLib import TTFont  # noqa: PLC0415

    [path] = Path(fontpkg_arimo.__file__).parent.rglob("Arimo?wght?.ttf")
    bold = TTFont(io.BytesIO(embedded.font_bytes(Face("Arial", path, bold=True, weight=700.0))))
    assert "fvar" not in bold
    assert bold["hmtx"]["a"] != TTFont(path)["hmtx"]["a"]


def test_a_variable_font_that_cannot_be_cut_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.ttf").write_bytes(b"no font")
    with pytest.raises(RenderError, match=r"a\.ttf cannot be cut to the weight 700"):
        embedded.font_bytes(Face("Test", tmp_path / "a.ttf", weight=700.0))


def test_a_font_that_does_not_vary_is_drawn_as_it_is_at_any_weight() -> None:
    import font_source_sans_pro  # noqa: PLC0415

    path = Path(font_source_sans_pro.__file__).parent / "files" / "SourceSansPro-It.ttf"
    assert embedded.font_bytes(Face("Source Sans Pro", path, weight=700.0)) == path.read_bytes()


def test_a_file_that_is_no_deck_is_told(embedded: Embedded) -> None:
    with pytest.raises(RenderError, match="no presentation"):
        list(embedded.draw(SourceDeck(b"nothing"), [1], 640))


def test_a_slide_that_the_engine_cannot_read_is_told_and_the_next_is_drawn(deck: bytes, embedded: Embedded) -> None:
    broken = SourceDeck(deck)
    name = broken.slides[0]
    broken.parts[name] = broken.parts[name].replace(b"</p:sld>", b"")
    with pytest.raises(RenderError, match="gave up"):
        embedded._one(broken.alone(1), 0.5)
    assert dict(embedded.draw(SourceDeck(deck), [2], 320))


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("3", [3]),
        ("3,7-9", [3, 7, 8, 9]),
        ("9,1-2,2", [1, 2, 9]),
        ("8-", [8, 9, 10]),
        ("-2", [1, 2]),
        (" 4 – 5 ", [4, 5]),
    ],
)
def test_a_selection_is_read(text: str, wanted: list[int]) -> None:
    assert numbers(text, 10) == wanted


@pytest.mark.parametrize(
    ("text", "reason"),
    [("", "names no slide"), ("a", "'a' names no slide"), ("1,,2", "names no slide"), ("-", "names no slide"),
     ("0", "before slide 1"), ("5-3", "backwards"), ("11", "no slide 11: the deck has 10"), ("9-12", "no slide 12")],
)  # fmt: skip
def test_a_selection_that_means_nothing_is_told(text: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        numbers(text, 10)


def test_pictures_that_are_alike_differ_by_nothing_and_others_by_much(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 3], 640))
    assert sheets.difference(drawn[1], drawn[1]) == 0
    assert sheets.difference(drawn[1], drawn[3]) > 0.05


def test_a_contact_sheet_shows_every_picture(deck: bytes, embedded: Embedded) -> None:
    drawn = dict(embedded.draw(SourceDeck(deck), [1, 2, 3], 640))
    sheet = picture(sheets.contact_sheet([(str(n), drawn[n]) for n in sorted(drawn)], columns=2, width=320))
    assert sheet.size == (2 * 332 + 12, 2 * (180 + 34) + 12)
    assert sheets.difference(_cut_png(sheet, (12, 12 + 214, 332, 12 + 214 + 180)), drawn[3]) < 0.01


def _cut_png(image: Image.Image, box: tuple[int, int, int, int]) -> bytes:
    file = io.BytesIO()
    image.crop(box).save(file, "PNG")
    return file.getvalue()
