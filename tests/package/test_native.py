"""The deck uses PowerPoint's own means: theme, layouts, placeholders.

Each test does to the file what a presenter may do: choose another theme, reset a slide, choose another layout.
"""

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest
from lxml import etree
from pptx import Presentation

from deckgen.ooxml import opc
from deckgen.ooxml.inheritance import Layout, Master
from deckgen.ooxml.opc import A, P
from deckgen.package import findings
from deckgen.package.shapes import is_decorative, placeholder, shapes
from deckgen.package.slide_appearance import SlideAppearance


@pytest.fixture(scope="module")
def package(deck: bytes) -> opc.Package:
    return opc.read(deck)


def with_another_theme(data: bytes) -> bytes:
    """Return the same deck with the colours of the theme inverted, and another font."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            text = old.read(entry)
            if entry.filename.startswith("ppt/theme/"):
                text = re.sub(
                    rb'srgbClr val="(\w{6})"', lambda m: b'srgbClr val="%06X"' % (0xFFFFFF ^ int(m[1], 16)), text
                )
                text = text.replace(b'"Source Sans Pro"', b'"Georgia"')
            new.writestr(entry, text)
    return out.getvalue()


def colours(package: opc.Package) -> Iterator[tuple[str, str, tuple[float, float, float] | None]]:
    """Yield every colour of all slides, layouts and masters: its part, its XML, and the displayed colour."""
    for part in package.slides():
        sheet = SlideAppearance(package, part)
        for root in (sheet.root, sheet.layout, sheet.master):
            assert root is not None
            for element in root.iter(f"{A}solidFill", f"{A}buClr", f"{A}fontRef"):
                if len(element):
                    yield part, etree.tostring(element[0]).decode(), sheet.palette.colour(element)


def test_another_theme_changes_every_colour(deck: bytes, package: opc.Package) -> None:
    before, after = list(colours(package)), list(colours(opc.read(with_another_theme(deck))))
    assert len(before) == len(after) > 1000
    unchanged = {(part, written) for (part, written, old), (*_, new) in zip(before, after, strict=True) if old == new}
    assert unchanged == set()


def test_only_the_theme_names_colours_and_fonts(package: opc.Package) -> None:
    literal = {f"{A}{name}" for name in ("srgbClr", "sysClr", "prstClr", "hslClr", "scrgbClr")}
    for part in package.content_parts():
        if part.endswith(".xml") and "/theme/" not in part:
            found = list(package.tree(part).iter(etree.Element))
            assert not [e for e in found if e.tag in literal], part
            faces = {e.get("typeface") for e in found if e.get("typeface") is not None}
            assert all(face.startswith("+") for face in faces), part


def test_tables_use_the_table_style_of_the_brand(package: opc.Package) -> None:
    [styles] = package.related(package.presentation(), "tableStyles")
    known = {e.get("styleId") for e in package.tree(styles).iter(f"{A}tblStyle")}
    tables = [t for part in package.slides() for t in package.tree(part).iter(f"{A}tbl")]
    assert tables
    assert {t.findtext(f"{A}tblPr/{A}tableStyleId") for t in tables} == known


def is_link_without_text(shape: etree._Element) -> bool:
    """Whether a shape shows nothing but is a place to click, as the links of the tracker at the foot are."""
    properties = shape.find(f"{P}nvSpPr/{P}cNvPr")
    return properties is not None and properties.find(f"{A}hlinkClick") is not None and not list(shape.iter(f"{A}t"))


def test_all_content_is_in_placeholders(package: opc.Package) -> None:
    for part in package.slides():
        for shape in shapes(package.tree(part)):
            without_content = is_decorative(shape) or is_link_without_text(shape)
            assert without_content or placeholder(shape) is not None, f"{part}: {shape[0][0].get('name')}"


def reset(shape: etree._Element) -> None:
    """Do to a placeholder what Reset Slide does: position, size, outline and text formatting are the layout's again."""
    shape_properties = shape.find(f"{P}spPr")
    if shape_properties is not None and shape.tag == f"{P}sp":
        for child in list(shape_properties):
            shape_properties.remove(child)
    body = shape.find(f"{P}txBody/{A}bodyPr")
    if body is not None:
        body.attrib.clear()
        for child in list(body):
            body.remove(child)
    for properties in shape.iter(f"{A}rPr", f"{A}endParaRPr"):
        for name in set(properties.attrib) - {"lang"}:
            del properties.attrib[name]
        for child in [c for c in properties if c.tag != f"{A}hlinkClick"]:
            properties.remove(child)


def slide_texts(slide: object) -> list[str]:
    """Return all texts of a slide, shape by shape; of a picture, the alt text."""
    texts = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            texts.append(shape.text_frame.text)
        elif getattr(shape, "has_table", False):
            texts += [cell.text for row in shape.table.rows for cell in row.cells]
        else:
            texts.append(shape._element.xpath(".//p:cNvPr/@descr")[0])
    return texts


def test_reset_slide_keeps_content_and_positions(deck: bytes) -> None:
    presentation = Presentation(BytesIO(deck))
    for slide in presentation.slides:
        before = slide_texts(slide)
        positions = [(s.left, s.top) for s in slide.placeholders if not s.has_text_frame]
        for shape in slide.placeholders:
            reset(shape._element)
        assert slide_texts(slide) == before
        assert [(s.left, s.top) for s in slide.placeholders if not s.has_text_frame] == positions
        for shape in slide.placeholders:
            assert None not in (shape.left, shape.top, shape.width, shape.height), shape.name
            assert shape.width > 0
            assert shape.height > 0
    again = BytesIO()
    presentation.save(again)
    assert [slide_texts(s) for s in Presentation(again).slides] == [
        slide_texts(s) for s in Presentation(BytesIO(deck)).slides
    ]


def test_layouts_shrink_text_that_is_typed_into_them(package: opc.Package) -> None:
    [master_part] = package.parts_in("slideMasters")
    master = Master(package.tree(master_part))
    for part in package.parts_in("slideLayouts"):
        layout = Layout(package.tree(part), master)
        for key in filter(None, map(placeholder, shapes(package.tree(part)))):
            assert layout.placeholder(*key).body["autofit"] == "<normAutofit/>", part


def change_layout(slide: object, layout: object) -> None:
    """Do what a change of layout does: a shape without a placeholder in the new layout keeps its position, others move."""
    offered = {(p.placeholder_format.type, p.placeholder_format.idx) for p in layout.placeholders}
    for shape in list(slide.placeholders):
        if (shape.placeholder_format.type, shape.placeholder_format.idx) not in offered and shape.has_text_frame:
            shape.left, shape.top, shape.width, shape.height = shape.left, shape.top, shape.width, shape.height
    [relation] = [r for r in slide.part.rels.values() if r.reltype.endswith("/slideLayout")]
    relation._target = layout.part


@pytest.mark.parametrize("step", [1, 7])
def test_change_of_layout_loses_no_content(step: int, deck: bytes) -> None:
    presentation = Presentation(BytesIO(deck))
    layouts = list(presentation.slide_layouts)
    before = [slide_texts(slide) for slide in presentation.slides]
    for slide in presentation.slides:
        change_layout(slide, layouts[(layouts.index(slide.slide_layout) + step) % len(layouts)])
    out = BytesIO()
    presentation.save(out)
    again = Presentation(BytesIO(out.getvalue()))
    assert [slide_texts(slide) for slide in again.slides] == before
    for slide in again.slides:
        for shape in slide.placeholders:
            assert None not in (shape.left, shape.top, shape.width, shape.height), shape.name
    allowed = "is not in /ppt/slideLayouts/"
    errors = [f.message for f in findings(out.getvalue()) if f.severity == "error"]
    assert [text for text in errors if allowed not in text] == []


def test_title_footer_date_and_number_have_powerpoints_types(package: opc.Package) -> None:
    wanted = {"title", "ftr", "sldNum"}
    plain = 0
    for part in package.slides():
        kinds = {(placeholder(s) or ("",))[0] for s in shapes(package.tree(part))}
        assert "title" in kinds
        plain += wanted <= kinds
    assert plain >= len(package.slides()) - 4, "only cover and dividers have no footer"
    [master] = package.parts_in("slideMasters")
    assert {(placeholder(s) or ("",))[0] for s in shapes(package.tree(master))} >= {*wanted, "dt", "body"}


def test_notes_use_a_notes_master_with_its_own_theme(package: opc.Package) -> None:
    [master] = package.related(package.presentation(), "notesMaster")
    assert package.related(master, "theme") != package.related(package.presentation(), "theme")
    pages = package.parts_in("notesSlides")
    assert pages
    assert all(package.related(page, "notesMaster") == [master] for page in pages)
