"""A part that was compressed before is stored as zipfile stores it."""

import io
import zipfile

import pytest

from deckgen.cache.build_cache import BuildCache
from deckgen.writer.deflated_parts import DEFLATED_KIND, add_deflated, find_deflated

MOMENT = (2021, 2, 25, 13, 45, 58)
PARTS = {
    "[Content_Types].xml": b"<Types/>",
    "ppt/slides/slide1.xml": b"<p:sld>" + b"words and words " * 500 + b"</p:sld>",
    "ppt/media/Übersicht.svg": "<svg>€</svg>".encode(),
    "ppt/empty.xml": b"",
    "ppt/slides/slide2.xml": b"<p:sld/>",
}


class _Store:
    """The entries of one kind, as a `Store` has them."""

    def __init__(self, data=None):
        self.data = data

    def get(self, name):
        return self.data

    def put(self, name, data):
        self.data = data


def item(name):
    info = zipfile.ZipInfo(name, MOMENT)
    info.create_system, info.external_attr, info.compress_type = 3, 0o644 << 16, zipfile.ZIP_DEFLATED
    return info


def written(level, add):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in PARTS.items():
            add(archive, item(name), data, level)
        stored = item("ppt/media/image1.png")
        archive.writestr(stored, b"\x89PNG", zipfile.ZIP_STORED)
        add(archive, item("customXml/item2.xml"), b"<seal/>", level)
    return target.getvalue()


def by_zipfile(archive, info, data, level):
    archive.writestr(info, data, compresslevel=level)


def with_cache(cache):
    def add(archive, info, data, level):
        add_deflated(archive, info, find_deflated(data, level, cache))

    return add


@pytest.mark.parametrize("level", [3, 6])
def test_file_has_the_bytes_that_zipfile_writes(level):
    store = _Store()
    caches = (BuildCache(()), BuildCache({DEFLATED_KIND}, {DEFLATED_KIND: store}))
    for cache in (*caches, BuildCache({DEFLATED_KIND}, {DEFLATED_KIND: store})):
        assert written(level, with_cache(cache)) == written(level, by_zipfile)
        cache.save()
    with zipfile.ZipFile(io.BytesIO(written(level, with_cache(caches[1])))) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in PARTS} == PARTS


def test_part_is_compressed_once(monkeypatch):
    store = _Store()
    first = BuildCache({DEFLATED_KIND}, {DEFLATED_KIND: store})
    expected = written(3, with_cache(first))
    first.save()
    monkeypatch.setattr("deckgen.writer.deflated_parts.zlib.compressobj", None)
    assert written(3, with_cache(BuildCache({DEFLATED_KIND}, {DEFLATED_KIND: store}))) == expected


def test_entry_that_is_no_bytes_is_compressed_again():
    store = _Store(b"\x92\xa1x\x80")
    assert written(3, with_cache(BuildCache({DEFLATED_KIND}, {DEFLATED_KIND: store}))) == written(3, by_zipfile)
