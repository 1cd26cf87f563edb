"""layouts/<brand>/ → `Brand`.

Every fault of every file is reported with its place.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from deckgen import reader
from deckgen.blocks import Role
from deckgen.brand import schema
from deckgen.brand.types import Brand, Decoration, FontFiles, SlideLayout, Slot, TextStyle
from deckgen.diagnostics import Diagnostic, error, has_errors
from deckgen.frames import EMU_PER_INCH, Box, Insets

_M = TypeVar("_M", bound=BaseModel)

_STANDARD: dict[Role, str] = {
    "ink": "foreground", "white": "background", "muted": "secondary", "surface": "light", "primary": "primary",
    "success": "success", "warning": "warning", "danger": "danger", "rule": "tertiary",
}  # fmt: skip


def load_brand(
    name: str, roots: Iterable[Path], project: Path | None = None
) -> tuple[Brand | None, list[Diagnostic], dict[str, str]]:
    """Read the brand `name` from the first of `roots` that has it.

    Returns the brand (or None), what is wrong, and the texts of the files read, by their name in the diagnostics.
    """
    roots = list(roots)
    folder = next((root / name for root in roots if (root / name / "_brand.yml").is_file()), None)
    if folder is None:
        known = sorted({p.parent.name for root in roots if root.is_dir() for p in root.glob("*/_brand.yml")})
        near = get_close_matches(name, known, 1)
        hint = f"did you mean '{near[0]}'?" if near else f"brands found: {', '.join(known) or 'none'}"
        return None, [error("unknown-brand", f"there is no brand '{name}' in layouts/", hint=hint)], {}
    return _Loader(folder, project).load()


class _Loader:
    """Reads the files of one brand folder and gathers what is wrong with them."""

    def __init__(self, folder: Path, project: Path | None) -> None:
        self.folder = folder
        self.project = project
        self.found: list[Diagnostic] = []
        self.sources: dict[str, str] = {}

    def load(self) -> tuple[Brand | None, list[Diagnostic], dict[str, str]]:
        brand_file = self._read(self.folder / "_brand.yml", schema.BrandFile)
        master_file = self._read(self.folder / "master.yaml", schema.MasterFile)
        files = {
            path.stem: self._read(path, schema.LayoutFile)
            for path in sorted(self.folder.glob("*.yaml"))
            if path.name != "master.yaml"
        }
        if brand_file is None or master_file is None or has_errors(self.found):
            return None, self.found, self.sources
        grid = _Grid(master_file.page)
        master = SlideLayout("master", brand_file.meta.name, self._slots(grid, master_file, master_file.slots, {}))
        layouts = {key: self._layout(key, file, grid, master_file, master) for key, file in files.items() if file}
        colours = self._colours(brand_file)
        settings = brand_file.defaults.deckgen
        font, fallback = self._faces(settings.fonts.brand), self._faces(settings.fonts.fallback)
        if has_errors(self.found) or font is None or fallback is None:
            return None, self.found, self.sources
        tints = {r: (t.of, round(t.scale * 1000), round(t.lift * 1000)) for r, t in settings.tints.items()}
        brand = Brand(
            brand_file.meta.name, self.folder, grid.size, colours, tints, font, fallback, layouts, master, self.sources
        )
        return brand, self.found, self.sources

    def _read(self, path: Path, model: type[_M]) -> _M | None:
        display = path.name
        for root in (self.project, self.folder.parent.parent):
            if root and path.is_relative_to(root):
                display = path.relative_to(root).as_posix()
                break
        document, found = reader.load(path, display)
        self.found += found
        if document is None:
            return None
        self.sources[display] = document.text
        try:
            return model.model_validate(document.data)
        except ValidationError as fault:
            for item in fault.errors():
                where = tuple(part for part in item["loc"] if part not in schema.STYLE_TAGS)
                span = document.key(where) if item["type"] == "extra_forbidden" else document.span(where)
                name = ".".join(str(part) for part in where) or display
                self.found.append(error("brand", f"{name}: {item['msg'][:1].lower()}{item['msg'][1:]}", span))
            return None

    def _colours(self, file: schema.BrandFile) -> dict[Role, str]:
        wanted: dict[Role, str] = {role: getattr(file.color, name) for role, name in _STANDARD.items()}
        wanted |= file.defaults.deckgen.roles
        colours: dict[Role, str] = {}
        for role, value in wanted.items():
            found = file.color.palette.get(value, value)
            if len(found) == 7 and found.startswith("#"):
                colours[role] = found[1:].upper()
            else:
                self.found.append(
                    error("brand-colour", f"the colour of '{role}' is '{value}', which is not in the palette")
                )
        if "neutral" not in colours:
            colours["neutral"] = colours.get("surface", "F0F0F0")
        return colours

    def _faces(self, faces: schema.Faces) -> FontFiles | None:
        spec = importlib.util.find_spec(faces.package)
        if spec is None or spec.origin is None:
            hint = f"install it: pip install {faces.package.replace('_', '-')}"
            self.found.append(error("brand-font", f"the font package '{faces.package}' is not installed", hint=hint))
            return None
        root = Path(spec.origin).parent
        paths = [root / name for name in (faces.regular, faces.bold, faces.italic, faces.bold_italic)]
        for path in paths:
            if not path.is_file():
                self.found.append(
                    error("brand-font", f"the font file {path.name} is not in the package '{faces.package}'")
                )
                return None
        return FontFiles(
            faces.family,
            paths[0],
            paths[1],
            paths[2],
            paths[3],
            {str(name): weight for name, weight in faces.weights.items()},
        )

    def _layout(
        self, key: str, file: schema.LayoutFile, grid: _Grid, master_file: schema.MasterFile, master: SlideLayout
    ) -> SlideLayout:
        inherited = {name: slot for name, slot in master.slots.items() if name not in file.omit}
        slots = self._slots(grid, master_file, file.slots, inherited)
        decorations = tuple(
            Decoration(d.shape, grid.box(d), d.fill, d.name or f"Decoration {i}")
            for i, d in enumerate((*master_file.decorations, *file.decorations), 1)
        )
        return SlideLayout(key, file.name, slots, file.background, decorations, file.further)

    def _slots(
        self,
        grid: _Grid,
        master: schema.MasterFile,
        specs: Mapping[str, schema.SlotSpec],
        inherited: Mapping[str, Slot],
    ) -> dict[str, Slot]:
        slots = {name: slot for name, slot in inherited.items() if name not in specs}
        slots |= {name: self._slot(name, spec, grid, master) for name, spec in specs.items()}
        # A title has no index; the others count from 10 up in a fixed order, so that a slot keeps its index.
        return {name: replace(slot, index=i) for i, (name, slot) in enumerate(sorted(slots.items(), key=_order), 10)}

    def _slot(self, name: str, spec: schema.SlotSpec, grid: _Grid, master: schema.MasterFile) -> Slot:
        styles = spec.styles
        if isinstance(styles, str):
            if styles not in master.styles:
                self.found.append(
                    error("brand-style", f"slot '{name}' uses the styles '{styles}', which master.yaml lacks")
                )
            styles = master.styles.get(styles, {})
        return Slot(
            name, spec.role, grid.box(spec), {key: _style(s) for key, s in styles.items()},
            Insets(*(round(i * EMU_PER_INCH) for i in spec.insets)), spec.anchor, spec.fill, spec.rule, spec.group,
            spec.overflow, prompt=spec.prompt or name.capitalize(), repeat=spec.repeat, below=spec.below,
        )  # fmt: skip


def _order(item: tuple[str, Slot]) -> tuple[int, str]:
    """The master's own slots first (they stand in every layout), then the layout's."""
    fixed = ("title", "eyebrow", "tag", "footnotes", "footer", "number")
    name = item[0]
    return (fixed.index(name), "") if name in fixed else (len(fixed), name)


def _style(s: schema.Style) -> TextStyle:
    return TextStyle(
        round(s.size * 100), round(s.min * 100), s.bold, s.italic, s.role, s.align, round(s.before * 100),
        round(s.spacing * 1000), s.bullet, round(s.indent * EMU_PER_INCH),
    )  # fmt: skip


class _Grid:
    """Turns inches and columns into EMU."""

    def __init__(self, page: schema.PageSpec) -> None:
        self.page = page
        self.size = (round(page.width * EMU_PER_INCH / 1000) * 1000, round(page.height * EMU_PER_INCH))
        free = page.width - 2 * page.margin - (page.columns - 1) * page.gutter
        self.column = free / page.columns

    def box(self, place: schema.Place) -> Box:
        """EMU of a place; raises nothing: the schema's defaults make a full-width box of what is not said."""
        if place.columns:
            first, last = place.columns
            x = self.page.margin + (first - 1) * (self.column + self.page.gutter)
            width = (last - first + 1) * self.column + (last - first) * self.page.gutter
        else:
            x, width = place.x or 0, place.width or self.page.width
        y = place.top if place.top is not None else place.y or 0
        height = place.bottom - y if place.bottom is not None else place.height or self.page.height
        return Box(*(round(v * EMU_PER_INCH) for v in (x, y, width, height)))
