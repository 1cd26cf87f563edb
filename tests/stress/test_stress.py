"""Whatever an author writes, a deck is built whose every box holds its text, or the fault is told with its place."""

import json
import os
import tempfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import yaml
from hypothesis import HealthCheck, Phase, event, given, settings
from PIL import Image
from strategies import PICTURES, RandomDeck, decks

import frame_checks
from deckgen import package
from deckgen.build import pipeline
from deckgen.build.chart_drawing import chart_frames
from deckgen.build.pipeline import LayoutResult
from deckgen.ir.frames import Drawing
from deckgen.package import accessibility
from deckgen.writer import write
from sample_projects import make_project

EXAMPLES = int(os.environ.get("DECKGEN_STRESS", "40"))
"""How many random decks; more of them by hand, as CONTRIBUTING says."""
BUILT = 0.6
"""The least part of the decks that must be built, lest the others hide what is wrong; it is about 0.77."""
STRESS = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # A deck takes a tenth of a second, so shrinking one takes minutes: what fails is printed as found.
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
"""A brand whose font is a fifth wider than that of the other, with wider margins."""


def written(value: object) -> str:
    """As YAML; by way of JSON, since what stands in two places would become an alias."""
    return yaml.safe_dump(json.loads(json.dumps(value)), sort_keys=False, allow_unicode=True, width=10_000)


def project(root: Path, deck: RandomDeck) -> Path:
    """Write a deck with all that it refers to; gives its folder."""
    data = {f"data/{name}": written(found) for name, found in deck.data.items()}
    folder = make_project(root, *map(written, deck.slides), files=data, **deck.settings)
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#3366CC").save(folder / name)
    brand = root / "layouts" / "other"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text(BRAND, encoding="utf-8")
    (brand / "master.yaml").write_text("page:\n  margin: 0.9\n", encoding="utf-8")
    return folder


def laid_out(deck: RandomDeck, *, draft: bool = False) -> LayoutResult:
    with tempfile.TemporaryDirectory() as folder:
        return pipeline.lay_out(project(Path(folder), deck), draft=draft)


@settings(STRESS, max_examples=EXAMPLES)
@given(decks())
def test_a_random_deck_is_sound_or_its_faults_are_told(deck: RandomDeck) -> None:
    laid = laid_out(deck)
    event("built" if laid.deck else "refused")
    if laid.deck is None:
        assert laid.diagnostics
        for diagnostic in laid.diagnostics:
            assert diagnostic.span is not None, diagnostic
            assert diagnostic.hint, diagnostic
    else:
        assert frame_checks.problems(laid.deck) == []
        assert frame_checks.lost(laid.slides, laid.deck) == []


def test_most_random_decks_are_built() -> None:
    """Of always the same decks: those that Hypothesis varies come in families, which are refused together."""
    came_out: Counter[str] = Counter()

    @settings(STRESS, max_examples=40, derandomize=True, phases=[Phase.generate])
    @given(decks())
    def each(deck: RandomDeck) -> None:
        came_out["built" if laid_out(deck).deck else "refused"] += 1

    each()
    assert came_out["built"] > BUILT * came_out.total(), came_out


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_a_draft_of_a_random_deck_can_always_be_placed_unless_the_content_itself_is_wrong(deck: RandomDeck) -> None:
    laid = laid_out(deck, draft=True)
    if laid.deck is None:
        assert not {d.code for d in laid.diagnostics if d.severity == "error"} & {
            "too-long",
            "no-room",
            "table-too-tall",
        }
    else:
        assert frame_checks.problems(laid.deck) == []


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_the_file_of_a_random_deck_is_sound_and_open_to_all(deck: RandomDeck) -> None:
    """Charts are a grey pixel each: what is drawn in them is the charts' own affair, and drawing takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        laid = pipeline.lay_out(project(Path(folder), deck))
        if laid.deck is None or laid.brand is None:
            assert laid.diagnostics
            event("refused")
            return
        event("built")
        pixel = BytesIO()
        Image.new("L", (1, 1)).save(pixel, "PNG")
        drawings = {frame: Drawing(pixel.getvalue(), 1, 1) for frame in chart_frames(laid.deck)}
        data = write(laid.deck, laid.brand, drawings)
    assert package.problems(data) == []
    assert [finding.text for finding in accessibility.findings(data)] == []
