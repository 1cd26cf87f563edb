"""Content models → JSON Schema, for editors: completion, hover text and red lines while one types.

Input: the models of `deckgen.model` and of every kind. Output: one schema for each sort of file (`deck`, `section`, and
the three of `data/`), and the settings with which VS Code and yaml-language-server find them.
"""

from deckgen.schema.files import FOLDER, SETTINGS, rendered, settings, with_settings, written
from deckgen.schema.generate import schemas

__all__ = ["FOLDER", "SETTINGS", "rendered", "schemas", "settings", "with_settings", "written"]
