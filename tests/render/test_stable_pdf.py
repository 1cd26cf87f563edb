"""PDFs without the time at which they were made."""

import io
import time

import pypdfium2
from PIL import Image

from deckgen.render.stable_pdf import without_time


def made_at(second: int) -> bytes:
    """Return a PDF of one page that says when it was made."""
    file, at = io.BytesIO(), time.struct_time((2021, 1, 28, 10, 0, second, 0, 0, 0))
    Image.new("RGB", (40, 20), "red").save(file, "PDF", title="Review", creationDate=at, modDate=at)
    return file.getvalue()


def test_time_is_removed_and_the_rest_stays() -> None:
    first, second = made_at(1), made_at(2)
    assert first != second
    plain = without_time(first)
    assert plain == without_time(second)
    assert len(plain) == len(first)
    document = pypdfium2.PdfDocument(plain)
    assert document.get_metadata_dict(skip_empty=True) == {"Title": "Review"} | {
        key: value
        for key, value in pypdfium2.PdfDocument(first).get_metadata_dict().items()
        if key == "Producer" and value
    }
    assert len(document) == 1


def test_ids_and_times_in_other_forms_are_removed() -> None:
    pdf = (
        b"<</CreationDate<FEFF0044003A>/ModDate(D:20210128)>>"
        b"/ID [ <0A1B2C>\n<0A1B2C> ] /DocChecksum /0A1B2C >> <xmp:CreateDate>2021-01-28T10:00:00Z</xmp:CreateDate><b/>"
    )
    plain = without_time(pdf)
    assert len(plain) == len(pdf)
    assert b" ".join(plain.split()) == (b"<< >>/ID [ <000000> <000000> ] /DocChecksum /000000 >> <b/>")
