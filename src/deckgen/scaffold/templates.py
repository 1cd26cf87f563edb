"""A PowerPoint template → the folder of a brand in `layouts/`, whose slides are drawn in that template."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import count
from pathlib import Path

from msgspec import Struct

from deckgen.brand.layers import BRAND_FILE, RefusedBrandError, find_brand_folder
from deckgen.brand.load import load_brand
from deckgen.brand.template_use import digest
from deckgen.io.atomic import write_file
from deckgen.io.project import brand_roots, packaged_folder
from deckgen.reader import parse
from deckgen.render.fonts import faces
from deckgen.scaffold import BRAND, ProjectError
from deckgen.scaffold.brands import NewBrand, make_brand
from deckgen.template.brand_file import FILE_NAME, TemplateFile, brand_file
from deckgen.template.cleaning import clean
from deckgen.template.drawn_ground import DrawnLayouts
from deckgen.template.matching import Match, match_template
from deckgen.template.noted import note_facts
from deckgen.template.opening import open_template
from deckgen.template.reading import read_template
from deckgen.template.reopening import layout_uses
from deckgen.template.storing import stored_bytes

_FORMER = "_brand.former{}.yml"
"""The name under which a `_brand.yml` is kept when its template is imported again; from the second on with a number."""
_OF_IMPORT = ("file", "sha256", "source", "names", "noted")
"""What each import of a file states anew under `template:`, and nobody changes."""
_TEMPLATE = "defaults.deckgen.template."


class Reimport(Struct, frozen=True):
    """A brand whose template was imported; `former` is the name of the file with its former settings, empty if nothing differs.

    `changed` are the keys of which the former value was another, each with that value and the new one.
    """

    brand: NewBrand
    former: str = ""
    changed: tuple[str, ...] = ()


class ImportedTemplate(Struct, frozen=True):
    """A template that was read: the stored file, the text of `_brand.yml`, what was taken out, and what to look at."""

    data: bytes
    brand_file: str
    removed: Sequence[str]
    questions: Sequence[str]
    match: Match


def read_import(path: Path, title: str, host: str = "") -> ImportedTemplate:
    """Read a template and match it with deckgen's slides; `title` is the name of the organisation.

    `host` is the name or the number of the layout on which slides stand; empty: deckgen chooses it.

    Raises TemplateError, RenderError if its layouts cannot be drawn, and OSError.
    """
    package = open_template(path)
    cleaned = clean(package, path.name)
    data = stored_bytes(cleaned)
    template = read_template(data, layout_uses(package), path.name)
    own, _, _ = load_brand(BRAND, [packaged_folder("layouts")])
    match = match_template(template, DrawnLayouts(cleaned, template.size, faces(own) if own else ()), path.name, host)
    used = {"host": match.host, **{name: found.layout for name, found in match.special_layouts}}
    noted = note_facts(template, match.master.number, {purpose: layout.number for purpose, layout in used.items()})
    text = brand_file(match, title, TemplateFile(digest(data), path.name, cleaned.removed), noted, BRAND)
    return ImportedTemplate(data, text, cleaned.removed, match.questions, match)


def check_import_name(project: Path, name: str) -> None:
    """Raise ProjectError for the name of a brand that is none, or that a brand without a template has already."""
    try:
        existing = find_brand_folder(name, brand_roots(project))
    except RefusedBrandError as refused:
        raise ProjectError(f"{refused}: {refused.hint}") from refused
    if existing is not None and not (existing / FILE_NAME).is_file():
        raise ProjectError(
            f"there is already a brand '{name}' without a template; nothing was written: choose another name"
        )


def import_brand(project: Path, name: str, imported: ImportedTemplate) -> Reimport:
    """Write the brand `layouts/<name>` of a project; a brand of that name gets the new template.

    Its own layout files and fonts stay. If its `_brand.yml` is another one, that is kept under a name that no file has.
    Raises OSError.
    """
    target = project / "layouts" / name
    before = (target / BRAND_FILE).read_bytes() if (target / BRAND_FILE).is_file() else b""
    new = imported.brand_file.encode()
    former = _free_name(target) if before not in (b"", new) else ""

    def write(folder: Path) -> None:
        if former:
            write_file(folder / former, before)
        write_file(folder / BRAND_FILE, new)
        write_file(folder / FILE_NAME, imported.data)

    made = make_brand(project, name, write)
    return Reimport(made, former, tuple(_changes(before, new)) if former else ())


def _free_name(folder: Path) -> str:
    names = (_FORMER.format("" if number == 1 else f"-{number}") for number in count(1))
    return next(name for name in names if not (folder / name).exists())


def _changes(before: bytes, after: bytes) -> Iterator[str]:
    """Yield the keys of two `_brand.yml` of which the values differ, with both values."""
    one, two = (dict(_values(_loaded(data))) for data in (before, after))
    for key in dict.fromkeys([*one, *two]):
        if one.get(key) != two.get(key) and not key.startswith(tuple(_TEMPLATE + name for name in _OF_IMPORT)):
            yield f"{key}: {one.get(key, 'not stated')}, now {two.get(key, 'not stated')}"


def _loaded(data: bytes) -> object:
    """Return what a `_brand.yml` says; nothing if it cannot be read: then all keys differ."""
    document, _ = parse(data.decode(errors="replace"), BRAND_FILE)
    return document.data if document is not None else None


def _values(data: object, path: str = "") -> Iterator[tuple[str, str]]:
    """Yield the values in a file by the paths of their keys."""
    if not isinstance(data, Mapping):
        yield path, str(data)
        return
    for key, value in data.items():
        yield from _values(value, f"{path}.{key}" if path else str(key))
