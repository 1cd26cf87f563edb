"""layouts/<brand>/ → `Brand`.

Every fault of every file is reported with its place.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from pydantic import BaseModel

from deckgen import reader
from deckgen.brand import checks, fonts, layers, schema
from deckgen.brand.grid import Grid
from deckgen.brand.sizes import Resize
from deckgen.brand.types import Brand, Decoration, FontFiles, SlideLayout, Slot, TextStyle
from deckgen.diagnostics import Diagnostic, error, has_errors
from deckgen.io.project import packaged
from deckgen.ir.blocks import Path as Keys
from deckgen.ir.frames import EMU_PER_INCH, Insets
from deckgen.model.faults import check, first_line
from deckgen.model.suggest import hint_for

_M = TypeVar("_M", bound=BaseModel)
_MOST_LAYOUTS = 200
_MOST_BYTES = 2_000_000
"""Of all layouts together: some forty times what the brand that comes with deckgen has."""


def load_brand(
    name: str, roots: Iterable[Path], project: Path | None = None, size: str | None = None
) -> tuple[Brand | None, list[Diagnostic], dict[str, str]]:
    """Read the brand `name` from the first of `roots` that has it, for slides of a `size` (None: the brand's own).

    Returns the brand (or None), what is wrong, and the texts of the files read, by their name in the diagnostics.
    """
    roots = list(roots)
    try:
        folder = layers.find(name, roots)
    except layers.RefusedBrandError as refused:
        return None, [error("unknown-brand", str(refused), hint=refused.hint)], {}
    if folder is None:
        hint = hint_for(name, layers.known(roots), "brands")
        return None, [error("unknown-brand", f"there is no brand `{name}` in layouts/", hint=hint)], {}
    return _Loader(folder, roots, project, size).load()


class _Loader:
    """Reads the files of a brand, and of those that it extends, and gathers what is wrong with them."""

    def __init__(self, folder: Path, roots: Sequence[Path], project: Path | None, size: str | None) -> None:
        self.folders = [folder]
        self.roots = roots
        self.project = project
        self.size = size
        self.found: list[Diagnostic] = []
        self.sources: dict[str, str] = {}
        self.documents: dict[str, reader.Document] = {}
        self.folder_of: dict[str, Path] = {}
        """The folder of each file read, by the file's name in the diagnostics."""

    @property
    def folder(self) -> Path:
        """The folder of the brand itself."""
        return self.folders[0]

    def load(self) -> tuple[Brand | None, list[Diagnostic], dict[str, str]]:
        brand_file = self._checked(layers.BRAND_FILE, schema.BrandFile, self._extended())
        if any(fault.code == "brand-extend" for fault in self.found):
            return None, self.found, self.sources  # what the other brand would have is not missing
        names = self._layout_names()
        if any(fault.code == "brand-large" for fault in self.found):
            return None, self.found, self.sources
        master_file = self._checked("master.yaml", schema.MasterFile, self._layers("master.yaml"))
        files = {
            name.removesuffix(".yaml"): self._checked(name, schema.LayoutFile, self._layers(name, first=True))
            for name in names
        }
        if brand_file is None or master_file is None or has_errors(self.found):
            return None, self.found, self.sources
        layouts = {key: file for key, file in files.items() if file}
        if self.size is not None:
            if self.size not in master_file.sizes:
                hint = f"add it under `sizes:` of {self.folder.name}/master.yaml, or leave `size` out"
                message = f"the brand `{self.folder.name}` has no slides of the size {self.size}"
                return None, [error("brand-size", message, hint=hint)], self.sources
            resize = Resize(master_file.page, master_file.sizes[self.size])
            master_file = resize.master(master_file)
            layouts = {key: resize.layout(file) for key, file in layouts.items()}
        grid = Grid(master_file.page)
        self._check(brand_file, master_file, layouts, grid)
        named = brand_file.defaults.deckgen.fonts
        font, fallback = self._faces("brand", named.brand), self._faces("fallback", named.fallback)
        if has_errors(self.found) or font is None or fallback is None:
            return None, self.found, self.sources
        brand = self._brand(brand_file, master_file, layouts, grid, (font, fallback))
        return brand, self.found, self.sources

    def _check(
        self,
        brand: schema.BrandFile,
        master: schema.MasterFile,
        layouts: Mapping[str, schema.LayoutFile],
        grid: Grid,
    ) -> None:
        """Find what each file by itself does not show: places off the slide, names of what is not there."""
        self._tell("_brand.yml", checks.colours(brand))
        page = ("page",) if self.size is None else ("sizes", self.size)
        self._tell("master.yaml", checks.master(master, grid, page))
        for key, file in layouts.items():
            self._tell(f"{key}.yaml", checks.layout(file, master, layouts, grid))

    def _tell(self, name: str, faults: Iterable[checks.Fault]) -> None:
        document = self.documents[name]
        for fault in faults:
            span = document.key(fault.path) if fault.of_key else document.span(fault.path)
            self.found.append(error(fault.code, fault.message, span, fault.hint))

    def _brand(
        self,
        file: schema.BrandFile,
        master_file: schema.MasterFile,
        files: Mapping[str, schema.LayoutFile],
        grid: Grid,
        families: tuple[FontFiles, FontFiles],
    ) -> Brand:
        tints = {
            role: (tint.of, round(tint.scale * 1000), round(tint.lift * 1000))
            for role, tint in file.defaults.deckgen.tints.items()
        }
        master = SlideLayout("master", file.meta.name, _slots(grid, master_file, master_file.slots, {}))
        layouts = {key: _layout(key, layout, grid, master_file, master) for key, layout in files.items()}
        found = {role: value.hex for role, value in checks.base_colours(file).items()}
        return Brand(file.meta.name, self.folder, grid.size, found, tints, *families, layouts, master, self.sources)

    def _extended(self) -> list[reader.Document]:
        """Read the `_brand.yml` of the brand and of each that it extends; their folders are kept."""
        found: list[reader.Document] = []
        while (document := self._read(self.folders[-1] / layers.BRAND_FILE)) is not None:
            found.append(document)
            name = layers.extended(document)
            if name is None:
                return found
            try:
                folder = layers.find(name, self.roots, besides=self.folders)
            except layers.RefusedBrandError as refused:
                self.found.append(error("brand-extend", str(refused), document.span(layers.EXTEND), refused.hint))
                return []
            if folder is None or len(self.folders) == layers.MOST_LAYERS:
                self.found.append(self._not_extended(name, document, there=folder is not None))
                return []
            self.folders.append(folder)
        return []

    def _layout_names(self) -> list[str]:
        """Give the names of the files of all layouts; too many of them, or too large ones, are told."""
        found = {path.name: path for folder in reversed(self.folders) for path in folder.glob("*.yaml")}
        names = sorted(found.keys() - {"master.yaml"})
        whole = sum(path.lstat().st_size for path in found.values())
        reason = ""
        if len(names) > _MOST_LAYOUTS:
            reason = f"has {len(names)} slide layouts; at most {_MOST_LAYOUTS} are read"
        elif whole > _MOST_BYTES:
            reason = f"has {whole / 1e6:.1f} MB of slide layouts; at most {_MOST_BYTES / 1e6:.0f} MB are read"
        if reason:
            hint = "every build reads all of them and writes them into the deck: take away those that no slide uses"
            document = self.documents.get(layers.BRAND_FILE)
            span = first_line(document, ()) if document else None
            self.found.append(error("brand-large", f"this brand {reason}", span, hint))
        return names

    def _not_extended(self, name: str, document: reader.Document, *, there: bool) -> Diagnostic:
        span = document.span(layers.EXTEND)
        if there:
            message = f"more than {layers.MOST_LAYERS} brands extend each other"
            return error("brand-extend", message, span, "lay some of them together in one")
        if name in layers.known(self.roots):
            circle = " → ".join([*(folder.name for folder in self.folders), name])
            hint = "let the brand that all others extend extend none"
            return error("brand-extend", f"these brands extend each other in a circle: {circle}", span, hint)
        hint = hint_for(name, layers.known(self.roots), "brands")
        return error("brand-extend", f"there is no brand `{name}` to extend", span, hint)

    def _layers(self, name: str, *, first: bool = False) -> list[reader.Document]:
        """Read a file of the brand and of those that it extends, or only the `first` that there is."""
        there = [folder / name for folder in self.folders if (folder / name).is_file()] or [self.folder / name]
        read = [self._read(path) for path in (there[:1] if first else there)]
        return [document for document in read if document is not None] if None not in read else []

    def _read(self, path: Path) -> reader.Document | None:
        display = path.name
        for root in (self.project, path.parent.parent.parent):
            if root and path.is_relative_to(root):
                display = path.relative_to(root).as_posix()
                break
        # The files of a brand that comes with deckgen are its own, and may be links (uv installs packages as such).
        ours = path.is_relative_to(packaged("layouts"))
        text, found = reader.read(path, display, None if ours else self.project or path.parent.parent)
        self.found += found
        if found:
            return None
        # Kept before it is parsed: a fault of YAML is shown in its line, too.
        self.sources[display] = text
        self.folder_of[display] = path.parent
        document, found = reader.parse(text, display)
        self.found += found
        return document

    def _checked(self, name: str, kind: type[_M], documents: Sequence[reader.Document]) -> _M | None:
        """Check a file, laid over those that it extends; nothing is left of them if one could not be read."""
        if not documents:
            return None
        self.documents[name] = document = reduce(layers.overlay, documents)
        file, found = check(kind, document.data, document)
        self.found += found
        return file

    def _faces(self, key: str, faces: schema.Faces) -> FontFiles | None:
        """Find the font files of a family; what is wrong with them is told at the keys that name them."""
        where: Keys = ("defaults", "deckgen", "fonts", key)
        document = self.documents[layers.BRAND_FILE]
        folders = {name: self.folder_of[document.span((*where, name)).file] for name in fonts.FACES}
        found, faults = fonts.find(faces, folders, self.project)
        self._tell(layers.BRAND_FILE, (replace(fault, path=(*where, *fault.path)) for fault in faults))
        return found


def _layout(
    key: str, file: schema.LayoutFile, grid: Grid, master_file: schema.MasterFile, master: SlideLayout
) -> SlideLayout:
    inherited = {name: slot for name, slot in master.slots.items() if name not in file.omit}
    slots = _slots(grid, master_file, file.slots, inherited)
    decorations = tuple(
        Decoration(d.shape, grid.box(d), d.fill, d.name or f"Decoration {i}")
        for i, d in enumerate((*master_file.decorations, *file.decorations), 1)
    )
    return SlideLayout(key, file.name, slots, file.background, decorations, file.further)


def _slots(
    grid: Grid, master: schema.MasterFile, specs: Mapping[str, schema.SlotSpec], inherited: Mapping[str, Slot]
) -> dict[str, Slot]:
    slots = {name: slot for name, slot in inherited.items() if name not in specs}
    slots |= {name: _slot(name, spec, grid, master) for name, spec in specs.items()}
    # A title has no index; the others count from 10 up in a fixed order, so that a slot keeps its index.
    return {name: replace(slot, index=i) for i, (name, slot) in enumerate(sorted(slots.items(), key=_order), 10)}


def _slot(name: str, spec: schema.SlotSpec, grid: Grid, master: schema.MasterFile) -> Slot:
    styles = master.styles[spec.styles] if isinstance(spec.styles, str) else spec.styles
    return Slot(
        name, spec.role, grid.box(spec), {key: _style(s) for key, s in styles.items()},
        Insets(*(round(i * EMU_PER_INCH) for i in spec.insets)), spec.anchor, spec.fill, spec.rule, spec.group,
        spec.overflow, prompt=spec.prompt or name.capitalize(), repeat=spec.repeat, below=spec.below,
    )  # fmt: skip


def _order(item: tuple[str, Slot]) -> tuple[int, str]:
    """The master's own slots first (they stand in every layout), then the layout's."""
    fixed = ("title", "eyebrow", "tag", "footnotes", "footer", "number", "date", "back")
    name = item[0]
    return (fixed.index(name), "") if name in fixed else (len(fixed), name)


def _style(s: schema.Style) -> TextStyle:
    return TextStyle(
        round(s.size * 100), round(s.min * 100), s.bold, s.italic, s.role, s.align, round(s.before * 100),
        round(s.spacing * 1000), s.bullet, round(s.indent * EMU_PER_INCH),
    )  # fmt: skip
