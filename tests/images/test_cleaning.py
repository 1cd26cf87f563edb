import io
import struct
import sys
import zlib

import pytest
from PIL import Image, ImageChops, ImageCms, ImageOps, PngImagePlugin, features

import resource_usage
from deckgen.images.cleaning import MAX_SIDE, prepare_picture
from deckgen.images.colour_profile import strip_texts
from deckgen.images.opening import PictureError
from png_chunks import chunk, chunks

PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def clean_picture(path):
    [file] = prepare_picture(path).files
    return file


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


def test_picture_without_metadata_is_stored_unchanged(tmp_path):
    path = tmp_path / "a.png"
    Image.new("RGB", (40, 30), "green").save(path)
    assert clean_picture(path) == (path.read_bytes(), "PNG")
    photo = saved(tmp_path / "b.jpg", "JPEG")
    assert clean_picture(photo) == (photo.read_bytes(), "JPEG")


def test_rotated_photo_is_turned_upright_without_metadata(tmp_path):
    data, kind = clean_picture(rotated_photo(tmp_path / "a.jpg"))
    assert kind == "JPEG"
    assert b"Photographer" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (20, 40)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_photo_of_any_orientation_is_upright_and_has_its_size(orientation, tmp_path):
    exif = Image.Exif()
    exif[0x0112] = orientation
    photo = Image.new("RGB", (60, 30), "white")
    photo.paste((200, 0, 0), (0, 0, 30, 15))
    photo.save(tmp_path / "a.jpg", exif=exif, quality=95)
    picture = prepare_picture(tmp_path / "a.jpg")
    with Image.open(io.BytesIO(picture.files[0][0])) as image:
        assert (picture.width, picture.height) == image.size
        assert not image.getexif()
        with Image.open(tmp_path / "a.jpg") as original:
            expected = ImageOps.exif_transpose(original)
        assert image.size == expected.size
        assert ImageChops.difference(image.convert("RGB"), expected).getextrema() < ((16, 16),) * 3


def test_upright_photo_loses_its_metadata_but_no_pixel(tmp_path):
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
    with Image.open(io.BytesIO(data)) as cleaned, Image.open(path) as original:
        assert cleaned.tobytes() == original.tobytes()
        assert cleaned.info["icc_profile"] == strip_texts(PROFILE)
        assert not cleaned.getexif()


def test_png_keeps_only_pixels_and_transparency(tmp_path):
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("Author", "A. Photographer", zip=True)
    texts.add(b"caBX", b"who made it: A. Photographer")
    image = Image.effect_noise((40, 30), 90).convert("P")
    path = saved_image(image, tmp_path / "a.png", pnginfo=texts, transparency=3, icc_profile=PROFILE, dpi=(96, 96))
    path.write_bytes(path.read_bytes() + b"A. Photographer")
    data, _ = clean_picture(path)
    assert b"Photographer" not in data
    assert {name for name, _ in chunks(data)} == {b"IHDR", b"PLTE", b"tRNS", b"iCCP", b"pHYs", b"IDAT", b"IEND"}
    with Image.open(io.BytesIO(data)) as cleaned:
        assert cleaned.convert("RGBA").tobytes() == Image.open(path).convert("RGBA").tobytes()


def test_texts_in_a_png_are_removed(tmp_path):
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "A. Photographer")
    data, kind = clean_picture(saved(tmp_path / "a.png", "PNG", pnginfo=texts))
    assert kind == "PNG"
    assert b"Photographer" not in data


@pytest.mark.parametrize(("kind", "mode"), [("GIF", "P"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("WEBP", "RGBA")])
def test_other_formats_are_converted_to_png(tmp_path, kind, mode):
    data, stored_kind = clean_picture(saved(tmp_path / "a.x", kind, mode))
    assert stored_kind == "PNG"
    assert data.startswith(b"\x89PNG")


def test_photo_in_avif_is_converted_to_jpeg_and_a_transparent_one_to_png(tmp_path):
    if not features.check("avif"):
        pytest.skip("this Pillow reads no AVIF")
    assert clean_picture(saved(tmp_path / "a.avif", "AVIF", "RGB"))[1] == "JPEG"
    assert clean_picture(saved(tmp_path / "b.avif", "AVIF", "RGBA"))[1] == "PNG"


def test_photo_in_heic_is_converted_to_jpeg_upright_without_metadata(tmp_path):
    pillow_heif = pytest.importorskip("pillow_heif")
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "A. Photographer"
    image = Image.linear_gradient("L").convert("RGB").resize((64, 32))
    pillow_heif.from_pillow(image).save(tmp_path / "a.heic", exif=exif.tobytes())
    data, kind = clean_picture(tmp_path / "a.heic")
    assert kind == "JPEG"
    assert b"Photographer" not in data
    with Image.open(io.BytesIO(data)) as opened:
        assert opened.size == (32, 64)


def test_file_that_is_not_a_picture_is_reported_without_its_folder(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(PictureError, match=r"^notes\.png is not a picture that can be shown"):
        clean_picture(path)


def test_missing_file_is_reported(tmp_path):
    with pytest.raises(PictureError, match=r"the picture gone\.png cannot be read: No such file"):
        clean_picture(tmp_path / "gone.png")


def test_damaged_picture_that_must_be_encoded_is_reported(tmp_path):
    path = rotated_photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(PictureError, match="cannot be read"):
        clean_picture(path)


def test_damaged_picture_that_could_be_stored_unchanged_is_reported(tmp_path):
    path = saved(tmp_path / "a.png", "PNG")
    path.write_bytes(path.read_bytes()[:-30])
    with pytest.raises(PictureError, match=r"a\.png cannot be read"):
        clean_picture(path)


def test_large_rotated_photo_is_scaled_down_and_upright(tmp_path):
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (5000, 2500), "red").save(tmp_path / "a.jpg", exif=exif)
    data, _ = clean_picture(tmp_path / "a.jpg")
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (MAX_SIDE // 2, MAX_SIDE)


def test_scaling_in_bands_equals_scaling_at_once(tmp_path):
    # Faint noise: for values beyond black or white, Pillow clips sometimes before and sometimes after it transposes the picture.
    image = Image.effect_noise((210, 500), 20).resize((2100, 5000), Image.Resampling.NEAREST)
    image.save(tmp_path / "a.png", compress_level=1)
    data, _ = clean_picture(tmp_path / "a.png")
    with Image.open(io.BytesIO(data)) as scaled:
        assert scaled.size == (round(MAX_SIDE * 2.1 / 5), MAX_SIDE)
        expected = image.resize(scaled.size, Image.Resampling.BICUBIC)
        assert ImageChops.difference(scaled, expected).getextrema()[1] <= 1


def crafted_png(width, height, rows, extra=b""):
    """Make a PNG of a few kilobytes whose header declares width times height pixels."""
    compressor = zlib.compressobj(9)
    data = b"".join(compressor.compress(bytes(width * 4 + 1)) for _ in range(rows)) + compressor.flush()
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + extra + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def hidden_text(megabytes):
    """Make a comment that unpacks to this many megabytes."""
    return chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(megabytes << 20), 9))


def many_scans(count):
    """Make a JPEG of 49 million pixels and 200 kB with this many scans."""
    target = io.BytesIO()
    Image.new("L", (7000, 7000), 128).save(target, "JPEG", progressive=True, quality=10)
    data = target.getvalue()
    return data[:-2] + data[data.rindex(b"\xff\xda") : -2] * count + b"\xff\xd9"


def uniform_picture(kind, size, mode="RGB", **options):
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
    "eighty million coefficients": lambda: uniform_picture(
        "JPEG", (4500, 4500), "CMYK", progressive=True, subsampling=0, quality=10
    ),
    "a WebP that takes twenty bytes a pixel": lambda: uniform_picture("WEBP", (6000, 5000), quality=1, method=0),
    "a drawing with a script": lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_picture_is_refused_with_little_time_and_memory(name, tmp_path):
    path = tmp_path / "crafted.png"
    path.write_bytes(CRAFTED[name]())
    output, seconds, megabytes = resource_usage.run("deckgen.images.cleaning.prepare_picture", path, 2)
    assert "crafted.png" in output
    assert seconds < 2
    assert megabytes < 300


LARGEST = {
    "PNG": lambda: uniform_picture("PNG", (7200, 5000), "RGBA", compress_level=1),
    "TIFF": lambda: uniform_picture(
        "TIFF", (5000, 5000), "RGBA", compression="tiff_adobe_deflate", tiffinfo={278: 5000}
    ),
    "WEBP": lambda: uniform_picture("WEBP", (4000, 3000), "RGBA", lossless=True, quality=0, method=0),
    "JPEG": lambda: uniform_picture("JPEG", (8160, 6120), progressive=True, quality=10),
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("kind", LARGEST)
def test_largest_accepted_picture_needs_little_memory(kind, tmp_path):
    path = tmp_path / "large"
    path.write_bytes(LARGEST[kind]())
    output, _, megabytes = resource_usage.run("deckgen.images.cleaning.prepare_picture", path)
    assert output.startswith("PreparedPicture(")
    assert megabytes < 300
