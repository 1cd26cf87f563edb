"""Words that are broken in the middle and characters that no font has are warned of, each once, where they were written."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from sample_projects import make_project

LONG = "GX7K2M9Q4R8T3V6W1Z5Y0B2D4F6H8J1L3N5P7S9" * 2
"""No hyphen divides what has digits between its letters."""
SHORT_COLUMNS = ", ".join("ABCDEFGHIJK")


def warnings(folder: Path, slide: str, code: str) -> list[tuple[int, str, str]]:
    """The line in the section, the message and the hint of each warning."""
    result = pipeline.lay_out(make_project(folder, slide), remarks=True)
    text = result.sources
    found = [i for i in result.issues if i.code == code and i.span is not None]
    return [(text[i.span.file].count("\n", 0, i.span.start) + 1, i.message, i.hint or "") for i in found if i.span]


def test_broken_word_is_reported_with_the_place_of_the_break(tmp_path: Path) -> None:
    table = f"kind: table\ntitle: T\ncolumns: [A, B, {LONG}]\nrows:\n  - [1, {LONG}, {LONG}]\n  - [{LONG}, 2, 3]\n"
    found = warnings(tmp_path, table, "broken-word")
    assert [line for line, *_ in found] == [5, 7, 7, 8]
    for _, message, hint in found:
        word = message.split("“")[1].rstrip("”")
        assert "|" in word
        assert word.replace("|", "") == LONG
        assert "hyphen" in hint


@pytest.mark.parametrize(
    "cell", ["https://example.org/a/long/path/that/goes/on/and/on/forever", "one-two-three-four-five-six"]
)
def test_breaks_where_readers_expect_them_are_not_reported(tmp_path: Path, cell: str) -> None:
    table = f"kind: table\ntitle: T\ncolumns: [A, B, C, D, E, F]\nrows:\n  - ['{cell}', 1, 2, 3, 4, 5]\n"
    assert warnings(tmp_path, table, "broken-word") == []


def test_broken_address_is_reported_with_another_remedy(tmp_path: Path) -> None:
    address = f"https://docs.example.org/d/{'1xYz' * 9}"
    texts = f"situation: ({address})\nimpact: I\nrecommendation: R\n"
    slide = f"kind: drill-down\nvariant: standard\ntitle: T\n{texts}"
    [(_, message, hint)] = warnings(tmp_path, slide, "broken-word")
    assert "docs.example.org/d/1xYz" in message
    assert "link words" in hint


def test_break_that_the_author_typed_is_not_reported(tmp_path: Path) -> None:
    word = "Rindfleisch\u200betikettierungs\u200büberwachungs\u200baufgaben"
    assert warnings(tmp_path, f"kind: bullets\ntitle: T\nbullets: [{word}]\n", "broken-word") == []


def test_symbol_that_no_font_has_is_reported_at_its_first_text(tmp_path: Path) -> None:
    slide = "kind: bullets\ntitle: T\nbullets:\n  - plain ✓ →\n  - start 🚀\n  - again 🚀\n  - a family 👨‍👩‍👧\n"
    first, second = warnings(tmp_path, slide, "missing-glyph")
    assert "“🚀”" in first[1]
    assert "“👨‍👩‍👧”" in second[1]
    assert second[0] - first[0] == 2
    assert "write it in words" in first[2]


@pytest.mark.usefixtures("no_installed_fonts")
def test_letters_of_a_script_that_no_font_here_has_are_reported_once(tmp_path: Path) -> None:
    slide = "kind: bullets\ntitle: T\nbullets:\n  - 很重要\n  - 事情\n  - ありがとう\n"
    first, second = warnings(tmp_path, slide, "script-font")
    assert "Chinese (simplified) letters “很 重 要 事 情”" in first[1]
    assert "Japanese letters “あ り が と う”" in second[1]
    assert "apt install fonts-noto-cjk" in first[2]
    assert second[0] - first[0] == 2


@pytest.mark.usefixtures("no_installed_fonts")
def test_script_with_a_font_in_a_package_is_no_warning(tmp_path: Path) -> None:
    slide = "kind: bullets\ntitle: T\nbullets: [نسبة المحررين, संपादक, ที่สุด, שיעור]\n"
    assert warnings(tmp_path, slide, "script-font") == warnings(tmp_path, slide, "missing-glyph") == []


def test_character_that_no_standard_defines_is_named_by_its_number(tmp_path: Path) -> None:
    [(_, message, hint)] = warnings(tmp_path, "kind: bullets\ntitle: T\nbullets: ['\uf0b7 one']\n", "missing-glyph")
    assert "U+F0B7" in message
    assert "pasted" in hint


def test_build_reports_missing_characters_but_not_what_check_reviews(tmp_path: Path) -> None:
    built = pipeline.lay_out(
        make_project(tmp_path, f"kind: drill-down\nsituation: {LONG}\nimpact: 🚀\nrecommendation: R\n")
    )
    assert [issue.code for issue in built.issues] == ["missing-glyph"]
    assert built.deck is not None
