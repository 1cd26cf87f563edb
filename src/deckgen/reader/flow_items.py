"""Scalars in brackets → issues where a comma splits a number or a text into several items."""

from __future__ import annotations

from deckgen.reader import traps
from deckgen.reader.document import SourceText
from deckgen.reader.found_issues import FoundIssues
from deckgen.reader.open_collection import OpenCollection
from deckgen.reader.scalars import Scalar


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
        collection.rejoined[len(collection.data) - 1] = collection.last_item = number
    return in_list
