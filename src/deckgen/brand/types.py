"""A brand as loaded: colours, fonts, slide layouts and slots. Lengths are in EMU, font sizes in hundredths of a point."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Literal

from msgspec import Struct, field

from deckgen.brand.colour_math import apply_tint
from deckgen.brand.status_marks import DEFAULT_MARKS, StatusMark
from deckgen.brand.template_use import PlaceKey, TemplateUse
from deckgen.brand.tracker_place import TrackerPlace
from deckgen.ir.frames import BAR_WIDTH, EMU_PER_INCH, EMU_PER_POINT, Align, Anchor, Box, Insets
from deckgen.ir.roles import CellMark, ColourRole

SlotRole = Literal[
    "title", "text", "table", "chart", "picture", "footer", "number", "tag", "eyebrow", "footnotes", "date", "back",
]  # fmt: skip
"""The purpose of a slot; `back` contains the link back to the agenda."""

STANDARD_SLOTS = ("title", "eyebrow", "tag", "footnotes", "footer", "number", "date", "back")
"""The slots that a master may have for every layout, in the order of their indices."""

TextFont = Literal["text", "heading"]
"""Which of the brand's families a style has."""


class TextStyle(Struct, frozen=True, array_like=True, cache_hash=True):
    """One named text style of a slot.

    Text starts at `size`, may shrink to `minimum`, and grows up to `maximum` where there is room (all in hundredths of a point;
    a `maximum` of 0: never). `space_before` (hundredths of a point) is the distance to the paragraph above. `line_spacing` is in
    thousandths of a percent. The `font` is `heading` only where the brand has a family of its own for headings. With `caps`, all
    letters are shown as capitals.
    """

    size: int
    minimum: int
    bold: bool = False
    italic: bool = False
    role: ColourRole = "ink"
    align: Align = "start"
    space_before: int = 0
    line_spacing: int = 100000
    bullet_role: ColourRole | None = None
    indent: int = 0
    maximum: int = 0
    font: TextFont = "text"
    caps: bool = False


class Outline(Struct, frozen=True, array_like=True):
    """The line around a panel or decoration: its colour, and its width in EMU."""

    role: ColourRole
    width: int


class Slot(Struct, frozen=True, array_like=True):
    """A named area of a slide layout that content is placed in.

    The writer finds it by the `index` of its placeholder in the generated layout. Slots of one `group` shrink their text by the
    same step. `on_overflow`: `continue` on another slide, or `error`. With `repeat`, continuation slides show its content again.
    `fill`, `outline` and `rule` (at its top edge) belong to the layout, so Reset Slide does not remove them.
    `below` names a slot, or a group of slots: this slot starts where their content ends, or in their place if the slide has none,
    and takes the height that is left.
    A picture fills a slot with `crop`, and its edges are cut off evenly, unless too much of it would be lost.
    `place`: the placeholder of a template that it fills. Rows of a table spread up to `spread` EMU, instead of what the brand
    says for all tables, and have at least `padding` EMU above and below their text.
    """

    name: str
    role: SlotRole
    box: Box
    styles: Mapping[str, TextStyle]
    insets: Insets = Insets()
    anchor: Anchor = "top"
    fill: ColourRole | None = None
    rule: ColourRole | None = None
    group: str = ""
    on_overflow: Literal["continue", "error"] = "continue"
    index: int = 0
    prompt: str = ""
    repeat: bool = False
    below: str = ""
    outline: Outline | None = None
    crop: bool = False
    place: PlaceKey | None = None
    spread: int | None = None
    padding: int = 0


class Decoration(Struct, frozen=True, array_like=True, tag="shape"):
    """A native shape that belongs to a layout or to the master, not to a slide: a motif, a panel, a hairline.

    One that `points_left` is mirrored, for a language that is written from right to left.
    """

    shape: Literal["rect", "ellipse", "ring", "triangle", "line", "round-rect", "arc", "chevron", "quotes"]
    box: Box
    fill: ColourRole
    name: str = ""
    outline: Outline | None = None
    points_left: bool = False


class LayoutPicture(Struct, frozen=True, array_like=True, tag="picture"):
    """A picture that belongs to a layout or to the master, by the digest of its file (`Brand.pictures`).

    `crop` is what is cut off at its left, top, right and bottom, in thousandths of a percent of the picture. Without `alt`, it is
    decorative.
    """

    digest: str
    box: Box
    name: str
    alt: str = ""
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)


class Logo(Struct, frozen=True, array_like=True):
    """The brand's logo on a layout; `plate` is a shape behind it, where it has no form for the ground of the layout."""

    picture: LayoutPicture
    plate: Decoration | None = None


class SlideLayout(Struct, frozen=True, array_like=True):
    """One slide layout: the name shown under PowerPoint's New Slide, its slots by name, its background and decorations.

    `further` names the layout of the pages that continue a slide, if that is a different one. A layout with the same logo as the
    master shows that of the master. `raised` is the same layout for a title of one line, of which `is_raised` is true.
    `language` is that of the slides of a layout that is mirrored for them (empty: that of the deck).
    `host` is the number of the layout of a template that it is derived from (0: none), or that it is, with `is_host`.
    """

    key: str
    name: str
    slots: Mapping[str, Slot]
    background: ColourRole = "white"
    decorations: tuple[Decoration | LayoutPicture, ...] = ()
    further: str = ""
    logo: Logo | None = None
    raised: "SlideLayout | None" = None
    is_raised: bool = False
    host: int = 0
    is_host: bool = False
    language: str = ""


class AsideLayout(Struct, frozen=True, array_like=True):
    """What stands beside the body of another layout: its own layout, and the edges (EMU) between which that body is set."""

    layout: SlideLayout
    left: int
    right: int


FontSource = Literal["folder", "package", "installed"]
"""Where font files are: in the brand's folder, in a Python package, or installed on this machine."""


class FontFiles(Struct, frozen=True, array_like=True):
    """The font files of the four faces of a family; `weights` are axis values where one variable font has several faces.

    `indices` are the positions of faces in collections of fonts. `package` is the distribution that pip installs. `design` is the
    family that the files have where that is another one: a metric twin, or any other family, with which text is then measured as
    if it were `widening` times as wide and its lines at least `minimum_leading` em high. With a `table`, text is measured by
    that file of widths. `installed` are the files of the family itself where it is installed here, but text is measured
    otherwise: pictures of slides are drawn with them. `depends_on_installed` states whether installed fonts were looked up.
    """

    family: str
    regular: Path
    bold: Path
    italic: Path
    bold_italic: Path
    weights: Mapping[str, float] = field(default_factory=dict)
    indices: Mapping[str, int] = field(default_factory=dict)
    source: FontSource = "package"
    package: str = ""
    design: str = ""
    widening: float = 1.0
    minimum_leading: float = 0.0
    table: Path | None = None
    installed: "FontFiles | None" = None
    depends_on_installed: bool = False

    @property
    def faces(self) -> tuple[Path, Path, Path, Path]:
        """The files of all four faces."""
        return self.regular, self.bold, self.italic, self.bold_italic

    @property
    def files(self) -> tuple[Path, ...]:
        """All files that a deck may depend on: those of the faces, the table, the installed fonts."""
        table = (self.table,) if self.table is not None else ()
        return (*self.faces, *table, *(self.installed.files if self.installed is not None else ()))

    @property
    def for_pictures(self) -> "FontFiles":
        """The files with which pictures of slides are drawn."""
        return self.installed or self


class Tint(Struct, frozen=True, array_like=True):
    """A colour as a base colour with its luminance scaled and lifted, and its saturation scaled (thousandths of a percent)."""

    base: ColourRole
    scale: int
    lift: int
    saturation: int = 100_000


class TextColours(Struct, frozen=True, array_like=True):
    """Which role a text has on a ground.

    `on` are the grounds of strong colours, each with the role of all text on it. On other grounds a text keeps its role, except
    that text in the primary colour has the role `primary_text`: a primary colour may be too light for text.
    """

    on: Mapping[ColourRole, ColourRole] = field(
        default_factory=lambda: {"primary": "white", "primary-dark": "white", "ink": "white"}
    )
    primary_text: ColourRole = "primary"

    def style_role(self, role: ColourRole, ground: ColourRole) -> ColourRole:
        """Return the role of a style of a slot on a ground; a role that the layout states for a strong ground is kept."""
        if role == "on-primary":
            return self.on.get(ground, self.on["primary"])
        return self.primary_text if role == "primary" else role

    def run_role(self, role: ColourRole, ground: ColourRole | None) -> ColourRole:
        """Return the role of characters in a box or cell that is filled with a ground (None: not filled)."""
        on_strong = self.on.get(ground) if ground is not None else None
        return on_strong or self.style_role(role, ground or "white")


class RowRule(Struct, frozen=True, array_like=True):
    """The line under a row of a table: its colour, and its width in EMU (0 for no line)."""

    role: ColourRole
    width: int


class TableLook(Struct, frozen=True, array_like=True):
    """The spacing and lines of tables, in EMU.

    `paddings` are above and below the text of a row, largest first: a table takes the first with which it fits before its text
    shrinks. It spreads its rows over its room, with paddings up to `spread` (0: never), even in the brand's font. `side` is the
    space at both sides of a cell's text, `indent` that of one level. A mark is `mark_size` wide and high, or as the capital
    letters beside it, and `mark_width`, or as much more, is reserved for it at the start of the cell. A table that is `flush` has
    the text of its first column where its slot begins; the ground and the bar of a row begin `margin` before it.
    """

    paddings: tuple[int, ...] = tuple(round(inches * EMU_PER_INCH) for inches in (0.085, 0.065, 0.045))
    side: int = round(0.08 * EMU_PER_INCH)
    indent: int = round(0.22 * EMU_PER_INCH)
    mark_size: int = round(0.125 * EMU_PER_INCH)
    mark_width: int = round(0.22 * EMU_PER_INCH)
    header_rule: RowRule = RowRule("muted", 3 * EMU_PER_POINT // 2)
    row_rule: RowRule = RowRule("rule", EMU_PER_POINT // 2)
    spread: int = 0
    flush: bool = False
    margin: int = round(0.08 * EMU_PER_INCH) + BAR_WIDTH


class EnlargedTypeSizes(Struct, frozen=True, array_like=True):
    """The type sizes of a chart that fills most of its slide, in points."""

    small: float = 12.0
    text: float = 14.0
    strong: float = 18.0


class ChartTypeSizes(Struct, frozen=True, array_like=True):
    """The type sizes of charts, in points: `small` is the minimum, `text` and `strong` are for names and values.

    `largest` is the maximum for names where there are several rows or parts.
    """

    small: float = 11.0
    text: float = 12.0
    strong: float = 14.0
    largest: float = 16.0
    enlarged: EnlargedTypeSizes = EnlargedTypeSizes()


class Look(Struct, frozen=True, array_like=True):
    """What a brand decides besides colours, fonts and layouts.

    `rule_height` (EMU) is that of the rule above a slot. Text of `comfortable_size` (hundredths of a point) or more can be read
    from the back row: `check` only notes that it is smaller than normal. `footer` is the text at the foot of slides and
    `date_form` the form of the date there, where the deck has none of its own (`model.foot_texts`).
    With `names_sections`, the line above titles names the section of a slide, else its part. With `marks_title_figures`, texts
    have the figures of their slide's title in bold.
    A panel, a slot with a fill, that its text does not fill ends `panel_space` (EMU) below its text; with 0, it keeps its height.
    """

    marks: Mapping[CellMark, StatusMark] = field(default_factory=lambda: dict(DEFAULT_MARKS))
    table: TableLook = TableLook()
    chart_sizes: ChartTypeSizes = ChartTypeSizes()
    rule_height: int = 3 * EMU_PER_POINT
    comfortable_size: int = 1200
    text: TextColours = field(default_factory=TextColours)
    footer: str = ""
    date_form: str = ""
    panel_space: int = 0
    names_sections: bool = False
    marks_title_figures: bool = False


class ScriptFamily(Struct, frozen=True, array_like=True):
    """The family that a brand names for a script, by its code in `fonts.scripts`, and its files; None if they are not found."""

    script: str
    family: str
    files: FontFiles | None = None


class ThemeFonts(Struct, frozen=True, array_like=True):
    """The families for text in East Asian and in complex scripts; empty where programs choose them.

    `scripts` has those of single scripts, by code (ISO 15924).
    """

    east_asian: str = ""
    complex: str = ""
    scripts: tuple[tuple[str, str], ...] = ()


class Brand(Struct, frozen=True, array_like=True):
    """A brand, loaded and checked.

    `colours` maps each base role, and others that are no tints, to its `RRGGBB`; `tints` defines further roles. `font` is the
    brand's family, `heading_font` that of headings (None: the same), and `fallback` the family that replaces both: text must fit
    with it, too.
    `pictures` are the files of the pictures that its layouts show, by their digests (SHA-256). `asides` can be put beside layouts
    (`brand.asides`), by their names. `title_gap` is what stays empty under a title of one line, in EMU. `template` is the
    PowerPoint template in which its slides are drawn. With `all_layouts`, a deck contains all of its layouts.
    `theme_fonts` are those for the scripts of the languages of the deck and its slides, which the brand's font may lack.
    `script_families` are those that the brand names: text in these scripts is not in its `font`, whatever that has.
    """

    name: str
    folder: Path
    size: tuple[int, int]
    colours: Mapping[ColourRole, str]
    tints: Mapping[ColourRole, Tint]
    font: FontFiles
    fallback: FontFiles
    layouts: Mapping[str, SlideLayout]
    master: SlideLayout
    sources: Mapping[str, str] = field(default_factory=dict)
    look: Look = field(default_factory=Look)
    pictures: Mapping[str, Path] = field(default_factory=dict)
    heading_font: FontFiles | None = None
    tracker: TrackerPlace | None = None
    asides: Mapping[str, AsideLayout] = field(default_factory=dict)
    title_gap: int = 0
    template: TemplateUse | None = None
    all_layouts: bool = False
    theme_fonts: ThemeFonts = ThemeFonts()
    script_families: tuple[ScriptFamily, ...] = ()

    @property
    def own_fonts(self) -> tuple[FontFiles, ...]:
        """The brand's families: that of text, and that of headings if it is another one."""
        return (self.font,) if self.heading_font is None else (self.font, self.heading_font)

    @property
    def font_files(self) -> tuple[Path, ...]:
        """All font files that a deck of this brand may depend on, also those of the fallback and of scripts."""
        scripts = (each.files for each in self.script_families if each.files is not None)
        return tuple(path for font in (*self.own_fonts, self.fallback, *scripts) for path in font.files)

    @property
    def depends_on_installed(self) -> bool:
        """Whether fonts were looked up among the installed ones."""
        return any(font.depends_on_installed for font in self.own_fonts) or any(
            each.files is None or each.files.depends_on_installed for each in self.script_families
        )

    def colour(self, role: ColourRole) -> str:
        """Return the `RRGGBB` of a role; raises KeyError for a role that the brand does not have."""
        if role in self.colours:
            return self.colours[role]
        tint = self.tints[role]
        return apply_tint(self.colours[tint.base], tint.scale, tint.lift, tint.saturation)

    def layout_for(self, key: str, slots: Iterable[str]) -> SlideLayout | None:
        """Return the layout `key`; if the brand does not have it, the layout with the fewest slots that has all of `slots`.

        So a brand that was written for an earlier version can be used with new slide kinds.
        """
        if key in self.layouts:
            return self.layouts[key]
        required = set(slots)
        fitting = [layout for layout in self.layouts.values() if required <= layout.slots.keys()]
        return min(fitting, key=lambda layout: (len(layout.slots), layout.key), default=None)
