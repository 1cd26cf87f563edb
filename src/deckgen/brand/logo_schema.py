"""Schema of `logo:` in `_brand.yml`, in the public brand.yml form.

A logo is a text (a name under `images`, or else a file), `{path, alt}`, or one for each ground: `{light, dark}`.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Discriminator, Field, Tag

from deckgen.brand.placement import LogoSize
from deckgen.brand.values import CLOSED, Count, FileName, Name, Prompt


class _Model(BaseModel):
    model_config = CLOSED


class LogoFile(_Model):
    """A logo by its file, and what a screen reader says instead of it."""

    path: FileName
    alt: Prompt = ""


_FILE_TAGS = ("name or file name", "file with alt text")
_FORM_TAGS = (*_FILE_TAGS, "one for each ground")
LogoImage = Annotated[
    Annotated[FileName, Tag(_FILE_TAGS[0])] | Annotated[LogoFile, Tag(_FILE_TAGS[1])],
    Discriminator(lambda value: _FILE_TAGS[0] if isinstance(value, str) else _FILE_TAGS[1]),
]


class LogoForms(_Model):
    """The logo for light grounds and the one for dark grounds."""

    light: LogoImage | None = None
    dark: LogoImage | None = None


def _form_tag(value: object) -> str:
    if isinstance(value, str):
        return _FORM_TAGS[0]
    is_file = isinstance(value, LogoFile) or (isinstance(value, dict) and not {"path", "alt"}.isdisjoint(value))
    return _FORM_TAGS[1] if is_file else _FORM_TAGS[2]


LogoValue = Annotated[
    Annotated[FileName, Tag(_FORM_TAGS[0])]
    | Annotated[LogoFile, Tag(_FORM_TAGS[1])]
    | Annotated[LogoForms, Tag(_FORM_TAGS[2])],
    Discriminator(_form_tag),
]


class LogoSpec(_Model):
    """The logos of a brand: by name, and which one is taken at which size."""

    images: Annotated[dict[Name, LogoImage], Count(50, "logos", "remove those that no size names")] = Field(
        default_factory=dict
    )
    small: LogoValue | None = None
    medium: LogoValue | None = None
    large: LogoValue | None = None

    def value(self, size: LogoSize) -> tuple[LogoSize, LogoValue] | None:
        """Return the logo for a size, with the size under which it is given: the next smaller one, else the next larger."""
        for name in _ORDERS[size]:
            value = getattr(self, name)
            if value is not None:
                return name, value
        return None


_ORDERS: dict[LogoSize, tuple[LogoSize, ...]] = {
    "small": ("small", "medium", "large"),
    "medium": ("medium", "small", "large"),
    "large": ("large", "medium", "small"),
}
_TAGS = ("one file for all sizes", "one for each size")
Logo = Annotated[
    Annotated[FileName, Tag(_TAGS[0])] | Annotated[LogoSpec, Tag(_TAGS[1])],
    Discriminator(lambda value: _TAGS[0] if isinstance(value, str) else _TAGS[1]),
]
