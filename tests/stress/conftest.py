"""Let the tests of this room import the checks of drawn slides from tests/rendering, also when it is collected alone."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "rendering"))
