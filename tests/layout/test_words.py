"""Words wider than their line: where they break, and how web addresses are shown."""

import re

import pytest
from blocks_for_tests import (
    bullets,
    cell,
    lay_out_slides,
    pages_of,
    para,
    row,
    rows_of,
    slide,
    table,
    table_of,
    text_of,
)
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_checks
from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import Cell, Paragraph, Row, Run, Text
from deckgen.ir.frames import TextFrame
from deckgen.layout import Measurer
from deckgen.layout.addresses import with_short_texts
from deckgen.layout.line_heights import stated_leading
from deckgen.layout.words import broken_pieces, is_figure, widest_unbreakable, with_shown_breaks

ADDRESS = "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page_and_upload_blocking"
STYLE = {"body": TextStyle(1600, 1600)}
INCH = 914400


def shown_text(measurer: Measurer, text: str, inches: float, link: str | None = None) -> str:
    paragraph = Paragraph((Run(text, link=link),))
    return measurer.measure(paragraph, STYLE, round(inches * INCH), 0).plain_text


def test_word_that_fits_is_unchanged(measurer: Measurer) -> None:
    assert shown_text(measurer, "and/or well-known", 3) == "and/or well-known"


def test_path_breaks_only_after_its_separators(measurer: Measurer) -> None:
    pieces = shown_text(measurer, "some/very/long/path_with/parts.html", 1.2).split("\u200b")
    assert pieces == ["some/", "very/", "long/", "path_", "with/", "parts.", "html"]


def test_word_without_separators_breaks_into_pieces_that_fit(measurer: Measurer) -> None:
    pieces = shown_text(measurer, "x" * 60, 1).split("\u200b")
    assert "".join(pieces) == "x" * 60
    assert all(measurer.fonts.widths(piece)[1] * 16 <= 72 for piece in pieces)


def test_grapheme_clusters_are_not_broken(measurer: Measurer) -> None:
    family = "👩\u200d👩\u200d👧"
    for cluster in (family, "e\u0301", "क्षि"):
        pieces = shown_text(measurer, cluster * 40, 1).split("\u200b")
        assert all(len(piece) % len(cluster) == 0 for piece in pieces)


def test_address_that_does_not_fit_shows_its_short_form_and_stays_linked(brand: Brand) -> None:
    block = Text("situation", (Paragraph((Run("See "), Run(ADDRESS, link=ADDRESS), Run("."))),))
    [page] = pages_of(brand, slide(block, layout="drill-down"))
    shown = text_of(page, "situation").replace("\u200b", "")
    assert shown == "See meta.wikimedia.org/…/Per-user_page_and_upload_blocking."
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == "situation")
    assert {run.link for run in frame.paragraphs[0].runs if "block" in run.text} == {ADDRESS}


def test_wide_address_breaks_only_where_readers_expect_it(brand: Brand) -> None:
    address = "https://meta.wikimedia.org/wiki/Per-user_page-and_upload"
    block = Text("situation", (Paragraph((Run(address, link=address),)),))
    [page] = pages_of(brand, slide(block, layout="drill-down"))
    assert text_of(page, "situation").split("\u200b") == [
        "meta.", "wikimedia.", "org/", "wiki/", "Per-", "user_", "page-", "and_", "upload",
    ]  # fmt: skip


def test_address_that_fits_is_shown_in_full(brand: Brand) -> None:
    [page] = pages_of(
        brand, slide(Text("bullets", (Paragraph((Run("https://w.wiki/4x", link="https://w.wiki/4x"),)),)))
    )
    assert text_of(page, "bullets") == "https://w.wiki/4x"


def test_address_takes_no_more_room_from_other_columns_than_its_host(brand: Brand) -> None:
    words = ["Internationalization", "Institutionalization", "Disproportionately"]
    address = "https://docs.example.org/d/" + "1xYzAbCdEf" * 12
    linked = Cell((Paragraph((Run(address, link=address),)),))
    [page] = pages_of(brand, slide(table([Row((linked, *map(cell, words)))], 4), layout="table"))
    shown, *others = rows_of(table_of(page))[1]
    assert shown.replace("\u200b", "") == "docs.example.org/…f1xYzAbCdEf1xYzAbCdEf1xYzAbCdEf1xYzAbCdEf"
    assert others == words


def test_linked_words_without_room_are_unchanged(measurer: Measurer) -> None:
    runs = (Run("the terms of use and/or the policy", link=ADDRESS),)
    assert with_short_texts(runs, measurer.segments(runs), 0) == runs


def test_link_wider_than_its_line_becomes_a_link_for_each_word(measurer: Measurer) -> None:
    paragraph = Paragraph((Run("one two three four five six seven", link=ADDRESS),))
    runs = measurer.measure(paragraph, STYLE, INCH, 0).runs
    assert [run.text for run in runs] == ["one ", "two ", "three ", "four ", "five ", "six ", "seven"]
    assert {run.link for run in runs} == {ADDRESS}


def test_widest_unbreakable_stretch_is_between_two_expected_breaks(measurer: Measurer) -> None:
    parts = measurer.segments((Run("some/internationalization/x"),))
    assert widest_unbreakable(parts, measurer.fonts) == pytest.approx(
        max(measurer.fonts.widths("internationalization/")), rel=0.02
    )


def test_points_and_signs_in_figures_are_no_expected_breaks(measurer: Measurer) -> None:
    assert with_shown_breaks("8.\u200b1%") == "8.|1%"
    assert broken_pieces("+8.\u200b1%") == ["+8.", "1%"]
    assert broken_pieces("notes/\u200b2020.\u200bpdf") == []
    figure, word = (measurer.soft_break_width([para(text)], STYLE, 0) for text in ("8.12345", "a.bcdef"))
    assert figure > measurer.soft_break_width([para("12345")], STYLE, 0)
    assert word <= measurer.soft_break_width([para("bcdef")], STYLE, 0)


@pytest.mark.parametrize("word", ["60%", "+8.1%", "$8,100,000", "(99K)", "−3.5%", "€2M,", "1.234.567", "≥5%"])
def test_number_with_sign_currency_and_unit_is_a_figure(word: str) -> None:
    assert is_figure(word)


@pytest.mark.parametrize("word", ["percent", "2020/21", "Internationalization2", "a@b.org", ""])
def test_other_words_are_no_figures(word: str) -> None:
    assert not is_figure(word)


def test_long_path_breaks_before_words_of_other_columns_do(brand: Brand) -> None:
    words = ["Internationalization", "Institutionalization", "Disproportionately"]
    found = table([row("/".join(words * 6), *words)], 4)
    [page] = pages_of(brand, slide(found, layout="table"))
    assert rows_of(table_of(page))[1][1:] == words


def test_lines_of_other_scripts_are_stated_or_higher(measurer: Measurer) -> None:
    """Each program draws letters in another font: their lines are as high as those of the brand, which the file states.

    Thai has marks above each other, and Arabic letters lie low in their lines, so both have more room.
    """
    texts = ("abc", "維基百科", "שלום", "ที่สุด", "مرحبا", "🚀")
    heights = [measurer.measure(para(text), STYLE, 3 * INCH, 0).height for text in texts]
    assert heights[0] == heights[1] == heights[2]
    assert heights[3] == heights[4] == heights[5] > heights[0]
    fonts, size = measurer.fonts_of("text"), STYLE["body"].size
    stated = [stated_leading(text, fonts, [size], 100000) / size for text in texts]
    assert stated == pytest.approx([0, max(fonts.line_heights), max(fonts.line_heights), 0, 1.5, 0], abs=0.001)
    assert stated_leading("مرحبا", fonts, [2800], 100000) == pytest.approx(2800 * max(fonts.line_heights), abs=1)


def test_script_without_blanks_has_no_soft_breaks(measurer: Measurer) -> None:
    assert "\u200b" not in shown_text(measurer, "維基百科" * 30, 3)


def test_too_many_columns_for_the_slide_are_an_error(brand: Brand) -> None:
    _, [problem] = lay_out_slides(brand, slide(table([row(*["word"] * 60)], 60), layout="table"))
    assert problem.code == "too-many-columns"
    assert "60" in problem.message


nasty = st.text(st.sampled_from("aW/.-_?& \u00a0維ख👩é–ع"), max_size=300)


@settings(max_examples=60, deadline=None)
@given(st.lists(nasty, min_size=1, max_size=6), st.booleans())
def test_no_text_of_any_script_is_lost_and_everything_fits(brand: Brand, found: list[str], linked: bool) -> None:
    runs = [(Run(text, bold=n % 2 == 1, link="#x" if linked else None),) for n, text in enumerate(found)]
    deck, problems = lay_out_slides(
        brand,
        slide(Text("situation", tuple(Paragraph(r, bullet="•") for r in runs)), bullets("x"), layout="drill-down"),
        slide(table([Row((cell("a"), cell(text), cell("b"))) for text in found], 3), layout="table", title="Other"),
    )
    assert [p.code for p in problems] == ["no-slot"]
    assert frame_checks.problems(deck) == []
    situation = "".join(text_of(page, "situation") for page in deck.pages)
    cells = "".join(r[1] for page in deck.pages if page.title.startswith("Other") for r in rows_of(table_of(page))[1:])
    for drawn in (situation, cells):
        assert "".join(re.sub("[\u200b\u200f]", "", drawn).split()) == "".join("".join(found).split())


def test_word_too_wide_only_after_rounding_breaks_at_a_soft_break(measurer: Measurer) -> None:
    """At 15 pt and in the widths of Arial, LibreOffice draws this word 0.6% too wide: it would break off the last letter."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    style = {"body": TextStyle(1500, 1500)}
    exact = max(measurer.fonts.widths(word)) * 15 * 12700
    fits, tight, wide = (measurer.measure(para(word), style, round(exact * part), 0) for part in (0.99, 1.003, 1.02))
    assert [("\u200b" in m.plain_text, m.line_count) for m in (fits, tight, wide)] == [
        (True, 2),
        (True, 2),
        (False, 1),
    ]


def test_links_from_right_to_left_have_a_mark_between_their_words(measurer: Measurer) -> None:
    runs = measurer.measure(Paragraph((Run("منح المجموعات الجديدة", link=ADDRESS),)), STYLE, 2 * INCH, 0).runs
    assert [run.text.strip() for run in runs] == ["منح", "\u200f", "المجموعات", "\u200f", "الجديدة"]
    assert [run.link for run in runs] == [ADDRESS, None, ADDRESS, None, ADDRESS]


def test_large_thai_lines_are_as_high_as_those_of_the_brand(measurer: Measurer) -> None:
    styles = {"body": TextStyle(2800, 2800)}
    latin, thai = (measurer.measure(Paragraph((Run(text),)), styles, 9_000_000, 0) for text in ("Agenda", "วาระ"))
    assert thai.line_height == latin.line_height
    small = {"body": TextStyle(1600, 1600)}
    latin, thai = (measurer.measure(Paragraph((Run(text),)), small, 9_000_000, 0) for text in ("Agenda", "วาระ"))
    assert thai.line_height > latin.line_height
