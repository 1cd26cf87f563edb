"""A deck that LibreOffice saved again: its own way to write a deck is no edit, and edits made before are found."""

import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from edited_decks import copy_item, edited, make_deck, pulled, retype

from deckgen.build import pipeline

pytestmark = pytest.mark.rendering
TIMEOUT = 300


def saved(folder: Path, decks: dict[str, bytes]) -> dict[str, bytes]:
    """Return decks as LibreOffice saves them."""
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed"
    for name, data in decks.items():
        (folder / f"{name}.pptx").write_bytes(data)
    files = [str(folder / f"{name}.pptx") for name in decks]
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pptx", "--outdir", str(folder / "saved"), *files]
    subprocess.run(command, capture_output=True, check=True, timeout=TIMEOUT)
    return {name: (folder / "saved" / f"{name}.pptx").read_bytes() for name in decks}


def edit(deck: Any) -> None:
    retype(deck.slides[0], "Three points", "Four points")
    copy_item(deck, "A new point")
    retype(deck.slides[1], "12", "13")


def test_only_edits_are_found_in_a_deck_that_libreoffice_saved(tmp_path: Path) -> None:
    folder = make_deck(tmp_path / "project")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    decks = saved(tmp_path, {"unedited": data, "edited": edited(data, edit)})
    assert pulled(folder, decks["unedited"]).edits == ()
    found = pulled(folder, decks["edited"])
    assert found.outcomes() == ["proven"] * 3, [each.message for each in found.edits]
    text = found.written()["part.yaml"]
    assert all(part in text for part in ("headline: Four points", "- A new point\n", "Q2: 13 people"))
