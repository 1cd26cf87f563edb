"""A brand is named by its folder in layouts/: nothing outside is accessed, and chains of brands are limited."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deckgen.brand import layers
from deckgen.brand.load import load_brand

LAYOUTS = Path(__file__).parents[2] / "layouts"
PATHS = [
    "", ".", "..", "../x", "a/b", "/", "/etc", "a/../wikimedia", "./wikimedia", "wikimedia/", "a\\b", "\\\\host\\share",
    "//host/share", "C:", "C:x", "C:\\x", "x:stream", ".hidden", "a\x00b", "a\nb", "x" * 101, "x" * 1_000_000,
]  # fmt: skip


@pytest.mark.parametrize("name", PATHS, ids=lambda name: ascii(name)[:30])
def test_brand_name_that_is_no_folder_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "_brand.yml").touch()
    brand, [fault], _ = load_brand(name, [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert brand is None
    assert "is not the name of a brand" in fault.message
    assert len(fault.message) < 200
    assert fault.hint


@given(st.text(max_size=12))
def test_find_brand_folder_returns_a_folder_of_that_name_or_none(name: str) -> None:
    try:
        found = layers.find_brand_folder(name, [LAYOUTS])
    except layers.RefusedBrandError:
        return
    assert found is None or found == LAYOUTS / name


@pytest.mark.parametrize("name", ["wikimedia", "Ünïcode", "two words", "a.b", "品牌"])
def test_folder_name_is_accepted_as_brand_name(tmp_path: Path, name: str) -> None:
    (tmp_path / "layouts" / name).mkdir(parents=True)
    (tmp_path / "layouts" / name / "_brand.yml").touch()
    assert layers.find_brand_folder(name, [tmp_path / "layouts"]) == tmp_path / "layouts" / name


def test_brand_folder_that_links_out_of_the_project_is_refused(tmp_path: Path) -> None:
    (tmp_path / "project" / "layouts").mkdir(parents=True)
    (tmp_path / "project" / "layouts" / "own").symlink_to(LAYOUTS / "wikimedia")
    brand, [fault], sources = load_brand("own", [tmp_path / "project" / "layouts", LAYOUTS], tmp_path / "project")
    assert brand is None
    assert sources == {}
    assert fault.message == "the brand `own` is a symbolic link that leads out of the project"


def test_extended_brand_that_links_out_is_refused_at_its_line(tmp_path: Path) -> None:
    layouts = tmp_path / "project" / "layouts"
    (layouts / "own").mkdir(parents=True)
    (layouts / "base").symlink_to(LAYOUTS / "wikimedia")
    (layouts / "own" / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: base\n", encoding="utf-8")
    brand, [fault], sources = load_brand("own", [layouts, LAYOUTS], tmp_path / "project")
    assert brand is None
    assert fault.span is not None
    assert sources[fault.span.file][fault.span.start : fault.span.end] == "base"
    assert "`base` is a symbolic link that leads out" in fault.message


def test_brand_folder_that_links_inside_the_project_is_followed(tmp_path: Path) -> None:
    (tmp_path / "layouts").mkdir()
    (tmp_path / "shared" / "own").mkdir(parents=True)
    (tmp_path / "shared" / "own" / "_brand.yml").touch()
    (tmp_path / "layouts" / "own").symlink_to("../shared/own")
    assert layers.find_brand_folder("own", [tmp_path / "layouts"]) == tmp_path / "layouts" / "own"


@pytest.mark.parametrize(("depth", "builds"), [(9, True), (10, False), (400, False)])
def test_chain_of_extended_brands_has_at_most_ten(tmp_path: Path, depth: int, builds: bool) -> None:
    for number in range(depth):
        folder = tmp_path / "layouts" / f"b{number}"
        folder.mkdir(parents=True)
        below = f"b{number + 1}" if number + 1 < depth else "wikimedia"
        (folder / "_brand.yml").write_text(f"defaults:\n  deckgen:\n    extend: {below}\n", encoding="utf-8")
    brand, found, _ = load_brand("b0", [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert (brand is not None) == builds
    if not builds:
        assert [fault.message for fault in found] == ["more than 10 brands extend each other"]
        assert found[0].span is not None
        assert found[0].span.file == "layouts/b9/_brand.yml"
