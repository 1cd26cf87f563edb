"""`deckgen pull` asks or is told what to write, can be undone, and says what is left to a person."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from commented_decks import commented, reply, thread
from edited_decks import edited, make_deck, paragraph, pulled, retype
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.cli import pull as command

RUNNER = CliRunner()


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path / "cache"))
    folder = make_deck(tmp_path / "project")
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def edit(presentation: object) -> None:
        slides = presentation.slides  # type: ignore[attr-defined]
        retype(slides[0], "Three points", "Four points")
        retype(slides[1], "12", "13")
        item = paragraph(slides[2], "Thanks to all")._p
        item.getparent().remove(item)

    (tmp_path / "edited.pptx").write_bytes(edited(data, edit))
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> tuple[int, str]:
    result = RUNNER.invoke(app, ["pull", *arguments])
    return result.exit_code, result.output


def text(deck: Path) -> str:
    return (deck / "part.yaml").read_text("utf-8")


def test_nothing_is_written_off_a_terminal_unless_asked(deck: Path) -> None:
    before = text(deck)
    code, output = run("../../../edited.pptx", "--deck", ".")
    assert code == 1
    assert text(deck) == before
    assert "“Three points for today” → “Four points for today”" in output
    assert "nothing was written: 3 can be, with --write" in output


def test_all_is_written_but_removals_and_can_be_undone(deck: Path) -> None:
    before = text(deck)
    code, output = run("../../../edited.pptx", "--deck", ".", "--write")
    assert (code, "2 written (undo: deckgen pull --undo)" in output) == (1, True)
    assert "headline: Four points for today   # said on Monday" in text(deck)
    assert "Q2: 13 people" in text(deck)
    assert "Thanks to all" in text(deck)
    assert run("--undo", "--deck", ".")[0] == 0
    assert text(deck) == before
    assert run("--undo", "--deck", ".")[0] == 1


def test_deleted_text_is_removed_with_delete_only(deck: Path) -> None:
    code, _ = run("../../../edited.pptx", "--deck", ".", "--write", "--delete")
    assert code == 0
    assert "Thanks to all" not in text(deck)
    assert run("../../../edited.pptx", "--deck", ".")[0] == 0


def test_one_slide_alone_is_pulled(deck: Path) -> None:
    run("../../../edited.pptx", "--deck", ".", "--write", "--only", "1")
    assert "Four points" in text(deck)
    assert "12 people" in text(deck)


@pytest.mark.parametrize(
    ("option", "expected"), [("--theirs", "13 people"), ("--ours", "14 people"), ("", "14 people")]
)
def test_conflict_is_settled_by_a_side(deck: Path, option: str, expected: str) -> None:
    (deck / "part.yaml").write_text(text(deck).replace("12 people", "14 people"), "utf-8")
    code, output = run("../../../edited.pptx", "--deck", ".", "--write", *filter(None, [option]))
    assert expected in text(deck)
    assert ("deck “13 people”, content “14 people”, at build “12 people”" in output) is not bool(option)
    assert code == 1


def test_content_that_changed_since_is_no_edit(deck: Path) -> None:
    (deck / "part.yaml").write_text(text(deck).replace("The first point", "The very first point"), "utf-8")
    _, output = run("../../../edited.pptx", "--deck", ".")
    assert "very first" not in output
    assert "3 edits" in output


def test_other_words_of_one_text_are_merged(deck: Path) -> None:
    (deck / "part.yaml").write_text(text(deck).replace("points for today", "points for Monday"), "utf-8")
    run("../../../edited.pptx", "--deck", ".", "--write")
    assert "headline: Four points for Monday" in text(deck)


def test_edits_are_data_for_programs(deck: Path) -> None:
    code, output = run("../../../edited.pptx", "--deck", ".", "--format", "json")
    data = json.loads(output)
    assert (code, data["base"], data["written"]) == (1, "record", 0)
    assert [(e["outcome"], e["care"], e["slides"]) for e in data["edits"]] == [
        ("proven", "words", [1]), ("proven", "figure", [2]), ("proven", "removal", [3]),
    ]  # fmt: skip
    assert data["edits"][0]["values"][0]["path"] == ["slides", 0, "headline"]


def test_comments_are_written_when_asked_and_undone_with_the_edits(deck: Path, tmp_path: Path) -> None:
    before = text(deck)
    data = (tmp_path / "edited.pptx").read_bytes()
    (deck / "x.pptx").write_bytes(commented(data, thread("Which three?", replies=reply("See below."))))
    code, output = run("x.pptx", "--deck", ".")
    assert (code, text(deck)) == (1, before)
    assert (
        "Ann Lee (she/her), 2026-11-28:\n        Which three?\n        reply of Ben Ito, 2026-11-29: See below."
        in output
    )
    assert "1 comment can be written into the content, with --comments" in output
    code, output = run("x.pptx", "--deck", ".", "--comments", "--write", "--delete")
    assert (code, "1 comment written" in output) == (0, True)
    assert "  # review: Ann Lee (she/her) (2026-11-28): Which three?\n" in text(deck)
    assert "Four points" in text(deck)
    checked = RUNNER.invoke(app, ["check", "."]).output
    assert (
        "part.yaml:3:3: warning: comment of Ann Lee (she/her) (2026-11-28) still to be dealt with: Which three?"
        in checked
    )
    assert run("x.pptx", "--deck", ".", "--comments")[0] == 0
    run("--undo", "--deck", ".")
    assert text(deck) == before


def test_comments_are_asked_about_in_a_terminal(deck: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "at_terminal", lambda: True)
    (deck / "x.pptx").write_bytes(commented((tmp_path / "edited.pptx").read_bytes(), thread("Why?")))
    arguments = ["pull", "x.pptx", "--deck", "."]
    output = RUNNER.invoke(app, arguments, input="none\nn\ny\n").output
    assert "write 1 comment into the content, for `check` to list?" in output
    assert "# review: Ann Lee (she/her) (2026-11-28): Why?" in text(deck)
    assert "Three points" in text(deck)


def test_comments_are_data_for_programs(deck: Path, tmp_path: Path) -> None:
    data = (tmp_path / "edited.pptx").read_bytes()
    (deck / "x.pptx").write_bytes(commented(data, thread("Why?"), thread("Old", status="closed")))
    found = json.loads(run("x.pptx", "--deck", ".", "--format", "json", "--comments")[1])
    assert (found["written_comments"], found["written"], found["problems"]) == (1, 0, [])
    assert [(each["state"], each["text"], each["slide"], each["line"]) for each in found["comments"]] == [
        ("new", "Why?", 1, 3), ("resolved", "Old", 1, 3),
    ]  # fmt: skip


def test_slides_added_to_the_content_since_are_not_missed_in_the_deck(deck: Path, tmp_path: Path) -> None:
    (deck / "part.yaml").write_text(text(deck) + "  - {kind: bullets, headline: New since, bullets: [One]}\n", "utf-8")
    found = pulled(deck, (tmp_path / "edited.pptx").read_bytes())
    assert not any("New since" in each.message for each in found.edits)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_file_that_is_no_presentation_is_refused(deck: Path, data: bytes) -> None:
    (deck / "x.pptx").write_bytes(data)
    code, output = run("x.pptx", "--deck", ".")
    assert code == 1
    assert "Traceback" not in output
    assert "x.pptx " in output


def test_build_imports_nothing_of_pull(deck: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom deckgen.build import batch\n"
        "batch.build_one(Path('.'), batch.BuildOptions(Path('x.pptx')))\n"
        "assert not any(name.startswith('deckgen.pull') for name in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=deck)
