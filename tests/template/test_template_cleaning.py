"""What is taken out of a template when it is imported, and that the rest stays byte for byte."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image, PngImagePlugin

from deckgen.images.metadata import strip_metadata
from deckgen.ooxml.opc import read
from deckgen.package import problems
from deckgen.template.cleaning import CleanTemplate, clean
from deckgen.template.errors import TemplateError
from deckgen.template.opening import open_bytes
from deckgen.template.storing import stored_bytes
from made_templates import TEMPLATES, edited, macros, plain, saved, usual


def cleaned(name: str) -> CleanTemplate:
    return clean(open_bytes(TEMPLATES[name](), f"{name}.pptx"), f"{name}.pptx")


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {f"/{name}": archive.read(name) for name in archive.namelist()}


def test_macros_objects_ribbons_and_links_outside_are_taken_out_and_listed() -> None:
    template = cleaned("macros")
    listed = "; ".join(template.removed)
    for what in ("macros", "OLE", "customUI", "file:///server/share/logo.png", "ppaction://macro"):
        assert what in listed
    assert not [name for name in template.parts if re.search("vba|customUI|oleObject", name)]
    layout = template.parts["/ppt/slideLayouts/slideLayout6.xml"]
    assert b"ppaction" not in layout
    assert b"oleObj" not in layout
    assert b"r:link" not in layout
    assert b'name="Button"' in layout, "only the action of the button goes"
    assert "macroEnabled" not in "".join(template.types.values())


def test_layout_with_harm_is_edited_only_where_it_refers_to_it() -> None:
    before, template = parts_of(macros()), cleaned("macros")
    name = "/ppt/slideLayouts/slideLayout6.xml"
    after = template.parts[name]
    rest = before[name]
    for piece in re.split(rb"(?<=>)(?=<)", after):
        assert piece in rest
    etree.fromstring(after)


def test_sample_slides_shows_sections_and_notes_are_left_out() -> None:
    shows, sections = cleaned("custom-shows"), cleaned("sections")
    assert "custom shows" in shows.removed
    assert "sections" in sections.removed
    for template in (shows, sections):
        assert not [name for name in template.parts if re.search("/slides/|notesSlide|media", name)]
        assert b"custShow" not in template.parts["/ppt/presentation.xml"]
        assert b"sectionLst" not in template.parts["/ppt/presentation.xml"]
    assert "/ppt/notesMasters/notesMaster1.xml" in sections.parts, "the notes master is kept"


@pytest.mark.parametrize("name", TEMPLATES)
def test_kept_parts_are_the_same_bytes(name: str) -> None:
    before, template = parts_of(TEMPLATES[name]()), cleaned(name)
    changed = {part for part, data in template.parts.items() if before.get(part) != data}
    allowed = {"/ppt/presentation.xml", "/ppt/_rels/presentation.xml.rels", "/_rels/.rels"}
    if name == "macros":
        allowed |= {"/ppt/slideLayouts/slideLayout6.xml", "/ppt/slideLayouts/_rels/slideLayout6.xml.rels"}
    assert changed <= allowed


@pytest.mark.parametrize("name", TEMPLATES)
def test_stored_template_is_sound_and_every_part_can_be_reached(name: str) -> None:
    data = stored_bytes(cleaned(name))
    assert data == stored_bytes(cleaned(name)), "the same template gives the same bytes"
    package = read(data)
    reached, pending = {"/"}, ["/"]
    while pending:
        for relationship in package.relationships(pending.pop()):
            assert relationship.external or relationship.target in package.parts
            if not relationship.external and relationship.target not in reached:
                reached.add(relationship.target)
                pending.append(relationship.target)
    assert set(package.content_parts()) == reached - {"/"}


def test_metadata_of_pictures_is_removed_once() -> None:
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Somebody")
    target = io.BytesIO()
    Image.new("RGB", (4, 4)).save(target, "PNG", pnginfo=told)
    presentation = plain()
    presentation.slide_master.part.get_or_add_image_part(io.BytesIO(target.getvalue()))
    template = clean(open_bytes(saved(presentation), "a.pptx"), "a.pptx")
    picture = next(data for name, data in template.parts.items() if name.endswith(".png"))
    assert b"Somebody" not in picture
    assert strip_metadata(picture, "PNG") == picture
    assert any("metadata" in sentence for sentence in template.removed)


def test_cleaned_template_has_no_finding_that_the_file_did_not_have(tmp_path: Path) -> None:
    before, after = tmp_path / "before.pptx", tmp_path / "after.pptx"
    before.write_bytes(usual())
    after.write_bytes(stored_bytes(cleaned("usual")))
    assert set(problems(after)) <= set(problems(before)) | {"presentation: has no sections"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda parts: parts.pop("[Content_Types].xml"), "is no PowerPoint file"),
        (lambda parts: parts.pop("_rels/.rels"), "has no presentation in it"),
        (lambda parts: parts.update({"ppt/presentation.xml": b"<p:presentation"}), "is damaged"),
        (lambda parts: parts.update({"ppt/presentation.xml": b"<!DOCTYPE x><presentation/>"}), "is damaged"),
        (
            lambda parts: parts.update(
                {"ppt/presentation.xml": b'<p:presentation xmlns:p="http://purl.oclc.org/ooxml/presentationml/main"/>'}
            ),
            "Strict Open XML",
        ),
        (lambda parts: [parts.pop(name) for name in list(parts) if "slideLayout" in name], "has no slide layouts"),
        (lambda parts: [parts.pop(name) for name in list(parts) if "slideMaster" in name], "has no slide master"),
        (
            lambda parts: parts.update({"ppt/presentation.xml": b'<a:themeManager xmlns:a="urn:a"/>'}),
            "is only a theme",
        ),
    ],
)
def test_file_that_is_no_template_is_refused_in_one_sentence(
    change: Callable[[dict[str, bytes]], object], reason: str
) -> None:
    data = edited(usual(), change)
    with pytest.raises(TemplateError, match=reason) as refused:
        open_bytes(data, "file.potx")
    assert "file.potx" in str(refused.value)
    assert "import" in str(refused.value) or "save it" in str(refused.value)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\xd0\xcf\x11\xe0" + bytes(600), "has a password"),
        (b"text", "not a complete zip"),
        (usual()[:-40], "cannot be read"),
    ],
)
def test_encrypted_cut_and_other_files_are_refused(data: bytes, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason):
        open_bytes(data, "file.potx")
