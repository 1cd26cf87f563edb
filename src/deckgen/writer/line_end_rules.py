"""A language → the characters with which its lines must not begin or end in PowerPoint, as `p:kinsoku`."""

from __future__ import annotations

from deckgen.writer.xml import attribute

_NOT_FIRST = (
    "!%),.:;?]}°’”‰′″℃、。々〉》」』】〕゛゜ゝゞ・ヽヾ！％），．：；？］｝｡｣､･ﾞﾟー"
    "ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶｧｨｩｪｫｬｭｮｯｰ"
)
_NOT_LAST = "$([\\{‘“〈《「『【〔＄（［｛｢￡￥"


def line_end_rules(language: str) -> str:
    """Return the strict rules of Japanese: by default PowerPoint lets a line begin with a small kana. Empty for others."""
    if language.lower().partition("-")[0] != "ja":
        return ""
    return f'<p:kinsoku lang="ja-JP" invalStChars="{attribute(_NOT_FIRST)}" invalEndChars="{attribute(_NOT_LAST)}"/>'
