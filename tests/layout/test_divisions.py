"""Words wider than their line are divided with hyphens, in texts, tables, links and bold type."""

from importlib import import_module

import pytest
from blocks_for_tests import bullets, row, rows_of, slide, table, table_of, text_of
from msgspec.structs import replace

from deckgen.brand.types import Brand, TextStyle
from deckgen.diagnostics import Severity
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.direction import Mirror
from deckgen.ir.frames import TextFrame
from deckgen.layout import DeckInfo, Measurer, lay_out
from deckgen.layout.measured_text import ParagraphLayout
from deckgen.layout.mirroring import mirrored_page
from deckgen.line_breaking.hyphenation import DIVISION, Hyphenation, without_divisions

INCH = 914400
STYLE = {"body": TextStyle(1600, 1600)}
COMPOUNDS = {
    "de": ["Verantwortungsbereich", "Barrierefreiheitsverbesserungen", "Qualitätssicherungsmaßnahmen"],
    "fi": ["vastuualueet", "saavutettavuusvaatimukset", "laadunvarmistustoimenpiteet"],
}


def laid_out(brand: Brand, inches: float, *runs: Run, language: str = "de") -> ParagraphLayout:
    measurer = Measurer(brand, Hyphenation({"datenschutzfolgenabschätzung": (11,)}), language)
    return measurer.measure(Paragraph(runs), STYLE, round(inches * INCH), 0)


def lines_of(layout: ParagraphLayout) -> list[str]:
    ends = (*layout.line_starts[1:], len(layout.plain_text))
    return [layout.plain_text[start:end] for start, end in zip(layout.line_starts, ends, strict=True)]


def test_division_is_a_hyphen_and_a_line_break_and_begins_behind_other_words(brand: Brand) -> None:
    layout = laid_out(brand, 1.8, Run("Das Barrierefreiheitsverbesserungsgesetz gilt"))
    pieces = layout.plain_text.split(DIVISION)
    assert len(pieces) > 1
    assert lines_of(layout)[0].startswith("Das ")
    assert without_divisions(layout.plain_text) == "Das Barrierefreiheitsverbesserungsgesetz gilt"
    assert layout.line_counts == (len(pieces), len(pieces))


def test_word_that_fits_a_line_of_its_own_is_not_divided(brand: Brand) -> None:
    assert DIVISION not in laid_out(brand, 2.6, Run("Die neue Barrierefreiheitsprüfung")).plain_text


def test_word_is_divided_at_its_soft_hyphens_first(brand: Brand) -> None:
    assert lines_of(laid_out(brand, 2.25, Run("Datenschutzfolgenabschätzung"))) == [
        f"Datenschutz{DIVISION}", "folgenabschätzung",
    ]  # fmt: skip


def test_piece_between_soft_hyphens_that_is_too_wide_is_divided_by_rules(brand: Brand) -> None:
    shown = laid_out(brand, 1.4, Run("Datenschutzfolgenabschätzung")).plain_text
    assert shown.split(DIVISION)[0] == "Datenschutz"
    assert shown.count("\u200b") == shown.count(DIVISION) == 2


def test_pieces_are_about_equally_long(brand: Brand) -> None:
    pieces = laid_out(brand, 2.2, Run("Barrierefreiheitsverbesserungen")).plain_text.split(DIVISION)
    assert len(pieces) == 2
    assert min(map(len, pieces)) > 11


def test_address_breaks_without_hyphens_and_word_without_rules_too(brand: Brand) -> None:
    for text in ("https://datenschutz-behörde.example/Datenschutzfolgenabschätzung", "A1B2C3D4E5F6G7H8" * 3):
        shown = laid_out(brand, 1.2, Run(text)).plain_text
        assert DIVISION not in shown
        assert "\u200b" in shown


def test_linked_and_half_bold_words_are_divided(brand: Brand) -> None:
    link = laid_out(brand, 1.6, Run("Barrierefreiheitserklärung", link="https://example.org")).runs
    assert [run.text[-1:] for run in link if run.link][:1] == ["-"]
    assert [run.text for run in link if not run.link] == [DIVISION[1:]]
    bold = laid_out(brand, 1.6, Run("Barriere", bold=True), Run("freiheitserklärung")).runs
    assert sum(run.text.count(DIVISION) for run in bold) == 1


@pytest.mark.parametrize("language", COMPOUNDS)
def test_narrow_columns_tear_no_words(brand: Brand, language: str) -> None:
    words = COMPOUNDS[language] * 3
    block = table([row(*words)], 9, header=False)
    deck, issues = lay_out(
        [slide(block, layout="table", language=language)],
        brand,
        DeckInfo("Deck", "Review", "Organisation", ("Deck",), language),
    )
    assert not [issue for issue in issues if issue.code == "broken-word" or issue.severity is Severity.ERROR]
    [cells] = rows_of(table_of(deck.pages[0]))
    assert list(map(without_divisions, cells)) == words
    assert any(DIVISION in cell for cell in cells)
    assert not any("\u200b" in cell.replace(DIVISION, "") for cell in cells)


def test_hyphen_stays_behind_its_piece_from_right_to_left(brand: Brand) -> None:
    measurer = Measurer(brand, language="de")
    block = bullets("قسم Barrierefreiheitsverbesserungen")
    [page] = lay_out([slide(block, language="de")], brand, DeckInfo("D", "", "", ("D",), "ar"))[0].pages
    frame = next(frame for frame in page.frames_of(TextFrame) if frame.slot == "bullets")
    layout = measurer.measure(Paragraph((Run("قسم Barrierefreiheitsverbesserungen"),)), STYLE, INCH * 2, 0)
    shown = replace(frame.paragraphs[0], runs=(replace(frame.paragraphs[0].runs[0], text=layout.plain_text),))
    mirrored = mirrored_page(
        replace(page, frames=(replace(frame, paragraphs=(shown,)),)), Mirror(0, 12 * INCH), frozenset()
    )
    text = text_of(mirrored, "bullets")
    assert "-\u200e\u200b\n" in text
    assert without_divisions(text) == "قسم Barrierefreiheitsverbesserungen"


def test_estimated_lines_are_reported_once_where_words_are_not_known(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    thai = slide(bullets("เพิ่มจำนวนผู้แก้ไขที่กลับมาแก้ไข", "เพิ่มจำนวนผู้แก้ไขที่กลับมาแก้ไข"), language="th")
    for is_known in (True, False):
        monkeypatch.setattr(import_module("deckgen.layout.text_warnings"), "has_dictionaries", lambda: is_known)  # noqa: B023
        _, issues = lay_out([thai], brand, DeckInfo("D", "", "", ("D",), "th"))
        assert [issue.code for issue in issues].count("estimated-lines") == (not is_known)


def test_thai_objective_of_five_lines_is_not_counted_as_more(measurer: Measurer) -> None:
    text = "เพิ่มจำนวนผู้แก้ไขที่กลับมาแก้ไขวิกิพีเดียภาษาไทยในเดือนถัดไปจากร้อยละ 12 เป็นร้อยละ 15 ภายในสิ้นไตรมาส โดยทำให้การตอบกลับ"
    layout = measurer.measure(Paragraph((Run(text),)), STYLE, round(2.9 * INCH), 0)
    assert layout.line_count == 5
