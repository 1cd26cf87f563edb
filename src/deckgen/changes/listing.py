"""A comparison → text for the terminal, Markdown for a pull request or a mail, or data for programs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import Any

from deckgen.changes.groups import Comparison

_MARKDOWN = re.compile(r"([\\`*_\[\]<>|#])")
_WIDTH = 110
_WHOLE_WORDS: dict[str, Any] = {"break_long_words": False, "break_on_hyphens": False}
_NOTHING = "Nothing changed."


def as_text(comparison: Comparison) -> str:
    """Return a comparison as lines for the terminal."""
    lines = [f"{comparison.title}: {comparison.before} → {comparison.now}", *comparison.summary]
    for remark in comparison.remarks:
        lines += wrap(f"Note: {remark}", _WIDTH, subsequent_indent="  ", **_WHOLE_WORDS)
    for group in comparison.groups:
        lines += ["", group.title]
        for change in group.changes:
            lines += wrap(change.text, _WIDTH, initial_indent="  ", subsequent_indent="      ", **_WHOLE_WORDS)
    return "\n".join(lines if comparison.groups else [*lines, "", _NOTHING])


def as_markdown(comparison: Comparison) -> str:
    """Return a comparison as Markdown; texts of the content have their own marks escaped."""
    lines = [f"## {_escaped(comparison.title)}: {_escaped(comparison.before)} → {_escaped(comparison.now)}"]
    lines += ["", *(f"{sentence}  " for sentence in comparison.summary)] if comparison.summary else []
    for remark in comparison.remarks:
        lines += ["", f"Note: {'`'.join(map(_escaped, remark.split('`')))}"]
    lines += _markdown_groups(comparison) if comparison.groups else ["", _NOTHING]
    return "\n".join(lines)


def _markdown_groups(comparison: Comparison) -> Iterator[str]:
    for group in comparison.groups:
        yield from ("", f"### {_escaped(group.title)}", "")
        yield from (f"- {_escaped(change.text)}" for change in group.changes)


def as_data(comparison: Comparison) -> dict[str, Any]:
    """Return a comparison as data for JSON."""
    groups = [
        {
            "kind": group.key,
            "heading": group.heading,
            "changes": [{"id": c.id, "text": c.text, **c.facts} for c in group.changes],
        }
        for group in comparison.groups
    ]
    return {
        "title": comparison.title,
        "from": comparison.before,
        "to": comparison.now,
        "summary": comparison.summary,
        "remarks": list(comparison.remarks),
        "groups": groups,
    }


def _escaped(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)
