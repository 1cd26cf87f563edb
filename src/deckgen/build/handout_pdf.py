"""A handout as it was built → a PDF of the same slides beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from deckgen.build.progress import Progress
from deckgen.diagnostics import UserFacingError
from deckgen.io.confined import locate

if TYPE_CHECKING:
    from deckgen.brand.types import Brand


def pdf_path(deck: Path) -> Path:
    """Return the path of the PDF of a handout."""
    return deck.with_suffix(".pdf")


def write_pdf(deck: Path, brand: Brand, root: Path | None, progress: Progress) -> bytes:
    """Write the PDF of a handout, and return its bytes; a file outside `root`, if that is given, is refused.

    Raises RenderError if the slides cannot be drawn, RefusedFileError if a file is not replaced, and OSError.
    """
    from deckgen.io.replaceable import PDF, write_over  # noqa: PLC0415 -- only handouts need them
    from deckgen.render.fonts import faces  # noqa: PLC0415
    from deckgen.render.pdf import deck_pdf  # noqa: PLC0415

    path = pdf_path(deck)
    made = deck_pdf(deck.read_bytes(), faces(brand), deck.stem, progress)
    write_over(path if root is None else locate(path, root), made.data, PDF)
    return made.data


def failure_message(deck: Path, failure: UserFacingError | OSError) -> str:
    """Return why a handout has no PDF."""
    reason = failure.strerror or str(failure) if isinstance(failure, OSError) else str(failure)
    return f"the handout is built, but {pdf_path(deck).name} is not: {reason}"
