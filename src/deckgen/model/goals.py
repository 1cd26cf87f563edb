"""Goals in content: a text, perhaps with its numbers said outright, or a goal for each of several periods."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from pydantic import GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from deckgen.model.base import TEXT, RichText, typed_text
from deckgen.model.verdict_fields import read_plain_number

_LIMITS = ("at_least", "at_most")
_TEXTS = ("text", "unit", "by")


class GoalTerms(Struct, frozen=True):
    """The numbers of a goal, said outright: its limits, their unit, and the period by which it is due."""

    at_least: float | None = None
    at_most: float | None = None
    unit: str = ""
    by: str | None = None


class GoalText(RichText, frozen=True):
    """A goal as it should appear. `terms` are its numbers where the author says them, `stages` its texts by period."""

    terms: GoalTerms | None = None
    stages: tuple[tuple[str, str], ...] = ()

    @classmethod
    def _validate(cls, value: object) -> RichText:
        if isinstance(value, RichText):
            return value if isinstance(value, GoalText) else cls(value.raw, value.origins)
        if not isinstance(value, dict):
            return cls(typed_text(value))
        known = set(value) & {*_LIMITS, *_TEXTS}
        return _from_fields(value) if known or not value else _from_stages(value)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        number = {"type": ["number", "string"]}
        fields = {
            "text": {**TEXT, "description": "The goal as it should appear."},
            "at_least": {**number, "description": "The lowest value that reaches the goal."},
            "at_most": {**number, "description": "The highest value that reaches the goal."},
            "unit": {**TEXT, "description": "The unit of the limits, such as `%` or `EUR`."},
            "by": {**TEXT, "description": "The period by which the goal is due."},
        }
        return {"type": ["object", *TEXT["type"]], "properties": fields, "additionalProperties": TEXT}


def _from_fields(fields: Mapping[str, object]) -> GoalText:
    """Return a goal of `{text, at_least, at_most, unit, by}`. Raises PydanticCustomError at the field that is wrong."""
    for name in fields:
        if name not in {*_LIMITS, *_TEXTS}:
            hint = f"a goal has {', '.join((*_TEXTS, *_LIMITS))}, or a text for each period"
            raise PydanticCustomError(
                "unknown_field",
                "there is no field `{name}` here",
                {"name": name, "at": (name,), "at_key": True, "hint": hint},
            )
    limits = {name: _number(fields[name], name) for name in _LIMITS if fields.get(name) is not None}
    if not limits and fields.get("text") is None:
        raise PydanticCustomError("goal", "a goal needs a `text`, `at_least` or `at_most`", {})
    unit, by = typed_text(fields.get("unit") or ""), typed_text(fields.get("by") or "")
    terms = GoalTerms(limits.get("at_least"), limits.get("at_most"), unit, by or None)
    text = typed_text(fields.get("text") or "") or " – ".join(
        f"{limit:.15g} {unit}".strip() for limit in limits.values()
    )
    return GoalText(text, terms=terms)


def _number(value: object, name: str) -> float:
    try:
        number = read_plain_number(value)
    except PydanticCustomError as error:
        raise PydanticCustomError(
            error.type, error.message_template, {**(error.context or {}), "at": (name,)}
        ) from None
    assert isinstance(number, float)
    return number


def _from_stages(stages: Mapping[str, object]) -> GoalText:
    """Return a goal with a text for each of several periods."""
    texts = tuple((name, typed_text(text)) for name, text in stages.items() if text is not None)
    return GoalText(" · ".join(f"{name}: {text}" for name, text in texts), stages=texts)
