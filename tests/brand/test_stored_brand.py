"""Builds without a cache share the brands that their process used last, and read one anew after a change of its files."""

from pathlib import Path

import pytest

from deckgen.brand import load as brand_files
from deckgen.brand import stored_brand
from deckgen.io.project import packaged_folder

BRAND = "defaults:\n  deckgen:\n    extend: wikimedia\nmeta:\n  name: {}\n"


def test_brand_is_read_again_only_after_its_files_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    load = brand_files.load_brand

    def record(name: str, *rest: object, **options: object) -> object:
        read.append(name)
        return load(name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(brand_files, "load_brand", record)
    file = tmp_path / "layouts" / "own" / "_brand.yml"
    file.parent.mkdir(parents=True)
    names = []
    for name in ("First", "First", "Second"):
        file.write_text(BRAND.format(name), encoding="utf-8")
        roots = [tmp_path / "layouts", packaged_folder("layouts")]
        brand, issues, _ = stored_brand.load("own", roots, tmp_path, None)
        assert brand is not None, issues
        names.append(brand.name)
    assert names == ["First", "First", "Second"]
    assert read == ["own", "own"]
