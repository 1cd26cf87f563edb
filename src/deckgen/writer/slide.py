"""A page of frames → the XML of a slide and its relationships.

Shapes are counted from 2 in the order of the frames, which is reading order; footer and slide number come last. The
first frame of a slot stands in the slot's placeholder, any other is an ordinary shape; a slot without a frame leaves
nothing behind.
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
from deckgen.writer.picture import Media, picture
from deckgen.writer.placeholders import CLOSING, TEXT_KINDS, Placeholder
from deckgen.writer.shape import drawn_shape, non_visual, shape_properties, shape_tree, transform
from deckgen.writer.table import TableWriter
from deckgen.writer.text import Inherited, TextWriter, body_properties, inherited
from deckgen.writer.xml import HEAD, NAMESPACES, clean, creation

_SCHEMES = frozenset({"http", "https", "mailto"})
_TRANSITIONS = {"none": "", "fade": '<p:transition spd="med"><p:fade/></p:transition>'}
_SAFE = "!#$%&'()*+,/:;=?@[]~"


class FooterTexts(Struct, frozen=True):
    """What every slide has at its foot, empty where it has none, and how it gives way to the next.

    `back` is the text of the link to the page `agenda`.
    """

    footer: str = ""
    date: str = ""
    back: str = ""
    agenda: str = ""
    transition: str = "none"


class DeckContext(Struct, frozen=True):
    """What a slide needs of the rest of the deck: colours, charts, pictures, the parts of all pages, the foot."""

    colours: Colours
    drawings: Mapping[ChartFrame, Drawing]
    media: Media
    slides: Mapping[str, Part]
    table_style: str
    foot: FooterTexts
    made: dict[str, dict[tuple[object, ...], str]] = field(default_factory=dict)
    """What slides of a language have made of text already."""


class SlideWriter:
    """Writes one slide. `traces` tells, once it is written, which shape shows what."""

    def __init__(self, page: Page, part: Part, places: Mapping[str, Placeholder], around: DeckContext) -> None:
        self.page, self.part, self.places, self.around = page, part, places, around
        self.traces: list[OriginTrace] = []
        self._shapes: list[str] = []
        self._names: dict[str, int] = {}
        self._filled: set[str] = set()
        self._setter = TextWriter(around.colours, page.language, self._link, around.made.setdefault(page.language, {}))
        self._tables = TableWriter(self._setter, around.colours, around.table_style)

    def xml(self, creation_id: int) -> str:
        """Give the whole slide."""
        last = [p for p in self.places.values() if p.slot.role in CLOSING]
        names = {p.slot.name for p in last}
        given = {f.slot: f for f in self.page.frames if isinstance(f, TextFrame) and f.slot in names}
        for frame in self.page.frames:
            if isinstance(frame, ShapeFrame) or frame.slot not in names:
                self._add(frame)
        for place in last:
            self._closing(place, given.get(place.slot.name))
        hidden = ' show="0"' if self.page.hidden else ""
        return (
            f"{HEAD}<p:sld {NAMESPACES}{hidden}><p:cSld>{shape_tree(''.join(self._shapes))}{creation(creation_id)}"
            f"</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{_TRANSITIONS[self.around.foot.transition]}</p:sld>"
        )

    def _add(self, frame: Frame) -> None:
        if isinstance(frame, TextFrame):
            self._text(frame)
        elif isinstance(frame, TableFrame):
            self._table(frame)
        elif isinstance(frame, ShapeFrame):
            self._native(frame)
        else:
            self._picture(frame)

    def _text(self, frame: TextFrame) -> None:
        place = self._place(frame.slot, TEXT_KINDS)
        shape_id, properties = self._identity(frame.name)
        base = inherited(place.slot) if place else Inherited()
        paragraphs = self._setter.paragraphs(frame.paragraphs, base)
        self._shapes.append(
            self._box(properties, place, self._look(frame, place), self._body(frame, place), paragraphs)
        )
        text = "\n".join("".join(run.text for run in p.runs) for p in frame.paragraphs)
        self.traces.append(OriginTrace(shape_id, frame.slot, frame.origin, text))

    def _box(self, properties: str, place: Placeholder | None, look: str, body: str, paragraphs: str) -> str:
        """Make a `p:sp` with text: in a placeholder, or a text box of its own."""
        kind = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>' if place else '<p:cNvSpPr txBox="1"/>'
        return (
            f"<p:sp><p:nvSpPr>{properties}{kind}{_own(place)}</p:nvSpPr>{look}"
            f"<p:txBody>{body}<a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
        )

    def _look(self, frame: TextFrame, place: Placeholder | None) -> str:
        """Position and ground, where they are not the placeholder's."""
        if place is None:
            plain = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            return f"<p:spPr>{transform(frame.box)}{plain}{self.around.colours.fill(frame.fill)}</p:spPr>"
        moved = transform(frame.box) if frame.box != place.slot.box else ""
        recoloured = frame.fill is not None and frame.fill != place.slot.fill
        inner = moved + (self.around.colours.fill(frame.fill) if recoloured else "")
        return f"<p:spPr>{inner}</p:spPr>" if inner else "<p:spPr/>"

    def _body(self, frame: TextFrame, place: Placeholder | None) -> str:
        if place and (frame.insets, frame.anchor) == (place.slot.insets, place.slot.anchor):
            return "<a:bodyPr/>"
        return body_properties(frame.insets, frame.anchor, "<a:normAutofit/>" if place else "<a:noAutofit/>")

    def _table(self, frame: TableFrame) -> None:
        place = self._place(frame.slot, frozenset({"tbl"}))
        shape_id, properties = self._identity(frame.name, frame.alt)
        self._shapes.append(
            f'<p:graphicFrame><p:nvGraphicFramePr>{properties}<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/>'
            f"</p:cNvGraphicFramePr>{_own(place)}</p:nvGraphicFramePr>{transform(frame.box, 'p:xfrm')}"
            f"{self._tables.graphic(frame)}</p:graphicFrame>"
        )
        self.traces.extend(table_traces(frame, shape_id))
        for mark in frame.marks:
            self._native(mark)

    def _picture(self, frame: ChartFrame | PictureFrame) -> None:
        place = self._place(frame.slot, frozenset({"pic"}))
        shape_id, properties = self._identity(frame.name, frame.alt)
        rel_ids = [self.part.relate(RT.IMAGE, image) for image in self._images(frame)]
        element = place.element() if place else ""
        self._shapes.append(picture(properties, element, rel_ids, frame.box))
        self.traces.append(OriginTrace(shape_id, frame.slot, frame.origin, frame.alt))

    def _images(self, frame: ChartFrame | PictureFrame) -> list[Part]:
        """Give the part of a picture; of a chart or a drawing, its PNG and its SVG."""
        if isinstance(frame, PictureFrame):
            return self.around.media.file(frame.file)
        drawing = self.around.drawings.get(frame)
        if drawing is None:
            raise WriterError(f"the chart {frame.name!r} on the slide {self.page.id} was not drawn")
        parts = [self.around.media.png(drawing.png)]
        return [*parts, self.around.media.svg(drawing.svg)] if drawing.svg else parts

    def _native(self, frame: ShapeFrame) -> None:
        _, properties = self._identity(frame.name, frame.alt, decorative=True)
        look = shape_properties(frame.shape, frame.box, self.around.colours.fill(frame.fill))
        self._shapes.append(drawn_shape(properties, look))

    def _closing(self, place: Placeholder, frame: TextFrame | None) -> None:
        """Footer, date, link or slide number: the frame's if there is one, else the deck's."""
        foot, role = self.around.foot, place.slot.role
        shown = {"footer": foot.footer, "date": foot.date}.get(role, "")
        if role == "number":
            box = frame.box if frame is not None else place.slot.box
            self._plain(place, self._setter.slide_number(self.page.number), box)
        elif frame is not None:
            self._text(frame)
        elif role == "back" and foot.back and self.page.id != foot.agenda:
            self._plain(place, self._back(place), place.slot.box)
        elif shown:
            self._plain(place, self._setter.plain(shown), place.slot.box)

    def _back(self, place: Placeholder) -> str:
        """Make the paragraph that leads back to the agenda."""
        foot, base = self.around.foot, inherited(place.slot)
        run = FrameRun(
            foot.back, base.size or 1000, base.role or "muted", base.bold, base.italic, link=f"#{foot.agenda}"
        )
        paragraph = FrameParagraph((run,), base.align, space_before=base.space_before, line_spacing=base.line_spacing)
        return self._setter.paragraphs([paragraph], base)

    def _plain(self, place: Placeholder, paragraph: str, box: Box) -> None:
        _, properties = self._identity(place.title)
        look = "<p:spPr/>" if box == place.slot.box else f"<p:spPr>{transform(box)}</p:spPr>"
        self._shapes.append(self._box(properties, place, look, "<a:bodyPr/>", paragraph))

    def _place(self, slot: str, kinds: frozenset[str]) -> Placeholder | None:
        """Give the placeholder of a slot, if it takes this kind of content and no frame stands in it yet."""
        place = self.places.get(slot)
        if place is None or place.kind not in kinds or slot in self._filled:
            return None
        self._filled.add(slot)
        return place

    def _identity(self, name: str, alt: str = "", *, decorative: bool = False) -> tuple[int, str]:
        """Give the next shape id, and the `p:cNvPr` with a name that no other shape of the slide has."""
        shape_id = len(self._shapes) + 2
        name = clean(name) or "Shape"
        times = self._names[name] = self._names.get(name, 0) + 1
        if times > 1:
            name = f"{name} {shape_id}"
            self._names[name] = self._names.get(name, 0) + 1
        return shape_id, non_visual(shape_id, name, alt, decorative=decorative)

    def _link(self, address: str) -> str:
        """Give the attributes of a link's `a:hlinkClick`; empty where it leads nowhere: the text stands unlinked."""
        if address.startswith("#"):
            target = self.around.slides.get(address[1:])
            if target is None:
                return ""
            return f'r:id="{self.part.relate(RT.SLIDE, target)}" action="ppaction://hlinksldjump"'
        url = web_address(address)
        return f'r:id="{self.part.relate(RT.HYPERLINK, url)}"' if url else ""


def web_address(address: str) -> str:
    """Make an address as a package may hold it: http, https or mailto, in ASCII. Empty where it is none of these."""
    try:
        parts = urlsplit(clean(address).strip())
        if parts.scheme not in _SCHEMES or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
            return ""
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, *(quote(piece, safe=_SAFE) for piece in (host, *parts[2:]))))


def _own(place: Placeholder | None) -> str:
    """Give the `p:nvPr` of a shape, in its placeholder or free."""
    return f"<p:nvPr>{place.element()}</p:nvPr>" if place else "<p:nvPr/>"
