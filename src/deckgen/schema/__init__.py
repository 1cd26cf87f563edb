"""Content models → JSON Schema, for editors: completion, hover text and error marks while an author types.

Input: the models of `deckgen.model` and of every kind, and all labels. Output: one schema for each type of file (`deck`,
`section`, `labels`, the three of `data/` …), and the settings with which VS Code and yaml-language-server find them.
"""

from deckgen.schema.files import FOLDER, SETTINGS, editor_settings, merged_settings, schema_files, schema_text
from deckgen.schema.generate import schemas

__all__ = ["FOLDER", "SETTINGS", "editor_settings", "merged_settings", "schema_files", "schema_text", "schemas"]
