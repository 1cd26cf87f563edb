"""A revision of the project's git repository (`HEAD~3`, a tag, a branch) → files of the project as they were then.

As in `history`, git works in an empty repository of our own that uses the objects of the project's repository, so that it reads
neither its configuration nor its hooks. The names of branches and tags are copied there. Nothing is checked out: `git archive`
writes the files of the commit.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path
from tempfile import TemporaryDirectory

from deckgen.diagnostics import UserFacingError
from deckgen.io.programs import find_program
from deckgen.results.history import make_empty_repository
from deckgen.results.repository import Repository, RepositoryError, find_repository, read_refs

_SECONDS = 20
"""How long git may take for one answer."""
_MAX_BYTES = 256 << 20
"""Maximum bytes of the files of a revision."""


class RevisionError(UserFacingError):
    """A revision that cannot be read; the message says why."""


def export_revision(project: Path, revision: str, folder: Path, target: Path) -> None:
    """Write a folder of a project, with the project's brands and labels, as they were in a revision, into `target`.

    Their paths there are those in the project. Raises RevisionError.
    """
    git = find_program("git", untrusted=project)
    if git is None:
        raise RevisionError(f"'{revision}' would be a revision of git, but git is not installed")
    try:
        repository = find_repository(project)
    except RepositoryError as error:
        raise RevisionError(f"the revision '{revision}' cannot be read: {error}") from error
    if repository is None:
        raise RevisionError(f"'{revision}' would be a revision of git, but {project} is in no repository with commits")
    root = project.resolve().relative_to(repository.root).as_posix()
    prefix = "" if root == "." else f"{root}/"
    asked = [f"{prefix}{folder.as_posix()}", f"{prefix}labels", f"{prefix}layouts"]
    with TemporaryDirectory(prefix="deckgen-git-", ignore_cleanup_errors=True) as home:
        runner = _Git(git, Path(home), repository)
        commit = runner.commit(revision)
        there = runner.run("ls-tree", "-z", "--name-only", commit, "--", *asked).decode("utf-8", "replace").split("\0")
        if asked[0] not in there:
            raise RevisionError(f"there is no {folder.as_posix()} in the revision '{revision}'")
        data = runner.run("archive", "--format=tar", commit, "--", *(name for name in asked if name in there))
    if len(data) > _MAX_BYTES:
        raise RevisionError(f"the files of '{revision}' have more than {_MAX_BYTES >> 20} MB")
    _extract(data, prefix, target, revision)


def _extract(data: bytes, prefix: str, target: Path, revision: str) -> None:
    """Write the regular files of an archive; a link in it is left out."""
    try:
        with tarfile.open(fileobj=io.BytesIO(data)) as archive:
            for member in archive:
                if member.isfile() and member.name.startswith(prefix):
                    member.name = member.name.removeprefix(prefix)
                    archive.extract(member, target, filter="data")
    except (tarfile.TarError, OSError) as error:
        raise RevisionError(f"the files of '{revision}' cannot be read: {error}") from error


class _Git:
    """Runs git in an empty repository in the folder `home`, which has the objects and refs of another repository."""

    def __init__(self, git: str, home: Path, repository: Repository) -> None:
        self.git, self.home = git, home
        self.environment = make_empty_repository(home, repository)
        refs = {"HEAD": repository.head, **read_refs(repository)}
        lines = [f"{commit} {name}\n" for name, commit in refs.items() if name != "HEAD"]
        (home / "packed-refs").write_text("".join(lines), encoding="utf-8", newline="\n")
        (home / "HEAD").write_text(f"{repository.head}\n", encoding="utf-8", newline="\n")

    def commit(self, revision: str) -> str:
        """Return the name of the commit of a revision. Raises RevisionError."""
        try:
            return (
                self.run("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
                .decode()
                .strip()
            )
        except RevisionError:
            hint = "name a folder, a revision of git (`HEAD~3`, a tag), a built deck, or a period that history/ has"
            raise RevisionError(f"there is nothing called '{revision}': {hint}") from None

    def run(self, *arguments: str) -> bytes:
        """Return what git answers. Raises RevisionError."""
        try:
            done = subprocess.run(
                [self.git, *arguments], cwd=self.home, env=self.environment, stdin=subprocess.DEVNULL,
                capture_output=True, timeout=_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as error:
            raise RevisionError(f"git does not answer: {error}") from error
        if done.returncode:
            raise RevisionError("the history of the project cannot be read: objects are missing or damaged")
        return done.stdout
