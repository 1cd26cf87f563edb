"""Charts that an earlier build has drawn come from the cache; and how a chart is stored in the file."""

import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from lxml import etree
from PIL import Image

from cache_entries import cached
from deckgen.build import pipeline
from deckgen.writer.package import SVG
from sample_projects import make_project

CHART = """
kind: chart
title: Grants
notes: What to say.
chart:
  kind: compare
  unit: "%"
  table_in_notes: true
  categories: [FY19, FY20]
  series:
    - name: New communities
      values: [{first}, 82]
"""
BUILD = (
    "import sys; from pathlib import Path; from deckgen.build import pipeline; "
    "built = pipeline.build(Path(sys.argv[1]), Path(sys.argv[2])); assert built.path, built.issues; "
    "sys.exit(7 if 'matplotlib' in sys.modules else 0)"
)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    return make_project(tmp_path / "project", CHART.format(first=64))


def start_build(deck: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", BUILD, str(deck), str(out)], stderr=subprocess.PIPE)


def end(process: subprocess.Popen[bytes]) -> int:
    """Return the exit code of a build that succeeded."""
    _, errors = process.communicate()
    assert process.returncode in (0, 7), errors
    return process.returncode


def test_simultaneous_and_later_builds_give_the_same_bytes(deck: Path, tmp_path: Path) -> None:
    """Only a build that finds no chart in the cache imports matplotlib."""
    one, two, later = (tmp_path / f"{name}.pptx" for name in ("one", "two", "later"))
    codes = [end(process) for process in [start_build(deck, out) for out in (one, two)]]
    assert 7 in codes
    assert end(start_build(deck, later)) == 0
    assert one.read_bytes() == two.read_bytes() == later.read_bytes()
    assert len(cached(deck, "charts")) == 1


def test_only_the_changed_chart_is_drawn_again(tmp_path: Path) -> None:
    other = CHART.format(first=10).replace("title: Grants", "title: Others")
    deck = make_project(tmp_path / "project", CHART.format(first=64), other)
    assert pipeline.build(deck, tmp_path / "a.pptx").path
    before = {path: path.read_bytes() for path in cached(deck, "charts")}
    make_project(tmp_path / "project", CHART.format(first=64), other.replace("10", "11"))
    assert pipeline.build(deck, tmp_path / "b.pptx").path
    after = cached(deck, "charts")
    assert (len(before), len(after)) == (2, 3)
    assert all(path.read_bytes() == data for path, data in before.items())


def test_build_with_damaged_cache_gives_the_same_bytes(deck: Path, tmp_path: Path) -> None:
    first = pipeline.build(deck, tmp_path / "a.pptx").path
    for path in cached(deck, "charts"):
        path.write_bytes(b"broken")
    second = pipeline.build(deck, tmp_path / "b.pptx").path
    assert first
    assert second
    assert first.read_bytes() == second.read_bytes()


def test_chart_is_in_the_file_as_svg_with_a_png_for_older_programs(deck: Path, tmp_path: Path) -> None:
    path = pipeline.build(deck, tmp_path / "out.pptx").path
    assert path is not None
    with zipfile.ZipFile(path) as package:
        slide = etree.fromstring(package.read("ppt/slides/slide1.xml"))
        rels = etree.fromstring(package.read("ppt/slides/_rels/slide1.xml.rels"))
        targets = {r.get("Id"): r.get("Target") for r in rels}
        names = {"a": "http://schemas.openxmlformats.org/drawingml/2006/main"}
        [blip] = slide.iterfind(".//a:blip", names)
        [vector] = blip.iterfind("a:extLst/a:ext/{*}svgBlip", names)
        embed = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed"
        assert targets[blip.get(embed)].endswith(".png")
        assert package.read("ppt/" + targets[vector.get(embed)].removeprefix("../")).startswith(b"<?xml")
        assert f'Extension="svg" ContentType="{SVG}"' in package.read("[Content_Types].xml").decode()
        notes = etree.fromstring(package.read("ppt/notesSlides/notesSlide1.xml"))
    texts = ["".join(p.itertext()) for p in notes.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p")]
    assert texts[:4] == ["What to say.", "The numbers of the chart", "FY19\tFY20", "64%\t82%\tNew communities"]


@pytest.mark.parametrize(("dark", "is_light"), [("chart", True), ("none", False)])
def test_chart_is_drawn_for_the_background_of_its_slot(tmp_path: Path, dark: str, is_light: bool) -> None:
    project = tmp_path / "project"
    deck = make_project(project, CHART.format(first=64), brand="dark")
    source = Path(__file__).parents[2] / "layouts" / "wikimedia"
    (project / "layouts" / "dark").mkdir(parents=True)
    for file in source.iterdir():
        text = file.read_text(encoding="utf-8")
        if file.stem == "chart-full" and dark == "chart":
            text = text.replace("    prompt: Chart\n", "    prompt: Chart\n    fill: primary\n")
        (project / "layouts" / "dark" / file.name).write_text(text, encoding="utf-8")
    path = pipeline.build(deck, tmp_path / "out.pptx").path
    assert path is not None
    with zipfile.ZipFile(path) as package:
        [png] = [name for name in package.namelist() if name.endswith(".png")]
        colours = Image.open(BytesIO(package.read(png))).convert("RGBA").getcolors(1 << 24)
    opaque = {colour[:3] for _, colour in colours if colour[3] == 255}
    assert ((0x20, 0x21, 0x22) in opaque) is not is_light
