"""The error of an edit that cannot be made."""

from __future__ import annotations

from deckgen.diagnostics import KeyPath


class EditError(ValueError):
    """An edit that cannot be made. `str()` of the error is a sentence for users.

    If the sentence contains a line number, it is the line of the key at `path`, counted from the root of the file.
    """

    def __init__(self, start: str, end: str = "", path: KeyPath = (), line: int | None = None) -> None:
        """Join the start of the sentence, the line number (if there is one) and the end of the sentence."""
        super().__init__(f"{start}{'' if line is None else line}{end}")
        self.path, self._start, self._end, self._line = path, start, end, line

    def with_line(self, line: int) -> EditError:
        """Return the same error with another line number; an error without a line number is returned unchanged."""
        return self if self._line is None else EditError(self._start, self._end, self.path, line)
