"""Build random decks and render them: many decks in one file, since LibreOffice takes seconds to start.

Run it as a program: `rendered_decks.py [FIRST COUNT]` prints a row per font (decks rendered, slides, decks refused, findings).
A deck with content that does not fit is refused with an error. The others are rendered in the brand's font and in its substitute,
and checked by `render_check` and, if it is available, by the shared render-audit.
"""

import argparse
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import font_source_sans_pro
from PIL import Image
from pptx import Presentation

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE.parent / "rendering")]
# The two folders are on the path only now.
from drawn import Mode  # noqa: E402
from random_decks import PICTURES, deck, files  # noqa: E402
from render_check import findings  # noqa: E402

import frame_checks  # noqa: E402
from deckgen.build import pipeline  # noqa: E402
from sample_projects import make_project  # noqa: E402

BATCH_SIZE = 20
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
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
    """The results of many decks: how many were rendered, their slides, the refused ones with the error, and the findings."""

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
    """A project whose deck has a section for each random deck, preceded by the slides that `front` names."""
    section_files = files({seed: deck(seed) for seed in seeds})
    names = [name[:-5] for name in section_files if "/" not in name]
    folder = make_project(root, "kind: divider", files=section_files, sections=names, front=list(front))
    for name, size in PICTURES.items():
        Image.new("RGB", size, "#3366CC").save(folder / name)
    return folder


def buildable_seeds(root: Path, seeds: Sequence[int], tally: Tally) -> list[int]:
    """The seeds of decks that can be built; for the others the first error is recorded in `tally`."""
    result = []
    for seed in seeds:
        laid_out = pipeline.lay_out(project(root / f"alone-{seed}", [seed]))
        if laid_out.deck is None:
            error = next(d for d in laid_out.issues if d.severity == "error")
            assert error.span is not None
            assert error.hint
            tally.refused[seed] = f"{error.code}: {error.message}"
        else:
            assert frame_checks.problems(laid_out.deck) == [], f"deck {seed}"
            assert frame_checks.lost_words(laid_out.slides, laid_out.deck) == [], f"deck {seed}"
            result.append(seed)
    return result


def build_decks(folder: Path, seeds: Sequence[int], tally: Tally) -> Path:
    """Build all decks that can be built as one file, with a common cover, agenda and scorecard."""
    valid_seeds = buildable_seeds(folder, seeds, tally)
    built = pipeline.build(
        project(folder / "all", valid_seeds, ["cover", "agenda", "scorecard"]), folder / f"random-{seeds[0]}.pptx"
    )
    assert built.path is not None, built.issues
    assert built.layout.deck is not None
    tally.drawn += len(valid_seeds)
    tally.slides += len(built.layout.deck.pages)
    return built.path


def audit_lines(path: Path, arguments: list[str]) -> list[str]:
    """The findings of the shared render-audit; none if it is not available."""
    if not AUDIT.exists():
        return []
    command = [sys.executable, str(AUDIT), str(path), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr
    lines = done.stdout.splitlines()[:-1] if done.returncode else []
    return [f"audit {line}" for line in lines if not is_number_of_a_list(line, path)]


def is_number_of_a_list(line: str, path: Path) -> bool:
    """Whether a finding is the number of a list entry: it is drawn, in no text, and render-audit looks for it in other texts.

    Beside a figure "$2.8M", the "2." of a list is not a word that left the box of the figure.
    """
    found = re.match(r"slide (\d+): escaped: (\d+\.) ", line)
    if not found:
        return False
    shown = [s for s in Presentation(str(path)).slides if s._element.get("show", "1") not in ("0", "false")]
    slide = shown[int(found[1]) - 1]._element
    words = {word for text in slide.iter(f"{{{DRAWING}}}t") for word in (text.text or "").split()}
    numbered = sum(1 for _ in slide.iter(f"{{{DRAWING}}}buAutoNum"))
    return found[2] not in words and int(float(found[2])) <= numbered


def draw_batch(seeds: Sequence[int], keep: Path | None = None) -> Tally:
    """Build a batch of decks and render them in each font."""
    tally = Tally()
    with tempfile.TemporaryDirectory() as folder:
        path = build_decks(Path(folder), seeds, tally)
        if keep:
            (keep / path.name).write_bytes(path.read_bytes())
        for font, (mode, arguments) in MODES.items():
            findings_of_deck = [*map(str, findings(path, mode)), *audit_lines(path, arguments)]
            tally.findings[font] += [f"{path.name} {line}" for line in findings_of_deck]
    return tally


def main() -> int:
    """Render decks, one batch per processor at a time, and print the results."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("first", type=int, nargs="?", default=1)
    parser.add_argument("count", type=int, nargs="?", default=200)
    parser.add_argument("--keep", type=Path, help="leave the decks in this folder")
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.count)
    batches = [seeds[at : at + BATCH_SIZE] for at in range(0, len(seeds), BATCH_SIZE)]
    tally = Tally()
    os.environ["DECKGEN_CACHE"] = "off"  # each of the decks is built once
    with ProcessPoolExecutor(min(os.cpu_count() or 1, len(batches))) as pool:
        for batch, found in zip(batches, pool.map(draw_batch, batches, [given.keep] * len(batches)), strict=True):
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
