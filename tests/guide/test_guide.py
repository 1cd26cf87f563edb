"""The content guide describes this version: its text is current, every kind and variant is in it, with a picture."""

import re
from functools import lru_cache
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from deckgen import guide
from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.guide.examples import write_variant_deck
from deckgen.guide.pictures import MAX_BYTES, draw_all, reduced_png
from deckgen.guide.variants import ShownVariant, shown_variants
from deckgen.kinds import as_list_entry, find_kinds
from deckgen.kinds._aside import SEPARATOR
from deckgen.kinds._variants import STANDARD, names
from deckgen.model import Metric, Row, SlideContent
from deckgen.model.files import DeckFile

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
KINDS = find_kinds()
VARIANTS = {variant.id: variant for variants in shown_variants().values() for variant in variants}
MAX_DIFFERENCE = 24
HOW_TO_UPDATE = "run tests/tools/regenerate.py, look at the pictures, and commit"


@lru_cache
def guide_text() -> str:
    """The guide, written once for all tests."""
    return guide.render()


def test_guide_is_up_to_date() -> None:
    is_current = (DOCS / "content-guide.md").read_text(encoding="utf-8") == guide_text()
    assert is_current, HOW_TO_UPDATE


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_example_and_a_small_picture(kind: str) -> None:
    text = guide_text()
    assert as_list_entry(KINDS[kind].EXAMPLE).rstrip() in text
    assert f"({guide.PICTURES}/{kind}.png)" in text
    path = DOCS / guide.PICTURES / f"{kind}.png"
    assert path.stat().st_size <= MAX_BYTES
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert len(set(picture.tobytes())) > 1, "the picture is empty"


def test_every_variant_of_the_brand_is_in_the_guide() -> None:
    brand, _, _ = load_brand("wikimedia", [ROOT / "layouts"], ROOT)
    assert brand is not None
    in_brand = {name: set(names(name, brand.layouts)) for name in KINDS}
    shown = {name: {variant.name for variant in shown_variants().get(name, ())} for name in KINDS}
    assert shown == {name: {*variants, STANDARD} if variants else set() for name, variants in in_brand.items()}


@pytest.mark.parametrize("variant", VARIANTS.values(), ids=VARIANTS)
def test_variant_has_a_sentence_and_one_picture(variant: ShownVariant) -> None:
    text = guide_text()
    section = text[text.index(f"\n### {variant.kind}\n") + 1 :].partition("\n### ")[0]
    assert f"- **`{variant.name}`**: {variant.description}." in section
    assert (f"({guide.PICTURES}/{variant.id}.png)" in section) is not variant.is_in_example


def test_example_of_a_kind_has_one_variant() -> None:
    assert [sum(each.is_in_example for each in variants) for variants in shown_variants().values()] == [1] * len(
        shown_variants()
    )


def test_variant_says_where_it_is_not_chosen() -> None:
    assert "; not beside an `aside:`" in VARIANTS["key-results--cards"].description
    assert "aside" not in VARIANTS["key-results--table"].description
    assert "; not with `density: read`" in VARIANTS["scorecard--ranked"].description
    assert VARIANTS["divider--appendix"].description.endswith("; only if a slide names it")


def test_examples_of_variants_suit_them(tmp_path: Path) -> None:
    chosen_by_content = [(name, each) for name, kind in KINDS.items() for each in kind.Content.variants if each.suits]
    own = {name: each for name, each in chosen_by_content if each.example}
    laid_out = pipeline.lay_out(write_variant_deck(tmp_path, [each.example for each in own.values()]))
    assert laid_out.deck is not None, laid_out.issues
    chosen = {
        page.kind: page.layout.partition("--")[2].partition(SEPARATOR)[0] for page in reversed(laid_out.deck.pages)
    }
    assert {name: chosen[name] for name in own} == {name: each.name for name, each in own.items()}


def test_examples_of_standard_layouts_suit_them(tmp_path: Path) -> None:
    chosen_by_name = {"key-results", "objective"}  # any example of these suits a variant that the brand has
    examples = {name: kind.Content.standard_example for name, kind in KINDS.items() if kind.Content.standard_example}
    examples = {name: example for name, example in examples.items() if name not in chosen_by_name}
    assert examples
    laid_out = pipeline.lay_out(write_variant_deck(tmp_path, list(examples.values())))
    assert laid_out.deck is not None, laid_out.issues
    layouts = {page.layout.partition(SEPARATOR)[0]: page.kind for page in laid_out.deck.pages}
    assert layouts.keys() >= examples.keys()
    assert not [layout for layout, kind in layouts.items() if kind in examples and "--" in layout]


@pytest.mark.parametrize("model", [DeckFile, Metric, Row, SlideContent, *(kind.Content for kind in KINDS.values())])
def test_every_field_is_in_the_guide(model: type[SlideContent]) -> None:
    text = guide_text()
    names = {info.alias or name for name, info in model.model_fields.items() if not info.exclude} - {"kind"}
    assert not [name for name in names if f"`{name}`" not in text]


def test_links_within_the_guide_lead_to_headings() -> None:
    text = guide_text()
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links
    assert not links - headings


def test_large_picture_is_reduced_in_colours() -> None:
    stream = BytesIO()
    Image.effect_noise((600, 400), 100).convert("RGB").save(stream, "PNG")
    with Image.open(BytesIO(reduced_png(stream.getvalue()))) as reduced:
        assert reduced.mode == "P"
        assert len(reduced.getcolors() or []) <= 8


def test_reduced_picture_keeps_a_colour_of_few_pixels() -> None:
    """The mark of a verdict between texts, whose edges have many greys and blues."""
    picture = Image.new("RGB", (720, 405), "white")
    for n in range(600):
        shade = (n * 37) % 256
        picture.paste((shade, shade, min(255, shade + n % 90)), (n % 600, 20 + n % 300, n % 600 + 40, 24 + n % 300))
    picture.paste("#B32424", (700, 390, 706, 396))
    stream = BytesIO()
    picture.save(stream, "PNG")
    with Image.open(BytesIO(reduced_png(stream.getvalue()))) as reduced:
        red, green, blue = reduced.convert("RGB").getpixel((704, 394))
    assert max(abs(red - 0xB3), abs(green - 0x24), abs(blue - 0x24)) < 24


def test_guide_has_pictures_only_if_asked_for() -> None:
    assert "![" not in guide.render(pictures=False)
    assert "![" in guide_text()


def difference(new: Image.Image, old: Image.Image) -> int:
    """Return the largest difference between squares of 8 × 8 pixels, from 0 to 255; smoothed edges differ less than words."""
    size = (new.width // 8, new.height // 8)
    reduced = [picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (new, old)]
    return int(ImageChops.difference(*reduced).getextrema()[1])


def test_pictures_are_up_to_date(tmp_path: Path) -> None:
    pictures = {path.stem: path for path in draw_all(tmp_path)}
    assert set(pictures) == {*KINDS, "aside", *(name for name, each in VARIANTS.items() if not each.is_in_example)}
    outdated = []
    for kind, path in pictures.items():
        assert path.stat().st_size <= MAX_BYTES
        with Image.open(path) as new, Image.open(DOCS / guide.PICTURES / f"{kind}.png") as old:
            outdated += [kind] if new.size != old.size or difference(new, old) > MAX_DIFFERENCE else []
    assert not outdated, HOW_TO_UPDATE


def test_picture_with_changed_text_is_outdated() -> None:
    with Image.open(DOCS / guide.PICTURES / "bullets.png") as old:
        changed = old.convert("RGB")
        ImageDraw.Draw(changed).text((100, 200), "stale", fill="black")
        assert difference(changed, old) > MAX_DIFFERENCE
