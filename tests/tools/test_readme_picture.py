"""The picture in README.md shows slides that the example deck has."""

from io import BytesIO
from pathlib import Path

import readme_picture
from PIL import Image

ROOT = Path(__file__).resolve().parents[2]
MAX_BYTES = 200_000


def test_picture_shows_slides_of_the_example_deck() -> None:
    png = readme_picture.draw(ROOT / "content/thriving-movement")
    assert len(png) <= MAX_BYTES
    with Image.open(BytesIO(png)) as drawn, Image.open(ROOT / "docs/pictures/slides.png") as stored:
        assert drawn.size == stored.size
        assert drawn.mode == "P"
        assert drawn.size[0] == 3 * readme_picture.WIDTH + 4 * readme_picture.GAP


def test_picture_of_a_language_shows_slides_of_its_deck() -> None:
    [(name, png)] = readme_picture.draw_languages(["th"])
    assert len(png) <= MAX_BYTES
    with Image.open(BytesIO(png)) as drawn, Image.open(ROOT / "docs/pictures" / name) as stored:
        assert drawn.size == stored.size


def test_docs_show_the_picture_of_each_language() -> None:
    page = (ROOT / "docs/languages.md").read_text(encoding="utf-8")
    pictures = {path.name for path in (ROOT / "docs/pictures").glob("language-*.png")}
    assert pictures == {f"language-{language}.png" for language in readme_picture.LANGUAGES}
    assert all(f"(pictures/{name})" in page for name in pictures)
