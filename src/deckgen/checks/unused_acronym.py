"""unused-acronym: data/acronyms.yaml explains an acronym that no slide uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.checks import _acronyms
from deckgen.checks._names import LONGEST, NameFinder, is_word
from deckgen.checks._subject import CheckedDeck, Finding

WHOLE_DECK = True


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each at its key."""
    document = subject.document("acronyms.yaml")
    if document is None:
        return
    shown = "\n".join(words.text for words in _acronyms.visible(subject))
    plural = {f"{acronym}s": acronym for acronym in subject.deck.acronyms}
    names = NameFinder([*subject.deck.acronyms, *plural], _alone)
    used = {plural.get(name, name) for _, name in names.found(shown)} | {name for _, name in names.found(shown)}
    for acronym in subject.deck.acronyms:
        if acronym not in used and len(acronym) < LONGEST:
            hint = "take it out, unless the slides that use it are still to come"
            yield Finding(f"no slide uses “{acronym}”", document.key((acronym,)), hint, acronym)


def _alone(tokens: Sequence[str], first: int, end: int) -> bool:
    """Ask that no word goes on before or behind."""
    return not is_word(tokens, first - 1) and not is_word(tokens, end)
