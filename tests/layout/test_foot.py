"""What stands at the foot of every slide, and over the titles, has room there."""

from blocks_for_tests import INFO, bullets, laid, slide, text_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.ir.blocks import Origin, Paragraph, Run
from deckgen.ir.frames import DeckFrames
from deckgen.layout import Measurer, Problem, lay_out
from deckgen.layout.text import SlotArea, fits

TITLE, EVENT, PERIOD = "Thriving Movement", "Tuning session", "Q2 FY20-21"


def footed(brand: Brand, *parts: str, date: str = "", draft: bool = False) -> tuple[DeckFrames, list[Problem]]:
    info = replace(INFO, footer=parts, date=date, file="deck.yaml")
    title = "word " * 60 if draft else "Title"
    return lay_out([slide(bullets("x"), title=title)], brand, info, draft=draft)


def room(measurer: Measurer, brand: Brand, text: str, name: str = "footer") -> bool:
    slot = brand.master.slots[name]
    return fits(measurer, (Paragraph((Run(text),)),), SlotArea(slot, slot.box), 0)


def test_a_footer_that_has_room_stands_as_it_is(brand: Brand) -> None:
    deck, told = footed(brand, TITLE, EVENT, PERIOD)
    assert (deck.footer, told) == ("Thriving Movement · Tuning session · Q2 FY20-21", [])


def test_a_footer_without_room_leaves_out_the_event_and_then_cuts_the_title(brand: Brand) -> None:
    deck, [told] = footed(brand, TITLE, "Tuning session " * 8, PERIOD)
    assert deck.footer == "Thriving Movement · Q2 FY20-21"
    assert (told.code, told.severity, told.block.origin.path) == ("shortened", "warning", ("title",))
    deck, _ = footed(brand, "Thriving " * 40, EVENT, PERIOD)
    assert deck.footer.startswith("Thriving Thriving")
    assert deck.footer.endswith("Thriving … · Q2 FY20-21")
    deck, _ = footed(brand, "x" * 150, EVENT, PERIOD)
    assert deck.footer.endswith("x… · Q2 FY20-21")


def test_a_draft_says_so_in_any_footer(brand: Brand) -> None:
    for count in (1, 5, 20):
        deck, _ = footed(brand, TITLE * count, EVENT, PERIOD, draft=True)
        assert deck.footer.endswith("Q2 FY20-21 · Draft")


@given(st.lists(st.text(st.sampled_from("abW- 維Д·"), min_size=1, max_size=300).map(str.strip), min_size=1, max_size=3))
def test_every_footer_takes_one_line(brand: Brand, measurer: Measurer, parts: list[str]) -> None:
    deck, _ = footed(brand, *parts)
    assert room(measurer, brand, deck.footer)


def test_a_date_too_wide_is_a_fault_with_its_place(brand: Brand, measurer: Measurer) -> None:
    for date, fine in (("28 January 2021", True), ("28. September 2021", True), ("W" * 24, False)):
        _, told = footed(brand, TITLE, PERIOD, date=date)
        assert room(measurer, brand, date, "date") == fine
        assert [(p.code, p.block.origin.path) for p in told] == ([] if fine else [("too-long", ("date",))])


def test_the_title_of_a_part_is_shortened_over_its_slides_and_told_once(brand: Brand) -> None:
    part, origin = "Institutionalization " * 8, Origin("part/divider", "part.yaml", ("slides", 0))
    found = [slide(bullets("x"), title=f"{n}", eyebrow=part.strip(), eyebrow_from=origin) for n in (1, 2)]
    deck, problems = laid(brand, *found)
    assert problems == []
    assert text_of(deck.pages[0], "eyebrow").endswith("Institutionalization …")
    _, told = lay_out(found, brand, INFO)
    assert {(p.code, p.block.origin) for p in told} == {("shortened", origin)}


def test_an_eyebrow_of_the_author_too_long_is_a_fault(brand: Brand) -> None:
    _, [problem] = laid(brand, slide(bullets("x"), eyebrow="Institutionalization " * 8))
    assert problem.code == "too-long"


def test_tags_and_eyebrows_have_room_for_scripts_that_need_higher_lines(brand: Brand) -> None:
    for text in ("维基百科", "العربية", "हिन्दी"):
        deck, problems = laid(brand, slide(bullets("x"), title=text, eyebrow=text, tags=(text,)))
        assert problems == []
        assert text_of(deck.pages[0], "tag") == text
