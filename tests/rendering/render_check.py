"""What a reader would see go wrong: a deck's declared boxes against the ink of its words.

  pages      not every slide was drawn
  off-page   a word reaches over the edge of the slide
  collision  words of two boxes touch, or words of one box lie over each other
  escaped    a word reaches out of the box that holds it
  grown      a table's text reaches below the bottom that the file declares
  row        a table row is drawn higher than the file declares, or its text stands in another row
  table      a table, as high as its text makes it, runs into what stands below it
  footer     text reaches into the footer zone
  picture    text lies over the edge of a picture
  mark       text lies over a status mark
  lost       text that was not drawn
  broken     a word is split over lines in its middle
  tiny       text was drawn smaller than any may be

Use `findings` in a test, or run this file:
render_check.py DECK.pptx [--font-dir DIR]… [--substitute 'A=B']… [--as-libreoffice]
"""

import argparse
import sys
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path

import declared
from attribution import Attributed, attribute, missing, split_words
from declared import DeclaredSlide, Holder
from drawn import DrawnPage, Mode, Rect, draw

SLACK = 1.0
"""Points that ink may reach over an edge: italics and the rounding of the renderer."""
TOUCH = 0.5
"""Words of two boxes that come nearer than this touch."""
SMALLEST = 8.9
LINE = 1.2
"""A line as a multiple of its size: between that of Arial (1.12) and that of Source Sans Pro (1.26)."""


@dataclass(frozen=True)
class Finding:
    """One thing that goes wrong: on which slide, of what kind, with which word, in which shape."""

    slide: int
    kind: str
    what: str
    shape: str = ""

    def __str__(self) -> str:
        return f"slide {self.slide}: {self.kind}: {self.what}" + (f" (in {self.shape})" if self.shape else "")


def findings(deck: Path, mode: Mode) -> list[Finding]:
    """Everything that goes wrong in a deck drawn in one way; raises `drawn.RenderError` where it cannot be drawn."""
    return compare(declared.read(deck), draw(deck, mode))


def compare(slides: list[DeclaredSlide], pages: list[DrawnPage]) -> list[Finding]:
    """Everything that goes wrong, slide by slide, each thing once."""
    if len(slides) != len(pages):
        return [Finding(0, "pages", f"{len(slides)} slides are shown, {len(pages)} were drawn")]
    found: list[Finding] = []
    for slide, page in zip(slides, pages, strict=True):
        words = attribute(slide, page)
        for rule in RULES:
            found.extend(rule(slide, page, words))
    return each_once(found)


def each_once(found: list[Finding]) -> list[Finding]:
    """One finding for each kind and shape of a slide: the first word that goes wrong, and how many more do."""
    alike: dict[tuple[int, str, str], list[Finding]] = defaultdict(list)
    for finding in dict.fromkeys(found):
        alike[finding.slide, finding.kind, finding.shape].append(finding)
    return [
        replace(first, what=f"{first.what} and {len(more)} more") if more else first for first, *more in alike.values()
    ]


def off_page(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    for w in words:
        if w.ink.sticks_out_of(Rect(0, 0, page.width, page.height)) > 0:
            yield Finding(slide.number, "off-page", w.text, w.shape)


def collision(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    for a, b in combinations(sorted(words, key=lambda w: w.ink.y0), 2):
        across, down = a.ink.overlap(b.ink)
        if across <= TOUCH:
            continue
        if a.holder is b.holder:
            heights = min(a.ink.y1 - a.ink.y0, b.ink.y1 - b.ink.y0)
            touching = down > 0.4 * heights and across > 0.2 * min(a.ink.x1 - a.ink.x0, b.ink.x1 - b.ink.x0)
        elif a.holder and b.holder and a.holder.table == b.holder.table >= 0:
            touching = down > 0
        else:
            touching = down > -TOUCH
        if touching:
            yield Finding(slide.number, "collision", f"{a.text} / {b.text}", f"{a.shape} / {b.shape}")


def escaped(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    for w in words:
        if w.holder is None or w.holder.kind == "turned":
            continue
        below = w.ink.y1 - w.holder.box.y1
        if w.ink.sticks_out_of(w.holder.box) <= SLACK:
            continue
        if w.holder.kind == "cell":
            vertical = below > SLACK or w.holder.box.y0 - w.ink.y0 > SLACK
            kind = "grown" if w.holder.last_row and below > SLACK else "row" if vertical else "escaped"
            yield Finding(slide.number, kind, f"{w.text} (row {w.holder.row})", w.shape)
        else:
            yield Finding(slide.number, "escaped", w.text, w.shape)


def row(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    for holder, needed in heights_needed(words).items():
        over = needed - (holder.box.y1 - holder.box.y0)
        if over > SLACK:
            yield Finding(
                slide.number, "row", f"row {holder.row} is drawn {over:.1f} pt higher than declared", holder.name
            )


def heights_needed(words: list[Attributed]) -> dict[Holder, float]:
    """What each table cell needs for its text and insets, read off the lines as drawn."""
    lines: dict[Holder, list[Attributed]] = defaultdict(list)
    for w in words:
        if w.holder and w.holder.kind == "cell":
            lines[w.holder].append(w)
    needed = {}
    for holder, held in lines.items():
        # A footnote's mark stands above its line and adds nothing to the height.
        full = max(w.size for w in held) * 0.75
        first, last = min(w.baseline for w in held if w.size > full), max(w.baseline for w in held)
        size = max(w.size for w in held if w.baseline > last - 1)
        needed[holder] = last - first + LINE * size + holder.margins
    return needed


def table(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    """A table grown by its text pushes its bottom down: what stands below it declares its place all the same."""
    cells = [h for h in slide.holders if h.kind == "cell"]
    needed = heights_needed(words)
    for id_ in dict.fromkeys(h.table for h in cells):
        own = [h for h in cells if h.table == id_]
        bounds = own[0].box
        for h in own[1:]:
            bounds = bounds.union(h.box)
        growth: dict[int, float] = defaultdict(float)
        for h in own:
            growth[h.row] = max(growth[h.row], needed.get(h, 0) - (h.box.y1 - h.box.y0))
        bottom = bounds.y1 + sum(growth.values())
        for other in (h for h in slide.holders if h.table != id_ and h.kind in {"text", "cell", "picture"}):
            across, _ = other.box.overlap(bounds)
            if across > TOUCH and bounds.y0 < other.box.y0 and bottom > other.box.y0 + SLACK:
                what = f"ends at {bottom:.1f} pt, {other.name} begins at {other.box.y0:.1f}"
                yield Finding(slide.number, "table", what, own[0].name)


def footer(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    top = slide.footer_top
    for w in words:
        if top is None or w.ink.y1 <= top + TOUCH:
            continue
        # The link back to the agenda is no footer to PowerPoint, but its layout puts it in the same line.
        if w.holder is None or not (w.holder.footer or w.holder.box.y0 >= top - TOUCH):
            yield Finding(slide.number, "footer", w.text, w.shape)


def picture(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    yield from _over(slide, words, "picture")


def mark(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    yield from _over(slide, words, "mark")


def _over(slide: DeclaredSlide, words: list[Attributed], kind: str) -> Iterator[Finding]:
    """Words over something; a box that lies in the picture as a whole was put there on purpose."""
    for thing in (h for h in slide.holders if h.kind == kind):
        for w in words:
            across, down = w.ink.overlap(thing.box)
            inside = w.holder is not None and w.holder.box.sticks_out_of(thing.box) <= 0
            if across > TOUCH and down > TOUCH and not inside:
                yield Finding(slide.number, kind, f"{w.text} over {thing.name}", w.shape)


def lost(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    gone = missing(slide, page)
    if gone:
        what = "".join(sorted(gone.elements()))
        yield Finding(slide.number, "lost", f"{gone.total()} characters were not drawn: {what[:60]}")


def broken(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    for holder, word in split_words(slide, page):
        yield Finding(slide.number, "broken", word, holder.name)


def tiny(slide: DeclaredSlide, page: DrawnPage, words: list[Attributed]) -> Iterator[Finding]:
    """Short words are let pass: a footnote's mark is small by design."""
    for w in words:
        if len(w.text) > 3 and w.size < SMALLEST:
            yield Finding(slide.number, "tiny", f"{w.text} at {w.size:.1f} pt", w.shape)


Rule = Callable[[DeclaredSlide, DrawnPage, list[Attributed]], Iterator[Finding]]
RULES: tuple[Rule, ...] = (off_page, collision, escaped, row, table, footer, picture, mark, lost, broken, tiny)


def main(arguments: list[str] | None = None) -> int:
    """Print what is found in a deck; 0 for nothing, 1 for something."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("deck", type=Path)
    parser.add_argument("--font-dir", type=Path, action="append", default=[])
    parser.add_argument("--substitute", action="append", default=[], help="draw one family as another: 'A=B'")
    parser.add_argument("--as-libreoffice", action="store_true", help="let text shrink on opening")
    given = parser.parse_args(arguments)
    pairs = dict(pair.split("=", 1) for pair in given.substitute)
    found = findings(given.deck, Mode(tuple(given.font_dir), pairs, not given.as_libreoffice))
    kinds = Counter(f.kind for f in found)
    sys.stdout.writelines(f"{finding}\n" for finding in found)
    sys.stdout.write(f"{len(found)} findings {dict(kinds) if kinds else ''}\n")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
