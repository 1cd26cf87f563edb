"""What a .pptx carries besides what its slides show, from any program."""

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from pptx import Presentation
from pptx.util import Inches
from small_deck import packed, small_deck

from deckgen import package
from deckgen.build import pipeline
from deckgen.build.selection import Selection
from sample_projects import make_project

NAMESPACES = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'


def saved(presentation: object) -> list[str]:
    file = BytesIO()
    presentation.save(file)  # type: ignore[attr-defined]
    return package.carried(file.getvalue())


def test_what_people_leave_in_a_file_is_listed() -> None:
    presentation = Presentation()
    presentation.core_properties.author = "Jane Doe"
    presentation.core_properties.last_modified_by = "John\n\u009b Roe"
    slides = [presentation.slides.add_slide(presentation.slide_layouts[6]) for _ in range(3)]
    slides[0].notes_slide.notes_text_frame.text = "Do not mention to staff"
    slides[1]._element.set("show", "0")
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#336699").save(picture, "PNG")
    picture.seek(0)
    shown = slides[2].shapes.add_picture(picture, Inches(1), Inches(1))
    shown.crop_left = 0.25
    shown._element.xpath(".//p:cNvPr")[0].set("descr", r"C:\Users\jane\plan.png")
    run = slides[2].shapes.add_textbox(0, 0, Inches(1), Inches(1)).text_frame.paragraphs[0].add_run()
    run.text, run.hyperlink.address = "write", "mailto:jane@example.org"
    slides[2].shapes[1]._element.xpath(".//p:cNvPr")[0].set("hidden", "1")
    found = saved(presentation)
    for expected in (
        "the speaker notes of 1 slide (1)",
        "1 hidden slide (2)",
        "1 hidden object",
        "1 cropped picture, with the parts that are cut off",
        "the alternative texts of 1 object",
        r"paths of files: C:\Users\jane\plan.png",
        "the addresses of 1 link: mailto:jane@example.org",
        "1 thumbnail",
    ):
        assert expected in found
    [properties] = [text for text in found if text.startswith("properties of the file: ")]
    assert "author “Jane Doe”" in properties
    assert "last saved by “John � Roe”" in properties


def test_comments_are_listed_with_their_authors() -> None:
    parts = small_deck()
    types = parts["/[Content_Types].xml"]
    comment = "application/vnd.openxmlformats-officedocument.presentationml.comments+xml"
    author = "application/vnd.openxmlformats-officedocument.presentationml.commentAuthors+xml"
    overrides = (
        f'<Override PartName="/ppt/comments/comment1.xml" ContentType="{comment}"/>'
        f'<Override PartName="/ppt/commentAuthors.xml" ContentType="{author}"/></Types>'
    )
    parts["/[Content_Types].xml"] = types.replace(b"</Types>", overrides.encode())
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    for name, target, what in (
        ("/ppt/slides/_rels/slide1.xml.rels", "../comments/comment1.xml", "comments"),
        ("/ppt/_rels/presentation.xml.rels", "commentAuthors.xml", "commentAuthors"),
    ):
        added = f'<Relationship Id="rIdX" Type="{kind}/{what}" Target="{target}"/></Relationships>'
        parts[name] = parts[name].replace(b"</Relationships>", added.encode())
    parts["/ppt/comments/comment1.xml"] = f"<p:cmLst {NAMESPACES}><p:cm/><p:cm/></p:cmLst>".encode()
    parts["/ppt/commentAuthors.xml"] = (
        f'<p:cmAuthorLst {NAMESPACES}><p:cmAuthor id="1" name="Jane Doe"/></p:cmAuthorLst>'.encode()
    )
    assert "2 comments by Jane Doe" in package.carried(packed(parts))


def test_own_deck_names_its_record_and_a_handout_has_none(tmp_path: Path) -> None:
    folder = make_project(
        tmp_path, "kind: bullets\nnotes: Say it\nbullets: [One]", "kind: bullets\nhidden: yes\nbullets: [Two]"
    )
    deck, handout = (pipeline.build_bytes(folder, Selection(handout=each)).data for each in (False, True))
    assert deck is not None
    assert handout is not None
    of_deck, of_handout = package.carried(deck), package.carried(handout)
    assert "the speaker notes of 1 slide (1)" in of_deck
    assert "1 hidden slide (2)" in of_deck
    assert any(text.startswith("deckgen's record of the content of 2 slides: ") for text in of_deck)
    assert any("the files deck.yaml, part.yaml" in text for text in of_deck)
    assert [text for text in of_handout if "notes" in text or "hidden" in text or "record" in text] == []


def test_record_is_named_where_libreoffice_puts_it(tmp_path: Path) -> None:
    data = pipeline.build_bytes(make_project(tmp_path, "kind: bullets\nbullets: [One]")).data
    assert data is not None
    deck = Presentation(BytesIO(data))
    for key in [key for key, each in deck.part.rels.items() if each.reltype.endswith("/customXml")]:
        relation = deck.part.rels.pop(key)
        deck.part.package.relate_to(relation.target_part, relation.reltype)
    found = saved(deck)
    assert any(text.startswith("deckgen's record of the content of 1 slide") for text in found)
    assert any("of content that the slides and notes show, as typed" in text for text in found)


@pytest.mark.parametrize("data", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_file_that_cannot_be_read_carries_nothing(data: bytes) -> None:
    assert package.carried(data) == []
