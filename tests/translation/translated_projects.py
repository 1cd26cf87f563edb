"""A small deck with results, and its translations into German, for the tests of translations."""

from pathlib import Path

import yaml

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.selection import Selection
from deckgen.ir.frames import TableFrame, TextFrame
from deckgen.results import OpenDeck, open_deck
from deckgen.translation.authored_words import authored_texts
from sample_projects import make_project

METRICS = """\
editors:
  name: Active editors
  baseline: 1,000 a month
  goal: +5% YoY
  quarters: {Q1: +4.0% YoY, Q2: +8.1% YoY}
survey:
  name: Young people, or youth, who come back
  short: Youth
  goal: Maintain baseline
  baseline: 15.4%
  quarters: {Q2: 13.9% youth}
"""
METRICS_SLIDE = """\
kind: metrics
id: results
headline: Editors are up 8.1%
metrics: [editors, survey]
"""
TEXT_SLIDE = """\
kind: bullets
id: points
headline: Two things to know
bullets:
  - Read [the report](https://example.org/report) first[^est]
  - "**Four wikis** use it"
"""
FOOTNOTES = "est: An estimate\n"
GERMAN = {
    "Sample deck": "Musterstapel", "Review": "Rückblick", "Sample organisation": "Musterverein", "Part": "Teil",
    "Editors are up 8.1%": "8,1 % mehr Aktive", "Active editors": "Aktive", "1,000 a month": "1.000 im Monat",
    "Young people, or youth, who come back": "Wer wiederkommt", "Youth": "Junge", "Maintain baseline": "Ausgangswert halten",
    "13.9% youth": "13,9 % Junge", "Two things to know": "Zwei Dinge",
    "Read [the report](https://example.org/report) first[^est]": "Zuerst [den Bericht](https://example.org/report) lesen[^est]",
    "**Four wikis** use it": "**Vier Wikis** nutzen es", "An estimate": "Geschätzt",
}  # fmt: skip


def make_translated(root: Path, words: dict[str, str] | None = None, **deck: object) -> Path:
    """Write a project with a deck in English and these translations into German; returns the folder of the deck."""
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": FOOTNOTES}
    folder = make_project(root, METRICS_SLIDE, TEXT_SLIDE, files=files, **deck)
    write_translations(folder, GERMAN if words is None else words)
    return folder


def write_translations(folder: Path, words: dict[str, str], language: str = "de") -> Path:
    """Write translations of the texts that have any."""
    texts = {
        text.key: {"source": text.source, "translation": words[text.source], "state": "translated"}
        for text in authored_texts(opened(folder).deck)
        if text.source in words
    }
    path = folder / "translations" / f"{language}.yaml"
    path.parent.mkdir(exist_ok=True)
    path.write_text(yaml.safe_dump({"format": 1, "language": language, "texts": texts}, allow_unicode=True), "utf-8")
    return path


def opened(folder: Path) -> OpenDeck:
    deck = open_deck(folder)
    assert isinstance(deck, OpenDeck), deck.issues
    return deck


def laid_out(folder: Path, language: str = "de", *, draft: bool = False, slides: tuple[str, ...] = ()) -> LayoutResult:
    return pipeline.lay_out(folder, Selection(language=language, slides=slides), draft=draft)


def shown_texts(result: LayoutResult) -> str:
    """Return all texts of the slides, a line for each paragraph."""
    assert result.deck is not None, result.issues
    frames = [frame for page in result.deck.pages for frame in page.frames]
    texts = [p for frame in frames if isinstance(frame, TextFrame) for p in frame.paragraphs]
    cells = [c for frame in frames if isinstance(frame, TableFrame) for row in frame.rows for c in row if c is not None]
    texts += [p for cell in cells for p in cell.paragraphs]
    return "\n".join("".join(run.text for run in p.runs) for p in texts)
