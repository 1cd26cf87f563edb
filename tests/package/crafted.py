"""Files that somebody crafted to take a program down: each small on disk, and huge once read."""

import struct
import zipfile
from io import BytesIO

from small_deck import packed, small_deck

SLIDE = "/ppt/slides/slide1.xml"


def zeros(megabytes: int, name: str = "ppt/media/image1.bin") -> bytes:
    """A zip whose one part unpacks into so many megabytes of zeros."""
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as zipped, zipped.open(name, "w") as part:
        piece = bytes(1 << 20)
        for _ in range(megabytes):
            part.write(piece)
    return out.getvalue()


def one_part_of(xml: bytes) -> bytes:
    return packed({**small_deck(), SLIDE: xml})


def laughs() -> bytes:
    """Entities of entities, a billion of them in a few lines."""
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    return one_part_of(f'<!DOCTYPE x [<!ENTITY l0 "ha">{levels}]><x>&l9;</x>'.encode())


def outside() -> bytes:
    """An entity that asks for a file of this machine."""
    return one_part_of(b'<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><x>&f;</x>')


def lying(data: bytes) -> bytes:
    """A zip whose list of contents says that it is nearly 4 GB long."""
    at = data.rfind(b"PK\x05\x06")
    return data[: at + 12] + struct.pack("<I", 0xFFFF_FF00) + data[at + 16 :]


def many(parts: int) -> bytes:
    """A zip of so many empty parts, the list of contents made by hand: zipfile takes too long."""
    central = b"".join(
        struct.pack("<4s4B4HL2L5H2L", b"PK\x01\x02", 20, 0, 20, 0, 0, 0, 0, 33, 0, 0, 0, 60, 0, 0, 0, 0, 0, 0)
        + b"%060d" % n
        for n in range(parts)
    )
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, min(parts, 65535), min(parts, 65535), len(central), 0, 0)
    return central + end


def damaged() -> bytes:
    """A whole deck but for one byte of a picture."""
    data = bytearray(packed({**small_deck(), "/ppt/media/image1.png": small_deck()["/ppt/media/image1.png"] * 9}))
    data[data.index(b"ppt/media/image1.png") + len("ppt/media/image1.png") + 8] ^= 0xFF
    return bytes(data)


ZIPS = {
    "hundreds of megabytes of a picture": lambda: zeros(300),
    "a hundred megabytes of XML": lambda: zeros(100, "ppt/slides/slide1.xml"),
    "more XML elements than fit in memory": lambda: one_part_of(b"<x>" + b"<a/>" * 9_000_000 + b"</x>"),
    "more attributes than fit in memory": lambda: one_part_of(
        b"<x " + b" ".join(b"a%d=''" % n for n in range(1_500_001)) + b"/>"
    ),
    "a billion laughs": laughs,
    "a file of this machine": outside,
    "XML deeper than any": lambda: one_part_of(b"<a>" * 400_000 + b"</a>" * 400_000),
    "a list of contents that lies about its length": lambda: lying(packed(small_deck())),
    "a hundred thousand parts": lambda: many(100_000),
    "a picture with a wrong byte": damaged,
    "the end cut off": lambda: packed(small_deck())[:-400],
    "the beginning cut off": lambda: packed(small_deck())[400:],
    "a file under a password": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096),
    "nothing": lambda: b"",
}
