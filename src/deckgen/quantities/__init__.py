"""Quantities: a text as typed, in one language, in; what it states, or what of it was not understood, out.

`read_result`, `read_baseline` and `read_goal` read a text as a whole: every number, sign, scale, unit, comparison, period and
negation in it. What is left over is a problem of the reading, never ignored (design: `docs/verdicts.md`). Time is linear in the
length.
"""

from __future__ import annotations

from functools import lru_cache

from deckgen.quantities.clauses import Clause, join_dates, split_clauses
from deckgen.quantities.figures import find_figures
from deckgen.quantities.goals import read_clauses_as_goal
from deckgen.quantities.lexicon import languages_with_words, load_lexicon
from deckgen.quantities.markup import without_markup
from deckgen.quantities.names import are_among, name_words, same_names
from deckgen.quantities.results import read_clauses_as_result
from deckgen.quantities.tokens import normalise, tokenise
from deckgen.quantities.types import Bound, Figure, Goal, Reading, Statement

MAX_LENGTH = 1000
"""Characters of the longest text that is read; a longer one is not understood."""


def _clauses(text: str, language: str) -> list[Clause]:
    lexicon = load_lexicon(language)
    plain = normalise(without_markup(text))
    return split_clauses(find_figures(plain, join_dates(tokenise(plain, lexicon)), lexicon))


@lru_cache(maxsize=4096)
def read_result(text: str, language: str) -> Reading:
    """Return what a result states. Never raises."""
    if len(text) > MAX_LENGTH:
        return Reading(problems=("a text this long",))
    return read_clauses_as_result(_clauses(text, language), load_lexicon(language))


@lru_cache(maxsize=1024)
def read_baseline(text: str, language: str) -> Reading:
    """Return what a baseline states. Never raises."""
    if len(text) > MAX_LENGTH:
        return Reading(problems=("a text this long",))
    return read_clauses_as_result(_clauses(text, language), load_lexicon(language), is_baseline=True)


@lru_cache(maxsize=1024)
def read_goal(text: str, language: str) -> Goal:
    """Return what a goal asks for. Never raises."""
    if len(text) > MAX_LENGTH:
        return Goal(problems=("a text this long",))
    return read_clauses_as_goal(_clauses(text, language), load_lexicon(language))


@lru_cache(maxsize=1024)
def words_of(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a name, in lower case."""
    tokens = tokenise(normalise(without_markup(text)), load_lexicon(language))
    return tuple(word for t in tokens if t.number is None for word in t.text.casefold().replace("’", "'").split())


@lru_cache(maxsize=1024)
def usually_lower(text: str, language: str) -> tuple[str, ...]:
    """Return the words of a name of which fewer are usually better (complaints, churn)."""
    tokens = tokenise(normalise(without_markup(text)), load_lexicon(language))
    return tuple(token.text for token in tokens if token.has("usually-lower"))


__all__ = [
    "Bound",
    "Figure",
    "Goal",
    "Reading",
    "Statement",
    "are_among",
    "languages_with_words",
    "load_lexicon",
    "name_words",
    "read_baseline",
    "read_goal",
    "read_result",
    "same_names",
    "usually_lower",
    "words_of",
]
