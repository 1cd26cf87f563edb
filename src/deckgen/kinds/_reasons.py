"""What stands beside results → texts: why one is what it is and what comes next, and what is planned or expected.

In a table, reasons have a row of the full width under that of their measure: there they take a line or two, while in a column
they would make its row high.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Paragraph, Row, Run
from deckgen.ir.roles import Status
from deckgen.kinds._shared import after_lead, joined_runs, paragraphs
from deckgen.kinds._verdicts import with_tint
from deckgen.model import Labels, RichText
from deckgen.resolve import Context, Measure, Outlook, Reasons

_SEPARATOR = Run(" · ", role="muted")


def reason_texts(reasons: Reasons, labels: Labels) -> list[tuple[str, RichText]]:
    """Return the texts of reasons, each with its name: why, what comes next, when or how it will be back on track."""
    found = (("why", reasons.because), ("next", reasons.next), ("back-on-track", reasons.back_on_track))
    return [(labels[name], text) for name, text in found if text is not None and text.raw]


def reason_paragraph(reasons: Reasons, labels: Labels, style: str = "small") -> Paragraph:
    """Return all texts of reasons in one paragraph, each after its name in bold."""
    runs, origins = list[Run](), list(filter(None, (reasons.of_origin,)))
    if reasons.of:
        runs += [Run(reasons.of, bold=True), _SEPARATOR]
    for n, (name, text) in enumerate(reason_texts(reasons, labels)):
        lead = Run(labels.lead_in(name), bold=True)
        runs += [*((_SEPARATOR,) if n else ()), lead, *joined_runs(text.paragraphs, labels)]
        origins += text.origins
    return Paragraph(tuple(runs), style, origins=tuple(origins))


def with_reason_row(
    row: Row, reasons: Sequence[Reasons], context: Context, *, status: Status | None = None, style: str = "small"
) -> list[Row]:
    """Return the row of a measure, and under it without a line between them one with its reasons, if it has any.

    The second one has the tint of `status`.
    """
    if not reasons:
        return [row]
    width = sum(cell.span for cell in row.cells)
    texts = tuple(reason_paragraph(each, context.labels, style) for each in reasons)
    below = Cell(texts, span=width, indent=row.cells[0].indent, origin=context.origin)
    return [
        replace(row, ruled=False, bound="below"),
        Row(with_tint((below,), status), "sub", row.origin, bound="above"),
    ]


def with_rows_below(rows: Sequence[Row]) -> list[list[Row]]:
    """Return each row of a measure with the row of its reasons, if it has one."""
    groups: list[list[Row]] = []
    for row in rows:
        if row.kind == "sub":
            groups[-1].append(row)
        else:
            groups.append([row])
    return groups


def reasons_in(measure: Measure, period: str) -> tuple[Reasons, ...]:
    """Return the reasons that slides show of a period."""
    result = measure.results.get(period)
    return result.reasons if result is not None else ()


def outlook_lead(outlook: Outlook, labels: Labels, *, is_headed: bool = False) -> str:
    """Return the words before what is planned or expected: that it is a plan or a forecast, and for which period.

    Under a heading that says so (`is_headed`), a plan for a period has only the name of that.
    """
    name = labels["forecast" if outlook.is_forecast else "planned"]
    if outlook.period:
        name = labels.period(outlook.period)
        if outlook.is_forecast or not is_headed:
            name = labels.format("forecast-for" if outlook.is_forecast else "planned-for", period=name)
    name = f"{outlook.of} · {name}" if outlook.of else name
    return labels.lead_in(name)


def outlook_paragraphs(
    outlook: Outlook, labels: Labels, *, in_its_column: bool = False, is_headed: bool = False
) -> list[Paragraph]:
    """Return what is planned or expected, small after its lead; `in_its_column` it is as large as results and has no lead.

    That a text is a forecast is said there, too. `is_headed` is that of `outlook_lead`.
    """
    style = "body" if in_its_column else "small"
    texts = paragraphs(outlook.text, style)
    if in_its_column and not outlook.is_forecast:
        return texts
    shown = replace(outlook, period="") if in_its_column else outlook
    texts = after_lead(
        Paragraph((Run(outlook_lead(shown, labels, is_headed=is_headed), bold=not in_its_column),), style), texts
    )
    return [*texts[:-1], replace(texts[-1], runs=(*texts[-1].runs, *status_runs(outlook, labels)))] if texts else []


def outlooks_of_whole(measure: Measure, labels: Labels) -> Iterator[Paragraph]:
    """Yield what is planned or expected of a measure as a whole."""
    for outlook in measure.coming:
        if not outlook.period:
            yield from outlook_paragraphs(outlook, labels)


def status_runs(outlook: Outlook, labels: Labels) -> tuple[Run, ...]:
    """Return the word of the status that is expected, after a space; nothing without one."""
    return (Run(" "), Run(labels[outlook.status], bold=True, status=outlook.status)) if outlook.status else ()
