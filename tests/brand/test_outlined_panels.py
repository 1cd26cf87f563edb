"""`panel-outline`: in a deck with `density: read`, panels have an outline instead of a fill."""

import io
from pathlib import Path

import pytest
from pptx import Presentation

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, Decoration, Outline
from deckgen.ir.blocks import Paragraph, Run, Slide, Text
from deckgen.ir.frames import EMU_PER_POINT
from deckgen.layout import DeckInfo, lay_out
from deckgen.model.files import Density
from deckgen.writer import write

LAYOUTS = Path(__file__).parents[2] / "layouts"
INFO = DeckInfo("Deck", "Review", "Organisation", ("Deck",), "en")
COLUMNS = ("situation", "impact", "recommendation")


def loaded(root: Path, *lines: str, density: Density = "read") -> Brand:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True)
    keys = "".join(f"    {line}\n" for line in ("extend: wikimedia", *lines))
    (folder / "_brand.yml").write_text(f"defaults:\n  deckgen:\n{keys}", encoding="utf-8")
    brand, issues, _ = load_brand("own", [root / "layouts", LAYOUTS], root, density=density)
    assert brand is not None, issues
    return brand


def shapes_of(brand: Brand, layout: str) -> list[Decoration]:
    return [each for each in brand.layouts[layout].decorations if isinstance(each, Decoration)]


def test_no_panel_of_a_deck_to_read_has_a_fill(tmp_path: Path) -> None:
    brand = loaded(tmp_path)
    slots = [slot for layout in brand.layouts.values() for slot in layout.slots.values()]
    assert [slot.name for slot in slots if slot.fill] == []
    assert sum(slot.outline is not None for slot in slots) > 20


def test_outline_has_the_colour_of_a_strong_panel_or_of_the_key(tmp_path: Path) -> None:
    brand = loaded(tmp_path, "panel-outline: {role: rule, width: 2}")
    slots = brand.layouts["drill-down-milestones"].slots
    assert [slots[name].outline for name in COLUMNS] == [
        Outline(role, 2 * EMU_PER_POINT) for role in ("rule", "rule", "primary")
    ]
    recommendation = slots["recommendation"].styles
    assert (recommendation["body"].role, recommendation["heading"].role) == ("ink", "primary")


def test_rectangle_behind_a_slot_is_its_panel(tmp_path: Path) -> None:
    rectangle = "{shape: rect, x: 0.3, y: 0.3, width: 3, height: 6.5, fill: primary, name: Panel}"
    brand = loaded(tmp_path, f"motif: {{objective--opener: [{rectangle}]}}")
    [panel] = shapes_of(brand, "objective--opener")
    assert (panel.name, panel.fill, panel.outline) == ("Panel", "white", Outline("primary", EMU_PER_POINT))
    assert brand.layouts["objective--opener"].slots["objective"].outline is None


def test_panel_at_the_edge_of_the_page_has_lines_at_its_other_sides(tmp_path: Path) -> None:
    filled, read = (
        loaded(tmp_path / density, density=density).layouts["objective--opener"] for density in ("present", "read")
    )
    [panel] = [each for each in filled.decorations if isinstance(each, Decoration) and each.shape == "rect"]
    [line] = [each for each in read.decorations if isinstance(each, Decoration)]
    assert (line.fill, line.outline, line.box.width) == ("primary", None, EMU_PER_POINT)
    assert (line.box.right, line.box.y, line.box.bottom) == (panel.box.right, panel.box.y, panel.box.bottom)


def test_panels_that_touch_side_by_side_have_a_rule_above_them(tmp_path: Path) -> None:
    slots = loaded(tmp_path).layouts["overview--halves"].slots
    halves = [slots[name] for name in ("deliverables", "further-deliverables")]
    assert [(slot.fill, slot.outline, slot.rule) for slot in halves] == [(None, None, "muted")] * 2
    assert slots["actions"].outline is not None


def test_motif_of_a_brand_is_outlined_and_keeps_other_shapes(tmp_path: Path) -> None:
    motif = """
      objective--opener:
        - {shape: rect, x: 0, y: 0, width: 4.5, height: 7, fill: primary}
        - {shape: ellipse, x: 1, y: 6, width: 1, height: 1, fill: primary-dark}
        - {shape: line, x: 5, y: 7.3, width: 2, height: 0.02, fill: rule}"""
    brand = loaded(tmp_path, f"motif:{motif}")
    shapes = shapes_of(brand, "objective--opener")
    assert [(shape.shape, shape.fill) for shape in shapes] == [
        ("rect", "primary"),
        ("rect", "primary"),
        ("line", "rule"),
    ]


@pytest.mark.parametrize(("density", "lines"), [("present", ()), ("read", ("panel-outline: {role: muted, width: 0}",))])
def test_panels_keep_their_fill_otherwise(density: Density, lines: tuple[str, ...], tmp_path: Path) -> None:
    slots = loaded(tmp_path, *lines, density=density).layouts["drill-down-milestones"].slots
    assert [(slots[name].fill, slots[name].outline) for name in COLUMNS] == [
        ("neutral", None), ("neutral", None), ("primary", None),
    ]  # fmt: skip


def test_outline_is_written_on_the_layout_and_not_on_slides(tmp_path: Path) -> None:
    brand = loaded(tmp_path)
    blocks = tuple(Text(name, (Paragraph((Run("x"),)),)) for name in COLUMNS)
    frames, _ = lay_out([Slide("a", "drill-down", "drill-down-milestones", "Title", blocks=blocks)], brand, INFO)
    [slide] = Presentation(io.BytesIO(write(frames, brand, {}))).slides
    for placeholder in slide.placeholders:
        [inherited] = [
            p for p in slide.slide_layout.placeholders if p.placeholder_format.idx == placeholder.placeholder_format.idx
        ]
        if inherited.name.lower() in COLUMNS:
            lines = inherited._element.spPr.findall(".//{*}ln")
            assert [line.get("w") for line in lines] == [str(EMU_PER_POINT)]
        assert placeholder._element.spPr.findall(".//{*}ln") == []
