"""placeholder: a text is still the one that `deckgen new` put there."""

from __future__ import annotations

from collections.abc import Iterator

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.periods import SYSTEMS

RULE = Rule(
    "placeholder",
    Severity.WARNING,
    Topic.WORDS,
    "a text is still a placeholder of `deckgen new`",
    'A text is still the one that `deckgen new` put there to be replaced, such as "Your name" or "Say what the numbers show". '
    "Only the whole text counts.",
    optional=True,
    subjects=True,
)

_TEXTS = frozenset(
    text.replace("NOUN", system.noun).casefold()
    for system in SYSTEMS
    for text in (
        "Your name", "Your department", "Say what the numbers show", "What is better for people when this goes well",
        "Say in one sentence what the NOUN brought",
        "Say in a paragraph where the whole stands. Executives read this slide even if they read no other.",
        "Name the step forward that mattered most.", "Name the challenge, and what is done about it.",
        "Name what was delivered", "Name what comes next", "What you ask the room to do",
        "What the presenter should say stands here; it goes to the speaker notes, not on the slide.",
        "Say what the team is after, in one sentence that a stranger understands.", "Say what happened this NOUN",
        "is on its way. A lead such as this opens an update in bold.", "What will be true when the result is reached",
        "Where it stood", "Say in one sentence how far the objective is", "Say which result is reached and which is not",
    )
)  # fmt: skip
"""What is to be replaced in `scaffold/template/content`, in lower case."""


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each text that nobody has replaced."""
    for text in (*_departments(subject), *subject.texts):
        if text.plain.strip().casefold() in _TEXTS:
            message = f"“{text.plain}” is still a placeholder of `deckgen new`"
            yield issue_of(RULE, message, text.span(), "write your own here, or remove it", text.plain)


def _departments(subject: CheckedDeck) -> Iterator[AuthoredText]:
    """Yield the departments of sections, which are no texts of a slide."""
    for section in subject.deck.sections:
        document = subject.deck.documents[section.file]
        yield AuthoredText(section.department or "", document, ("department",))
