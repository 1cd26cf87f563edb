import io
import struct
import sys
import zlib

import pytest
from deck_samples import png
from PIL import Image, PngImagePlugin

import measured
from deckgen.writer.errors import WriterError
from deckgen.writer.package import Package
from deckgen.writer.picture import LONGEST, Media, clean_picture


def saved(path, kind, mode="RGB", **options):
    Image.new(mode, (40, 20)).save(path, kind, **options)
    return path


def rotated_photo(path):
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "A. Photographer"
    return saved(path, "JPEG", exif=exif)


def test_a_picture_that_hides_nothing_is_taken_as_it_is(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png())
    assert clean_picture(path) == (path.read_bytes(), "PNG")
    photo = saved(tmp_path / "b.jpg", "JPEG")
    assert clean_picture(photo) == (photo.read_bytes(), "JPEG")


def test_a_photo_is_turned_upright_and_names_nobody(tmp_path):
    data, kind = clean_picture(rotated_photo(tmp_path / "a.jpg"))
    assert kind == "JPEG"
    assert b"Photographer" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (20, 40)


def test_words_in_a_png_do_not_reach_the_deck(tmp_path):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "A. Photographer")
    data, kind = clean_picture(saved(tmp_path / "a.png", "PNG", pnginfo=words))
    assert kind == "PNG"
    assert b"Photographer" not in data


@pytest.mark.parametrize(("kind", "mode"), [("GIF", "P"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("WEBP", "RGBA")])
def test_other_formats_become_png(tmp_path, kind, mode):
    data, made = clean_picture(saved(tmp_path / "a.x", kind, mode))
    assert made == "PNG"
    assert data.startswith(b"\x89PNG")


def test_a_file_that_is_no_picture_is_told_without_its_folder(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(WriterError, match=r"^notes\.png is not a picture that can be shown"):
        clean_picture(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(WriterError, match=r"the picture gone\.png cannot be read: No such file"):
        clean_picture(tmp_path / "gone.png")


def test_a_broken_picture_is_told_when_it_must_be_saved_anew(tmp_path):
    path = rotated_photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(WriterError, match="cannot be read"):
        clean_picture(path)


def test_a_broken_picture_is_told_even_where_it_could_be_taken_as_it_is(tmp_path):
    path = saved(tmp_path / "a.png", "PNG")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(WriterError, match=r"a\.png cannot be read"):
        clean_picture(path)


def test_a_photo_larger_than_any_screen_is_made_smaller_and_stays_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (5000, 2500), "red").save(tmp_path / "a.jpg", exif=exif)
    data, _ = clean_picture(tmp_path / "a.jpg")
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (LONGEST // 2, LONGEST)


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def crafted_png(width, height, rows, extra=b""):
    """A PNG whose header promises so many pixels; a few kilobytes."""
    packer = zlib.compressobj(9)
    data = b"".join(packer.compress(bytes(width * 4 + 1)) for _ in range(rows)) + packer.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def hidden_text(megabytes):
    """A comment that unpacks into so many megabytes."""
    return chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(megabytes << 20), 9))


CRAFTED = {
    "billions of pixels": lambda: crafted_png(60_000, 60_000, 10),
    "a hundred million pixels": lambda: crafted_png(10_000, 10_000, 10),
    "a comment of a hundred megabytes": lambda: crafted_png(10, 10, 10, extra=hidden_text(100)),
    "a file of fifty megabytes": lambda: crafted_png(10, 10, 10) + bytes(50 << 20),
    "a program for a printer": lambda: (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%touch /tmp/x) (w) file\n"
    ),
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_picture_ends_with_a_sentence_soon_and_in_little_memory(name, tmp_path):
    path = tmp_path / "crafted.png"
    path.write_bytes(CRAFTED[name]())
    told, seconds, megabytes = measured.run("deckgen.writer.picture.clean_picture", path)
    assert "crafted.png" in told
    assert seconds < 2
    assert megabytes < 300


def test_pictures_are_numbered_in_order_and_found_again(tmp_path):
    for name, colour in (("a", "red"), ("b", "blue"), ("c", "red")):
        (tmp_path / f"{name}.png").write_bytes(png(colour))
    media = Media(Package())
    names = [media.file(str(tmp_path / f"{n}.png")).name for n in "abca"]
    assert names == [f"/ppt/media/image{n}.png" for n in (1, 2, 1, 1)]
