"""The table of edits, each made with python-pptx, saved by LibreOffice, and stripped as other programs do: what `pull` recovers.

`python tests/tools/pull_table.py` prints for each edit and way whether it was recovered, proposed, reported, missed or written
wrongly, and the totals; `--sweep 500` changes so many words and figures of the example at random. It exits with 1 if an edit was
missed or written wrongly, or if something was found in a deck that nobody edited.
"""

from __future__ import annotations

import argparse
import io
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from pptx import Presentation
from pull_edits import EDITS
from pull_sweep import sweep

from deckgen.ooxml import opc
from deckgen.pull.base import Base, make_base
from deckgen.pull.edits import Edit
from deckgen.pull.finding import find_edits
from deckgen.pull.operations import applied
from deckgen.pull.plain import PlainSlide, comparable
from deckgen.pull.reading import open_deck_file, plain_deck
from deckgen.pull.record import Record, read_record
from deckgen.results import OpenDeck, open_deck

EXAMPLE = Path(__file__).parents[2] / "content" / "thriving-movement"
WAYS = ("edited", "stripped", "libreoffice")


def report(*texts: object) -> None:
    """Print a line at once: a run takes long."""
    sys.stdout.write(" ".join(map(str, texts)) + "\n")
    sys.stdout.flush()


def stripped(data: bytes) -> bytes:
    """Return a deck as an export of another program: without custom XML, with other ids and names."""
    deck = Presentation(io.BytesIO(data))
    for relation in [each for each in deck.part.rels.values() if each.reltype.endswith("/customXml")]:
        deck.part.drop_rel(relation.rId)
        if relation.rId in deck.part.rels:
            deck.part.rels.pop(relation.rId)
    for number, entry in enumerate(deck.slides._sldIdLst.sldId_lst):
        entry.set("id", str(900 - number))
    for n, slide in enumerate(deck.slides, 1):
        for i, element in enumerate(slide._element.xpath("//p:cNvPr"), 1):
            element.set("id", str(1000 * n + i))
            element.set("name", f"Google Shape;{i};p{n}")
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def saved_by_libreoffice(folder: Path, names: list[str]) -> subprocess.Popen[bytes]:
    """Save the decks of a folder again with LibreOffice into another one, as far as they are not there; returns the process."""
    target = folder / "libreoffice"
    files = [str(folder / name) for name in names if not (target / name).exists()]
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = ["soffice", profile, "--headless", "--convert-to", "pptx", "--outdir", str(target), *files]
    return subprocess.Popen(command if files else ["true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Table:
    def __init__(self) -> None:
        opened = open_deck(EXAMPLE)
        assert isinstance(opened, OpenDeck)
        self.opened = opened
        self.texts = {name: document.text for name, document in opened.deck.documents.items()}
        self.bases: dict[bool, Base] = {}

    def base(self, record: Record) -> Base:
        if record.has_values not in self.bases:
            self.bases[record.has_values] = make_base(EXAMPLE, self.opened.deck, self.texts, record)
        return self.bases[record.has_values]

    def edits(self, data: bytes) -> tuple[Base, tuple[Edit, ...]]:
        package = open_deck_file(data, "deck")
        base = self.base(read_record(package))
        return base, find_edits(base, plain_deck(package, "deck")).edits

    def outcome(self, data: bytes, slide: int, text: str) -> tuple[str, str]:
        """Return what became of an edit, and what was said of it."""
        base, edits = self.edits(data)
        said = "; ".join(
            f"{e.outcome} {e.slides}: {e.message or f'{e.before[-30:]} → {e.after[-30:]}'}" for e in edits
        )[:200]
        here = [edit for edit in edits if slide in edit.slides or slide + 1 in edit.slides]
        if not here:
            return "missed", said
        writable = [edit for edit in edits if edit.is_writable]
        if writable:
            changed = applied(self.texts, [op for edit in writable for op in edit.operations])
            if not reads(base, changed, writable, text):
                return "wrong", said
            if all(edit.is_writable for edit in edits):
                return "recovered", said
        return ("proposed" if any(e.outcome in {"proposed", "proven"} for e in here) else "reported"), said


def reads(base: Base, changed: dict[str, str], edits: list[Edit], text: str) -> bool:
    """Whether a deck that is built anew has every text that an edit claims, read from the file."""
    composer = base.composer
    composer.texts, before = {**composer.texts, **changed}, composer.texts
    try:
        data = composer.build().data
    finally:
        composer.texts = before
    if data is None:
        return False
    rebuilt = plain_deck(opc.read(data, whole=True), "rebuilt")
    everything = squeezed(" ".join(map(full_text, rebuilt.slides)))
    claimed = [paragraph.unraised for edit in edits if edit.values for d in edit.differences for paragraph in d.after]
    return all(squeezed(each) in everything for each in [*claimed, text])


def full_text(slide: PlainSlide) -> str:
    texts = [p for s in slide.shapes for p in (*s.paragraphs, *(p for row in s.cells for cell in row for p in cell))]
    return " ".join(p.unraised for p in (*texts, *slide.notes))


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", comparable(text))


def make_decks(folder: Path, source: bytes, names: list[str]) -> dict[str, tuple[int, str]]:
    """Write the edited decks into a folder; returns what each edit must show."""
    made = {"no edit": (0, "")}
    (folder / "no edit.pptx").write_bytes(source)
    for key in names:
        deck = Presentation(io.BytesIO(source))
        made[key] = EDITS[key][1](deck)
        deck.save(str(folder / f"{key}.pptx"))
    return made


def run_table(names: list[str], folder: Path, ways: Sequence[str]) -> int:
    table = Table()
    source = table.base(Record()).composer.build().data
    assert source is not None
    made = make_decks(folder, source, names)
    saving = saved_by_libreoffice(folder, [f"{key}.pptx" for key in made if "libreoffice" in ways])
    bad = 0
    for way in ways:
        counts: Counter[str] = Counter()
        for key, (slide, text) in made.items():
            data = deck_of(folder, key, way, saving)
            if key == "no edit":
                found = table.edits(data)[1]
                report(f"{way:<12} {key:<40} {len(found)} found", *(e.message for e in found))
                bad += len(found)
                continue
            outcome, said = table.outcome(data, slide, text)
            counts[outcome] += 1
            bad += outcome in {"missed", "wrong"}
            report(f"{way:<12} {key:<40} {outcome:<10} (at least {EDITS[key][0]})  {said}")
        report(way, dict(counts))
    return bad


def deck_of(folder: Path, key: str, way: str, saving: subprocess.Popen[bytes]) -> bytes:
    """Return a deck as it was edited, as LibreOffice saved it, or stripped."""
    if way != "libreoffice":
        data = (folder / f"{key}.pptx").read_bytes()
        return data if way == "edited" else stripped(data)
    path = folder / "libreoffice" / f"{key}.pptx"
    while saving.poll() is None and not path.exists():
        time.sleep(1)
    time.sleep(1)
    return path.read_bytes()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", nargs="*", help="names of edits")
    parser.add_argument(
        "--folder", type=Path, help="where decks are kept for the next run, since LibreOffice takes long"
    )
    parser.add_argument(
        "--sweep", type=int, default=0, metavar="N", help="change so many words and figures at random instead"
    )
    parser.add_argument("--ways", nargs="*", default=WAYS, choices=WAYS, help="only these ways")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    if arguments.sweep:
        found = sweep(Table().base(Record()), arguments.sweep, arguments.seed, report)
        report(dict(found))
        sys.exit(any(outcome in {"missed", "wrong"} for _, outcome in found))
    with tempfile.TemporaryDirectory() as temporary:
        kept = arguments.folder or Path(temporary)
        kept.mkdir(exist_ok=True)
        sys.exit(bool(run_table(arguments.only or list(EDITS), kept, arguments.ways)))
