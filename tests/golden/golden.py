"""Golden files: what came out once, was looked at, and is compared from then on."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from deckgen.frames import ChartFrame, FrameParagraph, Page, PictureFrame, TableFrame, TextFrame

FOLDER = Path(__file__).parent / "frames"
TOLERANCE = 12700
"""One point: another version of a font may round a box by less."""


def page_as_json(page: Page) -> dict[str, Any]:
    """A page in the few numbers that a person would check."""
    return {
        "id": page.id,
        "layout": page.layout,
        "title": page.title,
        "part": list(page.part),
        "frames": [_frame(frame) for frame in page.frames],
    }


def _frame(frame: object) -> dict[str, Any]:
    assert isinstance(frame, TextFrame | TableFrame | ChartFrame | PictureFrame)
    box = [frame.box.x, frame.box.y, frame.box.width, frame.box.height]
    if isinstance(frame, TextFrame):
        return {"slot": frame.slot, "box": box, "lines": frame.lines, "text": [_paragraph(p) for p in frame.paragraphs]}
    if isinstance(frame, TableFrame):
        rows = [[" / ".join(map(_paragraph, c.paragraphs)) if c else None for c in row] for row in frame.rows]
        marks = [mark.name for mark in frame.marks]
        return {"slot": frame.slot, "box": box, "columns": list(frame.columns), "heights": list(frame.heights),
                "rows": rows, "marks": marks}  # fmt: skip
    if isinstance(frame, ChartFrame):
        return {"slot": frame.slot, "box": box, "kind": frame.spec.kind, "alt": frame.alt}
    return {"slot": frame.slot, "box": box, "alt": frame.alt}


def _paragraph(paragraph: FrameParagraph) -> str:
    sizes = sorted({run.size for run in paragraph.runs}) or [paragraph.end_size]
    text = "".join(run.text for run in paragraph.runs)
    return (
        f"{'/'.join(f'{size / 100:g}' for size in sizes)}: {paragraph.bullet + ' ' if paragraph.bullet else ''}{text}"
    )


def compare(name: str, now: Any, *, accept: bool) -> list[str]:
    """Say where `now` differs from the golden file; with `accept`, make it the new one."""
    path = FOLDER / f"{name}.json"
    if accept or not path.is_file():
        FOLDER.mkdir(exist_ok=True)
        path.write_text(json.dumps(now, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
        return [] if accept else [f"{path.name} is new: look at the slide, then commit it"]
    return list(_differences(json.loads(path.read_text(encoding="utf-8")), now, name))


def _differences(then: Any, now: Any, where: str) -> Iterator[str]:
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            yield from _differences(then.get(key), now.get(key), f"{where}.{key}")
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from _differences(one, other, f"{where}[{number}]")
    elif isinstance(then, int) and isinstance(now, int) and not isinstance(then, bool):
        if abs(then - now) > TOLERANCE:
            yield f"{where}: {then} was expected, {now} came out"
    elif then != now:
        yield f"{where}: {then!r} was expected, {now!r} came out"
