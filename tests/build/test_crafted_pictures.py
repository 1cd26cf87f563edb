"""A picture that cannot or must not be read is a fault of the content, told at the line that names it."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.ir.frames import PictureFrame
from sample_projects import make_project

SLIDE = "kind: photos\ntitle: A\nimages:\n  - file: media/a.png\n    alt: A wall that is blue\n"


def no_picture(path: Path) -> None:
    path.write_text("no picture")


def too_many_pixels(path: Path) -> None:
    Image.new("1", (12_000, 9_000)).save(path)


@pytest.mark.parametrize(
    ("make", "said"), [(no_picture, "is not a picture"), (too_many_pixels, "12000 by 9000 pixels")]
)
def test_it_is_told_where_it_is_named_and_nothing_is_built(make: object, said: str, tmp_path: Path) -> None:
    folder = make_project(tmp_path, SLIDE)
    (folder / "media").mkdir()
    make(folder / "media" / "a.png")
    built = pipeline.build(folder)
    [fault] = [d for d in built.diagnostics if d.code in ("broken-picture", "huge-picture")]
    assert built.path is None
    assert said in fault.message
    assert fault.hint
    assert fault.span is not None
    assert fault.span.file.endswith("part.yaml")


def test_a_photo_taken_with_the_camera_held_upright_is_not_stretched(tmp_path: Path) -> None:
    """Cameras store it lying, with a note that it stands."""
    folder = make_project(tmp_path, SLIDE.replace("a.png", "a.jpg"))
    (folder / "media").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 20)).save(folder / "media" / "a.jpg", exif=exif)
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    [frame] = [f for page in deck.pages for f in page.frames if isinstance(f, PictureFrame)]
    assert abs(frame.box.height / frame.box.width - 4) < 0.01
