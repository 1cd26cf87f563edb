"""Text → units that each end where a line may break (UAX #14), and grapheme clusters (UAX #29), in linear time.

The boundaries are those of uniseg, which by itself looks back over a whole run of marks or blanks before each of them, so
that a letter with n accents takes n² steps, and which spends 0.2 ms on a character. So text is first cut where there is a
boundary whatever stands before and behind it (between two ideographs). Each part loses the middle of its long runs (of
letters, marks, blanks), which have no boundary inside; and every character is replaced by the first one that had the same
properties, so that the boundaries of most parts are in a cache. `tests/layout/test_breaks.py` compares all that with uniseg.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

_CACHED = 64
"""Parts of at most so many characters are cached."""
_ENDS = 4
"""How much of each end of a long run is left: no rule looks at more than two characters."""

Span = tuple[int, int]
Property = Callable[[str], Any]


class _Table(dict[int, str]):
    """What stands for each character, found when it is first asked for: a table for `str.translate`."""

    def __init__(self, of: Callable[[str], str]) -> None:
        super().__init__()
        self._of = of

    def __missing__(self, point: int) -> str:
        found = self[point] = self._of(chr(point))
        return found


def _representatives(properties: Property) -> _Table:
    """A table of characters that stand for all with the same properties."""
    first: dict[Any, str] = {}
    return _Table(lambda char: first.setdefault(properties(char), char))


# -- lines -----------------------------------------------------------------------------------------------------------

_LINE_CODES = {
    "AL": "A", "HL": "H", "NU": "N", "IS": ",", "ID": "I", "EB": "I", "H2": "I", "H3": "I", "SP": "S", "CM": "M", "ZWJ": "J",
    "OP": "(", "CL": ")", "EX": ")", "BA": "B", "HY": "B", "SY": "B", "ZW": "Z",
}  # fmt: skip
_CERTAIN_BREAK = re.compile(r"IM*+(?=[IAHN(])|[AHN]M*+(?=I)|[AIN]M*+B(?=[IA])|[Z)](?=[IAN])")
"""Where UAX #14 breaks a line whatever else there is: at ideographs (and syllables of Hangul), behind a hyphen or slash inside a
word, a closing mark, ZWSP.
"""
_WORD = r"[AHN]M{0,3}+,?+"
_LINE_RUN = re.compile(rf"(?P<word>(?:{_WORD}){{9,}}+)|(?P<joined>(?:IM{{0,3}}+J){{9,}}+)|S{{9,}}+|[MJ]{{9,}}+")


def line_units(text: str) -> Iterator[str]:
    """Cut text into units, each ending where a line may break by the rules of UAX #14."""
    codes, alike = _line_tables()
    return _units(text, text.translate(codes), text.translate(alike), _CERTAIN_BREAK, _line_lengths)


@lru_cache(maxsize=1)
def _line_tables() -> tuple[_Table, _Table]:
    """The class of each character as one letter, and what stands for it: all that uniseg asks of a character is in its key."""
    from uniseg.emoji import extended_pictographic  # noqa: PLC0415 -- its tables, for scripts without spaces only
    from uniseg.linebreak import line_break  # noqa: PLC0415
    from uniseg.unicodedatawrapper import category, east_asian_width  # noqa: PLC0415

    def kind(char: str) -> str:
        """The class of a character, resolved as LB1 says."""
        found = str(line_break(char).value)
        if found == "SA":
            return "CM" if category(char).value in ("Mn", "Mc") else "AL"
        return "AL" if found in ("AI", "XX", "SG") else found

    def code(char: str) -> str:
        # The hyphen and the dotted circle have rules of their own.
        return "x" if char in "\u2010\u25cc" else _LINE_CODES.get(kind(char), "x")

    def key(char: str) -> tuple[object, ...]:
        general = category(char).value
        wide = east_asian_width(char).value in ("F", "W", "H")
        own = char if char in "\u2010\u25cc" else general if general in ("Pi", "Pf", "Cn") else ""
        return kind(char), own, wide, general == "Cn" and extended_pictographic(char)

    return _Table(code), _representatives(key)


def _line_lengths(codes: str, text: str) -> Iterable[int]:
    from uniseg.linebreak import line_break_units  # noqa: PLC0415

    return _lengths(text, _inner_of_runs(codes), line_break_units)


def _inner_of_runs(codes: str) -> Iterator[Span]:
    """The middles of long runs: of letters and digits (with marks and full stops), of joined emoji, of blanks, of marks."""
    for match in _LINE_RUN.finditer(codes):
        start, end = match.span()
        if match.lastgroup is None:
            yield start + _ENDS, end - _ENDS
            continue
        # From a letter to a letter, so that marks stay with theirs.
        letters = "AHN" if match.lastgroup == "word" else "I"
        for _ in range(_ENDS):
            start = min(at for letter in letters if (at := codes.find(letter, start + 1, end)) >= 0)
            end = max(codes.rfind(letter, start, end) for letter in letters)
        yield start, end


# -- grapheme clusters -------------------------------------------------------------------------------------------------

_CLUSTER_CODES = {
    "Other": "O", "LV": "O", "LVT": "O", "SpacingMark": "P", "ZWJ": "J", "Control": "C", "LF": "C", "Extend": "E",
}  # fmt: skip
_CERTAIN_BOUNDARY = re.compile(r"[OT][EP]*+(?=[OTC])|C(?=[OTC])")
"""Where UAX #29 has a boundary whatever else there is; a linker or a joiner, though, may hold what follows (GB9c, GB11)."""
_CLUSTER_RUN = re.compile(r"(?P<joined>(?:TJ){9,}+)|[ELXJ]{17,}+")


def clusters(text: str) -> Iterator[str]:
    """Cut text into what a reader takes for one character: a letter with its accents, a family of emoji."""
    codes, alike = _cluster_tables()
    return _units(text, text.translate(codes), text.translate(alike), _CERTAIN_BOUNDARY, _cluster_lengths)


@lru_cache(maxsize=1)
def _cluster_tables() -> tuple[_Table, _Table]:
    """The class of each character as one letter, and what stands for it: all that uniseg asks of a character is in its key."""
    from uniseg.derived import indic_conjunct_break  # noqa: PLC0415 -- its tables, which most decks do without
    from uniseg.emoji import extended_pictographic  # noqa: PLC0415
    from uniseg.graphemecluster import grapheme_cluster_break  # noqa: PLC0415

    def code(char: str) -> str:
        kind, conjunct = grapheme_cluster_break(char).value, indic_conjunct_break(char).value
        if kind == "Extend" and conjunct != "Extend":
            return "L" if conjunct == "Linker" else "X"
        if kind == "Other" and extended_pictographic(char):
            return "T"
        return _CLUSTER_CODES.get(kind, "x")

    def key(char: str) -> tuple[object, ...]:
        return grapheme_cluster_break(char), indic_conjunct_break(char), extended_pictographic(char)

    return _Table(code), _representatives(key)


def _cluster_lengths(codes: str, text: str) -> Iterable[int]:
    from uniseg.graphemecluster import grapheme_clusters  # noqa: PLC0415

    return _lengths(text, _inner_of_marks(codes), grapheme_clusters)


def _inner_of_marks(codes: str) -> Iterator[Span]:
    """The middles of long runs of joined emoji, and of marks less what decides whether they hold what follows (GB9c, GB11)."""
    for match in _CLUSTER_RUN.finditer(codes):
        start, end = match.start() + _ENDS, match.end() - _ENDS
        if match["joined"] is None:
            breaking = codes.rfind("X", start, end)  # the last mark that is no part of a conjunct
            deciding = {breaking, codes.find("L", max(breaking, start), end), codes.find("J", start, end)} - {-1}
            for at in sorted(deciding):
                yield start, at
                start = at + 1
        yield start, end


# -- both --------------------------------------------------------------------------------------------------------------

Lengths = Callable[[str, str], Iterable[int]]
"""Gives the lengths of the units of a part, which comes as its codes and as the characters that stand for it."""


def _units(text: str, codes: str, alike: str, certain: re.Pattern[str], lengths: Lengths) -> Iterator[str]:
    """Cut text behind each match of `certain` in its codes, and each part by `lengths`."""
    start = 0
    for end in (*(match.end() for match in certain.finditer(codes)), len(codes)):
        if end - start == 1:
            yield text[start:end]
            start = end
        elif end > start:
            part = codes[start:end], alike[start:end]
            for length in _cached_lengths(lengths, *part) if end - start <= _CACHED else lengths(*part):
                yield text[start : start + length]
                start += length


@lru_cache(maxsize=8192)
def _cached_lengths(lengths: Lengths, codes: str, text: str) -> tuple[int, ...]:
    return tuple(lengths(codes, text))


def _lengths(text: str, left_out: Iterable[Span], cut: Callable[[str], Iterable[str]]) -> Iterator[int]:
    """The lengths of the units into which `cut` divides text, without seeing the spans left out: they have no boundary inside."""
    spans = [(start, end) for start, end in left_out if start < end]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    shown = "".join([text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)])
    at, number = 0, 0
    for length in _cached_cut(cut, shown) if len(shown) <= _CACHED else map(len, cut(shown)):
        end = at + length
        while number < len(spans) and starts[number] < end:
            end += ends[number] - starts[number]
            number += 1
        yield end - at
        at = end


@lru_cache(maxsize=8192)
def _cached_cut(cut: Callable[[str], Iterable[str]], text: str) -> tuple[int, ...]:
    return tuple(map(len, cut(text)))
