"""Models and examples → the content guide: each kind of slide with its fields, an example and a picture.

Input: the models of this version. Output: Markdown (`text`), and a picture of each kind's example (`pictures`).
"""

from deckgen.guide.text import PICTURES, render

__all__ = ["PICTURES", "render"]
