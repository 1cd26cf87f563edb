"""Write the speaker notes: notes pages, and the notes master that they follow."""

from __future__ import annotations

from deckgen.brand.types import TextStyle
from deckgen.ir.blocks import Paragraph
from deckgen.ir.frames import Box, FrameParagraph, FrameRun, Page
from deckgen.ir.links import stored_address
from deckgen.ir.roles import ColourRole
from deckgen.ooxml.inheritance import DEFAULTS, Inherited, Level, Properties
from deckgen.ooxml.names import RT
from deckgen.writer.colours import Colours
from deckgen.writer.inherited import parse
from deckgen.writer.package import Part
from deckgen.writer.shape import non_visual_properties, shape_tree, transform
from deckgen.writer.text import FREE_TEXT, INDENT_STEP, TextWriter, list_style
from deckgen.writer.xml import HEAD, NAMESPACES

NOTES_SIZE = (6_858_000, 9_144_000)
"""Width and height of a notes page in EMU (7.5 × 10 inches, PowerPoint's default)."""

_PICTURE = Box(685_800, 1_143_000, 5_486_400, 3_086_100)
_TEXT = Box(685_800, 4_400_550, 5_486_400, 3_600_450)
_NUMBER = Box(3_884_613, 8_685_213, 2_971_800, 458_787)
_STYLE = TextStyle(size=1200, minimum=1200, space_before=600)
_COLOUR_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" accent3="accent3" '
    'accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" folHlink="folHlink"/>'
)
_LOCKED_PICTURE = '<p:cNvSpPr><a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr>'
_LOCKED = '<p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'


def notes_master_xml(colours: Colours, language: str, prompt: str) -> str:
    """Return the XML of the notes master: the picture of the slide, the text with its prompt and the page number."""
    text_writer = TextWriter(colours, language)
    outline = '<a:ln w="9525"><a:solidFill><a:schemeClr val="accent5"/></a:solidFill></a:ln>'
    shapes = (
        _shape(2, "Slide picture", _LOCKED_PICTURE, '<p:ph type="sldImg" idx="2"/>', _shape_properties(_PICTURE, outline))
        + _shape(
            3, "Notes", _LOCKED, '<p:ph type="body" sz="quarter" idx="3"/>', _shape_properties(_TEXT),
            text_writer.plain_paragraph(prompt),
        )
        + _shape(
            4, "Page number", _LOCKED, '<p:ph type="sldNum" sz="quarter" idx="5"/>', _shape_properties(_NUMBER),
            text_writer.slide_number_paragraph("‹#›", '<a:pPr algn="r"/>'),
        )
    )  # fmt: skip
    return (
        f"{HEAD}<p:notesMaster {NAMESPACES}><p:cSld><p:bg><p:bgPr>{colours.fill('white')}<a:effectLst/></p:bgPr></p:bg>"
        f"{shape_tree(shapes)}</p:cSld>{_COLOUR_MAP}"
        f"{list_style(_STYLE, colours, language, 'p:notesStyle')}</p:notesMaster>"
    )


def inherited_text(colours: Colours, language: str) -> Inherited:
    """Return what the text of notes pages relies on: size, colour and spacing of the notes master's style.

    Lists and direction are stated, because LibreOffice ignores that style.
    """
    style = DEFAULTS.with_list_style(parse(list_style(_STYLE, colours, language, "p:notesStyle")))
    levels = [
        Level(
            {**_in_common(free.paragraph, level.paragraph), "spcBef": level.paragraph["spcBef"]},
            {**free.run, "sz": level.run["sz"], "fill": level.run["fill"]},
        )
        for free, level in zip(FREE_TEXT.levels, style.levels, strict=True)
    ]
    return Inherited(levels=tuple(levels))


def _in_common(properties: Properties, others: Properties) -> Properties:
    return {name: value for name, value in properties.items() if others.get(name) == value}


def notes_page_xml(
    page: Page, part: Part, colours: Colours, inherited: Inherited, role: ColourRole = _STYLE.role
) -> str:
    """Return the XML of the notes page of one slide, whose part gets the relationships of its links.

    `role` is the colour of its text. A link to a slide is only text, because a notes page may have no relationship to a slide
    but its own.
    """

    def link(address: str) -> str:
        url = stored_address(address)
        return f'r:id="{part.relate(RT.HYPERLINK, url)}"' if url else ""

    text_writer = TextWriter(colours, page.language, link)
    paragraphs = text_writer.paragraphs([_placed(paragraph, role) for paragraph in page.notes], inherited)
    shapes = (
        _shape(2, "Slide picture", _LOCKED_PICTURE, '<p:ph type="sldImg"/>', "<p:spPr/>")
        + _shape(3, "Notes", _LOCKED, '<p:ph type="body" idx="1"/>', "<p:spPr/>", paragraphs)
        + _shape(
            4, "Page number", _LOCKED, '<p:ph type="sldNum" sz="quarter" idx="5"/>', "<p:spPr/>",
            text_writer.slide_number_paragraph(page.number),
        )
    )  # fmt: skip
    return (
        f"{HEAD}<p:notes {NAMESPACES}><p:cSld>{shape_tree(shapes)}</p:cSld>"
        "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:notes>"
    )


def _placed(paragraph: Paragraph, role: ColourRole) -> FrameParagraph:
    runs = [
        FrameRun(run.text, _STYLE.size, role, run.bold, run.italic, run.superscript, run.link) for run in paragraph.runs
    ]
    hanging = INDENT_STEP if paragraph.bullet else 0
    margin = INDENT_STEP * paragraph.level + hanging
    return FrameParagraph(
        tuple(runs), level=paragraph.level, bullet=paragraph.bullet, margin=margin, hanging=hanging,
        space_before=_STYLE.space_before, end_size=_STYLE.size,
    )  # fmt: skip


def _shape(shape_id: int, name: str, locks: str, placeholder: str, properties: str, paragraphs: str = "") -> str:
    body = f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody>" if paragraphs else ""
    return (
        f"<p:sp><p:nvSpPr>{non_visual_properties(shape_id, name)}{locks}<p:nvPr>{placeholder}</p:nvPr></p:nvSpPr>"
        f"{properties}{body}</p:sp>"
    )


def _shape_properties(box: Box, outline: str = "") -> str:
    return f'<p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{outline}</p:spPr>'
