"""What an audit of a drawn deck finds that only LibreOffice does: in PowerPoint, and without the link, the lines stand apart."""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import pairwise

from pptx.slide import Slide

_ARABIC = re.compile("[\u0600-\u06ff]")


def raises_line_with_link(finding: Mapping[str, object], slide: Slide) -> bool:
    """Whether a collision is that of a paragraph with a link in Arabic letters with the last words of the paragraph before it.

    LibreOffice draws a link as a field, and raises the line of a field in Noto Sans Arabic by a quarter of its height.
    """
    if finding["kind"] != "collision":
        return False
    one, other = str(finding["what"]).split(" / ")
    for shape in slide.shapes:
        if not shape.has_text_frame:
            continue
        for before, after in pairwise(shape.text_frame.paragraphs):
            is_raised = any(run._r.rPr is not None and run._r.rPr.hlinkClick is not None for run in after.runs)
            has_arabic = _ARABIC.search(after.text) is not None
            if is_raised and has_arabic and _has(before.text, one) and _has(after.text, other):
                return True
    return False


def _has(text: str, word: str) -> bool:
    """Whether a text has a word, of which pdftotext may list the letters of a ligature in either order."""
    return word in text or word[::-1] in text
