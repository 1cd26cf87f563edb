"""unread-link: a text looks like a link, but is not read as one, so it would be shown as typed; or its title is not shown.

A link to a missing slide is an error of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.ir.links import link_titles, stored_address

RULE = Rule(
    "unread-link",
    Severity.WARNING,
    Topic.WORDS,
    "a text looks like a link, but is not read as one, so it would be shown as typed",
    "A text looks like a link, `[text](address)`, but deckgen does not accept the address (only `https://`, "
    "`http://`, `mailto:`, `tel:`, or `#` and the id of a slide), or the field has no links, so the text would be shown as "
    'typed. A title behind an address, `[text](address "title")`, is not shown. A link to a slide that does not exist is '
    "an error.",
    optional=True,
    subjects=True,
)

_LINK = re.compile(r"(?<!!)\[[^\[\]\n]+\]\((?P<target>[^()\n]+)\)")
_ADDRESS_WITH_BLANKS = re.compile(r"[/\\@#:]|\.\w|^\+?[\d -]{5,}$")
"""What an address with blanks has, but not a remark in brackets: `[sic](see below)`."""


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report each link at its address, and each title of a link."""
    slides = subject.deck.names.slides or frozenset()
    for text in subject.texts_and_definitions:
        if "](" not in (text.rich.raw if text.rich else text.plain):
            continue
        yield from _unread_links(text, slides)
        for title in link_titles(text.rich.raw) if text.rich else ():
            hint = "write it into the text of the link, or leave it out"
            yield issue_of(
                RULE, f"the title “{title[1:-1]}” of a link is not shown", text.span(title), hint, title[1:-1]
            )


def _unread_links(text: AuthoredText, slides: frozenset[str]) -> Iterator[Issue]:
    at = 0  # where to look for the next one: the file has them in the order of the text
    # A link that was recognised has lost its brackets in the plain text; these are the others.
    for target in dict.fromkeys(match["target"] for match in _LINK.finditer(text.plain)):
        if " " in target and not _ADDRESS_WITH_BLANKS.search(target):
            continue
        message = f"`{target}` is read as no link, and the brackets are shown as typed"
        span = text.span(f"({target})", at)
        at = span.end
        hint = _hint(target, slides) if text.rich else "this text has no links: leave out the brackets and the address"
        yield issue_of(RULE, message, span, hint, target)


def _hint(target: str, slides: frozenset[str]) -> str:
    if target in slides:
        return f"write `#{target}`"
    if re.match(r"www\.|[\w.-]+\.(?:org|com|net|edu|gov|int|info|[a-z]{2})(?:/|$)", target):
        return f"write `https://{target}`"
    if re.match(r"https?:", target, re.IGNORECASE) and not stored_address(target):
        return "the address has no valid host; copy it from the browser once more"
    if "@" in target and ":" not in target:
        return f"write `mailto:{target}`"
    if re.fullmatch(r"\+?[\d -]{5,}", target):
        return f"write `tel:{target}`"
    return "an address starts with https://, http://, mailto: or tel:, a slide's with #"
