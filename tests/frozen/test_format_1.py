"""Content and brands of format 1 build as they did when they were frozen (see README.md here)."""

import json
import shutil
from pathlib import Path

import pytest
from frozen_decks import DECKS, FOLDER, slides

from deckgen.build import pipeline


@pytest.mark.parametrize("deck", DECKS)
def test_frozen_content_builds_to_the_same_texts(deck: str, tmp_path: Path, accept: bool) -> None:
    project = tmp_path / "project"
    shutil.copytree(FOLDER / "project", project)
    built = pipeline.build(project / "content" / deck)
    assert [d for d in built.issues if d.severity == "error"] == []
    assert built.path is not None
    text = json.dumps(slides(built.path), ensure_ascii=False, indent=1) + "\n"
    frozen = FOLDER / "built" / f"{deck}.json"
    if accept:
        frozen.parent.mkdir(exist_ok=True)
        frozen.write_text(text, encoding="utf-8")
    assert json.loads(text) == json.loads(frozen.read_text(encoding="utf-8"))
