"""The rules on direction and on marks over tables find each fault in a deck that is otherwise sound, in both directions."""

import re
from collections.abc import Callable, Iterator

import pytest
from small_deck import CREATION, packed, row, small_deck, xfrm
from small_deck import cell as plain_cell
from test_package_check import SLIDE, sub

from deckgen import package
from deckgen.package import accessibility

Parts = dict[str, bytes]
ARABIC = "نسبة المحررين"
TOP, HEIGHT, LEFT, WIDTH = 1_200_000, 370_840, 548_640, 2_000_000
SIDE = 114_300
RIGHT_TO_LEFT = '<a:pPr rtl="1" algn="r"/>'


def found(parts: Parts) -> list[str]:
    """Return the findings of `check` on direction and marks, which `accessibility` has as well."""
    data, rules = packed(parts), ("reading-order", "paragraphs-have", "marks-stand")
    both = [
        [f.message for f in each if f.code.startswith(rules)]
        for each in (package.findings(data), accessibility.findings(data))
    ]
    assert sorted(both[0]) == sorted(both[1])
    return both[0]


def with_texts(text: str, properties: str = "", parts: Parts | None = None) -> Parts:
    """Return the small deck with one text in all shapes and cells of its slides."""
    parts = small_deck() if parts is None else parts
    for name in parts:
        if name.startswith("/ppt/slides/slide"):
            xml = re.sub(r"<a:t>[^<]+</a:t>", f"<a:t>{text}</a:t>", parts[name].decode())
            parts[name] = re.sub(r"<a:p>(?=<a:r>)", f"<a:p>{properties}", xml).encode()
    return parts


def test_paragraph_without_direction_is_found_on_slides_from_right_to_left() -> None:
    texts = found(with_texts(ARABIC))
    assert [t for t in texts if "'Text': text from right to left is laid out from left to right" in t]
    assert [t for t in texts if "'Table'" in t and "and 3 more" in t]


def test_stated_direction_is_no_finding() -> None:
    assert found(with_texts(ARABIC, RIGHT_TO_LEFT)) == []


def test_direction_is_inherited_from_the_text_styles_of_the_master() -> None:
    parts, level = small_deck(), '<a:lvl1pPr rtl="1"/>'
    for style in ("titleStyle", "bodyStyle", "otherStyle"):
        sub("/ppt/slideMasters/slideMaster1.xml", f"<p:{style}/>", f"<p:{style}>{level}</p:{style}>")(parts)
    assert found(with_texts(ARABIC, parts=parts)) == []


def test_text_in_latin_letters_needs_a_direction_only_by_its_language() -> None:
    tagged = with_texts("Wikipedia")
    for name in tagged:
        tagged[name] = tagged[name].replace(b'lang="en-GB"', b'lang="ar-SA"')
    assert found(tagged)
    for name in tagged:
        tagged[name] = tagged[name].replace(b"<a:p><a:r>", b'<a:p><a:pPr rtl="0"/><a:r>')
    assert found(tagged) == [], "it states that it is read from left to right"


def test_quoted_arabic_on_an_english_slide_is_no_finding() -> None:
    parts = small_deck()
    sub(SLIDE.format(1), "<a:t>What was done</a:t>", f"<a:t>{ARABIC}</a:t>")(parts)
    sub(SLIDE.format(1), "<a:t>Overview</a:t>", "<a:t>Overview of what editors wrote</a:t>")(parts)
    assert found(parts) == []


def test_notes_of_a_slide_from_right_to_left_have_its_direction() -> None:
    parts = with_texts(ARABIC, RIGHT_TO_LEFT)
    notes = next(name for name in parts if name.startswith("/ppt/notesSlides/notesSlide"))
    parts[notes] = re.sub(r"<a:t>[^<]+</a:t>", f"<a:t>{ARABIC}</a:t>", parts[notes].decode()).encode()
    assert [text for text in found(parts) if text.startswith(notes)]


def box(number: int, x: int, y: int, width: int = SIDE, height: int = SIDE, look: str = "ellipse") -> str:
    """Return a shape without text, which has an alt text."""
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Mark {number}" descr="Status">{CREATION % number}</p:cNvPr><p:cNvSpPr/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr>{xfrm("a", x, y, width, height)}<a:prstGeom prst="{look}"><a:avLst/></a:prstGeom>'
        "</p:spPr></p:sp>"
    )


@pytest.mark.parametrize(("text", "first", "second"), [(ARABIC, 8, 1), ("Editors", 1, 8)])
def test_reading_order_begins_where_the_language_does(text: str, first: int, second: int) -> None:
    def deck(*columns: int) -> Parts:
        shapes = "".join(box(n, at * 1_000_000, 5_000_000) for n, at in enumerate(columns, 20))
        parts = with_texts(text, RIGHT_TO_LEFT if text == ARABIC else "")
        sub(SLIDE.format(2), "</p:spTree>", f"{shapes}</p:spTree>")(parts)
        return parts

    assert found(deck(first, second)) == []
    assert found(deck(second, first)) == [
        f"{SLIDE.format(2)}: 'Mark 20' is read before 'Mark 21', which comes first on the slide"
    ]


def cell(text: str) -> str:
    return plain_cell(text).replace("<a:tcPr/>", '<a:tcPr marL="228600"/>')


def marked(words: list[str], marks: str, properties: str = "") -> Parts:
    """Return the small deck with a table of two columns, a row for each word, and shapes over it, all decorative."""
    parts = small_deck()
    rows = "".join(row(plain_cell(f"Metric {'abcdefgh'[n]}"), cell(word)) for n, word in enumerate(words))
    grid = f'<a:tblPr firstRow="1"{properties}/><a:tblGrid>' + '<a:gridCol w="3000000"/>' * 2 + "</a:tblGrid>"
    xml = re.sub(r"<a:tblPr.*</a:tbl>", f"{grid}{rows}</a:tbl>", parts[SLIDE.format(2)].decode())
    mark = '<adec:decorative xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/>'
    ext = f'<a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}">{mark}</a:ext>'
    marks = marks.replace("</a:extLst>", f"{ext}</a:extLst>")
    parts[SLIDE.format(2)] = xml.replace("</p:spTree>", f"{marks}</p:spTree>").encode()
    return parts


def in_row(n: int, look: str = "ellipse", x: int = LEFT + 3_050_000, down: int = 100_000) -> str:
    return box(20 + n, x, TOP + n * HEIGHT + down, look=look)


ON, OFF = "on track", "off track"
WORDS = [ON, OFF, ON, OFF, ON, OFF, ON, OFF]


def looks(*changed: tuple[int, str]) -> Iterator[str]:
    by_row = {n: "rect" if word == OFF else "ellipse" for n, word in enumerate(WORDS)} | dict(changed)
    yield from (in_row(n, look) for n, look in by_row.items())


def test_marks_in_their_rows_are_no_finding() -> None:
    assert found(marked(WORDS, "".join(looks()))) == []


def test_mark_beside_the_word_of_another_is_found() -> None:
    assert found(marked(WORDS, "".join(looks((2, "rect"))))) == [
        f"{SLIDE.format(2)}: 'Mark 22' stands beside 'on track' in row 3 of table 'Table', but is the mark of another word"
    ]


def test_names_whose_marks_differ_are_no_finding() -> None:
    marks = "".join(in_row(n, "rect" if n % 3 else "ellipse") for n in range(8))
    assert found(marked(["Ada"] * 4 + ["Bo"] * 4, marks)) == []


@pytest.mark.parametrize(
    ("shape", "expected"),
    [
        (in_row(1, down=HEIGHT - SIDE // 2), "'Mark 21' stands across the edge of a row or column"),
        (in_row(1, x=LEFT + 3_000_000 - SIDE // 2), "'Mark 21' stands across the edge of a row or column"),
        (in_row(1, x=LEFT + 4_000_000), "'Mark 21' stands in row 2 of table 'Table' where its cell has text"),
    ],
)
def test_mark_outside_its_cell_is_found(shape: str, expected: str) -> None:
    texts = found(marked([ON, OFF, ON, ON], "".join((in_row(0), shape, in_row(2), in_row(3)))))
    assert [text for text in texts if expected in text] == texts != []


def test_marks_over_columns_that_some_programs_mirror_are_found() -> None:
    texts = found(marked([ON, ON], in_row(0, x=LEFT + 50_000), ' rtl="1"'))
    assert any("has its columns from the right (rtl)" in text for text in texts)


def test_bars_and_shapes_behind_a_table_are_no_marks() -> None:
    bar = box(30, LEFT + 3_200_000, TOP + HEIGHT - 50_000, 1_500_000, 100_000, "rect")
    filled = box(31, LEFT + 3_200_000, TOP + HEIGHT - 50_000, 100_000, 100_000, "rect")
    assert found(marked([ON, OFF], bar + filled)) == []
    parts = marked([ON, OFF], "")
    ground = re.findall(r"<p:sp>.*?</p:sp>", marked([ON], in_row(0, down=HEIGHT - 50_000))[SLIDE.format(2)].decode())[
        -1
    ]
    sub(SLIDE.format(2), "(<p:graphicFrame>)", rf"{ground}\1")(parts)
    assert found(parts) == []


Break = Callable[[Parts], None]


@pytest.mark.parametrize("pattern", ['(<a:gridCol w=")3000000', '(<a:tcPr marL=")228600', '(<a:off x=")3598640'])
def test_number_that_is_none_ends_the_rule_with_a_finding(pattern: str) -> None:
    parts = marked([ON, OFF], "".join((in_row(0), in_row(1))))
    parts[SLIDE.format(2)] = re.sub(pattern, r"\g<1>many", parts[SLIDE.format(2)].decode()).encode()
    assert any("too damaged to be checked" in text for text in found(parts))
