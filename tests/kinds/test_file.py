"""kind: file: a slide of another file in a deck, from its content file to the .pptx."""

import io
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from pptx import Presentation
from pptx.util import Inches

from deckgen import package
from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.stored_cache import open_cache
from deckgen.diagnostics import has_errors
from deckgen.ir.frames import CarriedFrame
from made_slides import TITLE_AND_CONTENT, add_everything, add_text, made, png
from sample_projects import make_project

ENTRY = "kind: file\nfile: slides/sent.pptx\n"
SIZE_4_3 = (Inches(10), Inches(7.5))


def project(root: Path, data: bytes, more: str = "", **deck: object) -> Path:
    folder = make_project(root, ENTRY + more, **deck)
    (folder / "slides" / "sent.pptx").write_bytes(data)
    return folder


def frame_of(built: LayoutResult) -> CarriedFrame:
    assert built.deck is not None, built.issues
    [frame] = built.deck.pages[0].frames_of(CarriedFrame)
    return frame


def unexpected_problems(data: bytes) -> list[str]:
    """What is wrong with a file, but for what departments may have: colours, fonts, and no alt text (which is reported)."""
    allowed = ("literal colour", "font by name", "alt text")
    return [each for each in package.problems(data) if not any(name in each for name in allowed)]


def messages(built: LayoutResult, code: str) -> list[str]:
    return [issue.message for issue in built.issues if issue.code == code]


def test_slide_is_carried_into_a_sound_deck(tmp_path: Path) -> None:
    folder = project(tmp_path, made(add_everything), 'alt: {Cases: Cases by state, "Picture 5": A, "Chart 4": B}\n')
    built = pipeline.build_bytes(folder)
    assert built.data is not None
    assert unexpected_problems(built.data) == []
    slide = Presentation(io.BytesIO(built.data)).slides[0]
    assert slide.shapes.title.text_frame.text == "Sent by Legal"
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert "Three cases are open" in texts
    [table] = [shape for shape in slide.shapes if shape.has_table]
    assert table._element.nvGraphicFramePr.cNvPr.get("descr") == "Cases by state"
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert [list(series.values) for series in chart.plots[0].series] == [[3, 5], [2, 4]]
    assert chart.part.chart_workbook.xlsx_part.blob.startswith(b"PK")
    with zipfile.ZipFile(io.BytesIO(built.data)) as archive:
        assert len([name for name in archive.namelist() if name.startswith("ppt/media/carried")]) == 1
        root = etree.fromstring(archive.read("ppt/slides/slide1.xml"))
    ids = [e.get("id") for e in root.iter("{*}cNvPr")]
    assert len(ids) == len(set(ids))
    ends = [e.get("id") for e in root.iter("{*}stCxn", "{*}endCxn")]
    assert set(ends) < set(ids)
    assert len(ends) == 2


def test_title_is_that_of_the_entry_then_of_the_slide_then_of_the_section(tmp_path: Path) -> None:
    def title(name: str, data: bytes, more: str = "") -> str:
        built = pipeline.lay_out(project(tmp_path / name, data, more))
        assert built.deck is not None
        return built.deck.pages[0].title

    data = made(lambda slide: add_text(slide, "x"))
    assert title("own", data, "title: Policies\n") == "Policies"
    assert title("slide", data) == "Sent by Legal"
    bare = made(
        lambda slide: [
            add_text(slide, "x"),
            slide.shapes.title._element.getparent().remove(slide.shapes.title._element),
        ]
    )
    assert title("section", bare) == "Part"


def test_slide_of_another_size_is_scaled_to_the_body(tmp_path: Path) -> None:
    def draw(slide: object) -> None:
        slide.shapes.add_picture(png(), Inches(0), Inches(0), *SIZE_4_3)._element.nvPicPr.cNvPr.set("descr", "All")  # type: ignore[attr-defined]

    built = pipeline.lay_out(project(tmp_path, made(draw, size=SIZE_4_3)), remarks=True)
    frame = frame_of(built)
    assert built.brand is not None
    layout = built.brand.layouts["file"]
    slot = (layout.raised or layout).slots["text"].box
    assert slot.contains(frame.box)
    assert abs(frame.box.width / frame.box.height - 4 / 3) < 0.01
    assert frame.box.height > slot.height * 0.99
    assert abs((frame.box.x - slot.x) - (slot.right - frame.box.right)) < 10
    assert messages(built, "file-slide-place") == []


def test_slide_as_it_is_stands_in_its_place_in_the_middle_of_a_wider_page(tmp_path: Path) -> None:
    data = made(lambda slide: add_text(slide, "x", (1, 3)), size=SIZE_4_3)
    frame = frame_of(pipeline.lay_out(project(tmp_path, data, "fit: as-is\n")))
    assert frame.scale == 100_000
    assert (frame.box.x, frame.box.y) == (Inches(1) + (12192000 - Inches(10)) // 2, Inches(3))


def test_scaled_text_lines_and_tables_are_scaled_alike(tmp_path: Path) -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Twice as large", (1, 2), 36)
        table = slide.shapes.add_table(2, 2, Inches(2), Inches(4), Inches(20), Inches(4))  # type: ignore[attr-defined]
        table._element.nvGraphicFramePr.cNvPr.set("descr", "x")

    built = pipeline.build_bytes(project(tmp_path, made(draw, size=(Inches(26.667), Inches(15))), "fit: as-is\n"))
    assert built.data is not None
    slide = Presentation(io.BytesIO(built.data)).slides[0]
    [text] = [s for s in slide.shapes if s.has_text_frame and s.text_frame.text == "Twice as large"]
    assert text.text_frame.paragraphs[0].runs[0].font.size.pt == 18
    [table] = [s for s in slide.shapes if s.has_table]
    assert table.width == sum(column.width for column in table.table.columns)
    assert table.height == sum(row.height for row in table.table.rows)
    assert abs(table.width - Inches(10)) < 1000


def test_what_cannot_be_seen_or_read_is_a_warning(tmp_path: Path) -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Tiny", (1, 3), 6)
        add_text(slide, "Out", (12, 4)).name = "Wide"
        add_text(slide, "Over", (1, 0.4)).name = "High"
        slide.shapes.add_picture(png(), Inches(5), Inches(3)).name = "Photo"  # type: ignore[attr-defined]

    built = pipeline.lay_out(project(tmp_path, made(draw), "fit: as-is\nalt: {Phot: x}\n"), remarks=True)
    assert messages(built, "file-slide-alt") == [
        "“Photo” of the slide has no alt text",
        "the slide has no shape “Phot”",
    ]
    places = "; ".join(messages(built, "file-slide-place"))
    assert "too small to be read: 6 pt in “Tiny”" in places
    assert "“Wide” stands out of the slide" in places
    assert "“High” lies over the title or the foot of the slide" in places


def test_losses_are_named_in_one_warning_at_the_file(tmp_path: Path) -> None:
    def draw(slide: object) -> None:
        add_text(slide, "x", font="Garamond")
        slide.notes_slide.notes_text_frame.text = "y"  # type: ignore[attr-defined]

    built = pipeline.lay_out(project(tmp_path, made(draw)))
    [message] = messages(built, "file-slide-loss")
    assert message == (
        "the slide of `slides/sent.pptx` is not carried as it is; left out: speaker notes; "
        "changed: text in Garamond is in the font of the brand"
    )


def test_file_that_is_not_there_is_an_error_and_in_a_draft_a_place(tmp_path: Path) -> None:
    folder = make_project(tmp_path, ENTRY)
    assert has_errors(pipeline.lay_out(folder).issues)
    draft = pipeline.lay_out(folder, draft=True)
    assert draft.deck is not None
    assert "slides/sent.pptx" in str(draft.deck.pages[0].frames)


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("../../../outside.pptx", "outside"),
        ("slides", "folder"),
        ("deck.yaml", "cannot be read"),
    ],
)
def test_file_that_cannot_be_used_is_an_error_at_its_line(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path.parent / "outside.pptx").write_bytes(made(lambda slide: add_text(slide, "x")))
    built = pipeline.lay_out(make_project(tmp_path, f"kind: file\nfile: {name}\n"))
    [issue] = [issue for issue in built.issues if issue.code == "file-slide"]
    assert message in issue.message
    assert issue.span is not None
    assert built.sources[issue.span.file][issue.span.start : issue.span.end] == name


def test_build_gives_the_same_bytes_also_from_the_cache(tmp_path: Path) -> None:
    folder = project(tmp_path, made(add_everything))
    first = pipeline.build_bytes(folder).data
    for _ in range(2):
        cache = open_cache(folder, None, draft=False)
        assert pipeline.build_bytes(folder, cache=cache).data == first
        cache.save()


def test_deck_of_another_size_and_two_slides_of_one_file(tmp_path: Path) -> None:
    folder = make_project(tmp_path, ENTRY + "id: a\n", ENTRY + "id: b\nfit: as-is\n", size="4:3")
    (folder / "slides" / "sent.pptx").write_bytes(made(add_everything, TITLE_AND_CONTENT))
    built = pipeline.build_bytes(folder)
    assert built.data is not None
    assert unexpected_problems(built.data) == []
    charts = [
        s.chart.part.partname
        for slide in Presentation(io.BytesIO(built.data)).slides
        for s in slide.shapes
        if s.has_chart
    ]
    assert len(set(charts)) == 2


def test_build_without_such_slides_imports_nothing_for_them(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]\n")
    program = (
        "import sys; from pathlib import Path; from deckgen.build import pipeline; "
        f"pipeline.build_bytes(Path({str(folder)!r})); "
        "print([m for m in sys.modules if m.startswith(('deckgen.slide_files', 'deckgen.template', 'pptx'))])"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout == "[]\n"
