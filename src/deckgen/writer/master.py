"""A brand's master and slide layouts → `sldMaster` and `sldLayout` parts with real placeholders.

Placeholders carry position, insets, ground, level styles and `normAutofit`; rules and motifs are native shapes of the
layout. So New Slide, Reset Slide and Slide Master work as in any hand-made template.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import SlideLayout, Slot, TextStyle
from deckgen.ir.blocks import ColourRole
from deckgen.ir.frames import EMU_PER_POINT, Box, Insets
from deckgen.writer.colours import Colours
from deckgen.writer.placeholders import TEXT_KINDS, Placeholder, placeholders
from deckgen.writer.shape import drawn_shape, non_visual, shape_properties, shape_tree, transform
from deckgen.writer.text import TextWriter, body_properties, first_style, list_style
from deckgen.writer.xml import HEAD, NAMESPACES, attribute, creation

RULE_HEIGHT = 38_100
"""How thick the rule over a slot is: 3 pt (shared/look.md)."""

MASTER_ID = 2**31
_PROMPTS = {
    "title": "Click to add title", "body": "Click to add text", "tbl": "Click icon to add table",
    "pic": "Click icon to add picture", "ftr": "", "dt": "", "sldNum": "",
}  # fmt: skip
_PLAIN = TextStyle(size=1600, minimum=1400)
_MASTER_KINDS = ("title", "body", "dt", "ftr", "sldNum")
_OF_DECK = ("dt", "ftr", "sldNum")


class MasterWriter(Struct, frozen=True):
    """What all masters and layouts of a deck share: colours, language, the text of the footer and the date."""

    colours: Colours
    language: str
    footer: str
    date: str = ""

    def layout(self, layout: SlideLayout, master: SlideLayout, creation_id: int) -> str:
        """Give the XML of one slide layout. One on a ground of its own does not show the shapes of the master."""
        ground = "" if layout.background == master.background else self._background(layout.background)
        hides = ' showMasterSp="0"' if ground else ""
        shapes = self._shapes(layout, list(placeholders(layout).values()))
        return (
            f'{HEAD}<p:sldLayout {NAMESPACES} preserve="1" userDrawn="1"{hides}>'
            f'<p:cSld name="{attribute(layout.name)}">'
            f"{ground}{shape_tree(shapes)}{creation(creation_id)}</p:cSld>"
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        )

    def master(self, master: SlideLayout, rel_ids: list[str], creation_id: int) -> str:
        """Give the XML of the slide master, whose layouts stand behind these relationships, in this order."""
        found = master_placeholders(master)
        ids = "".join(f'<p:sldLayoutId id="{MASTER_ID + i}" r:id="{rel}"/>' for i, rel in enumerate(rel_ids, 1))
        colour_map = " ".join(
            f'{a}="{b}"' for a, b in (("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2"))
        ) + "".join(f' accent{i}="accent{i}"' for i in range(1, 7))
        dated = '<p:hf hdr="0"/>' if self.date else '<p:hf hdr="0" dt="0"/>'
        return (
            f'{HEAD}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld>{self._background(master.background)}'
            f"{shape_tree(self._shapes(master, found))}{creation(creation_id)}</p:cSld>"
            f'<p:clrMap {colour_map} hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>'
            f"{dated}{self._text_styles(found)}</p:sldMaster>"
        )

    def default_text(self) -> str:
        """Give the presentation's `defaultTextStyle`: what text outside placeholders and in tables starts from."""
        return list_style(_PLAIN, self.colours, self.language, "p:defaultTextStyle")

    def _background(self, role: ColourRole) -> str:
        return f"<p:bg><p:bgPr>{self.colours.fill(role)}<a:effectLst/></p:bgPr></p:bg>"

    def _text_styles(self, found: list[Placeholder]) -> str:
        styles = {p.kind: first_style(p.slot) or _PLAIN for p in found}
        title = list_style(styles.get("title", _PLAIN), self.colours, self.language, "p:titleStyle")
        body = list_style(styles.get("body", _PLAIN), self.colours, self.language, "p:bodyStyle")
        other = list_style(_PLAIN, self.colours, self.language, "p:otherStyle")
        return f"<p:txStyles>{title}{body}{other}</p:txStyles>"

    def _shapes(self, layout: SlideLayout, found: list[Placeholder]) -> str:
        ids = count(2)
        shapes = [*self._decorations(layout, found, ids)]
        shapes += [self._placeholder(p, next(ids)) for p in found]
        return "".join(shapes)

    def _decorations(self, layout: SlideLayout, found: list[Placeholder], ids: Iterator[int]) -> Iterator[str]:
        for i, d in enumerate(layout.decorations, 1):
            yield self._drawn(next(ids), d.name or f"Decoration {i}", d.shape, d.box, d.fill)
        for p in found:
            box = p.slot.box
            if p.slot.fill and p.kind not in TEXT_KINDS:
                yield self._drawn(next(ids), f"{p.slot.name} ground", "rect", box, p.slot.fill)
            if p.slot.rule:
                # Over a ground it reaches a little under it, or a seam would show between the two.
                height = RULE_HEIGHT + (EMU_PER_POINT if p.slot.fill else 0)
                rule = Box(box.x, box.y - RULE_HEIGHT, box.width, height)
                yield self._drawn(next(ids), f"{p.slot.name} rule", "rect", rule, p.slot.rule)

    def _drawn(self, shape_id: int, name: str, shape: str, box: Box, fill: ColourRole) -> str:
        properties = shape_properties(shape, box, self.colours.fill(fill))
        return drawn_shape(non_visual(shape_id, name, decorative=True), properties, of_layout=True)

    def _placeholder(self, p: Placeholder, shape_id: int) -> str:
        slot = p.slot
        fill = self.colours.fill(slot.fill) if slot.fill and p.kind in TEXT_KINDS else ""
        prompted = bool(slot.prompt) and p.kind not in _OF_DECK
        style = list_style(first_style(slot) or _PLAIN, self.colours, self.language)
        return (
            f'<p:sp><p:nvSpPr>{non_visual(shape_id, p.title)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr userDrawn="1">{p.element(prompted=prompted)}</p:nvPr></p:nvSpPr><p:spPr>{transform(slot.box)}'
            f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr><p:txBody>'
            f"{body_properties(slot.insets, slot.anchor)}{style}{self._prompt(p)}</p:txBody></p:sp>"
        )

    def _prompt(self, p: Placeholder) -> str:
        setter = TextWriter(self.colours, self.language)
        if p.kind == "sldNum":
            return setter.slide_number("‹#›")
        if p.kind in ("ftr", "dt"):
            shown = self.footer if p.kind == "ftr" else self.date
            return setter.plain(shown) if shown else setter.empty()
        return setter.plain(p.slot.prompt or _PROMPTS[p.kind])


def master_placeholders(master: SlideLayout) -> list[Placeholder]:
    """Give the placeholders that a master may have, one of each kind: title, body, footer, number.

    A brand whose `master.yaml` names no place for text gets a body over the free middle, because PowerPoint shows and
    edits the text styles of a master in it.
    """
    found: dict[str, Placeholder] = {}
    for p in placeholders(master).values():
        if p.kind in _MASTER_KINDS and (p.kind != "body" or p.slot.role == "text"):
            found.setdefault(p.kind, p)
    if "body" not in found and "title" in found:
        found["body"] = Placeholder(_middle(master, found["title"].slot), "body", 1)
    return [found[kind] for kind in _MASTER_KINDS if kind in found]


def _middle(master: SlideLayout, title: Slot) -> Slot:
    top = title.box.bottom
    bottom = min((s.box.y for s in master.slots.values() if s.box.y >= top), default=top + title.box.height)
    box = replace(title.box, y=top, height=max(bottom - top, 0))
    return Slot("text", "text", box, {"body": _PLAIN}, Insets(), index=1, prompt="Click to edit the text styles")
