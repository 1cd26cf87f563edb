r"""Text as typed → paragraphs of runs: the small inline Markdown of content files.

Input: the text of one value. Output: `Paragraph`s in style `body`. Known are paragraphs (a blank line between them),
line breaks (two spaces or a backslash at the end of a line), `*italic*` and `**bold**` at word boundaries,
`[text](https://…)` (http, https, mailto and `#slide-id`), bare web addresses, `[^id]` for a footnote, `^superscript^`,
and a backslash before `* [ ] ^ \`. All else, and whatever is not closed, stays as typed; nothing is ever an error.

A tokenizer of our own and not markdown-it-py: there, the rules for emphasis (`2*3*4` is emphasis in CommonMark),
entities, HTML, lists, headings, code and tables would have to be replaced or switched off, footnotes and superscript be
added. What remains is one regular expression and a stack. No pattern backtracks over more than one mark: time grows
with length only.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from deckgen.ir.blocks import Paragraph, Run

_MARKS = r"""
      \\(?P<escaped>[*\[\]^\\])
    | \[\^(?P<note>[\w.-]+)\]
    | \^(?P<raised>(?>(?:\\[*\[\]^\\]|[^\s^\[\]\\])+))\^
    | (?P<stars>\*+)
"""
_LINKS = r"""
    | \[(?P<label>(?>(?:\\.|\[\^[\w.-]+\]|[^\[\]\\])+))\]
       \((?P<target>(?:https?://|mailto:|\#)(?>(?:[^\s()]|\([^\s()]*\))+))\)
    | (?<!\w)(?P<address>https?://(?=[^\W_])[^\s<>"\[\]^`|\\]+)
"""
_IN_LABEL = re.compile(_MARKS, re.VERBOSE)
_IN_TEXT = re.compile(_MARKS + _LINKS, re.VERBOSE | re.DOTALL)
_SPECIAL = re.compile(r"[*\[^\\]|https?://")
_ESCAPE = re.compile(r"\\([*\[\]^\\])")
_LINE_BREAK = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n[ \n]*\n")
_TRAILING = frozenset(".,;:!?'*”’»")
_OPENS_AFTER = frozenset("\n\"'/|…")
_OPENING_CATEGORIES = frozenset(("Zs", "Ps", "Pi", "Pd"))

_Setting = tuple[bool, bool, bool, str | None, str | None]
"""Bold, italic, superscript, link, note."""


class _Piece(Struct):
    """A stretch of text set alike, a footnote, or a run of asterisks.

    `stars` counts asterisks not yet used as a mark; `italic` and `bold` are the levels that begin (1) or end (-1) here.
    """

    text: str
    superscript: bool = False
    link: str | None = None
    note: str | None = None
    stars: int = 0
    opens: bool = False
    closes: bool = False
    italic: int = 0
    bold: int = 0


@lru_cache(maxsize=1 << 15)
def parse_markup(text: str) -> tuple[Paragraph, ...]:
    r"""Turn the text of a value into paragraphs (style `body`, no bullet); a text of blanks only gives none.

    A footnote becomes `Run("", superscript=True, note=id)`, a line break is `\n` in a run's text, a tab counts as a
    space. Never raises, and takes no letter or digit away but what ends up in `link` or `note`.
    """
    if text.isprintable() and not _SPECIAL.search(text):
        # Most values: one line without marks.
        line = text.strip(" ")
        return (Paragraph((Run(line),)),) if line else ()
    plain = _LINE_BREAK.sub("\n", text).replace("\t", " ")
    parts = (part.strip(" \n") for part in _BLANK_LINES.split(plain))
    return tuple(Paragraph(_runs(_one_line(part))) for part in parts if part)


def _one_line(part: str) -> str:
    r"""Join the lines of a paragraph: by a space, or by `\n` where the line asks for a break."""
    if "\n" not in part:
        return part
    first, *others = part.split("\n")
    joined = [first]
    for line in others:
        above = joined[-1]
        stripped = above.rstrip(" ")
        slashes = len(above) - len(above.rstrip("\\"))
        joined[-1] = above[:-1] if slashes % 2 else stripped
        joined += ["\n" if slashes % 2 or len(above) - len(stripped) > 1 else " ", line.lstrip(" ")]
    return "".join(joined)


def _runs(text: str) -> tuple[Run, ...]:
    if not _SPECIAL.search(text):
        return (Run(text),)
    pieces = list(_pieces(text, _IN_TEXT))
    _match_stars(pieces)
    return tuple(_joined(pieces))


def _pieces(text: str, pattern: re.Pattern[str]) -> Iterator[_Piece]:
    """Cut text at its marks."""
    done = 0
    while (match := pattern.search(text, done)) is not None:
        if match.start() > done:
            yield _Piece(text[done : match.start()])
        done = match.end()
        if match.lastgroup == "target":
            yield from _link(match["label"], match["target"])
        elif match.lastgroup == "address":
            address = _address(match["address"])
            done = match.start() + len(address)
            yield _Piece(address, link=address)
        elif match.lastgroup == "stars":
            yield _asterisks(text, match)
        elif match.lastgroup == "note":
            yield _Piece("", superscript=True, note=match["note"])
        elif match.lastgroup == "raised":
            yield _Piece(_ESCAPE.sub(r"\1", match["raised"]), superscript=True)
        else:
            yield _Piece(match["escaped"])
    if done < len(text):
        yield _Piece(text[done:])


def _link(label: str, target: str) -> Iterator[_Piece]:
    pieces = list(_pieces(label, _IN_LABEL))
    _match_stars(pieces)
    for piece in pieces:
        piece.link = target if piece.note is None else None
        yield piece


def _address(raw: str) -> str:
    """Take the punctuation off the end of a bare address, and brackets that it does not open."""
    end, surplus = len(raw), raw.count(")") - raw.count("(")
    while raw[end - 1] in _TRAILING or (raw[end - 1] == ")" and surplus > 0):
        end -= 1
        surplus -= raw[end] == ")"
    return raw[:end]


def _asterisks(text: str, match: re.Match[str]) -> _Piece:
    """Tell what a run of asterisks may do: open after a blank or an opening mark, close before anything but a word."""
    start = match.start()
    before, after = text[start - 1 : start] if start else "", text[match.end() : match.end() + 1]
    starts = not before or before in _OPENS_AFTER or unicodedata.category(before) in _OPENING_CATEGORIES
    opens = starts and bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace() and not (after.isalnum() or after == "_")
    count = len(match["stars"])
    return _Piece("", stars=count, opens=opens and count <= 3, closes=closes and count <= 3)


def _match_stars(pieces: list[_Piece]) -> None:
    """Pair asterisks that open with such as close: one is italic, two are bold, three both; the others become text."""
    stack: list[_Piece] = []
    open_by_count = [0, 0, 0, 0]
    for piece in pieces:
        if not piece.stars:
            continue
        if not (piece.closes and _close(piece, stack, open_by_count)) and piece.opens:
            stack.append(piece)
            open_by_count[piece.stars] += 1
    for piece in pieces:
        piece.text += "*" * piece.stars
        piece.stars = 0


def _close(piece: _Piece, stack: list[_Piece], open_by_count: list[int]) -> bool:
    """Let `piece` close what it can; tell whether it closed anything. What it skips over was never closed."""
    closed = False
    while piece.stars and (open_by_count[piece.stars] or open_by_count[3] or (piece.stars == 3 and stack)):
        top = stack.pop()
        open_by_count[top.stars] -= 1
        if top.stars != piece.stars and 3 not in (top.stars, piece.stars):
            continue
        used = min(top.stars, piece.stars)
        for mark, level in ((top, 1), (piece, -1)):
            mark.stars -= used
            mark.italic += level * (used & 1)
            mark.bold += level * (used >> 1)
        closed = True
        if top.stars:
            stack.append(top)
            open_by_count[top.stars] += 1
    return closed


def _joined(pieces: list[_Piece]) -> Iterator[Run]:
    """Turn pieces into runs, neighbours that are set alike into one."""
    for setting, group in groupby(_set(pieces), key=lambda pair: pair[0]):
        texts = [text for _, text in group]
        bold, italic, superscript, link, note = setting
        if note is not None:
            yield from (Run("", superscript=True, note=note) for _ in texts)
        elif whole := "".join(texts):
            yield Run(whole, bold=bold, italic=italic, superscript=superscript, link=link)


def _set(pieces: list[_Piece]) -> Iterator[tuple[_Setting, str]]:
    """Give how each piece is set, and its text. Asterisks left over stand outside of what their run opens or closes."""
    italic = bold = 0
    for piece in pieces:
        ends = piece.italic < 0 or piece.bold < 0
        if ends:
            italic, bold = italic + piece.italic, bold + piece.bold
        if piece.text or piece.note is not None:
            yield (bold > 0, italic > 0, piece.superscript, piece.link, piece.note), piece.text
        if not ends:
            italic, bold = italic + piece.italic, bold + piece.bold
