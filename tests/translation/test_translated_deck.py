"""Decks in another language: what they show, what they keep, and what is said of missing and outdated translations."""

import re
import sys
from pathlib import Path

import pytest
from translated_projects import GERMAN, laid_out, make_translated, opened, shown_texts, write_translations

from deckgen.build import pipeline
from deckgen.build.selection import Selection, output_path
from deckgen.build.stored_cache import open_cache
from deckgen.diagnostics import render
from deckgen.ir.frames import ChartFrame, TextFrame
from deckgen.resolve import Measure
from deckgen.translation.authored_words import authored_texts
from sample_projects import make_every_example, make_project

REPORT = "Read [the report](https://example.org/report) first[^est]"


def codes(result: object) -> list[str]:
    return sorted(issue.code for issue in result.issues)  # type: ignore[attr-defined]


def measures(folder: Path, language: str = "") -> list[Measure]:
    result = pipeline.lay_out(folder, Selection(language=language))
    assert result.rows is not None
    rows = result.rows
    return [
        rows.measure(row, rows.deck.sections[0].slides[0].origin.at("metrics", at), "metric", rows.deck.period)
        for at, row in enumerate(map(_row, rows.deck.metrics))
    ]


def _row(name: str) -> object:
    from deckgen.resolve.merge import metric_row  # noqa: PLC0415 -- a row as slides have it

    return metric_row(name)


def test_deck_shows_its_translations_and_labels_of_the_language(tmp_path: Path) -> None:
    text = shown_texts(laid_out(make_translated(tmp_path)))
    for shown in (
        "8,1 % mehr Aktive",
        "Zuerst den Bericht lesen",
        "Vier Wikis nutzen es",
        "Ausgangswert halten",
        "Im Plan",
        "Status",
    ):
        assert shown in text
    assert "Active" not in text
    assert "Young" not in text


def test_figures_are_written_as_the_language_does(tmp_path: Path) -> None:
    text = shown_texts(laid_out(make_translated(tmp_path)))
    assert "+8,1\u00a0% YoY" in text
    assert "1.000 im Monat" in text
    assert "15,4\u00a0%" in text


def test_results_have_the_verdicts_of_the_source(tmp_path: Path) -> None:
    """They are read as written: a goal in words has no verdict in a language whose words nobody reads."""
    folder = make_translated(tmp_path)
    for before, after in zip(measures(folder), measures(folder, "de"), strict=True):
        assert {p: r.status for p, r in before.results.items()} == {p: r.status for p, r in after.results.items()}
        assert before.results["Q2"].status is not None
        assert before.id == after.id


def test_figure_in_a_translated_result_is_found_there(tmp_path: Path) -> None:
    survey = measures(make_translated(tmp_path), "de")[1]
    [line] = survey.results["Q2"].lines
    assert line.quantity is not None
    assert line.text is not None
    assert line.text.plain.startswith(line.quantity.raw) and line.quantity.raw == "13,9 %"  # noqa: PT018
    assert line.quantity.value == 13.9


def test_missing_translation_is_an_error_at_the_text(tmp_path: Path) -> None:
    folder = make_translated(tmp_path, {k: v for k, v in GERMAN.items() if k != "Two things to know"})
    result = laid_out(folder)
    assert result.deck is None
    [issue] = result.issues
    assert render(issue, result.sources).startswith(
        "content/sample/part.yaml:9:15: error: this has no translation into `de`: “Two things to know”"
    )


def test_draft_shows_a_missing_text_with_its_language(tmp_path: Path) -> None:
    words = {k: v for k, v in GERMAN.items() if k not in {"Two things to know", "Youth"}}
    result = laid_out(make_translated(tmp_path, words), draft=True)
    assert "[en] Two things to know" in shown_texts(result)
    assert {issue.severity for issue in result.issues if issue.code == "missing-translation"} == {"warning"}


def test_changed_text_makes_its_translation_outdated(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    part = folder / "part.yaml"
    part.write_text(part.read_text("utf-8").replace("Two things", "Three things"), "utf-8")
    result = laid_out(folder)
    [issue] = result.issues
    assert issue.code == "outdated-translation"
    line = render(issue, result.sources).splitlines()[0]
    assert line.startswith("content/sample/translations/de.yaml:")
    assert "“Two things to know” is another one now: “Three things to know”" in line
    assert "Zwei Dinge" not in shown_texts(laid_out(folder, draft=True))


def test_moved_text_keeps_its_translation(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    part = folder / "part.yaml"
    before = part.read_text("utf-8")
    first, second = before.index("      - Read"), before.index('      - "**Four')
    part.write_text(before[:first] + before[second:].rstrip() + "\n" + before[first:second], "utf-8")
    assert codes(laid_out(folder)) == []


def test_only_what_slides_show_needs_a_translation(tmp_path: Path) -> None:
    words = {
        k: v
        for k, v in GERMAN.items()
        if k in {"Sample deck", "Review", "Sample organisation", "Part"} or "report" in k
    }
    words |= {k: GERMAN[k] for k in ("Two things to know", "**Four wikis** use it", "An estimate")}
    folder = make_translated(tmp_path, words)
    assert codes(laid_out(folder, slides=("part/points",))) == []
    assert "missing-translation" in codes(laid_out(folder))


def test_error_in_a_translated_text_is_at_the_translation(tmp_path: Path) -> None:
    folder = make_translated(tmp_path, GERMAN | {"Two things to know": "Zwei Dinge " * 80})
    result = laid_out(folder)
    [issue] = [issue for issue in result.issues if issue.code == "too-long"]
    assert issue.span is not None
    assert issue.span.file == "content/sample/translations/de.yaml"


@pytest.mark.parametrize(
    ("source", "translation", "code", "words"),
    [
        ("**Four wikis** use it", "Vier Wikis nutzen es", "translation-markup", "lacks the bold words"),
        (REPORT, "Zuerst lesen[^est]", "translation-markup", "lacks the link to"),
        (REPORT, "[Bericht](https://example.org/report)", "translation-markup", "footnote `[^est]`"),
        ("Editors are up 8.1%", "81 mehr Aktive, 8 %", "", ""),
        ("Editors are up 8.1%", "7,9 % mehr Aktive", "translation-figure", "“8.1”"),
    ],
)  # fmt: skip
def test_translation_that_loses_something_is_named(
    tmp_path: Path, source: str, translation: str, code: str, words: str
) -> None:
    result = laid_out(make_translated(tmp_path, GERMAN | {source: translation}))
    found = [issue for issue in result.issues if issue.code.startswith("translation-")]
    assert [issue.code for issue in found] == ([code] if code else [])
    assert all(words in issue.message and issue.severity == "warning" for issue in found)


def test_deck_in_arabic_is_mirrored(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    write_translations(folder, {text: f"نص {text}" if "[" not in text else text for text in GERMAN}, "ar")
    source, arabic = laid_out(folder, ""), laid_out(folder, "ar", draft=True)
    assert source.deck is not None and arabic.deck is not None  # noqa: PT018
    title, mirrored = (result.deck.pages[1].frames_of(TextFrame)[1] for result in (source, arabic) if result.deck)
    assert mirrored.box.x == source.deck.size[0] - title.box.right or mirrored.box.width != title.box.width
    assert arabic.deck.language == "ar"


def test_date_is_written_in_the_language(tmp_path: Path) -> None:
    folder = make_translated(tmp_path, date="28 January 2021")
    result = laid_out(folder)
    assert result.deck is not None
    assert result.deck.options.date == "28. Januar 2021"
    assert pipeline.lay_out(folder).deck.options.date == "28 January 2021"  # type: ignore[union-attr]


def test_own_words_for_statuses_are_translated_and_still_read(tmp_path: Path) -> None:
    folder = make_translated(tmp_path, verdicts={"words": {"on-track": "Green"}})
    metrics = folder / "data" / "metrics.yaml"
    metrics.write_text(
        metrics.read_text("utf-8").replace("Q2: +8.1% YoY", "Q2: {text: +8.1% YoY, status: green}"), "utf-8"
    )
    write_translations(folder, GERMAN | {"Green": "Grün"})
    text = shown_texts(laid_out(folder))
    assert "Grün" in text
    assert "Green" not in text


def test_language_has_its_own_file_and_cache(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    first = pipeline.build_bytes(folder, Selection(language="de"))
    for language in ("", "de", "", "de"):
        selection = Selection(language=language)
        cache = open_cache(folder, selection)
        built = pipeline.build_bytes(folder, selection, cache=cache)
        cache.save()
        assert (built.data == first.data) == (language == "de")
    assert first.layout.content is not None
    assert output_path(folder, first.layout.content, Selection(language="de")).name == "sample-fy20-21-q2-de.pptx"


def test_source_deck_is_the_same_with_and_without_translations(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    before = pipeline.build_bytes(folder).digest
    for path in (folder / "translations").iterdir():
        path.unlink()
    assert pipeline.build_bytes(folder).digest == before


def test_deck_in_its_own_language_imports_nothing_of_this(tmp_path: Path) -> None:
    folder = make_translated(tmp_path)
    names = (
        "deckgen.translation", "deckgen.build.translated", "deckgen.model.shown_texts", "deckgen.resolve.translated_measures",
        "deckgen.resolve.figure_forms",
    )  # fmt: skip
    known = {name: sys.modules.pop(name) for name in (*sys.modules,) if name.startswith(names)}
    try:
        assert pipeline.check(folder).deck is not None
        assert not [name for name in sys.modules if name.startswith(names)]
    finally:
        sys.modules.update(known)


def test_chart_of_own_numbers_is_translated_with_its_figures(tmp_path: Path) -> None:
    slide = """\
        kind: chart
        chart:
          categories: [Core, Rest]
          series: [{name: Share, values: [8.1%, 12.5%]}]
          unit: "%"
          reported: Core
    """
    folder = make_project(tmp_path, slide)
    words = {name: GERMAN[name] for name in ("Sample deck", "Review", "Sample organisation", "Part")}
    write_translations(folder, words | {"Core": "Kern", "Rest": "Übrige", "Share": "Anteil"})
    result = laid_out(folder)
    assert result.deck is not None, result.issues
    [chart] = result.deck.pages[0].frames_of(ChartFrame)
    assert chart.spec.categories == ("Kern", "Übrige")
    assert "8,1" in chart.alt
    assert "8.1" not in chart.alt


def test_units_in_words_are_those_of_the_translation_or_none(tmp_path: Path) -> None:
    slide = """\
        kind: key-results
        rows:
          - {name: Answers, baseline: 9 days, goal: at most 5 days, better: lower, quarters: {Q1: 7 days, Q2: 4 days}}
          - {name: Uploads, baseline: 0 uploads, goal: 350K uploads, quarters: {Q1: 100K uploads, Q2: 200K}}
    """
    folder = make_project(tmp_path, slide)
    texts = [text.source for text in authored_texts(opened(folder).deck)]
    write_translations(folder, {text: text.replace("days", "Tage").replace("uploads", "Dateien") for text in texts})
    result = laid_out(folder)
    text = shown_texts(result)
    assert "Tage" in text
    assert "days" not in text
    assert "uploads" not in text


CYRILLIC = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ", "абцдефгхийклмнопярстувшхызАБЦДЕФГХИЙКЛМНОПЯРСТУВШХЫЗ"
)
_KEPT = re.compile(r"(\[\^[^\]]+\]|\]\([^)]*\)|https?://\S+)")


def in_other_letters(text: str) -> str:
    """Return a text in other letters, but for footnotes and addresses."""
    pieces = _KEPT.split(text)
    pieces[::2] = [piece.translate(CYRILLIC) for piece in pieces[::2]]
    return "".join(pieces)


def test_every_word_of_every_kind_of_slide_can_be_translated(tmp_path: Path) -> None:
    """In other letters, slides show no word of the content any more, but for owners, acronyms and words that labels have."""
    folder = make_every_example(tmp_path)
    texts = authored_texts(opened(folder).deck)
    write_translations(folder, {text.source: in_other_letters(text.source) for text in texts})
    result = laid_out(folder)
    assert result.deck is not None, result.issues
    notes = [paragraph.plain_text for page in result.deck.pages for paragraph in page.notes]
    charts = [
        " ".join((chart.alt, *chart.spec.categories))
        for page in result.deck.pages
        for chart in page.frames_of(ChartFrame)
    ]
    shown = set(re.findall(r"[A-Za-z]{5,}", "\n".join([shown_texts(result), *notes, *charts])))
    written = {word for text in texts for word in re.findall(r"[A-Za-z]{5,}", _KEPT.sub(" ", text.source))}
    owners = {word for path in folder.glob("*.yaml") for word in re.findall(r"owner: (.*)", path.read_text("utf-8"))}
    assert (written & shown) - {word for owner in owners for word in re.findall(r"\w+", owner)} == set()


def test_soft_hyphens_of_translations_divide_words_and_are_not_written(tmp_path: Path) -> None:
    folder = make_translated(
        tmp_path, GERMAN | {"Active editors": "Ak\u00adtive", "Two things to know": "Zwei Din\u00adge"}
    )
    result = laid_out(folder)
    assert "Aktive" in shown_texts(result)
    assert "\u00ad" not in shown_texts(result)
    assert result.content is not None
    assert {"aktive", "dinge"} <= {word.casefold() for word in result.content.hyphenation.marked}
