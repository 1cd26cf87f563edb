"""The same slides in the format that each tool reads: content files for deckgen, Markdown for pandoc, JSON for the others."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from table_slides import tables

SLIDES_PER_FILE = 100
"""Slides in one section's file, as a long review would have them; deckgen reads no file of more than 20,000 values."""
_DECK = """\
format: 1
title: Benchmark
fiscal_year: FY20-21
quarter: Q2
brand: wikimedia
front: []
sections:
"""


def write_project(slides: int, folder: Path) -> None:
    """Write a project of deckgen with a deck, `content/benchmark`, of the given number of slides."""
    deck = folder / "content" / "benchmark"
    deck.mkdir(parents=True, exist_ok=True)
    entries = list(tables(slides))
    parts = [entries[start : start + SLIDES_PER_FILE] for start in range(0, slides, SLIDES_PER_FILE)]
    names = [f"part-{n}" for n in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        (deck / f"{name}.yaml").write_text(f"title: {name}\nslides:\n" + "".join(_entry(*slide) for slide in part))
    (deck / "deck.yaml").write_text(_DECK + "".join(f"  - {name}\n" for name in names))


def _entry(title: str, rows: Sequence[Sequence[str]]) -> str:
    columns = "".join(f"      - {cell}\n" for cell in rows[0])
    body = "".join("      - - " + "\n        - ".join(row) + "\n" for row in rows[1:])
    return f"  - kind: table\n    title: {title}\n    columns:\n{columns}    rows:\n{body}"


def write_markdown(slides: int, file: Path) -> None:
    """Write Markdown in which each heading begins a slide for pandoc."""
    file.write_text("".join(_markdown(*slide) for slide in tables(slides)))


def _markdown(title: str, rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    lines.insert(1, "|---" * len(rows[0]) + "|")
    return f"# {title}\n\n" + "\n".join(lines) + "\n\n"


def write_json(slides: int, file: Path) -> None:
    """Write titles and rows as JSON, for the libraries that are programmed rather than given a document."""
    file.write_text(json.dumps(list(tables(slides))))
