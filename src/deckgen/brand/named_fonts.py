"""The fonts of a brand by name, as brand.yml has it: `typography: base` and `headings`, with `fonts` that say where files are.

A brand may also name the file of each face (`defaults: deckgen: fonts: brand`), and families for scripts (`scripts` there). Of a
brand and those that it extends, the nearest file that says either decides; within one file, the faces. A family of headings
counts where it is named in the same file, or in a nearer one.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from deckgen.brand import schema
from deckgen.brand.font_search import FamilyRequest, NamedFile
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.diagnostics import KeyPath as Keys
from deckgen.fonts.face_tables import folded
from deckgen.reader import Document

_BASE: Keys = ("typography", "base")
_HEADINGS: Keys = ("typography", "headings")
_FONTS: Keys = ("typography", "fonts")
_FACES: Keys = ("defaults", "deckgen", "fonts", "brand")
_SCRIPTS: Keys = ("defaults", "deckgen", "fonts", "scripts")


class NamedFonts:
    """The fonts that the merged `_brand.yml` of a brand names.

    `folder_of` has the folder of each file by its name in the document, `folders` are those of the brand and of the brands that
    it extends, the nearest first.
    """

    def __init__(
        self, document: Document, folder_of: Mapping[str, Path], folders: Sequence[Path], project: Path | None
    ) -> None:
        self._document, self._folder_of = document, folder_of
        self._folders, self._project = folders, project

    def is_decisive(self, brand: schema.BrandFile) -> bool:
        """Whether the family of `typography: base` is used, not the faces of `defaults: deckgen: fonts: brand`."""
        return brand.typography.base.family is not None and self._depth(_BASE, "family") < self._depth(_FACES)

    def issues(self, brand: schema.BrandFile) -> Iterator[Issue]:
        """Yield a warning if the family of `base` is not used; an error if the brand names none."""
        base, faces = brand.typography.base.family, brand.defaults.deckgen.fonts.brand
        if base is None and faces is None:
            hint = "write `typography:` and, under it, `base:` with `family: Arial`"
            yield make_issue("brand-font", "the brand names no font", Origin(path=_BASE), hint)
            return
        used, depth = self._used(brand)
        if base and folded(base) != folded(used) and self._depth(_BASE, "family") <= depth:
            message = f"the family `{base}` is not used: text is set in `{used}`"
            yield make_issue("font-unused", message, self._origin(_BASE), f"write `{used}` here, too, or leave it out")

    def _used(self, brand: schema.BrandFile) -> tuple[str, int]:
        """Return the family of text, and how far away the file is that names it (see `_depth`)."""
        base, faces = brand.typography.base.family, brand.defaults.deckgen.fonts.brand
        if faces is None or self.is_decisive(brand):
            return base or "", self._depth(_BASE, "family")
        return faces.family, self._depth(_FACES)

    def request(self, brand: schema.BrandFile, *, use_table: bool) -> FamilyRequest | None:
        """Return what is known of the family of `typography: base`; None if there is none. `use_table` as in the request."""
        family = brand.typography.base.family
        return self._request(brand, family, _BASE, use_table=use_table) if family is not None else None

    def heading_request(self, brand: schema.BrandFile, *, use_table: bool) -> FamilyRequest | None:
        """Return the same for the family of `typography: headings`; None if it is that of text, or named farther away."""
        family, (used, depth) = brand.typography.headings.family, self._used(brand)
        if family is None or folded(family) == folded(used) or self._depth(_HEADINGS, "family") > depth:
            return None
        return self._request(brand, family, _HEADINGS, use_table=use_table)

    def script_requests(self, brand: schema.BrandFile) -> Iterator[tuple[str, FamilyRequest]]:
        """Yield the scripts for which the brand names a family, by their codes in themes, with what is known of it."""
        for code, family in brand.defaults.deckgen.fonts.scripts.items():
            yield code, self._request(brand, family, (*_SCRIPTS, code), use_table=False)

    def _request(self, brand: schema.BrandFile, family: str, path: Keys, *, use_table: bool) -> FamilyRequest:
        source, files = "", []
        for number, entry in enumerate(brand.typography.fonts):
            if folded(entry.family) == folded(family):
                source = source or entry.source or ""
                files += [self._file(file, (*_FONTS, number, "files", at)) for at, file in enumerate(entry.files)]
        return FamilyRequest(
            family, self._origin(path), source, tuple(files), tuple(self._folders), self._project, use_table
        )

    def _file(self, file: schema.FontFile, path: Keys) -> NamedFile:
        at = (*path, "path") if (*path, "path") in self._document.spans else path
        return NamedFile(file.path, self._folder_of[self._document.span(at).file], Origin(path=at))

    def _origin(self, path: Keys) -> Origin:
        """Return the origin of a family that may also be written in the short form, without the key `family`."""
        return Origin(path=(*path, "family") if (*path, "family") in self._document.spans else path)

    def _depth(self, path: Keys, key: str = "") -> int:
        """Return how far away the nearest file is that has a value at or under a path: 0 for the brand itself."""
        paths = [(*path, key)] if key and (*path, key) in self._document.spans else [path]
        if not key:
            paths = [known for known in self._document.spans if known[: len(path)] == path]
        files = {self._document.spans[known].file for known in paths if known in self._document.spans}
        depths = (self._folders.index(self._folder_of[file]) for file in files)
        return min(depths, default=len(self._folders))
