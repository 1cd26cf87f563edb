"""A cache that comes with a cloned project is neither read nor changed; without a usable cache, a build gives the same deck."""

import contextlib
import errno
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from cache_entries import cached
from deckgen.build import batch, pipeline
from deckgen.cache import fingerprint, location, notices
from deckgen.cache import store as stored
from deckgen.cache.store import Store
from deckgen.cli import app
from deckgen.images import prepared
from deckgen.ir.media import PreparedPicture
from sample_projects import make_project

TABLE = "kind: table\ntitle: One\ncolumns: [A, B]\nrows: [[harmless, two], [three, four]]"
CHART = "kind: chart\ntitle: Three\nchart: {kind: trend, categories: [Q1, Q2], series: [{name: All, values: [1, 2]}]}"
PHOTOS = "kind: photos\ntitle: Photos\nimages: [{file: a.jpg, alt: The team at work}, {file: b.svg, alt: The plan of the room}]"
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12"><rect width="9" height="9"/></svg>'
SCRIPT = b'<svg xmlns="http://www.w3.org/2000/svg" width="30" height="12"><script>alert(1)</script></svg>'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    return use(tmp_path / "cache", monkeypatch)


def use(root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(location.CACHE_VARIABLE, str(root))
    prepared.forget_entries()
    return root


@pytest.fixture
def deck(tmp_path: Path, cache: Path) -> Path:
    return make(tmp_path / "project")


@pytest.fixture
def plain_deck(tmp_path: Path, cache: Path) -> Path:
    """A deck of one table: without pictures and charts, which take a while."""
    return make_project(tmp_path / "project", TABLE, checks={"label-title": "off"})


def make(project: Path, table: str = TABLE, colour: str = "#3366CC") -> Path:
    folder = make_project(project, table, CHART, PHOTOS, checks={"label-title": "off"})
    Image.new("RGB", (64, 48), colour).save(folder / "a.jpg")
    (folder / "b.svg").write_text(DRAWING)
    return folder


def build(deck: Path) -> bytes:
    prepared.forget_entries()
    [outcome] = batch.build_all([deck], batch.BuildOptions())
    assert outcome.path is not None, (outcome.failure, outcome.issues)
    return outcome.path.read_bytes()


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The deck that `make` writes, as a build without a cache gives it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(location.CACHE_VARIABLE, "off")
        return build(make(tmp_path_factory.mktemp("clean") / "project"))


def run(*arguments: str, cwd: Path) -> Result:
    prepared.forget_entries()
    with contextlib.chdir(cwd):
        return CliRunner().invoke(app, arguments, env={"DECKGEN_DEBUG": None})


def craft_entries(deck: Path, directory: Path) -> None:
    """Write the entries that this build of deckgen would look up, each with other content."""
    png = io.BytesIO()
    Image.new("RGB", (8, 8), "#FF0000").save(png, "PNG")
    pictures = Store(directory, "pictures")
    for name in ("a.jpg", "b.svg"):
        digest = fingerprint.file_digest(deck / name)
        crafted = PreparedPicture(8, 8, ((png.getvalue(), "PNG"), (SCRIPT, "SVG")), digest)
        pictures.put(prepared.entry_name(digest), msgspec.msgpack.encode(crafted))
    for path in cached(deck, "charts"):
        chart = stored.read_entry(path)[40:]
        Store(directory, "charts").put(path.stem, chart[:16].replace(chart[8:16], bytes(8)) + SCRIPT)
    for kind, old, new in (("placed", b"harmless", b"HARMFUL!"), ("built", b"\xa5pages\x03", b"\xa5pages\x09")):
        [path] = cached(deck, kind)
        entry = stored.read_entry(path)[40:]
        assert old in entry
        Store(directory, kind).put(path.stem, entry.replace(old, new))


def state(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def parts(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_cache_inside_a_project_is_ignored(
    deck: Path, clean: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(deck) == clean
    (tmp_path / "crafted").mkdir()
    craft_entries(deck, tmp_path / "crafted" / "old")
    old = deck.parents[1] / notices.OLD_FOLDER
    shutil.copytree(tmp_path / "crafted" / "old", old)
    assert {path.parent.name for path in old.rglob("*.*")} == {"pictures", "charts", "placed", "built"}
    before = state(old)
    use(tmp_path / "fresh", monkeypatch)
    for _ in range(2):
        assert build(deck) == clean
        (deck / "part.yaml").touch()
    assert state(old) == before


def test_same_entries_in_the_users_cache_are_used(deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So the test above does not pass merely because its entries are invalid."""
    build(deck)
    (tmp_path / "crafted").mkdir()
    craft_entries(deck, tmp_path / "crafted" / location.project_id(deck.parents[1]))
    use(tmp_path / "crafted", monkeypatch)
    (tmp_path / "crafted").chmod(0o700)
    [outcome] = batch.build_all([deck], batch.BuildOptions())
    assert (outcome.was_built, outcome.pages) == (False, 9)
    (tmp_path / "project" / "output" / "sample-fy20-21-q2.pptx").unlink()
    content = parts(build(deck))
    assert b"<script>" in content
    assert b"HARMFUL!" in content


def test_cache_inside_the_project_is_refused_as_root(
    deck: Path, clean: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert build(deck) == clean
    project = deck.parents[1]
    (project / "mine").mkdir(mode=0o700)
    craft_entries(deck, project / "mine" / location.project_id(project))
    before = state(project / "mine")
    (project / "output" / "sample-fy20-21-q2.pptx").unlink()
    use(project / "mine", monkeypatch)
    done = run("build", cwd=project)
    assert done.exit_code == 0
    assert (project / "output" / "sample-fy20-21-q2.pptx").read_bytes() == clean
    [line] = done.stderr.splitlines()
    assert line.startswith("deckgen: nothing is cached, because the value of DECKGEN_CACHE cannot be used: ")
    assert line.endswith(f"is inside the project {project}")
    assert state(project / "mine") == before


def test_two_projects_at_one_path_get_different_decks(deck: Path, tmp_path: Path) -> None:
    """One is deleted, another one cloned to the same path; file names, sizes and times are the same."""
    project = deck.parents[1]
    first = build(deck)
    times = {path: path.stat() for path in deck.iterdir()}
    shutil.rmtree(project)
    make(project, TABLE.replace("harmless", "harmfull"), "#CC3366")
    for path, before in times.items():
        os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    (project / "output").mkdir()
    (project / "output" / "sample-fy20-21-q2.pptx").write_bytes(first)
    second = build(deck)
    assert second != first
    assert (
        second
        == pipeline.build_bytes(make(tmp_path / "elsewhere", TABLE.replace("harmless", "harmfull"), "#CC3366")).data
    )
    shutil.rmtree(project)
    make(project)
    assert build(deck) == first


def path_through_a_link(deck: Path) -> Path:
    (deck.parents[3] / "link").symlink_to(deck.parents[1])
    return deck.parents[3] / "link" / "content" / "sample"


def test_project_and_link_to_it_share_their_entries(tmp_path: Path, cache: Path) -> None:
    deck = make(tmp_path / "deep" / "project")
    build(deck)
    before = [path.name for path in cache.iterdir() if path.is_dir()]
    build(path_through_a_link(deck))
    assert [path.name for path in cache.iterdir() if path.is_dir()] == before


def switched_off(_: Path) -> dict[str, str]:
    return {location.CACHE_VARIABLE: "off"}


def empty(_: Path) -> dict[str, str]:
    return {location.CACHE_VARIABLE: ""}


def relative(_: Path) -> dict[str, str]:
    return {location.CACHE_VARIABLE: "cache"}


def no_home(_: Path) -> dict[str, str]:
    return {"HOME": "/nonexistent"}


def a_relative_home(_: Path) -> dict[str, str]:
    return {"HOME": "home", "XDG_CACHE_HOME": "/dev/null"}


def not_a_directory(_: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": "/dev/null"}


def missing_directory(_: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": "/nonexistent"}


def writable_by_others(folder: Path) -> dict[str, str]:
    (folder / "deckgen").mkdir()
    (folder / "deckgen").chmod(0o777)
    return {"XDG_CACHE_HOME": str(folder)}


def a_link(folder: Path) -> dict[str, str]:
    (folder / "deckgen").symlink_to(folder)
    return {"XDG_CACHE_HOME": str(folder)}


def name_not_utf8(folder: Path) -> dict[str, str]:
    return {"XDG_CACHE_HOME": os.fsdecode(os.fsencode(folder) + b"/\xff\n")}


UNUSABLE: list[Callable[[Path], dict[str, str]]] = [
    switched_off, empty, relative, no_home, a_relative_home, not_a_directory, missing_directory, writable_by_others, a_link,
    name_not_utf8,
]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="the user's cache directory is elsewhere")
@pytest.mark.parametrize("case", UNUSABLE, ids=lambda case: case.__name__)
def test_deck_without_a_usable_cache_is_the_same(
    case: Callable[[Path], dict[str, str]], deck: Path, clean: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = deck.parents[1]
    (tmp_path / "own").mkdir()
    for name in (location.CACHE_VARIABLE, "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in case(tmp_path / "own").items():
        monkeypatch.setenv(name, value)
    expected = sorted([*project.iterdir(), project / "output"])
    for _ in range(2):
        done = run("build", cwd=project)
        assert done.exit_code == 0, done.output
        assert done.stderr.count("\n") == (case is relative)
        assert (project / "output" / "sample-fy20-21-q2.pptx").read_bytes() == clean
    assert sorted(project.iterdir()) == expected
    assert not Path("/nonexistent").exists()


@pytest.mark.parametrize("late", [False, True])
def test_full_or_read_only_disk_is_no_error(late: bool, deck: Path, clean: bytes, cache: Path) -> None:
    """Late: after the entry was staged."""
    for code in (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EDQUOT):
        with pytest.MonkeyPatch.context() as patch:
            fail_to_write(patch, cache, code, late)
            assert build(deck) == clean
        assert [path for path in cache.rglob("*") if path.is_file() and path.name != "CACHEDIR.TAG"] == []


def fail_to_write(patch: pytest.MonkeyPatch, cache: Path, code: int, late: bool) -> None:
    replace = Path.replace

    def fails(*_: object, **__: object) -> None:
        raise OSError(code, os.strerror(code))

    def fails_in_the_cache(staged: Path, target: Path) -> None:
        fails() if staged.is_relative_to(cache) else replace(staged, target)

    if late:
        patch.setattr(Path, "replace", fails_in_the_cache)
    else:
        patch.setattr(stored, "write_file", fails)


def test_many_processes_use_one_cache(tmp_path: Path, cache: Path) -> None:
    project = make(tmp_path / "project").parents[1]
    for n in range(2):
        shutil.copytree(project / "content" / "sample", project / "content" / f"deck-{n}")
    command = [sys.executable, "-m", "deckgen", "build", "--jobs", "2"]
    first, second = (
        subprocess.run(command, cwd=project, capture_output=True, text=True, check=True, timeout=120) for _ in range(2)
    )
    assert second.stdout.count("nothing changed") == 3
    assert "nothing changed" not in first.stdout
    directory = cache / location.project_id(project)
    assert {path.name: len(list(path.iterdir())) for path in directory.iterdir()} == {
        "built": 3, "brands": 3, "placed": 3, "slides": 3, "layouts": 3, "charts": 1, "pictures": 2, "readings": 3,
        "widths": 3, "parsed-texts": 3, "deflated": 3,
    }  # fmt: skip


@pytest.mark.parametrize("command", [("build",), ("check",), ("render", "--formats", "png", "--width", "160")])
def test_old_cache_folder_is_reported_once(command: tuple[str, ...], plain_deck: Path) -> None:
    project = plain_deck.parents[1]
    (project / notices.OLD_FOLDER).mkdir()
    line = f"deckgen: the folder .deckgen-cache in {project} is no longer used and can be deleted\n"
    first, second = (run(*command, cwd=project) for _ in range(2))
    assert first.exit_code == second.exit_code == 0
    assert first.stderr == line
    assert line not in first.stdout
    assert second.stderr == ""


def test_preview_reports_the_old_folder_too(plain_deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deckgen.preview.serve.serve", lambda *_: None)
    (plain_deck.parents[1] / notices.OLD_FOLDER).mkdir()
    done = [run("preview", "--no-browser", cwd=plain_deck).stderr.count("is no longer used") for _ in range(2)]
    assert done == [1, 0]


def test_old_folder_is_reported_each_time_without_a_cache(plain_deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use(Path("off"), monkeypatch)
    (plain_deck.parents[1] / notices.OLD_FOLDER).mkdir()
    for _ in range(2):
        assert run("check", cwd=plain_deck).stderr.count("is no longer used and can be deleted") == 1


def test_old_folder_is_reported_on_stderr_with_json_output(plain_deck: Path) -> None:
    (plain_deck.parents[1] / notices.OLD_FOLDER).mkdir()
    done = run("build", "--format", "json", cwd=plain_deck)
    assert len(json.loads(done.stdout)["decks"]) == 1
    assert "is no longer used" not in done.stdout
    assert "is no longer used" in done.stderr


def test_old_folder_is_reported_once_per_project(plain_deck: Path) -> None:
    shutil.copytree(plain_deck, plain_deck.parent / "other")
    (plain_deck.parents[1] / notices.OLD_FOLDER).mkdir()
    assert run("check", cwd=plain_deck).stderr.count("is no longer used") == 1


@pytest.mark.parametrize("kind", ["file", "link"])
def test_old_folder_that_is_no_folder_is_not_reported(kind: str, plain_deck: Path) -> None:
    old = plain_deck.parents[1] / notices.OLD_FOLDER
    old.symlink_to(plain_deck) if kind == "link" else old.write_text("")
    assert run("check", cwd=plain_deck).stderr == ""


def test_folder_name_cannot_control_the_terminal(tmp_path: Path, cache: Path) -> None:
    deck = make_project(tmp_path / "evil\x1b[2J", TABLE)
    (deck.parents[1] / notices.OLD_FOLDER).mkdir()
    stderr = run("check", cwd=deck).stderr
    assert "evil�[2J is no longer used" in stderr
    assert "\x1b" not in stderr
