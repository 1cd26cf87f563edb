"""Decks of which nothing changed since they were built: the result of the build is cached by a digest of all its inputs.

A deck is built from files: its folder, the labels of its project, the brands, the fonts of its brand, and deckgen with the
packages that it uses. While all of these and the file that was built are unchanged, a build would give the same bytes and
report the same; so the cached result is reported again. A picture that is missing is an input, too: the digest of its folder
changes when it is put there. A result is not cached where later changes might go unnoticed: for a deck with links in its folder,
with pictures in other folders, with characters that no font of this machine has, and for one that was edited while it was built.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from deckgen.brand.font_state import FontState, is_current
from deckgen.build.handout_pdf import pdf_path
from deckgen.cache import fingerprint
from deckgen.cache.build_cache import BuildCache, digest_of
from deckgen.diagnostics import Issue
from deckgen.diagnostics.rule_table import RULES
from deckgen.io.confined import OutsideError
from deckgen.io.project import LABELS_FOLDER, allowed_root, brand_roots, project_of

KIND = "built"
"""The kind of these results in a `BuildCache`."""
_MAX_RESULTS = 8
"""How many results are stored for a deck that is built into several files in turn."""


class CachedResult(Struct, frozen=True):
    """The result of a build: the issues (with the texts in which they are shown), and what the summary shows.

    `path` is the file as the user named it, `file` its real path, `digest` that of the bytes written into it. `fonts` is the
    state of the brand's fonts, `font_bytes` is the size of those embedded. `versions` are those that the deck has besides,
    `pdf_digest` is the digest of the PDF of a handout (empty without one).
    """

    path: str
    file: str
    digest: str
    fonts: FontState
    issues: tuple[Issue, ...]
    sources: Mapping[str, str]
    pages: int
    smallest: Mapping[str, int]
    verdicts: str
    further_warnings: Mapping[str, int]
    font_bytes: int
    versions: tuple[str, ...]
    pdf_digest: str


def result_key(folder: Path, output: Path | None, brands: dict[Path, str]) -> bytes:
    """Return a digest of all files that a deck is built from, except its fonts; empty where some cannot be digested reliably.

    `output` is the file that the user named. `brands` stores the digests of the folders of brands for other decks that are built
    with this one.
    """
    folder = folder.resolve()
    try:
        roots = brand_roots(project_of(folder))
        for root in roots:
            if root not in brands:
                brands[root] = fingerprint.folder_digest(root) if root.is_dir() else ""
        labels = allowed_root(folder) / LABELS_FOLDER
        own_labels = fingerprint.folder_digest(labels) if os.path.lexists(labels) else ""
        brand_digests = [brands[root] for root in roots]
        digests = [fingerprint.folder_digest(folder), own_labels, *brand_digests, fingerprint.program_digest()]
    except (OSError, ValueError, RuntimeError, fingerprint.UncertainDigestError, OutsideError):
        return b""
    target = os.path.realpath(output) if output else None
    return digest_of(folder, target, digests, os.environ.get("SOURCE_DATE_EPOCH", ""))


def find_result(cache: BuildCache, key: bytes) -> CachedResult | None:
    """Return the result of the last build with these inputs, if the fonts and the file that it wrote are unchanged."""
    result = cache.get(KIND, key, CachedResult)
    if result is None:
        return None
    try:
        has_same_file = is_current(result.fonts) and os.path.realpath(result.path) == result.file
        if not has_same_file or fingerprint.file_digest(Path(result.file)) != result.digest:
            return None
        pdf = pdf_path(Path(result.path))
        return result if not result.pdf_digest or fingerprint.file_digest(pdf) == result.pdf_digest else None
    except (OSError, ValueError):
        return None


def store_result(cache: BuildCache, key: bytes, result: CachedResult) -> None:
    """Cache the result of a build."""
    if not any(issue.code in RULES and RULES[issue.code].depends_on_machine for issue in result.issues):
        cache.put(KIND, key, result)
        cache.drop_unused(KIND, spare=_MAX_RESULTS - 1)
