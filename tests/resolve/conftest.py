"""A deck on disk, loaded with a few small slide kinds."""

import pytest

from deckgen.model import GeneratedSlide, MetricId, PeriodName, RichText, Row, SlideContent, load_deck

DECK = "format: 1\ntitle: T\nfiscal_year: FY20-21\nquarter: Q2\n"


class Cover(SlideContent):
    generated = GeneratedSlide(with_any_section=True)


class Agenda(SlideContent):
    generated = GeneratedSlide()


class Scorecard(SlideContent):
    generated = GeneratedSlide(before_divider=True, needs_measures=True)


class Divider(SlideContent):
    divides = True


class Metrics(SlideContent):
    metrics: tuple[MetricId, ...] = ()
    rows: tuple[Row, ...] = ()
    text: RichText | None = None
    as_of: PeriodName | None = None


class KeyResults(Metrics):
    has_key_results = True


KINDS = {
    "cover": Cover,
    "agenda": Agenda,
    "scorecard": Scorecard,
    "divider": Divider,
    "metrics": Metrics,
    "key-results": KeyResults,
}


@pytest.fixture
def deck_of(tmp_path):
    """Load a deck of sections (`name: text below slides`) and data files; asserts that they load without issues."""

    def deck_of(sections, data=None, more="", only=None):
        folder = tmp_path / "content" / "d"
        (folder / "data").mkdir(parents=True, exist_ok=True)
        listed = "".join(f"  - {name}\n" for name in sections)
        (folder / "deck.yaml").write_text(f"{DECK}{more}sections:\n{listed}", encoding="utf-8")
        for name, slides in sections.items():
            (folder / f"{name}.yaml").write_text(f"title: {name.title()}\nslides:\n{slides}", encoding="utf-8")
        for name, text in (data or {}).items():
            (folder / "data" / f"{name}.yaml").write_text(text, encoding="utf-8")
        deck, issues, _ = load_deck(folder, tmp_path, KINDS, only)
        assert issues == []
        return deck

    return deck_of
