"""Logo and motif of a brand in a built deck: once for the package, in master and layouts, with alt text, without metadata."""

import zipfile
from pathlib import Path

import pytest
from pptx import Presentation
from pptx.shapes.picture import Picture

from brand_pictures import WIDE_LOGO, make_brand
from deckgen.build import pipeline
from deckgen.build.stored_cache import open_cache
from deckgen.package import accessibility, problems
from sample_projects import make_project

SLIDES = ("kind: cover", "kind: divider\ntitle: Part two", "kind: bullets\ntitle: First\nbullets: [one, two]")
GROUNDS = {
    "Cover", "Divider", "Divider of the appendix", "Divider with its sections", "Objective, section opener", "Section",
    "Section without verdicts", "Objective, section opener, narrow panel", "Section, narrow panel",
    "Section without verdicts, narrow panel",
}  # fmt: skip
"""The names of the layouts on which the logo has another ground than on the master."""
MOTIF = "{cover: none, divider: [{picture: mark.svg, x: 9, y: 2, width: 3, height: 3}]}"
WITH_MOTIF = f"logo: mark.svg\ndefaults:\n  deckgen:\n    extend: wikimedia\n    motif: {MOTIF}\n"
ALL_LAYOUTS = "defaults:\n  deckgen:\n    extend: wikimedia\n    layouts: all\n"


def build(project: Path, text: str, **deck: object) -> Path:
    make_brand(project, text)
    built = pipeline.build(make_project(project, *SLIDES, brand="own", **deck))
    assert built.path is not None, [issue.message for issue in built.issues]
    return built.path


def pictures(part: object) -> list[Picture]:
    return [shape for shape in part.shapes if isinstance(shape, Picture)]  # type: ignore[attr-defined]


def alt(picture: Picture) -> str:
    return str(picture._element.nvPicPr.cNvPr.get("descr"))


def test_master_and_layouts_on_other_grounds_have_the_logo(tmp_path: Path) -> None:
    opened = Presentation(str(build(tmp_path, WIDE_LOGO + ALL_LAYOUTS)))
    [logo] = pictures(opened.slide_master)
    assert logo.width / logo.height == pytest.approx(1800 / 240, rel=0.01)
    assert alt(logo) == "Harbour Trust"
    own = {layout.name: pictures(layout) for layout in opened.slide_layouts}
    assert {name for name, found in own.items() if found} == GROUNDS
    [cover] = own["Cover"]
    assert cover.image.sha1 != logo.image.sha1
    assert alt(cover) == "Harbour"
    hidden = {layout.name for layout in opened.slide_layouts if layout._element.get("showMasterSp") == "0"}
    assert hidden == GROUNDS


def test_layout_without_the_logo_does_not_show_that_of_the_master(tmp_path: Path) -> None:
    folder = make_brand(tmp_path, WIDE_LOGO)
    slot = "{role: text, columns: [1, 10], top: 1.75, bottom: 6.65, styles: text}"
    (folder / "bullets.yaml").write_text(f"name: Bare\nlogo: none\nslots:\n  bullets: {slot}\n", encoding="utf-8")
    built = pipeline.build(make_project(tmp_path, *SLIDES, brand="own"))
    [bare] = [layout for layout in Presentation(str(built.path)).slide_layouts if layout.name == "Bare"]
    assert pictures(bare) == []
    assert bare._element.get("showMasterSp") == "0"


def test_drawing_is_stored_once_as_svg_and_png_without_metadata(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(tmp_path, WITH_MOTIF)) as package:
        media = [name for name in package.namelist() if name.startswith("ppt/media/")]
        assert sorted(Path(name).suffix for name in media) == [".png", ".svg"]
        assert b"Jane" not in b"".join(package.read(name) for name in package.namelist())
        master = package.read("ppt/slideMasters/slideMaster1.xml")
    assert b"asvg:svgBlip" in master


def test_motif_picture_is_decorative_and_behind_the_placeholders(tmp_path: Path) -> None:
    opened = Presentation(str(build(tmp_path, f"{WITH_MOTIF}    layouts: all\n")))
    [divider] = [layout for layout in opened.slide_layouts if layout.name == "Divider"]
    motif, logo = pictures(divider)
    assert motif.width / motif.height == pytest.approx(100 / 120, rel=0.01)
    assert b"decorative" in motif._element.nvPicPr.cNvPr.xml.encode()
    names = [shape.name for shape in divider.shapes]
    assert names.index(motif.name) < names.index("Logo plate") < names.index(logo.name) < names.index("Title")


@pytest.mark.parametrize("size", ["16:9", "4:3"])
@pytest.mark.parametrize("text", [WIDE_LOGO, WITH_MOTIF])
def test_deck_with_a_logo_is_sound_and_accessible(tmp_path: Path, text: str, size: str) -> None:
    path = build(tmp_path, text, size=size, date="28 January 2021")
    assert problems(path) == []
    assert [finding.message for finding in accessibility.findings(path)] == []


def test_deck_without_a_logo_has_no_picture(tmp_path: Path) -> None:
    with zipfile.ZipFile(build(tmp_path, "")) as package:
        assert not [name for name in package.namelist() if "media" in name]


def test_changed_logo_is_shown_by_the_next_build(tmp_path: Path) -> None:
    make_brand(tmp_path, "logo: mark.svg\n")
    deck = make_project(tmp_path, *SLIDES, brand="own")
    mark = tmp_path / "layouts" / "own" / "mark.svg"
    digests = []
    for colour, other in (("#7A1F3D", "#00FF00"), ("#00FF00", "#7A1F3D"), ("#7A1F3D", "#00FF00")):
        mark.write_text(mark.read_text(encoding="utf-8").replace(other, colour), encoding="utf-8")
        cache = open_cache(deck, None, draft=False)
        digests.append(pipeline.build_bytes(deck, cache=cache).digest)
        cache.save()
    assert digests[0] == digests[2] != digests[1]


def test_note_on_slots_beside_the_logo_is_left_to_check(tmp_path: Path) -> None:
    make_brand(tmp_path, WIDE_LOGO)
    deck = make_project(tmp_path, *SLIDES, brand="own")
    assert "brand-logo-space" not in {issue.code for issue in pipeline.build_bytes(deck).issues}
    assert "brand-logo-space" in {issue.code for issue in pipeline.check(deck).issues}
