"""unused-acronym: data/acronyms.yaml explains an acronym that no slide uses."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from deckgen.checks import _acronyms
from deckgen.checks._checked_deck import CheckedDeck
from deckgen.checks._names import MAX_NAME_LENGTH, NameFinder, is_word
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "unused-acronym",
    Severity.WARNING,
    Topic.WORDS,
    "data/acronyms.yaml explains an acronym that no slide uses",
    "`data/acronyms.yaml` explains an acronym that no slide uses. A key of 100 characters or more is not taken "
    "for an acronym.",
    optional=True,
    subjects=True,
    needs_whole_deck=True,
)


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each acronym at its key."""
    document = subject.document("acronyms.yaml")
    if document is None:
        return
    shown_text = "\n".join([*(text.plain for text in _acronyms.shown_texts(subject)), *subject.kept_texts])
    plural = {f"{acronym}s": acronym for acronym in subject.deck.acronyms}
    names = NameFinder([*subject.deck.acronyms, *plural], _is_complete_word)
    found = {name for _, name in names.find(shown_text)}
    used = found | {plural[name] for name in found & plural.keys()}
    for acronym in subject.deck.acronyms:
        if acronym not in used and len(acronym) < MAX_NAME_LENGTH:
            hint = "remove it, unless the slides that use it are still to come"
            yield issue_of(RULE, f"no slide uses “{acronym}”", document.key_span((acronym,)), hint, acronym)


def _is_complete_word(tokens: Sequence[str], first: int, end: int) -> bool:
    """Whether no word continues before or after the tokens."""
    return not is_word(tokens, first - 1) and not is_word(tokens, end)
