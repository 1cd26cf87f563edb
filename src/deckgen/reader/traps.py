"""What YAML reads without complaint, yet otherwise than its author meant → errors.

Input: the source and where its scalars stand. Output: diagnostics. The rules are those of the design, section 4 (“a
value is text as typed”), and their like.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from deckgen.diagnostics import Diagnostic
from deckgen.reader.characters import unprintable
from deckgen.reader.document import SourceText, quoted, shown


class Scalar(Struct, frozen=True):
    """Where a scalar stands in the body, and its style: `""` plain, a quote, `|` or `>`."""

    start: int
    end: int
    style: str


_COMMENT = re.compile(r"#[^\r\n]*")
_CONTENT = re.compile(r"#[^\s#!]")
_HASH_OR_SINGLE = r"(?<![^\s:\[{,-])'[^'\n]*'|(?<![^\s\[{,])(?P<comment>#[^\r\n]*)"
_IN_UNCLOSED = re.compile(_HASH_OR_SINGLE)
_HASH_OR_QUOTED = re.compile(rf""""(?:\\.|[^"\\\n])*+(?:"|(?P<unclosed>))|{_HASH_OR_SINGLE}""")
_BLOCK_HEADER = re.compile(r"[|>][0-9+-]*[ \t]*(#[^\r\n]*)?")
_KEY_OR_ITEM = re.compile(r"(?P<indent>[ \t]*)(?:- |[\w'\"-][^\s:]*:(?:\s|$))")
_LEFT_OUT = re.compile(r"[|>][+-]?[0-9]")


MOST_TOLD = 100
"""As many faults of one file are told: who has more has a cause in common to mend first."""


def comments(source: SourceText, scalars: Sequence[Scalar], stop: int) -> list[Diagnostic]:
    """Tell every comment before `stop` that looks like content: its hash directly followed by something else.

    A hash before a space, `#!`, `##` and a line of hashes only are comments indeed (and so is an editor's modeline).
    Up to the last scalar the comments are found between the scalars, for certain; what a fault of syntax has kept the
    parser from seeing is looked through line by line.
    """
    lookalikes = ((at, s) for at, s in _real_comments(source.body, scalars, stop) if _CONTENT.match(source.body, at))
    return [_hash(source, at, scalar) for at, scalar in islice(lookalikes, MOST_TOLD)]


def _real_comments(body: str, scalars: Sequence[Scalar], stop: int) -> Iterator[tuple[int, Scalar | None]]:
    """Offset of each comment, and the scalar that ends before it on the same line."""
    behind, last, hash_at = 0, None, -1
    for scalar in scalars:
        if hash_at < behind:
            hash_at = _next_hash(body, behind)
        if hash_at < scalar.start:
            for match in _COMMENT.finditer(body, behind, scalar.start):
                yield match.start(), last if last and "\n" not in body[last.end : match.start()] else None
        header = _BLOCK_HEADER.match(body, scalar.start) if scalar.style in ("|", ">") else None
        if header and header.group(1):
            yield header.start(1), None
        last = scalar
        behind = max(behind, scalar.end)
    line = None if last is None else (body.find("\n", last.end) + 1 or len(body) + 1)
    for at in _hashes(body, behind, max(stop, behind)):
        yield at, last if line is not None and at < line else None


def _hashes(body: str, at: int, stop: int) -> Iterator[int]:
    """Offset of each hash that starts a comment, as far as can be told without a parser."""
    while (found := _HASH_OR_QUOTED.search(body, at, stop)) is not None:
        at = found.end()
        if found["comment"]:
            yield found.start("comment")
        elif found["unclosed"] is not None:
            # A quote is not closed on its line: no other one is that stands escaped in what follows it there.
            inner = _IN_UNCLOSED.finditer(body, found.start() + 1, at)
            yield from (match.start("comment") for match in inner if match["comment"])
            at = max(at, found.start() + 1)


def _next_hash(body: str, start: int) -> int:
    found = body.find("#", start)
    return found if found >= 0 else len(body)


def _hash(source: SourceText, at: int, scalar: Scalar | None) -> Diagnostic:
    end = source.value_end(at)
    text = source.body[at:end]
    message = f"YAML takes what follows this # for a comment: {shown(text)} would be lost"
    if scalar is not None and source.body[scalar.end : at].strip():
        scalar = None
    if scalar is not None and scalar.style == "":
        hint = f"quote the whole value: {quoted(source.body[scalar.start : end])}"
    elif source.body[source.line_start(at) : at].strip() == "" and (key := re.match(r"(\S+?):(?=\s|$)", text)):
        hint = f"quote the key: {quoted(key.group(1))}:"
    elif scalar is not None:
        return source.fault("hash-swallows-text", message, (at, end), "write a space after the # if it is a comment")
    else:
        hint = f"quote the whole value: {quoted(text)}"
    return source.fault("hash-swallows-text", message, (at, end), f"{hint}; for a comment, write a space after the #")


def in_scalar(source: SourceText, scalar: Scalar, text: str, column: int) -> Iterator[Diagnostic]:
    """Tell what one scalar has swallowed. `column` is that of the list or mapping it stands in."""
    typed = source.body[scalar.start : scalar.end]
    if (name := unprintable(text)) is not None:
        message = f"this text holds an invisible character, {name}, that no slide can show"
        yield source.fault(
            "control-character", message, (scalar.start, scalar.end), "leave out the escape that makes it"
        )
    if scalar.style == ">" and not text and _LEFT_OUT.match(typed):
        hint = f"quote the value: {quoted(typed.splitlines()[0])}"
        message = "a value that starts with > is not read as text: to YAML it opens a block of text, and this one would be lost"
        yield source.fault("leading-greater", message, (scalar.start, scalar.end), hint)
    if scalar.style in ("", '"', "'") and "\n" in typed:
        yield from _swallowed_lines(source, scalar, column)


def _swallowed_lines(source: SourceText, scalar: Scalar, column: int) -> Iterator[Diagnostic]:
    """Tell the first line that looks like an entry of its own, yet is read as part of the text above it."""
    offset = source.body.index("\n", scalar.start) + 1
    while 0 < offset < scalar.end:
        entry = _KEY_OR_ITEM.match(source.body, offset, scalar.end)
        if entry and scalar.style and len(entry.group("indent")) <= column:
            yield unclosed_quote(source, scalar.start)
            return
        if entry and not scalar.style and entry.group().endswith("- "):
            at = entry.end() - 2
            message = "this list item is read as part of the text above it"
            hint = "give the list a key of its own; if it is text, quote the whole value"
            yield source.fault("list-under-text", message, (at, source.line_end(at)), hint)
            return
        offset = source.body.find("\n", offset) + 1


def unclosed_quote(source: SourceText, at: int) -> Diagnostic:
    """Tell a quote that opens a value and is not closed where the author thinks it is."""
    mark = source.body[at]
    message = f"the value that starts with this {mark} has no closing {mark} on its line"
    other = "'" if mark == '"' else '"'
    hint = f"close it, or if the {mark} belongs to the text, put the whole value in {other} quotes"
    return source.fault("unclosed-quote", message, (at, source.line_end(at)), hint)


_COLON = re.compile(r"\s*:")
_LONGEST_SHOWN = 200
"""Characters of a number in a message: more than a message shows of it."""
_SPLIT = re.compile(r"(?<=[0-9]),(?=[0-9])")


def splits_number(body: str, end: int, start: int) -> bool:
    """Whether a comma between two flow scalars stands inside a number (`61,000`)."""
    return start == end + 1 and _SPLIT.match(body, end) is not None


def number_split(source: SourceText, start: int, end: int, items: int) -> Diagnostic:
    """Tell a number that flow syntax splits into so many items."""
    text = source.body[start : min(end, start + _LONGEST_SHOWN)]
    count, comma = ("two", "the comma") if items == 2 else (str(items), "each comma")
    message = f"inside brackets a comma separates items: {shown(text)} is read as {count}"
    hint = f"quote it: {quoted(text)}; if {count} items are meant, write a space after {comma}"
    return source.fault("number-split", message, (start, end), hint)


def lacks_colon(body: str, key: Scalar) -> bool:
    """Whether a key of a `{…}` has no value of its own: it is the rest of the text before it."""
    return not body.startswith(":", key.end) and _COLON.match(body, key.end) is None


def text_split(source: SourceText, start: int, end: int) -> Diagnostic:
    """Tell a text that is split at a comma inside `{…}`."""
    text = source.body[start:end]
    message = f"inside {{ }} a comma ends the value: {shown(text)} is read as two entries"
    return source.fault("text-split", message, (start, end), f"quote it: {quoted(text)}")


def braces(source: SourceText, start: int) -> Diagnostic:
    """Tell a text in braces (`{name}`), read as a mapping with a key and nothing else."""
    end = source.value_end(start)
    message = "a value that starts with { is read as keys with values, and a colon is missing in it"
    hint = f"if it is text, quote the whole value: {quoted(source.body[start:end])}"
    return source.fault("brace-read-as-mapping", message, (start, end), hint)


def misread_flow(source: SourceText, start: int) -> Diagnostic | None:
    """Tell a flow list or mapping that is text: `[^x]` alone, or `Note: text` as an item of `[…]`."""
    body = source.body
    if body.startswith("[^", start):
        end = source.value_end(start)
        message = "a value that starts with [ is read as a list, also one that starts with a footnote"
        hint = f"quote the whole value: {quoted(body[start:end])}"
        return source.fault("footnote-read-as-list", message, (start, end), hint)
    if body[start] not in "[{&!":
        message = "a colon inside [ ] makes this item a key with a value, not a text"
        return source.fault("colon-in-list-item", message, (start, start + 1), "quote the item")
    return None


_QUESTION = re.compile(r"(?:^|[\s\[{,-])\?\s+\Z")


def bad_key(source: SourceText, key: Scalar, text: str | None, behind: int) -> Diagnostic | None:
    """Tell a key that cannot be one: empty, a merge key, or marked with `?`; the scalar before it ends at `behind`."""
    span = (key.start, max(key.end, key.start + 1))
    if text is None:
        return source.fault(
            "empty-key", "here a key is missing before the colon", span, "write the key, or quote the text"
        )
    if text == "<<" and not key.style:
        hint = "write the entries out; what several slides share can stand in the deck's data folder"
        return source.fault("merge-key", "taking over the entries of another key with << is not possible", span, hint)
    # A question mark that ends the text or a comment above is none of YAML's.
    before = source.body[behind : key.start]
    if "?" in before and _QUESTION.search(_COMMENT.sub("", before)):
        at = source.body.rindex("?", 0, key.start)
        message = "a line that starts with ? and a space is read as a key"
        return source.fault("leading-question", message, (at, at + 1), "quote the whole value, or take the ? away")
    return None


def collection_as_key(source: SourceText, start: int) -> Diagnostic:
    """Tell a list or mapping in the place of a key."""
    char = source.body[start]
    kind = {"[": "list", "{": "group of keys"}.get(char, "list or a group of keys")
    line = source.line_end(start)
    hint = f"a key is a text; quote it if it starts with {char}" if char in "[{" else "a key is a text; take the ? away"
    return source.fault("key-not-text", f"a {kind} stands here in the place of a key", (start, line), hint)


def reference(source: SourceText, start: int, end: int) -> Diagnostic:
    """Tell a reference to a value that has been given a name; it is not followed, lest a few lines become millions."""
    name = source.body[start + 1 : end]
    message = f"`*{name}` stands for what `&{name}` names above, and deckgen does not follow that"
    hint = "write the value out where it is needed; what several slides share can stand in the deck's data folder"
    return source.fault("reference", message, (start, end), hint)


def second_document(source: SourceText, start: int) -> Diagnostic:
    """Tell a second document in one file."""
    message = "a second document starts here, and a content file holds one"
    hint = "put it into a file of its own; if --- is part of a text, quote the text"
    return source.fault("several-documents", message, (start, start + 3), hint)


def too_many(source: SourceText, start: int, most: int) -> Diagnostic:
    """Tell a file with more values than anyone writes."""
    message = f"this file holds more than {most:,} values, and a content file a few hundred"
    return source.fault("too-large", message, (start, start + 1), "check that it is the file that was meant")


def too_deep(source: SourceText, start: int, most: int) -> Diagnostic:
    """Tell lists and mappings nested too deep."""
    message = f"lists and keys stand in each other more than {most} deep here"
    return source.fault(
        "too-deep", message, (start, start + 1), "content needs about eight levels: check the brackets and indentation"
    )
