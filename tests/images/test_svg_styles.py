"""Whatever stands in the styles and attributes of an SVG, the cleaned one fetches nothing; a harmless one looks as before."""

import base64
import io
import re
import sys
from pathlib import Path

import pytest
import resvg_py
import tinycss2
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image, ImageChops

import measured
from deckgen.images.opening import DrawingError, PictureError
from deckgen.images.svg import cleaned
from hostile_drawings import SHEETS, STYLES, UNKNOWN

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 200 100">'
RED = '<rect id="r" width="200" height="100" fill="#FF0000"/>'
XLINK = "{http://www.w3.org/1999/xlink}href"
FUNCTIONS = """
    rgb rgba hsl hsla hwb lab lch oklab oklch color icc-color device-cmyk calc rect inset circle ellipse polygon matrix
    translate translatex translatey scale scalex scaley rotate skew skewx skewy blur brightness contrast drop-shadow
    grayscale hue-rotate invert opacity saturate sepia not is where nth-child nth-last-child nth-of-type nth-last-of-type
"""
KNOWN_FUNCTIONS = frozenset(FUNCTIONS.split())


def svg(inner: str, head: str = HEAD) -> bytes:
    return f"{head}{inner}</svg>".encode()


def clean(inner: str, head: str = HEAD) -> str:
    return cleaned(svg(inner, head), "a.svg").svg.decode()


def faults(data: bytes) -> list[str]:
    """What a cleaned drawing still holds that could do more than draw, read independently of what cleaned it."""
    found = []
    for element in etree.fromstring(data).iter():
        if not isinstance(element.tag, str):
            found.append(f"{type(element).__name__}")
            continue
        for key, given_value in element.attrib.items():
            value = str(given_value)
            if key == XLINK:
                inside = re.fullmatch(r"#\S+|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]*", value)
                found += [] if inside else [f"href {value!r}"]
            elif key not in ("id", "class", "requiredFeatures"):
                found += css_faults(value)
        if element.tag.endswith("}style"):
            found += css_faults(element.text or "")
    return found


def css_faults(text: str) -> list[str]:
    found, waiting = [], list(tinycss2.parse_component_value_list(text))
    while waiting:
        token = waiting.pop()
        if token.type == "url" and not token.value.startswith("#"):
            found.append(f"url {token.value!r}")
        elif token.type == "function":
            found += [] if token.lower_name in KNOWN_FUNCTIONS else [f"function {token.name!r}"]
            waiting += token.arguments
        elif token.type in ("at-keyword", "comment", "error"):
            found.append(f"{token.type} {token.serialize()!r}")
        elif token.type in ("{} block", "[] block", "() block"):
            waiting += token.content
    return found + (["escape"] if "\\" in text else [])


@pytest.mark.parametrize("style", STYLES)
def test_no_style_fetches_wherever_it_stands(style: str) -> None:
    name, _, value = style.partition(":")
    quoted = etree.Element("x", style=style, value=value)
    text = etree.tostring(quoted).decode()[3:-2].replace("value=", f"{name if name.isalpha() else 'fill'}=")
    made = clean(f"<g {text}/><style>.a{{{escaped(style)}}}</style>{RED}")
    assert "x.org" not in made
    assert faults(made.encode()) == []
    assert 'id="r"' in made


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_style_sheet_fetches(sheet: str) -> None:
    text = sheet if sheet.startswith(("<!", "</")) else escaped(sheet)
    made = clean(f"<style>{text}</style>{RED}")
    assert "x.org" not in made
    assert faults(made.encode()) == []


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


FRAGMENTS = st.sampled_from([*STYLES, *SHEETS, "url(", "#a", ")", "/*", "*/", "\\", "'", '"', "{", "}", "@", ";", ":", "!",
                             "rgb(", "calc(", "matrix(1 0", "\n", " ", "-", "1", "e", "%", ",", "U+", "<", "&"])  # fmt: skip
TEXTS = st.one_of(
    st.lists(FRAGMENTS, max_size=8).map("".join),
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"), max_size=40
    ),
)
NAMES = st.sampled_from(
    ["style", "fill", "stroke", "d", "transform", "mask", "filter", "id", "class", "onload", "href", "src", "values", "font",
     "cursor", "{http://www.w3.org/XML/1998/namespace}base", "{http://x.org}href", "requiredExtensions", "systemLanguage",
     "begin", "attributeName", "to", "clip-path", "mask-image", "data-x", "requiredFeatures", "font-family"]
)  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(
    st.dictionaries(NAMES, TEXTS, max_size=4), TEXTS, st.sampled_from(["g", "path", "set", "image", "feImage", "style"])
)
def test_whatever_is_put_in_a_drawing_only_what_draws_comes_out(values: dict[str, str], sheet: str, tag: str) -> None:
    root = etree.fromstring(svg(RED))
    holder = etree.SubElement(root, f"{{http://www.w3.org/2000/svg}}{tag}")
    for key, value in values.items():
        holder.set(key, value)
    etree.SubElement(root, "{http://www.w3.org/2000/svg}style").text = sheet
    try:
        made = cleaned(etree.tostring(root), "a.svg").svg
    except PictureError:
        assert "href" in values
        return
    assert faults(made) == []
    assert cleaned(made, "a.svg").svg == made


def test_what_is_kept_of_a_style_is_written_anew() -> None:
    made = clean(
        "<path style=\"FILL : URL( '#a' ) ;stroke:RGB( 1 , 2,3);/* x */stroke-w\\69 dth:1.50PX!important;x:calc(1px*2);"
        'font:italic 10px/1.2 &quot;Open Sans&quot;,sans-serif;filter:url(#b) drop-shadow(1px 1px #0008)"/>'
    )
    assert etree.fromstring(made.encode())[0].get("style") == (
        "fill:url(#a);stroke:rgb( 1 , 2,3);stroke-width:1.50px !important;x:calc(1px * 2);"
        "font:italic 10px/1.2 'Open Sans',sans-serif;filter:url(#b) drop-shadow(1px 1px #0008)"
    ).replace("rgb( 1 , 2,3)", "rgb(1 , 2,3)")


def test_a_sheet_keeps_the_selectors_and_declarations_that_draw() -> None:
    made = clean(
        "<style type='text/css'>@import 'x.org'; .st0 , g > path.b:not(.c)~#d *{fill:#0F0;cursor:url(x.org)}"
        "[id='a b']{stroke:red}.e:nth-child( 2n+1 ){opacity:.5}svg|f{fill:red}.g{}@media print{.h{fill:red}}</style>"
    )
    assert etree.fromstring(made.encode())[0].text == (
        ".st0 , g > path.b:not(.c)~#d *{fill:#0F0}\n[id='a b']{stroke:red}\n.e:nth-child(2n+1){opacity:.5}"
    )


def test_a_style_sheet_for_paper_or_of_another_language_does_not_apply() -> None:
    made = clean("<style media='print'>*{fill:red}</style><style type='text/less'>*{fill:red}</style>")
    assert "fill" not in made


def test_a_paint_that_is_unknown_gives_way_to_the_one_before_it() -> None:
    made = clean(
        '<path fill="#fff" style="fill:light-dark(#fff, var(--dark, #121212))"/><path style="fill:url(x.org#a)"/>'
    )
    first, other = etree.fromstring(made.encode())
    assert dict(first.attrib) == {"fill": "#fff"}
    assert dict(other.attrib) == {"style": "fill:none"}


@pytest.mark.parametrize("name", UNKNOWN)
def test_what_is_not_known_to_draw_goes(name: str) -> None:
    made = clean(UNKNOWN[name] + RED)
    assert "x.org" not in made
    assert faults(made.encode()) == []
    names = {etree.QName(e).localname for e in etree.fromstring(made.encode()).iter()}
    assert names <= {"svg", "rect", "g", "use", "path", "switch"}


@pytest.mark.parametrize(
    "target",
    ["ht&#10;tp://x.org", "&#9;http://x.org", "&#160;//x.org", "#a'b", "x.org#r", "JAVASCRIPT:alert(1)", "\\\\x.org\\a",
     "data:text/html,x", "data:image/svg+xml,&lt;svg/>", "blob:x", "about:blank"],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["use", "image", "feImage", "linearGradient", "textPath", "pattern", "filter", "path"])
def test_a_reference_to_anything_else_is_refused(tag: str, target: str) -> None:
    for name in ("href", "xlink:href"):
        with pytest.raises(PictureError):
            clean(f'<{tag} {name}="{target}"/>')


PROGRAMS = sorted((Path(__file__).parent / "drawings").glob("*.svg"))
"""As the programs write them, cut down to what they do with styles."""


def drawing_of(data: bytes) -> Image.Image:
    from deckgen.images.rasterise import _fonts  # noqa: PLC0415

    fonts = {"skip_system_fonts": True, "font_files": [str(path) for path in _fonts()], "font_family": "Arimo"}
    drawn = resvg_py.svg_to_bytes(svg_string=data.decode(), width=600, dpi=96, sans_serif_family="Arimo", **fonts)
    return Image.open(io.BytesIO(bytes(drawn))).convert("RGBA")


def by_matplotlib(fonttype: str) -> bytes:
    import matplotlib.style  # noqa: PLC0415
    from matplotlib.backends.backend_svg import FigureCanvasSVG  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    with matplotlib.style.context({"svg.fonttype": fonttype}):
        figure = Figure(figsize=(6, 3))
        left, right = figure.subplots(1, 2)
        left.plot([3, 1, 2], "--", label="Lines")
        left.legend(title="Legend")
        right.scatter([1, 2, 3], [3, 1, 2], c=[1, 2, 3], alpha=0.5)
        right.imshow([[1, 2], [3, 4]], extent=(0, 1, 0, 1))
        right.bar([1, 2], [2, 3], hatch="//")
        target = io.BytesIO()
        FigureCanvasSVG(figure).print_svg(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "program", [*(path.stem for path in PROGRAMS), "matplotlib with paths", "matplotlib with text"]
)
def test_a_harmless_drawing_looks_as_before_it_was_cleaned(program: str) -> None:
    if program.startswith("matplotlib"):
        data = by_matplotlib("path" if program.endswith("paths") else "none")
    else:
        data = (Path(__file__).parent / "drawings" / f"{program}.svg").read_bytes()
    made = cleaned(data, "a.svg").svg
    # The size is written in pixels, to six digits: at another size edges would be blended otherwise.
    root, size = etree.fromstring(data), etree.fromstring(made)
    root.set("width", size.get("width"))
    root.set("height", size.get("height"))
    data = etree.tostring(root)
    assert len(drawing_of(data).getcolors(1 << 20) or ()) > 20
    assert ImageChops.difference(drawing_of(data), drawing_of(made)).getbbox() is None
    assert faults(made) == []


def nested(opening: str, closing: str, times: int) -> bytes:
    return svg(f"<style>.a{{fill:{opening * times}{closing * times}}}</style>{RED}")


CRAFTED = {
    "a hundred thousand brackets": lambda: nested("(", ")", 100_000),
    "a hundred thousand functions": lambda: nested("rgb(", ")", 100_000),
    "a hundred thousand open blocks": lambda: nested("{a:", "", 100_000),
    "two megabytes of rules": lambda: svg(f"<style>{'.a{fill:red;stroke:url(#b)}' * 75_000}</style>{RED}"),
    "a quarter of a megabyte of semicolons": lambda: svg(f"<style>{';' * 260_000}</style>{RED}"),
    "a quarter of a megabyte of rules in rules": lambda: svg(f"<style>{'a{' * 130_000}</style>{RED}"),
    "a quarter of a megabyte of values that are none": lambda: svg(f"<style>a{{{'5 {} ' * 52_000}}}</style>{RED}"),
    "numbers of a quarter of a million digits": lambda: svg(
        f'<g style="x:({"9" * 250_000}" fill="{"9" * 250_000}"/>{RED}'
    ),
    "a hundred thousand words between what goes": lambda: svg(f"<text>{'<b/>word ' * 99_000}</text>{RED}"),
    "quotes that never end": lambda: svg(f"<style>{chr(34) + chr(10)}</style>{RED}".replace('"\n', '"\n' * 120_000)),
    "almost a usual style": lambda: svg(f'<g style="{"fill:rgb(" * 50_000}"/>{RED}'),
}


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of memory is read as Linux tells it")
@pytest.mark.parametrize("name", CRAFTED)
def test_styles_made_to_exhaust_end_soon_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "crafted.svg"
    path.write_bytes(CRAFTED[name]())
    told, seconds, megabytes = measured.run("deckgen.images.extent.extent", path)
    assert told in ("(200.0, 100.0)", "the drawing crafted.svg has more than 256 kB of styles")
    assert seconds < 2
    assert megabytes < 300


def test_more_styles_than_are_safe_to_parse_are_told() -> None:
    with pytest.raises(DrawingError, match=r"^the drawing a\.svg has more than 256 kB of styles$"):
        clean(f"<style>{'.a{fill:red}' * 50_000}</style>")
    with pytest.raises(DrawingError, match="more than 256 kB of styles"):
        clean("".join(f'<g style="fill:RGB({n},1,1)"/>' for n in range(40_000)))


def test_fonts_in_a_style_sheet_count_as_little_as_they_are_kept() -> None:
    font = f"@font-face{{src:url(data:font/woff2;base64,{'AAAA' * 500_000})}}"
    assert "fill:red" in clean(f"<style>{font}.a{{fill:red}}</style>")


def test_many_large_pictures_in_a_drawing_are_refused_and_one_used_often_is_not() -> None:
    def picture(shade: int) -> str:
        target = io.BytesIO()
        Image.new("L", (5000, 4000), shade).save(target, "PNG")
        return (
            f'<image width="9" height="9" href="data:image/png;base64,{base64.b64encode(target.getvalue()).decode()}"/>'
        )

    assert "base64" in clean(picture(1) * 5)
    with pytest.raises(PictureError, match=r"^the pictures inside a\.svg have more than 51 million pixels together"):
        clean("".join(picture(shade) for shade in range(3)))


@pytest.mark.parametrize(
    "box", ["0 0 1.2.3 5", "0 0 . .", ".. .. 9 9", "0 0 1e999 5", "0 0 nan inf", "9" * 5000, "0 0 -5 5"]
)
def test_a_view_box_that_is_none_is_told(box: str) -> None:
    with pytest.raises(DrawingError, match=r"does not say how large it is|too long for a slide"):
        clean(RED, f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">')
