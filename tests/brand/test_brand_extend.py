"""A brand that extends another contains only what differs; every issue is reported in the file that it is in."""

import shutil
from pathlib import Path

import pytest

from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from deckgen.ir.frames import EMU_PER_INCH
from sample_projects import make_project

LAYOUTS = Path(__file__).parents[2] / "layouts"
EXTENDS = "defaults:\n  deckgen:\n    extend: {}\n"


def write(root: Path, name: str, files: dict[str, str]) -> Path:
    folder = root / "layouts" / name
    folder.mkdir(parents=True, exist_ok=True)
    for file, text in files.items():
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def load(root: Path, name: str) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    return load_brand(name, [root / "layouts", LAYOUTS], root)


def loaded(root: Path, name: str) -> Brand:
    brand, found, _ = load(root, name)
    assert brand is not None, [d.message for d in found]
    return brand


def test_brand_inherits_all_that_it_does_not_define(tmp_path: Path) -> None:
    colour = 'meta:\n  name: Own\ncolor:\n  palette:\n    blue: "#AA0000"\n'
    write(tmp_path, "own", {"_brand.yml": colour + EXTENDS.format("wikimedia")})
    own, base = loaded(tmp_path, "own"), loaded(tmp_path, "wikimedia")
    assert (own.name, own.folder.name, own.colours["primary"]) == ("Own", "own", "AA0000")
    changed = {"primary": "", "primary-text": ""}
    assert own.colours | changed == base.colours | changed
    assert own.layouts == base.layouts
    assert own.font == base.font


@pytest.mark.parametrize(
    "text",
    ["extend: wikimedia\n", "meta:\n  extend: wikimedia\n", "defaults:\n  extend: wikimedia\n",
     "defaults:\n  deckgen:\n    extends: wikimedia\n", "deckgen:\n  extend: wikimedia\n"],
)  # fmt: skip
def test_extend_in_the_wrong_place_is_one_error_that_says_where_it_belongs(tmp_path: Path, text: str) -> None:
    write(tmp_path, "own", {"_brand.yml": text})
    brand, [issue], sources = load(tmp_path, "own")
    assert brand is None
    assert issue.code == "brand-extend"
    assert issue.span is not None
    assert sources[issue.span.file][issue.span.start : issue.span.end].startswith("extend")
    assert "under `defaults:` and, there, under `deckgen:`" in (issue.hint or "")


def test_master_is_merged_by_key_and_a_layout_is_replaced_entirely(tmp_path: Path) -> None:
    slot = "{role: text, columns: [1, 6], top: 2, bottom: 6, styles: text}"
    bullets = f"name: Own bullets\nslots:\n  bullets: {slot}\n"
    files = {"_brand.yml": EXTENDS.format("wikimedia"), "master.yaml": "page:\n  margin: 1\n", "bullets.yaml": bullets}
    write(tmp_path, "own", files)
    own, base = loaded(tmp_path, "own"), loaded(tmp_path, "wikimedia")
    assert own.layouts["bullets"].name == "Own bullets"
    assert own.layouts["bullets"].slots["bullets"].box.x == EMU_PER_INCH
    assert own.layouts["table"].slots["table"].box.x > base.layouts["table"].slots["table"].box.x
    assert own.layouts.keys() == base.layouts.keys()


def test_layout_of_its_own_is_added_to_the_inherited_ones(tmp_path: Path) -> None:
    text = (LAYOUTS / "wikimedia" / "bullets.yaml").read_text(encoding="utf-8")
    write(tmp_path, "own", {"_brand.yml": EXTENDS.format("wikimedia"), "timeline.yaml": text})
    assert {"timeline", "bullets"} <= loaded(tmp_path, "own").layouts.keys()


def test_project_brand_may_extend_its_namesake_in_the_package(tmp_path: Path) -> None:
    text = 'color:\n  palette:\n    blue: "#AA0000"\n' + EXTENDS.format("wikimedia")
    write(tmp_path, "wikimedia", {"_brand.yml": text})
    built = pipeline.build(make_project(tmp_path, "kind: bullets\nbullets:\n  - One\n"))
    assert built.path is not None, built.issues
    assert built.layout.brand is not None
    assert built.layout.brand.colours["primary"] == "AA0000"


def test_brand_may_extend_a_brand_that_extends_another(tmp_path: Path) -> None:
    write(tmp_path, "middle", {"_brand.yml": 'color:\n  palette:\n    blue: "#AA0000"\n' + EXTENDS.format("wikimedia")})
    write(tmp_path, "top", {"_brand.yml": 'color:\n  palette:\n    green: "#00AA00"\n' + EXTENDS.format("middle")})
    top = loaded(tmp_path, "top")
    assert (top.colours["primary"], top.colours["success"]) == ("AA0000", "00AA00")


@pytest.mark.parametrize(
    ("file", "text", "where", "at", "message"),
    [
        ("_brand.yml", EXTENDS.format("wikimdia"), "own", "wikimdia", "no brand `wikimdia` to extend"),
        ("_brand.yml", EXTENDS.format("own"), "own", "own", "in a circle: own → own"),
        ("_brand.yml", "color:\n  danger: rot\n" + EXTENDS.format("base"), "own", "rot", "no colour"),
        ("master.yaml", "page:\n  margin: wide\n", "own", "wide", "a number is expected"),
        ("master.yaml", "page:\n  margn: 1\n", "own", "margn", "no field `margn`"),
        ("bullets.yaml", "name: Bullets\nslots:\n  b: {role: txt}\n", "own", "txt", "not known here"),
    ],
)
def test_issue_of_a_brand_is_reported_in_its_file(
    tmp_path: Path, file: str, text: str, where: str, at: str, message: str
) -> None:
    shutil.copytree(LAYOUTS / "wikimedia", tmp_path / "layouts" / "base")
    write(tmp_path, "own", {"_brand.yml": EXTENDS.format("base"), file: text})
    brand, found, sources = load(tmp_path, "own")
    assert brand is None
    assert message in found[0].message
    assert found[0].hint
    span = found[0].span
    assert span is not None
    assert span.file == f"layouts/{where}/{file}"
    assert sources[span.file][span.start : span.end] == at


def test_issue_of_an_extended_brand_is_reported_in_that_brands_file(tmp_path: Path) -> None:
    base = tmp_path / "layouts" / "base"
    shutil.copytree(LAYOUTS / "wikimedia", base)
    (base / "_brand.yml").write_text((base / "_brand.yml").read_text().replace("  danger: red", "  danger: rot"))
    write(tmp_path, "own", {"_brand.yml": EXTENDS.format("base")})
    brand, [fault], sources = load(tmp_path, "own")
    assert brand is None
    assert fault.span is not None
    assert fault.span.file == "layouts/base/_brand.yml"
    assert sources[fault.span.file][fault.span.start : fault.span.end] == "rot"


def test_brands_that_extend_each_other_in_a_circle_are_refused(tmp_path: Path) -> None:
    write(tmp_path, "one", {"_brand.yml": EXTENDS.format("two")})
    write(tmp_path, "two", {"_brand.yml": EXTENDS.format("one")})
    brand, [fault], _ = load(tmp_path, "one")
    assert brand is None
    assert fault.message == "these brands extend each other in a circle: one → two → one"
