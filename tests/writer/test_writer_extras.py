"""Notes, sections, document properties and origins."""

import io

from deck_samples import BODY, BRAND, cell, deck, note, page, paragraph, table, text_frame, title
from hypothesis import given
from hypothesis import strategies as st
from opened_package import NS, OpenedPackage
from pptx import Presentation

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ooxml.seal import digest as digest_of
from deckgen.writer import write
from deckgen.writer.origins import json_pointer
from deckgen.writer.sections import group_sections
from deckgen.writer.xml import digest


def pages_of(*names):
    return [page(f"p{i}", "text", title(str(i)), section=name) for i, name in enumerate(names)]


def test_only_slides_with_notes_have_notes_pages(rich_bytes):
    slides = Presentation(io.BytesIO(rich_bytes)).slides
    assert [s.has_notes_slide for s in slides] == [False, True, True, False]
    assert slides[1].notes_slide.notes_text_frame.text == "First note & more.\nSecond note."


def test_notes_keep_lists_lines_emphasis_and_links():
    link = Paragraph((Run("see "), Run("it", bold=True, link="https://example.org/a"), Run(" or\nnot", link="#x")))
    notes = (link, note("third", bullet="3."), note("nested", level=1, bullet="•"), note("fourth", bullet="4."))
    opened = OpenedPackage(write(deck(page("x", "text", title("x"), notes=notes)), BRAND, {}))
    part = "ppt/notesSlides/notesSlide1.xml"
    [first, *items] = opened.xml(part).xpath("//p:sp[2]//a:p", namespaces=NS)
    assert "".join(first.itertext()) == "see it ornot"
    assert len(first.xpath("a:br", namespaces=NS)) == 1
    [click] = first.xpath("a:r/a:rPr[@b='1']/a:hlinkClick", namespaces=NS)
    target = opened.relations(part)[click.get(f"{{{NS['r']}}}id")]
    assert (target.target, target.external) == ("https://example.org/a", True)
    marks = [p.xpath("a:pPr/a:buAutoNum/@startAt | a:pPr/a:buChar/@char", namespaces=NS) for p in items]
    assert marks == [["3"], ["•"], ["3"]]
    assert [p.xpath("string(a:pPr/@marL)", namespaces=NS) for p in items] == ["228600", "457200", "228600"]


def test_deck_without_notes_has_no_notes_master():
    assert not OpenedPackage(write(deck(page("x", "text", title("x"))), BRAND, {})).all("notesMasters")


def test_pages_before_the_first_section_form_one_named_after_the_deck(rich):
    assert rich.find("ppt/presentation.xml", "//p14:section/@name") == ["Thriving <Movement>", "Overview", "Appendix"]


def test_later_page_without_a_section_joins_the_previous_section():
    assert group_sections(pages_of("A", "", "B"), "Deck") == [("A", [0, 1]), ("B", [2])]


def test_repeated_section_name_starts_a_new_section():
    sections = group_sections(pages_of("A", "B", "A"), "Deck")
    assert sections == [("A", [0]), ("B", [1]), ("A", [2])]
    opened = OpenedPackage(write(deck(*pages_of("A", "B", "A")), BRAND, {}))
    assert len(set(opened.find("ppt/presentation.xml", "//p14:section/@id"))) == 3


@given(st.lists(st.sampled_from(["", "A", "B", " "])), st.text())
def test_every_page_is_in_one_section_and_every_section_has_a_name(names, heading):
    sections = group_sections(pages_of(*names), heading)
    assert [n for _, positions in sections for n in positions] == list(range(len(names)))
    assert all(name.strip() for name, _ in sections)


def test_properties_name_the_deck_and_its_organisation_only(rich_bytes):
    core = Presentation(io.BytesIO(rich_bytes)).core_properties
    assert (core.title, core.subject, core.keywords) == ("Thriving <Movement>", "Tuning session", "okr, review")
    assert core.author == core.last_modified_by == "Sample & Sons"
    assert core.language == "en-US"
    assert core.created is None
    assert core.modified is None


def test_properties_count_slides_notes_and_hidden_slides(rich):
    texts = {e.tag.rpartition("}")[2]: e.text for e in rich.xml("docProps/app.xml")}
    assert (texts["Slides"], texts["Notes"], texts["HiddenSlides"]) == ("4", "2", "1")
    assert texts["Company"] == "Sample & Sons"


def test_origins_map_a_shape_to_its_content(rich):
    (shape,) = rich.find("customXml/item1.xml", "//o:slide[@page='deck/text']/o:shape[@slot='body']")
    assert shape.get("file") == "content/deck/one.yaml"
    assert shape.get("path") == "/slides/0/updates"
    assert rich.find("ppt/slides/slide2.xml", f"//p:cNvPr[@id='{shape.get('id')}']/@name") == ["Body"]


def test_origins_have_a_digest_of_the_written_text():
    frame = text_frame(BODY, paragraph("one\x00"), paragraph("two"))
    opened = OpenedPackage(write(deck(page("x", "text", title("t"), frame)), BRAND, {}))
    assert opened.find("customXml/item1.xml", "//o:shape[@slot='body']/@text") == [digest("one\ntwo")]


def test_every_cell_with_content_has_its_own_origin():
    origin = Origin("x", "content/d/data/metrics.yaml", ("active-editors", "quarters", "Q2"))
    rows = ((cell("a"), cell("b", origin=origin), cell("c")),)
    opened = OpenedPackage(write(deck(page("x", "table", title("t"), table(rows=rows))), BRAND, {}))
    (traced,) = opened.find("customXml/item1.xml", "//o:shape[@row]")
    assert (traced.get("row"), traced.get("column")) == ("0", "1")
    assert traced.get("path") == "/active-editors/quarters/Q2"
    assert traced.get("text") == digest("b")


def test_json_pointer_escapes_slashes_and_tildes():
    assert json_pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"


def test_origins_and_seal_are_related_to_the_presentation(rich):
    items = [r.target for r in rich.relations("ppt/presentation.xml").values() if r.kind == "customXml"]
    assert items == ["customXml/item1.xml", "customXml/item2.xml"]
    for n, item in enumerate(items, 1):
        assert [r.kind for r in rich.relations(item).values()] == ["customXmlProps"]
        assert rich.xml(item).nsmap[None].encode() in rich.data[f"customXml/itemProps{n}.xml"]


def test_seal_contains_the_digest_of_all_other_parts(rich):
    (digest_in_seal,) = rich.find("customXml/item2.xml", "@digest")
    assert digest_in_seal == digest_of(rich.entries)
