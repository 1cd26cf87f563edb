"""A few parts of a built package, as indented XML, are the same as when somebody last looked at them."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree

import golden
from deckgen.build import pipeline
from sample_projects import make_project

PARTS = {
    "theme": "ppt/theme/theme1.xml",
    "presentation": "ppt/presentation.xml",
    "slide": "ppt/slides/slide1.xml",
    "layout": "",
}
SLIDE = """
kind: table
title: A small table
columns: [Measure, Result]
rows:
  - group: Group
  - sub: Two
    cells: [82%]
"""
LAYOUT = "Table"
"""The layout of the slide; the others are written in the same way."""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    root = tmp_path_factory.mktemp("golden")
    built = pipeline.build(make_project(root, SLIDE), root / "out.pptx")
    assert built.path is not None
    return zipfile.ZipFile(BytesIO(built.path.read_bytes()))


def part(name: str, package: zipfile.ZipFile) -> bytes:
    """Return the bytes of a part; a layout is found by the name that PowerPoint shows."""
    if name != "layout":
        return package.read(PARTS[name])
    layouts = [package.read(entry) for entry in package.namelist() if Path(entry).match("ppt/slideLayouts/*.xml")]
    [found] = [data for data in layouts if f'<p:cSld name="{LAYOUT}"'.encode() in data]
    return found


@pytest.mark.parametrize("name", PARTS)
def test_xml_of_a_part_of_the_package_is_unchanged(name: str, package: zipfile.ZipFile, accept: bool) -> None:
    now = etree.tostring(etree.fromstring(part(name, package)), pretty_print=True, encoding="unicode")
    assert golden.compare_text(f"part-{name}.xml", now, accept=accept) == []
