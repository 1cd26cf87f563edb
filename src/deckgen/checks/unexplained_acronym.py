"""unexplained-acronym: slides use acronyms that the deck explains nowhere.

All of them are told at once, where they are explained. Widely known ones (EU, CEO, OKR …) need no explanation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks import _acronyms
from deckgen.checks._subject import CheckedDeck, Finding, Words
from deckgen.diagnostics import Span, position

WHOLE_DECK = True
_MOST = 30
_WORD = re.compile(r"\w+")


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell all acronyms in one finding, each with the place of its first use."""
    known, passes = _acronyms.explained(subject), subject.passing("unexplained-acronym")
    everything = {word for words in subject.words for word in _WORD.findall(words.text)}
    first: dict[str, str] = {}
    for words in _acronyms.visible(subject):
        for acronym in _acronyms.used(words):
            if acronym in known or acronym in first or acronym.casefold() in passes:
                continue
            if acronym.lower() in everything:
                continue  # a word of the language, in capitals
            first[acronym] = _place(words, acronym) if len(first) < _MOST else ""
    if first:
        listed = ", ".join(f"{name} ({place})" for name, place in list(first.items())[:_MOST])
        more = " …" if len(first) > _MOST else ""
        what = "this acronym is" if len(first) == 1 else f"{len(first)} acronyms are"
        document = subject.document("acronyms.yaml")
        place = Span(document.file, 0, 0) if document else Span(subject.deck.file, 0, 0)
        hint = "explain them in data/acronyms.yaml; what all readers know, list under `checks: unexplained-acronym:` in deck.yaml"
        yield Finding(f"{what} explained nowhere: {listed}{more}", place, hint)


def _place(words: Words, acronym: str) -> str:
    span = words.span(acronym)
    return f"{span.file.rpartition('/')[2]}:{position(words.document.text, span.start)[0]}"
