"""Write a placed table as a native DrawingML table, and the table style of the brand.

Every row has as many cells as the grid has columns (cells covered by a span are hidden) and every cell has a paragraph. The line
between two cells is written identically on both, because programs differ in which of the two they use.
"""

from __future__ import annotations

from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.types import Brand, RowRule
from deckgen.ir.direction import is_right_to_left
from deckgen.ir.frames import BAR_WIDTH, CellFrame, FrameParagraph, TableFrame
from deckgen.ir.roles import ColourRole
from deckgen.ooxml.inheritance import Inherited, Level
from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.text import FREE_TEXT, LINK, TextWriter
from deckgen.writer.xml import HEAD, attribute, guid

_MAIN = "http://schemas.openxmlformats.org/drawingml/2006/main"
_TABLE_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_ANCHORS = {"top": "", "middle": ' anchor="ctr"', "bottom": ' anchor="b"'}
_EDGES = ("L", "R", "T", "B")

Rule = tuple[ColourRole, int] | None


class TableWriter(Struct):
    """Writes the tables of one slide. `style` is the GUID of the table style; equal cells are cached (`TextWriter.cache`).

    `free_text` is what the text of cells may rely on.
    """

    text_writer: TextWriter
    colours: Colours
    style: str
    free_text: Inherited = FREE_TEXT

    def graphic_xml(self, table: TableFrame) -> str:
        """Return the `a:graphic` of a table. Raises WriterError if its rows do not fill its columns."""
        _require_grid(table)
        first = ' firstRow="1"' if table.header_rows else ""
        grid = "".join(f'<a:gridCol w="{width}"/>' for width in table.columns)
        return (
            f'<a:graphic><a:graphicData uri="{_TABLE_URI}"><a:tbl><a:tblPr{first}>'
            f"<a:tableStyleId>{self.style}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>"
            f"{''.join(self._row_elements(table))}</a:tbl></a:graphicData></a:graphic>"
        )

    def _row_elements(self, table: TableFrame) -> list[str]:
        elements: list[str] = []
        rules: list[Rule] = [None] * len(table.columns)
        for i, (row, height) in enumerate(zip(table.rows, table.heights, strict=True)):
            base = _header_text(self.free_text) if i == 0 and table.header_rows else self.free_text
            cells, rules = self._row_cells(row, rules, base)
            elements.append(f'<a:tr h="{height}">{cells}</a:tr>')
        return elements

    def _row_cells(
        self, row: tuple[CellFrame | None, ...], above: list[Rule], base: Inherited
    ) -> tuple[str, list[Rule]]:
        """Return the cells of a row and the rules below them, given the rules above them."""
        cells: list[str] = []
        below: list[Rule] = []
        hidden = ""
        bars = _side_bars(row, is_right_to_left=is_right_to_left(self.text_writer.language))
        for i, (cell, rule_above) in enumerate(zip(row, above, strict=True)):
            if cell is None:
                cells.append(hidden)
                below.append(below[-1])
                continue
            rule = None if cell.rule is None or cell.rule_width <= 0 else (cell.rule, cell.rule_width)
            properties = self._cell_properties(cell, bars[i], rule_above, rule)
            span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
            cells.append(f"<a:tc{span}>{self._cell_text(cell.paragraphs, base)}{properties}</a:tc>")
            hidden = (
                f'<a:tc hMerge="1">{_text_body(self.text_writer.empty_paragraph())}{properties}</a:tc>' if span else ""
            )
            below.append(rule)
        return "".join(cells), below

    def _cell_text(self, paragraphs: tuple[FrameParagraph, ...], base: Inherited) -> str:
        """Return the text of a cell. Texts repeat often in a deck: caching them saves a quarter of the time of writing."""
        key = (paragraphs, base)
        if (xml := self.text_writer.cache.get(key)) is None:
            xml = _text_body(self.text_writer.paragraphs(paragraphs, base))
            if LINK not in xml:  # the ids of relationships differ from slide to slide
                self.text_writer.cache[key] = xml
        return xml

    def _cell_properties(self, cell: CellFrame, bars: tuple[Rule, Rule], rule_above: Rule, rule_below: Rule) -> str:
        key = (cell.insets, cell.anchor, cell.fill, bars, rule_above, rule_below)
        if (xml := self.text_writer.cache.get(key)) is None:
            i = cell.insets
            margins = f'marL="{i.left}" marR="{i.right}" marT="{i.top}" marB="{i.bottom}"{_ANCHORS[cell.anchor]}'
            rules = zip(_EDGES, (*bars, rule_above, rule_below), strict=True)
            lines = "".join(self._border_line(edge, rule) for edge, rule in rules)
            xml = f"<a:tcPr {margins}>{lines}{self.colours.fill(cell.fill)}</a:tcPr>"
            self.text_writer.cache[key] = xml
        return xml

    def _border_line(self, edge: str, rule: Rule) -> str:
        if rule is None:
            return f'<a:ln{edge} w="0"><a:noFill/></a:ln{edge}>'
        role, width = rule
        return (
            f'<a:ln{edge} w="{width}" cap="flat" cmpd="sng" algn="ctr">{self.colours.fill(role)}'
            f'<a:prstDash val="solid"/></a:ln{edge}>'
        )


@lru_cache(maxsize=4)
def _header_text(base: Inherited) -> Inherited:
    """Return what cells of the header may rely on: cells set all formatting themselves, but the bold of the table style."""
    return replace(base, levels=tuple(Level(level.paragraph, {**level.run, "b": "1"}) for level in base.levels))


def _bar(cell: CellFrame | None) -> Rule:
    """Return the line at the start of a cell."""
    return (cell.bar, BAR_WIDTH) if cell is not None and cell.bar is not None else None


def _side_bars(row: tuple[CellFrame | None, ...], *, is_right_to_left: bool) -> list[tuple[Rule, Rule]]:
    """Return the lines at the left and at the right of each cell: one is at its start, the other at that of its neighbour."""
    bars: list[tuple[Rule, Rule]] = [(None, None)] * len(row)
    if not [cell for cell in row if cell is not None and cell.bar is not None]:
        return bars
    before: CellFrame | None = None
    for i, cell in enumerate(row):
        if cell is None:
            continue
        after = i + cell.span
        neighbour = row[after] if after < len(row) else None
        bars[i] = (_bar(before), _bar(cell)) if is_right_to_left else (_bar(cell), _bar(neighbour))
        before = cell
    return bars


def table_style_id(brand_name: str) -> str:
    """Return the GUID of the brand's table style in the file."""
    return guid("deckgen table style", brand_name)


def table_styles(brand: Brand, colours: Colours) -> str:
    """Return the table styles part: one style, the default, so that tables inserted by hand look like generated ones."""
    style, default = table_style(brand, colours), table_style_id(brand.name)
    return f'{HEAD}<a:tblStyleLst xmlns:a="{_MAIN}" def="{default}">{style}</a:tblStyleLst>'


def table_style(brand: Brand, colours: Colours) -> str:
    """Return the table style of the brand."""
    style, look = table_style_id(brand.name), brand.look.table

    def line(edge: str, rule: RowRule) -> str:
        return (
            f'<a:{edge}><a:ln w="{rule.width}" cmpd="sng">{colours.fill(rule.role)}</a:ln></a:{edge}>'
            if rule.width
            else ""
        )

    def part(tag: str, bold: str, role: ColourRole, borders: str) -> str:
        text_style = f'<a:tcTxStyle{bold}><a:fontRef idx="minor"/>{colours.colour(role)}</a:tcTxStyle>'
        return f"<a:{tag}>{text_style}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:{tag}>"

    hairlines = line("bottom", look.row_rule) + line("insideH", look.row_rule)
    return (
        f'<a:tblStyle styleId="{style}" styleName="{attribute(brand.name)}">{part("wholeTbl", "", "ink", hairlines)}'
        f"{part('firstRow', ' b=' + chr(34) + 'on' + chr(34), 'muted', line('bottom', look.header_rule))}</a:tblStyle>"
    )


def _text_body(paragraphs: str) -> str:
    return f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"


def _require_grid(table: TableFrame) -> None:
    """Refuse a table that PowerPoint would offer to repair: no cells, rows of unequal length, spans that leave the grid."""
    if not table.columns or not table.rows:
        raise WriterError(f"the table {table.name!r} has no rows or no columns")
    if len(table.heights) != len(table.rows):
        raise WriterError(f"the table {table.name!r} has {len(table.rows)} rows but {len(table.heights)} row heights")
    for n, row in enumerate(table.rows, 1):
        if not _fills_grid(row, len(table.columns)):
            raise WriterError(f"row {n} of the table {table.name!r} does not fill its {len(table.columns)} columns")


def _fills_grid(row: tuple[CellFrame | None, ...], columns: int) -> bool:
    covered = 0
    for i, cell in enumerate(row):
        if (cell is None) != (i < covered):
            return False
        covered = i + (cell.span or 1) if cell is not None else covered
    return len(row) == columns == covered
