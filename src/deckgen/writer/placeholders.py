"""Convert the slots of a slide layout to placeholders: the kind of each, and the index by which slides refer to it."""

from __future__ import annotations

from msgspec import Struct

from deckgen.brand.types import SlideLayout, Slot, SlotRole
from deckgen.writer.xml import attribute

KIND_OF_ROLE: dict[SlotRole, str] = {
    "title": "title", "text": "body", "eyebrow": "body", "tag": "body", "footnotes": "body", "table": "tbl",
    "chart": "pic", "picture": "pic", "footer": "ftr", "date": "dt", "number": "sldNum",
    "back": "body",
}  # fmt: skip
TEXT_KINDS = frozenset({"title", "ctrTitle", "subTitle", "body", "obj", "ftr", "dt", "sldNum"})

FOOTER_ORDER: dict[SlotRole, int] = {"footer": 1, "date": 2, "back": 3, "number": 4}
"""Roles of the items in the footer zone of every slide, with their rank in reading order."""
_UNIQUE_KINDS = ("title", "ftr", "dt", "sldNum")
_FIRST_INDEX = 10


class Placeholder(Struct, frozen=True):
    """One placeholder: its slot, its `ST_PlaceholderType`, and its index in the layout (None or 0: none)."""

    slot: Slot
    kind: str
    index: int | None

    def ph_element(self, *, has_own_prompt: bool = False) -> str:
        """Return the `p:ph` that connects a shape to this placeholder; `has_own_prompt` is for layouts only."""
        kind = "" if self.kind == "obj" else f' type="{self.kind}"'
        index = f' idx="{self.index}"' if self.index else ""
        prompt = ' hasCustomPrompt="1"' if has_own_prompt else ""
        return f"<p:ph{kind}{index}{prompt}/>"

    @property
    def display_name(self) -> str:
        """Name of the placeholder in the Selection Pane, escaped for XML."""
        return attribute(self.slot.name.replace("-", " ").capitalize())


def placeholders(layout: SlideLayout) -> dict[str, Placeholder]:
    """Return the placeholders of a layout by the name of their slot: the title first, footer and number last.

    A placeholder has the index of its slot. If the slot has no index, or another slot before it has the same, the placeholder
    gets the next free index from 10 up. A slot that fills a placeholder of a template has its type and index.
    """
    ordered = sorted(layout.slots.values(), key=lambda s: (s.role != "title", FOOTER_ORDER.get(s.role, 0)))
    taken = {s.index for s in ordered}
    result: dict[str, Placeholder] = {}
    used: set[int | None] = set()
    for slot in ordered:
        if slot.place is not None:
            result[slot.name] = Placeholder(slot, *slot.place)
            used.add(slot.place[1])
            continue
        kind = KIND_OF_ROLE[slot.role]
        if kind in _UNIQUE_KINDS and any(p.kind == kind for p in result.values()):
            kind = "body"
        index = None if kind == "title" else _free_index(slot.index, used, taken)
        used.add(index)
        result[slot.name] = Placeholder(slot, kind, index)
    return result


def _free_index(wanted: int, used: set[int | None], taken: set[int]) -> int:
    if wanted > 0 and wanted not in used:
        return wanted
    index = _FIRST_INDEX
    while index in used or index in taken:
        index += 1
    return index
