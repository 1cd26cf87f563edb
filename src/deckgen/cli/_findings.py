"""Issues in a .pptx → lines of text: the first ones of each rule, and how many more there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.diagnostics import Issue

MAX_LINES_PER_RULE = 20
"""A deck that another program saved may break a rule with every text."""


def finding_lines(file: Path, findings: Iterable[Issue], *, with_severity: bool = True) -> Iterator[str]:
    """Yield a line for each finding; `with_severity` puts "error" or "warning" before it."""
    counts: Counter[str] = Counter()
    for finding in findings:
        counts[finding.code] += 1
        if counts[finding.code] <= MAX_LINES_PER_RULE:
            yield f"{file}: {f'{finding.severity}: ' if with_severity else ''}{finding.message}  [{finding.code}]"
    for rule, count in counts.items():
        if count > MAX_LINES_PER_RULE:
            yield f"{file}: … and {count - MAX_LINES_PER_RULE:,} more  [{rule}]"
