"""unread-link: a text looks like a link, but its address is none that deckgen takes, so it would be shown as typed.

A link to a slide that is not there is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._subject import CheckedDeck, Finding

_LINK = re.compile(r"\[[^\[\]\n]+\]\((?P<target>[^()\s]+)\)")


def check(subject: CheckedDeck) -> Iterator[Finding]:
    """Tell each at its address."""
    slides = subject.deck.names.slides or frozenset()
    for words in subject.words:
        at = 0  # where to look for the next one: they stand in the file in the order of the text
        # What is left of the markup after it has been read.
        for target in dict.fromkeys(match["target"] for match in _LINK.finditer(words.text)):
            hint = "an address starts with https://, http:// or mailto:, a slide's with #"
            if target in slides:
                hint = f"write `#{target}`"
            elif re.match(r"www\.|[\w.-]+\.(?:org|com|net|edu|gov|int|info|[a-z]{2})(?:/|$)", target):
                hint = f"write `https://{target}`"
            elif "@" in target:
                hint = f"write `mailto:{target}`"
            message = f"`{target}` is read as no link, and the brackets are shown as typed"
            span = words.span(f"({target})", at)
            at = span.end
            yield Finding(message, span, hint, target)
