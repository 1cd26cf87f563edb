"""Scalars in brackets → issues where a comma splits a number or a text into several items."""

from __future__ import annotations

import re

from deckgen.reader import traps
from deckgen.reader.document import SourceText
from deckgen.reader.found_issues import FoundIssues
from deckgen.reader.open_collection import OpenCollection
from deckgen.reader.scalars import Scalar
from deckgen.reader.source_ranges import SourceRange


def rejoins_number(collection: OpenCollection, scalar: Scalar, source: SourceText, found: FoundIssues) -> bool:
    """Add an issue to `found` if a comma before the next scalar of a flow collection splits a number or a text.

    Returns whether the scalar is the rest of the number before it and is joined to that, so that it is no item by itself.
    """
    collection.is_rest_of_text = False
    previous, collection.last_item = collection.last_item, (scalar.start, scalar.end)
    if previous is not None and traps.is_split_number(source.body, previous[1], scalar.start):
        return _rejoin(collection, (previous[0], scalar.end), source, found)
    collection.split_issue, collection.split_count = None, 1
    if collection.expects_key and traps.is_colon_missing(source.body, scalar):
        if previous is None:
            collection.is_text = True
            found.add_cause(traps.text_in_braces_issue(source, collection.start))
        else:
            collection.is_rest_of_text = True
            found.add(traps.split_text_issue(source, previous[0], scalar.end))
    return False


def _rejoin(collection: OpenCollection, number: tuple[int, int], source: SourceText, found: FoundIssues) -> bool:
    """Report the number that commas split; returns whether its parts become one item of a list."""
    if found.issues and found.issues[-1] is collection.split_issue:
        # `[1,2,3]` is reported once: the issue of `1,2,3` replaces that of `1,2`.
        found.issues.pop()
    in_list = isinstance(collection.data, list) and bool(collection.data) and not collection.discards_next
    collection.split_count = collection.split_count + 1 if in_list else 2
    issue = traps.split_number_issue(source, *number, collection.split_count)
    found.add(issue)
    collection.split_issue = issue if in_list else None
    if in_list:
        # Joined when the list is complete: joining after every comma would take quadratic time.
        collection.rejoined[len(collection.data) - 1] = (*number, issue)
        collection.last_item = number
    return in_list


def separate_items(collection: OpenCollection, body: str, found: FoundIssues) -> None:
    """Make `1,2,3` in a finished list three items: no number is written like that. What may be a number stays an issue."""
    lists = {i: run for i, run in collection.rejoined.items() if not _may_be_number(body[run[0] : run[1]])}
    if not lists:
        return
    dropped = [issue for *_, issue in lists.values()]
    found.issues = [issue for issue in found.issues if issue not in dropped]
    data, ranges, rejoined = collection.data, collection.ranges, collection.rejoined
    collection.data, collection.ranges, collection.rejoined = [], {}, {}
    for index, value in enumerate(data):
        start, end, _ = lists.get(index, (0, 0, None))
        if index in rejoined and index not in lists:
            collection.rejoined[len(collection.data)] = rejoined[index]
        if index not in lists:
            collection.ranges[len(collection.data)] = ranges[index]
            collection.data.append(value)
        for item in body[start:end].split(",") if index in lists else ():
            collection.ranges[len(collection.data)] = SourceRange(start, start + len(item), None, None)
            collection.data.append(item)
            start += len(item) + 1


def _may_be_number(text: str) -> bool:
    """Whether a text with commas between digits may be one number: `1,5`, `61,000`, `1,00,000 users`."""
    _, *middle, last = text.split(",")
    is_grouped = all(len(part) in (2, 3) and part.isdigit() for part in middle)
    return not middle or (is_grouped and re.match(r"\d{3}(?!\d)", last) is not None)
