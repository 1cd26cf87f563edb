"""Find visible defects of a rendered deck, by comparing its declared boxes with the ink of its words.

  pages      not every slide was drawn
  off-page   a word extends over the edge of the slide
  collision  words of two boxes touch, or words of one box overlap
  escaped    a word extends over the edge of its box
  grown      the text of a table extends below the declared bottom of the table
  row        a table row is higher than declared, or its text is in another row
  table      a table that its text has made higher overlaps the item below it
  footer     text extends into the footer zone
  picture    text overlaps the edge of a picture
  mark       text overlaps a status mark
  lost       text was not drawn
  broken     a word is split over two lines
  tiny       text is smaller than the minimum size

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
from attribution import AttributedWord, attribute, missing, split_words
from declared import DeclaredSlide, Holder
from drawn import DrawnPage, Mode, Rect, draw

SLACK = 1.0
"""Points that ink may extend over an edge, because of italics and rounding in the renderer."""
TOUCH = 0.5
"""Words of two boxes touch if their distance in points is less than this."""
SMALLEST = 8.9
LINE = 1.2
"""Line height as a multiple of the font size: between that of Arial (1.12) and that of Source Sans Pro (1.26)."""
ASCENT = 0.9
"""The part of a size by which a line rises over its baseline, at least, in the fonts that are drawn."""


@dataclass(frozen=True)
class Finding:
    """One visible defect: its slide, its kind, the word and the shape."""

    slide: int
    kind: str
    what: str
    shape: str = ""

    def __str__(self) -> str:
        return f"slide {self.slide}: {self.kind}: {self.what}" + (f" (in {self.shape})" if self.shape else "")


def findings(deck: Path, mode: Mode) -> list[Finding]:
    """Return all visible defects of a deck rendered in this mode. Raises `drawn.RenderError` if it cannot be rendered."""
    return compare(declared.read(deck), draw(deck, mode))


def compare(slides: list[DeclaredSlide], pages: list[DrawnPage]) -> list[Finding]:
    """Return all visible defects, slide by slide, one for each kind and shape."""
    if len(slides) != len(pages):
        return [Finding(0, "pages", f"{len(slides)} slides are shown, {len(pages)} were drawn")]
    results: list[Finding] = []
    for slide, page in zip(slides, pages, strict=True):
        words = attribute(slide, page)
        for rule in RULES:
            results.extend(rule(slide, page, words))
    return merge_findings(results)


def merge_findings(results: list[Finding]) -> list[Finding]:
    """Return one finding for each kind and shape of a slide: the first word, and the number of further ones."""
    groups: dict[tuple[int, str, str], list[Finding]] = defaultdict(list)
    for finding in dict.fromkeys(results):
        groups[finding.slide, finding.kind, finding.shape].append(finding)
    return [
        replace(first, what=f"{first.what} and {len(more)} more") if more else first for first, *more in groups.values()
    ]


def find_off_page_words(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    for w in words:
        if w.ink.sticks_out_of(Rect(0, 0, page.width, page.height)) > 0:
            yield Finding(slide.number, "off-page", w.text, w.shape)


def find_collisions(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
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


def find_escaped_words(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
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


def find_high_rows(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    for holder, needed in heights_needed(words).items():
        over = needed - (holder.box.y1 - holder.box.y0)
        if over > SLACK:
            yield Finding(
                slide.number, "row", f"row {holder.row} is drawn {over:.1f} pt higher than declared", holder.name
            )


def heights_needed(words: list[AttributedWord]) -> dict[Holder, float]:
    """Return the height that each table cell needs for its text and insets, according to the lines as drawn."""
    lines: dict[Holder, list[AttributedWord]] = defaultdict(list)
    for w in words:
        if w.holder and w.holder.kind == "cell":
            lines[w.holder].append(w)
    needed = {}
    for holder, words_in_cell in lines.items():
        # A footnote mark is raised and adds nothing to the height of its line.
        full = max(w.size for w in words_in_cell) * 0.75
        baselines = [w.baseline for w in words_in_cell]
        first, last = min(w.baseline for w in words_in_cell if w.size > full), max(baselines)
        size = max(w.size for w in words_in_cell if w.baseline > last - 1)
        first_size = max(w.size for w in words_in_cell if w.baseline < first + 1)
        # Over the first baseline, the line takes the ascent of its own size, which may be that of a small heading.
        needed[holder] = last - first + LINE * size - ASCENT * max(size - first_size, 0) + holder.margins
    return needed


def find_table_overlaps(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    """Find tables that their text has made so high that they overlap the declared position of the item below them."""
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


def find_words_in_footer(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    top = slide.footer_top
    for w in words:
        if top is None or w.ink.y1 <= top + TOUCH:
            continue
        # The link back to the agenda is not a footer placeholder, but its layout puts it on the same line.
        if w.holder is None or not (w.holder.footer or w.holder.box.y0 >= top - TOUCH):
            yield Finding(slide.number, "footer", w.text, w.shape)


def find_words_over_pictures(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    yield from _find_words_over(slide, words, "picture")


def find_words_over_marks(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    yield from _find_words_over(slide, words, "mark")


def _find_words_over(slide: DeclaredSlide, words: list[AttributedWord], kind: str) -> Iterator[Finding]:
    """Find words over an item; a box completely inside the item is there on purpose."""
    for item in (h for h in slide.holders if h.kind == kind):
        for w in words:
            across, down = w.ink.overlap(item.box)
            inside = w.holder is not None and w.holder.box.sticks_out_of(item.box) <= 0
            if across > TOUCH and down > TOUCH and not inside:
                yield Finding(slide.number, kind, f"{w.text} over {item.name}", w.shape)


def find_lost_text(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    characters = missing(slide, page)
    if characters:
        what = "".join(sorted(characters.elements()))
        yield Finding(slide.number, "lost", f"{characters.total()} characters were not drawn: {what[:60]}")


def find_broken_words(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    for holder, word in split_words(slide, page):
        yield Finding(slide.number, "broken", word, holder.name)


def find_tiny_words(slide: DeclaredSlide, page: DrawnPage, words: list[AttributedWord]) -> Iterator[Finding]:
    """Find small text, except short words: footnote marks are small by design."""
    for w in words:
        if len(w.text) > 3 and w.size < SMALLEST:
            yield Finding(slide.number, "tiny", f"{w.text} at {w.size:.1f} pt", w.shape)


Rule = Callable[[DeclaredSlide, DrawnPage, list[AttributedWord]], Iterator[Finding]]
RULES: tuple[Rule, ...] = (
    find_off_page_words, find_collisions, find_escaped_words, find_high_rows, find_table_overlaps, find_words_in_footer,
    find_words_over_pictures, find_words_over_marks, find_lost_text, find_broken_words, find_tiny_words,
)  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print the findings of a deck; return 0 if there are none, else 1."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("deck", type=Path)
    parser.add_argument("--font-dir", type=Path, action="append", default=[])
    parser.add_argument("--substitute", action="append", default=[], help="render one family as another: 'A=B'")
    parser.add_argument("--as-libreoffice", action="store_true", help="let text shrink on opening")
    given = parser.parse_args(arguments)
    pairs = dict(pair.split("=", 1) for pair in given.substitute)
    results = findings(given.deck, Mode(tuple(given.font_dir), pairs, not given.as_libreoffice))
    kinds = Counter(f.kind for f in results)
    sys.stdout.writelines(f"{finding}\n" for finding in results)
    sys.stdout.write(f"{len(results)} findings {dict(kinds) if kinds else ''}\n")
    return bool(results)


if __name__ == "__main__":
    sys.exit(main())
