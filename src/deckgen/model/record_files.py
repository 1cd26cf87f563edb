"""A deck's folder `history` → the records that the deck is compared with, and the issues of their files.

The folder has a file for each period of which the deck was presented (`fy20-21-q2.yaml`), and `frozen.yaml` while its figures are
frozen. It is read only where it exists.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.diagnostics import Issue, Severity, Span, make_issue
from deckgen.io.confined import OutsideError, locate
from deckgen.model.deck import RECORDS_FOLDER
from deckgen.model.records import DeckRecord, Records
from deckgen.model.validation import validate
from deckgen.periods import PERIOD_PATTERN, Period, Year
from deckgen.reader import Document, parse, read

FROZEN = "frozen.yaml"

_YEARS_BACK = 1
"""How many years before the reported one are searched for the last record."""
_PERIOD_FILE = re.compile(rf"(?:[\w-]+-)?{PERIOD_PATTERN}\.yaml", re.IGNORECASE)


def record_path(folder: Path, period: Period) -> Path:
    """Return the file of the record of a period, for the deck in `folder`."""
    return folder / RECORDS_FOLDER / f"{period.file_name_part}.yaml"


def has_record(path: Path) -> bool:
    """Whether a file has a record: `deckgen roll` creates it empty, and writes it in one change with the rest of the content."""
    return path.is_symlink() or (path.exists() and (not path.is_file() or path.stat().st_size > 0))


def frozen_path(folder: Path) -> Path:
    """Return the file of the frozen figures of the deck in `folder`."""
    return folder / RECORDS_FOLDER / FROZEN


def load_records(
    folder: Path, project: Path, root: Path, reported: Period
) -> tuple[Records, list[Issue], dict[str, str]]:
    """Read the records of the deck in `folder` that reports the period `reported`.

    Messages name files by their path relative to `project`; `root` must contain them. Returns the records, the issues of their
    files, and the texts of these by name. A file that cannot be read is an error, with what to do about it.
    """
    loader = RecordLoader(project, root)
    return loader.load(folder, reported), loader.issues, loader.sources


class RecordLoader(Struct):
    """Reads files of records, and collects their issues and texts."""

    project: Path
    root: Path
    issues: list[Issue] = field(default_factory=list)
    sources: dict[str, str] = field(default_factory=dict)

    def load(self, folder: Path, reported: Period) -> Records:
        """Return the last record before the reported period, that of the reported period, and the frozen figures."""
        history = folder / RECORDS_FOLDER
        try:
            names = sorted(path.name for path in locate(history, self.root).iterdir())
        except (OutsideError, OSError) as error:
            why = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
            message = f"the folder {RECORDS_FOLDER} is not read: {why}"
            span = Span(self.display_name(history), 0, 0)
            self.issues.append(make_issue("outside-project", message, span, "put the folder itself here, or delete it"))
            return Records()
        self.report_unknown_files(history, names)
        paths = ((period, record_path(folder, period)) for period in _before(reported))
        last = next((period for period, path in paths if path.name in names and has_record(path)), None)
        record, document = (None, None) if last is None else self.read_record(record_path(folder, last), last)
        frozen, frozen_document = self.read_record(history / FROZEN, None) if FROZEN in names else (None, None)
        now = record_path(folder, reported)
        current, _ = self.read_record(now, reported) if now.name in names and has_record(now) else (None, None)
        return Records(record, last, document, frozen, frozen_document, current)

    def display_name(self, path: Path) -> str:
        """Return the name of a file in messages: its path relative to the project, with `/`."""
        return Path(os.path.relpath(path, self.project)).as_posix()

    def report_unknown_files(self, history: Path, names: list[str]) -> None:
        """Warn of files that are not read: a record with another name would be overlooked."""
        for name in names:
            is_content = name.endswith((".yaml", ".yml")) and not name.startswith(".")
            if is_content and name != FROZEN and not _PERIOD_FILE.fullmatch(name):
                message = (
                    f"this file is not read: {RECORDS_FOLDER}/ has a file for each period, such as fy20-21-q2.yaml"
                )
                hint = "give it back the name that deckgen gave it, or move it away"
                span = Span(self.display_name(history / name), 0, 0)
                self.issues.append(make_issue("unknown-data-file", message, span, hint))

    def read_record(self, path: Path, expected: Period | None) -> tuple[DeckRecord | None, Document | None]:
        """Read one file, that of the period `expected` where it is given; None, with an issue, if it is no sound record."""
        name = self.display_name(path)
        text, issues = read(path, name, self.root)
        self.sources[name] = text
        document, issues = (None, issues) if issues else parse(text, name)
        record: DeckRecord | None = None
        if document is not None and not issues:
            record, issues = validate(DeckRecord, document.data, document)
        if record is not None and document is not None and expected is not None:
            issues = _wrong_period(record, document, expected)
        if issues:
            self.issues.append(replace(issues[0], severity=Severity.ERROR, hint=_remedy(name)))
            return None, None
        return record, document


def _wrong_period(record: DeckRecord, document: Document, expected: Period) -> list[Issue]:
    """Return an issue if a file is not of the period that its name says."""
    year = Year.read(record.year)
    if record.period == expected.name and year is not None and year.is_same(expected.year):
        return []
    message = f"this is the record of {record.period} {record.year}, but its name is that of {expected}"
    return [make_issue("other-period", message, document.span(("period",)))]


def _remedy(name: str) -> str:
    if name.endswith(f"/{FROZEN}"):
        return "deckgen wrote this file: restore it, for example with git, or end the freeze with `deckgen unfreeze`"
    return "deckgen wrote this file: restore it, for example with git; if it is deleted, changes of what it records go unnoticed"


def _before(reported: Period) -> Iterator[Period]:
    """Yield the periods before the reported one, the latest first."""

    def going_back() -> Iterator[Period]:
        period = reported
        while True:
            period = period.previous
            yield period

    return takewhile(lambda period: period.year.first >= reported.year.first - _YEARS_BACK, going_back())
