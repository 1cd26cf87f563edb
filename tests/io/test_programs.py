"""Programs are looked up in trusted folders of PATH only: a file of that name in a project is not started."""

import os
from pathlib import Path

import pytest

from deckgen.io.programs import find_program


def program(folder: Path, name: str = "tool") -> str:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return str(path)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, with a program in it and one in a folder below."""
    folder = tmp_path / "project"
    program(folder)
    program(folder / "bin")
    monkeypatch.chdir(folder)
    return folder


@pytest.mark.parametrize("entry", ["", ".", "bin", "./bin", "../project", "{project}", "{project}/bin", "{link}", "~"])
def test_program_inside_the_project_is_skipped(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, entry: str
) -> None:
    (tmp_path / "link").symlink_to(project / "bin")
    installed = program(tmp_path / "installed")
    path = [entry.format(project=project, link=tmp_path / "link"), str(tmp_path / "none"), str(tmp_path / "installed")]
    monkeypatch.setenv("PATH", os.pathsep.join(path))
    assert find_program("tool", untrusted=project) == installed
    monkeypatch.setenv("PATH", path[0])
    assert find_program("tool", untrusted=project) is None


def test_first_installed_name_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    second = program(tmp_path / "a", "second")
    monkeypatch.setenv("PATH", str(tmp_path / "a"))
    assert find_program("first", "second") == second
    first = program(tmp_path / "b", "first")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "a"), str(tmp_path / "b")]))
    assert find_program("first", "second") == first


def test_file_that_cannot_be_executed_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Path(program(tmp_path)).chmod(0o644)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_program("tool") is None
    (tmp_path / "folder").mkdir()
    assert find_program("folder") is None


def test_only_exe_files_are_found_on_windows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("tool", "tool.bat", "tool.cmd"):
        program(tmp_path, name)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr("deckgen.io.programs.sys.platform", "win32")
    monkeypatch.setattr("deckgen.io.programs.shutil.which", lambda name: name if os.access(name, os.X_OK) else None)
    assert find_program("tool") is None
    exe = program(tmp_path, "tool.exe")
    assert find_program("tool") == exe
