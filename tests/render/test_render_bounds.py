"""No deck and no option makes a picture larger than fits in memory; what is too large is reported."""

import io
import re
import time

import pytest
from PIL import Image
from test_render_package import replaced

from deckgen.render import Embedded, RenderError, SourceDeck
from deckgen.render.contact_sheet import MAX_PIXELS, contact_sheet
from deckgen.render.selection import selected_slides

SIZE = b'<p:sldSz cx="12192000" cy="6858000"/>'


def sized(deck: bytes, across: str, down: str) -> SourceDeck:
    return SourceDeck(replaced(deck, "ppt/presentation.xml", SIZE, f'<p:sldSz cx="{across}" cy="{down}"/>'.encode()))


@pytest.mark.parametrize(
    ("across", "down"),
    [
        ("0", "6858000"),
        ("12192000", "0"),
        ("-1", "5"),
        ("1000000000", "1000000000"),
        ("9" * 5000, "9"),
        ("NaN", "Infinity"),
    ],
)
def test_slide_of_invalid_size_is_reported(across: str, down: str, deck: bytes, embedded: Embedded) -> None:
    package = sized(deck, across, down)
    with pytest.raises(RenderError, match="PowerPoint takes from 1 to 56 inches a side"):
        list(embedded.draw(package, [1], 1920))


def test_too_large_picture_is_reported(deck: bytes, embedded: Embedded) -> None:
    package = sized(deck, "914400", "51206400")
    with pytest.raises(RenderError, match="a slide would be drawn 1920 by 107520 pixels; no more than 64 million"):
        list(embedded.draw(package, [1], 1920))


def test_widest_allowed_picture_is_not_refused(deck: bytes) -> None:
    SourceDeck(deck).refuse_too_many_pixels(7680)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1-2000000000", "there is no slide 2000000000: the deck has 4"),
        ("9" * 100_000, f"there is no slide {'9' * 20}…: the deck has 4"),
        ("1-" + "9" * 100_000, f"there is no slide {'9' * 20}…: the deck has 4"),
        ("9" * 100_000 + "-1", f"there is no slide {'9' * 20}…: the deck has 4"),
        ("1," + " " * 5000 + "x", "'x' names no slide; write numbers and ranges, such as 3,7-9"),
        ("1" + " " * 5000 + "x", f"'1{' ' * 39}' names no slide; write numbers and ranges, such as 3,7-9"),
        ("x" * 9000, f"'{'x' * 40}' names no slide; write numbers and ranges, such as 3,7-9"),
        ("0-3", "'0-3' runs backwards or begins before slide 1"),
        ("3-1", "'3-1' runs backwards or begins before slide 1"),
        ("1e9", "'1e9' names no slide; write numbers and ranges, such as 3,7-9"),
        ("-", "'-' names no slide; write numbers and ranges, such as 3,7-9"),
    ],
)
@pytest.mark.flaky(reruns=2)
def test_invalid_selection_is_reported_in_one_sentence(text: str, message: str) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match=re.escape(message)) as error:
        selected_slides(text, 4)
    assert str(error.value) == message
    assert time.process_time() - started < 1


def test_selection_may_have_spaces_and_leading_zeros() -> None:
    assert selected_slides(" 3 , 0001 - 2,3 ", 4) == [1, 2, 3]
    assert selected_slides("3-", 4) == [3, 4]
    assert selected_slides("-2", 4) == [1, 2]


def picture(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), "red").save(file, "PNG")
    return file.getvalue()


def test_contact_sheet_of_many_slides_has_narrower_pictures() -> None:
    pictures = [(str(n), picture(192, 108)) for n in range(700)]
    with Image.open(io.BytesIO(contact_sheet(pictures, width=480))) as sheet:
        assert sheet.width * sheet.height <= MAX_PIXELS
        assert sheet.width > 4 * 400
    with pytest.raises(ValueError, match="20000 slides are too many for one contact sheet"):
        contact_sheet(pictures[:1] * 20_000)


def test_contact_sheet_of_tall_slides_is_limited_too() -> None:
    with Image.open(io.BytesIO(contact_sheet([("1", picture(10, 5600))] * 8))) as sheet:
        assert sheet.width * sheet.height <= MAX_PIXELS
