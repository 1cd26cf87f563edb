"""Colours that a brand does not state: text that is readable on every ground, and tints that are calm, for any primary colour."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deckgen.brand.colour_math import contrast, lightness_and_chroma
from deckgen.brand.load import load_brand
from deckgen.brand.palette import Palette, complete_palette
from deckgen.brand.status_marks import STATUS_FILLS
from deckgen.brand.types import Brand, Tint
from deckgen.build import pipeline
from deckgen.diagnostics import Issue
from deckgen.ir.roles import COLOUR_ROLES, ColourRole
from deckgen.kinds import drill_down
from sample_projects import make_project

LAYOUTS = Path(__file__).parents[2] / "layouts"
PRIMARIES = {
    "dark green": "0B3D20", "maroon": "6B0F1A", "teal": "007A87", "yellow": "FFD100", "near-black": "0A0A0C",
    "near-white": "F4F1EA",
}  # fmt: skip
LIGHT: dict[ColourRole, str] = {
    "ink": "202122", "muted": "54595D", "rule": "C8CCD1", "surface": "F8F9FA", "white": "FFFFFF", "success": "0F6E5A",
    "warning": "8A5200", "danger": "B32424", "neutral": "EAECF0",
}  # fmt: skip
DARK: dict[ColourRole, str] = {
    "ink": "F5F5F5", "muted": "A0A8B0", "rule": "3A424A", "surface": "1C2228", "white": "101418", "success": "4CC38A",
    "warning": "F0A030", "danger": "FF8A80", "neutral": "2A3138",
}  # fmt: skip
TINTS: tuple[ColourRole, ...] = ("primary-tint", "success-tint", "warning-tint", "danger-tint")
colours = st.integers(0, 0xFFFFFF).map(lambda n: f"{n:06X}")
any_primary = pytest.mark.parametrize("primary", PRIMARIES.values(), ids=PRIMARIES.keys())
pages = pytest.mark.parametrize("page", [LIGHT, DARK], ids=["light", "dark"])


def own_brand(root: Path, primary: str, more: str = "", name: str = "own") -> tuple[Brand, list[Issue]]:
    folder = root / "layouts" / name
    folder.mkdir(parents=True, exist_ok=True)
    text = f'meta:\n  name: Own\ncolor:\n  primary: "#{primary}"\ndefaults:\n  deckgen:\n    extend: wikimedia\n{more}'
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    brand, issues, _ = load_brand(name, [root / "layouts", LAYOUTS], root)
    assert brand is not None, issues
    return brand, issues


def check_readable(palette: Palette) -> None:
    for ground, role in palette.text.on.items():
        text, behind = palette.colour(role), palette.colour(ground)
        best = max(contrast(palette.colour(r), behind) for r in ("white", "ink", "dark", "surface", "on-primary"))
        assert contrast(text, behind) >= min(4.5, best), ground
    assert contrast(palette.colour("on-primary"), palette.colour("primary")) >= 4.5
    for ground in ("white", "surface", "primary-tint"):
        assert contrast(palette.colour(palette.text.primary_text), palette.colour(ground)) >= 4.4


def check_calm(palette: Palette) -> None:
    page = lightness_and_chroma(palette.colour("white"))[0]
    for role in TINTS:
        lightness, chroma = lightness_and_chroma(palette.colour(role))
        assert chroma <= 0.03, role
        assert 0.035 <= abs(lightness - page) <= 0.08, role
        assert contrast(palette.colour("ink"), palette.colour(role)) >= 4.5, role
    assert contrast(palette.colour("primary-light"), palette.colour("white")) >= 1.3
    assert palette.colour("primary-dark") != palette.colour("primary")


@any_primary
@pages
def test_text_is_readable_and_tints_are_calm(primary: str, page: dict[ColourRole, str]) -> None:
    palette = complete_palette({**page, "primary": primary}, {})
    check_readable(palette)
    check_calm(palette)
    assert all(palette.colour(role) for role in COLOUR_ROLES)


@given(colours, st.sampled_from([LIGHT, DARK]))
@settings(deadline=None, max_examples=60)
def test_text_and_tints_suit_any_primary_colour(primary: str, page: dict[ColourRole, str]) -> None:
    palette = complete_palette({**page, "primary": primary}, {})
    check_readable(palette)
    check_calm(palette)


@pytest.mark.parametrize(
    ("name", "on_primary"),
    [("dark green", "white"), ("maroon", "white"), ("teal", "white"), ("near-black", "white"), ("yellow", "ink"),
     ("near-white", "ink")],
)  # fmt: skip
def test_text_on_primary_is_chosen_for_contrast_in_every_layout(tmp_path: Path, name: str, on_primary: str) -> None:
    brand, _ = own_brand(tmp_path, PRIMARIES[name])
    cover, drill_down = brand.layouts["cover"], brand.layouts["drill-down"]
    styles = [*cover.slots["title"].styles.values(), *drill_down.slots["recommendation"].styles.values()]
    assert {style.role for style in styles} == {on_primary}
    assert drill_down.slots["recommendation"].styles["body"].bullet_role == on_primary


def test_brand_may_state_the_text_on_primary(tmp_path: Path) -> None:
    brand, _ = own_brand(tmp_path, "FFD100", '    roles: {on-primary: "#5A1A00"}\n')
    style = brand.layouts["cover"].slots["title"].styles["body"]
    assert (style.role, brand.colour("on-primary")) == ("on-primary", "5A1A00")


def test_role_that_cannot_be_read_on_a_strong_ground_is_replaced(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    text = (LAYOUTS / "wikimedia" / "cover.yaml").read_text(encoding="utf-8").replace("on-primary", "white")
    (folder / "cover.yaml").write_text(text, encoding="utf-8")
    for primary, role in (("FFD100", "ink"), ("6B0F1A", "white")):
        brand, _ = own_brand(tmp_path, primary)
        assert brand.layouts["cover"].slots["title"].styles["body"].role == role


def test_primary_colour_too_light_for_text_has_a_darker_one(tmp_path: Path) -> None:
    brand, _ = own_brand(tmp_path, "FFD100")
    assert brand.master.slots["eyebrow"].styles["body"].role == "primary-text"
    assert brand.layouts["drill-down"].slots["recommendation"].rule == "primary"
    dark, _ = own_brand(tmp_path, "6B0F1A")
    assert dark.master.slots["eyebrow"].styles["body"].role == "primary"


@any_primary
def test_inherited_tints_that_do_not_suit_another_primary_are_replaced(tmp_path: Path, primary: str) -> None:
    brand, _ = own_brand(tmp_path, primary)
    lightness, chroma = lightness_and_chroma(brand.colour("primary-tint"))
    assert 0.91 <= lightness <= 0.97
    assert chroma <= 0.03
    assert contrast(brand.colour("primary-light"), "FFFFFF") >= 1.3


def test_inherited_tints_are_replaced_on_a_dark_page(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    colours = {"background": "101418", "foreground": "F5F5F5", "light": "1C2228", "secondary": "A0A8B0"}
    lines = "".join(f'  {key}: "#{colour}"\n' for key, colour in colours.items())
    (folder / "_brand.yml").write_text(
        f"meta: {{name: Own}}\ncolor:\n{lines}defaults: {{deckgen: {{extend: wikimedia}}}}\n"
    )
    brand, issues, _ = load_brand("own", [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert brand is not None, issues
    assert contrast(brand.colour("ink"), brand.colour("primary-tint")) >= 4.5
    assert contrast(brand.colour("primary-light"), "101418") < contrast(brand.colour("primary"), "101418")


@pytest.mark.parametrize(
    ("colours", "are_kept"),
    [("background: '#FFFFFF'", True), ("background: '#FFFDF5'", True), ("background: '#101418', foreground: '#F5F5F5'", False),
     ("success: '#8A5200', warning: '#8A5200', danger: '#8A5200'", False)],
)  # fmt: skip
def test_inherited_fills_of_statuses_are_kept_where_they_can_be_told_apart(
    tmp_path: Path, colours: str, are_kept: bool
) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    text = f"meta: {{name: Own}}\ncolor: {{{colours}}}\ndefaults: {{deckgen: {{extend: wikimedia}}}}\n"
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    brand, issues, _ = load_brand("own", [tmp_path / "layouts", LAYOUTS], tmp_path)
    packaged, _, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None, issues
    assert packaged is not None
    fills = {fill: packaged.tints[fill] for fill in STATUS_FILLS.values()}
    assert ({fill: brand.tints[fill] for fill in fills} == fills) is are_kept


def test_tints_that_a_brand_states_itself_are_kept(tmp_path: Path) -> None:
    brand, _ = own_brand(tmp_path, "0B3D20", "    tints: {primary-tint: {of: primary, scale: 10, lift: 89}}\n")
    assert brand.tints["primary-tint"] == Tint("primary", 10_000, 89_000)
    stated, _, _ = load_brand("wikimedia", [LAYOUTS])
    assert stated is not None
    assert stated.tints["primary-light"] == Tint("primary", 40_000, 60_000)


def test_saturation_of_a_tint_may_be_stated(tmp_path: Path) -> None:
    brand, _ = own_brand(
        tmp_path, "0B3D20", "    tints: {primary-tint: {of: primary, scale: 0, lift: 80, saturation: 0}}\n"
    )
    assert brand.colour("primary-tint") == "CCCCCC"


def test_file_has_theme_colours_and_links_that_can_be_read(tmp_path: Path) -> None:
    project = make_project(tmp_path, drill_down.EXAMPLE, brand="own")
    own_brand(project.parents[1], "FFD100")
    built = pipeline.build_bytes(project)
    assert built.data is not None, built.issues
    with zipfile.ZipFile(io.BytesIO(built.data)) as package:
        theme = package.read("ppt/theme/theme1.xml").decode()
        parts = [
            package.read(name).decode() for name in package.namelist() if "slide" in name and name.endswith(".xml")
        ]
    link = theme.partition('<a:hlink><a:srgbClr val="')[2][:6]
    assert contrast(link, "FFFFFF") >= 4.5
    assert any('<a:schemeClr val="hlink"/>' in part for part in parts)
    assert not any("srgbClr" in part for part in parts)
