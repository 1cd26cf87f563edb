"""Keys of the public brand.yml form that have no effect in deckgen: every one of them is named, none is passed over.

Keys under `typography:` are stated once more in deckgen's own terms (`defaults: deckgen: fonts`, the styles of master.yaml).
Where both say the same, a key holds, and is not named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from deckgen.brand import schema
from deckgen.brand.checks import STANDARD_KEYS
from deckgen.diagnostics import Issue, KeyPath, Origin, make_issue
from deckgen.diagnostics.suggestions import did_you_mean, most_similar

_TOP = ("meta", "logo", "color", "typography", "defaults")
_COLOURS = ("palette", *STANDARD_KEYS.values())
_FONT_HINT = "state the fonts under `defaults: deckgen: fonts`, and remove this key or make it say the same"
_TEMPLATE_HINT = (
    "slides in a template have the fonts that its theme names for scripts: change them there, in PowerPoint"
)
_STYLE_HINT = "state it in the styles of master.yaml, and remove this key or make it say the same"
_OTHER_HINT = "remove it, or leave it to other programs that read this file and switch `brand-unused` off"
_BOLD_WEIGHT = 600

Holds = Callable[[object], bool]


def check_unused_keys(data: Mapping[str, Any], file: schema.BrandFile, master: schema.MasterFile) -> Iterator[Issue]:
    """Find the keys of a `_brand.yml`, `data` as read, that have no effect."""
    yield from _unknown(data, (), _TOP)
    yield from _unknown(data["meta"], ("meta",), ("name",))
    yield from _unknown(data["color"], ("color",), _COLOURS)
    settings = file.defaults.deckgen
    if settings.template is not None and settings.fonts.scripts:
        yield _unused(("defaults", "deckgen", "fonts", "scripts"), _TEMPLATE_HINT)
    typography = data.get("typography")
    if isinstance(typography, Mapping):
        yield from _check_typography(typography, file, master)
    elif typography is not None:
        yield _unused(("typography",), _FONT_HINT)


def _unknown(data: Mapping[str, Any], path: KeyPath, used: tuple[str, ...]) -> Iterator[Issue]:
    for key in data:
        if key not in used:
            nearest = most_similar(key, used)
            yield _unused((*path, key), did_you_mean(nearest) if nearest is not None else _OTHER_HINT)


def _check_typography(
    typography: Mapping[str, Any], file: schema.BrandFile, master: schema.MasterFile
) -> Iterator[Issue]:
    families = file.defaults.deckgen.fonts
    text, title = (_style(master, name) for name in ("text", "title"))
    base: dict[str, tuple[Holds, str]] = {
        "family": (lambda _: True, _FONT_HINT),  # see `named_fonts`
        "size": (lambda value: text is not None and _number(value, "pt") == text.size, _STYLE_HINT),
        "line-height": (lambda value: text is not None and _number(value) == text.spacing / 100, _STYLE_HINT),
        "weight": (lambda value: text is not None and _is_bold(value) == text.bold, _STYLE_HINT),
    }
    headings: dict[str, tuple[Holds, str]] = {
        "family": base["family"],
        "weight": (lambda value: title is not None and _is_bold(value) == title.bold, _STYLE_HINT),
    }
    for key, value in typography.items():
        if key == "fonts" and isinstance(value, list):
            known = {families.fallback.family, *_families(file)}
            for i, font in enumerate(value):
                if not isinstance(font, Mapping) or font.get("family") not in known:
                    yield _unused(("typography", "fonts", i), _FONT_HINT)
        elif key in ("base", "headings"):
            stated = value if isinstance(value, Mapping) else {"family": value}
            path = ("typography", key)
            for name, part in stated.items():
                holds, hint = (base if key == "base" else headings).get(name, (lambda _: False, _OTHER_HINT))
                if not holds(part):
                    yield _unused((*path, name) if isinstance(value, Mapping) else path, hint)
        else:
            yield _unused(("typography", key), _OTHER_HINT)


def _families(file: schema.BrandFile) -> Iterator[str]:
    """Yield the families that a brand names."""
    named = file.typography
    faces = file.defaults.deckgen.fonts.brand
    yield from filter(None, (named.base.family, named.headings.family, faces.family if faces is not None else None))
    yield from file.defaults.deckgen.fonts.scripts.values()


def _unused(path: KeyPath, hint: str) -> Issue:
    name = ": ".join(str(key) for key in path if isinstance(key, str))
    return make_issue("brand-unused", f"`{name}` has no effect here", Origin(path=path, of_key=True), hint)


def _style(master: schema.MasterFile, name: str) -> schema.Style | None:
    """Return the style of normal text of a set."""
    return master.styles.get(name, {}).get("body")


def _number(value: object, unit: str = "") -> float | None:
    """Return the number of a text such as `16pt`; None if it is none in this unit."""
    text = str(value).strip()
    try:
        return float(text.removesuffix(unit)) if text.endswith(unit) else None
    except ValueError:
        return None


def _is_bold(weight: object) -> bool | None:
    """Whether a weight of brand.yml is a bold one; None if it is no weight."""
    number = {"normal": 400.0, "bold": 700.0}.get(str(weight), _number(weight))
    return None if number is None else number >= _BOLD_WEIGHT
