"""A deck's folder → states of its preview, one after the other, and the pictures that they name.

A state is complete: a page needs only the newest. While the content has errors, it has the slides of the last successful build,
and the errors.
"""

from __future__ import annotations

import json
import os
import traceback
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.build import pipeline
from deckgen.build.build_results import BuildResult, LayoutResult
from deckgen.build.selection import WHOLE_DECK, Selection, output_path
from deckgen.cache.build_cache import BuildCache
from deckgen.diagnostics import Issue, UserFacingError, describe_error, has_errors, make_issue
from deckgen.io.project import find_project
from deckgen.preview import view
from deckgen.preview.frames import Data
from deckgen.render import RENDERERS, Face, Renderer, SourceDeck
from deckgen.render.fonts import faces

WIDTH = 1920
"""Width of pictures in pixels: that of a projector. Drawing takes 40 ms, against 30 at 1280."""
_PUBLISH_INTERVAL = 0.2
"""Seconds between two states while many slides are drawn."""
MAX_UNUSED_PICTURES = 200
"""Pictures stored in addition to those that are shown, so that an undone edit needs no drawing."""


_RUN_ID = token_hex(8)
"""Identifies this run of the program, since the versions of states begin at 0 in each."""


class SlidePictures:
    """Pictures by key; the oldest that are not shown are dropped. Safe to use from several threads."""

    def __init__(self, max_unused: int = MAX_UNUSED_PICTURES) -> None:
        self._max_unused = max_unused
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """Return a picture; None where it is not stored."""
        with self._lock:
            return self._pictures.get(key)

    def put(self, key: str, png: bytes, shown: Sequence[str]) -> None:
        """Store a picture; those with the keys `shown` are never dropped."""
        with self._lock:
            self._pictures[key] = png
            self._pictures.move_to_end(key)
            shown_keys = set(shown)
            unused = [k for k in self._pictures if k not in shown_keys]
            for old in unused[: max(0, len(unused) - self._max_unused)]:
                del self._pictures[old]


class PreviewState(Struct, frozen=True):
    """What a page shows. `pictures` has the key of each slide's newest finished picture, by the id of the slide.

    `pending` has the ids of the slides whose pictures are not finished yet. `fault` is whether the content has errors.
    """

    deck: str
    folder: str
    renderer: str
    slides: tuple[Data, ...] = ()
    problems: tuple[Data, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    fault: bool = False
    building: bool = False

    def json(self, version: int, edited: Data | None = None) -> bytes:
        """Return the state as JSON on one line, with that of the deck in output/ (`EditsState.data`)."""
        slides = [
            {**slide, "picture": self.pictures.get(slide["id"]), "pending": slide["id"] in self.pending}
            for slide in self.slides
        ]
        data = {
            "run": _RUN_ID, "version": version, "deck": self.deck, "folder": self.folder, "renderer": self.renderer,
            "fault": self.fault, "building": self.building, "problems": self.problems, "slides": slides, "edited": edited,
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class PreviewOptions(Struct, frozen=True):
    """The user's options; `editor` is an address pattern (`editors.address_pattern`)."""

    renderer: str = "embedded"
    editor: str = ""
    selection: Selection = WHOLE_DECK
    width: int = WIDTH


class Session:
    """One deck while its author works on it. To be used by one thread; `pictures` by all."""

    def __init__(self, folder: Path, options: PreviewOptions) -> None:
        self.folder = folder.resolve()
        self.project = find_project(self.folder.parent) or self.folder.parent
        self.options = options
        self.pictures = SlidePictures()
        self.pictures_drawn = 0
        self.state = PreviewState(self.folder.name, self._display(self.folder), options.renderer, building=True)
        self.built_file: Path | None = None
        """The file that `deckgen build` writes of what is shown; None until it is known."""
        self._cache = BuildCache()
        self._source_deck: SourceDeck | None = None
        self._renderer: Renderer | None = None
        self._faces: list[Face] = []

    def _display(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.project)).as_posix()

    def refresh(self, publish: Callable[[PreviewState], None], is_outdated: Callable[[], bool] = lambda: False) -> None:
        """Build the deck and draw what changed; `publish` is called with every new state.

        Raises nothing; with DECKGEN_DEBUG, the details of an internal error are printed on stderr. `is_outdated` returns whether
        a file was saved since the build began: its errors, perhaps those of a file half written, are then not shown.
        """
        try:
            built = pipeline.build_bytes(self.folder, self.options.selection, cache=self._cache)
            if built.data is None and is_outdated():
                return
            self._note_built_file(built.layout)
            self._show(built, publish)
        except UserFacingError as failure:
            self._show_failure(str(failure), publish)
        except OSError as failure:
            self._show_failure(f"{self._file_prefix(failure)}{failure.strerror or failure}", publish)
        except Exception as failure:
            if os.environ.get("DECKGEN_DEBUG"):
                traceback.print_exception(failure)
            self._show_failure(describe_error(failure, self.folder.name), publish)

    def _note_built_file(self, laid_out: LayoutResult) -> None:
        if laid_out.content is not None:
            with suppress(UserFacingError):  # another deck has the same file: `deckgen build` says so
                self.built_file = output_path(self.folder, laid_out.content, self.options.selection)

    def _file_prefix(self, failure: OSError) -> str:
        return f"{self._display(Path(failure.filename))}: " if isinstance(failure.filename, str) else ""

    def _show(self, built: BuildResult, publish: Callable[[PreviewState], None]) -> None:
        """Publish the slides of a build, if there are any, and its problems; draw the pictures that are missing."""
        if built.data is None or built.layout.brand is None:
            laid_out = pipeline.with_remarks(built.layout)
            self._publish(self._with_problems(laid_out, self._source_locations(laid_out)), publish)
            return
        renderer = self._renderer_for(faces(built.layout.brand))
        source = self._source_deck = SourceDeck(built.data, self._source_deck)
        keys = [source.picture_key(number) for number in range(1, len(source) + 1)]
        missing = [number for number, key in enumerate(keys, 1) if self.pictures.get(key) is None]
        # Started before the rest is done: the renderer draws in threads of its own, in parallel to Python.
        drawings = renderer.draw(source, missing, self.options.width) if missing else iter(())
        laid_out = pipeline.with_remarks(built.layout)
        locations = self._source_locations(laid_out)
        slides = tuple(view.slide_data(laid_out, locations))
        state = self._with_problems(laid_out, locations)
        keys_by_slide = {slide["id"]: key for slide, key in zip(slides, keys, strict=True)}
        old = {name: key for name, key in self.state.pictures.items() if name in keys_by_slide}
        ready = {name: key for name, key in keys_by_slide.items() if self.pictures.get(key) is not None}
        pending = frozenset(slides[n - 1]["id"] for n in missing)
        state = replace(state, slides=slides, pictures={**old, **ready}, pending=pending)
        # The embedded renderer draws one slide before anyone could read that it is pending.
        if len(missing) != 1 or renderer.name != "embedded":
            self._publish(state, publish)
        self._collect_pictures(state, drawings, keys_by_slide, publish)

    def _source_locations(self, laid_out: LayoutResult) -> view.SourceLocations:
        return view.SourceLocations(self.project, laid_out.sources, self.options.editor, laid_out.content)

    def _with_problems(self, laid_out: LayoutResult, locations: view.SourceLocations) -> PreviewState:
        """Return the last state with the present problems and title of the deck."""
        title = laid_out.content.title if laid_out.content is not None else self.state.deck
        issues = laid_out.issues
        problems = tuple(view.problem_data(issues, locations, laid_out))
        return replace(self.state, deck=title, building=False, fault=has_errors(issues), problems=problems)

    def _collect_pictures(
        self,
        state: PreviewState,
        drawings: Iterator[tuple[int, bytes]],
        keys: Mapping[str, str],
        publish: Callable[[PreviewState], None],
    ) -> None:
        """Store each picture when it is finished, and publish states with it; `keys` are those of all slides, by id."""
        self.state = state
        last_published = monotonic()
        for number, png in drawings:
            self.pictures_drawn += 1
            name = state.slides[number - 1]["id"]
            self.pictures.put(keys[name], png, [*keys.values(), *state.pictures.values()])
            state = replace(state, pictures={**state.pictures, name: keys[name]}, pending=state.pending - {name})
            self.state = state
            if not state.pending or monotonic() - last_published > _PUBLISH_INTERVAL:
                last_published = monotonic()
                self._publish(state, publish)

    def _renderer_for(self, faces: list[Face]) -> Renderer:
        """Return the renderer with the brand's faces; a new one where the brand has other fonts than before."""
        if self._renderer is None or faces != self._faces:
            self.close()
            self._renderer, self._faces = RENDERERS[self.options.renderer](faces), faces
        return self._renderer

    def _show_failure(self, message: str, publish: Callable[[PreviewState], None]) -> None:
        """Show a failure that is in no file, together with the last good slides."""
        issues: list[Issue] = [make_issue("preview", message)]
        problems = tuple(view.problem_data(issues, view.SourceLocations(self.project, {}, "")))
        self._publish(replace(self.state, problems=problems, fault=True, building=False), publish)

    def _publish(self, state: PreviewState, publish: Callable[[PreviewState], None]) -> None:
        self.state = state
        publish(state)

    def close(self) -> None:
        """Close the renderer."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
