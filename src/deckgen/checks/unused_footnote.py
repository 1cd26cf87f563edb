"""unused-footnote: data/footnotes.yaml defines a footnote that no text refers to."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck, Finding
from deckgen.model import RichText
from deckgen.resolve.walk import walk

WHOLE_DECK = True


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Report each footnote at its id."""
    document = subject.document("footnotes.yaml")
    referring = [*(entry.content for entry in subject.entries), subject.deck.metrics, subject.deck.acronyms]
    texts = (element for value in referring for _, element in walk(value) if isinstance(element, RichText))
    used = {run.note for text in texts if "[^" in text.raw for p in text.paragraphs for run in p.runs}
    for name in subject.deck.footnotes:
        if document is not None and name not in used:
            hint = f"refer to it where it belongs (`[^{name}]`), or remove it"
            yield Finding(f"no text refers to the footnote `{name}`", document.key_span((name,)), hint, name)
