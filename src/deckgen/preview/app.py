"""States and pictures → responses to a browser on this machine, and to no other client.

Only the routes in `create_app` are served, all of them from memory or from `page/`, and no data can be sent to the server. A page
that reads slowly gets the newest state when it is ready for it, not every one.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from pathlib import Path

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from deckgen.preview.session import SlidePictures

PAGE_FOLDER = Path(__file__).parent / "page"
_FILES = {
    "/": ("index.html", "text/html"),
    "/preview.css": ("preview.css", "text/css"),
    "/preview.js": ("preview.js", "text/javascript"),
    "/slides.js": ("slides.js", "text/javascript"),
    "/icon.svg": ("icon.svg", "image/svg+xml"),
}
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


class RequestGuard:
    """Accepts only requests by pages of this server: the Host must be ours, and so must the Origin, if there is one.

    This keeps out other sites in the same browser, also those whose domain resolves to this machine (DNS rebinding).
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
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

        refusal = self._refusal(scope["method"], Headers(scope=scope))
        await (refusal or self.app)(scope, receive, with_headers)

    def _refusal(self, method: str, headers: Headers) -> Response | None:
        origin, site = headers.get("origin"), headers.get("sec-fetch-site", "none")
        if headers.get("host") not in self.hosts:
            return PlainTextResponse("This page is served under 127.0.0.1 and localhost only.", 421)
        if (origin is not None and origin not in self.origins) or site not in {"same-origin", "none"}:
            return PlainTextResponse("Other sites have no access.", 403)
        if method not in {"GET", "HEAD"}:
            return PlainTextResponse("Nothing can be sent to this server.", 405)
        return None


def create_app(hub: Hub, pictures: SlidePictures, port: int) -> ASGIApp:
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

    routes = [
        Route("/state", state),
        Route("/events", events),
        Route("/pictures/{key}.png", picture),
        *_page_routes(),
    ]
    return RequestGuard(Starlette(routes=routes), port)


def _page_routes() -> Iterable[Route]:
    """Yield a route for each file of the page; the files are read once."""
    for address, (name, kind) in _FILES.items():
        data = (PAGE_FOLDER / name).read_bytes()

        async def answer(_: Request, data: bytes = data, kind: str = kind) -> Response:
            return Response(data, media_type=kind, headers={"cache-control": "no-store"})

        yield Route(address, answer)
