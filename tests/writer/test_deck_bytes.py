"""`write` is pure and deterministic, and gives a valid package for any text."""

import io
from datetime import UTC, datetime

import pytest
from deck_samples import BODY, BRAND, chart, deck, page, paragraph, rich_deck, text_frame, title
from deck_samples import note as sample_note
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from opened_package import NS, OpenedPackage
from PIL import Image
from pptx import Presentation

from deckgen.cache.build_cache import BuildCache
from deckgen.ooxml.seal import PART
from deckgen.writer import WriterError, write


def test_same_deck_gives_same_bytes():
    sample, drawings, files = rich_deck()
    assert write(sample, BRAND, drawings, files=files) == write(sample, BRAND, drawings, files=files)


def test_slides_in_the_cache_name_files_relative_to_the_folder_of_the_deck():
    sample, drawings, files = rich_deck()
    file = next(frame.origin.file for page in sample.pages for frame in page.frames if frame.origin.file)
    cache = BuildCache()
    for folder in ("", file.rpartition("/")[0] or "content", "elsewhere"):
        moved = replace(files, folder=folder)
        assert write(sample, BRAND, drawings, files=moved, cache=cache) == write(sample, BRAND, drawings, files=moved)


def compressed(png, level):
    target = io.BytesIO()
    with Image.open(io.BytesIO(png)) as image:
        image.save(target, "PNG", compress_level=level)
    return target.getvalue()


def test_picture_compression_changes_no_xml_except_the_seal():
    """Other versions of zlib compress differently; pixels and XML must stay the same."""
    sample, drawings, files = rich_deck()
    uncompressed, compressed_well = (
        OpenedPackage(
            write(
                sample, BRAND, {f: replace(d, png=compressed(d.png, level)) for f, d in drawings.items()}, files=files
            )
        )
        for level in (0, 9)
    )
    assert list(uncompressed.data) == list(compressed_well.data)
    changed = {name for name in uncompressed.data if uncompressed.data[name] != compressed_well.data[name]}
    pictures = {name for name in changed if name.endswith(".png")}
    assert pictures
    assert changed - pictures == {PART}
    for name in pictures:
        one, other = (Image.open(io.BytesIO(opened.data[name])) for opened in (uncompressed, compressed_well))
        assert one.tobytes() == other.tobytes()


def test_items_are_dated_with_the_earliest_date_of_a_zip(rich):
    assert {info.date_time for info in rich.entries} == {(1980, 1, 1, 0, 0, 0)}


def test_source_date_epoch_sets_the_dates_of_items_and_properties(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1611792000")
    opened = OpenedPackage(write(deck(), BRAND, {}))
    assert {info.date_time for info in opened.entries} == {(2021, 1, 28, 0, 0, 0)}
    assert b"2021-01-28T00:00:00Z" in opened.data["docProps/core.xml"]


def test_source_date_epoch_that_is_not_a_number_is_reported(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "yesterday")
    with pytest.raises(WriterError, match="SOURCE_DATE_EPOCH is 'yesterday'"):
        write(deck(), BRAND, {})


@pytest.mark.parametrize(("year", "expected"), [(1970, 1980), (2150, 2107)])
def test_dates_outside_the_range_of_a_zip_are_clamped(year, expected):
    opened = OpenedPackage(write(deck(), BRAND, {}, datetime(year, 6, 1, tzinfo=UTC)))
    assert {info.date_time[0] for info in opened.entries} == {expected}


def test_page_with_an_unknown_layout_is_reported():
    with pytest.raises(WriterError, match=r"the slide deck/x asks for the layout 'nowhere'"):
        write(deck(page("deck/x", "nowhere")), BRAND, {})


def test_chart_without_a_drawing_is_reported():
    with pytest.raises(WriterError, match=r"the chart 'Chart' on the slide deck/x was not drawn"):
        write(deck(page("deck/x", "pictures", title("Chart"), chart())), BRAND, {})


def test_deck_without_slides_is_a_valid_package():
    opened = Presentation(io.BytesIO(write(deck(), BRAND, {})))
    assert len(opened.slides) == 0
    assert [x.name for x in opened.slide_layouts] == ["Text & panel", "Table"]


def test_long_deck_has_one_part_and_one_creation_id_per_slide():
    pages = [page(f"deck/{i}", "text", title(f"Slide {i}")) for i in range(300)]
    opened = OpenedPackage(write(deck(*pages), BRAND, {}))
    creation_ids = [opened.find(name, "//p14:creationId/@val")[0] for name in opened.all("slides")]
    assert len(set(creation_ids)) == 300


DIFFICULT_TEXTS = st.text(
    alphabet=st.one_of(st.characters(), st.sampled_from("\x00\x0b\x1f\r\n\t\u2028\ud800\uffff<>&\"']]>"))
)


@settings(max_examples=60, deadline=None)
@given(DIFFICULT_TEXTS, DIFFICULT_TEXTS, DIFFICULT_TEXTS, DIFFICULT_TEXTS)
def test_parts_are_well_formed_for_any_text(text, name, heading, note):
    frame = text_frame(BODY, paragraph(text))
    sample = deck(
        page(name or "x", "text", title(heading), frame, section=name, notes=(sample_note(note),)),
        title=heading,
        footer=text,
    )
    opened = OpenedPackage(write(sample, BRAND, {}))
    for part in opened.names:
        opened.xml(part)
    body = opened.slide(1).xpath("//p:sp[p:nvSpPr/p:nvPr/p:ph/@idx='14']", namespaces=NS)[0]
    shown = "".join(body.xpath(".//a:t/text()", namespaces=NS))
    expected = [c for c in text if c not in "\r\n\x0b\x0c\x85\u2028\u2029" and c.isprintable()]
    assert [c for c in shown if c.isprintable()] == expected
    assert not any((ord(c) < 32 and c != "\t") or 0x7F <= ord(c) < 0xA0 for c in shown)
