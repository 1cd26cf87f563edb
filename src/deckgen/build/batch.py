"""Folders of decks → presentations in output/, on all cores where there are many decks; their outcomes, as values.

A deck of which nothing changed since it was built is not built again (`unchanged`). One that fails, for whatever reason, stops no
other. joblib spreads the work: on the cores of this machine by itself, on a Dask or Ray cluster inside
`joblib.parallel_config(backend=…)` (docs/performance.md has an example).
"""

from __future__ import annotations

import hashlib
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.brand.font_state import font_state
from deckgen.build import handout_pdf, unchanged
from deckgen.build.progress import Progress, ignore_progress
from deckgen.build.selection import WHOLE_DECK, Selection
from deckgen.build.stored_cache import open_cache
from deckgen.diagnostics import Issue, UserFacingError, describe_error
from deckgen.io import second_process

if TYPE_CHECKING:
    from deckgen.build.build_results import BuildResult
    from deckgen.cache.build_cache import BuildCache

_TRACKER_WARNINGS = "ignore::UserWarning:joblib.externals.loky.backend.resource_tracker"
MIN_DECKS_IN_PARALLEL = 8
"""Fewer decks are built one after the other: another process takes half a second to start, a deck a quarter."""


class BuildOptions(Struct, frozen=True):
    """How decks are built; see `pipeline.build`."""

    output: Path | None = None
    selection: Selection = WHOLE_DECK
    draft: bool = False
    again: bool = False
    """Build a deck even where nothing changed since it was built."""

    def of_version(self, name: str) -> BuildOptions:
        """Return the options that build a version of a deck in the same way."""
        return replace(self, selection=replace(self.selection, version=name))

    @property
    def with_versions(self) -> bool:
        """Whether the versions of a deck are built, too: unless the options name another one file of it."""
        return self.output is None and replace(self.selection, content=True) == WHOLE_DECK


class DeckOutcome(Struct, frozen=True):
    """What building one deck resulted in: the file (None where it failed), the issues, and what the summary shows.

    `smallest` has the smallest sizes of text as `DeckFrames` has them, `fonts` is the bytes of fonts in the file, `kept_copy`
    the old file where somebody had edited it. `verdicts` says how many results were judged and how many could not be compared;
    empty if all could. `further_warnings` has the number of warnings that only `deckgen check` shows, by rule. `failure` is the
    message of a failure that neither content nor user caused. `version` is the name of the version that was built,
    `language` the one that was asked for, `versions` are
    the outcomes of those that were built besides the deck itself. A handout has a `pdf`, or `pdf_failure` says why not.
    """

    folder: Path
    path: Path | None = None
    issues: Sequence[Issue] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
    pages: int = 0
    smallest: Mapping[str, int] = field(default_factory=dict)
    verdicts: str = ""
    further_warnings: Mapping[str, int] = field(default_factory=dict)
    fonts: int = 0
    kept_copy: Path | None = None
    seconds: float = 0.0
    failure: str = ""
    was_built: bool = True
    """False where nothing changed, so that nothing had to be built."""
    version: str = ""
    language: str = ""
    versions: tuple[DeckOutcome, ...] = ()
    pdf: Path | None = None
    pdf_failure: str = ""


def build_one(
    folder: Path, options: BuildOptions, progress: Progress = ignore_progress, key: bytes | None = None
) -> DeckOutcome:
    """Build one deck, changed or not, and its versions.

    Raises nothing, except with DECKGEN_DEBUG, which shows the details of an internal error. `key` is the digest of the deck's
    files where it was computed a moment ago (`unchanged.result_key`).
    """
    started = time.perf_counter()
    try:
        cache = open_cache(folder, options.selection, draft=options.draft, is_fresh=options.again)
        key = unchanged.result_key(folder, options.output, {}) if key is None else key
        outcome, names = _build(folder, options, progress, cache, key)
    except Exception as failure:
        if os.environ.get("DECKGEN_DEBUG") and not isinstance(failure, OSError):
            raise
        return DeckOutcome(folder, failure=describe_error(failure, folder.name), version=options.selection.version)
    outcome = replace(outcome, seconds=time.perf_counter() - started, language=options.selection.language)
    if not options.with_versions:
        return outcome
    versions = (build_one(folder, options.of_version(name), progress, key) for name in names)
    return replace(outcome, versions=tuple(versions))


def build_in_worker(folder: Path, options: BuildOptions, key: bytes) -> DeckOutcome:
    """Build one deck in a process that is one of several, on all cores."""
    second_process.forbid_copies()
    return build_one(folder, options, key=key)


def _build(
    folder: Path, options: BuildOptions, progress: Progress, cache: BuildCache, key: bytes
) -> tuple[DeckOutcome, Sequence[str]]:
    """Build a deck with the cache of its last build, and store it for the next; returns the names of its versions, too."""
    from deckgen.build import pipeline, stored_readings  # noqa: PLC0415 -- 0.15 s, where there is something to build

    built = pipeline.build(
        folder,
        options.output,
        options.selection,
        draft=options.draft,
        progress=progress,
        cache=cache,
    )
    deck = built.layout.deck
    files = {d.span.file for d in built.issues if d.span is not None}
    issues, sources = tuple(built.issues), {n: text for n, text in built.layout.sources.items() if n in files}
    pages, smallest = (len(deck.pages), deck.smallest_sizes) if deck else (0, {})
    outcome = DeckOutcome(
        folder, built.path, issues, sources, pages, smallest, _verdicts_text(built), _further_warnings(built), built.font_bytes,
        built.kept_copy, version=options.selection.version,
    )  # fmt: skip
    outcome, pdf_digest = _with_pdf(outcome, built, options, progress)
    stored_readings.retain(cache)
    if (
        not outcome.pdf_failure
        and _has_all_pictures_in_folder(built)
        and key == unchanged.result_key(folder, options.output, {})
    ):
        _store_result(cache, key, outcome, built, pdf_digest)
    cache.save()
    return outcome, _names_of_versions(built)


def _with_pdf(
    outcome: DeckOutcome, built: BuildResult, options: BuildOptions, progress: Progress
) -> tuple[DeckOutcome, str]:
    """Write the PDF of a handout; returns the outcome with it, and the digest of its bytes (empty without one)."""
    content, brand = built.layout.content, built.layout.brand
    if built.path is None or content is None or brand is None or not content.is_handout:
        return outcome, ""
    try:
        data = handout_pdf.write_pdf(built.path, brand, None if options.output else built.layout.project, progress)
    except (UserFacingError, OSError) as failure:
        return replace(outcome, pdf_failure=handout_pdf.failure_message(built.path, failure)), ""
    return replace(outcome, pdf=handout_pdf.pdf_path(built.path)), hashlib.sha256(data).hexdigest()


def _names_of_versions(built: BuildResult) -> tuple[str, ...]:
    """Return the names of the versions of a deck that was built; one with errors is not built in other versions either."""
    content = built.layout.content
    return tuple(content.versions) if content is not None and built.path is not None else ()


def _verdicts_text(built: BuildResult) -> str:
    return built.layout.findings.verdicts if built.path is not None and built.layout.findings is not None else ""


def _further_warnings(built: BuildResult) -> dict[str, int]:
    """Return the number of warnings that only `deckgen check` shows, by rule, the most frequent first."""
    from deckgen.build import pipeline  # noqa: PLC0415 -- as above

    if built.path is None:
        return {}
    rules = Counter(sorted(issue.code for issue in pipeline.find_remarks(built.layout) if issue.severity == "warning"))
    return dict(rules.most_common())


def _store_result(cache: BuildCache, key: bytes, outcome: DeckOutcome, built: BuildResult, pdf_digest: str) -> None:
    """Cache the outcome of a build that wrote a file."""
    brand = built.layout.brand
    if outcome.path is None or brand is None:
        return
    fonts = font_state(brand)
    path = os.path.abspath(outcome.path)  # noqa: PTH100 -- as the user named it: links are not resolved
    result = unchanged.CachedResult(
        path, os.path.realpath(path), built.digest, fonts, tuple(outcome.issues), outcome.sources, outcome.pages,
        outcome.smallest, outcome.verdicts, outcome.further_warnings, outcome.fonts, _names_of_versions(built),
        pdf_digest,
    )  # fmt: skip
    unchanged.store_result(cache, key, result)


def _has_all_pictures_in_folder(built: BuildResult) -> bool:
    """Whether all pictures and slides of other files are in the folder of a deck, where `unchanged` notices changes of files."""
    from deckgen.build.file_slides import named_file_slides  # noqa: PLC0415 -- where something was built
    from deckgen.build.pictures import named_pictures  # noqa: PLC0415 -- the same

    content = built.layout.content
    if content is None:
        return False
    names = [*(name for name, _ in named_pictures(content)), *(each.file for each, _ in named_file_slides(content))]
    files = (os.path.normpath(content.folder / name) for name in names)
    return all(Path(file).is_relative_to(content.folder) for file in files)


def _unchanged_outcome(folder: Path, options: BuildOptions, key: bytes) -> DeckOutcome | None:
    """Return the outcome of the last build of a deck and its versions, where another build would have the same."""
    cache = open_cache(folder, options.selection, draft=options.draft, is_fresh=options.again)
    result = unchanged.find_result(cache, key)
    if result is None:
        return None
    names = result.versions if options.with_versions else ()
    versions = [_unchanged_outcome(folder, options.of_version(name), key) for name in names]
    if None in versions:
        return None
    return DeckOutcome(
        folder, Path(result.path), result.issues, result.sources, result.pages, result.smallest, result.verdicts,
        result.further_warnings, result.font_bytes, was_built=False, version=options.selection.version,
        versions=tuple(version for version in versions if version is not None),
        pdf=handout_pdf.pdf_path(Path(result.path)) if result.pdf_digest else None,
    )  # fmt: skip


def build_all(
    folders: Sequence[Path], options: BuildOptions, jobs: int | None = None, progress: Progress = ignore_progress
) -> Iterator[DeckOutcome]:
    """Build decks and their versions on `jobs` cores (None: on all); yields the outcomes in the order of the folders.

    `progress` is called where decks are built one at a time.
    """
    brands: dict[Path, str] = {}
    keys = [unchanged.result_key(folder, options.output, brands) for folder in folders]
    known_outcomes = [_unchanged_outcome(folder, options, key) for folder, key in zip(folders, keys, strict=True)]
    to_build = [
        (folder, key) for folder, key, known in zip(folders, keys, known_outcomes, strict=True) if known is None
    ]
    new_outcomes = _build_changed(to_build, options, jobs, progress)
    for folder, known in zip(folders, known_outcomes, strict=True):
        if known is None:
            yield next(new_outcomes)
        else:
            # Another deck of this call may have been written to the same file meanwhile.
            key = unchanged.result_key(folder, options.output, brands)
            yield _unchanged_outcome(folder, options, key) or build_one(folder, options, progress, key)


def _build_changed(
    decks: Sequence[tuple[Path, bytes]], options: BuildOptions, jobs: int | None, progress: Progress
) -> Iterator[DeckOutcome]:
    if jobs == 1 or len(decks) <= 1 or (jobs is None and len(decks) < MIN_DECKS_IN_PARALLEL):
        yield from (build_one(folder, options, progress, key) for folder, key in decks)
        return
    from joblib import Parallel, delayed  # noqa: PLC0415 -- 0.1 s, for many decks only

    # joblib starts its processes by `python -m`, which would import modules of the current folder first.
    os.environ.setdefault("PYTHONSAFEPATH", "1")
    # Its tracker of resources outlives an interrupted build, removes what is left, and would print that.
    if _TRACKER_WARNINGS not in (warnings := os.environ.get("PYTHONWARNINGS", "")):
        os.environ["PYTHONWARNINGS"] = ",".join(filter(None, (warnings, _TRACKER_WARNINGS)))
    work: Iterable[tuple[object, ...]] = (
        delayed(build_in_worker)(folder.resolve(), options, key) for folder, key in decks
    )
    with _ignored_interrupts():
        outcomes = Parallel(n_jobs=jobs or -1, return_as="generator", batch_size="auto")(work)
    yield from outcomes


@contextmanager
def _ignored_interrupts() -> Iterator[None]:
    """Ignore Ctrl-C for the moment in which processes start. They inherit that, or each would print a traceback.

    An interrupt of this process still ends them: joblib does it.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread may change it
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before or signal.SIG_DFL)
