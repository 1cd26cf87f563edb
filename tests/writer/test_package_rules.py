"""Rules whose violation makes PowerPoint offer a repair, checked on a deck with everything in it (design, section 7)."""

import re

import pytest
from opened_package import NS, OpenedPackage

SHEETS = ("slides", "slideLayouts", "slideMasters", "notesSlides", "notesMasters")
OWNERS = {
    "slide": "presentationml.slide+xml", "slideLayout": "slideLayout+xml", "slideMaster": "slideMaster+xml",
    "notesSlide": "notesSlide+xml", "notesMaster": "notesMaster+xml", "theme": "theme+xml", "image": "image/",
    "tableStyles": "tableStyles+xml", "presProps": "presProps+xml", "viewProps": "viewProps+xml",
    "customXml": "application/xml", "customXmlProps": "customXmlProperties+xml",
    "officeDocument": "presentation.main+xml", "core-properties": "core-properties+xml",
    "extended-properties": "extended-properties+xml",
}  # fmt: skip


def sheets(opened: OpenedPackage) -> list[str]:
    return [name for folder in SHEETS for name in opened.all(folder)]


def test_part_names_are_unique(rich):
    assert len({name.lower() for name in rich.names}) == len(rich.names)


def test_package_starts_with_its_content_types(rich):
    assert rich.names[:2] == ["[Content_Types].xml", "_rels/.rels"]


def test_every_xml_part_is_well_formed(rich):
    for name in rich.names:
        if not name.endswith((".png", ".jpg")):
            rich.xml(name)


def test_every_part_has_a_content_type(rich):
    assert all(rich.content_type(name) for name in rich.parts)


def test_every_content_type_refers_to_an_existing_part(rich):
    listed = rich.find("[Content_Types].xml", "ct:Override/@PartName")
    assert {name.lstrip("/") for name in listed} <= set(rich.parts)


@pytest.mark.parametrize("folder", ["", *SHEETS, "theme"])
def test_every_relationship_targets_a_part_of_the_right_type(rich, folder):
    for name in ["", "ppt/presentation.xml"] if not folder else rich.all(folder):
        for relation in rich.relations(name).values():
            if relation.external:
                assert relation.kind == "hyperlink"
            else:
                assert OWNERS[relation.kind] in rich.content_type(relation.target)


def test_every_part_is_reachable_from_the_package(rich):
    reached, pending = set(), [""]
    while pending:
        for relation in rich.relations(pending.pop()).values():
            if not relation.external and relation.target not in reached:
                reached.add(relation.target)
                pending.append(relation.target)
    assert reached == set(rich.parts)


def test_references_and_explicit_relationships_match(rich):
    implicit = {"slideLayout", "slideMaster", "notesSlide", "notesMaster", "theme", "slide"}
    for name in sheets(rich):
        used = set(rich.find(name, "//@r:id | //@r:embed"))
        relations = rich.relations(name)
        assert used <= set(relations)
        assert {r.id for r in relations.values() if r.kind not in implicit} <= used


def test_shape_ids_and_names_are_unique_on_every_sheet(rich):
    for name in sheets(rich):
        ids = rich.find(name, "//p:cNvPr/@id")
        names = rich.find(name, "//p:cNvPr/@name[. != '']")
        assert len(set(ids)) == len(ids), name
        assert len(set(names)) == len(names), name


def test_creation_ids_are_unique(rich):
    ids = [value for name in sheets(rich) for value in rich.find(name, "//p14:creationId/@val")]
    assert len(set(ids)) == len(ids) == 4 + 4 + 1


def test_every_slide_is_listed_once_and_is_in_one_section(rich):
    name = "ppt/presentation.xml"
    relations = rich.relations(name)
    listed = [relations[i].target for i in rich.find(name, "//p:sldIdLst/p:sldId/@r:id")]
    ids = rich.find(name, "//p:sldIdLst/p:sldId/@id")
    assert listed == rich.all("slides")
    assert rich.find(name, "//p14:sldId/@id") == ids
    assert all(256 <= int(i) < 2**31 for i in ids)


def test_layout_ids_differ_from_master_ids_and_from_each_other(rich):
    masters = rich.find("ppt/presentation.xml", "//p:sldMasterId/@id")
    layouts = rich.find("ppt/slideMasters/slideMaster1.xml", "//p:sldLayoutId/@id")
    assert len({*masters, *layouts}) == len(masters) + len(layouts)
    assert all(int(i) >= 2**31 for i in (*masters, *layouts))


def test_slide_fills_only_placeholders_of_its_layout_and_each_once(rich):
    for name in rich.all("slides"):
        layout = next(r.target for r in rich.relations(name).values() if r.kind == "slideLayout")
        available = {(e.get("type"), e.get("idx")) for e in rich.find(layout, "//p:ph")}
        filled = [(e.get("type"), e.get("idx")) for e in rich.find(name, "//p:ph")]
        assert set(filled) <= available
        assert len(set(filled)) == len(filled)


def test_placeholder_indexes_are_unique_in_every_layout(rich):
    for name in (*rich.all("slideLayouts"), *rich.all("slideMasters")):
        indexes = rich.find(name, "//p:ph/@idx")
        assert len(set(indexes)) == len(indexes)


def test_every_table_is_a_complete_grid(rich):
    for name in rich.all("slides"):
        for table in rich.find(name, "//a:tbl"):
            columns = len(table.xpath("a:tblGrid/a:gridCol", namespaces=NS))
            for row in table.xpath("a:tr", namespaces=NS):
                cells = row.xpath("a:tc", namespaces=NS)
                assert len(cells) == columns
                for i, cell in enumerate(cells):
                    span = int(cell.get("gridSpan", 1))
                    assert i + span <= columns
                    assert [c.get("hMerge") for c in cells[i + 1 : i + span]] == ["1"] * (span - 1)
                    assert cell.xpath("a:txBody/a:p", namespaces=NS)


def test_table_styles_used_by_tables_exist(rich):
    known = rich.find("ppt/tableStyles.xml", "//a:tblStyle/@styleId")
    for name in rich.all("slides"):
        assert set(rich.find(name, "//a:tableStyleId/text()")) <= set(known)
    assert rich.find("ppt/tableStyles.xml", "@def") == known


def test_p14_elements_are_only_in_extensions(rich):
    for name in (*sheets(rich), "ppt/presentation.xml"):
        for element in rich.find(name, "//p14:*"):
            assert element.xpath("ancestor::p:ext", namespaces=NS)


def test_every_text_body_has_a_paragraph(rich):
    for name in sheets(rich):
        assert not rich.find(name, "//p:txBody[not(a:p)]")


def test_every_run_and_every_empty_paragraph_has_a_language(rich):
    for name in sheets(rich):
        assert not rich.find(name, "//a:rPr[not(@lang)] | //a:endParaRPr[not(@lang)]")
        assert not rich.find(name, "//a:r[not(a:rPr)] | //a:fld[not(a:rPr)] | //a:br[not(a:rPr)]")


def test_all_colours_and_fonts_are_theme_references(rich):
    for name in (*sheets(rich), "ppt/presentation.xml", "ppt/tableStyles.xml"):
        assert not rich.find(name, "//a:srgbClr | //a:sysClr | //a:prstClr | //a:scrgbClr")
        assert all(font.startswith("+") for font in rich.find(name, "//@typeface"))


def test_every_picture_and_table_has_an_alt_text(rich):
    for name in rich.all("slides"):
        elements = rich.find(name, "//p:pic/p:nvPicPr/p:cNvPr | //p:graphicFrame/p:nvGraphicFramePr/p:cNvPr")
        for element in elements:
            assert element.get("descr")
            assert not re.search(r"\.(png|jpe?g)$", element.get("descr"))


def test_no_part_contains_a_person_or_a_local_folder(rich, tmp_path_factory):
    content = b"\n".join(rich.data.values())
    for text in (b"Canny", b"/home/", b"/root", b"/tmp", str(tmp_path_factory.getbasetemp()).encode()):
        assert text not in content
    assert not [name for name in rich.names if "thumbnail" in name or "printerSettings" in name]
