import os
import stat
from pathlib import Path

import pytest

from deckgen.writer import WriterError, save


def test_a_file_is_written_and_its_folder_made(tmp_path):
    save(b"deck", tmp_path / "output" / "deep" / "a.pptx")
    assert (tmp_path / "output/deep/a.pptx").read_bytes() == b"deck"


def test_an_old_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    save(b"new", str(target))
    assert target.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_a_file_held_open_is_told_and_stays_whole(tmp_path, monkeypatch):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")

    def refused(self, other):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refused)
    with pytest.raises(WriterError, match=r"a\.pptx cannot be replaced: it is open in another program"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_a_full_disk_leaves_the_old_file_whole(tmp_path, monkeypatch):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")

    def full(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(WriterError, match="No space left on device"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "a.pptx").mkdir()
    with pytest.raises(WriterError, match="it is a folder"):
        save(b"x", tmp_path / "a.pptx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_a_file_in_the_place_of_a_folder_is_told(tmp_path):
    (tmp_path / "output").write_text("x")
    with pytest.raises(WriterError, match="a part of its path is a file"):
        save(b"x", tmp_path / "output" / "a.pptx")


@pytest.mark.skipif(os.name == "nt", reason="permissions and links as POSIX has them")
def test_a_link_stays_a_link_and_permissions_stay(tmp_path):
    real = tmp_path / "real.pptx"
    real.write_bytes(b"old")
    real.chmod(0o640)
    (tmp_path / "link.pptx").symlink_to(real)
    save(b"new", tmp_path / "link.pptx")
    assert (tmp_path / "link.pptx").is_symlink()
    assert real.read_bytes() == b"new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
