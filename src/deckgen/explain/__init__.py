"""Explanations of verdicts: a deck in; each of its results out, with what was read, its verdict, and the reasons in plain words.

`explained_results` finds the results, `sentences` says of one everything that its verdict depends on, `verdict_counts` counts
them for summaries.
"""

from deckgen.explain.counts import VerdictCounts, verdict_counts
from deckgen.explain.results import Explained, explained_results, find_results
from deckgen.explain.sentences import sentences

__all__ = ["Explained", "VerdictCounts", "explained_results", "find_results", "sentences", "verdict_counts"]
