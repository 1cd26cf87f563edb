"""How long names in charts break where there is no space: between words of scripts without spaces, and with hyphens."""

from charts_for_tests import HALF, SMALL, assert_clear, compose_chart, texts

from deckgen.charts.geometry import ELLIPSIS
from deckgen.ir.blocks import ChartSpec, Series

LONG = "Barrierefreiheitsverbesserungsmaßnahmenkatalogüberarbeitung"


def parts_of(*names: str, language: str = "de", marked: tuple[tuple[str, tuple[int, ...]], ...] = ()) -> ChartSpec:
    values = tuple(float(number) for number in range(3, 3 + len(names)))
    return ChartSpec("share", names, (Series("", values),), language=language, marked_words=marked)


def test_name_wider_than_its_place_is_divided_with_a_hyphen() -> None:
    canvas = compose_chart(parts_of(LONG, "Leser"), SMALL)
    assert not any(ELLIPSIS in text for text in texts(canvas))
    pieces = [text for text in texts(canvas) if text.removesuffix("-") in LONG]
    assert "".join(piece.removesuffix("-") for piece in pieces) == LONG
    assert len(pieces) > 1
    assert all(piece.endswith("-") for piece in pieces[:-1])
    assert_clear(canvas)


def test_name_is_divided_where_its_author_typed_soft_hyphens() -> None:
    canvas = compose_chart(parts_of(LONG, "Leser", marked=((LONG.lower(), (17, 30, 39, 46)),)), SMALL)
    assert next(text for text in texts(canvas) if text.endswith("-")) == "Barrierefreiheits-"


def test_name_that_fits_at_a_smaller_size_is_not_divided() -> None:
    canvas = compose_chart(parts_of("Barrierefreiheitsprüfung", "Leser"), HALF)
    assert "Barrierefreiheitsprüfung" in texts(canvas)


def test_name_without_spaces_takes_several_lines() -> None:
    names = "維基媒體社群健康與使用者保護計畫第二階段", "讀者"
    canvas = compose_chart(parts_of(*names, language="zh-Hant"), SMALL)
    # Without a font for Chinese on this machine, each letter is a box.
    pieces = [text for text in texts(canvas) if text in names[0] + names[1] or set(text) == {"□"}]
    assert len("".join(pieces)) == len("".join(names))
    assert len(pieces) > len(names)
