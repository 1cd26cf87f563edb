"""A deck as it is after somebody has changed its master in PowerPoint's Slide Master view."""

import io
import zipfile
from collections.abc import Callable

from lxml import etree

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MASTER = "ppt/slideMasters/slideMaster1.xml"
FOOTER_SHIFT = 127_000
"""How far `move_footer` lifts the footer, in EMU (10 pt)."""
OWN_TITLES = dict.fromkeys(
    ("Cover", "Divider", "Divider with its sections", "Divider of the appendix"),
    "stands on the ground of the primary colour or of ink: white, large, and left of the motif or the sections",
)
"""The layouts whose title has a colour, a size and a place of its own, with the reason."""
OWN_FOOTERS = dict.fromkeys(
    (
        "Objective, section opener",
        "Objective, section opener, title of one line",
        "Objective, section opener, narrow panel",
        "Objective, section opener, narrow panel, title of one line",
        "Section",
        "Section, narrow panel",
        "Section without verdicts",
        "Section without verdicts, narrow panel",
        "Section without verdicts, title of one line",
    ),
    "begins beside the panel",
)
"""The layouts whose footer has a place of its own, with the reason."""
SHRINKING_TITLES = dict.fromkeys(OWN_FOOTERS, "is narrow beside the panel") | {
    "Objective, continued": "has room for each title that the slide has which it continues"
}
"""The layouts whose title may have a smaller size than the master's, with the reason."""


def with_edited_master(data: bytes, *edits: Callable[[etree._Element], None]) -> bytes:
    """Return the bytes of a deck with edits of the root element of its master."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry)
            if entry.filename == MASTER:
                root = etree.fromstring(part)
                for edit in edits:
                    edit(root)
                part = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
            new.writestr(entry, part)
    return target.getvalue()


def restyle_title(root: etree._Element) -> None:
    """Make titles italic, red and of another font."""
    run = _title_run(root)
    run.set("i", "1")
    run.find(f"{A}latin").set("typeface", "Georgia")
    fill = run.find(f"{A}solidFill")
    fill[0].set("val", "accent4")


def resize_title(root: etree._Element) -> None:
    """Set titles in 24 pt."""
    _title_run(root).set("sz", "2400")


def move_footer(root: etree._Element) -> None:
    """Lift the footer by `FOOTER_SHIFT`."""
    [footer] = [shape for shape in root.iter(f"{P}sp") if shape.find(f".//{P}ph[@type='ftr']") is not None]
    offset = footer.find(f"{P}spPr/{A}xfrm/{A}off")
    offset.set("y", str(int(offset.get("y")) - FOOTER_SHIFT))


def _title_run(root: etree._Element) -> etree._Element:
    return root.find(f"{P}txStyles/{P}titleStyle/{A}lvl1pPr/{A}defRPr")
