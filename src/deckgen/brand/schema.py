"""Schema of a brand's files: `_brand.yml`, `master.yaml` and one file per slide layout."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError

from deckgen.brand.logo_schema import Logo
from deckgen.brand.look_schema import CellSpace, ChartSizes, Marks, TableSpec, check_marks
from deckgen.brand.placement import (
    COUNT_HINT,
    Column,
    Decorations,
    Extent,
    LogoPlace,
    Motifs,
    OutlineSpec,
    Placement,
    TrackerPlace,
)
from deckgen.brand.template_schema import TemplateSpec
from deckgen.brand.types import Look, SlotRole, TextFont
from deckgen.brand.values import CLOSED, Bool, Count, Family, FileName, FilledName, Name, Prompt, Range, RuleWidth, Size
from deckgen.diagnostics.suggestions import closest
from deckgen.fonts.scripts import OWN_FONT_SCRIPTS, script_name, theme_code
from deckgen.ir.frames import EMU_PER_INCH, EMU_PER_POINT, Align, Anchor
from deckgen.ir.roles import ColourRole
from deckgen.model.foot_texts import check_date_form, check_footer

_SLIDE_HINT = "slides of PowerPoint are 1 to 56 inches wide and high (ECMA-376 part 1, ST_SlideSizeCoordinate)"
_TINT_HINT = "a tint is its base colour with the luminance scaled to so many percent and lifted by so many"
_FACTOR_HINT = (
    "text is scaled to between a tenth and twice the size that it has on the page for which the brand is designed"
)

Side = Annotated[float, Range(1, 56, "inches", _SLIDE_HINT)]
"""Width or height of a slide."""
Inset = Annotated[
    float, Range(0, 56, "inches", "an inset of PowerPoint cannot be negative, and no slide is larger than 56 inches")
]
Factor = Annotated[float, Range(0.1, 2, "times", _FACTOR_HINT)]

Palette = Annotated[dict[Name, Name], Count(500, "colours", "remove the colours that are not used")]


class _Model(BaseModel):
    model_config = CLOSED


class _OpenModel(BaseModel):
    """A part of the brand.yml standard of which deckgen reads only some keys: the others are ignored."""

    model_config = ConfigDict(extra="ignore", frozen=True, populate_by_name=True)


class Tint(_Model):
    """A tint: its base colour, the scale of its luminance, what is added to the luminance, and the scale of its saturation.

    All are in percent.
    """

    of: ColourRole
    scale: Annotated[float, Range(0, 1000, "percent", _TINT_HINT)] = 100
    lift: Annotated[float, Range(-100, 100, "percent", _TINT_HINT)] = 0
    saturation: Annotated[float, Range(0, 1000, "percent", _TINT_HINT)] = 100


Weight = Annotated[float, Range(1, 1000, "", "these are the weights of OpenType: 400 is regular, 700 is bold")]


Package = Annotated[FileName | None, BeforeValidator(lambda value: value or None)]
"""An empty text is the same as None, so that a brand can remove the package of the brand that it extends."""


class Faces(_Model):
    """The four faces of a family as font files; `weights` are for variable fonts.

    With `package`, file names are relative to the folder of that Python package (one that `fonts.packages` knows); otherwise, to
    the folder of the `_brand.yml` that contains them.
    """

    family: Family
    package: Package = None
    regular: FileName
    bold: FileName
    italic: FileName
    bold_italic: FileName = Field(alias="bold-italic")
    weights: dict[Literal["regular", "bold", "italic", "bold-italic"], Weight] = Field(default_factory=dict)


ClearSpace = Annotated[
    float,
    Range(
        0,
        200,
        "percent",
        "so much of the height of the logo stays empty around it; more would leave no room for text",
    ),
]


ARIAL = Faces.model_validate(
    {
        "family": "Arial", "package": "fontpkg_arimo", "regular": "files/Arimo[wght].ttf", "bold": "files/Arimo[wght].ttf",
        "italic": "files/Arimo-Italic[wght].ttf", "bold-italic": "files/Arimo-Italic[wght].ttf",
        "weights": {"regular": 400, "bold": 700, "italic": 400, "bold-italic": 700},
    }
)  # fmt: skip
"""The family that replaces the brand's where the brand names none: every program has it or a metric twin."""


def _check_script(code: str) -> str:
    """Refuse a code under which no theme has a font."""
    known = [theme_code(script) for script in OWN_FONT_SCRIPTS]
    if code in known:
        return code
    by_name = {script_name(script).casefold(): theme_code(script) for script in OWN_FONT_SCRIPTS}
    meant = theme_code(code.title()) if theme_code(code.title()) in known else by_name.get(code.casefold())
    listed = f"scripts with a font of their own are {', '.join(sorted(known))}; all others are in the font of `typography: base`"
    guess = meant or closest(code, known)
    raise PydanticCustomError(
        "brand_font", "`{code}` is not the code of a script with a font of its own",
        {"code": code, "hint": f"did you mean `{guess}`? {listed[0].upper()}{listed[1:]}" if guess else listed},
    )  # fmt: skip


ScriptCode = Annotated[FilledName, AfterValidator(_check_script)]


class Fonts(_Model):
    """The brand's family, face by face, the one that replaces it where it is not installed, and those of scripts.

    Without `brand`, the family is that of `typography: base`. `scripts` are by the codes of themes (ISO 15924).
    """

    brand: Faces | None = None
    fallback: Faces = ARIAL
    scripts: Annotated[dict[ScriptCode, Family], Count(50, "scripts", "name those in use")] = {}


class FontFile(_OpenModel):
    """A font file in the form of brand.yml; its weight and style are read from the file itself."""

    path: FileName


def _as_mapping(key: str) -> BeforeValidator:
    """Accept a text where brand.yml allows it as the short form of a mapping with one key."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


FontSourceName = Literal["file", "google", "bunny", "system"]
FontFileList = Annotated[tuple[Annotated[FontFile, _as_mapping("path")], ...], Count(100, "files", "name those in use")]


class TypefaceSpec(_OpenModel):
    """Where the fonts of a family are: files of the brand, a service whose fonts packages contain, or the system."""

    family: Family
    source: FontSourceName | None = None
    files: FontFileList = ()


class BaseFont(_OpenModel):
    """The font of a kind of text; that of `base` is also the font of headings where these have none of their own."""

    family: Family | None = None


class Typography(_OpenModel):
    """The fonts of the brand in the form of brand.yml."""

    fonts: Annotated[tuple[TypefaceSpec, ...], Count(50, "fonts", "name those in use")] = ()
    base: Annotated[BaseFont, _as_mapping("family")] = BaseFont()
    headings: Annotated[BaseFont, _as_mapping("family")] = BaseFont()


class DeckgenSettings(_Model):
    """deckgen's own settings in `_brand.yml`, under `defaults: deckgen:`.

    `rule-height` is that of the rule above a slot, `comfortable-size` the size from which text can be read from the back row;
    both are in points. `logo-clear-space` is what stays empty around the logo, in percent of its height. `motif` has decorations
    that replace those of layout files. `footer` and `date-form` are the same as in deck.yaml, which wins. `eyebrow` (the line
    above titles) and `tags` (department, due date and owner) can be switched off; an `eyebrow` of `section` names the section of
    the slide, else it names the part. `panel-space` is what stays empty below the
    text of a panel, in inches. `panel-outline` is the line that panels have instead of a fill in decks with
    `density: read`; with a width of 0, they keep their fill. `mark-title-figures` is whether a figure of the title is bold
    where the text of the slide first states it. With `layouts: all`, a deck contains every layout of the brand, else those that
    its slides have and those of the kinds that are used most. `template` is the organisation's PowerPoint template in which
    slides are drawn.
    """

    extend: Name | None = None
    roles: dict[ColourRole, Name] = {}
    tints: dict[ColourRole, Tint] = {}
    fonts: Fonts = Fonts()
    statuses: Annotated[Marks, AfterValidator(check_marks)] = {}
    tables: TableSpec = TableSpec()
    chart_sizes: ChartSizes = Field(ChartSizes(), alias="chart-sizes")
    rule_height: RuleWidth = Field(Look().rule_height / EMU_PER_POINT, alias="rule-height")
    comfortable_size: Size = Field(Look().comfortable_size / 100, alias="comfortable-size")
    logo_clear_space: ClearSpace = Field(40, alias="logo-clear-space")
    motif: Motifs = {}
    footer: Annotated[Prompt, AfterValidator(check_footer)] = ""
    date_form: Annotated[Prompt, AfterValidator(check_date_form)] = Field("", alias="date-form")
    eyebrow: Literal["on", "off", "section"] = "on"
    tags: Literal["on", "off"] = "on"
    panel_space: CellSpace = Field(Look().panel_space / EMU_PER_INCH, alias="panel-space")
    mark_title_figures: bool = Field(default=Look().marks_title_figures, alias="mark-title-figures")
    panel_outline: OutlineSpec = Field(OutlineSpec(role="muted", width=0), alias="panel-outline")
    layouts: Literal["used", "all"] = "used"
    template: TemplateSpec | None = None


class Defaults(_OpenModel):
    """The part of the standard that contains the settings of individual tools."""

    deckgen: DeckgenSettings


class Colour(_OpenModel):
    """Colours by the standard's names: each a name of the palette, another role, or `#RRGGBB`."""

    palette: Palette = {}
    foreground: Name
    background: Name
    primary: Name
    secondary: Name
    tertiary: Name
    success: Name
    warning: Name
    danger: Name
    light: Name
    dark: Name = "foreground"


def _choose_name(value: object) -> object:
    """Return the full one of a name with the forms `short` and `full` of the standard, else the short one."""
    return value.get("full", value.get("short", value)) if isinstance(value, dict) else value


class Meta(_OpenModel):
    """General information about the brand."""

    name: Annotated[Name, BeforeValidator(_choose_name)]


class BrandFile(_OpenModel):
    """`_brand.yml`."""

    meta: Meta
    color: Colour
    logo: Logo | None = None
    typography: Typography = Typography()
    defaults: Defaults


class Style(_Model):
    """One text style, in points and inches."""

    size: Size
    min: Size
    """The size to which text may shrink."""
    max: Size | None = None
    """The size up to which text grows where there is room; without it, text never grows."""
    bold: Bool = False
    italic: Bool = False
    role: ColourRole = "ink"
    caps: Bool = False
    """Whether all letters are shown as capitals."""
    align: Align = "start"
    before: Annotated[float, Range(0, 400, "points", "more would push every paragraph off the slide")] = 0
    spacing: Annotated[
        float,
        Range(
            80,
            200,
            "percent",
            "closer lines touch each other, wider ones do not read as one text",
        ),
    ] = 100
    bullet: ColourRole | None = None
    indent: Annotated[float, Range(0, 3, "inches", "nine levels of it must fit on the widest slide, 56 inches")] = 0
    font: TextFont | None = None
    """Of `typography:`, the font of headings or of other text. Without it, titles and the style `heading` are headings."""

    @model_validator(mode="after")
    def _check_range(self) -> Style:
        if self.min > self.size:
            message = "`min`, the size to which text may shrink, is larger than `size`, from which it starts"
            raise PydanticCustomError("min", message, {})
        if self.max is not None and self.max < self.size:
            message = "`max`, the size up to which text grows, is smaller than `size`, from which it starts"
            raise PydanticCustomError("brand_look", message, {})
        return self


STYLE_TAGS = ("name of a set", "styles of its own")
"""Entries that pydantic adds to the path of an error to state which form of `styles` it assumed; they are no keys of the file."""
StyleSet = Annotated[dict[Name, Style], Count(50, "styles", COUNT_HINT)]
Styles = Annotated[
    Annotated[Name, Tag(STYLE_TAGS[0])] | Annotated[StyleSet, Tag(STYLE_TAGS[1])],
    Discriminator(lambda value: STYLE_TAGS[0] if isinstance(value, str) else STYLE_TAGS[1]),
]


class SlotSpec(Placement):
    """A slot of a layout."""

    role: SlotRole
    styles: Styles = Field(default_factory=dict)
    insets: tuple[Inset, Inset, Inset, Inset] = (0, 0, 0, 0)
    anchor: Anchor = "top"
    fill: ColourRole | None = None
    rule: ColourRole | None = None
    group: Name = ""
    overflow: Literal["continue", "error"] = "continue"
    prompt: Prompt = ""
    repeat: Bool = False
    below: Name = ""
    outline: OutlineSpec | None = None
    crop: Bool = False
    spread: Inset | None = None
    padding: Inset = 0


Slots = Annotated[dict[FilledName, SlotSpec], Count(100, "slots", COUNT_HINT)]


class LayoutFile(_Model):
    """`<layout>.yaml`; it inherits the slots of the master that it neither omits nor defines itself."""

    name: Name
    background: ColourRole = "white"
    omit: Annotated[tuple[Name, ...], Count(100, "slots", "the master has no more")] = ()
    further: Name = Field(default="", alias="continue")
    beside: tuple[Column, Column] | None = None
    """The columns that the body of another layout takes beside the slots of this one (`brand.asides`)."""
    decorations: Decorations = ()
    logo: LogoPlace | None = None
    slots: Slots = {}


class PageSpec(_Model):
    """The slide: its size, margins and grid, in inches. `end` is the margin at the right where that is another one."""

    width: Side
    height: Side
    margin: Extent
    columns: Annotated[int, Range(1, 48, "", "narrower columns hold no word")]
    gutter: Extent
    end: Extent | None = None

    @property
    def end_margin(self) -> float:
        """The margin at the right."""
        return self.margin if self.end is None else self.end


class SizeSpec(_Model):
    """Another slide size: its page, and the factors by which text sizes and minimum text sizes are scaled for it."""

    width: Side
    height: Side
    margin: Extent
    gutter: Extent
    text: Factor = 1
    least: Factor = 1


TitleGap = Annotated[float, Range(0, 2, "inches", "a slide with more empty under its title has no room for its body")]


class MasterFile(_Model):
    """`master.yaml`. `sizes` are additional slide sizes, by the name that deck.yaml uses for them (`4:3`).

    With `title-gap`, the body of a slide whose title takes one line begins so many inches below that line.
    """

    page: PageSpec
    sizes: Annotated[dict[Name, SizeSpec], Count(20, "sizes", "remove those that no deck uses")] = {}
    styles: Annotated[dict[Name, StyleSet], Count(100, "sets of styles", "remove those that no slot uses")] = {}
    decorations: Decorations = ()
    logo: LogoPlace | None = None
    tracker: TrackerPlace = "none"
    title_gap: TitleGap = Field(0, alias="title-gap")
    slots: Slots
