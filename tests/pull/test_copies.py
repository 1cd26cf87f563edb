"""Copies of one deck that several people edited are merged: what they agree in is written, what they differ in is asked."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from commented_decks import classic, commented, reply, thread
from edited_decks import edited, make_deck, paragraph, retype, stripped, translate
from pptx import Presentation
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.cli import app
from deckgen.cli import pull as command
from deckgen.pull.copies import CopiesPull, find_copies
from deckgen.pull.operations import Operation, applied
from deckgen.pull.reading import DeckFileError
from deckgen.reader import parse
from deckgen.results import OpenDeck, open_deck

Edit = Callable[[Any], object]
RUNNER = CliRunner()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def merged(folder: Path, *copies: bytes, **options: Any) -> CopiesPull:
    opened = open_deck(folder)
    assert isinstance(opened, OpenDeck)
    return find_copies(opened, {f"{'abcd'[i]}.pptx": data for i, data in enumerate(copies)}, **options)


def written(pull: CopiesPull) -> str:
    """Return the texts of the files that all edits change, one after the other."""
    changes = pull.changes([edit for edit in pull.edits if edit.is_writable], pull.comments)
    return "\n".join(change.after for change in changes)


def title(deck: Any, new: str) -> None:
    retype(deck.slides[0], "Three points for today", new)


def remove(slide: Any, text: str) -> None:
    item = paragraph(slide, text)._p
    item.getparent().remove(item)


def remove_slide(deck: Any, index: int) -> None:
    entries = deck.slides._sldIdLst
    entries.remove(entries[index])


def saved_by(deck: Any, name: str) -> None:
    deck.core_properties.last_modified_by = name


AGREED: dict[str, tuple[Edit, Edit, list[str]]] = {
    "the same edit": (lambda d: title(d, "Four points"), lambda d: title(d, "Four points"), ["headline: Four points"]),
    "edits of two slides": (
        lambda d: title(d, "Four points"), lambda d: retype(d.slides[2], "What comes", "This comes"),
        ["headline: Four points", "headline: This comes next"],
    ),
    "other words of one text": (
        lambda d: retype(d.slides[0], "Three", "Four"), lambda d: retype(d.slides[0], "today", "Monday"),
        ["headline: Four points for Monday   # said on Monday"],
    ),
    "two values of one list": (
        lambda d: retype(d.slides[0], "calm", "quiet"), lambda d: remove(d.slides[0], "The third point"), ["*quiet*\n"],
    ),
    "two figures of one row": (
        lambda d: retype(d.slides[1], "12", "13"), lambda d: retype(d.slides[1], "4", "5"),
        ["{Q1: 5 people, Q2: 13 people}"],
    ),
    "a hidden slide and its words": (
        lambda d: d.slides[0]._element.set("show", "0"), lambda d: title(d, "Four points"), ["Four points", "hidden"],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", AGREED)
def test_edits_that_do_not_meet_are_merged(name: str, folder: Path, built: bytes) -> None:
    one, other, expected = AGREED[name]
    found = merged(folder, *(edited(built, edit) for edit in (one, other)))
    assert found.disputes == (), [edit.message or edit.after for edit in found.edits]
    text = written(found)
    assert [each for each in expected if each not in text] == []


def test_result_and_its_status_are_given_in_any_order() -> None:
    texts = {"f": "rows:\n  - quarters: {Q2: 12 people}\n"}
    path = ("rows", 0, "quarters", "Q2")
    operations = Operation("give-status", "f", path, "at-risk"), Operation("set", "f", path, "13 people")
    for order in (operations, operations[::-1]):
        assert parse(applied(texts, order)["f"], "f")[0].value(path) == {"text": "13 people", "status": "at-risk"}  # type: ignore[union-attr]


def test_item_that_takes_the_place_of_a_removed_one_stays() -> None:
    operations = Operation("remove", "f", ("list", 1)), Operation("insert", "f", ("list",), "new", to=1)
    for order in (operations, operations[::-1]):
        assert applied({"f": "list: [a, b, c]\n"}, order) == {"f": "list: [a, new, c]\n"}


def test_same_edit_of_two_people_is_one(folder: Path, built: bytes) -> None:
    found = merged(folder, *(edited(built, lambda d: title(d, "Four points")) for _ in "ab"))
    assert [(each.names, each.edit.after) for each in found.merged.edits] == [(("a.pptx", "b.pptx"), "Four points")]


DISPUTED: dict[str, tuple[Edit, Edit]] = {
    "a figure": (lambda d: retype(d.slides[1], "12", "13"), lambda d: retype(d.slides[1], "12", "14")),
    "the same words": (lambda d: title(d, "Four points"), lambda d: title(d, "Five points")),
    "words of an item that is gone": (
        lambda d: remove(d.slides[2], "Thanks to all"), lambda d: retype(d.slides[2], "Thanks to all", "Thanks to many"),
    ),
    "words of a slide that is gone": (lambda d: remove_slide(d, 2), lambda d: retype(d.slides[2], "What comes", "This comes")),
    "new notes": (
        lambda d: setattr(d.slides[2].notes_slide.notes_text_frame, "text", "One."),
        lambda d: setattr(d.slides[2].notes_slide.notes_text_frame, "text", "Two."),
    ),
    "a text that is not proven": (
        lambda d: retype(d.slides[1], "Interviews with editors", "12 {new} names"),
        lambda d: retype(d.slides[1], "Interviews with editors", "Interviews with readers"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DISPUTED)
def test_edits_that_meet_are_a_dispute_until_one_is_preferred(name: str, folder: Path, built: bytes) -> None:
    data = [edited(built, edit) for edit in DISPUTED[name]]
    found = merged(folder, *data)
    [dispute] = found.disputes
    assert [side.names for side in dispute.sides] == [("a.pptx",), ("b.pptx",)]
    assert written(found) == ""
    assert len(found.left_after([])) == 1
    chosen = merged(folder, *data, preferred="b.pptx")
    assert (chosen.disputes, chosen.merged.disputes[0].chosen) == ((), 1)
    assert [edit.is_writable for edit in chosen.edits] == [True]
    assert written(chosen)


def test_moves_in_a_list_that_others_change_too_are_a_dispute(folder: Path, built: bytes) -> None:
    def move(deck: Any) -> None:
        item = paragraph(deck.slides[0], "The third point")._p
        paragraph(deck.slides[0], "The first point")._p.addprevious(item)

    found = merged(folder, edited(built, move), edited(built, lambda d: remove(d.slides[0], "The second point")))
    assert len(found.disputes) == 1


def test_dispute_of_three_copies_joins_those_that_agree(folder: Path, built: bytes) -> None:
    found = merged(folder, *(edited(built, lambda d, n=n: retype(d.slides[1], "12", n)) for n in ("13", "14", "13")))
    [dispute] = found.disputes
    assert [side.names for side in dispute.sides] == [("a.pptx", "c.pptx"), ("b.pptx",)]


def test_table_says_who_changed_what_where(folder: Path, built: bytes) -> None:
    def edit(deck: Any, name: str, figure: str) -> None:
        saved_by(deck, name)
        retype(deck.slides[1], "12", figure)

    found = merged(
        folder, edited(built, lambda d: edit(d, "Ann Lee", "13")), edited(built, lambda d: edit(d, "Ben", "14"))
    )
    lines = list(found.lines())
    at = next(i for i, line in enumerate(lines) if "copies differ" in line)
    assert " ".join(lines[at].split()) == "✗ part.yaml:20 copies differ, at build “12 ¶ people”"
    assert [" ".join(line.split()) for line in lines[at + 1 : at + 3]] == [
        "1 a.pptx (Ann Lee) slide 2 “13 ¶ people”", "2 b.pptx (Ben) slide 2 “14 ¶ people”",
    ]  # fmt: skip


def test_edit_that_the_content_has_already_is_done(folder: Path, built: bytes) -> None:
    part = folder / "part.yaml"
    before = part.read_text("utf-8")
    data = [edited(built, lambda d: title(d, "Four points")) for _ in "ab"]
    try:
        part.write_text(before.replace("Three points for today", "Four points"), "utf-8")
        assert [edit.outcome for edit in merged(folder, *data).edits] == ["done"]
        part.write_text(before.replace("Three points for today", "Six dots"), "utf-8")
        assert [edit.outcome for edit in merged(folder, *data).edits] == ["conflict"]
        assert "Four points" in written(merged(folder, *data, side="theirs"))
    finally:
        part.write_text(before, "utf-8")


def test_copies_of_two_builds_are_each_compared_with_their_own(folder: Path, built: bytes) -> None:
    part = folder / "part.yaml"
    before = part.read_text("utf-8")
    try:
        part.write_text(before.replace("12 people", "15 people"), "utf-8")
        later = pipeline.build_bytes(folder).data
        assert later is not None
        data = (
            edited(built, lambda d: title(d, "Four points")),
            edited(later, lambda d: retype(d.slides[2], "next", "now")),
        )
        found = merged(folder, *data)
        assert found.remarks == ("b.pptx was built from other values than a.pptx: each is compared with its own",)
        assert sorted(edit.after for edit in found.edits) == ["Four points", "What comes now"]
        assert "15 people" in written(found)
    finally:
        part.write_text(before, "utf-8")


def test_copy_without_values_is_compared_with_those_of_another(folder: Path, built: bytes) -> None:
    part = folder / "part.yaml"
    before = part.read_text("utf-8")
    data = (
        stripped(edited(built, lambda d: title(d, "Four points"))),
        edited(built, lambda d: retype(d.slides[1], "12", "13")),
    )
    try:
        part.write_text(before.replace("What comes next", "What follows"), "utf-8")
        found = merged(folder, *data)
        assert sorted(edit.after for edit in found.edits) == ["13 ¶ people", "Four points"]
        assert found.remarks[0].endswith("it is compared with those of b.pptx")
    finally:
        part.write_text(before, "utf-8")


def test_copies_in_two_languages_are_merged(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    translate(folder, "part/points/headline", "Three points for today", "Drei Punkte für heute")
    german, english = (pipeline.build_bytes(folder, Selection(language=each), draft=True).data for each in ("de", ""))
    assert german is not None
    assert english is not None
    copies = (
        edited(english, lambda d: retype(d.slides[1], "12", "13")),
        edited(german, lambda d: retype(d.slides[0], "Drei", "Vier")),
    )
    for data in (copies, copies[::-1]):
        text = written(merged(folder, *data))
        assert "Q2: 13 people" in text
        assert "Vier Punkte für heute" in text


def test_copy_of_another_deck_is_refused(folder: Path, built: bytes, tmp_path: Path) -> None:
    with pytest.raises(DeckFileError, match=r"b\.pptx is no copy of the deck sample: of its 3 slides, 0 are"):
        merged(folder, built, foreign())
    other = make_deck(tmp_path, sections=["part", "more"])
    (other / "more.yaml").write_text(
        "title: M\nslides:\n"
        + "".join(f"  - {{kind: bullets, headline: H{i} x, bullets: [A{i}, B{i}, C{i}, D{i}]}}\n" for i in range(9)),
        "utf-8",
    )
    data = pipeline.build_bytes(other).data
    assert data is not None
    with pytest.raises(
        DeckFileError, match=r"b\.pptx is no copy of the deck sample: of the .* values that it carries, .* have a"
    ):
        merged(folder, built, data)


def foreign() -> bytes:
    """Return a presentation that deckgen has not built."""
    deck = Presentation()
    for number in range(3):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = f"Budget of year {number}, draft"
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def test_slide_is_chosen_after_all_slides_were_compared(folder: Path, built: bytes) -> None:
    data = [edited(built, lambda d: title(d, "Four points")), edited(built, lambda d: retype(d.slides[1], "12", "13"))]
    assert [edit.after for edit in merged(folder, *data, only=2).edits] == ["13 ¶ people"]


def test_comments_of_copies_are_joined(folder: Path, built: bytes) -> None:
    one = commented(built, thread("Why?", replies=reply("See below")))
    other = commented(
        commented(built, thread("Why?", replies=reply("Thanks"))), classic("Mine"), slide=1, is_classic=True
    )
    found = merged(folder, one, other)
    assert [(each.comment.remark.text, each.files) for each in found.comments] == [
        ("Why?", ("a.pptx", "b.pptx")), ("Mine", ("b.pptx",)),
    ]  # fmt: skip
    assert [each.text for each in found.comments[0].comment.replies] == ["See below", "Thanks"]


# -- the command ---------------------------------------------------------------------------------------------------


@pytest.fixture
def deck(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: bytes) -> Path:
    monkeypatch.setenv("DECKGEN_CACHE", str(tmp_path / "cache"))
    folder = make_deck(tmp_path / "project")
    monkeypatch.chdir(folder)

    def edit(deck: Any, name: str, figure: str) -> None:
        title(deck, "Four points")
        saved_by(deck, name)
        retype(deck.slides[1], "12", figure)

    for name, figure in (("ann", "13"), ("ben", "14")):
        Path(f"{name}.pptx").write_bytes(edited(built, lambda d, n=name, f=figure: edit(d, n, f)))
    return folder


def run(*arguments: str, typed: str = "") -> tuple[int, str]:
    result = RUNNER.invoke(app, ["pull", "ann.pptx", "ben.pptx", "--deck", ".", *arguments], input=typed)
    return result.exit_code, result.output


def text(deck: Path) -> str:
    return (deck / "part.yaml").read_text("utf-8")


def test_nothing_of_a_dispute_is_written_unless_chosen(deck: Path) -> None:
    before = text(deck)
    code, output = run("--write")
    assert (code, "1 written" in output, "1 left to you" in output) == (1, True, True)
    assert ("Four points" in text(deck), "12 people" in text(deck)) == (True, True)
    RUNNER.invoke(app, ["pull", "--undo", "--deck", "."])
    assert text(deck) == before
    code, output = run("--write", "--prefer", "ben.pptx")
    assert (code, "14 people" in text(deck)) == (0, True)
    assert "taken: ben.pptx" in output


def test_sides_are_asked_one_by_one_in_a_terminal(deck: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "at_terminal", lambda: True)
    code, output = run(typed="all\n3\n1\n")
    assert (code, "13 people" in text(deck)) == (0, True)
    assert output.count("which one is right? [1, 2, none]") == 2
    assert "Four points" in text(deck)


def test_disputes_are_data_for_programs(deck: Path) -> None:
    data = json.loads(run("--format", "json")[1])
    assert [(each["file"], each["saved_by"], each["edits"]) for each in data["copies"]] == [
        ("ann.pptx", "ann", 2), ("ben.pptx", "ben", 2),
    ]  # fmt: skip
    assert [each["copies"] for each in data["edits"]] == [["ann.pptx", "ben.pptx"]]
    [conflict] = data["conflicts"]
    assert conflict["chosen"] is None
    assert [(side["copies"], side["edits"][0]["after"]) for side in conflict["sides"]] == [
        (["ann.pptx"], "13 ¶ people"), (["ben.pptx"], "14 ¶ people"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--prefer", "eve.pptx"], "--prefer names one of the copies: ann.pptx, ben.pptx"),
        (["ann.pptx"], "named twice"),
        (["eve.pptx"], "there is no file 'eve.pptx'"),
    ],
)
def test_wrong_use_of_copies_is_explained(arguments: list[str], message: str, deck: Path) -> None:
    code, output = run(*arguments)
    assert (code, message in output) == (2, True)


def test_preference_needs_several_copies(deck: Path) -> None:
    result = RUNNER.invoke(app, ["pull", "ann.pptx", "--prefer", "ann.pptx", "--deck", "."])
    assert (result.exit_code, "which of several copies" in result.output) == (2, True)
