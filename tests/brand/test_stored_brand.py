"""Builds share the brands that their process used last, and read one anew after a change of its files."""

from pathlib import Path

import pytest

from deckgen.brand import load as brand_files
from deckgen.brand import stored_brand
from deckgen.cache.build_cache import NO_CACHE, BuildCache
from deckgen.io.project import brand_roots, packaged_folder

BRAND = "defaults:\n  deckgen:\n    extend: wikimedia\nmeta:\n  name: {}\n"


def record_loads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return a list to which the name of each brand is added that is read from its files; none is known before."""
    read: list[str] = []
    load = brand_files.load_brand

    def record(name: str, *rest: object, **options: object) -> object:
        read.append(name)
        return load(name, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(brand_files, "load_brand", record)
    monkeypatch.setattr(stored_brand, "RECENT", BuildCache())
    return read


def load_packaged(project: Path, cache: BuildCache = NO_CACHE) -> stored_brand.LoadedBrand:
    return stored_brand.load("wikimedia", brand_roots(project), project, None, cache)


def test_brand_is_read_again_only_after_its_files_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = record_loads(monkeypatch)
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


def test_projects_without_brands_share_the_one_of_deckgen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = record_loads(monkeypatch)
    loaded = [load_packaged(tmp_path / name) for name in ("a", "b")]
    assert loaded[0] == loaded[1]
    assert len(read) == 1
    monkeypatch.syspath_prepend(tmp_path / "c")  # fonts are not taken from there
    load_packaged(tmp_path / "c")
    (tmp_path / "d" / "layouts").mkdir(parents=True)
    load_packaged(tmp_path / "d")
    assert len(read) == 3


def test_decks_with_caches_of_their_own_share_a_brand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = record_loads(monkeypatch)
    first, second = BuildCache(), BuildCache()
    assert load_packaged(tmp_path, first) == load_packaged(tmp_path, second)
    assert len(read) == 1
    monkeypatch.setattr(stored_brand, "RECENT", BuildCache())
    assert load_packaged(tmp_path, second) == load_packaged(tmp_path, first)
    assert len(read) == 1
