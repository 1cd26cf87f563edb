"""Names of content and relationship types equal those of python-pptx, which is not imported to build a deck."""

import subprocess
import sys

from pptx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE

from deckgen.ooxml.names import CT, RT


def names(vocabulary: type) -> dict[str, str]:
    return {name: value for name, value in vars(vocabulary).items() if name.isupper()}


def test_content_types_and_relationships_match_python_pptx() -> None:
    assert names(CT) == {name: getattr(CONTENT_TYPE, name) for name in names(CT)}
    assert names(RT) == {name: getattr(RELATIONSHIP_TYPE, name) for name in names(RT)}
    assert len(names(CT)) + len(names(RT)) > 30


def test_writer_does_not_import_python_pptx() -> None:
    code = "import sys, deckgen.writer; print('pptx' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"
