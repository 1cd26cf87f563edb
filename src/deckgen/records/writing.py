"""A record → the text of its file, which reads back as the same record, and the file in the deck's folder `history`."""

from __future__ import annotations

from pathlib import Path

import yaml
from msgspec import Struct

from deckgen.diagnostics import Issue, UserFacingError
from deckgen.io import atomic
from deckgen.io.confined import locate
from deckgen.io.project import allowed_root, find_project
from deckgen.model.record_files import RecordLoader, has_record
from deckgen.model.records import DeckRecord
from deckgen.model.validation import validate
from deckgen.periods import Period
from deckgen.reader import MAX_BYTES, parse

_HEADING = "# deckgen wrote this file and reads it again. Do not change it: it says what was presented.\n"
_FROZEN_HEADING = "# deckgen wrote this file: the figures as they were frozen. `deckgen unfreeze` ends the freeze.\n"
_NO_WRAPPING = MAX_BYTES
"""Lines are not wrapped, so that a change of a text is one line in a comparison of two versions."""


class RecordError(UserFacingError):
    """A record that cannot be written; the message says why."""


class FoundRecord(Struct, frozen=True):
    """A file of a record: its name in messages, the record (None if it is not sound or not there), its issues and its text."""

    name: str
    record: DeckRecord | None
    issues: list[Issue]
    sources: dict[str, str]


def find_record(path: Path, folder: Path, period: Period | None = None) -> FoundRecord:
    """Read the file of a record of the deck in `folder`, that of a `period` where it is given."""
    loader = RecordLoader(find_project(folder.parent) or folder.parent, allowed_root(folder))
    record = loader.read_record(path, period)[0] if has_record(path) else None
    return FoundRecord(loader.display_name(path), record, loader.issues, loader.sources)


def write_record(path: Path, folder: Path, record: DeckRecord) -> None:
    """Write a record of the deck in `folder`, completely or not at all; an existing file is replaced.

    Raises RecordError, RefusedFileError for a path that leads out of the project, and OSError.
    """
    atomic.write_file(locate(path, allowed_root(folder)), record_text(record).encode("utf-8"))


def create_empty(path: Path, folder: Path) -> None:
    """Create the empty file of a record of the deck in `folder`. Raises as `write_record`."""
    atomic.write_file(locate(path, allowed_root(folder)), b"")


def record_text(record: DeckRecord) -> str:
    """Return the text of a record's file. Raises RecordError if no text reads back as the record, or if it is too long."""
    data = record.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    heading = _FROZEN_HEADING if record.frozen else _HEADING
    for style in (None, '"'):  # as people write it, else every text in quotation marks
        body = yaml.dump(
            data, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=_NO_WRAPPING, default_style=style
        )
        text = heading + body
        if _read_back(text) == record:
            if len(text.encode("utf-8")) > MAX_BYTES:
                raise RecordError(f"the results of this deck take more than {MAX_BYTES:,} bytes; nothing is recorded")
            return text
    raise RecordError("a text of this deck cannot be recorded, since YAML would read it as another one")


class _Dumper(yaml.SafeDumper):
    """Writes texts of several lines as a block, and all others as YAML needs them."""


def _represent_text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None)


_Dumper.add_representer(str, _represent_text)


def _read_back(text: str) -> DeckRecord | None:
    document, issues = parse(text, "record")
    if document is None or issues:
        return None
    return validate(DeckRecord, document.data, document)[0]


def differing_names(one: DeckRecord, other: DeckRecord) -> list[str]:
    """Return the names of what two records of a deck have otherwise: results and slides by their ids, and the deck's title."""
    names = ["the title of the deck"] if one.title != other.title else []
    for before, after in ((one.results, other.results), (one.slides, other.slides)):
        old, new = ({item.id: item for item in items} for items in (before, after))
        names += [id_ for id_ in dict.fromkeys((*old, *new)) if old.get(id_) != new.get(id_)]
    return names or ["the order"]
