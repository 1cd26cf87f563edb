"""A small deck, its base, and what `pull` finds once somebody has edited it with python-pptx."""

import copy
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import Struct
from pptx import Presentation

from deckgen.pull.edits import Edit
from deckgen.pull.session import Pull, find_pull
from deckgen.pull.writing import changes_of
from deckgen.results import OpenDeck, open_deck
from sample_projects import make_project

SLIDES = (
    """
    kind: bullets
    id: points
    headline: Three points for today   # said on Monday
    bullets:
      - The first point is *calm*
      - The second point, see [the plan](https://example.org/plan)
      - The third point is about money
    notes: Say this slowly.
    """,
    """
    kind: key-results
    id: results
    headline: Two of three are done
    owner: Ann
    rows:
      - metric: editors
      - id: people
        name: Interviews with editors
        goal: 10 people
        quarters: {Q1: 4 people, Q2: 12 people}
    """,
    """
    kind: bullets
    id: end
    headline: What comes next
    bullets: [One more thing, Thanks to all]
    """,
)
METRICS = """\
editors:
  name: Active editors grow
  owner: Ben
  goal: +5% YoY
  quarters: {Q1: +7% YoY, Q2: '+8.1% YoY[^est]'}
"""
FOOTNOTES = "est: {mark: '*', text: Estimated from a sample.}\n"


def make_deck(root: Path, *slides: str, **settings: object) -> Path:
    """Write a project with these slides, else with `SLIDES`; returns the folder of the deck."""
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": FOOTNOTES}
    return make_project(root, *(slides or SLIDES), files=files, **settings)


def translate(folder: Path, key: str, source: str, translation: str) -> None:
    """Give the deck a German translation of one text."""
    (folder / "translations").mkdir()
    entry = f"  {key}: {{source: {source}, translation: {translation}, state: translated}}\n"
    (folder / "translations" / "de.yaml").write_text(f"format: 1\nlanguage: de\ntexts:\n{entry}", "utf-8")


def frames(slide: Any) -> list[Any]:
    found = [shape.text_frame for shape in slide.shapes if shape.has_text_frame]
    tables = [shape.table for shape in slide.shapes if shape.has_table]
    return found + [cell.text_frame for table in tables for row in table.rows for cell in row.cells]


def paragraph(slide: Any, text: str) -> Any:
    wanted = (p for frame in frames(slide) for p in frame.paragraphs if text in plain("".join(r.text for r in p.runs)))
    return next(wanted)


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def retype(slide: Any, old: str, new: str) -> None:
    """Replace words of a run, as somebody who types over them."""
    run = next(r for f in frames(slide) for p in f.paragraphs for r in p.runs if old in plain(r.text))
    run.text = plain(run.text).replace(old, new)


def in_row(deck: Any, slide: int, row: str, old: str, new: str) -> None:
    """Type over the paragraph `old` of the row that has the text `row`; if that is empty, into its first empty cell."""
    tables = [shape.table for shape in deck.slides[slide].shapes if shape.has_table]
    cells = next(line.cells for table in tables for line in table.rows if any(row in plain(c.text) for c in line.cells))
    paragraphs = (p for cell in cells for p in cell.text_frame.paragraphs if plain(p.text).strip() == old)
    found = next(paragraphs)
    if not found.runs:
        found.add_run().text = new
    for run in found.runs[1:]:
        run.text = ""
    found.runs[0].text = new


def copy_item(deck: Any, text: str) -> None:
    """Add an item behind the second one of the first slide."""
    item = paragraph(deck.slides[0], "The second point")
    new = copy.deepcopy(paragraph(deck.slides[0], "The third point")._p)
    item._p.addnext(new)
    paragraph(deck.slides[0], "The third point").runs[0].text = text


def drop(paragraph_: Any) -> None:
    paragraph_._p.getparent().remove(paragraph_._p)


def edited(data: bytes, edit: Callable[[Any], object]) -> bytes:
    deck = Presentation(io.BytesIO(data))
    edit(deck)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def stripped(data: bytes) -> bytes:
    """Return a deck as an export of another program: without custom XML, with other ids and names."""

    def strip(deck: Any) -> None:
        for key in [k for k, each in deck.part.rels.items() if each.reltype.endswith("/customXml")]:
            deck.part.rels.pop(key)
        for number, entry in enumerate(deck.slides._sldIdLst.sldId_lst):
            entry.set("id", str(900 - number))
        for slide in deck.slides:
            for i, element in enumerate(slide._element.xpath("//p:cNvPr"), 1):
                element.set("id", str(1000 + i))
                element.set("name", f"Google Shape;{i}")

    return edited(data, strip)


def with_record_of_package(data: bytes) -> bytes:
    """Return a deck with its custom XML where LibreOffice puts it: at the package, no longer at the presentation."""

    def move(deck: Any) -> None:
        for key in [k for k, each in deck.part.rels.items() if each.reltype.endswith("/customXml")]:
            relation = deck.part.rels.pop(key)
            deck.part.package.relate_to(relation.target_part, relation.reltype)

    return edited(data, move)


class PulledDeck(Struct, frozen=True):
    """What was found, with the folder of the deck."""

    pull: Pull
    folder: Path

    @property
    def edits(self) -> tuple[Edit, ...]:
        return self.pull.edits

    def outcomes(self) -> list[str]:
        return [edit.outcome for edit in self.edits]

    def written(self, **options: bool) -> dict[str, str]:
        """Return the texts of the files that all edits that can be written change, by name."""
        changes = changes_of(self.pull.base, [e for e in self.edits if e.is_writable], self.pull.opened.project)
        return {change.path.name: change.after for change in changes}


def pulled(folder: Path, data: bytes, **options: Any) -> PulledDeck:
    opened = open_deck(folder)
    assert isinstance(opened, OpenDeck)
    return PulledDeck(find_pull(opened, data, "edited.pptx", **options), folder)
