"""Comments in a deck are listed, and written above the values that they stand at, without changing any of them."""

import io
from pathlib import Path
from typing import Any

import pytest
from commented_decks import ANN, BEN, at_shape, at_text, classic, commented, reply, thread
from edited_decks import edited, make_deck, pulled, retype, translate
from pptx import Presentation

from deckgen.build import pipeline
from deckgen.build.selection import Selection
from deckgen.pull.comment_marks import PlacedComment
from deckgen.reader import parse


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_deck(tmp_path_factory.mktemp("deck"))


@pytest.fixture(scope="module")
def built(folder: Path) -> bytes:
    data = pipeline.build_bytes(folder).data
    assert data is not None
    return data


def shape_with(data: bytes, slide: int, text: str) -> Any:
    shapes = Presentation(io.BytesIO(data)).slides[slide].shapes
    return next(
        s for s in shapes if (s.has_text_frame and text in s.text_frame.text) or (s.has_table and text == "table")
    )


def comments_of(folder: Path, data: bytes, **options: Any) -> tuple[PlacedComment, ...]:
    return pulled(folder, data, **options).pull.comments


def written(folder: Path, data: bytes, *, edits: bool = False) -> dict[str, str]:
    pull = pulled(folder, data).pull
    changes = pull.changes([e for e in pull.edits if e.is_writable] if edits else [], pull.comments)
    return {change.path.name: change.after for change in changes}


def above(text: str, line: str) -> list[str]:
    """Return the comment lines above a line."""
    lines = [each.strip() for each in text.splitlines()]
    end = next(i for i, each in enumerate(lines) if each.startswith(line))
    start = end
    while lines[start - 1].startswith("#"):
        start -= 1
    return lines[start:end]


def bullets(data: bytes) -> Any:
    return shape_with(data, 0, "calm")


def test_comment_at_words_is_written_above_their_value(folder: Path, built: bytes) -> None:
    shape = bullets(built)
    anchor = at_text(shape, "money", shape.text_frame.text.replace("\v", "\n"))
    [comment] = comments_of(folder, data := commented(built, thread("Whose?", anchor, replies=reply("Ours."))))
    assert (comment.state, comment.line) == ("new", 9)
    assert comment.place is not None
    assert comment.place.path == ("slides", 0, "bullets", 2)
    assert above(written(folder, data)["part.yaml"], "- The third point") == [
        "# review: Ann Lee (she/her) (2026-11-28): Whose?", "# review: Ben Ito (2026-11-29, reply): Ours.",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("where", "line"),
    [
        ("slide", "- kind: bullets"),
        ("title", "headline: Three points"),
        ("list", "bullets:"),
        ("unknown shape", "- kind: bullets"),
    ],
)
def test_comment_is_written_above_what_it_stands_at(where: str, line: str, folder: Path, built: bytes) -> None:
    title = Presentation(io.BytesIO(built)).slides[0].shapes.title
    anchors = {
        "slide": "", "title": at_shape(title), "list": at_shape(bullets(built)),
        "unknown shape": '<ac:deMkLst><ac:spMk id="999999"/></ac:deMkLst>',
    }  # fmt: skip
    text = written(folder, commented(built, thread("Why?", anchors[where])))["part.yaml"]
    assert above(text, line) == ["# review: Ann Lee (she/her) (2026-11-28): Why?"]


def test_classic_comment_stands_at_the_shape_under_its_point(folder: Path, built: bytes) -> None:
    title = Presentation(io.BytesIO(built)).slides[0].shapes.title
    x, y = (int(side / 1587.5) + 20 for side in (title.left, title.top))
    parent = '<p15:parentCm authorId="1" idx="1"/>'
    comments = classic("Shorter?", x, y), classic("Yes.", x, y, author=2, answers=parent), classic("All good", idx=7)
    data = commented(built, *comments, is_classic=True)
    assert [len(each.comment.replies) for each in comments_of(folder, data)] == [1, 0]
    text = written(folder, data)["part.yaml"]
    assert above(text, "headline: Three points") == [
        "# review: Ann Lee (she/her) (2026-11-28): Shorter?", "# review: Ben Ito (2026-11-28, reply): Yes.",
    ]  # fmt: skip
    assert above(text, "- kind: bullets") == ["# review: Ann Lee (she/her) (2026-11-28): All good"]


def with_ids(deck: Any) -> None:
    """Give the rows and columns of the table of slide 2 the ids that PowerPoint gives them."""
    for tag, name in (("a:tr", "rowId"), ("a:gridCol", "colId")):
        for i, each in enumerate(deck.slides[1].shapes._spTree.xpath(f".//{tag}")):
            each.append(
                each.makeelement(
                    f"{{http://schemas.microsoft.com/office/drawing/2014/main}}{name}", {"val": str(90 + i)}
                )
            )


@pytest.mark.parametrize(
    ("row", "column", "file", "path"),
    [
        (1, 2, "part.yaml", ("slides", 1, "rows", 1, "quarters", "Q2")),
        (2, 2, "part.yaml", ("slides", 1, "rows", 1)),
        (2, 1, "metrics.yaml", ("editors",)),
    ],
)  # fmt: skip
def test_comment_at_a_cell_stands_at_its_value_or_row(
    row: int, column: int, file: str, path: tuple[Any, ...], folder: Path, built: bytes
) -> None:
    table = shape_with(built, 1, "table")
    cell = f'<ac:graphicFrameMk id="{table.shape_id}"/><ac:tblMk/><ac:tcMk rowId="{90 + row}" colId="{90 + column}"/>'
    data = edited(commented(built, thread("Sure?", f"<ac:tcMkLst>{cell}</ac:tcMkLst>"), slide=1), with_ids)
    [comment] = comments_of(folder, data)
    assert comment.place is not None
    assert (comment.place.file.rpartition("/")[2], comment.place.path) == (file, path)


ODD = [
    "- a: [b",
    "line one\nline two",
    "# REWRITE for Q3: x",
    "tab\there \U0001f600",
    "x" * 300,
    "\u202eabc\u2028next",
    "a_x000D_b",
    "",
]


def test_any_text_is_written_once_and_changes_no_value(folder: Path, built: bytes) -> None:
    data = commented(built, *(thread(text, replies=reply("see\nabove")) for text in ODD))
    before = (folder / "part.yaml").read_text("utf-8")
    after = written(folder, data)["part.yaml"]
    document, issues = parse(after, "part.yaml")
    assert document is not None
    assert not issues
    assert document.data == parse(before, "part.yaml")[0].data  # type: ignore[union-attr]
    try:
        (folder / "part.yaml").write_text(after.replace("headline: Three", "headline: All three"), "utf-8")
        assert {each.state for each in comments_of(folder, data)} == {"written"}
        assert written(folder, data) == {}
        found = [i for i in pipeline.lay_out(folder).issues if i.code == "review-comment"]
        assert len(found) == 2 * len(ODD)
        assert "Ann Lee (she/her) (2026-11-28) still to be dealt with: " in found[0].message
    finally:
        (folder / "part.yaml").write_text(before, "utf-8")


def test_mark_that_was_deleted_does_not_count_for_its_twin(folder: Path, built: bytes) -> None:
    title = Presentation(io.BytesIO(built)).slides[0].shapes.title
    data = commented(built, thread("Check", at_shape(title)), thread("Check"))
    before = (folder / "part.yaml").read_text("utf-8")
    both = written(folder, data)["part.yaml"]
    try:
        lines = both.splitlines(keepends=True)
        first = next(i for i, line in enumerate(lines) if "# review:" in line)
        (folder / "part.yaml").write_text("".join([*lines[:first], *lines[first + 1 :]]), "utf-8")
        states = {each.place.path: each.state for each in comments_of(folder, data) if each.place}
        assert states == {("slides", 0, "headline"): "written", ("slides", 0): "new"}
    finally:
        (folder / "part.yaml").write_text(before, "utf-8")


def test_new_reply_to_a_written_comment_is_written_alone(folder: Path, built: bytes) -> None:
    before = (folder / "part.yaml").read_text("utf-8")
    try:
        (folder / "part.yaml").write_text(written(folder, commented(built, thread("One")))["part.yaml"], "utf-8")
        text = written(folder, commented(built, thread("One", replies=reply("Two"))))["part.yaml"]
        assert above(text, "- kind: bullets") == [
            "# review: Ann Lee (she/her) (2026-11-28): One", "# review: Ben Ito (2026-11-29, reply): Two",
        ]  # fmt: skip
    finally:
        (folder / "part.yaml").write_text(before, "utf-8")


def test_mark_stays_out_of_the_way_of_a_rewrite_mark(folder: Path, built: bytes) -> None:
    before = (folder / "part.yaml").read_text("utf-8")
    rewrite = "# REWRITE for Q3: headline. Delete this line when it is done."
    try:
        (folder / "part.yaml").write_text(
            before.replace("  - kind: bullets", f"  {rewrite}\n  - kind: bullets", 1), "utf-8"
        )
        text = written(folder, commented(built, thread("One")))["part.yaml"]
        assert above(text, "- kind: bullets") == ["# review: Ann Lee (she/her) (2026-11-28): One", rewrite]
    finally:
        (folder / "part.yaml").write_text(before, "utf-8")


def test_resolved_comments_are_listed_and_not_written(folder: Path, built: bytes) -> None:
    found = pulled(folder, data := commented(built, thread("Done", status="resolved"), thread("Open", author=BEN)))
    assert [each.state for each in found.pull.comments] == ["resolved", "new"]
    assert any("(resolved)" in line for line in found.pull.lines())
    assert "Done" not in written(folder, data)["part.yaml"]


def test_edits_are_written_below_the_comments_on_them(folder: Path, built: bytes) -> None:
    title = Presentation(io.BytesIO(built)).slides[0].shapes.title
    data = edited(
        commented(built, thread("Four?", at_shape(title))), lambda d: retype(d.slides[0], "Three points", "Four points")
    )
    text = written(folder, data, edits=True)["part.yaml"]
    assert above(text, "headline: Four points") == ["# review: Ann Lee (she/her) (2026-11-28): Four?"]


def test_comment_on_a_slide_that_was_added_has_no_place(folder: Path, built: bytes) -> None:
    data = edited(built, lambda d: d.slides.add_slide(d.slide_layouts[0]))
    number = len(Presentation(io.BytesIO(data)).slides) - 1
    found = pulled(folder, commented(data, thread("Nice"), slide=number))
    assert [(each.state, each.marks) for each in found.pull.comments] == [("unplaced", ())]
    assert found.pull.data()["comments"][0]["slide"] == number + 1


def test_comment_on_a_translation_stands_at_what_was_translated(tmp_path: Path) -> None:
    folder = make_deck(tmp_path)
    translate(folder, "part/points/headline", "Three points for today", "Drei Punkte für heute")
    data = pipeline.build_bytes(folder, Selection(language="de"), draft=True).data
    assert data is not None
    title = Presentation(io.BytesIO(data)).slides[0].shapes.title
    texts = written(folder, commented(data, thread("Vier?", at_shape(title))))
    assert list(texts) == ["part.yaml"]
    assert above(texts["part.yaml"], "headline: Three points") == ["# review: Ann Lee (she/her) (2026-11-28): Vier?"]


def test_comment_at_a_value_that_moved_since_is_written_where_it_is(folder: Path, built: bytes) -> None:
    before = (folder / "part.yaml").read_text("utf-8")
    shape = bullets(built)
    anchor = at_text(shape, "money", shape.text_frame.text.replace("\v", "\n"))
    try:
        (folder / "part.yaml").write_text(
            before.replace("      - The first", "      - New\n      - The first"), "utf-8"
        )
        text = written(folder, commented(built, thread("Whose?", anchor)))["part.yaml"]
        assert above(text, "- The third point") == ["# review: Ann Lee (she/her) (2026-11-28): Whose?"]
    finally:
        (folder / "part.yaml").write_text(before, "utf-8")


def test_comment_on_a_slide_that_deckgen_makes_names_the_slide(tmp_path: Path) -> None:
    deck = make_deck(tmp_path, front=["cover"])
    data = pipeline.build_bytes(deck).data
    assert data is not None
    titles = [slide.shapes.title.text if slide.shapes.title else "" for slide in Presentation(io.BytesIO(data)).slides]
    text = written(deck, commented(data, thread("Too long"), slide=titles.index("Sample deck")))["deck.yaml"]
    assert text.startswith("# review: Ann Lee (she/her) (2026-11-28): (slide “Sample deck”) Too long\n")


@pytest.mark.parametrize(
    "part",
    [
        "<p188:cmLst", "<html/>", "<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "<a>" * 2000,
    ],
)  # fmt: skip
def test_comments_that_cannot_be_read_are_named(part: str, folder: Path, built: bytes) -> None:
    found = pulled(
        folder, edited(commented(built, part=part), lambda d: retype(d.slides[0], "Three points", "Four points"))
    )
    assert found.outcomes() == ["proven"]
    [problem] = found.pull.problems
    assert problem.startswith("the comments of slide 1 cannot be read (modernComment_1.xml: ")
    assert "root:" not in problem


def test_comment_with_an_unreadable_anchor_stands_at_its_slide(folder: Path, built: bytes) -> None:
    bad = classic("One").replace('x="10"', 'x="9e99"'), classic("Two", idx=2)
    data = commented(commented(built, *bad, is_classic=True), thread("Three", '<ac:spMk id="-x"/>'), slide=1)
    found = pulled(folder, data).pull
    assert [(each.comment.remark.text, each.place and each.place.path) for each in found.comments] == [
        ("One", ("slides", 0)), ("Two", ("slides", 0)), ("Three", ("slides", 1)),
    ]  # fmt: skip


def test_entities_of_a_comment_are_not_expanded(folder: Path, built: bytes) -> None:
    part = (
        "<!DOCTYPE c [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>"
        '<c:cmLst xmlns:c="urn:c" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        "<c:cm><c:txBody><a:p><a:t>See &b;</a:t></a:p></c:txBody></c:cm></c:cmLst>"
    )
    [comment] = comments_of(folder, commented(built, part=part))
    assert comment.comment.remark.text == "See"
    assert comment.comment.remark.author == "unknown author"


def test_only_the_comments_of_one_slide(folder: Path, built: bytes) -> None:
    data = commented(commented(built, thread("One", author=ANN)), classic("Two"), slide=1, is_classic=True)
    assert [each.comment.remark.text for each in comments_of(folder, data, only=2)] == ["Two"]
