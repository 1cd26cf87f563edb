"""Where lines break, and how wide text is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph, Run
from deckgen.layout import Measurer
from deckgen.layout.fonts import pixels_per_em
from deckgen.layout.lines import line_starts, offsets, segments, text_extent
from deckgen.layout.words import insert_breaks


def test_bold_text_is_wider_and_kerning_is_measured(measurer: Measurer) -> None:
    fonts = measurer.fonts
    assert fonts.widths("Editors", True)[0] > fonts.widths("Editors")[0]
    pair, alone = fonts.widths("AVAVAV")[1], sum(fonts.widths(char)[1] for char in "AVAVAV")
    assert pair < alone


def test_the_fallback_has_the_widths_of_arial(measurer: Measurer) -> None:
    # From Arial's own table of widths, in 1/2048 em: W 1933, i 455, 8 1139.
    for char, width in (("W", 1933), ("i", 455), ("8", 1139)):
        assert measurer.fonts.widths(char)[1] == pytest.approx(width / 2048, abs=0.001)


def test_pair_11_is_not_kerned_since_only_some_such_fonts_kern_it(measurer: Measurer) -> None:
    assert measurer.fonts.widths("111") == pytest.approx([3 * wide for wide in measurer.fonts.widths("1")])


def test_widths_in_pixels_are_whole_numbers_for_every_letter(measurer: Measurer) -> None:
    # LibreOffice rounds 9 pt to 318 hundredths of a millimetre, which are 75 pixels at 600 dpi.
    assert [pixels_per_em(size) for size in (900, 1200, 1600, 2850)] == [75, 100, 133, 237]
    fonts = measurer.fonts.in_pixels(75)
    for char in "aeonitW1 ":
        for wide, exact in zip(fonts.widths(char), measurer.fonts.widths(char), strict=True):
            assert wide * 75 == pytest.approx(round(wide * 75))
            assert abs(wide - exact) <= 0.5 / 75 + 1e-9


def test_line_that_fits_only_without_rounding_counts_as_two(measurer: Measurer) -> None:
    styles = {"body": TextStyle(900, 900)}
    text = " ".join(["no one open"] * 9)
    whole = Paragraph((Run(text),))
    exact, rounded = (
        widths(text)[1] * 9 * 12700 for widths in (measurer.fonts.widths, measurer.fonts.in_pixels(75).widths)
    )
    assert rounded > exact * 1.004
    assert measurer.measure(whole, styles, round(exact * 1.003), 0).line_counts[1] == 2
    assert measurer.measure(whole, styles, round(rounded * 1.003), 0).line_counts[1] == 1


SPACE = 0.235
"""What LibreOffice adds in em where East Asian and other letters meet."""


def test_character_without_a_glyph_counts_as_one_em(measurer: Measurer) -> None:
    assert measurer.fonts.widths("維")[0] == 1.0
    assert measurer.fonts.widths("(維")[0] == pytest.approx(1.0 + SPACE + measurer.fonts.widths("(")[0])


def line_width(measurer: Measurer, *runs: Run) -> float:
    return text_extent(segments(runs, measurer.fonts)).widest_line


@pytest.mark.parametrize(
    ("text", "meetings"),
    [
        ("維Q維", 2),
        ("維 Q 維", 2),
        ("3 維", 1),
        ("3\u00a0維", 1),
        ("維 3", 1),
        ("維, 維", 2),
        ("維 維", 0),
        ("維 – 維", 0),
        ("Q q", 0),
    ],
)
def test_space_is_counted_where_east_asian_letters_meet_others(measurer: Measurer, text: str, meetings: int) -> None:
    alone = max(sum(measurer.fonts.widths(char)[which] for char in text if char != " ") for which in (0, 1))
    blanks = max(measurer.fonts.widths(" ")) * text.count(" ")
    assert line_width(measurer, Run(text)) == pytest.approx(alone + blanks + meetings * SPACE, abs=0.12)


def test_space_is_counted_between_letters_of_two_faces(measurer: Measurer) -> None:
    one, other = Run("2.8%\u00a0", bold=True), Run("維維")
    apart = line_width(measurer, one) + line_width(measurer, other)
    assert line_width(measurer, one, other) == pytest.approx(apart + SPACE, abs=0.01)
    assert line_width(measurer, Run("2.8%", bold=True), Run("\u00a0維維")) == pytest.approx(apart + SPACE, abs=0.1)
    assert line_width(measurer, Run("2.8% ", bold=True), other) == pytest.approx(apart + SPACE, abs=0.1)


def test_word_in_two_faces_is_not_broken_where_the_face_changes(measurer: Measurer) -> None:
    parts = segments((Run("in"), Run("side", bold=True), Run(" out")), measurer.fonts)
    assert offsets(parts) == [0, 7, 10]


def test_word_wider_than_the_line_breaks_between_characters(measurer: Measurer) -> None:
    parts = segments((Run("x" * 30),), measurer.fonts)
    em = measurer.fonts.widths("x")[0]
    assert line_starts(parts, em * 10.5, 0, measurer.fonts) == [0, 10, 20]


def test_spaces_at_the_end_of_a_line_take_no_room(measurer: Measurer) -> None:
    parts = segments((Run("word      word"),), measurer.fonts)
    assert line_starts(parts, measurer.fonts.widths("word")[0] + 0.01, 0, measurer.fonts) == [0, 10]


words = st.text(st.sampled_from("abcdefghij.,()"), min_size=1, max_size=12)


@given(st.lists(words, min_size=1, max_size=30), st.floats(3, 40))
def test_every_line_fits_its_width(measurer: Measurer, found: list[str], width: float) -> None:
    text = " ".join(found)
    for which in (0, 1):
        starts = line_starts(segments((Run(text),), measurer.fonts), width, which, measurer.fonts)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
            assert measurer.fonts.widths(text[start:end].rstrip())[which] <= width + 0.2


@given(st.lists(words, min_size=1, max_size=30), st.floats(3, 40))
def test_a_wider_line_never_needs_more_lines(measurer: Measurer, found: list[str], width: float) -> None:
    parts = segments((Run(" ".join(found)),), measurer.fonts)
    counts = [len(line_starts(parts, w, 0, measurer.fonts)) for w in (width, width * 1.3, width * 2)]
    assert counts == sorted(counts, reverse=True)


def test_extent_has_the_widths_of_the_longest_word_and_line(measurer: Measurer) -> None:
    found = text_extent(segments((Run("a longest b\nshort"),), measurer.fonts))
    assert found.widest_unit == max(measurer.fonts.widths("longest"))
    assert found.widest_line == pytest.approx(max(measurer.fonts.widths("a longest b")), abs=0.05)
    assert found.has_hard_break


def test_an_empty_paragraph_has_one_line(measurer: Measurer) -> None:
    assert line_starts(segments(Paragraph(()).runs, measurer.fonts), 10, 0, measurer.fonts) == [0]


def with_soft_breaks(measurer: Measurer, text: str, width: float) -> str:
    runs = (Run(text[:7], bold=True), Run(text[7:]))
    parts = segments(runs, measurer.fonts)
    return "".join(run.text for run in insert_breaks(runs, parts, width, measurer.fonts))


def test_address_that_is_too_wide_breaks_where_readers_expect_it(measurer: Measurer) -> None:
    found = with_soft_breaks(measurer, "https://example.org/some_long/path-of-words", 6)
    assert found.split("\u200b") == ["https://", "example.", "org/", "some_", "long/", "path-of-words"]


def test_word_that_is_too_wide_breaks_without_losing_characters(measurer: Measurer) -> None:
    found = with_soft_breaks(measurer, "x" * 60, 5)
    assert found.replace("\u200b", "") == "x" * 60
    assert all(max(measurer.fonts.widths(piece)) <= 5 for piece in found.split("\u200b"))


def test_words_that_fit_get_no_breaks(measurer: Measurer) -> None:
    assert with_soft_breaks(measurer, "short words/and paths", 20) == "short words/and paths"
