"""changes: what changed since the last period that `history/` records: verdicts that turned, figures that moved, other goals."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Row, Run, Slide, Table, Text
from deckgen.ir.roles import Status
from deckgen.kinds._recorded_rows import SinceRecord, plain_text, since_last_record
from deckgen.kinds._shared import plain_paragraph, slide, status_word, table_alt
from deckgen.kinds._verdicts import STATUS_TINTS, with_tint
from deckgen.model import SlideContent
from deckgen.model.records import RecordedResult
from deckgen.resolve import JUDGED, Context
from deckgen.resolve.recorded_changes import ResultChange, reported

EXAMPLE = """\
kind: changes
"""
_MAX_GOOD = 4
"""Up to so many first results that are on track are listed."""
_MAX_LENGTH = 120
"""Characters of a result or goal that are shown."""


class Content(SlideContent):
    """What changed since the last period that `history/` records (`deckgen roll` and `deckgen archive` write it).

    The slide compares the results of the deck with those that were presented then: first what is worse, then what is better,
    figures that moved, first results, other goals, and what is new or no longer reported. Results in words are on their own
    slides.
    """

    label = "What changed"
    title_states = "own"
    summarises = True
    names_any_period = True
    compares_with_record = True
    words = {
        "since": "What changed since {period}",
        "measure": "Measure",
        "worse": "Worse than before",
        "better": "Better than before",
        "other": "Other verdicts that changed",
        "moved": "Figures that moved, with the same verdict",
        "first": "First results",
        "more-on-track-one": "{count} other first result is on track",
        "more-on-track-other": "{count} other first results are on track",
        "goals": "Goals that changed",
        "new": "New",
        "gone": "No longer reported",
        "no-record": "No earlier period has been recorded yet.",
        "nothing": "No verdict, figure or goal has changed.",
        "nothing-partial": "Only this section was compared: no verdict, figure or goal in it has changed.",
        "worse-count-one": "{count} verdict is worse than in {period}",
        "worse-count-other": "{count} verdicts are worse than in {period}",
        "better-count-one": "{count} is better",
        "better-count-other": "{count} are better",
        "only-better-one": "{count} verdict is better than in {period}, none is worse",
        "only-better-other": "{count} verdicts are better than in {period}, none is worse",
        "same-verdicts": "No verdict is worse or better than in {period}",
    }


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a table: each result that changed, before and now, with its verdict; a sentence if there is none."""
    labels, since = context.labels, since_last_record(context)
    has_topic = content.title not in (None, context.section.title)
    topic = labels.format("since", period=labels.period(since.period.name)) if since else labels["label"]
    title = content.title if has_topic and content.title else topic
    headline = content.headline or (_finding(since, context) if since else None)
    composed = content.model_copy(update={"title": title, "headline": headline})
    rows = tuple(_rows(since, context)) if since else ()
    if since and rows:
        found = slide(composed, context, "changes", (_table(rows, since, context, title),))
    else:
        said = "no-record" if since is None else "nothing-partial" if since.is_partial else "nothing"
        text = plain_paragraph(labels[said], role="muted")
        found = slide(composed, context, "bullets", (Text("bullets", (text,), context.origin),))
    if has_topic:
        return found
    # The topic is deckgen's own: it is not written where the title of the section is.
    return replace(found, title_origin=found.title_origin if headline else None, eyebrow_text_origins=())


def _finding(since: SinceRecord, context: Context) -> str | None:
    """Return how many verdicts turned; None without any verdict, and for a part of the deck, of which that says little."""
    if since.is_partial:
        return None
    labels, period = context.labels, context.labels.period(since.period.name)
    worse, better = (sum(change.turn == turn for change in since.changes.results) for turn in ("worse", "better"))
    if worse:
        finding = labels.plural("worse-count", worse, period=period)
        return labels.listed((finding, labels.plural("better-count", better))) if better else finding
    if better:
        return labels.plural("only-better", better, period=period)
    has_verdicts = any(change.new is not None and change.new.status in JUDGED for change in since.changes.results)
    return labels.format("same-verdicts", period=period) if has_verdicts else None


def _table(rows: tuple[Row, ...], since: SinceRecord, context: Context, title: str) -> Table:
    labels = context.labels
    periods = (labels.period(since.period.name), labels.period(context.deck.period.name))
    names, roles = (labels["measure"], *periods, labels["status"]), (None, None, "primary", None)
    heads = tuple(Cell((plain_paragraph(name, "header", role=role),)) for name, role in zip(names, roles, strict=True))  # type: ignore[arg-type]
    header = Row(heads, "header")
    columns = (Column(share=3.4), Column(share=3.0), Column(share=3.0), Column(tight=True))
    return Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin)


def _rows(since: SinceRecord, context: Context) -> Iterator[Row]:
    changed = [change for change in since.changes.results if change.new is not None and not change.is_same]
    steady = [change for change in changed if not change.turn]
    groups = {
        "worse": [change for change in changed if change.turn == "worse"],
        "better": [change for change in changed if change.turn == "better"],
        "other": [change for change in changed if change.turn == "other"],
        "moved": [change for change in steady if change.has_moved],
    }
    for name, changes in groups.items():
        yield from _group(name, [_result_row(change, since, context) for change in changes], context)
    yield from _group(
        "first", list(_first_rows([change for change in steady if change.is_first], since, context)), context
    )
    yield from _group("goals", list(_goal_rows(since)), context)
    new = [(line, "", _said(reported(line, context.deck.period))) for line in since.changes.added]
    gone = [(line, _said(reported(line, since.period)), "") for line in since.changes.removed]
    for name, lines in (("new", new), ("gone", gone)):
        yield from _group(
            name, [_line_row(line.id, line.name, before, now, since) for line, before, now in lines], context
        )


def _first_rows(changes: Sequence[ResultChange], since: SinceRecord, context: Context) -> Iterator[Row]:
    """Yield the first results that have a verdict, worst first; of many that are on track, only their number."""
    ranked = sorted((change for change in changes if _status(change) in JUDGED), key=_attention)
    good = [change for change in ranked if _status(change) not in STATUS_TINTS]
    shown = ranked if len(good) <= _MAX_GOOD else ranked[: -len(good)]
    yield from (_result_row(change, since, context) for change in shown)
    if len(shown) < len(ranked):
        text = context.labels.plural("more-on-track", len(good))
        yield Row((Cell((plain_paragraph(text, role="muted"),), span=4),))


def _group(name: str, rows: Sequence[Row], context: Context) -> Iterator[Row]:
    """Yield rows under their heading; nothing without rows."""
    if rows:
        yield Row((Cell((plain_paragraph(context.labels[name], "strong"),), span=4),), "group", context.origin)
        yield from rows


def _result_row(change: ResultChange, since: SinceRecord, context: Context) -> Row:
    status = _status(change)
    old = change.figures[0].raw if change.figures and change.has_moved else _said(change.old)
    new = change.figures[1].raw if change.figures and change.has_moved else _said(change.new)
    row = _line_row(change.now.id, change.now.name, old or context.labels["open"], new or context.labels["open"], since)
    cells = (*row.cells[:3], _status_cell(change, since, context))
    return replace(row, cells=with_tint(cells, status))


def _status_cell(change: ResultChange, since: SinceRecord, context: Context) -> Cell:
    """Return the verdict, and in the same line the one before where it turned."""
    labels, status = context.labels, _status(change)
    if status is None and not change.turn:
        return Cell()
    word = status_word(labels[status], status) if status else plain_paragraph(labels["without-verdict"], role="muted")
    if change.turn:
        before = change.old.status if change.old is not None else None
        said = labels[before] if before else labels["without-verdict"]
        text = labels.format("status-before", period=labels.period(since.period.name), status=said)
        word = replace(word, runs=(*word.runs, Run(f" {text}", role="muted")))
    return Cell((word,), mark=status)


def _goal_rows(since: SinceRecord) -> Iterator[Row]:
    for change in since.changes.results:
        old, new = change.before.goal, since.goals.get(change.before.id)
        # A record also states the limits that a goal says outright.
        if old and new and old != new and not old.startswith(f"{new} ("):
            yield _line_row(change.now.id, change.now.name, plain_text(old), plain_text(new), since)


def _line_row(id_: str, name: str, before: str, now: str, since: SinceRecord) -> Row:
    origins = since.results.get(id_, ())
    cells = (
        Cell((plain_paragraph(name, origins=since.names.get(id_, ())),)),
        Cell((plain_paragraph(_cut(before), role="muted"),) if before else ()),
        Cell((replace(plain_paragraph(_cut(now), origins=origins), runs=(Run(_cut(now), bold=True),)),) if now else ()),
        Cell(),
    )
    return Row(cells)


def _status(change: ResultChange) -> Status | None:
    return change.new.status if change.new is not None else None


def _attention(change: ResultChange) -> int:
    status = _status(change)
    return JUDGED.index(status) if status in JUDGED else len(JUDGED)


def _said(result: RecordedResult | None) -> str:
    return plain_text(result.text) if result is not None else ""


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_LENGTH else f"{text[: _MAX_LENGTH - 1].rstrip()}…"
