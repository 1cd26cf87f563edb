"""markup-shown-raw: a text has markup of another language or tool, which would be shown as typed.

Links have a rule of their own (`unread-link`), and so have references to footnotes in texts without markup.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from msgspec import Struct

from deckgen.checks._checked_deck import AuthoredText, CheckedDeck
from deckgen.diagnostics import Issue, Rule, Severity, Topic, issue_of
from deckgen.model import RichText

RULE = Rule(
    "markup-shown-raw",
    Severity.WARNING,
    Topic.WORDS,
    "a text has markup that deckgen does not have, so it would be shown as typed",
    "A text has markup of Markdown, HTML or another tool that deckgen does not have: backticks, `~~struck out~~`, "
    "`H~2~O`, `_italic_`, `# heading`, `![picture](…)`, `<b>`, `&nbsp;`, tables of `|` and lines of `---`; or a field "
    "without markup, such as a title, has `**asterisks**` or `^carets^`. It would be shown as typed; the hint says how to "
    "write it. Names such as `__init__` and `snake_case`, `~5` and `# of editors` are fine.",
    optional=True,
    subjects=True,
)
_MAX_SHOWN = 40
_MARKS = re.compile(r"[`~_<&^#!]|---|\*\*\*")
_MARKS_IN_PLAIN_TEXT = re.compile(r"[`~_<&*^]")
"""One of these is in every piece of markup; most texts have none, and need no closer look."""
_SUBSCRIPTS = dict(zip("0123456789+-", "₀₁₂₃₄₅₆₇₈₉₊₋", strict=True))
_SUPERSCRIPTS = dict(zip("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", strict=True))
_TAGS = {
    "b": "`**bold**`", "strong": "`**bold**`", "i": "`*italic*`", "em": "`*italic*`", "sup": "`^superscript^`",
    "a": "`[text](https://…)`", "br": "a backslash at the end of the line", "p": "an empty line before a paragraph",
    "li": "a list of items",
}  # fmt: skip


class _Markup(Struct, frozen=True):
    """A sort of markup, and what to write instead of a match of it.

    One of the `marks` is in every match. The pattern is compiled where one is in a text: few decks need all, which takes 1 ms.
    """

    marks: tuple[str, ...]
    pattern: str
    hint: Callable[[re.Match[str]], str]


def _hint_for_subscript(match: re.Match[str]) -> str:
    if all(char in _SUBSCRIPTS for char in match["inner"]):
        return (
            f"write `{match['before']}{''.join(map(_SUBSCRIPTS.__getitem__, match['inner']))}`, with small characters"
        )
    return "there are no subscripts; write it in another way"


def _hint_for_superscript(match: re.Match[str]) -> str:
    if all(char in _SUPERSCRIPTS for char in match["inner"]):
        small = "".join(map(_SUPERSCRIPTS.__getitem__, match["inner"]))
        return f"write `{small}`, with small characters: this text has no markup"
    return "write it in another way: this text has no markup"


def _hint_for_tag(match: re.Match[str]) -> str:
    instead = _TAGS.get(match["tag"].lower())
    return f"write {instead} instead of HTML" if instead else "leave the HTML out: texts have none"


def _hint_for_entity(match: re.Match[str]) -> str:
    from html import unescape  # noqa: PLC0415 -- 5 ms for its table of characters, which few decks need

    return f"type the character itself: “{unescape(match[0])}”"


_IN_TEXT: tuple[_Markup, ...] = (
    _Markup(
        ("`",), r"(?<![\w`])(`+)[^`\n]+\1(?![\w`])",
        lambda _: "leave the backticks out, or write `*italic*` or “quotes”: there is no typeface for code",
    ),
    _Markup(
        ("~~",), r"~~(?=[^\s~])[^~\n]+~~",
        lambda _: "leave out what no longer holds, or say so in words: no text is struck out",
    ),
    _Markup(("~",), r"(?P<before>[^\W\d_])~(?P<inner>[\w+-]{1,8})~", _hint_for_subscript),
    _Markup(
        ("_",), r"(?<![\w/\\.:@_-])(?P<marks>_{1,2})(?=[^\s_])(?P<inner>[^_\n]*[^\s_])(?P=marks)(?![\w/(])",
        lambda match: f"write `{'*' * len(match['marks'])}{match['inner']}{'*' * len(match['marks'])}`",
    ),
    _Markup(
        ("<",),
        r"(?i)</?(?P<tag>a|b|big|br|code|del|div|em|font|h[1-6]|hr|i|img|li|ol|p|pre|s|small|span|strong|sub|sup|table|td|th|tr|u|ul)"
        r"(?:[ ][^<>\n]*)?/?>",
        _hint_for_tag,
    ),
    _Markup(
        ("&",), r"&(?:amp|lt|gt|quot|apos|nbsp|shy|[mn]dash|hellip|bull|euro|copy|#\d{2,6}|#x[\da-fA-F]{2,5});",
        _hint_for_entity,
    ),
)  # fmt: skip
"""Markup inside a line. A single word in double underlines is the name of something, not bold text (see `_is_name`)."""
_IN_LINES: tuple[_Markup, ...] = (
    _Markup(
        ("#",), r"(?m)^(?:#{2,6}[ ]+\S|#[ ]+[^\W\d_a-z])[^\n]*",
        lambda _: "leave the # out, and write `**a line in bold**` or a slide of its own: texts have no headings",
    ),
    _Markup(
        ("---",), r"(?m)^[ ]*+\|?[ ]*+:?-{3,}:?[ ]*+\|[-:| ]*$",
        lambda _: "make it a slide of the kind `table`",
    ),
    _Markup(
        ("---", "___", "***"), r"(?m)(?<=\n)[ ]*(?:-{3,}|_{3,}|\*{3,})[ ]*$",
        lambda _: "leave it out: an empty line starts a paragraph",
    ),
    _Markup(("![",), r"!\[[^\[\]\n]*\]\([^()\n]*\)", lambda _: "put the picture on a slide of the kind `photos`"),
)  # fmt: skip
"""Markup that is recognised by where it stands, in the text as typed."""
_IN_PLAIN_TEXT: tuple[_Markup, ...] = (
    _Markup(
        ("*",),
        r"(?<![^\s(“\"])(?P<marks>\*{1,3})(?=[^\s*])(?P<inner>[^*\n]*[^\s*])(?P=marks)(?![\w*])",
        lambda match: f"write “{match['inner']}” without marks: this text has no markup",
    ),
    _Markup(("^",), r"(?<=\w)\^(?P<inner>[\w+-]{1,8})\^", _hint_for_superscript),
)
"""Markup of ours, in a text that has none."""


def check(subject: CheckedDeck) -> Iterator[Issue]:
    """Report the first piece of each sort of markup in each text, and how many more there are."""
    for text in subject.texts_and_definitions:
        if not _may_have_markup(text):
            continue
        for pieces, hint in _raw_pieces(text):
            piece = pieces[0]
            shown = piece if len(piece) <= _MAX_SHOWN else piece[: _MAX_SHOWN - 1].rstrip() + "…"
            more = (
                f", and so {'is' if len(pieces) == 2 else 'are'} {len(pieces) - 1} more like it" if pieces[1:] else ""
            )
            yield issue_of(RULE, f"“{shown}” is shown as typed{more}", text.span(piece), hint, piece)


def _may_have_markup(text: AuthoredText) -> bool:
    return (_MARKS_IN_PLAIN_TEXT.search(text.plain) if text.rich is None else _MARKS.search(text.rich.raw)) is not None


def _raw_pieces(text: AuthoredText) -> Iterator[tuple[list[str], str]]:
    """The pieces of each sort of markup, with the hint for the first."""
    if text.rich is None:
        searches = [(text.plain, (*_IN_TEXT, *_IN_PLAIN_TEXT))]
    else:
        # A cell or a column that begins with `#` is about numbers: `# Editors`.
        is_cell = text.in_row or text.field in ("rows", "columns")
        searches = [(_without_addresses(text.rich), _IN_TEXT), (text.rich.raw, _IN_LINES[1:] if is_cell else _IN_LINES)]
    for searched, sorts in searches:
        for sort in sorts:
            if not any(mark in searched for mark in sort.marks):
                continue
            matches = [match for match in re.finditer(sort.pattern, searched) if not _is_name(match[0])]
            if matches:
                yield [match[0].strip() for match in matches], sort.hint(matches[0])


def _without_addresses(text: RichText) -> str:
    """The text as shown, without addresses that are shown themselves: they may have any characters."""
    runs = (["" if run.link and run.text in run.link else run.text for run in p.runs] for p in text.paragraphs)
    return "\n".join(map("".join, runs))


def _is_name(piece: str) -> bool:
    return piece.startswith("__") and " " not in piece
