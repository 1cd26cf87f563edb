"""A picture that cannot or must not be read is an error in the content, at the line that names it."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.ir.frames import PictureFrame
from sample_projects import make_project

SLIDE = "kind: photos\ntitle: A\nimages:\n  - file: media/a.png\n    alt: A wall that is blue\n"


def write_text(path: Path) -> None:
    path.write_bytes(b"no picture")


def write_too_many_pixels(path: Path) -> None:
    Image.new("1", (12_000, 9_000)).save(path)


@pytest.mark.parametrize(
    ("write_picture", "message"), [(write_text, "is not a picture"), (write_too_many_pixels, "12000 by 9000 pixels")]
)
def test_unreadable_picture_is_an_error_at_its_line_and_nothing_is_built(
    write_picture: object, message: str, tmp_path: Path
) -> None:
    folder = make_project(tmp_path, SLIDE)
    (folder / "media").mkdir()
    write_picture(folder / "media" / "a.png")
    built = pipeline.build(folder)
    [issue] = [d for d in built.issues if d.code in ("broken-picture", "huge-picture")]
    assert built.path is None
    assert message in issue.message
    assert issue.hint
    assert issue.span is not None
    assert issue.span.file.endswith("part.yaml")


def test_photo_in_portrait_orientation_is_not_stretched(tmp_path: Path) -> None:
    """Cameras store it in landscape, with EXIF data that says how to rotate it."""
    folder = make_project(tmp_path, SLIDE.replace("a.png", "a.jpg"))
    (folder / "media").mkdir()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (80, 20)).save(folder / "media" / "a.jpg", exif=exif)
    deck = pipeline.lay_out(folder).deck
    assert deck is not None
    [frame] = [f for page in deck.pages for f in page.frames if isinstance(f, PictureFrame)]
    assert abs(frame.box.height / frame.box.width - 4) < 0.01
