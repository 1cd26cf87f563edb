"""Texts that are to become results → whether they are what is there already, or cannot be results."""

from __future__ import annotations

import re

from deckgen.diagnostics.suggestions import closest, did_you_mean
from deckgen.model import Deck, RichText
from deckgen.quantities import read_quantity

SPREADSHEET_ERROR = re.compile(r"#+|#[¡¿]?[A-ZÀ-ÞА-Я_/0]+[!?]|#(?:N/A|N/D|ND|NV|I/T|Н/Д|GETTING_DATA)|Err:\d+")
"""What a spreadsheet shows in place of a result, whatever the language of the program (`#REF!`, `#WERT!`, `#¡VALOR!`, `#NV`)."""
_TRUTH_VALUES = {
    "TRUE", "FALSE", "WAHR", "FALSCH", "VRAI", "FAUX", "VERDADERO", "FALSO", "VERO", "VERDADEIRO", "WAAR", "ONWAAR", "PRAWDA",
    "FAŁSZ", "PRAVDA", "NEPRAVDA", "SANN", "FALSK", "SANT", "ИСТИНА", "ЛОЖЬ",
}  # fmt: skip
"""What spreadsheets show for a cell that is true or false (a tick box), in several languages."""


def is_same_result(before: str, text: str, language: str) -> bool:
    """Whether two results are the same, or the same bare number in the two notations of a spreadsheet (69.0%, 69.00%)."""
    if " ".join(before.split()) == " ".join(text.split()):
        return True
    old, new = read_quantity(before, language), read_quantity(text, language)
    if old is None or new is None or old.raw != before.strip() or new.raw != text.strip():
        return False
    return (old.value, old.unit, old.basis) == (new.value, new.unit, new.basis)


def refusal_reason(deck: Deck, text: str) -> str:
    """Return why a text cannot be a result; empty if it can."""
    if SPREADSHEET_ERROR.fullmatch(text):
        return f"'{text}' is what a spreadsheet shows for an error or a column too narrow: type the result as text"
    if text in _TRUTH_VALUES:
        return f"'{text}' is what a spreadsheet shows for true or false: type the result as text"
    footnotes = deck.names.footnotes
    cited = {run.note for p in RichText(text).paragraphs for run in p.runs if run.note is not None}
    unknown = sorted(cited - footnotes) if footnotes is not None else []
    if not unknown:
        return ""
    guess = closest(unknown[0], footnotes or ())
    hint = did_you_mean(guess) if guess else "see data/footnotes.yaml"
    return f"there is no footnote '{unknown[0]}'; {hint}"
