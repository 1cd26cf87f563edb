"""The text of one content file that is changed by splices, each of which counts only if the file then reads as expected."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import Issue, KeyPath, line_and_column
from deckgen.edit.errors import EditError
from deckgen.edit.size import ContentSize, FileSize, is_too_deep
from deckgen.edit.splicing import Splice, apply_splices
from deckgen.reader import Document, parse

CHANGE_BY_HAND = " cannot be changed by a program: change it by hand"


class EditState(Struct, frozen=True):
    """A content file as it is between two edits."""

    text: str
    document: Document
    size: ContentSize


class VerifiedText:
    """A content file; `text` and `document` are always those after the last edit.

    Paths are those of `Document`. Raises EditError if the file has errors: what is misread cannot be edited. For a part of a file
    (`document_parts`), `base_path` is its path in the file,
    `begins_inline` whether a dash is before it on its line there, and `file_size` the size of the complete file.
    """

    def __init__(self, text: str, display: str) -> None:
        document, issues = parse(text, display)
        if document is None or issues:
            raise EditError(f"{display} has errors that must be fixed first ({_first_error(text, issues)})")
        self.text, self.document = text, document
        self.base_path: KeyPath = ()
        self.begins_inline = False
        self.file_size = FileSize(ContentSize.of(text, document.data))
        self.newline = "\r\n" if "\r\n" in text else "\n"
        self._original_document = document

    @property
    def state(self) -> EditState:
        """The current text, to be passed to `restore`."""
        return EditState(self.text, self.document, self.file_size.current)

    def restore(self, state: EditState) -> None:
        """Undo all edits made since a state."""
        self.text, self.document, self.file_size.current = state.text, state.document, state.size

    def get(self, path: KeyPath) -> Any:
        """Return the value at a path. Raises KeyError if there is none."""
        if not self.has(path):
            raise KeyError(path)
        value = self.document.data
        for part in path:
            value = value[part]
        return value

    def has(self, path: KeyPath) -> bool:
        """Whether there is a value (perhaps an empty one) at a path."""
        return path in self.document.spans

    def line(self, path: KeyPath) -> int:
        """Return the number of the line, from 1, of the key at a path, or of the value if it has no key."""
        return line_and_column(self.text, self.document.key_span(path).start)[0]

    def make_splices(self, splices: Iterable[Splice], expected: Any, path: KeyPath) -> None:
        """Change the text. Raises EditError, which names `path`, if it does not read as expected afterwards."""
        if not self._try_splices(splices, expected):
            raise self.edit_error(path, "", CHANGE_BY_HAND)

    def _try_splices(self, splices: Iterable[Splice], expected: Any) -> bool:
        """Change the text if the file does not become too large and reads as expected; return whether it was changed."""
        text = apply_splices(self.text, splices)
        before = ContentSize.of(self.text, self.document.data)
        size = self.file_size.current.with_part_resized(before, ContentSize.of(text, expected))
        if not size.is_readable or is_too_deep(expected, len(self.base_path)) or not self.try_text(text, expected):
            return False
        self.file_size.current = size
        return True

    def try_text(self, text: str, expected: Any) -> bool:
        """Replace the complete text if the new one has no errors and reads as expected; return whether it was replaced."""
        document, issues = parse(text, self.document.file)
        if document is None or issues or document.data != expected:
            return False
        self.text, self.document = text, document
        return True

    def edit_error(self, path: KeyPath, before: str, after: str) -> EditError:
        """Make an error that names the key, the file, and the line of the nearest existing value on the path."""
        existing = next(path[:size] for size in range(len(path), -1, -1) if self.has(path[:size]))
        keys = [part for part in (*self.base_path, *path) if isinstance(part, str)]
        name = f"`{keys[-1]}` in {self.document.file}" if keys else self.document.file
        return EditError(f"{before}{name}:", after, (*self.base_path, *existing), self.line(existing))


def _first_error(text: str, issues: Sequence[Issue]) -> str:
    """Describe the first issue of a file that cannot be edited."""
    issue = next((issue for issue in issues if issue.span is not None), None)
    if issue is None or issue.span is None:
        return "`deckgen check` shows them"
    return f"line {line_and_column(text, issue.span.start)[0]}: {issue.message}; `deckgen check` shows all"
