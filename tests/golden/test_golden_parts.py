"""A few parts of a built package, as XML laid out for reading, are what they were."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import golden
from deckgen import pipeline
from sample_projects import make_project

PARTS = {
    "theme": "ppt/theme/theme1.xml",
    "presentation": "ppt/presentation.xml",
    "slide": "ppt/slides/slide1.xml",
    "layout": None,
}
SLIDE = """
kind: table
title: A small table
columns: [Measure, Result]
rows:
  - group: Group
  - [One, 64%]
  - sub: Two
    cells: [82%]
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    root = tmp_path_factory.mktemp("golden")
    built = pipeline.build(make_project(root, SLIDE), root / "out.pptx")
    assert built.path is not None
    return zipfile.ZipFile(BytesIO(built.path.read_bytes()))


@pytest.mark.parametrize("name", PARTS)
def test_a_part_of_the_package(name: str, package: zipfile.ZipFile, accept: bool) -> None:
    part = PARTS[name] or _layout_of_the_slide(package)
    root = etree.fromstring(package.read(part))
    now = etree.tostring(root, pretty_print=True, encoding="unicode").splitlines()
    assert golden.compare(f"part-{name}", now, accept=accept) == []


def _layout_of_the_slide(package: zipfile.ZipFile) -> str:
    rels = etree.fromstring(package.read("ppt/slides/_rels/slide1.xml.rels"))
    [target] = [r.get("Target") for r in rels if r.get("Type", "").endswith("/slideLayout")]
    return str(Path("ppt/slideLayouts") / Path(target).name)
