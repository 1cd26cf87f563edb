"""The same slides made by deckgen, PptxGenJS, pandoc and python-pptx, in turn, each as a process of its own, in one run.

`python benchmarks/compare.py [--slides 30,300,1000,3000] [--runs 5] [--without python-pptx]` prints seconds, memory and ratios to
deckgen. It needs node with pptxgenjs (`npm install --prefix .ci-tools --no-save pptxgenjs@4.0.1`) and pandoc. deckgen reads YAML,
the others what they are fastest with: JSON or Markdown. PptxGenJS writes its files uncompressed, the others compress theirs.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from inputs import write_json, write_markdown, write_project
from processes import Cost, project_and_cache, run, spread

HERE = Path(__file__).parent
TOOLS = ("deckgen", "PptxGenJS", "pandoc", "python-pptx")


def commands(folder: Path, slides: int, tools: Sequence[str]) -> dict[str, list[str]]:
    """Write the input of every tool for so many slides, and give its command."""
    write_project(slides, folder)
    write_markdown(slides, folder / "slides.md")
    write_json(slides, folder / "slides.json")
    made = {
        "deckgen": [str(Path(sys.executable).with_name("deckgen")), "build", "--again", "-o", "deckgen.pptx"],
        "PptxGenJS": ["node", str(HERE / "pptxgenjs_slides.cjs"), "slides.json", "PptxGenJS.pptx"],
        "pandoc": ["pandoc", "slides.md", "-o", "pandoc.pptx"],
        "python-pptx": [sys.executable, str(HERE / "python_pptx_slides.py"), "slides.json", "python-pptx.pptx"],
    }
    return {name: made[name] for name in tools}


def measure(slides: int, runs: int, tools: Sequence[str]) -> tuple[dict[str, list[Cost]], dict[str, float]]:
    """What each tool cost in every run, and how large its file is in MB."""
    with tempfile.TemporaryDirectory() as made:
        folder = project_and_cache(Path(made))
        found = commands(folder, slides, tools)
        costs: dict[str, list[Cost]] = {name: [] for name in found}
        if "deckgen" in found:
            run(found["deckgen"], folder)  # byte code, as an installed program has it
        for _ in range(runs):
            for name, command in found.items():
                costs[name].append(run(command, folder))
        return costs, {name: (folder / f"{name}.pptx").stat().st_size / 1e6 for name in found}


def table(slides: int, costs: dict[str, list[Cost]], sizes: dict[str, float]) -> str:
    """Show what one number of slides cost."""
    ours = statistics.median(cost.seconds for cost in costs["deckgen"])
    lines = [
        f"{slides} slides\n\n| | seconds (min / median / max) | processor | ms a slide | MB of memory | MB of file | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, found in costs.items():
        seconds, worked = [c.seconds for c in found], [c.processor for c in found]
        middle = statistics.median(seconds)
        lines.append(
            f"| {name} | {spread(seconds)} | {spread(worked)} | {1000 * middle / slides:.2f} "
            f"| {max(c.megabytes for c in found):.0f} | {sizes[name]:.1f} | {middle / ours:.2f} |"
        )
    return "\n".join(lines)


def marginal(counts: Sequence[int], medians: dict[str, dict[int, float]]) -> str:
    """Show what one more slide costs: the start of a program left out."""
    first, last = counts[0], counts[-1]
    told = [f"{name} {1000 * (at[last] - at[first]) / (last - first):.2f} ms" for name, at in medians.items()]
    return f"one more slide, from {first} to {last}: {', '.join(told)}"


def main() -> None:
    """Print the tables."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("--slides", default="30,300,1000,3000")
    ask.add_argument("--runs", type=int, default=5)
    ask.add_argument(
        "--without", default="", help="tools to leave out, with commas: python-pptx takes a minute for 3,000 slides"
    )
    asked = ask.parse_args()
    os.environ.setdefault("NODE_PATH", str(HERE.parent / ".ci-tools" / "node_modules"))
    tools = [name for name in TOOLS if name not in asked.without.split(",")]
    counts = [int(count) for count in asked.slides.split(",")]
    medians: dict[str, dict[int, float]] = {name: {} for name in tools}
    for slides in counts:
        costs, sizes = measure(slides, asked.runs, tools)
        for name, found in costs.items():
            medians[name][slides] = statistics.median(c.seconds for c in found)
        print(table(slides, costs, sizes), end="\n\n", flush=True)
    if len(counts) > 1:
        print(marginal(counts, medians))


if __name__ == "__main__":
    main()
