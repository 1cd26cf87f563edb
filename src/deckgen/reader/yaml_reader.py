"""YAML text → plain data, spans and issues.

Input: the text of a content file. Output: `Document` and all issues. A loop with a stack builds dicts and lists from the
event stream of libyaml (or of PyYAML itself, if libyaml is missing): nothing recurses, nothing is converted (to booleans,
dates or numbers), and aliases are not followed. `traps` reports what YAML reads differently from what its author meant,
`syntax_errors` what it cannot read at all.

Two deviations from YAML help authors: the trailing line breaks of a text block are dropped, and a blank line in folded,
quoted or plain text stays a blank line (YAML makes it a line break, which would join two paragraphs).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from deckgen.diagnostics import Issue, Span, make_issue
from deckgen.reader import pasted, traps
from deckgen.reader.characters import blank_unprintable_in_value
from deckgen.reader.document import Document, SourceText
from deckgen.reader.flow_items import rejoins_number, separate_items
from deckgen.reader.found_issues import FoundIssues, start_of
from deckgen.reader.open_collection import OpenCollection
from deckgen.reader.scalars import Scalar, empty_value, scalar_text
from deckgen.reader.source import MAX_BYTES, find_control_characters, find_zero_byte
from deckgen.reader.source_ranges import SourceRange, document_of

MAX_DEPTH = 60
"""How many levels deep lists and mappings may be nested; content needs about eight."""
MAX_VALUES = 20_000
"""How many values and keys a file may contain: 20,000 are read in a second, and the largest section has about 1,000."""

LOADER: type[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _StopReading(Exception):  # noqa: N818 - not an error by itself: the issue has been reported already
    """The rest of the file cannot be read in a useful way."""


def parse(text: str, display: str, *, may_be_empty: bool = False) -> tuple[Document | None, list[Issue]]:
    """Parse the text of a content file into a `Document`; `display` names the file in spans.

    The issues are in reading order. After a syntax error the document is None, as it is for an empty file, and further errors
    are reported from the next entry on (`resume`); an empty file that `may_be_empty` has a document whose data is None. With
    other errors there is a document, so that it can be checked against a model. Never raises.
    """
    if len(text) > MAX_BYTES:
        message = f"this file is too large for a content file ({len(text) / 1e6:.1f} million characters)"
        return None, [make_issue("too-large", message, Span(display, 0, 0), "check that this is the right file")]
    source = SourceText(display, text)
    if (issue := find_zero_byte(source)) is not None:
        return None, [issue]
    reader = _Reader(source, may_be_empty=may_be_empty)
    document = reader.read()
    issues = reader.found.issues
    if reader.fault is not None:
        issues = _with_issues_of_rest(issues, text, display, reader.fault)
    return document, sorted(find_control_characters(source) + issues, key=start_of)


def _with_issues_of_rest(issues: list[Issue], text: str, display: str, fault: int) -> list[Issue]:
    """The issues before the text that can be read again after a fault, and those of reading it by itself."""
    from deckgen.reader import resume  # noqa: PLC0415 -- after a fault only

    for _ in range(resume.MAX_RESUMED):
        rest = resume.find_rest(text, fault)
        if rest is None or len(issues) >= traps.MAX_REPORTED:
            break
        reader = _Reader(SourceText(display, rest.only_in(text)), may_be_empty=True)
        reader.read()
        issues = [issue for issue in issues if start_of(issue) < rest.start] + reader.found.issues
        if reader.fault is None and rest.end == len(text):
            break
        fault = rest.end - 1 if reader.fault is None else reader.fault
    return issues


class _Reader:
    """The loop over the events of one text, and the state of reading it."""

    def __init__(self, source: SourceText, *, may_be_empty: bool) -> None:
        self.source = source
        self.body = source.body
        self.may_be_empty = may_be_empty
        self.found = FoundIssues()
        self.stack: list[OpenCollection] = []
        self.scalars: list[Scalar] = []
        self.root: Any = None
        self.root_range = SourceRange(0, 0)
        self.document_count = 0
        self.collection_count = 0
        self.anchors: set[str] = set()
        self.is_alias_reported = False
        self.fault: int | None = None
        """The offset in the file of a syntax error after which the rest can be understood."""

    def read(self) -> Document | None:
        """Read all events; None if there is no document."""
        is_complete = True
        try:
            self._handle_events(LOADER(self.body).get_event)
        except yaml.YAMLError as reason:
            is_complete = False
            self._report_syntax_error(reason)
        except _StopReading:
            is_complete = False
        else:
            self._report_suspicious_comments(len(self.body))
            is_complete = not self._report_odd_indentation(len(self.body))
        if is_complete and self.root is None and not self.found.issues and not self.may_be_empty:
            hint = "write its content, or delete the file and its name in `sections` of deck.yaml"
            self.found.add(self.source.error("empty-file", "this file is empty", (0, 0), hint))
        if not is_complete or (self.root is None and self.found.issues):
            return None
        return document_of(self.source, self.root, self.root_range)

    def _report_suspicious_comments(self, stop: int) -> None:
        """Report the comments before `stop` that look like content."""
        for issue in traps.find_suspicious_comments(self.source, self.scalars, stop):
            self.found.add_cause(issue)

    def _report_odd_indentation(self, stop: int) -> bool:
        """Report a line before `stop` that is indented with odd spaces, and return whether there is one.

        If so, everything after it is read at the wrong level.
        """
        issue = pasted.find_odd_indentation(self.source, self.scalars, stop)
        self.found.add(issue)
        return issue is not None

    def _report_syntax_error(self, reason: yaml.YAMLError) -> None:
        """Report a syntax error, unless an issue just before it is its cause (a `#`, an anchor …)."""
        from deckgen.reader import syntax_errors  # noqa: PLC0415 -- its patterns take 1 ms

        context = syntax_errors.SyntaxErrorContext.from_exception(reason, self.source, self.scalars)
        if "nesting depth" in context.problem:
            # libyaml 0.2.6 (in PyYAML 6.0.4) has a limit of its own, and reads ahead up to it.
            self.found.add(traps.too_deep_issue(self.source, context.at, MAX_DEPTH))
            return
        self._report_suspicious_comments(context.cause_end)
        if self._report_odd_indentation(context.cause_end):
            return
        first = self.source.span(context.cause_start, context.cause_end).start
        last = self.source.span(context.cause_end).start
        if (cause := self.found.cause_between(first, last)) is not None:
            self.fault = start_of(cause)
            return
        issue = syntax_errors.explain_syntax_error(self.source, context)
        if issue == syntax_errors.find_open_bracket(self.source, context):
            # Everything after an open bracket is read as text up to the end of the file.
            self.found.drop_swallowed_items_from(start_of(issue))
        self.found.add(issue)
        if pasted.find_merge_conflict(self.source) is None:
            self.fault = start_of(issue)

    def _handle_events(self, next_event: Callable[[], Any]) -> None:
        issues, scalars = self.found.issues, self.scalars
        while (event := next_event()) is not None:
            if len(issues) >= traps.MAX_REPORTED:
                raise _StopReading
            if len(scalars) + self.collection_count > MAX_VALUES:
                self.found.add(traps.too_many_values_issue(self.source, _event_range(event)[0], MAX_VALUES))
                raise _StopReading
            if (handle := _HANDLERS.get(type(event))) is not None:
                handle(self, event)

    def _on_document_start(self, event: yaml.DocumentStartEvent) -> None:
        self.document_count += 1
        if self.document_count > 1:
            self.found.add(traps.second_document_issue(self.source, _event_range(event)[0]))
            raise _StopReading

    def _on_alias(self, event: yaml.AliasEvent) -> None:
        start, end = _event_range(event)
        if event.anchor not in self.anchors:
            self._report_reserved_character(start)
        elif not self.is_alias_reported:
            self.is_alias_reported = True
            self.found.add_cause(traps.alias_issue(self.source, start, end))
        self._add_scalar(Scalar(start, end, ""), self.body[start:end])

    def _report_anchor_or_tag(self, event: yaml.NodeEvent, tag: str | None) -> bool:
        """Report an anchor or tag, and return whether there is one."""
        if event.anchor is None and tag is None:
            return False
        if event.anchor is not None:
            self.anchors.add(event.anchor)
        self._report_reserved_character(_event_range(event)[0])
        return True

    def _report_reserved_character(self, at: int) -> None:
        from deckgen.reader.syntax_errors import reserved_character_issue  # noqa: PLC0415 -- as above

        self.found.add_cause(reserved_character_issue(self.source, at))

    def _on_scalar(self, event: Any) -> None:
        start, end, style, text = event.start_mark.index, event.end_mark.index, event.style or "", event.value
        typed = self.body[start:end]
        if not style and text == typed and event.anchor is None and event.tag is None and text.isprintable():
            # Most values are plain, printable and on one line. This short path saves half of the time of reading.
            scalar, parent = Scalar(start, end, ""), self.stack[-1] if self.stack else None
            if not text or parent is None or parent.is_flow:
                self._add_scalar(scalar, text or None)
                return
            self.scalars.append(scalar)
            if parent.key is None and parent.is_mapping:
                self._add_key(parent, scalar, text)
            else:
                parent.add_value(text, start, end)
            return
        typed = typed.rstrip()
        scalar = Scalar(start, start + len(typed), style)
        if self._report_anchor_or_tag(event, event.tag):
            value: str | None = typed
        else:
            value = scalar_text(text, typed, style)
            value = value if value is None else blank_unprintable_in_value(value)
        traps.report_misread_scalar(self.found, self.source, scalar, text, self._block_column())
        self._add_scalar(scalar, value)

    def _block_column(self) -> int:
        """The column of the innermost block list or mapping; -1 outside of any."""
        return next((parent.column for parent in reversed(self.stack) if not parent.is_flow), -1)

    def _add_scalar(self, scalar: Scalar, value: str | None) -> None:
        self.scalars.append(scalar)
        parent = self.stack[-1] if self.stack else None
        if parent is not None and parent.is_flow and rejoins_number(parent, scalar, self.source, self.found):
            return
        if value is None and not (parent is not None and parent.expects_key):
            key_end = parent.key_span[1] if parent is not None and parent.key is not None else None
            scalar, value = empty_value(self.body, scalar.start, key_end)
            self._add_value(value, scalar.start, scalar.end)
        else:
            self._add_key_or_value(parent, scalar, value)

    def _add_key_or_value(self, parent: OpenCollection | None, scalar: Scalar, value: str | None) -> None:
        """Add a scalar to its parent, as the next key or as the next value."""
        if parent is not None and parent.key is None and parent.is_mapping:
            self._add_key(parent, scalar, value)
        else:
            self._add_value(value, scalar.start, scalar.end)

    def _add_key(self, parent: OpenCollection, scalar: Scalar, value: str | None) -> None:
        key = pasted.without_hidden_characters(value or "")
        if value is not None and key != value:
            # Reported here, and read as it was meant: otherwise the model would report a missing field as well.
            self.found.add_cause(pasted.hidden_character_issue(self.source, scalar, value))
        is_usable = self._is_usable_key(parent, scalar, key, is_missing=value is None)
        span = (scalar.start, scalar.end)
        parent.add_key(key, span, is_value_discarded=parent.is_rest_of_text or not is_usable)
        if is_usable:
            parent.key_starts[key] = scalar.start

    def _is_usable_key(self, parent: OpenCollection, scalar: Scalar, key: str, *, is_missing: bool) -> bool:
        """Whether a value belongs to a key; reports why not."""
        previous_end = self.scalars[-2].end if len(self.scalars) > 1 else 0
        if is_missing:
            self.found.add_cause(traps.empty_key_issue(self.source, scalar))
        elif key == "<<" and not scalar.style:
            self.found.add(traps.merge_key_issue(self.source, scalar))
        elif (issue := traps.find_question_mark(self.source, scalar, previous_end)) is not None:
            parent.is_text = True
            self.found.add_cause(issue)
        elif key in parent.key_starts:
            self.found.add(traps.duplicate_key_issue(self.source, scalar, key, parent.key_starts[key]))
        else:
            return True
        return False

    def _add_value(self, value: Any, start: int, end: int, ranges: dict[str | int, SourceRange] | None = None) -> None:
        """Add a finished value to its parent; `ranges` are those of the values in it."""
        if not self.stack:
            self.root, self.root_range = value, SourceRange(start, end, None, ranges)
            return
        self.stack[-1].add_value(value, start, end, ranges)

    def _on_collection_start(self, event: Any) -> None:
        start = event.start_mark.index
        self.collection_count += 1
        parent = self.stack[-1] if self.stack else None
        if len(self.stack) == MAX_DEPTH:
            self.found.add(traps.too_deep_issue(self.source, start, MAX_DEPTH))
            raise _StopReading
        if parent is not None and parent.expects_key:
            self.found.add(traps.collection_as_key_issue(self.source, start))
            raise _StopReading
        self._report_anchor_or_tag(event, event.tag)
        is_flow = bool(event.flow_style)
        is_mapping = isinstance(event, yaml.MappingStartEvent)
        is_discarded = parent is not None and parent.discards_next
        collection = OpenCollection(
            {} if is_mapping else [], is_mapping, start, is_flow, event.start_mark.column, is_discarded
        )
        self.stack.append(collection)
        if is_flow and (issue := traps.find_text_in_brackets(self.source, start)) is not None:
            collection.is_text = True
            self.found.add_cause(issue)

    def _on_collection_end(self, event: yaml.CollectionEndEvent) -> None:
        """Add a finished list or mapping to its parent; text that was read as one is added as typed."""
        collection = self.stack.pop()
        has_brackets = collection.is_flow and self.body[collection.start] in "[{"
        end = _event_range(event)[1] if has_brackets else max(collection.end, collection.start)
        if self.stack and self.stack[-1].is_flow:
            parent = self.stack[-1]
            parent.last_item, parent.split_issue, parent.split_count = (collection.start, end), None, 1
        if collection.rejoined:
            separate_items(collection, self.body, self.found)
        self._add_value(collection.value(self.body, end), collection.start, end, collection.ranges)


_HANDLERS: dict[type[Any], Callable[[_Reader, Any], None]] = {
    yaml.ScalarEvent: _Reader._on_scalar,
    yaml.SequenceStartEvent: _Reader._on_collection_start,
    yaml.MappingStartEvent: _Reader._on_collection_start,
    yaml.SequenceEndEvent: _Reader._on_collection_end,
    yaml.MappingEndEvent: _Reader._on_collection_end,
    yaml.AliasEvent: _Reader._on_alias,
    yaml.DocumentStartEvent: _Reader._on_document_start,
}
"""The handler of each type of event that carries data."""


def _event_range(event: yaml.Event) -> tuple[int, int]:
    """The offsets at which an event starts and ends; both parsers mark all of their events."""
    start, end = event.start_mark, event.end_mark
    return (start.index if start else 0), (end.index if end else 0)
