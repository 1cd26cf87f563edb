"""A PowerPoint template → the folder of a brand in `layouts/`, whose slides are drawn in that template."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from deckgen.brand.layers import BRAND_FILE, RefusedBrandError, find_brand_folder
from deckgen.brand.load import load_brand
from deckgen.io.atomic import write_file
from deckgen.io.project import brand_roots, packaged_folder
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
from deckgen.template.reopening import digest, layout_uses
from deckgen.template.storing import stored_bytes

FORMER = "_brand.former.yml"
"""The name under which the `_brand.yml` of a brand is kept when its template is imported again."""


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
    text = brand_file(match, title, TemplateFile(digest(data), path.name), noted, BRAND)
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


def import_brand(project: Path, name: str, imported: ImportedTemplate) -> NewBrand:
    """Write the brand `layouts/<name>` of a project; a brand of that name gets the new template.

    Its own layout files and fonts stay, and its `_brand.yml` is kept as `_brand.former.yml`. Raises OSError.
    """

    def write(folder: Path) -> None:
        former = folder / BRAND_FILE
        if former.is_file():
            write_file(folder / FORMER, former.read_bytes())
        write_file(former, imported.brand_file.encode())
        write_file(folder / FILE_NAME, imported.data)

    return make_brand(project, name, write)
