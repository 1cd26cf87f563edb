"""Key results → the texts of a card: its name, the main figure, the result in words, earlier results, what is planned."""

from __future__ import annotations

import re
from collections.abc import Sequence

from msgspec.structs import replace

from deckgen.charts.spec_texts import figure_text
from deckgen.ir.blocks import BULLET, Paragraph, Progress, Run
from deckgen.ir.roles import ColourRole, Status
from deckgen.kinds._measures import arrow_run, milestone_paragraphs, result_line, result_places
from deckgen.kinds._reasons import outlook_paragraphs
from deckgen.kinds._shared import in_status_colour, paragraphs, plain_paragraph, split_at
from deckgen.model import RichText
from deckgen.periods import Period
from deckgen.quantities import Quantity
from deckgen.resolve import Context, Measure, Result, ResultLine

_LONGEST_NAME = 40
_CONTINUED = re.compile(r"[\w%]|[.,]\d")
"""What continues a figure, so that another one stands there."""
_LONGEST_MARK = 24
"""The characters that stand beside the tick of a bar."""
_FEWEST_ITEMS = 3
"""From so many texts on, those of a cell are the items of a list."""
_BARS: dict[Status, ColourRole] = {
    "on-track": "success",
    "done": "success",
    "at-risk": "warning",
    "off-track": "danger",
}
"""The colours of the bars of judged results."""


def has_own_name(measure: Measure) -> bool:
    """Return whether the name of a measure can stand over its card; else its short name does, and the name is a text in it."""
    return measure.short in ("", measure.name.plain) or len(measure.name.plain) <= _LONGEST_NAME


def card_name(measure: Measure, style: str = "header") -> tuple[Paragraph, ...]:
    """Return the name over a card."""
    if has_own_name(measure):
        return tuple(paragraphs(measure.name, style))
    return (plain_paragraph(measure.short, style, origins=measure.short_origins),)


def as_items(texts: Sequence[Paragraph]) -> list[Paragraph]:
    """Return several texts of a cell as items of a list, unless they are few or have bullets of their own."""
    if len(texts) < _FEWEST_ITEMS or any(p.bullet for p in texts):
        return list(texts)
    return [replace(p, bullet=BULLET) for p in texts]


def has_figure(measure: Measure, period: str) -> bool:
    """Return whether a period has a main figure, which a card has in large type."""
    return _main_quantity(measure, period) is not None


def _main_quantity(measure: Measure, period: str) -> Quantity | None:
    """Return the main figure of a period, as read or as its author states it."""
    is_known = measure.chart_lines and period in measure.results
    return measure.chart_lines[0].quantities.get(period) if is_known else None


def _main_line(measure: Measure, period: str) -> tuple[Quantity, ResultLine | None] | None:
    """Return the main figure of a period, and the line that begins with it, if any does."""
    quantity = _main_quantity(measure, period)
    if quantity is None:
        return None
    figure, _ = figure_and_unit(quantity)
    number = figure.rstrip("% ")  # said outright, the number may stand in the text without its unit
    lines = measure.results[period].lines
    return quantity, next(
        (line for line in lines if _begins_with(line, figure) or (line.text and line.text.plain == number)), None
    )


def figure_and_unit(quantity: Quantity) -> tuple[str, str]:
    """Return a quantity as typed: its number with a symbol (`82%`, `82 %`), and its unit in words (`teachers`)."""
    figure = figure_text(quantity)
    number, _, unit = figure.partition(" ")
    return (number, unit) if any(map(str.isalpha, unit)) else (figure, "")


def _begins_with(line: ResultLine, figure: str) -> bool:
    """Whether a line begins with a figure, and not with a longer one."""
    paragraphs = line.text.paragraphs if line.text is not None else ()
    text = paragraphs[0].plain_text if paragraphs else ""
    return text.startswith(figure) and _CONTINUED.match(text, len(figure)) is None


def figure_texts(measure: Measure, period: str) -> tuple[Paragraph | None, list[Paragraph]]:
    """Return the main figure in large type with its arrow, None without one, and what the result says of it."""
    main = _main_line(measure, period)
    if main is None:
        return None, []
    quantity, line = main
    figure, unit = figure_and_unit(quantity)
    text = line.text if line is not None else None
    result = measure.results.get(period)
    origins = result_places(result)
    label = [plain_paragraph(unit, "label", origins=origins)] if unit else []
    if line is None or text is None or not _begins_with(line, figure):
        shown = text.paragraphs[0].origins if text is not None else origins
        return judged(plain_paragraph(figure, "figure", origins=shown), result), label
    first, *others = text.paragraphs
    runs, rest = split_at(first.runs, len(figure))
    large = replace(first, runs=runs, style="figure", bullet=None)
    if any(run.text.strip() for run in rest):
        label = [replace(first, runs=(replace(rest[0], text=rest[0].text.lstrip()), *rest[1:]), bullet=None)]
    else:
        large = replace(large, runs=(*large.runs, *rest))
    large = judged(large, result)
    if line.arrow:
        arrow = replace(arrow_run(line, result.status if result is not None else None), small=True)
        large = replace(large, runs=(*large.runs, arrow))
    return large, [replace(p, style="label") for p in (*label, *others)]


def judged(figure: Paragraph, result: Result | None) -> Paragraph:
    """Return a figure, or what stands in its place, in the colour of the status of its result."""
    return in_status_colour(figure, result.status) if result is not None and result.status in _BARS else figure


def goal_mark(measure: Measure, *, complete: bool) -> str:
    """Return the figure of a goal; a `complete` one as typed, where it is only a figure with its unit."""
    goal = next((line.goal for line in measure.chart_lines), None)
    if goal is None:
        return ""
    is_complete = complete and _is_only_figure(measure.goal, goal)
    return measure.goal.plain if is_complete and measure.goal else figure_and_unit(goal)[0]


def bar_says_goal(measure: Measure, reported: Period) -> bool:
    """Return whether the bar of a measure says its goal completely."""
    goal = next((line.goal for line in measure.chart_lines), None)
    return goal is not None and _is_only_figure(measure.goal, goal) and progress_to_goal(measure, reported) is not None


def _is_only_figure(text: RichText | None, figure: Quantity) -> bool:
    """Return whether a short text is a figure, perhaps with its unit, without formats and footnotes."""
    if text is None or len(text.paragraphs) != 1 or len(text.plain) > _LONGEST_MARK:
        return False
    is_unformatted = all(run == Run(run.text) for run in text.paragraphs[0].runs)
    return is_unformatted and text.plain in {figure.raw, f"{figure.raw} {figure.unit}"}


def progress_to_goal(measure: Measure, reported: Period) -> Progress | None:
    """Return how far the goal is reached, where it is a number to be reached from below; else None."""
    main = _main_line(measure, reported.name)
    goal = next((line.goal for line in measure.chart_lines), None)
    if main is None or goal is None or measure.better != "higher" or goal.value <= 0 or main[0].value < 0:
        return None
    value = main[0].value
    if main[0].basis != goal.basis or ("%" in (main[0].unit, goal.unit) and main[0].unit != goal.unit):
        return None
    result = measure.results.get(reported.name)
    role = _BARS.get(result.status, "primary") if result is not None and result.status else "primary"
    largest = max(value, goal.value)
    return Progress(value / largest, goal.value / largest, role)


def remaining_lines(measure: Measure, context: Context, period: str) -> list[Paragraph]:
    """Return the reported result without the line that the large figure stands for."""
    result, main = measure.results.get(period), _main_line(measure, period)
    if result is None:
        return []
    shown = main[1] if main is not None else None
    lines = [replace(line, status=None) for line in result.lines if line is not shown]
    return [p for line in lines for p in result_line(line, context.labels, strong=False)]


def earlier_texts(measure: Measure, context: Context, period: str) -> list[Paragraph]:
    """Return the result of an earlier period, small; nothing if there is none."""
    result = measure.results.get(period)
    if result is None or (result.is_open and not result.lines):
        return []
    texts = [p for line in result.lines for p in result_line(replace(line, status=None), context.labels, strong=False)]
    if not texts:
        texts = [plain_paragraph(context.labels["delivered"], origins=result_places(result))]
    return [replace(p, style="small") for p in texts]


def planned_texts(
    measure: Measure, context: Context, periods: Sequence[str], *, is_headed: bool = False
) -> list[Paragraph]:
    """Return the milestones of some periods, and all plans and forecasts; `is_headed`: under a heading that says so."""
    milestones = {when: text for when, text in measure.milestones.items() if any(name in when for name in periods)}
    texts = milestone_paragraphs(replace(measure, milestones=milestones), context)
    return [
        *texts,
        *(p for outlook in measure.coming for p in outlook_paragraphs(outlook, context.labels, is_headed=is_headed)),
    ]


def is_plain(measure: Measure) -> bool:
    """Return whether a measure has neither parts nor several lines."""
    return not measure.parts and not any(line.of for line in measure.chart_lines)
