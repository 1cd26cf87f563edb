"""A PDF → the same PDF without the time at which it was made and the random ids that go with it.

Both are overwritten with blanks and zeros, so that no offset in the file changes.
"""

from __future__ import annotations

import re

_TIMES = re.compile(
    rb"/(?:CreationDate|ModDate)\s*(?:\(D:[^)]*\)|<[0-9A-Fa-f]*>)"
    rb"|<xmp:(?P<name>CreateDate|ModifyDate|MetadataDate)>[^<]*</xmp:(?P=name)>"
)
_IDS = re.compile(rb"(/ID\s*\[\s*|/DocChecksum\s*/)((?:<[0-9A-Fa-f]*>\s*){2}(?=\])|[0-9A-Fa-f]+)")
_HEX_DIGIT = re.compile(rb"[0-9A-Fa-f]")


def without_time(pdf: bytes) -> bytes:
    """Return a PDF of equal length that says neither when it was made nor by which run of a program."""
    pdf = _TIMES.sub(lambda match: b" " * len(match[0]), pdf)
    return _IDS.sub(lambda match: match[1] + _HEX_DIGIT.sub(b"0", match[2]), pdf)
