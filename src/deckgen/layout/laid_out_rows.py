"""Rows of a table with their text laid out → their heights, and the space with which they fill pages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from deckgen.ir.blocks import Cell, Row
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.layout.measured_text import ParagraphLayout

_HEADER_SPREAD = EMU_PER_INCH // 10
"""The most space above and below a header whose table spreads its rows: it belongs to them."""


class LaidOutCell(Struct, frozen=True):
    """A cell of `width` EMU with its text laid out, and the heights of the text in EMU: in the higher font, in the brand's.

    `before` and `after` are the spaces at both sides of the text. Both heights include `shift`, the space above the text with
    which it stands on the baseline of its row.
    """

    cell: Cell
    before: int
    after: int
    width: int
    text: list[ParagraphLayout]
    height: int
    brand_height: int
    shift: int


class LaidOutRow(Struct, frozen=True):
    """A row with its cells laid out, and the heights of its text in EMU: in the higher font, in the brand's.

    `has_baseline`: the first lines of its cells stand on one baseline. Rows that are bound to each other stand close
    together, with space only above and below both.
    """

    row: Row
    cells: list[LaidOutCell]
    height: int
    brand_height: int
    has_baseline: bool

    def padded(self, padding: int, spread: int) -> int:
        """The height of the row with the space of a setting."""
        spread = min(spread, _HEADER_SPREAD) if self.row.kind == "header" else spread
        own = self.brand_height + spread + (padding if self.row.bound else spread)
        both = self.height + padding + (spread if self.has_baseline else padding)
        return both if both > own else own

    def even_spread(self, padding: int) -> int:
        """The spread with which it has no more space than other rows in the brand's font, above and below its text together."""
        spare = self.height + 2 * padding - self.brand_height
        return spare - padding if self.row.bound else -(-spare // 2)

    def shown_spread(self, padding: int, spread: int) -> float:
        """The space above or below its text in the brand's font, on average; of a bound row, where no row is bound to it."""
        spare = self.padded(padding, spread) - self.brand_height
        return spare - padding if self.row.bound else spare / 2


def largest_spread(pages: Sequence[Sequence[LaidOutRow]], padding: int, limit: int, capacity: int) -> int:
    """The largest spread up to `limit` with which each of `pages` takes at most `capacity` EMU; -1 if there is none."""
    return min([_largest_spread_on_page(page, padding, limit, capacity) for page in pages])


def _largest_spread_on_page(page: Sequence[LaidOutRow], padding: int, limit: int, capacity: int) -> int:
    """The same for one page. Its header has no more than a header has; if that is more than the rows have, it is one of them."""
    header = [found for found in page if found.row.kind == "header"]
    if not header:
        return _largest_spread_of(page, padding, limit, capacity)
    others = [found for found in page if found.row.kind != "header"]
    taken = sum([found.padded(padding, limit) for found in header])
    spread = _largest_spread_of(others, padding, limit, capacity - taken)
    if spread >= _HEADER_SPREAD:
        return spread
    return _largest_spread_of(page, padding, min(limit, _HEADER_SPREAD), capacity)


def _largest_spread_of(rows: Sequence[LaidOutRow], padding: int, limit: int, capacity: int) -> int:
    """The same for rows: since their height is convex in the spread, Newton's method from above needs two or three steps."""
    texts = [
        (
            *((row.brand_height + padding, 1) if row.row.bound else (row.brand_height, 2)),
            row.height + (1 if row.has_baseline else 2) * padding,
            int(row.has_baseline),
        )
        for row in rows
    ]
    spread = limit
    while spread >= 0:
        excess, growth = -capacity, 0
        for own, n, both, m in texts:
            alone, together = own + n * spread, both + m * spread
            is_alone = alone > together or (alone == together and n > m)
            excess, growth = (excess + alone, growth + n) if is_alone else (excess + together, growth + m)
        if excess <= 0:
            return spread
        if not growth:
            break
        spread -= -(-excess // growth)
    return -1
