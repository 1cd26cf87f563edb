"""How the time of a parser grows with its input: adversarial texts in, a failed assertion for more than linear growth out.

Times are processor times of this process, and only ratios within one run are judged. Work that would hang is stopped by a
timer, so that a test fails and does not hang (`re` looks for signals while it matches).
"""

from __future__ import annotations

import gc
import random
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import pairwise
from typing import TypeVar

T = TypeVar("T")

MOST_FOR_DOUBLE = 2.5
"""Doubling the input may cost this many times the time: 2 is linear, 4 quadratic; the rest is for noise and caches."""
ENOUGH = 0.005
"""Seconds: a run that takes as long can be compared with one of half the size."""
MEASURABLE = 0.003
"""Seconds: an input of full size that takes less is fast, whatever its growth."""
LONGEST = 10.0
"""Seconds of processor time after which work is stopped."""
ROUNDS = 5

# fmt: off
UNITS = {
    "letters": "a", "words": "word ", "capitals": "ABC ", "letter-dot": "A.", "letter-dash": "a-", "dashes": "-",
    "en-dashes": "–", "dots": ".", "underlines": "_", "spaces": " ", "tabs": "\t", "lines": "a\n",
    "blank-lines": "\n", "odd-spaces": "\xa0", "carriage-returns": "\r\n", "zero-width": "\u200b", "chinese": "中文",
    "combining": "e\u0301\u0302", "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467\u200d\U0001f466",
    "line-separator": "\u2028", "control": "\x07", "round": "(", "square": "[", "curly": "{", "closed": "()",
    "closing": "]", "double-quote": '"', "single-quote": "'", "backtick": "`", "backslash": "\\", "hash": "#",
    "hash-word": " #a", "percent": "%", "ampersand": "&a ", "bang": "!", "pipe": "|", "greater": ">",
    "question": "? ", "at": "@", "comma": ",", "colon": ":", "equals": "=", "escaped-quote": '"\\',
    "single-word": " 'a", "braces": "{a", "braces-colon": "{a: ", "brackets-colon": "[a: ", "escape-note": "\\[^",
    "note": "[^", "note-id": "[^a", "link": "[](", "link-word": "[a](", "link-hash": "[a](#", "star": "*",
    "star-word": "*a ", "stars": "**", "star-closed": "*a* ", "two-stars-word": "**a *b ", "caret": "^",
    "caret-word": "^a", "comment": "<!---->", "comment-open": "<!--", "doctype": "<!DOCTYPE",
    "doctype-inner": "<!DOCTYPE a[]>", "declaration": "<?xml?>", "tag": "<a>", "svg": "<svg", "item": "- ",
    "item-line": "- a\n", "key": "a: ", "key-line": "a: b\n", "colon-space": ": ", "comma-one": ",1",
    "one-comma": "1,", "one-space": "1 ", "one-dot": "1.", "digits": "1", "thousand": "1,000", "per-cent": "5% ",
    "range": "1-2-", "money": "$1 ", "fraction": "1/2 ", "time": "1:30", "date": "2020-1-1 ", "month": "Jan 1 ",
    "month-letters": "January", "by-year": "in 2020 ", "address": "http://", "address-word": "http://a)",
    "address-brackets": "https://a(", "mail": "mailto:", "www": "www.a.", "quarter": "Q1 ", "year-over": "year over ",
    "year-dash": "year-over-", "maintain": "maintain the ", "paused": "currently ", "acronym": "ABC (",
    "explained": "a (AB", "from": "from in ", "quoted": '"a" ', "escape": "\\x", "format": '0"a',
    "format-money": "[$", "format-colour": "[a", "placeholder": "${a", "sheet-row": "id,Q2\n", "sheet-quote": '"a",',
    "semicolon": "a;", "conflict": "<<<<<<< a\n", "jpeg": "ÿà", "xml-escape": "_x000B_", "css-import": "@import ",
    "css-url": "url( ", "css-face": "@font-face{",
}
# fmt: on
"""Runs of these are what slips in regular expressions and nested loops stumble over."""


class TooSlowError(AssertionError):
    """Work that was stopped."""


def repeated(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Give a maker of texts of about n characters: runs of a unit, and what stands around them."""
    return lambda n: before + unit * max(1, n // len(unit)) + after


def adversarial(pairs: int = 12, seed: int = 0) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Give makers of adversarial texts by name: runs of each unit, half of them inside a text, and runs of two units mixed.

    Of the mixed ones, half are runs of both in turn, half a run of the first, then one of the second. The seed chooses.
    """
    chosen = random.Random(seed)
    for name, unit in UNITS.items():
        yield name, repeated(unit)
        if chosen.random() < 0.5:
            yield f"{name} in a text", repeated(unit, "5 of a ", " §")
    for number in range(pairs):
        (first, one), (second, other) = chosen.sample(sorted(UNITS.items()), 2)
        if number % 2:
            yield f"{first}+{second}", repeated(one + other, after=" §")
        else:
            yield f"{first}, then {second}", _halves(one, other)


def _halves(one: str, other: str) -> Callable[[int], str]:
    return lambda n: repeated(one)(n // 2) + repeated(other)(n // 2)


def assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int, start: int | None = None) -> None:
    """Ask that doubling the input costs at most 2.5 times the time, up to `size` characters (or whatever `make` counts).

    Sizes go from `start` (a sixteenth unless given) up to `size`, as long as runs are short: work with a fixed cost starts where
    that matters no more. `work` must answer from no cache. Raises AssertionError.
    """
    with _stopped_after(LONGEST):
        _assert_linear(work, make, size, start or max(size // 16, 1))


def _assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int, n: int) -> None:
    took = [_once(work, make(n))]
    while took[-1] < ENOUGH and n < size:
        n *= 2
        took.append(_once(work, make(n)))
    calm = all(later <= MOST_FOR_DOUBLE * earlier for earlier, later in pairwise(took[-3:]))
    if took[-1] < MEASURABLE or (calm and len(took) > 2):
        return
    half, whole = make(n // 2), make(n)
    least_half, least_whole = _once(work, half), took[-1]
    for _ in range(ROUNDS):
        if least_whole <= MOST_FOR_DOUBLE * least_half:
            return
        least_half, least_whole = min(least_half, _once(work, half)), min(least_whole, _once(work, whole))
    ratio = least_whole / least_half
    assert ratio <= MOST_FOR_DOUBLE, (
        f"a size of {n} takes {least_whole:.3f} s, {ratio:.1f} times as long as half of them"
    )


def _once(work: Callable[[T], object], text: T) -> float:
    gc.disable()
    try:
        started = time.thread_time()
        work(text)
        return time.thread_time() - started
    finally:
        gc.enable()


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop work of this process with TooSlowError after so much processor time; where there is no such timer, do nothing."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(_signal: int, _frame: object) -> None:
        raise TooSlowError(f"stopped after {seconds:g} s of processor time")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
