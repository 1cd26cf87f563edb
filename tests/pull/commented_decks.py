"""Decks with comments as PowerPoint stores them: parts that python-pptx does not know, added to the package."""

from typing import Any
from xml.sax.saxutils import escape, quoteattr

from edited_decks import edited
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI

ANN, BEN = "{A0000000-0000-4000-8000-000000000001}", "{B0000000-0000-4000-8000-000000000002}"
_2018 = "http://schemas.microsoft.com/office/2018/10/relationships"
_CLASSIC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" '
    'xmlns:p15="http://schemas.microsoft.com/office/powerpoint/2012/main" '
    'xmlns:pc="http://schemas.microsoft.com/office/powerpoint/2013/main/command" '
    'xmlns:ac="http://schemas.microsoft.com/office/drawing/2013/main/command"'
)
AUTHORS = (
    f'<p188:authorLst {NAMES}><p188:author id="{ANN}" name="Ann Lee (she/her)" initials="AL"/>'
    f'<p188:author id="{BEN}" name="Ben Ito" initials="BI"/></p188:authorLst>'
)
CLASSIC_AUTHORS = (
    f'<p:cmAuthorLst {NAMES}><p:cmAuthor id="1" name="Ann Lee (she/her)" initials="AL" lastIdx="9" clrIdx="0"/>'
    '<p:cmAuthor id="2" name="Ben Ito" initials="BI" lastIdx="9" clrIdx="1"/></p:cmAuthorLst>'
)


def thread(text: str, anchor: str = "", author: str = ANN, replies: str = "", status: str = "active") -> str:
    """Return a comment of today's form."""
    replied = f"<p188:replyLst>{replies}</p188:replyLst>" if replies else ""
    return (
        f'<p188:cm id="{{C}}" authorId="{author}" created="2026-11-28T10:15:00.000" status={quoteattr(status)}>'
        f"{anchor}<p188:pos x='1' y='1'/>{replied}{_body(text)}</p188:cm>"
    )


def reply(text: str, author: str = BEN) -> str:
    return f'<p188:reply id="{{D}}" authorId="{author}" created="2026-11-29T09:00:00.000">{_body(text)}</p188:reply>'


def at_text(shape: Any, words: str, text: str) -> str:
    """Return the anchor of words of a shape."""
    marker = f'<ac:txMk cp="{text.index(words)}" len="{len(words)}"><ac:context len="9" hash="1"/></ac:txMk>'
    return (
        f'<ac:txMkLst><pc:docMk/><pc:sldMk cId="1" sldId="256"/><ac:spMk id="{shape.shape_id}"/>{marker}</ac:txMkLst>'
    )


def at_shape(shape: Any, name: str = "spMk") -> str:
    return f'<ac:deMkLst><pc:docMk/><pc:sldMk cId="1" sldId="256"/><ac:{name} id="{shape.shape_id}"/></ac:deMkLst>'


def classic(text: str, x: int = 10, y: int = 10, author: int = 1, idx: int = 1, answers: str = "") -> str:
    parent = (
        f'<p:extLst><p:ext uri="{{X}}"><p15:threadingInfo>{answers}</p15:threadingInfo></p:ext></p:extLst>'
        if answers
        else ""
    )
    return (
        f'<p:cm authorId="{author}" dt="2026-11-28T10:15:00.000" idx="{idx}"><p:pos x="{x}" y="{y}"/>'
        f"<p:text>{escape(text)}</p:text>{parent}</p:cm>"
    )


def _body(text: str) -> str:
    paragraphs = "".join(f"<a:p><a:r><a:t>{escape(line)}</a:t></a:r></a:p>" for line in text.split("\n"))
    return f"<p188:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p188:txBody>"


def commented(data: bytes, *comments: str, slide: int = 0, part: str = "", is_classic: bool = False) -> bytes:
    """Return a deck with comments on a slide; `part` replaces the complete part of comments."""
    tag = "p" if is_classic else "p188"
    xml = part or f"<{tag}:cmLst {NAMES}>{''.join(comments)}</{tag}:cmLst>"

    def add(deck: Any) -> None:
        package, types = deck.part.package, "application/xml"
        names = ("commentAuthors.xml", CLASSIC_AUTHORS) if is_classic else ("authors.xml", AUTHORS)
        base = _CLASSIC if is_classic else _2018
        authors = Part(PackURI(f"/ppt/{names[0]}"), types, package, names[1].encode())
        deck.part.relate_to(authors, f"{base}/{names[0].removesuffix('.xml')}")
        uri = PackURI(f"/ppt/comments/{'comment' if is_classic else 'modernComment_'}{slide + 1}.xml")
        deck.slides[slide].part.relate_to(Part(uri, types, package, xml.encode()), f"{base}/comments")

    return edited(data, add)
