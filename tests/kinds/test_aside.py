"""Asides: a chart, picture, figure, quote or remarks beside the text or table of a slide."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation

from deckgen import package
from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.ir.blocks import Slide, Text
from deckgen.ir.frames import ChartFrame, Frame, Page, PictureFrame, TableFrame, TextFrame
from deckgen.package import accessibility
from frame_checks import problems
from sample_projects import make_project

BODIES = {
    "bullets": "kind: bullets\nbullets: [One, Two]\n",
    "text": "kind: text\ntext: Some prose.\n",
    "table": "kind: table\ncolumns: [Measure, Q1, Q2]\nrows: [[Readers, 1, 2], [Editors, 3, 4]]\n",
    "metrics": "kind: metrics\nrows: [{name: Readers, goal: 50, quarters: {Q1: 41, Q2: 47}}]\n",
    "key-results": "kind: key-results\nrows: [{name: Readers, goal: 50, quarters: {Q1: 41, Q2: 47}}]\n",
    "highlights": "kind: highlights\nfigures: [{value: 41%, label: of readers}]\n",
    "decisions": "kind: decisions\ndecisions: [{ask: Which?, options: [This, That]}]\n",
}
CHART = "chart: {kind: compare, unit: '%', categories: [Q1, Q2], series: [{name: Readers, values: [64, 82]}]}"
ASIDES = {
    "chart": CHART,
    "picture": "picture: {file: media/a.png, alt: Teachers around a table, caption: The closing ceremony}",
    "figure": "figure: {value: 82%, label: of newcomers stay}",
    "quote": "quote: {text: Somebody answered me., source: a newcomer}",
    "remarks": "remarks: [The second year has two quarters., Another]",
}


def with_aside(body: str, aside: str) -> str:
    return f"{body}aside:\n  {aside}\n"


def lay_out(root: Path, *slides: str, picture: bool = True, **deck: object) -> LayoutResult:
    folder = make_project(root, *slides, **deck)
    if picture:
        (folder / "media").mkdir(exist_ok=True)
        Image.new("RGB", (64, 48), "#3366CC").save(folder / "media/a.png")
    return pipeline.lay_out(folder)


def laid_out(root: Path, *slides: str, **more: object) -> tuple[Slide, list[Page]]:
    result = lay_out(root, *slides, **more)  # type: ignore[arg-type]
    assert result.deck is not None, result.issues
    assert problems(result.deck) == []
    return result.slides[-1], list(result.deck.pages)


def in_slots(page: Page) -> list[Frame]:
    return [frame for frame in page.frames if frame.slot not in ("", "title", "eyebrow", "tag", "footnotes")]


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize("form", ASIDES)
def test_aside_stands_beside_the_body_and_is_read_after_it(kind: str, form: str, tmp_path: Path) -> None:
    slide, [page] = laid_out(tmp_path, with_aside(BODIES[kind], ASIDES[form]))
    assert slide.layout.endswith(f"+aside-{form}")
    frames = in_slots(page)
    aside = [frame for frame in frames if frame.slot.startswith("aside")]
    body = frames[: len(frames) - len(aside)]
    assert frames == [*body, *aside]
    assert body
    assert aside
    assert max(frame.box.right for frame in body) < min(frame.box.x for frame in aside)


@pytest.mark.parametrize(("form", "texts"), [
    ("figure", [("figure", "82%"), ("label", "of newcomers stay")]),
    ("quote", [("body", "Somebody answered me."), ("small", "a newcomer")]),
    ("remarks", [("body", "The second year has two quarters."), ("body", "Another")]),
])  # fmt: skip
def test_texts_of_an_aside_have_styles_that_its_slot_has(form: str, texts: list[str], tmp_path: Path) -> None:
    result = lay_out(tmp_path, with_aside(BODIES["bullets"], ASIDES[form]))
    assert result.brand is not None
    slide = result.slides[-1]
    aside = slide.blocks_of(Text)[-1]
    assert [(p.style, p.plain_text) for p in aside.paragraphs] == texts
    styles = result.brand.layouts[slide.layout].slots["aside"].styles
    assert {p.style for p in aside.paragraphs} <= styles.keys()


def test_long_figure_of_an_aside_is_smaller(tmp_path: Path) -> None:
    slide, _ = laid_out(tmp_path, with_aside(BODIES["bullets"], "figure: 3 months"))
    assert [p.style for p in slide.blocks_of(Text)[-1].paragraphs] == ["lead"]


@pytest.mark.parametrize("form", ["figure", "quote", "remarks"])
def test_texts_of_an_aside_have_their_origins(form: str, tmp_path: Path) -> None:
    slide, _ = laid_out(tmp_path, with_aside(BODIES["table"], ASIDES[form]))
    aside = slide.blocks_of(Text)[-1]
    assert all(origin.path[2:4] == ("aside", form) for p in aside.paragraphs for origin in p.origins)
    assert all(p.origins for p in aside.paragraphs)


def test_chart_of_an_aside_has_alt_text_notes_and_origin(tmp_path: Path) -> None:
    slide, [page] = laid_out(
        tmp_path, with_aside(BODIES["table"], CHART.replace("categories", "table_in_notes: yes, categories", 1))
    )
    [chart] = page.frames_of(ChartFrame)
    assert "82" in chart.alt
    assert chart.origin.path[2:] == ("aside", "chart")
    assert any("82" in note.plain_text for note in slide.notes)


def test_picture_of_an_aside_has_alt_text_and_caption(tmp_path: Path) -> None:
    _, [page] = laid_out(tmp_path, with_aside(BODIES["table"], ASIDES["picture"]))
    [picture] = page.frames_of(PictureFrame)
    assert picture.alt == "Teachers around a table"
    caption = next(frame for frame in page.frames_of(TextFrame) if frame.slot == "aside-caption")
    assert caption.box.y > picture.box.bottom


def test_missing_picture_takes_its_caption_with_it(tmp_path: Path) -> None:
    result = lay_out(tmp_path, with_aside(BODIES["table"], ASIDES["picture"]), picture=False)
    assert result.slides[-1].layout == "table"
    [issue] = result.issues
    assert "media/a.png" in issue.message


def test_picture_without_alt_text_is_an_error(tmp_path: Path) -> None:
    result = lay_out(tmp_path, with_aside(BODIES["table"], "picture: {file: media/a.png}"))
    assert result.deck is None
    assert any("alt" in issue.message for issue in result.issues)


@pytest.mark.parametrize("aside", ["{}", "{figure: 8%, quote: {text: Well.}}"])
def test_aside_has_exactly_one_form(aside: str, tmp_path: Path) -> None:
    result = lay_out(tmp_path, f"{BODIES['bullets']}aside: {aside}\n")
    [issue] = result.issues
    assert issue.message.startswith("an aside has one of `chart`, `picture`, `figure`, `quote` and `remarks`")
    assert issue.span is not None


def test_slide_with_a_chart_has_no_aside(tmp_path: Path) -> None:
    result = lay_out(tmp_path, with_aside(f"{BODIES['metrics']}{CHART}\n", ASIDES["figure"]))
    assert [issue.message for issue in result.issues] == ["a slide with a `chart` has no `aside`"]


def test_variant_for_the_full_width_is_not_chosen_beside_an_aside(tmp_path: Path) -> None:
    slide, _ = laid_out(tmp_path, with_aside(BODIES["decisions"], ASIDES["figure"]))
    assert slide.layout == "decisions+aside-figure"


def test_author_may_name_such_a_variant(tmp_path: Path) -> None:
    slide, _ = laid_out(tmp_path, with_aside(BODIES["decisions"], ASIDES["figure"]) + "variant: cards\n")
    assert slide.layout == "decisions-1--cards+aside-figure"


@pytest.mark.parametrize("kind", ["bullets", "table"])
def test_further_pages_have_no_aside_and_the_full_width(kind: str, tmp_path: Path) -> None:
    point = "Somebody answered the first question within ten minutes and that in all languages with many editors"
    body = f"kind: {kind}\n"
    if kind == "bullets":
        body += "bullets:\n" + f"  - {point}\n" * 25
    else:
        body += "columns: [Measure, Result]\nrows:\n" + f"  - [{point}, {point}]\n" * 25
    _, pages = laid_out(tmp_path, with_aside(body, ASIDES["figure"]))
    assert len(pages) > 1
    assert [any(frame.slot == "aside" for frame in page.frames) for page in pages] == [
        True,
        *(False for _ in pages[1:]),
    ]
    widths = [next(frame for frame in in_slots(page) if frame.slot != "aside").box.width for page in pages]
    assert all(width > 1.2 * widths[0] for width in widths[1:])


def test_columns_of_a_wider_page_add_up_to_its_width(tmp_path: Path) -> None:
    rows = "rows:\n" + "  - [Readers who come back, 47, 51]\n" * 60
    _, pages = laid_out(tmp_path, with_aside("kind: table\ncolumns: [Measure, Q1, Q2]\n" + rows, ASIDES["remarks"]))
    tables = [frame for page in pages for frame in page.frames_of(TableFrame)]
    assert all(sum(table.columns) == table.box.width for table in tables)
    assert all(a <= b for first, second in pairwise(tables) for a, b in zip(first.columns, second.columns, strict=True))


@pytest.mark.parametrize("deck", [{"size": "4:3"}, {"language": "ar"}, {"density": "read"}])
@pytest.mark.parametrize("form", ASIDES)
def test_asides_fit_other_pages(form: str, deck: dict[str, str], tmp_path: Path) -> None:
    slides = (with_aside(body, ASIDES[form]) for body in BODIES.values())
    _, pages = laid_out(tmp_path, *slides, **deck)
    assert len(pages) == len(BODIES)


def test_chart_without_results_yet_shows_the_period_before(tmp_path: Path) -> None:
    metrics = "readers:\n  name: Readers\n  goal: 50%\n  quarters: {Q1: 41%}\n"
    slide = with_aside(BODIES["bullets"], "chart: {kind: progress, metrics: [readers]}")
    folder = make_project(tmp_path, slide, files={"data/metrics.yaml": metrics})
    result = pipeline.lay_out(folder)
    assert result.deck is not None, result.issues
    assert result.slides[-1].layout == "bullets--large+aside-chart"
    assert ["the slide still shows Q1" in issue.message for issue in result.issues] == [True]


def test_brand_without_the_layout_is_an_error_with_a_remedy(tmp_path: Path) -> None:
    own = tmp_path / "layouts" / "own"
    own.mkdir(parents=True)
    packaged = Path(__file__).parents[2] / "layouts" / "wikimedia"
    for file in packaged.iterdir():
        if not file.name.startswith("aside-"):
            (own / file.name).write_bytes(file.read_bytes())
    result = lay_out(tmp_path, with_aside(BODIES["bullets"], ASIDES["quote"]), brand="own")
    [issue] = result.issues
    assert issue.message == "the brand has no layout `aside-quote`, which an aside with `quote` needs"
    assert "extend: wikimedia" in issue.hint
    assert issue.span is not None


def test_deck_with_all_asides_is_sound_and_accessible(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, *(with_aside(BODIES[kind], aside) for kind in ("table", "highlights") for aside in ASIDES.values())
    )
    (folder / "media").mkdir()
    Image.new("RGB", (64, 48), "#3366CC").save(folder / "media/a.png")
    built = pipeline.build_bytes(folder)
    assert built.data is not None, built.issues
    assert package.problems(built.data) == []
    assert [finding.message for finding in accessibility.findings(built.data)] == []
    for slide in Presentation(BytesIO(built.data)).slides:
        texts = [shape for shape in slide.shapes if shape.has_text_frame and shape.text_frame.text]
        assert all(shape.is_placeholder for shape in texts)
