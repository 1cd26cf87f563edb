"""What YAML cannot read → one error in plain words, at the place a person would mend.

Input: the exception of libyaml (or of PyYAML's own parser) and the source. Output: one diagnostic. The parsers say
where they gave up and what they were at; what the author did is read off the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct

from deckgen.diagnostics import Diagnostic
from deckgen.reader import pasted
from deckgen.reader.document import SourceText, quoted, shortened, shown
from deckgen.reader.traps import Scalar, unclosed_quote

_LEADING = {
    "*": ("leading-asterisk", "a value that starts with * is not read as text: to YAML it points at another value"),
    "&": ("leading-ampersand", "a value that starts with & is not read as text: to YAML it gives a value a name"),
    "!": ("leading-exclamation", "a value that starts with ! is not read as text: to YAML it is a tag"),
    "|": ("leading-bar", "a value that starts with | is not read as text: to YAML it opens a block of text"),
    ">": ("leading-greater", "a value that starts with > is not read as text: to YAML it opens a block of text"),
    "%": ("leading-percent", "YAML does not take a value that starts with %"),
    "@": ("leading-at", "YAML does not take a value that starts with @"),
    "`": ("leading-backtick", "YAML does not take a value that starts with a backtick"),
    "?": ("leading-question", "a value that starts with ? and a space is not read as text: to YAML it is a key"),
    ",": ("leading-comma", "YAML does not take a value that starts with a comma"),
    "]": ("leading-bracket", "this ] closes no ["),
    "}": ("leading-bracket", "this } closes no {"),
}

_VALUE = re.compile(
    r"""[ \t]*(?:-[ \t]+)*                                          # the dashes of list items
    (?:(?P<key>"[^"\n]*"|'[^'\n]*'|[^\s"'\[{#&*!|>%@`-][^\n]*?|-[^\s][^\n]*?)[ ]?:[ \t]+)?   # a key
    (?:-[ \t]+)*
    (?P<value>[^\s][^\n]*)?""",
    re.VERBOSE,
)
_GLUED_COLON = re.compile(r"[ \t]*(?:- +)*[\w-]+(?P<colon>:)[^\s/]")
_LONGEST_KEY = 1024  # YAML's own limit
_LIST_ENTRY = re.compile(r"-(\s|$)")


class ErrorContext(Struct, frozen=True):
    """Where a parser gave up (`at`), on what it was working (`context`, from `opened` on), and what it said.

    `last` is the scalar it has read last, `since` where the line of that starts, `stop` the end of the line it gave up
    on. What stands between `since` and `until` may be the cause.
    """

    at: int
    stop: int
    since: int
    opened: int
    context: str
    problem: str
    last: Scalar | None

    @property
    def until(self) -> int:
        """Where what the parser has read ends, or opens a quote (it may have run on to the end of the file)."""
        return self.opened if "quoted" in self.context else self.stop

    @classmethod
    def of(cls, reason: yaml.YAMLError, source: SourceText, scalars: Sequence[Scalar]) -> ErrorContext:
        """Read an exception's marks. Pure PyYAML and libyaml name the same places, but for escapes."""
        size = len(source.body)
        problem_mark, context_mark = getattr(reason, "problem_mark", None), getattr(reason, "context_mark", None)
        at = min(problem_mark.index, size) if problem_mark is not None else 0
        opened = min(context_mark.index, size) if context_mark is not None else at
        last = scalars[-1] if scalars else None
        since = source.line_start(last.start) if last is not None else 0
        context, problem = getattr(reason, "context", None) or "", getattr(reason, "problem", None) or ""
        if "flow" in context:
            since = min(since, opened)
        return cls(at, max(source.line_end(at), at), since, opened, context, problem, last)


def explain(source: SourceText, place: ErrorContext) -> Diagnostic:
    """Say what is wrong at `place`, and how to mend it."""
    if (found := pasted.conflict(source)) is not None:
        return found
    for rule in _RULES:
        if (found := rule(source, place)) is not None:
            return found
    hint = "look at this line and the one above it: a quote, a bracket, a colon or the indentation is amiss"
    return source.fault("yaml-syntax", "from here on, the file cannot be read as YAML", (place.at, place.stop), hint)


def leading(source: SourceText, at: int) -> Diagnostic:
    """Tell a value whose first character means something else to YAML."""
    code, message = _LEADING.get(source.body[at : at + 1], ("yaml-syntax", "YAML does not take this value as text"))
    end = source.value_end(at)
    text = source.body[at:end]
    hint = f"quote the whole value: {quoted(text)}"
    if code == "leading-bracket":
        hint = "take it away, or quote the value"
    elif not text.strip(","):
        hint = "take it away, or write the value that is missing before it"
    elif text.startswith("* "):
        hint = f"if it is an item of a list, start it with a hyphen: `- {shortened(text[2:])}`; if it is text, quote it"
    return source.fault(code, message, (at, end), hint)


def _value_on(source: SourceText, at: int) -> tuple[int, bool]:
    """Where the value on the line of `at` starts, and whether a key stands before it."""
    match = _VALUE.match(source.body, source.line_start(at))
    if match is None or match.group("value") is None:
        return source.line_end(at), False
    return match.start("value"), match.group("key") is not None


def _quotes(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell unknown escapes, quotes never closed, quotes closed by the next one that comes along."""
    if "quoted" in place.context:
        if "escape" in place.problem or "hex" in place.problem:
            return _escape(source, place)
        return unclosed_quote(source, place.opened)
    last = place.last
    if last is None or last.style not in ("'", '"') or source.line(last.start) == source.line(last.end):
        return None
    return unclosed_quote(source, last.start) if source.line(last.end) == source.line(place.at) else None


def _escape(source: SourceText, place: ErrorContext) -> Diagnostic:
    at = max(source.body.rfind("\\", place.opened, place.at + 1), place.opened)
    escape = re.compile(r"\\(?:[xuU][0-9A-Fa-f]*|.)").match(source.body, at)
    text = escape.group() if escape else "\\"
    message = f"inside double quotes a backslash starts an escape, and {shown(text)} is not one that YAML knows"
    hint = "use single quotes around the value, or write the backslash twice"
    return source.fault("bad-escape", message, (at, at + len(text)), hint)


def _tabs(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    start = source.line_start(place.at)
    indent = re.compile(r"[ ]*\t").match(source.body, start)
    if indent:
        at = indent.end() - 1
    elif source.body.startswith("\t", place.at):
        at = place.at
    else:
        return None
    message = "a tab stands here, where YAML only takes spaces"
    return source.fault("tab-indentation", message, (at, at + 1), "replace it with spaces, two for each level")


def _scanned(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a character that YAML reserves, first in a value."""
    scanning = ("alias", "anchor", "tag", "block scalar", "next token", "directive", "block node", "flow node")
    if any(word in place.context for word in scanning):
        for at in (place.opened, place.at):
            if source.body[at : at + 1] in _LEADING:
                return leading(source, at)
    if source.body.startswith("?", place.at):
        return leading(source, place.at)
    return None


def _colon(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a second colon on a line, or a key deeper than a text above it."""
    if "mapping values" not in place.problem:
        return None
    value, has_key = _value_on(source, place.at)
    if has_key and value <= place.at:
        message = "a colon followed by a space stands inside this value; YAML takes it for the end of a key"
        whole = _item_of_text(source, place.at) or value
        hint = f"quote the whole value: {quoted(source.body[whole : place.stop])}"
        return source.fault("colon-in-value", message, (place.at, place.at + 1), hint)
    start = source.line_start(place.at)
    above = source.body.rfind("\n", 0, max(start - 1, 0)) + 1
    if start and (glued := _GLUED_COLON.match(source.body, above)):
        return _missing_space(source, glued.start("colon"))
    first = place.at - len(source.body[start : place.at].lstrip())
    if place.at - first > _LONGEST_KEY:
        message = f"this line has its first colon after more than {_LONGEST_KEY} characters: that is too long for a key"
        return source.fault("key-too-long", message, (first, place.stop), "if it is text, quote it")
    if (bare := pasted.colon_above(source, first)) is not None:
        return bare
    message = "this line is read as a part of the text above it, and cannot hold a key then"
    hint = "if it is a key, indent it like the keys it belongs to; if it is text, quote the whole value"
    return source.fault("indentation", message, (first, place.stop), hint)


_ITEM = re.compile(r"[ \t]*(?:-[ \t]+)+(?=[^\s:]*[A-Z \t][^:\n]*:[ \t])")


def _item_of_text(source: SourceText, at: int) -> int | None:
    """Where the item of a list on this line starts, if its “key” has a capital or a blank as no key of ours has."""
    found = _ITEM.match(source.body, source.line_start(at))
    return found.end() if found else None


def _missing_space(source: SourceText, colon: int) -> Diagnostic:
    message = "a space is missing behind this colon"
    return source.fault("missing-space", message, (colon, colon + 1), "write a key as “key: value”")


def _list_on_key_line(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    if "sequence entries" not in place.problem:
        return None
    message = "a list cannot start on the line of its key"
    hint = f"start it on the next line; if it is text, quote it: {quoted(source.body[place.at : place.stop])}"
    return source.fault("list-on-key-line", message, (place.at, place.stop), hint)


def _not_a_key(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a line of bare text among keys."""
    if "simple key" not in place.context:
        return None
    start, end = place.opened, source.line_end(place.opened)
    if glued := _GLUED_COLON.match(source.body, source.line_start(start)):
        return _missing_space(source, glued.start("colon"))
    if source.body[start] in "\"'" and (found := _after_quote(source, start, end)):
        return found
    if source.body.startswith("-", start):
        message = "a space is missing behind this dash"
        return source.fault("missing-space", message, (start, start + 1), "write an item of a list as “- text”")
    message = (
        f"{shown(source.body[start:end])} is neither a key with a colon nor indented as a part of the text above it"
    )
    hint = "if it goes on with that text, indent it deeper than its key; if it is a key, write “key: value”"
    return source.fault("not-a-key", message, (start, end), hint)


def _in_brackets(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a fault between the brackets of a flow list or mapping."""
    if "flow" not in place.context:
        return None
    body, at = source.body, place.at
    opened = place.opened
    if body[opened : opened + 1] not in ("[", "{"):
        # At the end of the file libyaml marks what it looked for, not the bracket it looked for it in.
        opened = max(body.rfind("[", 0, opened), body.rfind("{", 0, opened), 0)
    opening = body[opened : opened + 1]
    over = at >= len(body.rstrip())
    if over or (source.line(at) != source.line(opened) and body[at : at + 1] not in tuple("[{]}")):
        closing = {"[": "]", "{": "}"}.get(opening, "bracket")
        message = f"the {opening} that opens here is never closed"
        hint = f"write a {closing} where it ends; if the {opening} belongs to a text, quote the whole value"
        return source.fault("unclosed-bracket", message, (opened, source.line_end(opened)), hint)
    if opening == "[" and body.startswith("[^", opened):
        return _bracket_text(source, opened)
    char = body[at : at + 1]
    if char in ("]", "}"):
        message = f"this {char} does not match the {opening} on line {source.line(opened)}"
        return source.fault(
            "unclosed-bracket", message, (at, at + 1), "brackets close in the reverse order they open in"
        )
    start = place.last.start if place.last and source.line(place.last.start) == source.line(at) else at
    end = source.value_end(at)
    message = f"inside {'{ }' if opening == '{' else '[ ]'} a value with {shown(char)} in it must stand in quotes"
    where = (start, end) if start <= at else (at, end)
    return source.fault("unquoted-in-brackets", message, where, f"quote it: {quoted(body[where[0] : end])}")


def _goes_on(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a value that goes on where it is over for YAML: behind a quote, a bracket, a reference."""
    value, _ = _value_on(source, place.at)
    if value >= place.at:
        return None
    char = source.body[value]
    if char in "\"'":
        return _after_quote(source, value, place.stop)
    if char in "[{":
        return _bracket_text(source, value)
    return leading(source, value) if char in _LEADING else None


def _after_quote(source: SourceText, start: int, end: int) -> Diagnostic:
    text = source.body[start:end]
    message = "the text goes on behind its closing quote"
    # What ends with the quote that it starts with was meant to be quoted by these two.
    whole = text[1:-1] if len(text) > 2 and text[0] == text[-1] else text
    hint = f"put quotes of the other kind around the whole value: {quoted(whole)}"
    return source.fault("text-after-quote", message, (start, end), hint)


def _bracket_text(source: SourceText, start: int) -> Diagnostic:
    """Tell a text that starts with a bracket: a footnote, a link or any other."""
    end = source.line_end(start)
    text = source.body[start:end]
    hint = f"quote the whole value: {quoted(text)}"
    if text.startswith("[^"):
        message = "a value that starts with [ is read as a list, also one that starts with a footnote"
        return source.fault("footnote-read-as-list", message, (start, end), hint)
    if re.match(r"\[[^\]]*\]\(", text):
        message = "a value that starts with [ is read as a list, also one that starts with a link"
        return source.fault("link-read-as-list", message, (start, end), hint)
    if text[0] == "{":
        message = "a value that starts with { is read as keys with values, and text follows behind it"
        return source.fault("brace-read-as-mapping", message, (start, end), hint)
    message = "a value that starts with [ is read as a list, and text follows behind it"
    return source.fault("bracket-read-as-list", message, (start, end), hint)


def _out_of_line(source: SourceText, place: ErrorContext) -> Diagnostic | None:
    """Tell a line that belongs to no list or mapping above it."""
    if source.body[source.line_start(place.at) : place.at].strip("- \t") or place.at >= len(source.body):
        return None
    if source.body.startswith(":", place.at):
        hint = "write the key, or quote the text"
        return source.fault("empty-key", "here a key is missing before the colon", (place.at, place.at + 1), hint)
    where = (place.at, max(place.stop, place.at + 1))
    if _LIST_ENTRY.match(source.body, place.at):
        message = "this list item belongs to no list: the lines before it are keys, or a list at another indentation"
        hint = "indent it exactly like the other items of its list, or give it a key of its own"
    elif "'-'" in place.problem or "block collection" in place.context:
        message = "this line stands among the items of a list, but does not start with a dash"
        hint = "indent it deeper if it belongs to the item above, less if it belongs to what holds the list"
    else:
        message = "the indentation of this line fits none of the lines above it"
        hint = "indent it exactly like the keys it belongs with"
    return source.fault("indentation", message, where, hint)


_RULES = (_quotes, _tabs, _scanned, _colon, _list_on_key_line, _not_a_key, _in_brackets, _goes_on, _out_of_line)
