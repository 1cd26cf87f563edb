"""Addresses of links, as a package may store them."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from deckgen.writer.xml import clean

_URL_SCHEMES = frozenset({"http", "https", "mailto"})
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"


def safe_url(address: str) -> str:
    """Return an address as a package may store it: http, https or mailto, in ASCII; empty for any other address."""
    try:
        parts = urlsplit(clean(address).strip())
        if parts.scheme not in _URL_SCHEMES or not (parts.netloc or (parts.scheme == "mailto" and parts.path)):
            return ""
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    except ValueError:
        return ""
    return urlunsplit((parts.scheme, *(quote(piece, safe=_SAFE_IN_URL) for piece in (host, *parts[2:]))))
