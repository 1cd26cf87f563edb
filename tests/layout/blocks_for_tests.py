"""Short functions that create blocks and slides, and lay them out."""

from collections.abc import Iterable, Sequence

from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, Severity, has_errors
from deckgen.ir.blocks import Block, Cell, Column, Footnote, Paragraph, Row, Run, Slide, Table, Text
from deckgen.ir.frames import DeckFrames, Page, TableFrame, TextFrame
from deckgen.layout import DeckInfo, lay_out

INFO = DeckInfo("Deck", "Review", "Organisation", ("Deck", "Review"), "en")


def para(text: str, style: str = "body", **more: object) -> Paragraph:
    return Paragraph((Run(text),), style, **more)  # type: ignore[arg-type]


def cell(text: str, **more: object) -> Cell:
    return Cell((para(text),), **more)  # type: ignore[arg-type]


def row(*texts: str, kind: str = "body") -> Row:
    return Row(tuple(cell(text) for text in texts), kind)  # type: ignore[arg-type]


def table(rows: Sequence[Row], columns: int, header: bool = True, slot: str = "table") -> Table:
    heads = (Row(tuple(Cell((para(f"Head {n}", "header"),)) for n in range(columns)), "header"),) if header else ()
    return Table(slot, tuple(Column() for _ in range(columns)), heads, tuple(rows), "Table: sample")


def slide(
    *blocks: Block, layout: str = "bullets", title: str = "Title", notes: Iterable[str] = (), **more: object
) -> Slide:
    texts = tuple(para(note) for note in notes)
    return Slide("part/sample", "bullets", layout, title, blocks, notes=texts, **more)  # type: ignore[arg-type]


def bullets(*texts: str) -> Text:
    return Text("bullets", tuple(para(text, bullet="•") for text in texts))


def lay_out_slides(brand: Brand, *slides: Slide, draft: bool = False) -> tuple[DeckFrames, list[Issue]]:
    """The deck, and the errors that stop its build."""
    deck, issues = lay_out(slides, brand, INFO, draft=draft)
    return deck, [issue for issue in issues if issue.severity is Severity.ERROR]


def warnings_of(brand: Brand, *slides: Slide) -> list[Issue]:
    """The warnings of slides that have no errors."""
    _, issues = lay_out(slides, brand, INFO)
    assert not has_errors(issues)
    return issues


def pages_of(brand: Brand, *slides: Slide) -> tuple[Page, ...]:
    deck, problems = lay_out_slides(brand, *slides)
    assert problems == [], [p.message for p in problems]
    return deck.pages


def text_of(page: Page, slot: str) -> str:
    """The text of a slot, a line for each paragraph."""
    frames = [frame for frame in page.frames if isinstance(frame, TextFrame) and frame.slot == slot]
    return "\n".join("".join(run.text for run in p.runs) for frame in frames for p in frame.paragraphs)


def table_of(page: Page) -> TableFrame:
    return next(frame for frame in page.frames if isinstance(frame, TableFrame))


def rows_of(frame: TableFrame) -> list[list[str]]:
    return [
        ["\n".join("".join(run.text for run in p.runs) for p in c.paragraphs) for c in cells if c is not None]
        for cells in frame.rows
    ]


def footnote(mark: str, text: str) -> Footnote:
    return Footnote(mark, (Run(text),))
