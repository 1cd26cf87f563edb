"""A slide of another file, as a handout carries it: what its shapes show, without the workbooks behind charts and without names.

A workbook has all cells and sheets, hidden ones too, not only those that its chart draws; the names of shapes are often those of
people or of files. A chart keeps the values that it draws.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from lxml import etree
from msgspec.structs import replace

from deckgen.ir.carried import CarriedPart, CarriedRelation, CarriedSlide
from deckgen.ooxml.opc import P, R
from deckgen.slide_files.charts import C

_WORKBOOKS = "embeddings"
_LEFT_OUT = "the workbooks behind charts, since a handout has none"
_NAME = "Shape"


def as_handout(slide: CarriedSlide) -> CarriedSlide:
    """Return a slide without workbooks, and with neutral names of shapes; workbooks are in `left_out`."""
    kept = [number for number, part in enumerate(slide.parts) if part.folder != _WORKBOOKS]
    new_numbers = {number: new for new, number in enumerate(kept)}
    parts = tuple(_without_workbook(slide.parts[number], new_numbers) for number in kept)
    shapes = tuple(replace(shape, xml=_without_names(shape.xml)) for shape in slide.shapes)
    left_out = (*slide.left_out, *((_LEFT_OUT,) if len(parts) < len(slide.parts) else ()))
    digest = hashlib.sha256(f"{slide.digest} handout".encode()).hexdigest()
    relations = _kept(slide.relations, new_numbers)
    return replace(slide, parts=parts, shapes=shapes, relations=relations, left_out=left_out, digest=digest)


def _without_workbook(part: CarriedPart, new_numbers: Mapping[int, int]) -> CarriedPart:
    relations = _kept(part.relations, new_numbers)
    if len(relations) == len(part.relations):
        return replace(part, relations=relations)
    root, kept = etree.fromstring(part.data), {relation.id for relation in relations}
    for element in [e for e in root.iter(f"{C}externalData") if e.get(f"{R}id") not in kept]:
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)
    data = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return replace(part, data=data, relations=relations)


def _kept(relations: Iterable[CarriedRelation], new_numbers: Mapping[int, int]) -> tuple[CarriedRelation, ...]:
    """Return the relationships to addresses and to parts that stay, with the new numbers of these."""
    return tuple(
        each if each.part is None else replace(each, part=new_numbers[each.part])
        for each in relations
        if each.part is None or each.part in new_numbers
    )


def _without_names(xml: bytes) -> bytes:
    root = etree.fromstring(xml)
    for identity in root.iter(f"{P}cNvPr"):
        identity.set("name", _NAME)
    return etree.tostring(root)
