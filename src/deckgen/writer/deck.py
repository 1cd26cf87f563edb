"""Frames, brand and drawn charts → the bytes of a .pptx: which parts there are and how they hang together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from deckgen.brand.types import Brand, SlideLayout
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing, Page
from deckgen.ooxml import seal
from deckgen.ooxml.names import CT, RT
from deckgen.writer import notes, origins
from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.fonts import EmbeddedFont
from deckgen.writer.master import MASTER_ID, MasterWriter
from deckgen.writer.package import PackageWriter, Part, moment_of_build
from deckgen.writer.picture import Media
from deckgen.writer.placeholders import placeholders
from deckgen.writer.properties import core_properties, extended_properties
from deckgen.writer.sections import section_list, sections
from deckgen.writer.slide import DeckContext, FooterTexts, SlideWriter
from deckgen.writer.slide_cache import SlideXmlCache
from deckgen.writer.table import table_style_id, table_styles
from deckgen.writer.theme import theme
from deckgen.writer.xml import HEAD, NAMESPACES, attribute, number

_FIRST_SLIDE_ID = 256
_STANDARD = (9_144_000, 6_858_000)


def write(
    deck: DeckFrames,
    brand: Brand,
    drawings: Mapping[ChartFrame, Drawing],
    moment: datetime | None = None,
    fonts: Sequence[EmbeddedFont] = (),
    memory: SlideXmlCache | None = None,
) -> bytes:
    """Make the .pptx of a deck: pure, and the same input gives the same bytes.

    `drawings` holds the picture of every chart frame. `moment` is the time that the file says it was made at, by
    default `SOURCE_DATE_EPOCH` or 1980. `fonts` are the faces of the brand that travel in the file. `memory` is that of the last
    build of the same deck, if there was one; the bytes are the same with and without.

    WriterError where something cannot be written: a page asks for a layout or a colour that the brand lacks, a chart was
    not drawn, a picture cannot be read, a table is not a grid.
    """
    return _Deck(deck, brand, drawings, fonts, memory or SlideXmlCache()).zipped(moment or moment_of_build())


class _Deck:
    """One deck being written."""

    def __init__(
        self,
        deck: DeckFrames,
        brand: Brand,
        drawings: Mapping[ChartFrame, Drawing],
        fonts: Sequence[EmbeddedFont],
        memory: SlideXmlCache,
    ) -> None:
        self.deck, self.brand, self.drawings, self.fonts, self.memory = deck, brand, drawings, fonts, memory
        self.package = PackageWriter()
        self.presentation = self.package.add("/ppt/presentation.xml", CT.PML_PRESENTATION_MAIN)
        self.creation_ids: set[int] = set()
        self.colours = Colours(brand)
        self.sheets = MasterWriter(self.colours, deck.language, deck.footer, deck.finish.date)
        shared = (deck.language, deck.footer, deck.finish)
        memory.begin(brand, (shared, [(page.id, page.layout) for page in deck.pages]))

    def zipped(self, moment: datetime) -> bytes:
        self.package.root.relate(RT.OFFICE_DOCUMENT, self.presentation)
        self._document_properties(moment)
        layouts, master_rel = self._master()
        slides = self._slides(layouts)
        notes_rel = self._notes(slides)
        self._settings()
        self.package.seal = self._custom_xml(2, seal.SCHEMA)
        self.presentation.data = self._presentation(master_rel, notes_rel, slides).encode()
        return self.package.zipped(moment)

    def _document_properties(self, moment: datetime) -> None:
        core = self.package.add("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, core_properties(self.deck, moment))
        app = self.package.add("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, extended_properties(self.deck))
        self.package.root.relate(RT.CORE_PROPERTIES, core)
        self.package.root.relate(RT.EXTENDED_PROPERTIES, app)

    def _master(self) -> tuple[dict[str, Part], str]:
        """Give the master with its theme and every layout of the brand; the layouts' parts by key."""
        master = self.package.add("/ppt/slideMasters/slideMaster1.xml", CT.PML_SLIDE_MASTER)
        master_rel = self.presentation.relate(RT.SLIDE_MASTER, master)
        layouts = {}
        for i, (key, layout) in enumerate(self.brand.layouts.items(), 1):
            xml = self._layout(key, layout)
            layouts[key] = self.package.add(f"/ppt/slideLayouts/slideLayout{i}.xml", CT.PML_SLIDE_LAYOUT, xml)
            layouts[key].relate(RT.SLIDE_MASTER, master)
        rel_ids = [master.relate(RT.SLIDE_LAYOUT, part) for part in layouts.values()]
        theme_part = self._theme(1)
        master.relate(RT.THEME, theme_part)
        master.data = self.sheets.master(self.brand.master, rel_ids, self._creation_id("master", "")).encode()
        self.presentation.relate(RT.THEME, theme_part)
        return layouts, master_rel

    def _layout(self, key: str, layout: SlideLayout) -> str:
        creation_id = self._creation_id("layout", key)
        shared = (key, self.deck.language, self.deck.footer, self.deck.finish.date)
        return self.memory.sheet(shared, lambda: self.sheets.layout(layout, self.brand.master, creation_id))

    def _slides(self, layouts: Mapping[str, Part]) -> list[Part]:
        """All slides, the pictures they show, and the record of what stands where."""
        pages = self.deck.pages
        parts = [Part(f"/ppt/slides/slide{i}.xml", CT.PML_SLIDE) for i in range(1, len(pages) + 1)]
        self.package.parts.extend(parts)
        by_id = {page.id: part for page, part in zip(pages, parts, strict=True)}
        style = table_style_id(self.brand.name)
        around = DeckContext(self.colours, self.drawings, Media(self.package), by_id, style, self._foot())
        places = {key: placeholders(layout) for key, layout in self.brand.layouts.items()}
        traced = []
        for i, (page, part) in enumerate(zip(pages, parts, strict=True)):
            creation_id = self._creation_id("slide", page.id)
            traces = self.memory.recall(page, part)
            if traces is None:
                part.relate(RT.SLIDE_LAYOUT, _layout(layouts, page))
                writer = SlideWriter(page, part, places[page.layout], around)
                part.data = writer.xml(creation_id).encode()
                traces = writer.traces
                self.memory.keep(page, part, traces)
            traced.append((_FIRST_SLIDE_ID + i, page, traces))
        self._origins(origins.origins(traced))
        return parts

    def _foot(self) -> FooterTexts:
        """What stands at the foot of every slide; the link back leads to the first agenda, if there is one."""
        agenda = next((page.id for page in self.deck.pages if page.kind == "agenda"), "")
        finish = self.deck.finish
        return FooterTexts(self.deck.footer, finish.date, finish.back if agenda else "", agenda, finish.transition)

    def _notes(self, slides: list[Part]) -> str | None:
        """Make notes pages for the pages that have notes; the relationship to their master, if there are any."""
        noted = [(page, part) for page, part in zip(self.deck.pages, slides, strict=True) if page.notes]
        if not noted:
            return None
        master_xml = notes.notes_master(self.colours, self.deck.language)
        master = self.package.add("/ppt/notesMasters/notesMaster1.xml", CT.PML_NOTES_MASTER, master_xml)
        master.relate(RT.THEME, self._theme(2))
        for i, (page, slide) in enumerate(noted, 1):
            xml = notes.notes_page(page, self.colours)
            part = self.package.add(f"/ppt/notesSlides/notesSlide{i}.xml", CT.PML_NOTES_SLIDE, xml)
            part.relate(RT.NOTES_MASTER, master)
            part.relate(RT.SLIDE, slide)
            slide.relate(RT.NOTES_SLIDE, part)
        return self.presentation.relate(RT.NOTES_MASTER, master)

    def _presentation(self, master_rel: str, notes_rel: str | None, slides: list[Part]) -> str:
        ids = range(_FIRST_SLIDE_ID, _FIRST_SLIDE_ID + len(slides))
        rels = [self.presentation.relate(RT.SLIDE, part) for part in slides]
        listed = "".join(f'<p:sldId id="{i}" r:id="{rel}"/>' for i, rel in zip(ids, rels, strict=True))
        noted = f'<p:notesMasterIdLst><p:notesMasterId r:id="{notes_rel}"/></p:notesMasterIdLst>' if notes_rel else ""
        fonts = self._fonts()
        kept = ' embedTrueTypeFonts="1"' if fonts else ' saveSubsetFonts="1"'
        extension = section_list(sections(self.deck.pages, self.deck.title), ids)
        (width, height), (notes_width, notes_height) = self.deck.size, notes.SIZE
        return (
            f'{HEAD}<p:presentation {NAMESPACES}{kept} autoCompressPictures="0"><p:sldMasterIdLst>'
            f'<p:sldMasterId id="{MASTER_ID}" r:id="{master_rel}"/></p:sldMasterIdLst>{noted}'
            f"{f'<p:sldIdLst>{listed}</p:sldIdLst>' if listed else ''}"
            f'<p:sldSz cx="{width}" cy="{height}"{_named(self.deck.size)}/><p:notesSz cx="{notes_width}" cy="{notes_height}"/>'
            f"{fonts}{self.sheets.default_text()}{f'<p:extLst>{extension}</p:extLst>' if extension else ''}</p:presentation>"
        )

    def _fonts(self) -> str:
        """Add the fonts that travel in the file, and give the list of them."""
        if not self.fonts:
            return ""
        faces = []
        for i, font in enumerate(self.fonts, 1):
            part = self.package.add(f"/ppt/fonts/font{i}.fntdata", CT.X_FONTDATA, font.data)
            faces.append(f'<p:{font.face} r:id="{self.presentation.relate(RT.FONT, part)}"/>')
        family = attribute(self.brand.font.family)
        listed = f'<p:embeddedFont><p:font typeface="{family}"/>{"".join(faces)}</p:embeddedFont>'
        return f"<p:embeddedFontLst>{listed}</p:embeddedFontLst>"

    def _origins(self, xml: str) -> None:
        self._custom_xml(1, origins.SCHEMA, xml)

    def _custom_xml(self, n: int, schema: str, xml: str = "") -> Part:
        item = self.package.add(f"/customXml/item{n}.xml", CT.XML, xml)
        about = origins.properties(schema)
        item.relate(
            RT.CUSTOM_XML_PROPS,
            self.package.add(f"/customXml/itemProps{n}.xml", CT.OFC_CUSTOM_XML_PROPERTIES, about),
        )
        self.presentation.relate(RT.CUSTOM_XML, item)
        return item

    def _theme(self, n: int) -> Part:
        return self.package.add(f"/ppt/theme/theme{n}.xml", CT.OFC_THEME, theme(self.brand))

    def _settings(self) -> None:
        """Add table styles, and the two parts of settings without which PowerPoint offers a repair."""
        styles = table_styles(self.brand.name, self.colours)
        for name, content_type, relation, xml in (
            ("presProps", CT.PML_PRES_PROPS, RT.PRES_PROPS, f"{HEAD}<p:presentationPr {NAMESPACES}/>"),
            ("viewProps", CT.PML_VIEW_PROPS, RT.VIEW_PROPS, f"{HEAD}<p:viewPr {NAMESPACES}/>"),
            ("tableStyles", CT.PML_TABLE_STYLES, RT.TABLE_STYLES, styles),
        ):
            self.presentation.relate(relation, self.package.add(f"/ppt/{name}.xml", content_type, xml))

    def _creation_id(self, kind: str, name: str) -> int:
        return number(f"{kind} {name}", self.creation_ids)


def _named(size: tuple[int, int]) -> str:
    """The name that PowerPoint has for 4:3, so that its Slide Size menu shows it."""
    return ' type="screen4x3"' if size == _STANDARD else ""


def _layout(layouts: Mapping[str, Part], page: Page) -> Part:
    try:
        return layouts[page.layout]
    except KeyError:
        message = f"the slide {page.id} asks for the layout {page.layout!r}, which the brand does not have"
        raise WriterError(message) from None
