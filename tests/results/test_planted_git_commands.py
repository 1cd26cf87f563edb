"""A project may come from a stranger: `deckgen status` runs no command that the git repositories in it name."""

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
    """Run `deckgen status` in a process of its own, as a user does."""
    command = [sys.executable, "-P", "-m", "deckgen", "status", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(Path(deckgen.__file__).parents[1])}
    return subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=True, timeout=60)


def status(project: Path, *arguments: str) -> str:
    """Return the output of `deckgen status`, which must print no warnings."""
    result = run_status(project, *arguments)
    assert not result.stderr
    return result.stdout


def dates(output: str) -> set[str]:
    """Return the dates in the output of `deckgen status`."""
    return set(re.findall(r" (\d{4}-\d\d-\d\d)  content/", output))


def make_bare(folder: Path, source_project: Path) -> None:
    """Make a folder look like a bare repository, with the commits of another one."""
    for name in ("HEAD", "objects", "refs"):
        source = source_project / ".git" / name
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


def test_no_command_of_the_projects_repository_is_run(planted: Planted, project: Path) -> None:
    planted.plant(project / ".git", project)
    for arguments in CALLS:
        listed = set() if "--csv" in arguments else {DATE}
        assert dates(status(project, *arguments)) == listed, arguments
        assert planted.run_commands() == set(), arguments


@pytest.mark.parametrize("below", ["content/sample", "content", "."])
def test_folder_that_looks_like_a_bare_repository_is_ignored(planted: Planted, project: Path, below: str) -> None:
    make_bare(project / below, project)
    planted.plant(project / below, project / below)
    for arguments in CALLS:
        listed = set() if "--csv" in arguments else {DATE}
        assert dates(status(project, *arguments)) == listed, arguments
        assert planted.run_commands() == set(), arguments


@pytest.mark.parametrize("below", ["content", "content/sample"])
def test_repository_below_the_project_is_ignored(planted: Planted, project: Path, below: str) -> None:
    make_repository(project / below, "2019-01-01")
    planted.plant(project / below / ".git", project / below)
    assert dates(status(project)) == {DATE}
    assert planted.run_commands() == set()


def test_no_command_of_a_repository_above_the_project_is_run(planted: Planted, project: Path) -> None:
    shutil.rmtree(project / ".git")
    around = make_repository(project.parent, "2020-02-02")
    sign(around, "2020-02-02")
    planted.plant(around / ".git", around)
    assert dates(status(project)) == {"2020-02-02"}
    assert planted.run_commands() == set()


def test_git_status_and_git_log_run_the_planted_commands(planted: Planted, project: Path) -> None:
    planted.plant(project / ".git", project)
    git(project, "status", "--porcelain", check=False)
    assert "include.path" in planted.run_commands()
    git(project, "-c", "core.fsmonitor=false", "status", "--porcelain", check=False)
    assert planted.run_commands() & {"filter.x.clean", "filter.x.process"}
    git(project, "log", "-1", "--format=%cs", check=False)
    assert "gpg.openpgp.program" in planted.run_commands() or "gpg.program" in planted.run_commands()


def test_git_status_runs_the_commands_planted_in_a_deck(planted: Planted, project: Path) -> None:
    make_bare(project / "content/sample", project)
    planted.plant(project / "content/sample", project / "content/sample")
    git(project / "content/sample", "status", "--porcelain", check=False)
    assert planted.run_commands()


def test_every_git_key_that_names_a_command_is_planted(planted: Planted) -> None:
    """The installed git lists its keys: this test fails when a new version adds a key that is not planted."""
    known = {re.sub(r"<[^>]*>|\*", "x", key) for key in git(Path(), "help", "--config").split()}
    named = re.compile(
        r"(cmd|command|program|editor|pager|hook|textconv|clean|smudge|process|helper|askpass|driver|vcs|uploadpack|receivepack"
        r"|insteadof|browser|viewer|proxy|fsmonitor|external|difffilter|sendmail|tunnel|tool|submodule\.x\.update)$",
        re.IGNORECASE,
    )
    others = re.compile(
        r"advice\.|color\.|column\.|gitcvs\.|http\.|pager\.x|url\.x|diff\.x\.cachetextconv|notes\.rewrite\.x"
    )
    planted_keys = {re.sub(r"\.(origin|sub|openpgp)\.", ".x.", key).casefold() for key in planted.keys()}  # noqa: SIM118
    commands = {key for key in known if named.search(key) and not others.match(key)}
    assert len(commands) > 30
    assert not {key for key in commands if key.casefold() not in planted_keys}
    assert len(COMMAND_KEYS) + len(SHELL_KEYS) + len(OTHER_KEYS) > 60


def test_no_git_key_changes_the_dates(planted: Planted, project: Path) -> None:
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
    assert planted.run_commands() == set()


def test_missing_objects_are_not_fetched(planted: Planted, project: Path) -> None:
    part = project / "content/sample/part.yaml"
    part.write_text(part.read_text() + "\n")
    commit(project, "2021-02-02")
    planted.plant(project / ".git", project)
    tree = git(project, "-c", "alias.rev-parse=", "-c", "core.fsmonitor=", "rev-parse", "HEAD~1^{tree}")
    (project / ".git/objects" / tree[:2] / tree[2:]).unlink()
    assert "cannot be read completely: some dates are those of the file system" in run_status(project).stderr
    assert planted.run_commands() == set()
    git(project, "cat-file", "-p", tree, check=False)
    assert "remote.origin.url" in planted.run_commands(), "git fetches what is missing by the address of the repository"
