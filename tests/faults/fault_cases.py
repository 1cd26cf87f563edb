"""Cases of issues: content files in, messages out as a person sees them.

A case file contains several cases: a line `=== name`, then files (`--- file`, relative to the deck's folder), then `--- codes`
and the codes of the issues, and `--- says` and the exact messages. Files that are not part of a case are those of `FILES`.
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

from pptx.util import Inches

from deckgen.brand import stored_brand
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import Issue, render
from deckgen.io.project import packaged_folder
from deckgen.model.files import Density

sys.path.append(str(Path(__file__).parents[1]))
import made_slides

HERE = Path(__file__).parent
SENT = "slides/sent.pptx"
"""The file of a slide that somebody sent, for cases that name it."""
FILES = {
    "deck.yaml": """\
format: 1
title: Sample deck
fiscal_year: FY20-21
quarter: Q2
brand: wikimedia
front: []
sections:
  - part
""",
    "part.yaml": "title: Part\nslides:\n  - kind: bullets\n    bullets:\n      - One point\n",
}


@dataclass(frozen=True)
class Case:
    """One case: its name, its case file, the content files that differ from `FILES`, and the expected codes and messages."""

    name: str
    source: str
    files: dict[str, str]
    codes: frozenset[str]
    messages: str

    def __str__(self) -> str:
        return f"{self.source}: {self.name}"


def read_cases(path: Path) -> list[Case]:
    """Read the cases of one file."""
    cases = []
    for chunk in re.split(r"^=== ", path.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]:
        name, _, rest = chunk.partition("\n")
        parts = re.split(r"^--- (\S+)\n", rest, flags=re.MULTILINE)
        files = dict(zip(parts[1::2], parts[2::2], strict=True))
        messages = files.pop("says").rstrip("\n")
        codes = frozenset(files.pop("codes", "").split())
        cases.append(Case(name, path.name, files, codes, messages))
    return cases


def write_cases(path: Path, cases: list[Case]) -> None:
    """Write a case file in the format that `cases` reads."""
    chunks = []
    for case in cases:
        files = "".join(f"--- {name}\n{text.rstrip(chr(10))}\n" for name, text in case.files.items())
        codes = f"--- codes\n{' '.join(sorted(case.codes))}\n" if case.codes else ""
        chunks.append(f"=== {case.name}\n{files}{codes}--- says\n{case.messages}\n".rstrip("\n") + "\n")
    path.write_text("\n".join(chunks), encoding="utf-8")


def write_project(root: Path, files: dict[str, str]) -> Path:
    """Write a project with these files, and the slide that somebody sent if one names it; returns the deck's folder."""
    folder = root / "content" / "sample"
    for name, text in {**FILES, **files}.items():
        path = root / name if name.startswith("layouts/") else folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        if SENT in text:
            (folder / SENT).parent.mkdir(exist_ok=True)
            (folder / SENT).write_bytes(_sent_slide())
    return folder


@lru_cache
def _sent_slide() -> bytes:
    """The file of a slide that somebody sent, with notes, tiny text, and a picture that stands out of the slide."""

    def draw(slide: Any) -> None:
        made_slides.add_text(slide, "Three cases are open", (1, 3), 7)
        slide.shapes.add_picture(made_slides.png(), Inches(12.5), Inches(4), Inches(2)).name = "Photo"
        slide.notes_slide.notes_text_frame.text = "Say nothing of this"

    return made_slides.made(draw)


@lru_cache
def _packaged_brand(name: str) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    """Cached, as nearly all cases use the same brand, and reading its thirty files takes longer than the rest."""
    return load_brand(name, [packaged_folder("layouts")])


def _load_brand(
    name: str, roots: list[Path], project: Path, size: str | None, _: BuildCache, density: Density
) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    has_own_brand = roots[0].is_dir() or size is not None or density == "read"
    return load_brand(name, roots, project, size, density=density) if has_own_brand else _packaged_brand(name)


def check_deck(folder: Path) -> tuple[str, list[Issue]]:
    """The issues that `deckgen check` reports for a deck, in another language if it has translations: as text, and as values.

    A slide called “Part” is that of a case about something else: that it has no headline is left out.
    """
    with patch.object(stored_brand, "load", _load_brand):
        languages = [path.stem for path in (folder / "translations").glob("*.yaml")]
        result = pipeline.lay_out(folder, Selection(language=languages[0] if languages else ""), remarks=True)
    issues = [issue for issue in result.issues if issue.code != "label-title" or "“Part”" not in issue.message]
    return "\n".join(render(issue, result.sources) for issue in issues), issues
