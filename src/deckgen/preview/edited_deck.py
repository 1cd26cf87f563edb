"""The deck in output/ → whether it was edited since it was built, its edits, and the content with those that are chosen.

What `deckgen pull` does in a terminal, for a page. Files are looked at once in a second, and edits are found in another process:
builds of the preview do not wait for either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from queue import Empty, Queue
from secrets import token_hex
from threading import Event, Lock
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from deckgen.diagnostics.wording import counted
from deckgen.preview.edited_file import EditedFiles, FileState
from deckgen.preview.editors import editor_address
from deckgen.preview.frames import Data
from deckgen.preview.pull_process import PullProcess

_INTERVAL = 1.0
"""Seconds between two looks at the files in output/."""
_MAX_WAIT = 60.0
"""Seconds after which a write is given up; a command that holds the lock of the project is waited for for 20."""
_CHANGED = "the edits were looked for again meanwhile; nothing was written: choose once more"


class Answer(Struct, frozen=True):
    """What became of a request, as a sentence."""

    status: HTTPStatus
    message: str


class EditsState(Struct, frozen=True):
    """What a page shows of an edited file. `details` are its edits once they are `found`, `finding` names that result.

    `message` says what was done last; `can_undo` is whether that can be undone.
    """

    file: str = ""
    saved: str = ""
    status: str = "none"
    progress: tuple[int, int] = (0, 0)
    finding: str = ""
    counts: str = ""
    left: int = 0
    failure: str = ""
    message: str = ""
    can_undo: bool = False
    read_only: bool = False
    details: Data | None = None

    def data(self) -> Data:
        """Return it as plain data, without the edits themselves."""
        return {name: getattr(self, name) for name in self.__struct_fields__ if name != "details"}

    def looking_into(self, file: str, saved: str) -> EditsState:
        """Return the state in which the edits of a file are looked for; without a file that in which there are none."""
        status = "finding" if file else "none"
        return EditsState(file, saved, status, message=self.message, can_undo=self.can_undo, read_only=self.read_only)


class EditedDeck:
    """Watches the file of one deck. Safe to use from several threads; `publish` is called with every new state."""

    def __init__(
        self, folder: Path, project: Path, editor: str, built: Callable[[], Path | None], *, read_only: bool = False
    ) -> None:
        self.folder, self.project, self._editor, self._built = folder, project, editor, built
        self.state = EditsState(read_only=read_only)
        self.publish: Callable[[EditsState], None] = lambda _: None
        self._files = EditedFiles()
        self._seen: FileState | None = None
        self._file: FileState | None = None
        self._process: PullProcess | None = None
        self._answers: Queue[Data] = Queue()
        self._lock = Lock()

    def watch(self, stop: Event) -> None:
        """Look at the files until `stop` is set."""
        while not stop.wait(_INTERVAL):
            self.look()
        self.close()

    def look(self) -> None:
        """Look once: a file that is as it was at the last look, and new since, is compared with the content."""
        built = self._built()
        found = self._files.find(built) if built is not None else None
        is_settled, self._seen = found == self._seen, found
        if is_settled and found != self._file and self.state.status != "writing":
            self.find()

    def find(self) -> None:
        """Find the edits of the file as it is now."""
        with self._lock:
            self._end_process()
            self._file = file = self._seen
            if file is None:
                self._set(self.state.looking_into("", ""))
                return
            saved = datetime.fromtimestamp(file.saved / 1e9).astimezone().isoformat(timespec="minutes")
            self._set(self.state.looking_into(_display(file.path, self.project), saved))
            self._process = PullProcess([str(self.folder), str(file.path)], self._receive)

    def find_again(self) -> Answer:
        """Find the edits once more, in the content as it is now."""
        if self.state.status != "writing":
            self.find()
        return Answer(HTTPStatus.OK, "")

    def _receive(self, process: PullProcess, line: Data) -> None:
        """Take a line of a process; one that has been replaced is ignored."""
        with self._lock:
            if process is not self._process:
                return
            if "progress" in line:
                done, total = line["progress"]
                self._set(replace(self.state, progress=(done, total)))
            elif "found" in line:
                found = line["found"]
                details = {
                    **found,
                    **{key: [self._with_place(each) for each in found[key]] for key in ("edits", "comments")},
                }
                self._set(
                    replace(
                        self.state, status="found", finding=token_hex(8), counts=found["counts"], left=found["left"],
                        details=details,
                    )
                )  # fmt: skip
            elif "failed" in line:
                self._set(replace(self.state, status="failed", failure=line["failed"]))
            else:
                self._end(line)

    def _end(self, line: Data) -> None:
        """Take an answer to a request, or the end of the process."""
        self._answers.put(line)
        if not line:
            self._process = None
            if self.state.status in {"finding", "found"}:
                self._set(replace(self.state, status="failed", failure="the edits could not be looked for"))

    def _with_place(self, edit: Data) -> Data:
        file, line = edit["file"], edit["line"] or 1
        if not file:
            return {**edit, "place": None}
        address = editor_address(self._editor, self.project / file, line, 1)
        return {**edit, "place": {"file": file, "line": edit["line"], "editor": address}}

    def write(self, finding: str, choices: Sequence[Any]) -> Answer:
        """Write chosen edits of a result, all or none; what is left is then looked for again."""
        with self._lock:
            process = self._process if finding == self.state.finding and self.state.status == "found" else None
            if process is not None:
                self._answers = Queue()
                self._set(replace(self.state, status="writing"))
        if process is None:
            return Answer(HTTPStatus.CONFLICT, _CHANGED)
        answer = self._asked(process, choices)
        if "written" in answer:
            message = f"{counted(answer['written'], 'edit is', 'edits are')} in the content now"
            return self._done(message, can_undo=answer["can_undo"])
        why = answer.get("refused", "the edits could not be written")
        return self._done(f"Nothing was written: {why}", can_undo=self.state.can_undo, status=HTTPStatus.CONFLICT)

    def _asked(self, process: PullProcess, choices: Sequence[Any]) -> Data:
        try:
            process.ask(choices)
            return self._answers.get(timeout=_MAX_WAIT)
        except (OSError, Empty):
            return {}

    def undo(self) -> Answer:
        """Undo the last pull that was written."""
        answers: Queue[Data] = Queue()
        PullProcess([str(self.folder)], lambda _, line: answers.put(line))
        try:
            answer = answers.get(timeout=_MAX_WAIT)
        except Empty:
            answer = {}
        if "undone" in answer:
            return self._done(f"Undone in {counted(answer['undone'], 'file')}", can_undo=False)
        why = answer.get("failed", "the last pull could not be undone")
        return self._done(f"Nothing was undone: {why}", can_undo=self.state.can_undo, status=HTTPStatus.CONFLICT)

    def _done(self, message: str, *, can_undo: bool, status: HTTPStatus = HTTPStatus.OK) -> Answer:
        with self._lock:
            self.state = replace(self.state, message=message, can_undo=can_undo)
        self.find()
        return Answer(status, message)

    def _set(self, state: EditsState) -> None:
        self.state = state
        self.publish(state)

    def _end_process(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.end()

    def close(self) -> None:
        """End the process that finds edits."""
        with self._lock:
            self._end_process()


def _display(path: Path, project: Path) -> str:
    return path.relative_to(project).as_posix() if path.is_relative_to(project) else path.name
