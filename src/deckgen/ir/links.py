r"""Links: as authors type them (`LINKS`), and as a package stores their addresses (`stored_address`).

A link is `[text](address)`, `[text](<address>)`, either with a `"title"` behind the address, `<address>`, or a web address by
itself. Addresses are web, mail and phone addresses, and in brackets after a text also `#slide-id`. Web, mail and phone addresses
in round brackets may contain blanks and round brackets in pairs.

No part of the pattern reads past a second bracket or quote of its kind, so that the time to search a text is linear in its
length.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit, urlunsplit

NOTE = r"\[\^(?P<note>[\w.-]+)\]"
"""A reference to a footnote."""
_SCHEME = r"(?i:https?://|mailto:|tel:)"
_TITLE = r"""(?:"[^"\n]*"|'[^'\n]*'|[“„][^“”\n]*[“”])"""
_IN_PAIRS = r"\((?>(?:[^()\n]|\([^()\n]*\))*)\)"
LINKS = rf"""
    \[(?P<label>(?>(?:\\.|\[\^[\w.-]+\]|\[(?>(?:\\.|[^\[\]\\])*)\](?!\()|[^\[\]\\])*))\]
      \([ ]*
      (?:<(?P<enclosed>(?:{_SCHEME}|\#)[^<>\n]+)>
        |(?P<target>{_SCHEME}(?>(?:[^\s()\]]|\](?!\()|{_IN_PAIRS}|[ ]++(?!\)|{_TITLE}[ ]*\)))+)
                   |\#(?>(?:[^\s()]|\([^\s()]*\))+)))
      (?:[ ]+(?P<title>{_TITLE}))?[ ]*\)(?P<link>)
    | <(?P<pointed>{_SCHEME}[^\s<>]+|[\w.+-]++@[\w-]++(?:\.[\w-]++)++)>(?P<autolink>)
    | (?<!\w)(?P<address>(?i:https?://)(?=[^\W_])[^\s<>"\[\]^`|\\]+)
"""
"""The pattern of a link (`re.VERBOSE | re.DOTALL`); `lastgroup` of a match is `link`, `autolink` or `address`."""
_LINK_OR_OTHER = re.compile(rf"\\. | {NOTE} | {LINKS}", re.VERBOSE | re.DOTALL)
_TRAILING_PUNCTUATION = frozenset(".,;:!?'*”’»")
_SAFE_IN_URL = "!#$%&'()*+,/:;=?@[]~"
_BARE_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")


def read_link(match: re.Match[str]) -> tuple[str, str, int]:
    """Return what a match of `LINKS` shows (with its marks), its address, and the end of both in the text.

    The address is empty if no package can store it: then the match is no link, and the text up to the end stays as typed.
    """
    end = match.end()
    if match.lastgroup == "address":
        shown = target = _trim_address(match["address"])
        end = match.start() + len(target)
    elif match.lastgroup == "autolink":
        target = match["pointed"]
        scheme, _, rest = target.partition(":")
        shown = rest.partition("?")[0] if rest and scheme.lower() in ("mailto", "tel") else target
        target = target if rest else f"mailto:{target}"
    else:
        target = (match["enclosed"] or match["target"]).strip(" ")
        shown = match["label"] if match["label"].strip() else target
    if target.startswith("#") or stored_address(target):
        return shown, target, end
    # A label may have marks. An address is not read again: it could hold thousands of others.
    return shown, "", match.start() + 1 if match.lastgroup == "link" else end


def without_links(text: str) -> str:
    """Return a text without references to footnotes and addresses; a link with a text of its own is replaced by that text."""
    pieces, done = [], 0
    while (match := _LINK_OR_OTHER.search(text, done)) is not None:
        pieces.append(text[done : match.start()])
        done = match.end()
        if match.lastgroup is None:
            pieces.append(match[0])
        elif match.lastgroup != "note":
            shown, target, done = read_link(match)
            if not target:
                pieces.append(text[match.start() : done])
            elif match.lastgroup == "link":
                pieces.append(without_links(shown) if shown == match["label"] else "")
    return "".join([*pieces, text[done:]])


def link_titles(text: str) -> list[str]:
    """Return the titles of the links in a text, in their quotes."""
    if "](" not in text:
        return []
    return [match["title"] for match in _LINK_OR_OTHER.finditer(text) if match["title"] and read_link(match)[1]]


def stored_address(typed: str) -> str:
    """Return an address as a package may store it: http, https, mailto or tel, in ASCII; empty for any other address."""
    scheme, _, rest = typed.strip().partition(":")
    rest = rest.strip()
    try:
        if (scheme := scheme.lower()) in ("mailto", "tel"):
            # Neither has a part after `#`: a `#` belongs to the subject of a mail. Blanks in phone numbers are for the eye.
            encoded = _encode(rest if scheme == "mailto" else "".join(rest.split())).replace("#", "%23")
            return f"{scheme}:{encoded}" if rest else ""
        parts = urlsplit(typed.strip())
        host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        if scheme not in ("http", "https") or not host or " " in host:
            return ""
        return urlunsplit((scheme, *map(_encode, (host, *parts[2:]))))
    except ValueError:
        return ""


def _encode(piece: str) -> str:
    """Encode what may not be in an address; what is encoded already stays."""
    return quote(_BARE_PERCENT.sub("%25", piece), safe=_SAFE_IN_URL)


def _trim_address(raw: str) -> str:
    """Remove punctuation, and closing brackets without an opening one, from the end of a bare address."""
    end, surplus = len(raw), raw.count(")") - raw.count("(")
    while raw[end - 1] in _TRAILING_PUNCTUATION or (raw[end - 1] == ")" and surplus > 0):
        end -= 1
        surplus -= raw[end] == ")"
    return raw[:end]
