"""What several kinds share: slides with their titles, rich text and items as paragraphs, cells, alt texts of tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from unicodedata import east_asian_width

from msgspec.structs import replace

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import BULLET, Block, Cell, Paragraph, Row, Run, Slide
from deckgen.ir.roles import CellMark, ColourRole, Status
from deckgen.model import Item, Labels, RichText, SlideContent
from deckgen.resolve import Context

Origins = tuple[Origin, ...]


def slide(
    content: SlideContent, context: Context, layout: str, blocks: Iterable[Block], *, discriminator: str = ""
) -> Slide:
    """Return a slide with its blocks. Its title is the headline, with the topic as eyebrow; without a headline, the topic."""
    topic = content.title or context.section.title
    topic_origin = context.field_origin("title")
    labels = context.labels
    tags: dict[str, str] = {}
    if content.department:
        tags["department"] = content.department
    if content.due:
        tags["due"] = labels.format("due-of", due=labels.dates(content.due))
    if content.owner:
        tags["owner"] = labels.format("owner-of", owner=content.owner)
    return Slide(
        id=context.origin.slide,
        kind=content.kind,
        layout=layout,
        title=content.headline or topic,
        title_origin=_title_origin(content, context),
        eyebrow_text_origins=(topic_origin,) if content.headline and topic_origin else (),
        blocks=tuple(blocks),
        eyebrow=topic if content.headline else "",
        tags=tuple(tags.values()),
        tag_origins=tuple(origin for name in tags if (origin := context.field_origin(name)) is not None),
        section=context.section.title,
        notes=content.notes.paragraphs if content.notes else (),
        hidden=content.hidden,
        discriminators=tuple(d for d in (labels["label"] if content.label_in_title else "", discriminator) if d),
        language=context.language,
        origin=context.origin,
    )


def without_topic(slide: Slide) -> Slide:
    """Return a slide whose topic is not above its title, because another text shows it."""
    return replace(slide, eyebrow="", eyebrow_text_origins=())


def _title_origin(content: SlideContent, context: Context) -> Origin | None:
    """Return where the title of a slide was written; None for one that deckgen adds."""
    return context.field_origin("headline" if content.headline else "title")


def paragraphs(
    text: RichText | None, style: str = "body", *, bullet: str | None = None, level: int = 0
) -> list[Paragraph]:
    """Return rich text as paragraphs of one style; only the first has the bullet, unless the text begins with a list."""
    shown = text.paragraphs if text is not None else ()
    if not shown or (style == "body" and bullet is None and not level):
        return list(shown)
    first, *others = shown
    if bullet is None or first.bullet is not None:
        return [replace(p, style=style, level=level + p.level) for p in shown]
    below = [replace(p, style=style, level=level + p.level + 1) for p in others]
    return [replace(first, style=style, bullet=bullet, level=level), *below]


def after_lead(lead: Paragraph, texts: Sequence[Paragraph]) -> list[Paragraph]:
    """Return paragraphs after a lead: the first in the same paragraph, unless it is an item of a list."""
    if not texts or texts[0].bullet is not None:
        return [replace(lead, keep_with_next=bool(texts)), *texts]
    first = replace(texts[0], runs=(*lead.runs, *texts[0].runs), origins=(*lead.origins, *texts[0].origins))
    return [first, *texts[1:]]


def joined_runs(texts: Sequence[Paragraph], labels: Labels) -> tuple[Run, ...]:
    """Return the runs of texts one after the other, with a semicolon between them, or a space before one in brackets."""
    runs: list[Run] = []
    for text in texts:
        if runs:
            runs.append(Run(" " if text.plain_text.startswith("(") else labels.clause_separator, role="muted"))
        runs += text.runs
    return tuple(runs)


def itemised(texts: Sequence[Paragraph]) -> list[Paragraph]:
    """Return several texts of a cell as items of a list, unless they have bullets; one in brackets goes on with that before."""
    items: list[Paragraph] = []
    for text in texts:
        if items and text.plain_text.startswith("("):
            last = items[-1]
            items[-1] = replace(last, runs=(*last.runs, Run(" "), *text.runs), origins=(*last.origins, *text.origins))
        else:
            items.append(text)
    is_list = len(items) > 1 and not any(item.bullet for item in items)
    return [replace(item, bullet=BULLET) for item in items] if is_list else items


def in_one_paragraph(texts: Sequence[Paragraph], labels: Labels) -> tuple[Paragraph, ...]:
    """Return texts in one paragraph, as `joined_runs` has them."""
    if not texts:
        return ()
    return (Paragraph(joined_runs(texts, labels), origins=tuple(origin for p in texts for origin in p.origins)),)


def runs_as_lines(text: RichText) -> list[Run]:
    """Return a text as runs of one paragraph, with a line for each of its paragraphs; items have their bullets as characters."""
    runs: list[Run] = []
    for n, paragraph in enumerate(text.paragraphs):
        before = ("\n" if n else "") + (f"{paragraph.bullet} " if paragraph.bullet else "")
        runs += [Run(before)] if before else []
        runs += paragraph.runs
    return runs


def item_paragraphs(
    entries: Sequence[Item], *, bulleted: bool = True, style: str = "body", nested_style: str | None = None
) -> list[Paragraph]:
    """Return items as paragraphs; an item has a bullet unless it has a lead or a list of its own.

    In a `nested_style`, the items of such a list are a level deeper; without one they look like the others.
    """
    result: list[Paragraph] = []
    for entry in entries:
        nested = entry.bullets or entry.numbered
        has_list = nested or (entry.text is not None and any(p.bullet for p in entry.text.paragraphs))
        is_bulleted = bulleted and entry.lead is None and not has_list
        lead = _lead_paragraphs(entry, style, BULLET if is_bulleted else None)
        if nested and lead:
            lead[-1] = replace(lead[-1], keep_with_next=True)
        result += lead
        for n, text in enumerate(nested, 1):
            bullet = f"{n}." if entry.numbered else BULLET
            result += paragraphs(text, nested_style or style, bullet=bullet, level=1 if nested_style else 0)
    return result


def _lead_paragraphs(entry: Item, style: str, bullet: str | None) -> list[Paragraph]:
    """Return the lead in bold, followed by the text in the same paragraph."""
    text = paragraphs(entry.text, style, bullet=bullet)
    if entry.lead is None:
        return text
    runs = [replace(run, bold=True) for run in runs_as_lines(entry.lead)]
    if text and not entry.lead.plain.rstrip().endswith((":", ".", "?", "!")):
        runs.append(Run(":", bold=True))
    runs += [Run(" ")] if text and text[0].bullet is None else []
    return after_lead(Paragraph(tuple(runs), style, origins=entry.lead.origins), text)


def split_runs(runs: Iterable[Run], cuts: Sequence[int]) -> list[tuple[Run, int, int]]:
    """Split runs at character offsets; each piece comes with the offsets of its start and end."""
    pieces: list[tuple[Run, int, int]] = []
    at = 0
    for run in runs:
        end = at + len(run.text)
        inside = {cut - at for cut in cuts if at < cut < end}
        if inside:
            stops = [0, *sorted(inside), end - at]
            pieces += [(replace(run, text=run.text[a:b]), at + a, at + b) for a, b in pairwise(stops)]
        else:
            pieces.append((run, at, end))
        at = end
    return pieces


def split_at(runs: Iterable[Run], end: int, start: int | None = None) -> tuple[tuple[Run, ...], tuple[Run, ...]]:
    """Return the runs of a text up to the offset `end`, with the footnotes that stand there, and those from `start` on.

    Without a `start`, the second part begins where the first one ends.
    """
    first, rest = [], []
    for run, begins, ends in split_runs(runs, (end, end if start is None else start)):
        if ends <= end:
            first.append(run)
        elif begins >= (end if start is None else start):
            rest.append(run)
    return tuple(first), tuple(rest)


def plain_paragraph(
    text: str, style: str = "body", *, role: ColourRole | None = None, bold: bool = False, origins: Origins = ()
) -> Paragraph:
    """Return one paragraph of unformatted text, which shows what was written at `origins`."""
    return Paragraph((Run(text, bold=bold, role=role),), style, origins=origins)


def status_word(text: str, status: CellMark, style: str = "body") -> Paragraph:
    """Return the word of a status in bold, in the colour that the brand gives the status."""
    return Paragraph((Run(text, bold=True, status=status),), style)


def in_role(paragraph: Paragraph, role: ColourRole) -> Paragraph:
    """Return a paragraph in the colour of a role."""
    return replace(paragraph, runs=tuple(replace(run, role=role) for run in paragraph.runs))


def in_status_colour(paragraph: Paragraph, status: Status) -> Paragraph:
    """Return a paragraph in the colour that the brand gives a status."""
    return replace(paragraph, runs=tuple(replace(run, status=status, role=None) for run in paragraph.runs))


def heading(text: str, style: str = "heading", *, origins: Origins = ()) -> Paragraph:
    """Return a heading, which stays on the page of the paragraph after it."""
    return Paragraph((Run(text),), style, keep_with_next=True, origins=origins)


def room_of(text: RichText | None) -> int:
    """Return about how many characters of room a text takes: each further paragraph costs half a line, a wide character two."""
    if text is None:
        return 0
    return character_width(text.plain) + 40 * (len(text.paragraphs) - 1)


def character_width(text: str) -> int:
    """Return the number of characters of a text; a wide character counts as two."""
    # The letters of Latin-1 are not wide, so that only the others need to be looked up.
    return len(text) + (0 if text.isascii() else sum([char > "ÿ" and east_asian_width(char) in "WF" for char in text]))


def cell(text: RichText | str | None, style: str = "body", **more: object) -> Cell:
    """Return one cell of rich or plain text; `more` are further fields of the cell."""
    content = [plain_paragraph(text, style)] if isinstance(text, str) else paragraphs(text, style)
    return Cell(tuple([p for p in content if p.runs]), **more)  # type: ignore[arg-type]


def table_alt(context: Context, title: str, header: Row | None) -> str:
    """Return the alt text of a table: its title and the names of its columns."""
    cells = header.cells if header is not None else ()
    names = ["".join(run.text for p in cell.paragraphs for run in p.runs) for cell in cells]
    columns = context.labels.listed(name for name in names if name)
    alt = context.labels.format("alt-table", title=title)
    return context.labels.format("alt-table-columns", table=alt, columns=columns) if columns else alt
