"""A deck's content → slides of blocks, composed by their kinds, with eyebrows, unique titles and numbered footnotes."""

from __future__ import annotations

from collections.abc import Mapping

from deckgen import kinds
from deckgen.build.progress import Progress
from deckgen.build.stage_issues import chart_issues, same_title_issues
from deckgen.build.titles import with_eyebrows, with_unique_titles
from deckgen.diagnostics import Issue, Origin, has_errors
from deckgen.ir.blocks import Slide
from deckgen.ir.media import PreparedPicture
from deckgen.kinds import ContentError
from deckgen.kinds._without_results import compose_without_results
from deckgen.model import Deck
from deckgen.resolve import number_footnotes, resolve


def compose_slides(
    deck: Deck, pictures: Mapping[str, PreparedPicture], progress: Progress, *, content_has_errors: bool
) -> tuple[list[Slide], list[Issue]]:
    """Compose the slides of a deck; an entry that cannot be composed has issues instead of a slide.

    `pictures` are those that can be shown, by the names of their files in content.

    With `content_has_errors`, an entry may refer to a definition that was left out because it is invalid: it is skipped.
    """
    resolved, resolve_issues = resolve(deck, pictures)
    issues = list(resolve_issues)
    slides: list[Slide] = []
    registry = kinds.find_kinds()
    entries = list(resolved.contexts())
    for done, (entry, context) in enumerate(entries):
        progress("composing", done, len(entries))
        kind = registry[entry.content.kind]
        try:
            slide = kind.compose(entry.content, context)
        except ContentError as error:
            waiting_slide = compose_without_results(kind, entry.content, context)
            if waiting_slide is None:
                issues += error.issues
                continue
            slide = waiting_slide
        except KeyError:
            if content_has_errors or has_errors(issues):
                continue
            raise
        issues += [*slide.issues, *chart_issues(slide)]
        slides.append(number_footnotes(slide, deck.footnotes))
    slides, clashing = with_unique_titles(with_eyebrows(slides, deck.title, Origin(file=deck.file, path=("title",))))
    return slides, [*issues, *same_title_issues(clashing)]
