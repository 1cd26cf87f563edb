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
    """Write the input of every tool for the given number of slides; returns their commands by name."""
    write_project(slides, folder)
    write_markdown(slides, folder / "slides.md")
    write_json(slides, folder / "slides.json")
    all_commands = {
        "deckgen": [str(Path(sys.executable).with_name("deckgen")), "build", "--again", "-o", "deckgen.pptx"],
        "PptxGenJS": ["node", str(HERE / "pptxgenjs_slides.cjs"), "slides.json", "PptxGenJS.pptx"],
        "pandoc": ["pandoc", "slides.md", "-o", "pandoc.pptx"],
        "python-pptx": [sys.executable, str(HERE / "python_pptx_slides.py"), "slides.json", "python-pptx.pptx"],
    }
    return {name: all_commands[name] for name in tools}


def measure(slides: int, runs: int, tools: Sequence[str]) -> tuple[dict[str, list[Cost]], dict[str, float]]:
    """Return what each tool cost in every run, and the size of its file in MB."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = project_and_cache(Path(temporary))
        tool_commands = commands(folder, slides, tools)
        costs: dict[str, list[Cost]] = {name: [] for name in tool_commands}
        if "deckgen" in tool_commands:
            run(tool_commands["deckgen"], folder)  # compiles the byte code, which an installed program has
        for _ in range(runs):
            for name, command in tool_commands.items():
                costs[name].append(run(command, folder))
        return costs, {name: (folder / f"{name}.pptx").stat().st_size / 1e6 for name in tool_commands}


def table(slides: int, costs: dict[str, list[Cost]], sizes: dict[str, float]) -> str:
    """Return the table for one number of slides."""
    deckgen_seconds = statistics.median(cost.seconds for cost in costs["deckgen"])
    lines = [
        f"{slides} slides\n\n| | seconds (min / median / max) | processor | ms a slide | MB of memory | MB of file | ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, runs in costs.items():
        seconds, processor = [cost.seconds for cost in runs], [cost.processor for cost in runs]
        median = statistics.median(seconds)
        lines.append(
            f"| {name} | {spread(seconds)} | {spread(processor)} | {1000 * median / slides:.2f} "
            f"| {max(cost.megabytes for cost in runs):.0f} | {sizes[name]:.1f} | {median / deckgen_seconds:.2f} |"
        )
    return "\n".join(lines)


def marginal(counts: Sequence[int], medians: dict[str, dict[int, float]]) -> str:
    """Return a sentence on what one more slide costs each tool, without the start of its program."""
    first, last = counts[0], counts[-1]
    costs = [
        f"{name} {1000 * (seconds[last] - seconds[first]) / (last - first):.2f} ms" for name, seconds in medians.items()
    ]
    return f"one more slide, from {first} to {last}: {', '.join(costs)}"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--slides", default="30,300,1000,3000")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument(
        "--without", default="", help="tools to leave out, with commas: python-pptx takes a minute for 3,000 slides"
    )
    arguments = parser.parse_args()
    os.environ.setdefault("NODE_PATH", str(HERE.parent / ".ci-tools" / "node_modules"))
    tools = [name for name in TOOLS if name not in arguments.without.split(",")]
    counts = [int(count) for count in arguments.slides.split(",")]
    medians: dict[str, dict[int, float]] = {name: {} for name in tools}
    for slides in counts:
        costs, sizes = measure(slides, arguments.runs, tools)
        for name, tool_costs in costs.items():
            medians[name][slides] = statistics.median(cost.seconds for cost in tool_costs)
        print(table(slides, costs, sizes), end="\n\n", flush=True)
    if len(counts) > 1:
        print(marginal(counts, medians))


if __name__ == "__main__":
    main()
