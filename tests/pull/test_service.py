"""`pull` for the preview: what it says of edits, and what it writes of those that are chosen."""

from pathlib import Path

import pytest
from commented_decks import commented, thread
from edited_decks import PulledDeck, edited, make_deck, pulled, retype

from deckgen.build import pipeline
from deckgen.diagnostics import UserFacingError
from deckgen.pull.service import Choice, described, undo_last, write


@pytest.fixture
def found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> PulledDeck:
    """A title, a figure that the content has otherwise by now, a text box of the editor's own, and a comment."""
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path / "cache"))
    folder = make_deck(tmp_path / "project")
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def edit(presentation: object) -> None:
        slides = presentation.slides  # type: ignore[attr-defined]
        retype(slides[0], "Three points", "Four points")
        retype(slides[1], "12", "13")
        slides[2].shapes.add_textbox(0, 0, 900000, 900000).text_frame.text = "Mine"

    changed = commented(edited(data, edit), thread("Whose is this?"))
    text = (folder / "part.yaml").read_text("utf-8")
    (folder / "part.yaml").write_text(text.replace("12 people", "14 people"), "utf-8")
    return pulled(folder, changed)


def number(found: PulledDeck, outcome: str) -> int:
    return next(i for i, edit in enumerate(found.edits) if edit.outcome == outcome)


def test_sorts_of_edits_and_comments_are_counted(found: PulledDeck) -> None:
    data = described(found.pull)
    assert (data["counts"], data["left"]) == ("1 text, 1 conflict, 1 left to you, 1 comment", 4)
    assert [(each["slide"], each["text"]) for each in data["comments"]] == [(1, "Whose is this?")]
    conflict = data["edits"][number(found, "conflict")]
    assert (conflict["can_take_deck"], conflict["about"]) == (True, "Interviews with editors, Q2")


def test_conflict_that_is_chosen_takes_what_the_deck_has(found: PulledDeck) -> None:
    answer = write(found.pull, [Choice(number(found, "conflict"), takes_deck=True)])
    assert answer == {"written": 1, "can_undo": True}
    assert "Q2: 13 people" in (found.folder / "part.yaml").read_text("utf-8")
    assert undo_last(found.folder) == {"undone": 1}
    assert "Q2: 14 people" in (found.folder / "part.yaml").read_text("utf-8")


@pytest.mark.parametrize("outcome", ["conflict", "reported", "none"])
def test_nothing_is_written_if_one_edit_cannot_be(found: PulledDeck, outcome: str) -> None:
    before = (found.folder / "part.yaml").read_text("utf-8")
    other = 99 if outcome == "none" else number(found, outcome)
    with pytest.raises(UserFacingError):
        write(found.pull, [Choice(number(found, "proven")), Choice(other)])
    assert (found.folder / "part.yaml").read_text("utf-8") == before
