"""Placed paragraphs → DrawingML text.

What a placeholder's first level gives already is not written again (`Inherited`), so that a change of the layout in
PowerPoint reaches the slides; everything else is written out. Kerning and fonts come from the master.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from msgspec import Struct, field

from deckgen.brand.types import Slot, TextStyle
from deckgen.ir.blocks import ColourRole
from deckgen.ir.frames import Align, Anchor, FrameParagraph, FrameRun, Insets
from deckgen.writer.colours import Colours
from deckgen.writer.xml import attribute, clean, text

LEVELS = 5
_ANCHORS: dict[Anchor, str] = {"top": "t", "middle": "ctr", "bottom": "b"}
_ALIGNS: dict[Align, str] = {"start": "l", "center": "ctr", "end": "r"}
_MIRRORED = {"l": "r", "r": "l", "ctr": "ctr"}
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
_NUMBERED = re.compile(r"(\d{1,5})([.)])")
_SUPERSCRIPT = 30_000
_STEP = 228_600
# A link takes the theme's link colour whatever its run says; this asks PowerPoint to keep the colour of the text.
_KEEP_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr '
    'xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)


class Inherited(Struct, frozen=True, cache_hash=True):
    """What a paragraph of level 1 gets without asking. A size or colour of `None` means: always write it."""

    size: int | None = None
    bold: bool = False
    italic: bool = False
    role: ColourRole | None = None
    align: Align = "start"
    space_before: int = 0
    line_spacing: int = 100_000


def first_style(slot: Slot) -> TextStyle | None:
    """Find the style of a placeholder's first level: the one named `body`, else the first; `None` without styles."""
    return slot.styles.get("body") or next(iter(slot.styles.values()), None)


def inherited(slot: Slot) -> Inherited:
    """Tell what text in the placeholder of this slot inherits."""
    style = first_style(slot)
    if style is None:
        return Inherited()
    return Inherited(
        style.size, style.bold, style.italic, style.role, style.align, style.space_before, style.line_spacing
    )


class TextWriter(Struct):
    """Sets text on one slide: knows its language and colours and how to link.

    `made` is what it remembers to have made; slides of one language may share it.
    """

    colours: Colours
    language: str
    link: Callable[[str], str] = field(default=lambda _: "")
    made: dict[tuple[object, ...], str] = field(default_factory=dict)

    def paragraphs(self, paragraphs: Iterable[FrameParagraph], base: Inherited) -> str:
        """All `a:p` of a text body, at least one: a body without a paragraph is not valid."""
        starts: dict[int, tuple[int, int]] = {}
        made = [self._paragraph(p, base, _numbering(p, starts)) for p in paragraphs]
        return "".join(made) or self.empty()

    def empty(self) -> str:
        """Make a paragraph without text."""
        return f'<a:p><a:endParaRPr lang="{self.language}"/></a:p>'

    def slide_number(self, shown: int | str, properties: str = "") -> str:
        """Make a paragraph that shows the number of its slide, `shown` until the program counts for itself."""
        field_id = "{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}"
        inner = f'<a:rPr lang="{self.language}"/><a:t>{shown}</a:t>'
        return f'<a:p>{properties}<a:fld id="{field_id}" type="slidenum">{inner}</a:fld></a:p>'

    def plain(self, value: str) -> str:
        """Make a paragraph of unformatted text."""
        return f'<a:p><a:r><a:rPr lang="{self.language}"/><a:t>{text(value)}</a:t></a:r></a:p>'

    def _paragraph(self, paragraph: FrameParagraph, base: Inherited, start: int | None) -> str:
        head = self._properties(paragraph, base, start)
        runs = "".join([self._run(run, base) for run in paragraph.runs])
        if not runs:
            size = "" if paragraph.end_size == base.size else f' sz="{paragraph.end_size}"'
            runs = f'<a:endParaRPr lang="{self.language}"{size}/>'
        return f"<a:p>{head}{runs}</a:p>"

    def _properties(self, p: FrameParagraph, base: Inherited, start: int | None) -> str:
        """Give the paragraph's own properties, only those that it does not inherit."""
        key = ("p", p.align, p.level, p.bullet, p.bullet_role, p.margin, p.hanging, p.space_before, p.line_spacing)
        full_key = (*key, start, base)
        if (made := self.made.get(full_key)) is None:
            inner = spacing(p, base) + self._bullet(p, start)
            attributes = self._paragraph_attributes(p, base)
            made = f"<a:pPr{attributes}>{inner}</a:pPr>" if inner else f"<a:pPr{attributes}/>" if attributes else ""
            self.made[full_key] = made
        return made

    def _paragraph_attributes(self, p: FrameParagraph, base: Inherited) -> str:
        placed = p.margin or p.hanging or p.level or p.bullet
        found = f' marL="{p.margin}"' if placed else ""
        found += f' lvl="{min(p.level, 8)}"' if p.level else ""
        found += f' indent="{-p.hanging}"' if placed else ""
        mirrored = right_to_left(self.language)
        if p.align != base.align or p.level or mirrored:
            found += f' algn="{alignment(p.align, self.language)}"'
        return found + (' rtl="1"' if mirrored else "")

    def _bullet(self, p: FrameParagraph, start: int | None) -> str:
        if not p.bullet:
            return "<a:buNone/>" if p.level else ""
        colour = f"<a:buClr>{self.colours.colour(p.bullet_role)}</a:buClr>" if p.bullet_role else ""
        font = '<a:buFont typeface="+mj-lt"/>'
        if start is None:
            return f'{colour}{font}<a:buChar char="{attribute(p.bullet)}"/>'
        kind = "arabicPeriod" if p.bullet.endswith(".") else "arabicParenR"
        first = f' startAt="{start}"' if start > 1 else ""
        return f'{colour}{font}<a:buAutoNum type="{kind}"{first}/>'

    def _run(self, run: FrameRun, base: Inherited) -> str:
        properties = self._run_properties(run, base, "")
        if not run.link and "\n" not in (shown := text(run.text)):
            return f"<a:r>{properties}<a:t>{shown}</a:t></a:r>" if shown else ""
        link = self.link(run.link) if run.link else ""
        linked = self._run_properties(run, base, link) if link else properties
        pieces = clean(run.text).split("\n")
        made = [f"<a:r>{linked}<a:t>{text(piece)}</a:t></a:r>" if piece else "" for piece in pieces]
        return f"<a:br>{properties}</a:br>".join(made)

    def _run_properties(self, run: FrameRun, base: Inherited, link: str) -> str:
        key = (run.size, run.role, run.bold, run.italic, run.superscript, base, link)
        if (made := self.made.get(key)) is None:
            inner = self.colours.fill(run.role) if run.role != base.role or link else ""
            inner += _link(link, keep_colour=run.role != "primary") if link else ""
            attributes = self._run_attributes(run, base)
            made = f"<a:rPr{attributes}>{inner}</a:rPr>" if inner else f"<a:rPr{attributes}/>"
            self.made[key] = made
        return made

    def _run_attributes(self, run: FrameRun, base: Inherited) -> str:
        found = f' lang="{self.language}"'
        found += f' sz="{run.size}"' if run.size != base.size else ""
        found += f' b="{int(run.bold)}"' if run.bold != base.bold else ""
        found += f' i="{int(run.italic)}"' if run.italic != base.italic else ""
        return found + (f' baseline="{_SUPERSCRIPT}"' if run.superscript else "")


def spacing(p: FrameParagraph, base: Inherited) -> str:
    """Line spacing and space before, where they are not the inherited ones."""
    lines = f'<a:lnSpc><a:spcPct val="{p.line_spacing}"/></a:lnSpc>' if p.line_spacing != base.line_spacing else ""
    above = f'<a:spcBef><a:spcPts val="{p.space_before}"/></a:spcBef>' if p.space_before != base.space_before else ""
    return lines + above


def right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left (by its primary subtag, as BCP 47 has it)."""
    return language.lower().partition("-")[0] in _RIGHT_TO_LEFT


def alignment(align: Align, language: str) -> str:
    """Give the physical alignment that start, centre or end is in this language."""
    plain = _ALIGNS[align]
    return _MIRRORED[plain] if right_to_left(language) else plain


def body_properties(insets: Insets, anchor: Anchor, autofit: str = "<a:normAutofit/>") -> str:
    """Give the `a:bodyPr` of a text box with these insets; by default PowerPoint may shrink what is typed into it."""
    edges = f'lIns="{insets.left}" tIns="{insets.top}" rIns="{insets.right}" bIns="{insets.bottom}"'
    return f'<a:bodyPr vert="horz" wrap="square" {edges} rtlCol="0" anchor="{_ANCHORS[anchor]}">{autofit}</a:bodyPr>'


def list_style(style: TextStyle, colours: Colours, language: str, tag: str = "a:lstStyle") -> str:
    """Give the levels of a placeholder: the first as the style says, those under it bulleted, each further in.

    A brand has 400 placeholders of 30 styles: each is made once, which saves a third of writing a small deck.
    """
    key = (style, language, tag)
    if key not in colours.lists:
        levels = [_level(number, style, colours, language) for number in range(1, LEVELS + 1)]
        colours.lists[key] = f"<{tag}>{''.join(levels)}</{tag}>"
    return colours.lists[key]


def _level(number: int, style: TextStyle, colours: Colours, language: str) -> str:
    step = style.indent or _STEP
    margin, indent = (0, 0) if number == 1 else ((number - 1) * step, -step)
    mark = "<a:buNone/>"
    if number > 1:
        mark = f"<a:buClr>{colours.colour(style.bullet_role or style.role)}</a:buClr>"
        mark += '<a:buFont typeface="+mj-lt"/><a:buChar char="•"/>'
    rtl = int(right_to_left(language))
    return (
        f'<a:lvl{number}pPr marL="{margin}" indent="{indent}" algn="{alignment(style.align, language)}" '
        f'defTabSz="914400" rtl="{rtl}" eaLnBrk="1" latinLnBrk="0" hangingPunct="1">'
        f'<a:lnSpc><a:spcPct val="{style.line_spacing}"/></a:lnSpc>'
        f'<a:spcBef><a:spcPts val="{style.space_before}"/></a:spcBef><a:spcAft><a:spcPts val="0"/></a:spcAft>{mark}'
        f"{_default_run(style, colours)}</a:lvl{number}pPr>"
    )


def _default_run(style: TextStyle, colours: Colours) -> str:
    """Run properties of a level. Kerning is on from 1 pt: 0 is read as "none" by some programs, as "all" by others."""
    return (
        f'<a:defRPr sz="{style.size}" b="{int(style.bold)}" i="{int(style.italic)}" kern="100">'
        f'{colours.fill(style.role)}<a:latin typeface="+mn-lt"/><a:ea typeface="+mn-ea"/><a:cs typeface="+mn-cs"/>'
        "</a:defRPr>"
    )


def _link(link: str, *, keep_colour: bool) -> str:
    return f"<a:hlinkClick {link}>{_KEEP_COLOUR}</a:hlinkClick>" if keep_colour else f"<a:hlinkClick {link}/>"


def _numbering(p: FrameParagraph, starts: dict[int, tuple[int, int]]) -> int | None:
    """At which number the list of this paragraph starts, `None` if it has no number.

    PowerPoint counts a list on by itself as long as its paragraphs name the same start; so the second item of a list
    that starts at 1 says 1 again, and one added by hand is numbered rightly. `starts` holds start and last number of
    the list at each level.
    """
    if not starts and p.bullet is None:
        return None
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
