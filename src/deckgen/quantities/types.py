"""What a text states: figures with their units, and what the text says about them."""

from typing import Literal

from msgspec import Struct

Bound = Literal["", ">=", ">", "<=", "<", "~", "~<"]
"""What limits a figure: at least, more than, at most, less than, about, almost."""


_LEVEL_UNITS = frozenset(
    "% ‰ pp × rank time months ppm ppb °C °F dB Hz kHz MHz GHz ns µs rpm fps px bar Pa kPa hPa".split()  # noqa: SIM905 -- a list of units
)
"""Units of shares, ranks, durations and rates; amounts of anything else can be added up."""


class Figure(Struct, frozen=True, array_like=True):
    """A number with its unit, as an author wrote it.

    `value` is signed, with scales applied, durations in seconds (`unit` is `time`) or months. `unit` is `%`, `pp` (percentage
    points), a currency code, `rank`, a symbol such as `kWh`, or empty for a count or an index. `basis` is the period of a
    change or a rate (`YoY`, `/month`, `per 1000 births`). `is_change` marks a change, not a level: a percentage with a sign, or
    a growth. `upper` is the end of a range, `total` that of `3 of 5`. `raw` is the text of the figure, `scale` what its digits
    were multiplied with.
    """

    value: float
    unit: str = ""
    basis: str = ""
    sign: Literal["", "+", "-"] = ""
    is_change: bool = False
    has_decimals: bool = False
    upper: float | None = None
    total: float | None = None
    bound: Bound = ""
    raw: str = ""
    scale: float = 1
    symbol: str = ""

    @property
    def is_money(self) -> bool:
        """Whether it is an amount of money."""
        return self.unit in {"$", "¥"} or (len(self.unit) == 3 and self.unit.isupper())

    @property
    def is_level(self) -> bool:
        """Whether it can only be a level: a share, an index, a rate or a duration, not a count or an amount."""
        return bool(self.basis) or self.unit in _LEVEL_UNITS or (self.has_decimals and not self.unit)

    def is_comparable_to(self, other: "Figure") -> bool:
        """Whether both have the same unit and basis, and both are changes or both are levels."""
        same_unit = self.unit == other.unit or {self.unit, other.unit} == {"rank", ""}
        return same_unit and self.basis == other.basis and self.is_change == other.is_change


class Statement(Struct, frozen=True, array_like=True):
    """A figure with the words around it.

    `names` are the words that name what is measured, `names_after` those behind the figure, `noun` those directly behind it.
    `is_side` is whether it stands in brackets or after a comma, `is_marked` whether a word says that it is no result (a target,
    last year's …), `is_denied` whether only a word such as `not` says so: what it takes away may be part of another figure.
    """

    figure: Figure
    names: tuple[str, ...] = ()
    names_after: tuple[str, ...] = ()
    noun: tuple[str, ...] = ()
    is_side: bool = False
    is_marked: bool = False
    is_denied: bool = False


class Reading(Struct, frozen=True, array_like=True):
    """A result or a baseline as it was read.

    `names` are the words of clauses without a figure, `periods` the periods that the text speaks of. `problems` are the parts
    that were not understood; `denial` is the word that says that there is no result.
    """

    statements: tuple[Statement, ...] = ()
    names: tuple[str, ...] = ()
    periods: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    denial: str = ""


class Goal(Struct, frozen=True, array_like=True):
    """A goal as it was read: the values between which a result reaches it, both in the unit of `figure`.

    `low` or `high` is None where there is no such limit; `is_strict` excludes the limit itself. `direction` is +1 or -1 where
    the text says which way is better, 0 where it does not; `is_outright` is whether it says so by a limit (at least, at most,
    between). `start` is the first number of `from A to B`. `is_due` is whether the words speak of a change up to a time
    (increase to, by Q4), `due` is that time as written. `keeps` is maintain, `keeps_baseline` maintain baseline.
    `usually_lower` are words such as complaints, of which fewer are better. `is_numeric` is whether the text holds a digit.
    """

    figure: Figure | None = None
    low: float | None = None
    high: float | None = None
    is_strict: bool = False
    direction: Literal[-1, 0, 1] = 0
    is_outright: bool = False
    start: Figure | None = None
    is_due: bool = False
    due: tuple[str, ...] = ()
    keeps: bool = False
    keeps_baseline: bool = False
    names: tuple[str, ...] = ()
    names_after: tuple[str, ...] = ()
    usually_lower: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    is_numeric: bool = False
