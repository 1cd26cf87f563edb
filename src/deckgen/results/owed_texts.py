"""Texts of slides that people owe after a roll: the texts that a rewrite mark names; a mark without a text that is done."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from msgspec import Struct

from deckgen.diagnostics import KeyPath, line_and_column
from deckgen.edit import ContentEditor
from deckgen.model import Deck, SlideEntry
from deckgen.reader import Document
from deckgen.reader.rewrite_marks import RewriteMark, find_marks, mark_comment

_WHAT = re.compile(r"(?P<fields>[^()]*?)(?P<since> \(.*\))?")


class SlideText(Struct, frozen=True):
    """A field of a slide: its id (`section/slide#headline`), the file and the path of the slide, and its text.

    The text of a list has a line for each item. A field that is neither can only be written in its file (`can_be_filled`).
    """

    id: str
    field: str
    file: str
    path: KeyPath
    line: int
    text: str
    is_list: bool = False
    can_be_filled: bool = True


def owed_texts(document: Document, slide: SlideEntry, marks: Iterable[RewriteMark]) -> Iterator[SlideText]:
    """Yield the fields of a slide that its marks name."""
    data = _slide_data(document, slide)
    for name in dict.fromkeys(name for mark in marks for name in _names(mark.what)):
        if name in data:
            yield _slide_text(document, slide, name, data[name])


def find_slide_text(deck: Deck, text_id: str) -> SlideText | None:
    """Return the text of a slide with an id; None if there is none."""
    slide_id, _, name = text_id.strip().rpartition("#")
    for section in deck.sections:
        for slide in section.slides:
            if slide.origin.slide == slide_id:
                document = deck.documents[section.file]
                data = _slide_data(document, slide)
                return _slide_text(document, slide, name, data[name]) if name in data else None
    return None


def is_owed(document: Document, text: SlideText) -> bool:
    """Whether the mark above the slide of a text names it."""
    line = line_and_column(document.text, document.key_span(text.path).start)[0]
    return any(_is_above(mark, line, document.text, text) for mark in find_marks(document))


def finish_text(editing: ContentEditor, text: SlideText) -> None:
    """Take a text that was rewritten out of the mark above its slide; a mark without further texts is deleted.

    Raises EditError if a program cannot make the edit.
    """
    line = editing.line(text.path)
    for mark in find_marks(editing.document):
        if not _is_above(mark, line, editing.text, text):
            continue
        found = _WHAT.fullmatch(mark.what)
        left = [name for name in _names(mark.what) if name != text.field]
        editing.delete_lines([mark.span.start])
        if left:
            since = found["since"] or "" if found else ""
            editing.insert_above([text.path], mark_comment(mark.period, ", ".join(left) + since))
        return


def _is_above(mark: RewriteMark, line: int, file: str, text: SlideText) -> bool:
    """Whether a mark is above the slide that starts on a line of a file, and names a text of it."""
    return line_and_column(file, mark.span.start)[0] == line - 1 and text.field in _names(mark.what)


def _names(what: str) -> list[str]:
    """Return the fields that a mark names."""
    found = _WHAT.fullmatch(what)
    return [name.strip() for name in found["fields"].split(",")] if found else []


def _slide_data(document: Document, slide: SlideEntry) -> dict[str, Any]:
    value = document.data
    for key in slide.origin.path:
        value = value[key]
    return value if isinstance(value, dict) else {}


def _slide_text(document: Document, slide: SlideEntry, name: str, value: object) -> SlideText:
    path, file = slide.origin.path, document.file
    line = line_and_column(document.text, document.key_span((*path, name)).start)[0]
    text_id = f"{slide.origin.slide}#{name}"
    if isinstance(value, str):
        return SlideText(text_id, name, file, path, line, value)
    if isinstance(value, list) and value and all(isinstance(item, str) and "\n" not in item for item in value):
        return SlideText(text_id, name, file, path, line, "\n".join(value), is_list=True)
    return SlideText(text_id, name, file, path, line, "", can_be_filled=False)
