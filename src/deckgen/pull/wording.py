"""Texts before and after, as short as a person can compare them."""

from __future__ import annotations

_MAX_TEXT = 60


def differing(before: str, after: str) -> tuple[str, str]:
    """Return two texts cut to where they differ, with some words around it."""
    if max(len(before), len(after)) <= _MAX_TEXT:
        return before, after
    start = next(
        (i for i, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), min(len(before), len(after))
    )
    end = next((i for i, (a, b) in enumerate(zip(before[::-1], after[::-1], strict=False)) if a != b), 0)
    end = min(end, len(before) - start, len(after) - start)
    return _excerpt(before, start, len(before) - end), _excerpt(after, start, len(after) - end)


def _excerpt(text: str, start: int, end: int) -> str:
    left = text.rfind(" ", 0, max(start - 20, 0)) + 1 if start > 20 else 0
    right = text.find(" ", min(end + 20, len(text)))
    right = len(text) if right < 0 else right
    middle = text[left:right]
    if len(middle) > 2 * _MAX_TEXT:
        middle = f"{middle[:_MAX_TEXT]} … {middle[-_MAX_TEXT:]}"
    return ("…" if left else "") + middle + ("…" if right < len(text) else "")
