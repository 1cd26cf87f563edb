"""Digests of files and folders: another one for each change, and an end to what a strange project gives to read."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deckgen.build import pipeline, unchanged
from deckgen.build.caches import StageCaches
from deckgen.cache import fingerprint
from sample_projects import make_project

TABLE = "kind: table\ntitle: One\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a").write_text("one")
    return tmp_path / "tree"


def sparse(path: Path, size: int) -> None:
    """A file that is large and takes no room."""
    with path.open("wb") as file:
        file.truncate(size)


def test_each_change_to_a_folder_is_another_digest(folder: Path) -> None:
    found = {fingerprint.tree(folder)}
    (folder / "deep" / "a").write_text("two")
    found.add(fingerprint.tree(folder))
    (folder / "deep" / "a").rename(folder / "deep" / "b")
    found.add(fingerprint.tree(folder))
    (folder / "empty").mkdir()
    found.add(fingerprint.tree(folder))
    assert len(found) == 4


@pytest.mark.parametrize("where", ["", "deep", "deep/a"])
def test_a_link_makes_it_unsure(where: str, folder: Path) -> None:
    """Also the folder itself: what it leads to may be all files of a machine."""
    (folder / where).rename(folder.parent / "moved")
    (folder / where).symlink_to(folder.parent / "moved")
    with pytest.raises(fingerprint.UnsureError):
        fingerprint.tree(folder)


@PIPES
def test_a_pipe_makes_it_unsure(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(fingerprint.UnsureError):
        fingerprint.tree(folder)


def test_too_many_bytes_are_not_read(folder: Path) -> None:
    sparse(folder / "large", 1 << 40)
    started = time.monotonic()
    with pytest.raises(fingerprint.UnsureError):
        fingerprint.tree(folder)
    assert time.monotonic() - started < 30, "a terabyte was read"


def test_bytes_are_counted_over_all_files(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "MOST_BYTES", 5)
    assert fingerprint.tree(folder)
    (folder / "b").write_text("two")
    with pytest.raises(fingerprint.UnsureError):
        fingerprint.tree(folder)


def test_files_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "MOST_FILES", 2)
    assert fingerprint.tree(folder)
    (folder / "b").write_text("")
    with pytest.raises(fingerprint.UnsureError):
        fingerprint.tree(folder)


@contextmanager
def nested(folder: Path, depth: int = 1500) -> Iterator[None]:
    """Have folders in each other, deeper than Python functions may call each other; `shutil.rmtree` could not delete them."""
    for _ in range(depth):
        folder /= "d"
        folder.mkdir()
    try:
        yield
    finally:
        for _ in range(depth):
            folder.rmdir()
            folder = folder.parent


@pytest.mark.parametrize("where", ["content/sample", "layouts"])
def test_folders_nested_deeply_stop_no_build(where: str, tmp_path: Path) -> None:
    deck = make_project(tmp_path, TABLE)
    (tmp_path / where).mkdir(exist_ok=True)
    with nested(tmp_path / where):
        assert pipeline.build_bytes(deck, caches=StageCaches()).data
        assert unchanged.DeckRecord(deck, (), {}).said() is None


@PIPES
def test_what_is_no_regular_file_is_not_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    sparse(tmp_path / "large", 1 << 40)
    for name in ("pipe", "link", "large", "."):
        with pytest.raises(OSError, match=r"Invalid argument|File too large"):
            fingerprint.digest(tmp_path / name)
        with pytest.raises(OSError, match=r"Invalid argument|File too large"):
            fingerprint.of([tmp_path / name])


def test_a_file_behind_a_link_is_read(folder: Path) -> None:
    """Fonts are often linked to."""
    (folder.parent / "link").symlink_to(folder / "deep" / "a")
    assert fingerprint.digest(folder.parent / "link") == fingerprint.digest(folder / "deep" / "a")
