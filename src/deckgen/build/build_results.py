"""What laying out and building a deck result in, as values."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct, field

from deckgen.brand.types import Brand
from deckgen.build.findings import Findings
from deckgen.diagnostics import Issue
from deckgen.ir.blocks import Slide
from deckgen.ir.carried import CarriedSlide
from deckgen.ir.frames import DeckFrames
from deckgen.ir.media import PreparedPicture
from deckgen.model import Deck
from deckgen.resolve import DeckRows


class LayoutResult(Struct, frozen=True):
    """A deck with its slides laid out; `deck` is None after an error.

    `sources` has the texts of all files read, by name, `pictures` the pictures that can be shown, by their digests,
    `template` the file of the brand's template, and `file_slides` the slides of other files, by their digests. `remarks` are the
    issues of layout that are no errors, and `findings` has those of rules; both are for `with_remarks`. `all_rows` are those of
    all slides, whichever version they are in; None where `rows` are these.
    """

    deck: DeckFrames | None
    brand: Brand | None
    issues: list[Issue] = field(default_factory=list)
    sources: Mapping[str, str] = field(default_factory=dict)
    rows: DeckRows | None = None
    slides: tuple[Slide, ...] = ()
    project: Path = Path()
    remarks: tuple[Issue, ...] = ()
    findings: Findings | None = None
    pictures: Mapping[str, PreparedPicture] = field(default_factory=dict)
    template: bytes = b""
    all_rows: DeckRows | None = None
    file_slides: Mapping[str, CarriedSlide] = field(default_factory=dict)

    @property
    def content(self) -> Deck | None:
        """The content of the slides that were asked for; None where it could not be loaded."""
        return self.rows.deck if self.rows is not None else None


class BuildResult(Struct, frozen=True):
    """The result of a build. Both `data` and `path` are None where an error stopped it.

    `data` are the bytes of the .pptx where the caller asked for them (`build_bytes`), `path` is the file that was written
    (`build`) and `kept_copy` the old file, kept under another name because somebody had edited it. `font_bytes` is the size of
    the embedded fonts, `digest` the SHA-256 of the .pptx.
    """

    layout: LayoutResult
    data: bytes | None = None
    path: Path | None = None
    kept_copy: Path | None = None
    font_bytes: int = 0
    digest: str = ""

    @property
    def issues(self) -> list[Issue]:
        """All issues, in reading order."""
        return self.layout.issues
