"""Reference checks: a `Deck` in; an error for each metric, footnote or slide that is named but undefined out."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from deckgen.diagnostics import Issue, KeyPath, Span, make_issue
from deckgen.diagnostics.suggestions import SuggestionBudget
from deckgen.model import Deck, Metric, MetricId, RichText, Row
from deckgen.model.validation import first_line_span
from deckgen.reader import Document
from deckgen.resolve.walk import walk


def check_references(deck: Deck) -> list[Issue]:
    """Return the issues of all references: those of the slides in order, then those of the deck's definitions."""
    issues: list[Issue] = []
    known = _NamesAndHints(deck)
    for section in deck.sections:
        checker = _ReferenceChecker(deck, known, deck.documents[section.file], section.id)
        issues.extend(checker.check_plain_text(section.title, ("title",)))
        for slide in section.slides:
            issues.extend(checker.check(slide.content, slide.origin.path))
    definitions = {"metrics.yaml": deck.metrics, "footnotes.yaml": deck.footnotes, "acronyms.yaml": deck.acronyms}
    for name, entries in definitions.items():
        document = deck.documents.get(join(dirname(deck.file), "data", name))
        if document is not None:
            checker = _ReferenceChecker(deck, known, document, "", defines_footnotes=name == "footnotes.yaml")
            issues.extend(checker.check(entries, ()))
    return issues


class _NamesAndHints:
    """The names that a deck defines, in alphabetical order, and hints for names that it does not define."""

    def __init__(self, deck: Deck) -> None:
        names = (deck.names.metrics, deck.names.footnotes, deck.names.slides)
        self.metrics, self.footnotes, self.slides = (sorted(defined or ()) for defined in names)
        self.hint_for = SuggestionBudget().hint_for


class _ReferenceChecker:
    """Checks the references of one document; `defines_footnotes` is set for the file that defines the footnotes."""

    def __init__(
        self, deck: Deck, known: _NamesAndHints, document: Document, section: str, *, defines_footnotes: bool = False
    ) -> None:
        self.deck, self.document, self.section, self.known = deck, document, section, known
        self.defines_footnotes = defines_footnotes
        # A file without "[^" and "](#" has no references in its texts: most of a large deck can be skipped.
        self.may_refer = "[^" in document.text or "](#" in document.text

    def check(self, value: object, path: KeyPath) -> Iterator[Issue]:
        for where, element in walk(value, path, only=None if self.may_refer else (Row, MetricId)):
            if isinstance(element, Row):
                yield from self.check_row(element, where)
            elif isinstance(element, RichText):
                yield from self.check_rich_text(element, where)
            elif isinstance(element, MetricId):
                yield from self.check_metric(element, where)
            elif "[^" in element:
                yield from self.check_plain_text(element, where)

    def check_metric(self, name: MetricId, path: KeyPath) -> Iterator[Issue]:
        known = self.deck.names.metrics
        if known is not None and name not in known:
            hint = f"define it in data/metrics.yaml: `{name}: …`"
            if known:
                hint = self.known.hint_for(name, self.known.metrics, "metrics")
            yield make_issue("unknown-metric", f"there is no metric `{name}`", self.document.span(path), hint)

    def check_row(self, row: Row, path: KeyPath) -> Iterator[Issue]:
        """Check that a row and its parts have a subject; a part is checked with its row, not by itself."""
        if path[-2:-1] != ("parts",):
            yield from self.check_subject(row, path, {})

    def check_subject(self, row: Row, path: KeyPath, metric_parts: dict[str, Metric] | None) -> Iterator[Issue]:
        """Check that a row or a part says what it is about: by `metric`, `name`, `result`, or by overriding a part.

        `metric_parts` are those of the metric that a part belongs to; `None` if that metric is undefined.
        """
        overrides = metric_parts is None or (path[-2:-1] == ("parts",) and str(path[-1]) in metric_parts)
        if row.metric is None and row.name is None and row.result is None and not overrides:
            if metric_parts:
                message = f"the metric has no part `{path[-1]}`, and this one has no `name`"
                hint = self.known.hint_for(str(path[-1]), metric_parts, "parts of the metric")
                yield make_issue("row-without-subject", message, self.document.key_span(path), hint)
            else:
                message, hint = "this row names no metric and has no `name`", "add `metric: …`, or `name: …`"
                yield make_issue("row-without-subject", message, first_line_span(self.document, path), hint)
        inner_parts: dict[str, Metric] | None = {}
        if row.metric is not None:
            metric = self.deck.metrics.get(row.metric)
            inner_parts = None if metric is None else metric.parts
        elif overrides:
            inner_parts = None if metric_parts is None else metric_parts[str(path[-1])].parts
        for key, part in row.parts.items():
            if part is not None:
                yield from self.check_subject(part, (*path, "parts", key), inner_parts)

    def check_rich_text(self, text: RichText, path: KeyPath) -> Iterator[Issue]:
        if "[^" not in text.raw and "](#" not in text.raw:
            return
        seen: set[tuple[bool, str]] = set()
        at = 0  # where to look for the next reference: the file has them in the order of the runs
        for paragraph in text.paragraphs:
            for run in paragraph.runs:
                name = run.note if run.note is not None else run.link or ""
                if (run.note is not None, name) in seen or not (run.note is not None or name.startswith("#")):
                    continue
                seen.add((run.note is not None, name))
                issue = self.link_issue(name[1:], path, at) if run.note is None else self.footnote_issue(name, path, at)
                if issue is not None:
                    at = self._end_of(issue, path)
                    yield issue

    def _end_of(self, issue: Issue, path: KeyPath) -> int:
        """Return the offset after an invalid reference; after the entire text if the reference was not found in it."""
        text_span = self.document.span(path)
        return text_span.end if issue.span is None or issue.span == text_span else issue.span.end

    def footnote_issue(self, name: str, path: KeyPath, at: int) -> Issue | None:
        known = self.deck.names.footnotes
        if self.defines_footnotes:
            message = "a footnote cannot have a footnote of its own"
            hint = "write it into this note, or put both notes where the text refers to them"
            return make_issue("footnote-in-footnote", message, self._span_of(path, f"[^{name}]", at), hint)
        if known is None or name in known:
            return None
        hint = f"define it in data/footnotes.yaml: `{name}: …`"
        if known:
            hint = self.known.hint_for(name, self.known.footnotes, "footnotes")
        return make_issue(
            "unknown-footnote", f"there is no footnote `{name}`", self._span_of(path, f"[^{name}]", at), hint
        )

    def link_issue(self, target: str, path: KeyPath, at: int) -> Issue | None:
        known = self.deck.names.slides
        if known is None or target in known:
            if path[-1] == "notes":
                return self.link_in_notes(target, path, at)
            return self.dropped_link(target, path, at) if target in self.deck.lacking else None
        here = f"{self.section}/{target}"
        hint = f"write `#{here}`" if here in known else self.known.hint_for(target, self.known.slides, "slides")
        return make_issue(
            "unknown-slide", f"there is no slide `{target}`", self._span_of(path, f"(#{target})", at), hint
        )

    def dropped_link(self, target: str, path: KeyPath, at: int) -> Issue:
        what = f"the version `{self.deck.version}`" if self.deck.version else "the deck"
        what = "the handout" if self.deck.is_handout and not self.deck.version else what
        message = f"{what} does not have the slide `{target}`, so the link to it is shown as text"
        hint = "name the slide in words, or let this version have it"
        return make_issue("dropped-link", message, self._span_of(path, f"(#{target})", at), hint)

    def link_in_notes(self, target: str, path: KeyPath, at: int) -> Issue:
        message = "a link in the notes cannot lead to a slide, and is shown as text"
        hint = "put the link on the slide, or name the slide in words"
        return make_issue("link-in-notes", message, self._span_of(path, f"(#{target})", at), hint)

    def check_plain_text(self, text: str, path: KeyPath) -> Iterator[Issue]:
        message = "this text is shown as typed, without a footnote"
        if path not in self.document.spans:  # a title inherited from the section is reported there
            return
        pieces = (piece.rpartition("[^") for piece in text.split("]")[:-1])
        at = 0
        for name in dict.fromkeys(name for _, mark, name in pieces if mark and name in self.deck.footnotes):
            hint = "put the footnote where a text refers to it"
            issue = make_issue("footnote-in-plain-text", message, self._span_of(path, f"[^{name}]", at), hint)
            at = self._end_of(issue, path)
            yield issue

    def _span_of(self, path: KeyPath, text: str, at: int = 0) -> Span:
        """Return the span of `text` in the value at `path`, from the offset `at` on; that of the value if it is not found."""
        span = self.document.span(path)
        if span.file != self.document.file:  # a translation
            return span
        start = self.document.text.find(text, max(at, span.start), span.end)
        return span if start < 0 else Span(span.file, start, start + len(text))
