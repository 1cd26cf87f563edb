"""A .pptx → its texts as plain data, read with python-pptx alone, so that no change of our own code changes what is compared."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE_TYPE

FOLDER = Path(__file__).parent / "format-1"
DECKS = sorted(path.parent.name for path in (FOLDER / "project" / "content").glob("*/deck.yaml"))


def slides(path: Path) -> list[dict[str, Any]]:
    """Give each slide's layout, texts in reading order, descriptions and notes."""
    found = []
    for slide in Presentation(str(path)).slides:
        notes = slide.notes_slide.notes_text_frame.text if slide.has_notes_slide else ""
        texts = [text for shape in _flat(slide.shapes) for text in _texts(shape)]
        described = [d for shape in _flat(slide.shapes) if (d := shape._element.xpath("string(.//p:cNvPr/@descr)"))]
        found.append(
            {
                "layout": slide.slide_layout.name,
                "texts": [text for text in texts if text],
                "descriptions": described,
                "notes": notes.splitlines(),
            }
        )
    return found


def _flat(shapes: Any) -> Iterator[Any]:
    for shape in shapes:
        if shape.shape_type == MSO_SHAPE_TYPE.GROUP:
            yield from _flat(shape.shapes)
        else:
            yield shape


def _texts(shape: Any) -> Iterator[str]:
    if shape.has_text_frame:
        yield shape.text_frame.text
    if getattr(shape, "has_table", False):
        for row in shape.table.rows:
            yield " | ".join(cell.text for cell in row.cells)
