"""A drawing of an author is written as plain paths that look the same, or not at all."""

# ruff: noqa: E501 -- a drawing on one line is easier to compare with others

from __future__ import annotations

import io
import re
from pathlib import Path

import matplotlib
import pytest
import resvg_py
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure

from deckgen.images.drawing_files import MAX_DIFFERENCE, largest_difference
from deckgen.images.opening import PictureError
from deckgen.images.rasterise import bundled_fonts
from deckgen.images.svg import CleanSvg, clean_svg, size_in_pixels
from deckgen.images.svg_flattening import flatten_svg
from deckgen.images.svg_outlines import NotFlatError, path_data, read_path

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'
SVG = "{http://www.w3.org/2000/svg}"
NUMBERS = r"[-0-9. ]+"
LOOK = {
    "d": r"m[-0-9. mlhvqcz]+", "fill": "none|#[0-9a-f]{6}", "stroke": "#[0-9a-f]{6}", "fill-opacity": NUMBERS, "opacity": NUMBERS,
    "stroke-opacity": NUMBERS, "stroke-width": r"[-+0-9.e]+", "stroke-miterlimit": NUMBERS, "stroke-dasharray": r"[-+0-9.e ]+",
    "stroke-dashoffset": r"[-+0-9.e]+", "fill-rule": "evenodd", "stroke-linejoin": "round|bevel",
    "stroke-linecap": "round|square", "shape-rendering": "[a-zA-Z]+",
}  # fmt: skip
"""The attributes of a path of a flat drawing, and their values."""
IMAGES = sorted((Path(matplotlib.get_data_path()) / "images").glob("*.svg"))
IMAGES_WITHOUT_GRADIENTS = [path for path in IMAGES if b"Gradient" not in path.read_bytes()]


def clean(inner: str, head: str = HEAD) -> CleanSvg:
    return clean_svg.__wrapped__(f"{head}{inner}</svg>".encode(), "a.svg")


def rasterise(svg: bytes, drawing: CleanSvg, longer_side: int = 800) -> bytes:
    width, height = size_in_pixels(drawing, longer_side)
    families = (
        "font_family",
        "serif_family",
        "sans_serif_family",
        "cursive_family",
        "fantasy_family",
        "monospace_family",
    )
    png = resvg_py.svg_to_bytes(
        svg_string=svg.decode(), width=width, height=height, dpi=96, skip_system_fonts=True,
        font_files=[str(path) for path in bundled_fonts()], **dict.fromkeys(families, "Arimo"),
    )  # fmt: skip
    return bytes(png)


def assert_is_flat(svg: bytes) -> None:
    """Assert that an SVG has nothing but paths with plain attributes."""
    root = etree.fromstring(svg)
    assert root.tag == f"{SVG}svg"
    assert set(root.attrib) == {"width", "height", "viewBox"}
    for path in root.iterdescendants():
        assert path.tag == f"{SVG}path"
        for key, value in path.attrib.items():
            assert re.fullmatch(LOOK[str(key)], str(value)), (key, value)


def flatten_and_compare(drawing: CleanSvg, longer_side: int = 800) -> bytes:
    flat = flatten_svg(drawing.svg)
    assert flat is not None
    assert_is_flat(flat)
    before, after = rasterise(drawing.svg, drawing, longer_side), rasterise(flat, drawing, longer_side)
    assert largest_difference(before, after) <= MAX_DIFFERENCE
    return flat


SYMBOL = '<symbol id="s" viewBox="0 0 10 10"><path d="M0 0h10v10z"/><circle cx="3" cy="7" r="2" fill="red"/></symbol>'
PLAIN = {
    "a rectangle with round corners": '<rect x="9" y="9" width="80" height="40" rx="12"/>',
    "corners rounder than the rectangle": '<rect x="9" y="9" width="80" height="40" rx="99" ry="9" fill="none" stroke="red"/>',
    "a circle and an ellipse": '<circle cx="50" cy="50" r="30"/><ellipse cx="140" cy="50" rx="40" ry="9" fill="#0af"/>',
    "lines": '<g stroke="#123" stroke-width="3"><line x1="9" y1="9" x2="90" y2="80"/><polyline fill="none" points="99,9 9,50 190,90"/></g>',
    "a polygon": '<polygon points="9,9 190,50 9 90" fill-rule="evenodd" stroke="lime" stroke-linejoin="round" stroke-width="5"/>',
    "every command": '<path d="M10 10h30v20H15zm50 0c5 0 9 9 9 9s9 9 9-9S99 0 99 30Q120 0 130 40t9 9T90 60l-9-9z" fill="teal"/>',
    "lines after a moveto": '<path d="M10,10 90,10 90,90m10 0 50-50 0 50"/>',
    "a path that goes on after its end": '<path d="M50 50h30v30zl-30-9v20" stroke="red" fill="none"/>',
    "arcs with flags without blanks": '<path d="M10 50a30 20 30 0150 10A30 20 0 10120 80a5 5-30 1 0 9 9z"/>',
    "an arc without a radius": '<path d="M10 50A0 9 0 0 0 90 90L90 20z"/>',
    "numbers in every form": '<path d="M1e1+1.e1L.9e+2.5L9E1-.5e-1 90.5 90z"/>',
    "transforms": '<g transform="translate(100,50) rotate(30)"><rect width="40" height="20" transform="skewX(20) scale(2 .5)"/></g>',
    "a scaled stroke": '<path transform="matrix(0 3 -3 0 90 9)" d="M0 0h20" stroke="red" stroke-dasharray="2 1" stroke-dashoffset="1"/>',
    "classes": '<style>.a,.b{fill:red;stroke:blue}g .b{fill:lime!important}#c{fill:gray}</style><g><rect class="b" id="c" width="50" '
    'height="50" style="fill:teal"/></g><rect class="a" x="60" width="50" height="50"/><rect class="b" y="60" width="50" height="30"/>',
    "direct children": "<style>svg > g > rect{fill:red} svg > rect{fill:lime}</style><g><rect width='90' height='50'/></g>",
    "inheritance": '<g fill="red" color="blue" fill-opacity=".5"><g stroke="currentColor"><rect x="5" width="60" height="60"/></g></g>',
    "colours": '<rect width="9" height="99" fill="hsl(120,50%,50%)"/><rect x="9" width="9" height="99" fill="rgba(10%,50%,0%,.5)"/>'
    '<rect x="20" width="9" height="99" fill="#abc8"/><rect x="30" width="9" height="99" fill="transparent" stroke="Navy"/>',
    "a transparent shape": '<g opacity=".5"><circle cx="50" cy="50" r="40" stroke="red" stroke-width="9" opacity="50%"/></g>',
    "copies": f'<defs>{SYMBOL}<g id="g"><rect width="9" height="9"/></g></defs><use xlink:href="#s" x="9" y="9" width="50" height="50"/>'
    '<use href="#g" transform="scale(3)" x="30" y="9" fill="blue"/><g id="t"><use href="#g" x="150"/></g><use href="#t" y="50"/>',
    "drawings in a drawing": '<svg x="50%" y="10" width="60" height="60" viewBox="0 0 6 3" preserveAspectRatio="xMinYMax">'
    '<rect width="100%" height="3" fill="red"/></svg><svg width="60" viewBox="0 0 9 9" preserveAspectRatio="none"><path d="M0 0h9v9z"/></svg>',
    "what is hidden": '<g display="none"><path d="M0 0h99v99"/></g><g visibility="hidden"><rect width="9" height="9"/>'
    '<rect visibility="visible" x="30" width="30" height="30"/></g>',
    "what is used by nothing": '<defs><linearGradient id="g"/><filter id="f"/></defs><marker id="m"/><circle r="50"/>',
    "a clip path that cuts nothing": '<clipPath id="c"><rect width="200" height="100"/></clipPath><circle r="50" clip-path="url(#c)"/>',
    "a switch": '<switch><g systemLanguage="de"><circle r="50"/></g><rect width="50" height="50"/><circle r="99"/></switch>',
    "edges without blending": '<g shape-rendering="crispEdges"><rect x="10.3" y="9.7" width="80.6" height="40.2"/></g>',
    "words": '<text x="10" y="30" font-size="20">AV Wo <tspan fill="red" font-weight="bold">bold</tspan><tspan font-style="italic"> if</tspan></text>',
    "lines of words": '<text text-anchor="middle" font-size="15"><tspan x="100" y="20">First</tspan><tspan x="100" dy="18">line 2</tspan></text>',
    "words at their end": '<text x="190" y="50" style="text-anchor:end;font-size:1.5em;font-family:Georgia,serif">  Two\n  words </text>',
    "words on a line": '<text x="9" y="50" dominant-baseline="central">Ag</text><text x="60" y="50" font-size="9" dominant-baseline="middle">Ag</text>',
    "preserved blanks": '<text x="9" y="50" xml:space="preserve">a   b</text>',
    "outlined words": '<text x="9" y="80" font-size="60" fill="none" stroke="red" stroke-width=".5" transform="rotate(-9)">Öß&amp;1</text>',
}  # fmt: skip


@pytest.mark.parametrize("name", PLAIN)
def test_drawing_is_written_as_paths_that_look_the_same(name: str) -> None:
    drawing = clean(PLAIN[name])
    flat = flatten_and_compare(drawing)
    assert b"<path" in flat


@pytest.mark.parametrize("path", IMAGES_WITHOUT_GRADIENTS, ids=lambda path: path.stem)
def test_drawing_of_a_program_is_written_as_paths_of_less_bytes(path: Path) -> None:
    drawing = clean_svg(path.read_bytes(), path.name)
    assert len(flatten_and_compare(drawing)) < len(drawing.svg)


def test_figure_of_matplotlib_is_written_as_paths() -> None:
    figure = Figure(figsize=(6, 3))
    axes = figure.subplots()
    axes.plot([3, 1, 2], "o--", label="Lines")
    axes.legend(title="Legend")
    target = io.BytesIO()
    FigureCanvasSVG(figure).print_svg(target)
    drawing = clean_svg(target.getvalue(), "a.svg")
    assert b"<use" in drawing.svg
    assert b"clip-path" in drawing.svg
    flatten_and_compare(drawing, 2000)


RED = '<rect id="r" width="90" height="90"/>'
NOT_PLAIN = {
    "a gradient": '<linearGradient id="g"><stop/></linearGradient><rect fill="url(#g)" width="9" height="9"/>',
    "a pattern in a style sheet": f"<style>rect{{stroke:url(#p)}}</style>{RED}",
    "a mask": f'<g mask="url(#m)">{RED}</g>',
    "a filter": f'<g style="filter:blur(2px)">{RED}</g>',
    "a marker": '<path d="M0 0h9" marker-end="url(#m)"/>',
    "a picture": '<image width="9" height="9" href="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="/>',
    "shapes that are transparent together": f'<g opacity=".5">{RED}<circle r="50"/></g>',
    "copies that are transparent together": f'<g id="g">{RED}<circle r="9"/></g><use href="#g" opacity=".5"/>',
    "a stroke of two widths": '<rect width="9" height="9" stroke="red" transform="scale(2 1)"/>',
    "a stroke under its fill": '<rect width="9" height="9" stroke="red" paint-order="stroke"/>',
    "a blend": f'<g style="mix-blend-mode:multiply">{RED}</g>',
    "an incomplete path": '<path d="M0 0h9v9L5"/>',
    "a path without a start": '<path d="h9v9"/>',
    "a size by the font": '<rect width="9em" height="9"/>',
    "an unknown transform": '<rect width="9" height="9" transform="rotate(9 1)"/>',
    "spaced letters": '<g letter-spacing="2"><text y="9">ab</text></g>',
    "underlined words": '<text y="9">a<tspan text-decoration="underline">b</tspan></text>',
    "letters with positions": '<text y="9" x="1 9">ab</text>',
    "text on a path": '<path id="p" d="M0 9h99"/><text><textPath href="#p">ab</textPath></text>',
    "text from right to left": '<text y="9">שלום</text>',
    "letters that the font does not have": '<text y="9">日本</text>',
    "larger letters by word": '<text y="9" font-size="larger">ab</text>',
}  # fmt: skip


@pytest.mark.parametrize("name", NOT_PLAIN)
def test_drawing_that_needs_more_than_paths_is_not_flat(name: str) -> None:
    assert flatten_svg(clean(NOT_PLAIN[name]).svg) is None


def test_flattening_needs_no_more_than_it_may() -> None:
    line = f"l1.{30 * '0'} 1"  # many characters to one segment: the limit is reached in little time
    many = "".join(f"<path d='M0 0{line * 6000}' id='p{n}'/>" for n in range(9))
    uses = f"<g id='p'><path d='M0 0{line * 360}'/></g>" + "<use href='#p'/>" * 1000
    rules = "<style>" + "".join(f"g g .a{n % 9}.b{{fill:red}}" for n in range(9000)) + "</style>"
    for inner in (many * 2, uses, rules + '<g><g><path class="a1 b" d="M0 0h9v9"/></g></g>' * 900):
        assert flatten_svg(clean(inner).svg) is None


@pytest.mark.parametrize(
    ("given_path", "expected"),
    [
        ("M10 10L20 10 20 15z", "m10 10h10v5z"),
        ("m.25.5l-1-1", "m.25 .5l-1-1"),
        ("M1 1q1 1 2 2t2 2", "m1 1q1 1 2 2q1 1 2 2"),
        ("M5 5zl1 1", "m5 5zm0 0l1 1"),
        ("", ""),
    ],
)
def test_path_is_written_with_relative_coordinates(given_path: str, expected: str) -> None:
    assert path_data(read_path(given_path), (1, 0, 0, 1, 0, 0), 2) == expected


@pytest.mark.parametrize(
    "d", ["1 1", "M", "M1", "z", "L1 1", "M1 1x", "M1 1L1,,a", "M0 0A1 1 0 2 0 1 1", "M0 0z1", "M1 1 nan 2"]
)
def test_damaged_path_is_not_read(d: str) -> None:
    with pytest.raises(NotFlatError):
        read_path(d)


def test_coordinates_beyond_all_bounds_are_not_written() -> None:
    for d in ("M1e300 0L1 1", "M1e999 0h1", "M0 0a1e-320 1e-320 0 0 1 1 1"):
        assert flatten_svg(clean(f'<path d="{d}" transform="scale(1e9)"/>').svg) is None


WORDS = st.sampled_from(["", "a", "#a", "url(#a)", "none", "red", "#12345678", "5", "-1", "1e9", "50%", "2em", "0 0 9 9", "inherit",
                         "M0 0h9v9z", "M0 0a1 2 3 0 1 5 6", "1,2 3,4", "rotate(9 1 2)", "scale(0)", "matrix(1 0 0 1 9 9)", "bold",
                         "evenodd", "round", "middle", "hidden", "visible", "xMinYMin slice", "currentColor", "preserve"])  # fmt: skip
NAMES = st.sampled_from(["id", "class", "d", "points", "x", "y", "width", "height", "r", "rx", "cx", "x1", "x2", "y2", "transform",
                         "viewBox", "preserveAspectRatio", "fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "href",
                         "fill-opacity", "clip-path", "mask", "visibility", "display", "font-size", "font-weight", "text-anchor",
                         "marker-end", "stroke-linecap", "fill-rule", "dx", "color", "systemLanguage"])  # fmt: skip
TAGS = st.sampled_from(["g", "svg", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan",
                        "switch", "a", "defs", "style", "clipPath", "marker", "mask", "linearGradient", "pattern", "filter"])  # fmt: skip
TREES = st.recursive(
    st.tuples(TAGS, st.dictionaries(NAMES, WORDS, max_size=5), st.sampled_from(["", "Text", ".a{fill:red}", "g>rect{r:5}"])),
    lambda trees: st.tuples(TAGS, st.dictionaries(NAMES, WORDS, max_size=3), st.lists(trees, max_size=4)),
    max_leaves=12,
)  # fmt: skip
Tree = tuple[str, dict[str, str], "list[Tree] | str"]


def add_tree(parent: etree._Element, tree: Tree) -> None:
    tag, attributes, inner = tree
    element = etree.SubElement(parent, f"{SVG}{tag}", attributes)
    if isinstance(inner, str):
        element.text = inner
        return
    for child in inner:
        add_tree(element, child)


@settings(max_examples=150, deadline=None)
@given(st.lists(TREES, max_size=5))
def test_flat_drawing_has_only_plain_paths_for_any_tree(trees: list[Tree]) -> None:
    root = etree.fromstring(f"{HEAD}</svg>")
    for tree in trees:
        add_tree(root, tree)
    try:
        drawing = clean_svg.__wrapped__(etree.tostring(root), "a.svg")
    except PictureError:
        return
    flat = flatten_svg(drawing.svg)
    if flat is not None:
        assert_is_flat(flat)
        rasterise(flat, drawing, 100)
