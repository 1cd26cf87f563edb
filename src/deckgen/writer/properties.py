"""Write the document properties of a deck. They name no person, only the organisation."""

from __future__ import annotations

from datetime import datetime

from deckgen.ir.frames import DeckFrames
from deckgen.writer.xml import HEAD, text

_CORE = (
    'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_EXTENDED = 'xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"'


def core_properties(deck: DeckFrames, moment: datetime | None) -> str:
    """Return title, subject, keywords and language, with the organisation as author and `moment` as the time of creation.

    Without a `moment`, there is no time: viewers then show none, or that of the file.
    """
    values = {
        "dc:title": deck.title, "dc:subject": deck.subject, "dc:creator": deck.organisation,
        "cp:keywords": deck.keywords, "cp:lastModifiedBy": deck.organisation, "cp:revision": "1",
    }  # fmt: skip
    inner = "".join(f"<{tag}>{text(value)}</{tag}>" for tag, value in values.items() if value)
    if moment is not None:
        timestamp = f"{moment.year:04}{moment:-%m-%dT%H:%M:%SZ}"
        inner += "".join(
            f'<dcterms:{tag} xsi:type="dcterms:W3CDTF">{timestamp}</dcterms:{tag}>' for tag in ("created", "modified")
        )
    return (
        f"{HEAD}<cp:coreProperties {_CORE}>{inner}<dc:language>{text(deck.language)}</dc:language></cp:coreProperties>"
    )


def extended_properties(deck: DeckFrames) -> str:
    """Return the numbers of slides, notes and hidden slides, and the organisation."""
    notes = sum(bool(page.notes) for page in deck.pages)
    hidden = sum(page.hidden for page in deck.pages)
    return (
        f"{HEAD}<Properties {_EXTENDED}><TotalTime>0</TotalTime><Application>deckgen</Application>"
        f"<Slides>{len(deck.pages)}</Slides><Notes>{notes}</Notes><HiddenSlides>{hidden}</HiddenSlides>"
        f"<Company>{text(deck.organisation)}</Company></Properties>"
    )
