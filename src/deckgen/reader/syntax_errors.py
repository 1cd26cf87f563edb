"""A YAML syntax error → one issue in plain words, at the position where a person would fix it.

Input: the exception of libyaml (or of PyYAML's own parser) and the source. Output: one issue. The parsers report where
they stopped and what they were reading; what the author did is inferred from the line itself.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml
from msgspec import Struct

from deckgen.diagnostics import Issue
from deckgen.reader import pasted
from deckgen.reader.document import SourceText, curly_quoted, shortened, yaml_quoted
from deckgen.reader.scalars import Scalar
from deckgen.reader.traps import unclosed_quote_issue

_RESERVED = {
    "*": ("leading-asterisk", "a value that starts with * is not read as text: in YAML it refers to another value"),
    "&": ("leading-ampersand", "a value that starts with & is not read as text: in YAML it names a value"),
    "!": ("leading-exclamation", "a value that starts with ! is not read as text: in YAML it is a tag"),
    "|": ("leading-bar", "a value that starts with | is not read as text: in YAML it starts a block of text"),
    ">": ("leading-greater", "a value that starts with > is not read as text: in YAML it starts a block of text"),
    "%": ("leading-percent", "YAML does not allow a value to start with %"),
    "@": ("leading-at", "YAML does not allow a value to start with @"),
    "`": ("leading-backtick", "YAML does not allow a value to start with a backtick"),
    "?": ("leading-question", "a value that starts with ? and a space is not read as text: in YAML it is a key"),
    ",": ("leading-comma", "YAML does not allow a value to start with a comma"),
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
_MAX_KEY_LENGTH = 1024  # YAML's own limit
_LIST_ENTRY = re.compile(r"-(\s|$)")


class SyntaxErrorContext(Struct, frozen=True):
    """What a parser reports about a syntax error, as offsets in the body.

    The parser stopped at `at`, on the line that ends at `line_end`; `problem` is its message. It was reading what
    `construct` names, which starts at `construct_start`. `last_scalar` is the last scalar before that. The cause is between
    `cause_start` and `cause_end`.
    """

    at: int
    line_end: int
    cause_start: int
    construct_start: int
    construct: str
    problem: str
    last_scalar: Scalar | None

    @property
    def cause_end(self) -> int:
        """The end of the line where the parser stopped; for a quote, its start (the parser may have read to the file's end)."""
        return self.construct_start if "quoted" in self.construct else self.line_end

    @classmethod
    def from_exception(
        cls, reason: yaml.YAMLError, source: SourceText, scalars: Sequence[Scalar]
    ) -> SyntaxErrorContext:
        """Read an exception's marks. Pure PyYAML and libyaml report the same positions, except for escapes."""
        size = len(source.body)
        problem_mark, context_mark = getattr(reason, "problem_mark", None), getattr(reason, "context_mark", None)
        at = min(problem_mark.index, size) if problem_mark is not None else 0
        construct_start = min(context_mark.index, size) if context_mark is not None else at
        last_scalar = scalars[-1] if scalars else None
        cause_start = source.line_start(last_scalar.start) if last_scalar is not None else 0
        construct, problem = getattr(reason, "context", None) or "", getattr(reason, "problem", None) or ""
        if "flow" in construct:
            cause_start = min(cause_start, construct_start)
        line_end = max(source.line_end(at), at)
        return cls(at, line_end, cause_start, construct_start, construct, problem, last_scalar)


def explain_syntax_error(source: SourceText, context: SyntaxErrorContext) -> Issue:
    """The issue that describes a syntax error and how to fix it."""
    if (issue := pasted.find_merge_conflict(source)) is not None:
        return issue
    for rule in _RULES:
        if (issue := rule(source, context)) is not None:
            return issue
    hint = "look at this line and the one above it: a quote, a bracket, a colon or the indentation is wrong"
    return source.error(
        "yaml-syntax", "from here on, the file cannot be read as YAML", (context.at, context.line_end), hint
    )


def reserved_character_issue(source: SourceText, at: int) -> Issue:
    """The issue that a value starts with a character that has another meaning in YAML."""
    code, message = _RESERVED.get(source.body[at : at + 1], ("yaml-syntax", "YAML does not read this value as text"))
    end = source.value_end(at)
    text = source.body[at:end]
    hint = f"quote the whole value: {yaml_quoted(text)}"
    if source.body[at : at + 1] in ("]", "}"):
        hint = "remove it, or quote the value"
    elif not text.strip(","):
        hint = "remove it, or write the value that is missing before it"
    elif text.startswith("* "):
        hint = f"if it is an item of a list, start it with a hyphen: `- {shortened(text[2:])}`; if it is text, quote it"
    return source.error(code, message, (at, end), hint)


def _find_value(source: SourceText, at: int) -> tuple[int, bool]:
    """The offset of the value on the line of `at`, and whether it has a key."""
    match = _VALUE.match(source.body, source.line_start(at))
    if match is None or match.group("value") is None:
        return source.line_end(at), False
    return match.start("value"), match.group("key") is not None


def _find_quote_issue(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report unknown escapes, quotes that are never closed, and quotes closed by the opening quote of another value."""
    if "quoted" in context.construct:
        if "escape" in context.problem or "hex" in context.problem:
            return _escape_issue(source, context)
        return unclosed_quote_issue(source, context.construct_start)
    last = context.last_scalar
    if last is None or last.style not in ("'", '"') or source.line(last.start) == source.line(last.end):
        return None
    return unclosed_quote_issue(source, last.start) if source.line(last.end) == source.line(context.at) else None


def _escape_issue(source: SourceText, context: SyntaxErrorContext) -> Issue:
    at = max(source.body.rfind("\\", context.construct_start, context.at + 1), context.construct_start)
    escape = re.compile(r"\\(?:[xuU][0-9A-Fa-f]*|.)").match(source.body, at)
    text = escape.group() if escape else "\\"
    message = f"inside double quotes a backslash starts an escape, and {curly_quoted(text)} is not one that YAML knows"
    hint = "use single quotes around the value, or write the backslash twice"
    return source.error("bad-escape", message, (at, at + len(text)), hint)


def _find_tab(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    start = source.line_start(context.at)
    indent = re.compile(r"[ ]*\t").match(source.body, start)
    if indent:
        at = indent.end() - 1
    elif source.body.startswith("\t", context.at):
        at = context.at
    else:
        return None
    message = "there is a tab here, where YAML allows only spaces"
    return source.error("tab-indentation", message, (at, at + 1), "replace it with spaces, two for each level")


def _find_reserved_character(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report a value that starts with a character that YAML reserves."""
    constructs = ("alias", "anchor", "tag", "block scalar", "next token", "directive", "block node", "flow node")
    if any(word in context.construct for word in constructs):
        for at in (context.construct_start, context.at):
            if source.body[at : at + 1] in _RESERVED:
                return reserved_character_issue(source, at)
    if source.body.startswith("?", context.at):
        return reserved_character_issue(source, context.at)
    return None


def _find_extra_colon(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report a second colon on a line, or a key that is indented more than the text above it."""
    if "mapping values" not in context.problem:
        return None
    value, has_key = _find_value(source, context.at)
    if has_key and value <= context.at:
        message = "this value contains a colon followed by a space, which YAML reads as the end of a key"
        start = _find_text_item(source, context.at) or value
        hint = f"quote the whole value: {yaml_quoted(source.body[start : context.line_end])}"
        return source.error("colon-in-value", message, (context.at, context.at + 1), hint)
    start = source.line_start(context.at)
    above = source.body.rfind("\n", 0, max(start - 1, 0)) + 1
    if start and (glued := _GLUED_COLON.match(source.body, above)):
        return _missing_space_issue(source, glued.start("colon"))
    first = context.at - len(source.body[start : context.at].lstrip())
    if context.at - first > _MAX_KEY_LENGTH:
        message = (
            f"this line has its first colon after more than {_MAX_KEY_LENGTH} characters: that is too long for a key"
        )
        return source.error("key-too-long", message, (first, context.line_end), "if it is text, quote it")
    if (issue := pasted.find_missing_colon_above(source, first)) is not None:
        return issue
    message = "YAML reads this line as part of the text above it, so it cannot contain a key"
    hint = "if it is a key, indent it like the keys it belongs to; if it is text, quote the whole value"
    return source.error("indentation", message, (first, context.line_end), hint)


_TEXT_ITEM = re.compile(r"[ \t]*(?:-[ \t]+)+(?=[^\s:]*[A-Z \t][^:\n]*:[ \t])")


def _find_text_item(source: SourceText, at: int) -> int | None:
    """The offset of the list item on this line if its “key” has a capital or a space, which no key of ours has."""
    match = _TEXT_ITEM.match(source.body, source.line_start(at))
    return match.end() if match else None


def _missing_space_issue(source: SourceText, colon: int) -> Issue:
    message = "a space is missing after this colon"
    return source.error("missing-space", message, (colon, colon + 1), "write a key as “key: value”")


def _find_list_on_key_line(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    if "sequence entries" not in context.problem:
        return None
    message = "a list cannot start on the line of its key"
    hint = (
        f"start it on the next line; if it is text, quote it: {yaml_quoted(source.body[context.at : context.line_end])}"
    )
    return source.error("list-on-key-line", message, (context.at, context.line_end), hint)


def _find_bare_text(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report a line of bare text among keys."""
    if "simple key" not in context.construct:
        return None
    start, end = context.construct_start, source.line_end(context.construct_start)
    if glued := _GLUED_COLON.match(source.body, source.line_start(start)):
        return _missing_space_issue(source, glued.start("colon"))
    if source.body[start] in "\"'" and (issue := _text_after_quote_issue(source, start, end)):
        return issue
    if source.body.startswith("-", start):
        message = "a space is missing after this dash"
        return source.error("missing-space", message, (start, start + 1), "write an item of a list as “- text”")
    text = curly_quoted(source.body[start:end])
    message = f"{text} is neither a key with a colon nor indented as part of the text above it"
    hint = "if it continues that text, indent it more than the key of the text; if it is a key, write “key: value”"
    return source.error("not-a-key", message, (start, end), hint)


def _opening_bracket(source: SourceText, context: SyntaxErrorContext) -> int:
    """The offset of the bracket of the flow list or mapping that was being read."""
    body, opened = source.body, context.construct_start
    if body[opened : opened + 1] in ("[", "{"):
        return opened
    # At the end of the file, libyaml marks the token that it expected, not the bracket that contains it.
    return max(body.rfind("[", 0, opened), body.rfind("{", 0, opened), 0)


def find_open_bracket(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report a bracket that is never closed."""
    if "flow" not in context.construct:
        return None
    body, at, opened = source.body, context.at, _opening_bracket(source, context)
    opening = body[opened : opened + 1]
    is_at_file_end = at >= len(body.rstrip())
    if is_at_file_end or (source.line(at) != source.line(opened) and body[at : at + 1] not in tuple("[{]}")):
        closing = {"[": "]", "{": "}"}.get(opening, "bracket")
        message = f"the {opening} that opens here is never closed"
        hint = f"write a {closing} where it ends; if the {opening} belongs to a text, quote the whole value"
        return source.error("unclosed-bracket", message, (opened, source.line_end(opened)), hint)
    return None


def _find_bracket_issue(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report another error between the brackets of a flow list or mapping."""
    if "flow" not in context.construct:
        return None
    body, at, opened = source.body, context.at, _opening_bracket(source, context)
    opening = body[opened : opened + 1]
    if opening == "[" and body.startswith("[^", opened):
        return _leading_bracket_issue(source, opened)
    char = body[at : at + 1]
    if char in ("]", "}"):
        message = f"this {char} does not match the {opening} on line {source.line(opened)}"
        return source.error(
            "unclosed-bracket", message, (at, at + 1), "close brackets in the reverse order of opening them"
        )
    last = context.last_scalar
    start = min(last.start, at) if last and source.line(last.start) == source.line(at) else at
    end = source.value_end(at)
    message = f"inside {'{ }' if opening == '{' else '[ ]'} a value that contains {curly_quoted(char)} must be quoted"
    return source.error("unquoted-in-brackets", message, (start, end), f"quote it: {yaml_quoted(body[start:end])}")


def _find_text_after_value(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report text where the value has ended for YAML: after a closing quote or bracket, or a reference."""
    value, _ = _find_value(source, context.at)
    if value >= context.at:
        return None
    char = source.body[value]
    if char in "\"'":
        return _text_after_quote_issue(source, value, context.line_end)
    if char in "[{":
        return _leading_bracket_issue(source, value)
    return reserved_character_issue(source, value) if char in _RESERVED else None


def _text_after_quote_issue(source: SourceText, start: int, end: int) -> Issue:
    text = source.body[start:end]
    message = "the text continues after its closing quote"
    # In a text that ends with the quote that it starts with, these two were meant as its quotes.
    content = text[1:-1] if len(text) > 2 and text[0] == text[-1] else text
    hint = f"put quotes of the other kind around the whole value: {yaml_quoted(content)}"
    return source.error("text-after-quote", message, (start, end), hint)


def _leading_bracket_issue(source: SourceText, start: int) -> Issue:
    """The issue that a text starts with a bracket: a footnote, a link or any other text."""
    end = source.line_end(start)
    text = source.body[start:end]
    hint = f"quote the whole value: {yaml_quoted(text)}"
    if text.startswith("[^"):
        message = "a value that starts with [ is read as a list, even if it starts with a footnote"
        return source.error("footnote-read-as-list", message, (start, end), hint)
    if re.match(r"\[[^\]]*\]\(", text):
        message = "a value that starts with [ is read as a list, even if it starts with a link"
        return source.error("link-read-as-list", message, (start, end), hint)
    if text[0] == "{":
        message = "a value that starts with { is read as keys with values, and text follows it"
        return source.error("brace-read-as-mapping", message, (start, end), hint)
    message = "a value that starts with [ is read as a list, and text follows it"
    return source.error("bracket-read-as-list", message, (start, end), hint)


def _find_wrong_indentation(source: SourceText, context: SyntaxErrorContext) -> Issue | None:
    """Report a line that does not belong to any list or mapping above it."""
    if source.body[source.line_start(context.at) : context.at].strip("- \t") or context.at >= len(source.body):
        return None
    if source.body.startswith(":", context.at):
        hint = "write the key, or quote the text"
        return source.error("empty-key", "a key is missing before this colon", (context.at, context.at + 1), hint)
    where = (context.at, max(context.line_end, context.at + 1))
    if _LIST_ENTRY.match(source.body, context.at):
        message = "this list item belongs to no list: the lines before it are keys, or a list at another indentation"
        hint = "indent it exactly like the other items of its list, or give it a key of its own"
    elif "'-'" in context.problem or "block collection" in context.construct:
        message = "this line is among the items of a list, but does not start with a dash"
        hint = "indent it more if it belongs to the item above, less if it belongs with the key of the list"
    else:
        message = "the indentation of this line does not match any line above it"
        hint = "indent it exactly like the keys it belongs with"
    return source.error("indentation", message, where, hint)


_RULES = (
    _find_quote_issue,
    _find_tab,
    _find_reserved_character,
    _find_extra_colon,
    _find_list_on_key_line,
    _find_bare_text,
    find_open_bracket,
    _find_bracket_issue,
    _find_text_after_value,
    _find_wrong_indentation,
)
"""The first rule that finds an issue explains the error."""
