"""What `check` says of a brand's colours and keys: faults of contrast, statuses alike in grey, keys without effect."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from deckgen.brand.colour_math import contrast, grey_value
from deckgen.brand.load import load_brand
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.diagnostics import Issue, line_and_column
from deckgen.kinds import bullets
from sample_projects import make_project

LAYOUTS = Path(__file__).parents[2] / "layouts"
FROZEN = Path(__file__).parents[1] / "frozen" / "format-1" / "project" / "layouts"
EXTENDS = "defaults:\n  deckgen:\n    extend: wikimedia\n"
PRIMARIES = ("0B3D20", "6B0F1A", "007A87", "FFD100", "0A0A0C", "F4F1EA")


def load(root: Path, text: str) -> tuple[Brand, list[Issue], dict[str, str]]:
    folder = root / "layouts" / "own"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "_brand.yml").write_text(text, encoding="utf-8")
    brand, issues, sources = load_brand("own", [root / "layouts", LAYOUTS], root)
    assert brand is not None, issues
    return brand, issues, sources


def with_colours(*lines: str, more: str = "") -> str:
    return "meta:\n  name: Own\ncolor:\n" + "".join(f"  {line}\n" for line in lines) + EXTENDS + more


def place(issue: Issue, sources: dict[str, str]) -> tuple[int, int, str]:
    assert issue.span is not None
    text = sources[issue.span.file]
    assert issue.span.file == "layouts/own/_brand.yml"
    return *line_and_column(text, issue.span.start), text[issue.span.start : issue.span.end]


def test_own_brand_has_no_issue() -> None:
    assert load_brand("wikimedia", [LAYOUTS])[1] == []


@pytest.mark.parametrize("name", ["plain", "extended"])
def test_frozen_brands_can_be_read_and_have_no_unused_key(name: str) -> None:
    _, issues, _ = load_brand(name, [FROZEN])
    assert {issue.code for issue in issues} <= {"brand-statuses"}


@pytest.mark.parametrize("primary", PRIMARIES)
def test_no_primary_colour_makes_a_fault_of_contrast(tmp_path: Path, primary: str) -> None:
    assert load(tmp_path, with_colours(f'primary: "#{primary}"'))[1] == []


def test_text_that_cannot_be_read_is_reported_for_each_pair_at_its_colour(tmp_path: Path) -> None:
    text = with_colours("secondary: '#8A9099'", "success: '#2FA36B'", more="")
    brand, issues, sources = load(tmp_path, text)
    found = [issue for issue in issues if issue.code == "brand-contrast"]
    assert {place(issue, sources) for issue in found} == {(4, 14, "'#8A9099'"), (5, 12, "'#2FA36B'")}
    pairs = [tuple(re.findall("`([a-z-]+)`", issue.message)[:2]) for issue in found]
    assert len(pairs) == len(set(pairs))
    assert ("muted", "white") in pairs
    assert ("success", "primary-tint") in pairs
    for (role, ground), issue in zip(pairs, found, strict=True):
        assert issue.severity.value == "warning"
        assert issue.hint is not None
        [proposed] = re.findall("#([0-9A-F]{6})", issue.hint)
        assert contrast(proposed, brand.colour(ground)) >= 4.5 > contrast(brand.colour(role), brand.colour(ground))


def test_stated_text_on_primary_that_cannot_be_read_is_reported(tmp_path: Path) -> None:
    more = "    roles: {on-primary: '#FFFFFF'}\n"
    (tmp_path / "layouts" / "own").mkdir(parents=True)
    _, issues, sources = load(tmp_path, with_colours("primary: '#FFD100'", more=more))
    assert ("white", "primary") in [tuple(re.findall("`([a-z-]+)`", issue.message)[:2]) for issue in issues]
    assert {place(issue, sources)[2] for issue in issues} == {"'#FFD100'"}


def test_large_text_needs_less_contrast(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    bullets_file = (LAYOUTS / "wikimedia" / "bullets.yaml").read_text(encoding="utf-8")

    def codes(size: int) -> set[str]:
        styles = f"styles: {{body: {{size: {size}, min: {size}, role: neutral}}}}"
        (folder / "bullets.yaml").write_text(bullets_file.replace("styles: text", styles), encoding="utf-8")
        more = "    roles: {neutral: '#8A8A8A'}\n"
        issues = load(tmp_path, with_colours("primary: '#3366CC'", more=more))[1]
        return {issue.message.partition(" has")[0] for issue in issues if issue.code == "brand-contrast"}

    assert "text in `neutral` on `white`" in codes(17)
    assert "text in `neutral` on `white`" not in codes(18)


def test_statuses_alike_in_grey_are_reported_with_colours_that_differ(tmp_path: Path) -> None:
    text = with_colours("success: '#0F6E5A'", "warning: '#6B4000'", "danger: '#B32424'")
    _, issues, sources = load(tmp_path, text)
    [issue] = issues
    assert (issue.code, place(issue, sources)[2]) == ("brand-statuses", "'#B32424'")
    proposed = re.findall("`([a-z-]+: '#[0-9A-F]{6}')`", issue.hint or "")
    changed, issues, _ = load(tmp_path, text + f"    roles: {{{', '.join(proposed)}}}\n")
    assert issues == []
    assert all(
        contrast(changed.colour(role), "FFFFFF") >= 3 for role in ("success-fill", "warning-fill", "danger-fill")
    )


def test_fills_of_the_own_brand_differ_in_grey() -> None:
    brand, _, _ = load_brand("wikimedia", [LAYOUTS])
    assert brand is not None
    low, middle, high = sorted(grey_value(brand.colour(f)) for f in ("success-fill", "warning-fill", "danger-fill"))
    assert min(middle - low, high - middle) >= 12


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("meta:\n  name: Own\n  link: https://example.org\n", ["link"]),
        ("meta:\n  name: {short: Own, full: Own Organisation}\n", []),
        ("meta: {name: Own}\ncolor:\n  info: '#3366CC'\n  dark: '#101010'\n", ["info"]),
        ("meta: {name: Own}\ncolor:\n  palette: {anything: '#3366CC'}\n", []),
        ("meta: {name: Own}\ntypography: {monospace: Fira Code, link: {weight: 700}}\n", ["monospace", "link"]),
        ("meta: {name: Own}\ntypography: {base: {family: Source Sans Pro, size: 18pt}}\n", ["size"]),
        ("meta: {name: Own}\ntypography: {headings: {weight: 400, color: '#3366CC'}}\n", ["weight", "color"]),
        ("meta: {name: Own}\ntypography: {headings: {weight: bold}}\n", []),
        ("meta: {name: Own}\ncolors: {primary: '#3366CC'}\n", ["colors"]),
    ],
)
def test_every_key_is_used_or_named(tmp_path: Path, text: str, keys: list[str]) -> None:
    _, issues, sources = load(tmp_path, text + EXTENDS)
    assert [issue.code for issue in issues] == ["brand-unused"] * len(keys)
    assert [place(issue, sources)[2] for issue in issues] == keys


def test_settings_of_other_programs_are_not_named(tmp_path: Path) -> None:
    assert load(tmp_path, "meta: {name: Own}\n" + EXTENDS + "  quarto: {theme: cosmo}\n")[1] == []


def test_misspelt_key_gets_a_suggestion(tmp_path: Path) -> None:
    [issue] = load(tmp_path, with_colours("secundary: '#54595D'"))[1]
    assert issue.hint == "did you mean `secondary`?"


def test_brand_warnings_are_those_of_check_and_can_be_switched_off(tmp_path: Path) -> None:
    def codes(remarks: bool, **deck: object) -> list[str]:
        folder = make_project(tmp_path, bullets.EXAMPLE, brand="own", **deck)
        laid_out = pipeline.lay_out(folder, remarks=remarks)
        return [issue.code for issue in laid_out.issues if issue.code.startswith("brand")]

    load(tmp_path, with_colours("info: '#54595D'"))
    assert codes(remarks=False) == []
    assert codes(remarks=True) == ["brand-unused"]
    assert codes(remarks=True, checks={"brand-unused": "off"}) == []


def test_inherited_key_that_this_brand_changes_is_not_reported(tmp_path: Path) -> None:
    folder = tmp_path / "layouts" / "own"
    folder.mkdir(parents=True)
    (folder / "_brand.yml").write_text("defaults: {deckgen: {extend: wikimedia}}\n", encoding="utf-8")
    (folder / "master.yaml").write_text("styles: {text: {body: {size: 18}}}\n", encoding="utf-8")
    brand, issues, _ = load_brand("own", [tmp_path / "layouts", LAYOUTS], tmp_path)
    assert brand is not None
    assert issues == []
