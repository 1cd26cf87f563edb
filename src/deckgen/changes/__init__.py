"""What changed between two states of a deck, for people: verdicts and figures first, then goals, key results, texts and slides.

Input: two sides, each a deck's folder, a revision of it, a built deck, or the record of a period in `history/` (`sides`). Output:
the changes as sentences in groups (`comparing`), which `listing` writes as text, Markdown or data.
"""

from deckgen.changes.comparing import compare
from deckgen.changes.groups import Change, Comparison, Group
from deckgen.changes.listing import as_data, as_markdown, as_text
from deckgen.changes.sides import Side, side_of_deck, side_of_file, side_of_record

__all__ = [
    "Change",
    "Comparison",
    "Group",
    "Side",
    "as_data",
    "as_markdown",
    "as_text",
    "compare",
    "side_of_deck",
    "side_of_file",
    "side_of_record",
]
