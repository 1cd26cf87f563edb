"""What was found of one difference: a change of the content that is proven, a proposal, or a report."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from deckgen.diagnostics import KeyPath
from deckgen.ir.frames import DeckFrames
from deckgen.pull.differences import Difference
from deckgen.pull.operations import Operation
from deckgen.pull.places import PlaceKey, ValueKey

Outcome = Literal["proven", "merged", "done", "conflict", "proposed", "reported"]
"""`merged`: the content has changed since in other words of the same text. `done`: the content says so already."""
Care = Literal["words", "figure", "status", "hiding", "removal"]
"""What an edit changes: all but words are asked one by one, since they change what the record says."""
Check = Callable[[DeckFrames], bool]
"""Whether the deck, laid out with a guessed change, is as the edited one."""
_DIGIT = re.compile(r"\d")
FIGURES = frozenset({"quarters", "results", "goal", "baseline", "measures", "forecast", "plan", "target", "stretch"})


class ValueEdit(Struct, frozen=True):
    """A value: as it was when the deck was built, as it is in the edited deck, and as it is at hand (None: it is gone)."""

    file: str
    path: KeyPath
    built: str
    edited: str
    current: str | None

    @property
    def key(self) -> ValueKey:
        """The value."""
        return self.file, self.path


class Edit(Struct, frozen=True):
    """One edit of the deck, on the `slides` with these numbers (from 1).

    `operations` are made to the content at hand where the edit is written. `before` and `after` are what a person reads,
    `follows` the places that change with it, with their texts before and after. `message` says what cannot be brought back, and
    what to do; `proposal` is YAML to paste. `line` is that of the value in its file. `turned` is what the place then reads if the
    arrow behind its figure turns.
    """

    outcome: Outcome
    slides: tuple[int, ...]
    before: str = ""
    after: str = ""
    values: tuple[ValueEdit, ...] = ()
    operations: tuple[Operation, ...] = ()
    follows: tuple[tuple[PlaceKey, str, str], ...] = ()
    care: Care = "words"
    message: str = ""
    proposal: str = ""
    file: str = ""
    line: int = 0
    owner: str = ""
    differences: tuple[Difference, ...] = ()
    turned: str = ""

    @property
    def is_writable(self) -> bool:
        """Whether it is a change of the content that can be made."""
        return self.outcome in {"proven", "merged"}


def care_of(values: tuple[ValueEdit, ...]) -> Care:
    """Return whether values are figures: results, goals and baselines whose digits change."""
    for value in values:
        is_figure = any(part in FIGURES for part in value.path)
        if is_figure and _DIGIT.findall(value.built) != _DIGIT.findall(value.edited):
            return "figure"
    return "words"
