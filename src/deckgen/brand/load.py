"""Loads a brand: the folder layouts/<brand>/ → `Brand`.

All issues of all files are reported together, each with its position.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, reduce
from itertools import starmap
from pathlib import Path
from typing import TypeVar, cast

from pydantic import BaseModel

from deckgen import reader
from deckgen.brand import checks, colour_checks, fonts, layers, schema
from deckgen.brand.density import without_growth
from deckgen.brand.font_search import find_family
from deckgen.brand.grid import Grid
from deckgen.brand.layouts import BrandFiles, LayoutMaker
from deckgen.brand.look import make_look
from deckgen.brand.named_fonts import NamedFonts
from deckgen.brand.outlined_panels import with_outlined_panels
from deckgen.brand.page_resizer import PageResizer, target_of_size
from deckgen.brand.pictures import BrandPictures
from deckgen.brand.script_families import find_script_family
from deckgen.brand.template_checks import check_template
from deckgen.brand.template_files import fit_to_template
from deckgen.brand.template_layouts import in_template, template_use
from deckgen.brand.types import Brand, FontFiles, ScriptFamily
from deckgen.brand.unused_keys import check_unused_keys
from deckgen.diagnostics import Issue, Origin, has_errors, make_issue
from deckgen.diagnostics import KeyPath as Keys
from deckgen.diagnostics.suggestions import hint_for
from deckgen.fonts.width_table import STYLES
from deckgen.io.project import packaged_folder
from deckgen.io.spelling import is_spelled
from deckgen.ir.frames import EMU_PER_INCH
from deckgen.model.files import Density
from deckgen.model.validation import first_line_span, validate

_Model = TypeVar("_Model", bound=BaseModel)
MAX_LAYOUTS = 200
MAX_LAYOUT_BYTES = 2_000_000
"""Of all layouts together: about forty times the size of those of the brand that comes with deckgen."""


TEMPLATE: Keys = ("defaults", "deckgen", "template")
NAME, SIZE = Origin(path=("brand",)), Origin(path=("size",))


def load_brand(
    name: str,
    roots: Iterable[Path],
    project: Path | None = None,
    size: str | None = None,
    *,
    density: Density = "present",
    use_table: bool = True,
) -> tuple[Brand | None, list[Issue], dict[str, str]]:
    """Read the brand `name` from the first of `roots` that has it, for slides of a `size` (None: the brand's own).

    For the `density` `read`, text stays at its normal size, and panels are outlined. Without `use_table`, the table
    of widths in the brand's folder is not read. Issues with the name or the size itself have the
    origins `NAME` and `SIZE`, which the caller places where it has them from.
    Returns the brand (None if it has errors), the issues, and the texts of the files read, by their names in the issues.
    """
    roots = list(roots)
    try:
        folder = layers.find_brand_folder(name, roots)
    except layers.RefusedBrandError as refused:
        return None, [make_issue("unknown-brand", str(refused), NAME, refused.hint)], {}
    if folder is None:
        hint = hint_for(name, layers.brand_names(roots), "brands")
        return None, [make_issue("unknown-brand", f"there is no brand `{name}` in layouts/", NAME, hint)], {}
    return _Loader(folder, roots, project, size, density=density, use_table=use_table).load()


def _has_file(folder: Path, name: str) -> bool:
    return (folder / name).is_file() and is_spelled(folder / name)


class _Loader:
    """Reads the files of a brand and of those that it extends, and collects their issues."""

    def __init__(
        self, folder: Path, roots: Sequence[Path], project: Path | None, size: str | None, *, density: Density, use_table: bool
    ) -> None:  # fmt: skip
        self.folders = [folder]
        """The folder of the brand itself, then those of the brands that it extends."""
        self.roots = roots
        self.project = project
        self.size = size
        self.density = density
        self.use_table = use_table
        self.packaged = packaged_folder("layouts")
        self.issues: list[Issue] = []
        self.sources: dict[str, str] = {}
        self.documents: dict[str, reader.Document] = {}
        self.folder_of: dict[str, Path] = {}
        """The folder of each file read, by the file's name in the issues."""

    @property
    def folder(self) -> Path:
        """The folder of the brand itself."""
        return self.folders[0]

    def load(self) -> tuple[Brand | None, list[Issue], dict[str, str]]:
        """Load the brand; returns the same as `load_brand`."""
        files = self._read_files()
        if files is not None and files.brand.defaults.deckgen.template is not None:
            files = fit_to_template(files)
        if files is not None and self.size is not None:
            files = self._resize(files, self.size)
        brand = None if files is None else self._make_brand(files)
        return brand, self.issues, self.sources

    def _read_files(self) -> BrandFiles | None:
        """Read and validate all files; None if one of them has errors."""
        documents = self._read_brand_files()
        if documents is None:
            return None  # do not report as missing what the extended brand would contain
        brand = self._parse(layers.BRAND_FILE, schema.BrandFile, documents)
        paths = self._layout_paths()
        if paths is None:
            return None
        master = self._parse("master.yaml", schema.MasterFile, self._read_layers("master.yaml"))
        parsed = {
            name.removesuffix(".yaml"): self._parse(name, schema.LayoutFile, self._read_all([path]))
            for name, path in paths.items()
        }
        if brand is None or master is None or has_errors(self.issues):
            return None
        return BrandFiles(brand, master, {key: file for key, file in parsed.items() if file})

    def _resize(self, files: BrandFiles, size: str) -> BrandFiles | None:
        """Return the files for slides of another size; None if the brand does not define that size."""
        if size not in files.master.sizes:
            hint = f"add it under `sizes:` of {self.folder.name}/master.yaml, or leave `size` out"
            message = f"the brand `{self.folder.name}` has no slides of the size {size}"
            self.issues = [make_issue("brand-size", message, SIZE, hint)]
            return None
        resizer = PageResizer(target_of_size(files.master.page, files.master.sizes[size]))
        layouts = {key: resizer.resize_layout(file) for key, file in files.layouts.items()}
        return BrandFiles(resizer.resize_brand(files.brand), resizer.resize_master(files.master), layouts)

    def _make_brand(self, files: BrandFiles) -> Brand | None:
        """Check the files together, find the fonts, and make the brand; None if there are errors."""
        grid = Grid(files.master.page)
        self._check(files, grid)
        fallback, fallback_issues = self._find_faces("fallback", files.brand.defaults.deckgen.fonts.fallback)
        font, heading_font = self._find_brand_fonts(files.brand, fallback)
        scripts = self._find_script_fonts(files.brand, fallback)
        self._report(layers.BRAND_FILE, fallback_issues)
        if has_errors(self.issues) or font is None or fallback is None:
            return None
        palette = checks.palette_of(files.brand, self._layer_of)
        if self.density == "read":
            files = with_outlined_panels(files, grid, palette.text.on)
        pictures = BrandPictures(self.project)
        # The titles of a template have its font of headings, also where that is the same.
        has_heading_font = heading_font is not None or files.brand.defaults.deckgen.template is not None
        maker = LayoutMaker(files, grid, pictures, palette, self._folder_at, has_heading_font=has_heading_font)
        template = files.brand.defaults.deckgen.template
        made = maker.make() if template is None else in_template(maker.make(), template)
        master, layouts, asides = made
        for file, issue in maker.issues:
            self._report(file, [issue])
        if has_errors(self.issues):
            return None
        look = make_look(files.brand.defaults.deckgen, palette.text, grid.page.gutter)
        all_layouts = layouts | {key: aside.layout for key, aside in asides.items()}
        on_page = colour_checks.on_page(all_layouts, template.host.number if template is not None else 0)
        self._report(layers.BRAND_FILE, colour_checks.check_contrast(files.brand, palette, on_page, look))
        self._report(layers.BRAND_FILE, colour_checks.check_statuses(files.brand, palette, look))
        data = self.documents[layers.BRAND_FILE].data
        unused = check_unused_keys(data, files.brand, files.master)
        # A key of an extended brand is not at fault where this brand changes what it says.
        self._report(
            layers.BRAND_FILE, [issue for issue in unused if issue.origin and not self._layer_of(issue.origin.path)]
        )
        brand = Brand(
            files.brand.meta.name, self.folder, grid.size, palette.colours, palette.tints, font, fallback, layouts, master,
            self.sources, look, pictures.files, heading_font, grid.tracker(files.master.tracker), asides,
            round(files.master.title_gap * EMU_PER_INCH),
            None if template is None else template_use(template, self._folder_at(layers.BRAND_FILE, TEMPLATE)),
            files.brand.defaults.deckgen.layouts == "all", script_families=scripts,
        )  # fmt: skip
        return without_growth(brand) if self.density == "read" else brand

    def _layer_of(self, path: Keys) -> int:
        """Return the index in `folders` of the brand whose `_brand.yml` has a value, the nearest around it if it is a default."""
        return self.folders.index(self.folder_of[self.documents[layers.BRAND_FILE].span(path).file])

    def _folder_at(self, name: str, path: Keys) -> Path:
        """Return the folder of the file in which a key is written: of a merged file, the brand that has it."""
        return self.folder_of[self.documents[name].span(path).file]

    def _check(self, files: BrandFiles, grid: Grid) -> None:
        """Report what only several files together show: positions off the slide, references to names that do not exist."""
        self._report("_brand.yml", checks.check_colours(files.brand))
        if (template := files.brand.defaults.deckgen.template) is not None:
            self._report("_brand.yml", check_template(template))
        self._report("_brand.yml", checks.check_motif(files.brand, files.layouts, grid))
        page = ("page",) if self.size is None else ("sizes", self.size)
        self._report("master.yaml", checks.check_master(files.master, grid, page))
        for key, file in files.layouts.items():
            self._report(f"{key}.yaml", checks.check_layout(file, files.master, files.layouts, grid))

    def _report(self, name: str, issues: Iterable[Issue]) -> None:
        """Add issues of a file; their origins have only the path in it."""
        self.issues += [self.documents[name].locate(issue) for issue in issues]

    def _read_brand_files(self) -> list[reader.Document] | None:
        """Read the `_brand.yml` of the brand and of each that it extends, and record their folders.

        Returns None if it extends one that cannot be used, and an empty list if a file cannot be read.
        """
        documents: list[reader.Document] = []
        while (document := self._read(self.folders[-1] / layers.BRAND_FILE)) is not None:
            documents.append(document)
            if (misplaced := layers.misplaced_extend(document)) is not None:
                hint = "write `extend: NAME` under `defaults:` and, there, under `deckgen:`"
                message = f"`{misplaced[-1]}` is not read here, so this brand would extend none"
                self.issues.append(make_issue("brand-extend", message, document.key_span(misplaced), hint))
                return None
            name = layers.extended_brand_name(document)
            if name is None:
                return documents
            try:
                folder = layers.find_brand_folder(name, self.roots, excluded=self.folders)
            except layers.RefusedBrandError as refused:
                span = document.span(layers.EXTEND_KEY)
                self.issues.append(make_issue("brand-extend", str(refused), span, refused.hint))
                return None
            if folder is None or len(self.folders) == layers.MAX_LAYERS:
                self.issues.append(self._extend_error(name, document, exists=folder is not None))
                return None
            self.folders.append(folder)
        return []

    def _layout_paths(self) -> dict[str, Path] | None:
        """Return the nearest file of each layout by its name; None, with an issue, if they are too many or too large."""
        files = (path for folder in reversed(self.folders) for path in folder.glob("*.yaml"))
        paths = {path.name: path for path in files if path.suffix == ".yaml"}  # on Windows, `*.yaml` includes `x.YAML`
        total = sum(path.lstat().st_size for path in paths.values())
        paths.pop("master.yaml", None)
        reason = ""
        if len(paths) > MAX_LAYOUTS:
            reason = f"has {len(paths)} slide layouts; at most {MAX_LAYOUTS} are read"
        elif total > MAX_LAYOUT_BYTES:
            reason = f"has {total / 1e6:.1f} MB of slide layouts; at most {MAX_LAYOUT_BYTES / 1e6:.0f} MB are read"
        if reason:
            hint = "every build reads all of them and writes them into the deck: remove those that no slide uses"
            document = self.documents.get(layers.BRAND_FILE)
            span = first_line_span(document, ()) if document else None
            self.issues.append(make_issue("brand-large", f"this brand {reason}", span, hint))
            return None
        return dict(sorted(paths.items()))

    def _extend_error(self, name: str, document: reader.Document, *, exists: bool) -> Issue:
        span = document.span(layers.EXTEND_KEY)
        if exists:
            message = f"more than {layers.MAX_LAYERS} brands extend each other"
            return make_issue("brand-extend", message, span, "combine some of them into one")
        if name in layers.brand_names(self.roots):
            circle = " → ".join([*(folder.name for folder in self.folders), name])
            hint = "remove `extend` from the brand on which the others are based"
            return make_issue("brand-extend", f"these brands extend each other in a circle: {circle}", span, hint)
        hint = hint_for(name, layers.brand_names(self.roots), "brands")
        return make_issue("brand-extend", f"there is no brand `{name}` to extend", span, hint)

    def _read_layers(self, name: str) -> list[reader.Document]:
        """Read a file of the brand and of those that it extends; returns an empty list if one of them could not be read."""
        return self._read_all(
            [folder / name for folder in self.folders if _has_file(folder, name)] or [self.folder / name]
        )

    def _read_all(self, paths: Iterable[Path]) -> list[reader.Document]:
        """Read files; returns an empty list if one of them could not be read."""
        documents = [self._read(path) for path in paths]
        return [document for document in documents if document is not None] if None not in documents else []

    def _read(self, path: Path) -> reader.Document | None:
        display_name = path.name
        for root in (self.project, path.parent.parent.parent):
            if root and path.is_relative_to(root):
                display_name = path.relative_to(root).as_posix()
                break
        # The files of a brand that comes with deckgen are trusted, and may be links (uv installs packages that way).
        is_packaged = path.is_relative_to(self.packaged)
        text, issues = reader.read(path, display_name, None if is_packaged else self.project or path.parent.parent)
        self.issues += issues
        if issues:
            return None
        # Recorded before it is parsed, because an error in the YAML is shown with its line, too.
        self.sources[display_name] = text
        self.folder_of[display_name] = path.parent
        document, parse_issues = _parsed(text, display_name)
        self.issues += parse_issues
        return document

    def _parse(self, name: str, kind: type[_Model], documents: Sequence[reader.Document]) -> _Model | None:
        """Validate a file, merged with those that it extends; None if it has errors or could not be read."""
        if not documents:
            return None
        document, file, issues = _validated(kind, tuple((document.text, document.file) for document in documents))
        self.documents[name] = document
        self.issues += issues
        return cast("_Model | None", file)

    def _find_brand_fonts(
        self, brand: schema.BrandFile, fallback: FontFiles | None
    ) -> tuple[FontFiles | None, FontFiles | None]:
        """Find the font of text, by its name or by the files of its faces, whichever the nearest brand file says.

        The second is the font of headings; None if it is the same.
        """
        named = NamedFonts(self.documents[layers.BRAND_FILE], self.folder_of, self.folders, self.project)
        faces = brand.defaults.deckgen.fonts.brand
        self._report(layers.BRAND_FILE, named.issues(brand))
        request = named.request(brand, use_table=self.use_table)
        if faces is not None and not named.is_decisive(brand):
            font, issues = self._find_faces("brand", faces)
        elif request is None or fallback is None:
            return None, None
        else:
            font, issues = find_family(request, fallback)
        self._report(layers.BRAND_FILE, issues)
        heading_request = named.heading_request(brand, use_table=self.use_table)
        if heading_request is None or fallback is None:
            return font, None
        heading_font, issues = find_family(heading_request, fallback)
        self._report(layers.BRAND_FILE, issues)
        return font, heading_font

    def _find_script_fonts(self, brand: schema.BrandFile, fallback: FontFiles | None) -> tuple[ScriptFamily, ...]:
        """Find the families that the brand names for scripts; none for a template, which has those of its theme."""
        if fallback is None or brand.defaults.deckgen.template is not None:
            return ()
        named = NamedFonts(self.documents[layers.BRAND_FILE], self.folder_of, self.folders, self.project)
        families = []
        for code, request in named.script_requests(brand):
            family, issues = find_script_family(code, request, fallback)
            self._report(layers.BRAND_FILE, issues)
            families.append(family)
        return tuple(families)

    def _find_faces(self, key: str, faces: schema.Faces) -> tuple[FontFiles | None, list[Issue]]:
        """Find the font files of a family of which each face is named; the issues are at the keys that name them."""
        family: Keys = ("defaults", "deckgen", "fonts", key)
        folders = {name: self._folder_at(layers.BRAND_FILE, (*family, name)) for name in STYLES}
        return fonts.find_font_files(faces, folders, self.project, Origin(path=family))


# When one of the 90 files of a brand is edited in the preview, the others are neither parsed nor validated again.
@lru_cache(maxsize=256)
def _parsed(text: str, display_name: str) -> tuple[reader.Document | None, tuple[Issue, ...]]:
    """Parse a file of a brand."""
    document, issues = reader.parse(text, display_name)
    return document, tuple(issues)


@lru_cache(maxsize=256)
def _validated(
    kind: type[BaseModel], files: tuple[tuple[str, str], ...]
) -> tuple[reader.Document, BaseModel | None, tuple[Issue, ...]]:
    """Merge files (text and display name, the nearest first), which can be parsed, and validate the result as a `kind`."""
    documents = (document for document, _ in starmap(_parsed, files) if document is not None)
    merged = reduce(layers.overlay, documents)
    file, issues = validate(kind, merged.data, merged)
    return merged, file, tuple(issues)
