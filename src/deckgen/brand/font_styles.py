"""The faces of a family, as font files describe them → those of its four styles, and what stands for a style that is missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from deckgen.brand.types import FontFiles, FontSource
from deckgen.fonts.face_tables import FaceDescription, folded
from deckgen.fonts.width_table import STYLES, Style

_NORMAL_WIDTH = 5
_REGULAR, _BOLD, _LIGHTEST_BOLD = 400, 700, 600
_MAX_DISTANCE = 100
"""How far from 400 the weight of a regular style may be that is one of several styles: Book is 350, Medium 500."""
_STAND_INS: Mapping[Style, tuple[Style, ...]] = {
    "bold": ("regular",), "italic": ("regular",), "bold-italic": ("bold", "italic", "regular"),
}  # fmt: skip
"""What is used for a missing style, the best first: bold before italic, because bold letters are wider."""


class ChosenFaces(Struct, frozen=True):
    """The face of each style that a family has, and for each missing one the style that stands for it."""

    faces: Mapping[Style, FaceDescription]
    missing: Mapping[Style, Style]

    def font_files(self, family: str, source: FontSource) -> FontFiles:
        """Return the files of the four styles, with the positions of variable fonts on the weight axis."""
        faces = {style: self.faces[self.missing.get(style, style)] for style in STYLES}
        weights: dict[str, float] = {
            style: faces[style].nearest_to(_weight(self.missing.get(style, style)))
            for style in STYLES
            if faces[style].weights is not None
        }
        indices: dict[str, int] = {style: index for style, face in faces.items() if (index := face.index) is not None}
        regular, bold, italic, bold_italic = (faces[style].path for style in STYLES)
        return FontFiles(family, regular, bold, italic, bold_italic, weights, indices, source)


def choose_faces(family: str, faces: Sequence[FaceDescription]) -> ChosenFaces | None:
    """Choose the four styles of a family among faces of any family; None if none is of this family."""
    name = folded(family)
    own = [face for face in faces if name in face.families]
    regular = _best(name, own, _REGULAR, is_italic=False) or _best(name, own, _REGULAR, is_italic=True)
    if regular is None:
        return None
    chosen: dict[Style, FaceDescription] = {"regular": regular}
    lightest = max(_LIGHTEST_BOLD, regular.nearest_to(_REGULAR) + 1)
    for style in STYLES[1:]:
        face = _best(name, own, _weight(style), is_italic="italic" in style)
        weight = face.nearest_to(_weight(style)) if face is not None else 0
        if face is not None and (weight >= lightest if "bold" in style else weight < lightest):
            chosen[style] = face
    missing: dict[Style, Style] = {
        style: next(other for other in _STAND_INS[style] if other in chosen) for style in STYLES if style not in chosen
    }
    return ChosenFaces(chosen, missing)


def is_regular(face: FaceDescription, family: str) -> bool:
    """Whether a face can be the regular style: upright, of a middle weight, unless the family has the name of its weight."""
    is_middle = folded(family) in face.main_families or face.distance_to(_REGULAR) <= _MAX_DISTANCE
    return is_middle and not face.is_italic


def _weight(style: Style) -> int:
    return _BOLD if "bold" in style else _REGULAR


def _best(family: str, faces: Sequence[FaceDescription], weight: int, *, is_italic: bool) -> FaceDescription | None:
    """Return the face of normal width nearest to a weight; of equal ones, that of the family's own four styles.

    TrueType outlines are preferred, because only they can be embedded.
    """
    candidates = [face for face in faces if face.is_italic == is_italic]
    return min(
        candidates,
        key=lambda face: (
            abs(face.width - _NORMAL_WIDTH), face.distance_to(weight), family not in face.main_families,
            face.path.suffix.lower() == ".otf", face.weights is not None, face.path.name, face.index or 0,
        ),
        default=None,
    )  # fmt: skip
