"""Charts are drawn with the instance of a variable font that its faces name, not with its default weight."""

from pathlib import Path

import fontpkg_arimo
import pytest
from fontTools.ttLib import TTFont
from matplotlib.textpath import text_to_path
from msgspec.structs import replace

from deckgen.brand.types import Brand, FontFiles
from deckgen.charts import ChartError
from deckgen.charts.cache import cache_key
from deckgen.charts.fonts import font_for
from deckgen.ir.blocks import ChartSpec
from deckgen.layout.fonts import Fonts

ARIMO = Path(fontpkg_arimo.__file__).parent / "files" / "Arimo[wght].ttf"
TEXT = "Goal 82%, −3 points"


def variable_font(bold: float) -> FontFiles:
    weights = {"regular": 400.0, "bold": bold, "italic": 400.0, "bold-italic": bold}
    return FontFiles("Arial", ARIMO, ARIMO, ARIMO, ARIMO, weights)


def drawn_width(brand: Brand, bold: bool) -> float:
    """The width in em of a text as matplotlib draws it."""
    width, _, _ = text_to_path.get_text_width_height_descent(TEXT, font_for(brand, TEXT, 100, bold), False)
    return width / 100


def test_bold_text_has_the_weight_and_the_width_with_which_slides_are_measured(brand: Brand) -> None:
    font = variable_font(700)
    with_variable_font = replace(brand, font=font, fallback=font)
    fonts = Fonts(font, font)
    for bold in (False, True):
        assert drawn_width(with_variable_font, bold) == pytest.approx(fonts.widths(TEXT, bold)[0], rel=0.005)
    assert drawn_width(with_variable_font, True) > 1.03 * drawn_width(with_variable_font, False)


def test_fallback_that_is_not_needed_is_not_instantiated(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    monkeypatch.setattr("deckgen.charts.fonts.instance_file", lambda *arguments: made.append(arguments))
    font_for(replace(brand, fallback=variable_font(700)), TEXT, 12, bold=True)
    assert made == []


def test_font_without_such_an_instance_is_an_error(brand: Brand, tmp_path: Path) -> None:
    damaged = tmp_path / "Damaged.ttf"
    damaged.write_bytes(ARIMO.read_bytes()[:2000])
    font = replace(variable_font(700), bold=damaged)
    with pytest.raises(ChartError, match=r"the font Damaged\.ttf is not available at the weight 700: "):
        font_for(replace(brand, font=font), TEXT, 12, bold=True)


def test_drawing_with_another_weight_is_another_one(brand: Brand) -> None:
    keys = {
        cache_key(ChartSpec("bars", (), ()), (100, 100), replace(brand, font=variable_font(bold)), "white")
        for bold in (600, 700, 700)
    }
    assert len(keys) == 2


def test_font_whose_differences_are_damaged_is_an_error(brand: Brand, tmp_path: Path) -> None:
    entry = TTFont(ARIMO).reader.tables["gvar"]
    data, damaged = bytearray(ARIMO.read_bytes()), tmp_path / "Damaged.ttf"
    data[entry.offset : entry.offset + entry.length] = b"\xff" * entry.length
    damaged.write_bytes(data)
    font = replace(variable_font(700), bold=damaged)
    with pytest.raises(ChartError, match=r"the font Damaged\.ttf is not available at the weight 700: \w+"):
        font_for(replace(brand, font=font), TEXT, 12, bold=True)
