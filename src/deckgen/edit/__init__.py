"""Content files → the same files with some values changed, every other byte as it was.

Input: the text of a file and what is to change. Output: the new text, and files written whole or not at all. Each edit
is read back by deckgen's own reader before it counts: exactly the value that was asked for is there, nothing else has
changed, and no fault has come in. So how a value must be quoted is decided by the reader, never guessed.
"""

from deckgen.edit.batch import Edit, make_all
from deckgen.edit.editing import Editing
from deckgen.edit.errors import EditError
from deckgen.edit.files import Change, FileError, diff, open_file, write_all

__all__ = ["Change", "Edit", "EditError", "Editing", "FileError", "diff", "make_all", "open_file", "write_all"]
