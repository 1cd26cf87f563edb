"""Either all changed files are written or none."""

from pathlib import Path

import pytest

from deckgen.edit import Change, FileError, open_file, unified_diff, write_all


def change(path: Path, after: str) -> Change:
    return Change(path, path.name, open_file(path, path.name, path.parent), after)


def write(changes: list[Change]) -> None:
    folder = changes[0].path.parent
    write_all(changes, folder, folder, "roll")


@pytest.fixture
def pair(tmp_path: Path) -> list[Path]:
    paths = [tmp_path / "a.yaml", tmp_path / "b.yaml"]
    for path in paths:
        path.write_bytes(b"\xef\xbb\xbfold: 1\r\n")
    return paths


def leftovers(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.iterdir() if p.name.endswith(".tmp"))


def test_line_breaks_byte_order_mark_and_permissions_are_retained(pair: list[Path]) -> None:
    pair[0].chmod(0o640)
    write([change(p, open_file(p, p.name, p.parent).replace("old", "new")) for p in pair])
    assert [p.read_bytes() for p in pair] == [b"\xef\xbb\xbfnew: 1\r\n"] * 2
    assert pair[0].stat().st_mode & 0o777 == 0o640
    assert not leftovers(pair[0].parent)


def test_write_protected_file_prevents_all_changes(pair: list[Path]) -> None:
    changes = [change(p, "new: 2\n") for p in pair]
    pair[1].chmod(0o444)
    with pytest.raises(FileError, match=r"b\.yaml is write-protected; nothing was written"):
        write(changes)
    assert pair[0].read_bytes().startswith(b"\xef\xbb\xbfold")
    assert not leftovers(pair[0].parent)


def test_file_changed_by_another_program_is_not_overwritten(pair: list[Path]) -> None:
    changes = [change(p, "new: 2\n") for p in pair]
    pair[0].write_text("mine: 3\n")
    with pytest.raises(FileError, match="changed by another program"):
        write(changes)
    assert pair[0].read_text() == "mine: 3\n"


def test_failed_move_restores_the_files_already_replaced(pair: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    changes = [change(p, "new: 2\n") for p in pair]
    moves: list[Path] = []
    real_replace = Path.replace

    def fail_on_third_move(self: Path, target: Path) -> Path:
        moves.append(Path(target))
        if len(moves) == 3:  # after the journal and the first file
            raise OSError(13, "Permission denied")
        return real_replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_on_third_move)
    with pytest.raises(FileError, match="Nothing was changed"):
        write(changes)
    assert [p.read_bytes() for p in pair] == [b"\xef\xbb\xbfold: 1\r\n"] * 2
    assert not leftovers(pair[0].parent)


def test_symbolic_link_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("a: 1\n")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "real.yaml")
    write([change(tmp_path / "link.yaml", "a: 2\n")])
    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_text() == "a: 2\n"


def test_file_that_is_not_utf8_raises_an_error(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes(b"a: caf\xe9\n")
    with pytest.raises(FileError, match="not UTF-8"):
        open_file(tmp_path / "latin.yaml", "latin.yaml", tmp_path)


def test_diff_shows_the_changed_lines(tmp_path: Path) -> None:
    shown = unified_diff([Change(tmp_path / "a.yaml", "a.yaml", "a: 1\r\nb: 2", "a: 1\r\nb: 3")])
    assert shown.splitlines()[:2] == ["--- a/a.yaml", "+++ b/a.yaml"]
    assert "-b: 2" in shown.splitlines()
    assert "+b: 3" in shown.splitlines()
