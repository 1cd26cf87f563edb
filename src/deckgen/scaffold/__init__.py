"""A name and a few answers → the files of a new project that builds at once.

The files are in `template/`. `edit` writes the answers into the content files and quotes them as YAML needs it. The brand is a
copy of the one that comes with deckgen.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path

from msgspec import Struct, field

from deckgen import schema
from deckgen.diagnostics import UserFacingError
from deckgen.edit import ContentEditor
from deckgen.io.atomic import write_file
from deckgen.io.project import find_project, packaged_folder
from deckgen.model.labels import DEFAULT_LANGUAGE
from deckgen.model.metrics import default_result_key
from deckgen.model.reported_period import FIRST_MONTH
from deckgen.periods import HALVES, MONTHS, QUARTERS, TRIMESTERS, Calendar, Period, Year, read_period
from deckgen.resolve.figure_forms import in_form_of
from deckgen.scaffold.origin import InstallOrigin, requirements_text

TEMPLATE = Path(__file__).resolve().parent / "template"
BRAND = "wikimedia"
_FIRST_MONTH = 7
"""The fiscal years that are suggested begin in July, as in the example deck."""
_EVENTS = {
    QUARTERS: "Quarterly review", HALVES: "Half-year review", TRIMESTERS: "Trimester review", MONTHS: "Monthly review",
}  # fmt: skip

_STAGING, _COMPLETE = ".deckgen-new.tmp", ".deckgen-new"
"""Folders in that of the project: files that are being written, and files that are complete and being moved."""
_IGNORED = {".git", _STAGING}
"""Names that the folder of a new project may already contain."""


class ProjectError(UserFacingError):
    """A project cannot be created; the message is for the user."""


class Answers(Struct, frozen=True):
    """The names in a new project, the period that it reports, and where deckgen is installed from (None: not known).

    `brand` are the files of its brand; without any, it has a copy of the one that comes with deckgen. In another `language`, its
    sample texts stay English, with figures as the language writes them.
    """

    title: str
    priority: str
    period: Period
    origin: InstallOrigin | None = None
    brand: Mapping[str, bytes] = field(default_factory=dict)
    language: str = DEFAULT_LANGUAGE


def current_quarter(today: date) -> Period:
    """Return the last quarter that ended before a day, which is the one to report, in its fiscal year."""
    month = (today.month - 1) // 3 * 3  # 0-based month in which the current quarter starts
    year, month = (today.year - 1, 9) if month == 0 else (today.year, month - 3)
    start = year if month + 1 >= _FIRST_MONTH else year - 1
    calendar = Calendar(Year(start, "FY", 2, "-", 2), QUARTERS)
    return Period(calendar.names[((month + 1 - _FIRST_MONTH) % 12) // 3], calendar)


def read_reported_period(text: str, first_month: str = "") -> Period:
    """Read a period with its year (“Q2 FY20-21”, “H1 2026”); `first_month` is that of a year of months.

    Raises ProjectError for anything else.
    """
    period = read_period(text, first_month)
    if period is not None and first_month and period.system is not MONTHS:
        raise ProjectError(f"'{text}' is no month: --year-starts is only for a year of months")
    if period is not None:
        return period
    hint = "write it like Q2 FY20-21, H1 2026, T3 2024/25 or 2026-03"
    if re.match(MONTHS.pattern, text.strip()) and not first_month:
        hint += ", and the first month of a fiscal year with --year-starts 2024-07"
    raise ProjectError(f"'{text}' is no period with its year: {hint}")


def title_of(name: str) -> str:
    """Return a title for the name of a folder: `safer-editing` becomes “Safer editing”."""
    words = " ".join(re.findall(r"\w+", name.replace("_", " ")))
    return words[:1].upper() + words[1:] or "Review"


def check_target(root: Path) -> None:
    """Raise ProjectError if `root` has files that could be overwritten, or is inside the content of a project."""
    if os.path.lexists(root) and (not root.is_dir() or any(path.name not in _IGNORED for path in root.iterdir())):
        raise ProjectError(f"{root} already exists and is not empty; nothing was written: choose another name")
    place = root.resolve()
    project = find_project(place.parent)
    if project is not None and (project / "content") in place.parents:
        raise ProjectError(
            f"{root} is inside the content of the project '{project.name}'; nothing was written: choose a folder outside "
            "it, or copy the folder of a deck there to start another deck of that project"
        )


def create(root: Path, answers: Answers) -> list[Path]:
    """Create a project in the folder `root`, which must be missing or empty; returns the files.

    All files are first written into a folder inside `root` and then moved. If the program is killed before that, the next try
    starts again; if it is killed later, `finish` completes the project. Raises ProjectError if `root` has files, and OSError.
    """
    check_target(root)
    files = _files(root, answers)
    is_new = not root.exists()
    staging = root / _STAGING
    try:
        root.mkdir(parents=True, exist_ok=True)
        if staging.is_dir() and not staging.is_symlink():
            shutil.rmtree(staging)
        for name, data in files.items():
            write_file(staging / name, data)
        wheel = answers.origin.wheel if answers.origin else None
        if wheel:
            shutil.copyfile(wheel, staging / wheel.name)
        staging.rename(root / _COMPLETE)
    except BaseException:
        shutil.rmtree(staging, ignore_errors=True)
        if is_new:
            with suppress(OSError):
                root.rmdir()
        raise
    finish(root)
    return [root / name for name in files]


def finish(root: Path) -> bool:
    """Move the files of a project that was written completely into its folder; returns whether there were any.

    Raises ProjectError if a file of that name is in the way, and OSError.
    """
    complete = root / _COMPLETE
    if complete.is_symlink() or not complete.is_dir():
        return False
    for path in sorted(complete.iterdir()):
        if os.path.lexists(root / path.name):
            message = f"{root / path.name} is in the way of what an interrupted `deckgen new` left in {complete}: move it away"
            raise ProjectError(message)
        path.rename(root / path.name)
    complete.rmdir()
    return True


def slug(text: str) -> str:
    """Return a name for files and folders made of a text."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold())) or "deck"


def _files(root: Path, answers: Answers) -> dict[str, bytes]:
    deck = slug(root.resolve().name)
    taken = {"deck", "overview", "metrics", "appendix"}
    priority = slug(answers.priority)
    priority = f"{priority}-priority" if priority in taken else priority
    plain = _plain(answers, deck, priority)
    files = {f".{name}" if name == "gitignore" else name: text for name, text in plain.items()}
    for name, text in _content(answers, deck, priority).items():
        files[f"content/{deck}/{name}"] = text
    for path in sorted((packaged_folder("layouts") / BRAND).iterdir()) if not answers.brand else ():
        text = path.read_text(encoding="utf-8")
        files[f"layouts/{deck}/{path.name}"] = _brand(text, answers) if path.name == "_brand.yml" else text
    files |= schema.schema_files()
    for opened in ("", "content"):
        files[f"{opened}/{schema.SETTINGS}".lstrip("/")] = schema.merged_settings(None, opened) or ""
    own_brand = {f"layouts/{deck}/{name}": data for name, data in answers.brand.items()}
    return {name: text.encode() for name, text in files.items()} | own_brand


def _plain(answers: Answers, deck: str, priority: str) -> dict[str, str]:
    """Return the files that are not content: placeholders are replaced without quoting."""
    words = {
        "TITLE": answers.title, "PERIOD": answers.period.name, "NOUN": answers.period.system.noun, "DECK": deck, "BRAND": deck,
        "PRIORITY": priority,
        "REQUIREMENT": requirements_text(answers.origin).rstrip("\n"),
    }  # fmt: skip
    found: dict[str, str] = {}
    for path in sorted(TEMPLATE.rglob("*")):
        name = path.relative_to(TEMPLATE).as_posix()
        if path.is_file() and not name.startswith("content/"):
            text = path.read_text(encoding="utf-8")
            found[name] = re.sub("|".join(words), lambda match: words[match[0]], text)
    return found


def _content(answers: Answers, deck: str, priority: str) -> dict[str, str]:
    found: dict[str, str] = {}
    period = answers.period
    words = {"PERIOD": period.name, "RESULTS": default_result_key(period.system), "NOUN": period.system.noun}
    for path in sorted((TEMPLATE / "content").rglob("*.yaml")):
        name = path.relative_to(TEMPLATE / "content").as_posix()
        text = re.sub(
            r"\b(?:PERIOD|RESULTS)(?=:)|\bNOUN\b", lambda found: words[found[0]], path.read_text(encoding="utf-8")
        )
        editing = ContentEditor(in_form_of(text, DEFAULT_LANGUAGE, answers.language), name)
        if name == "deck.yaml":
            values = {
                ("title",): answers.title, ("event",): _EVENTS[period.system], ("organisation",): None,
                ("year",): str(period.year), ("period",): period.name, ("brand",): deck, ("sections", 2): priority,
                ("language",): answers.language,
            }  # fmt: skip
            for where, value in values.items():
                editing.set(where, value)
            if period.calendar != Calendar.of_year(period.year, period.system):
                editing.add((), FIRST_MONTH, period.calendar.first_month, after="year")
        elif name == "priority.yaml":
            editing.set(("title",), answers.priority)
            name = f"{priority}.yaml"
        found[name] = editing.text
    return found


def _brand(text: str, answers: Answers) -> str:
    editing = ContentEditor(text, "_brand.yml")
    editing.set(("meta", "name"), answers.title)
    return editing.text
