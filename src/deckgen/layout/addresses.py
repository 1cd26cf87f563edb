"""Web addresses in running text: their short form, which is shown where an address has no room on a line.

The link itself is always the whole address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from deckgen.ir.blocks import Paragraph, Run, Slide
from deckgen.layout.lines import Segment
from deckgen.layout.words import wide_links

_MAX_LENGTH = 60
"""The maximum number of characters of a short form, unless only a longer one differs from those of other addresses."""
_MIN_END_LENGTH = 16
"""The minimum number of characters that a short form has of the end of an address, however long its host."""
_WORD_END = re.compile(r"[-_.?&=]")
_ADDRESS = re.compile(r"https?://(?P<shown>(?P<host>[^\s/?#]++)(?:(?=/?$)|\S+))/?", re.IGNORECASE)


def with_short_addresses(slides: Sequence[Slide]) -> Sequence[Slide]:
    """The slides with the short form of each web address that they show, distinct in the deck."""
    runs = [run for slide in slides for block in slide.blocks for run in block.runs() if run.link]
    short_texts = distinct_short_texts(run.text for run in runs)
    if not short_texts:
        return slides

    def change(paragraph: Paragraph) -> Paragraph:
        if not any(run.link and run.text in short_texts for run in paragraph.runs):
            return paragraph
        changed = (replace(run, short_text=short_texts.get(run.text)) if run.link else run for run in paragraph.runs)
        return replace(paragraph, runs=tuple(changed))

    return [replace(slide, blocks=tuple(block.with_paragraphs(change) for block in slide.blocks)) for slide in slides]


def distinct_short_texts(texts: Iterable[str]) -> dict[str, str]:
    """The short form of each text that is a web address: host and path without scheme, the middle of a long path as `…`.

    Addresses that would read the same are shown with the whole path, and if necessary with their scheme.
    """
    matches = {text: match for text in dict.fromkeys(texts) if (match := _ADDRESS.fullmatch(text))}
    forms = {text: _shortened(match["host"], match["shown"]) for text, match in matches.items()}
    for longer in ({text: match["shown"] for text, match in matches.items()}, {text: text for text in matches}):
        counts = Counter(forms.values())
        forms = {text: longer[text] if counts[form] > 1 else form for text, form in forms.items()}
    return forms


def _shortened(host: str, shown: str) -> str:
    """Host and path with `…` for the middle of the path if they have more than `_MAX_LENGTH` characters."""
    if len(shown) <= _MAX_LENGTH:
        return shown
    length = max(_MAX_LENGTH - len(host) - len("/…/"), _MIN_END_LENGTH)
    if len(host) + len("/…/") + length >= len(shown):
        return shown
    end = shown[-length:]
    # From the beginning of a part of the path, or at least of a word in it, unless most of the end would be lost.
    first_half = end[: length // 2]
    if "/" in first_half:
        return f"{host}/…/{end[first_half.index('/') + 1 :]}"
    word = _WORD_END.search(first_half)
    return f"{host}/…{end[word.end() if word else 0 :]}"


def with_short_texts(runs: Sequence[Run], parts: Sequence[Segment], width: float) -> tuple[Run, ...]:
    """Show the short form of each address that is wider than `width` em."""
    return tuple(
        replace(run, text=run.short_text, short_text=None) if own and run.short_text else run
        for run, own in wide_links(runs, parts, width)
    )


def only_hosts(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Reduce each web address to its host, the only part that a column must have room for: a path may break anywhere."""
    matches = ((run, _ADDRESS.fullmatch(run.text) if run.link else None) for run in runs)
    return tuple(replace(run, text=match["host"]) if match else run for run, match in matches)
