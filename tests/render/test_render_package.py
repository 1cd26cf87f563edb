"""The key of a slide changes only with its picture, and a slide can be taken out as a presentation of its own."""

import io
import re
import zipfile

import pytest
from pptx import Presentation

from deckgen.render import RenderError, SourceDeck


def keys(data: bytes) -> list[str]:
    return keys_of(SourceDeck(data))


def keys_of(package: SourceDeck) -> list[str]:
    return [package.picture_key(n) for n in range(1, len(package) + 1)]


def replaced(data: bytes, part: str, old: bytes, new: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.infolist():
            content = source.read(entry)
            assert entry.filename != part or old in content
            target.writestr(entry.filename, content.replace(old, new) if entry.filename == part else content)
    return file.getvalue()


def changed(before: bytes, after: bytes) -> list[int]:
    return [n for n, (one, other) in enumerate(zip(keys(before), keys(after), strict=True), 1) if one != other]


def test_edit_changes_only_the_key_of_its_slide(deck: bytes) -> None:
    assert changed(deck, replaced(deck, "ppt/slides/slide2.xml", b"three", b"seven")) == [2]


def test_only_unchanged_parts_are_taken_from_an_earlier_state(deck: bytes) -> None:
    before = SourceDeck(replaced(deck, "ppt/slides/slide2.xml", b"three", b"three"))
    keys_of(before)
    edited = replaced(deck, "ppt/slides/slide2.xml", b"three", b"seven")
    after, fresh = SourceDeck(edited, before), SourceDeck(edited)
    assert after.parts == fresh.parts
    assert keys_of(after) == keys_of(fresh) != keys_of(before)
    assert [name for name in after.parts if after.parts[name] is not before.parts[name]] == ["ppt/slides/slide2.xml"]
    rels = "ppt/slides/_rels/slide3.xml.rels"
    link = re.search(rb'Target="([^"]+\.png)"', before.parts[rels])
    other = replaced(edited, rels, link[1], b"../media/other.png")
    assert keys_of(SourceDeck(other, after)) == keys_of(SourceDeck(other)), (
        "a relationship whose target no longer exists"
    )


def test_missing_part_changes_the_key_although_its_relationship_stays(deck: bytes) -> None:
    before = SourceDeck(deck)
    keys_of(before)
    image = next(name for name in before.parts if name.startswith("ppt/media/"))
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(deck)) as source, zipfile.ZipFile(file, "w") as target:
        for entry in source.infolist():
            if entry.filename != image:
                target.writestr(entry, source.read(entry))
    assert keys_of(SourceDeck(file.getvalue(), before)) == keys(file.getvalue()) != keys_of(before)


def test_notes_and_properties_change_no_key(deck: bytes) -> None:
    assert not changed(deck, replaced(deck, "ppt/notesSlides/notesSlide1.xml", b"Say this.", b"Say that."))
    assert not changed(deck, replaced(deck, "docProps/core.xml", b"Sample deck", b"Another deck"))


def test_image_layout_and_theme_change_the_keys_of_their_slides(deck: bytes) -> None:
    package = SourceDeck(deck)
    image = next(name for name in package.parts if name.startswith("ppt/media/"))
    assert changed(deck, replaced(deck, image, b"IEND", b"iEND")) == [3]
    layout = "ppt/slideLayouts/" + _layout_of(package, 1)
    assert changed(deck, replaced(deck, layout, b"</p:sldLayout>", b"<!-- --></p:sldLayout>")) == [1, 4]
    assert changed(deck, replaced(deck, "ppt/theme/theme1.xml", b"3366CC", b"3366CD")) == [1, 2, 3, 4]
    assert changed(deck, replaced(deck, "ppt/presentation.xml", b'sz="1600"', b'sz="1700"')) == [1, 2, 3, 4]


def _layout_of(package: SourceDeck, slide: int) -> str:
    relations = package.parts[f"ppt/slides/_rels/slide{slide}.xml.rels"].decode()
    return relations.split("slideLayouts/")[1].split('"')[0]


def test_slide_that_only_moves_in_the_list_keeps_its_key(deck: bytes) -> None:
    part = "ppt/presentation.xml"
    one, two = re.findall(rb'<p:sldId id="\d+" r:id="rId\d+"/>', SourceDeck(deck).parts[part])[:2]
    first, second, *others = keys(deck)
    assert keys(replaced(deck, part, one + two, two + one)) == [second, first, *others]


def test_single_slide_is_a_presentation_of_one_slide(deck: bytes) -> None:
    for number in range(1, len(SourceDeck(deck)) + 1):
        alone = Presentation(io.BytesIO(SourceDeck(deck).single_slide(number)))
        [slide] = alone.slides
        assert slide.shapes.title.text == Presentation(io.BytesIO(deck)).slides[number - 1].shapes.title.text
        assert len(alone.slide_layouts) == 1
        assert not slide.has_notes_slide


def test_file_of_another_program_is_read() -> None:
    data = foreign()
    package = SourceDeck(data)
    assert len(package) == 2
    assert len(set(keys(data))) == 2
    assert len(Presentation(io.BytesIO(package.single_slide(2))).slides) == 1


def test_hidden_slides_are_known_and_can_be_shown(deck: bytes) -> None:
    package = SourceDeck(deck)
    assert [package.is_hidden(n) for n in (1, 2, 3, 4)] == [False, False, False, True]
    shown = SourceDeck(package.with_slides_shown([2, 4]))
    assert [shown.is_hidden(n) for n in (1, 2, 3, 4)] == [True, False, True, False]
    assert len(shown) == 4


def foreign() -> bytes:
    """Return a deck of python-pptx: eleven layouts, 4:3, without deckgen's text defaults."""
    presentation = Presentation()
    for title in ("One", "Two"):
        presentation.slides.add_slide(presentation.slide_layouts[5]).shapes.title.text = title
    file = io.BytesIO()
    presentation.save(file)
    return file.getvalue()


@pytest.mark.parametrize("data", [b"", b"no zip", foreign()[:2000]], ids=["empty", "text", "cut off"])
def test_file_that_is_no_presentation_is_reported(data: bytes) -> None:
    with pytest.raises(RenderError, match="not a presentation"):
        SourceDeck(data)


def test_zip_file_of_something_else_is_reported() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(RenderError, match="not a presentation"):
        SourceDeck(file.getvalue())
