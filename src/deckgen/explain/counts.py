"""How many results of a deck were judged, and how many could not be compared: for the summaries of commands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from msgspec import Struct

from deckgen.diagnostics.wording import counted
from deckgen.explain.results import Explained, Outcome, explained_results, flattened
from deckgen.resolve import DeckRows


class VerdictCounts(Struct, frozen=True):
    """The numbers of results on which a number decided, and of those whose number could not be compared with the goal."""

    judged: int = 0
    not_compared: int = 0

    @property
    def text(self) -> str:
        """The clause that says it (“14 results judged, 3 not compared”); empty without any."""
        judged = f"{counted(self.judged, 'result')} judged" if self.judged or self.not_compared else ""
        return f"{judged}, {self.not_compared} not compared (deckgen explain)" if self.not_compared else judged


def verdict_counts(rows: DeckRows) -> VerdictCounts:
    """Count the results that the slides of a deck show."""
    return count_verdicts(result for result in explained_results(rows) if result.section)


def count_verdicts(results: Iterable[Explained]) -> VerdictCounts:
    """Count results and their measures; a row whose verdict is that of its measures is not counted besides these."""
    single = [result for result in flattened(results) if not result.sums_up_measures]
    outcomes = Counter(result.outcome for result in single)
    return VerdictCounts(outcomes[Outcome.JUDGED], outcomes[Outcome.NOT_COMPARED])
