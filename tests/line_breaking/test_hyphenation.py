"""Where words may be divided with hyphens, and how divisions are found again."""

import pytest

from deckgen.line_breaking.hyphenation import (
    DIVISION,
    NO_HYPHENATION,
    Hyphenation,
    marked_words,
    with_marked_divisions,
    without_divisions,
)


def divided(word: str, language: str, hyphenation: Hyphenation = NO_HYPHENATION) -> str:
    offsets = hyphenation.offsets(word, language)
    return "-".join(word[a:b] for a, b in zip([0, *offsets], [*offsets, len(word)], strict=True))


@pytest.mark.parametrize(
    ("word", "language", "pieces"),
    [
        ("Barrierefreiheitsanforderungen,", "de", "Bar-rie-re-frei-heits-an-for-de-run-gen,"),
        ("(Verantwortungsbereich)", "de-AT", "(Ver-ant-wor-tungs-be-reich)"),
        ("saavutettavuusvaatimukset", "fi", "saa-vu-tet-ta-vuus-vaa-ti-muk-set"),
        ("Internationalization", "en", "In-ter-na-tion-al-iz-a-tion"),
        ("COVID19Impfstoffverordnung", "de", "COVID19Impf-stoff-ver-ord-nung"),
        ("A1B2C3D4E5F6G7H8", "de", "A1B2C3D4E5F6G7H8"),
        ("Internationalization", "tlh", "Internationalization"),
        ("نصوص‌طويلة‌جدا", "ar", "نصوص‌طويلة‌جدا"),
        ("datenschutz@behörde.example", "de", "datenschutz@behörde.example"),
        ("Datenschutzerklärung.pdf", "de", "Datenschutzerklärung.pdf"),
        ("x" * 200, "en", "x" * 200),
    ],
)  # fmt: skip
def test_words_are_divided_by_the_rules_of_their_language(word: str, language: str, pieces: str) -> None:
    assert divided(word, language) == pieces


def test_word_with_soft_hyphens_is_divided_there_only_wherever_it_stands() -> None:
    marked = Hyphenation(marked_words(["Die Daten\u00adschutz\u00adfolgen\u00adabschätzung", "Daten\u00adschutz"]))
    assert divided("DATENSCHUTZFOLGENABSCHÄTZUNG.", "de", marked) == "DATEN-SCHUTZ-FOLGEN-ABSCHÄTZUNG."
    assert divided("Datenschutz/Verordnung", "xx", marked) == "Daten-schutz/Verordnung"


def test_word_whose_spelling_changes_is_not_divided_there() -> None:
    assert "asz-" not in divided("asszonnyalkodik", "hu")


@pytest.mark.parametrize("line_break", ["\n", "\v", "\u2028"])
def test_divisions_are_nothing_where_text_is_read_back(line_break: str) -> None:
    written = f"Die {'Daten' + DIVISION + 'schutz' + DIVISION + 'prüfung'} ab-\nso, well-\u200bknown"
    shown = "Die Datenschutzprüfung ab-\nso, well-\u200bknown"
    for text in (written, with_marked_divisions(written)):
        assert without_divisions(text.replace("\u200b\n", f"\u200b{line_break}")) == shown
