"""The built deck, opened and saved again by other programs: all that they can hold is still there."""

import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path

import pytest
import said
from pptx import Presentation

from deckgen import package

PATIENCE = 300


def resaved(deck: Path, kind: str, folder: Path) -> Path:
    """The deck as LibreOffice saves it."""
    program = shutil.which("soffice")
    assert program, "LibreOffice (soffice) is not installed"
    profile = (folder / "profile").as_uri()
    command = [
        program,
        f"-env:UserInstallation={profile}",
        "--headless",
        "--convert-to",
        kind,
        "--outdir",
        str(folder),
        str(deck),
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=PATIENCE)
    made = folder / f"{deck.stem}.{kind}"
    assert made.is_file(), done.stdout + done.stderr
    return made


def lost(before: list[said.Slide], after: list[said.Slide]) -> list[str]:
    """What is no longer as it was, slide by slide."""
    assert len(before) == len(after)
    return [
        f"slide {n}: {field.name}: {getattr(old, field.name)} is now {getattr(new, field.name)}"
        for n, (old, new) in enumerate(zip(before, after, strict=True), 1)
        for field in fields(old)
        if getattr(old, field.name) != getattr(new, field.name)
    ]


def without_alt_text_of_tables(slides: list[said.Slide]) -> list[said.Slide]:
    """LibreOffice keeps the alt text of tables in .odp and drops it when it writes .pptx."""
    return [replace(slide, alts=tuple(alt for alt in slide.alts if not alt.startswith("Table:"))) for slide in slides]


@pytest.fixture(scope="module")
def before(built_deck: Path) -> list[said.Slide]:
    found = said.slides(built_deck)
    assert any(slide.tables for slide in found)
    assert any(slide.notes for slide in found)
    assert any(slide.web for slide in found)
    assert any(slide.jumps for slide in found)
    return found


@pytest.mark.rendering
def test_as_odp_by_libreoffice_nothing_is_lost(built_deck: Path, before: list[said.Slide], tmp_path: Path) -> None:
    assert lost(before, said.slides(resaved(built_deck, "odp", tmp_path))) == []


@pytest.mark.rendering
def test_as_pptx_by_libreoffice_nothing_is_lost_but_what_it_never_writes(
    built_deck: Path, before: list[said.Slide], tmp_path: Path
) -> None:
    after = said.slides(resaved(built_deck, "pptx", tmp_path))
    assert lost(without_alt_text_of_tables(before), without_alt_text_of_tables(after)) == []


@pytest.mark.rendering
def test_by_python_pptx_nothing_is_lost_and_the_file_stays_sound(
    built_deck: Path, before: list[said.Slide], tmp_path: Path
) -> None:
    again = tmp_path / "again.pptx"
    Presentation(str(built_deck)).save(str(again))
    assert lost(before, said.slides(again)) == []
    assert said.sections(again) == said.sections(built_deck)
    assert [finding.text for finding in package.findings(again) if finding.severity == "error"] == []
    assert package.edited(again), "what another program saved is no longer as we built it"
    assert not package.edited(built_deck)
