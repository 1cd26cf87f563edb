"""Notes, sections, properties and the record of origins."""

import io

from deck_samples import BODY, BRAND, cell, deck, page, paragraph, table, text_frame, title
from hypothesis import given
from hypothesis import strategies as st
from opened_package import Opened
from pptx import Presentation

from deckgen.ir.blocks import Origin
from deckgen.ooxml.seal import digest as digest_of
from deckgen.writer import write
from deckgen.writer.origins import pointer
from deckgen.writer.sections import sections
from deckgen.writer.xml import digest


def pages_of(*names):
    return [page(f"p{i}", "text", title(str(i)), section=name) for i, name in enumerate(names)]


def test_notes_are_on_the_slides_that_have_them(rich_bytes):
    slides = Presentation(io.BytesIO(rich_bytes)).slides
    assert [s.has_notes_slide for s in slides] == [False, True, True, False]
    assert slides[1].notes_slide.notes_text_frame.text == "First note & more.\nSecond note."


def test_a_deck_without_notes_has_no_notes_master():
    assert not Opened(write(deck(page("x", "text", title("x"))), BRAND, {})).all("notesMasters")


def test_pages_before_the_first_section_go_in_one_named_after_the_deck(rich):
    assert rich.find("ppt/presentation.xml", "//p14:section/@name") == ["Thriving <Movement>", "Overview", "Appendix"]


def test_later_pages_without_a_section_stay_in_the_one_before():
    assert sections(pages_of("A", "", "B"), "Deck") == [("A", [0, 1]), ("B", [2])]


def test_a_section_that_comes_again_is_a_stretch_of_its_own():
    found = sections(pages_of("A", "B", "A"), "Deck")
    assert found == [("A", [0]), ("B", [1]), ("A", [2])]
    opened = Opened(write(deck(*pages_of("A", "B", "A")), BRAND, {}))
    assert len(set(opened.find("ppt/presentation.xml", "//p14:section/@id"))) == 3


@given(st.lists(st.sampled_from(["", "A", "B", " "])), st.text())
def test_every_page_is_in_exactly_one_section_and_every_section_has_a_name(names, heading):
    found = sections(pages_of(*names), heading)
    assert [n for _, positions in found for n in positions] == list(range(len(names)))
    assert all(name.strip() for name, _ in found)


def test_properties_name_the_deck_and_its_organisation_and_nobody_else(rich_bytes):
    core = Presentation(io.BytesIO(rich_bytes)).core_properties
    assert (core.title, core.subject, core.keywords) == ("Thriving <Movement>", "Tuning session", "okr, review")
    assert core.author == core.last_modified_by == "Sample & Sons"
    assert core.language == "en-US"
    assert core.created == core.modified
    assert core.created.year == 1980


def test_counts_of_slides_notes_and_hidden_slides(rich):
    texts = {e.tag.rpartition("}")[2]: e.text for e in rich.xml("docProps/app.xml")}
    assert (texts["Slides"], texts["Notes"], texts["HiddenSlides"]) == ("4", "2", "1")
    assert texts["Company"] == "Sample & Sons"


def test_origins_lead_from_a_shape_to_the_content_and_its_text(rich):
    (shape,) = rich.find("customXml/item1.xml", "//o:slide[@page='deck/text']/o:shape[@slot='body']")
    assert shape.get("file") == "content/deck/one.yaml"
    assert shape.get("path") == "/slides/0/updates"
    assert rich.find("ppt/slides/slide2.xml", f"//p:cNvPr[@id='{shape.get('id')}']/@name") == ["Body"]


def test_origins_tell_the_text_as_it_was_written():
    frame = text_frame(BODY, paragraph("one\x00"), paragraph("two"))
    opened = Opened(write(deck(page("x", "text", title("t"), frame)), BRAND, {}))
    assert opened.find("customXml/item1.xml", "//o:shape[@slot='body']/@text") == [digest("one\ntwo")]


def test_cells_that_come_from_content_are_traced_one_by_one():
    origin = Origin("x", "content/d/data/metrics.yaml", ("active-editors", "quarters", "Q2"))
    rows = ((cell("a"), cell("b", origin=origin), cell("c")),)
    opened = Opened(write(deck(page("x", "table", title("t"), table(rows=rows))), BRAND, {}))
    (traced,) = opened.find("customXml/item1.xml", "//o:shape[@row]")
    assert (traced.get("row"), traced.get("column")) == ("0", "1")
    assert traced.get("path") == "/active-editors/quarters/Q2"
    assert traced.get("text") == digest("b")


def test_keys_with_slashes_stay_one_step_of_a_path():
    assert pointer(("a/b", 0, "c~d")) == "/a~1b/0/c~0d"


def test_origins_and_seal_are_named_by_the_presentation_with_their_schemas(rich):
    items = [r.target for r in rich.relations("ppt/presentation.xml").values() if r.kind == "customXml"]
    assert items == ["customXml/item1.xml", "customXml/item2.xml"]
    for n, item in enumerate(items, 1):
        assert [r.kind for r in rich.relations(item).values()] == ["customXmlProps"]
        assert rich.xml(item).nsmap[None].encode() in rich.data[f"customXml/itemProps{n}.xml"]


def test_the_seal_holds_the_digest_of_all_other_parts(rich):
    (told,) = rich.find("customXml/item2.xml", "@digest")
    assert told == digest_of(rich.entries)
