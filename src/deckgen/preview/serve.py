"""A session and a port → a running preview, until it is stopped.

There are four threads: the event loop answers pages, one builds and draws, one watches files, and one looks whether the deck in
output/ was edited. The last three end with the program, whatever they are doing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe
from threading import Condition, Event, Lock, Thread
from types import FrameType

import uvicorn

from deckgen.io.project import LABELS_FOLDER, brand_roots
from deckgen.preview.app import Edits, Hub, create_app
from deckgen.preview.edited_deck import EditedDeck, EditsState
from deckgen.preview.session import PreviewState, Session
from deckgen.preview.watch import watch_folders

HOST = "127.0.0.1"
PORT = 4747
_MAX_PORTS_TRIED = 20
_PAUSE = 0.3
"""Seconds without a save after which garbage is collected: by then the page has its pictures."""
_MAX_BUILDS_BEFORE_COLLECTION = 10
"""Builds after which garbage is collected without waiting for a pause; each leaves some 5 MB."""


def bind_socket(port: int) -> socket.socket:
    """Return a listening socket at `port`, or at one of the next if that is taken, or else at any free port.

    Raises OSError where this machine has no free port.
    """
    last = min(port + _MAX_PORTS_TRIED, 65536)
    for number in (*range(port, last), 0):
        listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            # Otherwise the port of a preview that has just ended is taken for a minute. On Windows this means something else.
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((HOST, number))
            listening.listen()
        except OSError:
            listening.close()
            if number == 0:
                raise
        else:
            return listening
    raise AssertionError  # port 0 is always the last


class Builder:
    """Refreshes a session in a thread of its own after each request; requests during a build are answered by one more build."""

    def __init__(self, session: Session, publish: Callable[[PreviewState], None]) -> None:
        self._session = session
        self._publish = publish
        self._condition = Condition()
        self._is_requested = True

    def request(self) -> None:
        """Request another build, after the one that may be running."""
        with self._condition:
            self._is_requested = True
            self._condition.notify()

    def run(self) -> None:
        """Build for ever.

        Collecting cyclic garbage takes a tenth of the time of builds, and 0.1 s at once in some: it is off during builds, and
        done when the author pauses.
        """
        builds = 0
        while True:
            with self._condition:
                pause = not self._condition.wait_for(lambda: self._is_requested, _PAUSE if builds else None)
            if pause or builds >= _MAX_BUILDS_BEFORE_COLLECTION:
                gc.collect()
                gc.enable()
                builds = 0
            with self._condition:
                if not self._is_requested:
                    continue
                self._is_requested = False
            gc.disable()
            self._session.refresh(self._publish, lambda: self._is_requested)
            builds += 1


class _Server(uvicorn.Server):
    """A server that closes the streams to its pages when it ends: otherwise it would wait for them for ever."""

    hub: Hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.hub.close()
        # Pages that do not read are disconnected after a second, and uvicorn would log an error for each of them.
        logging.getLogger("uvicorn.error").disabled = True
        super().handle_exit(sig, frame)


def serve(session: Session, port: int, ready: Callable[[str], None], *, read_only: bool = False) -> None:
    """Serve until Ctrl-C or a signal to end; `ready` is called with the address once the server answers.

    Unless it is `read_only`, a page of that address can write edits of the deck in output/ into the content. Raises OSError where
    no port is free.
    """
    listening = bind_socket(port)
    key = "" if read_only else token_urlsafe(24)
    try:
        asyncio.run(_serve(session, listening, key, ready))
    except KeyboardInterrupt:
        pass  # uvicorn raises it again after it has closed everything
    finally:
        listening.close()
        session.close()


class _Publisher:
    """Sends the newest states of slides and edits together, from whichever thread they come."""

    def __init__(self, hub: Hub, loop: asyncio.AbstractEventLoop, state: PreviewState, edits: EditsState) -> None:
        self._hub, self._loop, self._state, self._edits = hub, loop, state, edits
        self._version = 0
        self._lock = Lock()
        hub.publish(0, state.json(0, self._edits.data()))

    def publish(self, state: PreviewState) -> None:
        """Send a state of the slides."""
        with self._lock:
            self._state = state
            self._send()

    def publish_edits(self, edits: EditsState) -> None:
        """Send a state of the edits."""
        with self._lock:
            self._edits = edits
            self._send()

    def _send(self) -> None:
        self._version += 1
        # A build may outlive the server and its loop; its result is then not needed.
        if not self._loop.is_closed():
            data = self._state.json(self._version, self._edits.data())
            self._loop.call_soon_threadsafe(self._hub.publish, self._version, data)


async def _serve(session: Session, listening: socket.socket, key: str, ready: Callable[[str], None]) -> None:
    loop, hub, stop = asyncio.get_running_loop(), Hub(), Event()
    edited = EditedDeck(
        session.folder, session.project, session.options.editor, lambda: session.built_file, read_only=not key
    )
    publisher = _Publisher(hub, loop, session.state, edited.state)
    builder = Builder(session, publisher.publish)
    edited.publish = publisher.publish_edits
    threads = {
        "deckgen-build": builder.run,
        "deckgen-watch": lambda: watch_folders(watched_folders(session), builder.request, stop),
        "deckgen-edited": lambda: edited.watch(stop),
    }
    for name, target in threads.items():
        Thread(target=target, name=name, daemon=True).start()
    port = listening.getsockname()[1]
    config = uvicorn.Config(
        create_app(hub, session.pictures, Edits(edited, key), port),
        log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1,
        limit_concurrency=500, server_header=False,
    )  # fmt: skip
    server = _Server(config)
    server.hub = hub
    ready(f"http://{HOST}:{port}/{f'?key={key}' if key else ''}")
    try:
        await server.serve(sockets=[listening])
    finally:
        stop.set()
        edited.close()


def watched_folders(session: Session) -> list[Path]:
    """Return the folders to watch: that of all decks (so that a deck may be deleted and come back), of brands and of labels."""
    labels = session.project / LABELS_FOLDER
    return [session.folder.parent, *(root.resolve() for root in brand_roots(session.project)), labels]
