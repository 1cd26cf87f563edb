"""What a deck does not show of a picture of pixels is said; pictures of numbers do not come out black."""

import io
from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.images.cleaning import prepare_picture
from deckgen.ir.media import PreparedPicture
from sample_projects import make_project

FRAMES = [Image.new("RGB", (20, 10), colour) for colour in ("red", "blue")]
PHOTOS = "kind: photos\ntitle: A\nimages:\n  - file: media/a.gif\n    alt: A wall that is blue\n"


def prepared(image: Image.Image, path: Path, kind: str, **options: object) -> PreparedPicture:
    image.save(path, kind, **options)
    return prepare_picture(path)


def pixels(picture: PreparedPicture) -> list[int]:
    """Return the lightness of all pixels, from 0 to 255."""
    with Image.open(io.BytesIO(picture.files[0][0])) as image:
        return list(image.convert("L").tobytes())


@pytest.mark.parametrize(
    ("kind", "what"),
    [("GIF", "is animated"), ("PNG", "is animated"), ("WEBP", "is animated"), ("TIFF", "has several pages")],
)
def test_further_frames_of_a_picture_are_said_to_be_lost(kind: str, what: str, tmp_path: Path) -> None:
    [loss] = prepared(FRAMES[0], tmp_path / "a", kind, save_all=True, append_images=FRAMES[1:]).losses
    assert loss.what.startswith(what)
    assert loss.hint
    assert prepared(FRAMES[0], tmp_path / "b", kind).losses == ()


def test_picture_of_one_pixel_is_said_to_be_a_placeholder(tmp_path: Path) -> None:
    [loss] = prepared(Image.new("RGB", (1, 1)), tmp_path / "a", "GIF").losses
    assert loss.what.startswith("is a single pixel")


@pytest.mark.parametrize("white", [1, 255, 65535])
def test_picture_of_fractions_or_large_numbers_keeps_its_shades(white: int, tmp_path: Path) -> None:
    image = Image.new("F", (3, 1))
    for x, share in enumerate((0, 0.5, 1)):
        image.putpixel((x, 0), share * white)
    picture = prepared(image, tmp_path / "a.tif", "TIFF")
    assert pixels(picture) == pytest.approx([0, 127, 255], abs=1)
    assert picture.losses == ()


@pytest.mark.parametrize(
    ("mode", "values"), [("F", (-3.5, 0, 3.5)), ("I", (0, 100_000, 200_000)), ("I;16", (10, 20, 30))]
)
def test_numbers_that_are_no_shades_are_stretched_and_said(
    mode: str, values: tuple[float, ...], tmp_path: Path
) -> None:
    image = Image.new(mode, (3, 1))
    for x, value in enumerate(values):
        image.putpixel((x, 0), value)
    picture = prepared(image, tmp_path / "a.tif", "TIFF")
    assert pixels(picture) == pytest.approx([0, 127, 255], abs=1)
    [loss] = picture.losses
    assert loss.what.startswith("has numbers in place of shades")


def test_picture_of_numbers_that_are_not_finite_is_no_failure(tmp_path: Path) -> None:
    image = Image.new("F", (3, 1), float("nan"))
    image.putpixel((1, 0), float("inf"))
    assert prepared(image, tmp_path / "a.tif", "TIFF").files[0][1] == "PNG"


def test_loss_is_a_warning_at_the_name_also_from_the_cache(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS)
    (folder / "media").mkdir()
    FRAMES[0].save(folder / "media" / "a.gif", save_all=True, append_images=FRAMES[1:])
    for _ in range(2):
        [issue] = [one for one in pipeline.lay_out(folder).issues if one.code == "picture-loss"]
        assert issue.message == "the picture `media/a.gif` is animated; the slide shows its first frame"
        assert issue.span is not None
        assert issue.span.file.endswith("part.yaml")
