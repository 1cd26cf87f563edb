"""A handout has what its slides show, and nothing that only the authors of the deck should see."""

import io
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook
from PIL import Image
from pptx import Presentation
from typer.testing import CliRunner

from deckgen import package
from deckgen.build import batch, pipeline
from deckgen.build.batch import BuildOptions
from deckgen.build.selection import Selection
from deckgen.cli import app
from deckgen.render import RenderError, pdf
from made_slides import add_everything, made
from sample_projects import make_project

SLIDES = (
    """
    kind: bullets
    id: zq-open
    owner: Zqshown Person
    notes: zqnote do not mention to staff
    bullets:
      - One point, as [the plan](#zq-part/zq-secret) says[^zqremark]  # zqcomment
    """,
    "kind: metrics\nid: zq-figures\nmetrics: [zq-metric]",
    "kind: photos\nid: zq-photo\nimages: [{file: media/zqfile.png, alt: The team}]",
    "kind: bullets\nid: zq-secret\nhidden: yes\nheadline: zqhidden\nbullets: [zqpoint]",
)
METRICS = "zq-metric: {name: Editors, owner: Zqowner Person, goal: at least 5, quarters: {Q2: '7'}}\n"
FOOTNOTES = "zqremark: {text: zqeditorial, editorial: yes}\n"


@pytest.fixture(autouse=True)
def _without_libreoffice(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "find_libreoffice", lambda: None)


@pytest.fixture
def deck(tmp_path: Path) -> Path:
    """A deck with all that a handout must not have; each word of that begins with “zq”."""
    folder = make_project(
        tmp_path, *SLIDES, files={"data/metrics.yaml": METRICS, "data/footnotes.yaml": FOOTNOTES},
        sections=["zq-part", "zq-hidden"], front=["cover", "agenda"], versions={"zq-version": {"handout": True}},
    )  # fmt: skip
    (folder / "part.yaml").rename(folder / "zq-part.yaml")
    hidden = "title: zqsection\nslides: [{kind: bullets, hidden: yes, bullets: [zqpoint]}]\n"
    (folder / "zq-hidden.yaml").write_text(hidden, "utf-8")
    (folder / "media").mkdir()
    Image.new("RGB", (90, 90), "#336699").save(folder / "media" / "zqfile.png")
    return folder


def with_hidden_sheet(data: bytes) -> bytes:
    """A presentation whose workbooks have a hidden sheet with a word that no slide shows."""
    presentation = Presentation(io.BytesIO(data))
    for shape in presentation.slides[0].shapes:
        shape.name = "zqname"
        if shape.has_chart:
            part = shape.chart.part.chart_workbook.xlsx_part
            workbook = load_workbook(io.BytesIO(part.blob))
            sheet = workbook.create_sheet("zqsheet")
            sheet["A1"], sheet.sheet_state = "zqsalary", "hidden"
            stream = io.BytesIO()
            workbook.save(stream)
            part._blob = stream.getvalue()
    target = io.BytesIO()
    presentation.save(target)
    return target.getvalue()


def test_handout_has_no_workbook_of_a_slide_that_was_sent(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: file\nfile: slides/sent.pptx\n")
    (folder / "slides").mkdir(exist_ok=True)
    (folder / "slides" / "sent.pptx").write_bytes(with_hidden_sheet(made(add_everything)))
    assert any("embeddings" in name for name in parts(pipeline.build_bytes(folder).data))
    built = pipeline.build_bytes(folder, Selection(handout=True))
    found = parts(built.data)
    assert not any("embeddings" in name for name in found)
    assert b"zq" not in b"".join(found.values())
    assert "the workbooks behind charts" in " ".join(issue.message for issue in built.issues)
    slide = Presentation(io.BytesIO(built.data or b"")).slides[0]
    [chart] = [shape.chart for shape in slide.shapes if shape.has_chart]
    assert [list(series.values) for series in chart.plots[0].series] == [[3, 5], [2, 4]]


def parts(data: bytes | None) -> dict[str, bytes]:
    assert data is not None
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def secrets_in(found: dict[str, bytes]) -> set[str]:
    """The parts that have a word which begins with “zq”, in their names or bytes, except that of the shown owner."""
    texts = {name: data.lower().replace(b"zqshown person", b"") + name.encode().lower() for name, data in found.items()}
    return {name for name, data in texts.items() if b"zq" in data or b"content/" in data or b".yaml" in data}


def test_handout_has_only_what_its_slides_show(deck: Path) -> None:
    found = parts(pipeline.build_bytes(deck, Selection(handout=True)).data)
    assert secrets_in(found) == set()
    slides = [data for name, data in found.items() if name.startswith("ppt/slides/slide")]
    assert any(b"Zqshown Person" in data for data in slides)
    assert any(b"the plan" in data for data in slides)
    assert not any("notes" in name for name in found)
    assert not any(b'show="0"' in data for data in slides)


def test_deck_itself_keeps_notes_hidden_slides_and_origins(deck: Path) -> None:
    found = parts(pipeline.build_bytes(deck).data)
    leaking = secrets_in(found)
    assert "customXml/item1.xml" in leaking
    assert any(name.startswith("ppt/notesSlides/") for name in leaking)


@pytest.mark.parametrize("selection", [Selection(handout=True), Selection(version="zq-version")])
def test_handout_is_sound_and_known_as_unedited(deck: Path, selection: Selection) -> None:
    built = pipeline.build(deck, selection=selection)
    assert built.path is not None
    assert package.problems(built.path) == []
    assert not package.edited(built.path)
    assert secrets_in(parts(built.path.read_bytes())) == set()


def test_handout_has_the_same_bytes_each_time(deck: Path) -> None:
    assert (
        pipeline.build_bytes(deck, Selection(handout=True)).data
        == pipeline.build_bytes(deck, Selection(handout=True)).data
    )


def test_link_to_a_hidden_slide_is_text_and_a_note_says_so(deck: Path) -> None:
    [note] = [issue for issue in pipeline.lay_out(deck, Selection(handout=True)).issues if issue.code == "dropped-link"]
    assert note.message.startswith("the handout does not have the slide `zq-part/zq-secret`")
    assert not [issue for issue in pipeline.lay_out(deck).issues if issue.code == "dropped-link"]


def test_handout_is_written_beside_the_deck(deck: Path) -> None:
    for option in ([], ["--handout"]):
        result = CliRunner().invoke(app, ["build", str(deck), *option])
        assert result.exit_code == 0, result.output
    names = {path.name.removeprefix("sample-fy20-21-q2") for path in (deck.parents[1] / "output").iterdir()}
    assert names == {".pptx", "-handout.pptx", "-handout.pdf", "-zq-version.pptx", "-zq-version.pdf"}
    assert "sample-fy20-21-q2-handout.pdf: the slides of the handout as PDF" in result.output
    document = pypdfium2.PdfDocument(deck.parents[1] / "output" / "sample-fy20-21-q2-handout.pdf")
    text = "".join(page.get_textpage().get_text_range() for page in document)
    assert "One point, as the plan says" in text
    assert "zq" not in text.replace("Zqshown", "").lower()


def test_deck_that_is_a_handout_by_itself_has_no_other_name(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nnotes: Say it\nbullets: [One]", handout=True)
    first = pipeline.build(folder)
    assert first.path is not None
    assert first.path.name == "sample-fy20-21-q2.pptx"
    assert not any("notes" in name for name in parts(first.path.read_bytes()))
    assert pipeline.build(folder, selection=Selection(handout=True)).path == first.path


def test_handout_whose_pdf_is_gone_is_built_again(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]", handout=True)
    outcomes = [outcome for _ in range(2) for outcome in batch.build_all([folder], BuildOptions())]
    assert [outcome.was_built for outcome in outcomes] == [True, False]
    made = outcomes[1].pdf
    assert made is not None
    before = made.read_bytes()
    made.unlink()
    [third] = batch.build_all([folder], BuildOptions())
    assert third.was_built
    assert made.read_bytes() == before


def test_failure_of_the_pdf_leaves_the_handout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RenderError("no engine")

    monkeypatch.setattr(pdf, "Embedded", fail)
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]", handout=True)
    for _ in range(2):
        result = CliRunner().invoke(app, ["build", str(folder)])
        assert result.exit_code == 3
        assert "the handout is built, but sample-fy20-21-q2.pdf is not: no engine" in result.output
    assert (tmp_path / "output" / "sample-fy20-21-q2.pptx").is_file()


def test_pdf_replaces_only_a_pdf(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: bullets\nbullets: [One]", handout=True)
    (tmp_path / "output").mkdir()
    other = tmp_path / "output" / "sample-fy20-21-q2.pdf"
    other.write_bytes(b"mine")
    [outcome] = batch.build_all([folder], BuildOptions())
    assert "was not written by deckgen" in outcome.pdf_failure
    assert other.read_bytes() == b"mine"
