"""Write the pictures of the master and of layouts: logos and motifs, stored once for the package and related to each part."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from deckgen.brand.types import LayoutPicture, Logo, SlideLayout
from deckgen.ooxml.names import RT
from deckgen.writer.package import Part
from deckgen.writer.picture import Media, picture_xml
from deckgen.writer.shape import non_visual_properties

PictureRelations = Mapping[str, Sequence[str]]
"""The ids of a part's relationships to the files of each picture, by the digest of the picture."""


def own_logo(layout: SlideLayout, master: SlideLayout) -> Logo | None:
    """Return the logo that the part of a layout contains; None where it shows that of the master, or none."""
    return None if shows_master(layout, master) else layout.logo


def shows_master(layout: SlideLayout, master: SlideLayout) -> bool:
    """Whether a layout shows the shapes of the master: it has the same background and the same logo."""
    return layout.background == master.background and layout.logo == master.logo


def has_tracker(layout: SlideLayout, master: SlideLayout) -> bool:
    """Whether the slides of a layout show the tracker: it has the background of the master, and in a template also its title."""
    if not master.host:
        return layout.background == master.background
    return layout.host == master.host and layout.slots["title"].box == master.slots["title"].box


def relate_pictures(part: Part, layout: SlideLayout, logo: Logo | None, media: Media) -> PictureRelations:
    """Relate the part of a layout or of the master to the files of its pictures; `logo` is the one that the part contains."""
    return {
        digest: [part.relate(RT.IMAGE, file) for file in media.picture_parts(digest)]
        for digest in dict.fromkeys(picture.digest for picture in _pictures(layout, logo))
    }


def _pictures(layout: SlideLayout, logo: Logo | None) -> Iterator[LayoutPicture]:
    yield from (d for d in layout.decorations if isinstance(d, LayoutPicture))
    if logo is not None:
        yield logo.picture


def layout_picture_xml(shape_id: int, picture: LayoutPicture, relations: PictureRelations) -> str:
    """Return a picture of a layout as a `p:pic`; without alt text, it is marked as decorative."""
    identity = non_visual_properties(shape_id, picture.name, picture.alt, decorative=True)
    return picture_xml(identity, "", relations[picture.digest], picture.box, crop=picture.crop, on_layout=True)
