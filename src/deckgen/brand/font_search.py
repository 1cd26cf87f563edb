"""The name of a family → the files with which its text is measured, or the issues.

They are looked up, in this order, in the brand's folder, in the brand's table of widths, in a package of the family, in a package
of its metric twin, among the installed fonts, and among the installed twins. Where there is none of these, the family that
replaces the brand's stands for it, with a margin. What only some machines have is reported, because others would build
another deck.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from deckgen.brand.font_checks import DOWNLOAD_HINT, UnusableFontError, check_file, first_refused, locate_file
from deckgen.brand.font_styles import ChosenFaces, choose_faces, is_regular
from deckgen.brand.types import FontFiles
from deckgen.cache import fingerprint
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.fonts import installed, packages
from deckgen.fonts.face_tables import SUFFIXES, FaceDescription, UnreadableFontError, describe_faces, folded
from deckgen.fonts.width_table import FILE_NAME, HEADING_FILE_NAME, STYLES, WidthTable, WidthTableError, read_table

FOLDER = "fonts"
"""The folder of a brand in which font files are found without being listed."""
MAX_FILES = 100
"""Of the font files of a family that is looked up: the largest common families have 54."""
_WEB_SUFFIXES = {".woff", ".woff2"}


class NamedFile(Struct, frozen=True):
    """A font file as a brand names it: relative to `folder`; `at` is where it is written."""

    name: str
    folder: Path
    at: Origin


class FamilyRequest(Struct, frozen=True):
    """A family to be found. `at` is where it is named; `files` are those that the brand lists for it.

    `source` is that of brand.yml: `file`, `google`, `bunny`, `system`, or empty where the brand does not say. `folders` are those
    of the brand and of the brands that it extends, the nearest first. No path may lead out of `project` (None for a brand that
    comes with deckgen). Without `use_table`, a table of widths in the brand's folder is not read.
    """

    family: str
    at: Origin
    source: str = ""
    files: tuple[NamedFile, ...] = ()
    folders: tuple[Path, ...] = ()
    project: Path | None = None
    use_table: bool = True


def find_family(request: FamilyRequest, fallback: FontFiles) -> tuple[FontFiles | None, list[Issue]]:
    """Find the font files of a family, or what stands for it; None if something is wrong with what the brand has of it.

    `fallback` is the family that replaces the brand's.
    """
    search = FamilySearch(request, fallback)
    try:
        return search.run(), search.issues
    except RefusedFontError:
        return None, search.issues


def find_measurable(family: str) -> FontFiles | None:
    """Return the installed files from which a table of widths is made: those of the family, else those of a metric twin."""
    return installed_family(family, family) or installed_twin(family)


class RefusedFontError(Exception):
    """An error was reported, and the family cannot be used."""


class FamilySearch:
    """Looks a family up in one place after the other, and collects the issues.

    What each place has is None if it has none of the family. Raises RefusedFontError after an error.
    """

    def __init__(self, request: FamilyRequest, fallback: FontFiles) -> None:
        self.request, self.fallback = request, fallback
        self.family = request.family
        self.others: list[str] = []
        """The fonts of other families in the brand's folder."""
        self.issues: list[Issue] = []

    def run(self) -> FontFiles:
        """Return the files of the family, or what stands for them."""
        found = self.in_folder()
        if found is not None:
            return found
        table = self._table() if self.request.use_table else None
        if table is not None:
            return self._measured_with_table(*table)
        found = self.in_package(self.family) if self.request.source != "system" else None
        return found or self.twin_in_package() or self._on_this_machine()

    def in_folder(self) -> FontFiles | None:
        """Return the files that the brand lists or has in its folder `fonts`; None if it has none of this family."""
        request = self.request
        named = request.files or tuple(self._files_in_folders())
        faces = [face for file in named for face in self._describe(file, is_listed=bool(request.files))]
        chosen = choose_faces(self.family, faces)
        if chosen is None:
            if request.source == "file" or request.files:
                self._refuse_other_families(faces)
            self.others = sorted({face.name for face in faces})
            return None
        self.report_styles(chosen)
        self._check_faces(chosen, named)
        return chosen.font_files(self.family, "folder")

    def _files_in_folders(self) -> Iterable[NamedFile]:
        for folder in self.request.folders:
            names = sorted(path.name for path in (folder / FOLDER).glob("*") if self._is_font_name(path))
            if len(names) > MAX_FILES:
                message = f"the folder `{folder.name}/{FOLDER}` has {len(names)} fonts; at most {MAX_FILES} are read"
                self.refuse(message, "remove the fonts that the brand does not use")
            yield from (NamedFile(f"{FOLDER}/{name}", folder, self.request.at) for name in names)

    @staticmethod
    def _is_font_name(path: Path) -> bool:
        return path.suffix.lower() in SUFFIXES | _WEB_SUFFIXES and not path.name.startswith(".")

    def _describe(self, file: NamedFile, *, is_listed: bool) -> Sequence[FaceDescription]:
        """Return the faces in a file of the brand's folder. A web font next to usable fonts is no error unless it is listed."""
        try:
            path = locate_file(file.name, None, file.folder, self.request.project, "put the file there")
            return describe_faces(path)
        except (UnusableFontError, UnreadableFontError) as error:
            hint = error.hint if isinstance(error, UnusableFontError) else DOWNLOAD_HINT
            if is_listed or Path(file.name).suffix.lower() not in _WEB_SUFFIXES:
                self.refuse(f"the font file `{file.name}` {error}", hint, file.at)
            return ()

    def _refuse_other_families(self, faces: Sequence[FaceDescription]) -> None:
        names = sorted({face.name for face in faces})
        has = f"; its fonts are {_listed(names)}" if names else ""
        web = [file.name for folder in self.request.folders for file in (folder / FOLDER).glob("*.woff*")]
        hint = f"put its .ttf or .otf files into the folder `{FOLDER}` of the brand, or write the family as the files name it"
        if web:
            hint += f"; `{sorted(web)[0]}` is a web font, which PowerPoint cannot use"
        self.refuse(f"the brand has no font file of the family `{self.family}`{has}", hint)

    def _check_faces(self, chosen: ChosenFaces, named: Sequence[NamedFile]) -> None:
        """Open the chosen files in a process with limits, and check that text can be set in them."""
        by_name = {Path(file.name).name: file for file in named}
        for face in chosen.faces.values():
            try:
                check_file(face.path, face.nearest_to(400) if face.weights else None, face.index)
            except UnusableFontError as error:
                file = by_name[face.path.name]
                self.refuse(f"the font file `{file.name}` {error}", error.hint, file.at)
        paths = list(dict.fromkeys(face.path for face in chosen.faces.values()))
        refused = first_refused(paths)
        if refused is not None:
            file = by_name[paths[refused[0]].name]
            self.refuse(f"the font file `{file.name}` {refused[1]}", DOWNLOAD_HINT, file.at)

    def report_styles(self, chosen: ChosenFaces) -> None:
        """Warn of each style that the family lacks, with what is used instead."""
        sentences = {
            style: f"{stand_in} is used, and PowerPoint alters its letters"
            for style, stand_in in chosen.missing.items()
        }
        regular = chosen.faces["regular"]
        if not is_regular(regular, self.family):
            sentences["regular"] = f"`{regular.path.name}` is used"
        for style, sentence in sentences.items():
            message = f"the family `{self.family}` has no style {style}: {sentence}"
            hint = f"add the {style} font to the folder `{FOLDER}` of the brand"
            self.issues.append(make_issue("font-style", message, self.request.at, hint))

    def _table(self) -> tuple[Path, WidthTable] | None:
        """Return the nearest table of widths and its file; None if there is none, or only that of another family."""
        names = ((folder, name) for folder in self.request.folders for name in (FILE_NAME, HEADING_FILE_NAME))
        for folder, name in names:
            if not (folder / name).exists():
                continue
            try:
                path = locate_file(name, None, folder, self.request.project)
                table = read_table(path)
            except (UnusableFontError, WidthTableError) as error:
                message = f"the table of widths `{folder.name}/{name}` {error}"
                self.refuse(message, f"run {self._accept} where the font is installed, or delete the file")
            if folded(table.family) == folded(self.family):
                return path, table
        return None

    def _measured_with_table(self, path: Path, table: WidthTable) -> FontFiles:
        """Return the table with the files that every machine has; says where the installed font is another version."""
        own = installed_family(self.family, self.family)
        measured_here = own if folded(table.measured) == folded(self.family) else None
        if measured_here is not None:
            digests = dict(fingerprint.readable_file_digests(measured_here.faces))
            names = zip(STYLES, measured_here.faces, strict=True)
            other = [style for style, file in names if digests.get(str(file)) != table.styles[style].digest]
            if other:
                message = (
                    f"the font `{self.family}` installed here is not the one of the brand's table (style {other[0]})"
                )
                hint = f"if the installed font is the right one, run {self._accept}: text is measured with {path.name}"
                self.issues.append(make_issue("font-differs", message, self.request.at, hint))
        stand_in = self.twin_in_package() or replace(self.fallback, family=self.family, design=self.fallback.family)
        return replace(stand_in, table=path, installed=own, depends_on_installed=True)

    def in_package(self, family: str) -> FontFiles | None:
        """Return a family from the package that contains it; None if there is none, or it is not installed."""
        package = packages.family_packages().get(folded(family))
        folder = packages.package_folder(package.name, self.request.project) if package is not None else None
        if package is None or folder is None:
            return None
        faces = [face for path in packages.font_files(folder)[:MAX_FILES] for face in describe_faces(path)]
        chosen = choose_faces(family, faces)
        if chosen is None:
            return None
        if family == self.family:
            self.report_styles(chosen)
        found = chosen.font_files(self.family, "package")
        return replace(found, package=package.distribution, design="" if family == self.family else family)

    def twin_in_package(self) -> FontFiles | None:
        """Return a family with the same widths from a package."""
        return next((found for twin in packages.twins_of(self.family) if (found := self.in_package(twin))), None)

    def _on_this_machine(self) -> FontFiles:
        """Return the installed font, else an installed twin, else the fallback with a margin; each is reported."""
        stored = f"run {self._accept}, which stores its widths in the brand's folder"
        own, twin = installed_family(self.family, self.family), installed_twin(self.family)
        found = own or twin
        if found is not None:
            what = "" if own else f", measured with `{found.design}`, which has the same widths,"
            message = (
                f"the font `{self.family}`{what} is only installed on this machine: another may build another deck"
            )
            self.issues.append(make_issue("font-only-here", message, self.request.at, f"{self.remedy}, or {stored}"))
            return found
        margin = packages.margin_of(self.family)
        message = (
            f"the font `{self.family}` is not on this machine: text is measured as {margin.widening:.0%} of the width of "
            f"{self.fallback.family}, so less fits on a slide than it could"
        )
        if self.others:
            message += f"; the fonts in its folder are {_listed(self.others)}"
        hint = f"{self.remedy}, or, where it is installed, {stored}"
        self.issues.append(make_issue("font-not-found", message, self.request.at, hint))
        return replace(
            self.fallback, family=self.family, design=self.fallback.family, widening=margin.widening,
            minimum_leading=margin.leading, depends_on_installed=True,
        )  # fmt: skip

    @property
    def _accept(self) -> str:
        """The command that stores the widths of the font in the folder of the brand."""
        return " ".join(["`deckgen fonts", *(folder.name for folder in self.request.folders[:1]), "--accept`"])

    @property
    def remedy(self) -> str:
        """What to do about a font that not every machine has: install a package where there is one, or add files."""
        families = (self.family, *packages.twins_of(self.family))
        known = [package for family in families if (package := packages.family_packages().get(folded(family)))]
        install = f"`pip install {known[0].distribution}` on each machine, or " if known else ""
        return f"{install}put its files into the folder `{FOLDER}` of the brand"

    def refuse(self, message: str, hint: str, at: Origin | None = None) -> None:
        """Report an error and end the search."""
        self.issues.append(make_issue("brand-font", message, at or self.request.at, hint))
        raise RefusedFontError


def installed_family(name: str, family: str) -> FontFiles | None:
    """Return the installed fonts called `name` as the files of `family`; None if it is not installed or cannot be used."""
    chosen = choose_faces(name, installed.installed_faces(name))
    if chosen is None or not all(map(_can_be_used, chosen.faces.values())):
        return None
    found = chosen.font_files(family, "installed")
    return replace(found, design="" if name == family else name, depends_on_installed=True)


def installed_twin(family: str) -> FontFiles | None:
    """Return an installed family with the same widths as the files of a family; None if there is none."""
    return next((found for twin in packages.twins_of(family) if (found := installed_family(twin, family))), None)


def _can_be_used(face: FaceDescription) -> bool:
    try:
        check_file(face.path, face.nearest_to(400) if face.weights else None, face.index)
    except UnusableFontError:
        return False
    return True


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"“{name}”" for name in names[:4])
    return f"{shown} and {len(names) - 4} more" if len(names) > 4 else shown
