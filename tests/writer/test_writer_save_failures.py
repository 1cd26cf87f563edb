"""Saving under real failures: killed at any moment, on a full disk, without permission, and concurrently."""

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
    pytest.mark.skipif(os.name == "nt", reason="needs POSIX signals, limits and users"),
]

MEGABYTE = 1 << 20
UNPRIVILEGED_USER = 65534


def save_repeatedly(target: Path) -> None:
    """Save two decks alternately until killed; the first counts as edited."""
    decks = [bytes([n]) * 2 * MEGABYTE for n in (1, 2)]
    for n in range(100_000):
        save(decks[n % 2], target, lambda old: old.read_bytes()[0] == 1)


def save_and_print_error(target: Path) -> None:
    """Save once, and write the error message to the standard output."""
    try:
        save(b"new" * MEGABYTE, target)
    except WriterError as error:
        os.write(1, str(error).encode())


def start_process(
    work: Callable[[Path], None], target: Path, before: Callable[[], None] = lambda: None
) -> tuple[int, int]:
    """Call a function in a forked process, which has everything imported; return its id and the pipe of its output."""
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


def output_of(child: int, reading: int) -> str:
    """Wait for a process and return its output."""
    with os.fdopen(reading) as output:
        text = output.read()
    os.waitpid(child, 0)
    return text


def kill_process(child: int, reading: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    os.close(reading)


def is_complete(file: Path) -> bool:
    data = file.read_bytes()
    return len(data) == 2 * MEGABYTE and data in (b"\x01" * len(data), b"\x02" * len(data))


def test_killed_save_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"\x02" * 2 * MEGABYTE)
    moment = random.Random(7)
    for _ in range(40):
        child, reading = start_process(save_repeatedly, target)
        time.sleep(moment.uniform(0, 0.05))
        kill_process(child, reading)
        assert is_complete(target)
        assert all(is_complete(copy) for copy in tmp_path.glob("a-edited*.pptx"))
    save(b"done", target)
    assert target.read_bytes() == b"done"


def test_temporary_files_older_than_an_hour_are_deleted(tmp_path: Path) -> None:
    old, young = tmp_path / ".a.pptx.0123abcd.tmp", tmp_path / ".a.pptx.0123abce.tmp"
    for file in (old, young):
        file.write_bytes(b"half")
    os.utime(old, (time.time() - 4000,) * 2)
    save(b"new", tmp_path / "a.pptx")
    assert not old.exists()
    assert young.exists()


NEW_MOUNTS, PRIVATE = 0x20000, 1 << 14 | 1 << 18
"""Constants of Linux: CLONE_NEWNS, and MS_REC with MS_PRIVATE."""


def mount_small_disk(folder: Path) -> bool:
    """Mount a disk of one megabyte at a folder, for this process only; return False if the system does not permit it."""
    libc = ctypes.CDLL(None)
    if not sys.platform.startswith("linux") or libc.unshare(NEW_MOUNTS) != 0:
        return False
    libc.mount(None, b"/", None, PRIVATE, None)
    return bool(libc.mount(b"tmpfs", bytes(folder), b"tmpfs", 0, b"size=1m") == 0)


def limit_file_size(_: Path) -> bool:
    """Limit the size of files instead of that of the disk: writing fails in the middle."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MEGABYTE, MEGABYTE))
    return True


@pytest.mark.parametrize("limit_space", [mount_small_disk, limit_file_size])
def test_full_disk_leaves_only_the_old_file(limit_space: Callable[[Path], bool], tmp_path: Path) -> None:
    def work(target: Path) -> None:
        if not limit_space(target.parent):
            os.write(1, b"not permitted")
            return
        target.write_bytes(b"old")
        save_and_print_error(target)
        files = [(file.name, file.read_bytes()) for file in target.parent.iterdir()]
        os.write(1, f"; files {files}".encode())

    message = output_of(*start_process(work, tmp_path / "a.pptx"))
    if message == "not permitted":
        assert limit_space is mount_small_disk
        return
    reason = "No space left on device" if limit_space is mount_small_disk else ""
    assert f"a.pptx cannot be written: {reason}" in message
    assert message.endswith("; files [('a.pptx', b'old')]")


def test_read_only_folder_is_reported_and_the_old_file_stays() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        target = folder / "a.pptx"
        target.write_bytes(b"old")
        folder.chmod(0o555)
        # Root can write everywhere: run as an unprivileged user.
        drop_privileges = (lambda: os.setuid(UNPRIVILEGED_USER)) if os.geteuid() == 0 else (lambda: None)
        message = output_of(*start_process(save_and_print_error, target, drop_privileges))
        folder.chmod(0o755)
        assert message == f"{target} cannot be written: there is no permission to write in its folder"
        assert target.read_bytes() == b"old"
        assert [entry.name for entry in folder.iterdir()] == ["a.pptx"]


def test_concurrent_builds_leave_a_complete_file_and_the_edited_copy(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"\x01" * 2 * MEGABYTE)
    processes = [start_process(save_repeatedly, target) for _ in range(2)]
    time.sleep(0.8)
    for child, reading in processes:
        assert os.waitpid(child, os.WNOHANG) == (0, 0), "a build failed because another one was running"
        kill_process(child, reading)
    assert is_complete(target)
    copies = list(tmp_path.glob("a-edited*.pptx"))
    assert copies
    assert all(file.read_bytes() == b"\x01" * 2 * MEGABYTE for file in copies)


@pytest.mark.parametrize("lock", ["~$a.pptx", ".~lock.a.pptx#"])
def test_file_open_in_another_program_is_not_replaced(lock: str, tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    (tmp_path / lock).write_bytes(b"\x04Anna")
    with pytest.raises(WriterError, match=r"a\.pptx is open in another program: close it there and build again"):
        save(b"new", target)
    assert target.read_bytes() == b"old"
    (tmp_path / lock).unlink()
    save(b"new", target)
    assert target.read_bytes() == b"new"


def test_edited_file_is_kept_under_the_next_free_name(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    copies = []
    for text in (b"one", b"two", b"three"):
        target.write_bytes(text)
        copies.append(save(b"new", target, lambda old: old.read_bytes() != b"new"))
    assert [file.name for file in copies if file] == ["a-edited.pptx", "a-edited-2.pptx", "a-edited-3.pptx"]
    assert [file.read_bytes() for file in copies if file] == [b"one", b"two", b"three"]
    assert save(b"new", target, lambda old: old.read_bytes() != b"new") is None


def test_file_edited_during_the_check_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"built")

    def edit_while_checking(old: Path) -> bool:
        is_edited = old.read_bytes() != b"built"
        if not is_edited:
            old.write_bytes(b"by hand")
        return is_edited

    kept_copy = save(b"new", target, edit_while_checking)
    assert kept_copy is not None
    assert (kept_copy.read_bytes(), target.read_bytes()) == (b"by hand", b"new")


def test_edited_file_is_kept_once_if_saving_fails_repeatedly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_edited_file_is_kept_where_there_are_no_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"edited")
    monkeypatch.delattr(os, "link")
    kept_copy = save(b"new", target, lambda _: True)
    assert kept_copy is not None
    assert (kept_copy.read_bytes(), target.read_bytes()) == (b"edited", b"new")
    assert len(list(tmp_path.iterdir())) == 2


def test_kept_copy_has_the_time_at_which_the_file_was_edited(tmp_path: Path) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"edited")
    os.utime(target, (1_000_000_000, 1_000_000_000))
    kept_copy = save(b"new", target, lambda _: True)
    assert kept_copy is not None
    assert kept_copy.stat().st_mtime == 1_000_000_000
