"""PowerPoint templates for tests, made of python-pptx's default template and XML of our own: none of them is anybody's.

Each function returns the bytes of a file. `TEMPLATES` has all of them by name.
"""

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from copy import deepcopy

from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.presentation import Presentation as PresentationType
from pptx.slide import SlideLayout
from pptx.util import Emu, Inches

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NAMES = {"a": A, "p": P, "r": R}
TITLE_ONLY, SECTION, CONTENT, COVER = 5, 2, 1, 0
"""Positions of layouts in the default template."""
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"


def parse(xml: str) -> etree._Element:
    return etree.fromstring(f'<x xmlns:a="{A}" xmlns:p="{P}" xmlns:r="{R}">{xml}</x>')[0]


def saved(presentation: PresentationType) -> bytes:
    target = io.BytesIO()
    presentation.save(target)
    return target.getvalue()


def edited(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Return a package with its parts changed."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def added_relationship(parts: dict[str, bytes], owner: str, relationship: str) -> None:
    """Add a relationship to the part `owner` (`ppt/presentation.xml`)."""
    folder, _, name = owner.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels".lstrip("/")
    empty = f'<Relationships xmlns="{_RELATIONSHIPS}"></Relationships>'.encode()
    parts[rels] = parts.get(rels, empty).replace(b"</Relationships>", relationship.encode() + b"</Relationships>")


def added_type(parts: dict[str, bytes], name: str, content_type: str) -> None:
    override = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(b"</Types>", override.encode())


def plain(width: float = 13.333, height: float = 7.5) -> PresentationType:
    """Return the default template at a size, with all of its shapes moved in proportion."""
    presentation = Presentation()
    across, down = Inches(width) / presentation.slide_width, Inches(height) / presentation.slide_height
    presentation.slide_width, presentation.slide_height = Inches(width), Inches(height)
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for transform in part.element.iter(f"{{{A}}}xfrm"):
            for child in transform:
                for name, factor in (("x", across), ("cx", across), ("y", down), ("cy", down)):
                    if name in child.attrib:
                        child.set(name, str(round(int(child.get(name)) * factor)))
    return presentation


def placeholders(layout: SlideLayout) -> list[etree._Element]:
    return [shape.element for shape in layout.placeholders]


def remove_layouts(presentation: PresentationType, *kept: int) -> None:
    """Remove all layouts but those at some positions."""
    for number, layout in reversed(list(enumerate(presentation.slide_layouts))):
        if number not in kept:
            presentation.slide_layouts.remove(layout)


def no_title() -> bytes:
    presentation = plain()
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for shape in list(part.placeholders):
            if shape.placeholder_format.type in (1, 3):  # title, centred title
                shape.element.getparent().remove(shape.element)
    return saved(presentation)


def no_placeholders() -> bytes:
    presentation = plain()
    remove_layouts(presentation, 6)
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for shape in list(part.placeholders):
            shape.element.getparent().remove(shape.element)
    return saved(presentation)


def several_masters() -> bytes:
    """Two masters: the first has one layout, the second all; both have the same names."""
    first, second = plain(), plain()
    remove_layouts(first, CONTENT)
    second.slide_master.element.set("preserve", "1")

    def add_master(parts: dict[str, bytes]) -> None:
        with zipfile.ZipFile(io.BytesIO(saved(second))) as archive:
            for name in archive.namelist():
                if not re.match(r"ppt/(slideMasters|slideLayouts|theme)/", name):
                    continue
                renamed = re.sub(
                    r"(slideMaster|slideLayout|theme)(\d+)\.xml", lambda m: f"{m[1]}{int(m[2]) + 50}.xml", name
                )
                data = archive.read(name)
                if name.endswith(".rels"):
                    data = re.sub(rb"(slideMaster|slideLayout|theme)(\d+)\.xml", _fifty_more, data)
                else:
                    kind = {"slideMasters": "slideMaster", "slideLayouts": "slideLayout"}.get(name.split("/")[1])
                    word = f"presentationml.{kind}" if kind else "theme"
                    added_type(parts, renamed, f"application/vnd.openxmlformats-officedocument.{word}+xml")
                parts[renamed] = re.sub(rb'(<p:sldLayoutId [^>]*id=")(\d+)"', _larger_id, data)
        target = "slideMasters/slideMaster51.xml"
        added_relationship(
            parts, "ppt/presentation.xml", f'<Relationship Id="rId950" Type="{R}/slideMaster" Target="{target}"/>'
        )
        parts["ppt/presentation.xml"] = parts["ppt/presentation.xml"].replace(
            b"</p:sldMasterIdLst>", b'<p:sldMasterId id="2147490000" r:id="rId950"/></p:sldMasterIdLst>'
        )

    return edited(saved(first), add_master)


def _fifty_more(match: re.Match[bytes]) -> bytes:
    return match[1] + str(int(match[2]) + 50).encode() + b".xml"


def _larger_id(match: re.Match[bytes]) -> bytes:
    return match[1] + str(int(match[2]) + 8000).encode() + b'"'


def duplicates() -> bytes:
    """Layouts of one name; in the one with a title only, a text twice with one index, and one that is not linked."""
    presentation = plain()
    layout = presentation.slide_layouts[TITLE_ONLY]
    body = next(
        e for e in placeholders(presentation.slide_layouts[SECTION]) if e.find(".//p:ph", NAMES).get("type") == "body"
    )
    for index in ("13", "13", "4294967295"):
        copied = deepcopy(body)
        copied.find(".//p:ph", NAMES).set("idx", index)
        copied.find(".//a:off", NAMES).set("y", str(Inches(7)))
        copied.find(".//a:ext", NAMES).set("cy", str(Inches(0.3)))
        layout.shapes._spTree.append(copied)
    for each in presentation.slide_layouts:
        each.element.find("p:cSld", NAMES).set("name", "Slide")
    return saved(presentation)


def right_to_left() -> bytes:
    """Titles, body and tables of the template are right to left, aligned right, with bullets."""
    presentation = plain()
    styles = presentation.slide_master.element.find("p:txStyles", NAMES)
    default = presentation.element.find("p:defaultTextStyle", NAMES)
    for level in (*styles.iter(), *default.iter()):
        if isinstance(level.tag, str) and re.search(r"lvl\dpPr$", level.tag):
            level.set("algn", "r")
            level.set("rtl", "1")
    return saved(presentation)


def tinted_picture() -> bytes:
    """A photograph as ground, dark and in two tones by the theme; text is white."""
    presentation = plain()
    picture = Image.linear_gradient("L").resize((160, 90)).point(lambda value: 20 + value // 6)
    target = io.BytesIO()
    picture.convert("RGB").save(target, "PNG")
    master = presentation.slide_master
    _, relation = master.part.get_or_add_image_part(io.BytesIO(target.getvalue()))
    duotone = '<a:duotone><a:prstClr val="black"/><a:schemeClr val="accent1"/></a:duotone>'
    ground = (
        f'<p:bg><p:bgPr><a:blipFill><a:blip r:embed="{relation}">{duotone}</a:blip><a:stretch><a:fillRect/></a:stretch>'
        "</a:blipFill><a:effectLst/></p:bgPr></p:bg>"
    )
    content = master.element.find("p:cSld", NAMES)
    for old in content.findall("p:bg", NAMES):
        content.remove(old)
    content.insert(0, parse(ground))
    mapping = master.element.find("p:clrMap", NAMES)
    for name, slot in (("bg1", "dk1"), ("tx1", "lt1"), ("bg2", "dk2"), ("tx2", "lt2")):
        mapping.set(name, slot)
    return saved(presentation)


def capitals() -> bytes:
    """Titles in capitals with wide letter spacing; bullets and underlining in the body."""
    presentation = plain()
    styles = presentation.slide_master.element.find("p:txStyles", NAMES)
    title = styles.find("p:titleStyle/a:lvl1pPr/a:defRPr", NAMES)
    title.set("cap", "all")
    title.set("b", "1")
    for properties in styles.findall("p:bodyStyle/*/a:defRPr", NAMES):
        properties.set("u", "sng")
        properties.set("cap", "all")
    return saved(presentation)


def twenty_six_inches() -> bytes:
    presentation = plain(26.667, 15)
    for part in (presentation.slide_master, *presentation.slide_layouts):
        for properties in part.element.iter(f"{{{A}}}defRPr"):
            if properties.get("sz"):
                properties.set("sz", str(int(properties.get("sz")) * 2))
    return saved(presentation)


def portrait() -> bytes:
    return saved(plain(7.5, 13.333))


def macros() -> bytes:
    """A .pptm with a macro project, a macro on a shape, an embedded object, a ribbon, and pictures taken from elsewhere."""
    presentation = plain()
    layout = presentation.slide_layouts[TITLE_ONLY]
    layout.shapes._spTree.append(
        parse(
            '<p:sp><p:nvSpPr><p:cNvPr id="90" name="Button"><a:hlinkClick r:id="" action="ppaction://macro?name=Run"/></p:cNvPr>'
            '<p:cNvSpPr/><p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="11500000" y="50000"/><a:ext cx="300000" cy="200000"/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:sp>'
        )
    )
    layout.shapes._spTree.append(
        parse(
            '<p:pic><p:nvPicPr><p:cNvPr id="91" name="Linked"/><p:cNvPicPr/><p:nvPr/></p:nvPicPr><p:blipFill>'
            '<a:blip r:link="rId900"/></p:blipFill><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="10000" cy="10000"/></a:xfrm>'
            '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr></p:pic>'
        )
    )
    layout.shapes._spTree.append(
        parse(
            '<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="92" name="Object"/><p:cNvGraphicFramePr/><p:nvPr/>'
            '</p:nvGraphicFramePr><p:xfrm><a:off x="0" y="0"/><a:ext cx="10000" cy="10000"/></p:xfrm><a:graphic><a:graphicData '
            'uri="http://schemas.openxmlformats.org/presentationml/2006/ole"><p:oleObj r:id="rId901" progId="Excel.Sheet"/>'
            "</a:graphicData></a:graphic></p:graphicFrame>"
        )
    )

    def add_harm(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"].decode()
        parts["[Content_Types].xml"] = types.replace(
            "openxmlformats-officedocument.presentationml.presentation.main+xml",
            "ms-powerpoint.presentation.macroEnabled.main+xml",
        ).encode()
        parts["ppt/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
        added_type(parts, "ppt/vbaProject.bin", "application/vnd.ms-office.vbaProject")
        kind = "http://schemas.microsoft.com/office/2006/relationships"
        added_relationship(
            parts,
            "ppt/presentation.xml",
            f'<Relationship Id="rId902" Type="{kind}/vbaProject" Target="vbaProject.bin"/>',
        )
        parts["customUI/customUI.xml"] = b"<customUI/>"
        added_relationship(
            parts, "/", f'<Relationship Id="rId903" Type="{kind}/ui/extensibility" Target="customUI/customUI.xml"/>'
        )
        owner = f"ppt/slideLayouts/slideLayout{TITLE_ONLY + 1}.xml"
        parts["ppt/embeddings/oleObject1.bin"] = b"\xd0\xcf\x11\xe0 object"
        added_type(parts, "ppt/embeddings/oleObject1.bin", "application/vnd.openxmlformats-officedocument.oleObject")
        added_relationship(
            parts, owner, f'<Relationship Id="rId901" Type="{R}/oleObject" Target="../embeddings/oleObject1.bin"/>'
        )
        added_relationship(
            parts, owner,
            f'<Relationship Id="rId900" Type="{R}/image" Target="file:///server/share/logo.png" TargetMode="External"/>',
        )  # fmt: skip

    return edited(saved(presentation), add_harm)


def custom_shows() -> bytes:
    """A last deck: three slides, a custom show of them, and settings that show it."""
    presentation = plain()
    for _ in range(3):
        presentation.slides.add_slide(presentation.slide_layouts[CONTENT])
    relation = presentation.slides._sldIdLst[0].rId
    shows = parse(
        f'<p:custShowLst><p:custShow name="Short" id="0"><p:sldLst><p:sld r:id="{relation}"/></p:sldLst></p:custShow>'
        "</p:custShowLst>"
    )
    presentation.element.find("p:notesSz", NAMES).addnext(shows)
    return saved(presentation)


def sections() -> bytes:
    """A last deck: two slides in sections, one with notes and a picture whose file says where it was taken."""
    presentation = plain()
    for _ in range(2):
        slide = presentation.slides.add_slide(presentation.slide_layouts[CONTENT])
    slide.notes_slide.notes_text_frame.text = "For the speaker"
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "#3366CC").save(picture, "PNG")
    slide.shapes.add_picture(picture, Emu(0), Emu(0))
    ids = "".join(f'<p14:sldId id="{e.id}"/>' for e in presentation.slides._sldIdLst)
    extension = (
        '<p:extLst><p:ext uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst '
        'xmlns:p14="http://schemas.microsoft.com/office/powerpoint/2010/main"><p14:section name="First" '
        f'id="{{6A5F8F2E-7D2B-4B7C-9C57-3C6E0B0A9F11}}"><p14:sldIdLst>{ids}</p14:sldIdLst></p14:section></p14:sectionLst></p:ext>'
        "</p:extLst>"
    )
    for old in presentation.element.findall("p:extLst", NAMES):
        presentation.element.remove(old)
    presentation.element.append(parse(extension))
    return saved(presentation)


def usual() -> bytes:
    """The default template at 16:9, as .potx: its main part has the type of a template."""

    def as_template(parts: dict[str, bytes]) -> None:
        types = parts["[Content_Types].xml"]
        parts["[Content_Types].xml"] = types.replace(b"presentation.main+xml", b"template.main+xml")

    return edited(saved(plain()), as_template)


TEMPLATES: Mapping[str, Callable[[], bytes]] = {
    "usual": usual, "no-title": no_title, "no-placeholders": no_placeholders, "several-masters": several_masters,
    "duplicates": duplicates, "right-to-left": right_to_left, "tinted-picture": tinted_picture, "capitals": capitals,
    "26-inches": twenty_six_inches, "portrait": portrait, "macros": macros, "custom-shows": custom_shows, "sections": sections,
}  # fmt: skip
"""The bytes of a template by its name."""
