"""Doubling a deck or a sheet takes at most 2.5 times the time (see `growth`). For .pptx files see tests/package."""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

import pytest
from long_decks import DECKS, bullets, format_joined, metrics

from deckgen import checks, kinds
from deckgen.build.compose_slides import compose_slides
from deckgen.build.progress import ignore_progress
from deckgen.charts.canvas import Canvas
from deckgen.charts.geometry import Label
from deckgen.charts.style import Style
from deckgen.diagnostics import Issue, Span, make_issue, render, sort_in_reading_order
from deckgen.diagnostics.machine_formats import as_data
from deckgen.model import load_deck
from deckgen.preview import view
from deckgen.reader import parsed_texts
from deckgen.reader.rewrite_marks import rewrite_warnings
from deckgen.resolve import DeckRows
from deckgen.results import (
    OpenDeck,
    ResultUpdate,
    TargetIndex,
    Verdict,
    apply_updates,
    find_targets,
    open_deck,
    sheets,
    status_entries,
)
from deckgen.roll import forward
from growth import UNITS, assert_linear, repeat_unit
from sample_projects import Q2, make_project

sys.path.append(str(Path(__file__).parents[1] / "charts"))
from charts_for_tests import make_brand

pytestmark = [pytest.mark.slow, pytest.mark.flaky(reruns=2)]  # what is too slow is so three times


def check_deck(folder: Path) -> list[object]:
    """Find and render all issues of a deck that `deckgen check` shows, except those of layout."""
    parsed_texts.parse_cached.cache_clear()
    deck, found, sources = load_deck(folder, folder.parents[1], kinds.content_models())
    if deck is not None:
        found += checks.check_settings(deck)
        found += compose_slides(DeckRows(deck), {}, ignore_progress)[1]
        found += [*rewrite_warnings(deck.documents.values()), *checks.run_rules(DeckRows(deck), whole=True)]
    return [(render(d, sources), as_data(d, sources)) for d in sort_in_reading_order(found, sources)]


@pytest.mark.parametrize("deck", DECKS)
def test_time_to_check_a_deck_is_linear_in_its_length(deck: str, tmp_path: Path) -> None:
    make, size = DECKS[deck]
    assert_linear(check_deck, lambda count: make(count, tmp_path / str(count)), size, start=size)


def deck_with_text(text: str, root: Path) -> Path:
    """Write a deck that has a text in every position that takes text."""
    quoted = json.dumps(text)
    slides = (
        f"kind: bullets\ntitle: {quoted}\nbullets:\n- {quoted}\nnotes: {quoted}\n",
        f"kind: metrics\ntitle: Numbers\nrows:\n- name: Active editors\n  goal: {quoted}\n  quarters: {{Q2: {quoted}}}\n",
        f"kind: bullets\ntitle: Text\nbullets:\n- {json.dumps('Active editors are ' + text)}\n",
        f"kind: photos\ntitle: Photos\nimages:\n- file: a.png\n  alt: {quoted}\n  caption: {quoted}\n",
        f"kind: chart\ntitle: Chart\nchart:\n  categories: [{quoted}, B]\n  series: [{{name: {quoted}, values: [1, 2]}}]\n",
    )
    files = {"data/acronyms.yaml": f"ABC: {quoted}\n", "data/footnotes.yaml": f"a: {quoted}\n"}
    return make_project(root, *slides, files=files)


@pytest.mark.parametrize("unit", UNITS)
def test_time_to_check_a_deck_is_linear_in_its_text(unit: str, tmp_path: Path) -> None:
    assert_linear(check_deck, partial(deck_with_repeated, UNITS[unit], tmp_path), 3_000, start=3_000)


def deck_with_repeated(unit: str, root: Path, count: int) -> Path:
    return deck_with_text(repeat_unit(unit)(count), root / str(count))


def test_time_to_find_targets_is_linear_in_their_number(tmp_path: Path) -> None:
    def made(count: int) -> Path:
        slides = [f"kind: key-results\ntitle: T{n}\nrows:\n- result: Same\n- result: Other\n" for n in range(count)]
        return make_project(tmp_path / str(count), *slides, files=metrics(count))

    def asked(folder: Path) -> object:
        parsed_texts.parse_cached.cache_clear()
        opened = open_deck(folder)
        known = TargetIndex(find_targets(opened.deck))
        names = list(opened.deck.metrics)
        return status_entries(opened), [(known.find(name), known.suggestion(f"x{name}")) for name in names]

    assert_linear(asked, made, 400, start=400)


LINES = "m{0}:\n  name: Number {0}\n  goal: +5% YoY\n  quarters:\n    Q1: +4% YoY\n    Q2: +6% YoY\n"
BRACES = '"m{0}": {{"name": "Number {0}", "quarters": {{"Q1": "+4%", "Q2": "+6%"}}}},\n'
PARTS = "    p{0}:\n      name: Part {0}\n      quarters:\n        Q1: +4% YoY\n"


def deck_of_results(written: str, root: Path, quarter: str, count: int) -> OpenDeck:
    """Write and open a deck of `count` results: metrics on lines or in braces, or parts of one metric."""
    before, after = {BRACES: ("{\n", "}\n"), PARTS: ("m:\n  name: All\n  parts:\n", "")}.get(written, ("", ""))
    text = before + format_joined(count, written) + after
    files = {"data/metrics.yaml": text, "data/footnotes.yaml": "p: Meaning\n"}
    folder = make_project(root / str(count), bullets("T"), files=files, quarter=quarter)
    opened = open_deck(folder)
    assert isinstance(opened, OpenDeck)
    assert not opened.is_broken
    return opened


@pytest.mark.parametrize("written", [LINES, BRACES, PARTS], ids=["lines", "braces", "parts"])
@pytest.mark.parametrize("text", ["+7% YoY", "[^p] and more", "what ?", "one\ntwo", "refused \x07"])
def test_time_to_fill_in_results_is_linear_in_their_number(written: str, text: str, tmp_path: Path) -> None:
    def made(count: int) -> tuple[OpenDeck, list[ResultUpdate]]:
        opened = deck_of_results(written, tmp_path, "Q2", count)
        ids = [target.id for target in find_targets(opened.deck)]
        assert len(ids) == count
        # Every other result has no line yet.
        return opened, [ResultUpdate(name, "Q2" if n % 2 else "Q3", text) for n, name in enumerate(ids)]

    def filled(given: tuple[OpenDeck, list[ResultUpdate]]) -> object:
        return apply_updates(*given)

    verdict = Verdict.REFUSED if "\x07" in text else Verdict.CHANGED
    assert {outcome.verdict for outcome in apply_updates(*made(3))[0]} == {verdict}
    assert_linear(filled, made, 800, start=400)


@pytest.mark.parametrize("quarter", ["Q2", "Q4"])
@pytest.mark.parametrize("written", [LINES, BRACES, PARTS], ids=["lines", "braces", "parts"])
def test_time_to_roll_a_deck_is_linear_in_its_results(written: str, quarter: str, tmp_path: Path) -> None:
    assert_linear(forward.roll, partial(deck_of_results, written, tmp_path, quarter), 800, start=400)


def test_time_of_roll_to_mark_slides_is_linear(tmp_path: Path) -> None:
    def made(count: int) -> OpenDeck:
        opened = open_deck(make_project(tmp_path / str(count), *(bullets(f"T{n}") for n in range(count))))
        assert isinstance(opened, OpenDeck)
        return opened

    assert forward.roll(made(3)).mark_count == 3
    assert_linear(forward.roll, made, 800, start=400)


def read_sheet(text: str) -> object:
    _, lines = sheets.parse_csv(text, Path("a.csv"))
    return sheets.read_updates(sheets.Sheet(tuple(lines)), Path("a.csv"), Q2)


def test_time_of_a_sheet_row_does_not_depend_on_missing_columns() -> None:
    assert_linear(read_sheet, lambda count: "id" + ",Q2" * count + "\n" + "a,1\n" * min(count, 4_999), 4_000)


def test_sheet_with_too_many_rows_is_rejected() -> None:
    with pytest.raises(sheets.SheetError, match="more than 5,000 rows; fill takes fewer"):
        read_sheet("id,Q2\n" + "a,1\n" * 5_000)
    assert len(sheets.parse_csv("id,Q2\n" + "a,1\n" * 4_999 + "\n" * 9_000, Path("a.csv"))[1]) == 5_000


Problems = tuple[list[Issue], view.SourceLocations, list[tuple[Span, str]]]


def test_time_of_the_preview_is_linear_in_the_issues() -> None:
    def made(count: int) -> Problems:
        found = [make_issue("too-long", "message", Span("f.yaml", 5 * n, 5 * n + 1)) for n in range(count)]
        entries = [(Span("f.yaml", 5 * n, 5 * n + 4), f"s{n}") for n in range(count)]
        return found, view.SourceLocations(Path(), {"f.yaml": "a: b\n" * count}, ""), entries

    def shown(given: Problems) -> object:
        found, places, entries = given
        return view.problem_data(found, places), [
            view.slide_around(d.span, entries) for d in found if d.span is not None
        ]

    assert_linear(shown, made, 4_000)


def test_issue_belongs_to_the_slide_around_it() -> None:
    entries = [(Span("f.yaml", 0, 4), "a"), (Span("f.yaml", 5, 9), "b")]
    assert [view.slide_around(Span("f.yaml", at, at), entries) for at in (0, 3, 4, 5, 8, 9)] == [
        *["a"] * 2, None, *["b"] * 2, None,
    ]  # fmt: skip
    assert [view.slide_around(Span(file, 7, 8), entries) for file in ("e.yaml", "g.yaml")] == [None, None]
    assert view.slide_around(Span("f.yaml", 7, 8), []) is None


@pytest.mark.parametrize("unit", ["a", "word ", "i\u200b"])
def test_time_to_shorten_a_chart_label_is_linear(unit: str) -> None:
    style = Style(make_brand())
    assert_linear(
        lambda text: Canvas((800, 400), style).wrap(Label(text, 12), 200), repeat_unit(unit), 4_000, start=4_000
    )
