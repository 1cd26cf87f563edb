"""Widths of words are remembered by the bytes of the font file, the face in it and the pixels to the em."""

import shutil
from pathlib import Path

import pytest

from deckgen.fonts.packages import font_files, package_folder
from deckgen.layout import shaped_widths
from deckgen.layout.shaped_widths import ShapedWidths, add_widths, widths_of_face
from deckgen.layout.shapers import FileShaper


@pytest.fixture
def font(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A font file, of which nothing is known."""
    monkeypatch.setattr(shaped_widths, "shaped_widths", ShapedWidths())
    return Path(shutil.copy(font_files(package_folder("fontpkg_arimo"))[0], tmp_path / "font.ttf"))


def advance(font: Path, pixels: int | None = None) -> float:
    return FileShaper(font, 0, None, pixels, (font.stat().st_mtime_ns,)).advance("Words")


def test_width_from_an_earlier_process_is_taken(font: Path) -> None:
    measured = advance(font)
    (face,) = shaped_widths.shaped_widths.by_face
    assert shaped_widths.shaped_widths.by_face == {face: {"Words": measured}}
    add_widths(ShapedWidths({face: {"Words": 1}}))
    assert advance(font) == 1


def test_width_of_another_size_in_pixels_is_measured(font: Path) -> None:
    widths_of_face(font, 0, None, 16)["Words"] = 1
    assert advance(font, 16) == 1
    assert advance(font, 17) > 1


def test_width_in_a_changed_file_is_measured(font: Path) -> None:
    widths_of_face(font, 0, None, None)["Words"] = 1
    font.write_bytes(font.read_bytes() + b"\0")
    assert advance(font) > 1
