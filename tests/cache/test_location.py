"""The cache of a project is in the user's cache directory, outside the project; having no cache is not an error."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from deckgen.cache import location

POSIX = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="owners and modes are those of POSIX")
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="the user's cache directory is elsewhere")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "project" / "content").mkdir(parents=True)
    return tmp_path / "project"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home directory, and no other setting for the location of the cache."""
    (tmp_path / "home").mkdir()
    for name in (location.CACHE_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def choose(monkeypatch: pytest.MonkeyPatch, root: object) -> None:
    monkeypatch.setenv(location.CACHE_VARIABLE, str(root))


@LINUX
def test_cache_is_in_the_users_cache_directory(project: Path, home: Path) -> None:
    assert location.directory(project) == home / ".cache" / "deckgen" / location.project_id(project)
    assert (home / ".cache" / "deckgen").stat().st_mode & 0o777 == 0o700
    assert (home / ".cache").stat().st_mode & 0o777 == 0o700
    assert (home / ".cache" / "deckgen" / "CACHEDIR.TAG").read_text().startswith("Signature: 8a477f597d28d172789f")
    assert list(project.iterdir()) == [project / "content"]


@LINUX
def test_cache_follows_xdg_cache_home(project: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "elsewhere"))
    assert location.directory(project) == home / "elsewhere" / "deckgen" / location.project_id(project)


def test_variable_overrides_the_cache_directory(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, tmp_path / "a" / "b" / "c")
    assert location.directory(project) == tmp_path / "a" / "b" / "c" / location.project_id(project)
    assert location.refusal_reason(project) == ""


@pytest.mark.parametrize("value", ["", "off", "OFF"])
def test_cache_can_be_switched_off(value: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    choose(monkeypatch, value)
    assert location.directory(project) is None
    assert location.refusal_reason(project) == ""


def test_link_to_a_project_has_the_same_identifier(project: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(project)
    assert location.project_id(tmp_path / "link") == location.project_id(project)
    assert location.project_id(tmp_path / "other") != location.project_id(project)


def test_identifier_ignores_case_where_the_file_system_does(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os.path, "normcase", str.lower)
    assert location.project_id(project.parent / "PROJECT") == location.project_id(project)


def relative(_: Path) -> tuple[str, str]:
    return "cache", "is not an absolute path"


def with_a_tilde(_: Path) -> tuple[str, str]:
    return "~/cache", "is not an absolute path"


def in_the_project(project: Path) -> tuple[str, str]:
    return f"{project}/deep/cache", "is inside the project"


def the_project_itself(project: Path) -> tuple[str, str]:
    return str(project), "is inside the project"


def in_the_project_through_a_link(project: Path) -> tuple[str, str]:
    (project.parent / "link").symlink_to(project)
    return f"{project.parent}/link/cache", "is inside the project"


def a_link(project: Path) -> tuple[str, str]:
    (project.parent / "target").mkdir()
    (project.parent / "link").symlink_to("target")
    return f"{project.parent}/link", "is a symbolic link"


def a_link_to_nowhere(project: Path) -> tuple[str, str]:
    (project.parent / "link").symlink_to("gone")
    return f"{project.parent}/link", "is a symbolic link"


def in_a_loop_of_links(project: Path) -> tuple[str, str]:
    (project.parent / "link").symlink_to("link")
    return f"{project.parent}/link/cache", "link"


def a_file(project: Path) -> tuple[str, str]:
    (project.parent / "file").write_text("")
    return f"{project.parent}/file", "is not a directory"


def below_a_file(project: Path) -> tuple[str, str]:
    return f"{a_file(project)[0]}/cache", "Not a directory"


def a_device(_: Path) -> tuple[str, str]:
    return "/dev/null", "is not a directory"


def writable_by_others(project: Path) -> tuple[str, str]:
    (project.parent / "open").mkdir()
    (project.parent / "open").chmod(0o770)
    return f"{project.parent}/open", "other users may write in"


def below_a_directory_writable_by_others(project: Path) -> tuple[str, str]:
    (project.parent / "open").mkdir()
    (project.parent / "open").chmod(0o777)
    return f"{project.parent}/open/cache", "other users may write in"


def with_too_long_a_name(project: Path) -> tuple[str, str]:
    return f"{project.parent}/{'x' * 300}", "name too long"


REFUSED: list[Callable[[Path], tuple[str, str]]] = [
    relative, with_a_tilde, in_the_project, the_project_itself, in_the_project_through_a_link, a_link, a_link_to_nowhere,
    in_a_loop_of_links, a_file, below_a_file, a_device, writable_by_others, below_a_directory_writable_by_others,
    with_too_long_a_name,
]  # fmt: skip


@POSIX
@pytest.mark.parametrize("case", REFUSED, ids=lambda case: case.__name__)
def test_untrusted_directory_is_refused_with_a_reason(
    case: Callable[[Path], tuple[str, str]], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, reason = case(project)
    choose(monkeypatch, value)
    assert location.directory(project) is None
    refusal = location.refusal_reason(project)
    assert refusal.startswith(f"nothing is cached, because the value of {location.CACHE_VARIABLE} cannot be used: ")
    assert reason in refusal
    assert not (project / "deep").exists()


@POSIX
def test_directory_of_another_user_is_refused(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "cache"
    root.mkdir(mode=0o700)
    choose(monkeypatch, root)
    assert location.directory(project) is not None
    monkeypatch.setattr(os, "geteuid", lambda: root.stat().st_uid + 1)
    assert location.directory(project) is None
    assert f"{root} belongs to another user" in location.refusal_reason(project)


@POSIX
def test_superuser_creates_nothing_in_the_home_of_a_user(
    project: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when `sudo` leaves HOME unchanged: the user could not write there afterwards."""
    uid = os.geteuid() or 1000
    if os.geteuid() == 0:
        os.chown(home, uid, uid)
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    assert location.directory(project) is None
    assert list(home.iterdir()) == []


@POSIX
def test_cache_directory_may_be_a_link_of_the_user(project: Path, home: Path) -> None:
    """As on machines with many users, whose home directories are small."""
    (home.parent / "scratch").mkdir(mode=0o700)
    (home / ".cache").symlink_to(home.parent / "scratch")
    directory = location.directory(project)
    if sys.platform == "linux":
        assert directory == home.parent / "scratch" / "deckgen" / location.project_id(project)


@LINUX
@pytest.mark.parametrize("name", ["HOME", "XDG_CACHE_HOME"])
@pytest.mark.parametrize("value", ["/nonexistent", "/dev/null", "/nonexistent/deeper", "/proc/self"])
def test_missing_home_is_no_error_and_is_not_created(
    name: str, value: str, project: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    assert location.directory(project) is None
    assert location.refusal_reason(project) == ""
    assert not Path("/nonexistent").exists()


@LINUX
@pytest.mark.parametrize("value", ["relative", "", ".", "~"])
def test_relative_path_is_not_used_as_cache_directory(
    value: str, project: Path, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setenv("XDG_CACHE_HOME", value)
    directory = location.directory(project)
    assert directory is None or home in directory.parents
    assert list((tmp_path / "here").iterdir()) == []


@LINUX
def test_without_any_home_nothing_is_cached(project: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No variable is set, and the system does not know the user, as in a container."""

    def unknown(user: int) -> None:
        raise KeyError(user)

    monkeypatch.setattr("pwd.getpwuid", unknown)
    for value in (None, "relative"):
        monkeypatch.setenv("HOME", value) if value else monkeypatch.delenv("HOME")
        assert location.directory(project) is None
    assert location.refusal_reason(project) == ""


@LINUX
def test_home_whose_name_is_not_utf8_has_a_cache(project: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    odd = Path(os.fsdecode(os.fsencode(home) + b"/caf\xe9"))
    odd.mkdir()
    monkeypatch.setenv("HOME", str(odd))
    assert location.directory(project) == odd / ".cache" / "deckgen" / location.project_id(project)


@LINUX
def test_project_that_is_the_home_itself_has_no_cache(home: Path) -> None:
    (home / "content").mkdir()
    assert location.directory(home) is None
    assert not (home / ".cache").exists()


@POSIX
def test_changed_root_is_checked_again(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = tmp_path / "cache"
    choose(monkeypatch, root)
    first = location.directory(project)
    root.rename(tmp_path / "before")
    assert location.directory(project) == first
    assert root.is_dir()
    root.chmod(0o777)
    assert location.directory(project) is None
    root.chmod(0o700)
    assert location.directory(project) == first
    root.rename(tmp_path / "again")
    root.symlink_to(tmp_path / "before")
    assert location.directory(project) is None
