"""Text in slots: groups shrink together, text continues on further pages, and text that does not fit is reported."""

from blocks_for_tests import bullets, footnote, lay_out_slides, pages_of, para, slide, text_of, warnings_of
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

import frame_checks
from deckgen.brand.types import Brand
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Run, Text
from deckgen.ir.frames import TextFrame

SENTENCE = "Editors who are thanked within a day come back twice as often as those who wait. "


def sizes(brand: Brand, *blocks: Text, layout: str) -> set[int]:
    [page] = pages_of(brand, slide(*blocks, layout=layout))
    names = {block.slot for block in blocks}
    return {
        p.runs[0].size
        for f in page.frames
        if isinstance(f, TextFrame) and f.slot in names
        for p in f.paragraphs
        if p.runs
    }


def test_short_text_of_a_style_without_max_keeps_its_size(fixed_brand: Brand) -> None:
    assert sizes(fixed_brand, bullets("One", "Two"), layout="bullets") == {1600}


def test_long_text_shrinks_in_half_points_until_it_fits(fixed_brand: Brand) -> None:
    found = [sizes(fixed_brand, bullets(*[SENTENCE.strip()] * n), layout="bullets") for n in (5, 12, 13, 14)]
    assert found[0] == {1600}
    assert found == sorted(found, reverse=True)
    assert all(size % 50 == 0 and size >= 1400 for [size] in found)
    assert found[-1] != {1600}


def test_columns_of_a_group_shrink_together(brand: Brand) -> None:
    long = Text("impact", (para(SENTENCE * 7),))
    short = Text("situation", (para("Short."),))
    [size] = sizes(brand, short, long, layout="drill-down")
    assert size < 1600


def test_text_that_fits_at_no_size_continues_on_numbered_pages(brand: Brand) -> None:
    found = pages_of(brand, slide(bullets(*[SENTENCE * 2] * 24), notes=["For the presenter"]))
    assert len(found) > 1
    assert [page.title for page in found] == [f"Title ({n} of {len(found)})" for n in range(1, len(found) + 1)]
    assert [[note.plain_text for note in page.notes] for page in found] == [
        ["For the presenter"],
        *[[]] * (len(found) - 1),
    ]
    assert [page.id for page in found][:2] == ["part/sample", "part/sample~2"]
    lengths = [text_of(page, "bullets").count("\n") + 1 for page in found]
    assert max(lengths) - min(lengths) <= 1


def test_paragraph_taller_than_the_slide_is_split_between_lines(brand: Brand) -> None:
    text = " ".join(f"word{n}" for n in range(1500))
    found = pages_of(brand, slide(bullets(text)))
    assert len(found) > 1
    again = " ".join(text_of(page, "bullets").replace("\n", " ").strip() for page in found)
    assert again.split() == text.split()


def test_text_continues_only_where_two_lines_fit(brand: Brand) -> None:
    """A line in the brand's font may be two in the fallback."""
    layout = brand.layouts["bullets"]
    slot = layout.slots["bullets"]
    text = bullets(*[SENTENCE.strip()] * 9)
    room = slot.insets.top + slot.insets.bottom
    for height, codes in ((300_000, {"too-long"}), (700_000, set())):
        low = replace(slot, box=replace(slot.box, height=room + height), styles={**slot.styles})
        layouts = {**brand.layouts, "bullets": replace(layout, slots={**layout.slots, "bullets": low}, raised=None)}
        _, issues = lay_out_slides(replace(brand, layouts=layouts), slide(text))
        assert {issue.code for issue in issues} == codes


def test_heading_is_never_the_last_line_of_a_page(brand: Brand) -> None:
    block = Text(
        "bullets",
        tuple(p for n in range(14) for p in (para(f"Heading {n}", keep_with_next=True), para(SENTENCE * 2))),
    )
    for page in pages_of(brand, slide(block)):
        assert not text_of(page, "bullets").splitlines()[-1].startswith("Heading")


def text_frame_in(brand: Brand, block: Text, layout: str) -> TextFrame:
    [page] = pages_of(brand, slide(block, layout=layout))
    return next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == block.slot)


def test_text_shrinks_instead_of_breaking_a_word(brand: Brand) -> None:
    results = set()
    for count in range(10, 30):
        frame = text_frame_in(brand, Text("situation", (para("m" * count),)), "drill-down")
        size, torn = frame.paragraphs[0].runs[0].size, "\u200b" in frame.paragraphs[0].runs[0].text
        assert not torn or size == 1600
        results.add((size, torn))
    assert {(1600, False), (1450, False), (1600, True)} <= results


def test_warning_quotes_the_word_that_makes_text_shrink(brand: Brand) -> None:
    words = ("m" * count for count in range(10, 30))
    warnings = [
        found
        for word in words
        for found in warnings_of(brand, slide(Text("situation", (para(word),)), layout="drill-down"))
    ]
    assert {warning.code for warning in warnings} == {"shrinks", "broken-word"}
    for warning in warnings:
        assert "mmm" in (warning.hint if warning.code == "shrinks" else warning.message)


def test_figure_shrinks_to_one_line_or_is_an_error(brand: Brand) -> None:
    def figure(value: str) -> Text:
        return Text("figure-1", (para(value, "figure"), para("Label", "label")))

    for value in ("12%", "1,234,567", "$815,000,000"):
        frame = text_frame_in(brand, figure(value), "highlights")
        assert frame.paragraphs[0].runs[0].text == value
    _, [problem] = lay_out_slides(brand, slide(figure("$815,000,000,000,000"), layout="highlights"))
    assert problem.code == "too-long"
    assert "$815,000,000,000,000" in problem.message
    assert "characters" in problem.hint


def test_error_of_a_long_title_states_how_much_to_cut(brand: Brand) -> None:
    _, [problem] = lay_out_slides(brand, slide(bullets("x"), title=SENTENCE * 3))
    assert problem.code == "too-long"
    assert problem.message == "the title is too long: it takes 4 lines and 2 fit"
    assert problem.hint == f"cut about 20 words of “{(SENTENCE * 3).rstrip()}”"
    written = replace(
        slide(bullets("x"), title=SENTENCE * 3), title_origin=Origin(file="part.yaml", path=("headline",))
    )
    assert lay_out_slides(brand, written)[1][0].hint == "cut about 20 words"


def test_draft_shows_the_shortened_title_and_the_error(brand: Brand) -> None:
    deck, problems = lay_out_slides(brand, slide(bullets("x"), title=SENTENCE * 3), draft=True)
    assert len(problems) == 1
    assert text_of(deck.pages[0], "title").endswith("…")
    assert "too long" in text_of(deck.pages[0], "draft-fault")
    assert list(frame_checks.page_problems(deck.pages[0], deck.size)) == []


def test_list_numbers_with_more_digits_get_more_room(brand: Brand) -> None:
    [page] = pages_of(brand, slide(Text("bullets", tuple(para("x", bullet=f"{n}.") for n in (1, 10, 100)))))
    frame = next(f for f in page.frames if isinstance(f, TextFrame) and f.slot == "bullets")
    hanging = [p.hanging for p in frame.paragraphs]
    assert hanging == sorted(hanging)
    assert hanging[0] < hanging[2]


def test_first_paragraph_of_a_box_has_no_space_before_it(brand: Brand) -> None:
    [page] = pages_of(brand, slide(bullets("One", "Two")))
    for frame in page.frames:
        if isinstance(frame, TextFrame):
            assert frame.paragraphs[0].space_before == 0


def test_tag_is_as_wide_as_its_text_and_ends_at_the_margin(brand: Brand) -> None:
    boxes = []
    for tags in (("Legal",), ("Communications", "Due: Q4 FY20-21")):
        [page] = pages_of(brand, slide(bullets("x"), tags=tags))
        boxes.append(next(f.box for f in page.frames if f.name == "Tag"))  # type: ignore[union-attr]
    assert boxes[0].right == boxes[1].right
    assert boxes[0].width < boxes[1].width


def test_footnote_is_only_on_the_page_that_uses_it(brand: Brand) -> None:
    noted = [Paragraph((Run(SENTENCE * 2), Run("*", superscript=True, note="a")), bullet="•")]
    plain = [para(SENTENCE * 2, bullet="•") for _ in range(24)]
    found = pages_of(brand, slide(Text("bullets", (*plain, *noted)), footnotes={"a": footnote("*", "Estimated.")}))
    assert ["Estimated" in text_of(page, "footnotes") for page in found] == [*[False] * (len(found) - 1), True]


def test_footnotes_never_overlap_the_text(brand: Brand) -> None:
    noted = Paragraph((Run("Text"), Run("*", superscript=True, note="a")))
    for count in (1, 5, 12):
        notes = {"a": footnote("*", SENTENCE * count)}
        deck, problems = lay_out_slides(brand, slide(Text("bullets", (noted,) * 3), footnotes=notes))
        assert problems == []
        assert frame_checks.problems(deck) == []


paragraphs = st.lists(
    st.tuples(st.text(st.sampled_from("abc defgh-ij.KLM,"), min_size=1, max_size=400), st.booleans()),
    min_size=1,
    max_size=30,
)


@settings(max_examples=60, deadline=None)
@given(paragraphs)
def test_no_text_is_lost_and_every_box_holds_its_text(brand: Brand, found: list[tuple[str, bool]]) -> None:
    block = Text("bullets", tuple(para(text, bullet="•" if listed else None) for text, listed in found))
    deck, problems = lay_out_slides(brand, slide(block))
    assert problems == []
    assert frame_checks.problems(deck) == []
    shown = "".join(text_of(page, "bullets") for page in deck.pages)
    assert "".join(shown.split()) == "".join("".join(text for text, _ in found).split())
