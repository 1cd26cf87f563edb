"""A session and a port → a running preview, until it is stopped.

Three threads: the event loop answers pages, one builds and draws, one watches files. The two helpers end with the
program, whatever they are doing.
"""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import socket
from collections.abc import Callable
from pathlib import Path
from threading import Condition, Event, Thread
from types import FrameType

import uvicorn

from deckgen.io.project import brand_roots
from deckgen.preview.app import Hub, app
from deckgen.preview.session import PreviewState, Session
from deckgen.preview.watch import follow

HOST = "127.0.0.1"
PORT = 4747
_TRIES = 20
_IDLE = 0.3
"""Seconds without a save after which there is time to tidy up: the page has its picture."""
_UNTIDIED = 10
"""Builds after which tidying up waits no longer for a pause; each leaves some 5 MB."""


def bound(port: int) -> socket.socket:
    """Give a socket at `port`, or at one of the next if that is taken, or else at any that is free.

    Raises OSError where this machine has no port left.
    """
    last = min(port + _TRIES, 65536)
    for number in (*range(port, last), 0):
        held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        if os.name == "posix":
            # Else the port of a preview just ended would be taken for a minute; on Windows this means something else.
            held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            held.bind((HOST, number))
            held.listen()
        except OSError:
            held.close()
            if number == 0:
                raise
        else:
            return held
    raise AssertionError  # port 0 is always the last


class Builder:
    """Refreshes a session each time it is asked to, in a thread of its own; requests in the meantime are one."""

    def __init__(self, session: Session, publish: Callable[[PreviewState], None]) -> None:
        self._session = session
        self._publish = publish
        self._wanted = Condition()
        self._asked = True

    def ask(self) -> None:
        """Have the deck built again, once the build that runs is done."""
        with self._wanted:
            self._asked = True
            self._wanted.notify()

    def run(self) -> None:
        """Build for ever.

        Python's search for cyclic garbage takes a tenth of every build, and all at once 0.1 s of some: it rests while one
        runs, and is made up for when the author pauses.
        """
        builds = 0
        while True:
            with self._wanted:
                pause = not self._wanted.wait_for(lambda: self._asked, _IDLE if builds else None)
            if pause or builds >= _UNTIDIED:
                gc.collect()
                gc.enable()
                builds = 0
            with self._wanted:
                if not self._asked:
                    continue
                self._asked = False
            gc.disable()
            self._session.refresh(self._publish, lambda: self._asked)
            builds += 1


class _Server(uvicorn.Server):
    """A server that tells its pages that it ends: a stream that is never done would hold the end up."""

    hub: Hub

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.hub.close()
        # A page that does not read is cut off after a second, which uvicorn would tell as an error for each of them.
        logging.getLogger("uvicorn.error").disabled = True
        super().handle_exit(sig, frame)


def serve(session: Session, port: int, ready: Callable[[str], None]) -> None:
    """Serve until Ctrl-C or a signal to end; `ready` gets the address once pages can be asked for.

    Raises OSError where no port is free.
    """
    held = bound(port)
    try:
        asyncio.run(_serve(session, held, ready))
    except KeyboardInterrupt:
        pass  # uvicorn raises it once more when all is closed
    finally:
        held.close()
        session.close()


async def _serve(session: Session, held: socket.socket, ready: Callable[[str], None]) -> None:
    loop, hub, stop = asyncio.get_running_loop(), Hub(), Event()
    version = 0

    def publish(state: PreviewState) -> None:
        nonlocal version
        version += 1
        # The loop is closed when a build outlives the server; nobody needs its result then.
        if not loop.is_closed():
            loop.call_soon_threadsafe(hub.publish, version, state.json(version))

    hub.publish(0, session.state.json(0))
    builder = Builder(session, publish)
    Thread(target=builder.run, name="deckgen-build", daemon=True).start()
    Thread(target=follow, args=(watched(session), builder.ask, stop), name="deckgen-watch", daemon=True).start()
    port = held.getsockname()[1]
    config = uvicorn.Config(
        app(hub, session.gallery, port), log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1,
        limit_concurrency=500, server_header=False,
    )  # fmt: skip
    server = _Server(config)
    server.hub = hub
    ready(f"http://{HOST}:{port}/")
    try:
        await server.serve(sockets=[held])
    finally:
        stop.set()


def watched(session: Session) -> list[Path]:
    """The folders whose changes matter: that of the decks (so that a deck may go and come back) and those of brands."""
    return [session.folder.parent, *(root.resolve() for root in brand_roots(session.project))]
