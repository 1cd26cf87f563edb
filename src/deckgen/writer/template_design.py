"""The design of an organisation's template: its parts as they are, and deckgen's layouts on its master.

What is added to parts of the template is spliced in: slides, sections and fonts into the presentation, layouts into the list of
the master, one style into the table styles.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence

from deckgen.brand.types import SlideLayout
from deckgen.ooxml.inheritance import Inherited, Master
from deckgen.ooxml.names import CT, RT
from deckgen.ooxml.opc import A, P
from deckgen.ooxml.splicing import Edit, Element, elements, inserted_at_end, removed_attribute, splice
from deckgen.writer.colours import Colours
from deckgen.writer.derived_layout import derived_layout_xml
from deckgen.writer.design import DesignContext, LayoutKey, NotesMaster, PresentationLists
from deckgen.writer.master_pictures import has_tracker
from deckgen.writer.notes import inherited_text
from deckgen.writer.own_design import SETTINGS, add_notes_master
from deckgen.writer.package import SMALL, Part
from deckgen.writer.table import table_style
from deckgen.writer.template_package import TemplatePackage
from deckgen.writer.text import FREE_TEXT, free_text
from deckgen.writer.theme import theme_xml
from deckgen.writer.xml import HEAD, NAMESPACES

_MEDIUM_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
"""PowerPoint's own default style of tables."""
_BEFORE_NOTES = ("sldMasterIdLst",)
_BEFORE_SLIDES = (*_BEFORE_NOTES, "notesMasterIdLst", "handoutMasterIdLst")
_BEFORE_FONTS = (*_BEFORE_SLIDES, "sldIdLst", "sldSz", "notesSz", "smartTags")


class TemplateDesign:
    """Carries a template, `data`, and adds the layouts of a deck to it. Raises WriterError if it cannot be read."""

    def __init__(self, context: DesignContext, layouts: Mapping[LayoutKey, SlideLayout], data: bytes) -> None:
        self.context, self.layouts = context, layouts
        use = context.brand.template
        assert use is not None
        self.template = TemplatePackage(data, use.master)
        if use.drops_unused:
            self.template.drop_unused(
                {layout.host for layout in layouts.values() if layout.is_host},
                {layout.host for layout in layouts.values()},
            )
        self.template.carry(context.package)
        self.presentation = self.template.presentation
        default = self.template.root.find(f"{P}defaultTextStyle")
        master = self.template.tree(self.template.master)
        self.source = Master(master, default)
        # Programs differ in what holds where a master states nothing: deckgen's placeholders state it.
        self.stated = Master(master, default, Inherited())
        self.free_text = free_text(default, master.find(f"{P}txStyles/{P}otherStyle"))

    def layout_keys(self) -> Sequence[LayoutKey]:
        """Return the keys of the layouts that the deck contains."""
        return tuple(self.layouts)

    def add_master(self) -> tuple[Mapping[LayoutKey, Part], Master]:
        """Add deckgen's layouts to the master of the template; return the layouts' parts, and the master."""
        master = self.template.master
        parts: dict[LayoutKey, Part] = {}
        entries = ""
        next_id = self.template.largest_id() + 1
        for key, layout in self.layouts.items():
            host = self.template.layout(layout.host)
            if layout.is_host:
                parts[key] = host
                continue
            part = self.context.package.add(
                _part_name(layout, host), CT.PML_SLIDE_LAYOUT, self._layout_xml(layout, host)
            )
            part.kept_relations, part.level = host.kept_relations, SMALL
            parts[key] = part
            entries += f'<p:sldLayoutId id="{next_id}" r:id="{master.relate(RT.SLIDE_LAYOUT, part)}"/>'
            next_id += 1
        master.data = _with_layouts(master.data, entries)
        return parts, self.source

    def _layout_xml(self, layout: SlideLayout, host: Part) -> bytes:
        context = self.context
        creation_id = context.new_creation_id("layout", layout.key)
        with_tracker = has_tracker(layout, context.brand.master)

        def write() -> str:
            root = self.template.tree(host)
            return derived_layout_xml(
                root,
                layout,
                self.stated,
                context.master_writer.for_layout(layout),
                creation_id,
                with_tracker=with_tracker,
            ).decode()

        return context.slide_parts.layout_xml(layout.key, write).encode()

    def add_notes_master(self) -> NotesMaster:
        """Return the notes master of the template; without one, add deckgen's own with a theme in the colours of the brand."""
        context = self.context
        kept = self.template.related(self.presentation, "notesMaster")
        if kept is not None:
            listed = self.template.package.relationships(self.presentation.name)
            relation = next(each.id for each in listed if each.target == kept.name)
            return NotesMaster(kept, relation, FREE_TEXT, context.colours, "inherited")
        own = DesignContext(
            context.deck, context.brand, context.package, Colours(context.brand), context.master_writer, context.media,
            context.slide_parts, context.new_creation_id,
        )  # fmt: skip
        theme = context.package.add(self.template.new_name("theme", "theme"), CT.OFC_THEME, theme_xml(context.brand))
        part = add_notes_master(own, theme)
        inherited = inherited_text(own.colours, context.deck.language)
        return NotesMaster(part, self.presentation.relate(RT.NOTES_MASTER, part), inherited, own.colours)

    def add_settings(self) -> None:
        """Add the brand's table style to those of the template, and the settings that it does not have."""
        for name, content_type, relation, xml in SETTINGS:
            if self.template.related(self.presentation, name) is None:
                self.presentation.relate(relation, self.context.package.add(f"/ppt/{name}.xml", content_type, xml))
        style = table_style(self.context.brand, self.context.colours)
        kept = self.template.related(self.presentation, "tableStyles")
        if kept is not None:
            kept.data = _appended(kept.data, style.replace("<a:tblStyle ", f'<a:tblStyle xmlns:a="{A[1:-1]}" ', 1))
            return
        xml = f'{HEAD}<a:tblStyleLst xmlns:a="{A[1:-1]}" def="{_MEDIUM_STYLE}">{style}</a:tblStyleLst>'
        part = self.context.package.add("/ppt/tableStyles.xml", CT.PML_TABLE_STYLES, xml)
        self.presentation.relate(RT.TABLE_STYLES, part)

    def presentation_xml(self, lists: PresentationLists) -> bytes:
        """Return the presentation part of the template with the slides, sections and fonts of the deck."""
        data = self.presentation.data
        found = elements(data)
        root = found[0]
        children = {element.tag: element for element in found if element.parent == 0}
        edits = [_inserted(children, _BEFORE_SLIDES, lists.slides)]
        if lists.notes_master and f"{P}notesMasterIdLst" not in children:
            notes_list = (
                f'<p:notesMasterIdLst {NAMESPACES}><p:notesMasterId r:id="{lists.notes_master}"/></p:notesMasterIdLst>'
            )
            edits = [_inserted(children, _BEFORE_NOTES, notes_list + _qualified(lists.slides))]
        if lists.fonts:
            old = children.get(f"{P}embeddedFontLst")
            fonts = _qualified(lists.fonts).encode()
            edits.append((old.start, old.end, fonts) if old else _inserted(children, _BEFORE_FONTS, lists.fonts))
        if lists.sections:
            edits.append(_with_extension(children.get(f"{P}extLst"), root, data, lists.sections))
        first_number = removed_attribute(root, data, "firstSlideNum")
        if first_number is not None:  # deckgen numbers slides from 1, in references as well
            edits.append(first_number)
        return splice(data, edits)


def _part_name(layout: SlideLayout, host: Part) -> str:
    """Return the name of the part of a layout, beside its host: the same whatever other layouts a deck contains."""
    return f"{posixpath.dirname(host.name)}/deckgen-{layout.key.replace('+', '-with-')}.xml"


def _with_layouts(data: bytes, entries: str) -> bytes:
    """Return a master with more layouts in its list."""
    if not entries:
        return data
    listed = next(element for element in elements(data) if element.tag == f"{P}sldLayoutIdLst")
    return splice(data, [inserted_at_end(listed, data, _qualified(entries, "p:sldLayoutId").encode())])


def _appended(data: bytes, xml: str) -> bytes:
    return splice(data, [inserted_at_end(elements(data)[0], data, xml.encode())])


def _qualified(xml: str, tag: str = "") -> str:
    """Return XML with namespaces of its own on each element that is spliced in."""
    opening = f"<{tag or xml[1:].partition(' ')[0].partition('>')[0]}"
    return xml.replace(opening, f"{opening} {NAMESPACES}") if xml else ""


def _inserted(children: Mapping[str, Element], before: Sequence[str], xml: str) -> Edit:
    """Return the edit that puts XML after the last of some children of the presentation."""
    at = max(children[f"{P}{name}"].end for name in before if f"{P}{name}" in children)
    qualified = xml if NAMESPACES in xml else _qualified(xml)
    return at, at, qualified.encode()


def _with_extension(extensions: Element | None, root: Element, data: bytes, extension: str) -> Edit:
    """Return the edit that adds an extension to the presentation."""
    if extensions is None:
        return inserted_at_end(root, data, f"<p:extLst {NAMESPACES}>{extension}</p:extLst>".encode())
    return inserted_at_end(extensions, data, _qualified(extension).encode())
