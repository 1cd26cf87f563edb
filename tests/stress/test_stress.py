"""Whatever an author writes, a deck is built whose every box holds its text, or the fault is told with its place."""

import os
import tempfile
from io import BytesIO
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, Phase, event, given, settings
from PIL import Image
from strategies import decks

import frame_checks
from deckgen import package, pipeline
from deckgen.drawing import chart_frames
from deckgen.frames import Drawing
from deckgen.package import accessibility
from deckgen.writer import write
from sample_projects import make_project

EXAMPLES = int(os.environ.get("DECKGEN_STRESS", "40"))
"""How many random decks; more of them by hand, as CONTRIBUTING says."""
STRESS = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    # A deck takes a tenth of a second, so shrinking one takes minutes: what fails is printed as found.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
)


def project(root: Path, slides: list[dict[str, Any]]) -> Path:
    return make_project(root, *(yaml.safe_dump(s, sort_keys=False, allow_unicode=True, width=10_000) for s in slides))


@settings(STRESS, max_examples=EXAMPLES)
@given(decks())
def test_a_random_deck_is_sound_or_its_faults_are_told(slides: list[dict[str, Any]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laid = pipeline.lay_out(project(Path(folder), slides))
    if laid.deck is None:
        assert laid.diagnostics
        for diagnostic in laid.diagnostics:
            assert diagnostic.span is not None, diagnostic
            assert diagnostic.hint, diagnostic
    else:
        assert frame_checks.problems(laid.deck) == []


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_a_draft_of_a_random_deck_can_always_be_placed_unless_the_content_itself_is_wrong(
    slides: list[dict[str, Any]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        laid = pipeline.lay_out(project(Path(folder), slides), draft=True)
    if laid.deck is None:
        assert {d.code for d in laid.diagnostics if d.severity == "error"} <= {"chart", "same-title"} | set()
    else:
        assert frame_checks.problems(laid.deck) == []


@settings(STRESS, max_examples=EXAMPLES // 3)
@given(decks())
def test_the_file_of_a_random_deck_is_sound_and_open_to_all(slides: list[dict[str, Any]]) -> None:
    """Charts are a grey pixel each: what is drawn in them is the charts' own affair, and drawing takes seconds."""
    with tempfile.TemporaryDirectory() as folder:
        laid = pipeline.lay_out(project(Path(folder), slides))
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
