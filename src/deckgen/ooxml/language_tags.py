"""The language of a deck → the tag of that language as PowerPoint writes it: `zh-CN`, not `zh-Hans`."""

from __future__ import annotations

from functools import lru_cache

_SCRIPT_LENGTH = 4
_REGIONS = {"hans": "CN", "hant": "TW"}


@lru_cache(maxsize=64)
def office_language(tag: str) -> str:
    """Return a language tag (BCP 47) for the attributes `lang` of a file: PowerPoint names Chinese by its region, not its script.

    Other tags stay as they are.
    """
    language, *others = tag.replace("_", "-").split("-")
    if language.lower() != "zh":
        return tag
    region = next((subtag.upper() for subtag in others if len(subtag) < _SCRIPT_LENGTH), "")
    script = next((subtag.lower() for subtag in others if len(subtag) == _SCRIPT_LENGTH), "hans")
    return f"zh-{region or _REGIONS.get(script, 'CN')}"
