import io

import pytest
from deck_samples import png
from PIL import Image, PngImagePlugin

from deckgen.writer.errors import WriterError
from deckgen.writer.package import Package
from deckgen.writer.picture import Media, clean_picture


def saved(path, kind, mode="RGB", **options):
    Image.new(mode, (40, 20)).save(path, kind, **options)
    return path


def rotated_photo(path):
    exif = Image.Exif()
    exif[0x0112], exif[0x013B] = 6, "A. Photographer"
    return saved(path, "JPEG", exif=exif)


def test_a_picture_that_hides_nothing_is_taken_as_it_is(tmp_path):
    path = tmp_path / "a.png"
    path.write_bytes(png())
    assert clean_picture(path) == (path.read_bytes(), "PNG")
    photo = saved(tmp_path / "b.jpg", "JPEG")
    assert clean_picture(photo) == (photo.read_bytes(), "JPEG")


def test_a_photo_is_turned_upright_and_names_nobody(tmp_path):
    data, kind = clean_picture(rotated_photo(tmp_path / "a.jpg"))
    assert kind == "JPEG"
    assert b"Photographer" not in data
    with Image.open(io.BytesIO(data)) as image:
        assert image.size == (20, 40)


def test_words_in_a_png_do_not_reach_the_deck(tmp_path):
    words = PngImagePlugin.PngInfo()
    words.add_text("Author", "A. Photographer")
    data, kind = clean_picture(saved(tmp_path / "a.png", "PNG", pnginfo=words))
    assert kind == "PNG"
    assert b"Photographer" not in data


@pytest.mark.parametrize(("kind", "mode"), [("GIF", "P"), ("BMP", "RGB"), ("TIFF", "CMYK"), ("WEBP", "RGBA")])
def test_other_formats_become_png(tmp_path, kind, mode):
    data, made = clean_picture(saved(tmp_path / "a.x", kind, mode))
    assert made == "PNG"
    assert data.startswith(b"\x89PNG")


def test_a_file_that_is_no_picture_is_told_without_its_folder(tmp_path):
    path = tmp_path / "notes.png"
    path.write_text("not a picture")
    with pytest.raises(WriterError, match=r"^notes\.png is not a picture that can be shown"):
        clean_picture(path)


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(WriterError, match=r"the picture gone\.png cannot be read: No such file"):
        clean_picture(tmp_path / "gone.png")


def test_a_broken_picture_is_told_when_it_must_be_saved_anew(tmp_path):
    path = rotated_photo(tmp_path / "a.jpg")
    path.write_bytes(path.read_bytes()[:-300])
    with pytest.raises(WriterError, match="cannot be read"):
        clean_picture(path)


def test_pictures_are_numbered_in_order_and_found_again(tmp_path):
    for name, colour in (("a", "red"), ("b", "blue"), ("c", "red")):
        (tmp_path / f"{name}.png").write_bytes(png(colour))
    media = Media(Package())
    names = [media.file(str(tmp_path / f"{n}.png")).name for n in "abca"]
    assert names == [f"/ppt/media/image{n}.png" for n in (1, 2, 1, 1)]
