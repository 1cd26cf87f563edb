"""A change of the master reaches every slide whose layout does not set the same property itself; layouts lose nothing by it."""

from dataclasses import dataclass

import pytest
from lxml import etree
from opened_package import NS, OpenedPackage

from deckgen.brand.load import load_brand
from deckgen.build import pipeline
from deckgen.io.project import packaged_folder
from deckgen.ooxml.inheritance import Inherited, Layout, Master, placeholder_key, properties
from deckgen.writer.colours import Colours
from deckgen.writer.inherited import parse
from deckgen.writer.placeholders import TEXT_KINDS, placeholders
from deckgen.writer.shape import transform
from deckgen.writer.text import body_properties, first_style, list_style
from edited_master import (
    FOOTER_SHIFT,
    MASTER,
    OWN_FOOTERS,
    OWN_TITLES,
    move_footer,
    resize_title,
    restyle_title,
    with_edited_master,
)
from sample_projects import make_every_example

NO_FOOTER = {"Cover", "Divider"}
"""The layouts without a footer."""
INSETS = {"lIns", "tIns", "rIns", "bIns"}
STATED = {"title": set(), **{key: {"autofit"} for key in ("ftr", "dt", "sldNum")}}
"""What layouts repeat because a renderer does not inherit it; all but titles and footers repeat their `INSETS`."""
TITLE_FIELDS = ("fill", "sz")


@dataclass
class Placed:
    """A placeholder on a slide: the name of its layout, its element, and what it inherits."""

    layout: str
    shape: etree._Element
    inherited: Inherited

    @property
    def run(self) -> dict[str, str]:
        """The effective run properties of the first run; without a run, those of the first level."""
        own = self.shape.find(f".//{{{NS['a']}}}rPr")
        return {**self.inherited.levels[0].run, **properties(own)}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    root = tmp_path_factory.mktemp("steers")
    folder = root / "layouts" / "complete"
    folder.mkdir(parents=True)
    brand = "meta: {name: Wikimedia}\ndefaults: {deckgen: {extend: wikimedia, layouts: all}}\n"
    (folder / "_brand.yml").write_text(brand, encoding="utf-8")
    path = pipeline.build(make_every_example(root, brand="complete"), root / "out.pptx").path
    assert path is not None
    return path.read_bytes()


def sources(deck: OpenedPackage) -> tuple[Master, dict[str, etree._Element]]:
    """Return the master of a deck, and the layouts by the names of their parts."""
    default = deck.find("ppt/presentation.xml", "p:defaultTextStyle")[0]
    return Master(deck.xml(MASTER), default), {name: deck.xml(name) for name in deck.all("slideLayouts")}


def placed(data: bytes, kind: str) -> list[Placed]:
    """Return the placeholders of one kind on all slides."""
    deck = OpenedPackage(data)
    master, layouts = sources(deck)
    found = []
    for part in deck.all("slides"):
        [name] = [r.target for r in deck.relations(part).values() if r.kind == "slideLayout"]
        layout = Layout(layouts[name], master)
        for shape in deck.find(part, f"//p:sp[.//p:ph/@type='{kind}']"):
            layout_name = layouts[name].find(f"{{{NS['p']}}}cSld").get("name")
            found.append(Placed(layout_name, shape, layout.placeholder(*placeholder_key(shape))))
    return found


def test_italics_and_font_of_the_master_reach_the_title_of_every_slide(built):
    titles = placed(with_edited_master(built, restyle_title), "title")
    assert len({title.layout for title in titles}) > 10
    assert {title.run["i"] for title in titles} == {"1"}
    assert {title.run["latin"] for title in titles} == {'<latin typeface="Georgia"/>'}


def test_colour_and_size_of_the_master_reach_titles_without_their_own(built):
    before = {title.layout: title.run for title in placed(built, "title")}
    for title in placed(with_edited_master(built, restyle_title, resize_title), "title"):
        changed = {field for field in TITLE_FIELDS if title.run[field] != before[title.layout][field]}
        assert changed == (set() if title.layout in OWN_TITLES else set(TITLE_FIELDS)), title.layout
        assert title.run["sz"] == "2400" or title.layout in OWN_TITLES


def test_moved_footer_of_the_master_moves_that_of_every_slide(built):
    old, new = (placed(data, "ftr") for data in (built, with_edited_master(built, move_footer)))
    assert {footer.layout for footer in new} == {title.layout for title in placed(built, "title")} - NO_FOOTER
    moved = [parse(f.inherited.shape["xfrm"]).find("off") for footers in (old, new) for f in footers]
    tops = [int(off.get("y")) for off in moved]
    shifts = {footer.layout: a - b for footer, a, b in zip(new, tops[: len(old)], tops[len(old) :], strict=True)}
    assert shifts == {layout: 0 if layout in OWN_FOOTERS else FOOTER_SHIFT for layout in shifts}
    assert all(footer.shape.find(f".//{{{NS['a']}}}xfrm") is None for footer in new)


def test_reset_gives_each_placeholder_what_the_brand_says(built):
    """Reset Slide removes what a slide has of its own: what is left is inherited, and must be all that the slot states."""
    (brand, *_), deck = load_brand("wikimedia", [packaged_folder("layouts")]), OpenedPackage(built)
    master, parts = sources(deck)
    by_name = {root.find(f"{{{NS['p']}}}cSld").get("name"): Layout(root, master) for root in parts.values()}
    colours = Colours(brand)
    for layout in brand.layouts.values():
        for placeholder in placeholders(layout).values():
            slot, where = placeholder.slot, (layout.name, placeholder.slot.name)
            inherited = by_name[layout.name].placeholder(placeholder.kind, str(placeholder.index or 0))
            assert inherited.shape.items() >= properties(parse(f"<p:spPr>{transform(slot.box)}</p:spPr>")).items(), (
                where
            )
            fill = colours.fill(slot.fill if placeholder.kind in TEXT_KINDS else None)
            assert inherited.shape["fill"] == properties(parse(f"<p:spPr>{fill}</p:spPr>"))["fill"], where
            assert inherited.body.items() >= properties(parse(body_properties(slot.insets, slot.anchor))).items(), where
            style = parse(list_style(first_style(slot), colours, "en"))
            stated = Inherited().with_list_style(style).levels[:5]
            for level, said in zip(inherited.levels, stated, strict=False):
                assert level.paragraph.items() >= said.paragraph.items(), where
                assert level.run.items() >= said.run.items(), where


def test_layouts_state_no_property_that_they_inherit(built):
    deck = OpenedPackage(built)
    master, parts = sources(deck)
    for root in parts.values():
        for shape in root.xpath("//p:sp[.//p:ph]", namespaces=NS):
            kind, _ = placeholder_key(shape)
            above, own = master.placeholder(kind), Inherited().overlaid(shape)
            repeated = own.shape.items() & above.shape.items() | own.body.items() & above.body.items()
            for mine, inherited in zip(own.levels, above.levels, strict=True):
                repeated |= (
                    mine.paragraph.items() & inherited.paragraph.items() | mine.run.items() & inherited.run.items()
                )
            assert {name for name, _ in repeated} <= STATED.get(kind, INSETS)
