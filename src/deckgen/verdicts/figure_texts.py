"""Figures in words, for explanations: `92K/mo` is “92,000 a month”."""

from __future__ import annotations

from deckgen.quantities import Figure

_BASES = {
    "/year": " a year",
    "/quarter": " a quarter",
    "/month": " a month",
    "/week": " a week",
    "/day": " a day",
    "/hour": " an hour",
    "YoY": " on the year before",
    "QoQ": " on the quarter before",
    "MoM": " on the month before",
    "several": " on several bases",
}
_SECONDS = ((604800, "week"), (86400, "day"), (3600, "hour"), (60, "minute"), (1, "second"))


def number_text(value: float) -> str:
    """Return a number with groups and without needless decimals."""
    text = f"{abs(value):,.10f}".rstrip("0").rstrip(".")
    return f"−{text}" if value < 0 else text


def figure_text(figure: Figure) -> str:
    """Return what a figure was read as."""
    sign = "+" if figure.sign == "+" else ""
    value = _amount(figure.value, figure)
    if figure.upper is not None:
        value = f"{value} to {_amount(figure.upper, figure)}"
    bound = {
        ">=": "at least ",
        ">": "more than ",
        "<=": "at most ",
        "<": "less than ",
        "~": "about ",
        "~<": "almost ",
    }.get(figure.bound, "")
    total = f" of {number_text(figure.total)}" if figure.total is not None else ""
    kind = " as a change" if figure.is_change and not figure.basis else ""
    basis = _BASES.get(figure.basis, f" {figure.basis}" if figure.basis else "")
    return f"{bound}{sign}{value}{total}{basis}{kind}"


def duration_scale(value: float, largest: float) -> int:
    """Return the seconds of the unit in which a duration is said: the largest that it contains, and at most `largest`."""
    return next((factor for factor, _ in _SECONDS if factor <= largest and factor <= abs(value)), 1)


def _amount(value: float, figure: Figure) -> str:
    unit = figure.unit
    if unit == "time":
        # The unit that was typed, else the largest that the duration is a multiple of.
        typed = [(factor, name) for factor, name in _SECONDS if factor == figure.scale > 1]
        fitting = [(factor, name) for factor, name in _SECONDS if value % factor == 0 and abs(value) >= factor]
        factor, name = [*typed, *fitting, (1, "second")][0]
        return f"{number_text(value / factor)} {name}{'' if value == factor else 's'}"
    if unit == "months":
        return f"{number_text(value)} month{'' if value == 1 else 's'}"
    if unit in {"%", "‰", "×"}:
        return f"{number_text(value)}{unit}"
    if unit == "pp":
        return f"{number_text(value)} percentage point{'' if abs(value) == 1 else 's'}"
    if unit == "rank":
        return f"rank {number_text(value)}"
    return f"{number_text(value)} {unit}".rstrip()
