"""The sheets of owners → a mail for each, as a draft (.eml) that mail programs open for sending."""

from __future__ import annotations

from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from hashlib import sha256

from msgspec import Struct

from deckgen.model import Deck
from deckgen.results.status import StatusEntry

_WORKBOOK = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")


class Attachment(Struct, frozen=True):
    """The file that a mail carries."""

    name: str
    data: bytes


def mail_bytes(deck: Deck, owner: str, entries: Sequence[StatusEntry], sheet: Attachment) -> bytes:
    """Return the mail to an owner whose address the deck has: what is missing, by when it is due, and the sheet.

    It has neither sender nor date: the program that sends it adds them. The same deck gives the same bytes.
    """
    mail = EmailMessage(policy=SMTP)
    mail["To"] = deck.owners[owner]
    due = f", due {_one_line(deck.results_due)}" if deck.results_due else ""
    mail["Subject"] = f"{_one_line(deck.title)}, {deck.period}: results of {_one_line(owner)}{due}"
    mail["X-Unsent"] = "1"  # Outlook then opens it as a draft
    mail.set_content(_body(deck, owner, entries, sheet.name))
    mail.add_attachment(sheet.data, maintype=_WORKBOOK[0], subtype=_WORKBOOK[1], filename=sheet.name)
    mail.set_boundary(f"=_{sha256(sheet.data).hexdigest()[:32]}")
    return mail.as_bytes()


def _body(deck: Deck, owner: str, entries: Sequence[StatusEntry], name: str) -> str:
    owed = [entry for entry in entries if entry.is_outstanding]
    by = f" by {_one_line(deck.results_due)}" if deck.results_due else ""
    lines = [
        f"Hello {_one_line(owner)},",
        "",
        f"“{_one_line(deck.title)}” reports {deck.period}. Please fill in the sheet {name} and send it back{by}.",
        "",
    ]
    if owed:
        lines += ["What is still missing:", *(f"- {_one_line(entry.name)} ({entry.id})" for entry in owed)]
    else:
        lines.append("Nothing is missing. Please look whether what is there still holds.")
    lines += [
        "",
        "Fill in the yellow cells: the result as it should appear, and beside it why it is what it is, what comes next, when it",
        "will be back on track, what is planned next, where it will probably end, and a comment for us.",
        "An empty cell changes nothing; a line for a new result may be added below.",
    ]
    if any(entry.texts for entry in owed):
        lines.append("A text of a slide that still holds as it is: copy it into the yellow cell beside it.")
    return "\n".join(lines) + "\n"


def _one_line(text: str) -> str:
    return " ".join(text.split())
