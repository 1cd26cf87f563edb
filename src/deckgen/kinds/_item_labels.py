"""Labels of items, for a column at the left: the lead of each, or the only phrase that its author set in bold.

A phrase keeps its place in the sentence, where it is no longer bold, so that the sentence stays whole. As a label it begins with
a capital letter.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from msgspec import Struct
from msgspec.structs import replace

from deckgen.ir.blocks import Column, Paragraph, Run
from deckgen.kinds._shared import Origins, character_width, item_paragraphs, room_of, runs_as_lines
from deckgen.model import Item

MAX_PHRASE = 40
"""Characters of a phrase in bold that is a label; a longer one is a part of a sentence."""


class LabelledItem(Struct, frozen=True):
    """The label of an item, and the texts beside it."""

    label: Paragraph
    texts: tuple[Paragraph, ...]


def labelled_items(items: Sequence[Item]) -> tuple[LabelledItem, ...]:
    """Return several items with their labels; empty if one has none."""
    found = [_labelled(item) for item in items]
    labelled = tuple(item for item in found if item is not None)
    return labelled if 1 < len(labelled) == len(items) else ()


def label_columns(rest: str) -> tuple[Column, Column]:
    """Return the columns of labels and of texts; `rest` follows the label where its row is cut."""
    return Column(share=1, rest=rest), Column(share=4)


def room_of_items(items: Sequence[Item]) -> int:
    """Return about how many characters of room items take; each further one costs a line."""
    texts = [text for item in items for text in (item.lead, item.text, *item.bullets, *item.numbered)]
    return sum(map(room_of, texts)) + 40 * len(items)


def _labelled(item: Item) -> LabelledItem | None:
    """Return an item with its label; None if it has neither a lead before its text nor one phrase in bold."""
    if item.lead is None:
        return _labelled_by_phrase(item)
    if not (item.text or item.bullets or item.numbered):
        return None
    runs = tuple(runs_as_lines(item.lead))
    texts = item_paragraphs([item.model_copy(update={"lead": None})], bulleted=False)
    return LabelledItem(_label(runs, item.lead.origins), tuple(texts))


def _labelled_by_phrase(item: Item) -> LabelledItem | None:
    texts = item_paragraphs([item], bulleted=False)
    phrases = [
        replace(text, runs=tuple(runs))
        for text in texts
        for is_bold, runs in groupby(text.runs, key=lambda run: run.bold)
        if is_bold
    ]
    if len(phrases) != 1 or item.text is None or texts[0].bullet is not None:
        return None
    (phrase,) = phrases
    words = phrase.plain_text.strip()
    is_label = bool(words) and character_width(words) <= MAX_PHRASE and words != item.text.plain
    if not is_label or any(run.link or run.note for run in phrase.runs):
        return None
    plain = [replace(text, runs=tuple(replace(run, bold=False) for run in text.runs)) for text in texts]
    return LabelledItem(_label_of_phrase(phrase), tuple(plain))


def _label_of_phrase(phrase: Paragraph) -> Paragraph:
    """Return a phrase as a label with a capital first letter, unless its first word has one further on (`iOS`).

    A label that is not what was written has no origin; the sentence has it.
    """
    first, *others = phrase.runs
    word = first.text.split(maxsplit=1)[:1] or [""]
    if not first.text[:1].islower() or not word[0].islower():
        return _label(phrase.runs, phrase.origins)
    return _label([replace(first, text=first.text[:1].upper() + first.text[1:]), *others], ())


def _label(runs: Sequence[Run], origins: Origins) -> Paragraph:
    return Paragraph(tuple(replace(run, bold=True) for run in runs), origins=origins)
