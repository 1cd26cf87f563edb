"""Finds the font files that a brand names one by one: returns `FontFiles` that every later stage may open, or the issues.

The files may be in the folder of a package that deckgen knows (`fonts.packages`), or in the folder of the `_brand.yml` that names
them. `font_search` finds those of a family of which only the name is given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

from msgspec.structs import replace

from deckgen.brand import schema
from deckgen.brand.font_checks import DOWNLOAD_HINT, UnusableFontError, check_file, first_refused, locate_file
from deckgen.brand.types import FontFiles
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.fonts import packages
from deckgen.fonts.width_table import STYLES, Style


def find_font_files(
    faces: schema.Faces, folders: Mapping[Style, Path], project: Path | None, family: Origin = Origin()
) -> tuple[FontFiles | None, list[Issue]]:
    """Find the four faces of a family; if one cannot be used, return None and the issues, at the keys of `family`.

    `folders` are those of the brand files in which the faces are named. `project` is the folder that no path may lead out of
    (None for a brand that comes with deckgen).
    """
    package = None
    if faces.package is not None:
        package = packages.package_folder(faces.package, project)
        if package is None:
            return None, [_package_issue(faces.package, family)]
    files: dict[Style, Path] = {}
    issues = []
    for face in STYLES:
        name = _file_name(faces, face)
        try:
            files[face] = locate_file(name, package, folders[face], project)
            check_file(files[face], faces.weights.get(face))
        except UnusableFontError as unusable:
            issues.append(
                make_issue("brand-font", f"the font file `{name}` {unusable}", family.at(face), unusable.hint)
            )
    if not issues and package is None:
        issues = list(_check_in_process(faces, files, family))
    if issues:
        return None, issues
    weights = {str(face): weight for face, weight in faces.weights.items()}
    regular, bold, italic, bold_italic = (files[face] for face in STYLES)
    found = FontFiles(
        faces.family, regular, bold, italic, bold_italic, weights, source="package" if package else "folder"
    )
    return replace(found, package=packages.distribution_of(faces.package or "") or ""), []


def _file_name(faces: schema.Faces, face: Style) -> str:
    name: str = getattr(faces, face.replace("-", "_"))
    return name


def _package_issue(name: str, family: Origin) -> Issue:
    distribution = packages.distribution_of(name)
    if distribution is not None:
        message, hint = f"the font package `{name}` is not installed", f"pip install {distribution}"
        return make_issue("brand-font", message, family.at("package"), f"install it: {hint}")
    known = ", ".join(packages.PACKAGES)
    hint = f"name one of {known}, or put the font files into the brand's folder and leave `package` empty"
    return make_issue("brand-font", f"fonts cannot come from the package `{name}`", family.at("package"), hint)


def _check_in_process(faces: schema.Faces, files: Mapping[Style, Path], family: Origin) -> Iterator[Issue]:
    """Open files of a brand's folder in a process with limits; report the first that is refused."""
    paths = list(dict.fromkeys(files.values()))
    refused = first_refused(paths)
    if refused is not None:
        number, reason = refused
        face = next(face for face, path in files.items() if path == paths[number])
        message = f"the font file `{_file_name(faces, face)}` {reason}"
        yield make_issue("brand-font", message, family.at(face), DOWNLOAD_HINT)
