"""A deck and a record of it → issues: what changed since the figures were frozen, and which past values were changed later."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.checks import CheckedDeck
from deckgen.diagnostics import Issue, KeyPath, Span, make_issue
from deckgen.model.records import RecordedLine, RecordedResult, Records
from deckgen.periods import Period
from deckgen.records.older_statuses import older_status_issues
from deckgen.records.slide_figures import described_change, slide_figures
from deckgen.records.taking import CurrentLine, current_lines
from deckgen.resolve.presented import as_recorded, is_same_result


def frozen_issues(checked: CheckedDeck, *, whole: bool) -> list[Issue]:
    """Return an issue for each figure and verdict that changed since the freeze, and for statuses older than their results.

    `whole`: no section is left out.
    A freeze of another period than the reported one has ended; that is the only issue then.
    """
    records = checked.deck.records
    if records is None or records.frozen is None or records.frozen_document is None:
        return []
    frozen, reported = records.frozen, checked.deck.period
    if (frozen.year, frozen.period) != (str(reported.year), reported.name):
        message = f"these figures were frozen for {frozen.period} {frozen.year}, but the deck reports {reported}"
        span = records.frozen_document.key_span(("period",))
        return [make_issue("changed-since-freeze", message, span, "end this freeze with `deckgen unfreeze`")]
    comparison = _Comparison(checked, records)
    return [
        *comparison.result_issues(whole=whole),
        *comparison.slide_issues(whole=whole),
        *older_status_issues(checked, frozen),
    ]


class _Comparison:
    """Compares the lines and slides of a deck with those that were frozen."""

    def __init__(self, checked: CheckedDeck, records: Records) -> None:
        assert records.frozen is not None
        assert records.frozen_document is not None
        self.checked, self.frozen, self.document = checked, records.frozen, records.frozen_document
        self.current = {line.recorded.id: line for line in current_lines(checked)}

    def result_issues(self, *, whole: bool) -> Iterator[Issue]:
        frozen = {line.id: line for line in self.frozen.results}
        for id_, line in self.current.items():
            before = frozen.get(id_)
            if before is None:
                yield self.issue(line.recorded, "is new", self.checked.span_of(line.shown.measure, *line.shown.keys))
            else:
                yield from self.changes(before, line)
        for index, before in enumerate(self.frozen.results) if whole else ():
            if before.id not in self.current:
                yield self.issue(before, "is no longer shown", self.document.span(("results", index, "id")))

    def changes(self, before: RecordedLine, line: CurrentLine) -> Iterator[Issue]:
        now, measure, keys = line.recorded, line.shown.measure, line.shown.keys
        for field in ("goal", "baseline", "plan", "forecast"):
            old, new = getattr(before, field), getattr(now, field)
            if old != new:
                what = f"had {_stated(field, old)}, and now has {_stated(field, new)}"
                yield self.issue(now, what, self.checked.span_of(measure, *keys, field))
        for period in sorted({*before.results, *now.results}):
            one, other = before.results.get(period), now.results.get(period)
            span = self.checked.span_of(measure, *self.checked.result_path(measure, period, keys))
            if not is_same_result(one, other):
                yield self.issue(now, f"was {_said(one)} in {period}, and is {_said(other)} now", span)
            elif (old_status := _status(one)) != (new_status := _status(other)):
                yield self.issue(now, f"had {old_status} in {period}, and has {new_status} now", span)

    def slide_issues(self, *, whole: bool) -> Iterator[Issue]:
        frozen = {slide.id: slide.figures for slide in self.frozen.slides}
        current = {found.entry.origin.slide: found for found in slide_figures(self.checked)}
        for id_, found in current.items():
            what, new = described_change(frozen.get(id_, ()), found.texts)
            if what:
                yield self._issue(f"slide {id_}", found.owner, f": {what}", found.span_of_first(new))
        for index, slide in enumerate(self.frozen.slides) if whole else ():
            if slide.figures and slide.id not in current:
                what, _ = described_change(slide.figures, ())
                yield self._issue(f"slide {slide.id}", "", f": {what}", self.document.span(("slides", index, "id")))

    def issue(self, line: RecordedLine, what: str, span: Span | None) -> Issue:
        return self._issue(f"“{line.name}”", line.owner or "", f" {what}", span)

    def _issue(self, name: str, owner: str, what: str, span: Span | None) -> Issue:
        message = f"{name} ({owner or 'no owner'}){what}; its figures were frozen on {self.frozen.frozen}"
        hint = f"ask {owner} whether this is meant" if owner else "find out whether this is meant"
        return make_issue("changed-since-freeze", message, span, f"{hint}; `deckgen unfreeze` ends the freeze")


def record_issues(checked: CheckedDeck) -> list[Issue]:
    """Return the issues of the records of periods: past values that are others now, and statuses older than their results.

    While figures are frozen, these are compared with the frozen ones (`frozen_issues`).
    """
    records = checked.deck.records
    if records is None:
        return []
    is_same_year = records.last_period is not None and records.last_period.year.is_same(checked.deck.period.year)
    record = records.current or (records.last if is_same_year else None)
    older = [] if record is None or records.frozen is not None else older_status_issues(checked, record)
    return [*restated_issues(checked), *older]


def restated_issues(checked: CheckedDeck) -> list[Issue]:
    """Return an issue for each past value that is another one than the last record says was presented."""
    records = checked.deck.records
    if records is None or records.last is None or records.last_period is None:
        return []
    recorded = {line.id: line for line in records.last.results}
    allowed = checked.allowed_names("restated")
    issues = (
        issue
        for line in current_lines(checked)
        if (before := recorded.get(line.recorded.id)) is not None
        for issue in _restatements(checked, before, line, records)
    )
    return [issue for issue in issues if issue.about.casefold() not in allowed]


def _restatements(checked: CheckedDeck, before: RecordedLine, line: CurrentLine, records: Records) -> Iterator[Issue]:
    assert records.last_period is not None
    is_same_year = records.last_period.year.is_same(checked.deck.period.year)
    found = _in_same_year(checked, before, line) if is_same_year else _in_last_year(before, line, records.last_period)
    for what, old, new, path in found:
        span = checked.span_of(line.shown.measure, *path)
        message = f"{what} of “{line.recorded.name}” was presented as {old}, and is {new} now"
        hint = f"correct it, or tell the audience; `checks: {{restated: [{line.recorded.id}]}}` lets it pass"
        yield replace(make_issue("restated", message, span, hint), about=line.recorded.id)


Restatement = tuple[str, str, str, KeyPath]
"""What was restated, the old and the new value, and its path inside its row."""


def _in_same_year(checked: CheckedDeck, before: RecordedLine, line: CurrentLine) -> Iterator[Restatement]:
    measure, keys = line.shown.measure, line.shown.keys
    for field in ("goal", "baseline"):
        old_text, new_text = getattr(before, field), getattr(line.recorded, field)
        if old_text is not None and old_text != new_text:
            yield f"the {field}", _quoted(old_text), _quoted(new_text), (*keys, field)
    for period, old in before.results.items():
        new, path = line.recorded.results.get(period), checked.result_path(measure, period, keys)
        if not is_same_result(old, new):
            yield f"the result in {period}", _said(old), _said(new), path
        elif old.status and new is not None and old.status != new.status:
            yield f"the status in {period}", old.status, new.status or "missing", path


def _in_last_year(before: RecordedLine, line: CurrentLine, last: Period) -> Iterator[Restatement]:
    """Yield the results of the year before that were restated; its goals and baselines may be others than those of this year."""
    for name, entry in line.shown.line.earlier.items():
        period = name.partition(" ")[0]
        old = before.results.get(period)
        if old is not None and not is_same_result(old, new := as_recorded(entry)):
            yield f"the result in {name}", _said(old), _said(new), (*line.shown.keys, str(last.year), period)


def _said(result: RecordedResult | None) -> str:
    """Return a result as messages name it."""
    if result is None:
        return "without a result"
    parts = [result.value, result.score and f"score {result.score}", result.mark]
    beside = ", ".join(part for part in parts if part)
    if not result.text:
        return beside or "without a result"
    return f"{_quoted(result.text)} ({beside})" if beside else _quoted(result.text)


def _stated(field: str, text: str | None) -> str:
    return f"the {field} {_quoted(text)}" if text else f"no {field}"


def _quoted(text: str | None) -> str:
    return f"“{' '.join(text.split())}”" if text else "missing"


def _status(result: RecordedResult | None) -> str:
    return f"the status {result.status}" if result is not None and result.status else "no status"
