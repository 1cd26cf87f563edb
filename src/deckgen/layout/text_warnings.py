"""Texts as they are shown → warnings of words that are broken in the middle or not known, and of characters that no font has.

All texts of a deck are looked at when it is laid out, whatever frame they are in. Each is reported once, however many pages
show it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from msgspec import Struct

from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.fonts.script_files import NamedFiles, missing_in
from deckgen.fonts.scripts import font_script, main_script, script_name, script_of, where_to_get
from deckgen.ir.blocks import Slide
from deckgen.ir.frames import FrameParagraph, Page, TableFrame, TextFrame
from deckgen.layout.measure import Measurer
from deckgen.layout.words import ZERO_WIDTH_SPACE, torn_pieces, with_shown_breaks
from deckgen.line_breaking.breaks import clusters
from deckgen.line_breaking.dictionaries import has_dictionaries, needs_dictionary

_MAX_NAMED = 12
"""How many characters a message names."""
_MAX_WORD_LENGTH = 100
_WORD_HINT = "use a shorter word, or type a soft hyphen (U+00AD) where it may be divided"
_ADDRESS_HINT = "link words instead of showing the address: [the handbook](https://…)"
_ADDRESS = rf"[({ZERO_WIDTH_SPACE}]*+(?:[\w-]++{ZERO_WIDTH_SPACE}?\.{ZERO_WIDTH_SPACE}?)++[\w-]++/"
"""Matches a broken word that begins like an address without its scheme."""
_UNASSIGNED = ("Co", "Cn")
"""The categories of characters that no standard defines: each program has its own, or none."""


class ShownText(Struct, frozen=True, array_like=True):
    """The text of a paragraph that is not only ASCII; breaks in words are not.

    `is_marked`: an error is marked on its page. `is_heading`: it is set in the brand's family for headings.
    """

    text: str
    origin: Origin
    is_marked: bool
    is_heading: bool = False


def find_shown_texts(pages: Sequence[Page]) -> Iterator[ShownText]:
    """Yield the texts of pages that are not only ASCII: no other needs a warning."""
    for page in pages:
        for text in page.frames_of(TextFrame):
            yield from _paragraph_texts(page, text.paragraphs, text.origins, text.origin)
        for table in page.frames_of(TableFrame):
            cells = [cell for row in table.rows for cell in row if cell is not None]
            if "".join([run.text for cell in cells for text in cell.paragraphs for run in text.runs]).isascii():
                continue
            for n, row in enumerate(table.rows):
                row_origin = table.row_origins[n] if n < len(table.row_origins) else Origin()
                for cell in row:
                    if cell is not None:
                        nearest = cell.origin if cell.origin.path else row_origin if row_origin.path else table.origin
                        yield from _paragraph_texts(page, cell.paragraphs, cell.origins, nearest)


def _paragraph_texts(
    page: Page, paragraphs: Sequence[FrameParagraph], origins: Sequence[Sequence[Origin]], nearest: Origin
) -> list[ShownText]:
    found = []
    for n, paragraph in enumerate(paragraphs):
        text = "".join([run.text for run in paragraph.runs])
        if not text.isascii():
            own = origins[n] if origins else ()
            found.append(ShownText(text, own[0] if own else nearest, bool(page.faults), paragraph.runs[0].heading))
    return found


def text_warnings(
    slides: Sequence[Slide], texts: Sequence[ShownText], measurer: Measurer, named: NamedFiles = ()
) -> list[Issue]:
    """Return the warnings for the texts that pages show of the slides; `named` are the fonts that the brand has for scripts."""
    return [*_broken_words(texts, slides), *_missing_characters(texts, measurer, named), *_estimated_lines(texts)]


def _estimated_lines(texts: Sequence[ShownText]) -> Iterator[Issue]:
    """Warn once if the words of a language are not known here, between which its lines end."""
    if not has_dictionaries() and (shown := next((text for text in texts if needs_dictionary(text.text)), None)):
        message = "Thai, Lao, Khmer and Burmese lines end between words, which are not known on this machine: they are estimated"
        yield make_issue(
            "estimated-lines", message, shown.origin, "run `pip install icu4py`, which has the dictionaries of ICU"
        )


def _broken_words(texts: Sequence[ShownText], slides: Sequence[Slide]) -> Iterator[Issue]:
    """Warn of each word that layout had to break; breaks that its author typed are meant."""
    shown = [text for text in texts if ZERO_WIDTH_SPACE in text.text and not text.is_marked]
    broken = {(ZERO_WIDTH_SPACE.join(torn_pieces(text.text)), text.origin): None for text in shown}
    typed = _words_with_typed_breaks(slides) if broken else frozenset()
    for word, origin in broken:
        if word and word not in typed:
            named = with_shown_breaks(word)
            named = named if len(named) <= _MAX_WORD_LENGTH else f"{named[:_MAX_WORD_LENGTH]}…"
            message = f"a word is wider than its line and is broken without a hyphen: “{named}”"
            yield make_issue("broken-word", message, origin, _ADDRESS_HINT if re.match(_ADDRESS, word) else _WORD_HINT)


def _words_with_typed_breaks(slides: Sequence[Slide]) -> frozenset[str]:
    texts = (p.plain_text for slide in slides for block in slide.blocks for p in block.all_paragraphs())
    return frozenset(w for text in texts if ZERO_WIDTH_SPACE in text for w in text.split() if ZERO_WIDTH_SPACE in w)


def _missing_characters(texts: Sequence[ShownText], measurer: Measurer, named: NamedFiles) -> Iterator[Issue]:
    """Warn of each symbol that neither font has, at its first text, and of the letters of scripts that no font here has."""
    reported: set[str] = set()
    letters: dict[str, dict[str, Origin]] = {}
    for shown in texts:
        fonts = measurer.fonts_of("heading" if shown.is_heading else "text")
        if not fonts.is_missing_in_both(shown.text):
            continue
        missing = dict.fromkeys(cluster for cluster in clusters(shown.text) if fonts.is_missing_in_both(cluster))
        for cluster in missing:
            if script := _script(cluster):
                letters.setdefault(script, {}).setdefault(cluster, shown.origin)
        new = [cluster for cluster in missing if cluster not in reported and not _script(cluster)]
        reported.update(new)
        if new:
            yield _missing_character_issue(new, shown.origin)
    for script, found in letters.items():
        yield from _script_issue(script, found, named)


def _script_issue(script: str, letters: Mapping[str, Origin], named: NamedFiles) -> Iterator[Issue]:
    """Warn of letters of a script that no font of this machine has, at the first of them."""
    missing = missing_in("".join(letters), frozenset(), "", named)
    without_font = [cluster for cluster in letters if not set(missing).isdisjoint(cluster)]
    if without_font:
        shown = " ".join(without_font[:_MAX_NAMED]) + (" …" if len(without_font) > _MAX_NAMED else "")
        message = (
            f"no font on this machine has the {script_name(script)} letters “{shown}”: `render`, the preview and charts show "
            "boxes, PowerPoint its own font"
        )
        yield make_issue("script-font", message, letters[without_font[0]], f"install {where_to_get(script)}")


def _missing_character_issue(missing: Sequence[str], origin: Origin) -> Issue:
    named = " ".join(islice(map(_name, missing), _MAX_NAMED)) + (" …" if len(missing) > _MAX_NAMED else "")
    if all(unicodedata.category(cluster[0]) in _UNASSIGNED for cluster in missing):
        message = f"no font has “{named}”, which is not a character of Unicode: a box is shown"
        return make_issue("missing-glyph", message, origin, "type the text again; it was probably pasted")
    message = f"the fonts of the deck do not have “{named}”: every program shows another font, or boxes if it has none"
    hint = "write it in words, or name a font that has it in `_brand.yml`"
    return make_issue("missing-glyph", message, origin, hint)


def _script(cluster: str) -> str:
    """The script of a letter or of its punctuation, with fonts of its own; empty for a symbol."""
    if unicodedata.category(cluster[0])[0] not in "LMNP":
        return ""
    return font_script(script_of(cluster[0]) or main_script(cluster[0]), "")


def _name(cluster: str) -> str:
    return f"U+{ord(cluster[0]):04X}" if unicodedata.category(cluster[0]) in _UNASSIGNED else cluster
