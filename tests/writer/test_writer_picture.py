"""Pictures become media parts: numbered in order, equal ones once; only prepared pictures can be written."""

import pytest
from deck_samples import BRAND, PHOTO, deck, page, png, title

from deckgen.ir.frames import PictureFrame
from deckgen.ir.media import PreparedPicture
from deckgen.writer import WriterError, write
from deckgen.writer.package import PackageWriter
from deckgen.writer.picture import Media


def test_pictures_are_numbered_in_order_and_stored_once():
    colours = {"a": "red", "b": "blue", "c": "red"}
    pictures = {name: PreparedPicture(30, 20, ((png(colour), "PNG"),), name) for name, colour in colours.items()}
    media = Media(PackageWriter(), pictures)
    names = [part.name for digest in "abca" for part in media.picture_parts(digest)]
    assert names == [f"/ppt/media/image{n}.png" for n in (1, 2, 1, 1)]


def test_drawing_has_a_png_and_an_svg_part():
    drawing = PreparedPicture(30, 20, ((png(), "PNG"), (b"<svg/>", "SVG")), "a")
    parts = Media(PackageWriter(), {"a": drawing}).picture_parts("a")
    assert [part.name for part in parts] == ["/ppt/media/image1.png", "/ppt/media/image2.svg"]


def test_picture_that_was_not_prepared_is_refused():
    frame = PictureFrame("photo", "Photo", PHOTO.box, "0" * 64, "A wall")
    with pytest.raises(WriterError, match="the picture 000000000000 was not prepared"):
        write(deck(page("deck/x", "pictures", title("Picture"), frame)), BRAND, {})
