"""Schemas → files of a project, and the settings of an editor that lead to them.

Both the project's folder and its `content/` get settings, since either may be the folder that somebody opens.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from deckgen.schema.generate import Schema, schemas

FOLDER = ".schema"
"""The folder of the schemas, in `content/`."""
SETTINGS = ".vscode/settings.json"

_FILES = {
    "deck": ["{}*/deck.yaml"],
    "section": ["{}*/*.yaml", "!{}*/deck.yaml", "!{}*/data/*.yaml"],
    "metrics": ["{}*/data/metrics.yaml"],
    "footnotes": ["{}*/data/footnotes.yaml"],
    "acronyms": ["{}*/data/acronyms.yaml"],
}
"""Which files a schema is for; `{}` is the way to `content/` from the folder that is opened."""


def rendered(schema: Schema) -> str:
    """Give a schema as the text of its file."""
    return json.dumps(schema, indent=1, ensure_ascii=False) + "\n"


def settings(opened: str) -> dict[str, Any]:
    """Give the settings for the folder that is opened: `""` is the project, `content` its content."""
    way = "" if opened == "content" else "content/"
    return {
        "yaml.schemas": {
            f"./{way}{FOLDER}/{name}.schema.json": [glob.format(way) for glob in globs]
            for name, globs in _FILES.items()
        },
        "yaml.format.enable": False,
    }


def written() -> dict[str, str]:
    """Give every file that `deckgen schema` writes, but for settings, by its path from the project."""
    return {f"content/{FOLDER}/{name}.schema.json": rendered(schema) for name, schema in schemas().items()}


def with_settings(before: str | None, opened: str) -> str | None:
    """Give the text of the settings with ours in; None where somebody's own cannot be read as JSON.

    What stands there stays, but for the places of our schemas.
    """
    try:
        found = json.loads(before) if before and before.strip() else {}
    except ValueError:
        return None
    if not isinstance(found, Mapping):
        return None
    ours = settings(opened)
    known = found.get("yaml.schemas")
    merged = {
        **ours,
        **found,
        "yaml.schemas": {**(known if isinstance(known, Mapping) else {}), **ours["yaml.schemas"]},
    }
    return json.dumps(merged, indent=2, ensure_ascii=False) + "\n"
