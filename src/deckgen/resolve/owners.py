"""Who supplies results: what a row, its slide or its section says."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.model import Section, SlideContent
from deckgen.resolve.types import Measure


def owner_of(content: SlideContent, section: Section) -> str:
    """Return who owns the results of a slide that name no owner: its owner, else its department or that of its section."""
    return content.owner or content.department or section.department or ""


def has_owner(measure: Measure) -> bool:
    """Whether a measure, or a part of it, names its owner."""
    return bool(measure.owner) or any(map(has_owner, measure.parts))


def with_owner(measure: Measure, owner: str) -> Measure:
    """Return a measure in which it and its parts have an owner: their own one, else that of the measure, else `owner`."""
    own = measure.owner or owner or None
    return replace(measure, owner=own, parts=tuple(with_owner(part, own or "") for part in measure.parts))
