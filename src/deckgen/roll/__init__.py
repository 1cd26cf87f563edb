"""A roll to the next period: the deck of one period in, the same deck prepared for the next one out.

`forward` makes the changes. The comments that name what people must rewrite are in
`deckgen.reader.rewrite_marks`.
"""

from deckgen.reader.rewrite_marks import RewriteMark, find_marks, rewrite_warnings

__all__ = ["RewriteMark", "find_marks", "rewrite_warnings"]
