"""Schemas → files of a project, and the editor settings that refer to them.

Both the project's folder and its `content/` get settings, since an author may open either.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from deckgen.schema.generate import Schema, schemas

FOLDER = ".schema"
"""The folder of the schemas, in `content/`."""
SETTINGS = ".vscode/settings.json"

_FILES = {
    "deck": ["{}*/deck.yaml"],
    "section": ["{}*/*.yaml", "!{}*/deck.yaml", "!{}*/data/*.yaml", "!{}*/history/*.yaml", "!{}*/translations/*.yaml"],
    "metrics": ["{}*/data/metrics.yaml"],
    "footnotes": ["{}*/data/footnotes.yaml"],
    "acronyms": ["{}*/data/acronyms.yaml"],
    "record": ["{}*/history/*.yaml"],
    "translation": ["{}*/translations/*.yaml"],
}
"""The files that each schema is for; `{}` is the path to `content/` from the folder that is opened."""
_BESIDE_CONTENT = {"labels": ["labels/*.yaml"]}
"""The same for files beside `content/`, which an editor shows only if the project is opened."""


def schema_text(schema: Schema) -> str:
    """Return a schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def editor_settings(opened: str) -> dict[str, Any]:
    """Return the settings for the folder that is opened: `""` is the project, `content` its content."""
    prefix = "" if opened == "content" else "content/"
    files = _FILES if opened == "content" else _FILES | _BESIDE_CONTENT
    return {
        "yaml.schemas": {
            f"./{prefix}{FOLDER}/{name}.schema.json": [glob.format(prefix) for glob in globs]
            for name, globs in files.items()
        },
        "yaml.format.enable": False,
    }


def schema_files() -> dict[str, str]:
    """Return the text of every file that `deckgen schema` writes, except settings, by its path from the project."""
    return dict(_schema_files())


@cache
def _schema_files() -> Mapping[str, str]:
    """Generate the schemas once: they are those of this version, and take a quarter of a second."""
    return {f"content/{FOLDER}/{name}.schema.json": schema_text(schema) for name, schema in schemas().items()}


def merged_settings(before: str | None, opened: str) -> str | None:
    """Return the text of the settings with ours added; None where those there are not valid JSON.

    Existing settings are not changed, except those for the files of our schemas.
    """
    try:
        existing = json.loads(before) if before and before.strip() else {}
    except ValueError:
        return None
    if not isinstance(existing, Mapping):
        return None
    ours = editor_settings(opened)
    schemas_there = existing.get("yaml.schemas")
    merged = {
        **ours,
        **existing,
        "yaml.schemas": {**(schemas_there if isinstance(schemas_there, Mapping) else {}), **ours["yaml.schemas"]},
    }
    return json.dumps(merged, indent=2, ensure_ascii=False) + "\n"
