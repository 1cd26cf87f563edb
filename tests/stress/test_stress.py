"""For any content, a deck is built in which every box holds its text, or the error is reported with its position."""

import json
import os
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, Phase, event, given, seed, settings
from PIL import Image
from strategies import PICTURES, RandomDeck, decks

import frame_checks
from deckgen import package
from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.chart_drawing import chart_frames
from deckgen.ir.frames import Drawing
from deckgen.ir.media import EmbeddedFiles
from deckgen.package import accessibility
from deckgen.writer import write
from sample_projects import make_project

pytestmark = pytest.mark.slow

EXAMPLES = int(os.environ.get("DECKGEN_STRESS", "40"))
"""The number of random decks; CONTRIBUTING.md describes how to try more."""
MIN_BUILT_SHARE = 0.6
"""The minimum share of decks that must be built, because a refused deck cannot show errors of layout; it is about 0.77."""
STRESS = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # A deck takes a tenth of a second, so shrinking an example would take minutes: it is printed as generated.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)
BRAND = """
defaults:
  deckgen:
    extend: wikimedia
    fonts:
      brand:
        family: DejaVu Sans
        package: matplotlib
        regular: mpl-data/fonts/ttf/DejaVuSans.ttf
        bold: mpl-data/fonts/ttf/DejaVuSans-Bold.ttf
        italic: mpl-data/fonts/ttf/DejaVuSans-Oblique.ttf
        bold-italic: mpl-data/fonts/ttf/DejaVuSans-BoldOblique.ttf
typography:
  base:
    family: DejaVu Sans
  headings:
    family: DejaVu Sans
"""
"""A brand with a font that is 20% wider than that of the other brand, and with wider margins."""


def to_yaml(value: object) -> str:
    """A value as YAML. Copied through JSON, since a value that occurs twice would become an alias."""
    return yaml.safe_dump(json.loads(json.dumps(value)), sort_keys=False, allow_unicode=True, width=10_000)


def project(root: Path, deck: RandomDeck) -> Path:
    """Write a deck with all files that it refers to; returns its folder."""
    data = {f"data/{name}": to_yaml(found) for name, found in deck.data.items()}
    folder = make_project(root, *map(to_yaml, deck.slides), files=data, **deck.settings)
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#3366CC").save(folder / name)
    brand = root / "layouts" / "other"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text(BRAND, encoding="utf-8")
    (brand / "master.yaml").write_text("page:\n  margin: 0.9\n", encoding="utf-8")
    return folder


def lay_out_deck(deck: RandomDeck, *, draft: bool = False) -> LayoutResult:
    with tempfile.TemporaryDirectory() as folder:
        return pipeline.lay_out(project(Path(folder), deck), draft=draft)


@settings(STRESS, max_examples=EXAMPLES)
@given(decks())
def test_random_deck_is_valid_or_its_errors_are_reported(deck: RandomDeck) -> None:
    result = lay_out_deck(deck)
    event("built" if result.deck else "refused")
    if result.deck is None:
        assert result.issues
        for diagnostic in result.issues:
            assert diagnostic.span is not None, diagnostic
            assert diagnostic.hint, diagnostic
    else:
        assert frame_checks.problems(result.deck) == []
        assert frame_checks.lost_words(result.slides, result.deck) == []


def test_most_random_decks_are_built() -> None:
    """This uses the same decks every time, few of each seed: Hypothesis varies a refused deck, and its variations are refused."""
    outcomes: Counter[str] = Counter()
    for number in range(10):

        @seed(number)
        @settings(STRESS, max_examples=4, phases=[Phase.generate])
        @given(decks())
        def each(deck: RandomDeck) -> None:
            outcomes["built" if lay_out_deck(deck).deck else "refused"] += 1

        each()
    assert outcomes["built"] > MIN_BUILT_SHARE * outcomes.total(), outcomes


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_draft_of_a_random_deck_with_valid_content_is_placed(deck: RandomDeck) -> None:
    result = lay_out_deck(deck, draft=True)
    if result.deck is None:
        assert not {d.code for d in result.issues if d.severity == "error"} & {
            "too-long",
            "no-room",
            "table-too-tall",
        }
    else:
        assert frame_checks.problems(result.deck) == []


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_file_of_a_random_deck_is_valid_and_accessible(deck: RandomDeck) -> None:
    """Each chart is a grey pixel: charts have tests of their own, and drawing takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        result = pipeline.lay_out(project(Path(folder), deck))
        if result.deck is None or result.brand is None:
            assert result.issues
            event("refused")
            return
        event("built")
        pixel = BytesIO()
        Image.new("L", (1, 1)).save(pixel, "PNG")
        drawings = {frame: Drawing(pixel.getvalue(), 1, 1) for frame in chart_frames(result.deck)}
        data = write(
            result.deck, result.brand, drawings, files=EmbeddedFiles(result.pictures, slides=result.file_slides)
        )
    assert package.problems(data) == []
    assert [finding.message for finding in accessibility.findings(data)] == []
