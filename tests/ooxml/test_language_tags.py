"""Language tags as PowerPoint writes them."""

import pytest

from deckgen.ooxml.language_tags import office_language


@pytest.mark.parametrize(
    ("tag", "written"),
    [
        ("zh", "zh-CN"), ("zh-Hans", "zh-CN"), ("zh-Hant", "zh-TW"), ("zh-Hant-HK", "zh-HK"), ("zh-TW", "zh-TW"),
        ("zh_hans", "zh-CN"), ("en", "en"), ("pt-BR", "pt-BR"), ("sr-Latn-RS", "sr-Latn-RS"),
    ],
)  # fmt: skip
def test_chinese_is_named_by_its_region(tag: str, written: str) -> None:
    assert office_language(tag) == written
