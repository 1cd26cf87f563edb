"""unused-acronym: data/acronyms.yaml explains an acronym that no slide uses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks import _acronyms
from deckgen.checks._subject import Finding, Subject

WHOLE_DECK = True


def check(subject: Subject) -> Iterator[Finding]:
    """Tell each at its key."""
    document = subject.document("acronyms.yaml")
    if document is None:
        return
    shown = "\n".join(words.text for words in _acronyms.visible(subject))
    for acronym in subject.deck.acronyms:
        if not re.search(rf"(?<!\w){re.escape(acronym)}(?:['’]?s)?(?!\w)", shown):
            hint = "take it out, unless the slides that use it are still to come"
            yield Finding(f"no slide uses “{acronym}”", document.key((acronym,)), hint, acronym)
