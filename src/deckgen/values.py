"""`value`: a frozen dataclass with slots that costs a seventh to make.

A deck of a thousand slides makes two million blocks and frames. A frozen dataclass sets each of its fields by
`object.__setattr__`: 1.4 µs for eight fields, against 0.2 µs without. So `frozen` is held by mypy, to which this is the
decorator `dataclasses.dataclass` itself, and not at run time; equality and hash are those of a frozen dataclass. It saves 0.5 of
the 2.5 ms of a slide with a table (benchmarks/stages.py).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["value"]

if TYPE_CHECKING:
    from dataclasses import dataclass as value
else:
    from dataclasses import dataclass

    def value(*, frozen, slots):
        """Make a class a value: `@value(frozen=True, slots=True)`; both must be wished for, as mypy has to see them."""
        assert frozen
        assert slots
        return dataclass(slots=True, unsafe_hash=True)
