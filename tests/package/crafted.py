"""Files that were crafted to exhaust a program: each is small on disk and huge in memory."""

import re
import struct
import zipfile
from io import BytesIO

import small_deck as base
from small_deck import packed, small_deck

SLIDE = "/ppt/slides/slide1.xml"


def zeros(megabytes: int, name: str = "ppt/media/image1.bin") -> bytes:
    """Return a zip file whose only part unpacks into this many megabytes of zeros."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped, zipped.open(name, "w") as part:
        chunk = bytes(1 << 20)
        for _ in range(megabytes):
            part.write(chunk)
    return out.getvalue()


def pictures(count: int) -> bytes:
    """Return a deck with this many pictures of 64 kB, each packed into a few bytes."""
    out = BytesIO(packed(small_deck()))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped:
        for n in range(count):
            zipped.writestr(f"ppt/media/picture{n}.bin", bytes(64 << 10))
    return out.getvalue()


def deck_with_slide(xml: bytes) -> bytes:
    return packed({**small_deck(), SLIDE: xml})


def billion_laughs() -> bytes:
    """Return a deck with nested entities, which expand to a billion in a few lines."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return deck_with_slide(f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l9;</x>'.encode())


def external_entity() -> bytes:
    """Return a deck with an entity that refers to a file of this machine."""
    return deck_with_slide(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>')


def with_huge_directory(data: bytes) -> bytes:
    """Return a zip file whose directory claims to be nearly 4 GB long."""
    at = data.rfind(b"PK\x05\x06")
    return data[: at + 12] + struct.pack("<I", 0xFFFF_FF00) + data[at + 16 :]


def many_empty_parts(parts: int) -> bytes:
    """Return a zip file of this many empty parts; its directory is written by hand, because zipfile takes too long."""
    central = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0)
        + b"%060d" % n
        for n in range(parts)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, min(parts, 65535), min(parts, 65535), len(central), 0, 0)
    return central + end


def damaged() -> bytes:
    """Return a deck with one wrong byte in a picture."""
    data = bytearray(packed({**small_deck(), "/ppt/media/image1.png": small_deck()["/ppt/media/image1.png"] * 9}))
    data[data.index(b"ppt/media/image1.png") + len("ppt/media/image1.png") + 8] ^= 0xFF
    return bytes(data)


def slide(*shapes: str, number: int = 1) -> dict[str, bytes]:
    """Return a slide of the small deck with other shapes, by the name of its part."""
    title = base.text_shape(2, "Title", base.TITLE, ("Overview", "Metrics", "Trend")[number - 1])
    return {f"/ppt/slides/slide{number}.xml": base.slide(10 + number, title, *shapes).encode()}


def edited_text(text: str, new: str) -> str:
    """Return a text shape in which `text` is replaced by `new`."""
    shape = base.text_shape(3, "Text", "", "Text", base.xfrm("a", 0, 0, 900_000, 900_000))
    assert text in shape
    return shape.replace(text, new)


def deck(parts: dict[str, bytes]) -> bytes:
    return packed({**small_deck(), **parts})


def grid(columns: int, *rows: str) -> str:
    """Return a table with this many columns, and these rows."""
    start = base.TABLE.replace('<a:gridCol w="2000000"/>' * 3, '<a:gridCol w="1"/>' * columns).partition("<a:tr ")[0]
    return f"{start}{''.join(rows)}</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"


def many_slides(count: int, times_listed: int = 1) -> bytes:
    """Return a deck of this many slides, each listed `times_listed` times."""
    parts, types = small_deck(), base.content_type_map()
    listed, related = (
        "",
        [("slideMaster", "slideMasters/slideMaster1.xml"), ("notesMaster", "notesMasters/notesMaster1.xml")],
    )
    for n in range(1, count + 1):
        parts[f"/ppt/slides/slide{n}.xml"] = base.slide(
            n, base.text_shape(2, "Title", base.TITLE, f"Title {n}")
        ).encode()
        parts[f"/ppt/slides/_rels/slide{n}.xml.rels"] = base.rels(
            ("slideLayout", "../slideLayouts/slideLayout2.xml")
        ).encode()
        types[f"/ppt/slides/slide{n}.xml"] = f"{base.PRESENTATION}.slide+xml"
        related.append(("slide", f"slides/slide{n}.xml"))
        listed += f'<p:sldId id="{255 + n}" r:id="rId{n + 2}"/>' * times_listed
    related += [("theme", "theme/theme1.xml"), ("presProps", "presProps.xml"), ("viewProps", "viewProps.xml")]
    xml = re.sub("<p:sldIdLst>.*?</p:sldIdLst>", f"<p:sldIdLst>{listed}</p:sldIdLst>", base.presentation())
    parts["/ppt/presentation.xml"] = re.sub("<p:extLst>.*</p:extLst>", "", xml).encode()
    parts["/ppt/_rels/presentation.xml.rels"] = base.rels(*related).encode()
    parts["/[Content_Types].xml"] = base.content_types(types).encode()
    return packed(parts)


def texts(count: int, placeholder: str = "", positioned: bool = True) -> str:
    return "".join(
        base.text_shape(
            n + 3, f"T{n}", placeholder, "x", base.xfrm("a", n % 99 * 9000, n * 9, 10, 10) if positioned else ""
        )
        for n in range(count)
    )


def header(count: int) -> dict[str, bytes]:
    """Return a slide that declares many prefixes, and has many elements that need one."""
    declared = " ".join(f"xmlns:n{n}='u{n}'" for n in range(count))
    needed = "<y mc:Ignorable='n1'/>" * count
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    return {SLIDE: f"<x {declared} xmlns:mc='{mc}'>{needed}</x>".encode()}


def people(count: int) -> dict[str, bytes]:
    """Return document properties with many authors and companies, of different names."""
    authors = "".join(f"<dc:creator>a{n}</dc:creator>" for n in range(count))
    companies = "".join(f"<Company>b{n}</Company>" for n in range(count))
    core = f"<c xmlns:dc='http://purl.org/dc/elements/1.1/'>{authors}</c>"
    return {"/docProps/core.xml": core.encode(), "/docProps/app.xml": f"<P>{companies}</P>".encode()}


NINES = "9" * 1_000_000
COLOUR = '<a:rPr lang="en-GB"><a:solidFill><a:srgbClr val="808080"><a:{name} val="{value}"/></a:srgbClr></a:solidFill></a:rPr>'
NUMBERS = {
    "a span of two thousand million columns": lambda: slide(
        base.TABLE.replace('gridSpan="2"', 'gridSpan="2000000000"'), number=2
    ),
    "a span of two thousand million rows": lambda: slide(
        base.TABLE.replace('rowSpan="2"', 'rowSpan="2000000000"'), number=2
    ),
    "a span of a million digits": lambda: slide(base.TABLE.replace('gridSpan="2"', f'gridSpan="{NINES}"'), number=2),
    "a span of fewer columns than none": lambda: slide(
        base.TABLE.replace('gridSpan="2"', 'gridSpan="-2000000000"'), number=2
    ),
    "a span of an infinite number": lambda: slide(base.TABLE.replace('gridSpan="2"', 'gridSpan="Infinity"'), number=2),
    "spans over spans": lambda: slide(
        grid(
            300,
            *["<a:tr h='1'>" + "".join(f"<a:tc gridSpan='{300 - n}' rowSpan='300'/>" for n in range(300)) + "</a:tr>"]
            * 300,
        ),
        number=2,
    ),
    "a span over cells that are not there": lambda: slide(
        grid(50_000, "<a:tr h='1'><a:tc gridSpan='50000' rowSpan='50000'/></a:tr>", "<a:tr h='1'/>" * 49_999),
        number=2,
    ),
    "spans beside a grid of one column": lambda: slide(
        grid(1, "<a:tr h='1'><a:tc rowSpan='25000'/><a:tc rowSpan='25000'/></a:tr>" * 25_000), number=2
    ),
    "a table of a hundred thousand columns": lambda: slide(grid(100_000, "<a:tr h='1'></a:tr>"), number=2),
    "a column of a million digits": lambda: slide(
        base.TABLE.replace('gridCol w="2000000"', f'gridCol w="{NINES}"'), number=2
    ),
    "a frame of a million digits": lambda: slide(base.TABLE.replace('cx="6000000"', f'cx="{NINES}"'), number=2),
    "a slide id of a million digits": lambda: {
        "/ppt/presentation.xml": base.presentation().replace('sldId id="256"', f'sldId id="{NINES}"').encode()
    },
    "a layout id of a million digits": lambda: {
        "/ppt/slideMasters/slideMaster1.xml": base.master().replace('id="2147483649"', f'id="{NINES}"').encode()
    },
    "a part of a number of six thousand digits": lambda: {f"/ppt/slides/slide{'9' * 6000}.xml": b"<a/>"},
    "a size of a million digits": lambda: slide(
        edited_text('<a:rPr lang="en-GB"/>', f'<a:rPr lang="en-GB" sz="{NINES}"/>')
    ),
    "a position of a million digits": lambda: slide(edited_text('<a:off x="0"', f'<a:off x="{NINES}"')),
}
"""Numbers that would determine the size of something, or that Python does not read: description → parts."""
READ_NUMBERS = {
    "a size of four hundred digits": lambda: slide(
        edited_text('<a:rPr lang="en-GB"/>', f'<a:rPr lang="en-GB" sz="{"9" * 400}"/>')
    ),
    "a scale of four hundred digits": lambda: slide(
        edited_text("<a:bodyPr/>", f'<a:bodyPr><a:normAutofit fontScale="{"9" * 400}"/></a:bodyPr>')
    ),
    "a level of a million digits": lambda: slide(edited_text("<a:p>", f'<a:p><a:pPr lvl="{NINES}"/>')),
    "a level below the first": lambda: slide(edited_text("<a:p>", '<a:p><a:pPr lvl="-5"/>')),
    "a position that is no number": lambda: slide(edited_text('<a:off x="0"', '<a:off x="NaN"')),
    **{
        f"{name} of {description}": lambda name=name, value=value: slide(
            edited_text('<a:rPr lang="en-GB"/>', COLOUR.format(name=name, value=value))
        )
        for name in ("tint", "shade", "lumMod", "lumOff")
        for description, value in (
            ("four hundred digits", "9" * 400),
            ("a million digits", NINES),
            ("less than none", "-1" + "0" * 300),
        )
    },
}
"""Numbers that only the accessibility check reads."""
MANY = {
    "shapes": lambda n: deck(slide(texts(2 * n))),
    "shapes without a position": lambda n: deck(slide(texts(2 * n, positioned=False))),
    "placeholders": lambda n: deck(slide(texts(2 * n, base.BODY, positioned=False))),
    "runs of one paragraph": lambda n: deck(
        slide(edited_text("<a:p>", "<a:p>" + "<a:r><a:t>z</a:t></a:r>" * (20 * n)))
    ),
    "texts in groups in groups": lambda n: deck(
        slide("<p:grpSp>" * 200 + "<p:sp><p:txBody><a:p><a:r/></a:p></p:txBody></p:sp>" * (5 * n) + "</p:grpSp>" * 200)
    ),
    "extensions deep inside": lambda n: deck(
        slide(
            "<p:grpSp>" * 200 + "<x:y xmlns:x='http://schemas.microsoft.com/office/x'/>" * (10 * n) + "</p:grpSp>" * 200
        )
    ),
    "prefixes, and elements that need them": lambda n: deck(header(4 * n)),
    "authors": lambda n: deck(people(30 * n)),
    "letters of a language": lambda n: deck(slide(edited_text('lang="en-GB"', f'lang="{"e-" * (1000 * n)}"'))),
    "slides": lambda n: many_slides(n // 2),
    "slides that are listed many times": lambda n: many_slides(n // 10, 20),
    "content types": lambda n: deck(
        {
            **{f"/a/p{i}.xml": b"<a/>" for i in range(3 * n)},
            "/[Content_Types].xml": base.content_types(
                {**base.content_type_map(), **{f"/a/p{i}.xml": "application/x" for i in range(3 * n)}}
            ).encode(),
        }
    ),
    "levels of a list": lambda n: deck(
        slide(
            edited_text("<a:lstStyle/>", f"<a:lstStyle>{'<a:lvl2pPr/>' * (10 * n)}</a:lstStyle>").replace(
                "<a:p>", "<a:p>" + "<a:r><a:t>z</a:t></a:r>" * (5 * n)
            )
        )
    ),
    "shapes of a layout": lambda n: deck(
        {**slide(texts(n)), "/ppt/slideLayouts/slideLayout1.xml": base.layout("x", texts(n)).encode()}
    ),
    "cells": lambda n: deck(
        slide(grid(2, "<a:tr h='1'><a:tc gridSpan='2'/><a:tc hMerge='1'/></a:tr>" * (5 * n)), number=2)
    ),
}
"""Decks with many elements of one sort, whose number grows with `n`."""

ZIPS = {
    "hundreds of megabytes of a picture": lambda: zeros(300),
    "six thousand pictures": lambda: pictures(6000),
    "a hundred megabytes of XML": lambda: zeros(100, "ppt/slides/slide1.xml"),
    "more XML elements than fit in memory": lambda: deck_with_slide(b"<x>" + b"<a/>" * 9_000_000 + b"</x>"),
    "more attributes than fit in memory": lambda: deck_with_slide(
        b"<x " + b" ".join(b"a%d=''" % n for n in range(1_500_001)) + b"/>"
    ),
    "a billion laughs": billion_laughs,
    "a file of this machine": external_entity,
    "XML deeper than any": lambda: deck_with_slide(b"<a>" * 400_000 + b"</a>" * 400_000),
    "a zip directory that claims a huge size": lambda: with_huge_directory(packed(small_deck())),
    "a hundred thousand parts": lambda: many_empty_parts(100_000),
    "a picture with a wrong byte": damaged,
    "the end cut off": lambda: packed(small_deck())[:-400],
    "the beginning cut off": lambda: packed(small_deck())[400:],
    "a file under a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "nothing": lambda: b"",
}
