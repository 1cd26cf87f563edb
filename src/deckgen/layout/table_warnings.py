"""What `deckgen check` tells of a table beforehand: how much to cut so that it keeps its size, or one slide."""

from __future__ import annotations

from deckgen.diagnostics import Severity
from deckgen.layout.measure import size_at
from deckgen.layout.problems import Problem, count
from deckgen.layout.table import PADDINGS, Setting, TableLayout


def table_shrinks(setter: TableLayout, chosen: Setting, capacity: int) -> Problem:
    """A warning: the table fits one slide only at a smaller size."""
    style = setter.styles.get("body") or next(iter(setter.styles.values()))
    normal, size = f"{style.size / 100:g} pt", f"{size_at(style, chosen.step) / 100:g} pt"
    plain = Setting(setter.widths(0), PADDINGS[-1], 0)
    hint = f"cut about {_cut(setter, plain, capacity)} to keep {normal}"
    return Problem("shrinks", f"the table shrinks to {size}", setter.table, hint, Severity.WARNING)


def table_narrows(setter: TableLayout, chosen: Setting, _capacity: int) -> Problem:
    """A warning: the table is set smaller only so that its longest words stay whole side by side."""
    style = setter.styles.get("body") or next(iter(setter.styles.values()))
    message = f"the table shrinks to {size_at(style, chosen.step) / 100:g} pt"
    hint = "its longest words don't fit side by side: shorten them, or leave a column out"
    return Problem("shrinks", message, setter.table, hint, Severity.WARNING)


def table_continues(setter: TableLayout, chosen: Setting, capacity: int, pages: int) -> Problem:
    """A warning: the table takes more than one slide."""
    message = f"the table goes on over {pages} slides"
    hint = f"cut about {_cut(setter, chosen, capacity)} to keep it on one slide"
    return Problem("continues", message, setter.table, hint, Severity.WARNING)


def _cut(setter: TableLayout, setting: Setting, capacity: int) -> str:
    """How much is too much: whole rows where there is more than one, and the words in them."""
    rows = setter.table.rows
    used = setter.height(setter.table.header, setting)
    over = []
    for row in rows:
        used += setter.row_height(row, setting)
        if used > capacity:
            over.append(row)
    words = sum(len(cell.plain.split()) for row in over for cell in row.cells)
    told = count(max(words, 1), "word")
    return f"{count(len(over), 'row')} ({told})" if 1 < len(over) < len(rows) else told
