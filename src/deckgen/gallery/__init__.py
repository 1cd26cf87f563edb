"""The gallery of charts: draws the example deck in `deck/` in a brand, and generates a page with pictures.

The page is `charts.md`; its pictures are in `pictures/`, reduced to a few colours to keep the files small.
"""

from __future__ import annotations

import io
import json
import shutil
import tempfile
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from textwrap import dedent, indent

from msgspec import Struct
from PIL import Image

from deckgen import charts
from deckgen.brand.types import Brand
from deckgen.build import pipeline
from deckgen.charts.style import Style
from deckgen.io.project import copy_brands
from deckgen.ir.blocks import Chart, Slide
from deckgen.ir.frames import EMU_PER_INCH, Drawing
from deckgen.ir.roles import ColourRole
from deckgen.model import Deck

_HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 8.0, 2.5
"""The size of every picture, in inches."""
_DARK_GROUND: ColourRole = "primary"
_SLIDES_ON_DARK = ("trend", "change", "status")
_PALETTE_SIZE = 48


class GalleryError(Exception):
    """The gallery cannot be drawn in a brand; the text states why."""


class Gallery(Struct, frozen=True):
    """The text of the page, and its pictures as PNG by their names under `pictures/`."""

    page: str
    pictures: Mapping[str, bytes]

    @property
    def files(self) -> dict[str, bytes]:
        """All files of the gallery by their paths in its folder."""
        return {"charts.md": self.page.encode(), **{f"pictures/{name}": data for name, data in self.pictures.items()}}


class Example(Struct, frozen=True):
    """One chart of the gallery: its slide, its number on the slide (0 if it is the only one), and its drawing on a ground."""

    slide: Slide
    number: int
    chart: Chart
    brand: Brand
    ground: ColourRole
    extent: tuple[int, int]
    """Width and height in EMU."""
    drawing: Drawing

    @property
    def name(self) -> str:
        """The name of its picture, without folder and extension."""
        parts = ["chart", self.slide.id.rpartition("/")[2]]
        parts += [str(self.number)] if self.number else []
        return "-".join([*parts, "dark"] if self.ground == _DARK_GROUND else parts)

    @property
    def picture(self) -> str:
        """Its picture as Markdown, with the alt text of the chart."""
        return f"![{self.chart.alt}](pictures/{self.name}.png)"


def build_gallery(brand: str = "wikimedia", layouts: Path | None = None) -> Gallery:
    """Draw the gallery in a brand, which is searched in `layouts` first. Raises GalleryError if there is no such brand."""
    deck, slides, loaded_brand = _lay_out_examples(brand, layouts)
    drawn = list(_draw_examples(slides, loaded_brand))
    pictures = {f"{one.name}.png": _screen_png(one) for one in drawn}
    return Gallery(_page_text(deck, drawn), pictures)


def draw_examples(brand: str = "wikimedia", layouts: Path | None = None) -> list[Example]:
    """Draw every chart of the gallery. Raises GalleryError if there is no such brand."""
    _, slides, loaded_brand = _lay_out_examples(brand, layouts)
    return list(_draw_examples(slides, loaded_brand))


def _lay_out_examples(brand: str, layouts: Path | None) -> tuple[Deck, tuple[Slide, ...], Brand]:
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        folder = project / "content" / "gallery"
        shutil.copytree(_HERE / "deck", folder)
        with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
            file.write(f"brand: {json.dumps(brand)}\n")
        copy_brands(layouts, project)
        layout = pipeline.lay_out(folder)
    if layout.brand is None or layout.content is None:
        raise GalleryError("; ".join(d.message for d in layout.issues) or f"there is no brand '{brand}'")
    return layout.content, layout.slides, layout.brand


def _draw_examples(slides: tuple[Slide, ...], brand: Brand) -> Iterator[Example]:
    for slide in slides:
        slide_charts = slide.blocks_of(Chart)
        count = len(slide_charts)
        for number, chart in enumerate(slide_charts, 1):
            width, height = WIDTH / count, HEIGHT if count == 1 else HEIGHT * 0.6
            grounds: tuple[ColourRole, ...] = (
                ("white", _DARK_GROUND) if slide.id.rpartition("/")[2] in _SLIDES_ON_DARK else ("white",)
            )
            for ground in grounds:
                extent = round(width * EMU_PER_INCH), round(height * EMU_PER_INCH)
                drawing = charts.draw(chart.spec, *extent, brand, ground)
                yield Example(slide, number if count > 1 else 0, chart, brand, ground, extent, drawing)


def _page_text(deck: Deck, drawn: list[Example]) -> str:
    light = [one for one in drawn if one.ground != _DARK_GROUND]
    kinds = [one for one in light if one.slide.section == "Kinds"]
    edges = [one for one in light if one.slide.section == "Edges"]
    sections = "\n\n".join(_section_text(deck, slide, kinds) for slide in dict.fromkeys(one.slide.id for one in kinds))
    return (
        (_HERE / "page.md")
        .read_text(encoding="utf-8")
        .format(
            kinds=sections,
            edges="\n\n".join(f"**{one.slide.title}.** {one.picture}" for one in edges),
            dark="\n\n".join(one.picture for one in drawn if one.ground == _DARK_GROUND),
            sizes="\n".join(_size_row(one) for one in kinds if not one.number),
            height=f"{HEIGHT:g}",
        )
    )


def _section_text(deck: Deck, slide: str, kinds: list[Example]) -> str:
    """Return the section of one kind: its description, its picture, and its YAML."""
    on_slide = [one for one in kinds if one.slide.id == slide]
    first = on_slide[0].slide
    description = " ".join(p.plain_text for p in first.notes)
    key = "charts" if on_slide[0].number else "chart"
    origin = first.origin
    document = deck.documents[origin.file]
    span = document.span((*origin.path, key))
    start = document.text.rindex("\n", 0, span.start) + 1
    yaml = "\n".join([f"{key}:", indent(dedent(document.text[start : span.end].rstrip()), "  ")])
    pictures = "\n".join(one.picture for one in on_slide)
    return f"### {first.title}\n\n{description}\n\n{pictures}\n\n```yaml\n{yaml}\n```"


def _size_row(one: Example) -> str:
    zipped = len(zlib.compress(one.drawing.svg, 6))
    sizes = (len(one.drawing.png), len(one.drawing.svg), zipped)
    return f"| {one.chart.spec.kind} | " + " | ".join(f"{size / 1000:.0f} kB" for size in sizes) + " |"


def flatten(one: Example) -> Image.Image:
    """Return the picture of an example on its ground: charts have a transparent background."""
    with Image.open(io.BytesIO(one.drawing.png)) as image:
        ground = Image.new("RGBA", image.size, Style(one.brand, one.ground).colour("white"))
        ground.alpha_composite(image.convert("RGBA"))
    return ground.convert("RGB")


def _screen_png(one: Example) -> bytes:
    """Return the picture of an example in screen resolution with few colours; charts have hardly more."""
    image = flatten(one)
    half = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    return _encode_png(half.quantize(_PALETTE_SIZE, dither=Image.Dither.NONE))


def contact_sheets(drawn: list[Example]) -> dict[str, bytes]:
    """Return contact sheets of all charts, as PNG by file name: in colour, in greyscale, and as seen with colour blindness."""
    from deckgen.gallery.vision import VISIONS, simulate_vision  # noqa: PLC0415 (imports numpy, needed only here)

    plain = _contact_sheet(drawn)
    images = {"colour": plain, **{vision: simulate_vision(plain, vision) for vision in VISIONS}}
    return {f"charts-{name}.png": _encode_png(image) for name, image in images.items()}


def _contact_sheet(drawn: list[Example]) -> Image.Image:
    images = [flatten(one) for one in drawn]
    halves = [image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS) for image in images]
    columns, gap = 2, 24
    width, height = max(i.width for i in halves), max(i.height for i in halves)
    rows = -(-len(halves) // columns)
    sheet = Image.new("RGB", (columns * (width + gap) + gap, rows * (height + gap) + gap), "#DDDDDD")
    for n, image in enumerate(halves):
        sheet.paste(image, (gap + n % columns * (width + gap), gap + n // columns * (height + gap)))
    return sheet


def _encode_png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
