"""What a kind may ask while it composes a slide, and the slides of a deck in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from deckgen.ir.blocks import Origin
from deckgen.model import Deck, Labels, MetricId, RichText, Row, Section, SlideContent, SlideEntry
from deckgen.resolve.measures import Setting, build
from deckgen.resolve.merge import merged
from deckgen.resolve.types import AgendaEntry, Kind, Measure, ScorecardGroup
from deckgen.resolve.walk import rows


class Context(Struct, frozen=True):
    """The deck around one slide. Slides that deckgen adds stand in a section without id, the scorecard where it is."""

    deck: Deck
    labels: Labels
    section: Section
    origin: Origin
    agenda: tuple[AgendaEntry, ...] = ()
    scorecard: tuple[ScorecardGroup, ...] = ()

    @property
    def acronyms(self) -> Mapping[str, RichText]:
        """The deck's acronyms, in the order of the file."""
        return self.deck.acronyms

    def measures(self, rows: Sequence[Row], *, kind: Kind, as_of: str | None = None) -> tuple[Measure, ...]:
        """Give rows with overrides merged and statuses decided; `as_of` is the quarter reported, else the deck's.

        Raises KeyError if a row names a metric that there is not (`resolve` has then reported it).
        """
        return measures(self.deck, self.labels, rows, kind, as_of)

    def metric(self, id: str, as_of: str | None = None) -> Measure:  # noqa: A002
        """Give a metric of `data/metrics.yaml`. Raises KeyError if there is none (`resolve` has then reported it)."""
        return self.measures([Row(metric=MetricId(id))], kind="metric", as_of=as_of)[0]


def measures(
    deck: Deck, labels: Labels, rows: Sequence[Row], kind: Kind, as_of: str | None = None
) -> tuple[Measure, ...]:
    """Give the measures of rows in a deck; see `Context.measures`."""
    setting = Setting(as_of or deck.quarter, deck.statuses, labels, kind)
    return tuple(build(merged(row, deck.metrics), _row_id(row), setting) for row in rows)


def _row_id(row: Row) -> str:
    """Name a row: by its id, its metric, else by the first words of its text."""
    text = row.name or row.result
    words = re.findall(r"\w+", text.plain.casefold()) if text is not None else []
    return row.id or row.metric or "-".join(words[:6])


class Resolved(Struct, frozen=True, dict=True):
    """A deck whose references are checked; made by `resolve`."""

    deck: Deck

    @cached_property
    def labels(self) -> Labels:
        """Our own words in the deck's language."""
        return Labels.load(self.deck.language)

    @cached_property
    def agenda(self) -> tuple[AgendaEntry, ...]:
        """The sections that have a slide to show, in order."""
        return tuple(
            AgendaEntry(section.title, section.id, section.department or "")
            for section in self.deck.sections
            if any(not slide.content.hidden for slide in section.slides)
        )

    @cached_property
    def scorecard(self) -> tuple[ScorecardGroup, ...]:
        """Every metric and key result once, in the section that shows it first, as it is shown there.

        Slides that report another quarter (`as_of`) and hidden ones do not count.
        """
        seen: set[str] = set()
        groups = ((section, self._first_shown(section, seen)) for section in self.deck.sections)
        return tuple(ScorecardGroup(section.title, section.id, found) for section, found in groups if found)

    def _first_shown(self, section: Section, seen: set[str]) -> tuple[Measure, ...]:
        found: list[Measure] = []
        for slide in section.slides:
            if slide.content.hidden or getattr(slide.content, "as_of", None) not in (None, self.deck.quarter):
                continue
            for row in _rows_of(slide.content, self.deck):
                key = row.metric or f"{section.id}/{_row_id(row)}"
                if key not in seen:
                    seen.add(key)
                    kind: Kind = "key-result" if slide.content.kind == "key-results" else "metric"
                    found.extend(measures(self.deck, self.labels, [row], kind))
        return tuple(found)

    def contexts(self) -> Iterator[tuple[SlideEntry, Context]]:
        """Give every slide in deck order with its context.

        Cover and agenda come first; the scorecard stands before the first divider, in the section of the slide before
        it, or at the end; one that would be empty is left out.
        """
        whole = Section("", self.deck.title, file=self.deck.file)
        front = dict(self.deck.front_slides)
        scorecard = front.pop("scorecard", None) if self.scorecard else None
        if not self.scorecard:
            front.pop("scorecard", None)
        current = whole
        for entry in front.values():
            yield entry, self._context(entry, whole)
        for section in self.deck.sections:
            for entry in section.slides:
                if scorecard is not None and entry.content.kind == "divider":
                    yield scorecard, self._context(scorecard, current)
                    scorecard = None
                yield entry, self._context(entry, section)
                current = section
        if scorecard is not None:
            yield scorecard, self._context(scorecard, current)

    def _context(self, entry: SlideEntry, section: Section) -> Context:
        return Context(self.deck, self.labels, section, entry.origin, self.agenda, self.scorecard)


def _rows_of(content: SlideContent, deck: Deck) -> Iterator[Row]:
    """Give the rows of a slide, those whose metric is not there left out; a metric named by id alone is a row."""
    for found in rows(content):
        row = found if isinstance(found, Row) else Row(metric=found)
        named = [part.metric for part in row.parts.values() if part is not None]
        if all(name is None or name in deck.metrics for name in (row.metric, *named)):
            yield row
