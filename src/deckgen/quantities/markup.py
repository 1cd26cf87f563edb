"""The small markup of content: a text as typed in; what it says, without links, emphasis and footnote marks, out."""

from __future__ import annotations

import re

# An unclosed bracket is skipped together with the text that was searched for its end: searching again from every bracket in that
# text would take quadratic time.
_NOTE = re.compile(r"\[\^[^\]\s]*+(?P<closed>\])?")
_LABEL = re.compile(r"\[(?P<label>[^\]]*+)(?P<target>\]\()?")
_TARGET = re.compile(r"[^)\s]*+(?P<closed>\))?")
_ADDRESS = re.compile(r"\b(?:https?://|mailto:)\S+")
_EMPHASIS = re.compile(r"(?<!\w)\*{1,3}(?=\S)|(?<=\S)\*{1,3}(?!\w)")


def without_markup(text: str) -> str:
    """Return a text without footnote references, link targets, addresses and emphasis; superscripts stay as typed (`10^6^`)."""
    if "[^" in text:
        text = _NOTE.sub(lambda note: "" if note["closed"] else note[0], text)
    return _EMPHASIS.sub("", _ADDRESS.sub("", _without_links(text)))


def _without_links(text: str) -> str:
    """Return a text with each `[label](target)` replaced by its label, in linear time."""
    if "](" not in text:
        return text
    pieces: list[str] = []
    done = at = open_until = 0
    while (link := _LABEL.search(text, at)) is not None:
        at = link.end()
        # A target that begins inside one that was never closed is not closed either.
        if link["target"] is None or at <= open_until:
            continue
        target = _TARGET.match(text, at)
        if target is None or target["closed"] is None:
            open_until = target.end() if target is not None else at
            continue
        pieces += [text[done : link.start()], link["label"]]
        done = at = target.end()
    return "".join([*pieces, text[done:]])
