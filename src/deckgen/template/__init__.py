"""An organisation's PowerPoint template → what deckgen needs to build decks in it.

`cleaning` takes out what a deck must not have, `reading` computes what the rest means (geometry, text, colours), `matching` finds
the layouts, the area and the colours for deckgen's slides, `brand_file` writes them down, and `noted` compares them with a newer
template.
"""
