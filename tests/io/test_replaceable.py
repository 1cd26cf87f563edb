"""Commands replace only files that deckgen wrote, and write them completely or not at all."""

import os
from pathlib import Path

import pytest

from deckgen.io.atomic import remove_leftovers, target_name, write_file
from deckgen.io.confined import RefusedFileError
from deckgen.io.replaceable import PNG, write_over


def test_own_and_empty_files_are_replaced(tmp_path: Path) -> None:
    for before in (None, PNG + b"old", b""):
        path = tmp_path / "new" / "a.png"
        if before is not None:
            path.write_bytes(before)
        write_over(path, PNG + b"new", PNG)
        assert path.read_bytes() == PNG + b"new"
        assert [p.name for p in path.parent.iterdir()] == ["a.png"]


def make_text(path: Path) -> None:
    path.write_text("mine")


def make_folder(path: Path) -> None:
    path.mkdir()


def make_pipe(path: Path) -> None:
    os.mkfifo(path)


def make_link(path: Path) -> None:
    path.with_name("real.png").write_bytes(PNG)
    path.symlink_to("real.png")


def make_link_to_nothing(path: Path) -> None:
    path.symlink_to("nothing.png")


@pytest.mark.parametrize("make", [make_text, make_folder, make_pipe, make_link, make_link_to_nothing])
def test_file_that_deckgen_did_not_write_is_not_replaced(make: object, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    make(path)
    before = sorted((p.name, p.lstat().st_mode, p.lstat().st_size) for p in tmp_path.iterdir())
    with pytest.raises(RefusedFileError, match=r"a\.png"):
        write_over(path, PNG, PNG)
    assert sorted((p.name, p.lstat().st_mode, p.lstat().st_size) for p in tmp_path.iterdir()) == before


def test_full_disk_leaves_only_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(b"old")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        write_file(path, b"new")
    assert path.read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def test_files_of_killed_commands_are_removed_after_an_hour(tmp_path: Path) -> None:
    old, young, other = (
        tmp_path / n for n in (".a[1].md.0123abcd.tmp", ".a[1].md.89abcdef.tmp", ".a1.md.0123abcd.tmp")
    )
    for path in (old, young, other):
        path.write_text("x")
    for path in (old, other):
        os.utime(path, (0, 0))
    remove_leftovers(tmp_path / "a[1].md")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([young.name, other.name])
    assert target_name(old.name) == "a[1].md"
