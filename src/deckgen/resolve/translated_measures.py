"""A measure as it was written and read → the same measure in another language: its texts, and its figures as that writes them.

Numbers, statuses and ids stay. The text of a figure follows the text in which it is shown, so that it is found there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.model import RichText
from deckgen.model.shown_texts import ShownText, ShownTexts
from deckgen.quantities import Quantity
from deckgen.resolve.figure_forms import find_form, in_form_of
from deckgen.resolve.types import LineData, Measure, Outlook, Reasons, Result, ResultLine


def in_words_of(texts: ShownTexts, measure: Measure) -> Measure:
    """Return a measure with the texts that are shown in place of those that were written."""
    return _Shown(texts, measure).measure(measure)


_WORD = re.compile(r"(?<!\w)[a-z\u00df-\u024f][^\W\d_]{2,}|[^\W\d_\u0000-\u024f]|(?<=\d)[ \u00a0][A-Z][a-z]+")
"""A word that is no symbol or code of a unit."""


class _Shown:
    """The texts of one measure as they are shown. `of` has the names of its lines, which some texts repeat, as they are shown."""

    def __init__(self, texts: ShownTexts, measure: Measure) -> None:
        self.texts = texts
        self.of = dict(self._names_of_lines(measure))
        written = [text for line in measure.chart_lines for text in line.texts if self.found(text.origins)]
        self.translated = [(text.plain, self.rich(text).plain) for text in written]

    def _names_of_lines(self, measure: Measure) -> Iterator[tuple[str, str]]:
        names = [(line.of, line.of_origin) for line in measure.chart_lines]
        names += [(line.of, line.of_origin) for result in measure.results.values() for line in result.lines]
        yield from ((of, self.plain(of, (origin,))) for of, origin in names if of and origin is not None)

    def measure(self, one: Measure) -> Measure:
        return replace(
            one,
            name=self.rich(one.name),
            short=self.short(one),
            baseline=tuple(self.rich(text) for text in one.baseline),
            goal=self.optional(one.goal),
            goal_quantity=self.quantity(one.goal_quantity, one.goal),
            results={period: self.result(result) for period, result in one.results.items()},
            parts=tuple(in_words_of(self.texts, part) for part in one.parts),
            milestones={period: self.rich(text) for period, text in one.milestones.items()},
            chart_lines=tuple(self.line(line) for line in one.chart_lines),
            coming=tuple(self.outlook(each) for each in one.coming),
        )

    def short(self, one: Measure) -> str:
        """Return the short name, which is the plain text of the name where the author gives no shorter one."""
        is_name = one.short_origins == one.name.origins and one.short == one.name.plain
        return self.rich(one.name).plain if is_name else self.plain(one.short, one.short_origins)

    def result(self, result: Result) -> Result:
        return replace(
            result,
            lines=tuple(self.lines(result.lines)),
            reasons=tuple(self.reasons(each) for each in result.reasons),
        )

    def lines(self, lines: Sequence[ResultLine]) -> Iterator[ResultLine]:
        """Yield the lines of a result as they are shown."""
        for line in self.in_words(lines):
            yield replace(line, quantity=self.quantity(line.quantity, line.text), total=self.figures(line.total))

    def in_words(self, lines: Sequence[ResultLine]) -> Iterator[ResultLine]:
        """Yield the lines of a result: those of one text have the lines of its translation, which has as many."""
        for at, line in enumerate(lines):
            of = self.of.get(line.of, line.of)
            if line.text is None:
                yield replace(line, of=of)
                continue
            origins = line.text.origins
            same = [n for n, each in enumerate(lines) if each.text is not None and each.text.origins == origins]
            shown = self.found(origins)
            if not shown or len(same) == 1:
                yield replace(line, text=self.rich(line.text), of=of)
                continue
            translated = [part.strip() for part in shown[0].shown.split("\n") if part.strip()]
            if at == same[-1]:  # what there is more of stands in the last line
                yield replace(line, text=RichText("\n\n".join(translated[len(same) - 1 :]), origins), of=of)
            elif same.index(at) < len(translated):
                yield replace(line, text=RichText(translated[same.index(at)], origins), of=of)

    def line(self, line: LineData) -> LineData:
        low, high = line.goal_range or (None, None)
        low, high = self.quantity(low), self.quantity(high)
        return replace(
            line,
            of=self.of.get(line.of, line.of),
            texts=tuple(self.rich(text) for text in line.texts),
            baseline=self.quantity(line.baseline),
            quantities=self.quantities(line.quantities),
            goal=self.quantity(line.goal),
            goal_range=(low, high) if low is not None and high is not None else None,
            totals=None if line.totals is None else self.quantities(line.totals),
            earlier=self.quantities(line.earlier),
        )

    def quantities(self, found: Mapping[str, Quantity | None]) -> dict[str, Quantity | None]:
        return {period: self.quantity(quantity) for period, quantity in found.items()}

    def quantity(self, quantity: Quantity | None, text: RichText | None = None) -> Quantity | None:
        """Return a quantity with its figure as `text` has it, else as the language writes it."""
        if quantity is None:
            return None
        shown = [text.plain] if text is not None else []
        shown += [after for before, after in self.translated if quantity.raw in before]
        form = next((form for each in shown if (form := find_form(quantity.raw, each))), "")
        return replace(quantity, raw=form or self.figures(quantity.raw), unit=_unit(quantity, form))

    def figures(self, text: str) -> str:
        return in_form_of(text, self.texts.written_in, self.texts.language)

    def reasons(self, each: Reasons) -> Reasons:
        return replace(
            each,
            because=self.optional(each.because),
            next=self.optional(each.next),
            back_on_track=self.optional(each.back_on_track),
            of=self.of.get(each.of, each.of),
        )

    def outlook(self, each: Outlook) -> Outlook:
        return replace(each, text=self.rich(each.text), of=self.of.get(each.of, each.of))

    def optional(self, text: RichText | None) -> RichText | None:
        return None if text is None else self.rich(text)

    def rich(self, text: RichText) -> RichText:
        """Return a text as it is shown; one that deckgen joined from several has each of them."""
        raw = _replaced(text.raw, self.found(text.origins), self.figures)
        return text if raw == text.raw else RichText(raw, text.origins, text.has_lists)

    def plain(self, text: str, origins: Sequence[Origin]) -> str:
        return _replaced(text, self.found(origins), str)

    def found(self, origins: Sequence[Origin]) -> list[ShownText]:
        """Return what is shown of the texts at some origins; a goal for several periods has a text for each."""
        return [text for origin in origins for text in self.texts.texts.get((origin.file, origin.path), ())]


def _unit(quantity: Quantity, form: str) -> str:
    """Return the unit of a quantity whose figure is written as `form`: a word of another language is no unit any more."""
    if not _WORD.search(quantity.unit):
        return quantity.unit
    words = _WORD.search(form) if quantity.unit in quantity.raw else None
    return form[words.start() :].strip() if words else ""


def _replaced(text: str, shown: Sequence[ShownText], others: Callable[[str], str]) -> str:
    """Return a text with what is shown of each of its parts, which are in it in their order; `others` changes the rest."""
    done: list[str] = []
    at = 0
    for each in shown:
        start = text.find(each.source, at)
        if start >= 0:
            done += [others(text[at:start]), each.shown]
            at = start + len(each.source)
    return "".join((*done, others(text[at:])))
