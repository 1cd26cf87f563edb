"""unused-footnote: data/footnotes.yaml defines a footnote that no text refers to."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import RichText
from deckgen.resolve.walk import walk

RULE = Rule(
    "unused-footnote",
    Severity.WARNING,
    Topic.DEFINITIONS,
    "data/footnotes.yaml defines a footnote that no text refers to",
    "`data/footnotes.yaml` defines a footnote that no text refers to.",
    optional=True,
    subjects=True,
    needs_whole_deck=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each footnote at its id."""
    document = subject.document("footnotes.yaml")
    if document is None:
        return
    referring = [*(entry.content for entry in subject.entries), subject.deck.metrics, subject.deck.acronyms]
    texts = (element for value in referring for _, element in walk(value) if isinstance(element, RichText))
    used = {run.note for text in texts if "[^" in text.raw for p in text.paragraphs for run in p.runs}
    for name in subject.deck.footnotes:
        if name not in used and not any(f"[^{name}]" in text for text in subject.kept_texts):
            hint = f"refer to it where it belongs (`[^{name}]`), or remove it"
            yield issue_of(RULE, f"no text refers to the footnote `{name}`", document.key_span((name,)), hint, name)
