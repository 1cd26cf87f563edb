"""A hyphen and a line break that deckgen wrote in a long word are no edit, and do not get into the content."""

from pathlib import Path

from edited_decks import edited, frames, pulled, retype

from deckgen.build import pipeline
from sample_projects import make_project

WORD = "Donaudampfschifffahrtsgesellschaftskapitänsmützenfabrikantenvereinigung"
SLIDE = f"""
kind: table
id: words
headline: Lange Wörter
columns: [Eins, Zwei, Drei, Vier, Fünf, Sechs, Sieben, Acht]
rows:
  - [{", ".join(f"{WORD} {n}" for n in range(8))}]
"""


def test_break_in_a_word_that_deckgen_wrote_is_no_edit(tmp_path: Path) -> None:
    folder = make_project(tmp_path, SLIDE, language="de")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    divided: list[str] = []
    assert pulled(folder, edited(data, lambda deck: divided.extend(f.text for f in frames(deck.slides[0])))).edits == ()
    assert any("-" in text for text in divided)
    found = pulled(folder, edited(data, lambda deck: retype(deck.slides[0], " 7", " 9")))
    assert found.outcomes() == ["proven"]
    assert f"{WORD} 6, {WORD} 9]" in found.written()["part.yaml"]
