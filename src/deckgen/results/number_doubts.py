"""A result that somebody typed → what is doubtful about the form of its numbers, which may be that of another language.

A number is never taken for another one in silence: marks of another language are named, with the number as the deck's language
writes it. One that both languages have, but read as different numbers (`1,234`), is doubtful where its sheet writes decimals
with that mark, or where the other reading alone fits what is known of the result.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from deckgen.model import Deck
from deckgen.quantities import Figure, read_goal, read_result, single_statement
from deckgen.quantities.number_forms import NumberForm, decimal_mark, number_forms
from deckgen.resolve.targets import Target
from deckgen.results.update_types import ResultUpdate

_THOUSAND = 1000
_NEAR = 10
"""By which factor a result may differ from what is known of it and still be near it."""


def decimal_mark_of_sheet(texts: Iterable[str], separator: str, language: str) -> str:
    """Return the mark that a sheet has before decimals where it is another one than that of the language; empty otherwise.

    It is what its numbers have. In a .csv with semicolons it is the comma: programs use them where the comma is taken.
    """
    own = decimal_mark(language)
    other = "," if own == "." else "."
    if (separator, other) == (";", ","):
        return other
    forms = (form for text in texts for form in number_forms(text, language))
    return next((other for form in forms if form.decimal_mark == other), "")


def doubtful_number(deck: Deck, target: Target, update: ResultUpdate) -> str:
    """Return why a result may be another number than the one that it is read as; empty if there is no doubt."""
    if not update.decimal_mark or update.field != "text":
        return ""
    form, fits_as_read, _ = _with_two_meanings(deck, target, update)
    if form is None or form.other_mark != update.decimal_mark or fits_as_read:
        return ""
    return (
        f"“{form.text}” is {form.value:.15g} in the deck's language ({deck.language}), but its sheet has “{form.other_mark}” "
        f"before decimals: write “{form.value:.15g}” or “{_as_decimal(form, deck.language)}”"
    )


def number_notes(deck: Deck, target: Target, update: ResultUpdate, text: str) -> Iterator[str]:
    """Yield what to check about the form of the numbers in a new text of a target."""
    known = [target.goal, target.baseline, target.text(update.period), _text_before(deck, target, update.period)]
    yield from form_notes(text, known, deck.language)
    if update.field == "text":
        form, fits_as_read, fits_otherwise = _with_two_meanings(deck, target, update)
        if form is not None and fits_otherwise and not fits_as_read:
            meant = _as_decimal(form, deck.language)
            yield f"“{form.text}” is read as {form.value:.15g}, far from what is known of it: was {meant} meant?"


def form_notes(text: str, known: Iterable[str], language: str) -> Iterator[str]:
    """Yield the numbers of a text that are written as in another language, unless the `known` texts beside it are, too."""
    usual = {mark for each in known for form in number_forms(each, language) for mark in form.foreign_marks}
    for form in dict.fromkeys(number_forms(text, language)):
        if form.has_two_readings:
            whole = form.text.replace(form.decimal_mark, "")
            yield f"“{form.text}” can mean thousands or decimals, so it is not compared: write “{whole}”, or fewer decimals"
        elif form.foreign_marks - usual:
            yield f"“{form.text}” is written as in another language than the deck's ({language}): write “{form.native}”"


def _with_two_meanings(deck: Deck, target: Target, update: ResultUpdate) -> tuple[NumberForm | None, bool, bool]:
    """Return the number of a result that other languages read as decimals, and whether either reading fits what is known."""
    statement = single_statement(read_result(update.text, deck.language))
    forms = number_forms(update.text, deck.language)
    if statement is None or statement.figure.is_change:
        return None, False, False
    form = next((form for form in forms if form.other_mark and form.text in statement.figure.raw), None)
    if form is None:
        return None, False, False
    known = list(_known_values(deck, target, update.period, statement.figure))
    readings = (statement.figure.value, statement.figure.value / _THOUSAND)
    as_read, otherwise = (any(_is_near(reading, value) for value in known) for reading in readings)
    return form, as_read, otherwise


def _known_values(deck: Deck, target: Target, period: str, like: Figure) -> Iterator[float]:
    """Yield the numbers in the unit of a figure that are known of a target: its results, goal and baseline."""
    texts = (target.text(period), _text_before(deck, target, period), target.baseline)
    statements = (single_statement(read_result(text, deck.language)) for text in texts)
    figures = [*(each.figure for each in statements if each is not None), read_goal(target.goal, deck.language).figure]
    yield from (figure.value for figure in figures if figure is not None and figure.unit == like.unit)


def _text_before(deck: Deck, target: Target, period: str) -> str:
    """Return the last result before a period."""
    last = target.last_before(deck.period.at(period))
    return target.text(last) if last is not None else ""


def _is_near(one: float, other: float) -> bool:
    low, high = sorted((abs(one), abs(other)))
    return low * _NEAR >= high


def _as_decimal(form: NumberForm, language: str) -> str:
    """Return a number of thousands as the number with decimals that it is elsewhere, in the language of the deck."""
    return form.text.replace(form.other_mark, decimal_mark(language))
