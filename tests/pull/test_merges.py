"""Deck and content were both changed since the deck was built: what was changed on one side alone is no matter of the other."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from edited_decks import copy_item, drop, edited, make_deck, paragraph, pulled, retype, with_record_of_package

from deckgen.build import pipeline

Change = tuple[str, str]
ADDED, ABOUT_PEOPLE = "      - Added since\n", "      - The third point is about people\n"
FIRST, SECOND = (
    "      - The first point is *calm*\n",
    "      - The second point, see [the plan](https://example.org/plan)\n",
)
THIRD = "      - The third point is about money\n"
PEOPLE = """\
      - id: people
        name: Interviews with editors
        goal: 10 people
        quarters: {Q1: 4 people, Q2: 12 people}
"""
EDITORS = "      - metric: editors\n"
END = "  - kind: bullets\n    id: end\n    headline: What comes next\n    bullets: [One more thing, Thanks to all]\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    data = pipeline.build_bytes(make_deck(tmp_path_factory.mktemp("deck"))).data
    assert data is not None
    return data


def word(deck: Any) -> None:
    retype(deck.slides[0], "Three points", "Four points")


def figure(deck: Any) -> None:
    retype(deck.slides[1], "12", "13")


def third(deck: Any) -> None:
    retype(deck.slides[0], "about money", "about people")


def without_third(deck: Any) -> None:
    drop(paragraph(deck.slides[0], "third"))


def unedited(deck: Any) -> None:
    """Change nothing."""


Case = tuple[Callable[[Any], object], Change, str, Sequence[str], str]
"""The edit of the deck, the change of the content since, the side that settles conflicts; the outcomes, what is there then."""
CASES: dict[str, Case] = {
    "deck alone": (word, ("Part", "Part"), "", ["proven"], "headline: Four points for today   # said on Monday"),
    "content alone": (unedited, ("Three points", "Five points"), "", [], "headline: Five points"),
    "other words of one text": (word, ("for today", "for Monday"), "", ["merged"], "headline: Four points for Monday"),
    "same words": (word, ("Three points", "Five points"), "", ["conflict"], "headline: Five points"),
    "same words, deck wins": (word, ("Three points", "Five points"), "theirs", ["proven"], "headline: Four points"),
    "same words, content wins": (word, ("Three points", "Five points"), "ours", ["done"], "headline: Five points"),
    "same text on both sides": (word, ("Three points", "Four points"), "", ["done"], "headline: Four points"),
    "figures are never merged": (figure, ("12 people", "12 persons"), "", ["conflict"], "Q2: 12 persons"),
    "edited item is gone": (third, (THIRD, ""), "", ["conflict"], SECOND + "    notes"),
    "item is gone": (unedited, (SECOND, ""), "", [], FIRST + THIRD + "    notes"),
    "item before the edited one is gone": (third, (FIRST, ""), "", ["proven"], "\n    bullets:\n" + SECOND + ABOUT_PEOPLE),
    "item was added": (unedited, (FIRST, FIRST + ADDED), "", [], "Added since"),
    "item was added before the edited one": (third, (FIRST, ADDED + FIRST), "", ["proven"], SECOND + ABOUT_PEOPLE),
    "items were moved": (unedited, (FIRST + SECOND, SECOND + FIRST), "", [], SECOND + FIRST + THIRD),
    "edited item was moved": (third, (FIRST + SECOND + THIRD, THIRD + FIRST + SECOND), "", ["proven"], ABOUT_PEOPLE + FIRST),
    "item added on both sides": (
        lambda d: copy_item(d, "Added in the deck"), (FIRST, FIRST + ADDED), "", ["proven"],
        FIRST + ADDED + SECOND + "      - Added in the deck\n" + THIRD,
    ),
    "deleted item was rewritten": (without_third, ("about money", "about time"), "", ["conflict"], "about time"),
    "deleted item is gone": (without_third, (THIRD, ""), "", ["done"], SECOND + "    notes"),
    "row is gone": (unedited, (PEOPLE, ""), "", [], EDITORS + "  - kind: bullets"),
    "edited row is gone": (figure, (PEOPLE, ""), "", ["conflict"], EDITORS + "  - kind: bullets"),
    "rows were swapped": (figure, (EDITORS + PEOPLE, PEOPLE + EDITORS), "", ["proven"], "Q2: 13 people}\n" + EDITORS),
    "notes are gone": (unedited, ("    notes: Say this slowly.\n", ""), "", [], THIRD + "  - kind"),
    "notes were added": (unedited, (END, END + "    notes: Said since.\n"), "", [], "notes: Said since."),
    "notes were added on both sides": (
        lambda d: setattr(d.slides[2].notes_slide.notes_text_frame, "text", "Said in the deck."),
        (END, END + "    notes: Said since.\n"), "", ["conflict"], "notes: Said since.",
    ),
    "slide was hidden": (unedited, ("    id: end\n", "    id: end\n    hidden: yes\n"), "", [], "hidden: yes"),
    "slide is gone": (unedited, (END, ""), "", ["done"], PEOPLE),
    "slide was added": (unedited, (END, "  - {kind: bullets, headline: New, bullets: [Since]}\n" + END), "", [], "Since"),
    "result came in": (unedited, ("Q2: 12 people", "Q2: {text: 12 people, status: at-risk}"), "", [], "status: at-risk"),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_change_of_one_side_is_kept(name: str, built: bytes, tmp_path: Path) -> None:
    edit, (old, new), side, outcomes, expected = CASES[name]
    file = make_deck(tmp_path) / "part.yaml"
    before = file.read_text("utf-8").replace(old, new)
    assert old in file.read_text("utf-8")
    file.write_text(before, "utf-8")
    found = pulled(file.parent, edited(built, edit), side=side)
    assert found.outcomes() == list(outcomes), [(each.message, each.before, each.after) for each in found.edits]
    after = found.written().get("part.yaml", before)
    assert expected in after, after


def test_values_are_found_where_libreoffice_puts_them(built: bytes, tmp_path: Path) -> None:
    file = make_deck(tmp_path) / "part.yaml"
    file.write_text(file.read_text("utf-8").replace("Three points", "Five points"), "utf-8")
    found = pulled(file.parent, with_record_of_package(edited(built, figure)))
    assert found.outcomes() == ["proven"]
    assert not list(found.pull.remarks())
