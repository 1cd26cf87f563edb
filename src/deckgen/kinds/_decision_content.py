"""Content models of requested decisions, with the options to choose from."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from deckgen.model import Model, PlainText, RichText, TextOrFields
from deckgen.model.content import Switch


class Option(TextOrFields):
    """An option: its text, or `{text, recommended}`."""

    text: RichText
    """The text of the option."""
    recommended: Switch = False
    """Whether this is the option that those who ask recommend."""


class Decision(Model):
    """One question, the date by which it must be answered, who decides, and the options."""

    ask: RichText
    """The question."""
    by: PlainText | None = None
    """The date by which an answer is needed."""
    owner: PlainText | None = None
    """Who decides."""
    options: tuple[Option, ...] = ()
    """The options to choose from: texts, or `{text, recommended: yes}` for the one that is recommended."""

    @model_validator(mode="after")
    def _rejects_two_recommendations(self) -> Self:
        recommended = [n for n, option in enumerate(self.options) if option.recommended]
        if len(recommended) > 1:
            raise PydanticCustomError(
                "two_recommended",
                "two options of one decision are recommended",
                {"hint": "recommend one of them", "at": ("options", recommended[1], "recommended")},
            )
        return self
