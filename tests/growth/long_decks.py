"""Functions that write decks with a given number of something: slides, metrics, footnotes …"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from sample_projects import make_project

Make = Callable[[int, Path], Path]
DECKS: dict[str, tuple[Make, int]] = {}
"""These functions by name, each with the number at which its deck is measured, and then at twice the number."""


def deck(size: int) -> Callable[[Make], Make]:
    """Register a function in `DECKS`."""

    def register(make: Make) -> Make:
        DECKS[make.__name__.replace("_", " ")] = make, size
        return make

    return register


def bullets(title: str, text: str = "a") -> str:
    return f'kind: bullets\ntitle: "{title}"\nbullets:\n- "{text}"\n'


def rows(entries: Iterable[str]) -> str:
    return "kind: metrics\ntitle: Numbers\nrows:\n" + "".join(f"- {entry}\n" for entry in entries)


def format_each(count: int, text: str) -> list[str]:
    return [text.format(number, letters(number)) for number in range(count)]


def format_joined(count: int, text: str) -> str:
    return "".join(format_each(count, text))


def letters(number: int) -> str:
    return "".join(chr(65 + number // 26**place % 26) for place in range(4))


METRIC = "m{0}:\n  name: Number of things {0}\n  goal: +5% YoY\n  quarters: {{Q1: +4% YoY, Q2: +6% YoY}}\n"


def metrics(count: int) -> dict[str, str]:
    return {"data/metrics.yaml": format_joined(count, METRIC)}


def notes(count: int) -> dict[str, str]:
    return {"data/footnotes.yaml": format_joined(count, "n{0}: Meaning\n")}


@deck(400)
def slides(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T{n}") for n in range(count)))


@deck(300)
def slides_kept_out_of_versions(count: int, root: Path) -> Path:
    names = format_each(count, "v{0}")
    kept_out = ("not_in: [v0]\n" + bullets(f"T{n}") for n in range(count))
    folder = make_project(root, *kept_out, versions={name: {"only": ["part"]} for name in names})
    part = folder / "part.yaml"
    part.write_text(f"not_in: [{', '.join(names)}]\n{part.read_text('utf-8')}", "utf-8")
    return folder


@deck(400)
def slides_of_one_title(count: int, root: Path) -> Path:
    return make_project(root, *[bullets("Same")] * count)


@deck(400)
def slides_of_one_id(count: int, root: Path) -> Path:
    return make_project(root, *("id: x\n" + bullets(f"T{n}") for n in range(count)))


@deck(200)
def sections(count: int, root: Path) -> Path:
    files = {f"s{n}.yaml": "title: S\nslides:\n- kind: divider\n" for n in range(count)}
    return make_project(root, bullets("T"), files=files, sections=["part", *format_each(count, "s{0}")])


@deck(4_000)
def sections_that_are_not_there(count: int, root: Path) -> Path:
    return make_project(root, bullets("T"), sections=["part", *format_each(count, "s{0}")])


@deck(200)
def metrics_on_one_slide(count: int, root: Path) -> Path:
    return make_project(root, rows(format_each(count, "metric: m{0}")), files=metrics(count))


@deck(800)
def metrics_that_are_not_there(count: int, root: Path) -> Path:
    return make_project(root, rows(format_each(count, "metric: x{0}")), files=metrics(count))


@deck(400)
def metrics_named_in_texts(count: int, root: Path) -> Path:
    texts = [bullets(f"T{n}", f"The number of things {n} is 7%.") for n in range(count)]
    return make_project(root, rows(format_each(count, "metric: m{0}")), *texts, files=metrics(count))


@deck(400)
def rows_of_one_name(count: int, root: Path) -> Path:
    texts = [bullets(f"T{n}", "Active editors are 7%.") for n in range(count)]
    return make_project(root, rows(format_each(count, "{{name: Active editors, quarters: {{Q2: {0}%}}}}")), *texts)


@deck(400)
def parts_of_a_row(count: int, root: Path) -> Path:
    parts = format_joined(count, "    p{0}: {{name: Part {0}, quarters: {{Q2: 5%}}}}\n")
    return make_project(root, rows(["name: All things\n  parts:\n" + parts]))


@deck(1_600)
def lines_of_a_result(count: int, root: Path) -> Path:
    lines = format_joined(count, "      {0}% of it\n")
    return make_project(root, rows(["name: All things\n  quarters:\n    Q2: |\n" + lines]))


@deck(1_600)
def acronyms(count: int, root: Path) -> Path:
    texts = (bullets(f"T{n}", f"The {letters(n)} of DEF") for n in range(count))
    return make_project(root, *texts, files={"data/acronyms.yaml": format_joined(count, "A{1}: Meaning\n")})


@deck(1_600)
def acronyms_not_explained(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T{n}", f"The {letters(n)} of it") for n in range(count)))


@deck(3_200)
def acronyms_in_one_text(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", format_joined(count, "the {1} of ")))


@deck(8_000)
def words_in_capitals(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", "AB CD EF ghi " * count))


@deck(16_000)
def a_word_before_an_explanation(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", "a-" * count + " b (ABC)"))


@deck(400)
def footnotes(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T{n}", f"Text[^n{n}]") for n in range(count)), files=notes(count))


@deck(1_600)
def footnotes_in_titles(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T[^n{n}]") for n in range(count)), files=notes(count))


@deck(4_000)
def footnotes_in_one_text(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", format_joined(count, "a[^n{0}] ")), files=notes(count))


@deck(800)
def footnotes_that_are_not_there(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T{n}", f"Text[^x{n}]") for n in range(count)), files=notes(count))


@deck(4_000)
def footnotes_that_are_not_there_in_one_text(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", format_joined(count, "a[^n{0}] ")))


@deck(800)
def links_to_slides_that_are_not_there(count: int, root: Path) -> Path:
    return make_project(root, *(bullets(f"T{n}", f"[x](#part/bullet{n})") for n in range(count)))


@deck(4_000)
def links_that_are_none_in_one_text(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", format_joined(count, "[a{0}](xy{0}) ")))


@deck(1_600)
def quarters_in_one_text(count: int, root: Path) -> Path:
    return make_project(root, bullets("T", "from Q1 now " * count))


@deck(1_600)
def fields_that_are_not_known(count: int, root: Path) -> Path:
    return make_project(root, bullets("T") + format_joined(count, "headlin{0}: a\n"))


@deck(4_000)
def items_that_are_none(count: int, root: Path) -> Path:
    return make_project(root, "kind: bullets\ntitle: a\nbullets:\n" + "- [a]\n" * count)


@deck(2_000)
def settings_of_checks(count: int, root: Path) -> Path:
    return make_project(root, bullets("T"), checks=dict.fromkeys(format_each(count, "rule{0}"), "off"))


@deck(2_000)
def categories_of_a_chart(count: int, root: Path) -> Path:
    series = f"{{name: S, values: [{'1, ' * count}]}}"
    categories = format_joined(count, "c{0}, ")
    return make_project(root, f"kind: chart\ntitle: C\nchart:\n  categories: [{categories}]\n  series: [{series}]\n")


@deck(400)
def marks_of_the_last_roll(count: int, root: Path) -> Path:
    return make_project(root, *(f"# REWRITE for Q2 FY20-21: a\n{bullets(f'T{n}')}" for n in range(count)))
