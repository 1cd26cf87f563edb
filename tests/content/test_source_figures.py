"""Every figure and name of a source slide stands on the slide that shows it.

The table (`source_figures.yaml`) was made by hand from the source text. Texts are those of the placed frames, so this
also finds what layout would lose between content file and slide; presenter notes do not count. The deck is laid out twice: in
the standard layouts, which have the rows and quarters of the source, and in those that its brand chooses by content, which say
once what is the same in every row, leave out the quarters that hold nothing, and set a row as a card. What they leave off a slide
stands in the appendix, under the name of its section.
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
import yaml

from deckgen.ir.frames import CellFrame, FrameParagraph, Page, TableFrame, TextFrame

PROJECT = Path(__file__).parents[2]
TABLE: dict[int, dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("source_figures.yaml").read_text(encoding="utf-8")
)


def normal(text: str) -> str:
    """Bring text and figures to one form: single spaces, plain hyphens, no arrows, no "(2 of 3)" behind a title."""
    text = re.sub(r" ?\(\d+ of \d+\)| [↑↓]", "", text.translate({0x2013: "-", 0x2019: "'"}))
    return " ".join(text.split())


def stands(wanted: str) -> re.Pattern[str]:
    """Find a figure or name as a whole: 5% is not in 65%, +5% or 5%5, nor 9 in 9,200; case does not count."""
    wanted = normal(wanted)
    before = r"(?<!\w)(?<!\d[.,])" + (r"(?<![+$#])" if wanted[0].isdigit() else "")
    after = r"(?!\w)(?![.,]\d)" + (r"(?!%)" if wanted[-1].isdigit() else "")
    return re.compile(before + re.escape(wanted) + after, re.IGNORECASE)


def wanted_of(entries: Iterable[str | dict[str, int]]) -> Iterator[tuple[str, int]]:
    """Give each entry of the table with how often it must stand there at least."""
    for entry in entries:
        if isinstance(entry, dict):
            yield from entry.items()
        else:
            yield entry, 1


def missing(entries: Iterable[str | dict[str, int]], text: str) -> list[str]:
    """Name what does not stand in the text as often as it must."""
    text = normal(text)
    found = [(w, n, len(stands(w).findall(text))) for w, n in wanted_of(entries)]
    return [f"{w} ({have} of {n})" for w, n, have in found if have < n]


def row_fits(row: dict[str, list[str]], text: str) -> bool:
    """Tell whether a table row holds what the source's row has, its quarters in order."""
    text = normal(text)
    if missing(row.get("has", []), text):
        return False
    position = 0
    for quarter in row.get("quarters", []):
        found = stands(quarter).search(text, position)
        if not found:
            return False
        position = found.end()
    return True


def paragraphs_text(paragraphs: Iterable[FrameParagraph]) -> str:
    """The text of paragraphs without superscripts, which are footnote marks."""
    return "\n".join("".join(run.text for run in p.runs if not run.superscript) for p in paragraphs)


def tables_of(page: Page) -> Iterator[list[list[str]]]:
    """The texts of the cells of each table of a page; a merged cell stands where it begins."""
    for frame in page.frames:
        if isinstance(frame, TableFrame):
            yield [
                [paragraphs_text(cell.paragraphs) if isinstance(cell, CellFrame) else "" for cell in row]
                for row in frame.rows
            ]


def rows_of(page: Page) -> Iterator[str]:
    """The text of each table row of a page, its cells in order."""
    for table in tables_of(page):
        yield from ("\n".join(row) for row in table)


def parts_of(page: Page) -> Iterator[str]:
    """The texts that belong together: a column of cards, up to six rows in sequence (a group), a page without a table."""
    tables = list(tables_of(page))
    if not tables:
        yield "\n".join(texts_of(page))
    for table in tables:
        yield from ("\n".join(column) for column in zip_longest(*table, fillvalue=""))
        rows = ["\n".join(row) for row in table]
        yield from ("\n".join(rows[first : first + 6]) for first in range(len(rows)))


def texts_of(page: Page) -> Iterator[str]:
    """All text that stands on a page, in reading order."""
    for frame in page.frames:
        if isinstance(frame, TextFrame):
            yield paragraphs_text(frame.paragraphs)
    yield from rows_of(page)


def lay_out_pages(project: Path) -> dict[str, list[Page]]:
    """The pages of a project's deck by the id of their slide; a continuation (`…~2`) belongs to its slide."""
    from deckgen.build.pipeline import lay_out  # noqa: PLC0415

    laid = lay_out(project / "content" / "thriving-movement")
    assert laid.deck is not None, [d.message for d in laid.issues]
    pages: dict[str, list[Page]] = defaultdict(list)
    for page in laid.deck.pages:
        pages[page.id.partition("~")[0]].append(page)
    return dict(pages)


@cache
def chosen_pages() -> dict[str, list[Page]]:
    """The pages in the layouts that the brand chooses by content."""
    return lay_out_pages(PROJECT)


@cache
def standard_pages() -> dict[str, list[Page]]:
    """The pages with a brand that has the standard layouts only."""
    with tempfile.TemporaryDirectory() as folder:
        project = Path(folder) / "project"
        for name in ("content", "layouts"):
            shutil.copytree(PROJECT / name, project / name, ignore=shutil.ignore_patterns("*--*.yaml"))
        for section in (project / "content").rglob("*.yaml"):
            text = section.read_text(encoding="utf-8")
            section.write_text(re.sub(r"(?m)^ +variant: .*\n", "", text), encoding="utf-8")
        return lay_out_pages(project)


def shown_on(pages: dict[str, list[Page]], number: int) -> list[Page]:
    """The pages that show a source slide: those of its own slide, and of a second one where it has two (`continues_on`)."""
    entry = TABLE[number]
    return [*pages[entry["slide"]], *(pages[entry["continues_on"]] if "continues_on" in entry else ())]


def text_of(pages: Iterable[Page]) -> str:
    """All text of some pages."""
    return "\n".join(text for page in pages for text in texts_of(page))


def in_full(pages: Iterable[Page]) -> list[str]:
    """The rows of the appendix with all texts of key results, of the section of some pages."""
    names = {
        paragraphs_text(frame.paragraphs)
        for page in pages
        for frame in page.frames
        if isinstance(frame, TextFrame) and frame.slot == "eyebrow"
    }
    rows, is_section = [], False
    for page in chosen_pages().get("appendix-1", []):
        for row in rows_of(page):
            name, _, rest = row.partition("\n")
            is_section = name in names if not rest.strip() else is_section
            rows += [row] if is_section else []
    return rows


def test_the_table_covers_all_32_source_slides_each_on_a_slide_of_its_own() -> None:
    assert list(TABLE) == list(range(1, 33))
    assert len({entry["slide"] for entry in TABLE.values()}) == 32


def test_source_slides_keep_their_order() -> None:
    order = list(chosen_pages())
    shown = [order.index(entry["slide"]) for entry in TABLE.values()]
    assert shown == sorted(shown)


@pytest.mark.parametrize("number", TABLE)
def test_every_figure_and_name_of_a_source_slide_stands_on_its_slide(number: int) -> None:
    entry = TABLE[number]
    text = text_of(shown_on(standard_pages(), number))
    assert missing([*entry.get("figures", []), *entry.get("names", [])], text) == []


@pytest.mark.parametrize("number", [n for n, entry in TABLE.items() if "rows" in entry])
def test_figures_stand_in_the_row_and_quarter_where_the_source_has_them(number: int) -> None:
    rows = [row for page in shown_on(standard_pages(), number) for row in rows_of(page)]
    assert [row for row in TABLE[number]["rows"] if not any(row_fits(row, text) for text in rows)] == []


@pytest.mark.parametrize("number", TABLE)
def test_chosen_layouts_leave_out_only_repetitions_and_names_of_quarters(number: int) -> None:
    entry = TABLE[number]
    once = {w for w, _ in wanted_of([*entry.get("figures", []), *entry.get("names", [])])}
    pages = shown_on(chosen_pages(), number)
    text = "\n".join([text_of(pages), *in_full(pages)])
    assert [w for w in missing(sorted(once), text) if not re.match(r"Q\d ", w)] == []


@pytest.mark.parametrize("number", [n for n, entry in TABLE.items() if "rows" in entry])
def test_chosen_layouts_keep_the_results_of_a_row_together(number: int) -> None:
    pages = shown_on(chosen_pages(), number)
    full = in_full(pages)
    parts = [*(part for page in pages for part in parts_of(page)), *full]
    everything = "\n".join([text_of(pages), *full])
    for row in TABLE[number]["rows"]:
        assert missing(row.get("has", []), everything) == []
        assert any(missing(row.get("quarters", []), part) == [] for part in parts), row


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        ("5%", "65% of all grants"),
        ("5%", "+5% YoY"),
        ("9", "9,200 distinct users"),
        ("92", "92K/mo"),
        ("1", "6.1"),
        ("23", "23%"),
        ("815,000", "$815,000"),
        ("Diff", "Different"),
    ],
)
def test_a_figure_inside_another_is_not_found(wanted: str, text: str) -> None:
    assert missing([wanted], text) == [f"{wanted} (0 of 1)"]


def test_a_figure_is_counted_and_dashes_and_spaces_do_not_matter() -> None:
    assert missing([{"10-15": 2}, "+8.1% YoY (92K/mo)"], "10–15 and 10-15, +8.1% YoY\n(92K/mo).") == []
    assert missing([{"23K/mo": 2}], "23K/mo") == ["23K/mo (1 of 2)"]


def test_quarters_swapped_in_a_row_are_noticed() -> None:
    row = {"has": ["Established markets"], "quarters": ["6.6%/mo", "9.3%/mo"]}
    assert row_fits(row, "Established markets 6.6%/mo 9.3%/mo")
    assert not row_fits(row, "Established markets 9.3%/mo 6.6%/mo")
