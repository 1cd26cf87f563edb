"""docs/charts.md is what `deckgen gallery` makes of the code as it is, and other eyes can read it."""

import io
import re
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from deckgen import gallery
from deckgen.cli import app
from deckgen.gallery.vision import VISIONS, seen
from drawn_gallery import examples

PROJECT = Path(__file__).parents[2]
DOCS = PROJECT / "docs"
MEND = "run `deckgen gallery`, look at docs/charts.md, and commit it"
SIZE = re.compile(r"\b(\d+) kB")


@pytest.fixture(scope="module")
def made() -> gallery.Gallery:
    return gallery.make(layouts=PROJECT / "layouts")


def test_the_page_is_not_stale(made: gallery.Gallery) -> None:
    """Sizes may differ by a fifth: zlib and matplotlib have versions."""
    page = (DOCS / "charts.md").read_text(encoding="utf-8")
    assert SIZE.sub("kB", page) == SIZE.sub("kB", made.page), MEND
    then, now = ([int(n) for n in SIZE.findall(text)] for text in (page, made.page))
    assert now == pytest.approx(then, rel=0.2, abs=2), MEND


def test_the_pictures_are_not_stale(made: gallery.Gallery) -> None:
    assert {p.name for p in (DOCS / "pictures").glob("chart-*.png")} == set(made.pictures), MEND
    for name, data in made.pictures.items():
        then, now = (pixels(png) for png in ((DOCS / "pictures" / name).read_bytes(), data))
        assert then.shape == now.shape, f"{name}: {MEND}"
        assert np.abs(then - now).mean() < 2, f"{name}: {MEND}"


def pixels(png: bytes) -> np.ndarray:
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"), dtype=float)


def test_pictures_are_small_and_every_one_is_shown_with_its_alt_text(made: gallery.Gallery) -> None:
    assert max(map(len, made.pictures.values())) < 30_000
    shown = re.findall(r"!\[([^]]+)\]\(pictures/([^)]+)\)", made.page)
    assert sorted(name for _, name in shown) == sorted(made.pictures)
    assert all(re.search(r"\d", alt) for alt, _ in shown)


def test_every_kind_of_chart_is_in_the_gallery() -> None:
    kinds = {
        path.stem for path in (PROJECT / "src/deckgen/charts").glob("*.py") if "def compose(canvas" in path.read_text()
    }
    assert {one.chart.spec.kind for one in examples().values()} == kinds


def test_a_brand_that_is_not_there_is_told() -> None:
    with pytest.raises(gallery.GalleryError, match="nowhere"):
        gallery.make("nowhere")


def test_grey_and_white_stay_as_they_are_to_all_eyes() -> None:
    image = Image.fromarray(np.array([[[255, 255, 255], [128, 128, 128], [0, 0, 0]]], dtype=np.uint8))
    for vision in VISIONS:
        assert np.abs(np.asarray(seen(image, vision), dtype=int) - np.asarray(image, dtype=int)).max() <= 1, vision


def test_red_and_green_of_equal_grey_are_one_in_greyscale_and_near_to_deuteranopes() -> None:
    image = Image.fromarray(np.array([[[200, 0, 0], [0, 115, 0]]], dtype=np.uint8))
    grey = np.asarray(seen(image, "greyscale"), dtype=int)
    assert np.abs(grey[0, 0] - grey[0, 1]).max() <= 2
    there, here = (
        np.abs(np.diff(np.asarray(i, dtype=int), axis=1)).max() for i in (seen(image, "deuteranopia"), image)
    )
    assert there < here / 2


@pytest.mark.parametrize("vision", VISIONS)
def test_earlier_and_reported_values_differ_in_lightness_to_all_eyes(vision: str) -> None:
    """Bars of the reported quarter in primary, earlier ones in its light tint: by the ratio that WCAG asks of graphics."""
    image = Image.fromarray(np.array([[[0x33, 0x66, 0xCC], [0xAD, 0xC2, 0xEB]]], dtype=np.uint8))
    one, other = (luminance(pixel) for pixel in np.asarray(seen(image, vision))[0])
    assert (max(one, other) + 0.05) / (min(one, other) + 0.05) >= 2.5


def luminance(pixel: np.ndarray) -> float:
    linear = np.where(pixel / 255 <= 0.04045, pixel / 255 / 12.92, ((pixel / 255 + 0.055) / 1.055) ** 2.4)
    return float(linear @ (0.2126, 0.7152, 0.0722))


def test_there_is_a_sheet_for_each_way_of_seeing() -> None:
    few = list(examples().values())[:2]
    assert set(gallery.sheets(few)) == {"charts-colour.png", *(f"charts-{vision}.png" for vision in VISIONS)}


def test_the_command_writes_page_and_pictures_where_it_is_told(
    made: gallery.Gallery, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gallery, "make", lambda *_: made)
    done = CliRunner().invoke(app, ["gallery", str(tmp_path / "new")])
    assert (done.exit_code, done.stdout) == (0, f"{tmp_path / 'new'}: {len(made.files)} files\n")
    assert {p.relative_to(tmp_path / "new").as_posix() for p in tmp_path.rglob("*.*")} == set(made.files)


def test_the_command_ends_with_2_for_a_brand_that_is_not_there(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["gallery", str(tmp_path), "--brand", "nowhere"])
    assert done.exit_code == 2
    assert "there is no brand `nowhere`" in done.output
    assert not list(tmp_path.iterdir())
