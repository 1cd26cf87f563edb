"""Random decks, drawn: nothing is cut, overlaps or leaves its box, in the brand's font and in its stand-in."""

import sys
import tempfile
from pathlib import Path
from typing import Any

import font_source_sans_pro
import pytest
from hypothesis import Phase, given, settings
from strategies import decks
from test_stress import STRESS, project

from deckgen import pipeline

sys.path.append(str(Path(__file__).parents[1] / "rendering"))
from drawn import Mode
from render_check import findings

FONTS = (Path(font_source_sans_pro.__file__).parent / "files",)


def fixed_decks(count: int) -> list[list[dict[str, Any]]]:
    """The same random decks at every run."""
    found: list[list[dict[str, Any]]] = []

    @settings(STRESS, max_examples=count, derandomize=True, database=None, phases=[Phase.generate])
    @given(decks(4))
    def collect(slides: list[dict[str, Any]]) -> None:
        found.append(slides)

    collect()
    return found


def sound_slides(count: int) -> list[dict[str, Any]]:
    """The slides of those decks that build, each under a title of its own: one deck, since LibreOffice takes seconds to start."""
    slides = []
    for number, deck in enumerate(fixed_decks(count), 1):
        with tempfile.TemporaryDirectory() as folder:
            if pipeline.lay_out(project(Path(folder), deck)).deck is None:
                continue
        for slide in deck:
            heads = {key: f"{number}.{slide[key]}" for key in ("title", "headline") if key in slide}
            slides.append({**slide, **heads})
    return slides


@pytest.fixture(scope="module")
def drawn_deck(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("stress")
    built = pipeline.build(project(root, sound_slides(20)), root / "random.pptx", draft=True)
    assert built.path is not None, [d.message for d in built.diagnostics]
    return built.path


@pytest.mark.rendering
@pytest.mark.parametrize("font", ["brand", "stand-in"])
def test_twenty_random_decks_are_drawn_as_they_were_laid_out(font: str, drawn_deck: Path) -> None:
    mode = Mode(fonts=FONTS) if font == "brand" else Mode(substitutes={"Source Sans Pro": "Liberation Sans"})
    # A word longer than any line is split by design; where exactly is the renderer's affair.
    found = [f for f in findings(drawn_deck, mode) if f.kind != "broken" or len(f.what) <= 31]
    assert not found, f"{len(found)} findings:\n" + "\n".join(map(str, found[:60]))
