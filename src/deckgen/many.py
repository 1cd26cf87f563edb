"""Folders of decks → presentations in output/, on all cores where there are many; what came of each, as values.

One deck that fails, in whatever way, stops no other. joblib spreads the work: on the cores of this machine by itself, on a Dask
or Ray cluster inside `joblib.parallel_config(backend=…)` (docs/performance.md has an example).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct, field

from deckgen import pipeline
from deckgen.diagnostics import Diagnostic, sentence

FEW = 8
"""Fewer decks are built one after the other: another process takes half a second to start, a deck a third."""


class Options(Struct, frozen=True):
    """How decks are built; see `pipeline.build`."""

    output: Path | None = None
    only: str | None = None
    draft: bool = False


class Outcome(Struct, frozen=True):
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


def _quiet(_stage: str, _done: int, _of: int) -> None:
    """Tell nobody."""


def build_one(folder: Path, options: Options, progress: pipeline.Progress = _quiet) -> Outcome:
    """Build one deck; never raises but with DECKGEN_DEBUG, for the details of a fault of ours."""
    started = time.perf_counter()
    try:
        built = pipeline.build(folder, options.output, only=options.only, draft=options.draft, progress=progress)
    except Exception as fault:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(fault, OSError):
            raise
        return Outcome(folder, fault=sentence(fault, folder.name))
    deck = built.laid_out.deck
    told = {d.span.file for d in built.diagnostics if d.span is not None}
    return Outcome(
        folder, built.path, tuple(built.diagnostics),
        {name: text for name, text in built.laid_out.sources.items() if name in told},
        len(deck.pages) if deck else 0, deck.smallest if deck else {}, built.fonts, built.kept,
        time.perf_counter() - started,
    )  # fmt: skip


def build_all(
    folders: Sequence[Path], options: Options, jobs: int | None = None, progress: pipeline.Progress = _quiet
) -> Iterator[Outcome]:
    """Build decks on so many cores (all, unless said otherwise); the outcomes come in the order of the folders.

    `progress` is told what is being done where that is one deck at a time.
    """
    if jobs == 1 or len(folders) == 1 or (jobs is None and len(folders) < FEW):
        yield from (build_one(folder, options, progress) for folder in folders)
        return
    from joblib import Parallel, delayed  # noqa: PLC0415 -- 0.1 s, for many decks only

    work: Iterable[tuple[object, ...]] = (delayed(build_one)(folder.resolve(), options) for folder in folders)
    yield from Parallel(n_jobs=jobs or -1, return_as="generator", batch_size="auto")(work)
