"""Which texts of a deck go to a translator, and under which keys."""

from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from translated_projects import FOOTNOTES, METRICS, METRICS_SLIDE, TEXT_SLIDE, opened

from deckgen.kinds import content_models
from deckgen.model import FootnoteDef, Metric
from deckgen.model.files import DeckFile, SectionFile
from deckgen.translation.authored_words import WORDS, WORDS_OF_MODELS, authored_texts, figure_texts, has_words
from sample_projects import make_project

SAME_IN_EVERY_LANGUAGE = {
    "kind", "id", "owner", "owners", "variant", "in_versions", "not_in", "only", "mark", "file", "digest", "layout", "entry",
    "reported", "as_of", "slide", "when", "color", "comment", "reason", "by", "unit", "format", "year", "period", "quarter",
    "fiscal_year", "year_starts", "date_form", "brand", "language", "front", "sections", "checks", "results_due", "versions",
    "quarters", "periods", "parts", "milestones", "entries", "words", "earlier",
}  # fmt: skip
"""Fields with plain text (some only as keys) that no translator gets."""


def test_every_field_of_plain_text_is_decided() -> None:
    """A new field with plain text must be named in `WORDS`, or here."""
    undecided = {
        f"{model.__name__}.{name}"
        for model in _models()
        for name, info in model.model_fields.items()
        if _has_plain_text(info.annotation)
        and name not in WORDS | SAME_IN_EVERY_LANGUAGE
        and (model.__name__, name) not in WORDS_OF_MODELS
    }
    assert undecided == set()


def _models() -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    waiting = [*content_models().values(), DeckFile, SectionFile, FootnoteDef, Metric]
    while waiting:
        model = waiting.pop()
        if model not in found:
            found.add(model)
            waiting += [inner for info in model.model_fields.values() for inner in _models_in(info.annotation)]
    return found


def _models_in(annotation: object) -> list[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for inner in get_args(annotation) for model in _models_in(inner)]


def _has_plain_text(annotation: object) -> bool:
    if annotation is str:
        return True
    return get_origin(annotation) is not Literal and any(_has_plain_text(inner) for inner in get_args(annotation))


@pytest.mark.parametrize(
    "text",
    [
        "not available (6.6%/mo)",
        "13.9% youth",
        "Maintain baseline",
        "1.2 million",
        "EOY",
        "受講者",
        "at least 5 pilots",
        "£2.4m by Q4",
        "8% by 30 September",
        "3 of 4",
        "up 3%",
        "5% in Q3",
        "5% (May)",
    ],
)
def test_text_with_words_goes_to_a_translator(text: str) -> None:
    assert has_words(text, "en")


@pytest.mark.parametrize(
    "text",
    [
        "+8.1% YoY (92K/mo[^est])",
        "$4.2M",
        "3.82",
        "Q4 FY20-21",
        "–",
        "",
        "EUR 5",
        "[^a]",
        "2021-01-28",
        "15.0%",
        "+2 pp",
        "24p",
        "£2.4m",
        "12bn",
    ],
)
def test_figure_or_period_has_one_source(text: str) -> None:
    assert not has_words(text, "en")


def test_words_of_the_language_of_the_deck_count() -> None:
    assert has_words("2 Mio. € bis Q4", "de")
    assert not has_words("2 Mio. €", "de")


@pytest.fixture
def keys(tmp_path: Path) -> dict[str, str]:
    slide = """\
        kind: key-results
        owner: Legal
        in: [board]
        notes: Say it slowly
        rows:
          - {id: tools, result: Two tools, owner: Product, source: Wikistats, quarters: {Q2: {text: 1, status: at-risk}}}
          - name: Votes
            goal: {Q2: one pilot, Q4: 40}
            measures: [{of: Women, baseline: 11.5%}]
            quarters: {Q2: {comment: Ask Ann}}
    """
    files = {"data/metrics.yaml": METRICS, "data/footnotes.yaml": FOOTNOTES}
    folder = make_project(
        tmp_path, METRICS_SLIDE, TEXT_SLIDE, slide, files=files, date="28 January 2021", versions={"board": {}},
        verdicts={"words": {"at-risk": {"say": "Amber", "color": "#B32424"}}}, labels={"goal": "Target"},
    )  # fmt: skip
    return {text.key: text.source for text in authored_texts(opened(folder).deck)}


def test_keys_name_slides_metrics_and_rows_by_their_ids(keys: dict[str, str]) -> None:
    assert keys["part/results/headline"] == "Editors are up 8.1%"
    assert keys["part/points/bullets/2"] == "**Four wikis** use it"
    assert keys["data/metrics/survey/quarters/Q2"] == "13.9% youth"
    assert keys["part/key-results/rows/tools/result"] == "Two tools"
    assert keys["part/key-results/rows/2/measures/1/of"] == "Women"
    assert keys["part/key-results/rows/2/goal/Q2"] == "one pilot"
    assert keys["part/key-results/notes"] == "Say it slowly"
    assert keys["deck/verdicts/words/at-risk/say"] == "Amber"
    assert keys["data/footnotes/est"] == "An estimate"


def test_names_figures_and_settings_are_not_translated(keys: dict[str, str]) -> None:
    given = set(keys.values())
    for text in (
        "Legal",
        "Product",
        "board",
        "Wikistats",
        "Ask Ann",
        "#B32424",
        "28 January 2021",
        "wikimedia",
        "Target",
    ):
        assert text not in given
    assert not any("%" in text for text in given if "youth" not in text and "Editors" not in text)


def test_figures_outside_of_metrics_are_known(tmp_path: Path) -> None:
    folder = make_project(tmp_path, "kind: table\ncolumns: [Wiki, Share]\nrows: [[Arabic, 8.1%]]")
    assert [text.source for text in figure_texts(opened(folder).deck)] == ["8.1%"]
