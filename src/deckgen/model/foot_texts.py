"""The own text of a footer and the form of its date, as deck.yaml and a brand may give them.

A footer may name facts of the deck in braces: `{title} · {period} · Confidential`. A date has a form of CLDR by its name, or a
pattern such as `d MMM y`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from pydantic_core import PydanticCustomError

FOOTER_FIELDS = ("title", "event", "period", "organisation")
DEFAULT_FOOTER = "{title} · {event} · {period}"
NO_FOOTER = "none"
SEPARATOR = " · "
NAMED_FORMS = ("short", "medium", "long", "full")
_MAX_FOOTER, _MAX_PATTERN = 200, 30
"""In characters."""
_FIELD = re.compile(r"\{([^{}]*)\}")
_QUOTED = re.compile(r"'[^']*'")
_RUN = re.compile(r"([A-Za-z'])\1*")
_DAY_FIELDS = re.compile(r"y{1,4}|M{1,4}|L{1,4}|d{1,2}|E{1,4}")
"""Fields of a pattern that a day answers (Unicode TR 35, part 4)."""


def check_footer(value: str) -> str:
    """Return the text of a footer unchanged; raises PydanticCustomError for unknown names in braces, or a long text."""
    for name in _FIELD.findall(value):
        if name not in FOOTER_FIELDS:
            known = ", ".join(f"`{{{field}}}`" for field in FOOTER_FIELDS)
            raise PydanticCustomError(
                "foot_text", "a footer cannot have `{name}`", {"name": f"{{{name}}}", "hint": f"it can have {known}"}
            )
    if len(value) > _MAX_FOOTER or len(value.splitlines()) > 1:
        raise PydanticCustomError(
            "foot_text", "a footer is one line of at most {maximum} characters",
            {"maximum": _MAX_FOOTER, "hint": "write a shorter text"},
        )  # fmt: skip
    return value


def check_date_form(value: str) -> str:
    """Return the form of a date unchanged; raises PydanticCustomError if it is neither a name nor a pattern of a day."""
    runs = [match[0] for match in _RUN.finditer(_QUOTED.sub(" ", value))]
    is_pattern = bool(runs) and all(map(_DAY_FIELDS.fullmatch, runs)) and len(value) <= _MAX_PATTERN
    if value in NAMED_FORMS or is_pattern:
        return value
    hint = f"write {', '.join(NAMED_FORMS)}, or a pattern of d, M, y and E, such as `d MMMM y`; other letters in '…'"
    raise PydanticCustomError("foot_text", "`{value}` is no form of a date", {"value": value[:40], "hint": hint})


def footer_parts(text: str, facts: Mapping[str, str]) -> tuple[str, ...]:
    """Return the parts of a footer between its ` · `, with the facts of the deck; parts that would be empty are left out."""
    if text.strip() == NO_FOOTER:
        return ()
    parts = []
    for part in text.split(SEPARATOR):
        names = _FIELD.findall(part)
        if names and not any(facts[name] for name in names):
            continue
        parts.append(_FIELD.sub(lambda match: facts[match[1]], part).strip())
    return tuple(part for part in parts if part)
