"""`deckgen brand import` makes a brand from a PowerPoint template, in which decks are built; `check NAME FILE` compares."""

import io
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from click.testing import Result
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.presentation import Presentation as PresentationType
from pptx.slide import SlideLayout
from typer.testing import CliRunner

from deckgen.build import pipeline
from deckgen.cli import app
from deckgen.guide.brand_sheet import BrandSheet
from deckgen.ir.frames import TextFrame
from deckgen.ooxml.names import RT
from deckgen.ooxml.opc import P, Package, read
from deckgen.package import problems
from deckgen.package.accessibility import findings
from made_templates import NAMES, TEMPLATES, TITLE_ONLY, macros, parse, plain, remove_layouts, saved, usual
from sample_projects import make_project

pytest.importorskip("betteroffice_pptx")

SLIDES = (
    "kind: bullets\ntitle: One point is made\nbullets:\n  - One point\nnotes: Said aloud",
    "kind: table\ntitle: A table of two columns\ncolumns: [Name, Value]\nrows:\n  - [One, 1]\n  - [Two, 2]",
    "kind: divider\ntitle: The second part\nvariant: standard\nsubtitle: What it is about",
)
UNLINKED = "4294967295"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "project"
    make_project(root, *SLIDES, brand="council", front=["cover", "agenda"], organisation="Council")
    (root / "layouts").mkdir()
    monkeypatch.chdir(root)
    # The sheet takes half a minute; test_brand_command draws one.
    monkeypatch.setattr("deckgen.guide.brand_sheet.draw_sheet", lambda *_: BrandSheet((root / "sheet.png",), (), {}))
    return root


def imported(project: Path, data: bytes, name: str = "council.potx") -> Result:
    (project / name).write_bytes(data)
    return run("brand", "import", name, "council")


def built(project: Path) -> bytes:
    result = pipeline.build_bytes(project / "content/sample")
    assert result.data is not None, [issue.message for issue in result.issues]
    return result.data


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def keys(package: Package, part: str) -> list[tuple[str, str]]:
    return [(e.get("type", "obj"), e.get("idx", "0")) for e in package.tree(part).iter(f"{P}ph")]


@pytest.mark.parametrize("name", TEMPLATES)
def test_deck_builds_in_a_template_of_any_shape(project: Path, name: str, tmp_path: Path) -> None:
    done = imported(project, TEMPLATES[name]())
    assert done.exit_code == 0, done.output
    data = built(project)
    (tmp_path / "deck.pptx").write_bytes(data)
    (tmp_path / "template.pptx").write_bytes((project / "layouts/council/template.pptx").read_bytes())
    own = set(problems(tmp_path / "template.pptx"))
    new = [text for text in problems(tmp_path / "deck.pptx") if text not in own and "literal colour" not in text]
    assert new == []
    package = read(data)
    for slide in package.slides():
        [layout] = package.related(slide, "slideLayout")
        known = keys(package, layout)
        for key in keys(package, slide):
            assert known.count(key) == 1, (slide, key)
            assert key[1] != UNLINKED
    width, height = Presentation(io.BytesIO(data)).slide_width, Presentation(io.BytesIO(data)).slide_height
    for slide in Presentation(io.BytesIO(data)).slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= (width or 0) + 2000, shape.name
            assert shape.top + shape.height <= (height or 0) + 2000, shape.name


def test_parts_of_the_template_are_carried_byte_for_byte(project: Path) -> None:
    imported(project, usual())
    template, deck = parts_of((project / "layouts/council/template.pptx").read_bytes()), parts_of(built(project))
    changed = {name for name, data in template.items() if deck.get(name) != data}
    assert changed == {
        "[Content_Types].xml", "_rels/.rels", "ppt/presentation.xml", "ppt/_rels/presentation.xml.rels",
        "ppt/slideMasters/slideMaster1.xml", "ppt/slideMasters/_rels/slideMaster1.xml.rels", "ppt/tableStyles.xml",
    }  # fmt: skip


def test_same_content_gives_the_same_bytes_in_a_template(project: Path) -> None:
    imported(project, usual())
    assert built(project) == built(project)


def parts_in_reach(package: Package) -> set[str]:
    """Return the parts that relationships lead to from the package itself."""
    reached, pending = {"/"}, ["/"]
    while pending:
        for relationship in package.relationships(pending.pop()):
            if not relationship.external and relationship.target not in reached:
                reached.add(relationship.target)
                pending.append(relationship.target)
    return reached - {"/"}


def test_every_part_of_a_deck_in_a_template_can_be_reached(project: Path) -> None:
    imported(project, TEMPLATES["sections"]())
    package = read(built(project))
    assert set(package.content_parts()) == parts_in_reach(package)


def test_cover_and_divider_are_the_layouts_of_the_template_and_others_are_derived(project: Path) -> None:
    imported(project, usual())
    presentation = Presentation(io.BytesIO(built(project)))
    by_kind = {slide.shapes.title.text: slide.slide_layout for slide in presentation.slides if slide.shapes.title}
    assert by_kind["Sample deck"].name == "Title Slide"
    assert by_kind["The second part"].name == "Section Header"
    derived = by_kind["A table of two columns"]
    assert derived.name == "Table"
    assert min(p.placeholder_format.idx for p in derived.placeholders if p.placeholder_format.idx > 100) >= 1000
    names = {layout.name for layout in presentation.slide_layouts}
    assert {"Bullets", "Metrics", "Roadmap"} <= names, "the kinds that are used most are under New Slide"
    assert "Photos" not in names


def test_all_layouts_are_written_where_the_brand_says_so(project: Path) -> None:
    imported(project, usual())
    file = project / "layouts/council/_brand.yml"
    file.write_text(re.sub(r"(\n +)template:", r"\1layouts: all\g<0>", file.read_text(), count=1))
    assert len(Presentation(io.BytesIO(built(project))).slide_layouts) > 80


def test_text_states_what_differs_on_a_foreign_master(project: Path) -> None:
    imported(project, TEMPLATES["right-to-left"]())
    presentation = Presentation(io.BytesIO(built(project)))
    slide = next(s for s in presentation.slides if s.shapes.title and "table" in s.shapes.title.text)
    for properties in slide.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}pPr"):
        assert properties.get("rtl") == "0"
        assert properties.get("algn") in ("l", "r", "ctr")


def test_import_lists_what_it_leaves_out_and_what_to_look_at(project: Path) -> None:
    done = imported(project, macros(), "council.pptm")
    assert "left out: macros" in done.output
    assert "file:///server/share/logo.png" in done.output
    written = (project / "layouts/council/_brand.yml").read_text(encoding="utf-8")
    listed = [line.strip().removeprefix("left out: ") for line in done.output.splitlines() if "left out: " in line]
    assert len(listed) > 1
    assert all(f"# - {line}\n" in written for line in listed)
    assert not re.search(rb"vbaProject|macroEnabled", (project / "layouts/council/template.pptx").read_bytes())
    assert "look at: no layout has a title" in imported(project, TEMPLATES["no-title"]()).output
    assert "# - no layout has a title" in (project / "layouts/council/_brand.yml").read_text(encoding="utf-8")


def test_chosen_layout_gives_the_title_and_the_body_of_slides(project: Path) -> None:
    imported(project, usual())
    done = run("brand", "import", "council.potx", "council", "--host", "Title and Content")
    assert done.exit_code == 0, done.output
    assert "slides stand on the layout “Title and Content”" in done.output
    assert built(project)
    refused = run("brand", "import", "council.potx", "council", "--host", "99")
    assert refused.exit_code != 0
    assert "no layout “99”" in refused.output
    assert "6 “Title Only”" in refused.output


@pytest.mark.parametrize(
    ("host", "message", "hint"),
    [
        ("{layout: Title Only, number: 27}", "the template has no layout 27: it has 11", "6 “Title Only”, 7 “Blank”"),
        ("{layout: Title Onyl, number: 6}", "layout 6 of the template is “Title Only”, not “Title Onyl”", "7 “Blank”"),
        (
            "{layout: Blank, number: 7}",
            "`host` is layout 7 “Blank”, but title, body and foot are those of layout 6",
            "--host 7",
        ),
    ],
)
def test_layout_that_is_not_the_imported_one_is_named_at_its_line(
    project: Path, host: str, message: str, hint: str
) -> None:
    imported(project, usual())
    file = project / "layouts/council/_brand.yml"
    lines = [f"      host: {host}" if "host: {" in line else line for line in file.read_text().splitlines()]
    file.write_text("\n".join(lines) + "\n")
    line = next(n for n, text in enumerate(lines, 1) if "host: {" in text)
    for command in (("check",), ("brand", "check", "council")):
        done = run(*command)
        assert done.exit_code == 1
        assert message in done.output
        assert hint in done.output
        assert f"layouts/council/_brand.yml:{line}:" in done.output


def test_file_that_is_no_template_writes_nothing(project: Path) -> None:
    done = imported(project, b"no template")
    assert done.exit_code != 0
    assert "import that file" in done.output
    assert not (project / "layouts/council").exists()


def test_brand_without_a_template_is_not_replaced(project: Path) -> None:
    assert run("brand", "new", "council").exit_code == 0
    done = imported(project, usual())
    assert done.exit_code == 2
    assert "without a template" in done.output


def test_importing_again_keeps_the_former_settings(project: Path) -> None:
    imported(project, usual())
    file = project / "layouts/council/_brand.yml"
    file.write_text(file.read_text() + "# mine\n")
    (project / "layouts/council/bullets.yaml").write_text(
        "name: Points\nslots: {bullets: {role: text, styles: text}}\n"
    )
    assert imported(project, TEMPLATES["portrait"]()).exit_code == 0
    assert "# mine" in (project / "layouts/council/_brand.former.yml").read_text()
    assert yaml.safe_load(file.read_text())["defaults"]["deckgen"]["template"]["size"] == [7.5, 13.333]
    assert (project / "layouts/council/bullets.yaml").is_file()


def test_importing_again_names_each_value_that_was_changed_and_keeps_all_copies(project: Path) -> None:
    imported(project, usual())
    folder = project / "layouts/council"
    file = folder / "_brand.yml"
    imported(project, usual())
    assert not (folder / "_brand.former.yml").exists(), "nothing was changed"
    for n, colour in enumerate(("#FF0000", "#00FF00"), 1):
        file.write_text(re.sub(r"(?m)^  foreground: .*", f"  foreground: '{colour}'", file.read_text()))
        again = imported(project, usual())
        name = "_brand.former.yml" if n == 1 else f"_brand.former-{n}.yml"
        assert f"layouts/council/{name}" in again.output
        assert f"color.foreground: {colour}, now #" in again.output
        assert "sha256" not in again.output
    assert "#FF0000" in (folder / "_brand.former.yml").read_text()
    assert "#00FF00" in (folder / "_brand.former-2.yml").read_text()
    assert built(project)


def test_file_that_was_only_saved_again_is_a_note(project: Path) -> None:
    imported(project, usual())
    again = Presentation(project / "layouts/council/template.pptx")
    again.core_properties.author = "Somebody"
    again.save(str(project / "layouts/council/template.pptx"))
    result = pipeline.build_bytes(project / "content/sample")
    assert result.data is not None
    assert [issue.code for issue in result.issues if issue.code.startswith("template")] == ["template-changed"]


def test_file_that_differs_in_what_is_used_is_an_error_with_two_remedies(project: Path) -> None:
    imported(project, usual())
    digest = yaml.safe_load((project / "layouts/council/_brand.yml").read_text())["defaults"]["deckgen"]["template"][
        "sha256"
    ]
    other = plain()
    other.slide_layouts[5].placeholders[0].top += 500_000
    (project / "layouts/council/template.pptx").write_bytes(saved(other))
    result = pipeline.build_bytes(project / "content/sample")
    assert result.data is None
    [issue] = [issue for issue in result.issues if issue.code == "template-differs"]
    assert "host: title/0" in issue.message
    assert "deckgen brand import layouts/council/template.pptx council" in (issue.hint or "")
    assert run("brand", "import", "layouts/council/template.pptx", "council").exit_code == 0
    assert built(project)
    assert digest in (issue.hint or "")


def with_shape(presentation: PresentationType, left: float, top: float, width: float, height: float) -> bytes:
    """Return a template whose master has one more rectangle, at a place in inches."""
    x, y, cx, cy = (round(inches * 914_400) for inches in (left, top, width, height))
    presentation.slide_master.shapes._spTree.append(
        parse(
            '<p:sp><p:nvSpPr><p:cNvPr id="900" name="Band"/><p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm>'
            f'<a:off x="{x}" y="{y}"/><a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
            "</p:spPr></p:sp>"
        )
    )
    return saved(presentation)


def test_shape_drawn_otherwise_is_named_and_one_in_the_body_is_an_error(project: Path) -> None:
    imported(project, saved(plain()))
    (project / "newer.potx").write_bytes(with_shape(plain(), 0.1, 0.1, 0.3, 0.1))
    done = run("brand", "check", "council", "newer.potx")
    assert done.exit_code == 0
    assert "look at: what is drawn on the layout for slides (“Band”) differs" in done.output
    (project / "layouts/council/template.pptx").write_bytes((project / "newer.potx").read_bytes())
    result = pipeline.build_bytes(project / "content/sample")
    [issue] = [issue for issue in result.issues if issue.code == "template-changed"]
    assert "“Band”" in issue.message
    assert "deckgen brand check council" in (issue.hint or "")
    (project / "newer.potx").write_bytes(with_shape(plain(), 1, 4, 9, 0.5))
    done = run("brand", "check", "council", "newer.potx")
    assert done.exit_code == 1
    assert "body: free, now “Band” lies in it" in done.output


def test_changed_picture_and_background_of_the_master_are_named(project: Path, tmp_path: Path) -> None:
    def logo(colour: str) -> PresentationType:
        Image.new("RGB", (20, 20), colour).save(tmp_path / "logo.png")
        presentation = plain()
        picture = presentation.slides.add_slide(presentation.slide_layouts[6]).shapes.add_picture(
            str(tmp_path / "logo.png"), 0, 0, 300_000, 300_000
        )
        relation = presentation.slide_master.part.relate_to(
            picture.part.related_part(picture._element.blip_rId), RT.IMAGE
        )
        picture._element.blipFill.blip.set(
            "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", relation
        )
        picture.name = "Logo"
        presentation.slide_master.shapes._spTree.append(picture._element)
        return presentation

    imported(project, saved(logo("red")))
    for data, is_named in ((saved(logo("red")), False), (saved(logo("blue")), True)):
        (project / "newer.potx").write_bytes(data)
        done = run("brand", "check", "council", "newer.potx")
        assert done.exit_code == 0
        assert ("(“Logo”) differs" in done.output) == is_named
    other = logo("red")
    other.slide_master.background.fill.solid()
    other.slide_master.background.fill.fore_color.rgb = RGBColor(255, 255, 250)
    (project / "newer.potx").write_bytes(saved(other))
    assert "the background is another one" in run("brand", "check", "council", "newer.potx").output


def test_missing_template_names_where_it_came_from(project: Path) -> None:
    imported(project, usual())
    (project / "layouts/council/template.pptx").unlink()
    [issue] = [i for i in pipeline.build_bytes(project / "content/sample").issues if i.code == "template-missing"]
    assert "deckgen brand import council.potx council" in (issue.hint or "")


def test_check_compares_with_a_newer_template(project: Path) -> None:
    imported(project, usual())
    (project / "same.potx").write_bytes(usual())
    same = run("brand", "check", "council", "same.potx")
    assert same.exit_code == 0, same.output
    assert "has all that the brand uses" in same.output
    (project / "other.potx").write_bytes(TEMPLATES["26-inches"]())
    other = run("brand", "check", "council", "other.potx")
    assert other.exit_code == 1
    assert "size: 13.333" in other.output
    assert "deckgen brand import other.potx council" in other.output


def test_new_project_in_a_template_builds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "their.potx").write_bytes(usual())
    done = run("new", "review", "--brand", "their.potx")
    assert done.exit_code == 0, done.output
    assert "deckgen render" in done.output
    assert "cd review && deckgen brand check review draws every kind of slide" in done.output
    assert sorted(p.name for p in (tmp_path / "review/layouts/review").iterdir()) == ["_brand.yml", "template.pptx"]
    result = pipeline.build_bytes(tmp_path / "review/content/review")
    assert result.data is not None, [issue.message for issue in result.issues]


def test_new_project_stands_on_a_chosen_layout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "their.potx").write_bytes(usual())
    alone = run("new", "review", "--host", "2")
    assert alone.exit_code == 2, alone.output
    assert "--host 2 needs --brand" in alone.output
    unknown = run("new", "review", "--brand", "their.potx", "--host", "99")
    assert "has no layout “99”" in unknown.output
    assert not (tmp_path / "review").exists()
    done = run("new", "review", "--brand", "their.potx", "--host", "Title and Content")
    assert "slides stand on the layout “Title and Content” of their.potx" in done.output
    assert "host: {layout: Title and Content," in (tmp_path / "review/layouts/review/_brand.yml").read_text()


def shapes_of(slide: object) -> dict[tuple[str, str], etree._Element]:
    element = slide.element  # type: ignore[attr-defined]
    found = ((e, e.find(".//p:ph", NAMES)) for e in element.iterfind("p:cSld/p:spTree/p:sp", NAMES))
    return {(ph.get("type", "obj"), ph.get("idx", "0")): e for e, ph in found if ph is not None}


def test_titles_and_texts_keep_the_place_and_format_of_their_layout(project: Path) -> None:
    imported(project, usual())
    presentation = Presentation(io.BytesIO(built(project)))
    slide = next(s for s in presentation.slides if s.shapes.title and s.shapes.title.text == "One point is made")
    for key, shape in shapes_of(slide).items():
        assert shape.find("p:spPr/a:xfrm", NAMES) is None, f"Reset Slide would move {key}"
        if key[0] == "title":
            [properties] = shape.iterfind("p:txBody/a:p/a:r/a:rPr", NAMES)
            assert (dict(properties.attrib), len(properties)) == ({"lang": "en"}, 0)


def test_colours_and_tables_follow_the_theme_of_the_template(project: Path) -> None:
    imported(project, usual())
    parts = parts_of(built(project))
    layout = parts["ppt/slideLayouts/deckgen-bullets.xml"].decode()
    assert 'schemeClr val="tx1"' in layout
    assert re.search('schemeClr val="tx1"><a:lumMod', layout), "less important text is a lighter form of text"
    assert re.search('schemeClr val="accent1"><a:lumOff', layout), "headings are a darker form of the main colour"
    styles = etree.fromstring(parts["ppt/tableStyles.xml"])
    template = etree.fromstring(
        parts_of((project / "layouts/council/template.pptx").read_bytes())["ppt/tableStyles.xml"]
    )
    assert styles.get("def") == template.get("def")
    assert len(styles) == len(template) + 1


def test_notes_sections_and_slide_numbers_are_those_of_the_deck(project: Path) -> None:
    imported(project, TEMPLATES["sections"]())
    data = built(project)
    presentation = Presentation(io.BytesIO(data))
    assert [s.notes_slide.notes_text_frame.text for s in presentation.slides if s.has_notes_slide] == ["Said aloud"]
    xml = parts_of(data)["ppt/presentation.xml"].decode()
    assert xml.count("p14:section ") >= 1
    assert "First" not in xml
    assert xml.count("<p:sldId ") == len(presentation.slides)


def test_ids_of_layouts_are_unique_and_above_those_of_the_template(project: Path) -> None:
    imported(project, TEMPLATES["several-masters"]())
    package = read(built(project))
    masters = package.related(package.presentation(), "slideMaster")
    ids = [int(e.get("id", "0")) for e in package.tree(package.presentation()).iter(f"{P}sldMasterId")]
    for master in masters:
        ids += [int(e.get("id", "0")) for e in package.tree(master).iter(f"{P}sldLayoutId")]
    assert len(ids) == len(set(ids))
    assert min(ids) >= 2**31
    tag = "{http://schemas.microsoft.com/office/powerpoint/2010/main}creationId"
    own, theirs = set(), set()
    for part in package.content_parts():
        found = [e.get("val") for e in package.tree(part).iter(tag)] if part.endswith(".xml") else []
        is_own = "deckgen-" in part or "/slides/" in part
        assert not is_own or own.isdisjoint(found)
        (own if is_own else theirs).update(found)
    assert own.isdisjoint(theirs)


def test_fonts_of_scripts_are_those_of_the_theme_in_a_template(project: Path) -> None:
    imported(project, usual())
    path = project / "layouts/council/_brand.yml"
    brand = yaml.safe_load(path.read_text(encoding="utf-8"))
    brand["defaults"]["deckgen"]["fonts"] = {"scripts": {"Arab": "Dubai"}}
    path.write_text(yaml.safe_dump(brand, allow_unicode=True), encoding="utf-8")
    laid_out = pipeline.lay_out(project / "content/sample")
    [unused] = [issue for issue in laid_out.remarks if issue.code == "brand-unused"]
    assert "`defaults: deckgen: fonts: scripts` has no effect here" in unused.message
    assert "change them there, in PowerPoint" in (unused.hint or "")
    parts, template = parts_of(built(project)), parts_of((project / "layouts/council/template.pptx").read_bytes())
    assert parts["ppt/theme/theme1.xml"] == template["ppt/theme/theme1.xml"]


def test_capitals_are_measured_as_capitals(project: Path) -> None:
    title = "A title of so many words that it takes two lines in capitals, and one in small letters"
    text = f"kind: bullets\ntitle: {title}\nbullets: [A]"
    make_project(project, text, brand="council", front=[])
    lines = {}
    for name in ("usual", "capitals"):
        imported(project, TEMPLATES[name]())
        deck = pipeline.lay_out(project / "content/sample").deck
        assert deck is not None
        [frame] = [frame for frame in deck.pages[-1].frames_of(TextFrame) if frame.slot == "title"]
        lines[name] = frame.lines * 2800 / frame.paragraphs[0].runs[0].size
    assert lines["capitals"] > lines["usual"]


def test_tracker_stands_over_the_foot_of_slides_but_not_on_cover_and_divider(project: Path) -> None:
    for name in ("first", "second"):
        (project / f"content/sample/{name}.yaml").write_text(
            f"title: {name}\nslides:\n  - kind: bullets\n    bullets: [A]\n"
        )
    deck = project / "content/sample/deck.yaml"
    deck.write_text(deck.read_text().replace("sections:\n- part", "sections:\n- part\n- first\n- second"))
    imported(project, usual())
    presentation = Presentation(io.BytesIO(built(project)))
    for slide in presentation.slides:
        is_plain = slide.slide_layout.name not in ("Title Slide", "Section Header")
        jumps = slide.element.findall(".//p:nvSpPr/p:cNvPr/a:hlinkClick[@action='ppaction://hlinksldjump']", NAMES)
        of_agenda = 3 if slide.shapes.title is not None and slide.shapes.title.text == "Agenda" else 0
        assert len(jumps) == (3 + of_agenda if is_plain else 0)
        grounds = [shape.name for shape in slide.slide_layout.shapes if shape.name.startswith("Tracker")]
        assert len(grounds) == (3 if is_plain else 0)
    (project / "deck.pptx").write_bytes(built(project))
    order = "\n".join(map(str, findings(project / "deck.pptx")))
    assert "is read before" not in order, "the tracker is above the foot, so it is read first"


def test_unused_masters_and_layouts_are_left_out_where_the_brand_says_so(project: Path) -> None:
    imported(project, TEMPLATES["several-masters"]())
    whole = read(built(project))
    file = project / "layouts/council/_brand.yml"
    file.write_text(re.sub(r"(\n +)scale: .*", r"\g<0>\1unused: drop", file.read_text(), count=1))
    data = built(project)
    (project / "deck.pptx").write_bytes(data)
    assert [text for text in problems(project / "deck.pptx") if "literal colour" not in text] == []
    presentation, package = Presentation(io.BytesIO(data)), read(data)
    assert len(presentation.slide_masters) == 1
    used = {slide.slide_layout.name for slide in presentation.slides}
    others = {layout.name for layout in presentation.slide_layouts if not is_own(layout)}
    assert others <= used
    assert len(package.parts) < len(whole.parts)
    assert set(package.content_parts()) == parts_in_reach(package)


def test_divider_on_the_host_does_not_take_the_bar_of_its_title(project: Path) -> None:
    presentation = plain()
    for layout in presentation.slide_layouts:
        layout.element.attrib.pop("type", None)
    remove_layouts(presentation, TITLE_ONLY)
    [title] = [s for s in presentation.slide_layouts[0].placeholders if s.placeholder_format.type == 1]
    title.element.spPr.append(parse('<a:solidFill><a:srgbClr val="0B2A55"/></a:solidFill>'))
    imported(project, saved(presentation))
    slides = Presentation(io.BytesIO(built(project))).slides
    by_text = {slide.shapes.title.text: slide.slide_layout for slide in slides if slide.shapes.title}
    fills = {text: layout.placeholders[0].element.spPr.find("a:solidFill", NAMES) for text, layout in by_text.items()}
    assert fills["A table of two columns"] is not None
    assert fills["The second part"] is None


def is_own(layout: SlideLayout) -> bool:
    return "deckgen-" in str(layout.part.partname)
