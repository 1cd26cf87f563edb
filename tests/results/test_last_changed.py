"""The date on which a file last changed: that of git if it is unchanged since its commit, else that of the file system."""

import os
import random
import shutil
import subprocess
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from git_repositories import commit, git, make_repository
from result_projects import make_deck, opened

from deckgen.results import ChangeDates, status_entries
from deckgen.results.repository import RepositoryError, find_repository

DATE = "2021-01-28"
OLD = 86400 * 365 * 40
"""In 2009, before git could have committed anything here."""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "project"
    (root / "content/deck").mkdir(parents=True)
    for name in ("old.yaml", "new.yaml"):
        (root / "content/deck" / name).write_text("a: 1\nb: 2\n")
    set_old_times(root)
    return root


def set_old_times(root: Path) -> None:
    for path in (root / "content").rglob("*.yaml"):
        os.utime(path, (OLD, OLD))


def dates(project: Path, seconds: float = 60) -> dict[str, str]:
    """Return the dates of all content files by name, and the remark under the empty name."""
    set_old_times(project)
    with ChangeDates(seconds) as change_dates:
        by_path = change_dates.dates_of(project, sorted((project / "content").rglob("*.yaml")))
    return {path.name: date for path, date in by_path.items()} | {"": change_dates.remark}


def test_only_an_unchanged_committed_file_has_the_date_of_git(project: Path) -> None:
    assert dates(project) == {"old.yaml": "2009-12-22", "new.yaml": "2009-12-22", "": ""}
    make_repository(project, DATE)
    (project / "content/deck/new.yaml").write_text("a: 2\n")
    (project / "content/deck/staged.yaml").write_text("a: 3\n")
    git(project, "add", "-A")
    assert dates(project) == {"old.yaml": DATE, "new.yaml": "2009-12-22", "staged.yaml": "2009-12-22", "": ""}


def test_line_breaks_that_git_converts_are_not_a_change(project: Path) -> None:
    make_repository(project, DATE)
    (project / "content/deck/new.yaml").write_bytes(b"a: 1\r\nb: 2\r\n")
    assert dates(project) == {"old.yaml": DATE, "new.yaml": DATE, "": ""}


def test_repository_above_the_project_is_used(project: Path) -> None:
    make_repository(project.parent, DATE)
    assert set(dates(project).values()) == {DATE, ""}


def test_missing_file_has_no_date(project: Path) -> None:
    with ChangeDates() as change_dates:
        assert change_dates.dates_of(project, [project / "none.yaml"]) == {project / "none.yaml": "?"}


def test_sha256_repository_is_read(project: Path) -> None:
    make_repository(project, DATE, "--object-format=sha256")
    assert set(dates(project).values()) == {DATE, ""}


def test_packed_objects_and_refs_and_a_detached_head_are_read(project: Path) -> None:
    make_repository(project, DATE)
    git(project, "gc", "-q")
    assert not list((project / ".git/refs/heads").iterdir())
    assert set(dates(project).values()) == {DATE, ""}
    git(project, "checkout", "-q", "--detach")
    assert set(dates(project).values()) == {DATE, ""}


def test_linked_worktree_and_submodule_have_dates(project: Path, tmp_path: Path) -> None:
    make_repository(project, DATE)
    git(project, "worktree", "add", "-q", str(tmp_path / "linked"))
    assert set(dates(tmp_path / "linked").values()) == {DATE, ""}
    outer = tmp_path / "outer"
    outer.mkdir()
    git(outer, "init", "-q")
    git(outer, "-c", "protocol.file.allow=always", "submodule", "add", "-q", str(project), "inner")
    assert (outer / "inner/.git").is_file()
    assert set(dates(outer / "inner").values()) == {DATE, ""}


def test_shallow_and_partial_clones_have_dates(project: Path, tmp_path: Path) -> None:
    make_repository(project, DATE)
    (project / "content/deck/new.yaml").write_text("a: 3\n")
    commit(project, "2021-02-02")
    git(project, "config", "uploadpack.allowFilter", "true")
    for name, option in (("shallow", "--depth=1"), ("partial", "--filter=blob:none")):
        git(tmp_path, "clone", "-q", option, project.as_uri(), name)
    assert set(dates(tmp_path / "shallow").values()) == {"2021-02-02", ""}, (
        "`git log` shows the same date in a shallow clone"
    )
    assert dates(tmp_path / "partial") == {"old.yaml": DATE, "new.yaml": "2021-02-02", "": ""}


def test_dates_without_commits_of_the_files_are_of_the_file_system(project: Path) -> None:
    git(project, "init", "-q")
    assert dates(project)["old.yaml"] == "2009-12-22"
    git(project, "commit", "-q", "--allow-empty", "-m", "Nothing")
    assert dates(project) == {"old.yaml": "2009-12-22", "new.yaml": "2009-12-22", "": ""}


@pytest.mark.parametrize("seed", range(6))
def test_dates_equal_those_of_git_log_in_histories_with_merges(tmp_path: Path, seed: int) -> None:
    rng = random.Random(seed)
    (tmp_path / "content/d/data").mkdir(parents=True)
    git(tmp_path, "init", "-q")
    names = ["content/d/a.yaml", "content/d/b.yaml", "content/d/data/c.yaml", "top.yaml"]
    stream = ""
    for number in range(1, 41):
        parents = sorted(rng.sample(range(max(1, number - 6), number), min(number - 1, rng.choice((1, 1, 1, 2, 3)))))
        stream += f"commit refs/heads/b{number}\nmark :{number}\ncommitter A <a@example.org> {number * 86400} +0000\ndata 1\nx\n"
        stream += "".join(f"{'merge' if i else 'from'} :{mark}\n" for i, mark in enumerate(parents))
        for name in rng.sample(names, rng.choice((0, 1, 1, 2))):
            deleted = rng.random() < 0.1
            stream += f"D {name}\n" if deleted else f"M 644 inline {name}\ndata 2\n{rng.randrange(5)}\n\n"
    git(tmp_path, "fast-import", "--quiet", data=stream.encode())
    git(tmp_path, "checkout", "-q", "b40")
    found = {path: date for path, date in dates(tmp_path).items() if path}
    assert found == {
        Path(name).name: git(tmp_path, "log", "-1", "--format=%cs", "--", name)
        for name in names
        if name.startswith("content/") and (tmp_path / name).exists()
    }


def test_git_environment_variables_are_ignored(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(project, DATE)
    for name in ("GIT_DIR", "GIT_OBJECT_DIRECTORY", "GIT_CONFIG_GLOBAL", "GIT_EXTERNAL_DIFF", "GIT_TRACE2"):
        monkeypatch.setenv(name, str(tmp_path / name))
    for name, value in (("COUNT", "1"), ("KEY_0", "diff.external"), ("VALUE_0", f"touch {tmp_path / 'ran'}")):
        monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    assert set(dates(project).values()) == {DATE, ""}
    assert not list(tmp_path.glob("GIT_*"))
    assert not (tmp_path / "ran").exists()


def test_dates_without_git_are_of_the_file_system(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(project, DATE)
    monkeypatch.setenv("PATH", "")
    assert dates(project) == {"old.yaml": "2009-12-22", "new.yaml": "2009-12-22", "": ""}


def test_two_git_processes_serve_all_decks(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        shutil.copytree(project / "content/deck", project / f"content/deck-{number}")
    make_repository(project, DATE)
    started: list[object] = []

    class CountingPopen(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            started.append(arguments)
            super().__init__(*arguments, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", CountingPopen)
    with ChangeDates() as change_dates:
        for folder in sorted((project / "content").iterdir()):
            assert set(change_dates.dates_of(project, sorted(folder.glob("*.yaml"))).values()) == {DATE}
    assert len(started) == 2


# Crafted repositories that would make a reader wait, or lead it to other files.


def pipe(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def link(path: Path, target: Path) -> None:
    moved = path.rename(target)
    path.symlink_to(moved)


def test_configuration_is_not_read(project: Path) -> None:
    make_repository(project, DATE)
    config = project / ".git/config"
    for text in ("[include]\n\tpath = /dev/zero\n", "[core]\n\tworktree = /dev/full\n\trepositoryformatversion = 99\n"):
        config.write_text(text)
        assert set(dates(project).values()) == {DATE, ""}
    pipe(config)
    assert set(dates(project).values()) == {DATE, ""}
    config.unlink()
    config.symlink_to("/dev/zero")
    assert set(dates(project).values()) == {DATE, ""}


@pytest.mark.parametrize(
    "name", ["HEAD", "packed-refs", "refs/heads/main", "shallow", "objects/pack/x.pack", "../.git"]
)
def test_pipe_in_a_repository_is_refused(project: Path, name: str) -> None:
    make_repository(project, DATE, "-b", "main")
    path = project / ".git" / name
    if name == "packed-refs":
        (project / ".git/refs/heads/main").unlink()
    if name == "../.git":
        shutil.rmtree(project / ".git")
        path = project / ".git"
    pipe(path)
    with pytest.raises(RepositoryError, match="is not a regular file"):
        find_repository(project)
    assert "is not a regular file" in dates(project)[""]
    assert dates(project)["old.yaml"] == "2009-12-22"


@pytest.mark.parametrize(
    "name", [".git", ".git/HEAD", ".git/refs", ".git/objects", ".git/objects/pack", ".git/objects/info"]
)
def test_symbolic_link_in_a_repository_is_refused(project: Path, tmp_path: Path, name: str) -> None:
    make_repository(project, DATE)
    link(project / name, tmp_path / "elsewhere")
    shown = dates(project)
    assert "link" in shown[""] or "borrows" in shown[""] or "not a regular file" in shown[""]
    assert shown["old.yaml"] == "2009-12-22"


def test_objects_borrowed_from_elsewhere_are_refused(project: Path, tmp_path: Path) -> None:
    make_repository(project, DATE)
    git(tmp_path, "clone", "-q", "--shared", str(project), "borrowed")
    assert dates(tmp_path / "borrowed")[""].endswith(
        "borrows objects from elsewhere: some dates are those of the file system"
    )


def test_remark_contains_no_control_characters(project: Path) -> None:
    make_repository(project, DATE)
    pipe(project / ".git/objects/pack/\x1b[31m.pack")
    assert "/?[31m.pack is not a regular file" in dates(project)[""]


def other_repository(tmp_path: Path) -> str:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a").write_text("a")
    make_repository(other, "2019-01-01")
    return str(other / ".git")


@pytest.mark.parametrize(
    "target", ["//server/share/r", "\\\\server\\share\\r", "\\\\.\\pipe\\x", "//./COM1", "/dev/zero", "", "other"]
)
def test_git_file_that_leads_elsewhere_is_not_followed(project: Path, tmp_path: Path, target: str) -> None:
    (project / ".git").write_text(f"gitdir: {other_repository(tmp_path) if target == 'other' else target}\n")
    shown = dates(project)
    assert "names no local folder" in shown[""] or "not the repository of this one" in shown[""]
    assert shown["old.yaml"] == "2009-12-22"


def test_head_outside_the_refs_is_not_followed(project: Path, tmp_path: Path) -> None:
    make_repository(project, DATE)
    name = git(project, "rev-parse", "HEAD")
    (tmp_path / "outside").write_text(f"{name}\n")
    for text in (
        "ref: refs/../../../outside",
        f"ref: {tmp_path / 'outside'}",
        "ref: refs/heads/a:b",
        "ref: HEAD",
        "\0",
        "",
    ):
        (project / ".git/HEAD").write_text(text)
        assert "HEAD names no commit" in dates(project)[""], text


def test_circular_refs_end_with_a_remark(project: Path) -> None:
    make_repository(project, DATE)
    (project / ".git/refs/heads/a").write_text("ref: refs/heads/b\n")
    (project / ".git/refs/heads/b").write_text("ref: refs/heads/a\n")
    (project / ".git/HEAD").write_text("ref: refs/heads/a\n")
    assert "HEAD names no commit" in dates(project)[""]


def loose_object(project: Path, name: str) -> Path:
    return project / ".git/objects" / name[:2] / name[2:]


def test_git_is_terminated_at_the_time_limit(project: Path) -> None:
    make_repository(project, DATE)
    pipe(loose_object(project, git(project, "rev-parse", "HEAD")))
    shown = dates(project, seconds=0.3)
    assert shown[""] == "git took more than 0.3 seconds: some dates are those of the file system"
    assert shown["old.yaml"] == "2009-12-22"


def test_time_limit_is_shared_by_all_decks(project: Path, tmp_path: Path) -> None:
    second = tmp_path / "second"
    shutil.copytree(project, second)
    for root in (project, second):
        make_repository(root, DATE)
    pipe(loose_object(project, git(project, "rev-parse", "HEAD")))
    with ChangeDates(0.3) as change_dates:
        change_dates.dates_of(project, [project / "content/deck/old.yaml"])
        set_old_times(second)
        assert set(change_dates.dates_of(second, [second / "content/deck/old.yaml"]).values()) == {"2009-12-22"}


def crafted_objects(project: Path) -> Iterator[tuple[str, bytes]]:
    """Yield objects that are damaged, or far larger than they look."""
    for name in (git(project, "rev-parse", "HEAD"), git(project, "rev-parse", "HEAD^{tree}")):
        kind = git(project, "cat-file", "-t", name).encode()
        yield name, b"no object"
        yield name, zlib.compress(kind + b" 4\0abcd")
        yield name, zlib.compress(kind + b" 80000000\0" + bytes(80_000_000), 1)


def test_crafted_objects_end_with_a_remark(project: Path) -> None:
    make_repository(project, DATE)
    for name, data in crafted_objects(project):
        path = loose_object(project, name)
        original = path.read_bytes()
        path.chmod(0o644)
        path.write_bytes(data)
        shown = dates(project)
        assert shown["old.yaml"] == "2009-12-22"
        assert shown[""].endswith("cannot be read completely: some dates are those of the file system")
        path.write_bytes(original)
    assert dates(project)["old.yaml"] == DATE


def test_answer_that_is_too_long_ends_with_a_remark(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(project, DATE)
    monkeypatch.setattr("deckgen.results.history.MAX_ANSWER_BYTES", 200)
    shown = dates(project)
    assert shown["old.yaml"] == "2009-12-22"
    assert shown[""].endswith("cannot be read completely: some dates are those of the file system")


def test_no_temporary_files_remain(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_repository(project, DATE)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {path for path in tmp_path.rglob("*") if path.suffix != ".yaml"}
    dates(project)
    assert {path for path in tmp_path.rglob("*") if path.suffix != ".yaml"} == before


def test_status_entries_have_the_dates_of_their_files(tmp_path: Path) -> None:
    deck = make_deck(tmp_path)
    make_repository(tmp_path, DATE)
    part = deck / "part.yaml"
    part.write_text(part.read_text() + "\n")
    commit(tmp_path, "2021-02-02")
    assert {(Path(due.file).name, due.changed) for due in status_entries(opened(deck))} == {
        ("metrics.yaml", DATE),
        ("part.yaml", "2021-02-02"),
    }
