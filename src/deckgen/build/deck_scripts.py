"""A deck that is laid out → the scripts of its text, and the fonts that each has: on slides, for widths, and in pictures."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator

from msgspec import Struct

from deckgen.brand.font_listing import source_of
from deckgen.brand.named_script_files import named_files
from deckgen.brand.script_coverage import characters_of
from deckgen.brand.types import Brand
from deckgen.build.build_results import LayoutResult
from deckgen.fonts.script_files import FontFile, files_for, missing_in
from deckgen.fonts.scripts import SCRIPT_FONTS, by_script, default_widths, font_script, script_name, where_to_get
from deckgen.ir.blocks import Chart, Slide


class ScriptUse(Struct, frozen=True):
    """A script of a deck: its name, how many letters it has there, and its fonts, each as a text.

    `advice` says how a font for it is installed; empty if this machine has one.
    """

    name: str
    letters: int
    on_slides: str
    measured: str
    in_pictures: str
    advice: str = ""


def list_scripts(laid_out: LayoutResult, brand: Brand) -> list[ScriptUse]:
    """Return the scripts of all texts of a deck, also of charts and notes, the most frequent first."""
    used: dict[str, Counter[str]] = {}
    for language, text in _texts(laid_out.slides):
        for script, part in by_script(text):
            if script and any(map(_is_letter, part)):
                used.setdefault(font_script(script, language), Counter()).update(filter(_is_letter, part))
    language = laid_out.content.language if laid_out.content is not None else ""
    own = characters_of(brand.font)
    uses = [_use(script, letters, own, brand, language) for script, letters in used.items()]
    return sorted(uses, key=lambda use: -use.letters)


def _is_letter(char: str) -> bool:
    return unicodedata.category(char)[0] in "LM"


def _texts(slides: Iterable[Slide]) -> Iterator[tuple[str, str]]:
    """Yield the texts of slides with their languages."""
    for slide in slides:
        yield slide.language, slide.title
        for block in slide.blocks:
            yield from ((slide.language, paragraph.plain_text) for paragraph in block.all_paragraphs())
        for chart in slide.blocks_of(Chart):
            names = (*chart.spec.categories, *(series.name for series in chart.spec.series), chart.spec.goal_label)
            yield slide.language, " ".join(names)
        yield from ((slide.language, paragraph.plain_text) for paragraph in slide.notes)


def _use(script: str, letters: Counter[str], own: frozenset[int], brand: Brand, language: str) -> ScriptUse:
    text, count = "".join(letters), sum(letters.values())
    if own.issuperset(map(ord, text)) and all(each.script != script for each in brand.script_families):
        return ScriptUse(script_name(script), count, brand.font.family, "as the brand's text", brand.font.family)
    on_slides = _family(script, brand)
    measured, named = _widths(script, brand), named_files(brand)
    missing = missing_in(text, own, language, named)
    files = ", ".join(dict.fromkeys(map(_shown, files_for("".join(letters), language, named=named))))
    if not missing:
        return ScriptUse(script_name(script), count, on_slides, measured, files)
    lacking = f"boxes for {len(missing)} of {len(letters)} letters"
    return ScriptUse(script_name(script), count, on_slides, measured, lacking, f"install {where_to_get(script)}")


def _family(script: str, brand: Brand) -> str:
    """Return the family in which slides have a script."""
    by_brand = {each.script: each.family for each in brand.script_families}
    known = SCRIPT_FONTS.get(script)
    return by_brand.get(script) or (known.family if known is not None else "chosen by each program")


def _widths(script: str, brand: Brand) -> str:
    """Return what text in a script is measured with."""
    files = next((each.files for each in brand.script_families if each.script == script), None)
    return default_widths(script) if files is None else source_of(files)


def _shown(file: FontFile) -> str:
    return f"{file.name} ({file.path.name})"
