"""The reader of quantities: a text as typed, in one language, in; what it states out."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.quantities.clauses import Clause, join_dates, split_clauses
from deckgen.quantities.figures import find_figures
from deckgen.quantities.goals import read_clauses_as_goal
from deckgen.quantities.markup import without_markup
from deckgen.quantities.memory import load_lexicon, remembered
from deckgen.quantities.names import noun_behind
from deckgen.quantities.results import read_clauses_as_result
from deckgen.quantities.shown import Quantity, shown_quantity, shown_statement
from deckgen.quantities.tokens import normalise, tokenise
from deckgen.quantities.types import Goal, Reading, Statement

MAX_LENGTH = 1000
"""Characters of the longest text that is read; a longer one is not understood."""


def read_clauses(text: str, language: str) -> list[Clause]:
    """Return the clauses of a text without its markup."""
    lexicon = load_lexicon(language)
    plain = normalise(without_markup(text))
    return split_clauses(find_figures(plain, join_dates(tokenise(plain, lexicon)), lexicon))


def read_result(text: str, language: str) -> Reading:
    """Return what a result states. Never raises."""
    return remembered("results", text, language, _read_result)


def _read_result(text: str, language: str) -> Reading:
    if len(text) > MAX_LENGTH:
        return Reading(problems=("a text this long",))
    return read_clauses_as_result(read_clauses(text, language), load_lexicon(language))


def states_no_result(text: str, language: str) -> bool:
    """Whether a text only announces a result (`TBC`, `300 planned`, `pending (last year 82%)`).

    Words about a result (`not started`, `none`) are an answer, and so is whatever is not understood.
    """
    reading = read_result(text, language)
    if reading.problems or reading.names or any(s.is_denied for s in reading.statements):
        return False
    if not reading.denial and not all(s.is_marked for s in reading.statements):
        return False
    return any(element.has("announced") for clause in read_clauses(text, language) for element in clause.elements)


def read_baseline(text: str, language: str) -> Reading:
    """Return what a baseline states. Never raises."""
    return remembered("baselines", text, language, _read_baseline)


def _read_baseline(text: str, language: str) -> Reading:
    if len(text) > MAX_LENGTH:
        return Reading(problems=("a text this long",))
    return read_clauses_as_result(read_clauses(text, language), load_lexicon(language), is_baseline=True)


def read_goal(text: str, language: str) -> Goal:
    """Return what a goal asks for. Never raises."""
    return remembered("goals", text, language, _read_goal)


def _read_goal(text: str, language: str) -> Goal:
    if len(text) > MAX_LENGTH:
        return Goal(problems=("a text this long",))
    return read_clauses_as_goal(read_clauses(text, language), load_lexicon(language))


def words_of(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a name, in lower case."""
    return remembered("words", text, language, _words_of)


def _words_of(text: str, language: str) -> tuple[str, ...]:
    tokens = tokenise(normalise(without_markup(text)), load_lexicon(language))
    return tuple(word for t in tokens if t.number is None for word in t.text.casefold().replace("’", "'").split())


def usually_lower(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a name of which fewer are usually better (complaints, churn)."""
    return remembered("lower_words", text, language, _usually_lower)


def _usually_lower(text: str, language: str) -> tuple[str, ...]:
    tokens = tokenise(normalise(without_markup(text)), load_lexicon(language))
    return tuple(token.text for token in tokens if token.has("usually-lower"))


def read_quantity(text: str, language: str) -> Quantity | None:
    """Return the only number that a text states, as charts show it; None if there is none, or if the text is not understood."""
    return single_quantity(read_result(text, language))


def single_quantity(reading: Reading) -> Quantity | None:
    """Return the only number that a text states, as charts show it."""
    statement = single_statement(reading)
    return shown_statement(statement) if statement is not None else None


def single_statement(reading: Reading) -> Statement | None:
    """Return the statement of a text that is compared with nothing: the only one of its kind that is not at the side."""
    if reading.problems or reading.denial:
        return None
    stated = [s for s in reading.statements if not s.is_marked]
    main = [s for s in stated if not s.is_side]
    if len(main) != 1 or sum(s.figure.is_comparable_to(main[0].figure) for s in stated) > 1:
        return None
    return main[0]


def find_quantities(text: str, language: str) -> tuple[tuple[int, Quantity], ...]:
    """Return the quantities of running text with their offsets. In contrast to a result, it is not understood as a whole."""
    return remembered("quantities", text, language, lambda plain, name: tuple(_find_quantities(plain, name)))


def _find_quantities(text: str, language: str) -> Iterator[tuple[int, Quantity]]:
    plain = normalise(without_markup(text))
    lexicon = load_lexicon(language)
    end = 0
    for clause in split_clauses(find_figures(plain, join_dates(tokenise(plain, lexicon)), lexicon)):
        for index, element in enumerate(clause.elements):
            if element.figure is not None and (at := text.find(element.figure.raw, end)) >= 0:
                end = at + len(element.figure.raw)
                yield at, shown_quantity(element.figure, noun_behind(clause.elements, index, ("ignored",)))
