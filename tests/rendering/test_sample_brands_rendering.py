"""The example deck in six brands, drawn by LibreOffice with their fonts: no text is cut, overlaps or runs over."""

from pathlib import Path

import pytest
from drawn import Mode
from render_check import findings

from deckgen.build import pipeline
from deckgen.fonts import packages
from sample_brands import BRANDS, write_example_deck

PACKAGES = ("font_source_sans_pro", "fontpkg_arimo", "fontpkg_lato", "fontpkg_playfair_display")


@pytest.mark.rendering
@pytest.mark.parametrize("name", BRANDS)
def test_example_deck_in_a_sample_brand_has_no_findings(tmp_path: Path, name: str) -> None:
    path = pipeline.build(write_example_deck(tmp_path, name)).path
    assert path is not None
    folders = [packages.package_folder(package) for package in PACKAGES]
    mode = Mode(
        fonts=tuple(folder / "files" for folder in folders if folder is not None), substitutes={"Arial": "Arimo"}
    )
    results = findings(path, mode)
    assert not results, f"{len(results)} findings:\n" + "\n".join(map(str, results[:60]))
