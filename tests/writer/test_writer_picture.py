import io
import struct
import sys
import zlib

import pytest
from deck_samples import png
from PIL import Image, ImageChops, ImageCms, ImageOps, PngImagePlugin

import measured
from deckgen.images.colour_profile import without_words
from deckgen.images.extent import extent
from deckgen.images.metadata import _chunks
from deckgen.writer.cleaning import LONGEST, shown
from deckgen.writer.errors import WriterError
from deckgen.writer.package import PackageWriter
from deckgen.writer.picture import Media

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def clean_picture(path):
    [made] = shown(path).files
    return made


def saved(path, kind, mode="RGB", **options):
    Image.new(mode, (40, 20)).save(path, kind, **options)
    return path


def saved_image(image, path, **options):
    image.save(path, **options)
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


@pytest.mark.parametrize("held", range(1, 9))
def test_however_the_camera_was_held_the_photo_is_upright_and_its_extent_is_what_is_seen(held, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = held
    photo = Image.new("RGB", (60, 30), "white")
    photo.paste((200, 0, 0), (0, 0, 30, 15))
    photo.save(tmp_path / "a.jpg", exif=exif, quality=95)
    with Image.open(io.BytesIO(clean_picture(tmp_path / "a.jpg")[0])) as image:
        assert extent(tmp_path / "a.jpg") == image.size
        assert not image.getexif()
        with Image.open(tmp_path / "a.jpg") as taken:
            seen = ImageOps.exif_transpose(taken)
        assert image.size == seen.size
        assert ImageChops.difference(image.convert("RGB"), seen).getextrema() < ((16, 16),) * 3


def test_an_upright_photo_loses_all_that_it_hides_and_not_a_pixel(tmp_path):
    exif = Image.Exif()
    exif[0x013B] = "A. Photographer"
    exif.get_ifd(0x8825)[2] = (52.0, 30.0, 0.0)
    path = tmp_path / "a.jpg"
    Image.effect_noise((40, 30), 90).convert("RGB").save(
        path, exif=exif, comment=b"A. Photographer", xmp=b"<x>A. Photographer</x>", icc_profile=PROFILE, dpi=(96, 96)
    )
    path.write_bytes(path.read_bytes() + b"ftypmp42 a video of A. Photographer")
    data, kind = clean_picture(path)
    assert kind == "JPEG"
    assert b"Photographer" not in data
    assert data.endswith(b"\xff\xd9")
    with Image.open(io.BytesIO(data)) as cleaned, Image.open(path) as taken:
        assert cleaned.tobytes() == taken.tobytes()
        assert cleaned.info["icc_profile"] == without_words(PROFILE)
        assert not cleaned.getexif()


def test_a_png_keeps_its_pixels_and_transparency_and_nothing_else(tmp_path):
    words = PngImagePlugin.PngInfo()
    words.add_itxt("Author", "A. Photographer", zip=True)
    words.add(b"caBX", b"who made it: A. Photographer")
    image = Image.effect_noise((40, 30), 90).convert("P")
    path = saved_image(image, tmp_path / "a.png", pnginfo=words, transparency=3, icc_profile=PROFILE, dpi=(96, 96))
    path.write_bytes(path.read_bytes() + b"A. Photographer")
    data, _ = clean_picture(path)
    assert b"Photographer" not in data
    assert {name for name, _, _ in _chunks(data)} == {b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"pHYs", b"IDAT", b"IEND"}
    with Image.open(io.BytesIO(data)) as cleaned:
        assert cleaned.convert("RGBA").tobytes() == Image.open(path).convert("RGBA").tobytes()


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


def test_a_picture_made_smaller_in_bands_is_the_one_made_smaller_at_once(tmp_path):
    # Faint noise: where a filter runs over black or white, Pillow cuts off now before and now after it turns the picture.
    image = Image.effect_noise((210, 500), 20).resize((2100, 5000), Image.Resampling.NEAREST)
    image.save(tmp_path / "a.png", compress_level=1)
    data, _ = clean_picture(tmp_path / "a.png")
    with Image.open(io.BytesIO(data)) as made:
        assert made.size == (round(LONGEST * 2.1 / 5), LONGEST)
        whole = image.resize(made.size, Image.Resampling.BICUBIC)
        assert ImageChops.difference(made, whole).getextrema()[1] <= 1


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


def many_scans(times):
    """A JPEG of 49 million pixels and 200 kB that is gone over so many times."""
    target = io.BytesIO()
    Image.new("L", (7000, 7000), 128).save(target, "JPEG", progressive=True, quality=10)
    data = target.getvalue()
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * times + b"\xff\xd9"


def flat(kind, size, mode="RGB", **options):
    target = io.BytesIO()
    Image.new(mode, size, 0).save(target, kind, **options)
    return target.getvalue()


CRAFTED = {
    "billions of pixels": lambda: crafted_png(60_000, 60_000, 10),
    "a hundred million pixels": lambda: crafted_png(10_000, 10_000, 10),
    "a comment of a hundred megabytes": lambda: crafted_png(10, 10, 10, extra=hidden_text(100)),
    "a file of fifty megabytes": lambda: crafted_png(10, 10, 10) + bytes(50 << 20),
    "a program for a printer": lambda: (
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n(%pipe%touch /tmp/x) (w) file\n"
    ),
    "a thousand scans": lambda: many_scans(1000),
    "eighty million coefficients": lambda: flat(
        "JPEG", (4500, 4500), "CMYK", progressive=True, subsampling=0, quality=10
    ),
    "a WebP that takes twenty bytes a pixel": lambda: flat("WEBP", (6000, 5000), quality=1, method=0),
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_picture_ends_with_a_sentence_soon_and_in_little_memory(name, tmp_path):
    path = tmp_path / "crafted.png"
    path.write_bytes(CRAFTED[name]())
    told, seconds, megabytes = measured.run("deckgen.writer.cleaning.shown", path)
    assert "crafted.png" in told
    assert seconds < 2
    assert megabytes < 300


LARGEST = {
    "PNG": lambda: flat("PNG", (7200, 5000), "RGBA", compress_level=1),
    "TIFF": lambda: flat("TIFF", (5000, 5000), "RGBA", compression="tiff_adobe_deflate", tiffinfo={278: 5000}),
    "WEBP": lambda: flat("WEBP", (4000, 3000), "RGBA", lossless=True, quality=0, method=0),
    "JPEG": lambda: flat("JPEG", (8160, 6120), progressive=True, quality=10),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("kind", LARGEST)
def test_the_largest_picture_that_is_taken_fits_in_little_memory_too(kind, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(LARGEST[kind]())
    told, _, megabytes = measured.run("deckgen.writer.cleaning.shown", path)
    assert told.startswith("PreparedImage(")
    assert megabytes < 300


def test_pictures_are_numbered_in_order_and_found_again(tmp_path):
    for name, colour in (("a", "red"), ("b", "blue"), ("c", "red")):
        (tmp_path / f"{name}.png").write_bytes(png(colour))
    media = Media(PackageWriter())
    names = [part.name for n in "abca" for part in media.file(str(tmp_path / f"{n}.png"))]
    assert names == [f"/ppt/media/image{n}.png" for n in (1, 2, 1, 1)]
