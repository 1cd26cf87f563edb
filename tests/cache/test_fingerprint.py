"""Digests of files and folders: each change gives another digest, and a stranger's project cannot keep the computation busy."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from deckgen.build import pipeline, unchanged
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import BuildCache
from sample_projects import make_project

TABLE = "kind: table\ntitle: One\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a").write_text("one")
    return tmp_path / "tree"


def sparse(path: Path, size: int) -> None:
    """Create a large file that uses no disk space."""
    with path.open("wb") as file:
        file.truncate(size)


def test_each_change_in_a_folder_changes_its_digest(folder: Path) -> None:
    digests = {fingerprint.folder_digest(folder)}
    (folder / "deep" / "a").write_text("two")
    digests.add(fingerprint.folder_digest(folder))
    (folder / "deep" / "a").rename(folder / "deep" / "b")
    digests.add(fingerprint.folder_digest(folder))
    (folder / "empty").mkdir()
    digests.add(fingerprint.folder_digest(folder))
    assert len(digests) == 4


@pytest.mark.parametrize("where", ["", "deep", "deep/a"])
def test_folder_with_a_link_has_no_digest(where: str, folder: Path) -> None:
    """Also if the folder itself is a link: its target may contain all files of a machine."""
    (folder / where).rename(folder.parent / "moved")
    (folder / where).symlink_to(folder.parent / "moved")
    with pytest.raises(fingerprint.UncertainDigestError):
        fingerprint.folder_digest(folder)


@PIPES
def test_folder_with_a_pipe_has_no_digest(folder: Path) -> None:
    os.mkfifo(folder / "pipe")
    with pytest.raises(fingerprint.UncertainDigestError):
        fingerprint.folder_digest(folder)


def test_folder_with_too_many_bytes_is_not_read(folder: Path) -> None:
    sparse(folder / "large", 1 << 40)
    started = time.monotonic()
    with pytest.raises(fingerprint.UncertainDigestError):
        fingerprint.folder_digest(folder)
    assert time.monotonic() - started < 30, "a terabyte was read"


def test_bytes_of_all_files_count_towards_the_limit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "MAX_BYTES", 5)
    assert fingerprint.folder_digest(folder)
    (folder / "b").write_text("two")
    with pytest.raises(fingerprint.UncertainDigestError):
        fingerprint.folder_digest(folder)


def test_number_of_files_is_limited(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fingerprint, "MAX_FILES", 2)
    assert fingerprint.folder_digest(folder)
    (folder / "b").write_text("")
    with pytest.raises(fingerprint.UncertainDigestError):
        fingerprint.folder_digest(folder)


@contextmanager
def nested(folder: Path, depth: int = 1500) -> Iterator[None]:
    """Create nested folders, deeper than Python's recursion limit, and delete them again; `shutil.rmtree` could not."""
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
def test_deeply_nested_folders_do_not_stop_a_build(where: str, tmp_path: Path) -> None:
    deck = make_project(tmp_path, TABLE)
    (tmp_path / where).mkdir(exist_ok=True)
    with nested(tmp_path / where):
        assert pipeline.build_bytes(deck, cache=BuildCache()).data
        assert unchanged.result_key(deck, None, {}) == b""


@PIPES
def test_only_regular_files_of_limited_size_are_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to("/dev/zero")
    sparse(tmp_path / "large", 1 << 40)
    for name in ("pipe", "link", "large", "."):
        with pytest.raises(OSError, match=r"not a regular file|are not read"):
            fingerprint.file_digest(tmp_path / name)
        with pytest.raises(OSError, match=r"not a regular file|are not read"):
            fingerprint.file_digests([tmp_path / name])


def test_file_behind_a_link_is_digested(folder: Path) -> None:
    """Font files are often symbolic links."""
    (folder.parent / "link").symlink_to(folder / "deep" / "a")
    assert fingerprint.file_digest(folder.parent / "link") == fingerprint.file_digest(folder / "deep" / "a")
