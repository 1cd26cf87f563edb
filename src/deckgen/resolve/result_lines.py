"""The lines of a result as slides show them: a line and a period in; its texts with figure, arrow and sum so far, out."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.model import RichText
from deckgen.quantities import Quantity, read_result, shown_quantity
from deckgen.resolve.lines import Line
from deckgen.resolve.movements import arrow, is_good
from deckgen.resolve.text_lines import split_lines
from deckgen.resolve.totals import total_text
from deckgen.resolve.types import ResultLine


def result_lines(line: Line, period: str) -> list[ResultLine]:
    """Return the lines of a result; the one with the main figure has the arrow."""
    entry = line.entries.get(period)
    if entry is None or entry.text is None:
        return []
    statement, direction, total = line.statement(period), arrow(line, period), _total_text(line, period)
    lines: list[ResultLine] = []
    for block, text in split_lines(entry.text, line.language):
        is_outright = entry.value is not None
        has_main = statement is not None and (is_outright or statement.figure.raw in text.raw)
        lines.append(
            ResultLine(
                text,
                line.of,
                direction if has_main else None,
                is_good(line, direction, period) if has_main else None,
                _leading_quantity(text, line.language),
                line.of_origin,
                total=total if has_main else "",
                bullet=block.bullet,
                level=block.level,
            )
        )
        if has_main:
            statement, total = None, ""
    if lines and total:  # said outright, so that it stands in no line
        lines[-1] = replace(lines[-1], total=total)
    return lines


def _total_text(line: Line, period: str) -> str:
    """Return the sum of the results so far, for results that are added up."""
    verdict = line.verdict(period)
    if verdict.total is None or verdict.figure is None:
        return ""
    return total_text(verdict.total, verdict.figure, line.language)


def _leading_quantity(text: RichText, language: str) -> Quantity | None:
    """Return the figure with which a line begins, for its emphasis."""
    reading = read_result(text.raw, language)
    main = [s for s in reading.statements if not s.is_side]
    if len(main) != 1 or reading.problems:
        return None
    return shown_quantity(main[0].figure, main[0].noun)
