"""Saving, put to the test by doing it: killed at any moment, out of room, without permission, twice at once."""

import ctypes
import os
import random
import resource
import signal
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.writer import WriterError, save

pytestmark = [
    pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning"),
    pytest.mark.skipif(os.name == "nt", reason="signals, limits and users as POSIX has them"),
]

MEGABYTE = 1 << 20
NOBODY = 65534


def again_and_again(target: Path) -> None:
    """Save one of two decks after the other, the first of which counts as edited, until killed."""
    whole = [bytes([n]) * 2 * MEGABYTE for n in (1, 2)]
    for n in range(100_000):
        save(whole[n % 2], target, lambda old: old.read_bytes()[0] == 1)


def told(target: Path) -> None:
    """Save once; what goes wrong is written beside the folder."""
    try:
        save(b"new" * MEGABYTE, target)
    except WriterError as fault:
        os.write(1, str(fault).encode())


def forked(work: Callable[[Path], None], target: Path, before: Callable[[], None] = lambda: None) -> tuple[int, int]:
    """Do something in a process of its own, which has all imported already: its id, and where its output is read."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.dup2(writing, 1)
            before()
            work(target)
        finally:
            os._exit(0)
    os.close(writing)
    return child, reading


def said(child: int, reading: int) -> str:
    with os.fdopen(reading) as output:
        text = output.read()
    os.waitpid(child, 0)
    return text


def killed(child: int, reading: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)


def is_whole(file: Path) -> bool:
    data = file.read_bytes()
    return len(data) == 2 * MEGABYTE and data in (b"\x01" * len(data), b"\x02" * len(data))


def test_killed_at_any_moment_the_file_is_the_old_one_or_the_new_one(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"\x02" * 2 * MEGABYTE)
    moment = random.Random(7)
    for _ in range(40):
        child, reading = forked(again_and_again, target)
        time.sleep(moment.uniform(0, 0.05))
        killed(child, reading)
        assert is_whole(target)
        assert all(is_whole(kept) for kept in tmp_path.glob("a-edited*.pptx"))
    save(b"done", target)
    assert target.read_bytes() == b"done"


def test_what_a_killed_build_left_is_swept_away_once_it_is_an_hour_old(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.pptx.0123abcd.tmp", tmp_path / ".a.pptx.0123abce.tmp"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    save(b"new", tmp_path / "a.pptx")
    assert not old.exists()
    assert young.exists()


NEW_MOUNTS, PRIVATE = 0x20000, 1 << 14 | 1 << 18
"""As Linux numbers them: CLONE_NEWNS, and MS_REC with MS_PRIVATE."""


def has_a_disk_of_its_own(folder: Path) -> bool:
    """Give this process, and no other, a disk of one megabyte at a folder; False where the system lets only root do so."""
    libc = ctypes.CDLL(None)
    if not sys.platform.startswith("linux") or libc.unshare(NEW_MOUNTS) != 0:
        return False
    libc.mount(None, b"/", None, PRIVATE, None)
    return bool(libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, b"size=1m") == 0)


def may_write_little(_: Path) -> bool:
    """The limit of a file's size stands for that of the disk: writing really fails, half-way through."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEGABYTE, MEGABYTE))
    return True


@pytest.mark.parametrize("without_room", [has_a_disk_of_its_own, may_write_little])
def test_a_disk_without_room_leaves_the_old_file_and_no_other(
    without_room: Callable[[Path], bool], tmp_path: Path
) -> None:
    def work(target: Path) -> None:
        if not without_room(target.parent):
            os.write(1, b"may not")
            return
        target.write_bytes(b"old")
        told(target)
        left = [(file.name, file.read_bytes()) for file in target.parent.iterdir()]
        os.write(1, f"; left {left}".encode())

    message = said(*forked(work, tmp_path / "a.pptx"))
    if message == "may not":
        assert without_room is has_a_disk_of_its_own
        return
    why = "No space left on device" if without_room is has_a_disk_of_its_own else ""
    assert f"a.pptx cannot be written: {why}" in message
    assert message.endswith("; left [('a.pptx', b'old')]")


def test_a_folder_that_is_read_only_is_told_and_the_old_file_stays() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = folder / "a.pptx"
        target.write_bytes(b"old")
        folder.chmod(0o555)
        # Root may write anywhere: then it is tried as nobody.
        become = (lambda: os.setuid(NOBODY)) if os.geteuid() == 0 else (lambda: None)
        message = said(*forked(told, target, become))
        folder.chmod(0o755)
        assert message == f"{target} cannot be written: there is no permission to write in its folder"
        assert target.read_bytes() == b"old"
        assert [entry.name for entry in folder.iterdir()] == ["a.pptx"]


def test_two_builds_at_once_leave_one_whole_file_and_what_was_edited(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"\x01" * 2 * MEGABYTE)
    both = [forked(again_and_again, target) for _ in range(2)]
    time.sleep(0.8)
    for child, reading in both:
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "a build failed because another one was under way"
        killed(child, reading)
    assert is_whole(target)
    kept = list(tmp_path.glob("a-edited*.pptx"))
    assert kept
    assert all(file.read_bytes() == b"\x01" * 2 * MEGABYTE for file in kept)


@pytest.mark.parametrize("lock", ["~$a.pptx", ".~lock.a.pptx#"])
def test_a_file_that_is_open_in_powerpoint_or_libreoffice_is_left_alone(lock: str, tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"\x04Anna")
    with pytest.raises(WriterError, match=r"a\.pptx is open in another program: close it there and build again"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    (tmp_path / lock).unlink()
    save(b"new", target)
    assert target.read_bytes() == b"new"


def test_an_edited_file_is_kept_under_the_next_free_name(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    kept = []
    for text in (b"one", b"two", b"three"):
        target.write_bytes(text)
        kept.append(save(b"new", target, lambda old: old.read_bytes() != b"new"))
    assert [file.name for file in kept if file] == ["a-edited.pptx", "a-edited-2.pptx", "a-edited-3.pptx"]
    assert [file.read_bytes() for file in kept if file] == [b"one", b"two", b"three"]
    assert save(b"new", target, lambda old: old.read_bytes() != b"new") is None


def test_what_somebody_saves_while_the_old_file_is_looked_at_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"built")

    def saved_meanwhile(old: Path) -> bool:
        found = old.read_bytes() != b"built"
        if not found:
            old.write_bytes(b"by hand")
        return found

    kept = save(b"new", target, saved_meanwhile)
    assert kept is not None
    assert (kept.read_bytes(), target.read_bytes()) == (b"by hand", b"new")


def test_an_edited_file_is_kept_once_however_often_saving_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"edited")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
        for _ in range(2):
            with pytest.raises(WriterError):
                save(b"new", target, lambda _: True)
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.pptx"]
    save(b"new", target, lambda _: True)
    assert (tmp_path / "a-edited.pptx").read_bytes() == b"edited"


def test_where_a_file_cannot_have_two_names_a_copy_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"edited")
    monkeypatch.setattr(os, "link", lambda *_: (_ for _ in ()).throw(OSError(95, "Operation not supported")))
    kept = save(b"new", target, lambda _: True)
    assert kept is not None
    assert (kept.read_bytes(), target.read_bytes()) == (b"edited", b"new")
    assert len(list(tmp_path.iterdir())) == 2
