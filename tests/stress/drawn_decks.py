"""Random decks built and drawn: many decks in one file, since LibreOffice takes seconds to start.

Run it as a program: `drawn_decks.py [FIRST COUNT]` prints a table row per font (decks drawn, slides, decks refused, findings).
A deck of which something does not fit ends with an error that is told; those that build are drawn, in the brand's font and
in its stand-in, and looked at with `render_check` and with the shared render-audit where that is there.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import font_source_sans_pro
from PIL import Image

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "rendering")]
# The two folders are on the path only now.
from drawn import Mode  # noqa: E402
from random_decks import PICTURES, deck, files  # noqa: E402
from render_check import findings  # noqa: E402

import frame_checks  # noqa: E402
from deckgen.build import pipeline  # noqa: E402
from sample_projects import make_project  # noqa: E402

BATCH = 20
FONTS = Path(font_source_sans_pro.__file__).parent / "files"
AUDIT = HERE.parents[2] / "shared" / "tools" / "render-audit"
MODES = {
    "Source Sans Pro": (Mode(fonts=(FONTS,)), ["--font-dir", str(FONTS)]),
    "Liberation Sans": (
        Mode(substitutes={"Source Sans Pro": "Liberation Sans"}),
        ["--substitute", "Source Sans Pro=Liberation Sans"],
    ),
}


@dataclass
class Tally:
    """What came out of many decks: how many were drawn, on how many slides, which were refused and why, what went wrong."""

    drawn: int = 0
    slides: int = 0
    refused: dict[int, str] = field(default_factory=dict)
    findings: dict[str, list[str]] = field(default_factory=lambda: {font: [] for font in MODES})

    def add(self, other: "Tally") -> None:
        self.drawn += other.drawn
        self.slides += other.slides
        self.refused |= other.refused
        for font, found in other.findings.items():
            self.findings[font] += found


def project(root: Path, seeds: Sequence[int], front: Sequence[str] = ()) -> Path:
    """A project whose deck has a section for each random deck, and what `front` asks for before them."""
    made = files({seed: deck(seed) for seed in seeds})
    names = [name[:-5] for name in made if "/" not in name]
    folder = make_project(root, "kind: divider", files=made, sections=names, front=list(front))
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#3366CC").save(folder / name)
    return folder


def buildable(root: Path, seeds: Sequence[int], tally: Tally) -> list[int]:
    """The decks that can be built; of the others the first fault is kept."""
    found = []
    for seed in seeds:
        laid = pipeline.lay_out(project(root / f"alone-{seed}", [seed]))
        if laid.deck is None:
            fault = next(d for d in laid.diagnostics if d.severity == "error")
            assert fault.span is not None
            assert fault.hint
            tally.refused[seed] = f"{fault.code}: {fault.message}"
        else:
            assert frame_checks.problems(laid.deck) == [], f"deck {seed}"
            assert frame_checks.lost(laid.slides, laid.deck) == [], f"deck {seed}"
            found.append(seed)
    return found


def build(folder: Path, seeds: Sequence[int], tally: Tally) -> Path:
    """Build those of the decks that can be built, as one file, with cover, agenda and scorecard of them all."""
    sound = buildable(folder, seeds, tally)
    built = pipeline.build(
        project(folder / "all", sound, ["cover", "agenda", "scorecard"]), folder / f"random-{seeds[0]}.pptx"
    )
    assert built.path is not None, built.diagnostics
    assert built.layout.deck is not None
    tally.drawn += len(sound)
    tally.slides += len(built.layout.deck.pages)
    return built.path


def audited(path: Path, arguments: list[str]) -> list[str]:
    """What the shared checker finds; nothing where it is not there."""
    if not AUDIT.exists():
        return []
    command = [sys.executable, str(AUDIT), str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [f"audit {line}" for line in done.stdout.splitlines()[:-1]] if done.returncode else []


def drawn(seeds: Sequence[int], keep: Path | None = None) -> Tally:
    """Build a batch of decks and have them drawn in each font."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = build(Path(folder), seeds, tally)
        if keep:
            (keep / path.name).write_bytes(path.read_bytes())
        for font, (mode, arguments) in MODES.items():
            told = [*map(str, findings(path, mode)), *audited(path, arguments)]
            tally.findings[font] += [f"{path.name} {line}" for line in told]
    return tally


def main() -> int:
    """Draw decks, a batch on each processor at a time, and print what came out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--keep", type=Path, help="leave the decks in this folder")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.count)
    batches = [seeds[at : at + BATCH] for at in range(0, len(seeds), BATCH)]
    tally = Tally()
    os.environ["DECKGEN_CACHE"] = "off"  # each of the decks is built once
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(batches))) as pool:
        for batch, found in zip(batches, pool.map(drawn, batches, [given.keep] * len(batches)), strict=True):
            tally.add(found)
            sys.stderr.write(f"decks {batch[0]} to {batch[-1]}: {found.slides} slides\n")
    lines = [
        f"| {font} | {tally.drawn} | {tally.slides} | {len(tally.refused)} | {len(found)} |"
        for font, found in tally.findings.items()
    ]
    lines += [finding for found in tally.findings.values() for finding in found[:40]]
    lines += [f"deck {seed}: {why}" for seed, why in tally.refused.items()]
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return int(any(tally.findings.values()))


if __name__ == "__main__":
    sys.exit(main())
