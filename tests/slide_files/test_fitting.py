"""A slide of another file in the colours and fonts of the deck (`brand`), or in its own (`as-is`)."""

import re

from lxml import etree
from msgspec.structs import replace
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches

from deckgen.guide.sample_slide import sample_slide
from deckgen.ir.carried import CarriedSlide
from deckgen.ooxml.opc import A
from deckgen.slide_files.fitting import DeckDesign, fitted, template_design
from deckgen.slide_files.reading import ReadSlide, read_slide
from made_slides import SIZE_16_9, add_chart, add_text, changed, made, replacing

COLOURS = {
    "bg1": "FFFFFF", "tx1": "202122", "bg2": "F8F9FA", "tx2": "54595D", "accent1": "3366CC", "accent2": "14866D",
    "accent3": "AB7100", "accent4": "BF3C2C", "accent5": "C8CCD1", "accent6": "A2A9B1", "hlink": "3366CC", "folHlink": "3366CC",
}  # fmt: skip
OURS = DeckDesign(COLOURS, ("Source Sans Pro", "Source Sans Pro"))
WHITE = "FFFFFF"


def read(draw: object, size: tuple[int, int] = SIZE_16_9) -> ReadSlide:
    return read_slide(made(draw, size=size), "`legal.pptx`", None)  # type: ignore[arg-type]


def xml(slide: CarriedSlide) -> str:
    return b"".join([*(shape.xml for shape in slide.shapes), *(part.data for part in slide.parts)]).decode(
        errors="replace"
    )


def run_colour(slide: CarriedSlide) -> etree._Element:
    [fill] = etree.fromstring(slide.shapes[-1].xml).iterfind(f".//{A}r/{A}rPr/{A}solidFill")
    return fill[0]


def test_accents_of_a_file_never_become_colours_of_verdicts() -> None:
    for accent in (MSO_THEME_COLOR.ACCENT_2, MSO_THEME_COLOR.ACCENT_3, MSO_THEME_COLOR.ACCENT_4):
        found = read(lambda slide, accent=accent: add_text(slide, "Text", theme=accent))
        colour = run_colour(fitted(found, "brand", OURS))
        assert colour.get("val") in ("tx2", "accent1", "tx1")
    chart = xml(fitted(read(add_chart), "brand", OURS))
    assert 'val="accent2"' not in chart
    assert 'val="tx2"' in chart


def test_accents_stay_in_a_template_and_in_the_colours_of_the_deck() -> None:
    found = read(lambda slide: add_text(slide, "Text", theme=MSO_THEME_COLOR.ACCENT_2))
    template = DeckDesign({**COLOURS, "accent2": "002200"}, OURS.fonts, accents_are_verdicts=False)
    assert run_colour(fitted(found, "brand", template)).get("val") == "accent2"
    same = replace(found, colours=COLOURS)
    assert run_colour(fitted(same, "brand", OURS)).get("val") == "accent2"


def test_design_of_a_template_is_that_of_its_master() -> None:
    design = template_design(sample_slide(), 1)
    assert (design.colours["accent1"], design.colours["tx1"], design.fonts) == (
        "70AD47",
        "000000",
        ("Calibri", "Calibri"),
    )
    assert not design.accents_are_verdicts


def test_slide_as_it_is_keeps_its_colours_as_values_where_the_deck_has_others() -> None:
    found = read(lambda slide: add_text(slide, "Text", theme=MSO_THEME_COLOR.ACCENT_2))
    assert run_colour(fitted(found, "as-is", OURS)).get("val") == found.colours["accent2"]
    same = replace(found, colours=COLOURS)
    assert run_colour(fitted(same, "as-is", OURS)).get("val") == "accent2"


def test_fonts_become_those_of_the_brand_but_for_symbols() -> None:
    def draw(slide: object) -> None:
        add_text(slide, "Text", font="Garamond")
        add_text(slide, "J", font="Wingdings")

    result = fitted(read(draw), "brand", OURS)
    assert "Garamond" not in xml(result)
    assert "Wingdings" in xml(result)
    assert "text in Garamond is in the font of the brand" in result.changed
    kept = fitted(read(draw), "as-is", OURS)
    assert "Garamond" in xml(kept)
    assert 'typeface="Calibri"' in xml(kept)
    assert not kept.changed


def bullet(char: str, font: str = "Wingdings", text: str = "Point") -> str:
    sign = f'<a:buFont typeface="{font}" pitchFamily="2"/><a:buChar char="{char}"/>'
    return f"<a:p><a:pPr>{sign}</a:pPr><a:r><a:t>{text}</a:t></a:r></a:p>"


def with_bullets(*paragraphs: str) -> ReadSlide:
    data = made(lambda slide: add_text(slide, "Replaced"))
    old = re.compile(r"<a:p>(?:(?!</a:p>).)*Replaced.*?</a:p>", re.DOTALL)
    new = "".join(paragraphs)
    part = {"ppt/slides/slide1.xml": lambda xml: old.sub(lambda _: new, xml.decode()).encode()}
    return read_slide(changed(data, part), "`legal.pptx`", None)


def test_plain_bullets_in_fonts_of_symbols_become_those_of_the_brand() -> None:
    for char, font in (("§", "Wingdings"), ("\uf0a7", "Wingdings"), ("Ø", "Wingdings"), ("·", "Symbol")):
        found = with_bullets(bullet(char, font), bullet(char, font, "Second"))
        result = fitted(found, "brand", OURS)
        assert (font in xml(result), xml(result).count('buChar char="&#8226;"')) == (False, 2)
        assert result.changed == ()
        kept = fitted(found, "as-is", OURS)
        assert (font in xml(kept), kept.changed) == (True, ())


def test_signs_in_fonts_of_symbols_that_say_something_stay_and_are_named() -> None:
    result = fitted(with_bullets(bullet("ü", text="Done"), bullet("§", text="Point")), "brand", OURS)
    assert 'char="&#252;"' in xml(result)
    assert result.changed == ("signs in Wingdings stay in that font, which not every machine has",)
    unused = fitted(with_bullets(bullet("ü", text=" "), "<a:p><a:r><a:t>Plain</a:t></a:r></a:p>"), "brand", OURS)
    assert unused.changed == ()


def test_text_that_is_unreadable_in_the_colours_of_the_brand_is_changed_and_named() -> None:
    def draw(slide: object) -> None:
        slide.background.fill.solid()  # type: ignore[attr-defined]
        slide.background.fill.fore_color.rgb = RGBColor(0, 0, 64)  # type: ignore[attr-defined]
        add_text(slide, "On the dark background", rgb=WHITE)

    result = fitted(read(draw), "brand", OURS)
    assert run_colour(result).get("val") == "tx1"
    assert any("On the dark background" in each for each in result.changed)
    assert "its background" in result.left_out


def test_text_on_a_shape_keeps_its_colour_where_it_can_be_read() -> None:
    def draw(slide: object) -> None:
        panel = slide.shapes.add_shape(1, Inches(1), Inches(2), Inches(5), Inches(2))  # type: ignore[attr-defined]
        panel.fill.solid()
        panel.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_1
        add_text(slide, "On the panel", rgb=WHITE)

    result = fitted(read(draw), "brand", OURS)
    assert run_colour(result).get("val") == WHITE
    assert not result.changed


def test_dark_background_is_carried_only_as_it_is() -> None:
    def draw(slide: object) -> None:
        slide.background.fill.solid()  # type: ignore[attr-defined]
        slide.background.fill.fore_color.theme_color = MSO_THEME_COLOR.TEXT_1  # type: ignore[attr-defined]
        add_text(slide, "Text", rgb=WHITE)

    assert "000000" in fitted(read(draw), "as-is", OURS).ground
    assert fitted(read(draw), "brand", OURS).ground == ""
    assert fitted(read(lambda slide: add_text(slide, "Text")), "as-is", OURS).ground == ""


def test_names_of_a_reversed_colour_map_mean_what_they_mean_on_the_slide() -> None:
    data = made(lambda slide: add_text(slide, "Text", theme=MSO_THEME_COLOR.DARK_1))
    reversed_map = replacing('bg1="lt1" tx1="dk1"', 'bg1="dk1" tx1="lt1"')
    found = read_slide(changed(data, {"ppt/slideMasters/slideMaster1.xml": reversed_map}), "`x`", None)
    assert run_colour(found.slide).get("val") == "bg1"
    assert (found.colours["bg1"], found.colours["tx1"]) == ("000000", "FFFFFF")
