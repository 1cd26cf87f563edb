"""A deck stores a drawing as plain paths beside its PNG, or as a larger PNG alone."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

from deckgen.build import pipeline
from deckgen.images import drawing_files as files
from deckgen.images.rasterise import TooCostlyError
from deckgen.images.svg import PNG_SIDE
from deckgen.kinds import chart
from sample_projects import make_project

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'
GRADIENT = (
    '<linearGradient id="g"><stop stop-color="red"/></linearGradient><rect width="200" height="99" fill="url(#g)"/>'
)
COPIES = (
    '<g id="g" transform="scale(2)"><path d="M0 0h9v9z"/></g><use href="#g" x="50"/><text x="9" y="90">Words</text>'
)
CLIP = '<clipPath id="c"><rect width="{}" height="100"/></clipPath><rect width="200" height="100" clip-path="url(#c)"/>'
BEYOND_PATHS = ("use", "defs", "style", "clipPath", "marker", "symbol", "text", "g", "rect", "image")


def store(inner: str, head: str = HEAD) -> dict[str, bytes]:
    """Return the files of a drawing by their kinds."""
    return {kind: data for data, kind in files.drawing_files(f"{head}{inner}</svg>".encode(), "a.svg")[1]}


def size(png: bytes) -> tuple[int, int]:
    return Image.open(io.BytesIO(png)).size


def test_drawing_of_shapes_and_words_has_an_svg_of_paths() -> None:
    stored = store(COPIES)
    assert {element.tag.rpartition("}")[2] for element in etree.fromstring(stored["SVG"])} == {"path"}
    assert size(stored["PNG"]) == (PNG_SIDE, PNG_SIDE // 2)


def test_drawing_that_needs_more_has_a_png_for_a_full_slide() -> None:
    stored = store(GRADIENT)
    assert set(stored) == {"PNG"}
    assert size(stored["PNG"]) == (2934, 1467)
    assert size(store(GRADIENT, HEAD.replace("200 100", "100 100"))["PNG"]) == (PNG_SIDE, PNG_SIDE)
    assert size(store(GRADIENT, HEAD.replace("200 100", "160 100"))["PNG"]) == (2640, 1650)


@pytest.mark.parametrize(("width", "kinds"), [(200, {"PNG", "SVG"}), (199, {"PNG"}), (50, {"PNG"})])
def test_clip_path_is_left_out_only_where_it_cuts_nothing(width: int, kinds: set[str]) -> None:
    assert set(store(CLIP.format(width))) == kinds


def test_drawing_that_looks_different_as_paths_has_no_svg(monkeypatch: pytest.MonkeyPatch) -> None:
    hairline = f'{HEAD}<path d="M0 0h9" stroke-width=".1" stroke="#000000"/></svg>'.encode()
    monkeypatch.setattr(files, "flatten_svg", lambda svg: hairline)
    assert set(store("<g/>")) == {"PNG"}
    assert set(store('<path d="M0 0h9" stroke-width=".1" stroke="black"/>')) == {"PNG", "SVG"}


def test_svg_that_is_larger_than_its_worth_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_GROWTH", 0)
    assert set(store(f'{COPIES}<text y="50">{"Words " * 9}</text>')) == {"PNG"}
    assert set(store('<rect width="9" height="9" style="fill:red;stroke:none"/>')) == {"PNG", "SVG"}


def test_larger_png_may_take_no_more_bytes_and_time_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MAX_LARGE_PNG_BYTES", 100)
    assert size(store(GRADIENT)["PNG"]) == (PNG_SIDE, PNG_SIDE // 2)

    def refuse(*_: object) -> bytes:
        raise TooCostlyError("takes too long")

    monkeypatch.setattr(files, "render_png", refuse)
    assert size(store(GRADIENT)["PNG"]) == (PNG_SIDE, PNG_SIDE // 2)
    assert set(store(COPIES)) == {"PNG"}


PHOTOS = """\
kind: photos
title: How it works
images:
  - {file: media/copies.svg, alt: Triangles that stand for the plan}
  - {file: media/gradient.svg, alt: A gradient that stands for the result}
"""


def test_no_svg_part_of_a_deck_has_more_than_paths(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS, chart.EXAMPLE)
    (folder / "media").mkdir()
    for name, inner in (("copies", COPIES), ("gradient", GRADIENT)):
        (folder / "media" / f"{name}.svg").write_text(f"{HEAD}{inner}</svg>", "utf-8")
    built = pipeline.build(folder)
    assert built.path is not None, built.issues
    with ZipFile(built.path) as zipped:
        parts = [name for name in zipped.namelist() if "/media/" in name]
        drawings = [zipped.read(name) for name in parts if name.endswith(".svg")]
    assert sorted(Path(name).suffix for name in parts) == [".png", ".png", ".png", ".svg", ".svg"]
    for drawing in drawings:
        for element in etree.fromstring(drawing).iter():
            assert etree.QName(element).localname not in BEYOND_PATHS
            assert not {"style", "class", "transform", "clip-path"} & set(element.attrib)
