"""Large figures: the words behind their numbers have half the size."""

from pathlib import Path

import pytest

from deckgen.build import pipeline
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import FrameRun, TextFrame
from deckgen.kinds._figures import with_small_words
from sample_projects import make_project


def sizes(root: Path, *values: str) -> list[list[tuple[str, int]]]:
    """Return the runs of the large figures of a slide, each with its size."""
    figures = "\n".join(f"  - {{value: '{value}', label: a label}}" for value in values)
    result = pipeline.lay_out(make_project(root, f"kind: highlights\nfigures:\n{figures}\n"))
    assert result.deck is not None, result.issues
    frames = [frame for frame in result.deck.pages[-1].frames_of(TextFrame) if frame.slot.startswith("figure")]
    runs: list[tuple[FrameRun, ...]] = [frame.paragraphs[0].runs for frame in frames]
    return [[(run.text, run.size) for run in own] for own in runs]


@pytest.mark.parametrize(
    ("figure", "words"),
    [
        ("−17 points", " points"),
        ("+3.5 pts", " pts"),
        ("1 million", " million"),
        ("540 new teachers", " new teachers"),
        ("+8.1% YoY", " YoY"),
        ("+3.5 अंक", " अंक"),
        ("+3.5 จุด", " จุด"),
        ("+3.5 个百分点", " 个百分点"),
        ("540人", "人"),
        ("50%", ""),
        ("4x", ""),
        ("50 %", ""),
        ("1.2 M", ""),
        ("3 €", ""),
        ("5 Mio. €", ""),
        ("4 of 10", ""),
        ("about 40", ""),
        ("No change", ""),
    ],
)
def test_words_behind_the_last_number_are_small(figure: str, words: str) -> None:
    shown = with_small_words(Paragraph((Run(figure),), "figure"))
    assert shown.plain_text.replace("\u00a0", " ") == figure
    assert "".join(run.text for run in shown.runs if run.small) == words


def test_small_words_have_half_the_size_in_the_same_paragraph(tmp_path: Path) -> None:
    first, second = sizes(tmp_path, "−17 points", "−7 points")
    number, words = (size for _, size in first)
    assert [text for text, _ in first] == ["−17", "\u00a0points"]
    assert number // 2 - 50 < words <= number // 2
    assert [size for _, size in second] == [number, words]


@pytest.mark.parametrize("unit", ["ポイント", "个百分点", "จุดสูง"])
def test_unit_without_blanks_stays_on_the_line_of_its_figure(unit: str, tmp_path: Path) -> None:
    found = sizes(tmp_path, *[f"+3.5 {unit}"] * 4)
    for figure in found:
        assert "".join(text for text, _ in figure) == f"+3.5\u00a0{unit}", "no break in it, and no mark against breaks"


def test_number_with_small_words_is_larger_than_with_large_ones(tmp_path: Path) -> None:
    with_words, without = sizes(tmp_path / "a", *["12,345 pts"] * 4), sizes(tmp_path / "b", *["12,345/pts"] * 4)
    assert with_words[0][0][1] > without[0][0][1]
