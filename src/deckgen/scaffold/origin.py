"""Where deckgen itself is installed from → the line of a project's requirements.txt, and the wheel that it needs.

The public package index has another program called deckgen. A project therefore names a repository with a commit, the address
of a file, or a wheel next to requirements.txt, never the name alone.
"""

from __future__ import annotations

import json
import re
import subprocess
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from urllib.request import url2pathname
from zipfile import is_zipfile

from msgspec import Struct

from deckgen import __version__
from deckgen.diagnostics import UserFacingError
from deckgen.io.programs import find_program

_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_SCHEMES = {"https", "http", "ssh"}
_WHEEL = re.compile(r"deckgen-[^/\\-]+-[^/\\]+\.whl")
_HOW = (
    "write git+https://HOST/PATH@COMMIT, where COMMIT is what `git rev-parse HEAD` prints in a clone, or the path or address of "
    f"a wheel (deckgen-{__version__}-py3-none-any.whl)"
)
_UNKNOWN = f"""\
# One step is missing: this file must say where deckgen is installed from. Either put the wheel of deckgen next to this file
# (`pip wheel --no-deps -w . FOLDER` makes it, where FOLDER is a clone of deckgen), or replace the line below by
#     deckgen @ git+https://HOST/PATH@COMMIT
# Do not write the name alone: the public package index has another program called deckgen.
./deckgen-{__version__}-py3-none-any.whl
"""


class OriginError(UserFacingError):
    """An address that pip cannot install deckgen from, or not always the same deckgen."""


class InstallOrigin(Struct, frozen=True):
    """What pip installs deckgen from: `requirement` is the line, `wheel` the file to copy next to it."""

    requirement: str
    wheel: Path | None = None


def requirements_text(origin: InstallOrigin | None) -> str:
    """Return the text of requirements.txt; where the origin is unknown, with the steps that are missing."""
    return f"{origin.requirement}\n" if origin else _UNKNOWN


def parse_origin(text: str) -> InstallOrigin:
    """Read what a person writes: a repository with a commit, or the address or path of a wheel.

    Raises OriginError for a repository without a commit (a branch moves), for a wheel that is not there or of another
    program, and for all else.
    """
    text = text.strip().removeprefix("deckgen @ ").strip()
    try:
        address = urlsplit(text.removeprefix("git+"))
        if address.scheme not in _SCHEMES:
            return _from_wheel(Path(text).expanduser())
    except (ValueError, RuntimeError, OSError) as error:
        raise OriginError(f"'{text}' cannot be read as an address or a path ({error}): {_HOW}") from error
    if re.search(r"\s", text) or not text.isprintable():
        raise OriginError(f"{text!r} has blanks in it: {_HOW}")
    file_name = address.path.rpartition("/")[2]
    if not text.startswith("git+") and _WHEEL.fullmatch(file_name):
        return InstallOrigin(f"deckgen @ {text}")
    path, _, commit = address.path.rpartition("@")
    if not address.netloc or not path or not _COMMIT.fullmatch(commit):
        raise OriginError(f"'{text}' does not name a commit: {_HOW}")
    return InstallOrigin(f"deckgen @ git+{urlunsplit(address)}")


def installed_origin() -> InstallOrigin | None:
    """Return where this deckgen was installed from, as pip recorded it (PEP 610); None where others cannot use that."""
    return origin_from_record(pip_record())


def origin_from_record(record: Any) -> InstallOrigin | None:
    """Return the origin that a `direct_url.json` states; None for a folder of this machine and a file that is gone."""
    if not isinstance(record, dict) or not isinstance(record.get("url"), str):
        return None
    url, vcs = _without_password(record["url"]), record.get("vcs_info")
    if urlsplit(url).scheme == "file" and "archive_info" in record:
        wheel = Path(url2pathname(urlsplit(url).path))
        return _from_wheel(wheel) if _is_wheel(wheel) else None
    if urlsplit(url).scheme not in _SCHEMES:
        return None
    if isinstance(vcs, dict) and vcs.get("vcs") and vcs.get("commit_id"):
        return InstallOrigin(f"deckgen @ {vcs['vcs']}+{url}@{vcs['commit_id']}")
    return InstallOrigin(f"deckgen @ {url}{_checksum(record)}") if "archive_info" in record else None


def suggested_origin(record: Any) -> str:
    """Return the address and commit of the clone that a `direct_url.json` states; empty where there is none."""
    url = urlsplit(record["url"]) if isinstance(record, dict) and isinstance(record.get("url"), str) else None
    git = find_program("git")
    if url is None or url.scheme != "file" or git is None:
        return ""
    answers = []
    for arguments in (("remote", "get-url", "origin"), ("rev-parse", "HEAD")):
        command = [git, "-C", url2pathname(url.path), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=5, check=False)
        except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
            return ""
        answers.append(done.stdout.strip() if done.returncode == 0 else "")
    remote, commit = _without_password(answers[0]), answers[1]
    is_usable = urlsplit(remote).scheme in _SCHEMES and _COMMIT.fullmatch(commit)
    return f"git+{remote}@{commit}" if is_usable else ""


def _checksum(record: dict[str, Any]) -> str:
    """Return the fragment by which pip compares what it downloads; empty where none was recorded."""
    info = record["archive_info"]
    hashes = info.get("hashes") if isinstance(info, dict) else None
    digest = hashes.get("sha256") if isinstance(hashes, dict) else None
    return f"#sha256={digest}" if isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest) else ""


def _from_wheel(path: Path) -> InstallOrigin:
    if not _is_wheel(path):
        raise OriginError(f"'{path}' is not a wheel of deckgen: {_HOW}")
    return InstallOrigin(f"./{path.name}", path)


def _is_wheel(path: Path) -> bool:
    return _WHEEL.fullmatch(path.name) is not None and path.is_file() and is_zipfile(path)


def pip_record() -> Any:
    """Return what pip recorded of this installation (`direct_url.json`, PEP 610); None where it recorded nothing."""
    try:
        return json.loads(distribution("deckgen").read_text("direct_url.json") or "null")
    except (PackageNotFoundError, ValueError, OSError):
        return None


def _without_password(url: str) -> str:
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=host if ":" in user or parts.scheme != "ssh" else user + at + host))
