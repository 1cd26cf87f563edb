"""Variants of kinds: layouts of the brand that are chosen by content, or named by an author."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Slide, Text
from deckgen.kinds import bullets
from deckgen.kinds._shared import item_paragraphs, slide
from deckgen.model import Variant
from deckgen.resolve import Context
from sample_projects import make_project

SHORT = "kind: bullets\nbullets: [One point]"
LONG = "kind: bullets\nbullets: [One point, Another, A third]"
LAYOUT = """
name: Bullets, large
slots:
  {slot}:
    role: text
    columns: [1, 12]
    top: 1.75
    bottom: 6.65
    styles: text
"""


def lay_out(root: Path, *slides: str, layouts: tuple[str, ...] = (), slot: str = "bullets") -> LayoutResult:
    """Lay out slides with a brand that extends Wikimedia's by `layouts`, each with one slot."""
    brand = root / "layouts" / "own"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    for name in layouts:
        (brand / f"{name}.yaml").write_text(LAYOUT.format(slot=slot), encoding="utf-8")
    return pipeline.lay_out(make_project(root, *slides, brand="own"))


def layouts_of(result: LayoutResult) -> list[str]:
    assert result.deck is not None, result.issues
    return [page.layout for page in result.deck.pages]


@pytest.fixture
def variants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let bullets have two variants: one for a single point, preferred to one for at most two."""
    few = (
        Variant("named", "no content"),
        Variant("single", "one point", lambda c, _: len(c.bullets) == 1),
        Variant("few", "one or two points", lambda c, _: len(c.bullets) <= 2),
    )
    monkeypatch.setattr(bullets.Content, "variants", few)


@pytest.mark.usefixtures("variants")
def test_first_variant_that_suits_the_content_is_used(tmp_path: Path) -> None:
    result = lay_out(tmp_path, SHORT, LONG, layouts=("bullets--few", "bullets--single"))
    assert layouts_of(result) == ["bullets--single", "bullets"]


@pytest.mark.usefixtures("variants")
def test_next_variant_is_used_where_the_brand_lacks_one(tmp_path: Path) -> None:
    assert layouts_of(lay_out(tmp_path, SHORT, layouts=("bullets--few",))) == ["bullets--few"]


@pytest.mark.usefixtures("variants")
def test_brand_without_variants_has_the_standard_layout(tmp_path: Path) -> None:
    assert layouts_of(lay_out(tmp_path, SHORT)) == ["bullets"]


@pytest.mark.usefixtures("variants")
def test_variant_whose_layout_lacks_a_slot_is_not_chosen(tmp_path: Path) -> None:
    assert layouts_of(lay_out(tmp_path, SHORT, layouts=("bullets--single",), slot="other")) == ["bullets"]


@pytest.mark.usefixtures("variants")
@pytest.mark.parametrize(
    ("named", "layout"), [("few", "bullets--few"), ("standard", "bullets"), ("own", "bullets--own")]
)
def test_author_names_the_variant_of_a_slide(named: str, layout: str, tmp_path: Path) -> None:
    result = lay_out(
        tmp_path, f"{SHORT}\nvariant: {named}", layouts=("bullets--few", "bullets--single", "bullets--own")
    )
    assert layouts_of(result) == [layout]


def test_variant_of_another_layout_of_the_kind_has_precedence(tmp_path: Path) -> None:
    entry = "kind: drill-down\nsituation: a\nimpact: b\nrecommendation: c\nvariant: own"
    brand = tmp_path / "layouts" / "own"
    source = (Path(__file__).parents[2] / "layouts/wikimedia/drill-down.yaml").read_text(encoding="utf-8")
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    (brand / "drill-down--own.yaml").write_text(source, encoding="utf-8")
    table = (Path(__file__).parents[2] / "layouts/wikimedia/drill-down-table.yaml").read_text(encoding="utf-8")
    (brand / "drill-down-table--own.yaml").write_text(table, encoding="utf-8")
    with_table = f"{entry}\ntable: {{columns: [A], rows: [[x]]}}"
    result = pipeline.lay_out(make_project(tmp_path, entry, with_table, brand="own"))
    assert layouts_of(result) == ["drill-down--own", "drill-down-table--own"]


def test_unknown_variant_is_reported_with_those_that_exist(tmp_path: Path) -> None:
    result = lay_out(tmp_path, f"{SHORT}\nvariant: cards", layouts=("bullets--few", "bullets--own"))
    assert result.deck is None
    [issue] = result.issues
    assert issue.code == "unknown-variant"
    assert issue.message == "the brand has no variant `cards` of the kind `bullets`"
    assert issue.hint == "known variants are `standard`, `few`, `labels`, `large`, `own`"
    assert issue.span is not None
    assert result.sources[issue.span.file][issue.span.start : issue.span.end] == "cards"


@pytest.mark.usefixtures("variants")
def test_kind_composes_other_blocks_for_a_variant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def compose(content: bullets.Content, context: Context) -> Slide:
        slot = "left" if context.variant == "single" else "bullets"
        blocks = (Text(slot, tuple(item_paragraphs(content.bullets)), context.origin.at("bullets")),)
        return slide(content, context, "bullets", blocks)

    monkeypatch.setattr(bullets, "compose", compose)
    result = lay_out(tmp_path, SHORT, LONG, layouts=("bullets--single",), slot="left")
    assert layouts_of(result) == ["bullets--single", "bullets"]
    assert [block.slot for slide in result.slides for block in slide.blocks] == ["left", "bullets"]
