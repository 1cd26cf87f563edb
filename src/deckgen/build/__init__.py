"""A deck's folder → a .pptx: `pipeline` connects all stages, `layout_stages` those up to frames; `batch` builds many decks."""
