import os
import stat
from pathlib import Path

import pytest

from deckgen.build.output_file import OutputFileError, save


def test_save_creates_the_folder_of_the_file(tmp_path):
    save(b"deck", tmp_path / "output" / "deep" / "a.pptx")
    assert (tmp_path / "output/deep/a.pptx").read_bytes() == b"deck"


def test_old_file_is_replaced_without_leaving_other_files(tmp_path):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    save(b"new", str(target))
    assert target.read_bytes() == b"new"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_file_locked_by_another_program_is_reported_and_unchanged(tmp_path, monkeypatch):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")

    def refuse(self, other):
        raise PermissionError(13, "The process cannot access the file")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputFileError, match=r"a\.pptx cannot be replaced: it is open in another program"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_failed_flush_leaves_the_old_file_unchanged(tmp_path, monkeypatch):
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")

    def fail(_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OutputFileError, match="No space left on device"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_folder_at_the_path_of_the_file_is_reported(tmp_path):
    (tmp_path / "a.pptx").mkdir()
    with pytest.raises(OutputFileError, match="it is a folder"):
        save(b"x", tmp_path / "a.pptx")
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]


def test_file_at_the_path_of_the_folder_is_reported(tmp_path):
    (tmp_path / "output").write_text("x")
    with pytest.raises(OutputFileError, match="a part of its path is a file"):
        save(b"x", tmp_path / "output" / "a.pptx")


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX permissions and links")
def test_symbolic_link_and_permissions_are_retained(tmp_path):
    linked_file = tmp_path / "real.pptx"
    linked_file.write_bytes(b"old")
    linked_file.chmod(0o640)
    (tmp_path / "link.pptx").symlink_to(linked_file)
    save(b"new", tmp_path / "link.pptx")
    assert (tmp_path / "link.pptx").is_symlink()
    assert linked_file.read_bytes() == b"new"
    assert stat.S_IMODE(linked_file.stat().st_mode) == 0o640
