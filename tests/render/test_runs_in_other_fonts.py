"""Slides with text that the brand's font lacks: the embedded renderer gets runs in fonts of this machine that have it."""

from pathlib import Path

import pytest
from lxml import etree

from deckgen.fonts import installed
from deckgen.fonts.script_files import files_for, missing_in, moves_marks
from deckgen.ooxml.opc import A
from deckgen.render import Face
from deckgen.render.other_scripts import OtherFonts, characters_of

pytestmark = pytest.mark.usefixtures("no_installed_fonts")


def adapted(fonts: list[Face], *runs: str) -> tuple[list[tuple[str, str]], list[Face]]:
    """Return the texts of the runs of a slide with their fonts, after adapting it, and the fonts that it needs."""
    xml = "".join(
        f'<a:r><a:rPr lang="ar" b="1"><a:latin typeface="+mn-lt"/><a:hlinkClick/></a:rPr><a:t>{t}</a:t></a:r>'
        for t in runs
    )
    source = f'<p xmlns:a="{A[1:-1]}">{xml}</p>'.encode()
    others = OtherFonts(characters_of(tuple(fonts)))
    result = others.adapt(source)
    root = etree.fromstring(result)
    found = []
    for run in root:
        properties = run[0]
        assert [child.tag for child in properties] == [f"{A}latin", f"{A}hlinkClick"]
        assert properties.get("b") == "1"
        found.append((run.findtext(f"{A}t") or "", properties[0].get("typeface", "")))
    return found, others.faces


def test_run_is_divided_where_its_font_lacks_letters(fonts: list[Face]) -> None:
    runs, faces = adapted(fonts, "+8.1% نسبة المحررين Wikipedia")
    assert [text for text, _ in runs] == ["+8.1%", " نسبة المحررين ", "Wikipedia"]
    assert [font for _, font in runs][::2] == ["+mn-lt", "+mn-lt"]
    assert {(face.family, face.bold, face.italic) for face in faces} == {
        (runs[1][1], bold, italic) for bold in (False, True) for italic in (False, True)
    }


def test_slide_without_such_letters_stays_as_it_is(fonts: list[Face]) -> None:
    source = f'<p xmlns:a="{A[1:-1]}"><a:r><a:t>Données – 5 %</a:t></a:r></p>'.encode()
    assert OtherFonts(characters_of(tuple(fonts))).adapt(source) is source


def test_letters_that_no_font_has_stay_in_their_run(fonts: list[Face]) -> None:
    assert adapted(fonts, "a 日本 b") == ([("a 日本 b", "+mn-lt")], [])
    assert missing_in("a 日本 b", frozenset(map(ord, "ab")), "ja") == "日本"


def test_arabic_is_drawn_in_a_font_whose_letters_have_their_dots(fonts: list[Face]) -> None:
    text = "نسبة"
    assert moves_marks(files_for(text, "ar")[0], text), "the font with which text is measured"
    _, faces = adapted(fonts, text)
    assert {face.path.stem for face in faces} == {"DejaVuSans", "DejaVuSans-Bold"}


def test_chinese_characters_are_those_of_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(installed, "installed_faces", lambda family: asked.append(family) or [])
    for language, expected in (("ja", "JP"), ("zh-TW", "TC"), ("en", "SC"), ("ko", "KR")):
        asked.clear()
        files_for(f"骨{language}", language)
        assert f"Noto Sans CJK {expected}" in asked


def test_damaged_font_has_no_characters(tmp_path: Path) -> None:
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"\0\1\0\0" + b"\xff" * 40)
    assert characters_of((Face("Broken", broken),)) == frozenset()


ARABIC = "خارج"


@pytest.mark.parametrize(
    ("runs", "expected"),
    [
        (["2", " ", ARABIC], ["2", "", f" {ARABIC}"]),
        (["2 ", ARABIC], ["2", f" {ARABIC}"]),
        ([ARABIC, " 2"], [f"{ARABIC} ", "2"]),
        ([ARABIC, " 2 ", ARABIC], [f"{ARABIC} ", "2", f" {ARABIC}"]),
        ([ARABIC, " ", "2"], [f"{ARABIC} ", "", "2"]),
        ([f"{ARABIC} 2 ", ARABIC], [f"{ARABIC} ", "2", f" {ARABIC}"]),
        (["2 ", "Wiki"], ["2 ", "Wiki"]),
        (["2 "], ["2 "]),
        ([ARABIC, " ", ARABIC], [ARABIC, "", f" {ARABIC}"]),
    ],
)
def test_blank_between_directions_belongs_to_the_word_from_right_to_left(
    fonts: list[Face], runs: list[str], expected: list[str]
) -> None:
    """The renderer draws a blank at the edge of a run of figures on their other side."""
    texts = "".join(f'<a:r><a:rPr lang="ar"/><a:t>{text}</a:t></a:r>' for text in runs)
    others = OtherFonts(characters_of(tuple(fonts)))
    for rtl, kept in (("1", expected), ("0", None)):
        source = f'<p xmlns:a="{A[1:-1]}"><a:p><a:pPr rtl="{rtl}"/>{texts}</a:p></p>'
        found = [text.text or "" for text in etree.fromstring(others.adapt(source.encode())).iter(f"{A}t")]
        assert "".join(found) == "".join(runs)
        if kept is not None:
            assert found == kept


def test_blank_does_not_cross_a_line_break(fonts: list[Face]) -> None:
    texts = f"<a:r><a:t>2 </a:t></a:r><a:br/><a:r><a:t>{ARABIC}</a:t></a:r>"
    source = f'<p xmlns:a="{A[1:-1]}"><a:p><a:pPr rtl="1"/>{texts}</a:p></p>'
    root = etree.fromstring(OtherFonts(characters_of(tuple(fonts))).adapt(source.encode()))
    assert [text.text for text in root.iter(f"{A}t")] == ["2 ", ARABIC]
