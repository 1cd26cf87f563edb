"""deckgen turns structured content files into the branded, editable PowerPoint deck of a quarterly review.

The pipeline, in one direction::

    content/*.yaml ─ reader ─▶ model ─ resolve ─▶ deck ─ kinds ─▶ slides of blocks ─ layout ─▶ frames ─ writer ─▶ .pptx
                                              layouts/<brand>/ ─ brand ──────────▲            ▲
                                                                charts (matplotlib) ──────────┘

`deckgen.build.pipeline` connects all stages.
"""

__version__ = "0.1.0"
