"""Texts of results and goals → their lines: as typed where they state figures, else with the items of lists."""

from __future__ import annotations

from msgspec.structs import replace

from deckgen.model import RichText
from deckgen.quantities import read_result
from deckgen.reader.lists import Block, find_blocks, may_have_items


def split_lines(text: RichText, language: str) -> list[tuple[Block, RichText]]:
    """Return the lines of a text, each with the paragraph or item that it begins."""
    if "\n" not in text.raw:
        return [(Block([text.raw]), text)]
    blocks = find_blocks(text.raw) if _shows_lists(text, language) else [Block([line]) for line in text.raw.split("\n")]
    # In Markdown, a backslash at the end of a line is a line break; the text is split at lines anyway.
    lines = [
        (block if n == 0 else Block([], block.level + (block.bullet is not None)), line.removesuffix("\\").strip())
        for block in blocks
        for n, line in enumerate(block.lines)
    ]
    return [(block, RichText(line, text.origins)) for block, line in lines if line]


def _shows_lists(text: RichText, language: str) -> bool:
    """Whether lines that begin like items are items, because the text is not understood as a statement of figures as a whole."""
    if not may_have_items(text.raw):
        return False
    reading = read_result(text.raw, language)
    return bool(reading.problems) or not (reading.statements or reading.periods)


def with_lists(text: RichText, language: str) -> RichText:
    """Return a text that is shown without lists if it is understood as a statement of figures as a whole."""
    return replace(text, has_lists=False) if may_have_items(text.raw) and not _shows_lists(text, language) else text
