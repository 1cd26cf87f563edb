"""Slots of a slide layout → its placeholders: which kind each is, and under which index slides find it."""

from __future__ import annotations

from msgspec import Struct

from deckgen.brand.types import SlideLayout, Slot, SlotRole
from deckgen.writer.xml import attribute

KINDS: dict[SlotRole, str] = {
    "title": "title", "text": "body", "eyebrow": "body", "tag": "body", "footnotes": "body", "table": "tbl",
    "chart": "pic", "picture": "pic", "footer": "ftr", "date": "dt", "number": "sldNum",
    "back": "body",
}  # fmt: skip
TEXT_KINDS = frozenset({"title", "body", "ftr", "dt", "sldNum"})

CLOSING: dict[SlotRole, int] = {"footer": 1, "date": 2, "back": 3, "number": 4}
"""What stands at the foot of every slide, in reading order."""
_ONCE = ("title", "ftr", "dt", "sldNum")
_FIRST_INDEX = 10


class Placeholder(Struct, frozen=True):
    """One placeholder: its slot, its `ST_PlaceholderType`, its index in the layout (a title has none)."""

    slot: Slot
    kind: str
    index: int | None

    def element(self, *, prompted: bool = False) -> str:
        """Give the `p:ph` that ties a shape to this placeholder; `prompted` on a layout with its own prompt."""
        index = "" if self.index is None else f' idx="{self.index}"'
        own = ' hasCustomPrompt="1"' if prompted else ""
        return f'<p:ph type="{self.kind}"{index}{own}/>'

    @property
    def title(self) -> str:
        """What the Selection Pane calls it."""
        return attribute(self.slot.name.replace("-", " ").capitalize())


def placeholders(layout: SlideLayout) -> dict[str, Placeholder]:
    """Give the placeholders of a layout by the name of their slot: title first, footer and number last.

    Indexes are the slots' own; a slot without one, or with one that is taken, gets the next free from 10 up.
    """
    ordered = sorted(layout.slots.values(), key=lambda s: (s.role != "title", CLOSING.get(s.role, 0)))
    taken = {s.index for s in ordered}
    found: dict[str, Placeholder] = {}
    used: set[int | None] = set()
    for slot in ordered:
        kind = KINDS[slot.role]
        if kind in _ONCE and any(p.kind == kind for p in found.values()):
            kind = "body"
        index = None if kind == "title" else _index(slot.index, used, taken)
        used.add(index)
        found[slot.name] = Placeholder(slot, kind, index)
    return found


def _index(wanted: int, used: set[int | None], taken: set[int]) -> int:
    if wanted > 0 and wanted not in used:
        return wanted
    index = _FIRST_INDEX
    while index in used or index in taken:
        index += 1
    return index
