"""The next quarter: a deck that reports one quarter in, the same deck ready for the next one out.

`marks` are comments that say what people have to rewrite, `period` counts quarters and years, `forward` makes the changes.
"""

from deckgen.edit.rewrite_marks import RewriteMark, marks, unfinished
from deckgen.roll.period import Period

__all__ = ["Period", "RewriteMark", "marks", "unfinished"]
