"""A git repository → which files its last commit holds, and on which date each of them last changed.

Two git processes answer all questions: `rev-list` tells the commits, `diff-tree --stdin` what differs between two trees. Both
read objects and nothing else. They run in a repository of our own, an empty folder with a configuration of ours, which
borrows the objects of the other one (GIT_OBJECT_DIRECTORY): whatever the configuration, the attributes or the hooks of that one
say, git does not see them. So no command in them is started, no filter, and nothing is fetched.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

from msgspec import Struct

from deckgen.results.repository import Repository

_MOST_UNPACKED, _MOST_ANSWER = 64_000_000, 16_000_000
"""Bytes of one object, and of one answer: a folder of 100,000 files takes 4 MB, the list of as many files 12."""
_LONGEST = 100_000
"""Bytes of what git tells of one commit: it has room for a thousand parents."""
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The name of a tree without entries; git knows it, whether it is stored or not."""
_CONFIGURATION = """\
[core]
	repositoryformatversion = {version}
	bare = true
	commitGraph = false
	multiPackIndex = false
	hooksPath = {hooks}
"""
"""What git would take from files beside the objects is left out: it may tell of other commits than the objects do."""
_COMMIT = re.compile(rb"(\d{4}-\d\d-\d\d) ([0-9a-f]{40,64})((?: [0-9a-f]{40,64})*) ?\n")
_CHANGED = re.compile(rb":\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]+)\0")


class HistoryError(Exception):
    """Git does not answer, or not as it should: objects are missing or damaged, or it was ended."""


class _Commit(Struct, frozen=True):
    date: str
    tree: str
    parents: tuple[str, ...]


class History:
    """The history of the files in one folder of a repository; read as far back as is asked for, and closed at last.

    Paths are relative to the repository's root, with `/`. `kill` may be called from another thread.
    """

    def __init__(self, git: str, repository: Repository, folder: str) -> None:
        """Start git. Raises OSError where that cannot be done."""
        self._repository = repository
        self._commits: dict[str, _Commit] = {}
        self._dates: dict[str, str] = {}
        self._killed = False
        self._end = f"end-{secrets.token_hex(8)}\n".encode()
        self._blobs: dict[str, str] | None = None
        self._pending: list[tuple[str, set[str]]] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        self._home = TemporaryDirectory(prefix="deckgen-git-", ignore_cleanup_errors=True)
        environment = _own_repository(Path(self._home.name), repository)
        # Commit messages are not converted (`--encoding`): a message can name any converter of the system.
        commits = ["rev-list", "--encoding=none", "--format=%cs %T %P", repository.head, "--"]
        differences = [
            "diff-tree",
            "--stdin",
            "-r",
            "--raw",
            "-z",
            "--no-abbrev",
            "--no-renames",
            "--no-ext-diff",
            "--",
        ]
        try:
            self._listing = self._start([git, *commits], environment)
            self._comparing = self._start([git, *differences, *([folder] if folder else [])], environment)
        except OSError:
            self.close()
            raise

    def blobs(self) -> dict[str, str]:
        """Give the regular files of the last commit, with the names of their blobs. Raises HistoryError."""
        if self._blobs is None:
            head = self._repository.head
            self._blobs = self._changed(_EMPTY_TREE[self._repository.hash_name], self._commit(head).tree)
            self._pending = [(head, set(self._blobs))]
        return self._blobs

    def dates(self, wanted: Collection[str]) -> dict[str, str]:
        """Give the committer's date of the commit that made each file what it is; as far as history can be read.

        As `git log -1 -- FILE` does, a merge that left a file as it was on one side is followed on that side only.
        """
        lacking = set(wanted).difference(self._dates)
        with suppress(HistoryError):
            self.blobs()
            while self._pending and lacking:
                self._go_back(*self._pending.pop())
                lacking.difference_update(self._dates)
        return {path: self._dates[path] for path in wanted if path in self._dates}

    def _go_back(self, name: str, files: set[str]) -> None:
        """Hand files on to the parents that have the same; the others were changed by this commit."""
        commit = self._commit(name)
        for parent in commit.parents:
            before = self._commit(parent).tree
            changed = self._changed(before, commit.tree).keys() if before != commit.tree else set()
            same = files.difference(changed)
            if same:
                self._pending.append((parent, same))
            files = files.intersection(changed)
        self._dates.update(dict.fromkeys(files, commit.date))

    def _commit(self, name: str) -> _Commit:
        """Read commits until that of a name comes."""
        output = self._listing.stdout
        assert output is not None
        while name not in self._commits:
            named, line = output.readline(_LONGEST), output.readline(_LONGEST)
            found = _COMMIT.fullmatch(line)
            if self._killed or found is None:
                raise HistoryError
            parents = tuple(found[3].decode().split())
            self._commits[named[7:].strip().decode()] = _Commit(found[1].decode(), found[2].decode(), parents)
        return self._commits[name]

    def _changed(self, before: str, after: str) -> dict[str, str]:
        """Compare two trees: the files that differ, with their blobs in the second; the empty name for what is no file there."""
        source, output = self._comparing.stdin, self._comparing.stdout
        assert source is not None
        assert output is not None
        header = f"{before} {after}".encode()
        try:
            # What is no object is written back, which tells that the answer is complete.
            source.write(header + b"\n" + self._end)
            source.flush()
        except OSError as fault:
            raise HistoryError from fault
        answer = bytearray()
        while answer != self._end and not answer.endswith((b"\n" + self._end, b"\0" + self._end)):
            line = output.readline(_LONGEST)
            answer += line
            if self._killed or not line or len(answer) > _MOST_ANSWER:
                raise HistoryError
        if not answer.startswith(header):  # one of the trees is missing or damaged
            raise HistoryError
        found = _CHANGED.findall(answer, len(header) + 1)
        return {os.fsdecode(path): blob.decode() if mode.startswith(b"100") else "" for mode, blob, path in found}

    def _start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        pipe, nothing = subprocess.PIPE, subprocess.DEVNULL
        process = subprocess.Popen(
            command, stdin=pipe, stdout=pipe, stderr=nothing, cwd=self._home.name, env=environment
        )
        self._processes.append(process)
        return process

    def kill(self) -> None:
        """End git, so that whoever waits for an answer gets a HistoryError."""
        self._killed = True
        for process in self._processes:
            process.kill()

    def close(self) -> None:
        """End git and remove its folder."""
        self.kill()
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
            with suppress(subprocess.TimeoutExpired):  # one that waits for a file server does not end at once
                process.wait(timeout=1)
        self._home.cleanup()


def _own_repository(folder: Path, repository: Repository) -> dict[str, str]:
    """Make a repository without objects, and the environment in which git uses it with the objects of `repository`."""
    (folder / "refs").mkdir()
    sha1 = repository.hash_name == "sha1"
    configuration = _CONFIGURATION.format(version=0 if sha1 else 1, hooks=(folder / "hooks").as_posix())
    if not sha1:
        configuration += f"[extensions]\n\tobjectFormat = {repository.hash_name}\n"
    (folder / "config").write_text(configuration, encoding="utf-8")
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8")
    (folder / "nothing").touch()
    if repository.shallow:
        (folder / "shallow").write_bytes(repository.shallow)
    # Variables such as GIT_DIR, GIT_EXTERNAL_DIFF or GIT_CONFIG_COUNT lead git elsewhere.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return environment | {
        "GIT_DIR": str(folder),
        "GIT_OBJECT_DIRECTORY": str(repository.objects),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": str(folder / "nothing"),
        "GIT_CONFIG_GLOBAL": str(folder / "nothing"),
        "GIT_ATTR_NOSYSTEM": "1",
        "HOME": str(folder),  # git before 2.32 knows no GIT_CONFIG_GLOBAL
        "XDG_CONFIG_HOME": str(folder),
        "GIT_ALLOC_LIMIT": str(_MOST_UNPACKED),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "",
        "GIT_TERMINAL_PROMPT": "0",
    }
