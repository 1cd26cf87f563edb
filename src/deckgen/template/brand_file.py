"""A match → `_brand.yml`: what deckgen uses of a template, with a comment for what a person should look at."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import yaml
from msgspec import Struct

from deckgen.brand.checks import STANDARD_KEYS
from deckgen.brand.colour_math import contrast
from deckgen.ir.frames import EMU_PER_INCH, Box, Insets
from deckgen.template.matching import Match
from deckgen.template.roles import status_fills
from deckgen.template.special import SpecialLayout, SpecialSlot
from deckgen.template.types import Place, TemplateLayout

FILE_NAME = "template.pptx"
"""The name of a template in the folder of its brand."""
_DEFAULT_INSETS = Insets(91_440, 45_720, 91_440, 45_720)
_SINGLE = 100_000
_MIN_FOOT = 6.0
_FOOT_SIZES = (1400, 800)
"""Of the text at the foot of a slide of 13.33 by 7.5 inches: the largest size and the smallest, in hundredths of a point."""


class TemplateFile(Struct, frozen=True):
    """The file of an import: the digest of what is stored, the name of what was imported, and what was left out of it."""

    sha256: str
    source: str
    removed: Sequence[str] = ()


def brand_file(match: Match, title: str, file: TemplateFile, noted: Mapping[str, str], extended: str) -> str:
    """Return the text of `_brand.yml`; `title` is the name of the organisation, `extended` the brand whose layouts are used."""
    colours = {STANDARD_KEYS[role]: f"#{found.colour}" for role, found in match.roles.items() if role in STANDARD_KEYS}
    settings: dict[str, Any] = {
        "extend": extended,
        "roles": _further_roles(match),
        "template": _template(match, file, noted),
    }
    data = {
        "meta": {"name": title}, "color": colours | {"dark": f"#{_dark(match)}"}, "typography": _typography(match),
        "defaults": {"deckgen": settings},
    }  # fmt: skip
    text = yaml.dump(data, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    return "".join(f"# {line}\n" if line else "#\n" for line in _comments(match, file)) + text


def _comments(match: Match, file: TemplateFile) -> Iterator[str]:
    yield f"How deckgen draws slides in {file.source}, as `deckgen brand import` found it; yours to change (docs/brands.md)."
    yield "Lengths are in inches, sizes in points. `deckgen brand check` draws every kind of slide in it."
    yield f"The body is {match.body_from}. Colours:"
    for role, found in match.roles.items():
        ratio = contrast(found.colour, match.roles["white"].colour)
        yield f"  {role}: {found.source}" + ("" if role == "white" else f", contrast {ratio:.1f}")
    if match.questions:
        yield ""
        yield "Look at these:"
        yield from (f"- {question}" for question in match.questions)
    if file.removed:
        yield ""
        yield f"Left out of {file.source}:"
        yield from (f"- {' '.join(removed.split())}" for removed in file.removed)


def _further_roles(match: Match) -> dict[str, str]:
    """Return the colours that the standard has no key for."""
    own = {role: found.colour for role, found in match.roles.items() if role not in STANDARD_KEYS}
    return {role: f"#{colour}" for role, colour in (own | status_fills(match.roles)).items()}


def _dark(match: Match) -> str:
    """Return the darker of text and ground, for dark grounds."""
    ink, page = match.roles["ink"].colour, match.roles["white"].colour
    return min((ink, page), key=lambda colour: contrast(colour, "000000"))


def _typography(match: Match) -> dict[str, Any]:
    major, minor = match.master.fonts
    title = match.title.text.family if match.title is not None else major
    families = {"base": {"family": minor}}
    return families if title == minor else {**families, "headings": {"family": title}}


def _template(match: Match, file: TemplateFile, noted: Mapping[str, str]) -> dict[str, Any]:
    data: dict[str, Any] = {
        "file": FILE_NAME, "sha256": file.sha256, "source": file.source,
        "size": [_inches(side) for side in match.template.size], "master": match.master.number,
        "names": [layout.name for layout in match.master.layouts], "host": _layout(match.host),
        "body": _box(match.body), "strip": _box(match.strip),
        "tracker": _box(match.tracker), "scale": match.scale, "title": _title(match),
    }  # fmt: skip
    if match.foot:
        data["foot"] = {slot: _foot(match, slot, place) for slot, place in match.foot.items()}
    data |= {name: _special(special) for name, special in match.special_layouts}
    slots = {role: found.slot for role, found in match.roles.items() if found.slot}
    return {**data, "colours": slots, "noted": dict(noted)}


def _layout(layout: TemplateLayout) -> dict[str, Any]:
    return {"layout": layout.name, "number": layout.number}


def _title(match: Match) -> dict[str, Any]:
    fit, title = match.title_fit, match.title
    sizes = {"size": fit.size / 100, "min": fit.minimum / 100}
    if title is None:
        return {
            "box": _box(fit.box),
            "anchor": "bottom",
            **sizes,
            "bold": True,
            "role": match.title_role,
            "insets": [0, 0, 0, 0],
        }
    return _place(title, fit.box) | {**sizes, "role": match.title_role}


def _foot(match: Match, slot: str, place: Place) -> dict[str, Any]:
    largest, smallest = (size * match.scale / 100 for size in _FOOT_SIZES)
    size = max(min(place.text.size / 100, largest), _MIN_FOOT)
    minimum = min(size, max(smallest, _MIN_FOOT))
    sizes = {"size": _half(size), "min": _half(minimum)}
    return _place(place, place.box) | {**sizes, "role": match.foot_roles[slot]}


def _special(special: SpecialLayout) -> dict[str, Any]:
    data = {**_layout(special.layout), "text": special.text}
    if special.area is not None:
        data["area"] = _box(special.area)
    return {**data, "slots": {name: _special_slot(slot) for name, slot in special.slots.items()}}


def _special_slot(slot: SpecialSlot) -> dict[str, Any]:
    sizes = {"size": slot.size / 100, "min": slot.minimum / 100, "role": slot.role}
    if slot.place is None:
        return {"box": _box(slot.box), **sizes}
    return _place(slot.place, slot.box) | sizes


def _place(place: Place, box: Box) -> dict[str, Any]:
    """Return a placeholder, without what is as usual."""
    data: dict[str, Any] = {"place": [place.kind, place.index], "box": _box(box)}
    if place.insets != _DEFAULT_INSETS:
        insets = place.insets
        data["insets"] = [_inches(edge) for edge in (insets.left, insets.top, insets.right, insets.bottom)]
    data |= {"anchor": place.anchor} if place.anchor != "top" else {}
    data |= {"align": place.text.align} if place.text.align != "start" else {}
    data |= {"spacing": min(max(place.text.spacing / 1000, 50), 300)} if place.text.spacing != _SINGLE else {}
    return data | {key: True for key in ("bold", "italic", "caps") if getattr(place.text, key)}


def _box(box: Box) -> list[float]:
    return [_inches(value) for value in (box.x, box.y, box.width, box.height)]


def _inches(emu: int) -> float:
    """Return a length so exactly that it is the same in EMU again: a slide then does not state the place of its placeholder."""
    return round(emu / EMU_PER_INCH, 6)


def _half(points: float) -> float:
    return round(points * 2) / 2


class _Dumper(yaml.SafeDumper):
    """Writes short lists, and mappings of plain values, in one line."""


def _flow(dumper: yaml.SafeDumper, data: list[Any]) -> yaml.Node:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", data, flow_style=True)


def _mapping(dumper: yaml.SafeDumper, data: dict[str, Any]) -> yaml.Node:
    is_place = "box" in data or data.keys() == {"layout", "number"}
    return dumper.represent_mapping("tag:yaml.org,2002:map", data, flow_style=is_place)


_Dumper.add_representer(list, _flow)
_Dumper.add_representer(dict, _mapping)
