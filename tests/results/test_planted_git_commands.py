"""A project may come from a stranger: whatever its git repositories say, `deckgen status` starts nothing that they name."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from git_repositories import COMMAND_KEYS, OTHER_KEYS, SHELL_KEYS, Planted, commit, git, make_repository, sign
from result_projects import make_deck

import deckgen

DATE = "2021-01-28"
CALLS = ([], ["--csv", "sheets"], ["--missing"])


def run_status(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run `deckgen status` as a user does, in a process of its own."""
    command = [sys.executable, "-P", "-m", "deckgen", "status", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(deckgen.__file__).parents[1])}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True, timeout=60)


def status(project: Path, *arguments: str) -> str:
    """Give what `deckgen status` prints of a project of which it has nothing to remark."""
    done = run_status(project, *arguments)
    assert not done.stderr
    return done.stdout


def dates(told: str) -> set[str]:
    """Give the dates in what `deckgen status` prints."""
    return set(re.findall(r" (\d{4}-\d\d-\d\d)  content/", told))


def bare(folder: Path, honest: Path) -> None:
    """Make a folder look like a bare repository, with the commits of another one."""
    for name in ("HEAD", "objects", "refs"):
        source = honest / ".git" / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    (folder / "config").write_text(f"[core]\n\trepositoryformatversion = 0\n\tworktree = {folder}\n")


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    return Planted(tmp_path / "planted")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path / "around" / "project"
    make_deck(root)
    make_repository(root, DATE)
    sign(root, DATE)
    return root


@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_no_command_of_the_projects_repository_is_run(planted: Planted, project: Path, arguments: list[str]) -> None:
    planted.plant(project / ".git", project)
    assert dates(status(project, *arguments)) == {DATE}
    assert planted.ran() == set()


@pytest.mark.parametrize("below", ["content/sample", "content", "."])
@pytest.mark.parametrize("arguments", CALLS, ids=" ".join)
def test_a_folder_that_looks_like_a_bare_repository_is_none(
    planted: Planted, project: Path, below: str, arguments: list[str]
) -> None:
    bare(project / below, project)
    planted.plant(project / below, project / below)
    assert dates(status(project, *arguments)) == {DATE}
    assert planted.ran() == set()


@pytest.mark.parametrize("below", ["content", "content/sample"])
def test_a_repository_below_the_project_is_not_used(planted: Planted, project: Path, below: str) -> None:
    make_repository(project / below, "2019-01-01")
    planted.plant(project / below / ".git", project / below)
    assert dates(status(project)) == {DATE}
    assert planted.ran() == set()


def test_no_command_of_a_repository_above_the_project_is_run(planted: Planted, project: Path) -> None:
    shutil.rmtree(project / ".git")
    around = make_repository(project.parent, "2020-02-02")
    sign(around, "2020-02-02")
    planted.plant(around / ".git", around)
    assert dates(status(project)) == {"2020-02-02"}
    assert planted.ran() == set()


def test_what_is_planted_is_run_by_git_status_and_git_log(planted: Planted, project: Path) -> None:
    planted.plant(project / ".git", project)
    git(project, "status", "--porcelain", check=False)
    assert "include.path" in planted.ran()
    git(project, "-c", "core.fsmonitor=false", "status", "--porcelain", check=False)
    assert planted.ran() & {"filter.x.clean", "filter.x.process"}
    git(project, "log", "-1", "--format=%cs", check=False)
    assert "gpg.openpgp.program" in planted.ran() or "gpg.program" in planted.ran()


def test_what_is_planted_in_a_deck_is_run_by_git_status(planted: Planted, project: Path) -> None:
    bare(project / "content/sample", project)
    planted.plant(project / "content/sample", project / "content/sample")
    git(project / "content/sample", "status", "--porcelain", check=False)
    assert planted.ran()


def test_every_key_of_git_that_names_a_command_is_planted(planted: Planted) -> None:
    """Read the list of keys that this git knows: a key that a later git adds shows here."""
    known = {re.sub(r"<[^>]*>|\*", "x", key) for key in git(Path(), "help", "--config").split()}
    named = re.compile(
        r"(cmd|command|program|editor|pager|hook|textconv|clean|smudge|process|helper|askpass|driver|vcs|uploadpack|receivepack"
        r"|insteadof|browser|viewer|proxy|fsmonitor|external|difffilter|sendmail|tunnel|tool|submodule\.x\.update)$",
        re.IGNORECASE,
    )
    others = re.compile(
        r"advice\.|color\.|column\.|gitcvs\.|http\.|pager\.x|url\.x|diff\.x\.cachetextconv|notes\.rewrite\.x"
    )
    planned = {re.sub(r"\.(origin|sub|openpgp)\.", ".x.", key).casefold() for key in planted.keys()}  # noqa: SIM118
    commands = {key for key in known if named.search(key) and not others.match(key)}
    assert len(commands) > 30
    assert not {key for key in commands if key.casefold() not in planned}
    assert len(COMMAND_KEYS) + len(SHELL_KEYS) + len(OTHER_KEYS) > 60


def test_no_key_of_git_changes_the_dates(planted: Planted, project: Path) -> None:
    command = planted.command("any")
    keys = [re.sub(r"<[^>]*>|\*", "x", key) for key in git(project, "help", "--config").split()]
    sections = (
        f'[{key.partition(".")[0]} "x"]\n\t{key.rpartition(".")[2]} = {command}\n' for key in keys if "." in key
    )
    plain = (
        f"[{key.partition('.')[0]}]\n\t{key.rpartition('.')[2]} = {command}\n" for key in keys if key.count(".") == 1
    )
    (project / ".git/config").write_text("".join((*sections, *plain)))
    assert len(keys) > 500
    assert dates(status(project)) == {DATE}
    assert planted.ran() == set()


def test_objects_that_are_missing_are_not_fetched(planted: Planted, project: Path) -> None:
    part = project / "content/sample/part.yaml"
    part.write_text(part.read_text() + "\n")
    commit(project, "2021-02-02")
    planted.plant(project / ".git", project)
    tree = git(project, "-c", "alias.rev-parse=", "-c", "core.fsmonitor=", "rev-parse", "HEAD~1^{tree}")
    (project / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert "cannot be read as a whole: some dates are those of the file system" in run_status(project).stderr
    assert planted.ran() == set()
    git(project, "cat-file", "-p", tree, check=False)
    assert "remote.origin.url" in planted.ran(), "git fetches what is missing by the address of the repository"
