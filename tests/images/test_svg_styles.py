"""A cleaned SVG refers to nothing outside, whatever its styles and attributes; a harmless one looks the same as before."""

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

import resource_usage
from deckgen.fonts.packages import package_folder
from deckgen.images.opening import DrawingError, PictureError
from deckgen.images.svg import clean_svg
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
    return clean_svg(svg(inner, head), "a.svg").svg.decode()


def harmful_parts(data: bytes) -> list[str]:
    """Return what a cleaned drawing still contains that may be harmful, read independently of the product."""
    harmful = []
    for element in etree.fromstring(data).iter():
        if not isinstance(element.tag, str):
            harmful.append(f"{type(element).__name__}")
            continue
        for key, given_value in element.attrib.items():
            value = str(given_value)
            if key == XLINK:
                is_internal = re.fullmatch(r"#\S+|data:image/(?:png|jpeg);base64,[A-Za-z0-9+/=]*", value)
                harmful += [] if is_internal else [f"href {value!r}"]
            elif key not in ("id", "class"):
                harmful += harmful_css(value)
        if element.tag.endswith("}style"):
            harmful += harmful_css(element.text or "")
    return harmful


def harmful_css(text: str) -> list[str]:
    harmful, pending = [], list(tinycss2.parse_component_value_list(text))
    while pending:
        token = pending.pop()
        if token.type == "url" and not token.value.startswith("#"):
            harmful.append(f"url {token.value!r}")
        elif token.type == "function":
            harmful += [] if token.lower_name in KNOWN_FUNCTIONS else [f"function {token.name!r}"]
            pending += token.arguments
        elif token.type in ("at-keyword", "comment", "error"):
            harmful.append(f"{token.type} {token.serialize()!r}")
        elif token.type in ("{} block", "[] block", "() block"):
            pending += token.content
    return harmful + (["escape"] if "\\" in text else [])


@pytest.mark.parametrize("style", STYLES)
def test_no_style_refers_to_another_file(style: str) -> None:
    name, _, value = style.partition(":")
    quoted = etree.Element("x", style=style, value=value)
    text = etree.tostring(quoted).decode()[3:-2].replace("value=", f"{name if name.isalpha() else 'fill'}=")
    result = clean(f"<g {text}/><style>.a{{{escaped(style)}}}</style>{RED}")
    assert "x.org" not in result
    assert harmful_parts(result.encode()) == []
    assert 'id="r"' in result


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_style_sheet_refers_to_another_file(sheet: str) -> None:
    text = sheet if sheet.startswith(("<!", "</")) else escaped(sheet)
    result = clean(f"<style>{text}</style>{RED}")
    assert "x.org" not in result
    assert harmful_parts(result.encode()) == []


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


@settings(max_examples=200, deadline=None)
@given(
    st.dictionaries(NAMES, TEXTS, max_size=4), TEXTS, st.sampled_from(["g", "path", "set", "image", "feImage", "style"])
)
def test_cleaned_drawing_is_harmless_for_any_input(values: dict[str, str], sheet: str, tag: str) -> None:
    root = etree.fromstring(svg(RED))
    holder = etree.SubElement(root, f"{{http://www.w3.org/2000/svg}}{tag}")
    for key, value in values.items():
        holder.set(key, value)
    etree.SubElement(root, "{http://www.w3.org/2000/svg}style").text = sheet
    try:
        result = clean_svg(etree.tostring(root), "a.svg").svg
    except PictureError:
        assert "href" in values
        return
    assert harmful_parts(result) == []
    assert clean_svg(result, "a.svg").svg == result


def test_styles_are_serialised_from_their_tokens() -> None:
    result = clean(
        "<path style=\"FILL : URL( '#a' ) ;stroke:RGB( 1 , 2,3);/* x */stroke-w\\69 dth:1.50PX!important;x:calc(1px*2);"
        'font:italic 10px/1.2 &quot;Open Sans&quot;,sans-serif;filter:url(#b) drop-shadow(1px 1px #0008)"/>'
    )
    assert etree.fromstring(result.encode())[0].get("style") == (
        "fill:url(#a);stroke:rgb( 1 , 2,3);stroke-width:1.50px !important;x:calc(1px * 2);"
        "font:italic 10px/1.2 'Open Sans',sans-serif;filter:url(#b) drop-shadow(1px 1px #0008)"
    ).replace("rgb( 1 , 2,3)", "rgb(1 , 2,3)")


def test_style_sheet_keeps_known_selectors_and_declarations() -> None:
    result = clean(
        "<style type='text/css'>@import 'x.org'; .st0 , g > path.b:not(.c)~#d *{fill:#0F0;cursor:url(x.org)}"
        "[id='a b']{stroke:red}.e:nth-child( 2n+1 ){opacity:.5}svg|f{fill:red}.g{}@media print{.h{fill:red}}</style>"
    )
    assert etree.fromstring(result.encode())[0].text == (
        ".st0 , g > path.b:not(.c)~#d *{fill:#0F0}\n[id='a b']{stroke:red}\n.e:nth-child(2n+1){opacity:.5}"
    )


@pytest.mark.parametrize(
    "paint",
    [
        'style="fill:var(--c)"',
        'fill="var(--none, rgb(0, 128, 0))"',
        'fill="var(--none, var(--c))"',
        'style="fill:light-dark(var(--c), black)"',
        'class="v"',
    ],
)
def test_variables_and_colours_for_light_and_dark_have_their_values(paint: str) -> None:
    sheet = "<style>:root{--c:rgb(0, 128, 0); --d:red} .v{fill:var(--c)} .dark{--c:red}</style>"
    drawing = clean_svg(svg(f"{sheet}<rect {paint} width='9' height='9'/>"), "a.svg")
    assert re.search(rb"fill(:|=\")rgb\(0, ?128, ?0\)", drawing.svg), drawing.svg
    assert b"var(" not in drawing.svg
    assert drawing.losses == ()


def test_variable_without_a_value_is_said_to_come_out_black() -> None:
    [loss] = clean_svg(svg('<rect style="fill:var(--c)"/><rect fill="var(--d)"/>'), "a.svg").losses
    assert "`--c, --d`" in loss.what
    assert "plain SVG" in loss.hint


def test_long_values_of_variables_count_as_styles() -> None:
    sheet = "<style>:root{--c:" + " 1" * 29 + "}" + ".a{fill:var(--c)}" * 5000 + "</style>"
    with pytest.raises(DrawingError, match="of styles"):
        clean(sheet)


def test_style_sheet_for_print_or_in_another_language_is_removed() -> None:
    result = clean("<style media='print'>*{fill:red}</style><style type='text/less'>*{fill:red}</style>")
    assert "fill" not in result


def test_unknown_paint_falls_back_to_the_previous_one() -> None:
    result = clean(
        '<path fill="#fff" style="fill:color-mix(in srgb, #fff, var(--dark, #121212))"/><path style="fill:url(x.org#a)"/>'
    )
    first, other = etree.fromstring(result.encode())
    assert dict(first.attrib) == {"fill": "#fff"}
    assert dict(other.attrib) == {"style": "fill:none"}


@pytest.mark.parametrize("name", UNKNOWN)
def test_unknown_elements_and_attributes_are_removed(name: str) -> None:
    result = clean(UNKNOWN[name] + RED)
    assert "x.org" not in result
    assert harmful_parts(result.encode()) == []
    names = {etree.QName(e).localname for e in etree.fromstring(result.encode()).iter()}
    assert names <= {"svg", "rect", "g", "use", "path", "switch"}


@pytest.mark.parametrize(
    "target",
    ["ht&#10;tp://x.org", "&#9;http://x.org", "&#160;//x.org", "#a'b", "x.org#r", "JAVASCRIPT:alert(1)", "\\\\x.org\\a",
     "data:text/html,x", "data:image/svg+xml,&lt;svg/>", "blob:x", "about:blank"],
)  # fmt: skip
@pytest.mark.parametrize("tag", ["use", "image", "feImage", "linearGradient", "textPath", "pattern", "filter", "path"])
def test_reference_to_another_resource_is_refused(tag: str, target: str) -> None:
    for name in ("href", "xlink:href"):
        with pytest.raises(PictureError):
            clean(f'<{tag} {name}="{target}"/>')


PROGRAMS = sorted((Path(__file__).parent / "drawings").glob("*.svg"))
"""Drawings as these programs write them, reduced to what concerns styles."""


def render(data: bytes) -> Image.Image:
    folder = package_folder("fontpkg_arimo")
    assert folder is not None
    files = [str(path) for path in sorted((folder / "files").glob("*.ttf"))]
    fonts = {"skip_system_fonts": True, "font_files": files, "font_family": "Arimo"}
    png = resvg_py.svg_to_bytes(svg_string=data.decode(), width=600, dpi=96, sans_serif_family="Arimo", **fonts)
    return Image.open(io.BytesIO(bytes(png))).convert("RGBA")


def matplotlib_drawing(fonttype: str) -> bytes:
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
def test_harmless_drawing_looks_the_same_after_cleaning(program: str) -> None:
    if program.startswith("matplotlib"):
        data = matplotlib_drawing("path" if program.endswith("paths") else "none")
    else:
        data = (Path(__file__).parent / "drawings" / f"{program}.svg").read_bytes()
    result = clean_svg(data, "a.svg").svg
    # The cleaned size is in pixels, rounded to six digits: at a different size, edges would be blended differently.
    root, size = etree.fromstring(data), etree.fromstring(result)
    # A note of draw.io for programs without HTML, which resvg draws although the text is there: see test_drawings.py.
    for note in root.xpath("//*[@requiredFeatures][not(self::*[local-name() = 'foreignObject'])]/.."):
        note.getparent().remove(note)
    root.set("width", size.get("width"))
    root.set("height", size.get("height"))
    data = etree.tostring(root)
    assert len(render(data).getcolors(1 << 20) or ()) > 20
    assert ImageChops.difference(render(data), render(result)).getbbox() is None
    assert harmful_parts(result) == []


def nested(opening: str, closing: str, count: int) -> bytes:
    return svg(f"<style>.a{{fill:{opening * count}{closing * count}}}</style>{RED}")


CRAFTED = {
    "a hundred thousand brackets": lambda: nested("(", ")", 100_000),
    "a hundred thousand functions": lambda: nested("rgb(", ")", 100_000),
    "a hundred thousand open blocks": lambda: nested("{a:", "", 100_000),
    "two megabytes of rules": lambda: svg(f"<style>{'.a{fill:red;stroke:url(#b)}' * 75_000}</style>{RED}"),
    "a quarter of a megabyte of semicolons": lambda: svg(f"<style>{';' * 260_000}</style>{RED}"),
    "a quarter of a megabyte of rules in rules": lambda: svg(f"<style>{'a{' * 130_000}</style>{RED}"),
    "a quarter of a megabyte of invalid values": lambda: svg(f"<style>a{{{'5 {} ' * 52_000}}}</style>{RED}"),
    "numbers of a quarter of a million digits": lambda: svg(
        f'<g style="x:({"9" * 250_000}" fill="{"9" * 250_000}"/>{RED}'
    ),
    "a hundred thousand words between removed elements": lambda: svg(f"<text>{'<b/>word ' * 99_000}</text>{RED}"),
    "quotes that never end": lambda: svg(f"<style>{chr(34) + chr(10)}</style>{RED}".replace('"\n', '"\n' * 120_000)),
    "a style that is almost usual": lambda: svg(f'<g style="{"fill:rgb(" * 50_000}"/>{RED}'),
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc")
@pytest.mark.parametrize("name", CRAFTED)
def test_crafted_styles_take_little_time_and_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / "crafted.svg"
    path.write_bytes(CRAFTED[name]())
    output, seconds, megabytes = resource_usage.run("deckgen.images.cleaning.prepare_picture", path, 2)
    reasons = ("has more than 256 kB of styles", "takes more than 1 s or 300 MB to draw")
    is_refused = output in {f"the drawing crafted.svg {reason}" for reason in reasons}
    assert is_refused or output.startswith("PreparedPicture(width=200.0, height=100.0")
    assert seconds < 2
    assert megabytes < 300


def test_too_many_styles_are_refused() -> None:
    with pytest.raises(DrawingError, match=r"^the drawing a\.svg has more than 256 kB of styles$"):
        clean(f"<style>{'.a{fill:red}' * 50_000}</style>")
    with pytest.raises(DrawingError, match="more than 256 kB of styles"):
        clean("".join(f'<g style="fill:RGB({n},1,1)"/>' for n in range(40_000)))


def test_embedded_fonts_do_not_count_as_styles() -> None:
    font = f"@font-face{{src:url(data:font/woff2;base64,{'AAAA' * 500_000})}}"
    assert "fill:red" in clean(f"<style>{font}.a{{fill:red}}</style>")


def test_embedded_pictures_count_once_against_the_pixel_limit() -> None:
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
def test_invalid_view_box_is_refused(box: str) -> None:
    with pytest.raises(DrawingError, match=r"does not state its size|too long for a slide"):
        clean(RED, f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{box}">')
