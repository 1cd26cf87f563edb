"""An edited deck, and what `pull` makes of it → recovered, proposed, reported, missed or wrong.

- recovered: everything that was found can be written; the content then has exactly the lines that `pull_table.json` has for this
  edit, which a person has read; and the deck, built again from it and read from the file, differs from the edited one only where
  nobody edited (other slides that show the same value).
- wrong: something would be written that does not do so.
- missed: no edit names the slide.
- proposed, reported: the slide is named, and a person is told what to do, or why nothing can be done.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from deckgen.ooxml import opc
from deckgen.pull.base import Base, make_base, rebuilt
from deckgen.pull.differences import Difference, compare
from deckgen.pull.edits import Edit
from deckgen.pull.finding import find_edits
from deckgen.pull.operations import applied
from deckgen.pull.plain import PlainDeck, PlainParagraph, PlainSlide, comparable
from deckgen.pull.reading import open_deck_file, plain_deck
from deckgen.pull.record import Record, read_record
from deckgen.results import OpenDeck, open_deck

EXAMPLE = Path(__file__).parents[2] / "content" / "thriving-movement"
LINES_FILE = Path(__file__).with_name("pull_table.json")
"""The lines of content that each edit must change, without those that are the same."""
_FOLLOWING = frozenset({"shape-moved", "shape-look", "look", "shape-added", "shape-removed", "picture", "alt"})
"""What may differ in the deck that is built again, since layout and charts follow the new text."""


class Judge:
    """Judges edited decks of the example; what is the same for all of them is built once."""

    def __init__(self) -> None:
        opened = open_deck(EXAMPLE)
        assert isinstance(opened, OpenDeck)
        self.deck = opened.deck
        self.texts = {name: document.text for name, document in opened.deck.documents.items()}
        self._bases: dict[bool, Base] = {}
        self.lines: dict[str, list[str]] = json.loads(LINES_FILE.read_text("utf-8")) if LINES_FILE.exists() else {}

    def base(self, record: Record) -> Base:
        """Return the base of files with and without a record."""
        if record.has_values not in self._bases:
            self._bases[record.has_values] = make_base(EXAMPLE, self.deck, self.texts, record)
        return self._bases[record.has_values]

    def edits(self, data: bytes) -> tuple[Base, PlainDeck, tuple[Edit, ...]]:
        """Return what `pull` finds in a deck."""
        package = open_deck_file(data, "deck")
        record = read_record(package)
        base, edited = self.base(record), plain_deck(package, "deck")
        return base, edited, find_edits(base, edited, pages=record.pages).edits

    def outcome(self, key: str, data: bytes, slide: int, text: str) -> tuple[str, str]:
        """Return what became of an edit on a slide, after which the deck must have a text, and what was said of it."""
        base, edited, edits = self.edits(data)
        said = "; ".join(map(_said, edits))
        here = [edit for edit in edits if slide in edit.slides]
        if not here:
            return "missed", said
        writable = [edit for edit in edits if edit.is_writable]
        if writable:
            fault = self._fault(key, base, edited, writable, text, is_all=len(writable) == len(edits))
            if fault:
                return "wrong", f"{fault}; {said}"
            if len(writable) == len(edits):
                return "recovered", said
        return ("proposed" if any(e.outcome == "proposed" or e.is_writable for e in here) else "reported"), said

    def _fault(
        self, key: str, base: Base, edited: PlainDeck, writable: Iterable[Edit], text: str, *, is_all: bool
    ) -> str:
        """Return what is wrong with the content after an edit, or with the deck that is built from it; empty if nothing."""
        changed = applied(self.texts, [op for edit in writable for op in edit.operations])
        lines = changed_lines(self.texts, changed)
        if is_all and lines != self.lines.setdefault(key, lines):
            return f"content {lines}"
        again = rebuilt(base, changed)
        if _squeezed(text) not in _squeezed(" ".join(map(_full_text, again.plain.slides))):
            return f"the deck does not read {text!r}"
        made = _Made(base, compare(base, edited).differences)
        left = [each for each in compare(again, edited).differences if is_all and not made.follows(each)]
        if left:
            found = [(d.kind, d.slide + 1, _texts(d.before), _texts(d.after)) for d in left]
            return f"differs after the pull: {found}"
        return ""

    def accept(self) -> None:
        """Write the lines of content that edits change, which somebody reads in the difference of versions."""
        LINES_FILE.write_text(json.dumps(self.lines, indent=1, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")


def changed_lines(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the lines of files that differ, with `-` and `+`."""
    found: list[str] = []
    for name, text in sorted(after.items()):
        lines = difflib.unified_diff(before[name].splitlines(), text.splitlines(), n=0, lineterm="")
        found += [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return found


class _Made:
    """What somebody made different in a deck: its `differences` from the deck as it was built."""

    def __init__(self, base: Base, differences: Iterable[Difference]) -> None:
        self.differences = list(differences)
        self.after = {p.unraised for each in self.differences for p in each.after}
        self.before = {p.unraised for each in self.differences for p in each.before}
        self.known = self.after | {p.unraised for slide in base.plain.slides for p in _paragraphs(slide)}

    def follows(self, left: Difference) -> bool:
        """Whether what still differs from the deck built again is where nobody edited."""
        if left.kind in _FOLLOWING:
            return True
        if left.kind.startswith("row"):
            return all(p.unraised in self.known for p in left.after)
        if left.kind == "format":  # deckgen marks figures that the title names, so emphasis follows texts
            return not any(each.kind == "format" and each.after == left.after for each in self.differences)
        if left.after:
            return not any(p.unraised in self.after for p in left.after)
        if left.before:
            return not any(p.unraised in self.before for p in left.before)
        return not any((each.kind, each.slide) == (left.kind, left.slide) for each in self.differences)


def _said(edit: Edit) -> str:
    return f"{edit.outcome} {edit.slides}: {edit.message or f'{edit.before[-30:]} → {edit.after[-30:]}'}"


def _texts(paragraphs: Iterable[PlainParagraph]) -> str:
    return " | ".join(p.unraised for p in paragraphs)


def _paragraphs(slide: PlainSlide) -> list[PlainParagraph]:
    shapes = [p for s in slide.shapes for p in (*s.paragraphs, *(p for row in s.cells for cell in row for p in cell))]
    return [*shapes, *slide.notes]


def _full_text(slide: PlainSlide) -> str:
    return " ".join(p.unraised for p in _paragraphs(slide))


def _squeezed(text: str) -> str:
    return "".join(comparable(text).split())


def built_example(judge: Judge) -> bytes:
    """Return the example as it is built."""
    data = judge.base(Record()).composer.build().data
    assert data is not None
    opc.read(data)
    return data
