from __future__ import annotations

import subprocess
import sys
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import pytest
from charts_for_tests import CHART_SIZES, FULL, WIDE, assert_clear, compose_chart, emu, font_sizes, make_brand, texts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import fontManager
from PIL import Image

from deckgen.brand.types import Brand
from deckgen.charts import ChartCache, ChartError, draw
from deckgen.charts.cache import cache_key
from deckgen.charts.chart_kind import find_chart_kinds
from deckgen.charts.fonts import font_for, missing_characters
from deckgen.charts.style import DPI
from deckgen.diagnostics import UserFacingError
from deckgen.ir.blocks import ChartSpec, Series

QUARTERS = ("Q1", "Q2", "Q3", "Q4")
EDITORS = ChartSpec(
    "trend",
    QUARTERS,
    (
        Series("All", (7.3, 8.1, None, None)),
        Series("Established markets", (6.0, 4.8, None, None)),
        Series("Emerging markets", (9.5, 10.7, None, None)),
    ),
    "%",
    signed=True,
    reported=1,
    goal=5,
    goal_label="Goal +5% YoY",
)


def image(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png)).convert("RGB")


@pytest.mark.parametrize("size", [*CHART_SIZES, (8.0001, 3.3337)])
def test_picture_has_exactly_the_pixels_of_its_area(size: tuple[float, float], brand: Brand) -> None:
    drawing = draw(EDITORS, *emu(size), brand)
    assert image(drawing.png).size == (drawing.width, drawing.height) == (round(size[0] * DPI), round(size[1] * DPI))


def test_png_is_reproducible_and_has_no_metadata(brand: Brand) -> None:
    first, second = (draw(EDITORS, *emu(WIDE), brand).png for _ in range(2))
    assert first == second
    assert not Image.open(BytesIO(first)).text  # type: ignore[attr-defined]


def test_global_matplotlib_settings_are_neither_used_nor_changed(brand: Brand) -> None:
    plain = draw(EDITORS, *emu(WIDE), brand).png
    with mpl.rc_context({"lines.linewidth": 9, "axes.facecolor": "red", "text.hinting": "force_autohint"}):
        before = settings_now()
        assert draw(EDITORS, *emu(WIDE), brand).png == plain
        assert settings_now() == before


def settings_now() -> dict[str, object]:
    """Return all of matplotlib's settings except the backend, which is chosen as soon as it is read."""
    return {key: mpl.rcParams[key] for key in mpl.rcParams if key != "backend"}


def test_colours_come_from_the_brand() -> None:
    other = draw(EDITORS, *emu(WIDE), make_brand(primary="AA00AA", white="FFFFF0")).png
    colours = {c for _, c in image(other).getcolors(1 << 24)}
    assert {(0xAA, 0, 0xAA), (0xFF, 0xFF, 0xF0)} <= colours
    assert (0x33, 0x66, 0xCC) not in colours


def test_kind_that_raises_is_named(brand: Brand, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(type(find_chart_kinds()["trend"]), "compose", lambda *_: {}["nothing"])
    with pytest.raises(UserFacingError, match="deckgen itself while it drew a chart of kind trend"):
        draw(EDITORS, *emu(WIDE), brand)


def test_loading_every_kind_of_chart_does_not_import_matplotlib() -> None:
    load = "import sys; from deckgen.charts.chart_kind import find_chart_kinds; assert len(find_chart_kinds()) > 5"
    code = f"{load}; sys.exit('matplotlib' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_drawing_does_not_import_pyplot() -> None:
    draw(EDITORS, *emu(WIDE), make_brand())
    assert "matplotlib.pyplot" not in sys.modules


def test_text_with_dollar_signs_is_not_parsed_as_formulas() -> None:
    spec = ChartSpec("progress", ("Now",), (Series("Raised of $5 to $6", (5.0,), ("$5M (was $4M)",)),), "$")
    assert "$5M (was $4M)" in texts(compose_chart(spec))


@pytest.mark.parametrize("name", ["Кыргызстан", "日本語", "العربية", "한국어", "\u200bA\tB", "a\nb", " "])
def test_names_in_any_script_are_drawn_without_warning(name: str, recwarn: pytest.WarningsRecorder) -> None:
    assert_clear(compose_chart(ChartSpec("change", (name, "Now"), (Series(name, (1.0, 2.0)),))))
    assert not [str(w.message) for w in recwarn if "Glyph" in str(w.message)]


def test_drawing_with_missing_characters_is_not_cached(brand: Brand, tmp_path: Path) -> None:
    spec = ChartSpec("compare", ("A 𰀀", "B"), (Series("All", (1.0, 2.0)),))
    assert texts(compose_chart(spec))[:2] == ["A □", "B"]
    assert draw(spec, *emu(WIDE), brand, cache=ChartCache(tmp_path)).missing_characters == "𰀀"
    assert not list(tmp_path.iterdir())
    assert draw(EDITORS, *emu(WIDE), brand).missing_characters == ""


@pytest.mark.usefixtures("no_installed_fonts")
@pytest.mark.parametrize("language", ["ar", "hi"])
def test_words_and_figures_of_one_name_are_each_in_a_font_that_has_them(language: str, brand: Brand) -> None:
    name = {"ar": "نسبة 92% Wikipedia", "hi": "संपादक 92% Wikipedia"}[language]
    fonts = font_for(brand, name, 11, bold=False, language=language)
    first = fontManager._find_fonts_by_props(fonts)[0]
    assert Path(first).stem == "SourceSansPro-Regular"
    assert missing_characters(brand, name, bold=False, language=language) == ""
    drawn = draw(ChartSpec("compare", (name, "B"), (Series("All", (1.0, 2.0)),), language=language), *emu(WIDE), brand)
    assert drawn.missing_characters == ""


def test_drawing_in_another_script_is_made_anew_when_fonts_are_installed(
    brand: Brand, monkeypatch: pytest.MonkeyPatch
) -> None:
    latin, arabic = (ChartSpec("compare", (name, "B"), (Series("All", (1.0, 2.0)),)) for name in ("Été 5 %", "نسبة"))
    before = [cache_key(spec, emu(WIDE), brand, "white") for spec in (latin, arabic)]
    monkeypatch.setattr("deckgen.charts.cache.state_of_fonts", lambda: "another font is installed")
    after = [cache_key(spec, emu(WIDE), brand, "white") for spec in (latin, arabic)]
    assert after[0] == before[0]
    assert after[1] != before[1]


_NAMES = st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "Zs")), min_size=1, max_size=40)
_NUMBERS = st.one_of(
    st.none(),
    st.floats(-50, 150).map(lambda v: round(v, 1)),
    st.sampled_from([0.0, 1e9, -1e9, 1e-7, 5e-324, 1e15, 0.004]),
)


@st.composite
def specs(draw_from: st.DrawFn) -> ChartSpec:
    kind = draw_from(st.sampled_from(["trend", "change", "compare", "progress"]))
    count = {"change": 2, "progress": 1}.get(kind) or draw_from(st.integers(1, 8))
    labels = st.one_of(st.just(()), st.tuples(*[st.one_of(st.just(""), _NAMES)] * count))
    goals = st.one_of(st.none(), st.floats(-20, 200).map(round))
    series = st.builds(
        Series, _NAMES, st.tuples(*[_NUMBERS] * count), labels, goals, st.sampled_from(["higher", "lower"])
    )
    return ChartSpec(
        kind,
        tuple(draw_from(st.lists(_NAMES, min_size=count, max_size=count))),
        tuple(draw_from(st.lists(series, min_size=1, max_size=4))),
        draw_from(st.sampled_from(["", "%", "K", "$", "editors"])),
        draw_from(st.booleans()),
        draw_from(st.one_of(st.none(), st.integers(0, count - 1))),
        draw_from(goals),
        draw_from(st.sampled_from(["", "Goal", "Goal +5% YoY"])),
        draw_from(st.sampled_from(["", "Growth year on year"])),
    )


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(specs(), st.sampled_from(CHART_SIZES))
def test_texts_do_not_overlap_or_leave_the_picture(spec: ChartSpec, size: tuple[float, float]) -> None:
    try:
        canvas = compose_chart(spec, size)
    except ChartError:
        return
    assert_clear(canvas)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.floats(-20, 20).map(lambda v: round(v, 1)), min_size=1, max_size=6),
    st.sampled_from(CHART_SIZES),
    st.data(),
)
def test_reported_value_is_always_shown(values: list[float], size: tuple[float, float], data: st.DataObject) -> None:
    reported = data.draw(st.integers(0, len(values) - 1))
    labels = tuple(f"v{i}" for i in range(len(values)))
    spec = ChartSpec(
        "trend", tuple(f"Q{i}" for i in range(len(values))), (Series("All", tuple(values), labels),), goal=5
    )
    assert f"v{reported}" in texts(compose_chart(ChartSpec(**{**_fields(spec), "reported": reported}), size))


def _fields(spec: ChartSpec) -> dict[str, object]:
    return {name: getattr(spec, name) for name in spec.__struct_fields__}


def test_text_is_larger_in_a_chart_that_fills_its_slide() -> None:
    assert set(font_sizes(compose_chart(EDITORS, WIDE))) == {12, 16}
    assert min(font_sizes(compose_chart(EDITORS, FULL))) >= 12
    assert max(font_sizes(compose_chart(EDITORS, FULL))) >= 18


@pytest.mark.parametrize(("size", "least"), [((9.0, 4.2), 24), ((12.0, 5.0), 32), ((3.5, 2.0), 16)])
def test_reported_value_is_large_and_bold(size: tuple[float, float], least: float) -> None:
    spec = ChartSpec("trend", ("Q1", "Q2", "Q3", "Q4"), (Series("Teachers", (470, 540, None, None)),), reported=1)
    [label] = [label for label, _ in compose_chart(spec, size).placed_labels if label.text == "540"]
    assert label.bold
    assert label.size >= least
