"""The content guide says what this version takes: its text is fresh, every kind is in it, with a picture."""

import re
from pathlib import Path

import pytest
from PIL import Image

from deckgen import guide
from deckgen.guide.pictures import MOST_BYTES, draw_all, small
from deckgen.kinds import find_kinds
from deckgen.model import Metric, Row, SlideContent
from deckgen.model.files import DeckFile

DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = find_kinds()


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


@pytest.mark.rendering
def test_all_pictures_can_be_drawn(tmp_path: Path) -> None:
    drawn = {path.stem: path for path in draw_all(tmp_path)}
    assert set(drawn) == set(KINDS)
    for kind, path in drawn.items():
        assert path.stat().st_size <= MOST_BYTES
        with Image.open(path) as new, Image.open(DOCS / guide.PICTURES / f"{kind}.png") as old:
            assert new.size == old.size
