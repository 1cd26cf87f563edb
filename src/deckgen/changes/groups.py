"""What a comparison consists of: groups of changes, each with a sentence for people and its facts for programs."""

from __future__ import annotations

from typing import Any

from msgspec import Struct, field


class Change(Struct, frozen=True):
    """One change: a sentence, and what it is about; `facts` are for programs."""

    text: str
    id: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


class Group(Struct, frozen=True):
    """Changes of one sort; `key` names the sort for programs. `number` is how many there are if one sentence is about all."""

    key: str
    heading: str
    changes: list[Change]
    number: int = 0

    @property
    def title(self) -> str:
        """The heading with the number of what it is about."""
        return f"{self.heading} ({self.number or len(self.changes)})"


class Comparison(Struct, frozen=True):
    """All that changed between two sides; `summary` are sentences on all results together.

    `remarks` say what was not compared, and why.
    """

    title: str
    before: str
    now: str
    summary: list[str]
    groups: list[Group]
    remarks: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.groups
