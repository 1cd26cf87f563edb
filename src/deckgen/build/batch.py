"""Folders of decks → presentations in output/, on all cores where there are many; what came of each, as values.

A deck of which nothing changed since it was built is not built again (`unchanged`). One that fails, in whatever way, stops no
other. joblib spreads the work: on the cores of this machine by itself, on a Dask or Ray cluster inside
`joblib.parallel_config(backend=…)` (docs/performance.md has an example).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field

from deckgen.build import unchanged
from deckgen.diagnostics import Diagnostic, sentence

if TYPE_CHECKING:
    from deckgen.build import pipeline
    from deckgen.build.pipeline import Progress

FEW = 8
"""Fewer decks are built one after the other: another process takes half a second to start, a deck a quarter."""


class BuildOptions(Struct, frozen=True):
    """How decks are built; see `pipeline.build`."""

    output: Path | None = None
    only: str | None = None
    draft: bool = False
    again: bool = False
    """Build a deck even where nothing changed since it was built."""


class DeckOutcome(Struct, frozen=True):
    """What came of one deck: the file (None where it failed), what was found, and what the summary says.

    `smallest` has the smallest sizes of text as `DeckFrames` has them, `fonts` is the bytes of fonts in the file, `kept` the
    old file where somebody had edited it. `fault` tells what is neither the content's nor the user's fault.
    """

    folder: Path
    path: Path | None = None
    diagnostics: Sequence[Diagnostic] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    smallest: Mapping[str, int] = field(default_factory=dict)
    fonts: int = 0
    kept: Path | None = None
    seconds: float = 0.0
    fault: str = ""
    built: bool = True
    """False where nothing changed, so that nothing had to be built."""


def _quiet(_stage: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def build_one(
    folder: Path, options: BuildOptions, progress: Progress = _quiet, before: unchanged.DeckRecord | None = None
) -> DeckOutcome:
    """Build one deck, changed or not; never raises but with DECKGEN_DEBUG, for the details of a fault of ours.

    `before` is the deck as it was looked at a moment ago.
    """
    from deckgen.build import pipeline  # noqa: PLC0415 -- 0.15 s, where there is something to build
    from deckgen.build.caches import CachedFunction, StageCaches  # noqa: PLC0415 -- the same

    started = time.perf_counter()
    try:
        before = before or _deck(folder, options, {})
        remembered = CachedFunction(folder, (options.only, options.draft))
        memory = StageCaches() if options.again else remembered.memory()
        built = pipeline.build(
            folder, options.output, only=options.only, draft=options.draft, progress=progress, memory=memory
        )
        remembered.keep(memory)
    except Exception as fault:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(fault, OSError):
            raise
        return DeckOutcome(folder, fault=sentence(fault, folder.name))
    deck, brand = built.layout.deck, built.layout.brand
    files = {d.span.file for d in built.diagnostics if d.span is not None}
    told, sources = tuple(built.diagnostics), {n: text for n, text in built.layout.sources.items() if n in files}
    pages, smallest = (len(deck.pages), deck.smallest) if deck else (0, {})
    if built.path is not None and brand is not None and _in_folder(built):
        path = os.path.abspath(built.path)  # noqa: PTH100 -- as it is asked for, links and all
        said = unchanged.CachedResult(path, built.digest, told, sources, pages, smallest, built.font_bytes)
        before.keep(said, [*brand.font.files, *brand.fallback.files])
    seconds = time.perf_counter() - started
    return DeckOutcome(folder, built.path, told, sources, pages, smallest, built.font_bytes, built.kept_copy, seconds)


def _in_folder(built: pipeline.BuildResult) -> bool:
    """Tell whether all pictures of a deck lie in its folder, whose files are those that are looked at for changes."""
    from deckgen.ir.frames import PictureFrame  # noqa: PLC0415 -- 2 ms, where something was built

    laid = built.layout
    frames = (frame for page in laid.deck.pages for frame in page.frames) if laid.deck else ()
    files = (os.path.normpath(frame.file) for frame in frames if isinstance(frame, PictureFrame))
    return laid.content is not None and all(Path(file).is_relative_to(laid.content.folder) for file in files)


def _built_before(folder: Path, deck: unchanged.DeckRecord) -> DeckOutcome | None:
    """Give what came of the last build of a deck, where another one would come to the same."""
    said = deck.said()
    if said is None:
        return None
    return DeckOutcome(
        folder, Path(said.path), said.diagnostics, said.sources, said.pages, said.smallest, said.fonts, built=False
    )


def _deck(folder: Path, options: BuildOptions, brands: dict[Path, str]) -> unchanged.DeckRecord:
    output = os.path.realpath(options.output) if options.output else None
    return unchanged.DeckRecord(folder, (output, options.only, options.draft), brands)


def build_all(
    folders: Sequence[Path], options: BuildOptions, jobs: int | None = None, progress: Progress = _quiet
) -> Iterator[DeckOutcome]:
    """Build decks on so many cores (all, unless said otherwise); the outcomes come in the order of the folders.

    `progress` is told what is being done where that is one deck at a time.
    """
    brands: dict[Path, str] = {}
    decks = [(folder, _deck(folder, options, brands)) for folder in folders]
    before = [None if options.again else _built_before(*deck) for deck in decks]
    made = _built([deck for deck, known in zip(decks, before, strict=True) if known is None], options, jobs, progress)
    for folder, known in zip(folders, before, strict=True):
        if known is None:
            yield next(made)
        else:
            # Another deck of this call may have been written to the same file meanwhile.
            deck = _deck(folder, options, brands)
            yield _built_before(folder, deck) or build_one(folder, options, progress, deck)


def _built(
    decks: Sequence[tuple[Path, unchanged.DeckRecord]], options: BuildOptions, jobs: int | None, progress: Progress
) -> Iterator[DeckOutcome]:
    if jobs == 1 or len(decks) <= 1 or (jobs is None and len(decks) < FEW):
        yield from (build_one(folder, options, progress, deck) for folder, deck in decks)
        return
    from joblib import Parallel, delayed  # noqa: PLC0415 -- 0.1 s, for many decks only

    # joblib starts its processes by `python -m`, which would import modules of the current folder first.
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    work: Iterable[tuple[object, ...]] = (
        delayed(build_one)(folder.resolve(), options, before=deck) for folder, deck in decks
    )
    yield from Parallel(n_jobs=jobs or -1, return_as="generator", batch_size="auto")(work)
