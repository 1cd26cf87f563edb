"""Content files → the same files with some values changed and every other byte unchanged.

Input: the text of a file and the changes to make. Output: the new text, and files written completely or not at all. Each edit
counts only after deckgen's own reader has read it back: exactly the requested value is there, nothing else has changed, and the
file has no new errors. So the reader decides how a value must be quoted; nothing is guessed.
"""

from deckgen.edit.batch import Edit, make_edits
from deckgen.edit.content_editor import ContentEditor
from deckgen.edit.errors import EditError
from deckgen.edit.file_writer import Change, FileError, open_file, unified_diff, write_all
from deckgen.edit.yaml_values import Content

__all__ = [
    "Change",
    "Content",
    "ContentEditor",
    "Edit",
    "EditError",
    "FileError",
    "make_edits",
    "open_file",
    "unified_diff",
    "write_all",
]
