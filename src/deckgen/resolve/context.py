"""The data that a kind can read while it composes a slide, and the slides of a deck in order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.carried import CarriedSlide
from deckgen.ir.media import PreparedPicture
from deckgen.model import Deck, FileSlide, Labels, RichText, Row, Section, SlideContent, SlideEntry
from deckgen.model.labels import DEFAULT_LANGUAGE
from deckgen.quantities import Quantity
from deckgen.resolve.deck_rows import DeckRows, row_id
from deckgen.resolve.merge import UndefinedMetricError, metric_row
from deckgen.resolve.owners import has_owner, owner_of, with_owner
from deckgen.resolve.parts import Part, find_parts
from deckgen.resolve.types import AgendaEntry, Measure, MeasureKind, ScorecardGroup
from deckgen.resolve.walk import rows_and_metric_ids


class Context(Struct, frozen=True):
    """What one slide can read of its deck, of which `rows` and `labels` are in the slide's `language`.

    `labels` include the words of the slide's kind (its label is `label`). The `section` of cover and agenda has an empty id,
    that of the scorecard is the section before it.
    """

    rows: DeckRows
    labels: Labels
    section: Section
    origin: Origin
    agenda: tuple[AgendaEntry, ...] = ()
    scorecard: tuple[ScorecardGroup, ...] = ()
    pictures: Mapping[str, PreparedPicture] = field(default_factory=dict)
    """The pictures that can be shown, by the names of their files in content."""
    parts: Mapping[str, Part] = field(default_factory=dict)
    """The parts of the deck in order, by the ids of the sections of their dividers."""
    file_slides: Mapping[FileSlide, CarriedSlide] = field(default_factory=dict)
    """The slides of other files that can be shown."""
    variant: str = ""
    """The variant of its kind in which the slide is composed; empty for the standard one."""
    language: str = DEFAULT_LANGUAGE
    is_draft: bool = False
    """Whether the deck is built as a draft, which shows the places of what is missing."""

    @property
    def deck(self) -> Deck:
        """The deck that the slide is part of."""
        return self.rows.deck

    @property
    def acronyms(self) -> Mapping[str, RichText]:
        """The deck's acronyms, in the order of the file."""
        return self.deck.acronyms

    def field_origin(self, name: str) -> Origin | None:
        """Return where a field was written: on the slide, or (`title`, `department`, `due`) in its section.

        None for a text that deckgen adds, such as the title of a slide that is in no section file.
        """
        for origin in (self.origin.at(name), Origin(self.origin.slide, self.section.file, (name,))):
            document = self.deck.documents.get(origin.file)
            if self.origin.path and document is not None and origin.path in document.spans:
                return origin
        return None

    def shown_quantity(self, quantity: Quantity | None) -> Quantity | None:
        """Return a number of the content as the language of the deck writes it."""
        translated = self.deck.translated
        if translated is None or quantity is None:
            return quantity
        from deckgen.resolve.figure_forms import in_form_of  # noqa: PLC0415 -- for decks in another language

        return replace(quantity, raw=in_form_of(quantity.raw, translated.written_in, translated.language))

    def measures(
        self, rows: Sequence[tuple[Row, Origin]], *, kind: MeasureKind, as_of: str | None = None
    ) -> tuple[Measure, ...]:
        """Return a measure for each row: overrides merged, statuses decided, `as_of` (or the deck's period) reported.

        The rows come with their origins. Raises UndefinedMetricError if a row names an undefined metric.
        """
        period = self.deck.period
        reported = period.at(as_of) if as_of else period
        return tuple(self.rows.measure(row, origin, kind, reported) for row, origin in rows)

    def metric(self, id: str, as_of: str | None = None) -> Measure:  # noqa: A002
        """Return a metric of `data/metrics.yaml`. Raises UndefinedMetricError if it is undefined."""
        return self.measures([(metric_row(id), self.origin)], kind="metric", as_of=as_of)[0]


class ResolvedDeck(Struct, frozen=True, dict=True):
    """A deck whose references have been checked, with what its slides share: labels, agenda and scorecard."""

    rows: DeckRows
    pictures: Mapping[str, PreparedPicture]
    file_slides: Mapping[FileSlide, CarriedSlide]

    @property
    def deck(self) -> Deck:
        """The deck as loaded."""
        return self.rows.deck

    @property
    def labels(self) -> Labels:
        """The words that deckgen itself adds."""
        return self.rows.labels

    @cached_property
    def agenda(self) -> tuple[AgendaEntry, ...]:
        """The sections that have a visible slide, in order."""
        return tuple(
            AgendaEntry(section.title, section.id, section.department or "", Origin(file=section.file))
            for section in self.deck.sections
            if any(not slide.content.hidden for slide in section.slides)
        )

    @cached_property
    def parts(self) -> Mapping[str, Part]:
        """The parts that visible dividers open, in order, by the ids of the sections of the dividers."""
        return find_parts(self.deck.sections)

    @cached_property
    def scorecard(self) -> tuple[ScorecardGroup, ...]:
        """Every metric and key result once, grouped under the section that shows it first, as it is shown there.

        Slides that report another period (`as_of`) and hidden slides do not count. In a version of only some slides, those of
        the other slides count, too. As soon as a row or its slide names an owner, each row has the one who owes its results.
        """
        listed: set[str] = set()
        counted = self.deck.counted_sections
        sections = self.deck.sections if counted is None else counted
        found = [(section, self._unlisted_measures(section, listed)) for section in sections]
        shows_owners = any(content.owner or has_owner(measure) for _, pairs in found for measure, content in pairs)
        return tuple(
            ScorecardGroup(
                section.title,
                section.id,
                tuple(with_owner(one, owner_of(content, section)) if shows_owners else one for one, content in pairs),
                Origin(file=section.file),
            )
            for section, pairs in found
            if pairs
        )

    def _unlisted_measures(self, section: Section, listed: set[str]) -> list[tuple[Measure, SlideContent]]:
        """Return the measures of a section that are not `listed` yet, with their slides, and add them to `listed`."""
        measures: list[tuple[Measure, SlideContent]] = []
        for slide in section.slides:
            if slide.content.hidden or slide.content.summarises:
                continue
            if getattr(slide.content, "as_of", None) not in (None, self.deck.period.name):
                continue
            for path, row_or_id in rows_and_metric_ids(slide.content):
                row = row_or_id if isinstance(row_or_id, Row) else metric_row(row_or_id)
                key = row.metric or f"{section.id}/{row_id(row)}"
                if key in listed:
                    continue
                kind: MeasureKind = "key-result" if slide.content.has_key_results else "metric"
                try:
                    measure = self.rows.measure(row, slide.origin.at(*path), kind, self.deck.period)
                except UndefinedMetricError:
                    continue
                measures.append((measure, slide.content))
                listed.add(key)
        return measures

    def contexts(self) -> Iterator[tuple[SlideEntry, Context]]:
        """Yield every slide in deck order with its context.

        The slides that deckgen adds come first, those without a section. Some come before the first divider, or else at the
        end (`GeneratedSlide`): their section is that of the slide before them.
        """
        current = Section("", self.deck.title, file=self.deck.file)
        first, later = self._generated_slides()
        for entry in first:
            yield entry, self._context(entry, current)
        for section in self.deck.sections:
            for entry in section.slides:
                if entry.content.divides:
                    yield from ((added, self._context(added, current)) for added in later)
                    later = []
                yield entry, self._context(entry, section)
                current = section
        yield from ((added, self._context(added, current)) for added in later)

    def _generated_slides(self) -> tuple[list[SlideEntry], list[SlideEntry]]:
        """Return the slides that deckgen adds: those that come first, and those that come before the first divider.

        A slide for the divider comes first where the deck names another one after it.
        """
        first: list[SlideEntry] = []
        later: list[SlideEntry] = []
        for entry in self.deck.front_slides.values():
            generated = entry.content.generated
            if generated is None or (generated.needs_measures and not self.scorecard):
                continue
            if generated.before_divider:
                later.append(entry)
            else:
                first, later = [*first, *later, entry], []
        return first, later

    def _rows_in(self, language: str) -> DeckRows:
        """Return the rows of the deck with the words of a language: those of slides in other languages are read again."""
        if language not in self.deck.other_labels:
            return self.rows
        if language not in self._other_rows:
            self._other_rows[language] = DeckRows(replace(self.deck, labels=self.deck.other_labels[language]))
        return self._other_rows[language]

    @cached_property
    def _other_rows(self) -> dict[str, DeckRows]:
        return {}

    def _context(self, entry: SlideEntry, section: Section) -> Context:
        language = self.deck.language_of(entry.content)
        rows = self._rows_in(language)
        labels = rows.labels.for_kind(entry.content.kind, entry.content.english_words())
        return Context(
            rows,
            labels,
            section,
            entry.origin,
            self.agenda,
            self.scorecard,
            self.pictures,
            self.parts,
            self.file_slides,
            language=language,
        )
