"""What was made of a picture is kept by its bytes: the next build gives the same deck, and opens no picture again."""

import io
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from cached import cached
from deckgen.build import pipeline
from deckgen.cache import fingerprint
from deckgen.images import prepared
from deckgen.writer import cleaning
from sample_projects import make_project

PHOTOS = "kind: photos\ntitle: Photos\nimages: [{file: a.jpg, alt: A photo}, {file: b.svg, alt: A drawing}]"
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12.5"><rect width="9" height="9" fill="#3366CC"/></svg>'
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    prepared._known.cache_clear()
    made = make_project(tmp_path, PHOTOS)
    (made / "a.jpg").write_bytes(photo("#3366CC"))
    (made / "b.svg").write_text(DRAWING)
    return made


def photo(colour: str, held: int = 6) -> bytes:
    """A photo as a phone saves it: lying on its side, and naming somebody."""
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = held, "A. Photographer"
    target = io.BytesIO()
    Image.new("RGB", (64, 48), colour).save(target, "JPEG", exif=exif)
    return target.getvalue()


def made(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def anew(folder: Path) -> bytes:
    """What is made of a deck when nothing is kept."""
    for path in entries(folder):
        path.unlink()
    prepared._known.cache_clear()
    return made(folder)


def entries(folder: Path) -> list[Path]:
    return cached(folder, "pictures")


def test_a_second_build_gives_the_same_deck_and_makes_no_picture_again(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = made(folder)
    assert len(entries(folder)) == 2
    prepared._known.cache_clear()
    monkeypatch.setattr(cleaning, "shown", lambda _: pytest.fail("made again"))
    assert made(folder) == first


def test_a_second_build_needs_no_program_that_opens_pictures(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from deckgen.build import pipeline\n"
        f"assert pipeline.build_bytes(Path({str(folder)!r})).data\n"
        "print(sorted({'PIL', 'lxml'} & sys.modules.keys()))"
    )
    told = [
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60).stdout
        for _ in range(2)
    ]
    assert told == ["['PIL', 'lxml']\n", "[]\n"]


def test_another_picture_under_the_same_name_is_another_picture(folder: Path) -> None:
    first = made(folder)
    (folder / "a.jpg").write_bytes(photo("#AA3366", 1))
    second = made(folder)
    assert second != first
    assert second == anew(folder)
    (folder / "a.jpg").write_bytes(photo("#3366CC"))
    assert made(folder) == first


def test_a_picture_that_broke_is_told_although_it_was_shown_before(folder: Path) -> None:
    made(folder)
    data = (folder / "a.jpg").read_bytes()
    (folder / "a.jpg").write_bytes(data[: len(data) // 2])
    broken = pipeline.build_bytes(folder)
    assert broken.data is None
    assert [d.code for d in broken.diagnostics] == ["broken-picture"]
    (folder / "a.jpg").unlink()
    assert [d.code for d in pipeline.build_bytes(folder).diagnostics] == ["missing-picture"]


@pytest.mark.parametrize("broken", [b"", b"deckgen1", b"not an entry" * 20])
def test_a_broken_entry_does_not_count(folder: Path, broken: bytes) -> None:
    first = made(folder)
    for path in entries(folder):
        path.write_bytes(broken)
    prepared._known.cache_clear()
    assert made(folder) == first
    assert all(len(path.read_bytes()) > 300 for path in entries(folder))


def test_an_entry_of_another_form_does_not_count(folder: Path) -> None:
    first = made(folder)
    store = prepared._store(folder / "a.jpg")
    assert store is not None
    for path in entries(folder):
        store.put(path.stem, b"\x93\x01\x02\x03")
    prepared._known.cache_clear()
    assert made(folder) == first


def test_all_that_makes_pictures_is_named() -> None:
    found = {name.partition("-")[0].lower() for name in prepared.installed()}
    assert found >= set(prepared._LIBRARIES)
    assert prepared._makers.__wrapped__() == prepared._makers()


@pytest.mark.parametrize("kind", [b"\xa3EXE", b"\xa3PNG"])
@pytest.mark.parametrize("width", [b"\x00", b"\xcb\x7f\xf8" + bytes(6), b"\x40"])
def test_an_entry_that_is_no_picture_does_not_count(folder: Path, kind: bytes, width: bytes) -> None:
    store = prepared._store(folder / "a.jpg")
    assert store is not None
    name = prepared._name(fingerprint.digest(folder / "a.jpg"))
    store.put(name, b"\x94" + width + b"\x40\x91\x92\xc4\x01x" + kind + b"\xa0")
    prepared._known.cache_clear()
    assert (prepared.known(folder / "a.jpg") is not None) == (kind == b"\xa3PNG" and width == b"\x40")


def test_a_folder_content_in_a_deck_makes_no_project_of_it(folder: Path) -> None:
    (folder / "content").mkdir()
    (folder / "a.jpg").rename(folder / "content" / "a.jpg")
    text = (folder / "part.yaml").read_text("utf-8")
    (folder / "part.yaml").write_text(text.replace("a.jpg", "content/a.jpg"), "utf-8")
    made(folder)
    assert len(entries(folder)) == 2
    assert cached(folder / "a.jpg", "pictures") == []


def test_another_program_looks_at_pictures_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made(folder)
    monkeypatch.setattr(prepared, "_makers", lambda: "a newer Pillow")
    prepared._known.cache_clear()
    made(folder)
    assert len(entries(folder)) == 4


def test_a_picture_that_changes_while_it_is_read_is_kept_under_what_was_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = cleaning.shown

    def late(path: Path) -> prepared.PreparedImage:
        found = shown(path)
        if path.suffix == ".jpg":
            path.write_bytes(photo("#AA3366"))
        return found

    monkeypatch.setattr(cleaning, "shown", late)
    first = made(folder)
    monkeypatch.undo()
    second = made(folder)
    assert second != first
    assert second == anew(folder)


def test_outside_a_project_nothing_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(photo("#3366CC"))
    prepared.keep(path, cleaning.shown(path))
    assert prepared.known(path) is None
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize("name", ["gone.jpg", ".", "a\0b"])
def test_what_is_no_file_is_not_known(folder: Path, name: str) -> None:
    assert prepared.known(folder / name) is None
