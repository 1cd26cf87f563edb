"""YAML text → plain data, spans and diagnostics.

Input: the text of a content file. Output: `Document` and every fault found. libyaml's event stream (PyYAML's own where
libyaml is missing) is folded into dicts and lists by a loop over a stack: nothing recurses, nothing is resolved (no
booleans, dates or numbers), and an alias is never followed. What YAML reads otherwise than its author meant is told by
`traps`, what it cannot read at all by `faults`.

Two liberties, both for the author's sake: a text block's trailing line breaks are dropped, and a blank line in folded,
quoted or plain text stays a blank line (YAML makes it a mere line break, and two paragraphs would run into one).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import yaml
from msgspec import Struct, field

from deckgen.diagnostics import Diagnostic, Span, error
from deckgen.reader import faults, pasted, traps
from deckgen.reader.characters import printable
from deckgen.reader.document import Document, SourceText, shown
from deckgen.reader.places import SourceRange, Spans
from deckgen.reader.source import MAX_BYTES, control_characters

MAX_DEPTH = 60
"""How deep lists and mappings may stand in each other; content needs about eight."""
MAX_VALUES = 20_000
"""How many values and keys a file may hold; the largest section has about 1,000, and a second of reading holds 20,000."""

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n")
_INDENTED = re.compile(r"^[ \t]", re.MULTILINE)
_BREAKS = re.compile(r"(?<=[^\n])\n+(?=[^\n])")
_LOST_TO_HASH = re.compile(r"[ \t]*(#[^\s#!][^\r\n]*)")


_NO_CAUSE = {"duplicate-key", "control-character", "number-split", "text-split", "merge-key", "list-under-text"}
"""Faults that never bring about a fault of syntax behind them: both are told."""


class _Stop(Exception):  # noqa: N818 - no error by itself: what is wrong is among the diagnostics already
    """Reading on makes no sense."""


class _Frame(Struct):
    """A list or mapping that is being read. `lost`: the value of a second key of the same name, it goes nowhere."""

    data: Any  # a dict or a list
    mapping: bool
    start: int
    flow: bool
    column: int
    lost: bool = False
    end: int = 0
    key: str | None = None
    key_span: tuple[int, int] = (0, 0)
    key_lost: bool = False
    first_at: dict[str, int] = field(default_factory=dict)
    places: dict[str | int, SourceRange] = field(default_factory=dict)
    as_text: bool = False
    last_scalar: tuple[int, int] | None = None
    split: Diagnostic | None = (
        None  # of the number that commas have split up to the last scalar, into `split_into` items
    )
    split_into: int = 1
    whole: dict[int, tuple[int, int]] = field(
        default_factory=dict
    )  # where such numbers stand, by their index in `data`

    @property
    def awaits_key(self) -> bool:
        """Whether the next thing in it is a key."""
        return self.mapping and self.key is None

    @property
    def loses_next(self) -> bool:
        """Whether its next value goes nowhere."""
        return self.lost or self.key_lost


def parse(text: str, display: str) -> tuple[Document | None, list[Diagnostic]]:
    """Turn the text of a content file into a `Document`; `display` names it in spans.

    The diagnostics are in reading order; of faults of syntax, only the first is told, and there is no document then, as
    there is none for an empty file. With other errors there is one, so that a model can go on looking. Never raises.
    """
    if len(text) > MAX_BYTES:
        message = f"this file is too large for a content file ({len(text) / 1e6:.1f} million characters)"
        return None, [error("too-large", message, Span(display, 0, 0), "check that it is the file that was meant")]
    source = SourceText(display, text)
    found = control_characters(source)
    if any(d.code == "binary-file" for d in found):
        return None, found
    reader = _Reader(source)
    document = reader.run()
    return document, sorted(found + reader.found, key=_start)


def _start(fault: Diagnostic) -> int:
    return fault.span.start if fault.span is not None else 0


class _Reader:
    """The loop over the events of one text, and what it has gathered."""

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.body = source.body
        self.found: list[Diagnostic] = []
        self.frames: list[_Frame] = []
        self.scalars: list[traps.Scalar] = []
        self.root: Any = None
        self.place = SourceRange(0, 0)
        self.documents = 0
        self.opened = 0
        self.anchors: set[str] = set()

    def run(self) -> Document | None:
        """Read all events; None where no document comes of them."""
        whole = True
        try:
            self._take_all(LOADER(self.body).get_event)
        except yaml.YAMLError as reason:
            whole = False
            self._explain(reason)
        except _Stop:
            whole = False
        else:
            self.found += traps.comments(self.source, self.scalars, len(self.body))
            whole = not self._oddly_set_in(len(self.body))
        if whole and self.root is None and not self.found:
            hint = "write what it should say; or delete it, and its name in `sections` of deck.yaml"
            self.found.append(self.source.fault("empty-file", "this file is empty", (0, 0), hint))
        if not whole or self.root is None:
            return None
        spans, keys = Spans(self.source, self.place), Spans(self.source, self.place, of_keys=True)
        return Document(self.source.file, self.source.text, self.root, spans, keys)

    def _oddly_set_in(self, stop: int) -> bool:
        """Tell a line that odd spaces set in, if there is one before `stop`: what stands where is misread from there on."""
        fault = pasted.indentation(self.source, self.scalars, stop)
        self.found += [fault] if fault else []
        return fault is not None

    def _explain(self, reason: yaml.YAMLError) -> None:
        """Tell a fault of syntax, unless a `#` or a refused construct just before it is its cause."""
        place = faults.ErrorContext.of(reason, self.source, self.scalars)
        if "nesting depth" in place.problem:
            # libyaml 0.2.6 (in PyYAML 6.0.4) has a limit of its own, and reads ahead to it.
            self.found.append(traps.too_deep(self.source, place.at, MAX_DEPTH))
            return
        self.found += traps.comments(self.source, self.scalars, place.until)
        if self._oddly_set_in(place.until):
            return
        since, until = self.source.span(place.since, place.until).start, self.source.span(place.until).start
        causes = (d.span.start for d in self.found if d.span is not None and d.code not in _NO_CAUSE)
        if any(since <= start <= until for start in causes):
            return
        fault = faults.explain(self.source, place)
        if fault.code == "unclosed-bracket":
            # What follows an open bracket is read as text up to the end of the file.
            self.found = [d for d in self.found if d.code != "list-under-text" or _start(d) < _start(fault)]
        self.found.append(fault)

    def _take_all(self, next_event: Callable[[], Any]) -> None:
        found, scalars = self.found, self.scalars
        while (event := next_event()) is not None:
            if len(found) >= traps.MOST_TOLD:
                raise _Stop
            if len(scalars) + self.opened > MAX_VALUES:
                found.append(traps.too_many(self.source, _extent(event)[0], MAX_VALUES))
                raise _Stop
            if (take := _TAKES.get(type(event))) is not None:
                take(self, event)

    def _document(self, event: yaml.DocumentStartEvent) -> None:
        self.documents += 1
        if self.documents > 1:
            self.found.append(traps.second_document(self.source, _extent(event)[0]))
            raise _Stop

    def _alias(self, event: yaml.AliasEvent) -> None:
        start, end = _extent(event)
        if event.anchor not in self.anchors:
            self.found.append(faults.leading(self.source, start))
        elif not any(d.code == "reference" for d in self.found):
            self.found.append(traps.reference(self.source, start, end))
        self._add_scalar(traps.Scalar(start, end, ""), self.body[start:end])

    def _refuse_properties(self, event: yaml.NodeEvent, tag: str | None) -> bool:
        """Tell an anchor or tag; whether there was one."""
        if event.anchor is None and tag is None:
            return False
        if event.anchor is not None:
            self.anchors.add(event.anchor)
        self.found.append(faults.leading(self.source, _extent(event)[0]))
        return True

    def _scalar(self, event: Any) -> None:
        start, end, style, text = event.start_mark.index, event.end_mark.index, event.style or "", event.value
        typed = self.body[start:end]
        if not style and text == typed and event.anchor is None and event.tag is None and text.isprintable():
            # Most values: plain, on one line, and nothing in them that no slide can show. It saves half of reading.
            scalar = traps.Scalar(start, end, "")
            if text and self.frames and not self.frames[-1].flow:
                self.scalars.append(scalar)
                self._put(self.frames[-1], scalar, text)
            else:
                self._add_scalar(scalar, text or None)
            return
        typed = typed.rstrip()
        scalar = traps.Scalar(start, start + len(typed), style)
        if self._refuse_properties(event, event.tag):
            value: str | None = typed
        else:
            value = _as_typed(text, typed, style)
            value = value if value is None else printable(value)
        self.found += traps.in_scalar(self.source, scalar, text, self._column())
        self._add_scalar(scalar, value)

    def _column(self) -> int:
        """Give the column at which the innermost block list or mapping stands; -1 outside of any."""
        return next((frame.column for frame in reversed(self.frames) if not frame.flow), -1)

    def _add_scalar(self, scalar: traps.Scalar, value: str | None) -> None:
        self.scalars.append(scalar)
        frame = self.frames[-1] if self.frames else None
        if frame is not None and frame.flow and self._check_flow(frame, scalar):
            return
        if value is None and not (frame is not None and frame.awaits_key):
            scalar, value = self._nothing(scalar, frame)
            self._add(value, scalar.start, scalar.end)
        else:
            self._put(frame, scalar, value)

    def _put(self, frame: _Frame | None, scalar: traps.Scalar, value: str | None) -> None:
        """Take a scalar for the next key of its frame, or for its next value."""
        if frame is not None and frame.key is None and frame.mapping:
            self._key(frame, scalar, value)
        else:
            self._add(value, scalar.start, scalar.end)

    def _nothing(self, scalar: traps.Scalar, frame: _Frame | None) -> tuple[traps.Scalar, str | None]:
        """Place an empty value right behind its key, and give it what a `#` has cut off there, if anything.

        That text is an error already; without it, the model would call the value missing as well.
        """
        at = scalar.start
        if frame is not None and frame.key is not None:
            colon = re.compile(r"\s*:").match(self.body, frame.key_span[1])
            at = colon.end() if colon else frame.key_span[1]
        lost = _LOST_TO_HASH.match(self.body, at)
        if lost is None:
            return traps.Scalar(at, at, ""), None
        return traps.Scalar(lost.start(1), lost.end(1), ""), lost.group(1).rstrip()

    def _check_flow(self, frame: _Frame, scalar: traps.Scalar) -> bool:
        """Tell text that brackets split; whether the scalar was but the rest of a number before it, now made whole."""
        last, frame.last_scalar = frame.last_scalar, (scalar.start, scalar.end)
        if last is not None and traps.splits_number(self.body, last[1], scalar.start):
            return self._splits(frame, last[0], scalar.end)
        frame.split, frame.split_into = None, 1
        if frame.awaits_key and traps.lacks_colon(self.body, scalar):
            frame.as_text = frame.as_text or last is None
            trap = (
                traps.braces(self.source, frame.start)
                if last is None
                else traps.text_split(self.source, last[0], scalar.end)
            )
            self.found.append(trap)
        return False

    def _splits(self, frame: _Frame, start: int, end: int) -> bool:
        """Tell a number that commas split; whether the list has it as one item, in place of the items that it was read as."""
        if self.found and self.found[-1] is frame.split:
            # `[1,2,3]` is told once: the longer stretch takes the place of the shorter one.
            self.found.pop()
        in_list = isinstance(frame.data, list) and bool(frame.data) and not frame.loses_next
        frame.split_into = frame.split_into + 1 if in_list else 2
        fault = traps.number_split(self.source, start, end, frame.split_into)
        self.found.append(fault)
        frame.split = fault if in_list else None
        if in_list:
            # Put into the list when that is closed: to make each of ever longer texts takes time that grows with the square.
            frame.whole[len(frame.data) - 1] = frame.last_scalar = (start, end)
        return in_list

    def _key(self, frame: _Frame, scalar: traps.Scalar, value: str | None) -> None:
        span = (scalar.start, scalar.end)
        behind = self.scalars[-2].end if len(self.scalars) > 1 else 0
        fault = traps.bad_key(self.source, scalar, value, behind)
        key = pasted.visible(value or "")
        if value is not None and key != value:
            # Told, and read on as it was meant: the model would but miss the field.
            self.found.append(pasted.hidden(self.source, scalar, value))
        if fault is None and key in frame.first_at:
            line = self.source.line(frame.first_at[key])
            message = f"the key {shown(key)} stands here a second time; it is already on line {line}"
            fault = self.source.fault(
                "duplicate-key", message, span, "keep one of the two, or give this one another name"
            )
        last = self.found[-1] if self.found else None
        split = bool(last and last.code == "text-split" and last.span and last.span.end == self.source.span(*span).end)
        frame.key, frame.key_span, frame.key_lost = key, span, split or fault is not None
        frame.as_text = frame.as_text or (fault is not None and fault.code == "leading-question")
        frame.end = max(frame.end, scalar.end)
        if fault is not None:
            self.found.append(fault)
        else:
            frame.first_at[key] = scalar.start

    def _add(self, value: Any, start: int, end: int, places: dict[str | int, SourceRange] | None = None) -> None:
        """Put a finished value where it belongs; `places` are those in it."""
        if not self.frames:
            self.root, self.place = value, SourceRange(start, end, None, places)
            return
        frame = self.frames[-1]
        if frame.key is None:
            if not frame.lost:
                frame.places[len(frame.data)] = SourceRange(start, end, None, places)
                frame.data.append(value)
        else:
            if not (frame.lost or frame.key_lost):
                frame.places[frame.key] = SourceRange(start, end, frame.key_span, places)
                frame.data[frame.key] = value
            frame.key, frame.key_lost = None, False
        frame.end = max(frame.end, end)

    def _open(self, event: Any) -> None:
        start = event.start_mark.index
        self.opened += 1
        parent = self.frames[-1] if self.frames else None
        if len(self.frames) == MAX_DEPTH:
            self.found.append(traps.too_deep(self.source, start, MAX_DEPTH))
            raise _Stop
        if parent is not None and parent.awaits_key:
            self.found.append(traps.collection_as_key(self.source, start))
            raise _Stop
        self._refuse_properties(event, event.tag)
        flow = bool(event.flow_style)
        mapping = isinstance(event, yaml.MappingStartEvent)
        frame = _Frame({} if mapping else [], mapping, start, flow, event.start_mark.column)
        frame.lost = parent is not None and parent.loses_next
        self.frames.append(frame)
        if flow and (misread := traps.misread_flow(self.source, start)) is not None:
            frame.as_text = True
            self.found.append(misread)

    def _close(self, event: yaml.CollectionEndEvent) -> None:
        """Hand a finished list or mapping on; text taken for one, as typed, lest the model complains as well."""
        frame = self.frames.pop()
        bracketed = frame.flow and self.body[frame.start] in "[{"
        end = _extent(event)[1] if bracketed else max(frame.end, frame.start)
        if self.frames and self.frames[-1].flow:
            above = self.frames[-1]
            above.last_scalar, above.split, above.split_into = (frame.start, end), None, 1
        for index, (first, last) in frame.whole.items():
            frame.data[index] = self.body[first:last]
        value = self.body[frame.start : end] if frame.as_text else frame.data
        self._add(value, frame.start, end, frame.places)


_TAKES: dict[type[Any], Callable[[_Reader, Any], None]] = {
    yaml.ScalarEvent: _Reader._scalar,
    yaml.SequenceStartEvent: _Reader._open,
    yaml.MappingStartEvent: _Reader._open,
    yaml.SequenceEndEvent: _Reader._close,
    yaml.MappingEndEvent: _Reader._close,
    yaml.AliasEvent: _Reader._alias,
    yaml.DocumentStartEvent: _Reader._document,
}
"""What is done at each kind of event that says something."""


def _extent(event: yaml.Event) -> tuple[int, int]:
    """Where an event starts and ends; both parsers mark all of theirs."""
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)


def _as_typed(value: str, typed: str, style: str) -> str | None:
    """Give a scalar's text: None if empty and unquoted, with its blank lines, a block's without the breaks at its end.

    In all styles but `|`, n blank lines come out of YAML as n line breaks. Double quotes may hold line breaks written
    as escapes, `>` such as stand between indented lines: there, the text is left as it is.
    """
    if not style and not value:
        return None
    value = value.rstrip("\n") if style in ("|", ">") else value
    if style == "|" or not _BLANK_LINE.search(typed) or (style == '"' and "\\n" in typed):
        return value
    if style == ">" and _INDENTED.search(value):
        return value
    return _BREAKS.sub(r"\g<0>\n", value)
