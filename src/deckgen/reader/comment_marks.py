"""Comment lines of content files that begin with a known word: found where they are comments, not where a text looks like one."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deckgen.reader.document import Document


def find_comments(document: Document, pattern: str) -> list[re.Match[str]]:
    """Return the matches of a pattern for lines in a file whose group 1 does not begin inside a text of the content."""
    matches = list(re.finditer(pattern, document.text, re.MULTILINE))
    if not matches:
        return []
    quoted_spans = sorted(
        (span.start, span.end)
        for path, span in document.spans.items()
        if path and document.text[span.start : span.start + 1] in {"|", ">", '"', "'"}
    )
    starts = [start for start, _ in quoted_spans]

    def is_in_text(offset: int) -> bool:
        index = bisect_right(starts, offset) - 1
        return bool(quoted_spans) and quoted_spans[index][0] <= offset < quoted_spans[index][1]

    return [match for match in matches if not is_in_text(match.start(1))]
