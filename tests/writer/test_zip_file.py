"""The zip file of a deck: what zipfile of the standard library writes, compressed once."""

import io
import zipfile
from datetime import UTC, datetime

import pytest

from deckgen.cache.build_cache import BuildCache
from deckgen.writer import WriterError
from deckgen.writer.zip_file import COMPRESSED_KIND, ZipFile

MOMENT = datetime(2021, 2, 11, 9, 30, 42, tzinfo=UTC)
ITEMS = [
    ("[Content_Types].xml", b"<Types/>"),
    ("ppt/slides/slide1.xml", b"<p:sld/>" * 500),
    ("ppt/media/image1.png", b"\x89PNG"),
]


def written(cache: BuildCache) -> bytes:
    file = ZipFile(MOMENT, cache)
    for name, data in ITEMS:
        file.add(name, data, is_compressed=not name.endswith(".png"))
    return file.to_bytes()


def test_zip_has_the_bytes_that_zipfile_writes() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in ITEMS:
            info = zipfile.ZipInfo(name, MOMENT.timetuple()[:6])
            info.create_system, info.external_attr = 3, 0o644 << 16
            info.compress_type = zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            archive.writestr(info, data, compresslevel=3)
    assert written(BuildCache()) == target.getvalue()


def test_unchanged_items_are_not_compressed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    cache = BuildCache({COMPRESSED_KIND})
    first = written(cache)
    monkeypatch.setattr("zlib.compressobj", None)  # compressing would fail
    assert written(cache) == first


def test_file_with_too_many_items_for_a_zip_is_refused() -> None:
    file = ZipFile(MOMENT)
    for number in range(0xFFFF):
        file.add(f"{number}", b"", is_compressed=False)
    with pytest.raises(WriterError, match="more than 65,535 parts"):
        file.add("one-more", b"", is_compressed=False)
