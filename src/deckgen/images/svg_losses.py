"""What a deck does not show of a drawing (SVG): words as HTML, colours of undefined variables, letters that no font has."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import etree

from deckgen.images.rasterise import bundled_fonts
from deckgen.ir.media import PictureLoss

_MAX_SHOWN = 40
"""Maximum characters of a drawing's words in a message."""
_TEXT = "{http://www.w3.org/2000/svg}text"
_HTML_HINT = (
    "in Mermaid, set `htmlLabels: false`; in draw.io, switch off “Formatted Text” of them; or save the drawing as PNG"
)


def words_as_html(parent: etree._Element, kept: Sequence[etree._Element], tag: str) -> list[str]:
    """Return the words of the HTML (elements of the name `tag`) in an element; none if a `switch` offers something else."""
    if str(parent.tag).endswith("}switch") and len(kept):
        return []
    texts = (" ".join("".join(map(str, child.itertext())).split()) for child in parent if child.tag == tag)
    return [text for text in texts if text]


def drawing_losses(root: etree._Element, html: list[str], variables: Iterable[str]) -> tuple[PictureLoss, ...]:
    """Return what is lost of a cleaned drawing, of which `html` are words and `variables` names that were removed."""
    losses = []
    if html:
        what = f"has words as HTML (`foreignObject`), which no slide shows: “{_shortened(' … '.join(html))}”"
        losses.append(PictureLoss(what, _HTML_HINT))
    if variables:
        names = _shortened(", ".join(dict.fromkeys(variables)))
        what = f"has colours or sizes in variables that it does not define, so that they come out black: `{names}`"
        losses.append(PictureLoss(what, "save it as “plain SVG” with fixed colours, or as PNG"))
    if missing := _missing_letters(root):
        what = f"has letters that are shown as boxes where no font has them: “{_shortened(missing)}”"
        losses.append(PictureLoss(what, "convert its texts to paths in the drawing program, or save it as PNG"))
    return tuple(losses)


def shown_words(root: etree._Element) -> str:
    """Return the beginning of the texts of a cleaned drawing that are no outlines."""
    texts = (" ".join("".join(map(str, text.itertext())).split()) for text in root.iter(_TEXT))
    return _shortened(" … ".join(filter(None, texts)))


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_SHOWN else text[: _MAX_SHOWN - 1].rstrip() + "…"


def _missing_letters(root: etree._Element) -> str:
    """Return the letters of the texts of a drawing that the font of its PNG does not have, each once."""
    texts = ("".join(map(str, text.itertext())) for text in root.iter(_TEXT))
    letters = dict.fromkeys(letter for text in texts for letter in text if letter > "\x7f" and letter.isprintable())
    return "".join(letter for letter in letters if ord(letter) not in _characters_of_font()) if letters else ""


@lru_cache(maxsize=1)
def _characters_of_font() -> frozenset[int]:
    from fontTools.ttLib import TTFont  # noqa: PLC0415 -- it takes 0.1 s to import

    characters: set[int] = set()
    for file in bundled_fonts():
        with TTFont(file, lazy=True) as font:
            characters |= set(font.getBestCmap())
    return frozenset(characters)
