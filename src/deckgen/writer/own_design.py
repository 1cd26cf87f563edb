"""The design of a brand of its own: one master with its theme, a layout for each kind of slide, and deckgen's settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from deckgen.brand.types import SlideLayout
from deckgen.ooxml.inheritance import Master
from deckgen.ooxml.names import CT, RT
from deckgen.writer import notes
from deckgen.writer.design import DesignContext, LayoutKey, NotesMaster, PresentationLists
from deckgen.writer.inherited import parse
from deckgen.writer.line_end_rules import line_end_rules
from deckgen.writer.master import MASTER_ID
from deckgen.writer.master_pictures import own_logo, relate_pictures
from deckgen.writer.package import Part
from deckgen.writer.table import table_styles
from deckgen.writer.text import free_text
from deckgen.writer.theme import theme_xml
from deckgen.writer.xml import HEAD, NAMESPACES

_SIZE_4_3 = (9_144_000, 6_858_000)


class OwnDesign:
    """Writes the design of a brand; `layouts` are the layouts that the deck contains."""

    def __init__(self, context: DesignContext, layouts: Mapping[LayoutKey, SlideLayout]) -> None:
        self.context, self.layouts = context, layouts
        self.free_text = free_text(parse(context.master_writer.default_text_style()))
        self.presentation = context.package.add("/ppt/presentation.xml", CT.PML_PRESENTATION_MAIN)
        self._master_relation = ""

    def layout_keys(self) -> Sequence[LayoutKey]:
        """Return the keys of the layouts that the deck contains."""
        return tuple(self.layouts)

    def add_master(self) -> tuple[Mapping[LayoutKey, Part], Master]:
        """Add the master with its theme, all layouts of the brand, and those for titles of one line that slides have.

        Return the layouts' parts by key, and the master as what they inherit from.
        """
        context, brand = self.context, self.context.brand
        master = context.package.add("/ppt/slideMasters/slideMaster1.xml", CT.PML_SLIDE_MASTER)
        self._master_relation = self.presentation.relate(RT.SLIDE_MASTER, master)
        layouts = {
            key: context.package.add(f"/ppt/slideLayouts/slideLayout{i}.xml", CT.PML_SLIDE_LAYOUT)
            for i, key in enumerate(self.layouts, 1)
        }
        rel_ids = [master.relate(RT.SLIDE_LAYOUT, part) for part in layouts.values()]
        theme_part = self._add_theme(1)
        master.relate(RT.THEME, theme_part)
        self.presentation.relate(RT.THEME, theme_part)
        creation_id = context.new_creation_id("master", "")
        pictures = relate_pictures(master, brand.master, brand.master.logo, context.media)
        master.data = context.slide_parts.layout_xml(
            f"master of {len(rel_ids)} layouts",
            lambda: context.master_writer.master_xml(brand.master, rel_ids, creation_id, pictures),
        ).encode()
        source = self._inheritance_of(master)
        for key, part in layouts.items():
            part.relate(RT.SLIDE_MASTER, master)
            part.data = self._layout_xml(part, self.layouts[key], source).encode()
        return layouts, source

    def _inheritance_of(self, master: Part) -> Master:
        """Return the written master as a source of inherited properties."""
        return Master(etree.fromstring(master.data), parse(self.context.master_writer.default_text_style()))

    def _layout_xml(self, part: Part, layout: SlideLayout, source: Master) -> str:
        context, master = self.context, self.context.brand.master
        name = f"{layout.key} raised" if layout.is_raised else layout.key
        creation_id = context.new_creation_id("layout", name)
        pictures = relate_pictures(part, layout, own_logo(layout, master), context.media)
        return context.slide_parts.layout_xml(
            name,
            lambda: context.master_writer.for_layout(layout).layout_xml(layout, master, source, creation_id, pictures),
        )

    def add_notes_master(self) -> NotesMaster:
        """Add the notes master with a theme of its own."""
        context = self.context
        part = add_notes_master(context, self._add_theme(2))
        inherited = notes.inherited_text(context.colours, context.deck.language)
        return NotesMaster(part, self.presentation.relate(RT.NOTES_MASTER, part), inherited, context.colours)

    def add_settings(self) -> None:
        """Add the table styles, and the two parts with settings without which PowerPoint offers to repair the file."""
        context = self.context
        styles = table_styles(context.brand, context.colours)
        for name, content_type, relation, xml in (
            *SETTINGS,
            ("tableStyles", CT.PML_TABLE_STYLES, RT.TABLE_STYLES, styles),
        ):
            self.presentation.relate(relation, context.package.add(f"/ppt/{name}.xml", content_type, xml))

    def presentation_xml(self, lists: PresentationLists) -> bytes:
        """Return the presentation part."""
        notes_list = f'<p:notesMasterIdLst><p:notesMasterId r:id="{lists.notes_master}"/></p:notesMasterIdLst>'
        font_attribute = ' embedTrueTypeFonts="1"' if lists.fonts else ' saveSubsetFonts="1"'
        extension_list = f"<p:extLst>{lists.sections}</p:extLst>" if lists.sections else ""
        size = self.context.deck.size
        (width, height), (notes_width, notes_height) = size, notes.NOTES_SIZE
        return (
            f'{HEAD}<p:presentation {NAMESPACES}{font_attribute} autoCompressPictures="0"><p:sldMasterIdLst>'
            f'<p:sldMasterId id="{MASTER_ID}" r:id="{self._master_relation}"/></p:sldMasterIdLst>'
            f"{notes_list if lists.notes_master else ''}{lists.slides}"
            f'<p:sldSz cx="{width}" cy="{height}"{_size_type(size)}/>'
            f'<p:notesSz cx="{notes_width}" cy="{notes_height}"/>'
            f"{lists.fonts}{line_end_rules(self.context.deck.language)}{self.context.master_writer.default_text_style()}{extension_list}</p:presentation>"
        ).encode()

    def _add_theme(self, n: int) -> Part:
        return self.context.package.add(f"/ppt/theme/theme{n}.xml", CT.OFC_THEME, theme_xml(self.context.brand))


SETTINGS = (
    ("presProps", CT.PML_PRES_PROPS, RT.PRES_PROPS, f"{HEAD}<p:presentationPr {NAMESPACES}/>"),
    ("viewProps", CT.PML_VIEW_PROPS, RT.VIEW_PROPS, f"{HEAD}<p:viewPr {NAMESPACES}/>"),
)
"""The parts with settings: name, content type, type of relationship and content."""


def add_notes_master(context: DesignContext, theme: Part) -> Part:
    """Add deckgen's own notes master, in the colours of a theme of the brand."""
    deck = context.deck
    xml = notes.notes_master_xml(context.colours, deck.language, deck.options.prompts.get("Notes", "Notes"))
    part = context.package.add("/ppt/notesMasters/notesMaster1.xml", CT.PML_NOTES_MASTER, xml)
    part.relate(RT.THEME, theme)
    return part


def _size_type(size: tuple[int, int]) -> str:
    """Return the attribute with PowerPoint's name for 4:3, so that its Slide Size menu shows it; empty for other sizes."""
    return ' type="screen4x3"' if size == _SIZE_4_3 else ""
