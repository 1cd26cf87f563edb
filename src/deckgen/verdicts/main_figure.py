"""The main figure of a result: a reading and what it is compared with in; the one figure that speaks of the same thing out."""

from __future__ import annotations

import re

from msgspec import Struct

from deckgen.quantities import Figure, Reading, Statement, are_among, load_lexicon, same_names, single_statement
from deckgen.verdicts.figure_texts import figure_text
from deckgen.verdicts.types import Cause


class Reference(Struct, frozen=True):
    """What a result is compared with: a figure, the words that name it (all, and those behind it), and what it is called."""

    figure: Figure
    names: tuple[str, ...] = ()
    names_after: tuple[str, ...] = ()
    word: str = "goal"


class Choice(Struct, frozen=True):
    """The main figure of a result, or why there is none."""

    figure: Figure | None = None
    cause: Cause = "judged"
    reason: str = ""


def single_figure(reading: Reading) -> Figure | None:
    """Return the figure of the single statement of a text."""
    statement = single_statement(reading)
    return statement.figure if statement is not None else None


def choose_figure(
    reading: Reading, reference: Reference, row_names: tuple[str, ...], own_periods: tuple[str, ...], language: str
) -> Choice:
    """Return the figure of a result that has the unit and basis of `reference` and speaks of the same thing.

    `row_names` are the words of the row, `own_periods` the names of the period that the result belongs to.
    """
    stated = [s for s in reading.statements if not s.is_marked]
    if reading.problems or reading.denial or not stated:
        return _without_figure(reading)
    matches = [s for s in stated if _is_of_kind(s.figure, reference.figure)]
    if not matches:
        seen, wanted = figure_text(stated[0].figure), figure_text(reference.figure)
        return Choice(
            cause="not-comparable", reason=f"{seen} and the {reference.word} {wanted} are different kinds of numbers"
        )
    denied = [s for s in reading.statements if s.is_denied and s.figure.is_comparable_to(reference.figure)]
    if len(matches) > 1 or denied or not _are_sides(stated, matches[0]):
        return Choice(cause="not-understood", reason=f"the result holds several figures: {_list([*stated, *denied])}")
    if foreign := _foreign_period(reading.periods, own_periods):
        return Choice(cause="not-understood", reason=f"the result speaks of {foreign}")
    return _named_alike(matches[0], reading, reference, row_names, language)


def explain_missing_figure(reading: Reading) -> str:
    """Return why a text that is compared with nothing has no single figure."""
    stated = [s for s in reading.statements if not s.is_marked]
    if reading.problems or reading.denial or not stated:
        return _without_figure(reading).reason
    return f"the result holds several figures: {_list(stated)}"


def _is_of_kind(figure: Figure, reference: Figure) -> bool:
    """Whether two figures can be compared; a number with a plus (`+9`) may be a change, and one without it a level."""
    may_differ = (
        figure.unit not in {"%", "pp"} and "+" in {figure.sign, reference.sign} and figure.sign != reference.sign
    )
    return figure.is_comparable_to(reference) and not may_differ


def _without_figure(reading: Reading) -> Choice:
    if reading.problems:
        return Choice(cause="not-understood", reason=f"“{reading.problems[0]}” in the result was not understood")
    if reading.denial:
        return Choice(cause="no-result", reason=f"“{reading.denial}” says that there is no result")
    if reading.statements:
        raw = reading.statements[0].figure.raw
        return Choice(cause="no-result", reason=f"a word next to “{raw}” says that it is no result")
    return Choice(cause="no-result", reason="the text holds no number that counts as a result")


def _list(statements: list[Statement]) -> str:
    return " and ".join(s.figure.raw for s in statements)


def _are_sides(stated: list[Statement], main: Statement) -> bool:
    """Whether every other figure stands apart from the main one, in brackets or after a comma."""
    return all(other.is_side or main.is_side for other in stated if other is not main)


def _foreign_period(periods: tuple[str, ...], own: tuple[str, ...]) -> str:
    """Return the first period that is not the result's own."""
    if not periods:
        return ""
    known = {_folded(name) for name in own if name}
    known |= {f"t{name[1:]}" for name in known if name.startswith("q")}  # quarters of Romance languages
    return next((text for text in periods if _folded(text) not in known), "")


def _folded(period: str) -> str:
    return re.sub(r"[\s/–]+", "-", period.casefold()).strip("-")


def _named_alike(
    statement: Statement, reading: Reading, reference: Reference, row: tuple[str, ...], language: str
) -> Choice:
    lexicon = load_lexicon(language)
    named = (*statement.names, *reading.names)
    figure, total = statement.figure, reference.figure.total
    if figure.total is not None and total is not None and figure.total != total:
        return Choice(
            cause="not-comparable", reason=f"the result is of {figure.total:g}, the {reference.word} of {total:g}"
        )
    if not lexicon.knows_words and not are_among((*named, *reference.names), row, lexicon):
        return Choice(cause="not-understood", reason=f"there is no list of words for the language `{language}`")
    others = [word for word in named if not are_among([word], row, lexicon)]
    names = (reference.names, reference.names_after)
    if not others or any(same_names(words, known, lexicon) for words in (named, others) for known in names):
        return Choice(figure)
    other = (
        f"the {reference.word} “{' '.join(reference.names)}”"
        if reference.names
        else f"which the {reference.word} does not"
    )
    reason = f"the result names “{' '.join(named)}”, {other}"
    return Choice(cause="not-comparable", reason=reason)
