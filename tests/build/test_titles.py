"""Eyebrows and unique titles."""

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deckgen.build.titles import with_eyebrows, with_section_names, with_unique_titles
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Run, Slide, Text
from deckgen.model import Labels


def slide(title: str, *discriminators: str, kind: str = "bullets", eyebrow: str = "", number: int = 0) -> Slide:
    return Slide(
        id=f"part/{number}", kind=kind, layout=kind, title=title, blocks=(), eyebrow=eyebrow,
        discriminators=discriminators, origin=Origin(f"part/{number}", "part.yaml", ("slides", number)),
    )  # fmt: skip


def titles(*slides: Slide) -> list[str]:
    return [extended.title for extended in with_unique_titles(slides, Labels.load("en"))]


def test_unique_titles_are_unchanged() -> None:
    assert titles(slide("One", "Points"), slide("Two", "Points")) == ["One", "Two"]


def test_equal_titles_are_extended_by_kind() -> None:
    assert titles(slide("Same", "Points"), slide("Same", "Metrics"), slide("Other", "Points")) == [
        "Same: Points",
        "Same: Metrics",
        "Other",
    ]


def test_first_divider_keeps_its_title_and_a_second_equal_one_is_numbered() -> None:
    part = slide("Part", kind="divider")
    assert titles(part, slide("Part", "Objective"), part) == ["Part", "Part: Objective", "Part (2)"]
    assert titles(slide("Part", "Objective"), part) == ["Part: Objective", "Part"]


def test_cover_keeps_its_title_even_after_a_divider_with_the_same() -> None:
    cover, part = slide("Review", kind="cover"), slide("Review", kind="divider")
    assert titles(cover, slide("Review", "Overview")) == ["Review", "Review: Overview"]
    assert titles(part, cover, slide("Review")) == ["Review (2)", "Review", "Review (3)"]


def test_what_all_equal_titles_share_is_not_added() -> None:
    equal = titles(slide("Same", "Metrics", "Editors"), slide("Same", "Metrics", "Readers"))
    assert equal == ["Same: Editors", "Same: Readers"]
    assert titles(slide("Same", "Metrics"), slide("Same", "Metrics")) == ["Same", "Same (2)"]


def test_what_a_title_says_already_is_not_added() -> None:
    part, equal = slide("Metrics", kind="divider"), slide("Metrics", "Metrics", "Editors")
    assert titles(part, equal) == ["Metrics", "Metrics: Editors"]
    assert titles(slide("Our metrics", "Metrics"), slide("Our metrics", "Objective")) == [
        "Our metrics", "Our metrics: Objective",
    ]  # fmt: skip
    assert titles(slide("Art", "Part"), slide("Art", "Whole")) == ["Art: Part", "Art: Whole"]


def test_titles_equal_with_their_kind_are_extended_by_the_first_metric() -> None:
    extended = titles(slide("Same", "Metrics", "Editors"), slide("Same", "Metrics", "Readers"), slide("Same", "Points"))
    assert extended == ["Same: Metrics: Editors", "Same: Metrics: Readers", "Same: Points"]


def test_titles_that_differ_only_in_case_are_equal() -> None:
    assert titles(slide("Same", "Points"), slide("SAME", "Metrics")) == ["Same: Points", "SAME: Metrics"]


def test_title_without_extension_is_kept_and_the_other_one_extended() -> None:
    assert titles(slide("Same"), slide("Same", "Points")) == ["Same", "Same: Points"]


def test_number_that_another_title_has_is_left_out() -> None:
    assert titles(slide("A"), slide("A (2)"), slide("A"), slide("a")) == ["A", "A (2)", "A (3)", "a (4)"]


def test_eyebrow_is_the_title_of_the_part() -> None:
    extended = with_eyebrows(
        [slide("Deck", kind="cover"), slide("First"), slide("Part", kind="divider"), slide("Second"), slide("Part")],
        "Deck",
    )
    assert [s.eyebrow for s in extended] == ["", "Deck", "", "Part", ""]


def test_divider_alone_in_its_section_opens_a_part_of_several() -> None:
    sections = ["overview bullets", "part divider", "one bullets", "two divider", "two bullets", "three bullets"]
    slides = [
        replace(slide(text, kind=text.split()[1]), origin=Origin(file=f"{text.split()[0]}.yaml")) for text in sections
    ]
    eyebrows = [s.eyebrow for s in with_eyebrows(slides, "Deck")]
    assert eyebrows == ["Deck", "", "part divider", "", "two divider", "part divider"]


def test_eyebrow_is_the_own_section_unless_that_is_the_title() -> None:
    slides = [
        replace(slide(title, kind=kind), section=section, origin=Origin(file=f"{section}.yaml"))
        for title, kind, section in [
            ("Voices", "photos", "Programs"), ("Part", "divider", "Part"), ("Voices", "photos", "New section"),
            ("New section", "bullets", "New section"),
        ]
    ]  # fmt: skip
    extended = with_eyebrows(slides, "Deck")
    assert [s.eyebrow for s in extended] == ["Programs", "", "New section", "Part"]
    assert extended[0].eyebrow_text_origins == (Origin(file="Programs.yaml", path=("title",)),)
    assert not any(s.has_finding for s in extended)


def test_existing_eyebrow_is_kept() -> None:
    assert with_eyebrows([slide("Finding", eyebrow="Topic")], "Deck")[0].eyebrow == "Topic"


def test_eyebrow_names_the_section_of_the_slide() -> None:
    origin = Origin("a/b", "a.yaml", ("slides", 0))
    slides = [
        replace(slide(title, eyebrow=eyebrow), section="Readers", origin=origin)
        for title, eyebrow in (
            ("Drill-down", ""),
            ("More readers stay", "Growth"),
            ("Readers", ""),
            ("Up", "Readers"),
            ("Down", "Drill Down: Readers"),
        )
    ]
    named = with_section_names(slides)
    assert [one.eyebrow for one in named] == ["Readers", "Growth · Readers", "", "Readers", "Drill Down: Readers"]
    assert [len(one.eyebrow_text_origins) for one in named] == [1, 1, 0, 0, 0]


def test_section_that_a_panel_names_is_not_named_above_the_title() -> None:
    panel = Text("panel", (Paragraph((Run("Readers"),), "name"),))
    named = replace(slide("Up"), section="Readers", origin=Origin("a/b", "a.yaml", ("slides", 0)), blocks=(panel,))
    assert with_section_names([named])[0].eyebrow == ""
    assert with_eyebrows([slide("Part", kind="divider"), named], "Deck")[1].eyebrow == "Part"


def test_eyebrow_of_a_slide_outside_of_sections_names_none() -> None:
    assert with_section_names([replace(slide("Agenda"), section="Deck", origin=Origin("agenda"))])[0].eyebrow == ""


NAMES = st.sampled_from(["A", "a", "B", "A: X", "A: X: Y", "A (2)"])


@given(st.lists(st.tuples(NAMES, st.lists(st.sampled_from(["X", "Y", "Z"]), max_size=2)), max_size=8))
def test_titles_are_unique(titles_and_discriminators: list[tuple[str, list[str]]]) -> None:
    slides = [slide(title, *extra, number=n) for n, (title, extra) in enumerate(titles_and_discriminators)]
    extended = with_unique_titles(slides, Labels.load("en"))
    assert len({s.title.casefold() for s in extended}) == len(slides)
    for before, after in zip(slides, extended, strict=True):
        assert after.title.startswith(before.title)
        assert after.origin == before.origin
