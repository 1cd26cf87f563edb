"""no-earlier-record: a slide compares with an earlier period, and `history/` has none."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "no-earlier-record",
    Severity.WARNING,
    Topic.FIGURES,
    "a slide compares with an earlier period, and `history/` has none",
    "A slide of `kind: changes` shows what changed since the last period that `history/` records. Without such a record, it "
    "shows no more than that there is none. `deckgen roll` writes the record of the period that ends, `deckgen archive` that of "
    "the period that was presented.",
    optional=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each such slide that is shown."""
    deck = subject.deck
    if deck.records is not None and deck.records.last is not None:
        return
    for entry in subject.entries:
        if entry.content.compares_with_record and not entry.content.hidden:
            span = deck.documents[entry.origin.file].key_span((*entry.origin.path, "kind"))
            yield issue_of(
                RULE,
                f"nothing to compare with: `history/` has no record of a period before {deck.period}",
                span,
                "`deckgen roll` and `deckgen archive` write one; leave the slide out until then, or write `hidden: yes` in it",
            )
