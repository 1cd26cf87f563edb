"""Where something was written: a range of characters in a file (`Span`), or a path of keys in it (`Origin`)."""

from __future__ import annotations

from msgspec import Struct

KeyPath = tuple[str | int, ...]
"""The keys and indices that lead to a value from the root of its file."""


class Span(Struct, frozen=True, array_like=True):
    """A range of characters in a file, as offsets (0-based, `end` exclusive); line and column are derived from them."""

    file: str
    start: int
    end: int


class Origin(Struct, frozen=True, array_like=True):
    """The source of content: the id of the slide, the file (relative to the project, with `/`), and the path of keys in it.

    An origin `of_key` is the key itself, not its value.
    """

    slide: str = ""
    file: str = ""
    path: KeyPath = ()
    of_key: bool = False

    def at(self, *keys: str | int) -> Origin:
        """The origin of a value further down: `keys` are added to the path."""
        return Origin(self.slide, self.file, (*self.path, *keys))


COMMAND_LINE = Origin(file="<command line>")
"""The origin of what stands in no file: an argument or option of the command."""
