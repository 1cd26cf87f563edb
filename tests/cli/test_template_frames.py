"""Every kind of slide in a brand that was made from a template: its frames are where the template has room for them."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
import yaml
from msgspec.structs import replace
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.cli import app
from deckgen.guide.brand_sheet import BrandSheet
from deckgen.guide.examples import write_example_deck
from deckgen.ir.blocks import Cell
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Box, CellFrame, FrameParagraph, Page, TableFrame
from deckgen.layout.cell_spaces import space_before
from deckgen.layout.fonts import Fonts
from made_templates import TEMPLATES

pytest.importorskip("betteroffice_pptx")

TOLERANCE = 2000
"""EMU by which a frame may reach over an edge, since `_brand.yml` rounds lengths."""
WIDENING = 1.15
UNKNOWN = "A Font That Nobody Has"
_SPECIAL = ("cover", "divider")


def laid_out(folder: Path, data: bytes, monkeypatch: pytest.MonkeyPatch, **fonts: str) -> LayoutResult:
    """Import a template as a brand, and lay out the example of every kind in it."""
    monkeypatch.chdir(folder)
    monkeypatch.setattr("deckgen.guide.brand_sheet.draw_sheet", lambda *_: BrandSheet((folder / "sheet.png",), (), {}))
    deck = write_example_deck(folder, "council")
    (folder / "council.pptx").write_bytes(data)
    done = CliRunner().invoke(app, ["brand", "import", "council.pptx", "council"])
    assert done.exit_code == 0, done.output
    path = folder / "layouts/council/_brand.yml"
    for part, family in fonts.items():
        text = yaml.safe_load(path.read_text(encoding="utf-8"))
        text["typography"][part] = {"family": family}
        path.write_text(yaml.safe_dump(text, allow_unicode=True), encoding="utf-8")
    result = pipeline.lay_out(deck)
    assert result.deck is not None, [issue.message for issue in result.issues]
    return result


def areas(folder: Path) -> list[Box]:
    """Return the areas for the title, the line above it, the content, the tracker and the foot."""
    brand = yaml.safe_load((folder / "layouts/council/_brand.yml").read_text(encoding="utf-8"))
    template = brand["defaults"]["deckgen"]["template"]
    places = [template["title"]["box"], *(place["box"] for place in template["foot"].values())]
    places += [template[name] for name in ("body", "strip", "tracker") if name in template]
    return [Box(*(round(length * EMU_PER_INCH) for length in place)) for place in places]


def outside(page: Page, allowed: Sequence[Box], reach: int) -> Iterator[str]:
    """Yield the frames outside all areas; a table may begin and end `reach` EMU beside one, so that its text is flush."""
    for frame in page.frames:
        box: Box = frame.box
        beside = TOLERANCE + (reach if isinstance(frame, TableFrame) else 0)
        inner = Box(box.x + beside, box.y + TOLERANCE, box.width - 2 * beside, box.height - 2 * TOLERANCE)
        if not any(area.contains(inner) for area in allowed):
            inches = [round(edge / EMU_PER_INCH, 2) for edge in (box.x, box.y, box.right, box.bottom)]
            yield f"{page.id} ({page.kind}): {frame.name} {inches}"


@pytest.mark.parametrize("name", ["usual", "26-inches", "portrait"])
def test_frames_of_every_kind_are_in_areas_of_the_template(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = laid_out(tmp_path, TEMPLATES[name](), monkeypatch)
    assert result.deck is not None
    allowed = areas(tmp_path)
    pages = [page for page in result.deck.pages if page.kind not in _SPECIAL]
    assert len({page.kind for page in pages}) > 20
    assert result.brand is not None
    reach = space_before(Cell(start="bar"), result.brand.look.table)
    assert [text for page in pages for text in outside(page, allowed, reach)] == []


def line_count(paragraph: FrameParagraph, width: int, fonts: Fonts) -> int:
    """Return the number of lines of a paragraph if each line takes the words for which it has room."""
    lines, used = 0, float(width)
    for part in "".join(run.text for run in paragraph.runs).split("\n"):
        lines, used = lines + 1, 0.0
        for word in part.split(" "):
            run = next((run for run in paragraph.runs if word in run.text), paragraph.runs[0])
            space, wide = (fonts.widths(text, run.bold, run.italic)[0] * run.size * 127 for text in (" ", word))
            if used and used + space + wide > width - paragraph.margin:
                lines, used = lines + 1, wide
            else:
                used += wide + (space if used else 0)
    return lines


def drawn_height(cell: CellFrame, width: int, fonts: Fonts) -> float:
    inner = width - cell.insets.left - cell.insets.right
    height = float(cell.insets.top + cell.insets.bottom)
    for paragraph in cell.paragraphs:
        size = max([run.size for run in paragraph.runs], default=paragraph.end_size) * 127
        lines = line_count(paragraph, inner, fonts) if paragraph.runs else 1
        height += paragraph.space_before * 127 + lines * size * fonts.line_heights[0] * paragraph.line_spacing / 100_000
    return height


def rows(frame: TableFrame, fonts: Fonts) -> Iterator[tuple[int, int, float]]:
    """Yield top and height of each row of a table, and the height that its highest cell has as drawn."""
    top = frame.box.y
    for row, height in zip(frame.rows, frame.heights, strict=True):
        cells = [(at, cell) for at, cell in enumerate(row) if cell is not None]
        yield (
            top, height,
            max(drawn_height(cell, sum(frame.columns[at : at + cell.span]), fonts) for at, cell in cells),
        )  # fmt: skip
        top += height


def marks_in_text(frame: TableFrame) -> list[str]:
    """Return the marks of a table that are bullets in its cells."""
    found = (cell.paragraphs[0].bullet for row in frame.rows for cell in row if cell is not None)
    return [bullet for bullet in found if bullet in {"●", "▲", "■", "○", "□"}]


@pytest.mark.parametrize("name", ["usual", "portrait"])
def test_marks_are_in_their_rows_in_a_font_that_is_wider(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    result = laid_out(tmp_path, TEMPLATES[name](), monkeypatch, base=UNKNOWN, headings=UNKNOWN)
    assert result.deck is not None
    assert result.brand is not None
    wider = replace(result.brand.font, widening=WIDENING, minimum_leading=0.0)
    fonts = Fonts(wider, wider)
    tables = [frame for page in result.deck.pages for frame in page.frames_of(TableFrame)]
    tables = [frame for frame in tables if frame.marks or marks_in_text(frame)]
    assert len(tables) > 5
    assert {"●", "▲", "■"} <= {mark for frame in tables for mark in marks_in_text(frame)}
    assert {mark.shape for frame in tables for mark in frame.marks if mark.name.startswith("Mark")} == {
        "tick",
        "diamond",
    }
    for frame in tables:
        placed = list(rows(frame, fonts))
        assert [(top, height, drawn) for top, height, drawn in placed if drawn > height + TOLERANCE] == [], frame.alt
        for mark in frame.marks:
            assert any(top <= mark.box.y and mark.box.bottom <= top + height for top, height, _ in placed), frame.alt


def test_text_under_a_large_figure_has_space_before_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    brand = laid_out(tmp_path, TEMPLATES["usual"](), monkeypatch).brand
    assert brand is not None
    style_sets = [
        slot.styles for layout in brand.layouts.values() if not layout.is_host for slot in layout.slots.values()
    ]
    large = [
        styles for styles in style_sets if any(style.size >= 4000 for style in styles.values()) and len(styles) > 1
    ]
    assert len(large) > 5
    for styles in large:
        largest = max(styles.values(), key=lambda style: style.size)
        assert all(style.space_before > 0 for style in styles.values() if style.size < largest.size)


def test_text_under_figures_is_not_small_where_a_page_is_narrow(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    deck = laid_out(tmp_path, TEMPLATES["portrait"](), monkeypatch).deck
    assert deck is not None
    [findings, *_] = [
        frame for page in deck.pages if page.kind == "at-a-glance" for frame in page.frames_of(TableFrame)
    ]
    cells = [cell for row in findings.rows for cell in row if cell is not None]
    assert min(run.size for cell in cells for paragraph in cell.paragraphs for run in paragraph.runs) >= 1400
    [risks] = [frame for page in deck.pages if page.kind == "risks" for frame in page.frames_of(TableFrame)]
    names = [row[0] for row in risks.rows[1:] if row[0] is not None]
    size = max(run.size for cell in names for paragraph in cell.paragraphs for run in paragraph.runs)
    assert risks.columns[0] > 6 * size * EMU_PER_POINT / 100, "a column of text has room for more than a word"
