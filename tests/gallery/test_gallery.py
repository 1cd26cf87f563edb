"""docs/charts.md is what `deckgen gallery` generates from the current code, and charts are readable with colour blindness."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from deckgen import gallery
from deckgen.charts.chart_kind import find_chart_kinds
from deckgen.cli import app
from deckgen.gallery.vision import VISIONS, simulate_vision
from drawn_gallery import examples

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
HOW_TO_UPDATE = "run tests/tools/regenerate.py, look at docs/charts.md, and commit it"
SIZE = re.compile(r"\b(\d+) kB")


@pytest.fixture(scope="module")
def current() -> gallery.Gallery:
    return gallery.build_gallery(layouts=PROJECT / "layouts")


def test_docs_page_is_current(current: gallery.Gallery) -> None:
    """File sizes may differ by a fifth, as they depend on the versions of zlib and matplotlib."""
    page = (DOCS / "charts.md").read_text(encoding="utf-8")
    assert SIZE.sub("kB", page) == SIZE.sub("kB", current.page), HOW_TO_UPDATE
    then, now = ([int(n) for n in SIZE.findall(text)] for text in (page, current.page))
    assert now == pytest.approx(then, rel=0.2, abs=2), HOW_TO_UPDATE


def test_docs_pictures_are_current(current: gallery.Gallery) -> None:
    assert {p.name for p in (DOCS / "pictures").glob("chart-*.png")} == set(current.pictures), HOW_TO_UPDATE
    for name, data in current.pictures.items():
        then, now = (pixels(png) for png in ((DOCS / "pictures" / name).read_bytes(), data))
        assert then.shape == now.shape, f"{name}: {HOW_TO_UPDATE}"
        assert np.abs(then - now).mean() < 2, f"{name}: {HOW_TO_UPDATE}"


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def test_pictures_are_small_and_shown_with_their_alt_texts(current: gallery.Gallery) -> None:
    assert max(map(len, current.pictures.values())) < 30_000
    shown = re.findall(r"!\[([^]]+)\]\(pictures/([^)]+)\)", current.page)
    assert sorted(name for _, name in shown) == sorted(current.pictures)
    assert all(re.search(r"\d", alt) for alt, _ in shown)


def test_every_kind_of_chart_is_in_the_gallery() -> None:
    assert {one.chart.spec.kind for one in examples().values()} == set(find_chart_kinds())


def test_unknown_brand_raises_an_error_with_its_name() -> None:
    with pytest.raises(gallery.GalleryError, match="nowhere"):
        gallery.build_gallery("nowhere")


def test_grey_and_white_do_not_change_in_any_simulation() -> None:
    image = Image.fromarray(np.array([[[255, 255, 255], [128, 128, 128], [0, 0, 0]]], dtype=np.uint8))
    for vision in VISIONS:
        assert (
            np.abs(np.asarray(simulate_vision(image, vision), dtype=int) - np.asarray(image, dtype=int)).max() <= 1
        ), vision


def test_simulations_bring_red_and_green_of_equal_grey_together() -> None:
    image = Image.fromarray(np.array([[[200, 0, 0], [0, 115, 0]]], dtype=np.uint8))
    grey = np.asarray(simulate_vision(image, "greyscale"), dtype=int)
    assert np.abs(grey[0, 0] - grey[0, 1]).max() <= 2
    there, here = (
        np.abs(np.diff(np.asarray(i, dtype=int), axis=1)).max() for i in (simulate_vision(image, "deuteranopia"), image)
    )
    assert there < here / 2


@pytest.mark.parametrize("vision", VISIONS)
def test_earlier_and_reported_values_differ_in_every_simulation(vision: str) -> None:
    """The primary colour and its light tint, in which reported and earlier quarters are drawn, have enough contrast."""
    image = Image.fromarray(np.array([[[0x33, 0x66, 0xCC], [0xAD, 0xC2, 0xEB]]], dtype=np.uint8))
    one, other = (luminance(pixel) for pixel in np.asarray(simulate_vision(image, vision))[0])
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 2.5


def luminance(pixel: np.ndarray) -> float:
    linear = np.where(pixel / 255 <= 0.04045, pixel / 255 / 12.92, ((pixel / 255 + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_every_simulation_has_a_contact_sheet() -> None:
    few = list(examples().values())[:2]
    assert set(gallery.contact_sheets(few)) == {"charts-colour.png", *(f"charts-{vision}.png" for vision in VISIONS)}


def test_command_writes_page_and_pictures_to_the_given_folder(
    current: gallery.Gallery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "build_gallery", lambda *_: current)
    result = CliRunner().invoke(app, ["gallery", str(tmp_path / "new")])
    assert (result.exit_code, result.stdout) == (0, f"{tmp_path / 'new'}: {len(current.files)} files\n")
    assert {p.relative_to(tmp_path / "new").as_posix() for p in tmp_path.rglob("*.*")} == set(current.files)


def test_command_exits_with_2_for_an_unknown_brand(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["gallery", str(tmp_path), "--brand", "nowhere"])
    assert result.exit_code == 2
    assert "there is no brand `nowhere`" in result.output
    assert not list(tmp_path.iterdir())
