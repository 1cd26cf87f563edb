"""No program runs a cell that deckgen writes as a formula, and the cell is read back as the original text."""

import csv
import io
import re
import time
from pathlib import Path

import pytest
from formula_texts import FORMULAS
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.results import sheets
from deckgen.results.formulas import guard_formula, is_formula, unguard_formula
from sample_projects import Q2

SEPARATORS = ",;\t|:^~ "
SIGNS = "=+-@＝＋－＠﹦﹢﹣﹫"
TEXTS = st.text(st.sampled_from("=+-@＝;,|:^~\t\n\r \u00a0\u200b'\"!(1aA%") | st.characters(codec="utf-8"), max_size=20)


def as_cells(text: str, separator: str, quote: str) -> list[str]:
    """Split a .csv as a program with this separator and this quote (or none) does."""
    quoting = csv.QUOTE_MINIMAL if quote else csv.QUOTE_NONE
    rows = [text] if quote else re.split(r"[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]", text)
    return [cell for row in rows for cells in csv.reader(
        io.StringIO(row, newline=""), delimiter=separator, quotechar=quote or None, quoting=quoting, strict=False
    ) for cell in cells]  # fmt: skip


def is_run(cell: str) -> bool:
    """Whether a spreadsheet computes a cell: it starts with a sign, and is more than a number, or more than a sign."""
    content = cell.lstrip("".join(map(chr, (*range(33), *range(127, 161), 0x200B, 0xFEFF, 0x2028))))
    return content[:1] != "" and content[0] in SIGNS and any(map(str.isalnum, content)) and not is_harmless(content)


def is_harmless(cell: str) -> bool:
    """Whether a cell is a number with a sign, perhaps with words after it, which no program can compute."""
    return re.match(
        r"[+-]{1,2}\d[\d.,]*%?[A-Za-z]*([)\].,;:!?'’”\"]|\s+[^\W\d_]|\s*$|\s+[(\[–—])", cell
    ) is not None and not re.search(r"\w\(|\|", cell)


def csv_line(text: str) -> str:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow(["id", guard_formula(text), "missing"])
    return stream.getvalue()


@pytest.mark.parametrize("quote", ['"', "'", ""], ids=["double quotes", "single quotes", "no quotes"])
@pytest.mark.parametrize("separator", SEPARATORS)
@pytest.mark.parametrize("text", FORMULAS)
def test_formula_is_not_run_at_any_separator(text: str, separator: str, quote: str) -> None:
    assert not [cell for cell in as_cells(csv_line(text), separator, quote) if is_run(cell)]


@settings(max_examples=400)
@given(TEXTS)
def test_no_text_is_run_as_a_formula_at_any_separator(text: str) -> None:
    for separator in SEPARATORS:
        for quote in ('"', "'", ""):
            assert not [cell for cell in as_cells(csv_line(text), separator, quote) if is_run(cell)]


@settings(max_examples=400)
@given(TEXTS)
def test_unguard_formula_restores_every_text(text: str) -> None:
    assert unguard_formula(guard_formula(text)) == text


@pytest.mark.parametrize("text", FORMULAS)
def test_every_formula_is_guarded_and_restored(text: str) -> None:
    assert unguard_formula(guard_formula(text)) == text
    assert guard_formula(text) != text or "'" in text


def test_formula_without_a_guard_is_run() -> None:
    stream = io.StringIO(newline="")
    csv.writer(stream, quoting=csv.QUOTE_ALL).writerow(["id", "x;=1+1;"])
    assert [cell for cell in as_cells(stream.getvalue(), ";", '"') if is_run(cell)] == ["=1+1"]


@pytest.mark.parametrize(
    "text",
    ["Q1: +7.3%, Q2: -2%", "rose +5% YoY (89K/mo)", "n = 40", "a - b", "a -> b", "FY20-21", "a@example.org", "x=1", "don't",
     "it rose, -3.5 points", "'quoted'", "rose '+5%' since", "https://example.org/?a=1&b=-2", "4%", ""],
)  # fmt: skip
def test_text_that_is_not_a_formula_is_not_changed(text: str) -> None:
    assert guard_formula(text) == text
    assert unguard_formula(text) == text


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("'+6%", "+6%"),
        ("'=x", "=x"),
        ("rose '+5%' since", "rose '+5%' since"),
        ("'quoted'", "'quoted'"),
        ("+6%", "+6%"),
        ("'+6%' up", "+6%' up"),
    ],
)
def test_typed_cell_is_read_as_typed(typed: str, text: str) -> None:
    assert unguard_formula(typed) == text


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "＝1+1", "﹦A1", "\u200b=1", "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2",
     "@SUM(1+1)*cmd|'x'!A0", "＋cmd|'/C calc'!A0", "@cmd | 'x' ! A0"],
)  # fmt: skip
def test_formula_is_recognized(cell: str) -> None:
    assert is_formula(cell)


@pytest.mark.parametrize(
    "cell", ["+8.1% YoY (89K/mo)", "-3", "＋5%", "@ada", "'=1+1", "a=1", "+5% | wow!", "up|down", "", "–"]
)
def test_usual_result_is_not_a_formula(cell: str) -> None:
    assert not is_formula(cell)


@pytest.mark.parametrize(
    "cell", [*(text for text in FORMULAS if is_formula(text)), *(f" {sign}cmd|'/C calc'!A0" for sign in SIGNS)]
)
def test_formula_in_a_sheet_is_refused(cell: str) -> None:
    row = sheets.SheetRow("line 2", ("editors", cell))
    sheet = sheets.Sheet((sheets.SheetRow("line 1", ("id", "Q2")), row))
    updates, refused = sheets.read_updates(sheet, Path("r.csv"), Q2)
    assert not updates
    assert refused[0].reason == f"'{cell.strip()}' is a formula: type the result as text"


@pytest.mark.parametrize("piece", [" ", '" ', "-", ";-", " -", "=;", "'", "'=", "1(", "|", "!", "a|", ";+1", "\u200b"])
@pytest.mark.flaky(reruns=2)
def test_guarding_takes_linear_time(piece: str) -> None:
    """Ten times the text takes ten times as long. It would take a hundred times as long if each sign read the text around it."""
    assert shortest_time(piece * 40_000) < 40 * max(shortest_time(piece * 4_000), 1e-4)


def shortest_time(text: str) -> float:
    """Return the shortest of three runs, in seconds of processor time."""
    times = []
    for _ in range(3):
        started = time.process_time()
        unguard_formula(guard_formula(text))
        is_formula(text)
        times.append(time.process_time() - started)
    return min(times)
