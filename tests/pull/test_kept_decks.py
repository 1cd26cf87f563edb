"""What `build` keeps of an edited deck can be pulled by the command that it names; decks with missing pictures are as built."""

import io
import re
import shlex
from pathlib import Path

import pytest
from edited_decks import edited, make_deck, pulled, retype
from PIL import Image
from typer.testing import CliRunner

from deckgen.build import handout_pdf, pipeline
from deckgen.cli import app
from sample_projects import make_project

RUNNER = CliRunner()


def edit_title(presentation: object) -> None:
    retype(presentation.slides[0], "Three points", "Four points")  # type: ignore[attr-defined]


@pytest.mark.parametrize(("decks", "handout"), [(1, False), (2, False), (1, True)], ids=["alone", "of two", "handout"])
def test_build_names_the_command_that_pulls_what_it_keeps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, decks: int, handout: bool
) -> None:
    monkeypatch.setenv("DECKGEN_CACHE", "off")
    monkeypatch.setattr(handout_pdf, "write_pdf", lambda *_: b"")
    folder = make_deck(tmp_path / "a project", handout=handout)
    if decks == 2:
        (folder.parent / "other").mkdir()
        (folder.parent / "other" / "deck.yaml").write_text("title: Other", "utf-8")
    monkeypatch.chdir(folder.parents[1])
    built = pipeline.build(folder)
    assert built.path is not None
    built.path.write_bytes(edited(built.path.read_bytes(), edit_title))
    output = " ".join(RUNNER.invoke(app, ["build", "content/sample"]).output.split())
    assert "-edited.pptx: the deck as it was edited" in output
    if handout:
        assert "a handout carries no content" in output
        assert "`deckgen pull" in output
        return
    command = re.search(r"`deckgen (pull [^`]+)`", output)
    assert command
    found = RUNNER.invoke(app, shlex.split(command[1]))
    assert "“Three points for today” → “Four points for today”" in found.output
    assert ("--deck" in command[1]) == (decks == 2)


PICTURES = """
    kind: photos
    headline: Two people met
    images:
      - {file: one.png, alt: One, caption: Ann speaks}
      - {file: two.png, alt: Two, caption: Ben speaks}
"""


@pytest.mark.parametrize("draft", [False, True], ids=["deck", "draft"])
@pytest.mark.parametrize("there", [(), ("one.png",)], ids=["none", "one"])
def test_deck_with_missing_pictures_has_no_edits(tmp_path: Path, draft: bool, there: tuple[str, ...]) -> None:
    folder = make_project(tmp_path, PICTURES)
    for name in there:
        stream = io.BytesIO()
        Image.new("RGB", (64, 48), "#3366CC").save(stream, "PNG")
        (folder / name).write_bytes(stream.getvalue())
    data = pipeline.build_bytes(folder, draft=draft).data
    assert data is not None
    assert pulled(folder, data).edits == ()
