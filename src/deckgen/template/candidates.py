"""Which layouts of a template serve which purpose: by their types, then by the geometry of their placeholders, then by names.

Scores are compared within one purpose. Two layouts whose scores differ by less than `CLOSE` are a question for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from deckgen.template.areas import body_zone, largest_free, obstacles_of
from deckgen.template.types import TEXT_KINDS, Place, TemplateLayout, TemplateMaster

CLOSE = 1.0
_NAMES: Mapping[str, tuple[str, ...]] = {
    "cover": (
        "title slide", "titelfolie", "diapositive de titre", "rubrikbild", "titeldias", "címdia", "标题幻灯片", "титульный слайд",
        "cover", "diapositiva de título", "diapositiva titolo", "dia tytułowa", "titelbild", "startfolie",
    ),
    "divider": (
        "section", "divider", "abschnitt", "kapitel", "en-tête de section", "szakasz", "节标题", "заголовок раздела", "avsnitt",
        "afsnit", "intestazione sezione", "encabezado de sección", "chapter",
    ),
    "only": (
        "title only", "nur titel", "titre seul", "endast rubrik", "kun titel", "仅标题", "только заголовок", "csak cím",
        "solo título", "solo titolo", "tylko tytuł",
    ),
    "content": (
        "title and content", "title, content", "titel und inhalt", "titre et contenu", "rubrik och innehåll",
        "titel og indholdsobjekt", "cím és tartalom", "标题和内容", "заголовок и объект", "título y objetos",
        "titolo e contenuto", "title and text", "one content",
    ),
}  # fmt: skip
_CONTENT_KINDS = (*TEXT_KINDS, "tbl", "chart", "pic", "dgm", "media")
_BIG, _MIN_ROOM = 0.12, 0.3
"""Parts of the slide: what a large placeholder for content takes at least, and the free area of a layout with a title only."""
_NOT_CONTENT = ("title", "vertTx", "vertTitleAndTx")


class Candidates(Struct, frozen=True):
    """The layouts of a master by purpose, best first; `questions` are choices that only a person can make."""

    covers: tuple[TemplateLayout, ...]
    dividers: tuple[TemplateLayout, ...]
    titles_only: tuple[TemplateLayout, ...]
    contents: tuple[TemplateLayout, ...]
    others: tuple[TemplateLayout, ...]
    """With or without a title: those with room for content, the roomiest first."""
    questions: tuple[str, ...]


def find_candidates(master: TemplateMaster, size: tuple[int, int], uses: Mapping[str, int]) -> Candidates:
    """Return the layouts of a master by purpose; `uses` are the numbers of sample slides by layout part."""
    layouts = [layout for layout in master.layouts if not layout.is_hidden]
    scorer = _Scorer(size, uses)
    questions: list[str] = []

    def ranked(purpose: str, what: str, score: Callable[[TemplateLayout], float]) -> tuple[TemplateLayout, ...]:
        scores = [(score(layout), layout) for layout in layouts]
        best = sorted((entry for entry in scores if entry[0] > 0), key=lambda entry: -entry[0])
        if purpose in ("cover", "divider") and len(best) > 1 and best[0][0] - best[1][0] < CLOSE:
            one, two = (layout.name or f"layout {layout.number}" for _, layout in best[:2])
            questions.append(f"{what}: “{one}” is used, “{two}” would suit as well")
        return tuple(layout for _, layout in best)

    return Candidates(
        ranked("cover", "cover", scorer.cover), ranked("divider", "divider", scorer.divider),
        ranked("only", "", scorer.title_only), ranked("content", "", scorer.content), ranked("other", "", scorer.room),
        tuple(questions),
    )  # fmt: skip


def completeness(master: TemplateMaster, size: tuple[int, int]) -> int:
    """Return for how many of the four purposes a master has a layout of that type or name."""
    purposes = (
        ("cover", ("title",)), ("only", ("titleOnly",)), ("content", ("obj", "tx")), ("divider", ("secHead",)),
    )  # fmt: skip
    return sum(
        any(layout.kind in kinds or _is_named(layout, purpose) for layout in master.layouts)
        for purpose, kinds in purposes
    )


def content_places(layout: TemplateLayout, size: tuple[int, int]) -> list[Place]:
    """Return the placeholders of a layout for large content with upright text."""
    return [
        place
        for place in layout.of_kinds("obj", "body")
        if place.is_upright and place.box.width * place.box.height > _BIG * size[0] * size[1]
    ]


class _Scorer:
    def __init__(self, size: tuple[int, int], uses: Mapping[str, int]) -> None:
        self.size, self.uses = size, uses
        self.area = size[0] * size[1]

    def cover(self, layout: TemplateLayout) -> float:
        title = layout.title
        if title is None or not title.is_upright:
            return 0
        score = 4.0 * (layout.kind == "title") + 3 * (title.kind == "ctrTitle") + 2 * _is_named(layout, "cover")
        score += bool(layout.of_kinds("subTitle")) + 0.5 * bool(self.uses.get(layout.part))
        others = layout.kind in ("obj", "titleOnly", "twoObj", "secHead")
        return score - 3 * len(content_places(layout, self.size)) - 3 * others

    def divider(self, layout: TemplateLayout) -> float:
        if layout.title is None or not layout.title.is_upright or layout.kind == "title":
            return 0
        large = 0 if layout.kind == "secHead" else len(content_places(layout, self.size))
        return 4.0 * (layout.kind == "secHead") + 2 * _is_named(layout, "divider") - 3 * large

    def title_only(self, layout: TemplateLayout) -> float:
        title = layout.title
        if title is None or not title.is_upright or layout.kind == "title" or title.kind == "ctrTitle":
            return 0
        contents = self._contents(layout)
        room = self._free_share(layout)
        if room <= _MIN_ROOM or (contents and layout.kind != "titleOnly"):
            return 0
        return 4.0 * (layout.kind == "titleOnly") + 2 * _is_named(layout, "only") + 2 * (not contents) + 2 * room

    def content(self, layout: TemplateLayout) -> float:
        large = content_places(layout, self.size)
        if layout.title is None or len(large) != 1 or layout.kind in _NOT_CONTENT or not layout.title.is_upright:
            return 0
        others = len(self._contents(layout)) - 1
        if others > 1:
            return 0
        share = large[0].box.width * large[0].box.height / self.area
        return 4.0 * (layout.kind in ("obj", "tx")) + 2 * _is_named(layout, "content") + 3 * share - others

    def room(self, layout: TemplateLayout) -> float:
        if layout.title is not None and not layout.title.is_upright:
            return 0
        share = self._free_share(layout)
        return share + (layout.title is not None) if share > 0.25 else 0

    def _contents(self, layout: TemplateLayout) -> list[Place]:
        width, height = self.size
        places = layout.of_kinds(*_CONTENT_KINDS)
        return [place for place in places if place.box.width > 0.05 * width and place.box.height > 0.03 * height]

    def _free_share(self, layout: TemplateLayout) -> float:
        free = largest_free(body_zone(layout, self.size), obstacles_of(layout, self.size))
        return free.width * free.height / self.area if free is not None else 0.0


def _is_named(layout: TemplateLayout, purpose: str) -> bool:
    name = layout.name.casefold()
    return any(word in name for word in _NAMES[purpose])


def first_of(*groups: Iterable[TemplateLayout]) -> list[TemplateLayout]:
    """Return the layouts of several groups, each once, in their order."""
    return list(dict.fromkeys(layout for group in groups for layout in group))
