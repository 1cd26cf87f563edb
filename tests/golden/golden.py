"""Golden files: results that somebody has looked at, with which later results are compared."""

import json
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

from deckgen.ir.frames import (
    CarriedFrame,
    ChartFrame,
    FrameParagraph,
    Page,
    PictureFrame,
    ShapeFrame,
    TableFrame,
    TextFrame,
)

FOLDER = Path(__file__).parent / "frames"
TOLERANCE = 12700
"""One point, in EMU: another version of a font may round a box by less."""
LENGTHS = frozenset({"box", "columns", "heights"})
"""The fields in EMU; all others must be equal."""
WIDEST = 110


def page_as_json(page: Page) -> dict[str, Any]:
    """Return a page as JSON, reduced to the values that a person would check."""
    return {
        "id": page.id,
        "layout": page.layout,
        "title": page.title,
        "part": list(page.part),
        "frames": [_frame(frame) for frame in page.frames],
    }


def _frame(frame: object) -> dict[str, Any]:
    assert isinstance(frame, TextFrame | TableFrame | ChartFrame | PictureFrame | ShapeFrame | CarriedFrame)
    box = [frame.box.x, frame.box.y, frame.box.width, frame.box.height]
    if isinstance(frame, ShapeFrame):
        return {"shape": frame.shape, "box": box, "alt": frame.alt}
    head = {"slot": frame.slot, "box": box}
    if isinstance(frame, TextFrame):
        return {**head, "lines": frame.lines, "text": [_paragraph(p) for p in frame.paragraphs]}
    if isinstance(frame, TableFrame):
        rows = [[" / ".join(map(_paragraph, c.paragraphs)) if c else None for c in row] for row in frame.rows]
        sizes = {"columns": list(frame.columns), "heights": list(frame.heights)}
        return {**head, "alt": frame.alt, **sizes, "rows": rows, "marks": [mark.name for mark in frame.marks]}
    if isinstance(frame, ChartFrame):
        return {**head, "kind": frame.spec.kind, "alt": frame.alt}
    if isinstance(frame, CarriedFrame):
        return {**head, "scale": frame.scale, "texts": list(frame.texts)}
    return {**head, "alt": frame.alt}


def _paragraph(paragraph: FrameParagraph) -> str:
    """Return a paragraph as `14: • Text`: its size or sizes in points, its bullet, its text."""
    sizes = sorted({run.size for run in paragraph.runs}) or [paragraph.end_size]
    text = "".join(run.text for run in paragraph.runs)
    bullet = f"{paragraph.bullet} " if paragraph.bullet else ""
    return f"{'/'.join(f'{size / 100:g}' for size in sizes)}: {bullet}{text}"


def to_json(value: Any, indent: str = "") -> str:
    """Return JSON in which a list or mapping that fits on one line is on one line, so that a diff shows what changed."""
    short = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, dict | list) or len(indent + short) <= WIDEST:
        return short
    inner = indent + "  "
    if isinstance(value, dict):
        lines = [f"{inner}{json.dumps(key)}: {to_json(item, inner)}" for key, item in value.items()]
        return "{\n" + ",\n".join(lines) + f"\n{indent}}}"
    return "[\n" + ",\n".join(inner + to_json(item, inner) for item in value) + f"\n{indent}]"


def compare_frames(name: str, now: list[dict[str, Any]], *, accept: bool, folder: Path = FOLDER) -> list[str]:
    """Return where pages (or drawings) differ from the golden file; with `accept`, overwrite the file with them."""
    path = folder / f"{name}.json"
    if accept:
        _accept(path, to_json(now) + "\n")
        return []
    if not path.is_file():
        return [_missing(path)]
    return list(differences(json.loads(path.read_text(encoding="utf-8")), now, name))


def compare_text(name: str, now: str, *, accept: bool) -> list[str]:
    """Return the lines in which a text differs from the golden file; with `accept`, overwrite the file with it."""
    path = FOLDER / name
    if accept:
        _accept(path, now)
        return []
    if not path.is_file():
        return [_missing(path)]
    then = path.read_text(encoding="utf-8").splitlines()
    return list(unified_diff(then, now.splitlines(), "expected", "actual", lineterm="", n=1))


def _accept(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")


def _missing(path: Path) -> str:
    return f"{path.name} is missing: look at the slide, then run tests/tools/regenerate.py and commit the file"


def differences(then: Any, now: Any, where: str, *, lengths: bool = False) -> Iterator[str]:
    """Yield each path at which two values differ; lengths may differ by the tolerance."""
    if isinstance(then, dict) and isinstance(now, dict):
        for key in sorted({*then, *now}):
            yield from differences(then.get(key), now.get(key), f"{where}.{key}", lengths=key in LENGTHS)
    elif isinstance(then, list) and isinstance(now, list) and len(then) == len(now):
        for number, (one, other) in enumerate(zip(then, now, strict=True)):
            yield from differences(one, other, f"{where}[{number}]", lengths=lengths)
    elif lengths and type(then) is int and type(now) is int:
        if abs(then - now) > TOLERANCE:
            yield f"{where}: expected {then}, got {now}"
    elif then != now:
        yield f"{where}: expected {then!r}, got {now!r}"
