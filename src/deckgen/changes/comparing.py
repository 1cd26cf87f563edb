"""Two sides → what changed, in groups of sentences: what people ask first comes first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from deckgen.changes.groups import Change, Comparison, Group
from deckgen.changes.sides import Side
from deckgen.changes.slide_changes import slide_groups
from deckgen.changes.wording import changed_part, plain, quoted, result_sentence, said, status_text
from deckgen.diagnostics.wording import counted
from deckgen.ir.roles import STATUSES, Status
from deckgen.model.records import RecordedLine
from deckgen.resolve.recorded_changes import (
    RecordedState,
    ResultChange,
    field_changes,
    recorded_changes,
    reported,
    restated,
)

_WORST_FIRST: tuple[Status, ...] = ("off-track", "at-risk", "on-track", "done")
_MAX_OPEN = 8
"""Up to so many results that are missing are named."""


def compare(before: Side, now: Side, remarks: Sequence[str] = ()) -> Comparison:
    """Return what changed from one side to another. Over a roll, the two reported periods are compared."""
    summary: list[str] = []
    groups: list[Group] = []
    is_rolled = False
    if before.state is not None and now.state is not None:
        is_rolled = before.state.period != now.state.period
        missing = _missing(before.state, now.state, now.not_due)
        groups += _result_groups(before.state, now.state, missing)
        summary += [*_summary(before.state, now.state), *_summary_of_missing(missing, now.state, now.not_due)]
    groups += slide_groups(before, now, is_rolled=is_rolled)
    title = now.title if now.state is not None else before.title
    found = [group for group in groups if group.changes]
    return Comparison(title, before.label, now.label, summary, found, tuple(remarks))


def _result_groups(before: RecordedState, now: RecordedState, missing: Sequence[RecordedLine]) -> Iterator[Group]:
    found = recorded_changes(before, now)
    changed = [change for change in found.results if change.new is not None and _has_changed(change)]
    turned = {turn: [c for c in changed if c.turn == turn] for turn in ("worse", "better", "other")}
    steady = [change for change in changed if not change.turn]
    figures = [change for change in steady if change.has_moved]
    in_words = [change for change in steady if not change.has_moved and not change.is_first]
    yield Group("worse", "Worse than before", _results(turned["worse"]))
    yield Group("better", "Better than before", _results(turned["better"]))
    yield Group("other-verdicts", "Other verdicts that changed", _results(turned["other"]))
    yield Group("figures", "Figures that moved, with the same verdict", _results(figures))
    first = sorted((change for change in steady if change.is_first), key=_attention)
    yield Group("first-results", "First results", _results(first))
    yield Group("in-words", "Results in words", _results(in_words))
    yield Group("restated", "Earlier results that were changed", list(_restated(found.results, before, now)))
    named = missing if len(missing) <= _MAX_OPEN else []
    yield Group("open", f"Still open for {now.period.name}", [_open(line) for line in named])
    yield Group("goals", "Goals, baselines and plans", list(_fields(found.results)))
    yield Group("added", "New key results and metrics", [_line(line, now) for line in found.added])
    yield Group("removed", "No longer reported", [_line(line, before) for line in found.removed])


def _has_changed(change: ResultChange) -> bool:
    """Whether something changed that people can see: not only a footnote mark."""
    return not change.is_same and (bool(change.turn) or said(change.old) != said(change.new))


def _results(changes: Iterable[ResultChange]) -> list[Change]:
    return [
        Change(
            result_sentence(change),
            change.now.id,
            {
                "name": change.now.name,
                "before": said(change.old), "now": said(change.new),
                "status_before": change.old.status if change.old else None,
                "status": change.new.status if change.new else None,
                "goal": plain(change.now.goal), "owner": change.now.owner or "",
            },
        )
        for change in changes
    ]  # fmt: skip


def _attention(change: ResultChange) -> int:
    """Return how much a result needs attention: the smallest number first."""
    status = change.new.status if change.new is not None else None
    return _WORST_FIRST.index(status) if status in _WORST_FIRST else len(_WORST_FIRST)


def _restated(changes: Sequence[ResultChange], before: RecordedState, now: RecordedState) -> Iterator[Change]:
    """Yield the results of earlier periods that are others than before."""
    if not before.period.year.is_same(now.period.year):
        return
    is_same_period = before.period == now.period
    periods = [name for name in before.period.reached if not (is_same_period and name == now.period.name)]
    for change in changes:
        for period, old, new in restated(change, periods):
            texts = changed_part(said(old), said(new))
            shown = [quoted(text) or "nothing" for text in texts]
            text = f"{change.now.name} in {period}: {shown[0]} → {shown[1]}"
            yield Change(text, change.now.id, {"period": period, "before": said(old), "now": said(new)})


def _missing(before: RecordedState, now: RecordedState, not_due: Collection[str]) -> list[RecordedLine]:
    """Return the lines that had a result and have none now, and new ones without any, as far as they are due."""
    found = recorded_changes(before, now)
    lines = [change.now for change in found.results if change.is_open]
    lines += [line for line in found.added if reported(line, now.period) is None]
    return [line for line in lines if line.id not in not_due]


def _open(line: RecordedLine) -> Change:
    return Change(f"{line.name}{f' ({line.owner})' if line.owner else ''}", line.id)


def _summary_of_missing(missing: Sequence[RecordedLine], now: RecordedState, not_due: Collection[str]) -> Iterator[str]:
    """Yield how many results are missing, if they are too many to be named."""
    if len(missing) > _MAX_OPEN:
        due = sum(line.id not in not_due for line in now.lines)
        yield (
            f"Still open for {now.period.name}: {len(missing)} of {counted(due, 'result')} that are due "
            "(`deckgen status` lists them by owner)"
        )


def _fields(changes: Sequence[ResultChange]) -> Iterator[Change]:
    for change in changes:
        for field, old, new in field_changes(change):
            name, facts = change.before.name, {"field": field, "before": plain(old), "now": plain(new)}
            if field == "name":
                yield Change(f"{name} is now called {change.now.name}", change.now.id, facts)
                continue
            texts = changed_part(plain(old), plain(new)) if old and new else (plain(old), plain(new))
            if not old or not new:
                what = f"new {field}: {quoted(texts[1])}" if new else f"no {field} any more (was {quoted(texts[0])})"
            else:
                what = f"{field} {quoted(texts[0])} → {quoted(texts[1])}"
            yield Change(f"{change.now.name}: {what}", change.now.id, facts)


def _line(line: RecordedLine, state: RecordedState) -> Change:
    result = reported(line, state.period)
    parts = [f"goal: {plain(line.goal)}" if line.goal else "", quoted(said(result)), ""]
    parts[2] = status_text(result.status) if result is not None and result.status else ""
    shown = ", ".join(part for part in parts if part)
    return Change(f"{line.name}{f' ({shown})' if shown else ''}", line.id, {"name": line.name})


def _summary(before: RecordedState, now: RecordedState) -> list[str]:
    """Return how many results have which verdict, and had before; nothing while few results are there.

    Only those that have a result now count: what was judged last quarter for its year has not lost its verdict.
    """
    found = recorded_changes(before, now)
    there = [change for change in found.results if change.new is not None]
    added = [result for line in found.added if (result := reported(line, now.period)) is not None]
    if sum(change.is_open for change in found.results) > len(there):
        return []
    old = Counter(change.old.status if change.old is not None else None for change in there)
    new = Counter(
        [*(change.new.status for change in there if change.new is not None), *(each.status for each in added)]
    )
    shown = [
        f"{new[status]} {status_text(status)} (was {old[status]})"
        if old[status] != new[status]
        else f"{new[status]} {status_text(status)}"
        for status in (*STATUSES, None)
        if old[status] or new[status]
    ]
    number = counted(len(there) + len(added), "result")
    return [f"Verdicts of {number}: {', '.join(shown)}"] if shown else []
