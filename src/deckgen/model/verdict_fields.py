"""Fields of content that say how results are judged: numbers said outright, tolerances, settings of a metric and of a deck."""

import re
from collections.abc import Mapping
from math import isfinite
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BeforeValidator,
    Field,
    GetJsonSchemaHandler,
    InstanceOf,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import CoreSchema, PydanticCustomError

from deckgen.diagnostics.suggestions import closest, did_you_mean
from deckgen.ir.roles import STATUSES, Status
from deckgen.model.base import TEXT, Model, PlainText
from deckgen.model.deck_settings import COLOURS, SIMILAR_STATUS, settings_of
from deckgen.model.synonyms import synonym_of
from deckgen.verdicts import Counts, Tolerance

Against = Literal["baseline", "previous", "goal"]
"""With what the arrow of a result compares it."""


def read_plain_number(value: object) -> object:
    """Return the number of a text in digits. Raises PydanticCustomError for any other text."""
    if value is None or isinstance(value, float):
        return value
    try:
        number = float(value) if isinstance(value, str) and "_" not in value else float("nan")
    except ValueError:
        number = float("nan")
    if not isfinite(number):
        hint = "write digits with a decimal point and nothing else: 1234000 or 0.5"
        raise PydanticCustomError("number_expected", "a plain number is expected here", {"hint": hint})
    return number


_NUMBER_JSON = {"type": ["number", "string", "null"], "pattern": r"^\s*[+-]?(\d+(\.\d+)?|\.\d+)([eE][+-]?\d+)?\s*$"}
PlainNumber = Annotated[float | None, BeforeValidator(read_plain_number), WithJsonSchema(_NUMBER_JSON)]
"""A number in digits, with a decimal point in every language."""

_TOLERANCE = r"(\d+(?:\.\d+)?|\.\d+)\s?(%|points?|pp)?"


def read_tolerance(value: object) -> object:
    """Return a tolerance: `10%` is a share of the goal, a bare number or `0.05 points` is in the goal's unit."""
    if value is None or isinstance(value, Tolerance):
        return value
    match = re.fullmatch(_TOLERANCE, value.strip()) if isinstance(value, str) else None
    if match is None:
        message = "a tolerance is a share of the goal (10%) or a number in its unit (0.05 points)"
        raise PydanticCustomError("tolerance", message, {})
    number = float(match[1])
    return Tolerance(number / 100) if match[2] == "%" else Tolerance(number, relative=False)


_TOLERANCE_JSON = {
    "type": ["string", "number", "null"],
    "pattern": r"^\s*(\d+(\.\d+)?|\.\d+)\s?(%|points?|pp)?\s*$",
    "examples": ["5%", "0.05 points"],
}
ToleranceField = Annotated[
    InstanceOf[Tolerance] | None, BeforeValidator(read_tolerance), WithJsonSchema(_TOLERANCE_JSON)
]
"""How far from its goal a result is still at risk."""


def _read_status(value: object, info: ValidationInfo) -> object:
    """Return the status that a colour or one of the deck's own words names; raises PydanticCustomError for another text."""
    if not isinstance(value, str):
        return value
    settings = settings_of(info)
    status = settings.status_named(value)
    if status not in STATUSES:
        raise PydanticCustomError(
            "unknown_value",
            "`{name}` is not known here",
            {"name": value[:60], "hint": _status_hint(value, settings.words, settings.labels)},
        )
    return status


def _status_hint(text: str, own: Mapping[Status, str], labels: Mapping[Status, str]) -> str:
    """Ask for the status that was probably meant, in the deck's own word for it; else list all words that it may be."""
    shown: dict[str, str] = {status: own.get(status, labels.get(status, status)) for status in STATUSES}
    statuses = {word: status for status, word in shown.items()}
    meant = synonym_of(text, STATUSES) or closest(text, statuses, SIMILAR_STATUS)
    if meant is not None:
        return did_you_mean(shown.get(meant, meant))
    known = ", ".join(f"`{word}`" for word in [*statuses, *(() if own else COLOURS)])
    remedy = (
        ""
        if own
        else f"; a word of your own goes into deck.yaml, as in `verdicts: {{words: {{at-risk: {text[:30]}}}}}`"
    )
    return f"known statuses are {known}{remedy}"


_STATUS_JSON: dict[str, Any] = {"enum": [*STATUSES, "green", "amber", "red"], "type": "string"}
# Own words are left out: editors would then accept any text.
StatusField = Annotated[Status, BeforeValidator(_read_status), WithJsonSchema(_STATUS_JSON)]
"""A status, its colour (`green`, `amber`, `red`), the deck's own word for it, or that of its language."""


class ScoreLimits(Model):
    """From which score on a result is on track, and from which it is at risk."""

    on_track: PlainNumber = Field(default=0.7, alias="on-track", examples=["0.7"])
    """From this score on, a result is on track."""
    at_risk: PlainNumber = Field(default=0.4, alias="at-risk", examples=["0.4"])
    """From this score on, it is at risk; below, it is off track."""

    @model_validator(mode="after")
    def _are_in_order(self) -> Self:
        if self.on_track is None or self.at_risk is None or not 0 <= self.at_risk <= self.on_track <= 1:
            message = "scores go from 0 to 1, and `on-track` begins at or above `at-risk`"
            raise PydanticCustomError("scores", message, {})
        return self


_COLOUR_JSON: dict[str, Any] = {
    "type": "string",
    "pattern": r"^\s*#[0-9A-Fa-f]{6}\s*$",
    "patternErrorMessage": "a colour is # and six digits from 0 to F (#B32424)",
}


def _read_colour(value: object) -> object:
    """Return the six digits of a colour, in upper case."""
    match = re.fullmatch(r"#([0-9A-Fa-f]{6})", value.strip()) if isinstance(value, str) else None
    if match is None:
        message = "this is not a colour: # and six digits from 0 to F"
        hint = 'write it in quotation marks, as `color: "#B32424"`'
        raise PydanticCustomError("colour", message, {"hint": hint})
    return match[1].upper()


class StatusWord(Model):
    """The organisation's own word for a status: text, or `{say, color}`."""

    say: PlainText | None = Field(default=None, examples=["Red"])
    """The word that slides show, and that `status:` of a result may name."""
    color: Annotated[str | None, BeforeValidator(_read_colour), WithJsonSchema(_COLOUR_JSON)] = Field(
        default=None, examples=["#B32424"]
    )
    """The colour of its mark and word, and of all that has their colour in the brand, such as arrows."""

    @model_validator(mode="before")
    @classmethod
    def _expand_word(cls, data: Any) -> Any:
        return {"say": data} if isinstance(data, str) else data

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        json_schema = handler.resolve_ref_schema(handler(schema))
        json_schema["type"] = ["object", *TEXT["type"]]
        return json_schema


class VerdictSettings(Model):
    """How the deck judges results."""

    show: Literal["computed", "written", "none"] | None = None
    """Which statuses are shown: written ones and those computed from result and goal, only `written` ones, or none."""
    key_results: Literal["computed", "written", "none"] | None = None
    """The same for key results; by default, as `show`."""
    tolerance: ToleranceField = None
    """Up to which distance from its goal a result is at risk, for all metrics that do not say it themselves.
    `5%` is a share of each goal, whatever its unit; `5` is 5 in the goal's unit."""
    counts: Counts | None = None
    """What counts and amounts count, for all metrics that do not say it themselves."""
    against: Against | None = None
    """With what arrows compare a result, for all metrics that do not say it themselves; by default, the baseline."""
    scores: ScoreLimits = Field(default_factory=ScoreLimits)
    """From which scores on results are on track or at risk."""
    words: dict[PlainText, StatusWord] = Field(default_factory=dict)
    """The organisation's own words for statuses (`on-track: Green`), each with a colour if wanted."""

    @property
    def own_words(self) -> dict[Status, str]:
        """The organisation's own words by status."""
        found = {status: self.words[status].say for status in STATUSES if status in self.words}
        return {status: word for status, word in found.items() if word is not None}

    @model_validator(mode="after")
    def _words_are_of_statuses(self) -> Self:
        for name in self.words:
            if name not in STATUSES:
                hint = f"name one of {', '.join(STATUSES)}"
                raise PydanticCustomError(
                    "unknown_status",
                    "`{name}` is not a status",
                    {"name": name, "at": ("words", name), "at_key": True, "hint": hint},
                )
        return self

    @model_validator(mode="after")
    def _words_differ(self) -> Self:
        """Refuse a word for two statuses, and the name of one as the word of another: `status:` may name either."""
        taken: dict[str, str] = {status: status for status in STATUSES}
        for status, word in self.own_words.items():
            other = taken.setdefault(word.casefold(), status)
            if other != status:
                raise PydanticCustomError(
                    "two_statuses",
                    "“{word}” would be the word of two statuses, `{other}` and `{status}`",
                    {
                        "word": word,
                        "other": other,
                        "status": status,
                        "at": ("words", status),
                        "hint": "give each status a word of its own, which is not the name of another one",
                    },
                )
        return self
