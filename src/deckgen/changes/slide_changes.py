"""The slides of two sides → which titles and texts changed, and which slides are new, gone, hidden or elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest

from deckgen.changes.groups import Change, Group
from deckgen.changes.sides import ComparedSlide, Side
from deckgen.changes.wording import changed_part, quoted
from deckgen.resolve.recorded_changes import pair_by_likeness

_MAX_NAMED = 6

Pair = tuple[ComparedSlide, ComparedSlide]


def slide_groups(before: Side, now: Side, *, is_rolled: bool) -> Iterator[Group]:
    """Yield what changed on slides; over a roll, when nearly every text is another one, only titles are listed."""
    paired = pair_by_likeness(
        _with_keys(before.slides), _with_keys(now.slides), lambda each: each[0], lambda each: each[1].likeness
    )
    pairs = [(old[1], new[1]) for old, new in paired if old is not None and new is not None]
    yield Group("titles", "Titles", list(_titles(pairs, is_rolled=is_rolled)))
    if before.has_texts and now.has_texts:
        if is_rolled:
            rewritten = [new.id for old, new in pairs if old.texts != new.texts]
            yield Group("texts", "Slides with other texts", _named_together(rewritten), len(rewritten))
        else:
            yield Group("texts", "Texts", [change for pair in pairs for change in _texts(*pair)])
    added = [new[1] for old, new in paired if old is None and new is not None]
    removed = [old[1] for old, new in paired if new is None and old is not None]
    yield Group("slides", "Slides", list(_slides(pairs, added, removed)))
    if is_rolled and before.state is not None:
        same = [new.id for old, new in pairs if old.title is not None and old.title == new.title]
        yield Group(
            "same-titles",
            f"Titles that are still those of {before.state.period.name}",
            _named_together(same),
            len(same),
        )


def _with_keys(slides: Sequence[ComparedSlide]) -> list[tuple[str, ComparedSlide]]:
    """Return slides with their ids; one without an id is found by its title."""
    return [(slide.id or f"“{slide.likeness}”", slide) for slide in slides]


def _titles(pairs: Sequence[Pair], *, is_rolled: bool) -> Iterator[Change]:
    for old, new in pairs:
        if old.title is None or new.title is None or old.title == new.title:
            continue
        texts = (old.title, new.title) if is_rolled else changed_part(old.title, new.title)
        yield Change(
            f"{new.id or 'slide'}: {quoted(texts[0])} → {quoted(texts[1])}",
            new.id,
            {"before": old.title, "now": new.title},
        )


def _named_together(ids: Sequence[str]) -> list[Change]:
    """Return one sentence that names slides: over a roll there are too many for one each."""
    more = f" and {len(ids) - _MAX_NAMED} more" if len(ids) > _MAX_NAMED else ""
    return [Change(f"{', '.join(ids[:_MAX_NAMED])}{more}", facts={"slides": list(ids)})] if ids else []


def _texts(old: ComparedSlide, new: ComparedSlide) -> Iterator[Change]:
    for field in dict.fromkeys((*old.texts, *new.texts)):
        where = f"{new.id or new.name}{f', {field}' if field else ''}"
        for before, now in _differences(old.texts.get(field, ()), new.texts.get(field, ())):
            facts = {"slide": new.id, "field": field, "before": before, "now": now}
            if before and now:
                texts = changed_part(before, now)
                yield Change(f"{where}: {quoted(texts[0])} → {quoted(texts[1])}", new.id, facts)
            else:
                yield Change(f"{where}: {'added' if now else 'removed'} {quoted(now or before)}", new.id, facts)


def _differences(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the texts that differ in two lists, before and now; an empty text where there is none."""
    for tag, first, last, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag != "equal":
            yield from zip_longest(old[first:last], new[start:end], fillvalue="")


def _slides(
    pairs: Sequence[Pair], added: Sequence[ComparedSlide], removed: Sequence[ComparedSlide]
) -> Iterator[Change]:
    yield from (Change(f"New: {_named(slide)}", slide.id, {"change": "added"}) for slide in added)
    yield from (Change(f"Removed: {_named(slide)}", slide.id, {"change": "removed"}) for slide in removed)
    for old, new in pairs:
        if old.is_hidden != new.is_hidden:
            what = "hidden" if new.is_hidden else "shown"
            yield Change(f"Now {what}: {_named(new)}", new.id, {"change": what})
        if old.section and new.section and old.section != new.section:
            yield Change(f"Moved from “{old.section}” to “{new.section}”: {_named(new)}", new.id, {"change": "moved"})


def _named(slide: ComparedSlide) -> str:
    where = f" ({slide.id})" if slide.id and slide.title else ""
    return f"{slide.name or 'a slide without a title'}{where}"
