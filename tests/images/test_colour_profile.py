"""Colour profiles keep their colours and lose all texts: in a profile, a PNG, a JPEG and a drawing."""

import base64
import io
import struct
import time
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageCms

from deckgen.images.cleaning import prepare_picture
from deckgen.images.colour_profile import strip_texts
from deckgen.images.metadata import scan_cost, strip_metadata
from deckgen.images.opening import PictureError
from deckgen.images.svg import clean_svg
from png_chunks import chunk, chunks

NAME = b"Jane Doe"
WIDE = "Jane Doe".encode("utf-16-be")
D50 = (0.9642, 1.0, 0.8249)


def xyz(*values: float) -> bytes:
    return b"XYZ " + bytes(4) + b"".join(struct.pack(">i", round(v * 65536)) for v in values)


def curve(gamma: float) -> bytes:
    points = [round(65535 * (n / 255) ** gamma) for n in range(256)]
    return b"curv" + bytes(4) + struct.pack(">I256H", 256, *points)


def parametric(gamma: float) -> bytes:
    return b"para" + bytes(4) + struct.pack(">HHi", 0, 0, round(gamma * 65536))


def table() -> bytes:
    """Return a table from RGB to Lab: grey according to the green component, with two points per side."""
    head = (
        b"mft2" + bytes(4) + bytes([3, 3, 2, 0]) + struct.pack(">9i", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    )
    corners = [(0xFF00 if n & 2 else 0, 0x8000, 0x8000) for n in range(8)]
    ends = struct.pack(">6H", *(0, 0xFFFF) * 3)
    return head + struct.pack(">HH", 2, 2) + ends + b"".join(struct.pack(">3H", *c) for c in corners) + ends


MATRIX = {
    b"wtpt": xyz(*D50), b"rXYZ": xyz(0.61, 0.31, 0.02), b"gXYZ": xyz(0.2, 0.63, 0.07), b"bXYZ": xyz(0.15, 0.06, 0.74),
}  # fmt: skip
COLOURS = {
    "a matrix and curves": {**MATRIX, **{f"{c}TRC".encode(): curve(1.8) for c in "rgb"}},
    "a matrix and functions": {**MATRIX, **{f"{c}TRC".encode(): parametric(2.4) for c in "rgb"}},
    "a table": {b"wtpt": xyz(*D50), b"A2B0": table()},
}
WORDS = {
    b"desc": b"desc" + bytes(4) + struct.pack(">I", 9) + NAME + bytes(80),
    b"cprt": b"text" + bytes(4) + b"(c) " + NAME + b"\0",
    b"dmnd": b"desc" + bytes(4) + struct.pack(">I", 9) + NAME + bytes(80),
    b"dscm": struct.pack(">4s4xII2s2sII", b"mluc", 1, 12, b"en", b"US", len(WIDE), 28) + WIDE,
    b"targ": b"text" + bytes(4) + NAME + b"\0",
    b"meta": b"dict" + bytes(4) + NAME,
    b"mmod": b"mmod" + NAME * 4,
    b"pseq": b"pseq" + bytes(4) + NAME,
    b"Jane": NAME,
}


def profile(tags: dict[bytes, bytes], version: int = 2, between: bytes = b"") -> bytes:
    """Make a profile with a name in its header, between its tags and after their ends."""
    entries, values, start = b"", b"", 132 + 12 * len(tags)
    for name, value in tags.items():
        stored = value + between
        entries += struct.pack(">4sII", name, start + len(values), len(stored))
        values += stored + bytes(-len(stored) % 4) + between
    head = struct.pack(">I4s2B2x", start + len(values), NAME[:4], version, 0x40) + b"mntrRGB "
    head += b"Lab " if b"A2B0" in tags else b"XYZ "
    head += struct.pack(">6H", 2026, 5, 4, 3, 2, 1) + b"acspAPPL" + bytes(4) + NAME + bytes(8) + struct.pack(">I", 1)
    head += struct.pack(">3I", 0xF6D6, 0x10000, 0xD32D) + NAME[:4]
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + entries + values


def profile_with_texts(colours: dict[bytes, bytes], version: int = 2) -> bytes:
    return profile({**WORDS, **colours}, version, between=NAME + WIDE)


def holds_no_name(data: bytes) -> bool:
    return not any(word in data for word in (b"Jane", b"Doe", "Jane".encode("utf-16-be"), "Jane".encode("utf-16-le")))


def converted_colours(data: bytes) -> bytes:
    """Return the Lab values that a profile gives for colours all over the RGB cube."""
    image = Image.new("RGB", (64, 64))
    image.putdata([(x * 4, y * 4, (x * y) % 256) for y in range(64) for x in range(64)])
    lab = ImageCms.createProfile("LAB")
    intent = ImageCms.Intent.RELATIVE_COLORIMETRIC
    return ImageCms.profileToProfile(image, io.BytesIO(data), lab, renderingIntent=intent, outputMode="LAB").tobytes()


@pytest.mark.parametrize("version", [2, 4])
@pytest.mark.parametrize("colours", COLOURS)
def test_profile_loses_its_texts_and_keeps_its_colours(colours: str, version: int) -> None:
    original = profile_with_texts(COLOURS[colours], version)
    clean = strip_texts(original)
    assert clean is not None
    assert not holds_no_name(original)
    assert holds_no_name(clean)
    assert converted_colours(clean) == converted_colours(original)
    assert ImageCms.getProfileDescription(ImageCms.ImageCmsProfile(io.BytesIO(clean))).strip() == "ICC profile"
    assert ImageCms.getProfileCopyright(ImageCms.ImageCmsProfile(io.BytesIO(clean))).strip() == "ICC profile"
    assert strip_texts(clean) == clean


def test_profile_of_pillow_keeps_its_colours() -> None:
    original = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    clean = strip_texts(original)
    assert clean is not None
    assert converted_colours(clean) == converted_colours(original)


MATRIX_AND_CURVES = COLOURS["a matrix and curves"]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"Jane Doe",
        profile_with_texts(MATRIX_AND_CURVES)[:900],
        profile_with_texts(MATRIX_AND_CURVES).replace(b"acsp", b"Jane"),
        profile_with_texts(MATRIX_AND_CURVES).replace(b"mntr", b"link"),
        profile_with_texts(MATRIX_AND_CURVES).replace(b"RGB ", b"Jane"),
        profile(WORDS),
        profile({**MATRIX, b"rTRC": b"curv" + bytes(4) + struct.pack(">I", 2**32 - 1)}),
        profile({**MATRIX, b"rTRC": b"para" + bytes(4) + struct.pack(">HHi", 9, 0, 0)}),
        profile({**MATRIX, b"rTRC": NAME * 2}),
        profile({**MATRIX, b"A2B0": b"mft2" + bytes(4) + bytes([255, 255, 255]) + bytes(60)}),
        profile(MATRIX)[:128] + struct.pack(">I", 2**32 - 1) + bytes(400),
        profile(MATRIX)[:128] + struct.pack(">I4sII", 1, b"wtpt", 2**32 - 1, 2**32 - 1) + bytes(400),
    ],
)
def test_damaged_profile_is_rejected(data: bytes) -> None:
    assert strip_texts(data) is None


@settings(max_examples=200, deadline=None)
@given(st.integers(0, len(profile_with_texts(MATRIX_AND_CURVES)) - 1), st.binary(max_size=6))
def test_profile_with_any_damage_is_stripped_or_rejected(at: int, new: bytes) -> None:
    data = profile_with_texts(MATRIX_AND_CURVES)
    clean = strip_texts(data[:at] + new + data[at + len(new) :])
    assert clean is None or (holds_no_name(clean) and strip_texts(clean) == clean)


def png(profile_data: bytes, name: bytes = NAME, packed: bytes | None = None) -> bytes:
    """Make a PNG with a colour profile of that name."""
    image = io.BytesIO()
    Image.effect_noise((40, 30), 90).convert("RGB").save(image, "PNG")
    content = name + b"\0\0" + (zlib.compress(profile_data) + NAME if packed is None else packed)
    data = image.getvalue()
    return data[:33] + chunk(b"iCCP", content) + data[33:]


def jpeg(profile_data: bytes) -> bytes:
    image = io.BytesIO()
    noise = Image.effect_noise((40, 30), 90).convert("RGB")
    noise.save(image, "JPEG", icc_profile=profile_data, quality=95)
    return image.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@pytest.mark.parametrize("colours", COLOURS)
def test_picture_keeps_pixels_and_colours_and_loses_texts(kind: str, colours: str, tmp_path: Path) -> None:
    original = profile_with_texts(COLOURS[colours])
    path = tmp_path / "a.picture"
    path.write_bytes(png(original) if kind == "PNG" else jpeg(original))
    [(data, _)] = prepare_picture(path).files
    assert holds_no_name(data)
    with Image.open(io.BytesIO(data)) as clean, Image.open(path) as before:
        assert clean.tobytes() == before.tobytes()
        assert converted_colours(clean.info["icc_profile"]) == converted_colours(original)
        assert holds_no_name(clean.info["icc_profile"])
    assert strip_metadata(data, kind) == data


@pytest.mark.parametrize(
    ("kind", "options"), [("TIFF", {}), ("WEBP", {"lossless": True}), ("JPEG", {"orientation": 6})]
)
def test_reencoded_picture_has_a_profile_without_texts(kind: str, options: dict[str, object], tmp_path: Path) -> None:
    original = profile_with_texts(MATRIX_AND_CURVES)
    exif = Image.Exif()
    exif[0x0112] = options.pop("orientation", 1)
    Image.new("RGB", (40, 20), "red").save(tmp_path / "a", kind, icc_profile=original, exif=exif, **options)
    [(data, saved)] = prepare_picture(tmp_path / "a").files
    with Image.open(io.BytesIO(data)) as clean:
        assert converted_colours(clean.info["icc_profile"]) == converted_colours(original)
    assert holds_no_name(data)
    assert holds_no_name(b"".join(map(unpacked, profile_chunks(data)))) if saved == "PNG" else True


def profile_chunks(data: bytes) -> list[bytes]:
    return [content for name, content in chunks(data) if name == b"iCCP"]


def unpacked(content: bytes) -> bytes:
    name, _, packed = content.partition(b"\0")
    return name + zlib.decompress(packed[1:])


def test_picture_in_a_drawing_has_a_profile_without_texts() -> None:
    encoded = base64.b64encode(png(profile_with_texts(MATRIX_AND_CURVES))).decode()
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">'
    drawing = clean_svg(
        f'{head}<image width="9" height="9" href="data:image/png;base64,{encoded}"/></svg>'.encode(), "a.svg"
    )
    address = etree.fromstring(drawing.svg)[0].get("{http://www.w3.org/1999/xlink}href")
    assert address is not None
    data = base64.b64decode(address.partition(",")[2])
    assert holds_no_name(data)
    assert holds_no_name(unpacked(profile_chunks(data)[0]))


def test_profile_in_several_segments_is_joined_in_order() -> None:
    long = {**MATRIX_AND_CURVES, b"A2B2": table_of(17)}
    data = jpeg(profile_with_texts(long))
    assert data.count(b"ICC_PROFILE\0") > 1
    assert converted_colours(
        Image.open(io.BytesIO(strip_metadata(data, "JPEG"))).info["icc_profile"]
    ) == converted_colours(profile_with_texts(long))


def table_of(points: int) -> bytes:
    """Return a table so large that its profile needs more than one segment of a JPEG."""
    head = (
        b"mft2"
        + bytes(4)
        + bytes([3, 3, points, 0])
        + struct.pack(">9i", *(65536 if n % 4 == 0 else 0 for n in range(9)))
    )
    ends = struct.pack(">6H", *(0, 0xFFFF) * 3)
    return head + struct.pack(">HH", 2, 2) + ends + bytes(2 * 3 * points**3 * 3) + ends


def test_profile_that_unpacks_to_too_much_is_removed(tmp_path: Path) -> None:
    huge = zlib.compress(profile_with_texts(MATRIX_AND_CURVES) + bytes(100 << 20))
    data = strip_metadata(png(b"", packed=huge), "PNG")
    assert b"iCCP" not in data
    path = tmp_path / "a.png"
    path.write_bytes(png(b"", packed=huge))
    with pytest.raises(PictureError, match=r"a\.png cannot be read"):
        prepare_picture(path)


@pytest.mark.parametrize("packed", [b"", b"no zlib data", zlib.compress(b"no profile"), zlib.compress(b"")])
def test_invalid_profile_is_removed(packed: bytes) -> None:
    data = strip_metadata(png(b"", packed=packed), "PNG")
    assert b"iCCP" not in data
    assert Image.open(io.BytesIO(data)).tobytes()


def test_oversized_chunks_of_a_png_are_removed() -> None:
    plain = png(b"", packed=b"")
    words = (
        chunk(name, bytes(9) + NAME * 99) for name in (b"pHYs", b"gAMA", b"cHRM", b"sBIT", b"bKGD", b"cICP", b"sRGB")
    )
    assert holds_no_name(strip_metadata(plain[:33] + b"".join(words) + plain[33:], "PNG"))


def test_segments_of_a_jpeg_are_trimmed() -> None:
    plain = jpeg(profile_with_texts(MATRIX_AND_CURVES))
    assert plain[2:6] == b"\xff\xe0\x00\x10"
    thumbnail = NAME * 12
    jfif = b"\xff\xe0" + struct.pack(">H", 16 + len(thumbnail)) + plain[6:18] + bytes([4, 8]) + thumbnail

    def segment(marker: int, data: bytes) -> bytes:
        return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data

    more = segment(0xEE, b"Adobe" + bytes(6) + b"\1" + NAME) + b"".join(
        segment(m, NAME) for m in (0xE5, 0xF0, 0xC8, 0xBF, 0xFD)
    )
    data = strip_metadata(plain[:2] + jfif + more + plain[20:], "JPEG")
    assert holds_no_name(data)
    with Image.open(io.BytesIO(data)) as clean, Image.open(io.BytesIO(plain)) as before:
        assert clean.tobytes() == before.tobytes()
        assert clean.info["jfif_density"] == before.info["jfif_density"]


CUT = jpeg(profile_with_texts(MATRIX_AND_CURVES)) + b"\xff\xc0\x00\x03\xff\xda\x00\x02"


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_truncated_jpeg_is_read_without_an_error(data: st.DataObject) -> None:
    start = data.draw(st.integers(2, len(CUT)))
    cut = CUT[:start] + data.draw(
        st.sampled_from([b"", b"\xff\xc2\x00\x02", b"\xff\xda\x00\x00", b"\xff\xc0\xff\xff\xff\xff\xff\xff"])
    )
    scan_cost(cut, 1200)
    assert strip_metadata(cut, "JPEG").startswith(b"\xff\xd8")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"\xff\xd8" + b"\xff\xc0\x00\x0b\x08\x00\x01\x00\x01\x01\x01\x11\x00" * 3_000_000, "JPEG"),
        (b"\xff\xd8" + b"\xff\xe1\x00\x02" * 10_000_000, "JPEG"),
        (b"\x89PNG\r\n\x1a\n" + b"\0\0\0\0IDAT\0\0\0\0" * 3_000_000, "PNG"),
    ],
    ids=["frames", "segments", "chunks"],
)
@pytest.mark.flaky(reruns=2)
def test_picture_of_millions_of_pieces_is_refused_quickly(data: bytes, kind: str) -> None:
    started = time.process_time()
    with pytest.raises(ValueError, match=r"^it has more than 100,000 segments or chunks$"):
        strip_metadata(data, kind)
    if kind == "JPEG":
        with pytest.raises(ValueError, match="100,000 segments or chunks"):
            scan_cost(data, 1)
    assert time.process_time() - started < 2


@pytest.mark.flaky(reruns=2)
def test_fill_bytes_between_segments_take_linear_time() -> None:
    started = time.process_time()
    assert strip_metadata(b"\xff\xd8" + b"\xff" * 40_000_000 + CUT[2:], "JPEG") == strip_metadata(CUT, "JPEG")
    assert time.process_time() - started < 2
