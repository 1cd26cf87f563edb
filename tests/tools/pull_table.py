"""The table of edits, each made with python-pptx, saved by LibreOffice, and stripped as other programs do: what `pull` recovers.

`python tests/tools/pull_table.py` prints for each edit and way whether it was recovered, proposed, reported, missed or written
wrongly (`pull_judging.py` says what that means), and the totals; `--sweep 500` changes so many words and figures at random. It
exits with 1 if an edit was missed or written wrongly, if too few were recovered, or if something was found in a deck that
nobody edited.
"""

from __future__ import annotations

import argparse
import io
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from pptx import Presentation
from pull_edits import EDITS
from pull_judging import Judge, built_example
from pull_sweep import sweep

from deckgen.build import pipeline
from deckgen.pull.base import Base, make_base
from deckgen.pull.record import Record
from deckgen.results import OpenDeck, open_deck

TESTS = Path(__file__).parents[1]
sys.path[:0] = [str(TESTS), str(TESTS / "stress")]
# The two folders are on the path only now.
from random_decks import PICTURES, deck, files  # noqa: E402

from sample_projects import make_project  # noqa: E402

REQUIRED = {"edited": 26, "stripped": 20, "libreoffice": 24}
"""How many edits of the whole table must be recovered, by the way in which the decks are saved."""
ORDER = ("wrong", "missed", "reported", "proposed", "recovered")


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


def make_decks(folder: Path, source: bytes, names: list[str]) -> dict[str, tuple[int, str]]:
    """Write the edited decks into a folder, unless they are there; returns what each edit must show.

    Decks of another build are removed. To change an edit itself, remove its deck.
    """
    untouched = folder / "no edit.pptx"
    if untouched.exists() and untouched.read_bytes() != source:
        for path in (*folder.glob("*.pptx"), *folder.glob("libreoffice/*.pptx")):
            path.unlink()
    untouched.write_bytes(source)
    made = {"no edit": (0, "")}
    for key in names:
        deck = Presentation(io.BytesIO(source))
        made[key] = EDITS[key][1](deck)
        # As PowerPoint saves them, parts are numbered in the order of slides: LibreOffice takes the numbers for positions.
        deck.part.rename_slide_parts([slide.rId for slide in deck.slides._sldIdLst])
        if not (folder / f"{key}.pptx").exists():
            deck.save(str(folder / f"{key}.pptx"))
    return made


def run_table(judge: Judge, names: list[str], folder: Path, ways: Sequence[str]) -> int:
    """Print what became of each edit in each way; returns how many outcomes may not be."""
    made = make_decks(folder, built_example(judge), names)
    saving = saved_by_libreoffice(folder, [f"{key}.pptx" for key in made if "libreoffice" in ways])
    bad = 0
    for way in ways:
        counts: Counter[str] = Counter()
        for key, (slide, text) in made.items():
            data = deck_of(folder, key, way, saving)
            if key == "no edit":
                found = judge.edits(data)[2]
                report(f"{way:<12} {key:<40} {len(found)} found", *(e.message for e in found))
                bad += len(found)
                continue
            outcome, said = judge.outcome(key, data, slide, text)
            counts[outcome] += 1
            is_bad = outcome in {"missed", "wrong"}
            is_bad |= way == "edited" and ORDER.index(outcome) < ORDER.index(EDITS[key][0])
            bad += is_bad
            report(f"{way:<12} {key:<40} {outcome:<10}{'!' if is_bad else ' '} {said[:400]}")
        report(way, dict(counts))
        bad += names == list(EDITS) and counts["recovered"] < REQUIRED[way]
    return bad


def random_base(root: Path, seeds: Sequence[int]) -> Base:
    """Return the base of a deck with a section for each random deck; those with errors are left out."""
    good = [seed for seed in seeds if pipeline.lay_out(random_project(root / str(seed), [seed])).deck is not None]
    report(f"random decks: {good}, with errors: {sorted(set(seeds) - set(good))}")
    opened = open_deck(random_project(root / "all", good))
    assert isinstance(opened, OpenDeck)
    texts = {name: document.text for name, document in opened.deck.documents.items()}
    return make_base(opened.deck.folder, opened.deck, texts, Record())


def random_project(root: Path, seeds: Sequence[int]) -> Path:
    """Write the project of some random decks; returns the folder of the deck."""
    written = files({seed: deck(seed) for seed in seeds})
    folder = make_project(root, files=written, sections=[f"deck-{seed}" for seed in seeds])
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#3366CC").save(folder / name)
    return folder


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
    parser.add_argument("--only", nargs="*", choices=list(EDITS), metavar="EDIT", help="names of edits")
    parser.add_argument(
        "--folder", type=Path, help="where decks and results are kept for the next run, which goes on from there"
    )
    parser.add_argument(
        "--sweep", type=int, default=0, metavar="N", help="change so many words and figures at random instead"
    )
    parser.add_argument("--batch", type=int, default=10, metavar="N", help="how many are changed in one deck")
    parser.add_argument("--ways", nargs="*", default=list(REQUIRED), choices=list(REQUIRED), help="only these ways")
    parser.add_argument(
        "--accept", action="store_true", help="keep the lines that edits change in the content, to be read"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--random", nargs="*", type=int, metavar="N", help="sweep a deck of these random decks instead")
    arguments = parser.parse_args()
    judge = Judge()
    with tempfile.TemporaryDirectory() as temporary:
        kept = arguments.folder or Path(temporary) / "kept"
        kept.mkdir(exist_ok=True)
        if arguments.sweep:
            base = random_base(Path(temporary), arguments.random) if arguments.random else judge.base(Record())
            results = kept / (
                "-".join(["sweep", *(["random", *map(str, arguments.random)] if arguments.random else ["example"])])
                + ".jsonl"
            )
            found = sweep(base, arguments.sweep, arguments.seed, arguments.batch, results, report)
            sys.exit(any(outcome in {"missed", "wrong"} for _, outcome in found))
        faults = run_table(judge, arguments.only or list(EDITS), kept, arguments.ways)
    if arguments.accept:
        judge.accept()
    sys.exit(bool(faults))
