"""Write a deck: create the parts of the .pptx from frames, brand and rendered charts, and relate them to each other."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from datetime import datetime

from lxml import etree

from deckgen.brand.types import Brand, SlideLayout
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.ir.frames import ChartFrame, DeckFrames, Drawing, Page
from deckgen.ir.media import EmbeddedFiles
from deckgen.ooxml import seal
from deckgen.ooxml.inheritance import Layout, Master
from deckgen.ooxml.names import CONTENT_SCHEMA, CT, RT
from deckgen.writer import notes, origins
from deckgen.writer.colours import Colours
from deckgen.writer.content_part import content_xml
from deckgen.writer.design import Design, DesignContext, LayoutKey, PresentationLists
from deckgen.writer.errors import WriterError
from deckgen.writer.master import MasterWriter
from deckgen.writer.master_pictures import has_tracker
from deckgen.writer.own_design import OwnDesign
from deckgen.writer.package import PackageWriter, Part, build_time
from deckgen.writer.picture import Media
from deckgen.writer.placeholders import placeholders
from deckgen.writer.properties import core_properties, extended_properties
from deckgen.writer.sections import group_sections, sections_extension
from deckgen.writer.slide import SlideWriter, image_names
from deckgen.writer.slide_parts import LARGE_DECK, SlideParts
from deckgen.writer.slide_shapes import DeckContext, FooterTexts
from deckgen.writer.table import table_style_id
from deckgen.writer.tracker_ground import panel_under
from deckgen.writer.written_layouts import written_layouts
from deckgen.writer.xml import attribute, unique_number

_FIRST_SLIDE_ID = 256


def write(
    deck: DeckFrames,
    brand: Brand,
    drawings: Mapping[ChartFrame, Drawing],
    moment: datetime | None = None,
    files: EmbeddedFiles | None = None,
    cache: BuildCache = NO_CACHE,
) -> bytes:
    """Return the bytes of a deck's .pptx. The function is pure: the same input gives the same bytes.

    `drawings` maps every chart frame to its picture. `moment` is the time of creation stored in the file, by default
    `SOURCE_DATE_EPOCH` or the day of the deck, if there is one. `files` are the pictures and fonts to embed. The bytes are the
    same with and without a `cache`.

    Raises WriterError if something cannot be written: a page refers to a layout or a colour that the brand does not have, a
    chart was not drawn, a picture was not prepared, or a table is not a grid.
    """
    return _DeckWriter(deck, brand, drawings, files or EmbeddedFiles(), cache).package_bytes(
        moment or build_time(deck.options.day)
    )


class _DeckWriter:
    """Builds the package of one deck."""

    def __init__(
        self,
        deck: DeckFrames,
        brand: Brand,
        drawings: Mapping[ChartFrame, Drawing],
        files: EmbeddedFiles,
        cache: BuildCache,
    ) -> None:
        self.deck, self.brand, self.drawings, self.files, self.cache = deck, brand, drawings, files, cache
        self.layouts = written_layouts(brand, deck.pages)
        self.package = PackageWriter()
        self.creation_ids: set[int] = set()
        in_template = brand.template is not None
        self.colours = Colours(brand, in_template=in_template)
        master_writer = MasterWriter(
            self.colours, brand.look.rule_height, deck.language, deck.footer, deck.options.date, deck.options.tracker,
            deck.options.prompts, deck.options.others,
        )  # fmt: skip
        self.slide_parts = SlideParts(deck, brand, cache, files.template, files.folder)
        # The names of a template's pictures begin with `image`, too.
        self.media = Media(self.package, self.files.pictures, "picture" if in_template else "image", self.files.slides)
        context = DesignContext(
            deck, brand, self.package, self.colours, master_writer, self.media, self.slide_parts, self._new_creation_id
        )
        self.design = _design(context, self.layouts, files.template)
        self.presentation = self.design.presentation

    def package_bytes(self, moment: datetime | None) -> bytes:
        self.package.root.relate(RT.OFFICE_DOCUMENT, self.presentation)
        self._add_document_properties(moment)
        layouts, source = self.design.add_master()
        slides = self._add_slides(layouts, source)
        notes_rel = self._add_notes(slides)
        self.design.add_settings()
        self.package.seal_part = self._add_custom_xml(2, seal.SCHEMA)
        self.presentation.data = self.design.presentation_xml(self._presentation_lists(notes_rel, slides))
        # Those of a large deck would take as much memory as its slides.
        return self.package.zip_bytes(moment, NO_CACHE if len(self.deck.pages) > LARGE_DECK else self.cache)

    def _add_document_properties(self, moment: datetime | None) -> None:
        core = self.package.add("/docProps/core.xml", CT.OPC_CORE_PROPERTIES, core_properties(self.deck, moment))
        app = self.package.add("/docProps/app.xml", CT.OFC_EXTENDED_PROPERTIES, extended_properties(self.deck))
        self.package.root.relate(RT.CORE_PROPERTIES, core)
        self.package.root.relate(RT.EXTENDED_PROPERTIES, app)

    def _add_slides(self, layouts: Mapping[LayoutKey, Part], source: Master) -> list[Part]:
        """Add all slides with their pictures, and the record that maps shapes to content; return the slides' parts."""
        pages = self.deck.pages
        parts = [Part(f"/ppt/slides/slide{i}.xml", CT.PML_SLIDE) for i in range(1, len(pages) + 1)]
        self.package.parts.extend(parts)
        by_id = {page.id: part for page, part in zip(pages, parts, strict=True)}
        style = table_style_id(self.brand.name)
        footer = self._footer_texts()
        inside = f"{self.files.folder}/" if self.files.folder else ""
        inherited = functools.cache(lambda key: Layout(etree.fromstring(layouts[key].data), source))
        tracker, master = self.deck.options.tracker, self.brand.master
        panels = {key: panel_under(tracker, each) for key, each in self.layouts.items() if has_tracker(each, master)}
        context = DeckContext(
            self.colours, self.drawings, self.media, by_id, style, footer, inherited, tracker, panels,
            self.design.free_text, inside,
        )  # fmt: skip
        placeholders_of = functools.cache(lambda key: placeholders(self.layouts[key]))
        slide_origins = []
        for i, (page, part) in enumerate(zip(pages, parts, strict=True)):
            creation_id = self._new_creation_id("slide", page.id)
            images = image_names(page, context)
            found = self.slide_parts.load(page, part, images)
            if found is None:
                part.relate(RT.SLIDE_LAYOUT, _layout_part(layouts, page))
                writer = SlideWriter(page, part, placeholders_of(page.layout_key), context)
                part.data = writer.xml(creation_id).encode()
                found = origins.slide_origins(page, writer.shapes.origins, inside)
                self.slide_parts.store(page, part, images, found)
            slide_origins.append((_FIRST_SLIDE_ID + i, found))
        if not (self.deck.options.handout or self.deck.options.is_translated):
            self._add_custom_xml(1, origins.SCHEMA, origins.origins_xml(slide_origins))
        if self.files.content is not None:
            self._add_custom_xml(3, CONTENT_SCHEMA, content_xml(self.files.content))
        return parts

    def _footer_texts(self) -> FooterTexts:
        """Return the texts of the footer on every slide."""
        options = self.deck.options
        return FooterTexts(
            self.deck.footer, options.date, options.back, options.back_to, options.transition, options.others
        )

    def _add_notes(self, slides: list[Part]) -> str | None:
        """Add a notes page for each page with notes; return the id of the relationship to the notes master, if there is one."""
        pages_with_notes = [(page, part) for page, part in zip(self.deck.pages, slides, strict=True) if page.notes]
        if not pages_with_notes:
            return None
        master = self.design.add_notes_master()
        for i, (page, slide) in enumerate(pages_with_notes, 1):
            part = self.package.add(f"/ppt/notesSlides/notesSlide{i}.xml", CT.PML_NOTES_SLIDE)
            part.relate(RT.NOTES_MASTER, master.part)
            part.relate(RT.SLIDE, slide)
            part.data = notes.notes_page_xml(page, part, master.colours, master.inherited, master.role).encode()
            slide.relate(RT.NOTES_SLIDE, part)
        return master.relation

    def _presentation_lists(self, notes_rel: str | None, slides: list[Part]) -> PresentationLists:
        ids = range(_FIRST_SLIDE_ID, _FIRST_SLIDE_ID + len(slides))
        rels = [self.presentation.relate(RT.SLIDE, part) for part in slides]
        slide_ids = "".join(f'<p:sldId id="{i}" r:id="{rel}"/>' for i, rel in zip(ids, rels, strict=True))
        slide_list = f"<p:sldIdLst>{slide_ids}</p:sldIdLst>" if slide_ids else ""
        sections = sections_extension(group_sections(self.deck.pages, self.deck.title), ids)
        return PresentationLists(slide_list, notes_rel, sections, self._add_fonts())

    def _add_fonts(self) -> str:
        """Add the embedded fonts, and return the list of them as XML; empty without fonts."""
        if not self.files.fonts:
            return ""
        faces: dict[str, str] = {}
        for i, font in enumerate(self.files.fonts, 1):
            part = self.package.add(f"/ppt/fonts/font{i}.fntdata", CT.X_FONTDATA, font.data)
            face = f'<p:{font.face} r:id="{self.presentation.relate(RT.FONT, part)}"/>'
            faces[font.family] = faces.get(font.family, "") + face
        entries = (
            f'<p:embeddedFont><p:font typeface="{attribute(family)}"/>{each}</p:embeddedFont>'
            for family, each in faces.items()
        )
        return f"<p:embeddedFontLst>{''.join(entries)}</p:embeddedFontLst>"

    def _add_custom_xml(self, n: int, schema: str, xml: str = "") -> Part:
        item = self.package.add(f"/customXml/item{n}.xml", CT.XML, xml)
        xml_of_properties = origins.item_properties_xml(schema)
        item.relate(
            RT.CUSTOM_XML_PROPS,
            self.package.add(f"/customXml/itemProps{n}.xml", CT.OFC_CUSTOM_XML_PROPERTIES, xml_of_properties),
        )
        self.presentation.relate(RT.CUSTOM_XML, item)
        return item

    def _new_creation_id(self, kind: str, name: str) -> int:
        return unique_number(f"{kind} {name}", self.creation_ids)


def _design(context: DesignContext, layouts: Mapping[LayoutKey, SlideLayout], template: bytes) -> Design:
    """Return what writes master and layouts: those of the brand, or those of its template."""
    if context.brand.template is None:
        return OwnDesign(context, layouts)
    from deckgen.writer.template_design import TemplateDesign  # noqa: PLC0415 -- 2 ms, for brands with a template only

    return TemplateDesign(context, layouts, template)


def _layout_part(layouts: Mapping[LayoutKey, Part], page: Page) -> Part:
    try:
        return layouts[page.layout_key]
    except KeyError:
        message = f"the slide {page.id} asks for the layout {page.layout!r}, which the brand does not have"
        raise WriterError(message) from None
