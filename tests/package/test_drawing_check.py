"""The package check finds drawings that could do more than draw; it shares no code with the room that cleans them."""

import sys
import time
from pathlib import Path

import pytest
from lxml import etree
from small_deck import packed, small_deck

import resource_usage
from deckgen.package import findings
from deckgen.package.drawings import MAX_CSS_CHARACTERS, DrawingChecker
from hostile_drawings import SHEETS, STYLES, UNKNOWN

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
NOT_FETCHED = (
    "fill:url/**/(", "fill:url(#a", 'fill:url("#a', "font-family:'http:", "fill:red", "width:calc(", "fill:1e999",
    "stroke-width:9", "fill:u+", ".a[href=", ".a{fill:red", "<!--", "a/**/b{", "svg|a{",
)  # fmt: skip
"""CSS for which no program fetches anything: words, comments, numbers, and incomplete addresses."""


def issues(inner: str, head: str = HEAD) -> list[str]:
    return list(DrawingChecker().issues(etree.fromstring(f"{head}{inner}</svg>".encode()).getroottree().getroot()))


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


@pytest.mark.parametrize("style", [s for s in STYLES if "@import" in s or not s.startswith(NOT_FETCHED)])
def test_style_attribute_that_fetches_is_found(style: str) -> None:
    assert issues(f'<g style="{escaped(style)}"/>')


@pytest.mark.parametrize("sheet", [s for s in SHEETS if not s.startswith(NOT_FETCHED) or "url(x.org)" in s])
def test_style_sheet_that_fetches_is_found(sheet: str) -> None:
    assert issues(f"<style>{sheet if sheet.startswith(('<!', '</')) else escaped(sheet)}</style>")


@pytest.mark.parametrize("name", [name for name in UNKNOWN if name not in ("a program to edit it",)])
def test_element_that_does_more_than_draw_is_found(name: str) -> None:
    assert issues(UNKNOWN[name])


@pytest.mark.parametrize(
    "inner",
    [
        '<g fill="url(#a)" style="fill:url(\'#a\') rgb(1, 2, 3);filter:url(#b) blur(2px)" transform="rotate(5) skewX(1)"/>',
        "<style>*{stroke-linejoin: round}/* by hand */.a:not(.b)&gt;c{fill:url(#a)}</style>",
        '<g aria-label="f(x) at home@x.org" data-x="url(x)" id="f(x)" class="a\\b" content="&lt;a href=\'x\'>"/>',
        '<use xlink:href="#a"/><image href="data:image/png;base64,AAAA"/><desc>What is on it (a chart)</desc>',
        '<switch><g requiredFeatures="http://www.w3.org/TR/SVG11/feature#Extensibility"/></switch>',
        "<text font-family=\"'Open Sans', Arial\">x@x.org calls f(x)</text>",
    ],
)
def test_harmless_drawing_has_no_issues(inner: str) -> None:
    assert issues(inner) == []


@pytest.mark.parametrize("before", ['<?xml-stylesheet href="http://x.org"?>', "<!DOCTYPE svg SYSTEM 'http://x.org'>"])
def test_instruction_before_a_drawing_is_found(before: str) -> None:
    drawing = f"{before}{HEAD}</svg>".encode()
    found = findings(packed({**small_deck(), "/ppt/media/image9.svg": drawing}))
    assert [
        f for f in found if "image9.svg" in f.message and ("instruction" in f.message or "document type" in f.message)
    ]


CRAFTED = {
    "brackets in brackets": f"<style>{'(' * 1_000_000}</style>",
    "functions in functions": f'<g style="{"rgb(" * 250_000}"/>',
    "a number of a million digits": f'<g style="x:({"9" * 1_000_000}"/>',
    "many attributes": '<g a="u(" b="u(" c="u("/>' * 90_000,
    "two megabytes of rules": f"<style>{'.a{fill:URL(x)}' * 130_000}</style>",
}


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from /proc, which only Linux has")
@pytest.mark.parametrize("name", CRAFTED)
def test_drawing_crafted_to_exhaust_the_check_ends_soon(name: str, tmp_path: Path) -> None:
    file = tmp_path / "crafted.pptx"
    file.write_bytes(packed({**small_deck(), "/ppt/media/image9.svg": f"{HEAD}{CRAFTED[name]}</svg>".encode()}))
    output, seconds, megabytes = resource_usage.run("deckgen.package.problems", file, 2)
    assert "image9.svg" in output
    assert seconds < 2
    assert megabytes < 300


@pytest.mark.flaky(reruns=2)
def test_all_drawings_of_a_file_share_one_limit_for_css() -> None:
    drawing = f"{HEAD}<style>{'.a{fill:red}' * (MAX_CSS_CHARACTERS // 24)}</style></svg>".encode()
    started = time.process_time()
    found = findings(packed({**small_deck(), **{f"/ppt/media/image{n}.svg": drawing for n in range(9, 19)}}))
    assert [f for f in found if "holds more than is read" in f.message]
    assert time.process_time() - started < 2
