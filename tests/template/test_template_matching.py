"""Which layouts, areas and colours of a template are used, for templates of very different shapes."""

import re
from itertools import pairwise

import pytest

from deckgen.brand.colour_math import contrast, grey_value
from deckgen.brand.load import load_brand
from deckgen.io.project import packaged_folder
from deckgen.ir.frames import EMU_PER_INCH, Box, Insets
from deckgen.ooxml.inheritance import Inherited
from deckgen.render.fonts import faces
from deckgen.template.areas import largest_free
from deckgen.template.cleaning import clean
from deckgen.template.drawn_ground import DrawnLayouts
from deckgen.template.errors import TemplateError
from deckgen.template.matching import Match, match_template
from deckgen.template.opening import open_bytes
from deckgen.template.reading import read_template
from deckgen.template.reopening import layout_uses
from deckgen.template.roles import RoleColour, status_fills
from deckgen.template.storing import stored_bytes
from deckgen.template.title_place import fit_title
from deckgen.template.types import Place, PlaceText
from made_templates import CONTENT, COVER, NAMES, TEMPLATES, TITLE_ONLY, parse, plain, remove_layouts, saved

pytest.importorskip("betteroffice_pptx")


def matched(data: bytes, host: str = "") -> Match:
    own, _, _ = load_brand("wikimedia", [packaged_folder("layouts")])
    assert own is not None
    package = open_bytes(data, "file.potx")
    cleaned = clean(package, "file.potx")
    template = read_template(stored_bytes(cleaned), layout_uses(package), "file.potx")
    return match_template(template, DrawnLayouts(cleaned, template.size, faces(own)), "file.potx", host)


@pytest.fixture(scope="module")
def matches() -> dict[str, Match]:
    return {name: matched(make()) for name, make in TEMPLATES.items()}


@pytest.mark.parametrize("name", TEMPLATES)
def test_body_is_on_the_slide_under_the_title_and_over_the_foot(matches: dict[str, Match], name: str) -> None:
    match = matches[name]
    slide = Box(0, 0, *match.template.size)
    assert slide.contains(match.body)
    assert slide.contains(match.title_fit.box)
    assert slide.contains(match.strip)
    assert match.body.y >= match.title_fit.box.bottom
    assert not match.body.overlaps(match.strip)
    assert slide.contains(match.tracker)
    assert match.body.bottom < match.tracker.y
    assert all(not match.tracker.overlaps(place.box) for place in match.foot.values())
    assert not match.title_fit.box.overlaps(match.strip)
    assert all(not match.body.overlaps(place.box) for place in match.foot.values())
    assert match.body.width * match.body.height > 0.4 * slide.width * slide.height


@pytest.mark.parametrize("name", TEMPLATES)
def test_every_text_colour_can_be_read_on_what_is_drawn(matches: dict[str, Match], name: str) -> None:
    roles = matches[name].roles
    for role in ("ink", "muted", "success", "warning", "danger"):
        for ground in ("white", "surface", "neutral"):
            assert contrast(roles[role].colour, roles[ground].colour) >= 4.4, (role, ground)


@pytest.mark.parametrize("name", TEMPLATES)
def test_two_lines_of_a_title_have_room(matches: dict[str, Match], name: str) -> None:
    fit = matches[name].title_fit
    assert not fit.is_short
    assert fit.box.height >= 2 * fit.minimum / 100 * 12_700
    assert fit.minimum <= fit.size


def test_usual_layouts_are_found_by_type(matches: dict[str, Match]) -> None:
    match = matches["usual"]
    assert match.host.kind == "titleOnly"
    assert match.cover is not None
    assert (match.cover.layout.kind, match.cover.is_complete) == ("title", True)
    assert match.divider is not None
    assert (match.divider.layout.kind, match.divider.is_complete) == ("secHead", True)
    assert match.body_from == "the content of “Title and Content”"
    assert {slot: place.key for slot, place in match.foot.items()} == {
        "footer": ("ftr", 11), "date": ("dt", 10), "number": ("sldNum", 12),
    }  # fmt: skip
    assert match.questions == ()


def test_layouts_of_one_name_are_told_apart_by_type(matches: dict[str, Match]) -> None:
    match = matches["duplicates"]
    assert match.host.kind == "titleOnly"
    assert match.cover is not None
    assert match.cover.layout.kind == "title"


def test_template_without_titles_gets_one_and_says_so(matches: dict[str, Match]) -> None:
    for name in ("no-title", "no-placeholders"):
        match = matches[name]
        assert match.title is None
        assert match.title_fit.box.height > 0
        assert any("adds one" in question for question in match.questions)


def narrowed() -> bytes:
    """Return a template where a panel at the side leaves little room on all layouts with a title."""
    presentation = plain()
    panel = (
        '<p:sp><p:nvSpPr><p:cNvPr id="800" name="Panel"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="6000000" '
        'y="0"/><a:ext cx="1000000" cy="6858000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>'
    )
    for layout in presentation.slide_layouts:
        if any(shape.placeholder_format.type in (1, 3) for shape in layout.placeholders):  # title, centred title
            layout.shapes._spTree.append(parse(panel))
            for shape in list(layout.placeholders):
                if shape.placeholder_format.type == 7:  # object
                    shape.element.getparent().remove(shape.element)
    return saved(presentation)


def test_layouts_with_a_title_but_no_room_are_named_with_what_they_need() -> None:
    match = matched(narrowed())
    assert (match.host.name, match.title) == ("Blank", None)
    [choice] = [question for question in match.questions if "stand on “Blank”" in question]
    assert re.search(
        r"“Title Only” has too little room for content \([\d.]+ × [\d.]+ in; it needs 7\.33 × 3\.15 in\)", choice
    )
    assert "--host" in choice
    assert not any("no layout has a title" in question for question in match.questions)
    assert any("6 “Title Only”, 7 “Blank”" in question for question in match.questions)


def moved_out(layout: int, *kinds: int) -> bytes:
    """Return a template in which placeholders of a layout reach beyond its right edge."""
    presentation = plain()
    for shape in presentation.slide_layouts[layout].placeholders:
        if shape.placeholder_format.type in kinds:
            box = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = presentation.slide_width - 900_000, *box[1:]
    return saved(presentation)


def test_layout_with_a_title_outside_the_slide_is_named_and_not_used() -> None:
    data = moved_out(TITLE_ONLY, 1)
    match = matched(data)
    assert match.host.name == "Title and Content"
    assert "the title of “Title Only” is partly outside the slide: it is not used for slides" in match.questions
    with pytest.raises(TemplateError, match="the title of “Title Only” is partly outside the slide: change that"):
        matched(data, "Title Only")


def test_foot_and_cover_outside_the_slide_are_not_used() -> None:
    match = matched(moved_out(TITLE_ONLY, 15))
    assert "footer" not in match.foot
    assert "the footer of “Title Only” is partly outside the slide: slides are without" in match.questions
    assert matched(moved_out(COVER, 3)).cover is None


@pytest.mark.parametrize("chosen", ["Title and Content", "2"])
def test_layout_that_a_person_chooses_gives_title_and_body(matches: dict[str, Match], chosen: str) -> None:
    presentation = plain()
    [title] = [
        shape for shape in presentation.slide_layouts[CONTENT].placeholders if shape.placeholder_format.type == 1
    ]
    title.left, title.top, title.width, title.height = 900_000, 300_000, 10_000_000, 1_000_000
    match = matched(saved(presentation), chosen)
    assert match.host.name == "Title and Content"
    assert match.title is not None
    assert match.title_fit.box.x == 900_000
    assert match.body.y >= 1_300_000
    assert match.body.height > 0.5 * match.template.size[1]
    assert matches["usual"].host.name == "Title Only"


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ("Title Only", "“Title Only” has too little room"),
        ("6", "“Title Only” has too little room"),
        ("Plain", "no layout “Plain”"),
    ],
)
def test_layout_that_cannot_be_the_host_is_refused_with_the_others(chosen: str, reason: str) -> None:
    with pytest.raises(TemplateError, match=reason) as refused:
        matched(narrowed(), chosen)
    assert "--host" in str(refused.value)
    assert "7 “Blank”" in str(refused.value)


def test_layouts_of_one_name_are_chosen_by_number() -> None:
    with pytest.raises(TemplateError, match="more than one layout “Slide”"):
        matched(TEMPLATES["duplicates"](), "Slide")
    assert matched(TEMPLATES["duplicates"](), "2").host.number == 2


def test_chosen_name_decides_the_master() -> None:
    assert matched(TEMPLATES["several-masters"](), "Title and Content").master.number == 1


def test_most_complete_master_is_used_and_named(matches: dict[str, Match]) -> None:
    match = matches["several-masters"]
    assert match.master.number == 2
    assert any("master 2 of 2" in question for question in match.questions)


def test_sizes_follow_the_area_of_the_slide(matches: dict[str, Match]) -> None:
    assert matches["usual"].scale == pytest.approx(1, abs=0.01)
    assert matches["26-inches"].scale == pytest.approx(2, abs=0.01)
    assert matches["26-inches"].title_fit.size == 2 * matches["usual"].title_fit.size


def test_capitals_start_smaller_because_they_are_wider(matches: dict[str, Match]) -> None:
    title = matches["capitals"].title
    assert title is not None
    assert title.text.caps
    assert matches["capitals"].title_fit.size < matches["usual"].title_fit.size


def test_tinted_picture_is_read_as_the_dark_ground_that_it_is(matches: dict[str, Match]) -> None:
    roles = matches["tinted-picture"].roles
    assert grey_value(roles["white"].colour) < 15
    assert (roles["ink"].colour, roles["ink"].slot) == ("FFFFFF", "tx1")


def test_title_aligned_right_in_right_to_left_text_is_at_its_start(matches: dict[str, Match]) -> None:
    title = matches["right-to-left"].title
    assert title is not None
    assert title.text.right_to_left
    assert title.text.align == "start"


def test_ground_on_which_nothing_can_be_read_is_refused() -> None:
    presentation = plain()
    stripes = "".join(
        f'<p:sp><p:nvSpPr><p:cNvPr id="{700 + n}" name="Stripe"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
        f'<a:off x="0" y="{n * 428_625}"/><a:ext cx="12192000" cy="428625"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
        f'</a:prstGeom><a:solidFill><a:srgbClr val="{"000000" if n % 2 else "FFFFFF"}"/></a:solidFill></p:spPr></p:sp>'
        for n in range(16)
    )
    ground = parse(
        '<p:grpSp><p:nvGrpSpPr><p:cNvPr id="699" name="Stripes"/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
        f"{stripes}</p:grpSp>"
    )
    tree = presentation.slide_master.shapes._spTree
    tree.insert(2, ground)
    with pytest.raises(TemplateError, match="no layout on which slides can stand"):
        matched(saved(presentation))


def test_low_title_place_is_made_higher_and_said() -> None:
    presentation = plain()
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for shape in part.placeholders:
            if shape.placeholder_format.type == 1 and shape.element.find(".//a:ext", NAMES) is not None:
                shape.top, shape.height = round(0.5 * EMU_PER_INCH), round(0.4 * EMU_PER_INCH)
                shape.left, shape.width = round(0.7 * EMU_PER_INCH), round(12 * EMU_PER_INCH)
    match = matched(saved(presentation))
    assert match.title_fit.is_moved
    assert match.title_fit.box.height > 0.6 * EMU_PER_INCH
    assert any("higher" in question for question in match.questions)


def test_cover_without_place_for_all_texts_gets_places_of_ours() -> None:
    presentation = plain()
    layout = presentation.slide_layouts[COVER]
    for shape in list(layout.placeholders):
        if shape.placeholder_format.type not in (3, 4):  # centred title, subtitle
            shape.element.getparent().remove(shape.element)
    cover = matched(saved(presentation)).cover
    assert cover is not None
    assert not cover.is_complete
    own = [name for name, slot in cover.slots.items() if slot.place is None]
    assert own == ["organisation", "date"]
    boxes = [slot.box for slot in cover.slots.values()]
    assert not any(one.overlaps(other) for n, one in enumerate(boxes) for other in boxes[n + 1 :])


def test_title_in_a_dark_bar_keeps_the_colour_of_the_template() -> None:
    presentation = plain()
    bar = parse(
        '<p:sp><p:nvSpPr><p:cNvPr id="800" name="Bar"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/>'
        '<a:ext cx="12192000" cy="1600000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        '<a:srgbClr val="000000"/></a:solidFill></p:spPr></p:sp>'
    )
    master = presentation.slide_master
    master.shapes._spTree.insert(2, bar)
    style = master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NAMES)
    for old in style.findall("a:solidFill", NAMES):
        style.remove(old)
    style.insert(0, parse('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'))
    match = matched(saved(presentation))
    assert match.title_role == "inherited"
    assert match.roles["ink"].colour == "000000"


def test_text_on_the_main_colour_that_the_template_writes_otherwise_is_a_question() -> None:
    presentation = plain()
    theme = next(part for part in presentation.part.package.iter_parts() if "theme" in str(part.partname))
    theme._blob = re.sub(rb"(<a:accent1><a:srgbClr val=)\"\w+\"", rb'\1"E84C22"', theme.blob)
    cover = presentation.slide_layouts[COVER]
    [title] = [shape for shape in cover.placeholders if shape.placeholder_format.type == 3]  # centred title
    title.element.spPr.append(parse('<a:solidFill><a:schemeClr val="accent1"/></a:solidFill>'))
    for old in title.element.findall(".//a:lstStyle", NAMES):
        old.getparent().replace(
            old,
            parse(
                '<a:lstStyle><a:lvl1pPr><a:defRPr><a:solidFill><a:schemeClr val="bg1"/></a:solidFill></a:defRPr></a:lvl1pPr>'
                "</a:lstStyle>"
            ),
        )
    match = matched(saved(presentation))
    assert match.roles["primary"].colour == "E84C22"
    [question] = [question for question in match.questions if "on-primary" in question]
    assert "is #000000; titles on “Title Slide” are #FFFFFF there, with a contrast of 3.83" in question
    assert not any("on-primary" in question for question in matched(saved(plain())).questions)


def test_missing_slide_number_is_named() -> None:
    presentation = plain()
    for shape in list(presentation.slide_layouts[TITLE_ONLY].placeholders):
        if shape.placeholder_format.type == 13:  # slide number
            shape.element.getparent().remove(shape.element)
    match = matched(saved(presentation))
    assert set(match.foot) == {"footer", "date"}
    [question] = [question for question in match.questions if "has no placeholder for number" in question]
    assert "agenda and dividers name the numbers" in question


def test_template_of_one_layout_is_enough() -> None:
    presentation = plain()
    remove_layouts(presentation, TITLE_ONLY)
    match = matched(saved(presentation))
    assert match.host.kind == "titleOnly"
    assert (match.cover, match.divider) == (None, None)


@pytest.mark.parametrize("ground", ["FFFFFF", "000000", "516482", "9A9A9A", "F2C02C", "0D1620"])
def test_fills_of_statuses_differ_in_grey_on_any_ground(ground: str) -> None:
    colours = {"white": ground, "danger": "B32424", "success": "0F6E5A", "warning": "8A5200"}
    fills = status_fills({role: RoleColour(colour, "") for role, colour in colours.items()})  # type: ignore[misc]
    values = sorted(grey_value(colour) for colour in fills.values())
    assert min(high - low for low, high in pairwise(values)) >= 9
    assert all(contrast(colour, ground) >= 2.8 for colour in fills.values())


def test_largest_free_area_avoids_all_shapes() -> None:
    zone = Box(0, 0, 100, 100)
    free = largest_free(zone, [Box(0, 0, 30, 10), Box(90, 80, 20, 20), Box(0, 50, 0, 50)])
    assert free is not None
    assert zone.contains(free)
    assert free.width * free.height >= 70 * 90
    assert largest_free(zone, [Box(-5, -5, 200, 200)]) is None


def test_fill_of_the_title_is_the_ground_of_its_text() -> None:
    presentation = plain()
    for part in (presentation.slide_master, presentation.slide_layouts[TITLE_ONLY]):
        [title] = [shape for shape in part.placeholders if shape.placeholder_format.type == 1]
        title.element.spPr.append(parse('<a:solidFill><a:srgbClr val="0B2A55"/></a:solidFill>'))
    style = presentation.slide_master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NAMES)
    for old in style.findall("a:solidFill", NAMES):
        style.remove(old)
    style.insert(0, parse('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'))
    match = matched(saved(presentation))
    assert match.title is not None
    assert match.title.fill == ("0B2A55",)
    assert match.title_role == "inherited"
    assert match.roles["white"].colour == "FFFFFF", "the body is on the ground of the slide"


def test_title_on_its_own_gradient_keeps_the_colour_of_the_template() -> None:
    presentation = plain()
    stops = "".join(
        f'<a:gs pos="{n}"><a:srgbClr val="{colour}"/></a:gs>' for n, colour in ((0, "7030A0"), (100000, "0B2A55"))
    )
    [title] = [shape for shape in presentation.slide_master.placeholders if shape.placeholder_format.type == 1]
    title.element.spPr.append(parse(f"<a:gradFill><a:gsLst>{stops}</a:gsLst></a:gradFill>"))
    style = presentation.slide_master.element.find("p:txStyles/p:titleStyle/a:lvl1pPr/a:defRPr", NAMES)
    for old in style.findall("a:solidFill", NAMES):
        style.remove(old)
    style.insert(0, parse('<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'))
    match = matched(saved(presentation))
    assert match.title is not None
    assert match.title.fill == ("7030A0", "0B2A55")
    assert match.title_role == "inherited"


def test_line_above_titles_takes_what_is_empty_between_title_and_body() -> None:
    def strip_and_body(*, ruled: bool) -> tuple[Box, Box]:
        presentation = plain()
        for shape in presentation.slide_master.placeholders:
            top, height = {1: (300_000, 1_100_000), 2: (1_650_000, 4_400_000)}.get(
                int(shape.placeholder_format.type), (shape.top, shape.height)
            )
            shape.top, shape.height = top, height
        for layout in presentation.slide_layouts:
            for shape in layout.placeholders:
                if shape.placeholder_format.type in (1, 7):  # title, content
                    for place in shape.element.findall("p:spPr/a:xfrm", NAMES):
                        place.getparent().remove(place)
        if ruled:
            presentation.slide_master.shapes._spTree.insert(
                2,
                parse(
                    '<p:sp><p:nvSpPr><p:cNvPr id="802" name="Rule"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off '
                    'x="0" y="1390000"/><a:ext cx="12192000" cy="9000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
                    '<a:solidFill><a:srgbClr val="0B2A55"/></a:solidFill></p:spPr></p:sp>'
                ),
            )
        match = matched(saved(presentation))
        return match.strip, match.body

    strip, body = strip_and_body(ruled=False)
    under_rule, lower = strip_and_body(ruled=True)
    assert strip.y == 1_400_000
    assert body.y < lower.y
    assert under_rule.y >= 1_650_000


def test_tracker_stands_over_a_bar_at_the_foot() -> None:
    presentation = plain()
    bar = parse(
        '<p:sp><p:nvSpPr><p:cNvPr id="801" name="Bar"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" '
        'y="6300000"/><a:ext cx="12192000" cy="558000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        '<a:srgbClr val="0B2A55"/></a:solidFill></p:spPr></p:sp>'
    )
    presentation.slide_master.shapes._spTree.insert(2, bar)
    for layout in presentation.slide_layouts:  # without a foot, nothing else is under the body
        for shape in list(layout.placeholders):
            if shape.placeholder_format.type in (13, 15, 16):  # slide number, footer, date
                shape.element.getparent().remove(shape.element)
    match = matched(saved(presentation))
    assert match.body.bottom < match.tracker.y
    assert match.tracker.bottom < 6_300_000


def test_body_keeps_a_margin_where_content_reaches_the_edge_of_the_slide() -> None:
    presentation = plain()
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for shape in part.placeholders:
            if shape.placeholder_format.type in (2, 7):  # body, content
                shape.left, shape.top, shape.width, shape.height = 0, 1_600_000, 12_191_000, 4_500_000
    match = matched(saved(presentation))
    width, _ = match.template.size
    assert match.body.x >= 0.019 * width
    assert match.body.right <= 0.981 * width


def test_foot_on_a_text_of_the_template_is_left_out_and_said() -> None:
    presentation = plain()
    width, height = presentation.slide_width or 0, presentation.slide_height or 0
    bar = parse(
        f'<p:sp><p:nvSpPr><p:cNvPr id="800" name="Motto"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" '
        f'y="{height - 360_000}"/><a:ext cx="{width}" cy="360000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</p:spPr><p:txBody><a:bodyPr/><a:lstStyle/><a:p><a:r><a:t>Our motto</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    presentation.slide_master.shapes._spTree.append(bar)
    match = matched(saved(presentation))
    assert match.foot == {}
    assert any("draws a text where its footer, date, number would stand" in question for question in match.questions)


def test_low_title_beside_a_logo_takes_what_is_free_down_to_the_body() -> None:
    logo = Box(10_500_000, 0, 1_500_000, 470_000)
    text = PlaceText(2800, False, False, False, "start", False, "Arial", "000000", "tx1")
    insets = Insets(91_440, 45_720, 91_440, 45_720)
    place = Place("title", 0, "", Box(200_000, 460_000, 11_700_000, 520_000), insets, "top", text, True, Inherited())
    fit = fit_title(place, [logo], 1.0, (12_192_000, 6_858_000), 1_300_000)
    assert (fit.box.y, fit.is_moved, fit.is_short) == (460_000, True, False)
    assert fit.box.bottom <= 1_300_000
    assert fit.size > fit_title(place, [logo], 1.0, (12_192_000, 6_858_000), 980_000).size
