"""A slide, row or text that only the edited deck has → an edit that says so, if the content had it when the deck was built."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import partial

from msgspec.structs import replace

from deckgen.build.carried_values import TYPED_AS_KEYS
from deckgen.diagnostics import KeyPath
from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.pull.alignment import text_likeness
from deckgen.pull.base import Base
from deckgen.pull.differences import Difference
from deckgen.pull.edits import Edit
from deckgen.pull.places import ValueKey
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide, comparable
from deckgen.pull.record import Trace
from deckgen.pull.wording import differing
from deckgen.reader.markup import parse_markup
from deckgen.writer.xml import digest

_KINDS = frozenset({"slide-added", "row-added", "paragraph-added", "shape-added"})
_LEAST = 4
"""Letters that a text must have to be known by them."""
_MAX_NAMED = 5
"""Maximum changed texts of a removed slide that are named; the YAML below has all of them."""
_ALIKE = 0.5
"""From which likeness on a text is what became of another."""


def removed_since(difference: Difference, report: Edit, base: Base, edited: PlainDeck) -> Edit | None:
    """Return what a difference is if it shows an entry that was removed from the content since; None if it does not.

    `report` is what would be said of it else. If the deck shows the entry as it was built, there is nothing to do.
    """
    if difference.kind not in _KINDS or not base.unplaced:
        return None
    slide = edited.slides[difference.slide] if difference.kind == "slide-added" else None
    shown = _letters(_texts_of(slide) if slide is not None else difference.after)
    entries: dict[ValueKey, list[str]] = {}
    for file, path in (key for key in base.unplaced if base.recorded[key] not in TYPED_AS_KEYS):
        entry = path[:2] if slide is not None else _entry_of(path)
        entries.setdefault((file, entry), []).append(_plain(base.recorded[file, path]))
    shows = [texts for texts in entries.values() if any(len(text) >= _LEAST and text in shown for text in texts)]
    if not shows:
        return None
    traces = _traces_of(slide, base) if slide is not None else ()
    is_edited = slide is not None and not {trace.digest for trace in traces} <= _digests(slide)
    message = (
        f"“{slide.title if slide is not None else report.after}” was removed from the content since the deck was built"
    )
    if not is_edited and all(text in shown for texts in shows for text in texts):
        return replace(report, outcome="done", message=message, proposal="")
    changes = list(_changes(slide, traces, base)) if slide is not None else []
    said = "; ".join(
        [*changes[:_MAX_NAMED], *([f"{len(changes) - _MAX_NAMED} more"] if len(changes) > _MAX_NAMED else [])]
    )
    return replace(report, outcome="conflict", message=f"{message}, and edited in the deck{said and f': {said}'}")


def _traces_of(slide: PlainSlide, base: Base) -> Sequence[Trace]:
    """Return the texts of the page, of those that the content has no more, that a slide shows most of."""
    present = _digests(slide)
    gone = (traces for page, traces in base.traces.items() if page not in base.pages)
    return max(gone, key=lambda traces: sum(trace.digest in present for trace in traces), default=())


def _digests(slide: PlainSlide) -> set[str]:
    """Return the digests of the texts of a slide, as a deck has them: of shapes, cells, and paragraphs of notes."""
    cells = (cell for shape in slide.shapes for row in shape.cells for cell in row)
    blocks = [*(shape.paragraphs for shape in slide.shapes), *cells, *((each,) for each in slide.notes)]
    texts = ("\n".join(paragraph.text for paragraph in block) for block in blocks)
    return {*map(digest, map(without_divisions, texts)), *(digest(shape.alt) for shape in slide.shapes)}


def _changes(slide: PlainSlide, traces: Iterable[Trace], base: Base) -> Iterator[str]:
    """Yield the values of a removed slide that it does not show any more, with what it shows in their place."""
    shown = _letters(_texts_of(slide))
    paths = {(trace.file, trace.path) for trace in traces}
    values = [
        value
        for (file, path), value in base.recorded.items()
        if value not in TYPED_AS_KEYS and any((file, path[:length]) in paths for length in range(1, len(path) + 1))
    ]
    kept = {plain for value in values if (plain := _plain(value)) in shown}
    cells = [" ".join(p.unraised for p in cell) for shape in slide.shapes for row in shape.cells for cell in row]
    others = [*(p.unraised for shape in slide.shapes for p in shape.paragraphs), *(p.unraised for p in slide.notes)]
    new = [text for text in (*others, *cells) if "".join(text.split()) not in kept]
    for value in values:
        if _plain(value) in kept:
            continue
        before = comparable(" ".join(paragraph.plain_text for paragraph in parse_markup(value)))
        after = max(new, key=partial(text_likeness, before), default="")
        one, other = differing(before, after)
        yield f"“{one}” → “{other}”" if text_likeness(before, after) >= _ALIKE else f"“{before}” is not there any more"


def _entry_of(path: KeyPath) -> KeyPath:
    """Return the path of the innermost list entry that a value is in."""
    length = next((n for n in range(len(path), 0, -1) if isinstance(path[n - 1], int)), len(path))
    return path[:length]


def _plain(value: str) -> str:
    return "".join("".join(comparable(paragraph.plain_text).split()) for paragraph in parse_markup(value))


def _letters(paragraphs: Iterable[PlainParagraph]) -> str:
    return "".join("".join(paragraph.unraised.split()) for paragraph in paragraphs)


def _texts_of(slide: PlainSlide) -> list[PlainParagraph]:
    cells = [p for shape in slide.shapes for row in shape.cells for cell in row for p in cell]
    return [*(p for shape in slide.shapes for p in shape.paragraphs), *cells, *slide.notes]
