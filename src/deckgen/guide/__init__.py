"""Models and examples → the content guide: each kind of slide with its fields, its variants, an example and pictures.

Input: the models of this version. Output: Markdown (`text`), and a picture of each kind's example and variants (`pictures`).
"""

from deckgen.guide.text import PICTURES, render

__all__ = ["PICTURES", "render"]
