"""Text → units that each end where a line may break (UAX #14), and grapheme clusters (UAX #29), in linear time.

The boundaries are those of uniseg. Used alone, uniseg looks back over a complete run of marks or blanks before each of them, so
that a letter with n accents takes n² steps, and it takes 0.2 ms for a character. Therefore:

- Text is first cut where there is a boundary whatever comes before and after it (between two ideographs).
- The middles of long runs (of letters, marks, blanks) are left out, since they contain no boundary.
- Every character is replaced by the first one that had the same properties, so that most parts are found in a cache.

`tests/line_breaking/test_breaks.py` compares the results with those of uniseg.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

_MAX_CACHED_LENGTH = 64
"""The maximum number of characters of a part whose boundaries are cached."""
_END_LENGTH = 4
"""How many characters are retained at each end of a long run: no rule looks at more than two."""

Span = tuple[int, int]
Property = Callable[[str], Any]


class _CharacterTable(dict[int, str]):
    """A table for `str.translate` that computes the replacement of a character when it is first needed."""

    def __init__(self, replacement: Callable[[str], str]) -> None:
        super().__init__()
        self._replacement = replacement

    def __missing__(self, point: int) -> str:
        result = self[point] = self._replacement(chr(point))
        return result


def _representative_table(properties: Property) -> _CharacterTable:
    """A table that replaces characters by the first one with the same properties."""
    first: dict[Any, str] = {}
    return _CharacterTable(lambda char: first.setdefault(properties(char), char))


# -- lines -----------------------------------------------------------------------------------------------------------

_LINE_CODES = {
    "AL": "A", "HL": "H", "NU": "N", "IS": ",", "ID": "I", "EB": "I", "H2": "I", "H3": "I", "SP": "S", "CM": "M", "ZWJ": "J",
    "OP": "(", "CL": ")", "EX": ")", "BA": "B", "HY": "B", "SY": "B", "ZW": "Z",
}  # fmt: skip
_CERTAIN_BREAK = r"IM*+(?=[IAHN(])|[AHN]M*+(?=I)|[AIN]M*+B(?=[IA])|[Z)](?=[IAN])"
"""Where UAX #14 breaks a line in any context: at ideographs (and syllables of Hangul), after a hyphen or slash inside a word,
after a closing mark, and after ZWSP.
"""
_WORD = r"[AHN]M{0,3}+,?+"
_LINE_RUN = rf"(?P<word>(?:{_WORD}){{9,}}+)|(?P<joined>(?:IM{{0,3}}+J){{9,}}+)|S{{9,}}+|[MJ]{{9,}}+"


def line_units(text: str) -> Iterator[str]:
    """Cut text into units, each ending where a line may break by the rules of UAX #14."""
    codes, representatives = _line_tables()
    return _units(text, text.translate(codes), text.translate(representatives), _CERTAIN_BREAK, _line_lengths)


@lru_cache(maxsize=1)
def _line_tables() -> tuple[_CharacterTable, _CharacterTable]:
    """Tables of one-letter classes and of representatives. The key has all properties of a character that uniseg uses."""
    from uniseg.emoji import extended_pictographic  # noqa: PLC0415 -- its tables, for scripts without spaces only
    from uniseg.linebreak import line_break  # noqa: PLC0415
    from uniseg.unicodedatawrapper import category, east_asian_width  # noqa: PLC0415

    def kind(char: str) -> str:
        """The class of a character, resolved by rule LB1."""
        line_class = str(line_break(char).value)
        if line_class == "SA":
            return "CM" if category(char).value in ("Mn", "Mc") else "AL"
        return "AL" if line_class in ("AI", "XX", "SG") else line_class

    def code(char: str) -> str:
        # The hyphen and the dotted circle have rules of their own.
        return "x" if char in "\u2010\u25cc" else _LINE_CODES.get(kind(char), "x")

    def key(char: str) -> tuple[object, ...]:
        general = category(char).value
        wide = east_asian_width(char).value in ("F", "W", "H")
        own = char if char in "\u2010\u25cc" else general if general in ("Pi", "Pf", "Cn") else ""
        return kind(char), own, wide, general == "Cn" and extended_pictographic(char)

    return _CharacterTable(code), _representative_table(key)


def _line_lengths(codes: str, text: str) -> Iterable[int]:
    from uniseg.linebreak import line_break_units  # noqa: PLC0415

    return _unit_lengths(text, _middles_of_line_runs(codes), line_break_units)


def _middles_of_line_runs(codes: str) -> Iterator[Span]:
    """The middles of long runs: of letters and digits (with marks and full stops), of joined emoji, of blanks, of marks."""
    for match in re.finditer(_LINE_RUN, codes):
        start, end = match.span()
        if match.lastgroup is None:
            yield start + _END_LENGTH, end - _END_LENGTH
            continue
        # From one letter to another, so that marks stay with their letter.
        letters = "AHN" if match.lastgroup == "word" else "I"
        for _ in range(_END_LENGTH):
            start = min(at for letter in letters if (at := codes.find(letter, start + 1, end)) >= 0)
            end = max(codes.rfind(letter, start, end) for letter in letters)
        yield start, end


# -- grapheme clusters -------------------------------------------------------------------------------------------------

_CLUSTER_CODES = {
    "Other": "O", "LV": "O", "LVT": "O", "SpacingMark": "P", "ZWJ": "J", "Control": "C", "LF": "C", "Extend": "E",
}  # fmt: skip
_CERTAIN_BOUNDARY = r"[OT][EP]*+(?=[OTC])|C(?=[OTC])"
"""Where UAX #29 has a boundary in any context. After a linker or a joiner there may be none (GB9c, GB11)."""
_CLUSTER_RUN = r"(?P<joined>(?:TJ){9,}+)|[ELXJ]{17,}+"


def clusters(text: str) -> Iterator[str]:
    """Cut text into grapheme clusters, which readers see as one character: a letter with its accents, a family of emoji."""
    codes, representatives = _cluster_tables()
    return _units(text, text.translate(codes), text.translate(representatives), _CERTAIN_BOUNDARY, _cluster_lengths)


@lru_cache(maxsize=1)
def _cluster_tables() -> tuple[_CharacterTable, _CharacterTable]:
    """Tables of one-letter classes and of representatives. The key has all properties of a character that uniseg uses."""
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

    return _CharacterTable(code), _representative_table(key)


def _cluster_lengths(codes: str, text: str) -> Iterable[int]:
    from uniseg.graphemecluster import grapheme_clusters  # noqa: PLC0415

    return _unit_lengths(text, _middles_of_mark_runs(codes), grapheme_clusters)


def _middles_of_mark_runs(codes: str) -> Iterator[Span]:
    """The middles of long runs of joined emoji and of marks.

    Marks that decide whether there is a boundary after the run (GB9c, GB11) are not part of them.
    """
    for match in re.finditer(_CLUSTER_RUN, codes):
        start, end = match.start() + _END_LENGTH, match.end() - _END_LENGTH
        if match["joined"] is None:
            breaking = codes.rfind("X", start, end)  # the last mark that is not part of a conjunct
            deciding = {breaking, codes.find("L", max(breaking, start), end), codes.find("J", start, end)} - {-1}
            for at in sorted(deciding):
                yield start, at
                start = at + 1
        yield start, end


# -- both --------------------------------------------------------------------------------------------------------------

Lengths = Callable[[str, str], Iterable[int]]
"""A function from the codes and the representatives of a part to the lengths of its units."""


def _units(text: str, codes: str, representatives: str, certain: str, lengths: Lengths) -> Iterator[str]:
    """Cut text after each match of `certain` in its codes, and each part by `lengths`."""
    start = 0
    for end in (*(match.end() for match in re.finditer(certain, codes)), len(codes)):
        if end - start == 1:
            yield text[start:end]
            start = end
        elif end > start:
            part = codes[start:end], representatives[start:end]
            for length in _cached_lengths(lengths, *part) if end - start <= _MAX_CACHED_LENGTH else lengths(*part):
                yield text[start : start + length]
                start += length


@lru_cache(maxsize=8192)
def _cached_lengths(lengths: Lengths, codes: str, text: str) -> tuple[int, ...]:
    return tuple(lengths(codes, text))


def _unit_lengths(text: str, left_out: Iterable[Span], cut: Callable[[str], Iterable[str]]) -> Iterator[int]:
    """The lengths of the units into which `cut` divides text; `cut` does not see the spans `left_out`, which have no boundary."""
    spans = [(start, end) for start, end in left_out if start < end]
    starts, ends = [start for start, _ in spans], [end for _, end in spans]
    shown = "".join([text[a:b] for a, b in zip([0, *ends], [*starts, len(text)], strict=True)])
    at, number = 0, 0
    for length in _cached_cut_lengths(cut, shown) if len(shown) <= _MAX_CACHED_LENGTH else map(len, cut(shown)):
        end = at + length
        while number < len(spans) and starts[number] < end:
            end += ends[number] - starts[number]
            number += 1
        yield end - at
        at = end


@lru_cache(maxsize=8192)
def _cached_cut_lengths(cut: Callable[[str], Iterable[str]], text: str) -> tuple[int, ...]:
    return tuple(map(len, cut(text)))
