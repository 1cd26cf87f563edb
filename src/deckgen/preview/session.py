"""A deck's folder → states of its preview, one after the other, and the pictures that they name.

A state is whole: whoever has the newest needs no other. While content is at fault it carries the slides of the last good
build, and the faults.
"""

from __future__ import annotations

import json
import os
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from secrets import token_hex
from threading import Lock
from time import monotonic

from msgspec import Struct, field
from msgspec.structs import replace

from deckgen.build import pipeline
from deckgen.build.caches import StageCaches
from deckgen.diagnostics import Diagnostic, UserFacingError, error, has_errors
from deckgen.io.project import find_project
from deckgen.preview import view
from deckgen.render import RENDERERS, Face, Renderer, RenderError, SourceDeck
from deckgen.render.fonts import faces

WIDTH = 1920
"""Pixels across: what a projector has. The engine takes 40 ms over it, against 30 at 1280."""
_OFTEN = 0.2
"""Seconds between two states while many slides are drawn."""
_KEPT = 200
"""Pictures kept beside those on show, so that an undone edit needs no drawing."""


_RUN = token_hex(8)
"""Names this run of the program: versions of states begin anew with each."""


class SlidePictures:
    """Pictures by key; the oldest that nobody shows go first. Safe to use from several threads."""

    def __init__(self) -> None:
        self._pictures: OrderedDict[str, bytes] = OrderedDict()
        self._lock = Lock()

    def get(self, key: str) -> bytes | None:
        """Give a picture, if it is there."""
        with self._lock:
            return self._pictures.get(key)

    def put(self, key: str, png: bytes, shown: Sequence[str]) -> None:
        """Keep a picture; `shown` are never forgotten."""
        with self._lock:
            self._pictures[key] = png
            self._pictures.move_to_end(key)
            needed = set(shown)
            spare = [k for k in self._pictures if k not in needed]
            for old in spare[: max(0, len(spare) - _KEPT)]:
                del self._pictures[old]


class PreviewState(Struct, frozen=True):
    """What a page shows. `pictures` holds the key of each slide's newest finished picture, by the id of the slide."""

    deck: str
    folder: str
    renderer: str
    slides: tuple[view.Data, ...] = ()
    problems: tuple[view.Data, ...] = ()
    pictures: Mapping[str, str] = field(default_factory=dict)
    pending: frozenset[str] = frozenset()
    fault: bool = False
    building: bool = False

    def json(self, version: int) -> bytes:
        """The state as JSON on one line."""
        slides = [
            {**slide, "picture": self.pictures.get(slide["id"]), "pending": slide["id"] in self.pending}
            for slide in self.slides
        ]
        data = {
            "run": _RUN, "version": version, "deck": self.deck, "folder": self.folder, "renderer": self.renderer,
            "fault": self.fault, "building": self.building, "problems": self.problems, "slides": slides,
        }  # fmt: skip
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class PreviewOptions(Struct, frozen=True):
    """What the user chose; `editor` is an address pattern (`editors.template`)."""

    renderer: str = "embedded"
    editor: str = ""
    only: str | None = None
    width: int = WIDTH


class Session:
    """One deck under the eyes of its author. Used by one thread; the gallery by all."""

    def __init__(self, folder: Path, options: PreviewOptions) -> None:
        self.folder = folder.resolve()
        self.project = find_project(self.folder.parent) or self.folder.parent
        self.options = options
        self.gallery = SlidePictures()
        self.drawn = 0
        self.state = PreviewState(self.folder.name, self._display(self.folder), options.renderer, building=True)
        self._caches = StageCaches()
        self._package: SourceDeck | None = None
        self._renderer: Renderer | None = None
        self._faces: list[Face] = []

    def _display(self, path: Path) -> str:
        return Path(os.path.relpath(path, self.project)).as_posix()

    def refresh(self, publish: Callable[[PreviewState], None], overtaken: Callable[[], bool] = lambda: False) -> None:
        """Build the deck and draw what changed; `publish` gets every state on the way. Raises nothing.

        `overtaken` tells whether a file was saved since: faults that are no longer true, of a file half written, are
        then not shown.
        """
        try:
            made = pipeline.build_bytes(self.folder, only=self.options.only, caches=self._caches)
            if made.data is None and overtaken():
                return
            self._show(made, publish)
        except RenderError as fault:
            self._tell(str(fault), publish)
        except UserFacingError as fault:
            self._tell(str(fault), publish)
        except OSError as fault:
            self._tell(f"{self._named(fault)}{fault.strerror or fault}", publish)
        except Exception as fault:
            what = f"{type(fault).__name__}: {fault}".splitlines()[0]
            self._tell(f"a fault of deckgen itself ({what}); please report it with the content file", publish)

    def _named(self, fault: OSError) -> str:
        return f"{self._display(Path(fault.filename))}: " if isinstance(fault.filename, str) else ""

    def _show(self, made: pipeline.BuildResult, publish: Callable[[PreviewState], None]) -> None:
        """Show a build: its slides where there are some, and what is wrong with it."""
        if made.data is None or made.layout.brand is None:
            laid = pipeline.with_remarks(made.layout)
            self._publish(self._told(laid, self._places(laid)), publish)
            return
        renderer = self._renderer_for(faces(made.layout.brand.font))
        package = self._package = SourceDeck(made.data, self._package)
        keys = [package.key(number) for number in range(1, len(package) + 1)]
        missing = [number for number, key in enumerate(keys, 1) if self.gallery.get(key) is None]
        # Begun before the rest is looked into: the engine draws in threads of its own, beside Python.
        drawn = renderer.draw(package, missing, self.options.width) if missing else iter(())
        laid = pipeline.with_remarks(made.layout)
        places = self._places(laid)
        slides = tuple(view.slides(laid, places))
        state = self._told(laid, places)
        if renderer.name == "embedded":
            state = replace(state, problems=(*state.problems, *view.boxes(slides, self._faces)))
        named = {slide["id"]: key for slide, key in zip(slides, keys, strict=True)}
        held = {i: old for i, old in self.state.pictures.items() if i in named}
        ready = {i: key for i, key in named.items() if self.gallery.get(key) is not None}
        pending = frozenset(slides[n - 1]["id"] for n in missing)
        state = replace(state, slides=slides, pictures={**held, **ready}, pending=pending)
        # One slide of the engine's is there before anybody could read that it is awaited.
        if len(missing) != 1 or renderer.name != "embedded":
            self._publish(state, publish)
        self._follow(state, drawn, named, publish)

    def _places(self, laid: pipeline.LayoutResult) -> view.Places:
        return view.Places(self.project, laid.sources, self.options.editor, laid.content)

    def _told(self, laid: pipeline.LayoutResult, places: view.Places) -> PreviewState:
        """The last state with what is now wrong, and the deck's title as it is now."""
        title = laid.content.title if laid.content is not None else self.state.deck
        told = tuple(view.problems(laid.diagnostics, places, laid))
        return replace(self.state, deck=title, building=False, fault=has_errors(laid.diagnostics), problems=told)

    def _follow(
        self,
        state: PreviewState,
        drawn: Iterator[tuple[int, bytes]],
        keys: Mapping[str, str],
        publish: Callable[[PreviewState], None],
    ) -> None:
        """Take pictures as they are done, and publish states with them; `keys` are those of all slides, by id."""
        self.state = state
        last = monotonic()
        for number, png in drawn:
            self.drawn += 1
            name = state.slides[number - 1]["id"]
            self.gallery.put(keys[name], png, [*keys.values(), *state.pictures.values()])
            state = replace(state, pictures={**state.pictures, name: keys[name]}, pending=state.pending - {name})
            self.state = state
            if not state.pending or monotonic() - last > _OFTEN:
                last = monotonic()
                self._publish(state, publish)

    def _renderer_for(self, wanted: list[Face]) -> Renderer:
        """The renderer with the brand's faces; another one once the brand has other fonts."""
        if self._renderer is None or wanted != self._faces:
            self.close()
            self._renderer, self._faces = RENDERERS[self.options.renderer](wanted), wanted
        return self._renderer

    def _tell(self, message: str, publish: Callable[[PreviewState], None]) -> None:
        """Show a fault that stands in no file, over the last good slides."""
        found: list[Diagnostic] = [error("preview", message)]
        told = tuple(view.problems(found, view.Places(self.project, {}, "")))
        self._publish(replace(self.state, problems=told, fault=True, building=False), publish)

    def _publish(self, state: PreviewState, publish: Callable[[PreviewState], None]) -> None:
        self.state = state
        publish(state)

    def close(self) -> None:
        """Let the renderer go."""
        if self._renderer is not None:
            self._renderer.close()
            self._renderer = None
