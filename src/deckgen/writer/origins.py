"""Which shape shows what → the custom XML part that tells it.

For every piece of content: the slide and shape it stands in (in a table also row and column), the file and the path of
its key, and a fingerprint of the text as it was written. So edits made in PowerPoint can be found, and carried back to
the content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckgen.ir.blocks import Origin
from deckgen.ir.frames import Page, TableFrame
from deckgen.writer.xml import HEAD, attribute, digest, guid

SCHEMA = "urn:deckgen:origins:1"


class OriginTrace(Struct, frozen=True):
    """One piece of content in one shape; `cell` is its row and column (from 0) where the shape is a table."""

    shape: int
    slot: str
    origin: Origin
    text: str
    cell: tuple[int, int] | None = None


def table_traces(table: TableFrame, shape: int) -> Iterator[OriginTrace]:
    """Give the traces of a table: its own, then those of the cells that come from content."""
    yield OriginTrace(shape, table.slot, table.origin, table.alt)
    for r, row in enumerate(table.rows):
        for c, cell in enumerate(row):
            if cell is not None and cell.origin.path:
                text = "\n".join("".join(run.text for run in p.runs) for p in cell.paragraphs)
                yield OriginTrace(shape, table.slot, cell.origin, text, (r, c))


def origins(slides: Iterable[tuple[int, Page, list[OriginTrace]]]) -> str:
    """Give the XML of the part, for slides given with their ids in the presentation."""
    made = []
    for slide_id, page, traces in slides:
        head = f'<slide id="{slide_id}" page="{attribute(page.id)}" {_source(page.origin)}>'
        made.append(head + "".join(_shape(trace) for trace in traces) + "</slide>")
    return f'{HEAD}<origins xmlns="{SCHEMA}">{"".join(made)}</origins>'


def properties(schema: str) -> str:
    """Give the XML of the properties that a custom XML part needs: an id, and the schema it follows."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    return (
        f'{HEAD}<ds:datastoreItem ds:itemID="{guid(schema)}" xmlns:ds="{namespace}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{schema}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def pointer(path: tuple[str | int, ...]) -> str:
    """Make a key's path as a JSON pointer (RFC 6901): `/slides/0/updates/2`."""
    return "".join("/" + str(key).replace("~", "~0").replace("/", "~1") for key in path)


def _shape(trace: OriginTrace) -> str:
    cell = "" if trace.cell is None else f' row="{trace.cell[0]}" column="{trace.cell[1]}"'
    return (
        f'<shape id="{trace.shape}" slot="{attribute(trace.slot)}"{cell} {_source(trace.origin)} '
        f'text="{digest(trace.text)}"/>'
    )


def _source(origin: Origin) -> str:
    return (
        f'origin="{attribute(origin.slide)}" file="{attribute(origin.file)}" path="{attribute(pointer(origin.path))}"'
    )
