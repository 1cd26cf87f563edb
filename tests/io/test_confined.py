"""Files named by content are read only inside the project, and only if they are regular files."""

import os
import socket
import threading
from pathlib import Path, PureWindowsPath

import pytest

from deckgen.io.confined import NotRegularError, OutsideError, TooLargeError, locate, parts_below, read_bytes


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "outside").mkdir()
    root = tmp_path / "project"
    (root / "content" / "deck" / "media").mkdir(parents=True)
    (root / "content" / "deck" / "media" / "a.png").write_bytes(b"picture")
    (root / "shared").mkdir()
    (root / "shared" / "m.yaml").write_text("a: 1\n")
    return root


@pytest.mark.parametrize("name", ["media/a.png", "./media/../media/a.png", "../../shared/m.yaml", "not/there.png", ""])
def test_path_inside_the_project_becomes_its_real_path(project: Path, name: str) -> None:
    folder = project / "content" / "deck"
    assert locate(folder / name, project) == Path(os.path.realpath(folder / name))


@pytest.mark.parametrize(
    "name",
    [
        "../../../secret.txt",
        "/etc/passwd",
        "../../../../../../../../etc/passwd",
        "media/../../../../secret.txt",
        "//host/share/a.png",
    ],
)
def test_path_out_of_the_project_is_refused(project: Path, name: str) -> None:
    with pytest.raises(OutsideError, match="lies outside the project"):
        locate(project / "content" / "deck" / name, project)


@pytest.mark.parametrize(
    ("link", "target", "name"),
    [
        ("a.yaml", "../../../secret.txt", "a.yaml"),
        ("data", "../../../outside", "data/m.yaml"),
        ("data", "/etc", "data/passwd"),
        ("one", "two", "one/x"),
        ("gone.yaml", "../../../not-there", "gone.yaml"),
    ],
)
def test_link_out_of_the_project_is_refused(project: Path, link: str, target: str, name: str) -> None:
    folder = project / "content" / "deck"
    (folder / "two").symlink_to("../../../outside")
    (folder / link).symlink_to(target)
    with pytest.raises(OutsideError, match="is a symbolic link that leads out of the project"):
        locate(folder / name, project)


@pytest.mark.parametrize("target", ["../../shared/m.yaml", "{project}/shared/m.yaml", "../deck/../../shared/./m.yaml"])
def test_link_inside_the_project_is_followed(project: Path, target: str) -> None:
    link = project / "content" / "deck" / "m.yaml"
    link.symlink_to(target.format(project=project))
    assert read_bytes(link, 100, project) == b"a: 1\n"


def test_project_may_be_reached_through_a_link(project: Path, tmp_path: Path) -> None:
    (tmp_path / "alias").symlink_to("project")
    link = project / "content" / "deck" / "m.yaml"
    link.symlink_to(tmp_path / "alias" / "shared" / "m.yaml")
    assert read_bytes(tmp_path / "alias" / "content" / "deck" / "m.yaml", 100, tmp_path / "alias") == b"a: 1\n"


def test_circular_links_raise_an_error(project: Path) -> None:
    (project / "a").symlink_to("b")
    (project / "b").symlink_to("a")
    with pytest.raises(OSError, match="links"):
        locate(project / "a", project)


def test_no_system_call_gets_a_path_out_of_the_project(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, a system call on a share of another machine sends that machine the user's credentials."""
    (project / "a.png").symlink_to("//host/share/a.png")
    paths: list[str] = []
    for call in ("stat", "lstat", "open", "readlink"):
        real = getattr(os, call)

        def watched(path: object, *rest: object, _real: object = real, **named: object) -> object:
            paths.append(os.fspath(path) if isinstance(path, (str, os.PathLike)) else "")
            return _real(path, *rest, **named)

        monkeypatch.setattr(os, call, watched)
    for name in ("a.png", "//host/share/b.png"):
        with pytest.raises(OutsideError):
            read_bytes(project / name, 10, project)
    assert paths
    assert not [path for path in paths if "host" in path]


def test_anything_but_a_regular_file_is_refused_by_its_kind(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(project / "pipe.yaml")
    monkeypatch.chdir(project)  # the path of a socket may have about a hundred characters
    with socket.socket(socket.AF_UNIX) as one:
        one.bind("s.yaml")
    for name, kind in {"pipe.yaml": "a pipe", "s.yaml": "a socket", "shared": "a folder"}.items():
        with pytest.raises(NotRegularError, match=f"is {kind}, not a regular file"):
            read_bytes(project / name, 10, project)
    with pytest.raises(NotRegularError, match="is a device"):
        read_bytes(Path("/dev/zero"), 10)


def test_file_with_too_many_bytes_is_not_read(project: Path) -> None:
    (project / "a").write_bytes(b"x" * 11)
    with pytest.raises(TooLargeError, match="has 11 bytes; more than 10 are not read") as error:
        read_bytes(project / "a", 10, project)
    assert error.value.size == 11


def test_file_that_grows_while_it_is_read_is_refused(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / "a"
    path.write_bytes(b"x" * 10)
    real = os.fstat

    def growing(handle: int) -> os.stat_result:
        status = real(handle)
        with path.open("ab") as file:
            file.write(b"y")
        return status

    monkeypatch.setattr(os, "fstat", growing)
    with pytest.raises(TooLargeError):
        read_bytes(path, 10, project)


def test_reading_a_pipe_fails_at_once(project: Path) -> None:
    os.mkfifo(project / "pipe")
    refused: list[NotRegularError] = []

    def read() -> None:
        try:
            read_bytes(project / "pipe", 10)
        except NotRegularError as error:
            refused.append(error)

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    reader.join(5)
    assert len(refused) == 1


@pytest.mark.parametrize(
    "name",
    [
        "C:/Windows/win.ini", "C:\\Windows\\win.ini", "D:x.png", "D:/work/project/x.png", "/Windows/win.ini",
        "\\\\server\\share\\x.png", "//server/share/x.png", "\\\\?\\C:\\work\\project\\x.png", "\\\\.\\COM1",
    ],
)  # fmt: skip
def test_drive_or_network_path_of_windows_is_outside_the_project(name: str) -> None:
    project = PureWindowsPath("C:/work/project")
    assert parts_below(project / "content" / "deck" / name, [project]) is None


@pytest.mark.parametrize(
    "name", ["media/a.png", "media\\a.png", "C:media/a.png", "c:/WORK/Project/content/deck/media/a.png"]
)
def test_path_of_windows_inside_the_project_has_its_parts_below_it(name: str) -> None:
    project = PureWindowsPath("C:/work/project")
    assert parts_below(project / "content" / "deck" / name, [project]) == ("content", "deck", "media", "a.png")
