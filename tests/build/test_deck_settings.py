"""Settings of deck.yaml for the file: its size, a date, a transition, hidden slides, links back to the agenda, fonts."""

import shutil
from pathlib import Path
from zipfile import ZipFile

import pytest
from pptx import Presentation

import frame_checks
from deckgen import package
from deckgen.build import pipeline
from deckgen.ir.frames import DeckFrames
from deckgen.kinds import find_kinds
from sample_projects import make_example, make_project

PROJECT = Path(__file__).parents[2]
SLIDE = "kind: bullets\ntitle: {}\nbullets:\n  - One\n"


def with_setting(folder: Path, line: str) -> Path:
    """Add a line to deck.yaml as an author types it."""
    file = folder / "deck.yaml"
    file.write_text(file.read_text(encoding="utf-8") + f"{line}\n", encoding="utf-8")
    return folder


def lay_out(folder: Path) -> DeckFrames:
    laid_out = pipeline.lay_out(folder)
    assert laid_out.deck is not None, [d.message for d in laid_out.issues]
    return laid_out.deck


def build(folder: Path) -> Path:
    built = pipeline.build(folder)
    assert built.path is not None, [d.message for d in built.issues]
    return built.path


def with_back_link(root: Path) -> str:
    """Write a brand whose slides have a link back to the agenda instead of the tracker; return its name."""
    brand = root / "layouts" / "own"
    brand.mkdir(parents=True)
    (brand / "_brand.yml").write_text("defaults:\n  deckgen:\n    extend: wikimedia\n", encoding="utf-8")
    back = "{role: back, columns: [8, 9], top: 6.8, bottom: 7.02, styles: number}"
    (brand / "master.yaml").write_text(f"tracker: none\nslots:\n  back: {back}\n", encoding="utf-8")
    return "own"


def foot_placeholders(path: Path) -> list[list[tuple[str, str]]]:
    """Return type and text of the placeholders at the foot of each slide."""
    return [
        [(s.placeholder_format.type.name, s.text_frame.text) for s in slide.shapes if s.name in FOOT_NAMES]
        for slide in Presentation(str(path)).slides
    ]


FOOT_NAMES = ("Footer", "Date", "Back", "Number")


def test_example_deck_fits_on_slides_of_four_to_three(tmp_path: Path) -> None:
    folder = tmp_path / "content" / "thriving-movement"
    shutil.copytree(PROJECT / "content" / "thriving-movement", folder)
    deck = lay_out(with_setting(folder, "size: 4:3"))
    assert deck.size == (9144000, 6858000)
    assert frame_checks.problems(deck) == []
    assert min(deck.smallest_sizes.values()) >= 900


@pytest.mark.parametrize("kind", sorted(find_kinds()))
def test_every_kind_fits_on_a_slide_of_four_to_three(kind: str, tmp_path: Path) -> None:
    deck = lay_out(with_setting(make_example(tmp_path, find_kinds()[kind].EXAMPLE), "size: 4:3"))
    assert frame_checks.problems(deck) == []


def test_file_of_four_to_three_is_valid_and_has_the_name_of_its_size(tmp_path: Path) -> None:
    path = build(make_project(tmp_path, SLIDE.format("A"), size="4:3"))
    assert package.problems(path) == []
    assert b'<p:sldSz cx="9144000" cy="6858000" type="screen4x3"/>' in ZipFile(path).read("ppt/presentation.xml")


def test_footer_date_link_and_slide_number_are_placeholders(tmp_path: Path) -> None:
    path = build(
        make_project(
            tmp_path, SLIDE.format("A"), front=["agenda"], date="28 January 2021", brand=with_back_link(tmp_path)
        )
    )
    agenda, slide = foot_placeholders(path)
    footer = "Sample deck · Review · Q2 FY20-21"
    assert agenda == [("FOOTER", footer), ("DATE", "28 January 2021"), ("SLIDE_NUMBER", "1")]
    assert slide == [("FOOTER", footer), ("DATE", "28 January 2021"), ("BODY", "Back to agenda"), ("SLIDE_NUMBER", "2")]


def test_agenda_and_slides_link_to_each_other(tmp_path: Path) -> None:
    path = build(
        make_project(
            tmp_path, SLIDE.format("A"), SLIDE.format("B"), front=["cover", "agenda"], brand=with_back_link(tmp_path)
        )
    )
    slides = list(Presentation(str(path)).slides)
    targets = [jump.partname for jump in _linked_slides(slides[1])]
    assert set(targets) == {slides[2].part.partname}
    for slide in slides[2:]:
        assert [jump.partname for jump in _linked_slides(slide)] == [slides[1].part.partname]
    assert not _linked_slides(slides[0])


def _linked_slides(slide: object) -> list[object]:
    """Return the slides that the links of a slide lead to."""
    ids = slide._element.xpath(".//a:hlinkClick[@action='ppaction://hlinksldjump']/@r:id")
    return [slide.part.related_part(i) for i in ids]


def test_slide_has_no_link_without_agenda_and_no_date_without_setting(tmp_path: Path) -> None:
    [slide] = foot_placeholders(build(make_project(tmp_path, SLIDE.format("A"))))
    assert [kind for kind, _ in slide] == ["FOOTER", "SLIDE_NUMBER"]


@pytest.mark.parametrize(("transition", "times"), [(None, 0), ("none", 0), ("fade", 2)])
def test_slides_have_a_transition_only_where_one_is_set(transition: str | None, times: int, tmp_path: Path) -> None:
    more = {} if transition is None else {"transition": transition}
    path = build(make_project(tmp_path, SLIDE.format("A"), SLIDE.format("B"), **more))
    with ZipFile(path) as zipped:
        with_transition = [name for name in zipped.namelist() if b"<p:transition" in zipped.read(name)]
    assert len(with_transition) == times
    assert package.problems(path) == []


def test_hidden_slide_is_in_the_file_and_numbered_but_not_shown(tmp_path: Path) -> None:
    path = build(make_project(tmp_path, SLIDE.format("A") + "hidden: true\n", SLIDE.format("B")))
    with ZipFile(path) as zipped:
        slides = [zipped.read(f"ppt/slides/slide{n}.xml") for n in (1, 2)]
        assert b"<HiddenSlides>1</HiddenSlides>" in zipped.read("docProps/app.xml")
    assert [b'show="0"' in slide for slide in slides] == [True, False]
    assert [dict(foot)["SLIDE_NUMBER"] for foot in foot_placeholders(path)] == ["1", "2"]


def test_fonts_are_embedded_only_where_set_and_their_size_is_returned(tmp_path: Path) -> None:
    plain = pipeline.build(make_project(tmp_path / "plain", SLIDE.format("A")))
    embedded = pipeline.build(make_project(tmp_path / "embedded", SLIDE.format("A"), embed_fonts=True))
    assert (plain.font_bytes, embedded.font_bytes > 500_000) == (0, True)
    for built, count in ((plain, 0), (embedded, 4)):
        assert built.path is not None
        assert len([n for n in ZipFile(built.path).namelist() if n.endswith(".fntdata")]) == count
        assert package.problems(built.path) == []


@pytest.mark.parametrize(
    ("line", "at", "expected"),
    [
        ("size: 3:2", "3:2", "16:9"),
        ("date: the twenty-eighth of January 2021", "the twenty-eighth of January 2021", "24"),
        ("transition: explode", "explode", "fade"),
        ("embed_fonts: perhaps", "perhaps", "yes"),
    ],
)
def test_invalid_setting_is_an_error_at_its_line(line: str, at: str, expected: str, tmp_path: Path) -> None:
    laid_out = pipeline.lay_out(with_setting(make_project(tmp_path, SLIDE.format("A")), line))
    [issue] = laid_out.issues
    assert laid_out.deck is None
    assert issue.span is not None
    assert laid_out.sources[issue.span.file][issue.span.start : issue.span.end] == at
    assert expected in issue.message + (issue.hint or "")


def test_size_that_the_brand_lacks_is_an_error_at_the_setting(tmp_path: Path) -> None:
    folder = with_setting(make_project(tmp_path, SLIDE.format("A")), "size: 4:3")
    own = tmp_path / "layouts" / "wikimedia"
    shutil.copytree(PROJECT / "layouts" / "wikimedia", own)
    master = own / "master.yaml"
    text = master.read_text(encoding="utf-8")
    master.write_text(text.replace('sizes:\n  "4:3":', 'sizes:\n  "5:4":'), encoding="utf-8")
    laid_out = pipeline.lay_out(folder)
    [issue] = laid_out.issues
    assert "has no slides of the size 4:3" in issue.message
    assert issue.span is not None
    assert laid_out.sources[issue.span.file][issue.span.start : issue.span.end] == "4:3"


def test_font_whose_licence_forbids_embedding_is_an_error_at_the_setting(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from deckgen.build.embedded_fonts import FontRefusedError  # noqa: PLC0415 -- needed only here

    def refuse(_: object) -> None:
        raise FontRefusedError("the licence says no")

    monkeypatch.setattr("deckgen.build.embedded_fonts.read_embedded_fonts", refuse)
    built = pipeline.build(make_project(tmp_path, SLIDE.format("A"), embed_fonts=True))
    [issue] = built.issues
    assert built.path is None
    assert issue.message == "the licence says no"
    assert issue.span is not None
