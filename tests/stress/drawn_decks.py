"""Random decks built and drawn: many decks in one file, since LibreOffice takes seconds to start.

Run it as a program: `drawn_decks.py [FIRST COUNT]` prints a table row per font (decks drawn, slides, decks refused, findings).
A deck of which something does not fit ends with an error that is told; those that build are drawn, in the brand's font and
in its stand-in, and looked at with `render_check` and with the shared render-audit where that is there.
"""

import argparse
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import font_source_sans_pro

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "rendering")]
# The two folders are on the path only now.
from drawn import Mode  # noqa: E402
from random_decks import deck, files  # noqa: E402
from render_check import findings  # noqa: E402

import frame_checks  # noqa: E402
from deckgen import pipeline  # noqa: E402
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
    findings: dict[str, list[str]] = field(default_factory=dict)


def project(root: Path, seeds: list[int]) -> Path:
    """A project whose deck has a section for each random deck."""
    made = files({seed: deck(seed) for seed in seeds})
    return make_project(root, "kind: divider", files=made, sections=[name[:-5] for name in made if "/" not in name])


def buildable(root: Path, seeds: list[int], tally: Tally) -> list[int]:
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
            found.append(seed)
    return found


def build(folder: Path, seeds: list[int], tally: Tally) -> Path:
    """Build those of the decks that can be built, as one file."""
    sound = buildable(folder, seeds, tally)
    built = pipeline.build(project(folder / "all", sound), folder / f"random-{seeds[0]}.pptx")
    assert built.path is not None, built.diagnostics
    assert built.laid_out.deck is not None
    tally.drawn += len(sound)
    tally.slides += len(built.laid_out.deck.pages)
    return built.path


def audited(path: Path, arguments: list[str]) -> list[str]:
    """What the shared checker finds; nothing where it is not there."""
    if not AUDIT.exists():
        return []
    command = [sys.executable, str(AUDIT), str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    return [f"audit {line}" for line in done.stdout.splitlines()[:-1]] if done.returncode else []


def main() -> int:
    """Draw decks and print what came out."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--keep", type=Path, help="leave the decks in this folder")
    given = parser.parse_args()
    tally = Tally()
    for start in range(given.first, given.first + given.count, BATCH):
        seeds = list(range(start, min(start + BATCH, given.first + given.count)))
        with tempfile.TemporaryDirectory() as folder:
            path = build(Path(folder), seeds, tally)
            if given.keep:
                (given.keep / path.name).write_bytes(path.read_bytes())
            for font, (mode, arguments) in MODES.items():
                told = [*map(str, findings(path, mode)), *audited(path, arguments)]
                tally.findings.setdefault(font, []).extend(f"{path.name} {line}" for line in told)
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
