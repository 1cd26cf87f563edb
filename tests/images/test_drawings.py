"""An SVG as anybody may have made it reaches the deck as one that only draws, or is refused in a sentence."""

import base64
import io
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

import measured
from deckgen import package
from deckgen.build import pipeline
from deckgen.images.extent import extent
from deckgen.images.opening import DrawingError, PictureError, is_drawing
from deckgen.images.svg import LONGEST, cleaned, drawn
from deckgen.package import accessibility
from sample_projects import make_project

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'
RED = '<rect width="200" height="100" fill="#FF0000"/>'


def svg(inner: str, head: str = HEAD) -> bytes:
    return f"{head}{inner}</svg>".encode()


def png(colour: str = "#00FF00", **more: object) -> str:
    target = io.BytesIO()
    Image.new("RGB", (4, 4), colour).save(target, "PNG", **more)
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


def colours(data: bytes) -> list[tuple[int, ...]]:
    """The colours of the middle and of a corner of a picture."""
    with Image.open(io.BytesIO(data)) as image:
        whole = image.convert("RGBA")
    return [whole.getpixel((whole.width // 2, whole.height // 2)), whole.getpixel((1, 1))]


@pytest.mark.parametrize(
    ("data", "is_one"),
    [
        (svg(RED), True),
        (b'\xef\xbb\xbf<?xml version="1.0"?>\n<!-- by hand -->\n' + svg(RED), True),
        (b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/g.dtd">' + svg(RED), True),
        (b'<s:svg xmlns:s="http://www.w3.org/2000/svg"/>', True),
        (b"<html><svg></svg></html>", False),
        (b"<!-- <svg> -->", False),
        (b"<!-- a --> b <!-- c -->" + svg(RED), False),
        (b"<!---->" * 40, False),
        (b"<!---->" * 40 + svg(RED), True),
        (b"<!DOCTYPE svg [<!ATTLIST a b CDATA ''>] >" + svg(RED), True),
        (b"\x89PNG\r\n\x1a\n", False),
        (b"", False),
    ],
)
def test_an_svg_is_told_by_its_bytes(data: bytes, is_one: bool) -> None:
    assert is_drawing(data) == is_one


HARMFUL = {
    "a script": "<script>alert(1)</script>",
    "a script of another namespace": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "a page in a page": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://x.org"/></foreignObject>',
    "an animation": '<rect width="1" height="1"><animate attributeName="href" to="http://x.org"/><set to="x.org"/></rect>',
    "a handler": '<g onload="alert(1)" ONCLICK="alert(1)"/>',
    "a link": '<a href="http://x.org" xlink:href="javascript:alert(1)" target="x.org"><g/></a>',
    "a style that is fetched": "<style>@import 'http://x.org/a.css'; .a{fill:red}</style>",
    "a font that is fetched": "<style>@font-face{font-family:x;src:url(http://x.org/a.woff)}</style>",
    "a style that hides what it asks for": "<style>.a{fill:\\75rl(http://x.org)}</style>",
    "a fill that is fetched": '<rect width="9" height="9" fill="url(http://x.org/a.svg#b)" style="mask:url(//x.org)"/>',
    "a style sheet before it": '<?xml-stylesheet href="http://x.org/a.css"?>',
    "who made it": '<metadata>x.org</metadata><title>x.org</title><g xmlns:i="http://x.org/" i:label="x.org" data-y="x.org"/>',
    "a remark": "<!-- x.org -->",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_what_runs_fetches_or_tells_of_people_goes_and_the_drawing_stays(name: str) -> None:
    data = svg(HARMFUL[name] + RED)
    made, shown = drawn(data, "a.svg")
    for word in (b"x.org", b"alert", b"script", b"iframe", b"onload", b"ONCLICK", b"animate", b"@import", b"\\"):
        assert word not in made.svg, word
    assert colours(shown) == [(255, 0, 0, 255)] * 2


def test_a_shape_whose_colour_lies_elsewhere_has_none() -> None:
    assert colours(drawn(svg('<rect width="200" height="100" fill="url(a.svg#b)"/>'), "a.svg")[1])[0][3] == 0


def test_what_draws_stays() -> None:
    inner = (
        '<style>.a{fill:#0000FF}</style><defs><linearGradient id="g"><stop stop-color="#00FF00"/></linearGradient>'
        '<symbol id="s"><rect width="20" height="20" fill="url(#g)"/></symbol></defs>'
        '<rect class="a" width="200" height="100"/><use xlink:href="#s" x="90" y="40"/><a href="http://x.org">'
        '<text x="5" y="90" xml:space="preserve">Text<tspan>s</tspan></text></a>'
    )
    made, shown = drawn(svg(inner), "a.svg")
    assert colours(shown) == [(0, 255, 0, 255), (0, 0, 255, 255)]
    root = etree.fromstring(made.svg)
    assert "".join(root.itertext()).endswith("Texts")
    assert (made.width, made.height) == (200, 100)
    assert Image.open(io.BytesIO(shown)).size == (LONGEST, LONGEST // 2)


def test_text_is_drawn_in_the_font_that_comes_with_deckgen_on_every_machine() -> None:
    text = '<text x="10" y="70" font-size="60" font-family="No Such Font">Wide</text>'
    assert drawn(svg(text), "a.svg")[1] != drawn(svg(""), "a.svg")[1]


def test_lengths_in_millimetres_inches_and_points_are_drawn() -> None:
    for unit in ("10mm", "0.5in", "30pt", "1cm"):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="{unit}" height="{unit}"/></svg>'
        with Image.open(io.BytesIO(drawn(svg.encode(), "a.svg")[1])) as image:
            assert image.getpixel((20, 20))[3] == 255, unit
            assert image.getpixel((image.width - 20, 20))[3] == 0, unit


def test_a_picture_inside_is_kept_without_what_it_hides() -> None:
    exif = Image.Exif()
    exif[0x013B] = "A. Photographer"
    made, shown = drawn(svg(f'<image width="200" height="100" href="{png(exif=exif)}"/>'), "a.svg")
    assert colours(shown)[0] == (0, 255, 0, 255)
    held = etree.fromstring(made.svg)[0].get("{http://www.w3.org/1999/xlink}href")
    assert held is not None
    assert b"Photographer" not in base64.b64decode(held.partition(",")[2])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (svg('<image width="9" height="9" href="http://x.org/a.png"/>'), "shows another file ('http://x.org/a.png')"),
        (
            svg('<image width="9" height="9" xlink:href="file:///etc/passwd"/>'),
            "shows another file ('file:///etc/passwd')",
        ),
        (svg('<use xlink:href="other.svg#a"/>'), "shows another file ('other.svg#a')"),
        (
            svg('<image width="9" height="9" href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
            "inside a.svg is not a picture",
        ),
        (svg('<image width="9" height="9" href="data:image/png;base64,####"/>'), "inside a.svg is not a picture"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("<text>&a;</text>"), "defines abbreviations"),
        (svg("<g>")[:-3], "is damaged"),
        (svg("<rect/>", '<svg viewBox="0 0 9 9">'), "is not SVG"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg">'), "does not say how large it is"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="9">'), "does not say how large it is"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="....">'), "does not say how large it is"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 900 2">'), "too long for a slide"),
        (svg('<g id="a"><use xlink:href="#a"/></g>'), "draws more than 100,000 elements"),
    ],
)
def test_what_cannot_be_shown_is_told(data: bytes, said: str) -> None:
    with pytest.raises(PictureError) as fault:
        cleaned(data, "a.svg")
    assert said in str(fault.value)
    assert "a.svg" in str(fault.value)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        ('width="10mm" height="20mm"', (96 / 2.54, 192 / 2.54)),
        ('width="1in" height="72pt"', (96, 96)),
        ('width="100%" height="100%" viewBox="5 5 30,60"', (30, 60)),
        ('viewBox="-1e1 -10 2e1 10"', (20, 10)),
        ('viewBox="0 0 1.5.25"', (1.5, 0.25)),
    ],
)
def test_how_large_it_is_is_read_in_any_unit(head: str, size: tuple[float, float], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(svg(RED, f'<svg xmlns="http://www.w3.org/2000/svg" {head}>'))
    assert extent(tmp_path / "a.svg") == pytest.approx(size)


def laughs() -> bytes:
    """A drawing that uses a drawing ten times, that uses a drawing ten times …"""
    steps = (f'<g id="l{n}">{f"<use xlink:href={chr(34)}#l{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 12))
    return svg('<g id="l0"><rect/></g>' + "".join(steps))


def layers() -> bytes:
    """Each layer half transparent, so that all must be held at once."""
    return svg('<g opacity="0.5"><rect width="9999" height="9999"/>' * 120 + "</g>" * 120)


def blurred() -> bytes:
    turbulence = '<filter id="f" width="200" height="100"><feTurbulence baseFrequency="0.9" numOctaves="99"/></filter>'
    return svg(turbulence + '<rect width="200" height="100" filter="url(#f)"/>' * 9)


CRAFTED = {
    "uses of uses": laughs,
    "a hundred layers": layers,
    "noise without end": blurred,
    "two hundred million pixels inside": lambda: svg(f'<image width="9" height="9" href="{bomb()}"/>'),
    "deeper than any": lambda: svg("<g>" * 90_000 + "</g>" * 90_000),
    "nine megabytes": lambda: svg(f'<path d="{"M0 0L9 9" * (9 << 17)}"/>'),
    "ten million elements": lambda: svg("<g/>" * 1_900_000),
    "entities of entities": lambda: b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("&a;" * 99_999),
}


def bomb() -> str:
    target = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_drawing_ends_with_a_sentence_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "crafted.svg"
    path.write_bytes(CRAFTED[name]())
    told, seconds, megabytes = measured.run("deckgen.writer.cleaning.shown", path)
    assert "crafted.svg" in told
    assert "b'" not in told
    assert seconds < 2
    assert megabytes < 300


PHOTOS = """\
kind: photos
title: How it works
images:
  - file: media/a.svg
    alt: A red square that stands for the plan
"""


def test_a_drawing_of_content_is_in_the_deck_as_svg_and_png_and_the_deck_is_sound(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS)
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_bytes(svg(RED + HARMFUL["a script"]))
    built = pipeline.build(folder)
    assert built.path is not None, built.diagnostics
    with ZipFile(built.path) as zipped:
        kinds = sorted(Path(name).suffix for name in zipped.namelist() if "/media/" in name)
        assert b"svgBlip" in zipped.read("ppt/slides/slide1.xml")
    assert kinds == [".png", ".svg"]
    assert package.problems(built.path) == []
    assert accessibility.findings(built.path) == []


def test_a_drawing_that_cannot_be_shown_is_told_where_it_is_named(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS)
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_bytes(svg('<image width="9" height="9" href="b.png"/>'))
    built = pipeline.build(folder)
    [fault] = built.diagnostics
    assert built.path is None
    assert fault.message == "the drawing a.svg shows another file ('b.png'), which would be missing from the deck"
    assert fault.hint == "embed that file in the drawing, or save the drawing as PNG"
    assert fault.span is not None
    assert fault.span.file.endswith("part.yaml")


def test_a_fault_of_a_drawing_has_a_hint() -> None:
    assert DrawingError("no").hint
