"""The built deck, rendered in every mode that a presenter may see: no text is cut, overlaps or runs over."""

import shutil
from pathlib import Path

import font_source_sans_pro
import pytest
from drawn import Mode, draw
from render_check import findings

from deckgen.build import pipeline

PROJECT = Path(__file__).resolve().parents[2]
BRAND = (Path(font_source_sans_pro.__file__).parent / "files",)
ARIAL = {"Source Sans Pro": "Liberation Sans"}
MODES = {
    "brand font, as opened by PowerPoint": Mode(fonts=BRAND),
    "brand font, as LibreOffice shrinks": Mode(fonts=BRAND, opened=False),
    "metrics of Arial, as opened by PowerPoint": Mode(substitutes=ARIAL),
    "metrics of Arial, as LibreOffice shrinks": Mode(substitutes=ARIAL, opened=False),
}


@pytest.mark.rendering
@pytest.mark.parametrize("mode", MODES)
def test_built_deck_has_no_findings(built_deck: Path, mode: str) -> None:
    results = findings(built_deck, MODES[mode])
    assert not results, f"{len(results)} findings:\n" + "\n".join(map(str, results[:60]))


@pytest.mark.rendering
def test_built_deck_of_four_to_three_has_no_findings(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "thriving-movement"
    shutil.copytree(PROJECT / "content" / "thriving-movement", folder)
    with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
        file.write("size: 4:3\ndate: 28 January 2021\n")
    path = pipeline.build(folder).path
    assert path is not None
    results = findings(path, MODES["metrics of Arial, as opened by PowerPoint"])
    assert not results, f"{len(results)} findings:\n" + "\n".join(map(str, results[:60]))


@pytest.mark.rendering
def test_brand_font_is_used_if_its_folder_is_given(built_deck: Path) -> None:
    """If the brand font were not found, the modes above would be identical."""
    brand, arial = (
        draw(built_deck, MODES[f"{font}, as opened by PowerPoint"]) for font in ("brand font", "metrics of Arial")
    )
    widths = [sum(w.ink.x1 - w.ink.x0 for page in pages for w in page.words) for pages in (brand, arial)]
    assert widths[0] < 0.97 * widths[1], "Source Sans Pro runs narrower than Arial"
