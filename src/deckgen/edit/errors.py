"""The error of an edit that cannot be made."""

from __future__ import annotations

from deckgen.ir.blocks import Path


class EditError(ValueError):
    """An edit that cannot be made; its text is a sentence for people.

    Where the sentence gives the number of a line, it is the line of the key at `path`, a path of the whole file.
    """

    def __init__(self, start: str, end: str = "", path: Path = (), line: int | None = None) -> None:
        """Make the sentence of its start, the number of the line if it has one, and its end."""
        super().__init__(f"{start}{'' if line is None else line}{end}")
        self.path, self._start, self._end, self._line = path, start, end, line

    def on_line(self, line: int) -> EditError:
        """Give the same error with another number of the line; an error without a line is given as it is."""
        return self if self._line is None else EditError(self._start, self._end, self.path, line)
