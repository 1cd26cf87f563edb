"""Eyebrows and unique titles."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.build.titles import with_eyebrows, with_unique_titles
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Slide


def slide(title: str, *discriminators: str, kind: str = "bullets", eyebrow: str = "", number: int = 0) -> Slide:
    return Slide(
        id=f"part/{number}", kind=kind, layout=kind, title=title, blocks=(), eyebrow=eyebrow,
        discriminators=discriminators, origin=Origin(f"part/{number}", "part.yaml", ("slides", number)),
    )  # fmt: skip


def titles(*slides: Slide) -> list[str]:
    return [extended.title for extended in with_unique_titles(slides)[0]]


def test_unique_titles_are_unchanged() -> None:
    assert titles(slide("One", "Points"), slide("Two", "Points")) == ["One", "Two"]


def test_equal_titles_are_extended_by_kind() -> None:
    assert titles(slide("Same", "Points"), slide("Same", "Metrics"), slide("Other", "Points")) == [
        "Same: Points",
        "Same: Metrics",
        "Other",
    ]


def test_first_divider_keeps_its_title_and_a_second_equal_one_does_not() -> None:
    part = slide("Part", "Divider", kind="divider")
    assert titles(part, slide("Part", "Points"), part) == ["Part", "Part: Points", "Part: Divider"]
    assert titles(slide("Part", "Points"), part) == ["Part: Points", "Part"]


def test_titles_equal_with_their_kind_are_extended_by_the_first_metric() -> None:
    extended = titles(slide("Same", "Metrics", "Editors"), slide("Same", "Metrics", "Readers"), slide("Same", "Points"))
    assert extended == ["Same: Metrics: Editors", "Same: Metrics: Readers", "Same: Points"]


def test_titles_that_differ_only_in_case_are_equal() -> None:
    assert titles(slide("Same", "Points"), slide("SAME", "Metrics")) == ["Same: Points", "SAME: Metrics"]


def test_title_without_extension_is_kept_and_the_other_one_extended() -> None:
    extended, clashing = with_unique_titles([slide("Same"), slide("Same", "Points")])
    assert [s.title for s in extended] == ["Same", "Same: Points"]
    assert clashing == []


def test_second_and_later_slides_that_stay_equal_are_returned() -> None:
    _, clashing = with_unique_titles([slide("Same", "Points", number=n) for n in range(3)])
    assert [s.id for s in clashing] == ["part/1", "part/2"]


def test_extended_title_equal_to_another_is_extended_again_or_returned() -> None:
    extended, clashing = with_unique_titles([slide("A", "P"), slide("A", "Q"), slide("A: P", "R")])
    assert len({s.title for s in extended}) == 3 or clashing


def test_eyebrow_is_the_title_of_the_part() -> None:
    extended = with_eyebrows(
        [slide("Deck", kind="cover"), slide("First"), slide("Part", kind="divider"), slide("Second"), slide("Part")],
        "Deck",
    )
    assert [s.eyebrow for s in extended] == ["", "Deck", "", "Part", ""]


def test_existing_eyebrow_is_kept() -> None:
    assert with_eyebrows([slide("Finding", eyebrow="Topic")], "Deck")[0].eyebrow == "Topic"


NAMES = st.sampled_from(["A", "a", "B", "A: X", "A: X: Y"])


@given(st.lists(st.tuples(NAMES, st.lists(st.sampled_from(["X", "Y", "Z"]), max_size=2)), max_size=8))
def test_titles_are_unique_except_of_the_slides_returned_as_clashing(
    titles_and_discriminators: list[tuple[str, list[str]]],
) -> None:
    slides = [slide(title, *extra, number=n) for n, (title, extra) in enumerate(titles_and_discriminators)]
    extended, clashing = with_unique_titles(slides)
    clashing_ids = {s.id for s in clashing}
    unique = [s.title.casefold() for s in extended if s.id not in clashing_ids]
    assert len(unique) == len(set(unique))
    for before, after in zip(slides, extended, strict=True):
        assert after.title.startswith(before.title)
        assert after.origin == before.origin
