"""Edits of a deck in another language: words go to its translations, figures and statuses to the content."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from edited_decks import drop, edited, make_deck, paragraph, pulled, retype, stripped

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.package.carried_content import carried
from deckgen.pull.base import BaseError
from deckgen.pull.translated_values import with_figures

GERMAN = {
    "part/points/headline": ("Three points for today", "Drei Punkte für heute"),
    "part/points/bullets/1": ("The first point is *calm*", "Der erste Punkt ist *ruhig*"),
    "part/points/bullets/3": ("The third point is about money", "Der dritte Punkt handelt vom Geld"),
    "part/points/notes": ("Say this slowly.", "Langsam sprechen."),
    "part/results/rows/people/name": ("Interviews with editors", "Gespräche mit Autoren"),
    "part/results/rows/people/goal": ("10 people", "10 Personen"),
    "part/results/rows/people/quarters/Q2": ("12 people", "12 Personen"),
    "data/metrics/editors/name": ("Active editors grow", "Mehr aktive Autoren"),
}
"""By key: the text and its translation. Further texts have none, as in a draft."""


def write_translations(folder: Path) -> None:
    entries = "".join(
        f"  {key}: {{source: '{source}', translation: '{text}', state: translated}}\n"
        for key, (source, text) in GERMAN.items()
    )
    (folder / "translations").mkdir()
    (folder / "translations" / "de.yaml").write_text(f"format: 1\nlanguage: de\ntexts:\n{entries}", "utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = make_deck(tmp_path_factory.mktemp("deck"))
    write_translations(found)
    return found


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder, Selection(language="de"), draft=True).data
    assert data is not None
    return data


Case = tuple[Callable[[Any], object], dict[str, str]]
CASES: dict[str, Case] = {
    "nothing": (lambda d: None, {}),
    "word": (lambda d: retype(d.slides[0], "vom Geld", "von Geld"), {"de.yaml": "'Der dritte Punkt handelt von Geld'"}),
    "word in emphasis": (lambda d: retype(d.slides[0], "ruhig", "leise"), {"de.yaml": "'Der erste Punkt ist *leise*'"}),
    "name of a metric": (lambda d: retype(d.slides[1], "Mehr aktive", "Viele aktive"), {"de.yaml": "'Viele aktive Autoren'"}),
    "figure": (lambda d: retype(d.slides[1], "8,1", "8,4"), {"metrics.yaml": "Q2: '+8.4% YoY[^est]'"}),
    "figure with words": (
        lambda d: retype(d.slides[1], "12", "13"),
        {"part.yaml": "Q2: 13 people", "de.yaml": "{source: '13 people', translation: '13 Personen'"},
    ),
    "hidden slide": (lambda d: d.slides[2]._element.set("show", "0"), {"part.yaml": 'hidden: "yes"'}),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_edit_goes_where_its_value_has_its_source(name: str, folder: Path, built: bytes) -> None:
    edit, expected = CASES[name]
    found = pulled(folder, edited(built, edit))
    assert found.outcomes() == ["proven"] * bool(expected), [(e.message, e.before, e.after) for e in found.edits]
    texts = found.written()
    assert set(texts) == set(expected)
    assert all(part in texts[file] for file, part in expected.items()), texts


def test_translated_deck_carries_its_language_alone(built: bytes) -> None:
    said = [each for each in carried(built) if "record" in each or "values of content" in each]
    assert said == ["deckgen's record that the deck is in the language `de`"]


def test_language_of_a_file_without_record_is_named(folder: Path, built: bytes) -> None:
    data = stripped(edited(built, lambda d: retype(d.slides[0], "vom Geld", "von Geld")))
    found = pulled(folder, data, language="de")
    assert list(found.written()) == ["de.yaml"]


def test_language_without_translations_is_refused(folder: Path, built: bytes) -> None:
    with pytest.raises(BaseError, match="no translations into `fi`"):
        pulled(folder, stripped(built), language="fi")


def test_deleted_text_of_a_translation_is_left_to_a_person(folder: Path, built: bytes) -> None:
    found = pulled(folder, edited(built, lambda d: drop(paragraph(d.slides[0], "Geld"))))
    assert found.outcomes() == ["proposed"]
    assert found.written() == {}


@pytest.mark.parametrize(
    ("source", "before", "after", "expected"),
    [
        ("+8.1% of 12 people", "+8,1 % von 12 Personen", "+8,4 % von 13 Personen", "+8.4% of 13 people"),
        ("12 people", "12 Personen", "13 Leute", "13 people"),
        ("two of 3", "2 von 3", "2 von 4", None),
        ("1,200", "1.300", "1.400", None),
    ],
)
def test_figures_of_a_translation_are_those_of_its_source(
    source: str, before: str, after: str, expected: str | None
) -> None:
    assert with_figures(source, before, after) == expected


@pytest.mark.parametrize("selection", [Selection(density="read"), Selection(version="board")])
def test_edits_of_versions_go_to_the_one_content(selection: Selection, tmp_path: Path) -> None:
    folder = make_deck(tmp_path, versions={"board": {"only": ["part"], "density": "read"}})
    data = pipeline.build_bytes(folder, selection).data
    assert data is not None
    found = pulled(
        folder,
        edited(
            data,
            lambda d: [
                retype(slide, "about money", "about time") for slide in d.slides if "about money" in text_of(slide)
            ],
        ),
    )
    assert found.outcomes() == ["proven"], [e.message for e in found.edits]
    assert "- The third point is about time\n" in found.written()["part.yaml"]


def text_of(slide: Any) -> str:
    return " ".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame).replace("\u00a0", " ")
