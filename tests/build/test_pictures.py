"""All pictures that content names are opened before any slide is composed; later stages read no file."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen import layout, writer
from deckgen.build import pipeline
from deckgen.build.chart_drawing import chart_frames
from deckgen.build.pictures import named_pictures
from deckgen.ir.blocks import Picture
from deckgen.ir.frames import PictureFrame
from deckgen.ir.media import EmbeddedFiles
from sample_projects import make_project

SLIDE = """
kind: photos
title: Photos
images:
  - {file: a.png, alt: A wide wall}
  - {file: gone.png, alt: A picture that is not there, caption: Later}
  - {file: a.png, alt: The same wall}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    deck = make_project(tmp_path, SLIDE)
    Image.new("RGB", (80, 20), "#3366CC").save(deck / "a.png")
    return deck


def test_each_picture_has_the_path_at_which_content_names_it(folder: Path) -> None:
    content = pipeline.lay_out(folder).content
    assert content is not None
    names = [(name, origin.path[-3:]) for name, origin in named_pictures(content)]
    assert names == [
        ("a.png", ("images", 0, "file")), ("gone.png", ("images", 1, "file")), ("a.png", ("images", 2, "file")),
    ]  # fmt: skip


def test_pictures_are_values_by_digest_and_missing_ones_issues(folder: Path) -> None:
    laid_out = pipeline.lay_out(folder)
    [(digest, picture)] = laid_out.pictures.items()
    assert (picture.digest, picture.width, picture.height) == (digest, 80, 20)
    blocks = [block for slide in laid_out.slides for block in slide.blocks if isinstance(block, Picture)]
    assert [(block.digest, block.size) for block in blocks] == [(digest, (80, 20))] * 2
    [issue] = laid_out.issues
    assert issue.code == "missing-picture"
    assert issue.span is not None
    assert issue.span.start == (folder / "part.yaml").read_text(encoding="utf-8").index("gone.png")


def test_layout_and_writer_need_no_picture_file(folder: Path) -> None:
    laid_out = pipeline.lay_out(folder)
    assert laid_out.brand is not None
    (folder / "a.png").unlink()
    deck, issues = layout.lay_out(laid_out.slides, laid_out.brand, layout.DeckInfo("t", "s", "o", ("f",), "en"))
    assert issues == []
    assert any(isinstance(frame, PictureFrame) for page in deck.pages for frame in page.frames)
    assert not list(chart_frames(deck))
    assert writer.write(deck, laid_out.brand, {}, files=EmbeddedFiles(laid_out.pictures))


def test_slide_with_a_picture_is_placed_once_while_the_picture_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deckgen.cache.build_cache import BuildCache  # noqa: PLC0415
    from deckgen.layout.slide_layout import SlideLayouter  # noqa: PLC0415

    cache = BuildCache()
    first = pipeline.build_bytes(folder, cache=cache)
    with monkeypatch.context() as patch:
        patch.setattr(SlideLayouter, "arrange", lambda *_: pytest.fail("placed again"))
        assert pipeline.build_bytes(folder, cache=cache).data == first.data
    Image.new("RGB", (20, 80), "#3366CC").save(folder / "a.png")
    second = pipeline.build_bytes(folder, cache=cache)
    assert second.data not in (None, first.data)
    assert second.data == pipeline.build_bytes(folder).data
