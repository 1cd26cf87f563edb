"""repeated-id: two results in one section have the same id, for example because a row was copied.

`deckgen set` and `fill` would write only to the first of them.
"""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of, line_and_column
from deckgen.model import Row
from deckgen.resolve.walk import walk

RULE = Rule(
    "repeated-id",
    Severity.WARNING,
    Topic.DEFINITIONS,
    "two results in one section have the same id, for example because a row was copied",
    "Two results in one section have the same `id`, for example because a row was copied: `deckgen set` and "
    "`fill` would write only to the first of them.",
    optional=True,
    subjects=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each result but the first, at its id."""
    for section in subject.deck.sections:
        document = subject.deck.documents[section.file]
        first_lines: dict[str, int] = {}
        for slide in section.slides:
            for path, row in walk(slide.content, slide.origin.path, only=(Row,)):
                if not isinstance(row, Row) or row.id is None:
                    continue
                span = document.span((*path, "id"))
                if row.id not in first_lines:
                    first_lines[row.id] = line_and_column(document.text, span.start)[0]
                    continue
                message = f"the result on line {first_lines[row.id]} already has the id `{row.id}`"
                yield issue_of(
                    RULE,
                    message,
                    span,
                    "give this one an id of its own; `deckgen set` and `fill` find results by id",
                    row.id,
                )
