"""Differences of texts → edits of the values that they show, each proven by composing the deck again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from deckgen.edit import ContentEditor
from deckgen.pull.base import Base
from deckgen.pull.candidates import Values, text_candidates
from deckgen.pull.differences import Difference
from deckgen.pull.format_candidates import format_candidates
from deckgen.pull.operations import changed_texts, settings
from deckgen.pull.places import Place, PlaceKey, ValueKey, entry_of
from deckgen.pull.plain import Letter, PlainParagraph, comparable, letters_of_emphasis
from deckgen.pull.proving import Proof, Prover

_MAX_FIGURES = 6
"""Maximum values of a slide that are tried for a text that deckgen computes."""
_NUMBER = re.compile(r"\d[\d.,]*")
Expected = Mapping[tuple[PlaceKey, int], str]


class ProvenText(Struct, frozen=True):
    """Values with which a place reads as edited: what is expected there, and the proof."""

    difference: Difference
    values: Values
    expected: Expected
    proof: Proof


class TextProver:
    """Finds the values behind changed texts."""

    def __init__(self, base: Base, prover: Prover) -> None:
        self.base, self.prover = base, prover
        self._editors: dict[str, ContentEditor] = {}

    def raw(self, key: ValueKey) -> str | None:
        """Return a value of the base as typed; None if it is no text."""
        file, path = key
        if file not in self.base.texts:
            return None
        if file not in self._editors:
            self._editors[file] = ContentEditor(self.base.texts[file], file)
        editing = self._editors[file]
        value = editing.get(path) if editing.has(path) else None
        return value if isinstance(value, str) else None

    def find(self, difference: Difference) -> ProvenText | None:
        """Return the values with which a text reads as edited; None if none were found, or several that say different things."""
        place = difference.place
        if place is None:
            return None
        values = self._raws(place.values)
        if difference.kind == "format":
            return self._first(difference, place, format_candidates(difference.before, difference.after, values))
        found = self._first(difference, place, text_candidates(difference.before, difference.after, values))
        return found or self._only(difference, place, self._of_slide(difference, place))

    def _raws(self, keys: Iterable[ValueKey]) -> dict[ValueKey, str]:
        return {key: raw for key in keys if (raw := self.raw(key)) is not None}

    def _first(self, difference: Difference, place: Place, candidates: Iterable[Values]) -> ProvenText | None:
        return next(
            (proven for each in candidates if (proven := self._proven(difference, place, each, is_strict=False))), None
        )

    def _only(self, difference: Difference, place: Place, candidates: Iterable[Values]) -> ProvenText | None:
        """Return what is proven of values that the place does not name, if no other would do as well."""
        found = [proven for each in candidates if (proven := self._proven(difference, place, each, is_strict=True))]
        return found[0] if len(found) == 1 else None

    def _proven(self, difference: Difference, place: Place, values: Values, *, is_strict: bool) -> ProvenText | None:
        translated = self.base.composer.translated
        if translated.file:
            keys = {*values, *map(translated.source_of, values)}
            with_sources = translated.with_sources(values, self._raws(keys))
            if with_sources is None:
                return None
            values = with_sources
        texts = changed_texts(self.base.texts, settings(values))
        if texts is None or all(text == self.base.texts[file] for file, text in texts.items()):
            return None
        index = self.prover.index_of(place)
        emphasis = {(place.key, index): _expected_letters(place, difference)} if difference.kind == "format" else {}
        for text in _expected_texts(difference.before, difference.after):
            expected = {(place.key, index): text}
            proof = self.prover.prove(texts, expected, values, emphasis, is_strict=is_strict)
            if proof is not None:
                return ProvenText(difference, values, expected, proof)
        return None

    def _of_slide(self, difference: Difference, place: Place) -> Iterator[Values]:
        """Yield the values of a slide with a figure of the text replaced, which deckgen may compute the text from."""
        before = "\n".join(p.unraised for p in difference.before)
        after = "\n".join(p.unraised for p in difference.after)
        old, new = _NUMBER.findall(before), _NUMBER.findall(after)
        changed = [(one, other) for one, other in zip(old, new, strict=False) if one != other]
        if len(old) != len(new) or len(changed) != 1 or _NUMBER.sub("", before) != _NUMBER.sub("", after):
            return
        [(one, other)] = changed
        entry = entry_of(place.key[0])
        keys = dict.fromkeys(key for each in self.base.places if each.key[0] == entry for key in each.values)
        count = 0
        for key, raw in self._raws(keys).items():
            if key not in place.values and _NUMBER.findall(raw).count(one) == 1 and count < _MAX_FIGURES:
                count += 1
                yield {key: re.sub(rf"(?<![\d.,]){re.escape(one)}(?![\d])", other, raw, count=1)}


def _expected_letters(place: Place, difference: Difference) -> list[Letter]:
    """Return the letters of a place as laid out, with the format of those whose format was changed.

    The file may show a format in another way than bold or italic type, such as a heavier font.
    """
    laid_out = letters_of_emphasis(place.emphasis)
    before, after = (
        letters_of_emphasis(paragraph.emphasis for paragraph in paragraphs)
        for paragraphs in (difference.before, difference.after)
    )
    if not len(laid_out) == len(before) == len(after):
        return after
    return [_with_changes(*each) for each in zip(laid_out, before, after, strict=True)]


def _with_changes(laid_out: Letter, before: Letter, after: Letter) -> Letter:
    """Return a letter as laid out, with what of its format differs between two others."""
    bold, italic, link = (
        kept if one == other else other for kept, one, other in zip(laid_out[1:], before[1:], after[1:], strict=True)
    )
    return laid_out[0], bool(bold), bool(italic), str(link)


def _expected_texts(before: Sequence[PlainParagraph], after: Sequence[PlainParagraph]) -> Iterator[str]:
    """Yield how the edited text reads; where an editor has typed over raised marks, also without these."""
    text = "\n".join(paragraph.unraised for paragraph in after)
    yield text
    marks = [comparable(run.text) for paragraph in before for run in paragraph.runs if run.raised]
    kept = [run for paragraph in after for run in paragraph.runs if run.raised]
    without = text
    for mark in marks if not kept else ():
        head, found, tail = without.rpartition(mark)
        without = head + tail if found else without
    if without != text:
        yield comparable(without)
