"""The gallery of charts: the deck of examples in `deck/` and a brand in, a page with pictures out.

The page is `charts.md`, its pictures lie in `pictures/`, each as small as its few colours allow.
"""

from __future__ import annotations

import io
import json
import shutil
import stat
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
from deckgen.ir.blocks import Chart, ColourRole, Slide
from deckgen.ir.frames import EMU_PER_INCH, Drawing
from deckgen.model import Deck

_HERE = Path(__file__).resolve().parent
WIDTH, HEIGHT = 8.0, 2.5
"""The place of every picture, in inches."""
_DARK: ColourRole = "primary"
_ON_DARK = ("trend", "change", "status")
_COLOURS = 48


class GalleryError(Exception):
    """The gallery cannot be drawn in a brand; its text says why."""


class Gallery(Struct, frozen=True):
    """The page, and its pictures as PNG by their name under `pictures/`."""

    page: str
    pictures: Mapping[str, bytes]

    @property
    def files(self) -> dict[str, bytes]:
        """All files of the gallery by their name in its folder."""
        return {"charts.md": self.page.encode(), **{f"pictures/{name}": data for name, data in self.pictures.items()}}


class Example(Struct, frozen=True):
    """One chart of the gallery: its slide, its number on it, and how it was drawn on which ground."""

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
        """The name of its picture, without folder and ending."""
        parts = ["chart", self.slide.id.rpartition("/")[2]]
        parts += [str(self.number)] if self.number else []
        return "-".join([*parts, "dark"] if self.ground == _DARK else parts)

    @property
    def picture(self) -> str:
        """Its picture as Markdown: the alt text is the slide's."""
        return f"![{self.chart.alt}](pictures/{self.name}.png)"


def make(brand: str = "wikimedia", layouts: Path | None = None) -> Gallery:
    """Draw the gallery in a brand, sought in `layouts` first. Raises GalleryError where there is no such brand."""
    deck, slides, found = _laid(brand, layouts)
    drawn = list(_examples(slides, found))
    pictures = {f"{one.name}.png": _small(one.drawing.png) for one in drawn}
    return Gallery(_page(deck, drawn), pictures)


def examples(brand: str = "wikimedia", layouts: Path | None = None) -> list[Example]:
    """Give every chart of the gallery, drawn. Raises GalleryError where there is no such brand."""
    _, slides, found = _laid(brand, layouts)
    return list(_examples(slides, found))


def _laid(brand: str, layouts: Path | None) -> tuple[Deck, tuple[Slide, ...], Brand]:
    with tempfile.TemporaryDirectory() as name:
        project = Path(name)
        folder = project / "content" / "gallery"
        shutil.copytree(_HERE / "deck", folder)
        with (folder / "deck.yaml").open("a", encoding="utf-8") as file:
            file.write(f"brand: {json.dumps(brand)}\n")
        if layouts is not None and layouts.is_dir():
            # Links stay links, lest what they lead to is copied into the project: from there the brand is read as from any other.
            shutil.copytree(layouts, project / "layouts", symlinks=True, ignore=_unusual)
        laid = pipeline.lay_out(folder)
    if laid.brand is None or laid.content is None:
        raise GalleryError("; ".join(d.message for d in laid.diagnostics) or f"there is no brand '{brand}'")
    return laid.content, laid.slides, laid.brand


def _unusual(folder: str, names: list[str]) -> list[str]:
    """Give those names that are neither files, nor folders, nor links: reading a pipe or a device may never end."""
    usual = (stat.S_ISREG, stat.S_ISDIR, stat.S_ISLNK)
    modes = {name: Path(folder, name).lstat().st_mode for name in names}
    return [name for name, mode in modes.items() if not any(test(mode) for test in usual)]


def _examples(slides: tuple[Slide, ...], brand: Brand) -> Iterator[Example]:
    for slide in slides:
        found = [block for block in slide.blocks if isinstance(block, Chart)]
        for number, chart in enumerate(found, 1):
            width, height = WIDTH / len(found), HEIGHT if len(found) == 1 else HEIGHT * 0.6
            grounds: tuple[ColourRole, ...] = (
                ("white", _DARK) if slide.id.rpartition("/")[2] in _ON_DARK else ("white",)
            )
            for ground in grounds:
                extent = round(width * EMU_PER_INCH), round(height * EMU_PER_INCH)
                drawing = charts.draw(chart.spec, *extent, brand, ground)
                yield Example(slide, number if len(found) > 1 else 0, chart, brand, ground, extent, drawing)


def _page(deck: Deck, drawn: list[Example]) -> str:
    light = [one for one in drawn if one.ground != _DARK]
    kinds = [one for one in light if one.slide.section == "Kinds"]
    edges = [one for one in light if one.slide.section == "Edges"]
    sections = "\n\n".join(_section(deck, slide, kinds) for slide in dict.fromkeys(one.slide.id for one in kinds))
    return (
        (_HERE / "page.md")
        .read_text(encoding="utf-8")
        .format(
            kinds=sections,
            edges="\n\n".join(f"**{one.slide.title}.** {one.picture}" for one in edges),
            dark="\n\n".join(one.picture for one in drawn if one.ground == _DARK),
            sizes="\n".join(_size(one) for one in kinds if not one.number),
            height=f"{HEIGHT:g}",
        )
    )


def _section(deck: Deck, slide: str, kinds: list[Example]) -> str:
    """One kind: what it shows, its picture, and how it is written."""
    mine = [one for one in kinds if one.slide.id == slide]
    first = mine[0].slide
    told = " ".join(p.plain for p in first.notes)
    key = "charts" if mine[0].number else "chart"
    origin = first.origin
    document = deck.documents[origin.file]
    span = document.span((*origin.path, key))
    start = document.text.rindex("\n", 0, span.start) + 1
    written = "\n".join([f"{key}:", indent(dedent(document.text[start : span.end].rstrip()), "  ")])
    pictures = "\n".join(one.picture for one in mine)
    return f"### {first.title}\n\n{told}\n\n{pictures}\n\n```yaml\n{written}\n```"


def _size(one: Example) -> str:
    zipped = len(zlib.compress(one.drawing.svg, 6))
    sizes = (len(one.drawing.png), len(one.drawing.svg), zipped)
    return f"| {one.chart.spec.kind} | " + " | ".join(f"{size / 1000:.0f} kB" for size in sizes) + " |"


def _small(png: bytes) -> bytes:
    """Give a picture in the pixels of a screen and few colours: charts have hardly more."""
    with Image.open(io.BytesIO(png)) as image:
        half = image.convert("RGB").resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
    return _png(half.quantize(_COLOURS, dither=Image.Dither.NONE))


def sheets(drawn: list[Example]) -> dict[str, bytes]:
    """Set all charts on one sheet, as PNG by its file's name: in colour, in greyscale and as colour-blind eyes see them."""
    from deckgen.gallery.vision import VISIONS, seen  # noqa: PLC0415 (numpy, which only this needs)

    plain = _sheet(drawn)
    images = {"colour": plain, **{vision: seen(plain, vision) for vision in VISIONS}}
    return {f"charts-{name}.png": _png(image) for name, image in images.items()}


def _sheet(drawn: list[Example]) -> Image.Image:
    images = [Image.open(io.BytesIO(one.drawing.png)).convert("RGB") for one in drawn]
    halves = [image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS) for image in images]
    across, gap = 2, 24
    width, height = max(i.width for i in halves), max(i.height for i in halves)
    rows = -(-len(halves) // across)
    made = Image.new("RGB", (across * (width + gap) + gap, rows * (height + gap) + gap), "#DDDDDD")
    for n, image in enumerate(halves):
        made.paste(image, (gap + n % across * (width + gap), gap + n // across * (height + gap)))
    return made


def _png(image: Image.Image) -> bytes:
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()
