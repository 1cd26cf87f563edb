"""The translations of a deck into one language: `translations/<language>.yaml` in the deck's folder, read and written.

People may change the file by hand. Entries are in the order of the content, each text on one line, so that a comparison of two
versions shows what a translator changed.
"""

from typing import Annotated, Literal

import yaml
from pydantic import BeforeValidator, Field, WithJsonSchema

from deckgen.diagnostics import UserFacingError
from deckgen.model.base import Model, PlainText
from deckgen.model.validation import validate
from deckgen.reader import MAX_BYTES, parse

FOLDER = "translations"
"""The folder of a deck with its translations."""
FORMAT = "1"
State = Literal["translated", "review"]
"""`review`: somebody should read the translation again; builds use it, and say so."""
_HEADING = "# Translations of this deck, by the texts' places in the content. `deckgen translate {0}` writes a sheet of them.\n"


class TranslatedText(Model):
    """A text in the language of the deck, and its translation."""

    source: PlainText
    """The text that was translated, as the content had it. Where the content has another one now, the translation is outdated."""
    translation: PlainText
    """The translation, with the links, footnotes and stars of the text."""
    state: State = "translated"
    """`translated`, or `review` if somebody should read it again."""


def _empty_mapping(value: object) -> object:
    return {} if value is None else value


class TranslationFile(Model):
    """The translations of a deck into one language."""

    format: Annotated[Literal["1"], WithJsonSchema({"enum": [1, "1"]})]
    """The format of the file: `1`."""
    language: PlainText = Field(examples=["de"])
    """The language of the translations, which is the name of the file."""
    texts: Annotated[dict[PlainText, TranslatedText], BeforeValidator(_empty_mapping)] = Field(default_factory=dict)
    """The translations by the keys of the texts, such as `overview/people/headline`."""


class TranslationError(UserFacingError):
    """Translations that cannot be written; the message says why."""


def file_text(file: TranslationFile) -> str:
    """Return the text of a file of translations. Raises TranslationError if no text reads back as them, or if it is too long."""
    texts = {key: text.model_dump(mode="json") | {"state": text.state} for key, text in file.texts.items()}
    if sum(len(text.source) + len(text.translation) for text in file.texts.values()) > MAX_BYTES:
        raise TranslationError(f"the translations take more than {MAX_BYTES:,} bytes; nothing was written")
    data = {"format": 1, "language": file.language, "texts": texts}
    for style in (None, '"'):  # as people write it, else every text in quotation marks
        body = yaml.dump(
            data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=MAX_BYTES, default_style=style
        )
        text = _HEADING.format(file.language) + body
        if len(text.encode("utf-8")) > MAX_BYTES:
            raise TranslationError(f"the translations take more than {MAX_BYTES:,} bytes; nothing was written")
        document, issues = parse(text, "translations")
        if document is not None and not issues and validate(TranslationFile, document.data, document)[0] == file:
            return text
    raise TranslationError("a translation cannot be written, since YAML would read it as another text")


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as a block, and all others as YAML needs them."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)
