"""Issues in a brand's files are reported together, each at its line, and no content of the files makes the loader fail."""

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, line_and_column, render

LAYOUTS = Path(__file__).parents[2] / "layouts"
BLUE = '    blue: "#3366CC"'
SANS = "package: font_source_sans_pro"


@pytest.fixture
def own(tmp_path: Path) -> Path:
    folder = tmp_path / "layouts" / "own"
    shutil.copytree(LAYOUTS / "wikimedia", folder)
    return folder


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{path.name} no longer contains {old!r}: adapt the test"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def load(folder: Path) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    return load_brand(folder.name, [folder.parent, LAYOUTS], folder.parents[1])


def location(diagnostic: Issue, sources: dict[str, str]) -> tuple[str, str]:
    """Return the file of an issue and the text that it is about."""
    assert diagnostic.span is not None, diagnostic
    assert ":" in render(diagnostic, sources)
    return diagnostic.span.file, sources[diagnostic.span.file][diagnostic.span.start : diagnostic.span.end]


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "message"),
    [
        ("divider.yaml", "anchor: bottom", "anker: bottom", "anker", "no field `anker`"),
        ("divider.yaml", "role: on-primary", "role: whyte", "whyte", "not known here"),
        ("bullets.yaml", "role: text", "role: txt", "txt", "not known here"),
        ("bullets.yaml", "styles: text", "styles: texts", "texts", "which master.yaml does not define"),
        ("bullets.yaml", "columns: [1, 11]", "columns: [1, 13]", "[1, 13]", "columns 1 to 13"),
        ("bullets.yaml", "columns: [1, 11]", "columns: [0, 10]", "[0, 10]", "columns 0 to 10"),
        ("bullets.yaml", "columns: [1, 11]", "columns: [10, 1]", "[10, 1]", "columns 10 to 1"),
        ("bullets.yaml", "bottom: 6.65", "bottom: 7.51", "bullets", "outside the slide"),
        ("bullets.yaml", "columns: [1, 11]", "x: 12\n    width: 2", "bullets", "outside the slide"),
        ("bullets.yaml", "bottom: 6.65", "bottom: 1.75", "bullets", "no room inside"),
        ("bullets.yaml", "styles: text", "insets: [6, 0, 6, 0]", "bullets", "no room inside"),
        ("metrics-chart.yaml", "below: table", "below: tabel", "tabel", "no slot or group of slots of this layout"),
        ("overview.yaml", "continue: overview-continued", "continue: overvew", "overvew", "no layout `overvew`"),
        ("divider.yaml", "omit: [eyebrow", "omit: [eyebrou", "eyebrou", "no slot `eyebrou`"),
        ("master.yaml", "role: title", "role: text", "text", "does not have the role title"),
        ("master.yaml", "size: 28, min: 28", "size: 28, min: 30", None, "larger than `size`"),
        ("master.yaml", "  margin: 0.6", "  margin: wide", "wide", "a number is expected"),
        ("master.yaml", "  margin: 0.6", "  margin: nan", "nan", "a number is expected"),
        ("master.yaml", "  columns: 12", "  columns: 0", "0", "from 1 to 48"),
        ("master.yaml", "  width: 13.333", "  width: 0", "0", "from 1 to 56 (inches)"),
        ("_brand.yml", BLUE, '    blue: "blueish"', '"blueish"', "no colour"),
        ("_brand.yml", BLUE, '    blue: "#blueis"', '"#blueis"', "no colour"),
        ("_brand.yml", BLUE, '    blue: "#36C"', '"#36C"', "no colour"),
        ("_brand.yml", BLUE, "    blue: blue", "blue", "no colour"),
        ("_brand.yml", "  danger: red", "  danger: rot", "rot", "no colour"),
        ("_brand.yml", "      neutral: neutral", "      neutral: neutrul", "neutrul", "no colour"),
        ("_brand.yml", "      neutral: neutral", "      neutre: neutral", None, "neutre"),
        ("_brand.yml", "        of: primary\n", "        of: primary-light\n", "primary-light", "no base colour"),
        ("_brand.yml", "      primary-dark:", "      primary-drak:", None, "primary-drak"),
        ("_brand.yml", "      primary-dark:", "      danger:", "danger", "is a base colour"),
        ("_brand.yml", SANS, "package: font_nowhere", "font_nowhere", "cannot come from"),
        ("_brand.yml", SANS, "package: font.nowhere", "font.nowhere", "cannot come from"),
        ("_brand.yml", SANS, "package: .nowhere", ".nowhere", "cannot come from"),
        ("_brand.yml", SANS, 'package: ""', "files/SourceSansPro-Regular.ttf", "not in the folder `own` of the brand"),
        ("_brand.yml", "files/SourceSansPro-Bold.ttf", "files/Bald.ttf", "files/Bald.ttf", "`files/Bald.ttf` is not in"),
        ("divider.yaml", "top: 1.6", "top: 1.6\n\tbottom: 3", None, "tab"),
        ("divider.yaml", "name: Divider", "name: Divider\nname: Part", None, "name"),
    ],
)  # fmt: skip
def test_issue_is_reported_at_the_invalid_text(
    own: Path, file: str, old: str, new: str, at: str | None, message: str
) -> None:
    change(own / file, old, new)
    brand, found, sources = load(own)
    assert brand is None
    assert found, "nothing was found"
    where, text = location(found[0], sources)
    assert where == f"layouts/own/{file}"
    assert at is None or text == at
    assert any(word.lower() in found[0].message.lower() for word in message.split("|")), found[0].message
    assert "nput" not in found[0].message


def test_yaml_error_is_shown_in_its_line(own: Path) -> None:
    change(own / "divider.yaml", "top: 1.6", "top: 1.6\n\tbottom: 3")
    _, [fault], sources = load(own)
    assert fault.span is not None
    line = (own / "divider.yaml").read_text().splitlines().index("\tbottom: 3") + 1
    assert line_and_column(sources[fault.span.file], fault.span.start)[0] == line
    assert "bottom: 3" in render(fault, sources)


def test_missing_key_is_reported_with_its_name(own: Path) -> None:
    change(own / "bullets.yaml", "name: Bullets\n", "")
    _, [fault], sources = load(own)
    assert "`name` is missing" in fault.message
    assert location(fault, sources)[0] == "layouts/own/bullets.yaml"


def test_layout_without_a_title_is_refused(own: Path) -> None:
    change(own / "bullets.yaml", "name: Bullets\n", "name: Bullets\nomit: [title]\n")
    _, [fault], _ = load(own)
    assert "no slot `title`" in fault.message


@pytest.mark.parametrize("name", ["_brand.yml", "master.yaml"])
def test_brand_without_one_of_its_two_main_files_is_refused(own: Path, name: str) -> None:
    (own / name).unlink()
    brand, [fault], _ = load_brand("own", [own.parent, LAYOUTS], own.parents[1])
    assert brand is None
    assert name in fault.message or fault.code == "unknown-brand"


def test_issues_of_several_files_are_reported_together(own: Path) -> None:
    change(own / "divider.yaml", "anchor: bottom", "anker: bottom")
    change(own / "bullets.yaml", "role: text", "role: txt")
    _, found, _ = load(own)
    assert {d.span.file.rpartition("/")[2] for d in found if d.span} == {"divider.yaml", "bullets.yaml"}


def test_colour_may_refer_to_the_palette_or_another_standard_colour(own: Path) -> None:
    change(own / "_brand.yml", "  danger: red", "  danger: primary")
    change(own / "_brand.yml", "  warning: amber", '  warning: "#8a5200"')
    brand, found, _ = load(own)
    assert [issue.code for issue in found] == ["brand-statuses"]
    assert brand is not None
    assert brand.colours["danger"] == brand.colours["primary"] == "3366CC"
    assert brand.colours["warning"] == "8A5200"


def test_slot_defined_by_a_layout_replaces_that_of_the_master(own: Path) -> None:
    brand, _, _ = load(own)
    assert brand is not None
    assert brand.layouts["divider"].slots["title"].box != brand.master.slots["title"].box
    assert "footer" not in brand.layouts["divider"].slots
    assert brand.layouts["bullets"].slots["title"].box == brand.master.slots["title"].box


def test_brand_is_read_from_the_first_root_that_has_it(own: Path) -> None:
    change(own / "_brand.yml", BLUE, '    blue: "#AA0000"')
    own.rename(own.with_name("wikimedia"))
    mine, _, sources = load_brand("wikimedia", [own.parent, LAYOUTS], own.parents[1])
    theirs, _, _ = load_brand("wikimedia", [LAYOUTS, own.parent], own.parents[1])
    assert mine is not None
    assert theirs is not None
    assert (mine.colours["primary"], theirs.colours["primary"]) == ("AA0000", "3366CC")
    assert all(name.startswith("layouts/wikimedia/") for name in sources)


def test_unknown_brand_error_suggests_the_nearest_or_lists_all() -> None:
    found, [problem], _ = load_brand("wikimedai", [LAYOUTS])
    assert found is None
    assert problem.hint == "did you mean `wikimedia`?"
    _, [problem], _ = load_brand("acme", [LAYOUTS])
    assert problem.hint == "known brands are `wikimedia`"
    _, [problem], _ = load_brand("acme", [LAYOUTS / "nowhere"])
    assert problem.hint == "there are no brands yet"


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(["columns: [1, 11]", "top: 1.75", "styles: text", "role: text", "name: Bullets"]),
    st.sampled_from(["columns", "top", "bottom", "x", "width", "insets", "styles", "below", "name", "anchor", "fill"]),
    st.sampled_from(["", "[]", "{}", "[1]", "[1, 2, 3, 4]", "nan", "-1", "1e400", "null", "text"]) | st.text(max_size=4),
)  # fmt: skip
def test_any_value_in_a_layout_file_is_accepted_or_reported(own: Path, old: str, key: str, value: str) -> None:
    whole = (LAYOUTS / "wikimedia" / "bullets.yaml").read_text()
    (own / "bullets.yaml").write_text(whole.replace(old, f"{key}: {value}", 1), encoding="utf-8", errors="replace")
    brand, found, sources = load(own)
    assert (brand is None) == any(d.severity == "error" for d in found)
    for fault in found:
        assert fault.span is None or render(fault, sources)
