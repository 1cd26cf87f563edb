"""Write the theme part of a brand: twelve colours, the families of headings and text, plain fills and lines."""

from __future__ import annotations

from deckgen.brand.types import Brand, FontFiles, ThemeFonts
from deckgen.writer.colours import theme_colours
from deckgen.writer.xml import HEAD, attribute

_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
_KINDS = ("latin", "ea", "cs")
_EFFECT = "<a:effectStyle><a:effectLst/></a:effectStyle>"


def theme_xml(brand: Brand) -> str:
    """Return the XML of the theme, named after the brand."""
    name = attribute(brand.name)
    colours = "".join(f'<a:{slot}><a:srgbClr val="{value}"/></a:{slot}>' for slot, value in theme_colours(brand))
    major, minor = (_font_xml(font, brand.theme_fonts) for font in (brand.heading_font or brand.font, brand.font))
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="{name}">'
        f'<a:themeElements><a:clrScheme name="{name}">{colours}</a:clrScheme><a:fontScheme name="{name}">'
        f"<a:majorFont>{major}</a:majorFont><a:minorFont>{minor}</a:minorFont></a:fontScheme>{_format_scheme(name)}"
        "</a:themeElements><a:objectDefaults/><a:extraClrSchemeLst/></a:theme>"
    )


def _font_xml(font: FontFiles, others: ThemeFonts) -> str:
    families = (font.family, others.east_asian, others.complex)
    common = "".join(
        f'<a:{kind} typeface="{attribute(family)}"/>' for kind, family in zip(_KINDS, families, strict=True)
    )
    single = (f'<a:font script="{script}" typeface="{attribute(family)}"/>' for script, family in others.scripts)
    return common + "".join(single)


def _format_scheme(name: str) -> str:
    """Return three plain formats of each kind: the schema requires three, although the design uses none."""
    lines = "".join(
        f'<a:ln w="{width}" cap="flat" cmpd="sng" algn="ctr">{_FILL}<a:prstDash val="solid"/></a:ln>'
        for width in (6350, 12700, 19050)
    )
    return (
        f'<a:fmtScheme name="{name}"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{_EFFECT * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
    )
