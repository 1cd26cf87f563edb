"""A build with the caches of an earlier one gives the same bytes as one without, whatever was edited in between."""

from pathlib import Path

import pytest
from PIL import Image

from deckgen.build import pipeline
from deckgen.cache.build_cache import BuildCache
from deckgen.layout.slide_layout import SlideLayouter
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
    deck = make_project(tmp_path, CHART, TABLE, PHOTO, front=["cover", "agenda"])
    Image.new("RGB", (64, 48), "#3366CC").save(deck / "photo.png")
    return deck


def edit(folder: Path, old: str, new: str) -> None:
    file = folder / "part.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def build_as_without_caches(folder: Path, caches: BuildCache) -> bytes:
    """Build with caches and without; returns the bytes, which are the same."""
    built, fresh = pipeline.build_bytes(folder, cache=caches), pipeline.build_bytes(folder)
    assert built.data is not None, built.issues
    assert built.data == fresh.data
    assert built.issues == fresh.issues
    return built.data


def test_only_edited_slides_are_laid_out_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = BuildCache()
    laid_out: list[str] = []
    arrange = SlideLayouter.arrange
    first = build_as_without_caches(folder, caches)
    monkeypatch.setattr(
        SlideLayouter, "arrange", lambda self, slide, *rest: laid_out.append(slide.title) or arrange(self, slide, *rest)
    )
    assert pipeline.build_bytes(folder, cache=caches).data == first
    assert laid_out == []
    edit(folder, "three, four", "three, five")
    assert pipeline.build_bytes(folder, cache=caches).data != first
    assert laid_out == ["Table"]
    monkeypatch.undo()
    edit(folder, "+8%", "+9%")
    assert build_as_without_caches(folder, caches) != first


def test_slide_that_shrinks_shrinks_unchanged_slides_of_its_kind(tmp_path: Path) -> None:
    """Slides of one kind share their text sizes, over the entire deck."""
    rows = ", ".join(f"[row {n}, a few words in each]" for n in range(14))
    long = f"kind: table\ntitle: Long\ncolumns: [A, B]\nrows: [{rows}]"
    folder, caches = make_project(tmp_path, TABLE, long), BuildCache()
    before = build_as_without_caches(folder, caches)
    edit(
        folder,
        "row 13",
        "row 13 that has many more words than it had so that all of them take a line or two more " * 3,
    )
    assert build_as_without_caches(folder, caches) != before


def test_added_slide_changes_the_numbers_in_the_agenda(folder: Path) -> None:
    caches = BuildCache()
    build_as_without_caches(folder, caches)
    edit(folder, "slides:\n", "slides:\n  - {kind: bullets, title: New, bullets: [one]}\n")
    build_as_without_caches(folder, caches)


def test_new_content_of_a_picture_file_is_noticed(folder: Path) -> None:
    caches = BuildCache()
    first = build_as_without_caches(folder, caches)
    Image.new("RGB", (32, 96), "#AA3366").save(folder / "photo.png")
    assert build_as_without_caches(folder, caches) != first


def test_changed_brand_is_read_again_and_charts_get_its_colours(folder: Path) -> None:
    brand = folder.parents[1] / "layouts" / "wikimedia"
    brand.mkdir(parents=True)
    for file in (Path(__file__).parents[2] / "layouts" / "wikimedia").iterdir():
        (brand / file.name).write_bytes(file.read_bytes())
    caches = BuildCache()
    first = build_as_without_caches(folder, caches)
    settings = brand / "_brand.yml"
    text = settings.read_text(encoding="utf-8")
    assert "3366CC" in text or "3366cc" in text
    settings.write_text(text.replace("3366CC", "883366").replace("3366cc", "883366"), encoding="utf-8")
    assert build_as_without_caches(folder, caches) != first


def test_issues_are_reported_with_caches_too(folder: Path) -> None:
    caches = BuildCache()
    build_as_without_caches(folder, caches)
    edit(folder, "kind: table", "kind: tabel")
    broken = pipeline.build_bytes(folder, cache=caches)
    assert broken.data is None
    assert [d.message for d in broken.issues] == [d.message for d in pipeline.build_bytes(folder).issues]
    edit(folder, "kind: tabel", "kind: table")
    build_as_without_caches(folder, caches)


def test_only_edited_slides_are_written_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    caches = BuildCache()
    build_as_without_caches(folder, caches)
    written: list[str] = []
    xml = SlideWriter.xml
    monkeypatch.setattr(SlideWriter, "xml", lambda self, n: written.append(self.page.title) or xml(self, n))
    edit(folder, "three, four", "three, five")
    pipeline.build_bytes(folder, cache=caches)
    assert set(written) == {"Table"}


def test_links_between_moved_slides_have_the_right_targets(folder: Path) -> None:
    caches = BuildCache()
    build_as_without_caches(folder, caches)
    file = folder / "part.yaml"
    text = file.read_text(encoding="utf-8")
    file.write_text(text + "  - kind: bullets\n    title: First\n    bullets: [a]\n", encoding="utf-8")
    build_as_without_caches(folder, caches)
    file.write_text(text.replace("title: Part", "title: Another part"), encoding="utf-8")
    build_as_without_caches(folder, caches)
    deck = folder / "deck.yaml"
    deck.write_text(deck.read_text(encoding="utf-8") + "date: 1 March 2021\ntransition: fade\n", encoding="utf-8")
    build_as_without_caches(folder, caches)
