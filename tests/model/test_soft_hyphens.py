"""Soft hyphens in content are places where words may be divided, and otherwise nothing."""

import zipfile
from pathlib import Path

import pytest
from msgspec.structs import replace
from pptx import Presentation

from deckgen.build import pipeline
from deckgen.diagnostics import has_errors
from deckgen.line_breaking.hyphenation import DIVISION, without_divisions
from deckgen.model.soft_hyphens import without_soft_hyphens
from deckgen.reader import parse
from sample_projects import make_project

WORD = "Xylothoraxqwrtpsdfghjklzxcvbnm"
"""A word that no rules divide as an author does."""
TABLE = """
kind: table
id: areas
headline: "Xylo\\u00adthorax\\xadqwrtpsdfghjklzxcvbnm"
columns: [A, Xylo\u00adthoraxqwrtpsdfghjklzxcvbnm, C, D, E, F, G, H]
rows:
  - [Xylothoraxqwrtpsdfghjklzxcvbnm, 2, Xylothoraxqwrtpsdfghjklzxcvbnm, 4, Xylothoraxqwrtpsdfghjklzxcvbnm,
     Xylothoraxqwrtpsdfghjklzxcvbnm, Xylothoraxqwrtpsdfghjklzxcvbnm, Xylothoraxqwrtpsdfghjklzxcvbnm]
notes: Xylo\u00adthoraxqwrtpsdfghjklzxcvbnm
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    result = pipeline.build(make_project(folder, TABLE, language="de"), folder / "deck.pptx")
    assert not has_errors(result.issues)
    return folder / "deck.pptx"


def test_no_part_of_the_file_has_a_soft_hyphen(built: Path) -> None:
    with zipfile.ZipFile(built) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                assert "\u00ad" not in package.read(name).decode(), name


def test_word_is_divided_at_soft_hyphens_typed_elsewhere_in_the_deck(built: Path) -> None:
    slide = Presentation(built).slides[0]
    table = next(shape.table for shape in slide.shapes if shape.has_table)
    texts = [cell.text_frame.text for row in table.rows for cell in row.cells]
    divided = [text for text in texts if DIVISION.replace("\n", "\v") in text]
    assert divided
    assert {text.split("-")[0] for text in divided} <= {"Xylo", "Xylothorax"}
    assert {without_divisions(text) for text in divided} == {WORD}


def test_title_and_notes_have_whole_words(built: Path) -> None:
    slide = Presentation(built).slides[0]
    assert slide.shapes.title.text_frame.text == WORD
    assert WORD in slide.notes_slide.notes_text_frame.text


def test_soft_hyphens_of_translations_are_read_alike() -> None:
    document, _ = parse("title: Privacy", "part.yaml")
    assert document is not None
    translated = replace(document, data={"title": "Daten\u00adschutz"})
    assert without_soft_hyphens(translated)[0].data == translated.data
    shown, marked = without_soft_hyphens(translated, is_translated=True)
    assert (shown.data, marked) == ({"title": "Datenschutz"}, ["Daten\u00adschutz"])
