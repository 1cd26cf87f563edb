"""Content that YAML accepts, but reads differently from what its author meant → errors.

Input: the source and the positions of its scalars. Output: issues. The rules are those of the design, section 4 (“a value
is text as typed”), and similar ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from deckgen.diagnostics import Issue
from deckgen.reader.characters import describe_unprintable
from deckgen.reader.document import SourceText, curly_quoted, yaml_quoted
from deckgen.reader.found_issues import FoundIssues
from deckgen.reader.scalars import Scalar

_COMMENT = re.compile(r"#[^\r\n]*")
_CONTENT_AFTER_HASH = re.compile(r"#[^\s#!]")
_HASH_OR_SINGLE = r"(?<![^\s:\[{,-])'[^'\n]*'|(?<![^\s\[{,])(?P<comment>#[^\r\n]*)"
_IN_UNCLOSED = re.compile(_HASH_OR_SINGLE)
_HASH_OR_QUOTED = re.compile(rf""""(?:\\.|[^"\\\n])*+(?:"|(?P<unclosed>))|{_HASH_OR_SINGLE}""")
_BLOCK_HEADER = re.compile(r"[|>][0-9+-]*[ \t]*(#[^\r\n]*)?")
_KEY_OR_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:- |[\w'\"-][^\s:]*:(?:\s|$))")
_HEADER_WITH_DIGIT = re.compile(r"[|>][+-]?[0-9]")


MAX_REPORTED = 100
"""The number of issues that are reported for one file: more than that usually have one cause, which is to be fixed first."""


def find_suspicious_comments(source: SourceText, scalars: Sequence[Scalar], stop: int) -> list[Issue]:
    """Report every comment before `stop` that looks like content: its hash is directly followed by text.

    A hash before a space, `#!`, `##` and a line of hashes are real comments (and so is an editor's modeline). Up to the last
    scalar, comments are found reliably between the scalars; the text after it, which the parser has not read because of a
    syntax error, is searched line by line.
    """
    suspicious = (
        (at, scalar)
        for at, scalar in _comments(source.body, scalars, stop)
        if _CONTENT_AFTER_HASH.match(source.body, at)
    )
    return [_suspicious_comment_issue(source, at, scalar) for at, scalar in islice(suspicious, MAX_REPORTED)]


def _comments(body: str, scalars: Sequence[Scalar], stop: int) -> Iterator[tuple[int, Scalar | None]]:
    """The offset of each comment, and the scalar that ends before it on the same line."""
    previous_end, previous, hash_at = 0, None, -1
    for scalar in scalars:
        if hash_at < previous_end:
            hash_at = _find_hash(body, previous_end)
        if hash_at < scalar.start:
            for match in _COMMENT.finditer(body, previous_end, scalar.start):
                on_same_line = previous and "\n" not in body[previous.end : match.start()]
                yield match.start(), previous if on_same_line else None
        header = _BLOCK_HEADER.match(body, scalar.start) if scalar.style in ("|", ">") else None
        if header and header.group(1):
            yield header.start(1), None
        previous = scalar
        if scalar.end > previous_end:  # noqa: PLR1730 -- `max` takes ten times as long
            previous_end = scalar.end
    next_line = None if previous is None else (body.find("\n", previous.end) + 1 or len(body) + 1)
    for at in _find_comments_without_parser(body, previous_end, max(stop, previous_end)):
        yield at, previous if next_line is not None and at < next_line else None


def _find_comments_without_parser(body: str, at: int, stop: int) -> Iterator[int]:
    """The offset of each hash that probably starts a comment: it is outside of what looks like quotes."""
    while (match := _HASH_OR_QUOTED.search(body, at, stop)) is not None:
        at = match.end()
        if match["comment"]:
            yield match.start("comment")
        elif match["unclosed"] is not None:
            # This quote is not closed on its line, so the quotes after it on the line are escaped ones.
            inner = _IN_UNCLOSED.finditer(body, match.start() + 1, at)
            yield from (comment.start("comment") for comment in inner if comment["comment"])
            at = max(at, match.start() + 1)


def _find_hash(body: str, start: int) -> int:
    offset = body.find("#", start)
    return offset if offset >= 0 else len(body)


def _suspicious_comment_issue(source: SourceText, at: int, scalar: Scalar | None) -> Issue:
    end = source.value_end(at)
    text = source.body[at:end]
    message = f"YAML reads the text after this # as a comment: {curly_quoted(text)} would be lost"
    if scalar is not None and source.body[scalar.end : at].strip():
        scalar = None
    if scalar is not None and scalar.style == "":
        hint = f"quote the whole value: {yaml_quoted(source.body[scalar.start : end])}"
    elif source.body[source.line_start(at) : at].strip() == "" and (key := re.match(r"(\S+?):(?=\s|$)", text)):
        hint = f"quote the key: {yaml_quoted(key.group(1))}:"
    elif scalar is not None:
        return source.error("hash-swallows-text", message, (at, end), "write a space after the # if it is a comment")
    else:
        hint = f"quote the whole value: {yaml_quoted(text)}"
    return source.error("hash-swallows-text", message, (at, end), f"{hint}; for a comment, write a space after the #")


def report_misread_scalar(found: FoundIssues, source: SourceText, scalar: Scalar, text: str, column: int) -> None:
    """Add to `found` what YAML misreads in one scalar, whose text is `text` for YAML.

    `column` is that of the list or mapping that contains it.
    """
    found.add(_find_unprintable_character(source, scalar, text))
    found.add_cause(_find_lost_block(source, scalar, text))
    found.add_cause(_find_unclosed_quote(source, scalar, column))
    found.add_swallowed_item(_find_list_under_text(source, scalar))


def _find_unprintable_character(source: SourceText, scalar: Scalar, text: str) -> Issue | None:
    """Report an invisible character that an escape sequence puts into a scalar, whose text is `text` for YAML."""
    if (character := describe_unprintable(text)) is None:
        return None
    message = f"this text contains an invisible character, {character}, that no slide can show"
    hint = "remove the escape sequence that produces it"
    return source.error("control-character", message, (scalar.start, scalar.end), hint)


def _find_lost_block(source: SourceText, scalar: Scalar, text: str) -> Issue | None:
    """Report a text that starts with `>` and a digit, and that YAML reads as an empty block of text."""
    typed = source.body[scalar.start : scalar.end]
    if scalar.style != ">" or text or not _HEADER_WITH_DIGIT.match(typed):
        return None
    hint = f"quote the value: {yaml_quoted(typed.splitlines()[0])}"
    message = (
        "a value that starts with > is not read as text: in YAML it starts a block of text, and this one would be lost"
    )
    return source.error("leading-greater", message, (scalar.start, scalar.end), hint)


def _find_unclosed_quote(source: SourceText, scalar: Scalar, column: int) -> Issue | None:
    """Report a quoted text with a line that looks like an entry of its own: its quote is probably closed too late."""
    entries = _entries_in(source, scalar) if scalar.style in ("'", '"') else ()
    if any(len(entry["indent"]) <= column for entry in entries):
        return unclosed_quote_issue(source, scalar.start)
    return None


def _find_list_under_text(source: SourceText, scalar: Scalar) -> Issue | None:
    """Report the first list item that is read as part of the plain text above it."""
    for entry in _entries_in(source, scalar) if not scalar.style else ():
        if entry.group().endswith("- "):
            at = entry.end() - 2
            message = "this list item is read as part of the text above it"
            hint = "give the list a key of its own; if it is text, quote the whole value"
            return source.error("list-under-text", message, (at, source.line_end(at)), hint)
    return None


def _entries_in(source: SourceText, scalar: Scalar) -> Iterator[re.Match[str]]:
    """The beginnings of those lines of a scalar, after its first, that look like keys or list items."""
    offset = source.body.find("\n", scalar.start, scalar.end) + 1
    while 0 < offset < scalar.end:
        if entry := _KEY_OR_ITEM.match(source.body, offset, scalar.end):
            yield entry
        offset = source.body.find("\n", offset) + 1


def unclosed_quote_issue(source: SourceText, at: int) -> Issue:
    """The issue that a quote opens a value and is not closed on its line."""
    mark = source.body[at]
    message = f"the value that starts with this {mark} has no closing {mark} on its line"
    other = "'" if mark == '"' else '"'
    hint = f"close it, or if the {mark} belongs to the text, put the whole value in {other} quotes"
    return source.error("unclosed-quote", message, (at, source.line_end(at)), hint)


_COLON = re.compile(r"\s*:")
_MAX_NUMBER_LENGTH = 200
"""Characters of a number that are put into a message, which shortens them further."""
_COMMA_IN_NUMBER = re.compile(r"(?<=[0-9]),(?=[0-9])")


def is_split_number(body: str, end: int, start: int) -> bool:
    """Whether the comma between two flow scalars, from `end` to `start`, is inside a number (`61,000`)."""
    return start == end + 1 and _COMMA_IN_NUMBER.match(body, end) is not None


def split_number_issue(source: SourceText, start: int, end: int, items: int) -> Issue:
    """The issue that flow syntax splits a number into several items."""
    text = source.body[start : min(end, start + _MAX_NUMBER_LENGTH)]
    count, comma = ("two", "the comma") if items == 2 else (str(items), "each comma")
    message = f"inside brackets a comma separates items: {curly_quoted(text)} is read as {count}"
    plain = text.strip("“”„‟‘’‚")
    quoted = f"write straight quotes: {yaml_quoted(plain)}" if plain != text else f"quote it: {yaml_quoted(text)}"
    hint = f"{quoted}; if {count} items are meant, write a space after {comma}"
    return source.error("number-split", message, (start, end), hint)


def is_colon_missing(body: str, key: Scalar) -> bool:
    """Whether a key of a `{…}` has no value: it is the rest of the text before it."""
    return not body.startswith(":", key.end) and _COLON.match(body, key.end) is None


def split_text_issue(source: SourceText, start: int, end: int) -> Issue:
    """The issue that a comma inside `{…}` splits a text."""
    text = source.body[start:end]
    message = f"inside {{ }} a comma ends the value: {curly_quoted(text)} is read as two entries"
    return source.error("text-split", message, (start, end), f"quote it: {yaml_quoted(text)}")


def text_in_braces_issue(source: SourceText, start: int) -> Issue:
    """The issue that a text in braces (`{name}`) is read as a mapping that has a key and no value."""
    end = source.value_end(start)
    message = "a value that starts with { is read as keys with values, and a colon is missing in it"
    hint = f"if it is text, quote the whole value: {yaml_quoted(source.body[start:end])}"
    return source.error("brace-read-as-mapping", message, (start, end), hint)


def find_text_in_brackets(source: SourceText, start: int) -> Issue | None:
    """Report a flow list or mapping that was meant as text: `[^x]` alone, or `Note: text` as an item of `[…]`."""
    body = source.body
    if body.startswith("[^", start):
        end = source.value_end(start)
        message = "a value that starts with [ is read as a list, even if it starts with a footnote"
        hint = f"quote the whole value: {yaml_quoted(body[start:end])}"
        return source.error("footnote-read-as-list", message, (start, end), hint)
    if body[start] not in "[{&!":
        message = "a colon inside [ ] makes this item a key with a value, not a text"
        return source.error("colon-in-list-item", message, (start, start + 1), "quote the item")
    return None


_QUESTION = re.compile(r"(?:^|[\s\[{,-])\?\s+\Z")


def empty_key_issue(source: SourceText, key: Scalar) -> Issue:
    """The issue that a colon has no key before it."""
    message = "a key is missing before this colon"
    return source.error("empty-key", message, _key_range(key), "write the key, or quote the text")


def merge_key_issue(source: SourceText, key: Scalar) -> Issue:
    """The issue that a mapping takes over the entries of another one."""
    message = "merging the entries of another key with << is not supported"
    hint = "write the entries out; what several slides share can be defined in the deck's data folder"
    return source.error("merge-key", message, _key_range(key), hint)


def duplicate_key_issue(source: SourceText, key: Scalar, name: str, first: int) -> Issue:
    """The issue that a mapping has a key twice: here and at the offset `first`."""
    message = f"the key {curly_quoted(name)} is used twice; it is already on line {source.line(first)}"
    return source.error("duplicate-key", message, (key.start, key.end), "remove one of the two, or rename this one")


def _key_range(key: Scalar) -> tuple[int, int]:
    return key.start, max(key.end, key.start + 1)


def find_question_mark(source: SourceText, key: Scalar, previous_end: int) -> Issue | None:
    """Report a text that is read as a key because of a `?` before it; the scalar before it ends at `previous_end`."""
    # A question mark at the end of the text or comment above is not YAML syntax.
    before = source.body[previous_end : key.start]
    if "?" in before and _QUESTION.search(_COMMENT.sub("", before)):
        at = source.body.rindex("?", 0, key.start)
        message = "a line that starts with ? and a space is read as a key"
        return source.error("leading-question", message, (at, at + 1), "quote the whole value, or remove the ?")
    return None


def collection_as_key_issue(source: SourceText, start: int) -> Issue:
    """The issue that a list or mapping is used as a key."""
    char = source.body[start]
    kind = {"[": "list", "{": "group of keys"}.get(char, "list or a group of keys")
    line = source.line_end(start)
    hint = f"a key is a text; quote it if it starts with {char}" if char in "[{" else "a key is a text; remove the ?"
    return source.error("key-not-text", f"a {kind} is used as a key here", (start, line), hint)


def alias_issue(source: SourceText, start: int, end: int) -> Issue:
    """The issue that an alias refers to a named value; it is not followed, as a few lines could expand to millions."""
    name = source.body[start + 1 : end]
    message = f"`*{name}` refers to the value that `&{name}` names above, and deckgen does not follow such references"
    hint = "write the value out where it is needed; what several slides share can be defined in the deck's data folder"
    return source.error("reference", message, (start, end), hint)


def second_document_issue(source: SourceText, start: int) -> Issue:
    """The issue that one file contains a second document."""
    message = "a second document starts here, and a content file contains only one"
    hint = "put it into a file of its own; if --- is part of a text, quote the text"
    return source.error("several-documents", message, (start, start + 3), hint)


def too_many_values_issue(source: SourceText, start: int, limit: int) -> Issue:
    """The issue that a file contains more values than anyone writes."""
    message = f"this file contains more than {limit:,} values; a content file has a few hundred"
    return source.error("too-large", message, (start, start + 1), "check that this is the right file")


def too_deep_issue(source: SourceText, start: int, limit: int) -> Issue:
    """The issue that lists and mappings are nested too deeply."""
    message = f"lists and keys are nested more than {limit} levels deep here"
    hint = "content needs about eight levels: check the brackets and indentation"
    return source.error("too-deep", message, (start, start + 1), hint)
