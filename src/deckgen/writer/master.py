"""Write a brand's slide master and layouts: `sldMaster` and `sldLayout` parts with real placeholders.

Placeholders have a position, insets, a fill, level styles and `normAutofit`; rules and motifs are native shapes of the layout.
Therefore New Slide, Reset Slide and the Slide Master view work as with a template made by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from itertools import count

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand.types import Decoration, LayoutPicture, Logo, Outline, SlideLayout, Slot
from deckgen.ir.frames import EMU_PER_POINT, Box, Insets, LanguageTexts, Tracker
from deckgen.ir.roles import ColourRole
from deckgen.ooxml.inheritance import Inherited, Master
from deckgen.writer.colours import Colours
from deckgen.writer.inherited import parse, without_inherited, without_inherited_levels
from deckgen.writer.master_pictures import PictureRelations, has_tracker, layout_picture_xml, own_logo, shows_master
from deckgen.writer.placeholders import TEXT_KINDS, Placeholder, placeholders
from deckgen.writer.shape import (
    NO_OUTLINE,
    non_visual_properties,
    outline_xml,
    shape_properties,
    shape_tree,
    textless_shape,
    transform,
)
from deckgen.writer.text import (
    DEFAULT_STYLE,
    TextWriter,
    body_properties,
    first_style,
    list_style,
    neutral_body,
    neutral_outline,
    neutral_text,
)
from deckgen.writer.tracker_ground import GROUND_ON_PANEL, panel_under, split_by_panel
from deckgen.writer.xml import HEAD, NAMESPACES, attribute, creation_id_extension

MASTER_ID = 2**31
_PROMPTS = {
    "title": "Click to add title", "body": "Click to add text", "tbl": "Click icon to add table",
    "pic": "Click icon to add picture", "ftr": "", "dt": "", "sldNum": "",
}  # fmt: skip
_MASTER_KINDS = ("title", "body", "dt", "ftr", "sldNum")
_DECK_TEXT_KINDS = ("dt", "ftr", "sldNum")
_INSETS = ("lIns", "tIns", "rIns", "bIns")
# What layouts state though it is inherited: LibreOffice passes on no autofit of footers (their text would move), the embedded
# renderer no insets of other placeholders than titles and footers.
_STATED = {"body": _INSETS, "tbl": _INSETS, "pic": _INSETS, **dict.fromkeys(_DECK_TEXT_KINDS, ("autofit",))}


_SINGLE_LINES = ("ftr", "dt", "sldNum")


class MasterWriter(Struct, frozen=True):
    """Writes the master and the layouts of a deck, which share colours, language, footer text and date.

    `rule_height` (EMU) is that of the rule above a slot. `prompts` are those of placeholders, by those in English. `others` has
    texts for layouts in other languages.
    """

    colours: Colours
    rule_height: int
    language: str
    footer: str
    date: str = ""
    tracker: Tracker | None = None
    prompts: Mapping[str, str] = field(default_factory=dict)
    others: Mapping[str, LanguageTexts] = field(default_factory=dict)

    def for_layout(self, layout: SlideLayout) -> MasterWriter:
        """Return the writer in the language of a layout: that of the deck, or of slides in the other direction."""
        if not layout.language:
            return self
        texts = self.others.get(layout.language, LanguageTexts(self.date))
        return replace(self, language=layout.language, date=texts.date, prompts=texts.prompts)

    def layout_xml(
        self, layout: SlideLayout, master: SlideLayout, source: Master, creation_id: int, pictures: PictureRelations
    ) -> str:
        """Return the XML of one slide layout, without what it inherits from the written master, `source`.

        `pictures` are the relationships of its part. A layout with its own background or its own logo does not show the shapes
        of the master; with the background of the master, it has a ground of the tracker of its own, as has a panel under it.
        """
        background = "" if layout.background == master.background else self._background(layout.background)
        hidden_master = "" if shows_master(layout, master) else ' showMasterSp="0"'
        shapes = self.shapes_xml(
            layout, list(placeholders(layout).values()), source.placeholder, own_logo(layout, master), pictures
        )
        if has_tracker(layout, master):
            panel = panel_under(self.tracker, layout)
            shapes += self.tracker_ground(shapes.count("<p:cNvPr ") + 2, panel, only_on_panel=not hidden_master)
        return (
            f'{HEAD}<p:sldLayout {NAMESPACES} preserve="1" userDrawn="1"{hidden_master}>'
            f'<p:cSld name="{attribute(layout.name)}">'
            f"{background}{shape_tree(shapes)}{creation_id_extension(creation_id)}</p:cSld>"
            "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
        )

    def master_xml(self, master: SlideLayout, rel_ids: list[str], creation_id: int, pictures: PictureRelations) -> str:
        """Return the XML of the slide master; `rel_ids` are the ids of the relationships to its layouts, in order.

        `pictures` are the relationships to its pictures.
        """
        placeholder_list = master_placeholders(master)
        text_styles = self._text_styles_xml(placeholder_list)
        source = Master(parse(f"<p:sldMaster>{text_styles}</p:sldMaster>"))
        shapes = self.shapes_xml(
            master,
            placeholder_list,
            lambda kind: Inherited(levels=source.text_style(kind).levels),
            master.logo,
            pictures,
        )
        shapes += self.tracker_ground(shapes.count("<p:cNvPr ") + 2)
        ids = "".join(f'<p:sldLayoutId id="{MASTER_ID + i}" r:id="{rel}"/>' for i, rel in enumerate(rel_ids, 1))
        colour_map = " ".join(
            f'{a}="{b}"' for a, b in (("bg1", "lt1"), ("tx1", "dk1"), ("bg2", "lt2"), ("tx2", "dk2"))
        ) + "".join(f' accent{i}="accent{i}"' for i in range(1, 7))
        header_footer = '<p:hf hdr="0"/>' if self.date else '<p:hf hdr="0" dt="0"/>'
        return (
            f'{HEAD}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld>{self._background(master.background)}'
            f"{shape_tree(shapes)}{creation_id_extension(creation_id)}</p:cSld>"
            f'<p:clrMap {colour_map} hlink="hlink" folHlink="folHlink"/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst>'
            f"{header_footer}{text_styles}</p:sldMaster>"
        )

    def default_text_style(self) -> str:
        """Return the presentation's `defaultTextStyle`: the style of text in tables and outside placeholders."""
        return list_style(DEFAULT_STYLE, self.colours, self.language, "p:defaultTextStyle")

    def _background(self, role: ColourRole) -> str:
        return f"<p:bg><p:bgPr>{self.colours.fill(role)}<a:effectLst/></p:bgPr></p:bg>"

    def _text_styles_xml(self, placeholder_list: list[Placeholder]) -> str:
        styles = {p.kind: first_style(p.slot) for p in placeholder_list}
        title = list_style(styles.get("title", DEFAULT_STYLE), self.colours, self.language, "p:titleStyle")
        body = list_style(styles.get("body", DEFAULT_STYLE), self.colours, self.language, "p:bodyStyle")
        other = list_style(DEFAULT_STYLE, self.colours, self.language, "p:otherStyle")
        return f"<p:txStyles>{title}{body}{other}</p:txStyles>"

    def shapes_xml(
        self, layout: SlideLayout, placeholder_list: list[Placeholder], inherited: Callable[[str], Inherited],
        logo: Logo | None, pictures: PictureRelations, first_id: int = 2,
    ) -> str:  # fmt: skip
        """Return all shapes, numbered from `first_id`; `inherited` returns what a placeholder of a kind inherits."""
        ids = count(first_id)
        shapes = [self._decoration(next(ids), i, d, pictures) for i, d in enumerate(layout.decorations, 1)]
        shapes += self._slot_shapes(placeholder_list, ids)
        if logo is not None and logo.plate is not None:
            shapes.append(self._decoration(next(ids), 0, logo.plate, pictures))
        if logo is not None:
            shapes.append(layout_picture_xml(next(ids), logo.picture, pictures))
        shapes += [self._placeholder_shape(p, next(ids), inherited(p.kind)) for p in placeholder_list]
        return "".join(shapes)

    def tracker_ground(self, shape_id: int, panel: Box | None = None, *, only_on_panel: bool = False) -> str:
        """Return the segments of the tracker, of which each slide marks its own; `only_on_panel` those that a panel hides."""
        if self.tracker is None:
            return ""
        strips = [part for entry in self.tracker.entries for part in split_by_panel(entry.strip, panel)]
        shown = [(box, is_on_panel) for box, is_on_panel in strips if is_on_panel or not only_on_panel]
        return "".join(
            self._decorative_shape(
                shape_id + n, f"Tracker {n + 1}", "rect", box,
                self.colours.fill(GROUND_ON_PANEL if is_on_panel else self.tracker.ground),
            )
            for n, (box, is_on_panel) in enumerate(shown)
        )  # fmt: skip

    def _decoration(
        self, shape_id: int, number: int, decoration: Decoration | LayoutPicture, pictures: PictureRelations
    ) -> str:
        if isinstance(decoration, LayoutPicture):
            return layout_picture_xml(shape_id, decoration, pictures)
        name = decoration.name or f"Decoration {number}"
        fill = self.colours.fill(decoration.fill)
        outline = self._outline(decoration.outline) or NO_OUTLINE
        flipped = decoration.points_left
        properties = shape_properties(decoration.shape, decoration.box, fill, outline, flipped=flipped)
        return textless_shape(non_visual_properties(shape_id, name, decorative=True), properties, on_layout=True)

    def _slot_shapes(self, placeholder_list: list[Placeholder], ids: Iterator[int]) -> Iterator[str]:
        """The fills and rules of slots whose placeholders cannot have them."""
        for p in placeholder_list:
            box = p.slot.box
            if (p.slot.fill or p.slot.outline) and p.kind not in TEXT_KINDS:
                fill = self.colours.fill(p.slot.fill)
                yield self._decorative_shape(next(ids), f"{p.slot.name} ground", "rect", box, fill, p.slot.outline)
            if p.slot.rule and self.rule_height:
                # Above a filled slot, the rule overlaps the fill by 1 pt; otherwise a gap would show between the two.
                height = self.rule_height + (EMU_PER_POINT if p.slot.fill else 0)
                rule = Box(box.x, box.y - self.rule_height, box.width, height)
                yield self._decorative_shape(
                    next(ids), f"{p.slot.name} rule", "rect", rule, self.colours.fill(p.slot.rule)
                )

    def _decorative_shape(
        self, shape_id: int, name: str, shape: str, box: Box, fill: str, outline: Outline | None = None
    ) -> str:
        properties = shape_properties(shape, box, fill, self._outline(outline) or NO_OUTLINE)
        return textless_shape(non_visual_properties(shape_id, name, decorative=True), properties, on_layout=True)

    def _outline(self, outline: Outline | None) -> str:
        return outline_xml(self.colours.fill(outline.role), outline.width) if outline else ""

    def _placeholder_shape(self, p: Placeholder, shape_id: int, inherited: Inherited) -> str:
        slot = p.slot
        is_text = p.kind in TEXT_KINDS
        fill = self.colours.fill(slot.fill if is_text else None)
        fill += self._outline(slot.outline if is_text else None) or neutral_outline(inherited.shape)
        has_own_prompt = bool(slot.prompt) and p.kind not in _DECK_TEXT_KINDS
        properties = f'<p:spPr>{transform(slot.box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}</p:spPr>'
        stated = _STATED.get(p.kind, ())
        neutral = neutral_text(inherited.levels)
        style = list_style(
            first_style(slot), self.colours, self.language, neutral=neutral, is_single_line=p.kind in _SINGLE_LINES
        )
        inherited_body = {name: value for name, value in inherited.body.items() if name not in stated}
        return (
            f'<p:sp><p:nvSpPr>{non_visual_properties(shape_id, p.display_name)}<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
            f'<p:nvPr userDrawn="1">{p.ph_element(has_own_prompt=has_own_prompt)}</p:nvPr></p:nvSpPr>'
            f"{without_inherited(properties, inherited.shape)}<p:txBody>"
            f"{without_inherited(body_properties(slot.insets, slot.anchor, more=neutral_body(inherited.body)), inherited_body)}"
            f"{without_inherited_levels(style, inherited.levels)}{self._prompt_paragraph(p)}</p:txBody></p:sp>"
        )

    def _prompt_paragraph(self, p: Placeholder) -> str:
        text_writer = TextWriter(self.colours, self.language)
        if p.kind == "sldNum":
            return text_writer.slide_number_paragraph("‹#›")
        if p.kind in ("ftr", "dt"):
            text = self.footer if p.kind == "ftr" else self.date
            return text_writer.plain_paragraph(text) if text else text_writer.empty_paragraph()
        english = p.slot.prompt or _PROMPTS[p.kind]
        return text_writer.plain_paragraph(self.prompts.get(english, english))


def master_placeholders(master: SlideLayout) -> list[Placeholder]:
    """Return the placeholders of a master, at most one of each kind: title, body, date, footer, number.

    If the brand's `master.yaml` has no slot for text, a body is added over the free area below the title, because PowerPoint
    shows and edits the text styles of a master there.
    """
    by_kind: dict[str, Placeholder] = {}
    for p in placeholders(master).values():
        if p.kind in _MASTER_KINDS and (p.kind != "body" or p.slot.role == "text"):
            by_kind.setdefault(p.kind, p)
    if "body" not in by_kind and "title" in by_kind:
        by_kind["body"] = Placeholder(_body_slot(master, by_kind["title"].slot), "body", 1)
    return [by_kind[kind] for kind in _MASTER_KINDS if kind in by_kind]


def _body_slot(master: SlideLayout, title: Slot) -> Slot:
    top = title.box.bottom
    bottom = min((s.box.y for s in master.slots.values() if s.box.y >= top), default=top + title.box.height)
    box = replace(title.box, y=top, height=max(bottom - top, 0))
    return Slot("text", "text", box, {"body": DEFAULT_STYLE}, Insets(), index=1, prompt="Click to edit the text styles")
