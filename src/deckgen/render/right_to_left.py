"""The paragraphs of a slide from right to left → the same with blanks where the embedded renderer draws them between their words.

It orders the runs of a line as a whole. A blank at the edge of a run of figures or Latin words, or a run of blanks, is drawn on
the other side of these: “2 done” as “2done”. At the edge of a run from right to left it is drawn where it belongs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from lxml import etree

from deckgen.ooxml.opc import A

_RUN, _TEXT = f"{A}r", f"{A}t"


def has_such_paragraphs(text: str) -> bool:
    """Whether the XML of a slide may have paragraphs from right to left."""
    return 'rtl="1"' in text


def move_blanks(root: etree._Element) -> None:
    """Move blanks between figures or Latin words and words from right to left into the runs of the latter."""
    for properties in root.iter(f"{A}pPr"):
        paragraph = properties.getparent()
        if properties.get("rtl") == "1" and paragraph is not None:
            # What is no run, such as a line break, stays between those before and after it.
            for is_run, children in groupby(paragraph, lambda child: child.tag == _RUN):
                if is_run:
                    _move_in([text for run in children if (text := run.find(_TEXT)) is not None and text.text])


def _move_in(texts: Sequence[etree._Element]) -> None:
    """Move blanks between the texts of successive runs."""
    for at, text in enumerate(texts):
        if not _is_right_to_left(text.text or ""):
            _give(text, texts[at + 1 :], at_end=True)
            _give(text, texts[:at][::-1], at_end=False)


def _give(text: etree._Element, others: Sequence[etree._Element], *, at_end: bool) -> None:
    """Move the blanks at one edge of a text into the nearest other one on that side, if that is from right to left."""
    own = text.text or ""
    kept = own.rstrip() if at_end else own.lstrip()
    blanks = own[len(kept) :] if at_end else own[: len(own) - len(kept)]
    other = next((each for each in others if (each.text or "").strip()), None)
    if blanks and other is not None and _is_right_to_left(other.text or ""):
        other.text = blanks + (other.text or "") if at_end else (other.text or "") + blanks
        text.text = kept


def _is_right_to_left(text: str) -> bool:
    return any(unicodedata.bidirectional(char) in ("R", "AL") for char in text)
