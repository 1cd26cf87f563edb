"""scorecard: every metric and key result of the deck, by short name: on one page, worst first, or in one table."""

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Literal

from msgspec.structs import replace
from pydantic import Field

from deckgen.ir.blocks import Block, Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.ir.roles import ColourRole, Status
from deckgen.kinds._column_plan import ColumnName, Columns, plan_columns
from deckgen.kinds._columns import columns_table
from deckgen.kinds._measures import alt_with_arrows, result_line, result_places, verdict_of_arrows
from deckgen.kinds._ranking import RANKED, ranking_blocks, suits_one_page
from deckgen.kinds._reasons import reasons_in, with_reason_row, with_rows_below
from deckgen.kinds._row_lines import MeasureRow, rows_of
from deckgen.kinds._shared import in_one_paragraph, paragraphs, plain_paragraph, slide, table_alt
from deckgen.kinds._verdict_cells import SEPARATOR, shows_statuses, status_cell, with_meanings
from deckgen.kinds._verdicts import with_tint
from deckgen.model import GeneratedSlide, Labels, SlideContent, Variant
from deckgen.resolve import (
    JUDGED,
    SET_ASIDE,
    Context,
    Measure,
    Result,
    ScorecardGroup,
    ShownRow,
    StatusCount,
    count_statuses,
    counted_status,
    shown_rows,
)

EXAMPLE = """\
kind: scorecard
"""

_SHORTENED_LENGTH = 48
_SHORT_LENGTH = 28
"""Of the texts of a column that needs no more width than others."""
_MAX_LENGTH = 60


class Content(SlideContent):
    """A scorecard lists all results of the deck by itself.

    The variant `ranked` has the judged results on one page, worst first, `all` all of them by section, with colours and
    complete results; the standard layout is the same table with short results.
    """

    label = "Scorecard"
    title_states = "own"
    words = {
        "measure": "Measure",
        "some-judged-one": "{count} of {judged} judged is {state}",
        "some-judged-other": "{count} of {judged} judged are {state}",
        "some-but-none-one": "{count} of {judged} judged is {state}, none is {worse}",
        "some-but-none-other": "{count} of {judged} judged are {state}, none is {worse}",
        "all-judged-one": "The only one judged is {state}",
        "all-judged-other": "All {count} judged are {state}",
        "none-judged-one": "The only one has no verdict yet",
        "none-judged-other": "None of {count} has a verdict yet",
        "all-set-aside-one": "The only one is {state}",
        "all-set-aside-other": "All {count} are {state}",
        "no-verdict-one": "{count} has no verdict",
        "no-verdict-other": "{count} have no verdict",
        "set-aside-one": "{count} is {state}",
        "set-aside-other": "{count} are {state}",
        "finding-and-rest": "{finding}; {rest}",
        "two-rests": "{first}, {second}",
        "without-verdict": "without a verdict",
        "without-verdict-title": "No verdict yet",
        "owner": "Owner",
        "others-on-page-one": "The other result: see page {page}",
        "others-on-page-other": "The other {count} results: see page {page}",
        "others-in-deck-one": "The other result: see the complete deck",
        "others-in-deck-other": "The other {count} results: see the complete deck",
    }
    generated = GeneratedSlide(before_divider=True, needs_measures=True)
    lasting = SlideContent.lasting | {"columns"}

    columns: Columns | None = Field(default=None, examples=[["goal", "previous", "reported"]])
    """The columns of a table of all results, in order: `baseline`, `goal`, `previous`, `reported`, `next`."""


ALL = "all"
"""The variant with all rows by section, in a table that shows more of their results."""
Content.variants = (
    Variant(
        RANKED,
        "a deck whose judged results have room on one page, worst first",
        lambda content, context: not content.columns and suits_one_page(context),
        complete=False,
    ),
    Variant(ALL, "all results by section, also those without a verdict", lambda content, _: not content.columns),
)


def compose(content: Content, context: Context) -> Slide:
    """Return the scorecard on one page, or every measure by section in a table; the headline counts the statuses."""
    title = content.title or context.labels["label"]
    layout, blocks = "scorecard", list[Block]()
    if content.columns:
        blocks.append(_table_of_columns(content.columns, context, title))
    elif context.variant == RANKED:
        layout, blocks = ranking_blocks(context, title)
    else:
        blocks.append(_table_of_all(context, title, is_long=context.variant == ALL))
    headline = content.headline or _finding(context)
    scorecard = slide(content.model_copy(update={"title": title, "headline": headline}), context, layout, blocks)
    return replace(scorecard, tags=(), tag_origins=())


def _table_of_all(context: Context, title: str, *, is_long: bool) -> Table:
    """Return a table of all measures by section: name, goal, reported result and status.

    Rows at risk or off track are tinted. With `is_long`, goals and results are complete, and words for why a row has no status
    are explained.
    """
    labels, period = context.labels, context.labels.period(context.deck.period.name)
    names = (labels["measure"], labels["goal"], period, labels["status"])
    roles: tuple[ColourRole | None, ...] = (None, None, "primary", None)
    heads = [plain_paragraph(name, "header", role=role) for name, role in zip(names, roles, strict=True)]
    header = Row(tuple(Cell((head,)) for head in heads), "header")
    rows: list[Row] = []
    for group in context.scorecard:
        rows.append(_group_row(group, len(names)))
        rows += [row for measure in group.measures for row in _measure_rows(measure, context, is_long=is_long)]
    rows = with_meanings(rows, labels) if is_long else rows
    columns = tuple(Column(share=share) for share in _shares(rows))
    measures = [measure for group in context.scorecard for measure in group.measures]
    alt = alt_with_arrows(table_alt(context, title, header), measures, context, (context.deck.period.name,))
    return Table("table", columns, (header,), tuple(rows), alt, context.origin)


def _shares(rows: Sequence[Row]) -> tuple[float, ...]:
    """Return the shares of name, goal, result and status: that of results is the widest where some are long."""
    texts = [cell.plain_text for row in rows if row.kind not in {"group", "sub"} for cell in row.cells[1:3]]
    is_short = all(len(text) <= _SHORT_LENGTH for text in texts)
    return (4.0, 2.0, 2.0, 2.0) if is_short else (3.0, 3.0, 4.7, 1.7)


def _table_of_columns(columns: Sequence[ColumnName], context: Context, title: str) -> Table:
    """Return a table of all measures by section, with the columns that the author names."""
    measures = [measure for group in context.scorecard for measure in group.measures]
    plan = plan_columns(measures, context, context.deck.period, named=columns)
    table = columns_table(plan, slot="table", name_label=context.labels["measure"], title=title)
    found = zip(plan.rows, with_rows_below(table.rows), strict=True)
    rows: list[Row] = []
    for group in context.scorecard:
        rows.append(_group_row(group, len(table.columns)))
        count = sum(len(list(rows_of(measure, context.deck.period.name, context.labels))) for measure in group.measures)
        for shown, (row, *below) in islice(found, count):
            rows += [_with_short_name(row, shown), *below]
    return replace(table, rows=tuple(rows), origin=context.origin)


def _with_short_name(row: Row, shown: MeasureRow) -> Row:
    """Return a row with the short name of its measure; that of one of several lines of a measure stays."""
    if shown.is_line:
        return row
    measure, first = shown.measure, row.cells[0]
    name = (plain_paragraph(measure.short, origins=measure.short_origins),)
    return replace(row, cells=(replace(first, paragraphs=name), *row.cells[1:]))


def _group_row(group: ScorecardGroup, width: int) -> Row:
    """Return the row that names a section."""
    origin = group.origin.at("title")
    name = plain_paragraph(group.title, "strong", origins=(origin,))
    return Row((Cell((name,), span=width),), "group", origin)


def _finding(context: Context) -> str | None:
    """Return how many rows have which status, what executives ask first; every row counts. None without rows or statuses."""
    measures = (measure for group in context.scorecard for measure in group.measures)
    count, labels = count_statuses(measures, context.deck.period.name), context.labels
    if not count.total or not shows_statuses(context):
        return None
    rest = list(_rest(count, labels))
    finding = _judged(count, labels)
    if not rest:
        return finding
    shown = labels.format("two-rests", first=rest[0], second=rest[1]) if len(rest) > 1 else rest[0]
    return labels.format("finding-and-rest", finding=finding, rest=shown)


def _judged(count: StatusCount, labels: Labels) -> str:
    """Return how many of the judged rows have the worst status; how many are on track only where nothing is worse."""
    if not count.judged:
        if count.set_aside == count.total:
            return labels.plural("all-set-aside", count.total, state=_states(SET_ASIDE, count, labels))
        return labels.plural("none-judged", count.total)
    off, risk = count.of("off-track"), count.of("at-risk")
    if not off and not risk:
        return labels.plural("all-judged", count.judged, state=_states(JUDGED, count, labels))
    worst: Status = "off-track" if off else "at-risk"
    state, number = labels[f"is-{worst}"], off or risk
    if number == count.judged:
        return labels.plural("all-judged", number, state=state)
    if off:
        return labels.plural("some-judged", number, judged=count.judged, state=state)
    return labels.plural("some-but-none", number, judged=count.judged, state=state, worse=labels["is-off-track"])


def _rest(count: StatusCount, labels: Labels) -> Iterator[str]:
    """Yield how many rows have no verdict, and how many are set aside, where the finding does not say so."""
    without = count.total - count.known
    if count.judged and without:
        yield labels.plural("no-verdict", without)
    if count.set_aside and count.set_aside < count.total:
        yield labels.plural("set-aside", count.set_aside, state=_states(SET_ASIDE, count, labels))


def _states(statuses: Sequence[Status], count: StatusCount, labels: Labels) -> str:
    return labels.alternatives([labels[f"is-{status}"] for status in statuses if count.of(status)])


def _measure_rows(measure: Measure, context: Context, *, is_long: bool) -> list[Row]:
    period = context.deck.period.name
    rows = shown_rows(measure, period)
    return [
        row
        for shown in rows
        for row in with_reason_row(
            _long_row(shown, context) if is_long else _row(shown, context),
            () if shown.is_heading else reasons_in(shown.measure, period),
            context,
            status=counted_status(shown.measure, period),
        )
    ]


def _long_row(shown: ShownRow, context: Context) -> Row:
    """Return a row with its complete goal and result."""
    measure, period = shown.measure, context.deck.period.name
    result = measure.results.get(period)
    name = Cell((plain_paragraph(measure.short, origins=measure.short_origins),), indent=shown.depth)
    goal = Cell(in_one_paragraph(paragraphs(measure.goal), context.labels))
    if shown.is_heading:
        return Row((name, goal, Cell(), Cell()), _kind(shown), measure.origin)
    texts = [p for line in _lines(result, context.labels) for p in line]
    open_text = plain_paragraph(context.labels["open"], role="muted", origins=result_places(result))
    text = Cell(in_one_paragraph(texts, context.labels) or (open_text,))
    cells = (name, goal, text, status_cell(measure, context, period))
    return Row(with_tint(cells, result.status if result else None), _kind(shown), measure.origin)


def _row(shown: ShownRow, context: Context) -> Row:
    measure, kind = shown.measure, _kind(shown)
    result = measure.results.get(context.deck.period.name)
    name = Cell((plain_paragraph(measure.short, origins=measure.short_origins),), indent=shown.depth)
    goal = Cell(_shortened(paragraphs(measure.goal)))
    if shown.is_heading:
        return Row((name, goal, Cell(), Cell()), kind, measure.origin)
    together = result is not None and all(line.of for line in result.lines)
    texts = _joined_lines(_lines(result, context.labels), together=together)
    open_text = plain_paragraph(context.labels["open"], role="muted", origins=result_places(result))
    text = _shortened(texts) if texts else () if result and result.mark else (open_text,)
    cells = (name, goal, Cell(text), status_cell(measure, context, context.deck.period.name))
    return Row(with_tint(cells, result.status if result else None), kind, measure.origin)


def _lines(result: Result | None, labels: Labels) -> list[list[Paragraph]]:
    """Return the lines of a result without words of statuses, which the next column has; arrows have their colours."""
    if result is None:
        return []
    common = verdict_of_arrows(result.lines, result.status)
    verdicts = [line.status if result.shows_each else common for line in result.lines]
    return [
        result_line(replace(line, status=None), labels, strong=True, verdict=verdict)
        for line, verdict in zip(result.lines, verdicts, strict=True)
    ]


def _kind(shown: ShownRow) -> Literal["part", "body"]:
    return "part" if shown.depth else "body"


def _joined_lines(lines: Sequence[Sequence[Paragraph]], *, together: bool) -> list[Paragraph]:
    """Return lines of several measures (Women, GM) joined in one paragraph; lines of text stay separate."""
    if not together or any(len(line) != 1 for line in lines) or len(lines) < 2:
        return [p for line in lines for p in line]
    runs = [run for n, line in enumerate(lines) for run in (SEPARATOR if n else ()) + line[0].runs]
    origins = tuple(origin for line in lines for origin in line[0].origins)
    return [replace(lines[0][0], runs=tuple(runs), origins=origins)]


def _shortened(texts: Sequence[Paragraph]) -> tuple[Paragraph, ...]:
    """Return short texts unchanged, of longer ones the beginning with an ellipsis."""
    if len(texts) < 2 and sum(len(p.plain_text) for p in texts) <= _MAX_LENGTH:
        return tuple(texts)
    first, words = texts[0], texts[0].plain_text.split(" ")
    if len(first.plain_text) <= _SHORTENED_LENGTH:
        return (replace(first, runs=(*first.runs, Run(" …", role="muted"))),)
    while len(" ".join(words)) > _SHORTENED_LENGTH:
        words.pop()
    return (plain_paragraph(" ".join(words).rstrip(",;:") + " …", origins=first.origins),)
