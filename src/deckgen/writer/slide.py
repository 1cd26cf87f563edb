"""Write a page of frames as the XML of a slide, with its relationships.

The order of the frames is the reading order; footer, slide number and tracker are last. A slot without a frame leaves no empty
placeholder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deckgen.ir.direction import is_right_to_left
from deckgen.ir.frames import Box, FrameParagraph, FrameRun, Page, TextFrame
from deckgen.writer.frames import FRAME_IMAGES, FRAME_WRITERS
from deckgen.writer.frames.text import add_text
from deckgen.writer.inherited import without_inherited
from deckgen.writer.package import Part
from deckgen.writer.placeholders import FOOTER_ORDER, Placeholder
from deckgen.writer.shape import shape_tree, text_shape, transform
from deckgen.writer.slide_shapes import DeckContext, SlideShapes
from deckgen.writer.text import alignment, first_style
from deckgen.writer.tracker import add_tracker
from deckgen.writer.xml import HEAD, NAMESPACES, creation_id_extension

_TRANSITIONS = {"none": "", "fade": '<p:transition spd="med"><p:fade/></p:transition>'}


def image_names(page: Page, context: DeckContext) -> list[str]:
    """Add the images of a slide to the package; return the names of their parts, in the order in which the slide shows them.

    Raises WriterError if a chart was not drawn, or a picture not prepared.
    """
    found = ((FRAME_IMAGES.get(type(frame)), frame) for frame in page.frames)
    return [image.name for images_of, frame in found if images_of for image in images_of(context, page, frame)]


class SlideWriter:
    """Writes one slide. Afterwards, `shapes.origins` has the record of which shape shows which content."""

    def __init__(self, page: Page, part: Part, placeholders: Mapping[str, Placeholder], context: DeckContext) -> None:
        self.page, self.placeholders, self.footer_texts = page, placeholders, context.footer_texts.of(page.language)
        self.shapes = SlideShapes(page, part, placeholders, context)

    def xml(self, creation_id: int) -> str:
        """Return the complete XML of the slide."""
        footer_placeholders = [p for p in self.placeholders.values() if p.slot.role in FOOTER_ORDER]
        footer_slots = {p.slot.name for p in footer_placeholders}
        footer_frames = {frame.slot: frame for frame in self.page.frames_of(TextFrame)}
        for frame in self.page.frames:
            if frame.slot not in footer_slots:
                FRAME_WRITERS[type(frame)](self.shapes, frame)
        is_tracker_above = self._is_tracker_above(footer_placeholders)
        if is_tracker_above:
            add_tracker(self.shapes)
        for placeholder in footer_placeholders:
            self._add_footer_item(placeholder, footer_frames.get(placeholder.slot.name))
        if not is_tracker_above:
            add_tracker(self.shapes)
        hidden = ' show="0"' if self.page.hidden else ""
        transition = _TRANSITIONS[self.footer_texts.transition]
        tree = shape_tree("".join(self.shapes.elements))
        return (
            f"{HEAD}<p:sld {NAMESPACES}{hidden}><p:cSld>{tree}{creation_id_extension(creation_id)}"
            f"</p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{transition}</p:sld>"
        )

    def _is_tracker_above(self, footer_placeholders: Sequence[Placeholder]) -> bool:
        """Whether the tracker is read before the footer, because it stands above it."""
        tracker = self.shapes.context.tracker
        return tracker is not None and any(
            tracker.entries[0].strip.bottom <= placeholder.slot.box.y for placeholder in footer_placeholders
        )

    def _add_footer_item(self, placeholder: Placeholder, frame: TextFrame | None) -> None:
        """Add a footer, date, back link or slide number: that of the frame if there is one, else that of the deck."""
        texts, role = self.footer_texts, placeholder.slot.role
        text = {"footer": texts.footer, "date": texts.date}.get(role, "")
        if role == "number":
            box = frame.box if frame is not None else placeholder.slot.box
            number = self.shapes.text_writer.slide_number_paragraph(self.page.number, self._direction(placeholder))
            self._add_placeholder(placeholder, number, box)
        elif frame is not None:
            add_text(self.shapes, frame)
        elif role == "back" and texts.back and self.page.id != texts.agenda:
            self._add_placeholder(placeholder, self._back_paragraph(placeholder), placeholder.slot.box)
        elif text:
            paragraph = self.shapes.text_writer.plain_paragraph(text, self._direction(placeholder))
            self._add_placeholder(placeholder, paragraph, placeholder.slot.box)

    def _direction(self, placeholder: Placeholder) -> str:
        """Return the `a:pPr` with the direction of the slide, where a template has another one for the placeholder."""
        inherited = self.shapes.inherited(placeholder).levels[0].paragraph.get("rtl", "0")
        own = str(int(is_right_to_left(self.page.language)))
        if inherited == own:
            return ""
        align = alignment(first_style(placeholder.slot).align, self.page.language)
        return f'<a:pPr algn="{align}" rtl="{own}"/>'

    def _back_paragraph(self, placeholder: Placeholder) -> str:
        """Return the paragraph with the link back to the agenda."""
        texts, style = self.footer_texts, first_style(placeholder.slot)
        link, is_heading = f"#{texts.agenda}", style.font == "heading"
        run = FrameRun(texts.back, style.size, style.role, style.bold, style.italic, link=link, heading=is_heading)
        paragraph = FrameParagraph(
            (run,), style.align, space_before=style.space_before, line_spacing=style.line_spacing
        )
        return self.shapes.text_writer.paragraphs([paragraph], self.shapes.inherited(placeholder))

    def _add_placeholder(self, placeholder: Placeholder, paragraph: str, box: Box) -> None:
        _, identity = self.shapes.next_identity(placeholder.display_name)
        inherited = self.shapes.inherited(placeholder)
        properties = without_inherited(f"<p:spPr>{transform(box)}</p:spPr>", inherited.shape)
        self.shapes.elements.append(text_shape(identity, placeholder, properties, "<a:bodyPr/>", paragraph))
