"""A placed table → a native DrawingML table, and the table style of the brand.

Every row has as many cells as the grid has columns (those under a span are kept, hidden), every cell has a paragraph,
and the line between two cells is written alike on both, because programs differ in which of the two they believe.
"""

from __future__ import annotations

from msgspec import Struct

from deckgen.ir.blocks import ColourRole
from deckgen.ir.frames import CellFrame, FrameParagraph, TableFrame
from deckgen.writer.colours import Colours
from deckgen.writer.errors import WriterError
from deckgen.writer.text import Inherited, TextWriter, right_to_left
from deckgen.writer.xml import HEAD, attribute, guid

_URI = "http://schemas.openxmlformats.org/drawingml/2006/table"
_ANCHORS = {"top": "", "middle": ' anchor="ctr"', "bottom": ' anchor="b"'}
# A table sets everything itself; only the bold of the first row comes from the table style.
_CELL = Inherited(size=None, role=None)
_HEADER_CELL = Inherited(size=None, role=None, bold=True)
_EDGES = ("L", "R", "T", "B")

Rule = tuple[ColourRole, int] | None


class TableWriter(Struct):
    """Writes the tables of one slide. `style` is the GUID of the table style; equal cells are made once (`Setter.made`)."""

    setter: TextWriter
    colours: Colours
    style: str

    def graphic(self, table: TableFrame) -> str:
        """Give the `a:graphic` of a table; WriterError where rows and columns do not agree."""
        _check(table)
        rtl = ' rtl="1"' if right_to_left(self.setter.language) else ""
        first = ' firstRow="1"' if table.header_rows else ""
        grid = "".join(f'<a:gridCol w="{width}"/>' for width in table.columns)
        return (
            f'<a:graphic><a:graphicData uri="{_URI}"><a:tbl><a:tblPr{rtl}{first}>'
            f"<a:tableStyleId>{self.style}</a:tableStyleId></a:tblPr><a:tblGrid>{grid}</a:tblGrid>"
            f"{''.join(self._rows(table))}</a:tbl></a:graphicData></a:graphic>"
        )

    def _rows(self, table: TableFrame) -> list[str]:
        made, above = [], [None] * len(table.columns)
        rules: list[Rule] = list(above)
        for i, (row, height) in enumerate(zip(table.rows, table.heights, strict=True)):
            base = _HEADER_CELL if i == 0 and table.header_rows else _CELL
            cells, rules = self._cells(row, rules, base)
            made.append(f'<a:tr h="{height}">{cells}</a:tr>')
        return made

    def _cells(self, row: tuple[CellFrame | None, ...], above: list[Rule], base: Inherited) -> tuple[str, list[Rule]]:
        """Give the cells of a row and the rules under them, given the rules over them."""
        made: list[str] = []
        below: list[Rule] = []
        hidden = ""
        for cell, over in zip(row, above, strict=True):
            if cell is None:
                made.append(hidden)
                below.append(below[-1])
                continue
            rule = None if cell.rule is None or cell.rule_width <= 0 else (cell.rule, cell.rule_width)
            properties = self._properties(cell, over, rule)
            span = f' gridSpan="{cell.span}"' if cell.span > 1 else ""
            made.append(f"<a:tc{span}>{self._text(cell.paragraphs, base)}{properties}</a:tc>")
            hidden = f'<a:tc hMerge="1">{_body(self.setter.empty())}{properties}</a:tc>' if span else ""
            below.append(rule)
        return "".join(made), below

    def _text(self, paragraphs: tuple[FrameParagraph, ...], base: Inherited) -> str:
        """Give the text of a cell; a deck says the same words again and again, which saves a quarter of writing."""
        key = (paragraphs, base)
        if (made := self.setter.made.get(key)) is None:
            made = _body(self.setter.paragraphs(paragraphs, base))
            if not any(run.link for paragraph in paragraphs for run in paragraph.runs):
                self.setter.made[key] = made
        return made

    def _properties(self, cell: CellFrame, over: Rule, rule: Rule) -> str:
        key = (cell.insets, cell.anchor, cell.fill, over, rule)
        if (made := self.setter.made.get(key)) is None:
            i = cell.insets
            edges = f'marL="{i.left}" marR="{i.right}" marT="{i.top}" marB="{i.bottom}"{_ANCHORS[cell.anchor]}'
            lines = "".join(
                self._line(edge, drawn) for edge, drawn in zip(_EDGES, (None, None, over, rule), strict=True)
            )
            made = f"<a:tcPr {edges}>{lines}{self.colours.fill(cell.fill)}</a:tcPr>"
            self.setter.made[key] = made
        return made

    def _line(self, edge: str, rule: Rule) -> str:
        if rule is None:
            return f'<a:ln{edge} w="0"><a:noFill/></a:ln{edge}>'
        role, width = rule
        return (
            f'<a:ln{edge} w="{width}" cap="flat" cmpd="sng" algn="ctr">{self.colours.fill(role)}'
            f'<a:prstDash val="solid"/></a:ln{edge}>'
        )


def table_style_id(brand_name: str) -> str:
    """Give the GUID under which the brand's table style is known in the file."""
    return guid("deckgen table style", brand_name)


def table_styles(brand_name: str, colours: Colours) -> str:
    """Give the table styles part: one style, the default, so that a table inserted by hand looks like ours."""
    style = table_style_id(brand_name)

    def line(edge: str, width: int, role: ColourRole) -> str:
        return f'<a:{edge}><a:ln w="{width}" cmpd="sng">{colours.fill(role)}</a:ln></a:{edge}>'

    def part(tag: str, bold: str, role: ColourRole, borders: str) -> str:
        txt = f'<a:tcTxStyle{bold}><a:fontRef idx="minor"/>{colours.colour(role)}</a:tcTxStyle>'
        return (
            f"<a:{tag}>{txt}<a:tcStyle><a:tcBdr>{borders}</a:tcBdr><a:fill><a:noFill/></a:fill></a:tcStyle></a:{tag}>"
        )

    hairlines = line("bottom", 6350, "rule") + line("insideH", 6350, "rule")
    return (
        f'{HEAD}<a:tblStyleLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" def="{style}">'
        f'<a:tblStyle styleId="{style}" styleName="{attribute(brand_name)}">{part("wholeTbl", "", "ink", hairlines)}'
        f"{part('firstRow', ' b=' + chr(34) + 'on' + chr(34), 'muted', line('bottom', 19050, 'muted'))}"
        "</a:tblStyle></a:tblStyleLst>"
    )


def _body(paragraphs: str) -> str:
    return f"<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>"


def _check(table: TableFrame) -> None:
    """Refuse what PowerPoint would offer to repair: no cell at all, ragged rows, spans that leave the grid."""
    if not table.columns or not table.rows:
        raise WriterError(f"the table {table.name!r} has no rows or no columns")
    if len(table.heights) != len(table.rows):
        raise WriterError(f"the table {table.name!r} has {len(table.rows)} rows but {len(table.heights)} row heights")
    for n, row in enumerate(table.rows, 1):
        if not _fits(row, len(table.columns)):
            raise WriterError(f"row {n} of the table {table.name!r} does not fill its {len(table.columns)} columns")


def _fits(row: tuple[CellFrame | None, ...], columns: int) -> bool:
    covered = 0
    for i, cell in enumerate(row):
        if (cell is None) != (i < covered):
            return False
        covered = i + max(cell.span, 1) if cell is not None else covered
    return len(row) == columns == covered
