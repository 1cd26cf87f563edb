"""The slides of other files that content names → as the deck shows them, before any slide is composed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import Issue, Origin, UserFacingError, make_issue
from deckgen.io.confined import OutsideError, read_bytes
from deckgen.io.project import allowed_root
from deckgen.ir.carried import CarriedSlide
from deckgen.model import Deck, FileSlide

if TYPE_CHECKING:
    from deckgen.slide_files.fitting import DeckDesign
    from deckgen.slide_files.reading import ReadSlide

KIND = "file-slides"
"""The kind of slides as read in a `BuildCache`."""
FileSlides = dict[FileSlide, CarriedSlide]
_NO_FILE = "put the file there, or build with `--draft` until it comes"


def named_file_slides(deck: Deck) -> Iterator[tuple[FileSlide, Origin]]:
    """Yield each slide of another file that the deck shows, and where it is written."""
    for section in deck.sections:
        for entry in section.slides:
            if (named := entry.content.file_slide) is not None:
                yield named, entry.origin


def open_file_slides(
    deck: Deck, brand: Brand | None, template: bytes, cache: BuildCache
) -> tuple[FileSlides, list[Issue]]:
    """Read the slides of other files; returns those that can be shown, and the issues of all.

    `template` is the file of the brand's template, empty without one.
    """
    named = list(named_file_slides(deck))
    if not named:
        return {}, []
    from deckgen.slide_files.errors import SlideFileError  # noqa: PLC0415 -- only decks with such slides need it
    from deckgen.slide_files.fitting import fitted  # noqa: PLC0415 -- as above
    from deckgen.slide_files.handouts import as_handout  # noqa: PLC0415 -- as above

    design = None if brand is None else _design_of(brand, template)
    opened: FileSlides = {}
    issues: list[Issue] = []
    for slide, origin in named:
        read = _read(slide, origin, deck, cache)
        if isinstance(read, Issue):
            issues.append(read)
        elif design is not None and slide not in opened:
            try:
                carried = _with_long_lines_named(fitted(read, slide.fit, design), slide, brand)
                opened[slide] = as_handout(carried) if deck.is_handout else carried
            except SlideFileError as error:
                issues.append(make_issue("file-slide", str(error), origin.at("file"), error.hint))
                continue
            issues += _losses(opened[slide], slide, origin)
    cache.drop_unused(KIND)
    return opened, issues


def _read(slide: FileSlide, origin: Origin, deck: Deck, cache: BuildCache) -> ReadSlide | Issue:
    """Return a slide of a file, or why it cannot be shown."""
    from deckgen.slide_files.errors import SlideFileError  # noqa: PLC0415 -- as above
    from deckgen.slide_files.opening import MAX_FILE_BYTES  # noqa: PLC0415 -- as above
    from deckgen.slide_files.reading import ReadSlide, read_slide  # noqa: PLC0415 -- as above

    at = origin.at("file")
    try:
        data = read_bytes(deck.folder / slide.file, MAX_FILE_BYTES, allowed_root(deck.folder))
        key = cache.key(KIND, hashlib.sha256(data).digest(), slide.slide)
        read = cache.get(KIND, key, ReadSlide)
        if read is None:
            read = read_slide(data, f"`{slide.file}`", slide.slide)
            cache.put(KIND, key, read)
    except SlideFileError as error:
        return make_issue("file-slide", str(error), at, error.hint)
    except OutsideError as error:
        hint = "copy it into the deck's folder, and name it from there, as in slides/legal.pptx"
        return make_issue("file-slide", f"the file `{slide.file}` {error.reason}", at, hint)
    except (FileNotFoundError, NotADirectoryError):
        return make_issue("missing-file-slide", f"the file `{slide.file}` is not there yet", at, _NO_FILE)
    except (OSError, ValueError, UserFacingError) as error:
        reason = getattr(error, "reason", None) or getattr(error, "strerror", None) or str(error)
        return make_issue(
            "file-slide", f"the file `{slide.file}` cannot be read: {reason}", at, "check its name, and who may read it"
        )
    return read


def _with_long_lines_named(carried: CarriedSlide, slide: FileSlide, brand: Brand | None) -> CarriedSlide:
    """Return a slide that says which texts the brand's font makes so long that they run past its edge, since they do not wrap."""
    from deckgen.layout.fonts import Family  # noqa: PLC0415 -- only decks with such slides need it
    from deckgen.slide_files.long_lines import lines_past_the_edge  # noqa: PLC0415 -- as above

    if slide.fit != "brand" or brand is None:
        return carried
    family = Family(brand.font)
    found = lines_past_the_edge(carried, lambda text, bold: family.face(bold, False).width(text))
    clauses = (f"“{text}” runs past the edge of the slide, since its text box does not wrap" for text in found)
    return replace(carried, changed=(*carried.changed, *clauses))


def _losses(carried: CarriedSlide, slide: FileSlide, origin: Origin) -> Iterator[Issue]:
    """Yield what a deck does not carry of a slide, and what it shows differently, in one issue."""
    found = (("left out", carried.left_out), ("changed", carried.changed))
    said = "; ".join(f"{what}: {', '.join(clauses)}" for what, clauses in found if clauses)
    if said:
        which = f"slide {slide.slide} of `{slide.file}`" if slide.slide else f"the slide of `{slide.file}`"
        message = f"{which} is not carried as it is; {said}"
        hint = "look at the slide; what it needs has to be in the file in another form"
        yield make_issue("file-slide-loss", message, origin.at("file"), hint)


def _design_of(brand: Brand, template: bytes) -> DeckDesign:
    """Return the colours and families of the deck, which are those of the template of its brand, if it has one."""
    from deckgen.slide_files.fitting import DeckDesign, template_design  # noqa: PLC0415 -- as above
    from deckgen.writer.colours import SLIDE_SLOTS  # noqa: PLC0415 -- as above

    if brand.template is not None and template:
        return template_design(template, brand.template.master)
    colours = {name: brand.colour(role) for role, name in SLIDE_SLOTS.items()}
    links = brand.colour("primary-text")
    heading = (brand.heading_font or brand.font).family
    return DeckDesign({**colours, "hlink": links, "folHlink": links}, (heading, brand.font.family))
