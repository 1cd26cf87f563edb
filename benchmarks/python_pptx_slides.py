"""Creates the benchmark's slides with python-pptx as documented: `python_pptx_slides.py SLIDES.json OUT.pptx`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches


def main(source: str, output: str) -> None:
    """Read titles and rows, and write a presentation."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    for title, rows in json.loads(Path(source).read_text()):
        slide = deck.slides.add_slide(deck.slide_layouts[5])
        slide.shapes.title.text = title
        box = Inches(0.6), Inches(1.6), Inches(12.1), Inches(3)
        table = slide.shapes.add_table(len(rows), len(rows[0]), *box).table
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                table.cell(r, c).text = text
    deck.save(output)


if __name__ == "__main__":
    main(*sys.argv[1:])
