"""The motif of a layout: none, own shapes, or a picture that fills its box or lies inside it."""

from pathlib import Path

import pytest
from PIL import Image

from brand_pictures import load, loaded, make_brand
from deckgen.brand.types import Brand, Decoration, LayoutPicture
from deckgen.ir.frames import EMU_PER_INCH


def with_motif(project: Path, motif: str) -> Path:
    folder = make_brand(project, f"defaults:\n  deckgen:\n    extend: wikimedia\n    motif: {motif}\n")
    Image.new("RGB", (2400, 1200), "#336699").save(folder / "photo.jpg")
    return folder


def decorations(brand: Brand, layout: str) -> list[Decoration | LayoutPicture]:
    return [*brand.layouts[layout].decorations]


def test_none_removes_the_motif_of_all_layouts_or_of_one(tmp_path: Path) -> None:
    everywhere = loaded(with_motif(tmp_path / "all", "none"))
    cover_only = loaded(with_motif(tmp_path / "one", "{cover: none}"))
    assert (decorations(everywhere, "cover"), decorations(everywhere, "divider")) == ([], [])
    assert decorations(cover_only, "cover") == []
    assert len(decorations(cover_only, "divider")) == 2


def test_motif_of_a_layout_is_that_of_its_variants(tmp_path: Path) -> None:
    shape = "{shape: rect, x: 9, y: 0, width: 3, height: 7, fill: ink}"
    layouts = loaded(with_motif(tmp_path, f"{{divider: none, divider--appendix: [{shape}]}}")).layouts
    assert [len(layouts[name].decorations) for name in ("divider", "divider--contents")] == [0, 0]
    assert len(layouts["divider--appendix"].decorations) == 1


def test_own_shapes_replace_the_motif_of_a_layout(tmp_path: Path) -> None:
    shape = "{shape: rect, columns: [10, 12], top: 0, bottom: 7.5, fill: primary-dark}"
    brand = loaded(with_motif(tmp_path, f"{{cover: [{shape}], bullets: [{shape}]}}"))
    for layout in ("cover", "bullets"):
        [motif] = decorations(brand, layout)
        assert isinstance(motif, Decoration)
        assert (motif.shape, motif.fill, motif.box.height) == ("rect", "primary-dark", brand.size[1])


def test_picture_without_a_position_fills_the_slide(tmp_path: Path) -> None:
    brand = loaded(with_motif(tmp_path, "{cover: [{picture: photo.jpg}]}"))
    [motif] = decorations(brand, "cover")
    assert isinstance(motif, LayoutPicture)
    assert (motif.box.width, motif.box.height) == pytest.approx(brand.size, abs=1000)
    visible = 2400 * (100_000 - motif.crop[0] - motif.crop[2]) / (1200 * (100_000 - motif.crop[1] - motif.crop[3]))
    assert visible == pytest.approx(motif.box.width / motif.box.height, rel=0.001)
    assert motif.alt == ""


def test_placed_picture_lies_inside_its_box_unless_it_fills_it(tmp_path: Path) -> None:
    place = "picture: photo.jpg, x: 9, y: 1, width: 4, height: 4"
    brand = loaded(
        with_motif(tmp_path, f"{{cover: [{{{place}}}], divider: [{{{place}, fit: fill, alt: A blue sea}}]}}")
    )
    [inside], [filling] = decorations(brand, "cover"), decorations(brand, "divider")
    assert isinstance(inside, LayoutPicture)
    assert isinstance(filling, LayoutPicture)
    assert (inside.box.width, inside.box.height) == (4 * EMU_PER_INCH, 2 * EMU_PER_INCH)
    assert inside.crop == (0, 0, 0, 0)
    assert filling.box.height == 4 * EMU_PER_INCH
    assert filling.crop == (25_000, 0, 25_000, 0)
    assert filling.alt == "A blue sea"


def test_layout_file_may_have_a_picture_among_its_decorations(tmp_path: Path) -> None:
    folder = with_motif(tmp_path, "{}")
    text = "name: Divider\ndecorations:\n  - {picture: mark.svg, x: 9, y: 1, width: 3, height: 3}\n"
    (folder / "divider.yaml").write_text(text, encoding="utf-8")
    assert [type(d) for d in decorations(loaded(folder), "divider")] == [LayoutPicture]


def test_motif_is_placed_anew_on_slides_of_another_size(tmp_path: Path) -> None:
    place = "picture: photo.jpg, x: 9, y: 1, width: 4, height: 2"
    brand = loaded(with_motif(tmp_path, f"{{cover: [{{{place}}}]}}"), "4:3")
    [motif] = decorations(brand, "cover")
    assert motif.box.right <= brand.size[0]
    assert motif.box.width / motif.box.height == pytest.approx(2, rel=0.01)


def test_picture_behind_text_is_a_warning(tmp_path: Path) -> None:
    _, issues, _ = load(with_motif(tmp_path, "{cover: [{picture: photo.jpg}]}"))
    [warning] = [issue for issue in issues if issue.code == "brand-picture-text"]
    assert "text of the layout `cover` (title, " in warning.message


@pytest.mark.parametrize(
    ("motif", "message"),
    [
        ("{covr: none}", "there is no layout `covr`"),
        ("{cover: nothing}", "`nothing` is not known here"),
        ("{cover: [{shape: star, fill: primary}]}", "`star` is not known here"),
        ("{cover: [{picture: gone.jpg}]}", "`gone.jpg` is not in the folder"),
        ("{cover: [{picture: photo.jpg, fit: stretch}]}", "`stretch` is not known here"),
        ("{cover: [{picture: photo.jpg, shape: rect}]}", "there is no field `shape`"),
        ("{cover: [{picture: photo.jpg, top: 5, bottom: 2}]}", "this picture has no size"),
    ],
)
def test_fault_in_a_motif_is_an_error_at_its_line(tmp_path: Path, motif: str, message: str) -> None:
    brand, issues, sources = load(with_motif(tmp_path, motif))
    assert brand is None
    [issue] = issues
    assert message in issue.message
    assert issue.span is not None
    text = sources["layouts/own/_brand.yml"]
    assert text[: issue.span.start].count("\n") + 1 == 6
