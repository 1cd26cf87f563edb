"""agenda: the sections with their departments and page numbers, which are links; generated from deck.yaml."""

from collections.abc import Mapping, Sequence, Set

from msgspec.structs import replace

from deckgen.ir.blocks import Cell, Column, Paragraph, Row, Run, Slide, Table
from deckgen.kinds._shared import plain_paragraph, slide, status_word, table_alt
from deckgen.kinds._verdicts import worst_verdict
from deckgen.model import GeneratedSlide, SlideContent, Variant
from deckgen.resolve import AgendaEntry, Context, is_divider_only

EXAMPLE = """\
kind: agenda
"""
COLUMNS = "columns"
"""The variant with two columns, in which the sections of a part are indented and not bold, and sections have a verdict."""
MIN_VERDICTS = 2
"""Fewer verdicts are not worth a column."""
COLUMN_RANGE = range(7, 17)
"""The numbers of sections for two columns: fewer have room in one, more in small type only."""


class Content(SlideContent):
    """An agenda has no fields of its own: it lists the sections of deck.yaml."""

    label = "Agenda"
    title_states = "topic"
    words = {
        "section": "Section",
        "department": "Department",
        "page": "Page",
        "status": "Status",
        "with-verdict": "{count} {state}",
    }
    generated = GeneratedSlide()
    lists_sections = True
    variants = (
        Variant(
            COLUMNS,
            f"{COLUMN_RANGE.start} to {COLUMN_RANGE.stop - 1} sections",
            lambda _, context: len(context.agenda) in COLUMN_RANGE,
            example="kind: agenda\ntitle: Agenda\n",
        ),
    )


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with the list of sections; layout fills in the page numbers after it has placed the pages."""
    title = content.title or context.labels["label"]
    tables = _two_tables(title, context) if context.variant == COLUMNS else (_one_table(title, context),)
    agenda = slide(content.model_copy(update={"title": title}), context, "agenda", tables)
    return replace(agenda, tags=(), tag_origins=())


def _one_table(title: str, context: Context) -> Table:
    """Return a table with a numbered row for each section."""
    columns = (Column(tight=True), Column(share=1.2, fixed=True), Column(share=1, fixed=True), Column(tight=True))
    header = _header(context, "", "section", "department", "page")
    rows = tuple(_section_row(n, entry) for n, entry in enumerate(context.agenda, 1))
    return Table("table", columns, (header,), rows, table_alt(context, title, header), context.origin)


def _header(context: Context, *words: str) -> Row:
    """Return the header with the names of columns; the last column is aligned at its end."""
    cells = [Cell((plain_paragraph(context.labels[word], "header"),) if word else ()) for word in words]
    return Row((*cells[:-1], replace(cells[-1], align="end", flush_at_end=True)), "header")


def _section_row(number: int, entry: AgendaEntry) -> Row:
    department = _department(entry)
    return Row(
        (
            Cell((Paragraph((Run(f"{number}", role="primary", bold=True),)),), align="end"),
            Cell((_title(entry),)),
            Cell((department,) if department else ()),
            _page_cell(entry),
        ),
        origin=entry.origin,
    )


def _title(entry: AgendaEntry, level: int = 0) -> Paragraph:
    """Return the title of a section; that of a section in a part is neither bold nor coloured."""
    run = Run(entry.title, role="ink" if level else "primary")
    return Paragraph((run,), "body" if level else "strong", origins=(entry.origin.at("title"),))


def _department(entry: AgendaEntry) -> Paragraph | None:
    if not entry.department:
        return None
    return plain_paragraph(entry.department, "small", origins=(entry.origin.at("department"),))


def _page_cell(entry: AgendaEntry) -> Cell:
    number = Paragraph((Run("00", page_of=entry.section),))
    return Cell((number,), align="end", flush_at_end=True, link=entry.title)


def _two_tables(title: str, context: Context) -> tuple[Table, Table]:
    """Return the two halves of the list; a name of a part begins the second half rather than ending the first.

    A second half that begins inside a part, and is shorter by a row, repeats its name: so both end on the same row.
    """
    opening = {section.id for section in context.deck.sections if is_divider_only(section)}
    entries, levels = context.agenda, _levels(opening, context)
    middle = (len(entries) + 1) // 2
    if entries[middle - 1].section in opening:
        middle -= 1
    part = next((e for e in reversed(entries[:middle]) if e.section in opening), None)
    left = _half("left", entries[:middle], None, levels, title, context)
    is_repeated = bool(levels[entries[middle].section]) and len(entries) < 2 * middle
    return left, _half("right", entries[middle:], part if is_repeated else None, levels, title, context)


def _levels(opening: Set[str], context: Context) -> Mapping[str, int]:
    """Return the level of each section: 1 if a section of its own, which opens a part, stands over it in the list."""
    parts = (part for section, part in context.parts.items() if section in opening)
    below = {link.slide.split("/")[0] for part in parts for link in part.links}
    return {entry.section: int(entry.section in below - opening) for entry in context.agenda}


def _half(
    slot: str,
    entries: Sequence[AgendaEntry],
    part: AgendaEntry | None,
    levels: Mapping[str, int],
    title: str,
    context: Context,
) -> Table:
    """Return one of two tables; it has a column of verdicts if several, and half of its sections, have one.

    It begins with the name of the `part` that it continues, if it does.
    """
    verdicts = [_verdict_cell(entry, context) for entry in entries]
    has_verdicts = sum(cell.mark is not None for cell in verdicts) >= max(MIN_VERDICTS, len(verdicts) / 2)
    words = ("section", "status", "page") if has_verdicts else ("section", "page")
    header = _header(context, *words)
    rows = [
        _half_row(entry, levels[entry.section], verdict if has_verdicts else None)
        for entry, verdict in zip(entries, verdicts, strict=True)
    ]
    rows[-1] = replace(rows[-1], ruled=False)
    if part is not None:
        rows.insert(0, _continued_row(part, len(words), context))
    columns = (Column(share=5.0), *((Column(share=2.2),) if has_verdicts else ()), Column(tight=True))
    return Table(slot, columns, (header,), tuple(rows), table_alt(context, title, header), context.origin)


def _continued_row(part: AgendaEntry, column_count: int, context: Context) -> Row:
    """Return a row with the name of a part whose sections continue in the second table."""
    name = _title(part)
    rest = Run(f" {context.labels['rest']}", role="muted")
    return Row((Cell((replace(name, runs=(*name.runs, rest)),), span=column_count),), origin=part.origin)


def _half_row(entry: AgendaEntry, level: int, verdict: Cell | None) -> Row:
    """Return the row of a section, with its department under its title."""
    department = _department(entry)
    title = Cell((_title(entry, level), *((department,) if department else ())), indent=level)
    return Row((title, *((verdict,) if verdict is not None else ()), _page_cell(entry)), origin=entry.origin)


def _verdict_cell(entry: AgendaEntry, context: Context) -> Cell:
    """Return the worst verdict of a section and how many results have it; empty where no result is judged."""
    verdict = worst_verdict(context, entry.section)
    if verdict is None:
        return Cell()
    state = context.labels[f"is-{verdict.status}"]
    text = context.labels.format("with-verdict", count=verdict.count, state=state)
    return Cell((status_word(text, verdict.status),), mark=verdict.status)
