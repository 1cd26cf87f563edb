"""The picture files that content and the brand name → prepared pictures, before any slide is composed."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from deckgen.brand.types import Brand
from deckgen.diagnostics import Issue, Origin, make_issue
from deckgen.io.project import allowed_root
from deckgen.ir.media import PreparedPicture
from deckgen.model import Deck
from deckgen.resolve import picture_files


def named_pictures(deck: Deck) -> Iterator[tuple[str, Origin]]:
    """Yield the name of each picture file as content has it, relative to the deck's folder, and where it is written."""
    for section in deck.sections:
        for entry in section.slides:
            for path, name in picture_files(entry.content):
                yield name, entry.origin.at(*path)


def open_pictures(deck: Deck) -> tuple[dict[str, PreparedPicture], list[Issue]]:
    """Open and prepare the pictures of a deck; returns those that can be shown, by name, and the issues of all.

    `check` prepares them, too: only decoding shows that a file is damaged, which is half of the work (0.11 of 0.22 s for a photo
    of 12 megapixels to be rotated), and the next check or build has the result in the cache, where it takes 0.01 s.
    """
    opened: dict[str, PreparedPicture | Issue] = {}
    issues: list[Issue] = []
    for name, origin in named_pictures(deck):
        if name not in opened:
            from deckgen.images.loading import load_picture  # noqa: PLC0415 -- 5 ms that most decks do without

            opened[name] = load_picture(name, deck.folder, allowed_root(deck.folder))
        result = opened[name]
        if isinstance(result, Issue):
            issues.append(replace(result, origin=origin))
        else:
            issues += (
                make_issue("picture-loss", f"the picture `{name}` {loss.what}", origin, loss.hint)
                for loss in result.losses
            )
    return {name: picture for name, picture in opened.items() if isinstance(picture, PreparedPicture)}, issues


def open_brand_pictures(brand: Brand) -> dict[str, PreparedPicture]:
    """Return the pictures of a brand's layouts by their digests; the brand was loaded with these files, so they can be used."""
    opened: dict[str, PreparedPicture] = {}
    for digest, path in brand.pictures.items():
        from deckgen.images.loading import open_located  # noqa: PLC0415 -- as above

        picture = open_located(path.name, path)
        if isinstance(picture, PreparedPicture):
            opened[digest] = picture
    return opened
