"""Prepared pictures are cached by the bytes of their files: the next build gives the same deck and opens no picture."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from cache_entries import cached
from deckgen.build import pipeline
from deckgen.cache import fingerprint
from deckgen.images import cleaning, prepared
from deckgen.ir.media import PreparedPicture
from sample_projects import make_project

PHOTOS = "kind: photos\ntitle: Photos\nimages: [{file: a.jpg, alt: A photo}, {file: b.svg, alt: A drawing}]"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12.5"><rect width="9" height="9" fill="#3366CC"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepared.forget_entries()
    deck = make_project(tmp_path, PHOTOS)
    (deck / "a.jpg").write_bytes(photo("#3366CC"))
    (deck / "b.svg").write_text(DRAWING)
    return deck


def photo(colour: str, orientation: int = 6) -> bytes:
    """Return a photo as a phone saves it: rotated, and with the name of its author."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = orientation, "A. Photographer"
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


def build(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def build_without_cache(folder: Path) -> bytes:
    """Build a deck with no pictures in the cache."""
    for path in entries(folder):
        path.unlink()
    prepared.forget_entries()
    return build(folder)


def entries(folder: Path) -> list[Path]:
    return cached(folder, "pictures")


def test_second_build_gives_the_same_deck_and_prepares_no_picture(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build(folder)
    assert len(entries(folder)) == 2
    prepared.forget_entries()
    monkeypatch.setattr(cleaning, "prepare_picture", lambda _: pytest.fail("prepared again"))
    assert build(folder) == first


def test_second_build_imports_no_library_that_opens_pictures(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from deckgen.build import pipeline\n"
        f"assert pipeline.build_bytes(Path({str(folder)!r})).data\n"
        "print(sorted({'PIL', 'resvg_py', 'tinycss2'} & sys.modules.keys()))"
    )
    outputs = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
        for _ in range(2)
    ]
    assert outputs == ["['PIL', 'tinycss2']\n", "[]\n"]


def test_new_picture_under_the_same_name_is_prepared(folder: Path) -> None:
    first = build(folder)
    (folder / "a.jpg").write_bytes(photo("#AA3366", 1))
    second = build(folder)
    assert second != first
    assert second == build_without_cache(folder)
    (folder / "a.jpg").write_bytes(photo("#3366CC"))
    assert build(folder) == first


def test_picture_that_was_damaged_or_deleted_since_is_an_issue(folder: Path) -> None:
    build(folder)
    data = (folder / "a.jpg").read_bytes()
    (folder / "a.jpg").write_bytes(data[: len(data) // 2])
    broken = pipeline.build_bytes(folder)
    assert broken.data is None
    assert [d.code for d in broken.issues] == ["broken-picture"]
    (folder / "a.jpg").unlink()
    assert [d.code for d in pipeline.build_bytes(folder).issues] == ["missing-picture"]


def test_damaged_entry_is_ignored_and_replaced(folder: Path) -> None:
    first = build(folder)
    for broken in (b"", b"deckgen1", b"not an entry" * 20):
        for path in entries(folder):
            path.write_bytes(broken)
        prepared.forget_entries()
        assert build(folder) == first, broken
        assert all(len(path.read_bytes()) > 300 for path in entries(folder)), broken


def test_entry_of_another_format_is_ignored(folder: Path) -> None:
    first = build(folder)
    store = prepared.store_of(folder / "a.jpg")
    assert store is not None
    for path in entries(folder):
        store.put(path.stem, b"\x93\x01\x02\x03")
    prepared.forget_entries()
    assert build(folder) == first


def test_all_libraries_that_prepare_pictures_are_installed() -> None:
    found = {name.partition("-")[0].lower() for name in prepared.installed_packages()}
    assert found >= set(prepared.LIBRARIES)
    assert prepared.producer_digest.__wrapped__() == prepared.producer_digest()


@pytest.mark.parametrize("kind", [b"\xa3EXE", b"\xa3PNG"])
@pytest.mark.parametrize("width", [b"\x00", b"\xcb\x7f\xf8" + bytes(6), b"\x40"])
def test_entry_with_an_invalid_size_or_kind_is_ignored(folder: Path, kind: bytes, width: bytes) -> None:
    store = prepared.store_of(folder / "a.jpg")
    assert store is not None
    name = prepared.entry_name(fingerprint.file_digest(folder / "a.jpg"))
    store.put(name, b"\x94" + width + b"\x40\x91\x92\xc4\x01x" + kind + b"\xa0")
    prepared.forget_entries()
    assert (prepared.load(folder / "a.jpg") is not None) == (kind == b"\xa3PNG" and width == b"\x40")


def test_folder_named_content_inside_a_deck_is_no_project(folder: Path) -> None:
    (folder / "content").mkdir()
    (folder / "a.jpg").rename(folder / "content" / "a.jpg")
    text = (folder / "part.yaml").read_text("utf-8")
    (folder / "part.yaml").write_text(text.replace("a.jpg", "content/a.jpg"), "utf-8")
    build(folder)
    assert len(entries(folder)) == 2
    assert cached(folder / "a.jpg", "pictures") == []


def test_pictures_are_prepared_again_by_another_program_version(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    build(folder)
    monkeypatch.setattr(prepared, "producer_digest", lambda: "a newer Pillow")
    prepared.forget_entries()
    build(folder)
    assert len(entries(folder)) == 4


def test_picture_changed_while_it_is_read_is_cached_by_the_bytes_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = cleaning.prepare_picture

    def change_after_reading(path: Path) -> PreparedPicture:
        found = shown(path)
        if path.suffix == ".jpg":
            path.write_bytes(photo("#AA3366"))
        return found

    monkeypatch.setattr(cleaning, "prepare_picture", change_after_reading)
    first = build(folder)
    monkeypatch.undo()
    second = build(folder)
    assert second != first
    assert second == build_without_cache(folder)


def test_nothing_is_cached_outside_a_project(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo("#3366CC"))
    prepared.store(path, cleaning.prepare_picture(path))
    assert prepared.load(path) is None
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["gone.jpg", ".", "a\0b"])
def test_path_that_is_no_file_has_no_cached_picture(folder: Path, name: str) -> None:
    assert prepared.load(folder / name) is None
