"""Write the custom XML part that maps shapes to the content that they show.

For every piece of content it names the slide and the shape (in a table also row and column), the content file and the path of
the key in it, and has a fingerprint of the text as written. With it, edits made in PowerPoint can be found and merged back
into the content.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import chain

from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.frames import CellFrame, FrameParagraph, Page, TableFrame
from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.ooxml.names import ORIGINS_SCHEMA
from deckgen.writer.xml import HEAD, attribute, digest, guid

SCHEMA = ORIGINS_SCHEMA


def shape_element(shape: int, slot: str, origin: Origin, shown: str, inside: str) -> str:
    """Return the element of a shape, by its id, that shows content of `origin` as the text `shown`."""
    return f'<shape id="{shape}" slot="{attribute(slot)}" {_source_attributes(origin, inside)} text="{digest(shown)}"/>'


def table_elements(table: TableFrame, shape: int, inside: str) -> list[str]:
    """Return the element of a table, then those of its cells (row and column from 0) whose text is from a content file."""
    elements = [shape_element(shape, table.slot, table.origin, table.alt, inside)]
    slot = attribute(table.slot)
    for r, row in enumerate(table.rows):
        start = f'<shape id="{shape}" slot="{slot}" row="{r}" column="'
        for c, cell in enumerate(row):
            if cell is not None and (found := _origins_of_cell(cell)):
                shown = _digest_of_text(cell.paragraphs)
                for origin in found:
                    elements.append(f'{start}{c}" {_source_attributes(origin, inside)} text="{shown}"/>')
    return elements


@lru_cache(maxsize=1024)
def _digest_of_text(paragraphs: tuple[FrameParagraph, ...]) -> str:
    """Return the fingerprint of the text of a cell as it was before its words were divided: half of all texts are repeated."""
    if len(paragraphs) == 1:  # nearly all
        return digest(without_divisions(paragraphs[0].plain_text))
    return digest(without_divisions("\n".join([p.plain_text for p in paragraphs])))


def _origins_of_cell(cell: CellFrame) -> Iterable[Origin]:
    """Return where the texts of a cell were written; where none was, what deckgen made them of."""
    origins = cell.origins
    if len(origins) == 1 and len(origins[0]) == 1:  # nearly all
        return origins[0]
    texts = dict.fromkeys(chain.from_iterable(origins))
    return texts or ((cell.origin,) if cell.origin.path else ())


def origins_xml(slides: Iterable[tuple[int, str]]) -> str:
    """Return the XML of the part; each slide is given as its id in the presentation and what `slide_origins` returns for it."""
    slide_elements = "".join([f'<slide id="{slide_id}" {inner}</slide>' for slide_id, inner in slides])
    return f'{HEAD}<origins xmlns="{SCHEMA}">{slide_elements}</origins>'


def slide_origins(page: Page, shapes: Iterable[str], inside: str) -> str:
    """Return the XML of a slide in the part, from its attributes behind its id to before its end.

    `shapes` are the elements of its shapes. Names of files are relative to the folder `inside` of the deck, if it has one.
    """
    attributes = f'page="{attribute(page.id)}" {_source_attributes(page.origin, inside)}'
    return f"{attributes}>{''.join(shapes)}{_note_elements(page, inside)}"


def _note_elements(page: Page, inside: str) -> str:
    """Return an element for each paragraph of the notes that was written in a content file."""
    return "".join(
        f'<note paragraph="{number}" {_source_attributes(origin, inside)} text="{digest(note.plain_text)}"/>'
        for number, note in enumerate(page.notes)
        for origin in dict.fromkeys(note.origins)
    )


def item_properties_xml(schema: str) -> str:
    """Return the XML of the properties part that a custom XML part needs: its id and its schema."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{HEAD}<ds:datastoreItem ds:itemID="{guid(schema)}" xmlns:ds="{namespace}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{schema}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def json_pointer(path: KeyPath) -> str:
    """Return the path of a key as a JSON pointer (RFC 6901), such as `/slides/0/updates/2`, as the text of an attribute."""
    return _pointer_to_parent(path[:-1]) + _pointer_part(path[-1]) if path else ""


@lru_cache(maxsize=256)
def _pointer_to_parent(path: KeyPath) -> str:
    """Return the pointer to the parent of values, which the cells of a row have in common."""
    return "".join(map(_pointer_part, path))


@lru_cache(maxsize=256)
def _pointer_part(key: str | int) -> str:
    return f"/{key}" if isinstance(key, int) else "/" + attribute(key.replace("~", "~0").replace("/", "~1"))


def _source_attributes(origin: Origin, inside: str) -> str:
    path = origin.path
    last = _pointer_part(path[-1]) if path else ""
    return f'{_place_attributes(origin.slide, origin.file, inside)} path="{_pointer_to_parent(path[:-1])}{last}"'


@lru_cache(maxsize=256)
def _place_attributes(slide: str, file: str, inside: str) -> str:
    """Return the attributes that the origins of one slide have in common."""
    return f'origin="{attribute(slide)}" file="{attribute(file.removeprefix(inside))}"'
