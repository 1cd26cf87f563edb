"""Files of PowerPoint that are long in one respect: a number in, the bytes of a .pptx out."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "package"))
from small_deck import packed, small_deck

SLIDE, TABLE = "/ppt/slides/slide1.xml", "/ppt/slides/slide2.xml"
RELS = "/ppt/slides/_rels/slide1.xml.rels"
TYPES = "/[Content_Types].xml"
SHAPE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="{0}" name="S"/><p:cNvSpPr/><p:nvPr>{1}</p:nvPr></p:nvSpPr><p:spPr>'
    '<a:xfrm><a:off x="{0}" y="0"/><a:ext cx="9" cy="9"/></a:xfrm></p:spPr><p:txBody><a:bodyPr/><a:p><a:r>'
    '<a:rPr lang="en"/><a:t>x</a:t></a:r></a:p></p:txBody></p:sp>'
)
IMAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"


def added(part: str, before: str, pieces: list[str]) -> bytes:
    """Put pieces before the last place of a text in a part of a small deck."""
    parts = small_deck()
    start, found, end = parts[part].decode().rpartition(before)
    assert found
    return packed({**parts, part: "".join([start, *pieces, found, end]).encode()})


def shapes(count: int) -> bytes:
    return added(SLIDE, "</p:spTree>", [SHAPE.format(n + 99, "") for n in range(count)])


def placeholders(count: int) -> bytes:
    return added(SLIDE, "</p:spTree>", [SHAPE.format(n + 99, f'<p:ph idx="{n}"/>') for n in range(count)])


def relationships(count: int) -> bytes:
    relation = '<Relationship Id="x{0}" Type="' + IMAGE + '" Target="../media/image1.png"/>'
    return added(RELS, "</Relationships>", [relation.format(n) for n in range(count)])


def content_types(count: int) -> bytes:
    override = '<Override PartName="/a{0}.xml" ContentType="application/xml"/>'
    return added(TYPES, "</Types>", [override.format(n) for n in range(count)])


def relationships_and_content_types(count: int) -> bytes:
    parts = small_deck()
    types = parts[TYPES].decode().replace(
        "</Types>", "".join(f'<Override PartName="/a{n}.xml" ContentType="a/b"/>' for n in range(count)) + "</Types>"
    )  # fmt: skip
    relation = '<Relationship Id="x{0}" Type="' + IMAGE + '" Target="../media/image1.png"/></Relationships>'
    rels = parts[RELS].decode()
    for number in range(count):
        rels = rels.replace("</Relationships>", relation.format(number))
    return packed({**parts, TYPES: types.encode(), RELS: rels.encode()})


def spans_over_a_whole_table(count: int) -> bytes:
    side = int(count**0.5)
    cell = f'<a:tc gridSpan="{2**31 - 1}" rowSpan="{2**31 - 1}"><a:txBody><a:bodyPr/><a:p/></a:txBody></a:tc>'
    grid = "<a:gridCol w='1'/>" * side
    table = f"<a:tbl><a:tblGrid>{grid}</a:tblGrid>{f'<a:tr>{cell * side}</a:tr>' * side}</a:tbl>"
    text, times = re.subn("<a:tbl>.*</a:tbl>", table, small_deck()[TABLE].decode(), flags=re.DOTALL)
    assert times == 1
    return packed({**small_deck(), TABLE: text.encode()})


def columns_and_rows_without_cells(count: int) -> bytes:
    table = f"<a:tbl><a:tblGrid>{'<a:gridCol/>' * count}</a:tblGrid>{'<a:tr/>' * count}</a:tbl>"
    cell = f'<a:tr><a:tc gridSpan="{count}" rowSpan="{count}"/></a:tr></a:tbl>'
    text = re.sub("<a:tbl>.*</a:tbl>", table.replace("</a:tbl>", cell), small_deck()[TABLE].decode(), flags=re.DOTALL)
    return packed({**small_deck(), TABLE: text.encode()})


PACKAGES: dict[str, tuple[Callable[[int], bytes], int]] = {
    "shapes": (shapes, 1_600),
    "placeholders": (placeholders, 1_600),
    "relationships": (relationships, 3_200),
    "content types": (content_types, 6_400),
    "relationships and content types": (relationships_and_content_types, 1_600),
    "spans over a whole table": (spans_over_a_whole_table, 3_600),
    "columns and rows without cells": (columns_and_rows_without_cells, 6_400),
}
"""Makers of files by name, each with the number up to which its file is checked."""
