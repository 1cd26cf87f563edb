"""The same content gives the same bytes; hard text gives a whole package; a deck is pure data in, bytes out."""

import io
from datetime import UTC, datetime

import pytest
from deck_samples import BODY, BRAND, chart, deck, page, paragraph, rich_deck, text_frame, title
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from opened_package import NS, Opened
from PIL import Image
from pptx import Presentation

from deckgen.ooxml.seal import PART
from deckgen.writer import WriterError, write


def test_the_same_deck_gives_the_same_bytes(tmp_path):
    made, drawings = rich_deck(tmp_path)
    assert write(made, BRAND, drawings) == write(made, BRAND, drawings)


def compressed(png, level):
    target = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(target, "PNG", compress_level=level)
    return target.getvalue()


def test_another_compression_of_pictures_changes_no_xml_but_the_seal(tmp_path):
    """As other versions of zlib do: the pixels are the same, and so is all that is said of them."""
    made, drawings = rich_deck(tmp_path)
    loose, tight = (
        Opened(write(made, BRAND, {f: replace(d, png=compressed(d.png, level)) for f, d in drawings.items()}))
        for level in (0, 9)
    )
    assert list(loose.data) == list(tight.data)
    changed = {name for name in loose.data if loose.data[name] != tight.data[name]}
    pictures = {name for name in changed if name.endswith(".png")}
    assert pictures
    assert changed - pictures == {PART}
    for name in pictures:
        one, other = (Image.open(io.BytesIO(opened.data[name])) for opened in (loose, tight))
        assert one.tobytes() == other.tobytes()


def test_every_item_carries_the_first_day_that_a_zip_can_name(rich):
    assert {info.date_time for info in rich.entries} == {(1980, 1, 1, 0, 0, 0)}


def test_source_date_epoch_dates_items_and_properties(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    opened = Opened(write(deck(), BRAND, {}))
    assert {info.date_time for info in opened.entries} == {(2021, 1, 28, 0, 0, 0)}
    assert b"2021-01-28T00:00:00Z" in opened.data["docProps/core.xml"]


def test_a_source_date_epoch_that_is_no_number_is_told(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(WriterError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        write(deck(), BRAND, {})


@pytest.mark.parametrize(("year", "stamped"), [(1970, 1980), (2150, 2107)])
def test_moments_that_a_zip_cannot_name_are_brought_into_its_range(year, stamped):
    opened = Opened(write(deck(), BRAND, {}, datetime(year, 6, 1, tzinfo=UTC)))
    assert {info.date_time[0] for info in opened.entries} == {stamped}


def test_a_page_with_an_unknown_layout_is_told():
    with pytest.raises(WriterError, match=r"the slide deck/x asks for the layout 'nowhere'"):
        write(deck(page("deck/x", "nowhere")), BRAND, {})


def test_a_chart_that_was_not_drawn_is_told():
    with pytest.raises(WriterError, match=r"the chart 'Chart' on the slide deck/x was not drawn"):
        write(deck(page("deck/x", "pictures", title("Chart"), chart())), BRAND, {})


def test_a_deck_without_slides_is_a_whole_package():
    opened = Presentation(io.BytesIO(write(deck(), BRAND, {})))
    assert len(opened.slides) == 0
    assert [x.name for x in opened.slide_layouts] == ["Cover", "Text & panel", "Table", "Chart and photo"]


def test_a_long_deck_gets_one_part_and_one_creation_id_per_slide():
    pages = [page(f"deck/{i}", "text", title(f"Slide {i}")) for i in range(300)]
    opened = Opened(write(deck(*pages), BRAND, {}))
    found = [opened.find(name, "//p14:creationId/@val")[0] for name in opened.all("slides")]
    assert len(set(found)) == 300


HARD = st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\x00\x0b\x1f\r\n\t\u2028\ud800\uffff<>&\"']]>")))


@settings(max_examples=60, deadline=None)
@given(HARD, HARD, HARD, HARD)
def test_whatever_an_author_types_the_parts_stay_well_formed(words, name, heading, note):
    frame = text_frame(BODY, paragraph(words))
    made = deck(
        page(name or "x", "text", title(heading), frame, section=name, notes=(note,)), title=heading, footer=words
    )
    opened = Opened(write(made, BRAND, {}))
    for part in opened.names:
        opened.xml(part)
    body = opened.slide(1).xpath("//p:sp[p:nvSpPr/p:nvPr/p:ph/@idx='14']", namespaces=NS)[0]
    shown = "".join(body.xpath(".//a:t/text()", namespaces=NS))
    kept = [c for c in words if c not in "\r\n\x0b\x0c\x85\u2028\u2029" and c.isprintable()]
    assert [c for c in shown if c.isprintable()] == kept
    assert not any((ord(c) < 32 and c != "\t") or 0x7F <= ord(c) < 0xA0 for c in shown)
