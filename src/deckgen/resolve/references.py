"""Checking references: a `Deck` in; an error for each metric, footnote or slide that is named but not there out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from deckgen.diagnostics import Diagnostic, Span, error, warning
from deckgen.ir.blocks import Path
from deckgen.model import Deck, Metric, MetricId, RichText, Row
from deckgen.model.faults import first_line
from deckgen.model.suggest import Guesses
from deckgen.reader import Document
from deckgen.resolve.walk import walk


def check_references(deck: Deck) -> list[Diagnostic]:
    """Check slides first, in order, then the deck's definitions."""
    faults: list[Diagnostic] = []
    known = _Known(deck)
    for section in deck.sections:
        checker = _Checker(deck, known, deck.documents[section.file], section.id)
        faults.extend(checker.plain(section.title, ("title",)))
        for slide in section.slides:
            faults.extend(checker.check(slide.content, slide.origin.path))
    definitions = {"metrics.yaml": deck.metrics, "footnotes.yaml": deck.footnotes, "acronyms.yaml": deck.acronyms}
    for name, entries in definitions.items():
        document = deck.documents.get(join(dirname(deck.file), "data", name))
        if document is not None:
            checker = _Checker(deck, known, document, "", footnotes=name == "footnotes.yaml")
            faults.extend(checker.check(entries, ()))
    return faults


class _Known:
    """The names that a deck defines, in the order of the alphabet, and the hints for those that it does not."""

    def __init__(self, deck: Deck) -> None:
        names = (deck.names.metrics, deck.names.footnotes, deck.names.slides)
        self.metrics, self.footnotes, self.slides = (sorted(found or ()) for found in names)
        self.hint_for = Guesses().hint_for


class _Checker:
    """Checks what stands in one document; `footnotes` says that it is the one that defines them."""

    def __init__(self, deck: Deck, known: _Known, document: Document, section: str, *, footnotes: bool = False) -> None:
        self.deck, self.document, self.section, self.footnotes = deck, document, section, footnotes
        self.known = known
        # A file without a mark of a reference has none in its texts either: most of a large deck need not be gone through.
        self.marked = "[^" in document.text or "](#" in document.text

    def check(self, value: object, path: Path) -> Iterator[Diagnostic]:
        for where, found in walk(value, path, texts=self.marked):
            if isinstance(found, Row):
                yield from self.row(found, where)
            elif isinstance(found, RichText):
                yield from self.text(found, where)
            elif isinstance(found, MetricId):
                yield from self.metric(found, where)
            elif "[^" in found:
                yield from self.plain(found, where)

    def metric(self, name: MetricId, path: Path) -> Iterator[Diagnostic]:
        known = self.deck.names.metrics
        if known is not None and name not in known:
            hint = f"define it in data/metrics.yaml: `{name}: …`"
            if known:
                hint = self.known.hint_for(name, self.known.metrics, "metrics")
            yield error("unknown-metric", f"there is no metric `{name}`", self.document.span(path), hint)

    def row(self, row: Row, path: Path) -> Iterator[Diagnostic]:
        """Check what a row is about; parts are looked at with the row that they belong to."""
        if path[-2:-1] != ("parts",):
            yield from self.subject(row, path, {})

    def subject(self, row: Row, path: Path, known: dict[str, Metric] | None) -> Iterator[Diagnostic]:
        """Check one row, or one part among the `known` parts of its metric (`None`: it cannot be told)."""
        overrides = known is None or (path[-2:-1] == ("parts",) and str(path[-1]) in known)
        if row.metric is None and row.name is None and row.result is None and not overrides:
            if known:
                message = f"the metric has no part `{path[-1]}`, and this one has no `name`"
                hint = self.known.hint_for(str(path[-1]), known, "parts of the metric")
                yield error("row-without-subject", message, self.document.key(path), hint)
            else:
                message, hint = "this row names no metric and has no `name`", "add `metric: …`, or `name: …`"
                yield error("row-without-subject", message, first_line(self.document, path), hint)
        inner: dict[str, Metric] | None = {}
        if row.metric is not None:
            metric = self.deck.metrics.get(row.metric)
            inner = None if metric is None else metric.parts
        elif overrides:
            inner = None if known is None else known[str(path[-1])].parts
        for key, part in row.parts.items():
            if part is not None:
                yield from self.subject(part, (*path, "parts", key), inner)

    def text(self, text: RichText, path: Path) -> Iterator[Diagnostic]:
        if "[^" not in text.raw and "](#" not in text.raw:
            return
        seen: set[tuple[bool, str]] = set()
        at = 0  # where to look for the next reference: they stand in the file in the order of the runs
        for paragraph in text.paragraphs:
            for run in paragraph.runs:
                name = run.note if run.note is not None else run.link or ""
                if (run.note is not None, name) in seen or not (run.note is not None or name.startswith("#")):
                    continue
                seen.add((run.note is not None, name))
                fault = self.link(name[1:], path, at) if run.note is None else self.note(name, path, at)
                if fault is not None:
                    at = self._behind(fault, path)
                    yield fault

    def _behind(self, fault: Diagnostic, path: Path) -> int:
        """Give the place behind a reference that is at fault; behind the whole text where it was not found in that."""
        whole = self.document.span(path)
        return whole.end if fault.span is None or fault.span == whole else fault.span.end

    def note(self, name: str, path: Path, at: int) -> Diagnostic | None:
        known = self.deck.names.footnotes
        if self.footnotes:
            message = "a footnote cannot have a footnote of its own"
            hint = "say it in this note, or put both notes where the text refers to them"
            return error("footnote-in-footnote", message, self.within(path, f"[^{name}]", at), hint)
        if known is None or name in known:
            return None
        hint = f"define it in data/footnotes.yaml: `{name}: …`"
        if known:
            hint = self.known.hint_for(name, self.known.footnotes, "footnotes")
        return error("unknown-footnote", f"there is no footnote `{name}`", self.within(path, f"[^{name}]", at), hint)

    def link(self, target: str, path: Path, at: int) -> Diagnostic | None:
        known = self.deck.names.slides
        if known is None or target in known:
            return None
        here = f"{self.section}/{target}"
        hint = f"write `#{here}`" if here in known else self.known.hint_for(target, self.known.slides, "slides")
        return error("unknown-slide", f"there is no slide `{target}`", self.within(path, f"(#{target})", at), hint)

    def plain(self, text: str, path: Path) -> Iterator[Diagnostic]:
        message = "this text is shown as typed, without a footnote"
        if path not in self.document.spans:  # a title that a slide has from its section is told there
            return
        pieces = (piece.rpartition("[^") for piece in text.split("]")[:-1])
        at = 0
        for name in dict.fromkeys(name for _, mark, name in pieces if mark and name in self.deck.footnotes):
            hint = "put the footnote where a text refers to it"
            fault = warning("footnote-in-plain-text", message, self.within(path, f"[^{name}]", at), hint)
            at = self._behind(fault, path)
            yield fault

    def within(self, path: Path, text: str, at: int = 0) -> Span:
        """Give the place of `text` inside the value at `path`, not before the offset `at`; else that of the whole value."""
        span = self.document.span(path)
        start = self.document.text.find(text, max(at, span.start), span.end)
        return span if start < 0 else Span(span.file, start, start + len(text))
