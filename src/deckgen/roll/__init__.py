"""A roll to the next quarter: the deck of one quarter in, the same deck prepared for the next one out.

`period` counts quarters and fiscal years, `forward` makes the changes. The comments that name what people must rewrite are in
`deckgen.edit.rewrite_marks`.
"""

from deckgen.edit.rewrite_marks import RewriteMark, find_marks, rewrite_warnings
from deckgen.roll.period import Period

__all__ = ["Period", "RewriteMark", "find_marks", "rewrite_warnings"]
