"""roadmap: the milestones of several workstreams in the periods of the year, with the reported period marked."""

from collections.abc import Iterator, Sequence
from typing import Annotated

from msgspec import Struct
from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Cell, Column, Row, Slide, Table
from deckgen.ir.roles import ColourRole, Status
from deckgen.kinds._shared import cell, paragraphs, plain_paragraph, slide, status_word, table_alt
from deckgen.kinds._verdicts import STATUS_TINTS
from deckgen.model import FilledText, Model, PeriodRangeInYear, SlideContent
from deckgen.model.verdict_fields import StatusField
from deckgen.periods import COLUMNS, Period
from deckgen.resolve import Context

MAX_TRACKS = 8
"""More workstreams on one slide could not be read."""

EXAMPLE = """\
kind: roadmap
title: Roadmap
headline: The mentor list is out on five wikis; handing over is late
tracks:
  - name: Mentor list
    milestones:
      - when: Q1
        text: Prototype tested
        status: done
      - when: Q2
        text: Release on five wikis
        status: done
      - when: Q3-Q4
        text: Release on thirty more, wiki by wiki
  - name: Handing over
    milestones:
      - when: Q2
        text: Design agreed
        status: off-track
      - when: Q3
        text: Two test wikis
      - when: Q4
        text: First release
  - name: Mentors
    milestones:
      - when: Q1
        text: First call, 180 mentors
        status: done
      - when: Q3
        text: Second call
      - when: Q4
        text: 400 mentors
  - name: Research
    milestones:
      - when: Q1-Q2
        text: Survey of 2,400 newcomers
        status: on-track
      - when: Q3
        text: Report
"""


class RoadmapMilestone(Model):
    """What is reached in a period, or done over several, and how it stands."""

    when: PeriodRangeInYear
    """The period (`Q2`), or a range of them (`Q2-Q4`)."""
    text: FilledText
    """What is reached or done."""
    status: StatusField | None = None
    """How it stands; without one it has the mark of a milestone, which says nothing of that."""


class Track(Model):
    """A workstream with its milestones."""

    name: FilledText
    """The name of the workstream."""
    milestones: Annotated[tuple[RoadmapMilestone, ...], Field(min_length=1)]
    """Its milestones."""


class Content(SlideContent):
    """One to eight workstreams."""

    label = "Roadmap"
    label_in_title = False
    words = {"track": "Workstream"}
    names_any_period = True
    lasting = SlideContent.lasting | {"tracks"}

    tracks: Annotated[tuple[Track, ...], Field(min_length=1, max_length=MAX_TRACKS)]
    """One to eight workstreams, each with its milestones."""


class _Bar(Struct, frozen=True):
    """A milestone in its columns: the index of the first, and that after the last."""

    start: int
    end: int
    milestone: RoadmapMilestone
    origin: Origin


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a column for each period, and as many rows for a workstream as it has milestones side by side."""
    reported = context.deck.period_of(content)
    shown = _shown_periods(content, reported)
    names = [context.labels["track"], *(context.labels.period(name) for name in shown)]
    marked = context.labels.period(reported.name)
    header = Row(
        tuple(Cell((plain_paragraph(n, "header", role="primary" if n == marked else None),)) for n in names), "header"
    )
    rows: list[Row] = []
    for i, track in enumerate(content.tracks):
        rows += _track_rows(track, context, context.origin.at("tracks", i), shown)
    columns = (Column(fixed=True), *(Column(emphasis=name == reported.name, fixed=True) for name in shown))
    title = content.headline or content.title or context.section.title
    table = Table(
        "table", columns, (header,), tuple(rows), table_alt(context, title, header), context.origin.at("tracks")
    )
    return slide(content, context, "roadmap", (table,))


def _shown_periods(content: Content, reported: Period) -> tuple[str, ...]:
    """Return the periods of the year; of more than four, those from the first to the last that is named, or reported."""
    names = reported.calendar.names
    if len(names) <= COLUMNS:
        return names
    ranges = [_span(milestone, reported) for track in content.tracks for milestone in track.milestones]
    first = min(reported.index, *(start for start, _ in ranges))
    return names[first : max(reported.index + 1, *(end for _, end in ranges))]


def _span(milestone: RoadmapMilestone, reported: Period) -> tuple[int, int]:
    """Return the indices of the first period of a milestone, and of that after its last, in the year."""
    names = reported.calendar.names
    named = [name for name in names if name in milestone.when]
    return names.index(named[0]), names.index(named[-1]) + 1


def _track_rows(track: Track, context: Context, origin: Origin, shown: Sequence[str]) -> Iterator[Row]:
    """Yield the rows of a workstream: each milestone is in the first that is free in its periods."""
    reported = context.deck.period
    offset = reported.calendar.names.index(shown[0])
    spans = [_span(milestone, reported) for milestone in track.milestones]
    bars = [
        _Bar(start - offset, end - offset, milestone, origin.at("milestones", i))
        for i, (milestone, (start, end)) in enumerate(zip(track.milestones, spans, strict=True))
    ]
    lanes: list[list[_Bar]] = []
    for bar in sorted(bars, key=lambda bar: (bar.start, bar.end)):
        lane = next((lane for lane in lanes if lane[-1].end <= bar.start), None)
        if lane is None:
            lanes.append([bar])
        else:
            lane.append(bar)
    for number, lane in enumerate(lanes):
        name = Cell() if number else cell(track.name, "strong")
        yield Row((name, *_lane_cells(lane, context, len(shown))), "part" if number else "body", origin)


def _lane_cells(lane: Sequence[_Bar], context: Context, width: int) -> Iterator[Cell]:
    """Yield the cells of a row: those of its milestones, and empty ones between them."""
    at = 0
    for bar in lane:
        yield from (Cell() for _ in range(bar.start - at))
        yield _milestone_cell(bar, context)
        at = bar.end
    yield from (Cell() for _ in range(width - at))


def _milestone_cell(bar: _Bar, context: Context) -> Cell:
    """Return the cell of a milestone with its mark; one at risk or off track, or in several periods, has a ground of its own."""
    status: Status | None = bar.milestone.status if context.deck.statuses != "none" else None
    word = (status_word(context.labels[status], status, "small"),) if status else ()
    span = bar.end - bar.start
    # In the tint of the column of the reported period, the two would look like one shape.
    tint = STATUS_TINTS.get(status) if status else None
    ground: ColourRole | None = tint.ground if tint else "neutral" if span > 1 else None
    return Cell((*paragraphs(bar.milestone.text), *word), status or "milestone", span, ground, origin=bar.origin)
