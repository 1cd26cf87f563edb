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
    """Changes of one sort; `key` names the sort for programs."""

    key: str
    heading: str
    changes: list[Change]


class Comparison(Struct, frozen=True):
    """All that changed between two sides; `summary` are sentences on all results together."""

    title: str
    before: str
    now: str
    summary: list[str]
    groups: list[Group]

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not self.groups
