"""Which scripts the fonts of a brand have."""

from __future__ import annotations

from collections.abc import Mapping

import uharfbuzz as hb
from msgspec import Struct

from deckgen.brand.types import Brand, FontFiles
from deckgen.fonts.width_table import widths_of

SCRIPTS: Mapping[str, str] = {
    "Latin (Western Europe)": "ABCabcÀÁÂÄÅÆÇÉÊËÑÖØÜßàáâäåæçèéêëíîïñóôöøùúûüÿ",
    "Latin (Central Europe, Turkish)": "ĄĆČĎĘĚĞİŁŃŇŐŘŚŞŠŤŮŰŹŻŽąćčďęěğıłńňőřśşšťůűźżžȘșȚț",
    "Latin (Vietnamese)": "ĂĐƠƯăđơưạảấầẩẫậắằẳẵặẹẻẽếềểễệọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
    "Greek": "ΑΒΓΔΘΛΞΠΣΦΨΩαβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώ",
    "Cyrillic": "АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяёєіїўґ",
    "Hebrew": "אבגדהוזחטיכלמנסעפצקרשתךםןףץ",
    "Arabic": "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىء",
    "Devanagari": "अआइईउऊएओकखगघचछजटडतदनपफबमयरलवशसहािीुूेो्",
    "Bengali": "অআইউএওকখগঘচছজটডতদনপফবমযরলশসহািীুূেো্",
    "Thai": "กขคงจชซดตถทนบปผฝพฟมยรลวสหอฮะาิีุูเแโใไ่้",
    "Chinese": "的一是不了人我在有他这中大来上国年说要们",
    "Japanese": "あいうえおかきくけこさしすせそアイウエオカキクケコ日本語年度",
    "Korean": "가나다라마바사아자차카타파하한국어년",
}
"""Each script with characters that its languages cannot do without."""


class FamilyCoverage(Struct, frozen=True):
    """The scripts of which a family has every character of `SCRIPTS`, and those that it lacks, wholly or in part.

    `is_fallback`: whether the family is not one of the brand, but what replaces them where they are missing.
    """

    family: str
    is_fallback: bool
    complete: tuple[str, ...]
    lacking: tuple[str, ...]


def list_coverage(brand: Brand) -> list[FamilyCoverage]:
    """Return the coverage of each family of a brand, and of the one that replaces it."""
    return [*(_coverage(font) for font in brand.own_fonts), _coverage(brand.fallback, is_fallback=True)]


def _coverage(font: FontFiles, *, is_fallback: bool = False) -> FamilyCoverage:
    characters = characters_of(font)
    complete = [script for script, sample in SCRIPTS.items() if characters.issuperset(map(ord, sample))]
    lacking = [script for script in SCRIPTS if script not in complete]
    return FamilyCoverage(font.family, is_fallback, tuple(complete), tuple(lacking))


def characters_of(font: FontFiles) -> frozenset[int]:
    """Return the code points that the regular style has: those of the table, or of the file with which text is measured."""
    if font.table is not None:
        return frozenset(widths_of(font.table, "regular").advances)
    face = hb.Face(hb.Blob.from_file_path(str(font.regular)), font.indices.get("regular", 0))
    return frozenset(face.unicodes)
