"""A slide that the content gives in another variant than the file has it is the same slide, and only its edits are found."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_decks import edited, make_deck, pulled, retype, stripped
from pptx.util import Emu

from deckgen.build import pipeline
from deckgen.kinds.divider import MAX_SECTIONS

DIVIDER = "kind: divider\nid: opening\ntitle: Kinder wards of the year"
MORE = [
    f"kind: bullets\nid: point-{n}\nheadline: Point number {n} is here\nbullets: [Remark {n}]"
    for n in range(MAX_SECTIONS + 1)
]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A deck whose divider has too many sections to list them."""
    data = pipeline.build_bytes(make_deck(tmp_path_factory.mktemp("deck"), DIVIDER, *MORE)).data
    assert data is not None
    return data


@pytest.fixture(scope="module")
def fewer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The deck without the fourth of them, so that the divider lists the others."""
    return make_deck(tmp_path_factory.mktemp("fewer"), DIVIDER, *MORE[:3], *MORE[4:])


def index_of(deck: Any, text: str) -> int:
    return next(i for i, s in enumerate(deck.slides) if s.shapes.title is not None and text in s.shapes.title.text)


def remove(deck: Any, text: str) -> None:
    at = index_of(deck, text)
    deck.part.drop_rel(deck.slides._sldIdLst[at].rId)
    del deck.slides._sldIdLst[at]


def without_fourth(edit: Callable[[Any], object] = lambda _: None) -> Callable[[Any], object]:
    def run(deck: Any) -> None:
        edit(deck)
        remove(deck, "Point number 3")

    return run


def the_divider(deck: Any) -> Any:
    return deck.slides[index_of(deck, "Kinder wards")]


def test_fixture_draws_the_divider_in_two_variants(built: bytes, fewer: Path) -> None:
    pages = pulled(fewer, built).pull.base.frames.pages
    assert next(page for page in pages if page.id.endswith("opening")).layout == "divider--contents"


@pytest.mark.parametrize("save", [lambda data: data, stripped], ids=["powerpoint", "stripped"])
def test_slide_in_another_variant_is_not_deleted(save: Callable[[bytes], bytes], built: bytes, fewer: Path) -> None:
    edits = pulled(fewer, save(edited(built, without_fourth()))).edits
    assert not [each.message for each in edits if each.is_writable]
    assert not [each.message for each in edits if "was deleted (" in each.message or "slide was added" in each.message]


def test_pulling_again_what_was_written_finds_nothing(built: bytes, fewer: Path) -> None:
    assert not pulled(fewer, edited(built, without_fourth())).edits


def test_title_of_a_slide_in_another_variant_comes_home(built: bytes, fewer: Path) -> None:
    retyped = without_fourth(lambda deck: retype(the_divider(deck), "wards", "rooms"))
    found = pulled(fewer, edited(built, retyped))
    assert [each.after for each in found.edits] == ["Kinder rooms of the year"]
    assert found.outcomes() == ["proven"]


def test_added_box_on_a_slide_in_another_variant_is_named(built: bytes, fewer: Path) -> None:
    def add(deck: Any) -> None:
        box = the_divider(deck).shapes.add_textbox(Emu(0), Emu(0), Emu(900_000), Emu(900_000))
        box.text_frame.text = "NB: dates depend"

    [found] = pulled(fewer, edited(built, without_fourth(add))).edits
    assert "“NB: dates depend”" in found.message


def test_deleted_divider_is_still_found(built: bytes, fewer: Path) -> None:
    [found] = pulled(fewer, edited(built, without_fourth(lambda deck: remove(deck, "Kinder wards")))).edits
    assert found.message.startswith("the slide was deleted (Kinder wards")


def test_copied_shape_with_the_id_of_its_original_is_named(tmp_path: Path) -> None:
    folder = make_deck(tmp_path, MORE[0], MORE[1])
    data = pipeline.build_bytes(folder).data
    assert data is not None

    def copy_body(deck: Any) -> None:
        body = next(shape for shape in deck.slides[0].shapes if "Remark" in shape.text_frame.text)
        body._element.addnext(copy.deepcopy(body._element))
        retype(deck.slides[0], "Remark", "Note")

    messages = [each.message for each in pulled(folder, edited(data, copy_body)).edits]
    assert any("was added" in message for message in messages)
