"""unread-link: a text looks like a link, but its address is not accepted, so it would be shown as typed.

A link to a missing slide is an error of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._checked_deck import CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of

RULE = Rule(
    "unread-link",
    Severity.WARNING,
    Topic.WORDS,
    "a text looks like a link, but its address is not accepted, so it would be shown as typed",
    "A text looks like a link, `[text](address)`, but deckgen does not accept the address (only `https://`, "
    "`http://`, `mailto:`, or `#` and the id of a slide), so the text would be shown as typed. A link to a slide "
    "that does not exist is an error.",
    optional=True,
    subjects=True,
)

_LINK = re.compile(r"\[[^\[\]\n]+\]\((?P<target>[^()\s]+)\)")


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each link at its address."""
    slides = subject.deck.names.slides or frozenset()
    for text in subject.texts:
        at = 0  # where to look for the next one: the file has them in the order of the text
        # A link that was recognised has lost its brackets in the plain text; these are the others.
        for target in dict.fromkeys(match["target"] for match in _LINK.finditer(text.plain)):
            hint = "an address starts with https://, http:// or mailto:, a slide's with #"
            if target in slides:
                hint = f"write `#{target}`"
            elif re.match(r"www\.|[\w.-]+\.(?:org|com|net|edu|gov|int|info|[a-z]{2})(?:/|$)", target):
                hint = f"write `https://{target}`"
            elif "@" in target:
                hint = f"write `mailto:{target}`"
            message = f"`{target}` is read as no link, and the brackets are shown as typed"
            span = text.span(f"({target})", at)
            at = span.end
            yield issue_of(RULE, message, span, hint, target)
