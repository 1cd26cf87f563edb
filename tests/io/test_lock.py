"""Commands that change the same project wait for each other; a killed command leaves no lock."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.io.lock import LockedError, project_lock

HOLD = """
import sys, time
from pathlib import Path
from deckgen.io.lock import project_lock
with project_lock(Path(sys.argv[1]), Path(sys.argv[2])):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def holder(tmp_path: Path):
    command = [sys.executable, "-c", HOLD, str(tmp_path), str(tmp_path / "locks")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "held\n"
        yield process
        process.kill()


def test_project_locked_by_another_command_is_not_changed(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    locked = pytest.raises(LockedError, match="another deckgen command is changing the project")
    with locked, project_lock(tmp_path, tmp_path / "locks", timeout=0.2):
        pass


def test_killed_command_releases_its_lock(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with project_lock(tmp_path, tmp_path / "locks", timeout=5):
        pass


def test_commands_work_where_the_system_has_no_locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (None, tmp_path / "file" / "locks", Path("/dev/null/x")):
        with project_lock(tmp_path, folder, timeout=0.2):
            pass
    fcntl = pytest.importorskip("fcntl")
    for number in (38, 95, 37):  # ENOSYS, EOPNOTSUPP, ENOLCK: errors of network drives

        def refuse(*_: object, _number: int = number) -> None:
            raise OSError(_number, os.strerror(_number))

        monkeypatch.setattr(fcntl, "flock", refuse)
        with project_lock(tmp_path, tmp_path / "locks", timeout=0.2):
            pass
