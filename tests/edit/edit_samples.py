"""Content files and texts with every difficulty that authors and their text editors produce."""

from hypothesis import strategies as st

FILE = """\
# Comment at the top, with "quotes" and a # hash

title:   Sample   # behind a value
empty:
empty-with-comment:   # to come
plain: one two
double: "with # hash"   # and a comment
single: 'it''s'
folded: >-
  two lines
  of text

  and a paragraph
literal: |-   # a comment behind the header
    four blanks
      set in more
flow: {Q1: 71K/mo, Q2: "[^p]", Q3: plain text}
list:
  - first
  -
  - - inner
    - "quoted"
  - key: in a list
    other: |
      block in a list

nested:

    quarters:
        Q1: four blanks deep   # comment
        # comment of its own
        Q3: >
          folded

last: value"""

PATHS = [
    ("title",), ("empty",), ("empty-with-comment",), ("plain",), ("double",), ("single",), ("folded",), ("literal",),
    ("flow", "Q1"), ("flow", "Q2"), ("flow", "Q3"), ("list", 0), ("list", 1), ("list", 2, 0), ("list", 2, 1),
    ("list", 3, "key"), ("list", 3, "other"), ("nested", "quarters", "Q1"), ("nested", "quarters", "Q3"), ("last",),
]  # fmt: skip

MAPPINGS = [(), ("flow",), ("list", 3), ("nested",), ("nested", "quarters"), ("empty",), ("empty-with-comment",)]

TRAPS = [
    "[^x]", "[^x] and more", "#1lib1ref", "SDGs and #Wiki4Climate", "a: b", "a:", ": b", "%5", "@home", "`x`", "- item", "-", "?",
    "? key", "!tag", "&anchor", "*alias", "*bold*", "**bold** text", "{name}", "{a: b}", "[a, b]", "61,000", "null", "~", "no",
    "yes", "007", "1:30", "2021-01-28", "66%", "3.82", "'", '"', "''", '"a" b', "it's", "a # b", "a #b", "|", "> 5", ">5%", "|-",
    "<<", "---", "...", "--- x", "=SUM(A1)", "\\", "a\\nb", "tab\there", "\ttab", " leading", "trailing ", "  ", "a\nb", "a\n\nb",
    "a\n\n\nb", "\na", "a\n", "a\n\n", "a\n  b\nc", "a\n- b", "a\nkey: b", "Q1: x", "é–—…", "😀 text", "\u00a0", "a\u00a0b",
    "+8.1% YoY (92K/mo[^est])", "$815,000", "word " * 60, "word " * 40 + "\n\n" + "more " * 40, "# heading\ntext", "%YAML 1.2",
    "a\n# not a comment\nb", "x" * 300, "a  double  blank " * 12, "- a\n- b", "", "a\n \nb", "\n",
]  # fmt: skip

texts = st.one_of(
    st.sampled_from(TRAPS),
    st.text("ab1 \n\t#:-?%@!&*[]{},'\"\\|>^~.()+=<é😀\u00a0", max_size=24),
    st.text(
        st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"], exclude_characters="\ufeff\ufffe\uffff"), max_size=30
    ),
    st.lists(
        st.sampled_from(["word", "a:", "#x", "[^n]", "-", "long-word-with-hyphens", "\n", "\n\n", "  "]), max_size=60
    ).map(" ".join),
)


@st.composite
def files(draw: st.DrawFn) -> str:
    """Draw the sample file with either line break, with or without a byte order mark, and with different last lines."""
    text = FILE + draw(st.sampled_from(["", "\n", "\n\n", "\n# the end\n", "   "]))
    if draw(st.booleans()):
        text = text.replace("\n", "\r\n")
    return draw(st.sampled_from(["", "\ufeff"])) + text
