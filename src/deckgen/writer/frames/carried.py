"""Write the shapes of a slide of another file: at their places on the page, with ids and relationships of their own."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from deckgen.ir.carried import CarriedPart
from deckgen.ir.frames import CarriedFrame, Page
from deckgen.ooxml.language_tags import office_language
from deckgen.ooxml.opc import P, R
from deckgen.writer.carried_scaling import FULL, place_shape, scaled_chart
from deckgen.writer.package import Part
from deckgen.writer.shape import non_visual_properties, transform
from deckgen.writer.slide_shapes import DeckContext, SlideShapes

_REFERENCES = ("stCxn", "endCxn")
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def add_carried(shapes: SlideShapes, frame: CarriedFrame) -> None:
    """Add the shapes of a slide of another file. Raises WriterError if it was not read."""
    slide = shapes.context.media.carried_slide(frame.digest)
    parts = carried_parts(shapes.context, shapes.page, frame)
    new_ids = {
        relation.id: shapes.part.relate(
            relation.kind, relation.address if relation.part is None else parts[relation.part]
        )
        for relation in slide.relations
    }
    if slide.ground and frame.ground is not None:
        _add_ground(shapes, frame, slide.ground)
    first = len(shapes.elements) + 2
    roots = [etree.fromstring(shape.xml) for shape in slide.shapes]
    _number([element for root in roots for element in root.iter(f"{P}cNvPr")], roots, first)
    descriptions = dict(frame.descriptions)
    for root, shape in zip(roots, slide.shapes, strict=True):
        place_shape(root, frame.scale, frame.offset)
        _relink(root, new_ids)
        _state_language(root, shapes.page.language)
        own = next(root.iter(f"{P}cNvPr"))
        if shape.outline.name in descriptions:
            own.set("descr", descriptions[shape.outline.name])
        shape_id = len(shapes.elements) + 2
        # Every member of a group has an id: the list of elements is as long as there are ids.
        shapes.elements += [etree.tostring(root, encoding="unicode"), *[""] * (shape.members - 1)]
        shapes.record(shape_id, frame.slot, frame.origin, shape.outline.text)


def carried_parts(context: DeckContext, page: Page, frame: CarriedFrame) -> list[Part]:
    """Return the parts of a slide of another file: its pictures, charts and workbooks. Raises WriterError if it was not read."""

    def change(part: CarriedPart) -> bytes:
        is_chart = part.folder == "charts" and part.content_type.endswith("drawingml.chart+xml")
        return scaled_chart(part.data, frame.scale) if is_chart and frame.scale != FULL else part.data

    return context.media.carried_parts(page.id, frame.digest, change)


def _add_ground(shapes: SlideShapes, frame: CarriedFrame, fill: str) -> None:
    """Add the background of the file as a rectangle behind its shapes."""
    assert frame.ground is not None
    shape_id, _ = shapes.next_identity("Background", decorative=True)
    identity = non_visual_properties(shape_id, "Background", decorative=True)
    shapes.elements.append(
        f"<p:sp><p:nvSpPr>{identity}<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{transform(frame.ground)}"
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{fill}<a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _number(identities: list[etree._Element], roots: list[etree._Element], first: int) -> None:
    """Give each shape the next id, let connectors lead to the new ids, and let no two shapes have one name."""
    new_ids: dict[str, str] = {}
    used: dict[str, int] = {}
    for number, own in enumerate(identities, first):
        new_ids.setdefault(own.get("id", ""), str(number))
        own.set("id", str(number))
        name = own.get("name", "") or "Shape"
        used[name] = used.get(name, 0) + 1
        own.set("name", name if used[name] == 1 else f"{name} {number}")
    for root in roots:
        for reference in [e for name in _REFERENCES for e in root.iter(f"{_A}{name}")]:
            if (new := new_ids.get(reference.get("id", ""))) is not None:
                reference.set("id", new)
            elif (parent := reference.getparent()) is not None:
                parent.remove(reference)


def _state_language(root: etree._Element, language: str) -> None:
    """Let text whose language the file does not state be in that of the page."""
    for run in root.iter(f"{_A}r", f"{_A}fld"):
        properties = run.find(f"{_A}rPr")
        if properties is None:
            properties = etree.Element(f"{_A}rPr")
            run.insert(0, properties)
        if not properties.get("lang"):
            properties.set("lang", office_language(language))


def _relink(root: etree._Element, new_ids: Mapping[str, str]) -> None:
    for element in root.iter():
        for name, value in element.attrib.items():
            if str(name).startswith(R) and value in new_ids:
                element.set(name, new_ids[str(value)])
