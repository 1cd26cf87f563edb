"""The built deck, opened and saved by other programs, keeps all content that their formats support."""

import shutil
import subprocess
from dataclasses import fields, replace
from pathlib import Path

import presentation_content
import pytest
from pptx import Presentation

from deckgen import package

TIMEOUT = 300


def save_with_libreoffice(deck: Path, kind: str, folder: Path) -> Path:
    """Return the deck as saved by LibreOffice in this format."""
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
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=TIMEOUT)
    result = folder / f"{deck.stem}.{kind}"
    assert result.is_file(), done.stdout + done.stderr
    return result


def lost_content(
    before: list[presentation_content.SlideSummary], after: list[presentation_content.SlideSummary]
) -> list[str]:
    """Return the differences, slide by slide."""
    assert len(before) == len(after)
    return [
        f"slide {n}: {field.name}: {getattr(old, field.name)} is now {getattr(new, field.name)}"
        for n, (old, new) in enumerate(zip(before, after, strict=True), 1)
        for field in fields(old)
        if getattr(old, field.name) != getattr(new, field.name)
    ]


def without_unwritten_alts(slides: list[presentation_content.SlideSummary]) -> list[presentation_content.SlideSummary]:
    """Remove the alt texts that LibreOffice writes to .odp but not to .pptx: of tables, and of links that are named as theirs."""
    return [
        replace(slide, alts=tuple(a for a in slide.alts if not a.startswith("Table:") and a not in slide.linked))
        for slide in slides
    ]


@pytest.fixture(scope="module")
def before(built_deck: Path) -> list[presentation_content.SlideSummary]:
    slides = presentation_content.slides(built_deck)
    assert any(slide.tables for slide in slides)
    assert any(slide.notes for slide in slides)
    assert any(slide.web for slide in slides)
    assert any(slide.jumps for slide in slides)
    assert any(slide.linked for slide in slides)
    return slides


@pytest.mark.rendering
def test_libreoffice_loses_nothing_in_odp(
    built_deck: Path, before: list[presentation_content.SlideSummary], tmp_path: Path
) -> None:
    assert lost_content(before, presentation_content.slides(save_with_libreoffice(built_deck, "odp", tmp_path))) == []


@pytest.mark.rendering
def test_libreoffice_loses_only_alt_texts_of_tables_and_links_in_pptx(
    built_deck: Path, before: list[presentation_content.SlideSummary], tmp_path: Path
) -> None:
    after = presentation_content.slides(save_with_libreoffice(built_deck, "pptx", tmp_path))
    assert lost_content(without_unwritten_alts(before), without_unwritten_alts(after)) == []


@pytest.mark.rendering
def test_python_pptx_loses_nothing_and_the_file_stays_valid(
    built_deck: Path, before: list[presentation_content.SlideSummary], tmp_path: Path
) -> None:
    again = tmp_path / "again.pptx"
    Presentation(str(built_deck)).save(str(again))
    assert lost_content(before, presentation_content.slides(again)) == []
    assert presentation_content.sections(again) == presentation_content.sections(built_deck)
    assert [finding.message for finding in package.findings(again) if finding.severity == "error"] == []
    assert package.edited(again), "a file saved by another program counts as edited"
    assert not package.edited(built_deck)
