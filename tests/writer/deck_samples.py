"""A brand and decks for the tests of the writer: every kind of frame, and text that needs escaping in XML."""

import io
from pathlib import Path

from msgspec.structs import replace
from PIL import Image

from deckgen.brand.palette import complete_palette
from deckgen.brand.types import Brand, Decoration, FontFiles, SlideLayout, Slot, TextStyle, Tint
from deckgen.diagnostics import Origin
from deckgen.ir.blocks import ChartSpec, Paragraph, Run, Series
from deckgen.ir.frames import (
    Box,
    CellFrame,
    ChartFrame,
    DeckFrames,
    Drawing,
    FrameParagraph,
    FrameRun,
    Insets,
    Page,
    PictureFrame,
    ShapeFrame,
    TableFrame,
    TextFrame,
)
from deckgen.ir.media import EmbeddedFiles, PreparedPicture

INCH = 914400
SIZE = (12192000, 6858000)


def box(x: float, y: float, width: float, height: float) -> Box:
    return Box(*(round(value * INCH) for value in (x, y, width, height)))


TITLE = Slot(
    "title",
    "title",
    box(0.6, 0.68, 12.1, 1),
    {"body": TextStyle(2800, 2800, bold=True)},
    prompt="The finding, in one or two lines",
)
EYEBROW = Slot(
    "eyebrow",
    "eyebrow",
    box(0.6, 0.4, 8, 0.26),
    {"body": TextStyle(1200, 1200, bold=True, role="primary")},
    index=11,
)
FOOTER = Slot("footer", "footer", box(0.6, 6.9, 9, 0.22), {"body": TextStyle(1000, 1000, role="muted")}, index=12)
NUMBER = Slot(
    "number",
    "number",
    box(11, 6.9, 1.7, 0.22),
    {"body": TextStyle(1000, 1000, role="muted", align="end")},
    index=13,
)
BODY = Slot(
    "body",
    "text",
    box(0.6, 1.75, 7, 4.8),
    {
        "lead": TextStyle(1800, 1600, bold=True),
        "body": TextStyle(1600, 1400, space_before=700, bullet_role="primary", indent=182880),
    },
    index=14,
    prompt="Points",
)
PANEL = Slot(
    "panel",
    "text",
    box(8, 1.75, 4.7, 4.8),
    {"body": TextStyle(1600, 1400, role="white")},
    Insets(164592, 128016, 164592, 109728),
    fill="primary",
    rule="primary",
    index=15,
)
TABLE = Slot(
    "table", "table", box(0.6, 1.75, 12.1, 4.9), {"body": TextStyle(1200, 1100)}, index=14, prompt="Key results"
)
CHART = Slot("chart", "chart", box(0.6, 1.75, 7, 4.5), {}, index=14)
PHOTO = Slot("photo", "picture", box(8, 1.75, 4.7, 4.5), {}, index=15, fill="surface")
COVER_TITLE = replace(TITLE, box=box(0.6, 2, 7, 2.4), styles={"body": TextStyle(5400, 4000, bold=True, role="white")})


def layout(key: str, name: str, *slots: Slot, **more: object) -> SlideLayout:
    return SlideLayout(key, name, {slot.name: slot for slot in slots}, **more)


MOTIF = (
    Decoration("ellipse", box(8.2, 1.4, 5.1, 5.1), "primary-dark", "Motif 1"),
    Decoration("ring", box(9.1, 2.25, 3.4, 3.4), "white", "Motif 2"),
    Decoration("arc", box(9.9, 3.1, 1.7, 1.7), "primary-light", "Motif 3"),
)
FONT = FontFiles("Source Sans Pro", *(Path("font.ttf"),) * 4)
PALETTE = complete_palette(
    {
        "ink": "202122",
        "muted": "54595D",
        "rule": "C8CCD1",
        "surface": "F8F9FA",
        "white": "FFFFFF",
        "primary": "3366CC",
        "success": "0F6E5A",
        "warning": "8A5200",
        "danger": "B32424",
        "neutral": "EAECF0",
    },
    {
        "primary-tint": Tint("primary", 12000, 88000),
        "success-tint": Tint("success", 12000, 88000),
        "warning-tint": Tint("warning", 10000, 87000),
        "danger-tint": Tint("danger", 12000, 88000),
        "primary-light": Tint("primary", 40000, 60000),
        "primary-dark": Tint("primary", 88000, 0),
    },
)
BRAND = Brand(
    name="Sample & Sons",
    folder=Path("layouts/sample"),
    size=SIZE,
    colours=PALETTE.colours,
    tints=PALETTE.tints,
    font=FONT,
    fallback=replace(FONT, family="Arial"),
    layouts={
        "cover": layout("cover", "Cover", COVER_TITLE, background="primary", decorations=MOTIF),
        "text": layout("text", "Text & panel", TITLE, EYEBROW, BODY, PANEL, FOOTER, NUMBER),
        "table": layout("table", "Table", TITLE, EYEBROW, TABLE, FOOTER, NUMBER),
        "pictures": layout("pictures", "Chart and photo", TITLE, CHART, PHOTO, FOOTER, NUMBER),
    },
    master=layout(
        "master",
        "Master",
        TITLE,
        EYEBROW,
        FOOTER,
        NUMBER,
        decorations=(Decoration("line", box(0.6, 6.82, 12.1, 0), "rule", "Hairline"),),
    ),
)


def run(text: str, size: int = 1600, role: str = "ink", **more: object) -> FrameRun:
    return FrameRun(text, size, role, **more)


def paragraph(text: str, size: int = 1600, role: str = "ink", **more: object) -> FrameParagraph:
    return FrameParagraph((run(text, size, role),), **more)


def note(text: str, **more: object) -> Paragraph:
    return Paragraph((Run(text),), **more)  # type: ignore[arg-type]


def text_frame(slot: Slot, *paragraphs: FrameParagraph, **more: object) -> TextFrame:
    values = {"insets": slot.insets, "anchor": slot.anchor, "fill": slot.fill, "box": slot.box, **more}
    return TextFrame(slot.name, slot.name.capitalize(), paragraphs=paragraphs, **values)


def title(text: str, slot: Slot = TITLE) -> TextFrame:
    style = slot.styles["body"]
    return text_frame(slot, FrameParagraph((run(text, style.size, style.role, bold=True),)))


def page(page_id: str, layout_key: str, *frames: object, **more: object) -> Page:
    heading = frames[0].paragraphs[0].runs[0].text if frames else ""
    return Page(page_id, "bullets", layout_key, heading, frames, more.pop("number", 1), **more)


def deck(*pages: Page, **more: object) -> DeckFrames:
    values = {"title": "Thriving <Movement>", "subject": "Tuning session", "organisation": "Sample & Sons", **more}
    values = {"footer": "Thriving Movement · Q2", "language": "en-US", "size": SIZE, **values}
    numbered = tuple(replace(p, number=i) for i, p in enumerate(pages, 1))
    return DeckFrames(pages=numbered, **values)


def png(colour: str = "red", size: tuple[int, int] = (40, 30)) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", size, colour).save(target, "PNG")
    return target.getvalue()


def chart(name: str = "Chart", alt: str = "Retention rose from 5% to 8.6%") -> ChartFrame:
    spec = ChartSpec("trend", ("Q1", "Q2"), (Series("Retention", (5.0, 8.6)),), "%", reported=1)
    return ChartFrame("chart", name, CHART.box, spec, alt)


def cell(text: str, size: int = 1200, **more: object) -> CellFrame:
    bold = bool(more.pop("bold", False))
    insets = Insets(91440, 45720, 91440, 45720)
    runs = FrameParagraph((run(text, size, bold=bold),)) if text else FrameParagraph((), end_size=size)
    return CellFrame((runs,), insets, **more)


def table(rows: tuple[tuple[CellFrame | None, ...], ...] | None = None, **more: object) -> TableFrame:
    cells = rows or (
        (cell("Metric", bold=True, rule="muted", rule_width=19050), *(cell(q, bold=True) for q in ("Q1", "Q2"))),
        (cell("Markets", span=3, fill="surface"), None, None),
        (cell("Editors & co"), cell("+7.3%"), cell("+8.1%", fill="primary-tint", anchor="middle")),
        (cell("", rule=None), cell("–", rule=None), cell("–", rule=None)),
    )
    columns = (6 * INCH, 3 * INCH, 3 * INCH)
    heights = tuple(INCH // 2 for _ in cells)
    position = Box(TABLE.box.x, TABLE.box.y, sum(columns), sum(heights))
    return TableFrame("table", "Table", position, columns, heights, cells, alt="Two metrics by quarter", **more)


MARKS = tuple(
    ShapeFrame(shape, f"Status {i}", box(7.0 + i * 0.3, 3.0, 0.14, 0.14), role, alt="At risk" if i == 2 else "")
    for i, (shape, role) in enumerate(
        [
            ("ellipse", "success"), ("ring", "muted"), ("triangle", "warning"), ("square", "danger"),
            ("tick", "success"), ("bars", "muted"), ("round-rect", "neutral"), ("line", "rule"), ("rect", "primary"),
        ]
    )
)  # fmt: skip


def rich_paragraphs() -> tuple[FrameParagraph, ...]:
    """Return paragraphs with bullets, numbers, links, breaks, superscripts and no text."""
    bullet = {"bullet": "•", "bullet_role": "primary", "margin": 182880, "hanging": 182880}
    return (
        FrameParagraph((run("Lead ", 1800, bold=True), run("and\nbreak", 1800, "muted", italic=True))),
        paragraph("A point & a <tag>", space_before=700, **bullet),
        paragraph("Smaller", 1400, space_before=700, **bullet, level=1, line_spacing=110000),
        FrameParagraph((), space_before=700, end_size=1400),
        *(paragraph(f"Step {n}", **{**bullet, "bullet": f"{n}."}, space_before=700) for n in (3, 4)),
        FrameParagraph(
            (
                run("see "),
                run("the site", role="primary", link="https://example.invalid/a b?q=ü&x=1"),
                run(" or ", superscript=False),
                run("the table", link="#deck/table"),
                run("*", superscript=True),
                run("nowhere", link="#gone"),
            ),
            space_before=700,
            align="center",
        ),
    )


def rich_deck() -> tuple[DeckFrames, dict[ChartFrame, Drawing], EmbeddedFiles]:
    """Return a deck with everything that the writer can write, the drawings of its charts, and its picture."""
    photo = PreparedPicture(94, 90, ((png("navy", (94, 90)), "PNG"),), "navy")
    chart_frame = chart()
    origin = Origin("deck/text", "content/deck/one.yaml", ("slides", 0, "updates"))
    white = text_frame(PANEL, paragraph("What we recommend", 1600, "white"), paragraph("Linked", 1400, "white"))
    pages = (
        page("deck/cover", "cover", title("Thriving Movement", COVER_TITLE), language="en-US"),
        page(
            "deck/text",
            "text",
            title("Editors return"),
            text_frame(EYEBROW, FrameParagraph((run("Topic", 1200, "primary", bold=True),))),
            text_frame(BODY, *rich_paragraphs(), origin=origin),
            white,
            section="Overview",
            notes=(note("First note & more."), note("Second note.")),
        ),
        page("deck/table", "table", title("Results"), table(marks=MARKS), section="Overview", notes=(note("Say it."),)),
        page(
            "deck/pictures",
            "pictures",
            title("Pictures"),
            chart_frame,
            PictureFrame("photo", "Photo", PHOTO.box, photo.digest, "A blue wall"),
            TextFrame("caption", "Caption", box(8, 6.3, 4, 0.4), (paragraph("A caption", 1200),), fill="surface"),
            section="Appendix",
            hidden=True,
        ),
    )
    sample = deck(*pages, sections=("Overview", "Appendix"), keywords="okr, review")
    drawings = {chart_frame: Drawing(png("green", (700, 450)), 700, 450)}
    return sample, drawings, EmbeddedFiles({photo.digest: photo})
