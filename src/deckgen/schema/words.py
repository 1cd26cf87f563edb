"""Words that content may have in any language: statuses as slides show them, and the labels that a deck or a project replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from deckgen import kinds
from deckgen.ir.roles import STATUSES
from deckgen.model.deck_settings import COLOURS
from deckgen.model.label_files import (
    CHARTS,
    GROUPS,
    OTHER,
    REVIEWED_BY,
    Words,
    known_languages,
    plural_bases,
    read_language,
)
from deckgen.model.labels import DEFAULT_LANGUAGE

Schema = dict[str, Any]
_STATUS_WORDS = [*STATUSES, *COLOURS]
_STATUS = "status"
_PLURAL_FORMS = ("zero", "one", "two", "few", "many", OTHER)
"""Those of CLDR: each language has some of them."""
_WORDS: Schema = {"type": ["string", "number", "boolean"]}
"""A label: editors read `5` and `off` as other types, deckgen as text."""


def with_status_words(schema: Schema) -> Schema:
    """Return a complete schema whose statuses may also be the words of the languages that come with deckgen."""
    found: set[str] = set()
    changed = _with_references(schema, found)
    definitions = {name: _status_definition(may_be_empty=name != _STATUS) for name in sorted(found)}
    return {**changed, "$defs": dict(sorted({**changed["$defs"], **definitions}.items()))} if found else changed


def _with_references(node: Any, found: set[str]) -> Any:
    """Return a schema with references in place of enumerations of statuses; `found` gets the names of definitions."""
    if isinstance(node, list):
        return [_with_references(inner, found) for inner in node]
    if not isinstance(node, dict):
        return node
    allowed = node.get("enum")
    if allowed in (_STATUS_WORDS, [*_STATUS_WORDS, None]):
        name = _STATUS if None not in allowed else f"{_STATUS}-or-nothing"
        found.add(name)
        rest = {key: value for key, value in node.items() if key not in ("enum", "type")}
        return {"$ref": f"#/$defs/{name}", **rest}
    return {key: _with_references(value, found) for key, value in node.items()}


def _status_definition(*, may_be_empty: bool) -> Schema:
    """Return the schema of a status. Editors complete the words that every deck knows; of the others they accept all."""
    shown = {status: read_language(DEFAULT_LANGUAGE).words[status] for status in STATUSES}
    known: Schema = {
        "enum": list(_STATUS_WORDS),
        "markdownEnumDescriptions": [*shown.values(), *(f"The same as `{status}`" for status in COLOURS.values())],
    }
    listed = ", ".join(f'"{word}"' for word in _STATUS_WORDS)
    known["errorMessage"] = f"Value is not accepted. Valid values: {listed}, and the words of the deck's language."
    other = {"pattern": f"^({'|'.join(map(re.escape, _words_of_languages()))})$"}
    return {"type": ["string", "null"] if may_be_empty else "string", "anyOf": [known, other]}


def _words_of_languages() -> Iterator[str]:
    """Yield the words for statuses of each language but English, as slides show them and in lower case, each once."""
    languages = (read_language(language).words for language in known_languages() if language != DEFAULT_LANGUAGE)
    shown = [words[status] for words in languages for status in STATUSES]
    yield from dict.fromkeys(form for word in shown for form in (word, word.lower()))


def labels_schema(*, is_file: bool) -> Schema:
    """Return the schema of labels: those of a deck, or of a file of a language, which says who has read it, too."""
    english = kinds.english_labels()
    groups = {
        group: _mapping({
            kind: {**_mapping(_properties(words), _patterns(words)), "description": f"The words of {_of(group, kind)}."}
            for kind, words in english.groups[group].items()
        })
        for group in GROUPS
    }  # fmt: skip
    for group, what in zip(GROUPS, ("slides", "charts"), strict=True):
        groups[group]["description"] = f"Words of one kind of {what}, by its name."
    reviewers = {
        "type": "array", "items": {"type": "string"},
        "description": "Those who have read the words of the file and speak its language from childhood.",
    }  # fmt: skip
    head = {REVIEWED_BY: reviewers} if is_file else {}
    return _mapping({**head, **_properties(english.words), **groups}, _patterns(english.words))


def _of(group: str, kind: str) -> str:
    return f"charts of the kind `{kind}`" if group == CHARTS else f"slides of the kind `{kind}`"


def _mapping(properties: Schema, patterns: Schema | None = None) -> Schema:
    rest = {"patternProperties": patterns} if patterns else {}
    return {"type": ["object", "null"], "properties": properties, **rest, "additionalProperties": False}


def _properties(words: Words) -> Schema:
    return {key: {**_WORDS, "description": f"In English: “{text}”"} for key, text in words.items()}


def _patterns(words: Words) -> Schema:
    """Return the plural forms that a label has in languages with other forms than English."""
    bases = plural_bases(words)
    return {f"^({'|'.join(bases)})-({'|'.join(_PLURAL_FORMS)})$": _WORDS} if bases else {}
