"""What deck.yaml has as its language → whether it is a language tag (`en`, `pt-BR`), and the tag that was meant."""

from __future__ import annotations

import re

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""The form of the tags of languages that have one (BCP 47): PowerPoint reads no others."""


def is_language_tag(text: str) -> bool:
    """Whether a text has the form of a language tag."""
    return _TAG.fullmatch(text) is not None


def intended_tag(text: str) -> str:
    """Return the tag that was meant by another spelling (`en_US`) or a name, in English or the language itself; or empty."""
    if is_language_tag(text.replace("_", "-")):
        return text.replace("_", "-")
    from babel import Locale  # noqa: PLC0415 -- needed after a mistake only
    from babel.localedata import locale_identifiers  # noqa: PLC0415

    wanted = text.casefold()
    english: dict[str, str] = {name.casefold(): tag for tag, name in Locale("en").languages.items()}
    if wanted in english:
        return english[wanted].replace("_", "-")
    tags = (tag for tag in locale_identifiers() if len(tag) == 2)
    return next((tag for tag in tags if (Locale(tag).language_name or "").casefold() == wanted), "")
