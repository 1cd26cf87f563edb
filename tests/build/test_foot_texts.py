"""Own text and form of the date at the foot of slides, and slides without eyebrow and tags: by deck.yaml or the brand."""

from pathlib import Path

import pytest

from brand_pictures import load, make_brand
from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from deckgen.ir.frames import DeckFrames
from deckgen.model.foot_texts import check_date_form, footer_parts
from sample_projects import make_project

SLIDE = "kind: bullets\ntitle: Topic\nheadline: One finding\ndepartment: Product\nbullets: [one, two]"
STANDARD = "Sample deck · Review · Q2 FY20-21"


def lay_out(project: Path, brand: str = "", **deck: object) -> tuple[DeckFrames | None, list[Issue]]:
    make_brand(project, f"defaults:\n  deckgen:\n    extend: wikimedia\n{brand}")
    laid_out = pipeline.lay_out(make_project(project, SLIDE, brand="own", **deck))
    return laid_out.deck, laid_out.issues


def foot(project: Path, brand: str = "", **deck: object) -> DeckFrames:
    frames, issues = lay_out(project, brand, **deck)
    assert frames is not None, [issue.message for issue in issues]
    return frames


@pytest.mark.parametrize(
    ("brand", "deck", "expected"),
    [
        ("", {}, STANDARD),
        ("    footer: Confidential\n", {}, "Confidential"),
        ("    footer: Confidential\n", {"footer": "For the board"}, "For the board"),
        ("    footer: Confidential\n", {"footer": "{title} · {period}"}, "Sample deck · Q2 FY20-21"),
        ("", {"footer": "Confidential · {organisation}, {period}"}, "Confidential · Sample organisation, Q2 FY20-21"),
        ("    footer: Confidential\n", {"footer": "none"}, ""),
    ],
)
def test_footer_is_that_of_the_deck_or_else_of_the_brand(
    tmp_path: Path, brand: str, deck: dict[str, object], expected: str
) -> None:
    assert foot(tmp_path, brand, **deck).footer == expected


def test_part_of_a_footer_without_its_fact_is_left_out() -> None:
    facts = {"title": "Review", "event": "", "period": "Q2", "organisation": ""}
    assert footer_parts("{title} · {event} · at {organisation} · {period}", facts) == ("Review", "Q2")


def test_footer_leads_to_the_setting_that_decides_what_it_says(tmp_path: Path) -> None:
    assert foot(tmp_path / "1").foot_origins["footer"].path == ("title",)
    assert foot(tmp_path / "2", footer="Own").foot_origins["footer"].path == ("footer",)
    assert foot(tmp_path / "3", "    footer: Own\n").foot_origins["footer"].path == ("brand",)


@pytest.mark.parametrize(
    ("brand", "deck", "expected"),
    [
        ("", {"date": "2021-01-28"}, "2021-01-28"),
        ("    date-form: long\n", {"date": "2021-01-28"}, "January 28, 2021"),
        ("    date-form: long\n", {"date": "2021-01-28", "language": "de"}, "28. Januar 2021"),
        ("    date-form: long\n", {"date": "28 January 2021", "date_form": "d MMM y"}, "28 Jan 2021"),
        ("    date-form: EEE d. M. y\n", {"date": "2021-01-28", "language": "fr"}, "jeu. 28. 1. 2021"),
        ("    date-form: \"MMMM 'in' y\"\n", {"date": "2021-01-28"}, "January in 2021"),
    ],
)
def test_date_has_the_form_of_the_deck_or_else_of_the_brand(
    tmp_path: Path, brand: str, deck: dict[str, object], expected: str
) -> None:
    options = foot(tmp_path, brand, **deck).options
    assert options.date == expected
    assert options.day is not None


def test_date_that_names_no_day_is_shown_as_written_with_a_warning(tmp_path: Path) -> None:
    frames, issues = lay_out(tmp_path, date="End of January", date_form="long")
    assert frames is not None
    assert frames.options.date == "End of January"
    [warning] = [issue for issue in issues if issue.code == "date-form"]
    assert "“End of January” is not understood as one day" in warning.message
    assert warning.span is not None
    assert warning.span.file.endswith("deck.yaml")


def test_date_without_a_form_needs_no_day(tmp_path: Path) -> None:
    _, issues = lay_out(tmp_path, date="End of January")
    assert "date-form" not in {issue.code for issue in issues}


def test_date_that_is_too_long_in_its_form_is_an_error(tmp_path: Path) -> None:
    frames, issues = lay_out(tmp_path, date="2021-09-29", date_form="EEEE EEEE EEEE d MMMM y")
    assert frames is None
    assert [issue.code for issue in issues] == ["too-long"]


@pytest.mark.parametrize("form", ["d MMM y", "dd.MM.yyyy", "MMMM y", "EEEE d MMMM", "y-MM-dd", "d 'of' MMMM", "full"])
def test_patterns_of_days_are_accepted(form: str) -> None:
    assert check_date_form(form) == form


@pytest.mark.parametrize(
    "form", ["HH:mm", "d MMM y'", "YYYY-MM-dd", "DD", "tomorrow", "ddd", "--", "d" * 40, "d {0} \\x"]
)
def test_wrong_form_is_an_error_in_deck_and_brand(tmp_path: Path, form: str) -> None:
    frames, issues = lay_out(tmp_path / "deck", date="2021-01-28", date_form=form)
    assert frames is None
    assert [issue.code for issue in issues] == ["foot-text"]
    quoted = form.replace("'", "''")
    brand, found, _ = load(
        make_brand(tmp_path, f"defaults:\n  deckgen:\n    extend: wikimedia\n    date-form: '{quoted}'\n")
    )
    assert brand is None
    [issue] = found
    assert issue.code == "foot-text"
    assert "short, medium, long, full" in (issue.hint or "")
    assert issue.span is not None


def test_unknown_fact_in_a_footer_is_an_error_with_those_there_are(tmp_path: Path) -> None:
    _, [issue] = lay_out(tmp_path, footer="{titel} · Confidential")
    assert "a footer cannot have `{titel}`" in issue.message
    assert "`{title}`, `{event}`, `{period}`, `{organisation}`" in (issue.hint or "")
    brand, [issue], _ = load(
        make_brand(tmp_path, 'defaults:\n  deckgen:\n    extend: wikimedia\n    footer: "{name}"\n')
    )
    assert brand is None
    assert issue.span is not None
    assert issue.span.file == "layouts/own/_brand.yml"


def test_draft_is_marked_where_there_is_no_footer(tmp_path: Path) -> None:
    make_brand(tmp_path, "")
    long = f"kind: bullets\ntitle: {'Title ' * 60}\nbullets: [one]"
    drafted = pipeline.lay_out(make_project(tmp_path, long, brand="own", footer="none"), draft=True)
    assert drafted.deck is not None
    assert drafted.deck.footer == "Draft"


@pytest.mark.parametrize(
    ("brand", "expected"),
    [
        ("", {"eyebrow", "tag"}),
        ("    eyebrow: off\n", {"tag"}),
        ("    tags: off\n", {"eyebrow"}),
        ("    eyebrow: off\n    tags: off\n", set()),
    ],
)
def test_brand_can_switch_eyebrow_and_tags_off(tmp_path: Path, brand: str, expected: set[str]) -> None:
    [page] = foot(tmp_path, brand).pages
    assert {frame.slot for frame in page.frames} & {"eyebrow", "tag"} == expected
    layout = load(tmp_path / "layouts" / "own")[0].layouts["bullets"]  # type: ignore[union-attr]
    assert layout.slots.keys() & {"eyebrow", "tag"} == expected
