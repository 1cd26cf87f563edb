"""Checking references: a `Deck` in; an error for each metric, footnote or slide that is named but not there out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from deckgen.blocks import Path
from deckgen.diagnostics import Diagnostic, Span, error, warning
from deckgen.model import Deck, Metric, MetricId, RichText, Row
from deckgen.model.faults import first_line
from deckgen.model.suggest import hint_for
from deckgen.reader import Document
from deckgen.resolve.walk import walk


def check_references(deck: Deck) -> list[Diagnostic]:
    """Check slides first, in order, then the deck's definitions."""
    faults: list[Diagnostic] = []
    for section in deck.sections:
        checker = _Checker(deck, deck.documents[section.file], section.id)
        faults.extend(checker.plain(section.title, ("title",)))
        for slide in section.slides:
            faults.extend(checker.check(slide.content, slide.origin.path))
    definitions = {"metrics.yaml": deck.metrics, "footnotes.yaml": deck.footnotes, "acronyms.yaml": deck.acronyms}
    for name, entries in definitions.items():
        document = deck.documents.get(join(dirname(deck.file), "data", name))
        if document is not None:
            checker = _Checker(deck, document, "", footnotes=name == "footnotes.yaml")
            faults.extend(checker.check(entries, ()))
    return faults


class _Checker:
    """Checks what stands in one document; `footnotes` says that it is the one that defines them."""

    def __init__(self, deck: Deck, document: Document, section: str, *, footnotes: bool = False) -> None:
        self.deck, self.document, self.section, self.footnotes = deck, document, section, footnotes
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
            hint = hint_for(name, sorted(known), "metrics") if known else f"define it in data/metrics.yaml: `{name}: …`"
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
                hint = hint_for(str(path[-1]), known, "parts of the metric")
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
        for paragraph in text.paragraphs:
            for run in paragraph.runs:
                if run.note is not None:
                    yield from self.note(run.note, path)
                elif run.link is not None and run.link.startswith("#"):
                    yield from self.link(run.link[1:], path)

    def note(self, name: str, path: Path) -> Iterator[Diagnostic]:
        known, span = self.deck.names.footnotes, self.within(path, f"[^{name}]")
        if self.footnotes:
            hint = "say it in this note, or put both notes where the text refers to them"
            yield error("footnote-in-footnote", "a footnote cannot have a footnote of its own", span, hint)
        elif known is not None and name not in known:
            hint = hint_for(name, sorted(known), "footnotes")
            if not known:
                hint = f"define it in data/footnotes.yaml: `{name}: …`"
            yield error("unknown-footnote", f"there is no footnote `{name}`", span, hint)

    def link(self, target: str, path: Path) -> Iterator[Diagnostic]:
        known = self.deck.names.slides
        if known is None or target in known:
            return
        here = f"{self.section}/{target}"
        hint = f"write `#{here}`" if here in known else hint_for(target, sorted(known), "slides")
        yield error("unknown-slide", f"there is no slide `{target}`", self.within(path, f"(#{target})"), hint)

    def plain(self, text: str, path: Path) -> Iterator[Diagnostic]:
        message = "this text is shown as typed, without a footnote"
        if path in self.document.spans:  # a title that a slide has from its section is told there
            for name in self.deck.footnotes:
                if f"[^{name}]" in text:
                    span = self.within(path, f"[^{name}]")
                    yield warning("footnote-in-plain-text", message, span, "put the footnote where a text refers to it")

    def within(self, path: Path, text: str) -> Span:
        """Give the place of `text` inside the value at `path`, or of the whole value."""
        span = self.document.span(path)
        start = self.document.text.find(text, span.start, span.end)
        return span if start < 0 else Span(span.file, start, start + len(text))
