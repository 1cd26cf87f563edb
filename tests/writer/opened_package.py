"""A package as the tests read it, with zipfile and lxml only."""

import io
import posixpath
import zipfile
from dataclasses import dataclass

from lxml import etree

NS = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
    "ct": "http://schemas.openxmlformats.org/package/2006/content-types",
    "o": "urn:deckgen:origins:1",
}


@dataclass
class PartRelation:
    id: str
    kind: str
    target: str
    external: bool


class OpenedPackage:
    def __init__(self, data: bytes) -> None:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            self.entries = archive.infolist()
            self.names = [info.filename for info in self.entries]
            self.data = {info.filename: archive.read(info) for info in self.entries}

    def xml(self, name: str):
        return etree.fromstring(self.data[name])

    def find(self, name: str, path: str):
        return self.xml(name).xpath(path, namespaces=NS)

    def slide(self, n: int):
        return self.xml(f"ppt/slides/slide{n}.xml")

    def relations(self, name: str) -> dict[str, PartRelation]:
        folder, base = posixpath.split(name)
        rels = posixpath.join(folder, "_rels", f"{base}.rels")
        if rels not in self.data:
            return {}
        relations = {}
        for element in self.xml(rels):
            external = element.get("TargetMode") == "External"
            target = element.get("Target")
            path = target if external else posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            relations[element.get("Id")] = PartRelation(
                element.get("Id"), element.get("Type").split("/")[-1], path, external
            )
        return relations

    def content_type(self, name: str) -> str | None:
        types = self.xml("[Content_Types].xml")
        override = types.xpath(f"ct:Override[@PartName='/{name}']/@ContentType", namespaces=NS)
        extension = name.rpartition(".")[2]
        default = types.xpath(f"ct:Default[@Extension='{extension}']/@ContentType", namespaces=NS)
        return (override or default or [None])[0]

    @property
    def parts(self) -> list[str]:
        return [n for n in self.names if not n.endswith(".rels") and n != "[Content_Types].xml"]

    def all(self, folder: str) -> list[str]:
        return [n for n in self.parts if n.startswith(f"ppt/{folder}/")]
