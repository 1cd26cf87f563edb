"""Words wider than their line: where they break, and what is shown of a web address."""

import pytest
from blocks_for_tests import bullets, cell, laid, pages, para, row, rows_of, slide, table, table_of, text_of
from hypothesis import given, settings
from hypothesis import strategies as st

import frame_checks
from deckgen.brand.types import Brand, TextStyle
from deckgen.ir.blocks import Paragraph, Row, Run, Text
from deckgen.ir.frames import TextFrame
from deckgen.layout import Measurer
from deckgen.layout.words import widest_unbreakable, with_hosts

ADDRESS = "https://meta.wikimedia.org/wiki/Community_health_initiative/Per-user_page_and_upload_blocking"
STYLE = {"body": TextStyle(1600, 1600)}
INCH = 914400


def shown(measurer: Measurer, text: str, inches: float, link: str | None = None) -> str:
    paragraph = Paragraph((Run(text, link=link),))
    return measurer.measure(paragraph, STYLE, round(inches * INCH), 0).paragraph.plain


def test_a_word_that_fits_is_left_alone(measurer: Measurer) -> None:
    assert shown(measurer, "and/or well-known", 3) == "and/or well-known"


def test_a_path_breaks_after_its_slashes_and_nowhere_else(measurer: Measurer) -> None:
    pieces = shown(measurer, "some/very/long/path_with/parts.html", 1.2).split("\u200b")
    assert pieces == ["some/", "very/", "long/", "path_", "with/", "parts.", "html"]


def test_a_word_without_such_places_breaks_into_pieces_that_fit(measurer: Measurer) -> None:
    pieces = shown(measurer, "x" * 60, 1).split("\u200b")
    assert "".join(pieces) == "x" * 60
    assert all(measurer.fonts.widths(piece)[1] * 16 <= 72 for piece in pieces)


def test_a_letter_is_not_parted_from_its_accents_nor_an_emoji_from_its_parts(measurer: Measurer) -> None:
    family = "👩\u200d👩\u200d👧"
    for cluster in (family, "e\u0301", "क्षि"):
        pieces = shown(measurer, cluster * 40, 1).split("\u200b")
        assert all(len(piece) % len(cluster) == 0 for piece in pieces)


def test_an_address_that_does_not_fit_shows_its_host_and_keeps_its_link(brand: Brand) -> None:
    block = Text("situation", (Paragraph((Run("See "), Run(ADDRESS, link=ADDRESS), Run("."))),))
    [page] = pages(brand, slide(block, layout="drill-down"))
    assert text_of(page, "situation") == "See meta.wikimedia.org."
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == "situation")
    assert frame.paragraphs[0].runs[1].link == ADDRESS


def test_an_address_that_fits_is_shown_whole(brand: Brand) -> None:
    [page] = pages(brand, slide(Text("bullets", (Paragraph((Run("https://w.wiki/4x", link="https://w.wiki/4x"),)),))))
    assert text_of(page, "bullets") == "https://w.wiki/4x"


def test_words_that_link_are_not_taken_for_an_address(measurer: Measurer) -> None:
    runs = (Run("the terms of use and/or the policy", link=ADDRESS),)
    assert with_hosts(runs, measurer.segments(Paragraph(runs)), 0) == runs


def test_a_link_wider_than_its_line_becomes_a_link_for_each_word(measurer: Measurer) -> None:
    paragraph = Paragraph((Run("one two three four five six seven", link=ADDRESS),))
    runs = measurer.measure(paragraph, STYLE, INCH, 0).paragraph.runs
    assert [run.text for run in runs] == ["one ", "two ", "three ", "four ", "five ", "six ", "seven"]
    assert {run.link for run in runs} == {ADDRESS}


def test_the_softest_stretch_is_that_between_two_places_to_break_at(measurer: Measurer) -> None:
    parts = measurer.segments(Paragraph((Run("some/internationalization/x"),)))
    assert widest_unbreakable(parts, measurer.fonts) == pytest.approx(
        max(measurer.fonts.widths("internationalization/")), rel=0.02
    )


def test_a_long_path_in_a_cell_gives_way_before_other_columns_break_their_words(brand: Brand) -> None:
    words = ["Internationalization", "Institutionalization", "Disproportionately"]
    found = table([row("/".join(words * 6), *words)], 4)
    [page] = pages(brand, slide(found, layout="table"))
    assert rows_of(table_of(page))[1][1:] == words


def test_script_without_blanks_is_laid_out_higher_and_not_broken_as_one_word(brand: Brand, measurer: Measurer) -> None:
    latin, chinese = (measurer.measure(para(text), STYLE, 3 * INCH, 0) for text in ("abc", "維基百科"))
    assert chinese.height > latin.height
    assert "\u200b" not in shown(measurer, "維基百科" * 30, 3)


def test_columns_too_many_for_the_slide_are_a_fault_that_says_so(brand: Brand) -> None:
    _, [problem] = laid(brand, slide(table([row(*["word"] * 60)], 60), layout="table"))
    assert problem.code == "too-many-columns"
    assert "60" in problem.message


nasty = st.text(st.sampled_from("aW/.-_?& \u00a0維ख👩é–ع"), max_size=300)


@settings(max_examples=60, deadline=None)
@given(st.lists(nasty, min_size=1, max_size=6), st.booleans())
def test_whatever_is_in_a_text_nothing_is_lost_and_all_fits(brand: Brand, found: list[str], linked: bool) -> None:
    runs = [(Run(text, bold=n % 2 == 1, link="#x" if linked else None),) for n, text in enumerate(found)]
    deck, problems = laid(
        brand,
        slide(Text("situation", tuple(Paragraph(r, bullet="•") for r in runs)), bullets("x"), layout="drill-down"),
        slide(table([Row((cell("a"), cell(text), cell("b"))) for text in found], 3), layout="table", title="Other"),
    )
    assert [p.code for p in problems] == ["no-slot"]
    assert frame_checks.problems(deck) == []
    situation = "".join(text_of(page, "situation") for page in deck.pages)
    cells = "".join(r[1] for page in deck.pages if page.title.startswith("Other") for r in rows_of(table_of(page))[1:])
    for drawn in (situation, cells):
        assert "".join(drawn.replace("\u200b", "").split()) == "".join("".join(found).split())


def test_a_word_that_only_rounded_advances_make_too_wide_breaks_at_our_place(measurer: Measurer) -> None:
    """At 15 pt LibreOffice sets this word in Arial's widths 0.6% wider than it is, and would tear its last letter off."""
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft"
    style = {"body": TextStyle(1500, 1500)}
    exact = max(measurer.fonts.widths(word)) * 15 * 12700
    fits, tight, wide = (measurer.measure(para(word), style, round(exact * part), 0) for part in (0.99, 1.003, 1.02))
    assert [("\u200b" in m.paragraph.plain, m.line_count) for m in (fits, tight, wide)] == [
        (True, 2),
        (True, 2),
        (False, 1),
    ]
