"""Commands that change one project wait for each other; a killed one keeps nobody out."""

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


def test_a_project_that_another_command_changes_is_not_changed(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    locked = pytest.raises(LockedError, match="another deckgen command is changing the project")
    with locked, project_lock(tmp_path, tmp_path / "locks", patience=0.2):
        pass


def test_a_killed_command_gives_its_lock_back(tmp_path: Path, holder: subprocess.Popen[str]) -> None:
    os.kill(holder.pid, signal.SIGKILL)
    holder.wait()
    with project_lock(tmp_path, tmp_path / "locks", patience=5):
        pass


def test_where_there_are_no_locks_work_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (None, tmp_path / "file" / "locks", Path("/dev/null/x")):
        with project_lock(tmp_path, folder, patience=0.2):
            pass
    fcntl = pytest.importorskip("fcntl")
    for number in (38, 95, 37):  # ENOSYS, EOPNOTSUPP, ENOLCK, as network drives give them

        def refuse(*_: object, _number: int = number) -> None:
            raise OSError(_number, os.strerror(_number))

        monkeypatch.setattr(fcntl, "flock", refuse)
        with project_lock(tmp_path, tmp_path / "locks", patience=0.2):
            pass
