"""Runs of a text → the text as it is typed in content, with the marks of emphasis, links and raised characters."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from deckgen.pull.plain import PlainParagraph, PlainRun

SPECIAL = re.compile(r"([*\[\]^\\])")
"""Characters that stand for themselves only behind a backslash."""
UNSEEN = dict.fromkeys(map(ord, "\u200e\u200f\u061c\u00ad\u200b\u2066\u2067\u2068\u2069"))
"""A table that removes marks of direction and places where a word may break."""


def markup_of(runs: Iterable[PlainRun]) -> str:
    """Return runs as they are typed in content: with the marks of emphasis and links."""
    parts = []
    for run in _merged(runs):
        text = SPECIAL.sub(r"\\\1", run.text)
        inner = text.strip(" \n")
        if not inner or run.raised:
            parts.append(f"^{inner}^" if run.raised and inner else text)
            continue
        lead, trail = text[: len(text) - len(text.lstrip(" \n"))], text[len(text.rstrip(" \n")) :]
        stars = "*" * (run.italic + 2 * run.bold)
        marked = f"{stars}{inner}{stars}"
        parts.append(lead + (f"[{marked}]({run.link})" if run.link and run.link != run.text else marked) + trail)
    return "".join(parts)


def _merged(runs: Iterable[PlainRun]) -> Iterator[PlainRun]:
    """Yield runs with neighbours of one format joined."""
    last: PlainRun | None = None
    for run in runs:
        bare = PlainRun(run.text, run.bold, run.italic, raised=run.raised, link=run.link)
        if last is not None and (last.bold, last.italic, last.raised, last.link) == (
            bare.bold,
            bare.italic,
            bare.raised,
            bare.link,
        ):
            last = PlainRun(last.text + bare.text, bare.bold, bare.italic, raised=bare.raised, link=bare.link)
            continue
        if last is not None:
            yield last
        last = bare
    if last is not None:
        yield last


def relative_runs(before: Sequence[PlainParagraph], after: Sequence[PlainParagraph]) -> list[list[PlainRun]]:
    """Return the runs of edited paragraphs without the emphasis that all of the old text has from its place."""
    old = [run for paragraph in before for run in paragraph.runs if run.text.strip() and not run.raised]
    bold, italic = bool(old) and all(run.bold for run in old), bool(old) and all(run.italic for run in old)
    return [
        [replace(run, bold=run.bold and not bold, italic=run.italic and not italic) for run in paragraph.runs]
        for paragraph in after
    ]
