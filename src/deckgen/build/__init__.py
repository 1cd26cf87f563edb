"""A deck's folder → a .pptx: `pipeline` is the one module that knows all stages; `batch` builds many decks."""
