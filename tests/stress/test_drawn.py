"""Rendered random decks: no content is cut, overlaps or leaves its box, in the brand's font and in its substitute."""

from functools import cache
from pathlib import Path

import pytest
from pptx import Presentation
from random_decks import KINDS, deck
from render_check import findings
from rendered_decks import BATCH_SIZE, MODES, Tally, audit_lines, build_decks, project
from validators import faults

import frame_checks
from deckgen import package
from deckgen.build import pipeline
from deckgen.package import accessibility

pytestmark = pytest.mark.slow


@cache
def seeds_with_every_kind() -> list[int]:
    """The first seeds whose decks have a kind that none before has, and others up to the size of a batch."""
    found: set[str] = set()
    chosen: list[int] = []
    for seed in range(1, 500):
        new = {slide["kind"] for slide in deck(seed)} - found
        if new:
            chosen.append(seed)
            found |= new
    return sorted([*chosen, *(seed for seed in range(1, 500) if seed not in chosen)][:BATCH_SIZE])


def test_random_decks_are_reproducible_and_have_every_kind() -> None:
    assert deck(7) == deck(7)
    assert {slide["kind"] for seed in seeds_with_every_kind() for slide in deck(seed)} == set(KINDS)


@pytest.mark.parametrize("seed", [1001, 1002, 1003])
def test_seeded_deck_is_valid_or_its_errors_are_reported(seed: int, tmp_path: Path) -> None:
    result = pipeline.lay_out(project(tmp_path, [seed]))
    assert result.deck is not None or all(d.span and d.hint for d in result.issues)
    assert result.deck is None or frame_checks.problems(result.deck) == []


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The twenty decks in one file: LibreOffice takes seconds to start."""
    tally, seeds = Tally(), seeds_with_every_kind()
    path = build_decks(tmp_path_factory.mktemp("random"), seeds, tally)
    assert tally.drawn > len(seeds) * 0.8, tally.refused
    return path


def is_style_of_sent_slide(problem: str, deck: Path) -> bool:
    """Whether a slide that was sent has a colour, a contrast or a font of its own, as it has with `fit: as-is`."""
    part, _, what = problem.partition(": ")
    sent = {
        str(s.part.partname)
        for s in Presentation(str(deck)).slides
        if s.slide_layout.name.startswith("Slide of a file")
    }
    return part in sent and (what.startswith(("literal colour", "font by name")) or " to 1 (" in what)


@pytest.mark.rendering
def test_file_of_twenty_random_decks_is_valid_and_accessible(built: Path) -> None:
    assert faults(built) == []
    assert [problem for problem in package.problems(built) if not is_style_of_sent_slide(problem, built)] == []
    messages = [finding.message for finding in accessibility.findings(built)]
    assert [message for message in messages if not is_style_of_sent_slide(message, built)] == []


@pytest.mark.rendering
@pytest.mark.parametrize("font", MODES)
def test_twenty_random_decks_are_rendered_as_laid_out(font: str, built: Path) -> None:
    mode, arguments = MODES[font]
    found = [*map(str, findings(built, mode)), *audit_lines(built, arguments)]
    assert not found, f"{len(found)} findings:\n" + "\n".join(found[:60])
