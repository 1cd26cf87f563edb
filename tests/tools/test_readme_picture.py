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
