"""A git repository → the files of its last commit, and the date on which each of them last changed.

Two git processes answer all queries: `rev-list` lists the commits, `diff-tree --stdin` the differences between two trees. Both
read objects only. They run in an empty repository of our own, with our configuration, which uses the objects of the project's
repository (GIT_OBJECT_DIRECTORY). So git never reads the configuration, the attributes or the hooks of the project's repository:
it runs no command or filter named there, and fetches nothing.
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

_MAX_OBJECT_BYTES = 64_000_000
"""Maximum size of one unpacked object; a folder of 100,000 files takes 4 MB."""
MAX_ANSWER_BYTES = 16_000_000
"""Maximum size of one answer of `diff-tree`; the list of 100,000 files takes 12 MB."""
_MAX_LINE_BYTES = 100_000
"""Maximum length of a line that git prints: enough for a commit with a thousand parents."""
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The name of the empty tree, by hash; git knows it even if it is not stored."""
_CONFIGURATION = """\
[core]
	repositoryformatversion = {version}
	bare = true
	commitGraph = false
	multiPackIndex = false
	hooksPath = {hooks}
"""
"""The commit graph and the multi-pack index are off: these files may contradict the objects."""
_DIFF_TREE = ("diff-tree", "--stdin", "-r", "--raw", "-z", "--no-abbrev", "--no-renames", "--no-ext-diff", "--")
_COMMIT = re.compile(rb"(\d{4}-\d\d-\d\d) ([0-9a-f]{40,64})((?: [0-9a-f]{40,64})*) ?\n")
_CHANGED_FILE = re.compile(rb":\d+ (\d+) [0-9a-f]+ ([0-9a-f]+) [A-Z]\d*\0([^\0]+)\0")


class HistoryError(Exception):
    """Git gives no valid answer: objects are missing or damaged, or git was terminated."""


class _Commit(Struct, frozen=True):
    date: str
    tree: str
    parents: tuple[str, ...]


class History:
    """The history of the files in one folder of a repository, read only as far back as needed. It must be closed.

    Paths are relative to the repository's root, with `/`. `kill` may be called from another thread.
    """

    def __init__(self, git: str, repository: Repository, folder: str) -> None:
        """Start git. Raises OSError if it cannot be started."""
        self._repository = repository
        self._commits: dict[str, _Commit] = {}
        self._dates: dict[str, str] = {}
        self._killed = False
        self._end_marker = f"end-{secrets.token_hex(8)}\n".encode()
        self._blobs: dict[str, str] | None = None
        self._pending: list[tuple[str, set[str]]] = []
        self._processes: list[subprocess.Popen[bytes]] = []
        self._home = TemporaryDirectory(prefix="deckgen-git-", ignore_cleanup_errors=True)
        environment = make_empty_repository(Path(self._home.name), repository)
        # `--encoding=none`: otherwise git converts messages, by any converter of the system that a message names.
        commits = ["rev-list", "--encoding=none", "--format=%cs %T %P", repository.head, "--"]
        try:
            self._rev_list = self._start([git, *commits], environment)
            self._diff_tree = self._start([git, *_DIFF_TREE, *([folder] if folder else [])], environment)
        except OSError:
            self.close()
            raise

    def blobs(self) -> dict[str, str]:
        """Return the files of the last commit with the names of their blobs (empty for a symbolic link). Raises HistoryError."""
        if self._blobs is None:
            head = self._repository.head
            self._blobs = self._changed_files(_EMPTY_TREE[self._repository.hash_name], self._commit(head).tree)
            self._pending = [(head, set(self._blobs))]
        return self._blobs

    def dates(self, wanted: Collection[str]) -> dict[str, str]:
        """Return the committer's date of the last commit that changed each file, as far as the history can be read.

        Like `git log -1 -- FILE`: if a merge left a file as it was in one parent, only that parent is followed.
        """
        missing = set(wanted).difference(self._dates)
        with suppress(HistoryError):
            self.blobs()
            while self._pending and missing:
                self._pass_to_parents(*self._pending.pop())
                missing.difference_update(self._dates)
        return {path: self._dates[path] for path in wanted if path in self._dates}

    def _pass_to_parents(self, name: str, files: set[str]) -> None:
        """Pass each file on to the first parent with the same content; the other files were changed by this commit."""
        commit = self._commit(name)
        for parent in commit.parents:
            parent_tree = self._commit(parent).tree
            changed = self._changed_files(parent_tree, commit.tree).keys() if parent_tree != commit.tree else set()
            unchanged = files.difference(changed)
            if unchanged:
                self._pending.append((parent, unchanged))
            files = files.intersection(changed)
        self._dates.update(dict.fromkeys(files, commit.date))

    def _commit(self, name: str) -> _Commit:
        """Return the commit with this name; the commits before it in the output of `rev-list` are read first."""
        output = self._rev_list.stdout
        assert output is not None
        while name not in self._commits:
            name_line, details = output.readline(_MAX_LINE_BYTES), output.readline(_MAX_LINE_BYTES)
            match = _COMMIT.fullmatch(details)
            if self._killed or match is None:
                raise HistoryError
            parents = tuple(match[3].decode().split())
            own_name = name_line.removeprefix(b"commit ").strip().decode()
            self._commits[own_name] = _Commit(match[1].decode(), match[2].decode(), parents)
        return self._commits[name]

    def _changed_files(self, before: str, after: str) -> dict[str, str]:
        """Return the files that differ between two trees, with their blobs in the second (empty if not a regular file there)."""
        requests, output = self._diff_tree.stdin, self._diff_tree.stdout
        assert requests is not None
        assert output is not None
        header = f"{before} {after}".encode()
        try:
            # Git prints a line that names no object unchanged: this shows that the answer is complete.
            requests.write(header + b"\n" + self._end_marker)
            requests.flush()
        except OSError as error:
            raise HistoryError from error
        answer = bytearray()
        while answer != self._end_marker and not answer.endswith((b"\n" + self._end_marker, b"\0" + self._end_marker)):
            line = output.readline(_MAX_LINE_BYTES)
            answer += line
            if self._killed or not line or len(answer) > MAX_ANSWER_BYTES:
                raise HistoryError
        if not answer.startswith(header):  # one of the trees is missing or damaged
            raise HistoryError
        entries = _CHANGED_FILE.findall(answer, len(header) + 1)
        return {os.fsdecode(path): blob.decode() if mode.startswith(b"100") else "" for mode, blob, path in entries}

    def _start(self, command: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        pipe, null = subprocess.PIPE, subprocess.DEVNULL
        process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=null, cwd=self._home.name, env=environment)
        self._processes.append(process)
        return process

    def kill(self) -> None:
        """Terminate git; a thread that waits for an answer gets a HistoryError."""
        self._killed = True
        for process in self._processes:
            process.kill()

    def close(self) -> None:
        """Terminate git and delete its folder."""
        self.kill()
        for process in self._processes:
            for stream in (process.stdin, process.stdout):
                with suppress(OSError):
                    if stream is not None:
                        stream.close()
            with suppress(subprocess.TimeoutExpired):  # a process that waits for a file server does not end at once
                process.wait(timeout=1)
        self._home.cleanup()


def make_empty_repository(folder: Path, repository: Repository) -> dict[str, str]:
    """Make a repository without objects in `folder`; return the environment in which git uses it with those of `repository`."""
    (folder / "refs").mkdir()
    sha1 = repository.hash_name == "sha1"
    configuration = _CONFIGURATION.format(version=0 if sha1 else 1, hooks=(folder / "hooks").as_posix())
    if not sha1:
        configuration += f"[extensions]\n\tobjectFormat = {repository.hash_name}\n"
    (folder / "config").write_text(configuration, encoding="utf-8", newline="\n")
    (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="utf-8", newline="\n")
    (folder / "empty").touch()
    if repository.shallow:
        (folder / "shallow").write_bytes(repository.shallow)
    return _git_environment(folder, repository.objects)


def _git_environment(folder: Path, objects: Path) -> dict[str, str]:
    """Return the environment in which git uses the repository in `folder` with other objects."""
    # Variables such as GIT_DIR, GIT_EXTERNAL_DIFF or GIT_CONFIG_COUNT would override this setup.
    environment = {name: value for name, value in os.environ.items() if not name.upper().startswith("GIT_")}
    return environment | {
        "GIT_DIR": str(folder),
        "GIT_OBJECT_DIRECTORY": str(objects),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CONFIG_SYSTEM": str(folder / "empty"),
        "GIT_CONFIG_GLOBAL": str(folder / "empty"),
        "GIT_ATTR_NOSYSTEM": "1",
        "HOME": str(folder),  # git before 2.32 ignores GIT_CONFIG_GLOBAL
        "XDG_CONFIG_HOME": str(folder),
        "GIT_ALLOC_LIMIT": str(_MAX_OBJECT_BYTES),
        "GIT_ALLOW_PROTOCOL": "none",
        "GIT_LITERAL_PATHSPECS": "1",
        "GIT_NO_LAZY_FETCH": "1",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_PAGER": "",
        "GIT_TERMINAL_PROMPT": "0",
    }
