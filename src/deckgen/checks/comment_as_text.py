"""comment-as-text: a field for a text is empty, and what stands behind it on its line is a comment.

YAML reads `goal: # of fires` as an empty goal: a hash after white space starts a comment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pydantic import BaseModel

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, KeyPath, Rule, Severity, Span, Topic, issue_of
from deckgen.model import RichText, TextOrFields
from deckgen.reader import Document
from deckgen.reader.document import yaml_quoted

RULE = Rule(
    "comment-as-text",
    Severity.WARNING,
    Topic.YAML,
    "a field for a text is empty, and a comment is behind it",
    "A field for a text is empty, and behind it on its line is a comment. In YAML a # after white space starts a comment, so "
    "`goal: # of fires below 43` has no goal. Put the text in quotes if it is one; a comment on a line of its own is not "
    "reported. Results that are still open (`Q3: # in March`) are not checked, nor are the items of lists.",
    optional=True,
)

_COMMENT = re.compile(r"\s*:[ \t]+(#[^\r\n]*)")
_BEHIND_COLON = re.compile(r":[ \t]+#")


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such field at its comment."""
    for document, path in _empty_fields(subject):
        key = document.key_span(path)
        comment = _COMMENT.match(document.text, key.end)
        if comment is not None:
            text = comment[1].rstrip()
            start = comment.start(1)
            message = f"`{path[-1]}` is empty: YAML reads “{text}” as a comment"
            hint = f"if it is text, quote it: {yaml_quoted(text)}; for a comment, use a line of its own"
            yield issue_of(RULE, message, Span(document.file, start, start + len(text)), hint)


def _empty_fields(subject: CheckedDeck) -> Iterator[tuple[Document, KeyPath]]:
    """Yield the fields of slides, metrics and footnotes that are written, but empty, in files with a comment behind a colon."""
    deck = subject.deck
    for section in deck.sections:
        document = deck.documents[section.file]
        if _BEHIND_COLON.search(document.text):
            for entry in section.slides:
                yield from ((document, path) for path in _empty_in(entry.content, entry.origin.path, document))
    for name, definitions in (("metrics.yaml", deck.metrics), ("footnotes.yaml", deck.footnotes)):
        defined = subject.document(name)
        if defined is not None and _BEHIND_COLON.search(defined.text):
            yield from ((defined, path) for path in _empty_in(definitions, (), defined))


def _empty_in(value: object, path: KeyPath, document: Document) -> Iterator[KeyPath]:
    if isinstance(value, BaseModel):
        for name, info in type(value).model_fields.items():
            inner = (*path, info.alias or name)
            if inner in document.key_spans and document.value(inner) is None:
                yield from [inner] if _is_text(info.annotation) else ()
            else:
                yield from _empty_in(getattr(value, name), inner, document)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _empty_in(entry, (*path, key), document)
    elif isinstance(value, tuple):
        for index, entry in enumerate(value):
            yield from _empty_in(entry, (*path, index), document)


def _is_text(annotation: Any) -> bool:
    """Whether a field may be a text, with or without fields beside it."""
    if get_origin(annotation) in {Annotated, Union, UnionType}:
        return any(map(_is_text, get_args(annotation)))
    return isinstance(annotation, type) and issubclass(annotation, str | RichText | TextOrFields)
