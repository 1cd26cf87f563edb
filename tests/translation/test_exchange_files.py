"""Workbooks and XLIFF files for translators: what is in them, and what is read of those that come back."""

import io
import shutil
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from openpyxl import load_workbook
from translated_projects import GERMAN, laid_out, make_translated, opened, write_translations

from deckgen.build import pipeline
from deckgen.io.confined import RefusedFileError
from deckgen.translation.authored_words import authored_texts
from deckgen.translation.exchange import Exchange, ExchangeError, IncomingEntry, OutgoingEntry, digest_of
from deckgen.translation.importing import Outcome, import_entries, read_file
from deckgen.translation.matching import match_texts
from deckgen.translation.room_left import room_left
from deckgen.translation.sheet import sheet_bytes
from deckgen.translation.translation_file import TranslatedText, TranslationError, TranslationFile, file_text
from deckgen.translation.translator_files import PendingWorkError, write_for_translator
from deckgen.translation.xliff import NAMESPACE, xliff_bytes

N = f"{{{NAMESPACE}}}"
LINK = "Read [the report](https://example.org/report?a=1&b=2) **first**[^est]"
ENTRIES = (
    OutgoingEntry("part/points/headline", "slide 1, headline", "=Two things", "", "missing", 12),
    OutgoingEntry("part/points/bullets/1", "slide 1, bullets", LINK, "[Bericht](https://example.org) <r>", "outdated", 0, "Read"),
    OutgoingEntry("part/points/notes", "notes", "One\n\n- a\n- b", "Eins\n\n- a\n- b", "review", None),
)  # fmt: skip
EXCHANGE = Exchange("en", "de", "Sample", ENTRIES)


def saved(tmp_path: Path, data: bytes, suffix: str) -> Path:
    path = tmp_path / f"de{suffix}"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(("write", "suffix"), [(sheet_bytes, ".xlsx"), (xliff_bytes, ".xliff")])
def test_file_reads_back_as_it_was_written(tmp_path: Path, write: object, suffix: str) -> None:
    data = write(EXCHANGE)  # type: ignore[operator]
    assert data == write(EXCHANGE)  # type: ignore[operator]
    read = read_file(saved(tmp_path, data, suffix), "de")
    assert [(each.key, each.source, each.translation) for each in read] == [
        (each.key, each.source, each.translation) for each in ENTRIES
    ]
    assert [each.state for each in read[1:]] == ["outdated", "review"]
    assert [each.base for each in read] == [digest_of(each.translation) for each in ENTRIES]


def test_only_translations_and_states_can_be_changed_in_a_workbook() -> None:
    book = load_workbook(io.BytesIO(sheet_bytes(EXCHANGE)))
    assert book.sheetnames == ["read me", "texts"]
    page = book["texts"]
    open_cells = {cell.column_letter for row in page.iter_rows(min_row=2) for cell in row if not cell.protection.locked}
    assert (page.protection.sheet, open_cells) == (True, {"C", "D"})
    assert page["F2"].value is None or page["E2"].value == 12
    assert page["C2"].alignment.wrap_text
    assert "[^id]" in "\n".join(str(row[0].value) for row in book["read me"].iter_rows())


def test_marks_of_inline_text_are_inline_elements_of_xliff() -> None:
    root = etree.fromstring(xliff_bytes(EXCHANGE))
    unit = root.findall(f".//{N}trans-unit")[1]
    source = unit.find(f"{N}source")
    assert source is not None
    assert [(etree.QName(each).localname, each.text) for each in source] == [
        ("bpt", "["), ("ept", "](https://example.org/report?a=1&b=2)"), ("ph", "**"), ("ph", "**"), ("ph", "[^est]"),
    ]  # fmt: skip
    assert [each.text for each in unit.findall(f"{N}note")] == [
        "slide 1, bullets", "room left: about 0 characters", "the text was: Read",
    ]  # fmt: skip


HOSTILE = {
    "entities": b'<!DOCTYPE xliff [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><xliff xmlns="%b" version="1.2">&b;</xliff>',
    "document type": b'<!DOCTYPE xliff SYSTEM "file:///etc/passwd"><xliff xmlns="%b" version="1.2"/>',
    "another version": b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>',
    "no XLIFF": b"<html/>",
    "no XML": b"<xliff",
    "another language": b'<xliff xmlns="%b" version="1.2"><file target-language="fr"/></xliff>',
    "no workbook": b"PK\x03\x04 nothing",
    "old Excel": b"\xd0\xcf\x11\xe0",
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_or_wrong_file_is_refused(tmp_path: Path, name: str) -> None:
    data = HOSTILE[name].replace(b"%b", NAMESPACE.encode())
    with pytest.raises(ExchangeError, match=r"de\.file"):
        read_file(saved(tmp_path, data, ".file"), "de")


def test_workbook_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b" " * 61_000_000)
    with pytest.raises(ExchangeError, match="too large"):
        read_file(saved(tmp_path, made.getvalue(), ".xlsx"), "de")


def entry(key: str, translation: str, *, source: str = "", state: str = "", base: str | None = None) -> IncomingEntry:
    return IncomingEntry(key, source, translation, state, "row 2", base)


OLD = TranslatedText(source="Two things to know", translation="Zwei Dinge")
KEY = "part/points/headline"


@pytest.mark.parametrize(
    ("sent", "known", "outcome", "translation"),
    [
        (entry(KEY, "Zwei"), None, Outcome.NEW, "Zwei"),
        (entry(KEY, ""), OLD, Outcome.REMAINS, "Zwei Dinge"),
        (entry(KEY, "Zwei", base=digest_of("Zwei Dinge")), OLD, Outcome.CHANGED, "Zwei"),
        (entry(KEY, "Zwei Dinge", state="translated", base=digest_of("Zwei Dinge")), OLD, Outcome.SAME, "Zwei Dinge"),
        (entry(KEY, "Zwei", base=digest_of("Ein Ding")), OLD, Outcome.CONFLICT, "Zwei Dinge"),
        (entry(KEY, "Ein Ding", base=digest_of("Ein Ding")), OLD, Outcome.REMAINS, "Zwei Dinge"),
        (entry(KEY, "Zwei"), OLD, Outcome.CONFLICT, "Zwei Dinge"),
        (entry("part/gone", "Weg"), None, Outcome.UNKNOWN, None),
        (entry(KEY, "\0date 2021-02-01"), None, Outcome.REFUSED, None),
        (entry(KEY, "Zwei\x07"), None, Outcome.REFUSED, None),
    ],
)
def test_entry_that_comes_back(
    tmp_path: Path, sent: IncomingEntry, known: TranslatedText | None, outcome: Outcome, translation: str | None
) -> None:
    texts = authored_texts(opened(make_translated(tmp_path, {})).deck)
    sent = IncomingEntry(sent.key, OLD.source, sent.translation, sent.state, sent.location, sent.base)
    imported = import_entries(texts, {KEY: known} if known else {}, [sent])
    assert [each.outcome for each in imported.entries] == [outcome]
    assert (imported.texts[KEY].translation if KEY in imported.texts else None) == translation


def test_outdated_translation_needs_a_change_or_a_word(tmp_path: Path) -> None:
    texts = authored_texts(opened(make_translated(tmp_path, {})).deck)
    old = TranslatedText(source="Things to know", translation="Dinge")
    untouched = IncomingEntry(KEY, OLD.source, "Dinge", "outdated", "row 2", digest_of("Dinge"))
    assert import_entries(texts, {KEY: old}, [untouched]).texts[KEY] == old
    confirmed = IncomingEntry(KEY, OLD.source, "Dinge", "translated", "row 2", digest_of("Dinge"))
    assert import_entries(texts, {KEY: old}, [confirmed]).texts[KEY].source == OLD.source


def test_conflict_takes_the_file_where_it_is_asked_for(tmp_path: Path) -> None:
    texts = authored_texts(opened(make_translated(tmp_path, {})).deck)
    sent = IncomingEntry(KEY, OLD.source, "Zwei", "", "row 2")
    assert import_entries(texts, {KEY: OLD}, [sent], replace=True).texts[KEY].translation == "Zwei"


def test_translations_that_nobody_uses_are_kept(tmp_path: Path) -> None:
    texts = authored_texts(opened(make_translated(tmp_path, {})).deck)
    gone = TranslatedText(source="Gone", translation="Weg")
    assert import_entries(texts, {"part/gone": gone}, []).texts == {"part/gone": gone}


def test_file_with_work_that_was_not_read_is_not_replaced(tmp_path: Path) -> None:
    folder = make_translated(tmp_path, {})
    deck, frames = opened(folder).deck, pipeline.lay_out(folder).deck
    assert frames is not None
    [sheet, xliff] = write_for_translator(deck, {}, frames, "de").paths
    before = xliff.read_bytes()
    book = load_workbook(sheet)
    book["texts"]["C3"].value = "Rückblick"
    book.save(sheet)
    with pytest.raises(PendingWorkError, match=r"de\.xlsx has a translation"):
        write_for_translator(deck, {}, frames, "de")
    assert xliff.read_bytes() == before
    write_for_translator(deck, {}, frames, "de", replace=True)
    assert load_workbook(sheet)["texts"]["C3"].value is None


def test_room_that_is_left_shrinks_with_the_text(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    result = pipeline.lay_out(folder)
    assert result.deck is not None
    rooms = room_left(result.deck)
    title = rooms["content/sample/part.yaml", ("slides", 1, "headline")]
    part = folder / "part.yaml"
    part.write_text(part.read_text("utf-8").replace("Two things to know", "Two things that are to know"), "utf-8")
    longer = pipeline.lay_out(folder)
    assert longer.deck is not None
    assert room_left(longer.deck)["content/sample/part.yaml", ("slides", 1, "headline")] == title - 9
    assert 20 < title < 120


@pytest.mark.parametrize(
    "text", ["[^a] b", "- a", "a: b #c", "@x", "yes", "1:30", "'", '"', "a\n\n- b", "%", "a\\", "{x}"]
)
def test_every_text_is_written_so_that_it_reads_back(text: str) -> None:
    file = TranslationFile(
        format="1", language="de", texts={"a/#1lib1ref/x": TranslatedText(source=text, translation=text)}
    )
    assert file_text(file)


def test_too_many_translations_are_refused() -> None:
    entry_ = TranslatedText(source="a" * 400_000, translation="b" * 400_000)
    with pytest.raises(TranslationError, match="nothing was written"):
        file_text(TranslationFile(format="1", language="de", texts={str(n): entry_ for n in range(40)}))


def test_equal_texts_share_a_translation(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    path = write_translations(folder, GERMAN)
    assert path.exists()
    texts = authored_texts(opened(folder).deck)
    [first] = [text for text in texts if text.key == KEY]
    known = {"elsewhere/headline": TranslatedText(source=first.source, translation="Zwei")}
    [matched] = match_texts([first], known)
    assert (matched.state, matched.key) == ("translated", "elsewhere/headline")
    assert laid_out(folder).deck is not None


def test_folder_that_leads_out_of_the_project_is_refused(tmp_path: Path) -> None:
    folder = make_translated(tmp_path / "project", {})
    shutil.rmtree(folder / "translations")
    (tmp_path / "elsewhere").mkdir()
    (folder / "translations").symlink_to(tmp_path / "elsewhere")
    frames = pipeline.lay_out(folder).deck
    assert frames is not None
    with pytest.raises(RefusedFileError):
        write_for_translator(opened(folder).deck, {}, frames, "de")
    assert list((tmp_path / "elsewhere").iterdir()) == []
