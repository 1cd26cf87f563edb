"""How this deckgen was installed → the line by which pip finds the same one again.

The public index has another program of this name, so a project never asks for `deckgen` by its name alone.
"""

from __future__ import annotations

import json
from importlib.metadata import PackageNotFoundError, distribution
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from deckgen import __version__

_BY_HAND = f"""\
# This deckgen was installed from a file or folder of one machine, so pip cannot find it elsewhere. Either put its wheel beside
# this file (`pip wheel --no-deps -w . FOLDER`, where FOLDER is a clone of deckgen, makes it), or name its repository instead:
#     deckgen @ git+https://git.example.org/deckgen@main
# Its name alone will not do: the public index has another program that is called deckgen.
./deckgen-{__version__}-py3-none-any.whl
"""


def requirement() -> str:
    """Give the text of a requirements.txt that installs this deckgen, from where it came (PEP 610 keeps that)."""
    return from_origin(_recorded())


def from_origin(origin: Any) -> str:
    """Give the text of a requirements.txt for what `direct_url.json` says; where that is of no use elsewhere, what to do."""
    if not isinstance(origin, dict) or not isinstance(origin.get("url"), str):
        return _BY_HAND
    url, vcs = _without_password(origin["url"]), origin.get("vcs_info")
    if urlsplit(url).scheme not in {"https", "http", "ssh"}:
        return _BY_HAND
    if isinstance(vcs, dict) and vcs.get("vcs") and vcs.get("commit_id"):
        return f"deckgen @ {vcs['vcs']}+{url}@{vcs['commit_id']}\n"
    return f"deckgen @ {url}\n" if "archive_info" in origin else _BY_HAND


def _recorded() -> Any:
    try:
        return json.loads(distribution("deckgen").read_text("direct_url.json") or "null")
    except (PackageNotFoundError, ValueError, OSError):
        return None


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host if ":" in user or parts.scheme != "ssh" else user + at + host))
