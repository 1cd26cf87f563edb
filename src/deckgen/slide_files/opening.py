"""The bytes of a .pptx and the number of a slide → its package, and the part of the slide; or a sentence why not."""

from __future__ import annotations

from deckgen.diagnostics.wording import counted
from deckgen.ooxml.opc import Package
from deckgen.ooxml.unzip import is_xml
from deckgen.slide_files.errors import SlideFileError
from deckgen.template.errors import TemplateError
from deckgen.template.opening import open_bytes

MAX_FILE_BYTES = 100 << 20
"""Maximum size of the file of a slide."""
MAX_SLIDE_BYTES = 8 << 20
"""Maximum bytes of the XML of one slide."""
_REMEDY = "save it in PowerPoint as a presentation (.pptx)"


def open_slide(data: bytes, name: str, number: int | None) -> tuple[Package, str]:
    """Return the package in the bytes of the file `name`, and the part of a slide (from 1, or the only one).

    Raises SlideFileError.
    """
    try:
        package = open_bytes(data, name, _REMEDY)
    except TemplateError as error:
        message, _, hint = str(error).rpartition(": ")
        raise SlideFileError(message, hint) from error
    slides = package.slides()
    if not slides:
        raise SlideFileError(f"{name} has no slides", "ask for a file with the slide in it")
    if number is None and len(slides) > 1:
        raise SlideFileError(
            f"{name} has {len(slides)} slides, and none of them is named", f"add `slide:`, 1 to {len(slides)}"
        )
    if number is not None and number > len(slides):
        raise SlideFileError(
            f"{name} has no slide {number}: it has {counted(len(slides), 'slide')}",
            "write `slide: 1`" if len(slides) == 1 else f"write 1 to {len(slides)}",
        )
    part = slides[(number or 1) - 1]
    if not is_xml(part) or len(package.parts[part]) > MAX_SLIDE_BYTES:
        raise SlideFileError(
            f"slide {number or 1} of {name} has more than {MAX_SLIDE_BYTES >> 20} MB of XML", "use fewer shapes"
        )
    return package, part
