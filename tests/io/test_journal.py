"""The next command finishes a change of several files that was killed midway; a journal can do nothing else."""

import itertools
import json
import os
import signal
import subprocess
import sys
from hashlib import sha256
from pathlib import Path

import pytest

from deckgen.edit import Change, FileError, write_all
from deckgen.io import journal

OLD, NEW = "a: old\n", "a: new\n"
NAMES = ("deck.yaml", "part.yaml", "data/metrics.yaml")
PROGRAM = """
import os, signal, sys
from pathlib import Path
from deckgen.edit import Change, write_all
folder, at = Path(sys.argv[1]), int(sys.argv[2])
moves = 0
real = Path.replace
def replace(self, target):
    global moves
    if moves == at:
        os.kill(os.getpid(), signal.SIGKILL)
    moves += 1
    return real(self, target)
Path.replace = replace
changes = [Change(folder / n, n, "a: old\\n", "a: new\\n") for n in sys.argv[3:]]
write_all(changes, folder, folder.parent, "roll")
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    deck = tmp_path / "project" / "deck"
    (deck / "data").mkdir(parents=True)
    for name in NAMES:
        (deck / name).write_text(OLD)
    return deck


def texts(folder: Path) -> list[str]:
    return [(folder / name).read_text() for name in NAMES]


def write_staged(folder: Path, name: str, text: str = NEW) -> str:
    path = folder / name
    staged = path.with_name(f".{path.name}.0123abcd.tmp")
    staged.parent.mkdir(parents=True, exist_ok=True)
    staged.write_text(text)
    return staged.name


def step(folder: Path, name: str, before: str = OLD, after: str = NEW) -> dict[str, str]:
    digests = {"before": sha256(before.encode()).hexdigest(), "after": sha256(after.encode()).hexdigest()}
    return {"path": name, "staged": write_staged(folder, name, after), **digests}


def write_journal(folder: Path, *steps: dict[str, str], command: str = "roll") -> None:
    (folder / journal.NAME).write_text(json.dumps({"command": command, "steps": steps}))


@pytest.mark.parametrize("at", range(5))
def test_killed_change_is_finished_by_the_next_command(folder: Path, at: int) -> None:
    """The first replacement writes the journal, the next three the files; there is no fifth."""
    result = subprocess.run([sys.executable, "-c", PROGRAM, str(folder), str(at), *NAMES], check=False)
    assert result.returncode == (-signal.SIGKILL if at < 4 else 0)
    finished = journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD if at == 0 else NEW] * 3
    assert (finished.command if finished else None) == (None if at in (0, 4) else "roll")
    assert not journal.is_pending(folder)
    assert journal.finish(folder, folder.parent) is None


def test_file_changed_after_the_interruption_is_not_replaced(folder: Path) -> None:
    write_journal(folder, step(folder, "deck.yaml"), step(folder, "part.yaml"))
    (folder / "part.yaml").write_text("a: mine\n")
    with pytest.raises(
        journal.JournalError, match=r"part\.yaml was changed after the interruption; nothing was changed"
    ):
        journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD, "a: mine\n", OLD]


def test_no_file_is_replaced_if_a_staged_file_was_changed(folder: Path) -> None:
    write_journal(folder, step(folder, "deck.yaml"), step(folder, "part.yaml"))
    (folder / ".part.yaml.0123abcd.tmp").write_text("a: other\n")
    with pytest.raises(journal.JournalError, match="the new text of part"):
        journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD] * 3


@pytest.mark.parametrize(
    "path",
    ["../../outside.yaml", "/etc/outside.yaml", "..\\outside.yaml", "C:outside.yaml", "data/../../../outside.yaml", "notes.md",
     "linked/outside.yaml", "leads-out.yaml", "a\0.yaml", ""],
)  # fmt: skip
def test_journal_may_name_only_content_files_of_its_deck(folder: Path, path: str) -> None:
    outside = folder.parents[1]
    (outside / "outside.yaml").write_text(OLD)
    (folder / "notes.md").write_text(OLD)
    (folder / "linked").symlink_to(outside)
    (folder / "leads-out.yaml").symlink_to(outside / "outside.yaml")
    wrong = {**step(folder, "deck.yaml"), "path": path}
    for name in ("outside.yaml", "notes.md"):
        write_staged(outside, name)
        write_staged(folder, name)
    wrong["staged"] = f".{Path(path).name or 'x'}.0123abcd.tmp".replace("\0", "")
    write_journal(folder, step(folder, "part.yaml"), wrong)
    with pytest.raises(journal.JournalError):
        journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD] * 3
    assert (outside / "outside.yaml").read_text() == (folder / "notes.md").read_text() == OLD


@pytest.mark.parametrize(
    "name", ["../.deck.yaml.0123abcd.tmp", ".other.yaml.0123abcd.tmp", "deck.yaml", "part.yaml", ""]
)
def test_journal_may_name_only_staged_files(folder: Path, name: str) -> None:
    (folder.parent / ".deck.yaml.0123abcd.tmp").write_text(NEW)
    write_journal(folder, {**step(folder, "deck.yaml"), "staged": name})
    with pytest.raises(journal.JournalError):
        journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD] * 3


def test_staged_link_is_not_followed(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text(NEW)
    linked = step(folder, "deck.yaml")
    (folder / linked["staged"]).unlink()
    (folder / linked["staged"]).symlink_to(tmp_path / "secret")
    write_journal(folder, linked)
    with pytest.raises(journal.JournalError):
        journal.finish(folder, folder.parent)
    assert texts(folder) == [OLD] * 3


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", "null", '{"command": "roll", "steps": []}', '{"command": "rm", "steps": []}', "[" * 100_000,
     '{"command": "roll", "steps": [{"path": "deck.yaml", "staged": "x", "before": "", "after": ""}]}', "\udcff"],
)  # fmt: skip
def test_invalid_journal_is_refused_with_a_message(folder: Path, text: str) -> None:
    (folder / journal.NAME).write_text(text, errors="surrogateescape")
    with pytest.raises(journal.JournalError, match=r"deck/\.deckgen-journal\.json, left by .* then delete"):
        journal.finish(folder, folder.parent)


def test_journal_that_is_a_pipe_or_a_link_is_refused(folder: Path) -> None:
    os.mkfifo(folder / journal.NAME)
    with pytest.raises(journal.JournalError):
        journal.finish(folder, folder.parent)
    (folder / journal.NAME).unlink()
    (folder / journal.NAME).symlink_to("/dev/zero")
    with pytest.raises(journal.JournalError):
        journal.finish(folder, folder.parent)


def fail_at(moves: dict[int, BaseException], monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the replacements of files with these numbers, counted from 1, fail."""
    real, count = Path.replace, itertools.count(1)

    def replace(self: Path, target: Path) -> Path:
        if (error := moves.get(next(count))) is not None:
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)


@pytest.mark.parametrize(
    ("moves", "finished"),
    [
        pytest.param({3: KeyboardInterrupt()}, NEW, id="between two files"),
        pytest.param({3: PermissionError(13, "Permission denied"), 5: KeyboardInterrupt()}, OLD, id="in the rollback"),
    ],
)
def test_interrupted_change_can_be_finished(
    folder: Path, monkeypatch: pytest.MonkeyPatch, moves: dict[int, BaseException], finished: str
) -> None:
    fail_at(moves, monkeypatch)
    with pytest.raises(KeyboardInterrupt):
        write_all([Change(folder / n, n, OLD, NEW) for n in NAMES], folder, folder, "roll")
    assert texts(folder) == [NEW, OLD, OLD]
    journal.finish(folder, folder)
    assert texts(folder) == [finished] * 3


def test_file_changed_between_two_replacements_stops_the_change(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As another program can do if nothing is locked."""
    real, moves = Path.replace, []

    def replace(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 2:
            (folder / "part.yaml").write_text("a: theirs\n")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(FileError, match=r"part\.yaml was changed by another program meanwhile; nothing was written"):
        write_all([Change(folder / n, n, OLD, NEW) for n in NAMES], folder, folder, "roll")
    assert texts(folder) == [OLD, "a: theirs\n", OLD]
    assert not journal.is_pending(folder)


def test_failed_rollback_is_reported_and_the_change_finished_later(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk becomes full while files are replaced."""
    real, moves = Path.replace, []

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    def replace(self: Path, target: Path) -> Path:
        moves.append(target)
        if len(moves) == 3:
            monkeypatch.setattr(os, "fsync", full)
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    with pytest.raises(FileError, match="the next `deckgen set`, `fill` or `roll` finishes the change"):
        write_all([Change(folder / n, n, OLD, NEW) for n in NAMES], folder, folder, "roll")
    assert texts(folder) == [NEW, OLD, OLD]
    monkeypatch.undo()
    journal.finish(folder, folder)
    assert texts(folder) == [NEW] * 3
