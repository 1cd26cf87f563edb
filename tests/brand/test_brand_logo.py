"""The logo of a brand: which form a layout shows, how large, with which room around it, and what is refused."""

from pathlib import Path

import pytest
from PIL import Image

from brand_pictures import MARK, WIDE_LOGO, load, loaded, make_brand, save_wide_logo
from deckgen.brand.logo import clear_box
from deckgen.brand.types import Brand, Decoration, SlideLayout
from deckgen.diagnostics import Issue, Severity, line_and_column
from deckgen.ir.frames import EMU_PER_INCH, Box

DARK = {
    "cover", "divider", "divider--appendix", "divider--contents", "objective--narrow", "objective--opener", "section",
    "section--narrow", "section-plain", "section-plain--narrow",
}  # fmt: skip
"""The layouts that have the logo on a strong ground."""


_BULLETS = "slots:\n  bullets: {role: text, columns: [1, 10], top: 1.75, bottom: 6.65, styles: text}\n"


def logo_box(layout: SlideLayout) -> Box:
    assert layout.logo is not None
    return layout.logo.picture.box


def shown_file(brand: Brand, layout: SlideLayout) -> str:
    assert layout.logo is not None
    return brand.pictures[layout.logo.picture.digest].name


def test_layouts_show_the_form_for_their_ground(tmp_path: Path) -> None:
    brand = loaded(make_brand(tmp_path, WIDE_LOGO))
    files = {key: shown_file(brand, layout) for key, layout in brand.layouts.items()}
    assert {key for key, file in files.items() if file == "white.png"} == DARK
    assert shown_file(brand, brand.master) == "wide.png"
    assert all(layout.logo is not None and layout.logo.plate is None for layout in brand.layouts.values())


def test_light_primary_is_a_light_ground(tmp_path: Path) -> None:
    brand = loaded(make_brand(tmp_path, 'color:\n  palette:\n    blue: "#FFCC00"\n' + WIDE_LOGO))
    assert {shown_file(brand, brand.layouts[key]) for key in DARK - {"divider--appendix"}} == {"wide.png"}


def test_uppermost_rectangle_behind_all_of_the_logo_is_its_ground(tmp_path: Path) -> None:
    panel, low = (
        "{shape: rect, x: 0, y: 0, width: 13, height: 7, fill: %s}",
        "{shape: rect, x: 0, y: 0, width: 13, height: 0.9, fill: white}",
    )
    rest = "omit: [eyebrow, tag, footnotes, footer, date, back, number]\nlogo: {x: 1, y: 0.5, width: 2, height: 1}\n"
    for name, fills, shown in (("dark", ("white", "ink"), "white.png"), ("light", ("ink", "white"), "wide.png")):
        shapes = "".join(f"  - {panel % fill}\n" for fill in fills) + f"  - {low}\n"
        files = {"bullets.yaml": f"name: B\n{rest}decorations:\n{shapes}{_BULLETS}"}
        brand = loaded(make_brand(tmp_path / name, WIDE_LOGO, files))
        assert shown_file(brand, brand.layouts["bullets"]) == shown


def test_wide_logo_stays_on_the_panel(tmp_path: Path) -> None:
    brand = loaded(make_brand(tmp_path, WIDE_LOGO))
    for key in ("objective--narrow", "objective--opener", "section", "section--narrow", "section-plain"):
        layout = brand.layouts[key]
        assert layout.logo is not None
        [panel] = [shape for shape in layout.decorations if isinstance(shape, Decoration) and shape.name == "Panel"]
        assert panel.box.contains(layout.logo.picture.box)


def test_layout_can_name_its_ground(tmp_path: Path) -> None:
    place = "logo: {ground: dark, x: 1, y: 1, width: 2, height: 1}\n"
    files = {"cover.yaml": f"name: Cover\nomit: [eyebrow, tag, footnotes, footer, date, back, number]\n{place}"}
    brand = loaded(make_brand(tmp_path, WIDE_LOGO, files))
    assert shown_file(brand, brand.layouts["cover"]) == "white.png"


@pytest.mark.parametrize("size", [None, "4:3"])
@pytest.mark.parametrize(("logo", "ratio"), [(WIDE_LOGO, 1800 / 240), ("logo: mark.svg\n", 100 / 120)])
def test_logo_is_never_distorted(tmp_path: Path, logo: str, ratio: float, size: str | None) -> None:
    brand = loaded(make_brand(tmp_path, logo), size)
    for layout in (brand.master, *brand.layouts.values()):
        box = logo_box(layout)
        assert box.width / box.height == pytest.approx(ratio, rel=0.01)
        assert 0 <= box.x < box.right <= brand.size[0]
        assert 0 <= box.y < box.bottom <= brand.size[1]


@pytest.mark.parametrize("logo", [WIDE_LOGO, "logo: mark.svg\n"])
def test_slots_stay_outside_the_clear_space(tmp_path: Path, logo: str) -> None:
    brand, issues, _ = load(make_brand(tmp_path, logo))
    assert brand is not None
    for layout in (brand.master, *brand.layouts.values()):
        assert layout.logo is not None
        clear = clear_box(layout.logo, 0.4)
        assert [name for name, slot in layout.slots.items() if slot.box.overlaps(clear)] == []
    notes = [issue for issue in issues if issue.code == "brand-logo-space"]
    assert [(note.severity, "`footer`" in note.message) for note in notes] == [(Severity.NOTE, True)]


def test_logo_that_covers_a_slot_is_an_error_at_its_place(tmp_path: Path) -> None:
    files = {"master.yaml": "logo: {columns: [1, 12], top: 0.3, bottom: 1.9}\n"}
    brand, issues, sources = load(make_brand(tmp_path, WIDE_LOGO, files))
    assert brand is None
    errors = [issue for issue in issues if issue.code == "brand-logo"]
    assert any("`title` of the layout `bullets`" in issue.message for issue in errors)
    assert all(position(issue, sources) == ("layouts/own/master.yaml", 1) for issue in errors)


def position(issue: Issue, sources: dict[str, str]) -> tuple[str, int]:
    assert issue.span is not None
    return issue.span.file, line_and_column(sources[issue.span.file], issue.span.start)[0]


def test_clear_space_is_a_share_of_the_height(tmp_path: Path) -> None:
    text = "logo: mark.svg\ndefaults:\n  deckgen:\n    extend: wikimedia\n    logo-clear-space: 100\n"
    footer, tight = (
        loaded(make_brand(tmp_path / name, more)).layouts["bullets"]
        for name, more in (("wide", text), ("tight", text.replace("100", "0")))
    )
    height = logo_box(footer).height
    assert footer.slots["footer"].box.x - tight.slots["footer"].box.x == height


def test_logo_without_a_dark_form_stands_on_a_light_plate(tmp_path: Path) -> None:
    brand, issues, sources = load(make_brand(tmp_path, "logo: {small: mark.svg}\n"))
    assert brand is not None
    logo = brand.layouts["cover"].logo
    assert logo is not None
    assert logo.plate is not None
    assert logo.plate.fill == "white"
    assert logo.plate.box == clear_box(logo, 0.4)
    assert brand.master.logo is not None
    assert brand.master.logo.plate is None
    [warning] = [issue for issue in issues if issue.code == "brand-logo-ground"]
    assert "stands on a light plate" in warning.message
    assert position(warning, sources) == ("layouts/own/_brand.yml", 3)


def test_form_for_dark_grounds_alone_stands_on_a_dark_plate(tmp_path: Path) -> None:
    logo = loaded(make_brand(tmp_path, "logo: {small: {dark: logos/white.png}}\n")).master.logo
    assert logo is not None
    assert logo.plate is not None
    assert logo.plate.fill == "ink"


@pytest.mark.parametrize("clear_space", [0, 40])
def test_text_at_the_foot_does_not_touch_the_plate_of_a_logo(tmp_path: Path, clear_space: int) -> None:
    settings = f"defaults: {{deckgen: {{extend: wikimedia, logo-clear-space: {clear_space}}}}}\n"
    text = "logo: {small: {dark: logos/white.png}}\n" + settings
    for layout in loaded(make_brand(tmp_path, text)).layouts.values():
        plate = layout.logo.plate if layout.logo else None
        beside = [
            slot
            for slot in layout.slots.values()
            if plate and slot.box.y < plate.box.bottom and slot.box.bottom > plate.box.y
        ]
        assert all(plate and slot.box.x - plate.box.right >= EMU_PER_INCH // 20 for slot in beside), layout.key


def test_logo_with_letters_that_are_text_is_reported(tmp_path: Path) -> None:
    folder = make_brand(tmp_path, "logo: {small: mark.svg, large: words.svg}\n")
    text = '<text x="2" y="20" font-family="Lato">Harbour <tspan>Council</tspan></text>'
    drawing = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 44"><path d="M2 2h9v9z"/>{text}</svg>'
    (tmp_path / "layouts" / "own" / "words.svg").write_text(drawing, encoding="utf-8")
    _, issues, sources = load(folder)
    [warning] = [issue for issue in issues if issue.code == "picture-loss"]
    assert (
        warning.message
        == "the logo `words.svg` has letters that are text, and a deck shows them in Arial: “Harbour Council”"
    )
    assert position(warning, sources) == ("layouts/own/_brand.yml", 3)


def test_size_that_is_not_given_is_the_nearest_one(tmp_path: Path) -> None:
    brand = loaded(
        make_brand(tmp_path, "logo: {small: mark.svg, large: {light: logos/wide.png, dark: logos/white.png}}\n")
    )
    shown = {key: shown_file(brand, brand.layouts[key]) for key in ("bullets", "divider", "cover")}
    assert shown == {"bullets": "mark.svg", "divider": "mark.svg", "cover": "white.png"}


def test_layout_can_leave_the_logo_out_or_choose_another_size(tmp_path: Path) -> None:
    files = {
        "bullets.yaml": f"name: Bullets\nlogo: none\n{_BULLETS}",
        "table.yaml": f"name: T\nlogo: {{size: large}}\n{_BULLETS}",
    }
    text = "logo: {small: mark.svg, large: logos/wide.png}\n"
    brand = loaded(make_brand(tmp_path, text, files))
    assert brand.layouts["bullets"].logo is None
    assert brand.layouts["bullets"].slots["footer"].box.x == brand.layouts["bullets"].slots["title"].box.x
    assert shown_file(brand, brand.layouts["table"]) == "wide.png"
    assert logo_box(brand.layouts["table"]).x == logo_box(brand.master).x


def test_alt_text_is_the_own_one_or_the_name_of_the_brand(tmp_path: Path) -> None:
    brand = loaded(make_brand(tmp_path, WIDE_LOGO))
    cover, master = brand.layouts["cover"].logo, brand.master.logo
    assert cover is not None
    assert master is not None
    assert (master.picture.alt, cover.picture.alt) == ("Harbour Trust", "Harbour")


def test_extending_brand_finds_the_files_of_each_brand(tmp_path: Path) -> None:
    make_brand(tmp_path, WIDE_LOGO, name="base")
    text = "logo:\n  small: mark.svg\ndefaults:\n  deckgen:\n    extend: base\n"
    brand = loaded(make_brand(tmp_path, text))
    assert brand.pictures[brand.layouts["cover"].logo.picture.digest].parent.parent.name == "base"  # type: ignore[union-attr]
    assert shown_file(brand, brand.master) == "mark.svg"


def test_logo_that_no_layout_shows_is_a_warning(tmp_path: Path) -> None:
    cover = "name: Cover\nlogo: none\n"
    files = {"master.yaml": "logo: none\n", **{f"{name}.yaml": cover for name in DARK}}
    _, issues, sources = load(make_brand(tmp_path, "logo: mark.svg\n", files))
    [warning] = [issue for issue in issues if issue.code == "brand-logo-unused"]
    assert warning.severity is Severity.WARNING
    assert position(warning, sources) == ("layouts/own/_brand.yml", 3)


def test_brand_without_a_logo_shows_none(tmp_path: Path) -> None:
    brand, issues, _ = load(make_brand(tmp_path, ""))
    assert brand is not None
    assert issues == []
    assert all(layout.logo is None for layout in (brand.master, *brand.layouts.values()))


@pytest.mark.parametrize(
    ("logo", "message", "hint"),
    [
        ("logo: missing.svg", "`missing.svg` is not in the folder `own` of the brand", "put the file there"),
        ("logo: Mark.svg", "is not in the folder", "did you mean `mark.svg`?"),
        ("logo: {small: {light: colour}}", "`colour` is not in the folder", "put the file there"),
        ("logo: {small: {light: mark.svg, dark: nothing.png}}", "`nothing.png` is not in", "put the file there"),
        ("logo: {images: {unused: gone.png}, small: mark.svg}", "`gone.png` is not in", "put the file there"),
        ("logo: ../../secret.png", "is not in the folder of the brand", "without `..`"),
        ("logo: /etc/passwd", "is not in the folder of the brand", "without `..`"),
        ("logo: https://example.org/logo.svg", "is an address, not a file", "download it"),
        ("logo: logos", "is a folder, not a file", "as in logos/wide.svg"),
        ("logo: damaged.png", "is damaged", "copy the file again"),
        ("logo: paper.pdf", "is a PDF", "save the page as PNG or SVG"),
        ("logo: outside.png", "leads out of the project", "put a copy"),
        ("logo: bad.svg", "bad.svg", "save it as"),
    ],
)
def test_unusable_logo_is_an_error_at_its_line(tmp_path: Path, logo: str, message: str, hint: str) -> None:
    folder = make_brand(tmp_path / "project", f"{logo}\n")
    (folder / "damaged.png").write_bytes((folder / "logos" / "wide.png").read_bytes()[:100])
    (folder / "paper.pdf").write_bytes(b"%PDF-1.7\n")
    (folder / "bad.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'><broken", encoding="utf-8")
    Image.new("RGB", (9, 9)).save(tmp_path / "secret.png")
    (folder / "outside.png").symlink_to(tmp_path / "secret.png")
    brand, issues, sources = load(folder)
    assert brand is None
    [issue] = issues
    assert (issue.code, issue.severity) == ("brand-picture", Severity.ERROR)
    assert message in issue.message
    assert hint in (issue.hint or "")
    assert position(issue, sources) == ("layouts/own/_brand.yml", 3)


@pytest.mark.parametrize(
    ("logo", "message"),
    [
        ("logo: {tiny: mark.svg}", "there is no field `tiny`"),
        ("logo: {small: {bright: mark.svg}}", "there is no field `bright`"),
        ("logo: {small: {alt: Harbour}}", "`path` is missing"),
        ("logo: [mark.svg]", "is expected here"),
        ("logo: {small: [mark.svg]}", "is expected here"),
    ],
)
def test_wrong_shape_of_the_logo_is_an_error_in_plain_words(tmp_path: Path, logo: str, message: str) -> None:
    brand, [issue], sources = load(make_brand(tmp_path, f"{logo}\n"))
    assert brand is None
    assert message in issue.message
    assert position(issue, sources) == ("layouts/own/_brand.yml", 3)


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ("{x: 13, y: 7, width: 2, height: 1}", "the logo is partly outside the slide"),
        ("{columns: [1, 20], top: 7, bottom: 7.3}", "the logo has the columns 1 to 20"),
        ("{columns: [1, 2], top: 7, bottom: 7}", "the logo has no room inside"),
        ("{columns: [1, 2], x: 1, top: 6, bottom: 7}", "the logo has `columns` and `x`"),
        ("{size: huge}", "`huge` is not known here"),
    ],
)
def test_wrong_place_of_the_logo_is_an_error_in_its_layout(tmp_path: Path, place: str, message: str) -> None:
    brand, [issue], _ = load(make_brand(tmp_path, WIDE_LOGO, {"cover.yaml": f"name: Cover\nlogo: {place}\n"}))
    assert brand is None
    assert message in issue.message
    assert issue.span is not None
    assert issue.span.file == "layouts/own/cover.yaml"


def test_logo_with_too_few_pixels_is_a_warning_with_the_size_needed(tmp_path: Path) -> None:
    folder = make_brand(tmp_path, "logo: {small: {light: small.png, dark: small.png}}\n")
    save_wide_logo(folder / "small.png", "grey", 150, 20)
    brand, issues, _ = load(folder)
    assert brand is not None
    warnings = [issue for issue in issues if issue.code == "brand-picture-small"]
    assert warnings
    assert all("150 by 20 pixels" in warning.message for warning in warnings)
    wide = max(logo_box(layout).width for layout in brand.layouts.values()) / EMU_PER_INCH
    assert any(f"{round(wide * 150)} by" in (warning.hint or "") for warning in warnings)


def test_drawing_is_sharp_at_any_size(tmp_path: Path) -> None:
    assert "width=" in MARK
    _, issues, _ = load(make_brand(tmp_path, "logo: {small: {light: mark.svg, dark: mark.svg}}\n"))
    assert [issue.code for issue in issues] == ["brand-logo-space"]
