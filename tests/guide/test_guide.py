"""The content guide describes this version: its text is current, and every kind is in it, with a picture."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageDraw

from deckgen import guide
from deckgen.guide.pictures import MAX_BYTES, draw_all, reduced_png
from deckgen.kinds import as_list_entry, find_kinds
from deckgen.model import Metric, Row, SlideContent
from deckgen.model.files import DeckFile

DOCS = Path(__file__).resolve().parents[2] / "docs"
KINDS = find_kinds()
MAX_DIFFERENCE = 24
HOW_TO_UPDATE = "run tests/tools/regenerate.py, look at the pictures, and commit"


def test_guide_is_up_to_date() -> None:
    is_current = (DOCS / "content-guide.md").read_text(encoding="utf-8") == guide.render()
    assert is_current, HOW_TO_UPDATE


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_its_example_and_a_small_picture(kind: str) -> None:
    text = guide.render()
    assert as_list_entry(KINDS[kind].EXAMPLE).rstrip() in text
    assert f"({guide.PICTURES}/{kind}.png)" in text
    path = DOCS / guide.PICTURES / f"{kind}.png"
    assert path.stat().st_size <= MAX_BYTES
    with Image.open(path) as picture:
        assert picture.mode == "P"
        assert len(set(picture.tobytes())) > 1, "the picture is empty"


@pytest.mark.parametrize("model", [DeckFile, Metric, Row, SlideContent, *(kind.Content for kind in KINDS.values())])
def test_every_field_is_in_the_guide(model: type[SlideContent]) -> None:
    text = guide.render()
    names = {info.alias or name for name, info in model.model_fields.items() if not info.exclude} - {"kind"}
    assert not [name for name in names if f"`{name}`" not in text]


def test_links_within_the_guide_lead_to_headings() -> None:
    text = guide.render()
    headings = {
        re.sub(r"[^\w\- ]", "", line.lstrip("# ")).lower().replace(" ", "-")
        for line in text.splitlines()
        if line.startswith("#")
    }
    links = set(re.findall(r"\]\(#([^)]+)\)", text))
    assert links
    assert not links - headings


def test_large_picture_is_reduced_in_colours() -> None:
    stream = BytesIO()
    Image.effect_noise((600, 400), 100).convert("RGB").save(stream, "PNG")
    with Image.open(BytesIO(reduced_png(stream.getvalue()))) as reduced:
        assert reduced.mode == "P"
        assert len(reduced.getcolors() or []) <= 8


def test_guide_has_pictures_only_if_asked_for() -> None:
    assert "![" not in guide.render(pictures=False)
    assert "![" in guide.render()


def difference(new: Image.Image, old: Image.Image) -> int:
    """Return the largest difference between squares of 8 × 8 pixels, from 0 to 255; smoothed edges differ less than words."""
    size = (new.width // 8, new.height // 8)
    reduced = [picture.convert("L").resize(size, Image.Resampling.BOX) for picture in (new, old)]
    return int(ImageChops.difference(*reduced).getextrema()[1])


def test_pictures_are_up_to_date(tmp_path: Path) -> None:
    pictures = {path.stem: path for path in draw_all(tmp_path)}
    assert set(pictures) == {*KINDS, "aside"}
    outdated = []
    for kind, path in pictures.items():
        assert path.stat().st_size <= MAX_BYTES
        with Image.open(path) as new, Image.open(DOCS / guide.PICTURES / f"{kind}.png") as old:
            outdated += [kind] if new.size != old.size or difference(new, old) > MAX_DIFFERENCE else []
    assert not outdated, HOW_TO_UPDATE


def test_picture_with_changed_text_is_outdated() -> None:
    with Image.open(DOCS / guide.PICTURES / "bullets.png") as old:
        changed = old.convert("RGB")
        ImageDraw.Draw(changed).text((100, 200), "stale", fill="black")
        assert difference(changed, old) > MAX_DIFFERENCE
