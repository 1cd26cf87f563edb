"""The rows of a deck: merged with their metrics once and read once, for slides, rules and explanations alike."""

from __future__ import annotations

import re
from functools import cached_property
from posixpath import dirname, join
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.diagnostics import Origin
from deckgen.model import Deck, Labels, Row
from deckgen.periods import Period
from deckgen.resolve.measures import BuiltLines, MeasureSettings, build_measure
from deckgen.resolve.merge import RowOrigins, merged_row, row_origins
from deckgen.resolve.types import Measure, MeasureKind

if TYPE_CHECKING:
    from deckgen.resolve.presented import Presented


class DeckRows(Struct, frozen=True, dict=True):
    """The rows of one deck."""

    deck: Deck

    def merged(self, row: Row) -> Row:
        """Return a row merged with the metric that it names, always the same object for the same row.

        Raises UndefinedMetricError if the row, or one of its parts, names an undefined metric.
        """
        is_metric_alone = row.metric is not None and row.model_fields_set == {"metric"}
        key = str(row.metric) if is_metric_alone else id(row)
        if key not in self._merged:
            # The row is kept with it, so that no other row gets its id.
            self._merged[key] = (row, merged_row(row, self.deck.metrics))
        return self._merged[key][1]

    @cached_property
    def _merged(self) -> dict[str | int, tuple[Row, Row]]:
        return {}

    @cached_property
    def _built_lines(self) -> BuiltLines:
        return {}

    @cached_property
    def metrics_file(self) -> str:
        """The name of `data/metrics.yaml` in messages, whether it exists or not."""
        return join(dirname(self.deck.file), "data", "metrics.yaml")

    def origins(self, row: Row, origin: Origin) -> RowOrigins:
        """Return where the fields of a row, written at `origin`, were written: in the row or in its metric."""
        return row_origins(row, origin, self.deck.metrics, self.metrics_file)

    def settings(self, kind: MeasureKind, reported: Period) -> MeasureSettings:
        """Return what the measures of a slide depend on besides their rows."""
        deck = self.deck
        return MeasureSettings(
            reported, deck.statuses, self.labels, kind, deck.metrics, self.metrics_file, deck.verdicts, deck.written_in,
            self._built_lines, self._presented, shows_outlook=reported.index >= deck.period.index,
        )  # fmt: skip

    @cached_property
    def _presented(self) -> Presented | None:
        """What the deck presented before, where there is a record of it."""
        records = self.deck.records
        if records is None or records.last is None:
            return None
        from deckgen.resolve.presented import presented_before  # noqa: PLC0415 -- for decks with records only

        return presented_before(self.deck, records)

    @cached_property
    def labels(self) -> Labels:
        """The words that deckgen itself adds, in the deck's language, and its own words for statuses."""
        return self.deck.labels.with_statuses(self.deck.verdicts.own_words)

    def measure(self, row: Row, origin: Origin, kind: MeasureKind, reported: Period) -> Measure:
        """Return the measure of a row written at `origin`; it is built once for the slide, its variants and the scorecard.

        Raises UndefinedMetricError if the row, or one of its parts, names an undefined metric.
        """
        merged = self.merged(row)
        key = (id(merged), origin, kind, reported.name)
        if key not in self._measures:
            settings, origins = self.settings(kind, reported), self.origins(row, origin)
            self._measures[key] = self._shown(build_measure(merged, row_id(row), settings, origins))
        return self._measures[key]

    def _shown(self, measure: Measure) -> Measure:
        """Return a measure as it is shown: results and goals are read as they are written, whatever the language."""
        if self.deck.translated is None:
            return measure
        from deckgen.resolve.translated_measures import in_words_of  # noqa: PLC0415 -- for decks in another language

        return in_words_of(self.deck.translated, measure)

    @cached_property
    def _measures(self) -> dict[tuple[int, Origin, MeasureKind, str], Measure]:
        return {}


def row_id(row: Row) -> str:
    """Return the id of a row, or of its metric; else one made of the first six words of its text."""
    text = row.name or row.result
    words = re.findall(r"\w+", text.plain.casefold()) if text is not None else []
    return row.id or row.metric or "-".join(words[:6])
