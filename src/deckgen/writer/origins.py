"""Write the custom XML part that maps shapes to the content that they show.

For every piece of content it names the slide and the shape (in a table also row and column), the content file and the path of
the key in it, and has a fingerprint of the text as written. With it, edits made in PowerPoint can be found and merged back
into the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import chain

from msgspec import Struct

from deckgen.diagnostics import KeyPath, Origin
from deckgen.ir.frames import CellFrame, Page, TableFrame
from deckgen.line_breaking.hyphenation import without_divisions
from deckgen.ooxml.names import ORIGINS_SCHEMA
from deckgen.writer.xml import HEAD, attribute, digest, guid

SCHEMA = ORIGINS_SCHEMA


class OriginTrace(Struct, frozen=True):
    """One piece of content in one shape; in a table, `cell` is its row and column (from 0)."""

    shape: int
    slot: str
    origin: Origin
    text: str
    cell: tuple[int, int] | None = None


def table_traces(table: TableFrame, shape: int) -> Iterator[OriginTrace]:
    """Yield the trace of a table, then those of its cells whose text is from a content file."""
    yield OriginTrace(shape, table.slot, table.origin, table.alt)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell is None or not (found := _origins_of_cell(cell)):
                continue
            text = without_divisions("\n".join(["".join([run.text for run in p.runs]) for p in cell.paragraphs]))
            for origin in found:
                yield OriginTrace(shape, table.slot, origin, text, (r, c))


def _origins_of_cell(cell: CellFrame) -> Iterable[Origin]:
    """Return where the texts of a cell were written; where none was, what deckgen made them of."""
    if len(cell.origins) == 1 and len(cell.origins[0]) == 1:  # nearly all
        return cell.origins[0]
    texts = dict.fromkeys(chain.from_iterable(cell.origins))
    return texts or ((cell.origin,) if cell.origin.path else ())


def origins_xml(slides: Iterable[tuple[int, str]]) -> str:
    """Return the XML of the part; each slide is given as its id in the presentation and what `slide_origins` returns for it."""
    slide_elements = "".join([f'<slide id="{slide_id}" {inner}</slide>' for slide_id, inner in slides])
    return f'{HEAD}<origins xmlns="{SCHEMA}">{slide_elements}</origins>'


def slide_origins(page: Page, traces: Iterable[OriginTrace], folder: str = "") -> str:
    """Return the XML of a slide in the part, from its attributes behind its id to before its end.

    Names of files are relative to the `folder` of the deck.
    """
    inside = f"{folder}/" if folder else ""
    shapes = "".join([_shape_element(trace, inside) for trace in traces])
    attributes = f'page="{attribute(page.id)}" {_source_attributes(page.origin, inside)}'
    return f"{attributes}>{shapes}{_note_elements(page, inside)}"


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
    """Return the path of a key as a JSON pointer (RFC 6901), such as `/slides/0/updates/2`."""
    return _pointer_to_parent(path[:-1]) + _pointer_part(path[-1]) if path else ""


@lru_cache(maxsize=256)
def _pointer_to_parent(path: KeyPath) -> str:
    """Return the pointer to the parent of values, which the cells of a row have in common."""
    return "".join(map(_pointer_part, path))


def _pointer_part(key: str | int) -> str:
    return f"/{key}" if isinstance(key, int) else "/" + key.replace("~", "~0").replace("/", "~1")


_slot_name = lru_cache(maxsize=256)(attribute)
"""The name of a slot as the text of an attribute."""


def _shape_element(trace: OriginTrace, inside: str) -> str:
    cell = "" if trace.cell is None else f' row="{trace.cell[0]}" column="{trace.cell[1]}"'
    return (
        f'<shape id="{trace.shape}" slot="{_slot_name(trace.slot)}"{cell} {_source_attributes(trace.origin, inside)} '
        f'text="{digest(trace.text)}"/>'
    )


def _source_attributes(origin: Origin, inside: str) -> str:
    parent, last = origin.path[:-1], "".join(map(_pointer_part, origin.path[-1:]))
    return f'{_attributes_to_parent(origin.slide, origin.file, parent, inside)}{attribute(last)}"'


@lru_cache(maxsize=256)
def _attributes_to_parent(slide: str, file: str, parent: KeyPath, inside: str) -> str:
    """Return the attributes that the origins of values with one parent have in common, without the end of the last one."""
    path = _pointer_to_parent(parent)
    return f'origin="{attribute(slide)}" file="{attribute(file.removeprefix(inside))}" path="{attribute(path)}'
