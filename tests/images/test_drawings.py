"""An untrusted SVG is cleaned before it is stored in the deck, or is refused with a message."""

import base64
import io
import sys
from pathlib import Path
from zipfile import ZipFile

import pytest
from lxml import etree
from PIL import Image

import resource_usage
from deckgen import package
from deckgen.build import pipeline
from deckgen.images.cleaning import prepare_picture
from deckgen.images.opening import DrawingError, PictureError, is_drawing
from deckgen.images.svg import PNG_SIDE, clean_and_rasterise, clean_svg
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
    """Return the colours of the centre and of a corner of a picture."""
    with Image.open(io.BytesIO(data)) as image:
        rgba = image.convert("RGBA")
    return [rgba.getpixel((rgba.width // 2, rgba.height // 2)), rgba.getpixel((1, 1))]


@pytest.mark.parametrize(
    ("data", "expected"),
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
def test_svg_is_recognised_by_its_bytes(data: bytes, expected: bool) -> None:
    assert is_drawing(data) == expected


HARMFUL = {
    "a script": "<script>alert(1)</script>",
    "a script of another namespace": '<x:script xmlns:x="http://www.w3.org/1999/xhtml">alert(1)</x:script>',
    "a page in a page": '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="http://x.org"/></foreignObject>',
    "an animation": '<rect width="1" height="1"><animate attributeName="href" to="http://x.org"/><set to="x.org"/></rect>',
    "a handler": '<g onload="alert(1)" ONCLICK="alert(1)"/>',
    "a link": '<a href="http://x.org" xlink:href="javascript:alert(1)" target="x.org"><g/></a>',
    "an imported style sheet": "<style>@import 'http://x.org/a.css'; .a{fill:red}</style>",
    "an imported font": "<style>@font-face{font-family:x;src:url(http://x.org/a.woff)}</style>",
    "an escaped url": "<style>.a{fill:\\75rl(http://x.org)}</style>",
    "a fill in another file": '<rect width="9" height="9" fill="url(http://x.org/a.svg#b)" style="mask:url(//x.org)"/>',
    "a style sheet instruction": '<?xml-stylesheet href="http://x.org/a.css"?>',
    "metadata": '<metadata>x.org</metadata><title>x.org</title><g xmlns:i="http://x.org/" i:label="x.org" data-y="x.org"/>',
    "a comment": "<!-- x.org -->",
}


@pytest.mark.parametrize("name", HARMFUL)
def test_scripts_references_and_metadata_are_removed_from_a_drawing(name: str) -> None:
    data = svg(HARMFUL[name] + RED)
    drawing, png_data = clean_and_rasterise(data, "a.svg")
    for word in (b"x.org", b"alert", b"script", b"iframe", b"onload", b"ONCLICK", b"animate", b"@import", b"\\"):
        assert word not in drawing.svg, word
    assert colours(png_data) == [(255, 0, 0, 255)] * 2


def test_shape_with_an_external_fill_has_no_fill() -> None:
    assert (
        colours(clean_and_rasterise(svg('<rect width="200" height="100" fill="url(a.svg#b)"/>'), "a.svg")[1])[0][3] == 0
    )


def test_harmless_elements_are_kept() -> None:
    inner = (
        '<style>.a{fill:#0000FF}</style><defs><linearGradient id="g"><stop stop-color="#00FF00"/></linearGradient>'
        '<symbol id="s"><rect width="20" height="20" fill="url(#g)"/></symbol></defs>'
        '<rect class="a" width="200" height="100"/><use xlink:href="#s" x="90" y="40"/><a href="http://x.org">'
        '<text x="5" y="90" xml:space="preserve">Text<tspan>s</tspan></text></a>'
    )
    drawing, png_data = clean_and_rasterise(svg(inner), "a.svg")
    assert colours(png_data) == [(0, 255, 0, 255), (0, 0, 255, 255)]
    root = etree.fromstring(drawing.svg)
    assert "".join(root.itertext()).endswith("Texts")
    assert (drawing.width, drawing.height) == (200, 100)
    assert Image.open(io.BytesIO(png_data)).size == (PNG_SIDE, PNG_SIDE // 2)


HTML = '<foreignObject><div xmlns="http://www.w3.org/1999/xhtml"><p>Start <b>here</b></p></div></foreignObject>'


def test_words_as_html_are_said_to_be_lost() -> None:
    [loss] = clean_svg(svg(f"{HTML}<g>{HTML.replace('here', '')}</g>"), "a.svg").losses
    assert loss.what.endswith("“Start here … Start”")
    assert "htmlLabels: false" in loss.hint


def test_text_of_a_switch_takes_the_place_of_its_html() -> None:
    drawing = clean_svg(svg(f"<switch>{HTML}<text>Start here</text></switch>"), "a.svg")
    assert drawing.losses == ()
    assert b"<text>Start here</text>" in drawing.svg


FEATURES = 'requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"'


@pytest.mark.parametrize(("first", "is_shown"), [(f"<g {FEATURES}/>", False), (f"<g {FEATURES}>{HTML}</g>", True)])
def test_note_for_programs_without_html_is_shown_only_where_html_was(first: str, is_shown: bool) -> None:
    note = f"<switch>{first}{RED}</switch>"
    assert (colours(clean_and_rasterise(svg(note), "a.svg")[1])[0] == (255, 0, 0, 255)) == is_shown


def test_letters_that_no_font_of_a_drawing_has_are_said() -> None:
    [loss] = clean_svg(svg("<text>Ärger <tspan>日本</tspan> 1 ½</text>"), "a.svg").losses
    assert loss.what.endswith("“日本”")
    assert "paths" in loss.hint


def test_text_is_drawn_in_the_bundled_font() -> None:
    text = '<text x="10" y="70" font-size="60" font-family="No Such Font">Wide</text>'
    assert clean_and_rasterise(svg(text), "a.svg")[1] != clean_and_rasterise(svg(""), "a.svg")[1]


def test_lengths_with_units_are_drawn() -> None:
    for unit in ("10mm", "0.5in", "30pt", "1cm"):
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100"><rect width="{unit}" height="{unit}"/></svg>'
        with Image.open(io.BytesIO(clean_and_rasterise(svg.encode(), "a.svg")[1])) as image:
            assert image.getpixel((20, 20))[3] == 255, unit
            assert image.getpixel((image.width - 20, 20))[3] == 0, unit


def test_picture_in_a_drawing_is_kept_without_metadata() -> None:
    exif = Image.Exif()
    exif[0x013B] = "A. Photographer"
    drawing, png_data = clean_and_rasterise(svg(f'<image width="200" height="100" href="{png(exif=exif)}"/>'), "a.svg")
    assert colours(png_data)[0] == (0, 255, 0, 255)
    address = etree.fromstring(drawing.svg)[0].get("{http://www.w3.org/1999/xlink}href")
    assert address is not None
    assert b"Photographer" not in base64.b64decode(address.partition(",")[2])


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (
            svg('<image width="9" height="9" href="http://x.org/a.png"/>'),
            "refers to another file ('http://x.org/a.png')",
        ),
        (
            svg('<image width="9" height="9" xlink:href="file:///etc/passwd"/>'),
            "refers to another file ('file:///etc/passwd')",
        ),
        (svg('<use xlink:href="other.svg#a"/>'), "refers to another file ('other.svg#a')"),
        (
            svg('<image width="9" height="9" href="data:image/svg+xml;base64,PHN2Zy8+"/>'),
            "inside a.svg is neither PNG nor JPEG",
        ),
        (
            svg('<image width="9" height="9" href="data:image/png;base64,####"/>'),
            "inside a.svg is neither PNG nor JPEG",
        ),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("<text>&a;</text>"), "defines entities"),
        (svg("<g>")[:-3], "is damaged"),
        (svg("<rect/>", '<svg viewBox="0 0 9 9">'), "is not SVG"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg">'), "does not state its size"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" width="0" height="9">'), "does not state its size"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" viewBox="....">'), "does not state its size"),
        (svg(RED, '<svg xmlns="http://www.w3.org/2000/svg" width="100%" viewBox="0 0 900 2">'), "too long for a slide"),
        (svg('<g id="a"><use xlink:href="#a"/></g>'), "draws more than 100,000 elements"),
    ],
)
def test_drawing_that_cannot_be_shown_is_refused(data: bytes, message: str) -> None:
    with pytest.raises(PictureError) as error:
        clean_svg(data, "a.svg")
    assert message in str(error.value)
    assert "a.svg" in str(error.value)


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
def test_size_of_a_drawing_is_read_in_any_unit(head: str, size: tuple[float, float], tmp_path: Path) -> None:
    (tmp_path / "a.svg").write_bytes(svg(RED, f'<svg xmlns="http://www.w3.org/2000/svg" {head}>'))
    picture = prepare_picture(tmp_path / "a.svg")
    assert (picture.width, picture.height) == pytest.approx(size)


def nested_uses() -> bytes:
    """Make a drawing of groups that each use the previous group ten times."""
    steps = (f'<g id="l{n}">{f"<use xlink:href={chr(34)}#l{n - 1}{chr(34)}/>" * 10}</g>' for n in range(1, 12))
    return svg('<g id="l0"><rect/></g>' + "".join(steps))


def layers() -> bytes:
    """Make a drawing of nested half-transparent layers, which must all be in memory at once."""
    return svg('<g opacity="0.5"><rect width="9999" height="9999"/>' * 120 + "</g>" * 120)


def noise() -> bytes:
    turbulence = '<filter id="f" width="200" height="100"><feTurbulence baseFrequency="0.9" numOctaves="99"/></filter>'
    return svg(turbulence + '<rect width="200" height="100" filter="url(#f)"/>' * 9)


CRAFTED = {
    "uses of uses": nested_uses,
    "a hundred layers": layers,
    "endless noise": noise,
    "two hundred million pixels inside": lambda: svg(f'<image width="9" height="9" href="{bomb()}"/>'),
    "ninety thousand levels": lambda: svg("<g>" * 90_000 + "</g>" * 90_000),
    "nine megabytes": lambda: svg(f'<path d="{"M0 0L9 9" * (9 << 17)}"/>'),
    "ten million elements": lambda: svg("<g/>" * 1_900_000),
    "entities of entities": lambda: b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + svg("&a;" * 99_999),
}


def bomb() -> str:
    target = io.BytesIO()
    Image.new("1", (20_000, 10_000)).save(target, "PNG")
    return "data:image/png;base64," + base64.b64encode(target.getvalue()).decode()


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_drawing_is_refused_with_little_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "crafted.svg"
    path.write_bytes(CRAFTED[name]())
    output, seconds, megabytes = resource_usage.run("deckgen.images.cleaning.prepare_picture", path, 2)
    assert "crafted.svg" in output
    assert "b'" not in output
    assert seconds < 2
    assert megabytes < 300


PHOTOS = """\
kind: photos
title: How it works
images:
  - file: media/a.svg
    alt: A red square that stands for the plan
"""


def test_drawing_is_stored_as_svg_and_png_in_a_valid_deck(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS)
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_bytes(svg(RED + HARMFUL["a script"]))
    built = pipeline.build(folder)
    assert built.path is not None, built.issues
    with ZipFile(built.path) as zipped:
        kinds = sorted(Path(name).suffix for name in zipped.namelist() if "/media/" in name)
        assert b"svgBlip" in zipped.read("ppt/slides/slide1.xml")
    assert kinds == [".png", ".svg"]
    assert package.problems(built.path) == []
    assert accessibility.findings(built.path) == []


def test_invalid_drawing_is_reported_at_its_reference(tmp_path: Path) -> None:
    folder = make_project(tmp_path, PHOTOS)
    (folder / "media").mkdir()
    (folder / "media" / "a.svg").write_bytes(svg('<image width="9" height="9" href="b.png"/>'))
    built = pipeline.build(folder)
    [issue] = built.issues
    assert built.path is None
    assert issue.message == "the drawing a.svg refers to another file ('b.png'), which would be missing from the deck"
    assert issue.hint == "embed that file in the drawing, or save the drawing as PNG"
    assert issue.span is not None
    assert issue.span.file.endswith("part.yaml")


def test_drawing_error_has_a_hint() -> None:
    assert DrawingError("no").hint
