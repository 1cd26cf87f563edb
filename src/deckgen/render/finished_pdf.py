"""A PDF → the same PDF with the title, language and bookmarks of its deck, and no trace of when or by which run it was made."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pikepdf import Dictionary, Name, OutlineItem, Pdf, String

from deckgen.render.types import PdfProperties

_TIMES = ("CreationDate", "ModDate")


def finish(document: Pdf, properties: PdfProperties, titles: Sequence[str]) -> bytes:
    """Return the bytes of a PDF, which are the same for the same deck; `titles` are the bookmarks of its pages."""
    with document.open_outline() as outline:
        # LibreOffice cuts the titles of bookmarks at 63 characters.
        outline.root[:] = [OutlineItem(title or properties.title, page) for page, title in enumerate(titles)]
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    if properties.language:
        document.Root.Lang = String(properties.language)
    entries = {
        "Title": properties.title,
        "Author": properties.author,
        "Subject": properties.subject,
        "Creator": "deckgen",
    }
    for name, value in entries.items():
        if value:
            document.docinfo[f"/{name}"] = String(value)
    # What the run left: its time, in the two places where a PDF has it, and what LibreOffice computes from that time. qpdf keeps
    # the first of two identifiers that are there.
    for key in [Name(f"/{name}") for name in _TIMES]:
        if key in document.docinfo:
            del document.docinfo[key]
    for owner, key in (
        (document.Root, Name.Metadata),
        (document.trailer, Name.DocChecksum),
        (document.trailer, Name.ID),
    ):
        if key in owner:
            del owner[key]
    file = io.BytesIO()
    document.save(file, deterministic_id=True)
    return file.getvalue()
