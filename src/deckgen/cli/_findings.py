"""What was found in a .pptx → lines of text: of one rule the first few, and how many there are besides."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.package import Finding

MOST = 20
"""Lines for one rule: a deck that another program saved may break one on every text."""


def lines(file: Path, found: Iterable[Finding], *, graded: bool = True) -> Iterator[str]:
    """Give a line for each finding; `graded` puts "error" or "warning" before it."""
    times: Counter[str] = Counter()
    for finding in found:
        times[finding.rule] += 1
        if times[finding.rule] <= MOST:
            yield f"{file}: {f'{finding.severity}: ' if graded else ''}{finding.text}  [{finding.rule}]"
    for rule, count in times.items():
        if count > MOST:
            yield f"{file}: … and {count - MOST:,} more  [{rule}]"
