"""Write the custom XML part with the authored values that a deck shows: by them, later edits are found."""

from __future__ import annotations

from deckgen.ir.content_record import ContentRecord, RecordedFile
from deckgen.ooxml.names import CONTENT_SCHEMA
from deckgen.writer.origins import json_pointer
from deckgen.writer.xml import HEAD, attribute, text


def content_xml(record: ContentRecord) -> str:
    """Return the XML of the part."""
    built = {
        "only": record.only, "version": record.version, "density": record.density, "slides": " ".join(record.slides),
        "language": record.language,
        "draft": "yes" if record.draft else "",
    }  # fmt: skip
    attributes = "".join(f' {name}="{attribute(value)}"' for name, value in built.items() if value)
    files = "".join(map(_file_element, record.files))
    return f'{HEAD}<content xmlns="{CONTENT_SCHEMA}"{attributes}>{files}</content>'


def _file_element(file: RecordedFile) -> str:
    entries = "".join([f'<entry path="{json_pointer(path)}" id="{attribute(each)}"/>' for path, each in file.ids])
    values = "".join([f'<value path="{json_pointer(path)}">{text(each)}</value>' for path, each in file.values])
    return f'<file name="{attribute(file.name)}">{entries}{values}</file>'
