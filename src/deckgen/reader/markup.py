r"""Text as typed → paragraphs of runs: the small inline Markdown of content files.

Input: the text of one value. Output: `Paragraph`s in style `body`. Supported are paragraphs (a blank line between them), lines,
lists (`lists`), `*italic*` and `**bold**` at word boundaries,
`[text](https://…)` and the other links of `ir.links`, `[^id]` for a footnote, `^superscript^`,
and a backslash before `* [ ] ^ \`. Anything else, and any mark that is not closed, stays as typed; nothing is ever an error.

This is a tokenizer of our own, because markdown-it-py would need its rules for emphasis (`2*3*4` is emphasis in CommonMark),
entities, HTML, headings, code and tables replaced or switched off, and footnotes and superscript added. One regular
expression and a stack are enough. No pattern backtracks over more than one mark, so the time is linear in the length.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby

from msgspec import Struct

from deckgen.ir.blocks import Paragraph, Run
from deckgen.ir.links import LINKS, NOTE, read_link
from deckgen.reader.lists import find_blocks, may_have_items
from deckgen.reader.scripts import WITHOUT_BLANKS

_MARKS = rf"""
      \\(?P<escaped>[*\[\]^\\])
    | {NOTE}
    | \^(?P<superscript>(?>(?:\\[*\[\]^\\]|[^\s^\[\]\\])+))\^
    | (?P<stars>\*+)
"""
_IN_TEXT = re.compile(f"{_MARKS} | {LINKS}", re.VERBOSE | re.DOTALL)
_SPECIAL = re.compile(r"[*\[^\\<]|(?i:https?://)")
_ESCAPE = re.compile(r"\\([*\[\]^\\])")
_LINE_BREAK = re.compile(r"\r\n?")
_BLANK_LINES = re.compile(r"\n[ \n]*\n")
_LINK_GROUPS = frozenset(("link", "autolink", "address"))
_OPENS_AFTER = frozenset("\n\"'/|…")
_OPENING_CATEGORIES = frozenset(("Zs", "Ps", "Pi", "Pd"))


def _is_without_blanks(char: str) -> bool:
    """Whether a character is of a script that is written without blanks between words."""
    return ("\u0e00" <= char < "\u2000" or char >= "\u2e80") and _without_blanks_pattern().match(char) is not None


@lru_cache(maxsize=1)
def _without_blanks_pattern() -> re.Pattern[str]:
    # Compiling it takes 3 ms, which most decks never need.
    return re.compile(f"[{WITHOUT_BLANKS}]")


_Style = tuple[bool, bool, bool, str | None, str | None]
"""Bold, italic, superscript, link, note."""


class _Piece(Struct):
    """A piece of text in one style, a footnote, or a run of asterisks.

    `stars` counts the asterisks that are not yet marks; `italic` and `bold` are the levels that begin (1) or end (-1) here.
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


# A deck of 1,000 slides has 21,000 texts, and the rules read each of them several times. Room for all of them costs 4 MB of 203
# and saves 4% of the time of `check` and of a rebuild in the preview.
@lru_cache(maxsize=1 << 15)
def parse_markup(text: str, has_lists: bool = True) -> tuple[Paragraph, ...]:
    r"""Parse the text of a value into paragraphs (style `body`); a blank text has none.

    A footnote becomes `Run("", superscript=True, note=id)`, the end of a line is `\n` in a run's text, a tab counts as a
    space. An item of a list has its level and bullet, unless the text is said to have no lists. Never raises. Every letter is
    retained, and every digit but those of numbered items: in the text of a run or in `link` or `note`, except those of the
    title of a link.
    """
    if text.isprintable() and not _SPECIAL.search(text):
        # Most values: one line without marks.
        line = text.strip(" ")
        return (Paragraph((Run(line),)),) if line else ()
    plain = _LINE_BREAK.sub("\n", text)
    if has_lists and may_have_items(plain):
        blocks = ((block, _join_lines(block.lines)) for block in find_blocks(plain))
        return tuple(
            Paragraph(_parse_runs(joined), level=block.level, bullet=block.bullet, keep_with_next=block.leads)
            for block, joined in blocks
            if joined
        )
    parts = (part.strip(" \n") for part in _BLANK_LINES.split(plain.replace("\t", " ")))
    return tuple(Paragraph(_parse_runs(_join_lines(part.split("\n")))) for part in parts if part)


def _join_lines(lines: list[str]) -> str:
    r"""Join the lines of a paragraph by `\n`, without blanks and single backslashes at their ends."""
    *others, last = (line.replace("\t", " ").strip(" ") for line in lines)
    return "\n".join([*(line[:-1].rstrip(" ") if _ends_with_break(line) else line for line in others), last])


def _ends_with_break(line: str) -> bool:
    """Whether a line ends with a backslash that stands for nothing else: Markdown's mark of a line break."""
    return (len(line) - len(line.rstrip("\\"))) % 2 == 1


def _parse_runs(text: str) -> tuple[Run, ...]:
    if not _SPECIAL.search(text):
        return (Run(text),)
    pieces = list(_split_at_marks(text, _IN_TEXT))
    _match_asterisks(pieces)
    return tuple(_merge_runs(pieces))


def _split_at_marks(text: str, pattern: re.Pattern[str]) -> Iterator[_Piece]:
    """Split text at its marks."""
    done = 0
    while (match := pattern.search(text, done)) is not None:
        if match.start() > done:
            yield _Piece(text[done : match.start()])
        done = match.end()
        if match.lastgroup in _LINK_GROUPS:
            shown, target, done = read_link(match)
            yield from _link_pieces(shown, target) if target else [_Piece(text[match.start() : done])]
        elif match.lastgroup == "stars":
            yield _classify_asterisks(text, match)
        elif match.lastgroup == "note":
            yield _Piece("", superscript=True, note=match["note"])
        elif match.lastgroup == "superscript":
            yield _Piece(_ESCAPE.sub(r"\1", match["superscript"]), superscript=True)
        else:
            yield _Piece(match["escaped"])
    if done < len(text):
        yield _Piece(text[done:])


def _link_pieces(shown: str, target: str) -> Iterator[_Piece]:
    """Split the text of a link at its marks; an address that is shown itself has none."""
    pieces = [_Piece(shown)] if shown == target else list(_split_at_marks(shown, re.compile(_MARKS, re.VERBOSE)))
    _match_asterisks(pieces)
    for piece in pieces:
        piece.link = target if piece.note is None else None
        yield piece


def _classify_asterisks(text: str, match: re.Match[str]) -> _Piece:
    """Whether a run of asterisks can open (after a space or an opening mark) or close (before anything but a word).

    Beside a script without blanks between words it can do both. Hebrew and Arabic words may have a preposition of one letter
    before what is emphasised.
    """
    start = match.start()
    before, after = text[start - 1 : start] if start else "", text[match.end() : match.end() + 1]
    can_open_here = not before or before in _OPENS_AFTER or unicodedata.category(before) in _OPENING_CATEGORIES
    can_open_here = can_open_here or _is_without_blanks(before) or "\u05d0" <= before <= "\u06ff"
    can_close_here = not (after.isalnum() or after == "_") or _is_without_blanks(after)
    opens = can_open_here and bool(after) and not after.isspace()
    closes = bool(before) and not before.isspace() and can_close_here
    count = len(match["stars"])
    return _Piece("", stars=count, opens=opens and count <= 3, closes=closes and count <= 3)


def _match_asterisks(pieces: list[_Piece]) -> None:
    """Pair opening with closing asterisks: one is italic, two are bold, three both. Unpaired ones become text."""
    stack: list[_Piece] = []
    open_by_count = [0, 0, 0, 0]
    for piece in pieces:
        if not piece.stars:
            continue
        if not (piece.closes and _close_emphasis(piece, stack, open_by_count)) and piece.opens:
            stack.append(piece)
            open_by_count[piece.stars] += 1
    for piece in pieces:
        piece.text += "*" * piece.stars
        piece.stars = 0


def _close_emphasis(piece: _Piece, stack: list[_Piece], open_by_count: list[int]) -> bool:
    """Close open emphasis with `piece`; returns whether it closed any. Openings that it skips are never closed."""
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


def _merge_runs(pieces: list[_Piece]) -> Iterator[Run]:
    """Convert pieces into runs; neighbours of the same style are merged into one."""
    for style, group in groupby(_styled_texts(pieces), key=lambda pair: pair[0]):
        texts = [text for _, text in group]
        bold, italic, superscript, link, note = style
        if note is not None:
            yield from (Run("", superscript=True, note=note) for _ in texts)
        elif merged := "".join(texts):
            yield Run(merged, bold=bold, italic=italic, superscript=superscript, link=link)


def _styled_texts(pieces: list[_Piece]) -> Iterator[tuple[_Style, str]]:
    """The style and text of each piece. Unpaired asterisks are outside of the emphasis that their run opens or closes."""
    italic = bold = 0
    for piece in pieces:
        ends = piece.italic < 0 or piece.bold < 0
        if ends:
            italic, bold = italic + piece.italic, bold + piece.bold
        if piece.text or piece.note is not None:
            yield (bold > 0, italic > 0, piece.superscript, piece.link, piece.note), piece.text
        if not ends:
            italic, bold = italic + piece.italic, bold + piece.bold
