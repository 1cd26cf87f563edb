"""A build with a memory gives what one without gives, byte for byte, whatever was edited in between."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.build.caches import StageCaches
from deckgen.layout import slide_cache as placing
from deckgen.writer.slide import SlideWriter
from sample_projects import make_project

CHART = """
    kind: chart
    title: Editors
    chart:
      kind: trend
      categories: [Q1, Q2]
      reported: Q2
      series: [{name: Editors, values: ["+5%", "+8%"]}]
"""
TABLE = "kind: table\ntitle: Table\ncolumns: [A, B]\nrows: [[one, two], [three, four]]"
PHOTO = "kind: photos\ntitle: Photo\nimages: [{file: photo.png, alt: A photo}]"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = make_project(tmp_path, CHART, TABLE, PHOTO, front=["cover", "agenda"])
    Image.new("RGB", (64, 48), "#3366CC").save(made / "photo.png")
    return made


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "part.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def agrees(folder: Path, memory: StageCaches) -> bytes:
    made, fresh = pipeline.build_bytes(folder, memory=memory), pipeline.build_bytes(folder)
    assert made.data is not None, made.diagnostics
    assert made.data == fresh.data
    assert made.diagnostics == fresh.diagnostics
    return made.data


def test_every_edit_shows_although_what_stays_is_not_made_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = StageCaches()
    placed: list[str] = []
    place = placing._place
    first = agrees(folder, memory)
    monkeypatch.setattr(
        placing, "_place", lambda placer, slide, least: placed.append(slide.title) or place(placer, slide, least)
    )
    assert pipeline.build_bytes(folder, memory=memory).data == first
    assert placed == ["Photo"]
    edit(folder, "three, four", "three, five")
    assert pipeline.build_bytes(folder, memory=memory).data != first
    assert placed == ["Photo", "Table", "Photo"]
    monkeypatch.undo()
    edit(folder, "+8%", "+9%")
    assert agrees(folder, memory) != first


def test_a_slide_that_shrinks_shrinks_the_others_of_its_kind(tmp_path: Path) -> None:
    """Sizes are settled over the deck: what one slide needs, another that did not change follows."""
    rows = ", ".join(f"[row {n}, a few words in each]" for n in range(14))
    long = f"kind: table\ntitle: Long\ncolumns: [A, B]\nrows: [{rows}]"
    folder, memory = make_project(tmp_path, TABLE, long), StageCaches()
    before = agrees(folder, memory)
    edit(
        folder,
        "row 13",
        "row 13 that has many more words than it had so that all of them take a line or two more " * 3,
    )
    assert agrees(folder, memory) != before


def test_a_slide_more_moves_the_numbers_in_the_agenda(folder: Path) -> None:
    memory = StageCaches()
    agrees(folder, memory)
    edit(folder, "slides:\n", "slides:\n  - {kind: bullets, title: New, bullets: [one]}\n")
    agrees(folder, memory)


def test_another_picture_in_the_same_file_is_seen(folder: Path) -> None:
    memory = StageCaches()
    first = agrees(folder, memory)
    Image.new("RGB", (32, 96), "#AA3366").save(folder / "photo.png")
    assert agrees(folder, memory) != first


def test_a_brand_that_changes_is_read_again_and_colours_charts_anew(folder: Path) -> None:
    brand = folder.parents[1] / "layouts" / "wikimedia"
    brand.mkdir(parents=True)
    for file in (Path(__file__).parents[2] / "layouts" / "wikimedia").iterdir():
        (brand / file.name).write_bytes(file.read_bytes())
    memory = StageCaches()
    first = agrees(folder, memory)
    settings = brand / "_brand.yml"
    text = settings.read_text(encoding="utf-8")
    assert "3366CC" in text or "3366cc" in text
    settings.write_text(text.replace("3366CC", "883366").replace("3366cc", "883366"), encoding="utf-8")
    assert agrees(folder, memory) != first


def test_faults_are_told_with_a_memory_too(folder: Path) -> None:
    memory = StageCaches()
    agrees(folder, memory)
    edit(folder, "kind: table", "kind: tabel")
    broken = pipeline.build_bytes(folder, memory=memory)
    assert broken.data is None
    assert [d.message for d in broken.diagnostics] == [d.message for d in pipeline.build_bytes(folder).diagnostics]
    edit(folder, "kind: tabel", "kind: table")
    agrees(folder, memory)


def test_only_what_was_edited_is_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    memory = StageCaches()
    agrees(folder, memory)
    written: list[str] = []
    xml = SlideWriter.xml
    monkeypatch.setattr(SlideWriter, "xml", lambda self, n: written.append(self.page.title) or xml(self, n))
    edit(folder, "three, four", "three, five")
    pipeline.build_bytes(folder, memory=memory)
    assert set(written) == {"Editors", "Photo", "Table"}  # pictures are numbered through the deck


def test_slides_that_move_lead_where_they_should(folder: Path) -> None:
    memory = StageCaches()
    agrees(folder, memory)
    file = folder / "part.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "  - kind: bullets\n    title: First\n    bullets: [a]\n", encoding="utf-8")
    agrees(folder, memory)
    file.write_text(text.replace("title: Part", "title: Another part"), encoding="utf-8")
    agrees(folder, memory)
    deck = folder / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8") + "date: 1 March 2021\ntransition: fade\n", encoding="utf-8")
    agrees(folder, memory)
