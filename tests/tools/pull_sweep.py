"""Words and figures of a deck, changed at random in its plain slides: how many `pull` recovers.

Several are changed in one deck, each in a value of its own, as an evening's editing does. After a pull of all that is proven, the
deck is built again and read from its file. A change is

- recovered: an edit that is proven claims it, the deck built again reads so, and the value is what was typed, with the same word
  changed in it. What else reads otherwise than in the first deck is named by an edit.
- wrong: an edit that is proven claims it, and one of these is not so.
- missed: no edit has it.
- proposed, conflict, reported: an edit that cannot be written has it.

What does not come home among others is tried alone, and counts as it does then, unless it was wrong. A word counts as content if
a value behind its place, or its key, has it: others are written or computed by deckgen.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from pull_changes import Change, options_of, paragraphs_of, with_changes

from deckgen.edit import ContentEditor, EditError
from deckgen.pull.base import Base, BaseError, rebuilt
from deckgen.pull.edits import Edit
from deckgen.pull.finding import find_edits
from deckgen.pull.operations import applied
from deckgen.pull.places import Place, PlaceKey, ValueKey, readings
from deckgen.pull.plain import PlainDeck
from deckgen.reader.markup import parse_markup

_WORDS = ("harbour", "lantern", "meadow", "copper", "ribbon")
_TRIES = 50
"""How often a place is chosen for each change of a deck, before the deck has fewer."""
Report = Callable[..., None]


class Judged(Struct, frozen=True):
    """What became of a change, and what was said of it."""

    outcome: str
    said: str = ""


def sweep(base: Base, count: int, seed: int, size: int, results: Path, report: Report) -> Counter[tuple[str, str]]:
    """Change `count` words and figures, `size` in each deck; returns how many of each kind had each outcome.

    The results file gets a line of JSON for each change. Decks that are in it are not tried again: an interrupted run goes on.
    """
    sweeper, found, done = Sweeper(base), Counter[tuple[str, str]](), 0
    known: dict[int, list[dict[str, Any]]] = {}
    for line in results.read_text("utf-8").splitlines() if results.exists() else ():
        entry = json.loads(line)
        if (entry["seed"], entry["size"]) == (seed, size):
            known.setdefault(entry["deck"], []).append(entry)
    number = 0
    while done < count:
        entries = known.get(number)
        if entries is None:
            entries = sweeper.entries(random.Random(f"{seed} {number}"), min(size, count - done))
            entries = [{"seed": seed, "size": size, "deck": number, **entry} for entry in entries]
            with results.open("a", encoding="utf-8") as file:
                file.write("".join(json.dumps(entry, ensure_ascii=False) + "\n" for entry in entries))
            for entry in entries:
                if entry["outcome"] in {"missed", "wrong"} or (
                    entry["kind"][0] == "c" and entry["outcome"] != "recovered"
                ):
                    report(f"deck {number}: " + json.dumps(entry, ensure_ascii=False)[:600])
        found.update((entry["kind"], entry["outcome"]) for entry in entries)
        done, number = done + len(entries), number + 1
        report(f"{done} of {count}: {summary(found)}")
    return found


def summary(found: Counter[tuple[str, str]]) -> str:
    """Return counts as a line: for each kind, how many had each outcome."""
    kinds = sorted({kind for kind, _ in found})
    counts = {kind: {outcome: n for (of, outcome), n in sorted(found.items()) if of == kind} for kind in kinds}
    return "; ".join(f"{kind} " + ", ".join(f"{n} {outcome}" for outcome, n in counts[kind].items()) for kind in kinds)


class Sweeper:
    """Changes words of a deck, and judges what `pull` makes of them."""

    def __init__(self, base: Base) -> None:
        self.base = base
        self.spots = [p for p in base.places if any(p.texts) and (p.frame < 0 or (p.page, p.frame) in base.shapes)]
        self.before = readings(base.places)
        self.own_texts: dict[str, set[str]] = {}
        for (entry, _, values), texts in self.before.items():
            self.own_texts.setdefault(entry, set()).update(() if values else texts)
        self._editors = {file: ContentEditor(text, file) for file, text in base.texts.items()}

    def entries(self, rng: random.Random, size: int) -> list[dict[str, Any]]:
        """Return what became of each change of one deck, as plain data."""
        changes = list(self.choose(rng, size))
        entries = []
        for change, together in zip(changes, self.judge(changes), strict=True):
            is_final = together.outcome in {"recovered", "wrong"} or not change.is_content or len(changes) == 1
            judged = together if is_final else self.judge([change])[0]
            place = change.place
            where = {
                "slide": place.page + 1,
                "texts": place.texts,
                "place": place.key,
                "old": change.old,
                "new": change.new,
            }
            entries.append(
                {
                    "kind": change.kind,
                    "outcome": judged.outcome,
                    "together": together.outcome,
                    "said": judged.said,
                    **where,
                }
            )
        return entries

    def choose(self, rng: random.Random, size: int) -> Iterator[Change]:
        """Yield changes at random: no two show the same value, or stand at the same place."""
        used: set[object] = set()
        for _ in range(size * _TRIES):
            place = rng.choice(self.spots)
            at_place = {(place.page, place.frame, place.cell), place.key, *place.values}
            change = None if used & at_place else self._change(place, rng)
            if change is not None:
                used |= at_place
                yield change
                size -= 1
            if not size:
                return

    def _change(self, place: Place, rng: random.Random) -> Change | None:
        paragraphs = paragraphs_of(self.base, self.base.plain, place)
        options = list(options_of(paragraphs))
        if not options:
            return None
        i, j, match = rng.choice(options)
        old = match.group()
        new = str(rng.randint(1, 97)) if old[0].isdigit() else rng.choice(_WORDS)
        run = paragraphs[i].runs[j]
        typed = replace(run, text=run.text[: match.start()] + new + run.text[match.end() :])
        changed = replace(paragraphs[i], runs=(*paragraphs[i].runs[:j], typed, *paragraphs[i].runs[j + 1 :]))
        before = "".join(each.text for each in paragraphs[i].runs[:j]) + run.text[: match.start()]
        is_content = any(self._shows(key, paragraphs[i].text, before, old) for key in place.values)
        return None if new == old else Change(place, i, changed, old, new, is_content)

    def _shows(self, key: ValueKey, text: str, before: str, word: str) -> bool:
        """Whether a value, or its key, has a word that stands in a text behind `before`, where the text shows the value."""
        raw = self.raw(key)
        if _word(word).search(raw):
            whole, start = _squeezed([text]), len(_squeezed([before]))
            plain = [_squeezed([paragraph.plain_text]) for paragraph in parse_markup(raw)]
            found = [(at, at + len(each)) for each in plain if each and (at := whole.find(each)) >= 0]
            return not found or any(first <= start < end for first, end in found)
        return _word(word).search(str(key[1][-1])) is not None

    def raw(self, key: ValueKey) -> str:
        """Return a value as typed; empty if it is no text."""
        editing = self._editors.get(key[0])
        value = editing.get(key[1]) if editing is not None and editing.has(key[1]) else None
        return value if isinstance(value, str) else ""

    def judge(self, changes: Sequence[Change]) -> list[Judged]:
        """Return what becomes of the changes of one deck."""
        deck = with_changes(self.base, changes)
        edits = find_edits(self.base, deck).edits
        writable = [edit for edit in edits if edit.is_writable]
        again = self.base
        if writable:
            try:
                again = rebuilt(
                    self.base, applied(self.base.current, [op for edit in writable for op in edit.operations])
                )
            except (BaseError, EditError, LookupError) as error:
                return [Judged("wrong", f"all together cannot be built: {error}") for _ in changes]
        passed_over = self._passed_over(again, writable)
        return [self._judged(change, deck, edits, again, passed_over) for change in changes]

    def _passed_over(self, again: Base, writable: Iterable[Edit]) -> list[tuple[PlaceKey, str]]:
        """Return the texts that the pull has made though no edit names their places.

        Pages may break elsewhere when several texts are longer, so that headings are repeated, and what deckgen writes itself,
        which is known by its position, stands elsewhere: a text that its slide had before is none.
        """
        named = {key for edit in writable for key, _, _ in edit.follows}
        named |= {d.place.key for edit in writable for d in edit.differences if d.place is not None}
        said = {after for edit in writable for _, _, texts in edit.follows for after in texts.split("\n")}
        after = readings(again.places)
        found = []
        for key in after.keys() - named:
            before = self.before.get(key, ()) if key[2] else self.own_texts.get(key[0], set())
            if _squeezed(before) != _squeezed(after[key]):
                found += [(key, text) for text in after[key] if text not in before and text not in said]
        return found

    def _judged(
        self,
        change: Change,
        deck: PlainDeck,
        edits: Iterable[Edit],
        again: Base,
        passed_over: Sequence[tuple[PlaceKey, str]],
    ) -> Judged:
        own = [edit for edit in edits if _has(edit, change)]
        said = "; ".join(f"{edit.outcome}: {edit.message}" for edit in own)
        if not own:
            return Judged("missed")
        claiming = [edit for edit in own if edit.is_writable]
        if not claiming:
            return Judged(own[0].outcome, said)
        if passed_over:
            return Judged("wrong", f"reads otherwise, and no edit names it: {passed_over}")
        if not self._reads(change.place, deck, again) and not any(edit.turned for edit in claiming):
            return Judged("wrong", "the deck built again does not read so")
        for value in (value for edit in claiming for value in edit.values if change.is_content):
            if value.edited not in _typed(value.built, change.old, change.new):
                return Judged("wrong", f"{value.path}: typed {value.edited!r} for {value.built!r}")
        return Judged("recovered")

    def _reads(self, place: Place, deck: PlainDeck, again: Base) -> bool:
        """Whether a place reads in the deck built again as in the edited one, wherever layout has cut it."""
        edited = [_shown(self.base, deck, each) for each in self.base.places if each.key == place.key]
        now = [_shown(again, again.plain, each) for each in again.places if each.key == place.key]
        if not now:
            now = [
                _shown(again, again.plain, each)
                for each in again.places
                if place.values and each.values == place.values
            ]
        return _shown(self.base, deck, place) in now or "".join(edited) == "".join(now)


def _has(edit: Edit, change: Change) -> bool:
    """Whether an edit is about a change."""
    return any(
        difference.page == change.place.page
        and (difference.place is change.place or change.paragraph.reading in {p.reading for p in difference.after})
        for difference in edit.differences
    )


def _word(word: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(word)}(?!\w)")


def _typed(value: str, old: str, new: str) -> set[str]:
    """Return a value with a word replaced, once anywhere, or everywhere."""
    spans = [match.span() for match in re.finditer(re.escape(old), value)]
    return {value[:start] + new + value[end:] for start, end in spans} | {value.replace(old, new)}


def _shown(base: Base, deck: PlainDeck, place: Place) -> str:
    """Return what a deck reads at a place, without blanks."""
    return _squeezed(paragraph.unraised for paragraph in paragraphs_of(base, deck, place))


def _squeezed(texts: Iterable[str]) -> str:
    return "".join("".join(texts).split())
