"""A deck as the rules read it: its measures row by row and its texts one by one, each with its source span."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from posixpath import dirname, join

from msgspec import Struct

from deckgen.diagnostics import KeyPath, Origin, Span
from deckgen.model import Deck, Labels, MetricId, RichText, Row, SlideEntry
from deckgen.model.metrics import RESULT_KEYS, default_result_key
from deckgen.periods import Period
from deckgen.reader import Document
from deckgen.resolve.deck_rows import DeckRows
from deckgen.resolve.lines import Line
from deckgen.resolve.measures import MeasureSettings, build_lines
from deckgen.resolve.merge import RowOrigins, metric_row
from deckgen.resolve.walk import rows_and_metric_ids, walk

_IDENTIFIER_FIELDS = {
    "against", "as_of", "better", "comment", "counts", "every", "file", "id", "kind", "mark", "metric", "pace", "reported",
    "status", "unit", "verdict",
}  # fmt: skip
"""Fields whose value is an identifier, a setting or a comment, not a text that is shown."""
_VERSION_FIELDS = {"in", "not_in"}
"""Fields of a slide that name versions of the deck."""


class ShownMeasure(Struct, frozen=True):
    """A metric, key result or part of one, as a slide shows it.

    `written_row` is the row as written, `row` that of the measure itself with overrides merged. `path` leads to the written
    row in its file, `keys` from there to a part; `outer_names` are the names of what that part belongs to.
    """

    entry: SlideEntry
    path: KeyPath
    written_row: Row
    row: Row
    period: Period
    keys: KeyPath = ()
    outer_names: tuple[str, ...] = ()

    @property
    def is_key_result(self) -> bool:
        """Whether its slide shows it as a key result."""
        return self.entry.content.has_key_results

    @property
    def name(self) -> str:
        """Its short name, preceded by the names of what it is a part of."""
        return ", ".join((*self.outer_names, short_name(self.row)))

    @property
    def id(self) -> str:
        """The id of the metric, else that of the row, else its short name; followed by the keys of parts."""
        return "/".join(
            (self.written_row.metric or self.written_row.id or short_name(self.row), *map(str, self.keys[1::2]))
        )


class ShownLine(Struct, frozen=True):
    """A line of a measure: the measure itself, or one of its `measures`; `keys` lead from the measure to it."""

    measure: ShownMeasure
    line: Line
    keys: KeyPath = ()

    @property
    def name(self) -> str:
        """The name of the measure, followed by whom or what the line is about."""
        return f"{self.measure.name}, {self.line.of}" if self.line.of else self.measure.name


class AuthoredText(Struct, frozen=True):
    """A text that an author wrote; `field` is the slide's field that has it, empty for a text outside of slides.

    `rich` is the text with its markup; None where a text has none, so that `plain` is shown as typed.
    """

    plain: str
    document: Document
    path: KeyPath
    rich: RichText | None = None
    field: str = ""
    entry: SlideEntry | None = None
    in_row: bool = False

    def span(self, part: str = "", at: int = 0) -> Span:
        """Return the span of the text, or of a `part` of it from the file's offset `at` on."""
        span = self.document.span(self.path)
        start = self.document.text.find(part, max(at, span.start), span.end) if part else -1
        return span if start < 0 else Span(span.file, start, start + len(part))


class CheckedDeck(Struct, frozen=True, dict=True):
    """A deck under check. Its texts and measures are collected once, for all rules."""

    rows: DeckRows

    @property
    def deck(self) -> Deck:
        """The deck as loaded."""
        return self.rows.deck

    def allowed_names(self, rule: str) -> frozenset[str]:
        """Return what the deck allows for a rule (`about` of a finding), case-folded."""
        setting = self.deck.checks.get(rule, ())
        return frozenset() if isinstance(setting, str) else frozenset(name.casefold() for name in setting)

    @cached_property
    def entries(self) -> tuple[SlideEntry, ...]:
        """The slides that the author wrote."""
        return tuple(entry for section in self.deck.sections for entry in section.slides)

    @cached_property
    def kept_texts(self) -> frozenset[str]:
        """The texts as typed of entries behind slides that were kept (`deckgen keep`), which those slides show."""
        kept = (entry.content.kept_entry for entry in self.entries)
        return frozenset(str(text) for each in kept if each is not None for _, text in walk(each.entry))

    def document(self, name: str) -> Document | None:
        """Return a file of the deck's `data/`, or None if it does not exist."""
        return self.deck.documents.get(join(dirname(self.deck.file), "data", name))

    @cached_property
    def measures(self) -> tuple[ShownMeasure, ...]:
        """All rows and parts on visible slides, in the order of the slides."""
        measures: list[ShownMeasure] = []
        for entry in self.entries:
            if not entry.content.hidden:
                period = self.deck.period_of(entry.content)
                for path, row in _rows_with_paths(entry):
                    if (merged := self._merged_or_none(row)) is not None:
                        measures += _with_parts(ShownMeasure(entry, path, row, merged, period))
        return tuple(measures)

    def _merged_or_none(self, row: Row) -> Row | None:
        """Return a row merged with its metric; None if a metric is undefined or there is no name (both are reported)."""
        if not all(name in self.deck.metrics for name in _named_metrics(row)):
            return None
        merged = self.rows.merged(row)
        return merged if short_name(merged) else None

    def span_of(self, measure: ShownMeasure, *keys: str | int) -> Span | None:
        """Return the span of a field of a measure: in its row, else in its metric; that of its parent if it is missing."""
        places = [(self.deck.documents[at.file], (*at.path, *keys)) for at in self.origins_of(measure).places]
        for document, path in places:
            if path in document.spans:
                return document.span(path)
        document, path = places[-1]
        is_in_row = len(places) == 1
        return document.span(path) if is_in_row else document.key_span(_closest_existing(document, path))

    def origins_of(self, measure: ShownMeasure) -> RowOrigins:
        """Return where the fields of a measure were written."""
        origins = self.rows.origins(measure.written_row, Origin(file=measure.entry.origin.file, path=measure.path))
        for key in measure.keys[1::2]:
            origins = origins.of_part(str(key), self.deck.metrics, self.rows.metrics_file) or origins
        return origins

    def lines(self, measure: ShownMeasure) -> tuple[Line, ...]:
        """Return the line of a measure itself, and those of its `measures`, with verdicts up to the period of its slide."""
        own, of_measures = build_lines(measure.row, self.settings(measure), self.origins_of(measure))
        return (own, *of_measures)

    @cached_property
    def measures_with_lines(self) -> tuple[tuple[ShownMeasure, tuple[ShownLine, ...]], ...]:
        """All measures, each with its own line and then those of its `measures`."""
        pairs: list[tuple[ShownMeasure, tuple[ShownLine, ...]]] = []
        for measure in self.measures:
            own, *of_measures = self.lines(measure)
            lines = (ShownLine(measure, line, ("measures", i)) for i, line in enumerate(of_measures))
            pairs.append((measure, (ShownLine(measure, own), *lines)))
        return tuple(pairs)

    @property
    def shown_lines(self) -> Iterator[ShownLine]:
        """All lines of all measures."""
        return (line for _, lines in self.measures_with_lines for line in lines)

    def shows_computed_statuses(self, measure: ShownMeasure) -> bool:
        """Whether the deck shows computed statuses of this kind of measure."""
        return self.settings(measure).shown_statuses == "computed"

    def settings(self, measure: ShownMeasure) -> MeasureSettings:
        """Return what a measure depends on besides its row."""
        return self.rows.settings("key-result" if measure.is_key_result else "metric", measure.period)

    def result_path(self, measure: ShownMeasure, period: str, keys: KeyPath = ()) -> KeyPath:
        """Return the path of a result inside a measure, or inside its line at `keys`: under the key that the content has."""
        places = [(self.deck.documents[at.file], (*at.path, *keys)) for at in self.origins_of(measure).places]
        for rest in ((period,), ()):
            for document, path in places:
                for key in RESULT_KEYS:
                    if (*path, key, *rest) in document.spans:
                        return (*keys, key, period)
        return (*keys, default_result_key(self.deck.period.system), period)

    def names(self, text: str, period: str) -> bool:
        """Whether a text names a period."""
        found = [name for name in self.labels.spellings(period) if name in text]
        return any(re.search(rf"\b{re.escape(name)}\b", text) for name in found)

    @cached_property
    def labels(self) -> Labels:
        """The words of the deck's language."""
        return self.deck.labels

    @cached_property
    def texts(self) -> tuple[AuthoredText, ...]:
        """All texts of the slides and their notes, then those of the metrics that the slides use."""
        texts: list[AuthoredText] = []
        for section in self.deck.sections:
            document = self.deck.documents[section.file]
            texts.append(AuthoredText(section.title, document, ("title",)))
            for entry in section.slides:
                texts += _texts_in(entry.content, entry.origin.path, document, entry)
        metrics = self.document("metrics.yaml")
        if metrics is not None:
            used = dict.fromkeys(str(name) for entry in self.entries for name in _metric_ids(entry))
            for name in used:
                if name in self.deck.metrics:
                    texts += _texts_in(self.deck.metrics[name], (name,), metrics)
        return tuple(texts)

    @cached_property
    def joined_texts(self) -> str:
        """All of `texts` without markup, each on a line of its own: what is not in them is in none."""
        return "\n".join([text.plain for text in self.texts])

    @cached_property
    def words(self) -> frozenset[str]:
        """All words of `joined_texts`, as written."""
        return frozenset(re.findall(r"\w+", self.joined_texts))

    @cached_property
    def texts_and_definitions(self) -> tuple[AuthoredText, ...]:
        """`texts`, followed by those of footnotes and acronyms."""
        definitions = {"footnotes.yaml": self.deck.footnotes, "acronyms.yaml": self.deck.acronyms}
        read = ((document, defined) for name, defined in definitions.items() if (document := self.document(name)))
        return (
            *self.texts,
            *(
                AuthoredText(text.plain, document, path if path in document.spans else path[:1], text)
                for document, defined in read
                for path, text in walk(defined)
                if isinstance(text, RichText) and text.raw
            ),
        )


def short_name(row: Row) -> str:
    """Return the name of a row for messages: at most 60 characters."""
    text = row.short or (row.name or row.result or RichText("")).plain
    return text if len(text) <= 60 else text[:59].rstrip() + "…"


def _closest_existing(document: Document, path: KeyPath) -> KeyPath:
    return next(path[:n] for n in range(len(path), -1, -1) if path[:n] in document.spans)


def _rows_with_paths(entry: SlideEntry) -> Iterator[tuple[KeyPath, Row]]:
    for path, found in rows_and_metric_ids(entry.content):
        yield (*entry.origin.path, *path), found if isinstance(found, Row) else metric_row(found)


def _named_metrics(row: Row) -> Iterator[str]:
    if row.metric is not None:
        yield row.metric
    for part in row.parts.values():
        if part is not None:
            yield from _named_metrics(part)


def _metric_ids(entry: SlideEntry) -> Iterator[str]:
    return (element for _, element in walk(entry.content, only=(MetricId,)) if isinstance(element, MetricId))


def _with_parts(measure: ShownMeasure) -> Iterator[ShownMeasure]:
    yield measure
    for key, part in measure.row.parts.items():
        if part is not None and short_name(part):
            outer = (*measure.outer_names, short_name(measure.row))
            keys = (*measure.keys, "parts", key)
            yield from _with_parts(
                ShownMeasure(measure.entry, measure.path, measure.written_row, part, measure.period, keys, outer)
            )


def _texts_in(
    value: object, path: KeyPath, document: Document, entry: SlideEntry | None = None
) -> Iterator[AuthoredText]:
    """Yield the texts of a value: the content of the slide `entry`, if there is one."""
    depth, spans = len(path), document.spans
    rows = {where for where, _ in _rows_with_paths(entry)} if entry is not None else set()
    for where, element in walk(value, path):
        if (where and where[-1] in _IDENTIFIER_FIELDS) or (len(where) > depth and where[depth] in _VERSION_FIELDS):
            continue
        if len(where) == depth + 1 and where not in spans:
            continue  # a title inherited from the section is not in the slide's source
        rich = element if isinstance(element, RichText) else None
        is_plain = isinstance(element, str) and not isinstance(element, MetricId)
        if plain := rich.plain if rich is not None else str(element) if is_plain else "":
            in_row = bool(rows) and any(where[:length] in rows for length in range(len(where) + 1))
            yield AuthoredText(plain, document, where, rich, str(where[depth]) if entry else "", entry, in_row)
