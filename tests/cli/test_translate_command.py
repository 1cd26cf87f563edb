"""`deckgen translate`, and the option `--language` of the commands that build and check."""

import re
import sys
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook
from test_editing_commands import deckgen

sys.path.append(str(Path(__file__).parents[1] / "translation"))
from translated_projects import GERMAN, make_translated, opened


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_translated(tmp_path, {})
    (folder / "translations" / "de.yaml").unlink()
    return folder


def fill(sheet: Path, words: dict[str, str]) -> None:
    """Write translations into a workbook, as a translator does."""
    book = load_workbook(sheet)
    for row in book["texts"].iter_rows(min_row=2):
        row[2].value = words.get(str(row[1].value), row[2].value)
    book.save(sheet)


def test_deck_is_translated_by_a_sheet_that_goes_out_and_comes_back(tmp_path: Path, folder: Path) -> None:
    done = deckgen("translate", "de", cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "content/sample/translations/de.xlsx: 0 translated, 0 review, 0 outdated, 15 missing" in done.out
    sheet = folder / "translations" / "de.xlsx"
    fill(sheet, GERMAN)
    assert deckgen("translate", "de", cwd=tmp_path).code == 2
    done = deckgen("translate", "de", str(sheet), cwd=tmp_path)
    assert (done.code, done.err) == (0, "")
    assert "15 new" in done.out
    written = yaml.safe_load((folder / "translations" / "de.yaml").read_text("utf-8"))
    assert written["texts"]["part/points/headline"] == {
        "source": "Two things to know", "translation": "Zwei Dinge", "state": "translated",
    }  # fmt: skip
    built = deckgen("build", "--language", "de", cwd=tmp_path)
    assert built.code == 0, built.err
    assert (tmp_path / "output" / "sample-fy20-21-q2-de.pptx").is_file()
    assert "15 translated" in deckgen("translate", cwd=tmp_path).out


def test_sheet_says_what_is_outdated_and_what_the_text_was(tmp_path: Path, folder: Path) -> None:
    make_translated(tmp_path)
    part = folder / "part.yaml"
    part.write_text(part.read_text("utf-8").replace("Two things", "Three things"), "utf-8")
    deckgen("translate", "de", cwd=tmp_path)
    page = load_workbook(folder / "translations" / "de.xlsx")["texts"]
    [row] = [row for row in page.iter_rows(values_only=True) if row[1] == "Three things to know"]
    assert (row[2], row[3], row[5]) == ("Zwei Dinge", "outdated", "the text was: Two things to know")


def test_what_cannot_be_taken_is_named_with_its_row(tmp_path: Path, folder: Path) -> None:
    make_translated(tmp_path)
    deckgen("translate", "de", cwd=tmp_path)
    sheet = folder / "translations" / "de.xlsx"
    fill(sheet, {"Two things to know": "Zwei", "**Four wikis** use it": "Vier Wikis"})
    book = load_workbook(sheet)
    book["texts"]["G2"].value = "deck/nothing"
    book.save(sheet)
    path = folder / "translations" / "de.yaml"
    path.write_text(path.read_text("utf-8").replace("Zwei Dinge", "Beides"), "utf-8")
    done = deckgen("translate", "de", str(sheet), cwd=tmp_path)
    assert done.code == 1
    assert "de.xlsx, row 2: deck/nothing: left out, since no text of the deck has this key" in done.err
    assert re.search(
        r"row \d+: part/points/headline: left out, since the deck has another translation by now", done.err
    )
    assert re.search(r"row \d+: part/points/bullets/2: the translation lacks the bold words", done.err)
    assert "Beides" in path.read_text("utf-8")


def test_file_that_cannot_be_read_leaves_all_as_it_was(tmp_path: Path, folder: Path) -> None:
    make_translated(tmp_path)
    before = (folder / "translations" / "de.yaml").read_bytes()
    (tmp_path / "bad.xliff").write_text("<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "utf-8")
    done = deckgen("translate", "de", "bad.xliff", cwd=tmp_path)
    assert done.code == 1
    assert "nothing was written" in done.err
    assert (folder / "translations" / "de.yaml").read_bytes() == before


def test_check_lists_missing_and_outdated_translations(tmp_path: Path, folder: Path) -> None:
    make_translated(tmp_path, {k: v for k, v in GERMAN.items() if k != "Part"})
    part = folder / "part.yaml"
    part.write_text(part.read_text("utf-8").replace("Two things", "Three things"), "utf-8")
    done = deckgen("check", "--language", "de", cwd=tmp_path)
    assert done.code == 1
    assert "content/sample/part.yaml:1:8: error: this has no translation into `de`: “Part”" in done.err
    assert re.search(
        r"translations/de\.yaml:\d+:\d+: error: the text “Two things to know” is another one now", done.err
    )
    assert "sample, in de: 2 errors; a build would fail" in done.err


def test_old_file_stays_where_a_translation_is_missing(tmp_path: Path, folder: Path) -> None:
    make_translated(tmp_path)
    output = tmp_path / "output" / "sample-fy20-21-q2-de.pptx"
    deckgen("build", "--language", "de", cwd=tmp_path)
    before = output.read_bytes()
    (folder / "translations" / "de.yaml").write_text("format: 1\nlanguage: de\ntexts: {}\n", "utf-8")
    assert deckgen("build", "--language", "de", cwd=tmp_path).code == 1
    assert output.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("build", "--language", "de"), "this deck has no translations into `de`"),
        (("check", "--language", "en"), "the deck is written in `en`"),
        (("check", "--language", "../deck"), "this deck has no translations into `../deck`"),
        (("translate", "en"), "sample is written in `en`"),
        (("translate", "german"), "is not the code of a language; did you mean 'de'?"),
    ],
)
def test_language_that_a_deck_does_not_have_is_wrong_use(
    tmp_path: Path, folder: Path, arguments: tuple[str, ...], message: str
) -> None:
    assert folder.is_dir()
    done = deckgen(*arguments, cwd=tmp_path)
    assert done.code == 2
    assert message in done.err


def test_project_in_another_language_says_what_it_has(tmp_path: Path) -> None:
    done = deckgen("new", "p", "--language", "de", "--period", "Q2", "--year", "2026", cwd=tmp_path)
    assert done.code == 0
    assert "deckgen's own words are in de; the sample texts are English" in done.out
    deck = opened(tmp_path / "p" / "content" / "p").deck
    assert deck.language == "de"
    assert "+4,8\u00a0% YoY" in (tmp_path / "p/content/p/data/metrics.yaml").read_text("utf-8")
    assert "deckgen has no words in sv yet" in deckgen("new", "r", "--language", "sv", cwd=tmp_path).out
    assert deckgen("new", "q", "--language", "deutsch", cwd=tmp_path).code == 2
