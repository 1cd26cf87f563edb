"""A variant loses no word: every authored text that the standard form of the slides shows is shown on a slide, too."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.compose_slides import compose_slides
from deckgen.build.pictures import open_pictures
from deckgen.build.progress import ignore_progress
from deckgen.build.selection import Selection
from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.blocks import Chart, Slide
from deckgen.model import RichText
from deckgen.resolve import DeckRows
from sample_projects import make_every_example

PROJECT = Path(__file__).parents[2]
EXAMPLE_DECK = PROJECT / "content" / "thriving-movement"
GALLERY = PROJECT / "src" / "deckgen" / "gallery" / "deck"
Place = tuple[str, KeyPath]
Words = dict[Place, dict[str, set[str]]]
"""The words that are shown of each authored text, by its place in the content and by the id of the slide."""


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def shown_with_origin(slide: Slide) -> Iterator[tuple[Origin | None, str]]:
    yield slide.title_origin, slide.title
    yield from ((origin, slide.eyebrow) for origin in slide.eyebrow_text_origins)
    yield from zip(slide.tag_origins, slide.tags, strict=True)
    for block in slide.blocks:
        for paragraph in block.all_paragraphs():
            yield from ((origin, paragraph.plain_text) for origin in paragraph.origins)
        if isinstance(block, Chart):
            text = " ".join((block.alt, *block.spec.categories, *(series.name for series in block.spec.series)))
            yield from ((origin, text) for origin in block.origins)


def authored_words(slides: Sequence[Slide], files: dict[str, Any]) -> Words:
    """Return what is shown of each text; a word is one of the text itself, not one that deckgen adds to it."""
    result: Words = defaultdict(lambda: defaultdict(set))
    for slide in slides:
        for origin, text in shown_with_origin(slide):
            if origin is not None and isinstance(value := value_at(files, origin), str):
                result[origin.file, origin.path][slide.id] |= words(text) & words(RichText(value).plain)
    return result


def value_at(files: dict[str, Any], origin: Origin) -> object:
    value = files.get(origin.file)
    for key in origin.path:
        if not (isinstance(value, list) or (isinstance(value, dict) and key in value)):
            return None
        value = value[key]
    return value


def standard_and_chosen(result: LayoutResult) -> tuple[Words, Words]:
    """Return the words of the slides in their standard form, and of those that were laid out."""
    assert result.content is not None, result.issues
    pictures, _ = open_pictures(result.content)
    standard, _ = compose_slides(DeckRows(result.content), pictures, ignore_progress)
    files = {name: document.data for name, document in result.content.documents.items()}
    return authored_words(standard, files), authored_words(result.slides, files)


@pytest.fixture(scope="module", params=["example deck", "examples of all kinds", "gallery"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    if request.param == "examples of all kinds":
        return make_every_example(tmp_path_factory.mktemp("examples"))
    return {"example deck": EXAMPLE_DECK, "gallery": GALLERY}[request.param]


def test_text_of_the_standard_form_is_shown_in_the_chosen_variants(folder: Path) -> None:
    standard, chosen = standard_and_chosen(pipeline.lay_out(folder))
    lost = {
        place: missing
        for place, by_slide in standard.items()
        if (missing := set().union(*by_slide.values()) - set().union(*chosen[place].values()))
    }
    assert len(standard) > 100
    assert lost == {}


def test_no_text_is_left_off_its_slide_in_a_deck_to_read(folder: Path) -> None:
    standard, chosen = standard_and_chosen(pipeline.lay_out(folder, Selection(density="read")))
    lost = {
        (slide, place): missing
        for place, by_slide in standard.items()
        for slide, shown in by_slide.items()
        if (missing := shown - chosen[place][slide])
    }
    assert lost == {}
