"""Eyebrows and unique titles: numbers of titles, never of pixels."""

from hypothesis import given
from hypothesis import strategies as st

from deckgen.build.titles import with_eyebrows, with_unique_titles
from deckgen.ir.blocks import Origin, Slide


def slide(title: str, *discriminators: str, kind: str = "bullets", eyebrow: str = "", number: int = 0) -> Slide:
    return Slide(
        id=f"part/{number}", kind=kind, layout=kind, title=title, blocks=(), eyebrow=eyebrow,
        discriminators=discriminators, origin=Origin(f"part/{number}", "part.yaml", ("slides", number)),
    )  # fmt: skip


def titles(*slides: Slide) -> list[str]:
    return [made.title for made in with_unique_titles(slides)[0]]


def test_titles_of_their_own_stay_as_they_are() -> None:
    assert titles(slide("One", "Points"), slide("Two", "Points")) == ["One", "Two"]


def test_slides_that_share_a_title_get_their_kind() -> None:
    assert titles(slide("Same", "Points"), slide("Same", "Metrics"), slide("Other", "Points")) == [
        "Same: Points",
        "Same: Metrics",
        "Other",
    ]


def test_a_divider_keeps_its_title_and_a_second_of_the_same_does_not() -> None:
    part = slide("Part", "Divider", kind="divider")
    assert titles(part, slide("Part", "Points"), part) == ["Part", "Part: Points", "Part: Divider"]
    assert titles(slide("Part", "Points"), part) == ["Part: Points", "Part"]


def test_what_the_kind_does_not_tell_apart_gets_its_first_metric_and_only_that() -> None:
    made = titles(slide("Same", "Metrics", "Editors"), slide("Same", "Metrics", "Readers"), slide("Same", "Points"))
    assert made == ["Same: Metrics: Editors", "Same: Metrics: Readers", "Same: Points"]


def test_titles_that_differ_in_case_only_are_the_same() -> None:
    assert titles(slide("Same", "Points"), slide("SAME", "Metrics")) == ["Same: Points", "SAME: Metrics"]


def test_a_slide_without_anything_to_add_keeps_its_title_while_the_other_moves() -> None:
    made, clashing = with_unique_titles([slide("Same"), slide("Same", "Points")])
    assert [s.title for s in made] == ["Same", "Same: Points"]
    assert clashing == []


def test_what_nothing_tells_apart_is_handed_back_at_its_second_place() -> None:
    _, clashing = with_unique_titles([slide("Same", "Points", number=n) for n in range(3)])
    assert [s.id for s in clashing] == ["part/1", "part/2"]


def test_a_title_made_longer_that_meets_another_is_told_apart_or_told() -> None:
    made, clashing = with_unique_titles([slide("A", "P"), slide("A", "Q"), slide("A: P", "R")])
    assert len({s.title for s in made}) == 3 or clashing


def test_a_slide_bears_the_title_of_the_part_it_stands_in() -> None:
    made = with_eyebrows(
        [slide("Deck", kind="cover"), slide("First"), slide("Part", kind="divider"), slide("Second"), slide("Part")],
        "Deck",
    )
    assert [s.eyebrow for s in made] == ["", "Deck", "", "Part", ""]


def test_an_eyebrow_of_its_own_is_kept() -> None:
    assert with_eyebrows([slide("Finding", eyebrow="Topic")], "Deck")[0].eyebrow == "Topic"


NAMES = st.sampled_from(["A", "a", "B", "A: X", "A: X: Y"])


@given(st.lists(st.tuples(NAMES, st.lists(st.sampled_from(["X", "Y", "Z"]), max_size=2)), max_size=8))
def test_titles_are_unique_save_for_those_handed_back_and_nothing_else_changes(
    drawn: list[tuple[str, list[str]]],
) -> None:
    slides = [slide(title, *extra, number=n) for n, (title, extra) in enumerate(drawn)]
    made, clashing = with_unique_titles(slides)
    handed_back = {s.id for s in clashing}
    kept = [s.title.casefold() for s in made if s.id not in handed_back]
    assert len(kept) == len(set(kept))
    for before, after in zip(slides, made, strict=True):
        assert after.title.startswith(before.title)
        assert after.origin == before.origin
