"""deck.yaml → the period that the deck reports.

`period` and `year` have a second name each (`quarter`, `fiscal_year`). They are read before all other content, and also if other
fields of deck.yaml are invalid: results, milestones and `as_of` can only be checked by the reported year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from deckgen.diagnostics import Issue, make_issue
from deckgen.diagnostics.suggestions import closest, did_you_mean
from deckgen.model.files import DeckFile
from deckgen.model.meant_period import meant_period
from deckgen.model.validation import first_line_span
from deckgen.periods import MONTHS, QUARTERS, SYSTEMS, Calendar, Period, PeriodSystem, Year, find_system

if TYPE_CHECKING:
    from deckgen.reader import Document

PERIOD_KEYS = ("period", "quarter")
YEAR_KEYS = ("year", "fiscal_year")
"""The names of a field: the general one, and the one for quarters and fiscal years."""
FIRST_MONTH = "year_starts"

_EXAMPLES = {"period": "Q2, H1, T3 or 2026-03", "year": "2026, FY2025 or 2024/25"}


def written_key(document: Document, keys: tuple[str, str]) -> str | None:
    """Return which of the two names of a field deck.yaml has; None if it has neither."""
    data = document.data
    return next((key for key in keys if key in data), None) if isinstance(data, dict) else None


def written_fields(document: Document) -> list[str]:
    """Return the names under which deck.yaml has the period and the year, in this order."""
    return [key for keys in (PERIOD_KEYS, YEAR_KEYS) if (key := written_key(document, keys)) is not None]


def read_reported_period(document: Document) -> tuple[Period | None, list[Issue]]:
    """Return the reported period (None if it is missing or invalid), and the issues of its fields."""
    reader = _Reader(document)
    return reader.read() if isinstance(document.data, dict) else None, reader.issues


class _Reader(Struct):
    """Reads the fields of a period from a mapping; values that are no texts are reported when the file is validated."""

    document: Document
    issues: list[Issue] = field(default_factory=list)

    def read(self) -> Period | None:
        name, year_text = self.field(PERIOD_KEYS), self.field(YEAR_KEYS)
        system = None if name is None else self.system(name)
        year = None if year_text is None else self.year(year_text)
        if name is None or system is None or year is None:
            return None
        calendar = self.calendar(year, system)
        if calendar is None:
            return None
        if name in calendar.names:
            return Period(name, calendar)
        first, last = calendar.names[0], calendar.names[-1]
        hint = (
            f"write a month from {first} to {last}; if the year begins otherwise, say so, as in `{FIRST_MONTH}: {name}`"
        )
        self.error("other-period", f"`{name}` is not a month of {year}, which begins in {first}", PERIOD_KEYS, hint)
        return None

    def field(self, keys: tuple[str, str]) -> str | None:
        """Return the text of a field that has two names; None, with an issue, if it is missing or has both."""
        key = written_key(self.document, keys)
        data = self.document.data
        if key is None:
            unknown = [str(name) for name in data if name not in DeckFile.model_fields]
            if not any(closest(name, DeckFile.model_fields) in keys for name in unknown):
                hint = f"add `{keys[0]}: …`, such as {_EXAMPLES[keys[0]]}"
                span = first_line_span(self.document, ())
                self.issues.append(make_issue("missing-field", f"`{keys[0]}` is missing here", span, hint))
            return None
        if all(name in data for name in keys):
            message = f"`{keys[0]}` and `{keys[1]}` are the same field"
            span = self.document.key_span((keys[1],))
            self.issues.append(make_issue("two-names", message, span, "remove one of the two"))
            return None
        value = data[key]
        return value.strip() or None if isinstance(value, str) else None

    def system(self, name: str) -> PeriodSystem | None:
        system, key = find_system(name), written_key(self.document, PERIOD_KEYS)
        if system is not None and (system is QUARTERS or key != "quarter"):
            return system
        if system is not None:
            self.error(
                "other-period", f"`{name}` is a {system.noun}, not a quarter", PERIOD_KEYS, f"write `period: {name}`"
            )
            return None
        names = [f"{s.letter}{number}" for s in SYSTEMS if s.letter for number in range(1, s.count + 1)]
        allowed = names if key == "period" else [one for one in names if one.startswith("Q")]
        # A single character is similar to every name with it.
        guess = meant_period(name, allowed) or (closest(name, allowed) if len(name) > 1 else None)
        examples = _EXAMPLES["period"] if key == "period" else "Q2"
        hint = did_you_mean(guess) if guess else f"write a {key} such as {examples}"
        self.error("unknown-value", f"`{name}` is not known here", PERIOD_KEYS, hint)
        return None

    def year(self, text: str) -> Year | None:
        year = Year.read(text)
        if year is None:
            hint = "write the year, or the two years it spans, one after the other"
            self.error("fiscal-year", f"`{text}` is not a year such as {_EXAMPLES['year']}", YEAR_KEYS, hint)
        return year

    def calendar(self, year: Year, system: PeriodSystem) -> Calendar | None:
        """Return the calendar of a year; None, with an issue, if its months are not known."""
        first_month = self.document.data.get(FIRST_MONTH)
        written = first_month if isinstance(first_month, str) else ""
        if written and system is not MONTHS:
            message = f"`{FIRST_MONTH}` is needed only where months are reported, but this deck reports {system.plural}"
            self.error("first-month", message, (FIRST_MONTH,), "remove this line")
            return None
        calendar = Calendar.of_year(year, system, written)
        if calendar is None and written:
            hint = f"write it with its calendar year, as in {year.first}-07"
            self.error("first-month", f"`{written}` is not the month in which {year} begins", (FIRST_MONTH,), hint)
        elif calendar is None:
            message = f"{year} spans two calendar years, so its months are not known"
            hint = f"say in which month it begins, as in `{FIRST_MONTH}: {year.first}-07`"
            self.error("first-month", message, YEAR_KEYS, hint)
        return calendar

    def error(self, code: str, message: str, keys: tuple[str, ...], hint: str) -> None:
        key = next(key for key in keys if key in self.document.data)
        self.issues.append(make_issue(code, message, self.document.span((key,)), hint))
