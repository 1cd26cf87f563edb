"""Quantities: a text as typed, in one language, in; what it states, or what of it was not understood, out.

`read_result`, `read_baseline` and `read_goal` read a text as a whole: every number, sign, scale, unit, comparison, period and
negation in it. What is left over is a problem of the reading, never ignored (design: `docs/verdicts.md`). Time is linear in the
length.
"""

from deckgen.quantities.bounds import start_of_bound
from deckgen.quantities.lexicon import languages_with_words
from deckgen.quantities.markup import without_markup
from deckgen.quantities.memory import Readings, add_readings, load_lexicon, remembered, use_readings, used_readings
from deckgen.quantities.names import are_among, same_names
from deckgen.quantities.reader import (
    find_quantities,
    read_baseline,
    read_goal,
    read_quantity,
    read_result,
    single_quantity,
    single_statement,
    states_no_result,
    usually_lower,
    words_of,
)
from deckgen.quantities.shown import Quantity, shown_quantity
from deckgen.quantities.types import Bound, Figure, Goal, Reading, Statement

__all__ = [
    "Bound",
    "Figure",
    "Goal",
    "Quantity",
    "Reading",
    "Readings",
    "Statement",
    "add_readings",
    "are_among",
    "find_quantities",
    "languages_with_words",
    "load_lexicon",
    "read_baseline",
    "read_goal",
    "read_quantity",
    "read_result",
    "remembered",
    "same_names",
    "shown_quantity",
    "single_quantity",
    "single_statement",
    "start_of_bound",
    "states_no_result",
    "use_readings",
    "used_readings",
    "usually_lower",
    "without_markup",
    "words_of",
]
