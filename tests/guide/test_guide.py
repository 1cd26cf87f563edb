"""The content guide says what this version takes: its text is fresh, every kind is in it, with a picture."""

import re
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from deckgen import guide
from deckgen.guide.pictures import MOST_BYTES, draw_all, small
from deckgen.kinds import find_kinds
from deckgen.model import Metric, Row, SlideContent
from deckgen.model.files import DeckFile

DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = find_kinds()
MOST_DIFFERENCE = 24


def test_the_text_is_fresh() -> None:
    fresh = (DOCS / "content-guide.md").read_text(encoding="utf-8") == guide.render()
    assert fresh, "run `deckgen guide -o docs/content-guide.md --pictures`, look at the pictures, and commit"


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_example_and_a_small_picture(kind: str) -> None:
    text = guide.render()
    assert KINDS[kind].EXAMPLE.strip() in text
    assert f"({guide.PICTURES}/{kind}.png)" in text
    path = DOCS / guide.PICTURES / f"{kind}.png"
    assert path.stat().st_size <= MOST_BYTES
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert len(set(picture.tobytes())) > 1, "the picture is empty"


@pytest.mark.parametrize("model", [DeckFile, Metric, Row, SlideContent, *(kind.Content for kind in KINDS.values())])
def test_every_field_is_told(model: type[SlideContent]) -> None:
    text = guide.render()
    names = {info.alias or name for name, info in model.model_fields.items() if not info.exclude} - {"kind"}
    assert not [name for name in names if f"`{name}`" not in text]


def test_links_within_the_guide_lead_somewhere() -> None:
    text = guide.render()
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links
    assert not links - headings


def test_a_picture_loses_colours_rather_than_being_large(tmp_path: Path) -> None:
    Image.effect_noise((600, 400), 100).convert("RGB").save(tmp_path / "noise.png")
    with Image.open(tmp_path / "noise.png") as plain:
        assert plain.mode == "RGB"
    (tmp_path / "small.png").write_bytes(small(tmp_path / "noise.png"))
    with Image.open(tmp_path / "small.png") as made:
        assert made.mode == "P"
        assert len(made.getcolors() or []) <= 8


def test_a_guide_without_pictures_beside_it_shows_none() -> None:
    assert "![" not in guide.render(pictures=False)
    assert "![" in guide.render()


def difference(new: Image.Image, old: Image.Image) -> int:
    """The most by which a square of 8 pixels differs, of 255: renderers smooth edges in their own way, words differ by more."""
    size = (new.width // 8, new.height // 8)
    seen = [picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (new, old)]
    return int(ImageChops.difference(*seen).getextrema()[1])


@pytest.mark.rendering
def test_the_pictures_are_fresh(tmp_path: Path) -> None:
    drawn = {path.stem: path for path in draw_all(tmp_path)}
    assert set(drawn) == set(KINDS)
    stale = []
    for kind, path in drawn.items():
        assert path.stat().st_size <= MOST_BYTES
        with Image.open(path) as new, Image.open(DOCS / guide.PICTURES / f"{kind}.png") as old:
            stale += [kind] if new.size != old.size or difference(new, old) > MOST_DIFFERENCE else []
    assert not stale, "run `deckgen guide -o docs/content-guide.md --pictures`, look at the pictures, and commit"


def test_a_picture_of_other_words_counts_as_stale() -> None:
    with Image.open(DOCS / guide.PICTURES / "bullets.png") as old:
        changed = old.convert("RGB")
        ImageDraw.Draw(changed).text((100, 200), "stale", fill="black")
        assert difference(changed, old) > MOST_DIFFERENCE
