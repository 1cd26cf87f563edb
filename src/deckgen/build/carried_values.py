"""A deck as it is built → the authored values that stand on its slides or in its notes, which travel in the file.

A value travels only if all of its text is shown where its origin says so: no explicit `value`, no text that a variant leaves off,
nothing of hidden slides.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from typing import get_args

from msgspec import Struct

from deckgen.build.build_results import LayoutResult
from deckgen.build.selection import Selection
from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.content_record import ContentRecord, RecordedFile
from deckgen.ir.frames import DeckFrames
from deckgen.ir.roles import CellMark
from deckgen.model import Deck
from deckgen.model.loading import METRICS
from deckgen.model.reported_period import PERIOD_KEYS, YEAR_KEYS
from deckgen.reader.markup import parse_markup

_NO_LETTER = re.compile(r"[\W_]+")
_METRICS = f"data/{METRICS}"
_STATUS = "status"
TYPED_AS_KEYS = frozenset(get_args(CellMark))
"""Statuses and levels as they are typed (`on-track`, `high`): a slide has words and marks for them."""
_IDS = ("id", "metric")
"""Keys whose text names an entry of a list."""


def content_record(laid_out: LayoutResult, selection: Selection, *, draft: bool) -> ContentRecord | None:
    """Return what a deck carries of its content; None for a handout, and where the deck or the command says so."""
    content, frames = laid_out.content, laid_out.deck
    if content is None or frames is None or not (content.carry_content and selection.content):
        return None
    if frames.options.handout:
        return None
    built = (selection.only or "", selection.version, selection.density or "", selection.slides)
    if frames.options.is_translated:
        return ContentRecord((), *built, selection.language, draft)
    inside = f"{PurePosixPath(content.file).parent}/"
    shown = _shown_texts(frames)
    _add_period(shown, content)
    metrics = {str(path[0]) for path in shown.get(f"{inside}{_METRICS}", ()) if path}
    files = [
        recorded
        for file, texts in sorted(shown.items())
        if file.startswith(inside)
        and file in content.documents
        and (recorded := _recorded_file(content, file, inside, texts, metrics)).values
    ]
    return ContentRecord(tuple(files), *built, draft=draft)


class _ShownValue(Struct):
    """The texts that are shown of one value, in the order of the deck, and the slide that shows it first."""

    slide: str
    texts: list[str]


_Shown = defaultdict[str, dict[KeyPath, _ShownValue]]


def _shown_texts(frames: DeckFrames) -> _Shown:
    """Return what is shown, by file and path."""
    shown: _Shown = defaultdict(dict)
    for page in frames.pages:
        if page.hidden:
            continue
        for frame in page.frames:
            for placed in frame.placed_texts():
                if placed.origins:
                    _add(shown, placed.origins, placed.paragraph.plain_text)
        for note in page.notes:
            _add(shown, note.origins, note.plain_text)
    foot = {"footer": frames.footer, "date": frames.options.date}
    for role, origin in frames.foot_origins.items():
        _add(shown, (origin,), foot.get(role, ""))
    return shown


def _add_period(shown: _Shown, content: Deck) -> None:
    """Add the reported period and its year, which the properties of the file state: without them no result can be understood."""
    data = content.documents[content.file].data
    for key in (*PERIOD_KEYS, *YEAR_KEYS):
        value = _value_at(data, (key,))
        if isinstance(value, str):
            shown[content.file][key,] = _ShownValue("", [value])


def _add(shown: _Shown, origins: Iterable[Origin], text: str) -> None:
    for origin in origins:
        of_file = shown[origin.file]
        if (value := of_file.get(origin.path)) is None:
            of_file[origin.path] = _ShownValue(origin.slide, [text])
        else:
            value.texts.append(text)


def _recorded_file(
    content: Deck, file: str, inside: str, shown: dict[KeyPath, _ShownValue], metrics: Collection[str]
) -> RecordedFile:
    data = content.documents[file].data
    values: dict[KeyPath, str] = {}
    slides: dict[KeyPath, str] = {}  # that show the values of an entry: the cells of a row, the texts of an item
    parent: KeyPath = ()
    entry: object = data
    for path, found in shown.items():
        if path[:-1] != parent:
            parent = path[:-1]
            entry = _value_at(data, parent)
        value = _value_at(entry, path[-1:])
        if isinstance(value, str) and (value in found.texts or _is_shown(value, found.texts)):
            values[path] = value
            slides[parent] = slides.get(parent) or found.slide
    ids: dict[KeyPath, str] = {}
    for parent, shown_on in slides.items():
        _add_ids(ids, data, parent, shown_on)
        _add_typed(values, data, parent)
    for slide in dict.fromkeys(path[:2] for path in values if path[0] == "slides") if metrics else ():
        _add_metrics(ids, data, slide, metrics)
    known_ids = tuple(item for item in ids.items() if item[1])
    return RecordedFile(file.removeprefix(inside), tuple(values.items()), known_ids)


def _value_at(data: object, path: KeyPath) -> object:
    """Return the value at a path; None if there is none."""
    try:
        for part in path:
            if isinstance(data, str):
                return None
            data = data[part]  # type: ignore[index]  # what has no such part raises an error
    except (LookupError, TypeError):
        return None
    return data


def _is_shown(value: str, texts: Iterable[str]) -> bool:
    """Whether every paragraph of a value is among the texts, letter by letter."""
    joined = "".join(texts)
    if value in joined:
        return True
    shown = _letters(joined)
    return all(_letters(paragraph.plain_text) in shown for paragraph in parse_markup(value))


def _letters(text: str) -> str:
    return _NO_LETTER.sub("", text).casefold()


def _add_ids(ids: dict[KeyPath, str], data: object, parent: KeyPath, slide: str) -> None:
    """Add the ids of the list entries that lead to values, empty for one without; a slide has the id that deckgen gives it."""
    for length, part in enumerate(parent, 1):
        if not isinstance(part, int) or (place := parent[:length]) in ids:
            continue
        is_slide = length == 2 and parent[0] == "slides"
        given = slide.rpartition("/")[2] if is_slide else _own_id(_value_at(data, place))
        if given or not is_slide:
            ids[place] = given


def _add_typed(values: dict[KeyPath, str], data: object, parent: KeyPath) -> None:
    """Add the statuses and levels that are given beside a text: they stand there as words."""
    entry = _value_at(data, parent)
    for key, inner in entry.items() if isinstance(entry, dict) else enumerate(entry) if isinstance(entry, list) else ():
        if isinstance(inner, dict) and inner.get(_STATUS) in TYPED_AS_KEYS:
            values[*parent, key, _STATUS] = inner[_STATUS]
        elif isinstance(inner, str) and inner in TYPED_AS_KEYS and isinstance(entry, dict):
            values[*parent, key] = inner


def _add_metrics(ids: dict[KeyPath, str], data: object, slide: KeyPath, metrics: Collection[str]) -> None:
    """Add the rows of a shown slide whose values are those of a metric: by them, a new order of rows is noticed."""
    entry = _value_at(data, slide)
    for key, rows in entry.items() if isinstance(entry, dict) else ():
        for index, row in enumerate(rows if isinstance(rows, list) else ()):
            name = row.get("metric") if isinstance(row, dict) else None
            if isinstance(name, str) and name in metrics:
                ids[*slide, key, index] = ids.get((*slide, key, index)) or name


def _own_id(entry: object) -> str:
    found = (entry.get(key) for key in _IDS) if isinstance(entry, dict) else ()
    return next((each for each in found if isinstance(each, str)), "")
