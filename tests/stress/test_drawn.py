"""Random decks, drawn: nothing is cut, overlaps or leaves its box, in the brand's font and in its stand-in."""

from pathlib import Path

import pytest
from drawn_decks import BATCH, MODES, Tally, audited, build, project
from random_decks import KINDS, deck
from render_check import findings
from validators import faults

import frame_checks
from deckgen import package
from deckgen.build import pipeline
from deckgen.package import accessibility

SEEDS = list(range(1, BATCH + 1))


def test_random_decks_are_the_same_at_every_run_and_hold_every_kind() -> None:
    assert deck(7) == deck(7)
    assert {slide["kind"] for seed in SEEDS for slide in deck(seed)} == set(KINDS)


@pytest.mark.parametrize("seed", [1001, 1002, 1003])
def test_a_seeded_deck_is_sound_or_its_faults_are_told(seed: int, tmp_path: Path) -> None:
    laid = pipeline.lay_out(project(tmp_path, [seed]))
    assert laid.deck is not None or all(d.span and d.hint for d in laid.diagnostics)
    assert laid.deck is None or frame_checks.problems(laid.deck) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twenty decks in one file: LibreOffice takes seconds to start."""
    tally = Tally()
    path = build(tmp_path_factory.mktemp("random"), SEEDS, tally)
    assert tally.drawn > len(SEEDS) * 0.8, tally.refused
    return path


@pytest.mark.rendering
def test_the_file_of_twenty_random_decks_is_sound_and_open_to_all(built: Path) -> None:
    assert faults(built) == []
    assert package.problems(built) == []
    assert [finding.text for finding in accessibility.findings(built)] == []


@pytest.mark.rendering
@pytest.mark.parametrize("font", MODES)
def test_twenty_random_decks_are_drawn_as_they_were_laid_out(font: str, built: Path) -> None:
    mode, arguments = MODES[font]
    found = [*map(str, findings(built, mode)), *audited(built, arguments)]
    assert not found, f"{len(found)} findings:\n" + "\n".join(found[:60])
