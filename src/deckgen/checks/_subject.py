"""A deck as the rules see it: what it measures, row by row, and what it says, text by text, each with its place."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname, join

from msgspec import Struct

from deckgen.diagnostics import Span
from deckgen.ir.blocks import Path
from deckgen.model import Deck, MetricId, QuarterName, RichText, Row, SlideEntry
from deckgen.reader import Document
from deckgen.resolve.merge import merged
from deckgen.resolve.walk import walk

_NO_WORDS = {
    "as_of", "better", "every", "file", "id", "kind", "mark", "metric", "reported", "status", "unit",
}  # fmt: skip
"""Fields whose text names something and is not shown."""


class Finding(Struct, frozen=True):
    """What a rule has found. `about` names it (a metric, an acronym, a file), so that a deck can let it pass."""

    message: str
    span: Span | None
    hint: str
    about: str = ""


class ShownSlide(Struct, frozen=True):
    """A metric, key result or part of one, as a slide shows it: overrides merged. `keys` lead to a part from its row."""

    entry: SlideEntry
    path: Path
    own: Row
    row: Row
    quarter: QuarterName
    keys: Path = ()
    outer: tuple[str, ...] = ()

    @property
    def kind(self) -> str:
        """The kind of its slide."""
        return self.entry.content.kind

    @property
    def name(self) -> str:
        """Its short name, after those of what it is a part of."""
        return ", ".join((*self.outer, short_name(self.row)))

    @property
    def id(self) -> str:
        """What the author calls it: the metric's id, the row's, else its name."""
        return "/".join((self.own.metric or self.own.id or short_name(self.row), *map(str, self.keys[1::2])))


class Words(Struct, frozen=True):
    """A text that an author wrote; `field` is that of the slide it stands in, empty for what no single slide says."""

    text: str
    document: Document
    path: Path
    field: str = ""
    entry: SlideEntry | None = None
    in_row: bool = False

    def span(self, part: str = "", at: int = 0) -> Span:
        """Where the text stands, or the part of it that is named, not before the offset `at` of the file."""
        span = self.document.span(self.path)
        start = self.document.text.find(part, max(at, span.start), span.end) if part else -1
        return span if start < 0 else Span(span.file, start, start + len(part))


class CheckedDeck(Struct, frozen=True, dict=True):
    """A deck under check. What it says and measures is gathered once, for all rules."""

    deck: Deck

    def passing(self, rule: str) -> frozenset[str]:
        """Give the names, in small letters, that the deck lets pass where this rule looks."""
        setting = self.deck.checks.get(rule, ())
        return frozenset() if isinstance(setting, str) else frozenset(word.casefold() for word in setting)

    @cached_property
    def entries(self) -> tuple[SlideEntry, ...]:
        """The slides that the author wrote."""
        return tuple(entry for section in self.deck.sections for entry in section.slides)

    def document(self, name: str) -> Document | None:
        """A file of the deck's `data/`, if there is one."""
        return self.deck.documents.get(join(dirname(self.deck.file), "data", name))

    @cached_property
    def measured(self) -> tuple[ShownSlide, ...]:
        """All rows and parts of the deck, in the order of its slides; hidden slides do not count."""
        found: list[ShownSlide] = []
        for entry in self.entries:
            if not entry.content.hidden:
                quarter = getattr(entry.content, "as_of", None) or self.deck.quarter
                for path, row in _rows(entry):
                    if (whole := self._whole(row)) is not None:
                        found += _with_parts(ShownSlide(entry, path, row, whole, quarter))
        return tuple(found)

    def _whole(self, row: Row) -> Row | None:
        """A row with what it takes from its metric; None for one at fault (an unknown metric, no name): that is told."""
        if not all(name in self.deck.metrics for name in _named(row)):
            return None
        whole = merged(row, self.deck.metrics)
        return whole if short_name(whole) else None

    def place(self, shown: ShownSlide, *keys: str) -> Span | None:
        """Where a field of a measure is written: in its row, else in metrics.yaml; if nowhere, where it would stand."""
        slides, metrics = self.deck.documents[shown.entry.origin.file], self.document("metrics.yaml")
        inside = (*shown.path, *shown.keys, *keys)
        if shown.own.metric is None or inside in slides.spans or metrics is None:
            return slides.span(inside)
        at = (str(shown.own.metric), *shown.keys, *keys)
        return metrics.span(at) if at in metrics.spans else metrics.key(_existing(metrics, at))

    @cached_property
    def words(self) -> tuple[Words, ...]:
        """All that the slides say, their notes among it, then what is said of the metrics they use."""
        found: list[Words] = []
        for section in self.deck.sections:
            document = self.deck.documents[section.file]
            found.append(Words(section.title, document, ("title",)))
            for entry in section.slides:
                found += _words_of(entry, document)
        metrics = self.document("metrics.yaml")
        if metrics is not None:
            used = dict.fromkeys(str(name) for entry in self.entries for name in _metric_ids(entry))
            for name in used:
                if name in self.deck.metrics:
                    found += _words(self.deck.metrics[name], (name,), metrics)
        return tuple(found)


def short_name(row: Row) -> str:
    """The name that messages use."""
    text = row.short or (row.name or row.result or RichText("")).plain
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def _existing(document: Document, path: Path) -> Path:
    return next(path[:n] for n in range(len(path), -1, -1) if path[:n] in document.spans)


def _rows(entry: SlideEntry) -> Iterator[tuple[Path, Row]]:
    inside: Path | None = None
    for path, found in walk(entry.content, entry.origin.path):
        if inside is not None and path[: len(inside)] == inside:
            continue
        if isinstance(found, Row):
            inside = path
            yield path, found
        elif isinstance(found, MetricId):
            yield path, Row(metric=found)


def _named(row: Row) -> Iterator[str]:
    if row.metric is not None:
        yield row.metric
    for part in row.parts.values():
        if part is not None:
            yield from _named(part)


def _metric_ids(entry: SlideEntry) -> Iterator[str]:
    return (found for _, found in walk(entry.content) if isinstance(found, MetricId))


def _with_parts(shown: ShownSlide) -> Iterator[ShownSlide]:
    yield shown
    for key, part in shown.row.parts.items():
        if part is not None and short_name(part):
            outer = (*shown.outer, short_name(shown.row))
            keys = (*shown.keys, "parts", key)
            yield from _with_parts(ShownSlide(shown.entry, shown.path, shown.own, part, shown.quarter, keys, outer))


def _words_of(entry: SlideEntry, document: Document) -> Iterator[Words]:
    depth = len(entry.origin.path)
    rows = {path for path, _ in _rows(entry)}
    for words in _words(entry.content, entry.origin.path, document):
        in_row = any(words.path[:length] in rows for length in range(len(words.path) + 1))
        yield Words(words.text, document, words.path, str(words.path[depth]), entry, in_row)


def _words(value: object, path: Path, document: Document) -> Iterator[Words]:
    for where, found in walk(value, path):
        if isinstance(found, Row | MetricId) or (where and where[-1] in _NO_WORDS):
            continue
        if len(where) == len(path) + 1 and where not in document.spans:
            continue  # a title that a slide has from its section stands nowhere in the slide
        text = found.plain if isinstance(found, RichText) else found
        if text:
            yield Words(text, document, where)
