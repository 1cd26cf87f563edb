"""Brands of six invented organisations: they load without a warning, can be read, and the example deck builds in each."""

from functools import lru_cache
from pathlib import Path

import pytest
from PIL import Image

from deckgen.brand.colour_checks import list_contrasts
from deckgen.brand.colour_math import is_dark
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand, SlideLayout
from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.diagnostics import Severity, render
from deckgen.io.project import brand_roots
from deckgen.ir.frames import Box, TableFrame
from deckgen.package import problems
from sample_brands import BRANDS, write_example_deck


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("brands")


@lru_cache
def deck_folder(root: Path, name: str) -> Path:
    """Write a project with the example deck in a brand, and return the folder of the deck."""
    return write_example_deck(root / name, name)


@lru_cache
def load(root: Path, name: str) -> Brand:
    project = deck_folder(root, name).parents[1]
    brand, issues, sources = load_brand(name, brand_roots(project), project)
    assert [render(issue, sources) for issue in issues if issue.severity is not Severity.NOTE] == []
    assert brand is not None
    return brand


@lru_cache
def build(root: Path, name: str) -> BuildResult:
    """Build the example deck in a brand, once for all tests."""
    return pipeline.build(deck_folder(root, name))


def logo_file(brand: Brand, layout: SlideLayout) -> tuple[str, Box]:
    assert layout.logo is not None
    assert layout.logo.plate is None, "the brand has a form for this ground"
    picture = layout.logo.picture
    return brand.pictures[picture.digest].name, picture.box


@pytest.mark.parametrize("name", BRANDS)
def test_brand_loads_without_a_warning_and_can_be_read(root: Path, name: str) -> None:
    brand = load(root, name)
    assert [one for one in list_contrasts(brand) if not one.is_readable] == []
    assert all(font.source == "package" for font in brand.own_fonts)


@pytest.mark.parametrize("name", BRANDS)
def test_every_layout_has_the_logo_for_its_ground_undistorted(root: Path, name: str) -> None:
    brand = load(root, name)
    for layout in (brand.master, *brand.layouts.values()):
        file, box = logo_file(brand, layout)
        has_panel = any(shape.name == "Panel" for shape in layout.decorations)  # not in a brand without motifs
        behind = "primary" if has_panel else layout.background
        ground = "dark" if is_dark(brand.colour(behind)) else "light"
        assert file == BRANDS[name].logos[ground], layout.key
        if file.endswith(".png"):
            with Image.open(root / name / "layouts" / name / file) as picture:
                assert box.width / box.height == pytest.approx(picture.width / picture.height, rel=0.01)


@pytest.mark.parametrize("name", BRANDS)
def test_example_deck_builds_and_leaves_the_logo_free(root: Path, name: str) -> None:
    built = build(root, name)
    assert [issue.message for issue in built.issues if issue.severity is Severity.ERROR] == []
    assert built.path is not None
    assert problems(built.path) == []
    brand, deck = built.layout.brand, built.layout.deck
    assert brand is not None
    assert deck is not None
    for page in deck.pages:
        _, box = logo_file(brand, brand.layouts[page.layout])
        assert not [frame for frame in page.frames if frame.box.overlaps(box)], page.id


@pytest.mark.parametrize("name", BRANDS)
def test_text_in_a_slot_with_a_fill_has_space_around_it(root: Path, name: str) -> None:
    brand = load(root, name)
    slots = [slot for layout in brand.layouts.values() for slot in layout.slots.values() if slot.fill is not None]
    edges = [(slot.insets.left, slot.insets.top, slot.insets.right, slot.insets.bottom) for slot in slots]
    assert min(map(min, edges)) >= 0.05 * 914_400


@pytest.mark.parametrize("name", ["council", "bank"])
def test_continued_table_begins_with_no_single_line_of_a_paragraph(root: Path, name: str) -> None:
    folder = write_example_deck(root / f"{name}-continued", name)
    section = folder / "grantmaking.yaml"
    text = section.read_text(encoding="utf-8")
    end = text.index("    notes:")
    rest = text[text.index("      - lead: Rapid Grants\n", end) :]
    section.write_text(text[:end] + rest, encoding="utf-8")  # all updates on one slide
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    [_, page] = [page for page in deck.pages if page.id.partition("~")[0] == "grantmaking/objective"]
    [table] = page.frames_of(TableFrame)
    first = table.rows[table.header_rows][-1]
    assert first is not None
    assert len("".join(run.text for run in first.paragraphs[0].runs).split()) > 5


def test_bank_has_titles_with_serifs(root: Path) -> None:
    brand = load(root, "bank")
    assert [font.family for font in brand.own_fonts] == ["Lato", "Playfair Display"]
