"""Assert that the time of a parser grows at most linearly with its input, and generate adversarial texts for that.

Times are processor times of this process, and only ratios within one run are compared. A timer stops work that takes far too
long, so that a test fails instead of hanging (`re` checks for signals while it matches). A machine may become slower between two
measurements: tests that use this module are marked `flaky`, so that they fail only if they do so three times.
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

MAX_RATIO = 2.5
"""The maximum ratio of times when the input is doubled: 2 is linear, 4 quadratic; the difference is for noise and caches."""
COMPARABLE_TIME = 0.005
"""Seconds: a run of this length can be compared with one of half the size."""
NEGLIGIBLE_TIME = 0.003
"""Seconds: if an input of full size takes less, its growth does not matter."""
TIME_LIMIT = 10.0
"""Seconds of processor time after which work is stopped."""
ROUNDS = 5
"""How often times are measured again before growth counts as too high."""

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
"""Units whose repetition is slow in flawed regular expressions and nested loops."""


class TooSlowError(AssertionError):
    """Work was stopped because it times too long."""


def repeat_unit(unit: str, before: str = "", after: str = "") -> Callable[[int], str]:
    """Return a function from n to a text of about n characters: a repeated unit between `before` and `after`."""
    return lambda n: before + unit * max(1, n // len(unit)) + after


def adversarial_texts(pairs: int = 12, seed: int = 0) -> Iterator[tuple[str, Callable[[int], str]]]:
    """Generate named functions that create adversarial texts: each unit repeated (half of them also inside a text), and pairs.

    Half of the pairs are two units repeated alternately, the others a run of the first followed by a run of the second. The
    choice depends on the seed.
    """
    chosen = random.Random(seed)
    for name, unit in UNITS.items():
        yield name, repeat_unit(unit)
        if chosen.random() < 0.5:
            yield f"{name} in a text", repeat_unit(unit, "5 of a ", " §")
    for number in range(pairs):
        (first, one), (second, other) = chosen.sample(sorted(UNITS.items()), 2)
        if number % 2:
            yield f"{first}+{second}", repeat_unit(one + other, after=" §")
        else:
            yield f"{first}, then {second}", _halves(one, other)


def _halves(one: str, other: str) -> Callable[[int], str]:
    return lambda n: repeat_unit(one)(n // 2) + repeat_unit(other)(n // 2)


def assert_linear(work: Callable[[T], object], make: Callable[[int], T], size: int, start: int | None = None) -> None:
    """Assert that doubling the input takes at most 2.5 times the time, up to `size` characters (or the unit that `make` counts).

    The size is doubled from `start` (default: a sixteenth) up to `size`, as long as runs are short. For work with a fixed cost,
    `start` must be so large that this cost does not matter. `work` must not use a cache. Raises AssertionError.
    """
    n = start or max(size // 16, 1)
    with _stopped_after(TIME_LIMIT):
        times = [_measure_time(work, make(n))]
        while times[-1] < COMPARABLE_TIME and n < size:
            n *= 2
            times.append(_measure_time(work, make(n)))
        is_linear = all(later <= MAX_RATIO * earlier for earlier, later in pairwise(times[-3:]))
        if times[-1] < NEGLIGIBLE_TIME or (is_linear and len(times) > 2):
            return
        _compare_with_half(work, make, n, times[-1])


def _compare_with_half(work: Callable[[T], object], make: Callable[[int], T], n: int, full_time: float) -> None:
    half, full = make(n // 2), make(n)
    half_time = _measure_time(work, half)
    for _ in range(ROUNDS):
        if full_time <= MAX_RATIO * half_time:
            return
        half_time, full_time = (
            min(half_time, _measure_time(work, half)),
            min(full_time, _measure_time(work, full)),
        )
    ratio = full_time / half_time
    # Other work on the machine may have slowed all runs of one size; what grows faster than the text does so at the next too.
    double = make(2 * n)
    if min(_measure_time(work, double) for _ in range(ROUNDS)) <= MAX_RATIO * full_time:
        return
    assert ratio <= MAX_RATIO, f"a size of {n} takes {full_time:.3f} s, {ratio:.1f} times as long as half of them"


def _measure_time(work: Callable[[T], object], text: T) -> float:
    gc.disable()
    try:
        started = time.thread_time()
        work(text)
        return time.thread_time() - started
    finally:
        gc.enable()


@contextmanager
def _stopped_after(seconds: float) -> Iterator[None]:
    """Stop work of this process with TooSlowError after so much processor time, if the system has such a timer."""
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
