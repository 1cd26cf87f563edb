"""States and pictures → responses to a browser on this machine, and to no other client.

Only the routes in `create_app` are served, all of them from memory or from `page/`. All that can be sent to the server is which
edits of the deck in output/ are to be written into the content (`Edits`), and only by a page that has the key of this run, which
is in the address that the terminal shows. A page that reads slowly gets the newest state when it is ready for it, not every one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from secrets import compare_digest
from typing import Literal

import msgspec
from msgspec import Struct
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deckgen.preview.edited_deck import Answer, EditedDeck
from deckgen.preview.session import SlidePictures

PAGE_FOLDER = Path(__file__).parent / "page"
_FILES = {
    "/": ("index.html", "text/html"),
    "/preview.css": ("preview.css", "text/css"),
    "/preview.js": ("preview.js", "text/javascript"),
    "/slides.js": ("slides.js", "text/javascript"),
    "/edits.js": ("edits.js", "text/javascript"),
    "/edits.css": ("edits.css", "text/css"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
_SENDING_ROUTE = "/edits/change"
"""The only route to which data can be sent."""
_MAX_REQUEST = 64 << 10
"""Maximum size of what is sent, in bytes: choices of two thousand edits."""
_KEEPALIVE_INTERVAL = 15.0
"""Seconds without a state after which a stream sends a comment, so that a closed page is noticed."""
_HEADERS = {
    "content-security-policy": (
        "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; "
        "form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-resource-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


class Hub:
    """The newest state, and the streams that wait for the next. To be used in the event loop only."""

    def __init__(self) -> None:
        self.version = 0
        self.data = b"{}"
        self.closed = False
        self._changed = asyncio.Event()

    def publish(self, version: int, data: bytes) -> None:
        """Send a new state to all streams."""
        self.version, self.data = version, data
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """End every stream."""
        self.closed = True
        self._changed.set()

    async def stream(self) -> AsyncIterator[bytes]:
        """Yield the states as server-sent events, each time the newest, until the hub is closed."""
        sent_version = -1
        # A page that has lost its server connects again after half a second; by default, browsers wait three.
        yield b"retry: 500\n\n"
        while not self.closed:
            if self.version != sent_version:
                sent_version = self.version
                yield b"event: state\nid: %d\ndata: %s\n\n" % (sent_version, self.data)
                continue
            try:
                await asyncio.wait_for(self._changed.wait(), _KEEPALIVE_INTERVAL)
            except TimeoutError:
                yield b": still there\n\n"


class Edits(Struct, frozen=True):
    """The edits of the deck in output/, and the `key` without which a page may only look at them; empty if all may only look."""

    deck: EditedDeck
    key: str = ""


class _Change(Struct, frozen=True, forbid_unknown_fields=True):
    """What a page asks for: to write edits of a result into the content, to undo that, or to look for edits again."""

    action: Literal["write", "undo", "find"]
    finding: str = ""
    choices: list[dict[str, int | bool]] = []


class RequestGuard:
    """Accepts only requests by pages of this server: the Host must be ours, and so must the Origin, if there is one.

    This keeps out other sites in the same browser, also those whose domain resolves to this machine (DNS rebinding). A request
    that changes something must state its Origin and the `key`, which other users of this machine do not have; without a key there
    is none.
    """

    def __init__(self, app: ASGIApp, port: int, key: str = "") -> None:
        self.app, self.key = app, key
        self.hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self.origins = {f"http://{host}" for host in self.hosts}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer or refuse a request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message["headers"], *((k.encode(), v.encode()) for k, v in _HEADERS.items())]
            await send(message)

        refusal = self._refusal(scope["method"], scope["path"], Headers(scope=scope))
        await (refusal or self.app)(scope, receive, with_headers)

    def _refusal(self, method: str, path: str, headers: Headers) -> Response | None:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if headers.get("host") not in self.hosts:
            return PlainTextResponse("This page is served under 127.0.0.1 and localhost only.", 421)
        if (origin is not None and origin not in self.origins) or site not in {"same-origin", "none"}:
            return PlainTextResponse("Other sites have no access.", 403)
        if method == "POST" and path == _SENDING_ROUTE:
            return self._refusal_of_change(headers)
        if method not in {"GET", "HEAD"}:
            return PlainTextResponse("Nothing can be sent to this server.", 405)
        return None

    def _refusal_of_change(self, headers: Headers) -> Response | None:
        if headers.get("origin") not in self.origins or headers.get("content-type") != "application/json":
            return PlainTextResponse("Only the page of this server can change something.", 403)
        if not self.key or not compare_digest(headers.get("x-deckgen-key", "").encode(), self.key.encode()):
            return PlainTextResponse("This page may only look: open the address that the terminal shows.", 403)
        if not headers.get("content-length", "").isdecimal() or int(headers["content-length"]) > _MAX_REQUEST:
            return PlainTextResponse("This is too much.", 413)
        return None


def create_app(hub: Hub, pictures: SlidePictures, edits: Edits, port: int) -> ASGIApp:
    """Return the application that serves the page, the states and the pictures."""

    async def state(_: Request) -> Response:
        return Response(hub.data, media_type="application/json", headers={"cache-control": "no-store"})

    async def events(_: Request) -> Response:
        headers = {"cache-control": "no-store"}
        return StreamingResponse(hub.stream(), media_type="text/event-stream", headers=headers)

    async def picture(request: Request) -> Response:
        png = pictures.get(request.path_params["key"])
        if png is None:
            return PlainTextResponse("This picture is no longer stored.", 404)
        # The bytes of a key never change: the browser need not ask twice.
        headers = {"cache-control": "private, max-age=31536000, immutable"}
        return Response(png, media_type="image/png", headers=headers)

    async def found_edits(_: Request) -> Response:
        found = edits.deck.state
        headers = {"cache-control": "no-store"}
        return JSONResponse({"finding": found.finding, **(found.details or {})}, headers=headers)

    async def change(request: Request) -> Response:
        try:
            asked = msgspec.json.decode(await request.body(), type=_Change)
        except msgspec.MsgspecError:
            return PlainTextResponse("This is no request of the page.", 400)
        answer = await run_in_threadpool(_made_change, edits.deck, asked)
        return JSONResponse({"message": answer.message}, answer.status)

    routes = [
        Route("/edits", found_edits),
        Route(_SENDING_ROUTE, change, methods=["POST"]),
        Route("/state", state),
        Route("/events", events),
        Route("/pictures/{key}.png", picture),
        *_page_routes(),
    ]
    return RequestGuard(Starlette(routes=routes), port, edits.key)


def _made_change(deck: EditedDeck, asked: _Change) -> Answer:
    if asked.action == "write":
        return deck.write(asked.finding, asked.choices)
    return deck.undo() if asked.action == "undo" else deck.find_again()


def _page_routes() -> Iterable[Route]:
    """Yield a route for each file of the page; the files are read once."""
    for address, (name, kind) in _FILES.items():
        data = (PAGE_FOLDER / name).read_bytes()

        async def answer(_: Request, data: bytes = data, kind: str = kind) -> Response:
            return Response(data, media_type=kind, headers={"cache-control": "no-store"})

        yield Route(address, answer)
