"""Programs that read untrusted files have limits, as far as the system has them; on Windows only a timeout (simulated)."""

import subprocess
import sys
from pathlib import Path

import pytest

from deckgen.fonts import process
from deckgen.images import rasterise
from deckgen.io.limited_process import run_module

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>'


def without_resource(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no process have the module `resource`, as on Windows."""
    (folder / "resource.py").write_text("raise ImportError", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(folder))


def run(
    code: str, folder: Path, monkeypatch: pytest.MonkeyPatch, timeout: float = 60
) -> subprocess.CompletedProcess[bytes]:
    """Run code after the limits of a second and 300 megabytes are set."""
    (folder / "limited.py").write_text(
        f"from deckgen.io.limited_process import limit_resources\nlimit_resources(1, 300)\n{code}", encoding="utf-8"
    )
    monkeypatch.setenv("PYTHONPATH", str(folder))
    return run_module("limited", (), timeout)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limit of processor time")
def test_program_is_killed_after_its_processor_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run("while True: pass", tmp_path, monkeypatch).returncode < 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux limits memory")
def test_program_gets_no_more_memory_than_its_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    done = run("bytearray(400 << 20)", tmp_path, monkeypatch)
    assert done.stderr.rstrip().endswith(b"MemoryError")


def test_program_without_limits_is_killed_after_the_timeout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_resource(tmp_path, monkeypatch)
    with pytest.raises(subprocess.TimeoutExpired):
        run("while True: pass", tmp_path, monkeypatch, timeout=3)


def test_drawing_is_drawn_without_resource_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with_limits = rasterise.render_png(SVG, 9, 9)
    without_resource(tmp_path, monkeypatch)
    assert rasterise.render_png(SVG, 9, 9) == with_limits


def test_font_is_checked_without_resource_limits(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    without_resource(tmp_path, monkeypatch)
    (tmp_path / "a.ttf").write_bytes(b"no font")
    refused = process.find_refused([tmp_path / "a.ttf"])
    assert refused is not None
    assert refused[1].startswith("cannot be read")


def test_program_imports_nothing_from_the_current_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "resvg_py.py").write_text("raise SystemExit('imported')", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert rasterise.render_png(SVG, 9, 9).startswith(b"\x89PNG")
