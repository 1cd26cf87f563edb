"""Files with slides as departments send them, made with python-pptx, and changed where that cannot make them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from typing import Any

from PIL import Image
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE
from pptx.enum.dml import MSO_THEME_COLOR
from pptx.util import Inches, Pt

SIZE_16_9 = (Inches(13.333), Inches(7.5))
TITLE_ONLY, TITLE_AND_CONTENT = 5, 1


def made(draw: Callable[[Any], None], layout: int = TITLE_ONLY, size: tuple[int, int] = SIZE_16_9) -> bytes:
    """Return the bytes of a .pptx with one slide, titled “Sent by Legal”, that `draw` has drawn on."""
    presentation = Presentation()
    presentation.slide_width, presentation.slide_height = size
    slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
    slide.shapes.title.text = "Sent by Legal"
    draw(slide)
    stream = io.BytesIO()
    presentation.save(stream)
    return stream.getvalue()


def changed(data: bytes, parts: Mapping[str, Callable[[bytes], bytes] | bytes | None]) -> bytes:
    """Return a package with some parts changed, added (bytes) or removed (None)."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in dict.fromkeys([*old.namelist(), *parts]):
            change = parts.get(name, b"")
            if name in parts and change is None:
                continue
            if name not in parts:
                new.writestr(name, old.read(name))
            else:
                new.writestr(name, change(old.read(name)) if callable(change) else change or b"")
    return stream.getvalue()


def replacing(old: str, new: str) -> Callable[[bytes], bytes]:
    """Return the change of a part that replaces a text, which must be there."""

    def change(data: bytes) -> bytes:
        assert old.encode() in data
        return data.replace(old.encode(), new.encode())

    return change


def png(colour: str = "#3366CC", size: tuple[int, int] = (40, 30)) -> io.BytesIO:
    """Return a picture of one colour."""
    stream = io.BytesIO()
    Image.new("RGB", size, colour).save(stream, "PNG")
    stream.seek(0)
    return stream


def add_text(slide: Any, text: str, at: tuple[float, float] = (1, 2), size: float = 18, **more: Any) -> Any:
    """Add a text box at a place in inches; `more` may be `theme`, a colour of the theme, or `rgb`, and `font`."""
    box = slide.shapes.add_textbox(Inches(at[0]), Inches(at[1]), Inches(4), Inches(1))
    box.text_frame.text = text
    font = box.text_frame.paragraphs[0].runs[0].font
    font.size = Pt(size)
    if "theme" in more:
        font.color.theme_color = more["theme"]
    if "rgb" in more:
        font.color.rgb = RGBColor.from_string(more["rgb"])
    if "font" in more:
        font.name = more["font"]
    return box


def add_chart(slide: Any) -> Any:
    """Add a chart of two series with its workbook."""
    data = CategoryChartData()
    data.categories = ["Q1", "Q2"]
    data.add_series("Cases", (3, 5))
    data.add_series("Closed", (2, 4))
    place = (Inches(1), Inches(2), Inches(6), Inches(4))
    return slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *place, data)


def add_everything(slide: Any) -> None:
    """Draw a text, a table, a chart, two equal pictures, a group, and two boxes with a connector."""
    add_text(slide, "Three cases are open", theme=MSO_THEME_COLOR.ACCENT_3)
    table = slide.shapes.add_table(2, 2, Inches(1), Inches(3), Inches(4), Inches(1))
    table.name, table.table.cell(0, 0).text, table.table.cell(1, 1).text = "Cases", "Case", "Open"
    add_chart(slide)
    for x in (8, 10):
        slide.shapes.add_picture(png(), Inches(x), Inches(2), Inches(1))
    group = slide.shapes.add_group_shape()
    box = group.shapes.add_shape(5, Inches(8), Inches(4), Inches(1), Inches(1))
    box.text_frame.text = "In a group"
    ends = [slide.shapes.add_shape(1, Inches(x), Inches(6), Inches(1), Inches(0.5)) for x in (7, 10)]
    line = slide.shapes.add_connector(1, Inches(8), Inches(6.25), Inches(10), Inches(6.25))
    line.begin_connect(ends[0], 3)
    line.end_connect(ends[1], 1)
