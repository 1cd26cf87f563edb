"""Write a page of frames as the XML of a slide, with its relationships.

Shapes are numbered from 2 in the order of the frames, which is the reading order; footer and slide number are last. The first
frame of a slot fills the slot's placeholder, any other is an ordinary shape. A slot without a frame leaves no empty placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

from msgspec import Struct, field

from deckgen.ir.frames import (
    Box,
    ChartFrame,
    Drawing,
    Frame,
    FrameParagraph,
    FrameRun,
    Page,
    PictureFrame,
    ShapeFrame,
    TableFrame,
    TextFrame,
)
from deckgen.ooxml.names import RT
from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.origins import OriginTrace, table_traces
from deckgen.writer.package import Part
from deckgen.writer.picture import Media, picture_xml
from deckgen.writer.placeholders import FOOTER_ORDER, TEXT_KINDS, Placeholder
from deckgen.writer.shape import non_visual_properties, shape_properties, shape_tree, textless_shape, transform
from deckgen.writer.table import TableWriter
from deckgen.writer.text import InheritedStyle, TextWriter, body_properties, inherited_style
from deckgen.writer.xml import HEAD, NAMESPACES, clean, creation_id_extension

_URL_SCHEMES = frozenset({"http", "https", "mailto"})
_TRANSITIONS = {"none": "", "fade": '<p:transition spd="med"><p:fade/></p:transition>'}
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"


class FooterTexts(Struct, frozen=True):
    """The texts in the footer zone of every slide, empty if there are none, and the transition to the next slide.

    `back` is the text of the link back to the agenda, `agenda` the id of that page.
    """

    footer: str = ""
    date: str = ""
    back: str = ""
    agenda: str = ""
    transition: str = "none"


class DeckContext(Struct, frozen=True):
    """What all slides of a deck share: colours, charts, pictures, the parts of all slides by page id, and the footer."""

    colours: Colours
    drawings: Mapping[ChartFrame, Drawing]
    media: Media
    slide_parts: Mapping[str, Part]
    table_style_id: str
    footer_texts: FooterTexts
    text_caches: dict[str, dict[tuple[object, ...], str]] = field(default_factory=dict)
    """XML of text that is already written, by language; slides of one language share a cache."""


class SlideWriter:
    """Writes one slide. Afterwards, `traces` records which shape shows which content."""

    def __init__(self, page: Page, part: Part, placeholders: Mapping[str, Placeholder], context: DeckContext) -> None:
        self.page, self.part, self.placeholders, self.context = page, part, placeholders, context
        self.traces: list[OriginTrace] = []
        self._shapes: list[str] = []
        self._names: dict[str, int] = {}
        self._used_slots: set[str] = set()
        text_cache = context.text_caches.setdefault(page.language, {})
        self._text_writer = TextWriter(context.colours, page.language, self._link_attributes, text_cache)
        self._table_writer = TableWriter(self._text_writer, context.colours, context.table_style_id)

    def xml(self, creation_id: int) -> str:
        """Return the complete XML of the slide."""
        footer_placeholders = [p for p in self.placeholders.values() if p.slot.role in FOOTER_ORDER]
        footer_slots = {p.slot.name for p in footer_placeholders}
        footer_frames = {f.slot: f for f in self.page.frames if isinstance(f, TextFrame) and f.slot in footer_slots}
        for frame in self.page.frames:
            if isinstance(frame, ShapeFrame) or frame.slot not in footer_slots:
                self._add_frame(frame)
        for placeholder in footer_placeholders:
            self._add_footer_item(placeholder, footer_frames.get(placeholder.slot.name))
        hidden = ' show="0"' if self.page.hidden else ""
        transition = _TRANSITIONS[self.context.footer_texts.transition]
        return (
            f"{HEAD}<p:sld {NAMESPACES}{hidden}><p:cSld>{shape_tree(''.join(self._shapes))}{creation_id_extension(creation_id)}"
            f"</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{transition}</p:sld>"
        )

    def _add_frame(self, frame: Frame) -> None:
        if isinstance(frame, TextFrame):
            self._add_text(frame)
        elif isinstance(frame, TableFrame):
            self._add_table(frame)
        elif isinstance(frame, ShapeFrame):
            self._add_native_shape(frame)
        else:
            self._add_picture(frame)

    def _add_text(self, frame: TextFrame) -> None:
        placeholder = self._claim_placeholder(frame.slot, TEXT_KINDS)
        shape_id, identity = self._next_identity(frame.name)
        base = inherited_style(placeholder.slot) if placeholder else InheritedStyle()
        paragraphs = self._text_writer.paragraphs(frame.paragraphs, base)
        properties, body = self._shape_properties(frame, placeholder), self._body_properties(frame, placeholder)
        self._shapes.append(_text_shape(identity, placeholder, properties, body, paragraphs))
        text = "\n".join("".join(run.text for run in p.runs) for p in frame.paragraphs)
        self.traces.append(OriginTrace(shape_id, frame.slot, frame.origin, text))

    def _shape_properties(self, frame: TextFrame, placeholder: Placeholder | None) -> str:
        """Return the `p:spPr` of a text frame: its position and fill, where they differ from the placeholder's."""
        if placeholder is None:
            plain = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            return f"<p:spPr>{transform(frame.box)}{plain}{self.context.colours.fill(frame.fill)}</p:spPr>"
        moved = transform(frame.box) if frame.box != placeholder.slot.box else ""
        recoloured = frame.fill is not None and frame.fill != placeholder.slot.fill
        inner = moved + (self.context.colours.fill(frame.fill) if recoloured else "")
        return f"<p:spPr>{inner}</p:spPr>" if inner else "<p:spPr/>"

    def _body_properties(self, frame: TextFrame, placeholder: Placeholder | None) -> str:
        if placeholder and (frame.insets, frame.anchor) == (placeholder.slot.insets, placeholder.slot.anchor):
            return "<a:bodyPr/>"
        return body_properties(frame.insets, frame.anchor, "<a:normAutofit/>" if placeholder else "<a:noAutofit/>")

    def _add_table(self, frame: TableFrame) -> None:
        placeholder = self._claim_placeholder(frame.slot, frozenset({"tbl"}))
        shape_id, identity = self._next_identity(frame.name, frame.alt)
        self._shapes.append(
            f'<p:graphicFrame><p:nvGraphicFramePr>{identity}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr>{_placeholder_properties(placeholder)}</p:nvGraphicFramePr>{transform(frame.box, 'p:xfrm')}"
            f"{self._table_writer.graphic_xml(frame)}</p:graphicFrame>"
        )
        self.traces.extend(table_traces(frame, shape_id))
        for mark in frame.marks:
            self._add_native_shape(mark)

    def _add_picture(self, frame: ChartFrame | PictureFrame) -> None:
        placeholder = self._claim_placeholder(frame.slot, frozenset({"pic"}))
        shape_id, identity = self._next_identity(frame.name, frame.alt)
        rel_ids = [self.part.relate(RT.IMAGE, image) for image in self._image_parts(frame)]
        element = placeholder.ph_element() if placeholder else ""
        self._shapes.append(picture_xml(identity, element, rel_ids, frame.box))
        self.traces.append(OriginTrace(shape_id, frame.slot, frame.origin, frame.alt))

    def _image_parts(self, frame: ChartFrame | PictureFrame) -> list[Part]:
        """Return the part of a picture; for a chart or a drawing, its PNG and its SVG."""
        if isinstance(frame, PictureFrame):
            return self.context.media.picture_parts(frame.digest)
        drawing = self.context.drawings.get(frame)
        if drawing is None:
            raise WriterError(f"the chart {frame.name!r} on the slide {self.page.id} was not drawn")
        parts = [self.context.media.png_part(drawing.png)]
        return [*parts, self.context.media.svg_part(drawing.svg)] if drawing.svg else parts

    def _add_native_shape(self, frame: ShapeFrame) -> None:
        _, identity = self._next_identity(frame.name, frame.alt, decorative=True)
        properties = shape_properties(frame.shape, frame.box, self.context.colours.fill(frame.fill))
        self._shapes.append(textless_shape(identity, properties))

    def _add_footer_item(self, placeholder: Placeholder, frame: TextFrame | None) -> None:
        """Add a footer, date, back link or slide number: that of the frame if there is one, else that of the deck."""
        texts, role = self.context.footer_texts, placeholder.slot.role
        text = {"footer": texts.footer, "date": texts.date}.get(role, "")
        if role == "number":
            box = frame.box if frame is not None else placeholder.slot.box
            self._add_placeholder(placeholder, self._text_writer.slide_number_paragraph(self.page.number), box)
        elif frame is not None:
            self._add_text(frame)
        elif role == "back" and texts.back and self.page.id != texts.agenda:
            self._add_placeholder(placeholder, self._back_paragraph(placeholder), placeholder.slot.box)
        elif text:
            self._add_placeholder(placeholder, self._text_writer.plain_paragraph(text), placeholder.slot.box)

    def _back_paragraph(self, placeholder: Placeholder) -> str:
        """Return the paragraph with the link back to the agenda."""
        texts, base = self.context.footer_texts, inherited_style(placeholder.slot)
        run = FrameRun(
            texts.back, base.size or 1000, base.role or "muted", base.bold, base.italic, link=f"#{texts.agenda}"
        )
        paragraph = FrameParagraph((run,), base.align, space_before=base.space_before, line_spacing=base.line_spacing)
        return self._text_writer.paragraphs([paragraph], base)

    def _add_placeholder(self, placeholder: Placeholder, paragraph: str, box: Box) -> None:
        _, identity = self._next_identity(placeholder.display_name)
        properties = "<p:spPr/>" if box == placeholder.slot.box else f"<p:spPr>{transform(box)}</p:spPr>"
        self._shapes.append(_text_shape(identity, placeholder, properties, "<a:bodyPr/>", paragraph))

    def _claim_placeholder(self, slot: str, kinds: frozenset[str]) -> Placeholder | None:
        """Return the placeholder of a slot if it accepts this kind of content and no frame has filled it yet."""
        placeholder = self.placeholders.get(slot)
        if placeholder is None or placeholder.kind not in kinds or slot in self._used_slots:
            return None
        self._used_slots.add(slot)
        return placeholder

    def _next_identity(self, name: str, alt: str = "", *, decorative: bool = False) -> tuple[int, str]:
        """Return the next shape id, and a `p:cNvPr` with a name that is unique on the slide."""
        shape_id = len(self._shapes) + 2
        name = clean(name) or "Shape"
        uses = self._names[name] = self._names.get(name, 0) + 1
        if uses > 1:
            name = f"{name} {shape_id}"
            self._names[name] = self._names.get(name, 0) + 1
        return shape_id, non_visual_properties(shape_id, name, alt, decorative=decorative)

    def _link_attributes(self, address: str) -> str:
        """Return the attributes of a link's `a:hlinkClick`; empty if the target is unknown: the text is then not linked."""
        if address.startswith("#"):
            target = self.context.slide_parts.get(address[1:])
            if target is None:
                return ""
            return f'r:id="{self.part.relate(RT.SLIDE, target)}" action="ppaction://hlinksldjump"'
        url = safe_url(address)
        return f'r:id="{self.part.relate(RT.HYPERLINK, url)}"' if url else ""


def safe_url(address: str) -> str:
    """Return an address as a package may store it: http, https or mailto, in ASCII; empty for any other address."""
    try:
        parts = urlsplit(clean(address).strip())
        if parts.scheme not in _URL_SCHEMES or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
            return ""
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, *(quote(piece, safe=_SAFE_IN_URL) for piece in (host, *parts[2:]))))


def _text_shape(identity: str, placeholder: Placeholder | None, properties: str, body: str, paragraphs: str) -> str:
    """Return a `p:sp` with text, in a placeholder or as a text box; `identity` is its `p:cNvPr`, `properties` its `p:spPr`."""
    kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if placeholder else '<p:cNvSpPr txBox="1"/>'
    return (
        f"<p:sp><p:nvSpPr>{identity}{kind}{_placeholder_properties(placeholder)}</p:nvSpPr>{properties}"
        f"<p:txBody>{body}<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def _placeholder_properties(placeholder: Placeholder | None) -> str:
    """Return the `p:nvPr` of a shape, with or without a placeholder."""
    return f"<p:nvPr>{placeholder.ph_element()}</p:nvPr>" if placeholder else "<p:nvPr/>"
