"""people: who is responsible for what, a chip for each person or team."""

from typing import Annotated

from pydantic import Field

from deckgen.diagnostics import Origin
from deckgen.ir.blocks import Paragraph, Slide, Text
from deckgen.kinds._shared import paragraphs, plain_paragraph, slide
from deckgen.model import PlainText, RichText, SlideContent, TextOrFields, Variant
from deckgen.resolve import Context

MAX_PEOPLE = 12
"""More chips on one slide could not be read."""
_SMALLER_LAYOUTS = (3, 4, 6)
"""The numbers of chips of the layouts that have fewer than the largest."""

EXAMPLE = """\
kind: people
title: Who to ask
headline: Six people answer for the six parts of the work on newcomers
people:
  - name: Amina Haddad
    role: Product
    task: The mentor list, and its test with five wikis until the end of March
  - name: Jonas Weber
    role: Research
    task: What newcomers ask, when they leave, and what would have kept them
  - name: Lucía Ortega
    role: Community
    task: Calls for mentors in eleven time zones, the next of them in Q3
  - name: Kwame Mensah
    role: Technology
    task: The speed of the list, its alerts on phones, and its search for mentors
  - name: Mei Tanaka
    role: Communications
    task: Welcome messages in forty languages, six of them new in Q3
  - name: Sarah Lindqvist
    role: Legal
    task: Rules for questions with personal data, and who may answer them
"""
_ROWS_OF_FOUR = 8
_ROWS_EXAMPLE = """\
kind: people
title: Who to ask
headline: Eight people answer for the work on newcomers
people:
  - {name: Amina Haddad, role: Product, task: Mentor list and its test with five wikis until March}
  - {name: Jonas Weber, role: Research, task: What newcomers ask and why they leave in the first week}
  - {name: Lucía Ortega, role: Community, task: Calls for mentors in eleven time zones and six languages}
  - {name: Kwame Mensah, role: Technology, task: Speed of the list and alerts for mentors on phones}
  - {name: Mei Tanaka, role: Communications, task: Welcome messages for newcomers in forty languages}
  - {name: Sarah Lindqvist, role: Legal, task: Rules for questions that contain personal data}
  - {name: Tom Okafor, role: Grants, task: Grants for mentors who travel to small communities}
  - {name: Ana Souza, role: Events, task: Meetings of mentors in three regions from April}
"""


class Person(TextOrFields):
    """A person or team: the name, the role, the task."""

    text_field = "name"

    name: PlainText
    """The name of the person or team."""
    role: RichText | None = None
    """The role or department."""
    task: RichText | None = None
    """What the person or team is responsible for."""


class Content(SlideContent):
    """One to twelve people or teams."""

    label = "People"
    label_in_title = False
    lasting = SlideContent.lasting | {"people"}
    variants = (
        Variant(
            "rows-of-four",
            "seven or eight people",
            lambda content, _: _SMALLER_LAYOUTS[-1] < len(content.people) <= _ROWS_OF_FOUR,
            example=_ROWS_EXAMPLE,
        ),
    )

    people: Annotated[tuple[Person, ...], Field(min_length=1, max_length=MAX_PEOPLE)]
    """One to twelve people or teams: a name, or `{name, role, task}`."""


def compose(content: Content, context: Context) -> Slide:
    """Return a slide with a chip for each person, row by row."""
    people = [(person, context.origin.at("people", i)) for i, person in enumerate(content.people)]
    blocks = [Text(f"person-{n}", _person_texts(person, at), at) for n, (person, at) in enumerate(people, 1)]
    size = next((size for size in _SMALLER_LAYOUTS if len(people) <= size), None)
    return slide(content, context, f"people-{size}" if size else "people", blocks)


def _person_texts(person: Person, origin: Origin) -> tuple[Paragraph, ...]:
    """Return the name of a person, with the role and the task under it."""
    name = plain_paragraph(person.name, "heading", origins=(origin.at("name"),))
    return (name, *paragraphs(person.role, "small"), *paragraphs(person.task))
