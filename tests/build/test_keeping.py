"""`deckgen keep`: a slide that was edited in PowerPoint takes the place of its content, which stays behind it."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import typer
from pptx import Presentation
from pptx.util import Inches
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.build.keeping import KeepError, keep
from deckgen.cli import keep as keep_command
from deckgen.diagnostics import Severity
from deckgen.results import OpenDeck, open_deck
from deckgen.slide_files.errors import SlideFileError
from sample_projects import make_project

KEY_RESULTS = """\
kind: key-results
headline: Two of three are done   # said on Monday
rows:
  - name: Interviews
    goal: 10 people
    quarters: {Q2: 12 people}
  - metric: editors
notes: |-
  Say that this is the year's best.

  Then pause.
"""
METRICS = "editors:\n  name: Editors\n  goal: +5% YoY\n  quarters: {Q2: +8% YoY}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    files = {"data/metrics.yaml": METRICS}
    return make_project(
        tmp_path, KEY_RESULTS, "kind: bullets\nid: plain\nbullets: [One]\n", files=files, front=["cover"]
    )


def edited(folder: Path, edit: Callable[[Any], None] = lambda _: None, number: int = 2) -> bytes:
    """The deck as built, with a note on one slide, as somebody edits it in PowerPoint."""
    data = pipeline.build_bytes(folder).data
    assert data is not None
    presentation = Presentation(io.BytesIO(data))
    slide = presentation.slides[number - 1]
    slide.shapes.add_textbox(Inches(9), Inches(6), Inches(3), Inches(0.4)).text_frame.text = "By hand"
    edit(slide)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def opened(folder: Path) -> OpenDeck:
    found = open_deck(folder)
    assert isinstance(found, OpenDeck)
    return found


def keep_slide(folder: Path, data: bytes, named: str = "2") -> str:
    """Keep a slide, and write what there is to write; returns the content file as it is then."""
    deck = opened(folder)
    kept = keep(deck, data, "deck.pptx", named)
    (folder / kept.file).parent.mkdir(exist_ok=True)
    (folder / kept.file).write_bytes(kept.data)
    deck.write([kept.change], "keep")
    return (folder / "part.yaml").read_text(encoding="utf-8")


def kept_messages(folder: Path) -> list[str]:
    issues = pipeline.lay_out(folder, remarks=True).issues
    assert [issue.message for issue in issues if issue.severity is Severity.ERROR] == []
    return [issue.message for issue in issues if issue.code in ("kept-slide", "unused-metric")]


def test_kept_slide_is_shown_as_it_was_edited(folder: Path) -> None:
    def retitle(slide: Any) -> None:
        slide.shapes.title.text_frame.text = "All three are nearly done"

    before = Presentation(io.BytesIO(edited(folder))).slides[1]
    keep_slide(folder, edited(folder, retitle))
    built = pipeline.build_bytes(folder).data
    assert built is not None
    slide = Presentation(io.BytesIO(built)).slides[1]
    texts = [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    assert slide.shapes.title.text_frame.text == "All three are nearly done"
    assert "By hand" in texts
    assert slide.notes_slide.notes_text_frame.text.startswith("Say that")
    [table] = [shape for shape in slide.shapes if shape.has_table]
    [old] = [shape for shape in before.shapes if shape.has_table]
    assert (table.left, table.top, table.width, table.height) == (old.left, old.top, old.width, old.height)
    for name in ("Footer", "Number", "Eyebrow"):
        assert len([shape for shape in slide.shapes if shape.name == name]) == 1


def test_content_stays_under_the_entry_of_the_file_with_its_comments(folder: Path) -> None:
    text = keep_slide(folder, edited(folder))
    assert "headline: Two of three are done   # said on Monday" in text
    assert "      entry:\n        kind: key-results\n" in text
    deck = opened(folder)
    entry = deck.deck.documents["content/sample/part.yaml"].data["slides"][0]
    assert list(entry) == ["kind", "id", "headline", "notes", "file", "fit", "kept"]
    assert entry["file"] == "slides/part-key-results.pptx"
    assert entry["kept"]["entry"]["rows"][0]["name"] == "Interviews"
    assert entry["kept"]["entry"]["notes"] == "Say that this is the year's best.\n\nThen pause."
    assert kept_messages(folder) == []


def test_kept_slide_keeps_its_layout(tmp_path: Path) -> None:
    entry = "kind: objective\nobjective: Reach more people\nupdates: [One, Two]\n"
    folder = make_project(tmp_path, entry)
    before = pipeline.lay_out(folder).deck
    keep_slide(folder, edited(folder, number=1), "1")
    after = pipeline.lay_out(folder, remarks=True)
    assert before is not None
    assert after.deck is not None
    [old], [new] = before.pages, after.deck.pages
    assert (new.layout, new.is_raised) == (old.layout, old.is_raised)
    assert [issue.code for issue in after.issues if issue.code.startswith("file-slide")] == []


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("data/metrics.yaml", "+8% YoY", "+3% YoY"),
        ("data/metrics.yaml", "+5% YoY", "+9% YoY"),
        ("part.yaml", "name: Interviews", "name: Talks"),
    ],
)
def test_changed_content_behind_a_kept_slide_is_reported(folder: Path, file: str, old: str, new: str) -> None:
    keep_slide(folder, edited(folder))
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    [message] = kept_messages(folder)
    assert message.startswith("the content behind the slide has changed since it was kept")


def test_what_the_content_says_and_the_edited_slide_does_not_is_named(folder: Path) -> None:
    data = edited(folder)
    assert keep(opened(folder), data, "deck.pptx", "2").unsaid == ()
    (folder / "data/metrics.yaml").write_text(METRICS.replace("+8%", "+3%"), encoding="utf-8")
    assert keep(opened(folder), data, "deck.pptx", "2").unsaid == ("+3%", "Off track")
    retitled = edited(folder, lambda slide: setattr(slide.shapes.title.text_frame, "text", "New"))
    assert keep(opened(folder), retitled, "deck.pptx", "2").unsaid == ("Two of three are done",)


def test_kept_slide_can_be_edited_and_kept_again(folder: Path) -> None:
    keep_slide(folder, edited(folder))
    (folder / "data/metrics.yaml").write_text(METRICS.replace("+8%", "+3%"), encoding="utf-8")
    assert kept_messages(folder)
    again = edited(folder, lambda slide: setattr(slide.shapes.title.text_frame, "text", "Kept twice"))
    text = keep_slide(folder, again)
    assert kept_messages(folder) == []
    assert text.count("kind: key-results") == 1
    assert [path.name for path in (folder / "slides").iterdir()] == ["part-key-results.pptx"]
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None
    assert laid_out.deck.pages[1].title == "Kept twice"


def test_kept_slide_is_found_by_its_id_after_its_entry_has_moved(folder: Path) -> None:
    data = edited(folder)
    path = folder / "part.yaml"
    moved = path.read_text(encoding="utf-8").replace("slides:\n", "slides:\n  - kind: text\n    text: First\n", 1)
    path.write_text(moved, encoding="utf-8")
    text = keep_slide(folder, data, "part/key-results")
    assert "- kind: text\n    text: First\n  - kind: file\n" in text
    assert kept_messages(folder) == []


def test_same_deck_gives_the_same_file(folder: Path) -> None:
    data, deck = edited(folder), opened(folder)
    assert keep(deck, data, "deck.pptx", "2").data == keep(deck, data, "deck.pptx", "2").data


def test_content_with_other_line_breaks_and_in_braces_is_replaced(folder: Path) -> None:
    path = folder / "part.yaml"
    text = path.read_text(encoding="utf-8").replace(
        "kind: bullets\n    id: plain\n    bullets: [One]", "{kind: bullets, id: plain, bullets: [One]}"
    )
    path.write_bytes(text.replace("\n", "\r\n").encode())
    keep_slide(folder, edited(folder, number=3), "3")
    data = path.read_bytes()
    assert data.count(b"\n") == data.count(b"\r\n")
    assert kept_messages(folder) == []


@pytest.mark.parametrize(
    ("named", "message"),
    [
        ("1", "is one that deckgen adds by itself"),
        ("9", "has no slide 9: it has 3"),
        ("part/none", "was not made from content"),
    ],
)
def test_slide_that_is_not_of_content_is_refused(folder: Path, named: str, message: str) -> None:
    with pytest.raises((KeepError, SlideFileError)) as error:
        keep(opened(folder), edited(folder), "deck.pptx", named)
    assert message in str(error.value)


def test_slide_on_several_pages_a_divider_and_a_slide_of_a_file_are_refused(tmp_path: Path) -> None:
    many = "kind: bullets\nbullets:\n" + "".join(f"  - {'Word ' * 40}{n}\n" for n in range(30))
    folder = make_project(tmp_path, many, "kind: divider\ntitle: New part\n", "kind: file\nfile: slides/legal.pptx\n")
    data = pipeline.build_bytes(folder).data
    assert data is not None
    for named, message in (
        ("1", "takes several slides"),
        ("part/divider", "opens a part"),
        ("part/file", "is a slide of a file already"),
    ):
        with pytest.raises(KeepError, match=message):
            keep(opened(folder), data, "deck.pptx", named)


def test_deck_of_somebody_else_is_refused(folder: Path) -> None:
    stream = io.BytesIO()
    presentation = Presentation()
    presentation.slides.add_slide(presentation.slide_layouts[5])
    presentation.save(stream)
    for data, message in ((stream.getvalue(), "does not say which content"), (b"no zip", "not a complete zip file")):
        with pytest.raises(SlideFileError, match=message):
            keep(opened(folder), data, "deck.pptx", "1")


def test_command_writes_both_files_and_says_so(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    app = typer.Typer()
    app.command()(keep_command.command)
    (folder.parent.parent / "edited.pptx").write_bytes(edited(folder))
    monkeypatch.chdir(folder.parent.parent)
    dry = CliRunner().invoke(app, ["edited.pptx", "2", "--dry-run"])
    assert dry.exit_code == 0, dry.output
    assert "+  - kind: file" in dry.output
    assert not (folder / "slides").exists()
    result = CliRunner().invoke(app, ["edited.pptx", "2"])
    assert result.exit_code == 0, result.output
    assert "slide 2 (part/key-results) kept in slides/part-key-results.pptx" in result.output
    assert "no longer in the scorecard" in result.output
    assert (folder / "slides" / "part-key-results.pptx").read_bytes().startswith(b"PK")
    assert kept_messages(folder) == []
    refused = CliRunner().invoke(app, ["edited.pptx", "8"])
    assert refused.exit_code == 1
    assert "nothing was changed" in refused.output
