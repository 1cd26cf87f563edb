"""A small deck with text, a table, a picture and a hidden slide, built once."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult
from deckgen.render import Embedded, Face
from deckgen.render.fonts import faces
from sample_projects import make_project

SLIDES = (
    "kind: bullets\ntitle: First\nbullets: [one, two]\nnotes: Say this.",
    "kind: table\ntitle: Second\ncolumns: [A, B]\nrows: [[one, two], [three, four]]",
    "kind: photos\ntitle: Third\nimages: [{file: photo.png, alt: A photo}]",
    "kind: bullets\ntitle: Fourth\nhidden: true\nbullets: [three]",
)


def make_folder(root: Path) -> Path:
    folder = make_project(root, *SLIDES)
    Image.new("RGB", (64, 48), "#3366CC").save(folder / "photo.png")
    return folder


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuildResult:
    result = pipeline.build_bytes(make_folder(tmp_path_factory.mktemp("deck")))
    assert result.data is not None, result.issues
    return result


@pytest.fixture(scope="session")
def deck(built: BuildResult) -> bytes:
    assert built.data is not None
    return built.data


@pytest.fixture(scope="session")
def fonts(built: BuildResult) -> list[Face]:
    assert built.layout.brand is not None
    return faces(built.layout.brand)


@pytest.fixture(scope="session")
def embedded(fonts: list[Face]) -> Embedded:
    return Embedded(fonts)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder of such a deck, which a test may change."""
    return make_folder(tmp_path)
