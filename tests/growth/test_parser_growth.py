"""Doubling a text takes every parser at most 2.5 times the time, for any text (see `growth`)."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from deckgen import diagnostics
from deckgen.brand.load import load_brand
from deckgen.charts import value_texts
from deckgen.diagnostics import Origin, Span, machine_formats, make_issue, suggestions
from deckgen.edit import ContentEditor, EditError
from deckgen.images import metadata, opening
from deckgen.images.opening import PictureError
from deckgen.images.svg import clean_svg
from deckgen.images.svg_flattening import flatten_svg
from deckgen.images.svg_outlines import NotFlatError, read_path
from deckgen.images.svg_transforms import read_transform
from deckgen.layout import Measurer
from deckgen.layout.text_warnings import ShownText, text_warnings
from deckgen.layout.words import broken_pieces, is_figure, with_shown_breaks
from deckgen.model import files, metrics
from deckgen.model.foot_texts import check_date_form, check_footer, footer_parts
from deckgen.model.verdict_fields import read_tolerance
from deckgen.periods import Year, find_system, read_period
from deckgen.quantities import find_quantities, load_lexicon
from deckgen.quantities.reader import read_clauses
from deckgen.quantities.results import read_clauses_as_result
from deckgen.reader import characters, parse, source
from deckgen.reader.markup import parse_markup
from deckgen.reader.rewrite_marks import find_marks
from deckgen.resolve.figure_forms import find_form, in_form_of
from deckgen.results import number_doubts, sheets, update_checks, workbook
from deckgen.results.sheet_rows import unescape
from deckgen.results.sheets import SheetError
from deckgen.translation.authored_words import AuthoredText, has_words
from deckgen.translation.exchange import Exchange, ExchangeError, OutgoingEntry
from deckgen.translation.markup_checks import changed_figures, lost_markup
from deckgen.translation.xliff import NAMESPACE, read_xliff, xliff_bytes
from deckgen.verdicts import stated_status
from deckgen.writer import xml
from growth import UNITS, TooSlowError, adversarial_texts, assert_linear, repeat_unit
from sample_projects import Q2

pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]  # what is too slow is so three times

PAIR_COUNT = int(os.environ.get("DECKGEN_GROWTH", "2"))
"""The number of mixed texts for each parser; the environment variable sets a higher one."""
Work = Callable[[str], object]


def allowing(work: Work, *refusals: type[Exception]) -> Work:
    """Return a function that does the same work, but catches `refusals`."""

    def guarded(text: str) -> object:
        try:
            return work(text)
        except refusals:
            return None

    return guarded


def parse_inside(before: str, after: str = "\n") -> Work:
    """Return a function that reads a content file with the text between `before` and `after`, each line indented."""
    indent = before.rpartition("\n")[2].replace("- ", "  ")
    indent = indent if not indent.strip() else ""
    return lambda text: parse(before + text.replace("\n", f"\n{indent}") + after + "b: c\n", "f.yaml")


def render_issue(text: str) -> object:
    """Render an issue in the middle of a text; its message and hint are the text."""
    middle, sources = len(text) // 2, {"f.yaml": text}
    fault = make_issue("too-long", text, Span("f.yaml", middle, middle + 5), text)
    found = diagnostics.render(fault, sources), diagnostics.marked_excerpt(fault.span or Span("", 0, 0), sources)
    return found, machine_formats.as_data(fault, sources), machine_formats.as_workflow_command(fault, sources, Path())


def edit_value(before: str) -> Work:
    def work(text: str) -> object:
        return ContentEditor(before, "f.yaml").set(("title",), text)

    return allowing(work, EditError)


@lru_cache(maxsize=1)
def measurer() -> Measurer:
    brand, _, _ = load_brand("wikimedia", [Path(__file__).parents[2] / "layouts"])
    assert brand is not None
    return Measurer(brand)


def warn_of_text(text: str) -> object:
    return text_warnings((), [ShownText(text, Origin(), is_marked=False)], measurer())


def scan_characters(text: str) -> object:
    found = list(characters.find_unprintable(text))
    return found, characters.blank_unprintable(text), characters.blank_unprintable_in_value(text)


def format_often(text: str) -> object:
    return [workbook.format_number(5.5, text[:255]) for _ in range(max(len(text) // 1000, 1))]


def read_marks(text: str) -> object:
    document, _ = parse("a: b\n# REWRITE for Q1 FY20-21: c\n" + text.replace("\n", "\n# "), "f.yaml")
    return None if document is None else find_marks(document)


def read_picture_parts(text: str) -> object:
    data = text.encode("latin-1", "replace")
    jpeg = b"\xff\xd8" + data
    png = b"\x89PNG\r\n\x1a\n" + data
    return (
        metadata.scan_cost(jpeg, 100),
        metadata.strip_metadata(jpeg, "JPEG"),
        metadata.strip_metadata(png, "PNG"),
    )


def clean_drawing(before: str, after: str) -> Work:
    def work(text: str) -> object:
        safe = text.replace("&", "").replace("<", "").replace('"', "").replace("\x07", "")
        return clean_svg.__wrapped__((before + safe + after).encode(), "a.svg")

    return allowing(work, PictureError)


def flatten_drawing(before: str, after: str) -> Work:
    def work(text: str) -> object:
        safe = text.replace("&", "").replace("<", "").replace('"', "").replace("\x07", "")
        return flatten_svg(clean_svg.__wrapped__((before + safe + after).encode(), "a.svg").svg)

    return allowing(work, PictureError)


def read_sheet(text: str) -> object:
    _, lines = sheets.parse_csv(text, Path("a.csv"))
    return sheets.read_updates(sheets.Sheet(tuple(lines)), Path("a.csv"), Q2)


def read_result_clauses(text: str) -> object:
    """Read a result however long it is; the reader itself refuses what is longer than a cell can be."""
    return read_clauses_as_result(read_clauses(text, "en"), load_lexicon("en"))


SVG = '<svg xmlns="http://www.w3.org/2000/svg" '


def exchange_of(text: str) -> Exchange:
    """Return what a translator gets of one text."""
    return Exchange("en", "de", "Deck", [OutgoingEntry("part/text", "", text, text, "review", None)])


def compare_with_translation(text: str) -> None:
    """Compare a text with a translation that has none of its links, footnotes and figures, and the other way around."""
    authored = AuthoredText("part/text", "", (), text)
    assert len(list(lost_markup(authored, text))) == 0
    list(lost_markup(authored, "Text"))
    changed_figures(authored, "Text")
    has_words(text, "en")


def read_translations(text: str) -> None:
    """Read a file that a program for translators wrote, or anything else."""
    unit = f'<trans-unit id="a"><source>a</source><target><g id="1">{text}</g></target></trans-unit>'
    file = f'<xliff xmlns="{NAMESPACE}" version="1.2"><file>{unit}</file></xliff>'
    with contextlib.suppress(ExchangeError):
        read_xliff(file.encode("utf-8", "replace"), Path("de.xliff"), "de")


PARSERS: dict[str, tuple[Work, int]] = {
    "content file": (lambda text: parse(text, "f.yaml"), 16_000),
    "value": (parse_inside("a: "), 16_000),
    "value in double quotes": (parse_inside('a: "', '"\n'), 16_000),
    "value in single quotes": (parse_inside("a: '", "'\n"), 16_000),
    "value in square brackets": (parse_inside("a: [", "]\n"), 16_000),
    "value in curly brackets": (parse_inside("a: {", "}\n"), 16_000),
    "text block": (parse_inside("a: |\n  "), 16_000),
    "folded block": (parse_inside("a: >\n  "), 16_000),
    "key": (parse_inside("", ": b\n"), 16_000),
    "items": (lambda text: parse("a:\n- " + text.replace("\n", "\n- ") + "\n", "f.yaml"), 16_000),
    "content after a syntax error": (lambda text: parse(f"s:\n- a: b: c\n- a: d\n{text}\n- a: 'x\n", "f.yaml"), 16_000),
    "characters": (scan_characters, 32_000),
    "encoding": (lambda text: (source.decode(text.encode() + b"\xff", "f"), source.decode(text.encode(), "f")), 32_000),
    "markup": (parse_markup.__wrapped__, 16_000),
    "quantities": (lambda text: list(find_quantities(text, "en")), 16_000),
    "result": (read_result_clauses, 16_000),
    "numbers in the form of another language": (lambda text: list(number_doubts.form_notes(text, [text[1:]], "en")), 16_000),
    "status in words": (stated_status, 16_000),
    "tolerance": (allowing(lambda text: read_tolerance("5" + text), ValueError), 32_000),
    "file name": (lambda text: (files.is_file_name(text), files.is_file_name("a" + text)), 32_000),
    "quarters": (allowing(lambda text: metrics.Measured.model_validate({"in": text}), ValueError), 32_000),
    "periods": (lambda text: (read_period("Q2 " + text), Year.read("FY" + text), find_system(text)), 32_000),
    "milestone": (allowing(lambda text: metrics.Row.model_validate({"milestones": {"Q2" + text: "x"}}), ValueError), 32_000),
    "known name": (lambda text: suggestions.closest(text, ["headline", text + "a", text[1:]]), 32_000),
    "colour": (lambda text: suggestions.most_similar(text, ["primary", text + "a"]), 32_000),
    "message": (render_issue, 32_000),
    "edit of a value": (edit_value("title: x\nb: c\n"), 20_000),
    "edit of a block": (edit_value("title: |\n  x\n\n  y\nb: c\n"), 20_000),
    "marks of the last roll": (read_marks, 16_000),
    "sheet": (allowing(read_sheet, SheetError), 16_000),
    "sheet that names its delimiter": (allowing(lambda text: read_sheet("sep=" + text), SheetError), 16_000),
    "sheet with headers": (allowing(lambda text: read_sheet("id,Q2\n" + text), SheetError), 16_000),
    "number format": (lambda text: workbook.format_number(5.5, text), 32_000),
    "longest number format": (format_often, 20_000),
    "equal results": (lambda text: update_checks.is_same_result(text, text + "1", "en"), 8_000),
    "fault of a spreadsheet": (update_checks.SPREADSHEET_ERROR.fullmatch, 32_000),
    "first bytes of a drawing": (lambda text: opening.is_drawing(text.encode("utf-8", "replace")), 32_000),
    "pieces of a picture": (read_picture_parts, 16_000),
    "attribute of a drawing": (clean_drawing(f'{SVG}viewBox="', '"/>'), 16_000),
    "length in a drawing": (clean_drawing(f'{SVG}viewBox="0 0 9 9" width="5', '"/>'), 16_000),
    "style sheet of a drawing": (flatten_drawing(f'{SVG}viewBox="0 0 9 9"><style>', '</style><g class="a"/></svg>'), 16_000),
    "text of a drawing": (flatten_drawing(f'{SVG}viewBox="0 0 9 9"><text>', "</text></svg>"), 8_000),
    "path of a drawing": (allowing(lambda text: read_path("M0 0" + text), NotFlatError), 32_000),
    "transform of a drawing": (allowing(lambda text: read_transform("scale(2)" + text), NotFlatError), 32_000),
    "label of a chart": (allowing(lambda text: value_texts.is_bare_number(text, 5), ValueError), 32_000),
    "escapes of a workbook": (lambda text: (unescape(text), unescape(text, only_controls=True)), 32_000),
    "own text at the foot": (allowing(lambda text: (check_footer(text), footer_parts(text, {"title": "T"})), ValueError), 32_000),
    "form of a date": (allowing(check_date_form, ValueError), 32_000),
    "breaks in words": (lambda text: (broken_pieces(text), with_shown_breaks(text), is_figure(text)), 32_000),
    "warnings of a text": (warn_of_text, 4_000),
    "figures in another language": (lambda text: (in_form_of(text, "en", "de"), find_form("8.1%", text)), 16_000),
    "text and its translation": (compare_with_translation, 4_000),
    "text in XLIFF": (lambda text: xliff_bytes(exchange_of(text)), 16_000),
    "translations from a program": (read_translations, 16_000),
    "text of a slide": (lambda text: (xml.text(text), xml.attribute(text)), 16_000),
}  # fmt: skip
"""Functions that read untrusted text, with the maximum number of characters to try."""


@pytest.mark.parametrize("parser", PARSERS)
def test_time_of_a_parser_is_linear_in_its_text(parser: str) -> None:
    work, size = PARSERS[parser]
    slow = []
    for name, make in adversarial_texts(PAIR_COUNT, seed=sorted(PARSERS).index(parser)):
        try:
            assert_linear(work, make, size)
        except AssertionError as fault:
            slow.append(f"{name}: {fault}")
    assert not slow, "\n".join(slow)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The seconds that `growth` measures, which a test counts itself: they depend on no machine."""
    seconds = [0.0]
    monkeypatch.setattr("growth.time.thread_time", lambda: seconds[0])
    return seconds


def test_quadratic_work_is_detected(clock: list[float]) -> None:
    def work(text: str) -> None:
        clock[0] += 1e-9 * len(text) ** 2

    with pytest.raises(AssertionError, match=r"4\.0 times as long"):
        assert_linear(work, repeat_unit("a"), 100_000)


def test_exponential_work_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("growth.TIME_LIMIT", 0.3)

    def work(text: str) -> int:
        return sum(1 for _ in range(2 ** len(text)))

    started = time.thread_time()
    with pytest.raises(TooSlowError):
        assert_linear(work, repeat_unit("a"), 6_400)
    assert time.thread_time() - started < 5


def test_linear_work_passes(clock: list[float]) -> None:
    def work(text: str) -> None:
        clock[0] += 1e-7 * len(text)

    assert_linear(work, repeat_unit("a"), 400_000)


def test_comments_alone_are_not_recognized_as_a_drawing() -> None:
    text = UNITS["comment"] * 40
    assert not opening.is_drawing(text.encode())
    assert opening.is_drawing(f"{text}<svg ".encode())
