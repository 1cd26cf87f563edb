"""Files are replaced in one step, also where other programs have them open (simulated: Windows refuses that)."""

import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.io import atomic


class ClosedAfter:
    """Stands for `Path.replace` on Windows while another program has the file open, until it was tried `count` times."""

    def __init__(self, count: int, winerror: int) -> None:
        self.tries, self._count, self._winerror = 0, count, winerror
        self._replace = Path.replace

    def as_method(self) -> Callable[[Path, Path], Path]:
        """Return what can replace the method `Path.replace`."""

        def replace(staged: Path, target: Path) -> Path:
            return self._try(staged, target)

        return replace

    def _try(self, staged: Path, target: Path) -> Path:
        self.tries += 1
        if self.tries <= self._count:
            error = PermissionError(13, "The process cannot access the file")
            error.winerror = self._winerror  # type: ignore[attr-defined] -- only Windows has it
            raise error
        return self._replace(staged, target)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that were waited."""
    seconds: list[float] = []
    monkeypatch.setattr(time, "sleep", seconds.append)
    return seconds


@pytest.mark.parametrize("winerror", [5, 32, 33])
def test_file_that_is_open_for_a_moment_is_replaced(
    winerror: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    replace = ClosedAfter(2, winerror)
    monkeypatch.setattr(Path, "replace", replace.as_method())
    atomic.write_file(target, b"new")
    assert target.read_bytes() == b"new"
    assert len(waits) == 2


def test_file_that_stays_open_is_not_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    target = tmp_path / "a.pptx"
    target.write_bytes(b"old")
    replace = ClosedAfter(1000, 32)
    monkeypatch.setattr(Path, "replace", replace.as_method())
    with pytest.raises(PermissionError):
        atomic.write_file(target, b"new")
    assert target.read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["a.pptx"]
    assert 1 < sum(waits) < 3


def test_missing_permission_is_reported_without_waiting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, waits: list[float]
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(PermissionError):
        atomic.write_file(tmp_path / "a.pptx", b"new")
    assert waits == []


def test_read_only_attribute_is_not_copied_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "a.yaml"
    target.write_bytes(b"")
    target.chmod(0o444)
    monkeypatch.setattr(sys, "platform", "win32")
    atomic.write_file(target, b"new")
    assert target.stat().st_mode & 0o200
