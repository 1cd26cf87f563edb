"""A variant loses no word: every authored text that the standard form of the slides shows is shown on a slide, too."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.build.build_results import LayoutResult
from deckgen.build.compose_slides import compose_slides
from deckgen.build.pictures import open_pictures
from deckgen.build.progress import ignore_progress
from deckgen.build.selection import Selection
from deckgen.diagnostics import KeyPath, Origin
from deckgen.guide.variants import ShownVariant, shown_variants
from deckgen.ir.blocks import Chart, Slide
from deckgen.kinds import content_models, english_labels
from deckgen.model import Deck, RichText, load_deck
from deckgen.resolve import DeckRows
from sample_projects import make_every_example, make_project

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


def entries_of(name: str, variants: Sequence[ShownVariant]) -> list[dict[str, Any]]:
    """Return the examples of a kind, and each without one of its fields, in every variant that an author may name."""
    examples = [yaml.safe_load(variant.entry) for variant in variants]
    contents = {
        yaml.safe_dump({key: value for key, value in example.items() if key not in {"id", "variant", left_out}})
        for example in examples
        for left_out in ("", *example.keys() - {"kind", "title"})
    }
    named = [(yaml.safe_load(text), variant.name) for text in sorted(contents) for variant in variants]
    return [{**entry, "variant": variant, "id": f"{name}-{n}"} for n, (entry, variant) in enumerate(named)]


def load_entries(root: Path, entries: Sequence[dict[str, Any]]) -> Deck:
    """Load a deck of entries; those that are refused are not in it."""
    folder = make_project(root, *(yaml.safe_dump(entry, allow_unicode=True) for entry in entries))
    deck, issues, _ = load_deck(folder, root, content_models(), english=english_labels)
    assert deck is not None, issues
    return deck


@pytest.mark.parametrize("name", sorted(shown_variants().keys() - {"agenda", "scorecard"}))
def test_named_variant_shows_all_text_or_has_no_slot_for_it(name: str, tmp_path: Path) -> None:
    """An author may name a variant that does not suit the content. A text without a slot is an error of the layout stage."""
    brand, problems, _ = load_brand("wikimedia", [PROJECT / "layouts"])
    assert brand is not None, problems
    deck = load_entries(tmp_path, entries_of(name, shown_variants()[name]))
    files = {file: document.data for file, document in deck.documents.items()}
    slots = {key: layout.slots.keys() for key, layout in brand.layouts.items()}
    standard, _ = compose_slides(DeckRows(deck), {}, ignore_progress)
    chosen, _ = compose_slides(DeckRows(deck), {}, ignore_progress, slots)
    shown = authored_words(chosen, files)
    lost = {
        place: missing
        for place, by_slide in authored_words(standard, files).items()
        if (missing := set().union(*by_slide.values()) - set().union(*shown[place].values()))
    }
    assert len(chosen) > len(shown_variants()[name])
    assert lost == {}
