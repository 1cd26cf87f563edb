# ruff: noqa: E501 -- one defect a line: a table, read across
"""The accessibility check finds each barrier on its own, in a deck that is otherwise accessible."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from small_deck import packed, small_deck
from test_package_check import SLIDE, Break, both, sub
from typer.testing import CliRunner

from deckgen.cli import app
from deckgen.package import accessibility
from deckgen.package.colours import contrast

THEME, LAYOUT, MASTER = (
    "/ppt/theme/theme1.xml",
    "/ppt/slideLayouts/slideLayout1.xml",
    "/ppt/slideMasters/slideMaster1.xml",
)
PALE = '<a:solidFill><a:srgbClr val="AAAAAA"/></a:solidFill>'
BODY = '(<p:ph type="body" idx="10"/></p:nvPr></p:nvSpPr><p:spPr>)'
RUN = '<a:rPr lang="en-GB"/><a:t>What'
BIG_LETTERS = '<a:lstStyle><a:lvl1pPr><a:defRPr sz="{}">{}</a:defRPr></a:lvl1pPr></a:lstStyle>'


def box(x: int, y: int, width: int, height: int) -> str:
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'


GRADIENT = '<a:gradFill><a:gsLst><a:gs pos="0"><a:srgbClr val="{}"/></a:gs><a:gs pos="100000"><a:srgbClr val="{}"/></a:gs></a:gsLst></a:gradFill>'
"""A fill from one colour to another."""


def gradient(first: str, last: str) -> str:
    """Return a rectangle over the whole slide in a gradient."""
    shape = decoration(9, "000000", WHOLE)
    return re.sub(r"<a:solidFill>.*?</a:solidFill>", GRADIENT.format(first, last), shape)


def decoration(number: int, colour: str, place: str, form: str = "rect") -> str:
    """A shape without text that is marked decorative."""
    mark = '<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Ground {number}">{mark}</p:cNvPr><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr>{place}'
        f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></p:spPr></p:sp>'
    )


def before_the_shapes(part: str, shape: str) -> Break:
    return sub(part, "(</p:grpSpPr>)", rf"\1{shape}")


def after_the_shapes(part: str, shape: str) -> Break:
    return sub(part, "</p:spTree>", rf"{shape}</p:spTree>")


WHOLE = box(0, 0, 12192000, 6858000)
LOWER = box(0, 3000000, 12192000, 3000000)
MARKS = decoration(21, "00AA00", box(0, 0, 114300, 114300), "ellipse") + decoration(
    22, "AA0000", box(0, 200000, 114300, 114300), "ellipse"
)

BARRIERS: dict[str, tuple[Break, str]] = {
    "two slides with one title": (sub(SLIDE.format(2), "<a:t>Metrics", "<a:t>Overview"), "has the title of"),
    "a slide without a title": (sub(SLIDE.format(2), "<a:t>Metrics", "<a:t>"), "has no title"),
    "a picture without alt text": (sub(SLIDE.format(3), ' descr="[^"]*"', ""), "has no alt text"),
    "a file name as alt text": (sub(SLIDE.format(3), 'descr="[^"]*"', 'descr="chart.png"'), "is a file name"),
    "a table without a header row": (sub(SLIDE.format(2), ' firstRow="1"', ""), "no header row"),
    "an empty header row": (sub(SLIDE.format(2), "<a:t>(Both|Q2)</a:t>", "<a:t></a:t>", 2), "header row of a table is empty"),
    "a text read before one over it": (
        both(
            sub(SLIDE.format(1), BODY, rf'\1{box(548640, 3000000, 4000000, 900000)}'),
            after_the_shapes(SLIDE.format(1), decoration(9, "FFFFFF", box(548640, 1200000, 4000000, 900000)).replace("<a:extLst>", "<a:x>").replace("</a:extLst>", "</a:x>").replace("adec:decorative", "adec:no")),
        ),
        "'Text' is read before 'Ground 9'",
    ),
    "a text read before one to its left": (
        both(
            sub(SLIDE.format(1), BODY, rf'\1{box(6000000, 3000000, 4000000, 900000)}'),
            after_the_shapes(SLIDE.format(1), decoration(9, "FFFFFF", box(548640, 3100000, 4000000, 900000)).replace("adec:decorative", "adec:no")),
        ),
        "'Text' is read before 'Ground 9'",
    ),
    "pale letters of their own": (sub(SLIDE.format(1), RUN, f'<a:rPr lang="en-GB">{PALE}</a:rPr><a:t>What'), "#AAAAAA on #FFFFFF: 2.32 to 1"),
    "pale letters of the shape": (sub(SLIDE.format(1), f"{BODY}(.*?)<a:lstStyle/>", rf"\1\2{BIG_LETTERS.format(1800, PALE)}"), "#AAAAAA on #FFFFFF"),
    "pale letters of the layout": (sub(LAYOUT, "(idx=\"10\".*?)<a:lstStyle/>", rf"\1{BIG_LETTERS.format(1800, PALE)}"), "#AAAAAA on #FFFFFF"),
    "pale letters of the master": (sub(MASTER, "<p:bodyStyle/>", rf'<p:bodyStyle><a:lvl1pPr><a:defRPr sz="1800">{PALE}</a:defRPr></a:lvl1pPr></p:bodyStyle>'), "#AAAAAA on #FFFFFF"),
    "a pale theme": (sub(THEME, '<a:dk1><a:srgbClr val="202122"/>', '<a:dk1><a:srgbClr val="AAAAAA"/>'), "#AAAAAA on #FFFFFF"),
    "a tint of the theme that is too light": (
        sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB"><a:solidFill><a:schemeClr val="tx1"><a:lumMod val="40000"/><a:lumOff val="60000"/></a:schemeClr></a:solidFill></a:rPr><a:t>What'),
        "on #FFFFFF: ",
    ),
    "a ground of the shape": (sub(SLIDE.format(1), f"{BODY}", r'\1<a:solidFill><a:srgbClr val="303030"/></a:solidFill>'), "#202122 on #303030"),
    "a ground of the layout's placeholder": (sub(LAYOUT, "(idx=\"10\".*?</a:xfrm>)", r'\1<a:solidFill><a:srgbClr val="303030"/></a:solidFill>'), "#202122 on #303030"),
    "a ground that lies under the text": (before_the_shapes(SLIDE.format(1), decoration(9, "303030", WHOLE)), "#202122 on #303030"),
    "a ground under a part of the text": (before_the_shapes(LAYOUT, decoration(9, "303030", LOWER)), "#202122 on #303030"),
    "a ground of the slide": (sub(SLIDE.format(1), "<p:cSld>", '<p:cSld><p:bg><p:bgPr><a:solidFill><a:srgbClr val="303030"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>'), "#202122 on #303030"),
    "a ground of the master": (sub(MASTER, '<a:schemeClr val="bg1"/>', '<a:srgbClr val="303030"/>'), "#202122 on #303030"),
    "a ground of the cell": (sub(SLIDE.format(2), "<a:tcPr/>", '<a:tcPr><a:solidFill><a:srgbClr val="303030"/></a:solidFill></a:tcPr>'), "#202122 on #303030"),
    "a link in the theme's colour": (
        both(sub(THEME, '<a:hlink><a:srgbClr val="202122"/>', '<a:hlink><a:srgbClr val="AAAAAA"/>'), sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB"><a:hlinkClick r:id="rId1"/></a:rPr><a:t>What')),
        "#AAAAAA on #FFFFFF",
    ),
    "text without a language": (sub(SLIDE.format(1), ' lang="en-GB"', ""), "no language"),
    "a language that is none": (sub(SLIDE.format(1), 'lang="en-GB"', 'lang="English please"'), "'English please' is not a language tag"),
    "a link without its line": (sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB" u="none"><a:hlinkClick r:id="rId1"/></a:rPr><a:t>What'), "only its colour shows that it is one"),
    "marks that differ in colour alone": (after_the_shapes(SLIDE.format(1), MARKS), "differ only in colour: #00AA00, #AA0000"),
    "letters of eight points": (sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB" sz="800"/><a:t>What'), "8 pt ('What was done')"),
    "letters of eight points in the layout": (sub(LAYOUT, "(idx=\"10\".*?)<a:lstStyle/>", rf"\1{BIG_LETTERS.format(800, '')}"), "8 pt"),
    "letters that are shrunk to eight points": (sub(SLIDE.format(1), f"{BODY}(.*?)<a:bodyPr/>", r'\1\2<a:bodyPr><a:normAutofit fontScale="44000"/></a:bodyPr>'), "7.92 pt"),
}  # fmt: skip


def finding_texts(parts: dict[str, bytes]) -> list[str]:
    return [finding.message for finding in accessibility.findings(packed(parts))]


def test_accessible_deck_has_no_findings() -> None:
    assert finding_texts(small_deck()) == []


@pytest.mark.parametrize("barrier", BARRIERS)
def test_barrier_is_found(barrier: str) -> None:
    breaking, expected = BARRIERS[barrier]
    parts = small_deck()
    breaking(parts)
    found = finding_texts(parts)
    assert [line for line in found if expected in line], f"expected {expected!r}, found {found}"


def test_text_is_read_on_every_colour_of_a_gradient() -> None:
    pale, half_dark = small_deck(), small_deck()
    before_the_shapes(SLIDE.format(1), gradient("FFFFFF", "EEEEEE"))(pale)
    before_the_shapes(SLIDE.format(1), gradient("FFFFFF", "303030"))(half_dark)
    assert finding_texts(pale) == []
    assert any("on #303030" in text for text in finding_texts(half_dark))


NUMBER_AT_TOP = (
    f'<p:sp><p:nvSpPr><p:cNvPr id="30" name="Number"/><p:cNvSpPr/><p:nvPr><p:ph type="sldNum" idx="30"/></p:nvPr></p:nvSpPr><p:spPr>'
    f'{box(548640, 100000, 4000000, 200000)}</p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="en-GB" sz="1200"/><a:t>7</a:t></a:r></a:p></p:txBody></p:sp>'
)
HARMLESS: dict[str, Callable[[dict[str, bytes]], None]] = {
    "a ground beside the text": before_the_shapes(SLIDE.format(1), decoration(9, "303030", box(0, 6400000, 12192000, 400000))),
    "a ground that a lighter one covers": before_the_shapes(SLIDE.format(1), decoration(9, "303030", WHOLE) + decoration(10, "FFFFFF", WHOLE)),
    "a number of the slide over the text": after_the_shapes(SLIDE.format(1), NUMBER_AT_TOP),
    "marks of two forms": after_the_shapes(SLIDE.format(1), MARKS.replace('prst="ellipse"', 'prst="triangle"', 1)),
    "a tint that is dark enough": sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB"><a:solidFill><a:schemeClr val="bg1"><a:lumMod val="45000"/></a:schemeClr></a:solidFill></a:rPr><a:t>What'),
    "letters of nine points": sub(SLIDE.format(1), RUN, '<a:rPr lang="en-GB" sz="900"/><a:t>What'),
}  # fmt: skip


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_difference_is_not_reported(name: str) -> None:
    parts = small_deck()
    HARMLESS[name](parts)
    assert finding_texts(parts) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast((0, 0, 0), (1, 1, 1)) == pytest.approx(21)
    grey = 0x76 / 255
    assert contrast((grey, grey, grey), (1, 1, 1)) == pytest.approx(4.54, abs=0.005)


def test_command_reports_each_file_and_exits_with_1_for_findings(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pptx", tmp_path / "bad.pptx"
    good.write_bytes(packed(small_deck()))
    parts = small_deck()
    BARRIERS["pale letters of their own"][0](parts)
    bad.write_bytes(packed(parts))
    result = CliRunner().invoke(app, ["accessibility", str(good), str(bad)])
    assert result.exit_code == 1
    assert f"{good}: 0 findings of 11 rules" in result.output
    assert re.search(
        r"bad\.pptx: /ppt/slides/slide1\.xml: .* 2\.32 to 1 .*\[text-can-be-read-on-its-ground\]", result.output
    )
    assert CliRunner().invoke(app, ["accessibility", str(good)]).exit_code == 0


@pytest.mark.parametrize("data", [b"", b"no zip at all", packed({"/a.txt": b"x"})])
def test_file_that_is_no_presentation_is_reported(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(data)
    result = CliRunner().invoke(app, ["accessibility", str(tmp_path / "a.pptx")])
    assert result.exit_code == 1
    assert "Traceback" not in result.output
