"""What a layout shows behind text: its empty form as drawn, and whether a colour can be read on it.

Pictures tinted by the theme, gradients and panels cannot be computed from the XML; the embedded renderer draws a layout in 10 ms.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from deckgen.ir.frames import Box
from deckgen.ooxml.names import CT, RT
from deckgen.ooxml.opc import RELS, P, R, rels_of
from deckgen.ooxml.splicing import elements, inserted_at_end, splice
from deckgen.render.embedded import Embedded
from deckgen.render.errors import RenderError
from deckgen.render.source_deck import SourceDeck
from deckgen.render.types import Face
from deckgen.template.cleaning import CleanTemplate
from deckgen.template.storing import zip_parts
from deckgen.template.types import Place

if TYPE_CHECKING:
    from numpy import float64, uint8
    from numpy.typing import NDArray

_WIDTH = 320
"""Of a drawn layout, in pixels."""
_PERCENTILE = 5
"""Text can be read where all but so many percent of the pixels behind it have the contrast that it needs."""
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_ORDER = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")


class Ground(Struct, frozen=True):
    """The pixels behind an area of a layout, as rows of red, green and blue."""

    pixels: NDArray[uint8]

    @classmethod
    def of(cls, colours: Sequence[str]) -> Ground:
        """Return a ground of some colours, `RRGGBB`."""
        import numpy as np  # noqa: PLC0415 -- it takes 0.1 s to import

        return cls(np.array([[[int(each[i : i + 2], 16) for i in (0, 2, 4)] for each in colours]], dtype=np.uint8))

    @property
    def colour(self) -> str:
        """The colour in the middle of all, `RRGGBB`."""
        import numpy as np  # noqa: PLC0415 -- it takes 0.1 s to import

        return "".join(f"{int(value):02X}" for value in np.median(self.pixels.reshape(-1, 3), axis=0))

    def contrast(self, colour: str) -> float:
        """Return the contrast of a colour that all but 5% of the pixels have at least (WCAG 2.2)."""
        import numpy as np  # noqa: PLC0415 -- as above

        ground = _luminance(self.pixels.reshape(-1, 3))
        own = _luminance(np.array([[int(colour[i : i + 2], 16) for i in (0, 2, 4)]]))[0]
        ratios = (np.maximum(ground, own) + 0.05) / (np.minimum(ground, own) + 0.05)
        return float(np.percentile(ratios, _PERCENTILE))

    def difference(self, other: Ground) -> float:
        """Return how much the luminance of two grounds differs in the middle, from 0 to 1."""
        import numpy as np  # noqa: PLC0415 -- as above

        one, two = (float(np.median(_luminance(each.pixels.reshape(-1, 3)))) for each in (self, other))
        return abs(one - two)


class DrawnLayouts:
    """The empty layouts of a template as pictures, each drawn when it is first asked for; `faces` are for texts on them."""

    def __init__(self, template: CleanTemplate, size: tuple[int, int], faces: Sequence[Face]) -> None:
        self._template, self._size, self._faces = template, size, faces
        self._pictures: dict[str, NDArray[uint8]] = {}

    def draw(self, layouts: Iterable[str]) -> None:
        """Draw layouts, given by their parts. Raises RenderError if the renderer is not installed or fails."""
        import numpy as np  # noqa: PLC0415 -- as above
        from PIL import Image  # noqa: PLC0415 -- as above

        missing = [layout for layout in dict.fromkeys(layouts) if layout not in self._pictures]
        if not missing:
            return
        renderer = _renderer(self._faces)
        try:
            deck = SourceDeck(_with_empty_slides(self._template, missing))
            for number, png in renderer.draw(deck, range(1, len(missing) + 1), _WIDTH):
                with Image.open(io.BytesIO(png)) as image:
                    self._pictures[missing[number - 1]] = np.asarray(image.convert("RGB"))
        finally:
            renderer.close()

    def behind_text(self, layout: str, place: Place, box: Box) -> Ground:
        """Return what the text of a placeholder in a box stands on: its own fill, else what the layout shows there."""
        return Ground.of(place.fill) if place.fill else self.ground(layout, box)

    def ground(self, layout: str, box: Box) -> Ground:
        """Return what a layout shows behind a box."""
        self.draw([layout])
        picture = self._pictures[layout]
        rows, columns = picture.shape[:2]
        left, right = (min(max(round(x / self._size[0] * columns), 0), columns) for x in (box.x, box.right))
        top, bottom = (min(max(round(y / self._size[1] * rows), 0), rows) for y in (box.y, box.bottom))
        left, top = min(left, columns - 1), min(top, rows - 1)
        return Ground(picture[top : max(bottom, top + 1), left : max(right, left + 1)])


def _renderer(faces: Sequence[Face]) -> Embedded:
    try:
        return Embedded(faces)
    except RenderError as error:
        raise RenderError(
            "the layouts of a template are drawn, to see where text can be read, and that needs the package "
            "betteroffice-pptx: pip install 'deckgen[preview]', and import the file again"
        ) from error


def _with_empty_slides(template: CleanTemplate, layouts: Iterable[str]) -> bytes:
    """Return a presentation with an empty slide of each layout."""
    parts, types = dict(template.parts), dict(template.types)
    main = next(name for name, kind in types.items() if kind == CT.PML_PRESENTATION_MAIN)
    ids, relations = "", ""
    for n, layout in enumerate(layouts, 1):
        name = f"/ppt/deckgen/empty{n}.xml"
        parts[name], types[name] = _empty_slide(), CT.PML_SLIDE
        target = posixpath.relpath(layout, posixpath.dirname(name))
        parts[rels_of(name)] = _relationships(f'<Relationship Id="rId1" Type="{RT.SLIDE_LAYOUT}" Target="{target}"/>')
        ids += f'<p:sldId xmlns:p="{P[1:-1]}" xmlns:r="{R[1:-1]}" id="{255 + n}" r:id="dgEmpty{n}"/>'
        target = posixpath.relpath(name, posixpath.dirname(main))
        relations += f'<Relationship xmlns="{RELS[1:-1]}" Id="dgEmpty{n}" Type="{RT.SLIDE}" Target="{target}"/>'
    parts[main] = _with_slide_list(parts[main], ids)
    rels = parts[rels_of(main)]
    parts[rels_of(main)] = splice(rels, [inserted_at_end(elements(rels)[0], rels, relations.encode())])
    return zip_parts(parts, types)


def _with_slide_list(data: bytes, ids: str) -> bytes:
    """Return the presentation part with a list of slides after the lists of masters."""
    last = max((e.end for e in elements(data) if e.tag in [f"{P}{name}" for name in _ORDER]), default=0)
    return splice(data, [(last, last, f'<p:sldIdLst xmlns:p="{P[1:-1]}">{ids}</p:sldIdLst>'.encode())])


def _relationships(inner: str) -> bytes:
    return f'{_HEAD}<Relationships xmlns="{RELS[1:-1]}">{inner}</Relationships>'.encode()


def _empty_slide() -> bytes:
    return (
        f'{_HEAD}<p:sld {_NAMESPACES}><p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/>'
        "</p:nvGrpSpPr><p:grpSpPr/></p:spTree></p:cSld><p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sld>"
    ).encode()


def _luminance(colours: NDArray[uint8]) -> NDArray[float64]:
    """Return the relative luminance of colours (WCAG 2.2)."""
    import numpy as np  # noqa: PLC0415 -- as above

    share = colours.astype(float) / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=float)
