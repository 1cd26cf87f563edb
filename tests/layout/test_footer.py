"""The footer and the date of every slide, and the line over its title, fit their slots."""

from blocks_for_tests import INFO, bullets, lay_out_slides, slide, text_of
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, Origin
from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.frames import DeckFrames
from deckgen.layout import Measurer, lay_out
from deckgen.layout.text import SlotArea, fits

TITLE, EVENT, PERIOD = "Thriving Movement", "Tuning session", "Q2 FY20-21"


def deck_with_footer(brand: Brand, *parts: str, date: str = "", draft: bool = False) -> tuple[DeckFrames, list[Issue]]:
    info = replace(INFO, footer=parts, date=date, file="deck.yaml")
    title = "word " * 60 if draft else "Title"
    return lay_out([slide(bullets("x"), title=title)], brand, info, draft=draft)


def fits_slot(measurer: Measurer, brand: Brand, text: str, name: str = "footer") -> bool:
    slot = brand.master.slots[name]
    return fits(measurer, (Paragraph((Run(text),)),), SlotArea(slot, slot.box), 0)


def test_footer_that_has_room_is_unchanged(brand: Brand) -> None:
    deck, problems = deck_with_footer(brand, TITLE, EVENT, PERIOD)
    assert (deck.footer, problems) == ("Thriving Movement · Tuning session · Q2 FY20-21", [])


def test_footer_without_room_drops_the_event_then_cuts_the_title(brand: Brand) -> None:
    deck, [warning] = deck_with_footer(brand, TITLE, "Tuning session " * 8, PERIOD)
    assert deck.footer == "Thriving Movement · Q2 FY20-21"
    assert (warning.code, warning.severity, warning.origin.path) == ("shortened", "warning", ("title",))
    deck, _ = deck_with_footer(brand, "Thriving " * 40, EVENT, PERIOD)
    assert deck.footer.startswith("Thriving Thriving")
    assert deck.footer.endswith("Thriving … · Q2 FY20-21")
    deck, _ = deck_with_footer(brand, "x" * 150, EVENT, PERIOD)
    assert deck.footer.endswith("x… · Q2 FY20-21")


def test_every_footer_of_a_draft_ends_with_draft(brand: Brand) -> None:
    for count in (1, 5, 20):
        deck, _ = deck_with_footer(brand, TITLE * count, EVENT, PERIOD, draft=True)
        assert deck.footer.endswith("Q2 FY20-21 · Draft")


@given(st.lists(st.text(st.sampled_from("abW- 維Д·"), min_size=1, max_size=300).map(str.strip), min_size=1, max_size=3))
def test_every_footer_takes_one_line(brand: Brand, measurer: Measurer, parts: list[str]) -> None:
    deck, _ = deck_with_footer(brand, *parts)
    assert fits_slot(measurer, brand, deck.footer)


def test_date_that_is_too_wide_is_an_error_at_its_key(brand: Brand, measurer: Measurer) -> None:
    for date, fine in (("28 January 2021", True), ("28. September 2021", True), ("W" * 24, False)):
        _, problems = deck_with_footer(brand, TITLE, PERIOD, date=date)
        assert fits_slot(measurer, brand, date, "date") == fine
        assert [(p.code, p.origin.path) for p in problems] == ([] if fine else [("too-long", ("date",))])


def test_part_title_over_slides_is_shortened_and_reported_once(brand: Brand) -> None:
    part, origin = "Institutionalization " * 8, Origin("part/divider", "part.yaml", ("slides", 0))
    slides = [slide(bullets("x"), title=f"{n}", eyebrow=part.strip(), eyebrow_origin=origin) for n in (1, 2)]
    deck, problems = lay_out_slides(brand, *slides)
    assert problems == []
    assert text_of(deck.pages[0], "eyebrow").endswith("Institutionalization …")
    _, problems = lay_out(slides, brand, INFO)
    assert {(p.code, p.origin) for p in problems} == {("shortened", origin)}


def test_eyebrow_of_the_author_that_is_too_long_is_an_error(brand: Brand) -> None:
    _, [problem] = lay_out_slides(brand, slide(bullets("x"), eyebrow="Institutionalization " * 8))
    assert problem.code == "too-long"


def test_tags_and_eyebrows_have_room_for_scripts_with_higher_lines(brand: Brand) -> None:
    for text in ("维基百科", "العربية", "हिन्दी"):
        deck, problems = lay_out_slides(brand, slide(bullets("x"), title=text, eyebrow=text, tags=(text,)))
        assert problems == []
        assert text_of(deck.pages[0], "tag") == text
