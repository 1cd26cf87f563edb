"""Write placed paragraphs as DrawingML text.

Formatting that text inherits from its placeholder is not repeated (`ooxml.inheritance`), so that a change of the master or layout
in PowerPoint affects the slides; all other formatting is written. Kerning and fonts are set on the master.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from lxml import etree
from msgspec import Struct, field
from msgspec.structs import astuple

from deckgen.brand.types import Slot, TextStyle
from deckgen.ir.direction import has_right_to_left_letters, is_in_arabic_letters, is_right_to_left, marked_parts
from deckgen.ir.frames import Align, Anchor, FrameParagraph, FrameRun, Insets
from deckgen.ooxml.inheritance import DEFAULTS, LEVELS, Inherited, Level, Properties
from deckgen.ooxml.language_tags import office_language
from deckgen.writer.colours import Colours
from deckgen.writer.inherited import without_inherited
from deckgen.writer.xml import attribute, clean, text

_STYLED_LEVELS = 5
_LEADING = 1.2
"""The height of a single line in em, where that of the font is not used."""
DEFAULT_STYLE = TextStyle(size=1600, minimum=1400)
"""The style of text for which a brand defines none."""
_ANCHORS: dict[Anchor, str] = {"top": "t", "middle": "ctr", "bottom": "b"}
_ALIGNS: dict[Align, str] = {"start": "l", "center": "ctr", "end": "r"}
_MIRRORED = {"l": "r", "r": "l", "ctr": "ctr"}
_NUMBERED = re.compile(r"(\d{1,5})([.)])")
_SUPERSCRIPT = 30_000
_THEME_FONTS = {False: '<a:latin typeface="+mn-lt"/>', True: '<a:latin typeface="+mj-lt"/>'}
"""The references to the fonts of the theme for text and for headings."""
LINK = "<a:hlinkClick"
"""How the XML of a link begins."""
INDENT_STEP = 228_600
"""The indent of a level in EMU, where a style has none of its own."""
# A link has the theme's link colour whatever the colour of its run; this makes PowerPoint keep the colour of the run.
_KEEP_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)


def free_text(*styles: etree._Element | None) -> Inherited:
    """Return what text in tables and text boxes may rely on where these list styles apply to it: what they leave as it is."""
    effective = [DEFAULTS.with_list_style(style) for style in styles]
    levels = tuple(
        Level(
            _in_common(free.paragraph, [each.levels[n].paragraph for each in effective]),
            _in_common(free.run, [each.levels[n].run for each in effective]),
        )
        for n, free in enumerate(FREE_TEXT.levels)
    )
    return Inherited(levels=levels)


def _in_common(properties: Properties, others: Iterable[Properties]) -> Properties:
    return {name: value for name, value in properties.items() if all(other.get(name) == value for other in others)}


def _free_text() -> Inherited:
    """Return `FREE_TEXT`."""
    paragraph, run = DEFAULTS.levels[0].paragraph, DEFAULTS.levels[0].run
    deeper = Level(_only(paragraph, "rtl", "lnSpc", "spcBef"), _only(run, "b", "i"))
    first = Level(_only(paragraph, "marL", "indent", "algn", "rtl", "lnSpc", "spcBef", "bullet"), deeper.run)
    return Inherited(levels=(first, *(deeper,) * (LEVELS - 1)))


def _only(properties: Properties, *names: str) -> Properties:
    return {name: properties[name] for name in names}


FREE_TEXT = _free_text()
"""What text in tables and text boxes may rely on: it states size, colour, direction and the indents of deeper levels itself."""


class NeutralText(Struct, frozen=True):
    """What a list style states so that a foreign master does not change its text: attributes, outline and effect, as XML."""

    caps: str = ""
    attributes: str = ""
    outline: str = ""
    effect: str = ""


PLAIN = NeutralText()
"""On our own master, nothing."""
_NEUTRAL = {"u": "none", "strike": "noStrike", "baseline": "0", "spc": "0"}


@lru_cache(maxsize=64)
def neutral_text(levels: tuple[Level, ...]) -> NeutralText:
    """Return what text must state that inherits these levels and is to look plain.

    It is cached, since the 1,000 placeholders of a brand inherit from those of one master.
    """
    runs = [level.run for level in levels]
    attributes = "".join(
        f' {name}="{value}"' for name, value in _NEUTRAL.items() if any(run.get(name, value) != value for run in runs)
    )
    caps = ' cap="none"' if any(run.get("cap", "none") != "none" for run in runs) else ""
    outline = "<a:ln><a:noFill/></a:ln>" if any("ln" in run for run in runs) else ""
    effect = "<a:effectLst/>" if any("effect" in run for run in runs) else ""
    return NeutralText(caps, attributes, outline, effect)


_NEUTRAL_BODY = {"numCol": "1", "anchorCtr": "0", "rot": "0"}


def neutral_body(inherited: Properties) -> str:
    """Return the attributes of a `bodyPr` that make text upright in one column where it inherits something else."""
    stated = ((name, value) for name, value in _NEUTRAL_BODY.items() if inherited.get(name, value) != value)
    return "".join(f' {name}="{value}"' for name, value in stated)


def neutral_outline(inherited: Properties) -> str:
    """Return the outline and the effects of a shape that is to have none where it inherits some."""
    outline = "<a:ln><a:noFill/></a:ln>" if "ln" in inherited else ""
    return outline + ("<a:effectLst/>" if "effect" in inherited else "")


def first_style(slot: Slot) -> TextStyle:
    """Return the style of a placeholder's first level: the one named `body`, else the first; without styles `DEFAULT_STYLE`."""
    return slot.styles.get("body") or next(iter(slot.styles.values()), DEFAULT_STYLE)


class TextWriter(Struct):
    """Writes the text of one slide in its language and colours.

    `link` converts an address to the attributes of a link, empty for none. `cache` has XML that is already written; slides of one
    language may share it.
    """

    colours: Colours
    language: str
    link: Callable[[str], str] = field(default=lambda _: "")
    cache: dict[tuple[object, ...], str] = field(default_factory=dict)

    def paragraphs(self, paragraphs: Iterable[FrameParagraph], base: Inherited) -> str:
        """Return all `a:p` of a text body, at least one: a body without a paragraph is invalid."""
        starts: dict[int, tuple[int, int]] = {}
        elements = [
            self._paragraph(p, base, _list_start(p, starts) if starts or p.bullet else None) for p in paragraphs
        ]
        return "".join(elements) or self.empty_paragraph()

    def empty_paragraph(self) -> str:
        """Return a paragraph without text."""
        return f'<a:p><a:endParaRPr lang="{office_language(self.language)}"/></a:p>'

    def slide_number_paragraph(self, number: int | str, properties: str = "") -> str:
        """Return a paragraph with a field that shows the slide number; `number` is shown until a program updates the field."""
        field_id = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
        inner = f"{self._plain_properties(keeps_font=is_right_to_left(self.language))}<a:t>{number}</a:t>"
        return f'<a:p>{properties}<a:fld id="{field_id}" type="slidenum">{inner}</a:fld></a:p>'

    def plain_paragraph(self, value: str, properties: str = "") -> str:
        """Return a paragraph of unformatted text; from right to left, figures and Latin words keep their order and font."""
        parts = marked_parts(value) if is_right_to_left(self.language) else [value]
        return f"<a:p>{properties}{''.join(map(self._plain_run, parts))}</a:p>"

    def _plain_run(self, value: str) -> str:
        keeps_font = is_right_to_left(self.language) and not has_right_to_left_letters(value)
        return f"<a:r>{self._plain_properties(keeps_font=keeps_font)}<a:t>{text(value)}</a:t></a:r>"

    def _plain_properties(self, *, keeps_font: bool) -> str:
        """Return the properties of an unformatted run; one that `keeps_font` has no letters of complex scripts."""
        if not keeps_font:
            return f'<a:rPr lang="{office_language(self.language)}"/>'
        font = _THEME_FONTS[False].replace("a:latin", "a:cs")
        return f'<a:rPr lang="{office_language(self.language)}">{font}</a:rPr>'

    def _paragraph(self, paragraph: FrameParagraph, base: Inherited, start: int | None) -> str:
        run = paragraph.runs[0] if len(paragraph.runs) == 1 else None
        if run is not None and not run.link and (shown := text(run.text)) and "\n" not in shown:
            return f"{self._before_text(paragraph, run, base, start)}{shown}</a:t></a:r></a:p>"
        head = self._paragraph_properties(paragraph, base, start)
        level = base.levels[_level(paragraph)]
        runs = "".join([self._run(run, level) for run in paragraph.runs])
        return f"<a:p>{head}{runs or self._end_properties(paragraph.end_size, level)}</a:p>"

    def _before_text(self, p: FrameParagraph, run: FrameRun, base: Inherited, start: int | None) -> str:
        """Return what is before the text of a paragraph of one run: most paragraphs are equal in all but that text."""
        key = ("t", start, base, self._keeps_font(run), *astuple(p)[1:], *astuple(run)[1:])
        if (xml := self.cache.get(key)) is None:
            properties = self._run_properties(run, base.levels[_level(p)], "")
            xml = f"<a:p>{self._paragraph_properties(p, base, start)}<a:r>{properties}<a:t>"
            self.cache[key] = xml
        return xml

    def _paragraph_properties(self, p: FrameParagraph, base: Inherited, start: int | None) -> str:
        """Return the `a:pPr` of a paragraph, with only the properties that it does not inherit."""
        key = ("p", start, base, *astuple(p)[1:])  # all but its runs
        if (xml := self.cache.get(key)) is None:
            complete = f"<a:pPr{self._paragraph_attributes(p)}>{_spacing(p)}{self._bullet(p, start)}</a:pPr>"
            xml = without_inherited(complete, self._inherited_paragraph(base.levels[_level(p)]))
            xml = self.cache[key] = "" if xml == "<a:pPr/>" else xml
        return xml

    def _inherited_paragraph(self, level: Level) -> Properties:
        """Return what a paragraph inherits; not the alignment, which depends on the direction, if it has another direction."""
        inherited = level.paragraph
        if inherited.get("rtl") == str(int(is_right_to_left(self.language))):
            return inherited
        return {name: value for name, value in inherited.items() if name != "algn"}

    def _paragraph_attributes(self, p: FrameParagraph) -> str:
        level = f' lvl="{_level(p)}"' if p.level else ""
        direction = int(is_right_to_left(self.language))
        align = alignment(p.align, self.language)
        return f' marL="{p.margin}"{level} indent="{-p.hanging}" algn="{align}" rtl="{direction}"'

    def _bullet(self, p: FrameParagraph, start: int | None) -> str:
        if not p.bullet:
            return "<a:buNone/>"
        colour = f"<a:buClr>{self.colours.colour(p.bullet_role)}</a:buClr>" if p.bullet_role else ""
        size = f'<a:buSzPct val="{p.bullet_size * 1000}"/>' if p.bullet_size != 100 else ""
        font = f'{size}<a:buFont typeface="+mn-lt"/>'
        if start is None:
            return f'{colour}{font}<a:buChar char="{attribute(p.bullet)}"/>'
        kind = "arabicPeriod" if p.bullet.endswith(".") else "arabicParenR"
        first = f' startAt="{start}"' if start > 1 else ""
        return f'{colour}{font}<a:buAutoNum type="{kind}"{first}/>'

    def _run(self, run: FrameRun, level: Level) -> str:
        properties = self._run_properties(run, level, "")
        if not run.link and "\n" not in (shown := text(run.text)):
            return f"<a:r>{properties}<a:t>{shown}</a:t></a:r>" if shown else ""
        link = self.link(run.link) if run.link else ""
        linked = self._run_properties(run, level, link) if link else properties
        pieces = clean(run.text).split("\n")
        runs = [f"<a:r>{linked}<a:t>{text(piece)}</a:t></a:r>" if piece else "" for piece in pieces]
        return f"<a:br>{properties}</a:br>".join(runs)

    def _run_properties(self, run: FrameRun, level: Level, link: str) -> str:
        """Return the `a:rPr` of a run, with only what it does not inherit; a link states its colour, or has that of links."""
        keeps_font = self._keeps_font(run)
        key = ("r", level, link, keeps_font, *astuple(run)[1:])  # all but its text
        if (xml := self.cache.get(key)) is None:
            inner = self.colours.fill(run.role) + _own_font(run, level)
            inner += _THEME_FONTS[run.heading].replace("a:latin", "a:cs") if keeps_font else ""
            inner += _link_element(link, keep_colour=run.role not in self.colours.link_roles) if link else ""
            raised = f' baseline="{_SUPERSCRIPT}"' if run.superscript else ""
            tag = office_language(self.language)
            attributes = f'lang="{tag}" sz="{run.size}" b="{int(run.bold)}" i="{int(run.italic)}"{raised}'
            inherited = {name: value for name, value in level.run.items() if name != "fill"} if link else level.run
            xml = self.cache[key] = without_inherited(f"<a:rPr {attributes}>{inner}</a:rPr>", inherited)
        return xml

    def _keeps_font(self, run: FrameRun) -> bool:
        """Whether a run states its font: programs set figures in text from right to left in the font of complex scripts."""
        return is_right_to_left(self.language) and not has_right_to_left_letters(run.text)

    def _end_properties(self, size: int, level: Level) -> str:
        key = ("end", size, level)
        if (xml := self.cache.get(key)) is None:
            complete = f'<a:endParaRPr lang="{office_language(self.language)}" sz="{size}"/>'
            xml = self.cache[key] = without_inherited(complete, level.run)
        return xml


def _level(p: FrameParagraph) -> int:
    return p.level if p.level < LEVELS else LEVELS - 1


def _spacing(p: FrameParagraph) -> str:
    """Return line spacing and space before."""
    spacing = f'<a:spcPts val="{p.leading}"/>' if p.leading else f'<a:spcPct val="{p.line_spacing}"/>'
    lines = f"<a:lnSpc>{spacing}</a:lnSpc>"
    return f'{lines}<a:spcBef><a:spcPts val="{p.space_before}"/></a:spcBef>'


def alignment(align: Align, language: str) -> str:
    """Return the physical alignment (`l`, `ctr`, `r`) of start, center or end in this language."""
    left_to_right = _ALIGNS[align]
    return _MIRRORED[left_to_right] if is_right_to_left(language) else left_to_right


def body_properties(insets: Insets, anchor: Anchor, autofit: str = "<a:normAutofit/>", more: str = "") -> str:
    """Return the `a:bodyPr` of a text box with these insets; by default PowerPoint may shrink text typed into it.

    `more` are further attributes.
    """
    edges = f'lIns="{insets.left}" tIns="{insets.top}" rIns="{insets.right}" bIns="{insets.bottom}"'
    return (
        f'<a:bodyPr vert="horz" wrap="square" {edges} rtlCol="0" anchor="{_ANCHORS[anchor]}"{more}>{autofit}</a:bodyPr>'
    )


def list_style(
    style: TextStyle,
    colours: Colours,
    language: str,
    tag: str = "a:lstStyle",
    neutral: NeutralText = PLAIN,
    *,
    is_single_line: bool = False,
) -> str:
    """Return the list levels of a placeholder: the first in the given style, the others with bullets and increasing indents.

    `neutral` is what must be stated so that text looks as elsewhere. A placeholder that `is_single_line` is as high as its line,
    whatever the height of lines in the fonts of the language. A brand has 400 placeholders of 30 styles: caching each
    style saves a third of the time of writing a small deck.
    """
    leading = (
        round(style.size * style.line_spacing / 100000 * _LEADING)
        if is_single_line and is_in_arabic_letters(language)
        else 0
    )
    key = (style, language, tag, neutral, leading)
    if key not in colours.list_styles:
        levels = [
            _level_style(number, style, colours, language, neutral, leading) for number in range(1, _STYLED_LEVELS + 1)
        ]
        colours.list_styles[key] = f"<{tag}>{''.join(levels)}</{tag}>"
    return colours.list_styles[key]


def _level_style(
    number: int, style: TextStyle, colours: Colours, language: str, neutral: NeutralText, leading: int
) -> str:
    step = style.indent or INDENT_STEP
    margin, indent = (0, 0) if number == 1 else ((number - 1) * step, -step)
    bullet = "<a:buNone/>"
    if number > 1:
        bullet = f"<a:buClr>{colours.colour(style.bullet_role or style.role)}</a:buClr>"
        bullet += '<a:buFont typeface="+mn-lt"/><a:buChar char="•"/>'
    rtl = int(is_right_to_left(language))
    spacing = f'<a:spcPts val="{leading}"/>' if leading else f'<a:spcPct val="{style.line_spacing}"/>'
    return (
        f'<a:lvl{number}pPr marL="{margin}" indent="{indent}" algn="{alignment(style.align, language)}" '
        f'defTabSz="914400" rtl="{rtl}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f"<a:lnSpc>{spacing}</a:lnSpc>"
        f'<a:spcBef><a:spcPts val="{style.space_before}"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>{bullet}'
        f"{_default_run_properties(style, colours, neutral)}</a:lvl{number}pPr>"
    )


def _default_run_properties(style: TextStyle, colours: Colours, neutral: NeutralText) -> str:
    """Return the run properties of a level. Kerning starts at 1 pt: some programs read 0 as "never", others as "always"."""
    caps = ' cap="all"' if style.caps else ""
    return (
        f'<a:defRPr sz="{style.size}" b="{int(style.bold)}" i="{int(style.italic)}"{caps or neutral.caps}{neutral.attributes} '
        f'kern="100">{neutral.outline}{colours.fill(style.role)}{neutral.effect}{_THEME_FONTS[style.font == "heading"]}'
        '<a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/></a:defRPr>'
    )


def _own_font(run: FrameRun, level: Level) -> str:
    """Return the font of a run where it inherits the other one of the theme; one that somebody chose in PowerPoint is kept."""
    inherited = level.run.get("latin", DEFAULTS.levels[0].run["latin"])
    other = _THEME_FONTS[not run.heading].replace("a:", "")
    return _THEME_FONTS[run.heading] if inherited == other else ""


def _link_element(link: str, *, keep_colour: bool) -> str:
    return f"{LINK} {link}>{_KEEP_COLOUR}</a:hlinkClick>" if keep_colour else f"{LINK} {link}/>"


def _list_start(p: FrameParagraph, starts: dict[int, tuple[int, int]]) -> int | None:
    """Return the number at which the list of this paragraph starts; `None` if the paragraph is not numbered.

    PowerPoint numbers consecutive paragraphs with the same start as one list. Therefore all items of a list get its start, and
    an item added by hand gets the right number. `starts` maps each level to the start and the last number of its list.
    """
    number = _NUMBERED.fullmatch(p.bullet or "")
    for level in [level for level in starts if level > p.level or (level == p.level and not number)]:
        del starts[level]
    if not number:
        return None
    value = max(int(number[1]), 1)
    start, last = starts.get(p.level, (value, value - 1))
    start = start if value == last + 1 else value
    starts[p.level] = (start, value)
    return start
