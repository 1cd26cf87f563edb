"""Folders of decks → presentations in output/, on all cores where there are many decks; their outcomes, as values.

A deck of which nothing changed since it was built is not built again (`unchanged`). One that fails, for whatever reason, stops no
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
from deckgen.build.progress import Progress, ignore_progress
from deckgen.diagnostics import Issue, describe_error

if TYPE_CHECKING:
    from deckgen.build import pipeline

MIN_DECKS_IN_PARALLEL = 8
"""Fewer decks are built one after the other: another process takes half a second to start, a deck a quarter."""


class BuildOptions(Struct, frozen=True):
    """How decks are built; see `pipeline.build`."""

    output: Path | None = None
    only: str | None = None
    draft: bool = False
    again: bool = False
    """Build a deck even where nothing changed since it was built."""


class DeckOutcome(Struct, frozen=True):
    """What building one deck resulted in: the file (None where it failed), the issues, and what the summary shows.

    `smallest` has the smallest sizes of text as `DeckFrames` has them, `fonts` is the bytes of fonts in the file, `kept_copy`
    the old file where somebody had edited it. `failure` is the message of a failure that neither content nor user caused.
    """

    folder: Path
    path: Path | None = None
    issues: Sequence[Issue] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    smallest: Mapping[str, int] = field(default_factory=dict)
    fonts: int = 0
    kept_copy: Path | None = None
    seconds: float = 0.0
    failure: str = ""
    was_built: bool = True
    """False where nothing changed, so that nothing had to be built."""


def build_one(
    folder: Path,
    options: BuildOptions,
    progress: Progress = ignore_progress,
    record: unchanged.DeckRecord | None = None,
) -> DeckOutcome:
    """Build one deck, changed or not. Raises nothing, except with DECKGEN_DEBUG, which shows the details of an internal error.

    `record` is the state of the deck's files where it was taken a moment ago.
    """
    started = time.perf_counter()
    try:
        record = record or _record(folder, options, {})
        built = _build(folder, options, progress)
    except Exception as failure:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(failure, OSError):
            raise
        return DeckOutcome(folder, failure=describe_error(failure, folder.name))
    deck, brand = built.layout.deck, built.layout.brand
    files = {d.span.file for d in built.issues if d.span is not None}
    issues, sources = tuple(built.issues), {n: text for n, text in built.layout.sources.items() if n in files}
    pages, smallest = (len(deck.pages), deck.smallest_sizes) if deck else (0, {})
    if built.path is not None and brand is not None and _has_all_pictures_in_folder(built):
        path = os.path.abspath(built.path)  # noqa: PTH100 -- as the user named it: links are not resolved
        result = unchanged.CachedResult(path, built.digest, issues, sources, pages, smallest, built.font_bytes)
        record.store(result, [*brand.font.files, *brand.fallback.files])
    seconds = time.perf_counter() - started
    return DeckOutcome(folder, built.path, issues, sources, pages, smallest, built.font_bytes, built.kept_copy, seconds)


def _build(folder: Path, options: BuildOptions, progress: Progress) -> pipeline.BuildResult:
    """Build a deck with the caches of its last build, and store them for the next."""
    from deckgen.build import pipeline  # noqa: PLC0415 -- 0.15 s, where there is something to build
    from deckgen.build.caches import StageCaches, StoredCaches  # noqa: PLC0415 -- the same

    stored = StoredCaches(folder, (options.only, options.draft))
    caches = StageCaches() if options.again else stored.load()
    built = pipeline.build(
        folder, options.output, only=options.only, draft=options.draft, progress=progress, caches=caches
    )
    stored.save(caches)
    return built


def _has_all_pictures_in_folder(built: pipeline.BuildResult) -> bool:
    """Whether all pictures of a deck are in its folder, where `unchanged` notices changes of files."""
    deck, content = built.layout.deck, built.layout.content
    files = (os.path.normpath(file) for page in (deck.pages if deck else ()) for file in page.files)
    return content is not None and all(Path(file).is_relative_to(content.folder) for file in files)


def _unchanged_outcome(folder: Path, record: unchanged.DeckRecord) -> DeckOutcome | None:
    """Return the outcome of the last build of a deck, where another build would have the same."""
    result = record.cached_result()
    if result is None:
        return None
    return DeckOutcome(
        folder,
        Path(result.path),
        result.issues,
        result.sources,
        result.pages,
        result.smallest,
        result.fonts,
        was_built=False,
    )


def _record(folder: Path, options: BuildOptions, brands: dict[Path, str]) -> unchanged.DeckRecord:
    output = os.path.realpath(options.output) if options.output else None
    return unchanged.DeckRecord(folder, (output, options.only, options.draft), brands)


def build_all(
    folders: Sequence[Path], options: BuildOptions, jobs: int | None = None, progress: Progress = ignore_progress
) -> Iterator[DeckOutcome]:
    """Build decks on `jobs` cores (None: on all); yields the outcomes in the order of the folders.

    `progress` is called where decks are built one at a time.
    """
    brands: dict[Path, str] = {}
    records = [(folder, _record(folder, options, brands)) for folder in folders]
    known_outcomes = [None if options.again else _unchanged_outcome(*record) for record in records]
    to_build = [record for record, known in zip(records, known_outcomes, strict=True) if known is None]
    new_outcomes = _build_changed(to_build, options, jobs, progress)
    for folder, known in zip(folders, known_outcomes, strict=True):
        if known is None:
            yield next(new_outcomes)
        else:
            # Another deck of this call may have been written to the same file meanwhile.
            record = _record(folder, options, brands)
            yield _unchanged_outcome(folder, record) or build_one(folder, options, progress, record)


def _build_changed(
    decks: Sequence[tuple[Path, unchanged.DeckRecord]], options: BuildOptions, jobs: int | None, progress: Progress
) -> Iterator[DeckOutcome]:
    if jobs == 1 or len(decks) <= 1 or (jobs is None and len(decks) < MIN_DECKS_IN_PARALLEL):
        yield from (build_one(folder, options, progress, record) for folder, record in decks)
        return
    from joblib import Parallel, delayed  # noqa: PLC0415 -- 0.1 s, for many decks only

    # joblib starts its processes by `python -m`, which would import modules of the current folder first.
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    work: Iterable[tuple[object, ...]] = (
        delayed(build_one)(folder.resolve(), options, record=record) for folder, record in decks
    )
    yield from Parallel(n_jobs=jobs or -1, return_as="generator", batch_size="auto")(work)
