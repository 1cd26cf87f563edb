"""The handout of any deck has no note, no hidden text, no path of content, and no id or person but those that it shows."""

import re
import tempfile
import zipfile
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from strategies import RandomDeck, decks
from test_stress import EXAMPLES, STRESS, project

from deckgen.build import pipeline
from deckgen.build.chart_drawing import chart_frames
from deckgen.build.selection import Selection
from deckgen.ir.frames import DeckFrames, Drawing, TableFrame, TextFrame
from deckgen.ir.media import EmbeddedFiles
from deckgen.writer import write

pytestmark = pytest.mark.slow

_MARKED = re.compile(rb"(?i)zq[a-z]*\d*")
"""Every id, name and secret that `marked_decks` adds; nothing else in a deck has these letters."""
_PATHS = (b"content/", b".yaml", b"slides/0", b"square.jpg", b"wide.png", b"tall.png", b"/Users/", b"/tmp/")


@st.composite
def marked_decks(draw: st.DrawFn) -> RandomDeck:
    """A random deck whose slides have ids, owners and notes that can be recognised; some of them are hidden."""
    deck = draw(decks())
    slides = []
    for number, slide in enumerate(deck.slides):
        marks = {"id": f"zqid{number}", "notes": f"zqnote{number}: not to be mentioned", "owner": f"Zqowner{number}"}
        is_hidden = draw(st.booleans())
        hidden = {"hidden": True, "headline": f"zqhidden{number}"} if is_hidden else {}
        slides.append({**slide, **marks, **hidden})
    slides.append({"kind": "metrics", "title": "Results", "metrics": ["zqmetric"]})
    slides.append({"kind": "bullets", "title": "Points", "bullets": ["See [it](#part/zqid0)", "noted[^zqremark]"]})
    metric = {"name": "Editors", "owner": "Zqperson", "quarters": {"Q2": "7"}}
    remark = {"text": "zqeditorial", "editorial": True}
    data = {
        "metrics.yaml": {**deck.data["metrics.yaml"], "zqmetric": metric},
        "footnotes.yaml": {**deck.data["footnotes.yaml"], "zqremark": remark},
    }
    return replace(deck, slides=slides, data=data)


def shown_text(deck: DeckFrames) -> bytes:
    """All words on the slides, in lower case."""
    found = [page.title for page in deck.pages]
    for page in deck.pages:
        paragraphs = [p for frame in page.frames_of(TextFrame) for p in frame.paragraphs]
        cells = (cell for frame in page.frames_of(TableFrame) for row in frame.rows for cell in row if cell is not None)
        paragraphs += [p for cell in cells for p in cell.paragraphs]
        found += ["".join(run.text for run in paragraph.runs) for paragraph in paragraphs]
    return " ".join(found).lower().encode()


@settings(STRESS, max_examples=EXAMPLES // 2)
@given(marked_decks())
def test_handout_of_a_random_deck_has_only_what_it_shows(deck: RandomDeck) -> None:
    """Each chart is a grey pixel: a drawing has only the words of its alternative text."""
    with tempfile.TemporaryDirectory() as folder:
        result = pipeline.lay_out(project(Path(folder), deck), Selection(handout=True))
        if result.deck is None or result.brand is None:
            return
        pixel = BytesIO()
        Image.new("L", (1, 1)).save(pixel, "PNG")
        drawings = {frame: Drawing(pixel.getvalue(), 1, 1) for frame in chart_frames(result.deck)}
        data = write(
            result.deck, result.brand, drawings, files=EmbeddedFiles(result.pictures, slides=result.file_slides)
        )
    shown = shown_text(result.deck)
    assert b"zqhidden" not in shown
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name in archive.namelist():
            part = archive.read(name)
            hidden = {mark for mark in _MARKED.findall(part + name.encode()) if mark.lower() not in shown}
            assert not hidden, name
            assert not [path for path in _PATHS if path in part.replace(b"slides/slide", b"")], name
